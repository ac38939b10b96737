"""Briefings: a month or a week of changes as a meeting tells it, before people have to ask.

    last promises, tasks, disputes ──▶ what a meeting of today carries over
    changes of a month ──topics──▶ what is told in full, and in brief
    topics ──agenda──▶ who speaks when ──message──▶ a text for a chat

Source: the meeting that tells a cause-and-effect story — what it all began with, why, and for what
the new script is introduced — and then asks the salespeople three questions about customers.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from scripts_kb.language import formats
from scripts_kb.pages import director
from scripts_kb.pages.asked import NotedMapping
from scripts_kb.pages.changes import Change, landed, plain
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.pages.topics import WIDTH, Briefing, MonthTopic, compose, headline
from scripts_kb.schema import labels
from scripts_kb.schema.days import shifted
from scripts_kb.schema.practices import Insight

CHAT_LIMIT: Final = 4096
"""How long one message may be in the messengers that teams use, in UTF-16 units.

Source: the limit of a text message in Telegram's API; other messengers allow more.
"""

_NAMED: Final = 3
"""Topics of a period that stand beside its name in the list."""

_OF_LATE: Final = 92
"""Days in which samples compete by their size; what is older is the past."""

_HEARD: Final = 3
"""Answers of the latest insight that stand beside each of the three questions."""

_ADDRESSED: Final = re.compile(r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*")
"""What an address keeps of a tag's name: letters and digits, and the dots inside a number."""

_SELLERS: Final = "sales"
"""The department that answers the three questions, where there is one of this name."""

_WEEK: Final = "week"
"""The address of the briefing of the last seven days."""

_MOST_CARRIED: Final = 2
"""Things of each sort that are carried over by name; the director's page has all."""

_CARRIED: Final = 5
"""Minutes for what is carried over."""

_OPENING, _TOPIC, _BRIEFLY, _QUESTIONS, _CLOSING = 2, 4, 2, 10, 3
"""Minutes of each part of the meeting."""

_WHY: Final = ("origin", "cause", "purpose")
"""What of a reason a message tells."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A part of the meeting: from which to which minute, what, and who speaks."""

    start: int
    end: int
    what: str
    who: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerQuestion:
    """One of the three questions, with what is already known: what was heard and how often."""

    label: str
    question: str
    heard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A period as its page tells it: address below /briefings/, title, day, its changes."""

    address: str
    title: str
    day: dt.date
    changes: tuple[Change, ...]
    current: bool = False
    """Whether its meeting is one of today, and begins with what it carries over."""


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield /briefings/, a briefing of the week, of each month with changes, of each release.

    Nothing for partners.
    """
    if reading.site.audience == "partner":
        return
    months, released = _periods(reading)
    whole = (_week(reading), *months, *released)
    periods = NotedMapping(
        "period",
        {each.address: each for each in whole},
        reading.notes,
        lambda name, found: _plain(reading, found[name]) if name in found else None,
    )
    yield Planned("briefings/index.md", partial(_index, reading, periods))
    for name in [each.address for each in whole]:
        yield Planned(f"briefings/{name}.md", partial(_page, reading, periods, name))


def _plain(reading: Reading, period: Period) -> Any:
    return period.title, period.day, plain(reading, period.changes), period.current


def _week(reading: Reading) -> Period:
    """Give the last seven days; a week without changes has tasks and disputes all the same."""
    last = reading.site.today
    first = shifted(last, -6)
    changes = tuple(each for each in landed(reading) if first <= each.landed.date() <= last)
    title = reading.messages.one("Week: %(days)s") % {"days": reading.days(first, last)}
    return Period(_WEEK, title, last, changes, current=True)


def _periods(reading: Reading) -> tuple[list[Period], list[Period]]:
    """Give all months with changes and all releases, the newest first."""
    return reading.notes.once("periods", lambda: (_months(reading), list(_released(reading))))


def _months(reading: Reading) -> list[Period]:
    months: dict[str, list[Change]] = {}
    for change in landed(reading):
        months.setdefault(f"{change.landed:%Y-%m}", []).append(change)
    return [
        Period(
            name,
            formats.month(_first(name), reading.language),
            _first(name),
            tuple(months[name]),
            name == max(months),
        )
        for name in sorted(months, reverse=True)
    ]


