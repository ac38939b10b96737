"""What the rules may ask of a run: the ledger, what a person said in the map, the language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scripts_kb.importing.scripts import wording
from scripts_kb.importing.scripts.kinds import Kind
from scripts_kb.importing.scripts.ledger import LetterLedger
from scripts_kb.language import Language


@dataclass(frozen=True, slots=True)
class TableRoles:
    """What the map says of a table."""

    at: str
    header: int | None = None
    turned: bool = False
    columns: Mapping[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class RuleSetting:
    """A run over one document."""

    language: Language = "ru"
    kind: Kind | None = None
    ledger: LetterLedger = field(default_factory=LetterLedger)
    tables: tuple[TableRoles, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    speakers: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """Name of a person → `keep`, `drop` or the variable that stands for it."""
    our_phone: bool = False
    """Whether `kb.yml` has our number, so that a text may name it."""
    settled: Mapping[str, str] = field(default_factory=dict)
    """Address → `say`, `hint`, `skip`: what was in doubt."""
    unknown: dict[str, str] = field(default_factory=dict)
    """Speakers that nobody knows, with where the first of them stood."""
    met_tables: list[TableRoles] = field(default_factory=list)
    """What each table was taken for; where no header is known, every column is `skip`."""
    met_colours: dict[str, str | None] = field(default_factory=dict)
    """Colour → what it was taken for, None where it tells nothing."""
    met_headings: dict[str, str] = field(default_factory=dict)
    """What a heading says, and nothing else in the document → what it was taken for."""
    met_words: set[str] = field(default_factory=set)
    """Addresses whose words are parted as a person settles them, or else by the rules."""

    def roles_of(self, at: str) -> TableRoles | None:
        """Give what the map says of a table."""
        return next((each for each in self.tables if each.at == at), None)

    def speaker(self, text: str) -> "SpokenLine | None":
        """Read a speaker at the beginning of a paragraph."""
        return speaker(text, self.speakers)

    def without_speaker(self, text: str) -> str:
        """Give client's words without who says them."""
        found = self.speaker(text)
        return found.words if found and found.side == "client" and found.words else text


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line of a dialogue: whose side, the mark that said so, the words."""

    side: str
    mark: str
    words: str


_OURS: Final = (
    "менеджер|оператор|консультант|администратор|продавец|специалист|мы|я|вы|manager|"
    "agent|rep|operator"
)
_CLIENT: Final = (
    "клиент|клієнт|покупатель|пациент|заказчик|гость|секретарь|он|она|client|customer|prospect"
)
_LINE: Final = re.compile(
    rf"(?P<mark>(?:(?P<ours>{_OURS})|(?P<client>{_CLIENT}))(?:\s*\([^()]*\))?\s*(?:[:]|"
    rf"\s[—–-](?=\s)))\s*",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(rf"(?:(?P<ours>{_OURS})|(?P<client>{_CLIENT}))[.:]?", re.IGNORECASE)
_CASED: Final = frozenset({"мы", "я", "вы", "он", "она"})
_UNKNOWN: Final = re.compile(r"(?P<mark>(?P<name>[А-ЯЁA-Z][а-яёa-z]+)\s*:)\s+(?=\S)")
_NUMBERED: Final = re.compile(
    r"(?P<mark>(?P<number>[12])\)|speaker\s*(?P<which>[12])\s*:)\s*", re.IGNORECASE
)


def speaker(text: str, mapped: Mapping[str, str]) -> SpokenLine | None:
    """Read who says a line.

    Args:
        text: a paragraph.
        mapped: name → `ours` or `client`, as the map says.

    Examples:
        >>> speaker("Клиент: Дорого", {})
        SpokenLine(side='client', mark='Клиент:', words='Дорого')
        >>> speaker("Я перезвоню", {}) is None
        True
    """
    for name, side in mapped.items():
        match = re.match(rf"{re.escape(name)}\s*(?:[:]|\s[—–-]\s)\s*", text.strip(), re.IGNORECASE)
        if match:
            return SpokenLine(side, match[0].strip(), text.strip()[match.end() :].strip())
    text = text.strip()
    match = _LINE.match(text)
    if match and _fits(match):
        side = "ours" if match["ours"] else "client"
        return SpokenLine(side, match["mark"].strip(), text[match.end() :].strip())
    alone = _ALONE.fullmatch(text)
    if alone and (alone["ours"] or alone["client"]).lower() not in _CASED:
        return SpokenLine("ours" if alone["ours"] else "client", text, "")
    return None


def _fits(match: re.Match[str]) -> bool:
    """Tell whether a mark is one: pronouns are speakers in capitals or before a colon alone."""
    word = match["ours"] or match["client"]
    if word.lower() not in _CASED:
        return True
    return ":" in match["mark"] or word.isupper()


def numbered_speaker(text: str) -> tuple[str, str, str] | None:
    """Read `1)`, `2)`, «Speaker 1:» at the beginning of a line: number, mark, words."""
    match = _NUMBERED.match(text.strip())
    if match is None:
        return None
    return match["number"] or match["which"], match["mark"], text.strip()[match.end() :].strip()


def unknown_speaker(text: str) -> tuple[str, str] | None:
    """Read a speaker whom nobody knows, «Анна:»: the name and the words."""
    match = _UNKNOWN.match(text.strip())
    if match is None or wording.reading(match["name"].lower()) is not None:
        return None
    return match["name"], text.strip()[match.end() :].strip()
