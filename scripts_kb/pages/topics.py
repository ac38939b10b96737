"""What a meeting tells of changes: what in full, what in brief, what nobody explained.

changes ──by reason──▶ MonthTopic (why, pages, phrases to read aloud)
├─ told in full, while two printed pages have room
└─ named in brief
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from scripts_kb.pages import past, watched
from scripts_kb.pages.changes import Change
from scripts_kb.pages.past import Version
from scripts_kb.pages.reading import Reading
from scripts_kb.past.edits import Line
from scripts_kb.past.records import Row
from scripts_kb.past.words import Run, side
from scripts_kb.schema import outline

_ROOM: Final = 50
"""Lines that two printed pages have for topics, beside the head, the agenda and the questions."""
WIDTH: Final = 84
"""Letters of a printed line."""
_ALOUD: Final = 2
"""Phrases of one topic that are read aloud."""
_BRIEF: Final = 10
"""Topics that are named in brief; the page of changes has all."""

_WEIGHT: Final = {"strategic": 0, "tactical": 1, None: 2, "factual": 3, "editorial": 4}
_FACTS: Final = frozenset({"price.list", "discount_limits", "cost", "internal.floor"})
"""What is told of a change without a phrase; nobody reads a day or a paragraph of a rule aloud."""
_NOTES: Final = frozenset({"insight", "meeting", "config"})
"""Kinds that record what was heard, agreed or set: nobody has to say them."""


@dataclass(frozen=True, slots=True)
class Aloud:
    """A phrase to read aloud: whose page it stands on, and how it changed."""

    entity: str
    line: Line
    spoken: bool
    """Whether it is said to customers; else it is a fact that changed."""

    @property
    def before(self) -> str:
        """What was said."""
        return "".join(text for text, _ in side(self.line.runs, "cut"))

    @property
    def now(self) -> str:
        """What is said now."""
        return "".join(text for text, _ in side(self.line.runs, "put"))


@dataclass(frozen=True, slots=True)
class MonthTopic:
    """What one reason changed: its first entry tells why, `pages` are all that it touched."""

    entry: Version
    pages: tuple[str, ...]
    aloud: tuple[Aloud, ...]
    over: bool = False
    """Whether nothing of it is in force any more: its cards are over, or all was changed since."""

    @property
    def by(self) -> str | None:
        """The department that proposed it, and tells it."""
        return self.entry.reason.by if self.entry.reason else None

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Meaning first, facts later; of equals what is said aloud, then the newest.

        What was urgent and is over is so no more.
        """
        reason = self.entry.reason
        urgent = bool(reason and reason.urgent and not self.over)
        noted = (self.entry.row.entity or "").partition("/")[0] in _NOTES
        class_ = "editorial" if noted else reason.class_ if reason else None
        silent = not any(each.spoken for each in self.aloud)
        return (-1 if urgent else _WEIGHT.get(class_, 2), silent, -self.entry.row.time)


@dataclass(frozen=True, slots=True)
class Briefing:
    """A meeting in the making."""

    told: tuple[MonthTopic, ...]
    brief: tuple[MonthTopic, ...]
    more: int
    """Topics that are not even named."""
    unexplained: tuple[MonthTopic, ...]
    fresh: int
    """Pages that came onto the site without a story of their own."""


def headline(reading: Reading, topic: MonthTopic) -> str:
    """Name a topic by its reason, else by what its author noted."""
    return reading.filler.plain(topic.entry.title)


