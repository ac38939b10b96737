"""Briefings: a month of changes as a meeting tells it, before people have to ask.

    changes of a month ──topics──▶ Topic (reason, phrases to read aloud)
                           ├─ told in full, while two printed pages have room
                           └─ named in brief
    topics ──agenda──▶ who speaks when ──message──▶ a text for a chat

Source: the meeting that tells a cause-and-effect story — what it all began with, why, and for what
the new script is introduced — and then asks the salespeople three questions about customers.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scripts_kb.language import formats
from scripts_kb.pages import past
from scripts_kb.pages.changes import Change, landed
from scripts_kb.pages.clean import seen
from scripts_kb.pages.past import EditLine, Version
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page
from scripts_kb.past.records import Edit, Row
from scripts_kb.past.words import Run, side
from scripts_kb.schema import labels, outline
from scripts_kb.schema.practices import Insight

CHAT_LIMIT: Final = 4096
"""How long one message may be in the messengers that teams use, in UTF-16 units.

Source: the limit of a text message in Telegram's API; other messengers allow more.
"""

_ROOM: Final = 54
"""Lines that two printed pages have for topics, beside the head, the agenda and the questions."""
_WIDTH: Final = 84
"""Letters of a printed line."""
_ALOUD: Final = 2
"""Phrases of one topic that are read aloud."""
_BRIEF: Final = 10
"""Topics that are named in brief; the page of changes has all."""
_HEARD: Final = 3
"""Answers of the latest insight that stand beside each of the three questions."""

_ADDRESSED: Final = re.compile(r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*")
"""What an address keeps of a tag's name: letters and digits, and the dots inside a number."""

_SELLERS: Final = "sales"
"""The department that answers the three questions, where there is one of this name."""

_OPENING, _TOPIC, _BRIEFLY, _QUESTIONS, _CLOSING = 2, 4, 2, 10, 3
"""Minutes of each part of the meeting."""

_WEIGHT: Final = {"strategic": 0, "tactical": 1, None: 2, "factual": 3, "editorial": 4}
_WHY: Final = ("origin", "cause", "purpose")
"""What of a reason a message tells."""
_NOTES: Final = frozenset({"insight", "meeting", "config"})
"""Kinds that record what was heard, agreed or set: nobody has to say them."""


@dataclass(frozen=True, slots=True)
class Aloud:
    """A phrase to read aloud: whose page it stands on, and how it changed."""

    entity: str
    line: EditLine
    spoken: bool
    """Whether it is said to customers; else it is a fact that changed."""

    @property
    def before(self) -> str:
        """What was said."""
        return "".join(text for text, _ in side(self.line.runs, "cut"))

    @property
    def now(self) -> str:
        """What is said now."""
        put = "".join(text for text, _ in side(self.line.runs, "put"))
        return put or " ".join(part.text for part in self.line.parts)