def _briefing(reading: Reading, periods: Mapping[str, Period], name: str) -> Briefing:
    """Compose a period's briefing once, for its page and for the list."""
    told = periods[name]
    return reading.notes.once(
        ("briefing", name),
        lambda: compose(reading, told.changes, _lines(_carried(reading, told))),
    )


def _carried(reading: Reading, told: Period) -> list[director.Panel]:
    return director.carried(reading) if told.current else []


def _lines(carried: Iterable[director.Panel]) -> int:
    """Guess how many printed lines it takes to tell what is carried over."""
    lines = 0
    for panel in carried:
        named = [f"{each.name} {each.note}" for each in panel.found[:_MOST_CARRIED]]
        lines += 3 + sum(1 + len(text) // WIDTH for text in named)
        lines += len(panel.found) > _MOST_CARRIED
    return lines


def _index(reading: Reading, periods: Mapping[str, Period]) -> Page:
    months, released = _periods(reading)
    return Sheet(reading, "briefings/index.md").page(
        "briefings.html",
        reading.messages.one("Briefings"),
        week=_WEEK,
        months=[(each, _line(reading, periods, each.address)) for each in months],
        releases=[(each, _line(reading, periods, each.address)) for each in released],
        searched=False,
    )


def _line(reading: Reading, periods: Mapping[str, Period], name: str) -> Mapping[str, Any]:
    """Tell of a period what the list of all of them says: composing it anew takes long."""

    def made() -> Mapping[str, Any]:
        briefing = _briefing(reading, periods, name)
        return {
            "goals": [headline(reading, each) for each in briefing.told[:_NAMED]],
            "unexplained": len(briefing.unexplained),
        }

    return reading.notes.lasting(f"briefing {name}", made)


def _released(reading: Reading) -> Iterator[Period]:
    """Yield the releases that brought anything, the newest first."""
    changes = landed(reading)
    taken: set[str] = set()
    for release in reading.site.releases:
        own = tuple(each for each in changes if each.id in release.changes)
        if not own:
            continue
        name = ", ".join(seen(each) for each in release.names)
        address = _slug(release.names[0])
        # Two names may look alike once an address holds only what an address may.
        while address in taken:
            address += "-"
        taken.add(address)
        day = formats.moment(release.time, reading.base.zone).date()
        title = reading.messages.one("Release %(name)s") % {"name": name}
        yield Period(address, title, day, own)


def _slug(name: str) -> str:
    """Make an address of a tag's name, which may hold nearly anything.

    Examples:
        >>> _slug("v1.0"), _slug("осень/2026..x")
        ('release-v1.0', 'release-2026-x')
    """
    return "-".join(("release", *_ADDRESSED.findall(name)))


def _first(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01")


def _page(reading: Reading, periods: Mapping[str, Period], name: str) -> Page:
    """Make the page of a period; its month's voice of the customer is asked for."""
    say = reading.messages.one
    told = periods[name]
    title, briefing = told.title, _briefing(reading, periods, name)
    sheet = Sheet(reading, f"briefings/{name}.md")
    carried = _carried(reading, told)
    agenda = tuple(_agenda(reading, briefing, carries=bool(carried)))
    return sheet.page(
        "briefing.html",
        say("Briefing: %(month)s") % {"month": title},
        look="briefing",
        searched=False,
        month=title,
        briefing=briefing,
        carried=carried,
        most=_MOST_CARRIED,
        agenda=agenda,
        asked=list(_asked(reading, f"{told.day:%Y-%m}")),
        message=message(reading, title, briefing, f"briefings/{name}/"),
        limit=CHAT_LIMIT,
    )


# The meeting --------------------------------------------------------------------------------------


def _agenda(reading: Reading, briefing: Briefing, *, carries: bool = False) -> Iterator[AgendaItem]:
    """Yield the parts of the meeting one after another, from minute 0."""
    say = reading.messages.one
    minute = 0

    def part(minutes: int, what: str, who: str | None = None) -> AgendaItem:
        nonlocal minute
        start, minute = minute, minute + minutes
        return AgendaItem(start, minute, what, who)

    if carries:
        yield part(_CARRIED, say("Since the last meeting"))
    yield part(_OPENING, say("What changed, in one sentence each"))
    for number, topic in enumerate(briefing.told, 1):
        yield part(_TOPIC, f"{number}. {headline(reading, topic)}", topic.by)
    if briefing.brief or briefing.unexplained:
        yield part(_BRIEFLY, say("In brief"))
    yield part(_QUESTIONS, say("Three questions about customers"), _SELLERS)
    yield part(_CLOSING, say("Who does what by when"))


_QUESTION_FIELDS: Final = ("first_words", "purposes", "matters")


def _asked(reading: Reading, month: str) -> Iterator[CustomerQuestion]:
    """Yield the three questions with what was heard last before the end of a month."""
    say = reading.messages.one
    questions = (
        say("What do customers say first when they call?"),
        say("What do they buy it for?"),
        say("What matters to them?"),
    )
    known = [each for each in reading.records("insight") if f"{_until(each):%Y-%m}" <= month]
    newest = max(map(_until, known), default=dt.date.min)

    def worth(insight: Insight) -> tuple[bool, int, dt.date]:
        """Put the largest sample of late before the newest small one, and the past behind both."""
        until = _until(insight)
        return (newest - until).days <= _OF_LATE, insight.sample or 0, until

    known.sort(key=worth, reverse=True)
    for field, question in zip(_QUESTION_FIELDS, questions, strict=True):
        label = labels.trail("insight/x", field, reading.language)[-1]
        latest = next((each for each in known if getattr(each, field)), None)
        heard = tuple(_heard(reading, latest, field)) if latest else ()
        yield CustomerQuestion(label, question, heard)


def _until(insight: Insight) -> dt.date:
    return insight.to or insight.from_ or dt.date.min


def _heard(reading: Reading, insight: Insight, field: str) -> Iterator[str]:
    counted = sorted(getattr(insight, field), key=lambda each: -(each.count or 0))
    for each in counted[:_HEARD]:
        text = formats.quoted(reading.filler.plain(each.says), reading.language)
        if each.count is not None and insight.sample:
            facts = {"count": each.count, "sample": insight.sample}
            text += " " + reading.messages.one("%(count)s of %(sample)s") % facts
        yield text


# The message --------------------------------------------------------------------------------------


def length(text: str) -> int:
    """Count a text as messengers do, in UTF-16 units.

    Examples:
        >>> length("Чай"), length("☕🍵")
        (3, 3)
    """
    return len(text.encode("utf-16-le")) // 2


def message(reading: Reading, month: str, briefing: Briefing, address: str) -> str:
    """Write the briefing as one message for a chat, never longer than `CHAT_LIMIT`.

    What does not fit is left out from the end of each story first: the old words, then the new
    ones, then all but the title; what is left out altogether is counted.

    Args:
        reading: the site.
        month: how the period is called.
        briefing: what is told.
        address: the briefing's page below the site's root.
    """
    say = reading.messages.one
    topics = (*briefing.told, *briefing.brief)
    where = reading.site.url and reading.site.url + address
    head = [f"{say('What is new and why')}: {month}"]
    foot = [where] if where else []
    for detail in (3, 2, 1, 0):
        stories = ["\n".join(_story(reading, topic, detail)) for topic in topics]
        text = "\n\n".join([*head, *stories, *foot])
        if length(text) <= CHAT_LIMIT:
            return text
    for kept in range(len(topics) - 1, -1, -1):
        left = len(topics) - kept
        rest = reading.messages.many("and %(num)s more", "and %(num)s more", left) % {"num": left}
        stories = ["\n".join(_story(reading, topic, 0)) for topic in topics[:kept]]
        text = "\n\n".join([*head, *stories, rest, *foot])
        if length(text) <= CHAT_LIMIT:
            return text
    return head[0][: CHAT_LIMIT // 2]


def _story(reading: Reading, topic: MonthTopic, detail: int) -> Iterator[str]:
    yield f"• {headline(reading, topic)}"
    words: Mapping[str, Any] = {"before": "", "now": ""}
    if topic.aloud:
        words = {"before": topic.aloud[0].before, "now": topic.aloud[0].now}
    fields = ((), ("purpose",), _WHY, _WHY)[detail]
    for told in topic.entry.told:
        if told.field in fields:
            yield f"{told.label}: {reading.filler.plain(told.text)}"
    if detail > 2 and words["before"]:  # noqa: PLR2004 — the fullest form
        before = formats.quoted(words["before"], reading.language)
        yield f"{reading.messages.one('Before')}: {before}"
    if detail > 1 and words["now"]:
        now = formats.quoted(words["now"], reading.language)
        yield f"{reading.messages.one('Now')}: {now}"
