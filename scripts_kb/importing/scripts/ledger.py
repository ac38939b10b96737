"""Every letter of a document and its one fate: nothing is lost, and this is how we know.

unit ──claim(at, fate, text)──▶ its letters marked ──sweep──▶ what nobody claimed is left over
                                                    └──────▶ fates: sums that a second reader proves
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any, Final

from scripts_kb.documents.letters import letters
from scripts_kb.importing.scripts import persons, placeholders
from scripts_kb.importing.scripts.drafts import LeftOver

FATES: Final = ("said", "client", "field", "name", "layout", "person", "left")


@cache
def is_letter(character: str) -> bool:
    r"""Tell whether a character counts as a letter: the same ones as when a document is read.

    Examples:
        >>> [is_letter(each) for each in ("я", "\uf0b7", " ", "\u200b")]
        [True, True, False, False]
    """
    return bool(letters(character))


class _Unit:
    """A text with the fate of each of its characters."""

    def __init__(self, text: str, letters: int, layout: int, *, raw: bool) -> None:
        self.text = text
        self.folded = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
        self.letters = letters
        self.layout = layout
        self.raw = raw
        self.fates: list[str] = [""] * len(text)

    def claim(self, text: str, fate: str) -> bool:
        """Mark the first free place of a text."""
        wanted = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
        places = list(self._places(wanted))
        start = next(filter(lambda place: self._whole(place, len(wanted)), places), None)
        if start is None:
            start = next(iter(places), None)
        if start is None:
            return False
        self.fates[start : start + len(wanted)] = [fate] * len(wanted)
        return True

    def _places(self, wanted: str) -> Iterator[int]:
        """Yield where a text stands that nobody claimed."""
        start = self.folded.find(wanted)
        while start >= 0:
            if not any(self.fates[start : start + len(wanted)]):
                yield start
            start = self.folded.find(wanted, start + 1)

    def _whole(self, start: int, length: int) -> bool:
        """Tell whether no word goes on at either end of a stretch."""
        around = (
            self.folded[max(0, start - 1) : start]
            + self.folded[start + length : start + length + 1]
        )
        return not any(each.isalnum() for each in around)

    def claim_again(self, text: str, fate: str) -> bool:
        """Mark a text, whatever was said of it before."""
        start = self.folded.find(text.lower())
        if start < 0:
            return False
        self.fates[start : start + len(text)] = [fate] * len(text)
        return True

    def free(self) -> Iterator[str]:
        """Yield the stretches that nobody claimed and that hold words."""
        start = None
        for index in range(len(self.text) + 1):
            taken = index == len(self.text) or bool(self.fates[index])
            if not taken and start is None:
                start = index
            if taken and start is not None:
                if any(each.isalpha() for each in self.text[start:index]):
                    yield self.text[start:index].strip()
                start = None

    def counted(self, left_out: Collection[str]) -> Iterator[tuple[str, int]]:
        """Yield fates with letters; names of people that were taken out are theirs."""
        if self.raw:
            fate = next(filter(None, self.fates), "layout")
            phone = any(each.what for each in persons.contacts(self.text))
            yield ("person" if phone else fate), self.letters
            return
        for each in persons.contacts(self.text):
            self.fates[each.start : each.end] = ["person"] * (each.end - each.start)
        for start, end, _ in persons.named(self.text, left_out):
            self.fates[start:end] = ["person"] * (end - start)
        yield "layout", self.layout
        for character, fate in zip(self.text, self.fates, strict=True):
            if is_letter(character):
                yield fate or "layout", 1


class LetterLedger:
    """The letters of one document."""

    def __init__(self) -> None:
        self._units: dict[str, list[_Unit]] = defaultdict(list)
        self._whole: dict[str, int] = defaultdict(int)
        self.left: list[LeftOver] = []
        self.names: list[tuple[str, str]] = []
        self.left_out: Collection[str] = ()
        """Names of people that a person took out."""

    def unit(self, at: str, text: str, letters: int, layout: int = 0, *, raw: bool = False) -> None:
        """Open the account of a unit."""
        self._units[at].append(_Unit(text, letters, layout, raw=raw))

    def dressing(self, letters: int) -> None:
        """Count letters that only dress the page."""
        self._whole["layout"] += letters

    def count(self, fate: str, letters: int) -> None:
        """Count letters that stand in no unit."""
        self._whole[fate] += letters

    def claim(self, at: str, fate: str, text: str) -> None:
        """Give letters of a unit their fate; one put together is claimed by its lines."""
        text = placeholders.unmarked(text).strip()
        if not text or any(each.claim(text, fate) for each in self._units[at]):
            return
        pieces = text.split("\n") if "\n" in text else text.split()
        if len(pieces) > 1:
            for piece in pieces:
                self.claim(at, fate, piece)

    def leave(self, at: str, text: str, why: str) -> None:
        """Leave something over."""
        text = placeholders.unmarked(text).strip()
        if text:
            self.claim(at, "left", text)
            self.left.append(LeftOver(at, text, why))

    def left_name(self, at: str, text: str, why: str) -> None:
        """Leave over what was claimed before it turned out to lead nowhere."""
        for unit in self._units[at]:
            if unit.claim_again(text, "left"):
                break
        self.left.append(LeftOver(at, text, why))

    def target(self, at: str, text: str, letters: int, why: str) -> None:
        """Leave over the name of a target, counted among what dresses a flow until now."""
        self._whole["layout"] -= letters
        self._whole["left"] += letters
        self.left.append(LeftOver(at, text, why))

    def name(self, at: str, text: str) -> None:
        """Say that a text told us the shape."""
        self.claim(at, "name", text)
        self.names.append((at, placeholders.unmarked(text).strip()))

    def sweep(self, why: str = "doubt") -> None:
        """Leave over what nobody claimed."""
        for at, units in self._units.items():
            for unit in units:
                for text in list(unit.free()):
                    self.leave(at, text, why)

    def fates(self) -> dict[str, int]:
        """Give the sums by fate."""
        result = dict.fromkeys(FATES, 0)
        for fate, number in self._whole.items():
            result[fate] += number
        for units in self._units.values():
            for unit in units:
                for fate, number in unit.counted(self.left_out):
                    result[fate] += number
        return result

    @property
    def units(self) -> int:
        """How many addresses there are."""
        return len(self._units)

    def texts(self) -> Iterable[tuple[str, str]]:
        """Yield each address with what stands there."""
        for at, units in self._units.items():
            for unit in units:
                yield at, unit.text

    def odd(self) -> str:
        """Give the first address whose text and marks do not make up its letters, else ""."""
        for at, units in self._units.items():
            for unit in units:
                found: Any = sum(map(is_letter, unit.text)) + unit.layout
                if not unit.raw and found != unit.letters:
                    return at
        return ""
