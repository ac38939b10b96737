"""The ledger and the month as text: for a terminal, a chat, the printed page of a meeting.

Plain lines, headings with `##`, items with `- `; so it reads alike as text and as Markdown.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from scripts_kb.content.base import Base
from scripts_kb.effects import wording
from scripts_kb.effects.records.heard import Unanswered
from scripts_kb.effects.records.judgements import Judgement, Ledger, Overlap, Unread
from scripts_kb.effects.records.reported import (
    Dispute,
    LeadSource,
    Month,
    Pace,
    Result,
    Undone,
    Waiting,
)
from scripts_kb.effects.wording import say
from scripts_kb.language import Language, formats
from scripts_kb.past import telling
from scripts_kb.past.telling import Names
from scripts_kb.problems import plain
from scripts_kb.schema import labels

_MOST_OVERLAPS: Final = 5
_MOST_PHRASES: Final = 10


def ledger(found: Ledger, base: Base, language: Language | None = None) -> str:
    """Write the ledger, the latest landed first.

    Args:
        found: the ledger, made visible for those who will read it.
        base: the knowledge base, for names.
        language: of the text; the base's where left out.

    Returns:
        Lines, the last one ended.
    """
    language = language or base.kb.language
    lines: list[str] = []
    for entry in found.entries:
        lines += [*_entry(entry, base, language), ""]
    if found.unread:
        lines.append(f"## {say('unmeasurable', language)}")
        lines += [_unread(each, language) for each in found.unread]
        lines.append("")
    if not lines:
        lines = [say("no-predictions", language), ""]
    lines.append(say("all-observed", language))
    return "\n".join(lines) + "\n"


def _entry(entry: Judgement, base: Base, language: Language) -> Iterator[str]:
    yield f"## {plain(entry.title)} — {wording.named(entry.verdict, language)}"
    prediction = entry.prediction
    expect = {
        "metric": prediction.metric,
        "of": prediction.of,
        "change": prediction.written,
        "by": prediction.due,
    }
    promised = plain(telling.prediction(expect, _names(base, language)))
    yield f"- {say('expected', language)}: {promised}"
    joined = say(f"joined.{entry.joined}", language)
    measured = wording.measured(entry, language)
    yield f"- {say('measured', language)} ({joined}): {measured}"
    yield f"- {say('before', language)}: {_window(entry, language, after=False)}"
    yield f"- {say('after', language)}: {_window(entry, language, after=True)}"
    yield from (f"- {_upper(each)}" for each in wording.waits(entry, str, language))
    for each in entry.cautions:
        said = wording.caution(each, entry.unit, language)
        yield f"- {say('caution', language)}: {said}"
    yield from _overlaps(entry.overlaps, base, language)
    if entry.restored:
        yield f"- {say('taken-back', language)}: {entry.restored}"
    if entry.learned:
        yield f"- {say('learned', language)}: {plain(entry.learned)}"
    elif entry.asks_learned():
        yield f"- {_asks(entry, language)}"
    if entry.restore:
        yield f"- {say('to-take-back', language)}:"
        yield from (f"      {line}" for command in entry.restore for line in command.split("\n"))


def _asks(entry: Judgement, language: Language) -> str:
    where = f"content/changes/{entry.note}.yml" if entry.note else "content/changes/"
    return say("asks-learned", language, where=where)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _window(entry: Judgement, language: Language, *, after: bool) -> str:
    side = entry.after if after else entry.before
    parts = [f"{side.first} — {side.last}"]
    if side.versions:
        parts.append(", ".join(f"v{version}" for version in side.versions))
    for name in ("revenue", "profit", "repeat"):
        amount = getattr(side, name)
        if amount is not None:
            shown = (
                formats.number(amount, language, 0)
                if name == "repeat"
                else wording.value(amount, "money", language)
            )
            parts.append(f"{say(f'side.{name}', language)} {shown}")
    return ", ".join(parts)


def _overlaps(found: Sequence[Overlap], base: Base, language: Language) -> Iterator[str]:
    # What a window kept out is no overlap any more; it stays in the record.
    mixed = [each for each in found if not each.cuts]
    names = _names(base, language)
    for each in mixed[:_MOST_OVERLAPS]:
        said = plain(wording.overlap(each, names.entity(each.entity), language))
        yield f"- {say('same-weeks', language)}: {said}"
    more = len(mixed) - _MOST_OVERLAPS
    if more > 0:
        yield f"- {say('and-more', language)}: {more}"


def _unread(found: Unread, language: Language) -> str:
    why = say(f"unread.{found.why}", language)
    return f"- {plain(found.title)} ({plain(found.written)}): {why}"


def _names(base: Base, language: Language) -> Names:
    """Name things with their ids, and days as every program sorts them."""
    names = telling.of_base(base)
    return names._replace(language=language, ids=True, day=lambda day, _: day.isoformat())


def month(found: Month, base: Base, language: Language | None = None) -> str:
    """Write the report of a month.

    Args:
        found: the month, made for those who will read it.
        base: the knowledge base, for names.
        language: of the text; the base's where left out.

    Returns:
        Lines, the last one ended. A part that has nothing to tell says so in one line.
    """
    language = language or base.kb.language
    lines = [f"# {formats.month(found.first, language)}", ""]
    landed = say("landed", language)
    lines += [f"{landed}: {found.landed}", ""]
    for heading, items in _parts(found, base, language):
        shown = list(items)
        lines.append(f"## {heading}")
        lines += [f"- {plain(item)}" for item in shown] or [f"- {say('none', language)}"]
        lines.append("")
    lines.append(say("measured-observed", language))
    return "\n".join(lines) + "\n"


def _parts(found: Month, base: Base, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
    yield (
        say("part.plan", language),
        (_result(each, found.pace, base, language) for each in found.results),
    )
    yield (
        say("part.worked", language),
        (_short(each, language) for each in found.worked),
    )
    yield (
        say("part.failed", language),
        (f"{_short(each, language)}. {_lesson(each, language)}" for each in found.failed),
    )
    yield (
        say("part.unclear", language),
        (_open(each, language) for each in found.unclear),
    )
    yield (
        say("part.open", language),
        (_open(each, language) for each in found.open),
    )
    yield (
        say("part.due-next", language),
        (
            f"{each.prediction.due}: {each.title}, {each.prediction.title} "
            f"{formats.predicted(each.prediction.written, language)}"
            for each in found.due_next
        ),
    )
    yield (
        say("part.unexplained", language),
        (f"{each.landed} {each.entity}: {each.subject}" for each in found.unexplained),
    )
    yield (
        say("part.debts", language),
        (
            f"{each.title} ({each.entity}): {say('by', language)} {each.due}, "
            f"{say('lacks', language)} {_labels(each.lacks, language)}"
            for each in found.debts
        ),
    )
    yield (
        say("part.overdue", language),
        (f"{each.entity}: {each.title}, {each.due}" for each in found.overdue),
    )
    yield (
        say("part.unanswered", language),
        (_phrase(each, base, language) for each in found.unanswered[:_MOST_PHRASES]),
    )
    yield (
        say("part.proposals", language),
        (_waiting(each, base, language) for each in found.proposals),
    )
    yield (
        say("part.undone", language),
        (_undone(each, base, language) for each in found.undone),
    )
    yield (
        say("part.disputes", language),
        (_dispute(each, language) for each in found.disputes),
    )
    yield (
        say("part.undecided", language),
        (_dispute(each, language) for each in found.undecided),
    )
    yield (
        say("part.ownerless", language),
        (f"{each.entity} {each.title}".strip() for each in found.ownerless),
    )
    yield (
        say("part.leads", language),
        (_source(each, base, language) for each in found.leads),
    )


def _labels(names: Iterable[str], language: Language) -> str:
    """Give the labels of a reason's fields."""
    labelled = (labels.trail("change", name, language)[0] for name in names)
    return ", ".join(formats.quoted(each, language) for each in labelled)


