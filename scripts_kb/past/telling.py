"""A reason and a prediction in a reader's words, once for all forms.

    Rationale ──reason──▶ Told("cause", "Почему", "…"), Told("evidence", …, mentions), …
    expect ───prediction──▶ "Конверсия «Дорого» +3 п.п., до 01.12.2026"

The terminal, Markdown, HTML, pages, the feed and the call screen lay these lines out; what is
dangerous in a text is each form's to escape.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scripts_kb.language import Language, formats
from scripts_kb.language.catalogue import catalogue
from scripts_kb.past.records import Rationale
from scripts_kb.schema import labels
from scripts_kb.schema.values import Value

if TYPE_CHECKING:
    from scripts_kb.content.base import Base

_TEXTS: Final = catalogue("telling")
say: Final = _TEXTS.say

FIELDS: Final = (
    "reverts",
    "origin",
    "cause",
    "purpose",
    "effect",
    "expect",
    "watch",
    "evidence",
    "by",
    "class",
    "agreed",
    "learned",
)
"""What a reason may tell, in the order in which it is told."""
STORY: Final = ("origin", "cause", "purpose", "effect", "learned")
"""What of it is told where there is room for the story alone."""
_ID: Final = 9
"""Digits by which a commit is named."""
LISTED: Final = {
    "metric": ("config/kb", "metrics"),
    "segment": ("config/kb", "segments"),
    "department": ("config/zones", "departments"),
}
"""Where the settings list what has a title and is no entity."""
_WEB: Final = ("https://", "http://")
_BEGINS: Final = re.compile(r"(\A|(?<=\n\n))([«„“\"'*(]*)([^\W\d_]\w*+)(?!/|://|@)")
"""The word with which a paragraph of a reason begins; no address is one."""
_UNENDED: Final = re.compile(r"(?<!\S)\S++(?<=[\w»”\"')%₽])(?=\s*\n\n)")
"""The last word of a paragraph before another, where it does not end a sentence."""


DayFormat = Callable[[dt.date, Language], str]
"""Writes a day."""


class Names(NamedTuple):
    """How a form calls things."""

    language: Language
    title: Callable[[str], str | None] = lambda _: None
    """Of an entity, of `metric/ID`, `segment/ID`, `department/ID`; None where nobody knows it."""
    ids: bool = False
    """Whether ids are named too: to those who type commands."""
    day: DayFormat = formats.date
    fill: Callable[[str, int], str] = lambda text, _: text
    """Puts values for the quotes and blanks of a text, as they are before (0) or after (1)."""
    clean: Callable[[str], str] = str
    """Makes harmless what no reader can see."""

    def of(self, kind: str, id_: str) -> str:
        """Name a metric, a segment or a department; by its id where it has no title."""
        return self.title(f"{kind}/{id_}") or id_

    def entity(self, entity: str) -> str:
        """Name an entity inside a sentence; one that nobody knows by its id."""
        title = self.title(entity)
        if not title:
            return entity if self.ids else entity.partition("/")[2] or entity
        name = formats.quoted(title, self.language)
        return f"{name} ({entity})" if self.ids else name


def of_base(base: "Base") -> Names:
    """Name things as a knowledge base calls them."""
    listed = {
        "metric": {each.id: each.title for each in base.kb.metrics},
        "segment": {each.id: each.title for each in base.kb.segments},
        "department": {each.id: each.title for each in base.zones.departments},
    }

    def title(name: str) -> str | None:
        kind, _, id_ = name.partition("/")
        if kind in listed:
            return listed[kind].get(id_)
        document = base.documents.get(name)
        return getattr(document.record, "title", None) if document else None

    return Names(base.kb.language, title)


def of_values(present: Mapping[str, Value], language: Language) -> Names:
    """Name things for those who type commands, as the values of a knowledge base call them.

    Args:
        present: entity → value.
        language: of the reader.
    """

    def title(name: str) -> str | None:
        kind, _, id_ = name.partition("/")
        value = present.get(name)
        if kind in LISTED:
            setting, field = LISTED[kind]
            value = _listed(present.get(setting), field, id_)
        return str(value["title"]) if isinstance(value, dict) and value.get("title") else None

    return Names(language, title, ids=True)


def _listed(setting: Value, field: str, id_: str) -> Value:
    """Find an item of a list; a file of the past may hold anything in its place."""
    items = setting.get(field) if isinstance(setting, dict) else None
    found = (each for each in (items if isinstance(items, list) else ()) if isinstance(each, dict))
    return next((each for each in found if each.get("id") == id_), None)


class Mention(NamedTuple):
    """What a reason names: a card of the base, a department by its id, a page elsewhere, words."""

    text: str
    entity: str = ""
    url: str = ""


class Told(NamedTuple):
    """One field of a reason; `mentions` are the single things that its text lists."""

    field: str
    label: str
    text: str
    mentions: tuple[Mention, ...] = ()


def reason(rationale: Rationale, names: Names) -> Iterator[Told]:
    """Yield what a reason tells, in the order of `FIELDS`; what was not given is left out.

    Examples:
        >>> why = Rationale("file", cause="Отказы", expect={"metric": "win", "by": "2026-12-31"})
        >>> for told in reason(why, Names("ru", {"metric/win": "Конверсия"}.get)):
        ...     print(f"{told.label}: {told.text}")
        Почему: Отказы
        Прогноз: Конверсия, к 31.12.2026
    """
    for field in FIELDS:
        mentions = tuple(_mentions(field, rationale, names))
        text = "; ".join(each.text for each in mentions) or _text(field, rationale, names)
        if text:
            yield Told(field, label(field, names.language), text, mentions)


def label(field: str, language: Language) -> str:
    """Name a field of a reason."""
    trail = labels.trail("change", field, language)
    return trail[-1] if trail else ""


def fields(language: Language) -> dict[str, str]:
    """Give the labels of all fields that have one: for who lays a reason out elsewhere."""
    return {field: name for field in FIELDS if (name := label(field, language))}


def _text(field: str, rationale: Rationale, names: Names) -> str:
    match field:
        case "reverts":
            return _reverted(rationale, names)
        case "expect":
            return prediction(rationale.expect, names)
        case "class":
            return _weight(rationale, names.language)
    return paragraphs(getattr(rationale, field, None) or "")


def capital(text: str) -> str:
    """Let a text begin as sentences do; in git it stays as its author wrote it.

    Examples:
        >>> capital("клиент сравнивает."), capital("«дорого» говорят все"), capital("iPhone")
        ('Клиент сравнивает.', '«Дорого» говорят все', 'iPhone')
        >>> capital("https://example.org/x"), capital("41 из 120")
        ('https://example.org/x', '41 из 120')
    """
    return _BEGINS.sub(_raised, text)


def paragraphs(text: str) -> str:
    r"""Let each paragraph of a text stand for itself: reasons of several commits are united so.

    Where it is shown in one line, only the sign at its end parts one reason from the next.

    Examples:
        >>> paragraphs("клиент сравнивает\n\nклиент молчит"), paragraphs("клиент сравнивает")
        ('Клиент сравнивает.\n\nКлиент молчит', 'Клиент сравнивает')
        >>> paragraphs("Две причины:\n\nцена, «дорого»\n\nсрок!\n\nместо")
        'Две причины:\n\nЦена, «дорого».\n\nСрок!\n\nМесто'
        >>> paragraphs("https://example.org/x\n\n41 из 120")
        'https://example.org/x\n\n41 из 120'
    """
    return _UNENDED.sub(lambda last: last[0] + "." * ("://" not in last[0]), capital(text))


def sentence(text: str) -> str:
    """Make a text a sentence of its own, which another may stand beside.

    Examples:
        >>> sentence("пока не измерено"), sentence("Сколько ждать?"), sentence("")
        ('Пока не измерено.', 'Сколько ждать?', '')
    """
    told = text.strip()
    return capital(told) + ("" if not told or told[-1] in ".!?…" else ".")


def _raised(match: re.Match[str]) -> str:
    _, opening, word = match.groups()
    # A word with a capital inside, as iPhone, is a name and stays.
    inside = word[1:].lower() != word[1:]
    return match[0] if inside else f"{opening}{word[0].upper()}{word[1:]}"


def _reverted(rationale: Rationale, names: Names) -> str:
    if not rationale.reverts:
        return ""
    if not names.ids:
        return say("reverted", names.language)
    return say("reverts", names.language, commit=rationale.reverts[:_ID])


def _weight(rationale: Rationale, language: Language) -> str:
    urgent = say("urgent", language) if rationale.urgent else ""
    chosen = rationale.class_ and labels.choice("change_class", rationale.class_, language)
    return ", ".join(filter(None, (chosen, urgent)))


def _mentions(field: str, rationale: Rationale, names: Names) -> Iterator[Mention]:
    if field == "evidence":
        yield from (mention(each, names) for each in rationale.evidence)
    elif field in {"by", "agreed"}:
        for id_ in rationale.agreed if field == "agreed" else filter(None, [rationale.by]):
            yield Mention(names.of("department", id_), entity=id_)


def mention(written: str, names: Names) -> Mention:
    """Tell what a reference leads to."""
    title = names.title(written)
    if title:
        return Mention(names.entity(written) if names.ids else title, entity=written)
    return Mention(written, url=written if written.startswith(_WEB) else "")


def gap(code: str, language: Language) -> str:
    """Say what a reader should mind of a row, or of an entity under review.

    Args:
        code: a code of `gaps`, `trailer` with its slip; any other is why a file cannot be read.
        language: of the reader.

    Examples:
        >>> gap("trailer: Couse", "en")
        'a line of the description was not read, its label is not known: Couse'
    """
    name, _, slip = code.partition(": ")
    key = f"gap-{name}" if f"gap-{name}" in _TEXTS else "gap-unreadable"
    return say(key, language, slip=slip, code=code)


def gist(rationale: Rationale | None) -> str:
    """Give a reason in one text, the most telling that it has; "" where it has none."""
    if rationale is None:
        return ""
    texts = (rationale.cause, rationale.origin, rationale.purpose, rationale.effect)
    return paragraphs(next(filter(None, texts), ""))


def prediction(expect: Mapping[str, Any] | str | None, names: Names) -> str:
    """Write a prediction in one line: what will change, where, by how much, until when."""
    if not isinstance(expect, Mapping):
        return expect or ""
    metric, of, amount, by = (
        str(expect.get(field) or "") for field in ("metric", "of", "change", "by")
    )
    parts = (
        names.of("metric", metric),
        names.entity(of) if of else "",
        formats.predicted(amount, names.language),
    )
    text = " ".join(filter(None, parts))
    return f"{text}, {say('by', names.language, day=_day(by, names))}" if by else text


def _day(written: str, names: Names) -> str:
    try:
        return names.day(dt.date.fromisoformat(written), names.language)
    except ValueError:
        return written
