"""What is new and why: one block a change, with its reason and every page it touched.

The newest changes stand on /changes/, each month's on a page of its own, so no page grows without
end, and a link to a change holds for good.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from typing import Any, Final

from scripts_kb.language import formats
from scripts_kb.pages import cards, fresh, past, undone
from scripts_kb.pages.asked import NotedMapping
from scripts_kb.pages.fresh import NewWords
from scripts_kb.pages.past import Version
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.reading import news as news_of
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.pages.watched import told
from scripts_kb.past import telling, titles
from scripts_kb.past.records import Row

NEWEST: Final = 40
"""How many changes stand on /changes/."""
_OPEN: Final = 6
"""How many of the newest changes of a page lie open."""
_TOLD: Final = 8
"""How many entities of one reason are told in full; the rest are named."""


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """Entities that one reason touched; `more` are those named only."""

    entries: tuple[Version, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A landed change as a reader sees it."""

    id: str
    landed: dt.datetime
    rows: tuple[Row, ...]

    @property
    def by(self) -> str | None:
        """The department that proposed it."""
        named = (row.rationale.by for row in self.rows if row.rationale)
        return next(named, None)

    @property
    def explained(self) -> bool:
        """Whether every row of it tells why."""
        told = (part.rationale for row in self.rows for part in row.parted())
        return all(reason is not None and reason.explains for reason in told)


def landed(reading: Reading) -> list[Change]:
    """Give all changes that readers may see, newest first; a gap alone is none."""
    return reading.notes.once("landed", lambda: _landed(reading))


def _landed(reading: Reading) -> list[Change]:
    result = []
    for id_, found in groupby(reading.site.rows, key=lambda row: row.change):
        rows = tuple(row for row in found if row.entity is not None and row.kind != "gap")
        if rows:
            result.append(Change(id_, reading.landed(rows[0]), rows))
    return result


def plain(reading: Reading, changes: Iterable[Change]) -> list[Any]:
    """Give changes as plain data; when each landed follows from its rows."""
    return [(each.id, told(reading.notes, each.rows)) for each in changes]


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield /changes/ and a page for each month; nothing for partners."""
    if reading.site.audience == "partner":
        return
    # A rebased history may not stand in the order of the clock: each month keeps one page.
    by_month: dict[str, list[Change]] = {}
    for change in landed(reading):
        by_month.setdefault(f"{change.landed:%Y-%m}", []).append(change)
    names = [
        (name, formats.month(found[0].landed.date(), reading.language))
        for name, found in sorted(by_month.items(), reverse=True)
    ]
    months = NotedMapping(
        "changes of a month",
        by_month,
        reading.notes,
        lambda name, found: plain(reading, found.get(name, ())),
    )
    reading.notes.answer("months of changes", lambda _: names)
    yield Planned("changes/index.md", partial(_newest, reading, names))
    # Every month has its page from its first change on: what links to a change links there, because
    # /changes/ lets go of it after the next forty.
    for name, month in names:
        yield Planned(f"changes/{name}.md", partial(_month, reading, months, name, month, names))


def _newest(reading: Reading, names: list[tuple[str, str]]) -> Page:
    changes = landed(reading)
    older = names if len(changes) > NEWEST else []
    title = reading.messages.one("What is new and why")
    return _page(reading, "changes/index.md", title, changes[:NEWEST], older)


def _month(
    reading: Reading,
    months: Mapping[str, list[Change]],
    name: str,
    month: str,
    names: list[tuple[str, str]],
) -> Page:
    reading.notes.note("months of changes")
    title = f"{reading.messages.one('What is new and why')}: {month}"
    return _page(reading, f"changes/{name}.md", title, months[name], names)


def address(change: Change) -> str:
    """Give where a change stands for good, below the root."""
    return undone.place(change.id, f"{change.landed:%Y-%m}")


@dataclass(frozen=True, slots=True)
class News:
    """What a reader of an entity must take note of: its latest version that altered a meaning."""

    entity: str
    version: int
    day: dt.date
    title: str
    why: str
    """The reason in one line, "" where nobody wrote it down."""
    place: str
    """Where on the entity's page it is seen."""
    segments: tuple[str, ...]
    row: Row


@dataclass(frozen=True, slots=True)
class NewStory:
    """One change among what is new: why, what was said and is said now, and on which cards."""

    title: str
    why: str
    said: NewWords | None
    day: dt.date
    cards: tuple[News, ...]

    @property
    def segments(self) -> tuple[str, ...]:
        """To whom its cards are said; none where one of them is said to everybody."""
        if not all(each.segments for each in self.cards):
            return ()
        return tuple(dict.fromkeys(name for each in self.cards for name in each.segments))


def news(reading: Reading) -> list[News]:
    """Give what is new for people who talk to customers, newest first; each entity once.

    What is new for one reader, the reader's own browser decides.
    """
    return [
        News(
            entity := row.entity or "",
            row.version or 0,
            reading.landed(row).date(),
            reading.title(entity),
            reading.filler.plain(telling.gist(row.rationale)),
            fresh.at(reading, row),
            tuple(getattr(reading.base.documents[entity].record, "segments", ())),
            row,
        )
        for row in news_of(reading.site, reading.meant)
    ]


def stories(reading: Reading, found: Iterable[News]) -> list[NewStory]:
    """Gather what is new by the change and its reason, in its order."""
    groups: dict[tuple[str, str], list[News]] = {}
    for each in found:
        title = titles.of(each.row, reading.language)
        groups.setdefault((each.row.change, title), []).append(each)
    return [
        NewStory(
            reading.filler.plain(title),
            cards[0].why,
            fresh.line(reading, [each.row for each in cards]),
            cards[0].day,
            tuple(cards),
        )
        for (_, title), cards in groups.items()
    ]


def _page(
    reading: Reading, path: str, title: str, changes: list[Change], months: list[tuple[str, str]]
) -> Page:
    found = news(reading) if path == "changes/index.md" else []
    departments = {change.by for change in changes if change.by in reading.departments}
    return Sheet(reading, path).page(
        "changes.html",
        title,
        searched=False,
        changes=[_shown(reading, change) for change in changes],
        used=[id_ for id_ in reading.departments if id_ in departments],
        unexplained=sum(not change.explained for change in changes),
        news=stories(reading, found),
        news_for=cards.used_segments(reading, found),
        full=_full(changes),
        months=months,
    )


def _full(changes: list[Change]) -> frozenset[str]:
    """Choose what is told without a click: the newest that people who sell act upon."""
    told = (each.id for each in changes if not all(map(_is_setting, each.rows)))
    return frozenset(islice(told, _OPEN))


def _is_setting(row: Row) -> bool:
    return (row.entity or "").startswith("config/")


def _shown(reading: Reading, change: Change) -> dict[str, Any]:
    groups: dict[str, list[Row]] = {}
    # Settings last: a reader looks for the phrase.
    for row in (part for whole in sorted(change.rows, key=_is_setting) for part in whole.parted()):
        # Entities of one change may have reasons of their own, and so may edits of a merge.
        reason = row.rationale
        groups.setdefault((reason and reason.id) or repr(reason), []).append(row)
    return {
        "id": change.id,
        "by": change.by,
        "groups": [
            ReasonGroup(
                tuple(past.version(reading, row) for row in rows[:_TOLD]),
                tuple(row.entity or "" for row in rows[_TOLD:]),
            )
            for rows in groups.values()
        ],
    }
