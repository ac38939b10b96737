"""Paragraphs as the rules see them: in stretches of one dress, with what colours mean."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal, NamedTuple, cast

from scripts_kb.documents.model import TextParagraph, TextRun
from scripts_kb.importing.scripts import placeholders, spoken, wording
from scripts_kb.importing.scripts.spoken import SpokenPart

Dress = Literal["", "say", "hint", "skip"]

_SPOKEN: Final = re.compile(r"говор|вслух|произн|сказат|клиенту|\bsay|aloud|spoken", re.IGNORECASE)
_SILENT: Final = re.compile(
    r"для\s+себя|подсказ|не\s+говор|не\s+произн|замет|себе|инструкц|note|yourself|hint|do\s+not",
    re.IGNORECASE,
)
_COLOURS: Final[Mapping[str, str]] = {
    "зелен": "green",
    "green": "green",
    "красн": "red",
    "red": "red",
    "синим": "blue",
    "синий": "blue",
    "синее": "blue",
    "синие": "blue",
    "blue": "blue",
    "голуб": "cyan",
    "cyan": "cyan",
    "бирюз": "cyan",
    "turquoise": "cyan",
    "желт": "yellow",
    "yellow": "yellow",
    "оранж": "orange",
    "orange": "orange",
    "фиолет": "purple",
    "purple": "purple",
    "розов": "pink",
    "pink": "pink",
    "серы": "grey",
    "серо": "grey",
    "gray": "grey",
    "grey": "grey",
    "черн": "auto",
    "black": "auto",
}
_NAMED: Final[Mapping[str, str]] = {
    "magenta": "pink",
    "darkgreen": "green",
    "darkred": "red",
    "darkblue": "blue",
}
_PARAGRAPHS: Final = 0.9
_GREY: Final = 32
"""So little do the parts of a grey differ."""
_DARK: Final = 64


def colour_name(colour: str | None) -> str:
    """Give the name of a colour as people say it: `00B050` is green.

    Examples:
        >>> colour_name("00B050"), colour_name("yellow"), colour_name(None)
        ('green', 'yellow', 'auto')
    """
    if not colour:
        return "auto"
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return _NAMED.get(colour.lower(), colour.lower())
    red, green, blue = (int(colour[start : start + 2], 16) for start in (0, 2, 4))
    return _hue(red, green, blue)


def _hue(red: int, green: int, blue: int) -> str:
    high, low = max(red, green, blue), min(red, green, blue)
    if high - low < _GREY:
        return "auto" if high < _DARK else "grey"
    if high == red:
        angle = 60 * ((green - blue) / (high - low)) % 360
    elif high == green:
        angle = 60 * ((blue - red) / (high - low)) + 120
    else:
        angle = 60 * ((red - green) / (high - low)) + 240
    for end, name in (
        (20, "red"),
        (45, "orange"),
        (70, "yellow"),
        (165, "green"),
        (200, "cyan"),
        (255, "blue"),
        (290, "purple"),
        (340, "pink"),
    ):
        if angle <= end:
            return name
    return "red"


def legend(text: str) -> dict[str, str]:
    """Read what a line says of colours: name of a colour → `say` or `hint`; {} for no legend.

    Examples:
        >>> legend("Зелёным говорим вслух, чёрное только для себя.")
        {'green': 'say', 'auto': 'hint'}
    """
    found: dict[str, str] = {}
    for clause in re.split(r"[,;.–—]|\s+а\s+|\s+and\s+", text.lower().replace("ё", "е")):
        names = [name for stem, name in _COLOURS.items() if re.search(rf"\b{stem}", clause)]
        meant = "hint" if _SILENT.search(clause) else "say" if _SPOKEN.search(clause) else ""
        if names and meant:
            found[names[0]] = meant
    return found if "say" in found.values() else {}


class ColourMeaning(NamedTuple):
    """What colours mean in a document: as a file has them, or by their names."""

    meant: Mapping[str, str] = {}

    def of(self, colour: str | None) -> str | None:
        """Tell what a colour means; None where nobody said."""
        if not colour:
            return None
        return self.meant.get(colour) or self.meant.get(colour_name(colour))

    def whole(self, paragraph: TextParagraph) -> str | None:
        """Tell what the colour of a whole paragraph means; None where it has none."""
        return self.of(paragraph.highlight) or self.of(paragraph.colour)

    def dress(self, run: TextRun) -> Dress:
        """Tell what the dress of a run says of it."""
        if spoken.NOTE_CLASSES & set(run.classes):
            return "hint"
        for colour in (run.colour, run.highlight):
            meant = self.of(colour)
            if meant in {"say", "hint", "skip"}:
                return cast("Dress", meant)
        plain = self.meant.get("auto") if not (run.colour or run.highlight) else None
        return "hint" if plain == "hint" else ""


def palette(
    paragraphs: Iterable[tuple[int, TextParagraph]],
    mapped: Mapping[str, str],
    told: Mapping[str, str],
) -> ColourMeaning:
    """Find what colours mean.

    Args:
        paragraphs: with the number of the heading above each, headings left out.
        mapped: what the map says.
        told: what a legend says.
    """
    if mapped or told:
        return ColourMeaning({**told, **mapped})
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for heading, paragraph in paragraphs:
        for colour in (paragraph.colour, paragraph.highlight):
            if colour and paragraph.text.strip():
                found[colour].append((heading, paragraph.text))
    meant = {}
    for colour, texts in found.items():
        passed = sum(any(map(spoken.speaks, wording.sentences(text))) for _, text in texts)
        if len({heading for heading, _ in texts}) > 1 and passed >= _PARAGRAPHS * len(texts):
            meant[colour] = "say"
    return ColourMeaning(meant)


def marked_text(paragraph: TextParagraph) -> str:
    """Give the text of a paragraph, its elements of class `variable` marked as blanks."""
    return "".join(
        placeholders.mark(run.text.strip()).join(_around(run.text))
        if "variable" in run.classes
        else run.text
        for run in paragraph.runs
    )


def _around(text: str) -> tuple[str, str]:
    stripped = text.strip()
    before, _, after = text.partition(stripped)
    return before, after


def parts(
    paragraph: TextParagraph, colours: ColourMeaning, *, said: bool = False, place: bool = False
) -> list[SpokenPart]:
    """Part a paragraph by its dress first, then by its words."""
    if paragraph.raw:
        return [SpokenPart("say" if place else "doubt", paragraph.text)]
    note = bool(spoken.NOTE_CLASSES & set(paragraph.classes))
    said = said or paragraph.quote or paragraph.fence
    stretches = list(_stretches(paragraph, colours))
    if all(dress == "skip" for _, dress in stretches):
        return [SpokenPart("doubt", paragraph.text.strip())]
    stretches = [each for each in stretches if each[1] != "skip"]
    if len(stretches) == 1:
        text, dress = stretches[0]
        hint = note or dress == "hint" or (paragraph.italic and not said)
        return spoken.parts(text, said=said and not hint, place=place or dress == "say", hint=hint)
    result: list[SpokenPart] = []
    for text, dress in stretches:
        hint = note or dress == "hint"
        result += spoken.parts(
            text, said=said and not hint, place=place or dress == "say", hint=hint
        )
    return _joined(result)


def _joined(found: list[SpokenPart]) -> list[SpokenPart]:
    """Join what is said around a remark inside a line."""
    result: list[SpokenPart] = []
    for part in found:
        last = next(
            (index for index in range(len(result) - 1, -1, -1) if result[index].fate == part.fate),
            None,
        )
        if last is not None and part.fate == "say":
            joint = "" if re.match(r"[.,;:!?…)]", part.text) else " "
            result[last] = SpokenPart("say", f"{result[last].text}{joint}{part.text}")
        else:
            result.append(part)
    return result


def _stretches(paragraph: TextParagraph, colours: ColourMeaning) -> Iterator[tuple[str, Dress]]:
    text, current = "", None
    for index, run in enumerate(paragraph.runs):
        dress = colours.dress(run)
        if not dress and _is_remark(paragraph, index):
            dress = "hint"
        if not run.text.strip() and current is not None:
            dress = current
        if current is not None and dress != current:
            yield text, current
            text = ""
        current = dress
        text += marked_text(replace(paragraph, runs=(run,)))
    if text.strip():
        yield text, current or ""


def _is_remark(paragraph: TextParagraph, index: int) -> bool:
    """Tell whether a run in italics at either end of a paragraph is a remark."""
    filled = [place for place, run in enumerate(paragraph.runs) if run.text.strip()]
    run = paragraph.runs[index]
    if not run.italic or len(filled) == 1 or index not in {filled[0], filled[-1]}:
        return False
    text = run.text.strip()
    bracketed = text[:1] + text[-1:] in {"()", "[]"}
    return (
        bracketed
        or spoken.is_instruction(text)
        or (placeholders.is_remark(text) and spoken.waits(text))
    )