def _short(entry: Judgement, language: Language) -> str:
    cautions = (wording.caution(each, entry.unit, language) for each in entry.cautions)
    text = f"{entry.title}: {entry.prediction.title} {wording.measured(entry, language)}"
    return "; ".join((text, *cautions))


def _lesson(entry: Judgement, language: Language) -> str:
    if entry.learned:
        return entry.learned
    return say("no-lesson", language)


def _open(entry: Judgement, language: Language) -> str:
    said = (
        wording.named(entry.verdict, language),
        *wording.waits(entry, str, language),
    )
    return f"{_short(entry, language)} — {', '.join(said)}"


def _result(found: Result, pace: Pace | None, base: Base, language: Language) -> str:
    names = _names(base, language)
    title = found.title or say(f"column.{found.metric}", language)
    text = f"{title}: {_amount(found.value, found, language)}"
    text += f" ({say('month-before', language)} "
    text += f"{_amount(found.before, found, language)})"
    for department, plan in found.plans:
        text += f"; {say('plan', language)} "
        text += f"({names.of('department', department)}) {_amount(plan, found, language)}"
        if found.value is not None and plan:
            text += f", {formats.percent(found.value / plan, language, 0)}"
            text += wording.pace(found, pace, language)
    return text


def _amount(amount: float | None, found: Result, language: Language) -> str:
    if found.unit == "number" and amount is not None and float(amount).is_integer():
        return formats.number(amount, language)
    return wording.value(amount, found.unit, language)


def _dispute(found: Dispute, language: Language) -> str:
    if found.days is None:
        age = say("no-first-day", language)
    else:
        age = f"{say('days', language)} {found.days}"
    return f"{found.title} ({found.entity}): {age}"


def _phrase(found: Unanswered, base: Base, language: Language) -> str:
    text = f"{formats.quoted(found.says, language)} — {say('times', language)} {found.count}"
    if found.days is not None:
        text += f", {say('days', language)} {found.days}"
    if found.noticed_by:
        ears = ", ".join(_names(base, language).of("department", each) for each in found.noticed_by)
        text += f", {say('heard-by', language)} {ears}"
    return text


def _waiting(found: Waiting, base: Base, language: Language) -> str:
    names = _names(base, language)
    text = formats.quoted(found.says, language)
    if found.about:
        text += f", {names.entity(found.about)}"
    if found.days is not None:
        text += f": {say('days', language)} {found.days}"
    if found.by:
        text += f", {say('proposed-by', language)} {names.of('department', found.by)}"
    return text


def _undone(found: Undone, base: Base, language: Language) -> str:
    department = _names(base, language).of("department", found.department)
    who = " · ".join(filter(None, (department, found.role)))
    return f"{found.title} ({who}): {say('by', language)} {found.due}"


def _source(found: LeadSource, base: Base, language: Language) -> str:
    sources = {each.id: each.title for each in base.kb.sources}
    text = f"{sources.get(found.source) or found.source}: "
    text += f"{say('accepted', language)} {found.accepted} "
    text += f"{say('of', language)} {found.received}"
    names = {each.id: each.title for group in base.kb.reasons.values() for each in group}
    reasons = ", ".join(
        f"{names.get(reason, reason) or say('no-reason', language)} {count}"
        for reason, count in found.reasons
    )
    return f"{text}; {reasons}" if reasons else text