@dataclass(frozen=True, slots=True)
class Topic:
    """What one reason changed: its first entry tells why, `pages` are all that it touched."""

    entry: Version
    pages: tuple[str, ...]
    aloud: tuple[Aloud, ...]

    @property
    def by(self) -> str | None:
        """The department that proposed it, and tells it."""
        return self.entry.reason.by if self.entry.reason else None

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Meaning first, facts later; of equals what is said aloud, then the newest."""
        reason = self.entry.reason
        urgent = bool(reason and reason.urgent)
        noted = (self.entry.row.entity or "").partition("/")[0] in _NOTES
        class_ = "editorial" if noted else reason.class_ if reason else None
        silent = not any(each.spoken for each in self.aloud)
        return (-1 if urgent else _WEIGHT.get(class_, 2), silent, -self.entry.row.time)


@dataclass(frozen=True, slots=True)
class Item:
    """A part of the meeting: from which to which minute, what, and who speaks."""

    start: int
    end: int
    what: str
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the three questions, with what is already known: what was heard and how often."""

    label: str
    question: str
    heard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A meeting in the making."""

    told: tuple[Topic, ...]
    brief: tuple[Topic, ...]
    more: int
    """Topics that are not even named."""
    unexplained: tuple[Topic, ...]
    fresh: int
    """Pages that came onto the site without a story of their own."""


@dataclass(frozen=True, slots=True)
class Released:
    """A release as its page tells it: address below /briefings/, title, day, how many changes."""

    address: str
    title: str
    day: dt.date
    briefing: Briefing
    count: int


def render(reading: Reading) -> Iterator[Page]:
    """Yield /briefings/, a briefing for each month with changes, and one for each release.

    Nothing for partners.
    """
    if reading.site.audience == "partner":
        return
    changes = landed(reading)
    months: dict[str, list[Change]] = {}
    for change in changes:
        months.setdefault(f"{change.landed:%Y-%m}", []).append(change)
    newest = sorted(months, reverse=True)
    made = {name: compose(reading, months[name]) for name in newest}
    titles = {name: formats.month(_first(name), reading.language) for name in newest}
    released = list(_released(reading, changes))
    yield Sheet(reading, "briefings/index.md").page(
        "briefings.html",
        reading.messages.one("Briefings"),
        months=[(name, titles[name], made[name], len(months[name])) for name in newest],
        releases=[
            (each.address, each.title, each.briefing, each.count, each.day) for each in released
        ],
        searched=False,
    )
    for name in newest:
        yield _page(reading, name, titles[name], made[name], name)
    for each in released:
        yield _page(reading, each.address, each.title, each.briefing, f"{each.day:%Y-%m}")


def _released(reading: Reading, changes: Sequence[Change]) -> Iterator[Released]:
    """Yield the releases that brought anything, the newest first."""
    taken: set[str] = set()
    for release in reading.site.releases:
        own = [each for each in changes if each.id in release.changes]
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
        yield Released(address, title, day, compose(reading, own), len(own))


def _slug(name: str) -> str:
    """Make an address of a tag's name, which may hold nearly anything.

    Examples:
        >>> _slug("v1.0"), _slug("осень/2026..x")
        ('release-v1.0', 'release-2026-x')
    """
    return "-".join(("release", *_ADDRESSED.findall(name)))


def _first(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01")


def _page(reading: Reading, name: str, title: str, briefing: Briefing, until: str) -> Page:
    """Make the page of a period; `until` is the month whose voice of the customer is asked for."""
    say = reading.messages.one
    sheet = Sheet(reading, f"briefings/{name}.md")
    agenda = tuple(_agenda(reading, briefing))
    return sheet.page(
        "briefing.html",
        say("Briefing: %(month)s") % {"month": title},
        look="briefing",
        searched=False,
        month=title,
        briefing=briefing,
        agenda=agenda,
        asked=list(_asked(reading, until)),
        message=message(reading, title, briefing, f"briefings/{name}/"),
        limit=CHAT_LIMIT,
    )


# What is told -------------------------------------------------------------------------------------


def compose(reading: Reading, changes: Iterable[Change]) -> Briefing:
    """Make a briefing of changes: what is told in full, what in brief, what nobody explained.

    Args:
        reading: the site.
        changes: which, in any order.
    """
    topics: list[Topic] = []
    unexplained: list[Topic] = []
    fresh = 0
    every = [row for change in changes for row in change.rows]
    said = _said_last(every)
    for rows in _by_reason(every):
        if rows[0].rationale is None and all(row.version == 1 for row in rows):
            fresh += len(rows)
            continue
        topic = _topic(reading, rows, said)
        (topics if topic.entry.explained else unexplained).append(topic)
    topics.sort(key=lambda topic: topic.rank)
    told: list[Topic] = []
    room = _ROOM - 2 * min(len(unexplained), 3)
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


def _topic(reading: Reading, rows: Sequence[Row], said: Mapping[tuple[str, str], str]) -> Topic:
    entries = [past.version(reading, row) for row in rows[:8]]
    pages = tuple(dict.fromkeys(row.entity for row in rows if row.entity))
    return Topic(entries[0], pages, tuple(_aloud(reading, entries, said))[:_ALOUD])


def _aloud(
    reading: Reading, entries: Iterable[Version], said: Mapping[tuple[str, str], str]
) -> list[Aloud]:
    """Choose what can be read aloud: changed phrases first, then new ones."""
    found = []
    for entry in entries:
        entity = entry.row.entity or ""
        for edit, line in zip(entry.row.edits, entry.edits, strict=True):
            if said.get((entity, edit.path)) != entry.row.change:
                continue
            if line.runs and _is_spoken(entity, line.path):
                found.append(Aloud(entity, line, spoken=True))
            elif edit.op == "added" and edit.path:
                new = (Run("put", text) for text in _spoken(reading, entity, edit))
                found += (Aloud(entity, replace(line, runs=(run,)), spoken=True) for run in new)
    if found:
        return found
    return [
        Aloud(entry.row.entity or "", line, spoken=False)
        for entry in entries
        for line in entry.edits
        if line.runs and any(run.mark != "kept" for run in line.runs)
        if said.get((entry.row.entity or "", line.path)) == entry.row.change
    ]


def _is_spoken(entity: str, path: str) -> bool:
    declared = outline.at(entity, path) if path else None
    return declared is not None and declared.use == "spoken"


def _spoken(reading: Reading, entity: str, edit: Edit) -> Iterator[str]:
    """Yield the phrases of what was added, as they are said."""
    waiting = [(edit.path, edit.after)]
    while waiting:
        path, value = waiting.pop(0)
        if isinstance(value, dict):
            waiting[:0] = [(f"{path}.{name}", each) for name, each in value.items()]
        elif isinstance(value, list):
            waiting[:0] = [(f"{path}[x]", each) for each in value if isinstance(each, dict)]
        elif isinstance(value, str) and _is_spoken(entity, path):
            yield past.shown(reading, entity, path, value)


def _lines(topic: Topic) -> int:
    """Guess how many printed lines a topic takes."""
    fields = ("origin", "cause", "purpose", "effect", "expect", "watch")
    texts = [told.text for told in topic.entry.told if told.field in fields]
    texts += [text for each in topic.aloud for text in (each.before, each.now)]
    # The head of the topic, the pages that it touched, the place for what salespeople say.
    return 4 + sum(1 + len(text) // _WIDTH for text in texts if text)


# The meeting --------------------------------------------------------------------------------------


def _agenda(reading: Reading, briefing: Briefing) -> Iterator[Item]:
    """Yield the parts of the meeting one after another, from minute 0."""
    say = reading.messages.one
    minute = 0

    def part(minutes: int, what: str, who: str | None = None) -> Item:
        nonlocal minute
        start, minute = minute, minute + minutes
        return Item(start, minute, what, who)

    yield part(_OPENING, say("What changed, in one sentence each"))
    for number, topic in enumerate(briefing.told, 1):
        yield part(_TOPIC, f"{number}. {headline(reading, topic)}", topic.by)
    if briefing.brief or briefing.unexplained:
        yield part(_BRIEFLY, say("In brief"))
    yield part(_QUESTIONS, say("Three questions about customers"), _SELLERS)
    yield part(_CLOSING, say("Who does what by when"))


def headline(reading: Reading, topic: Topic) -> str:
    """Name a topic: the title of its reason, else what its author noted."""
    reason = topic.entry.reason
    text = (reason and reason.title) or topic.entry.row.subject
    return reading.filler.plain(text) or reading.messages.one("A change")


_QUESTION_FIELDS: Final = ("first_words", "purposes", "matters")


def _asked(reading: Reading, month: str) -> Iterator[Asked]:
    """Yield the three questions with what was heard last before the end of a month."""
    say = reading.messages.one
    questions = (
        say("What do customers say first when they call?"),
        say("What do they buy it for?"),
        say("What matters to them?"),
    )
    known = [each for each in reading.records("insight") if f"{_until(each):%Y-%m}" <= month]
    known.sort(key=_until, reverse=True)
    for field, question in zip(_QUESTION_FIELDS, questions, strict=True):
        label = labels.trail("insight/x", field, reading.language)[-1]
        latest = next((each for each in known if getattr(each, field)), None)
        heard = tuple(_heard(reading, latest, field)) if latest else ()
        yield Asked(label, question, heard)


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


def _story(reading: Reading, topic: Topic, detail: int) -> Iterator[str]:
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
