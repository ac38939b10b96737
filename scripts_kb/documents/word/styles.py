"""How a run and a paragraph of Word look: their own properties over those of their styles."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from scripts_kb.documents.model import Heading
from scripts_kb.documents.numbers import whole
from scripts_kb.documents.xml import Element

_OFF: Final = frozenset({"0", "false", "off", "none"})
_NO_COLOUR: Final = frozenset({"", "auto", "000000", "none"})
_NO_FILL: Final = frozenset({"", "auto", "ffffff", "none", "clear"})
_LONGEST_CHAIN: Final = 20
"""Styles that a style is based on, one on another; a circle ends here too."""
_HEADING: Final = re.compile(r"(?:heading|заголовок) ([1-9])")
_BODY: Final = 9
"""The outline level of what is no heading."""


@dataclass(frozen=True, slots=True)
class WordLook:
    """What is said of a run; None where nothing is."""

    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    colour: str | None = None
    highlight: str | None = None

    def over(self, below: "WordLook") -> "WordLook":
        """Give what is seen where this lies over another."""
        if below == WordLook():
            return self
        names = [each.name for each in fields(WordLook)]
        seen = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return replace(below, **seen)


@dataclass(frozen=True, slots=True)
class Style:
    """A style as the file has it.

    Attributes:
        name: in small letters.
        based: the id of the style below it.
        outline: level from 0, as it says.
        list: id of the list and level in it, as it says.
        look: of its runs.
    """

    name: str = ""
    based: str = ""
    outline: int | None = None
    list: tuple[str, int] | None = None
    look: WordLook = WordLook()


def look(properties: Element | None) -> WordLook:
    """Read the properties of a run (`w:rPr`)."""
    if properties is None:
        return WordLook()
    found: dict[str, str] = {each.name: each.get("w:val", "1") for each in properties.children()}
    strikes = [_on(found, "w:strike"), _on(found, "w:dstrike")]
    shade = properties.child("w:shd")
    fill = "" if shade is None else shade.get("w:fill")
    return WordLook(
        bold=_on(found, "w:b"),
        italic=_on(found, "w:i"),
        struck=None if strikes == [None, None] else any(strikes),
        hidden=_on(found, "w:vanish"),
        colour=_colour(found.get("w:color")),
        highlight=_highlight(found.get("w:highlight"), fill),
    )


def _on(found: Mapping[str, str], name: str) -> bool | None:
    return found[name].lower() not in _OFF if name in found else None


def _colour(value: str | None) -> str | None:
    """Give a colour; "" for a plain one, which lies over that of a style."""
    if value is None:
        return None
    return "" if value.lower() in _NO_COLOUR else value.upper()


def _highlight(value: str | None, fill: str) -> str | None:
    if value is not None:
        return "" if value.lower() in _OFF else value
    return None if fill.lower() in _NO_FILL else fill.upper()


def outline(properties: Element | None) -> int | None:
    """Read the level that a paragraph's properties give it (`w:pPr`)."""
    value = None if properties is None else properties.value("w:outlineLvl")
    level = whole(value or "", -1)
    return level if level >= 0 else None


def listed(properties: Element | None) -> tuple[str, int] | None:
    """Read the list that a paragraph's properties put it in (`w:pPr`)."""
    found = None if properties is None else properties.child("w:numPr")
    if found is None:
        return None
    level = found.value("w:ilvl") or "0"
    return found.value("w:numId") or "", whole(level)


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: Element | None) -> None:
        """Read `styles.xml`."""
        self._styles: dict[str, Style] = {}
        self._default = ""
        for each in () if root is None else root.children("w:style"):
            key = each.get("w:styleId")
            self._styles[key] = _style(each)
            if each.get("w:default") == "1" and each.get("w:type") == "paragraph":
                self._default = key

    def chain(self, key: str) -> list[Style]:
        """Give a style and those that it is based on; the usual one for ""."""
        found: list[Style] = []
        key = key or self._default
        while key in self._styles and len(found) < _LONGEST_CHAIN:
            found.append(self._styles[key])
            key = found[-1].based
        return found

    def look(self, key: str, *, usual: bool = True) -> WordLook:
        """Tell how runs of a style look."""
        seen = WordLook()
        for each in self.chain(key) if key or usual else ():
            seen = seen.over(each.look)
        return seen

    def heading(self, properties: Element | None) -> Heading | None:
        """Tell which heading a paragraph is, by its own level or by its style."""
        own = outline(properties)
        chain = self.chain(_key(properties))
        if own is None:
            if any(each.name == "title" for each in chain[:1]):
                return Heading(0, "style")
            own = next((level for each in chain if (level := _level(each)) is not None), None)
        return Heading(own + 1, "style") if own is not None and own < _BODY else None

    def list(self, properties: Element | None) -> tuple[str, int] | None:
        """Tell which list a paragraph is in, and how deep."""
        found = listed(properties)
        for each in () if found else self.chain(_key(properties)):
            found = found or each.list
        return found if found and found[0] not in {"", "0"} else None

    def quotes(self, properties: Element | None) -> bool:
        """Tell whether a paragraph is a block quote."""
        return any(each.name in _QUOTES for each in self.chain(_key(properties))[:1])


_QUOTES: Final = frozenset({"quote", "intense quote", "block text", "цитата", "выделенная цитата"})


def _key(properties: Element | None) -> str:
    return (properties.value("w:pStyle") or "") if properties is not None else ""


def _style(found: Element) -> Style:
    properties = found.child("w:pPr")
    return Style(
        name=(found.value("w:name") or "").strip().lower(),
        based=found.value("w:basedOn") or "",
        outline=outline(properties),
        list=listed(properties),
        look=look(found.child("w:rPr")),
    )


def _level(style: Style) -> int | None:
    """Give the level of a style: what it says, or what its name does."""
    if style.outline is not None:
        return style.outline
    named = _HEADING.fullmatch(style.name)
    return int(named[1]) - 1 if named else None