def compose(reading: Reading, changes: Iterable[Change], taken: int = 0) -> Briefing:
    """Make a briefing of changes: what is told in full, what in brief, what nobody explained.

    Args:
        reading: the site.
        changes: which, in any order.
        taken: printed lines that something else takes.
    """
    topics: list[MonthTopic] = []
    unexplained: list[MonthTopic] = []
    fresh = 0
    every = [part for change in changes for row in change.rows for part in row.parted()]
    said = _said_last(every)
    for rows in _by_reason(every):
        if rows[0].rationale is None and all(row.version == 1 for row in rows):
            fresh += len(rows)
            continue
        topic = _topic(reading, rows, said)
        (topics if topic.entry.explained else unexplained).append(topic)
    topics.sort(key=lambda topic: topic.rank)
    told: list[MonthTopic] = []
    room = _ROOM - taken - 2 * min(len(unexplained), 3)
    for at, topic in enumerate(topics):
        # A topic in brief needs two lines too; the first is told, however long it is.
        need = _lines(topic) + 2 * min(len(topics) - at - 1, 6)
        if told and need > room:
            break
        told.append(topic)
        room -= _lines(topic)
    rest = topics[len(told) :]
    more = max(0, len(rest) - _BRIEF)
    return Briefing(tuple(told), tuple(rest[:_BRIEF]), more, tuple(unexplained), fresh)


def _by_reason(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows by what explains them, in their order; one file may explain several changes."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        reason = row.rationale
        key = (reason and reason.id) or f"{row.change} {reason!r}"
        groups.setdefault(key, []).append(row)
    yield from groups.values()


def _said_last(rows: Iterable[Row]) -> Mapping[tuple[str, str], str]:
    """Name for each place the last change of it: nobody reads aloud what was taken back since."""
    last: dict[tuple[str, str], tuple[int, str]] = {}
    for row in rows:
        for edit in row.edits:
            place = (row.entity or "", edit.path)
            last[place] = max(last.get(place, (row.time, row.change)), (row.time, row.change))
    return {place: change for place, (_, change) in last.items()}


def _topic(
    reading: Reading, rows: Sequence[Row], said: Mapping[tuple[str, str], str]
) -> MonthTopic:
    entries = [past.version(reading, row) for row in rows[:8]]
    pages = tuple(dict.fromkeys(row.entity for row in rows if row.entity))
    aloud = tuple(_aloud(reading, entries, said))[:_ALOUD]
    places = [
        (entry.row.entity or "", edit.path, entry.row.change)
        for entry in entries
        for edit in entry.row.edits
    ]
    gone = bool(places) and all(
        said.get((entity, path)) != change for entity, path, change in places
    )
    over = gone or not any(_in_force(reading, page) for page in pages)
    return MonthTopic(entries[0], pages, aloud, over)


def _aloud(
    reading: Reading, entries: Sequence[Version], said: Mapping[tuple[str, str], str]
) -> list[Aloud]:
    """Choose what can be read aloud: changed phrases first, then new ones.

    Of a card that is in force no more nobody reads anything aloud.
    """
    phrases = []
    entries = [each for each in entries if _in_force(reading, each.row.entity or "")]
    for entry in entries:
        entity = entry.row.entity or ""
        for line in entry.edits.values():
            if said.get((entity, line.path)) != entry.row.change:
                continue
            if line.runs and _is_spoken(entity, line.path):
                phrases.append(Aloud(entity, line, spoken=True))
            elif line.op == "added":
                new = (Run("put", part.text) for part in line.parts if part.spoken)
                phrases += (Aloud(entity, replace(line, runs=(run,)), spoken=True) for run in new)
    if phrases:
        return phrases
    return [
        Aloud(entry.row.entity or "", line, spoken=False)
        for entry in entries
        for line in entry.edits.values()
        if line.path in _FACTS and any(run.mark != "kept" for run in line.runs)
        if said.get((entry.row.entity or "", line.path)) == entry.row.change
    ]


def _in_force(reading: Reading, entity: str) -> bool:
    document = reading.base.documents.get(entity)
    live = getattr(document.record, "status", "live") == "live" if document else False
    return live and not watched.over(reading.site, entity)


def _is_spoken(entity: str, path: str) -> bool:
    declared = outline.at(entity, path)
    return declared is not None and declared.use == "spoken"


def _lines(topic: MonthTopic) -> int:
    """Guess how many printed lines a topic takes."""
    fields = ("origin", "cause", "purpose", "effect", "expect", "watch")
    texts = [told.text for told in topic.entry.told if told.field in fields]
    texts += [text for each in topic.aloud for text in (each.before, each.now)]
    # The head of the topic, the pages that it touched, the place for what salespeople say.
    return 4 + sum(1 + len(text) // WIDTH for text in texts if text)
