"""The ledger and the month as text: for a terminal, a chat, the printed page of a meeting.

Plain lines, headings with `##`, items with `- `; so it reads alike as text and as Markdown.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pydantic.fields import FieldInfo

from scripts_kb.content.base import Base
from scripts_kb.effects import wording
from scripts_kb.effects.records.ledger import Entry, Ledger, Overlap, Unread
from scripts_kb.effects.records.months import Dispute, LeadSource, Month, Result, Undone, Waiting
from scripts_kb.effects.records.voice import Unanswered
from scripts_kb.language import Language
from scripts_kb.problems import plain
from scripts_kb.schema.practices import ChangeNote

_MOST_OVERLAPS: Final = 5
_MOST_PHRASES: Final = 10

_MONTHS: Final = (
    ("январь", "January"),
    ("февраль", "February"),
    ("март", "March"),
    ("апрель", "April"),
    ("май", "May"),
    ("июнь", "June"),
    ("июль", "July"),
    ("август", "August"),
    ("сентябрь", "September"),
    ("октябрь", "October"),
    ("ноябрь", "November"),
    ("декабрь", "December"),
)


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
        lines.append(
            _head("Прогнозы, которые нечем измерить", "Predictions without a measure", language)
        )
        lines += [_unread(each, language) for each in found.unread]
        lines.append("")
    if not lines:
        lines = [_say("Прогнозов пока нет.", "There are no predictions yet.", language), ""]
    lines.append(f"{_say('Всё это', 'All this is', language)} {_observed(language)}.")
    return "\n".join(lines) + "\n"


def _say(ru: str, en: str, language: Language) -> str:
    return ru if language == "ru" else en


def _head(ru: str, en: str, language: Language) -> str:
    return f"## {_say(ru, en, language)}"


def _observed(language: Language) -> str:
    return wording.pick(wording.OBSERVED, language)


def _entry(entry: Entry, base: Base, language: Language) -> Iterator[str]:
    yield f"## {plain(entry.title)} — {wording.verdict(entry, language)}"
    prediction = entry.prediction
    promised = f"{plain(prediction.title)} · {_name(base, prediction.of)} · "
    promised += wording.predicted(prediction.written, language)
    until = _say("до", "until", language)
    yield f"- {_say('Ждали', 'Expected', language)}: {promised} {until} {prediction.due}"
    joined = wording.pick(wording.JOINED[entry.joined], language)
    measured = wording.measured(entry, language)
    yield f"- {_say('Измерили', 'Measured', language)} ({joined}): {measured}"
    yield f"- {_say('Было', 'Before', language)}: {_window(entry, language, after=False)}"
    yield f"- {_say('Стало', 'After', language)}: {_window(entry, language, after=True)}"
    lacking = wording.missing(entry, language)
    if entry.verdict in {"too-little-data", "not-yet"} and lacking:
        yield f"- {_upper(lacking)}"
    if entry.verdict == "not-yet" and entry.needed:
        needed = wording.number(entry.needed, language)
        seen = _say(
            "Чтобы увидеть такую разницу, нужно контактов с каждой стороны",
            "Contacts that each side needs to see such a difference",
            language,
        )
        yield f"- {seen}: {needed}"
    for each in entry.cautions:
        said = wording.caution(each, entry.unit, language)
        yield f"- {_say('Осторожно', 'Caution', language)}: {said}"
    yield from _overlaps(entry.overlaps, base, language)
    if entry.restored:
        yield f"- {_say('Вернули прежнее', 'Taken back', language)}: {entry.restored}"
    if entry.learned:
        yield f"- {_say('Чему научились', 'Learned', language)}: {plain(entry.learned)}"
    elif entry.asks_learned():
        yield f"- {_asks(entry, language)}"
    if entry.restore:
        yield f"- {_say('Вернуть прежнее одной командой за другой', 'To take it back', language)}:"
        yield from (f"      {line}" for command in entry.restore for line in command.split("\n"))


def _asks(entry: Entry, language: Language) -> str:
    where = f"content/changes/{entry.note}.yml" if entry.note else "content/changes/"
    return _say(
        f"Чему научились? Допишите learned: в {where}",
        f"What was learned? Write learned: in {where}",
        language,
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _window(entry: Entry, language: Language, *, after: bool) -> str:
    side = entry.after if after else entry.before
    parts = [f"{side.first} — {side.last}"]
    if side.versions:
        parts.append(", ".join(f"v{version}" for version in side.versions))
    for name, ru, en, unit in (
        ("revenue", "выручка", "revenue", "money"),
        ("profit", "прибыль", "profit", "money"),
        ("repeat", "повторных", "repeat", "number"),
    ):
        amount = getattr(side, name)
        if amount is not None:
            shown = (
                wording.value(amount, "money", language)
                if unit == "money"
                else wording.number(amount, language)
            )
            parts.append(f"{_say(ru, en, language)} {shown}")
    return ", ".join(parts)


def _overlaps(found: Sequence[Overlap], base: Base, language: Language) -> Iterator[str]:
    # What a window kept out is no overlap any more; it stays in the record.
    mixed = [each for each in found if not each.cuts]
    for each in mixed[:_MOST_OVERLAPS]:
        said = plain(wording.overlap(each, _name(base, each.entity), language))
        yield f"- {_say('В те же недели', 'In the same weeks', language)}: {said}"
    more = len(mixed) - _MOST_OVERLAPS
    if more > 0:
        yield f"- {_say('и ещё', 'and more', language)}: {more}"


def _unread(found: Unread, language: Language) -> str:
    why = wording.pick(wording.UNREAD[found.why], language)
    return f"- {plain(found.title)} ({plain(found.written)}): {why}"


def _name(base: Base, entity: str) -> str:
    """Give an entity's title with its reference; of one without a title the reference alone."""
    document = base.documents.get(entity)
    title = getattr(document.record, "title", "") if document else ""
    return f"«{plain(title)}» ({entity})" if title else entity


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
    name = wording.pick(_MONTHS[found.first.month - 1], language)
    lines = [f"# {_upper(name)} {found.first.year}", ""]
    landed = _say("Изменений, которые слышит клиент", "Changes that customers hear", language)
    lines += [f"{landed}: {found.landed}", ""]
    for heading, items in _parts(found, base, language):
        shown = list(items)
        lines.append(f"## {heading}")
        lines += [f"- {plain(item)}" for item in shown] or [f"- {_say('нет', 'none', language)}"]
        lines.append("")
    lines.append(
        f"{_say('Всё измеренное —', 'What is measured is', language)} {_observed(language)}."
    )
    return "\n".join(lines) + "\n"


def _parts(found: Month, base: Base, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
    yield (
        _say("Месяц и план", "The month and the plan", language),
        (_result(each, base, language) for each in found.results),
    )
    yield (
        _say("Что сработало", "What worked", language),
        (_short(each, language) for each in found.worked),
    )
    yield (
        _say("Не подтвердилось: чему научились", "Not confirmed: what we learned", language),
        (f"{_short(each, language)}. {_lesson(each, language)}" for each in found.failed),
    )
    yield (
        _say("Срок вышел, ответа ещё нет", "Due and still open", language),
        (_open(each, language) for each in found.open),
    )
    yield (
        _say("Ближайшие прогнозы", "Predictions due next", language),
        (
            f"{each.prediction.due}: {each.title}, {each.prediction.title} "
            f"{wording.predicted(each.prediction.written, language)}"
            for each in found.due_next
        ),
    )
    yield (
        _say("Без объяснения", "Without a reason", language),
        (f"{each.landed} {each.entity}: {each.subject}" for each in found.unexplained),
    )
    yield (
        _say("Долги по срочным", "Reasons still owed", language),
        (
            f"{each.title} ({each.entity}): {_say('до', 'by', language)} {each.due}, "
            f"{_say('не хватает', 'lacks', language)} {_labels(each.lacks, language)}"
            for each in found.debts
        ),
    )
    yield (
        _say("Пора перепроверить", "Review overdue", language),
        (f"{each.entity}: {each.title}, {each.due}" for each in found.overdue),
    )
    yield (
        _say("Клиент спрашивает, карточки нет", "Asked, and no card answers", language),
        (_phrase(each, base, language) for each in found.unanswered[:_MOST_PHRASES]),
    )
    yield (
        _say("Предложения без ответа", "Proposals without a reply", language),
        (_waiting(each, base, language) for each in found.proposals),
    )
    yield (
        _say("Задачи с планёрок, срок прошёл", "Tasks of meetings past their day", language),
        (_undone(each, base, language) for each in found.undone),
    )
    yield (
        _say("Споры старше пяти дней", "Disputes older than five days", language),
        (_dispute(each, language) for each in found.disputes),
    )
    yield (
        _say("Решения ждут", "Decisions waiting", language),
        (_dispute(each, language) for each in found.undecided),
    )
    yield (
        _say("Без ответственного", "Without an owner", language),
        (f"{each.entity} {each.title}".strip() for each in found.ownerless),
    )
    yield (
        _say("Лиды по источникам", "Leads by source", language),
        (_source(each, base, language) for each in found.leads),
    )


def _labels(names: Iterable[str], language: Language) -> str:
    """Give the labels of a reason's fields."""
    fields = (ChangeNote.model_fields[name] for name in names)
    return ", ".join(
        f"«{each.title}»" if language == "ru" else f"“{_english(each)}”" for each in fields
    )


def _english(info: FieldInfo) -> str:
    extra = info.json_schema_extra
    return str(extra["en"]) if isinstance(extra, dict) else ""


def _short(entry: Entry, language: Language) -> str:
    text = f"{entry.title}: {entry.prediction.title} {wording.measured(entry, language)}"
    mixed = entry.explained_by_mix()
    return f"{text}; {wording.pick(wording.MIXED, language)}" if mixed else text


def _lesson(entry: Entry, language: Language) -> str:
    if entry.learned:
        return entry.learned
    return _say("Урок ещё не записан", "The lesson is not written down yet", language)


def _open(entry: Entry, language: Language) -> str:
    missing = wording.missing(entry, language)
    said = wording.pick(wording.VERDICTS[entry.verdict], language)
    return f"{_short(entry, language)} — {said}{f', {missing}' if missing else ''}"


def _result(found: Result, base: Base, language: Language) -> str:
    title = found.title or wording.pick(wording.COLUMNS[found.metric], language)
    text = f"{title}: {_amount(found.value, found, language)}"
    text += f" ({_say('месяцем раньше', 'a month before', language)} "
    text += f"{_amount(found.before, found, language)})"
    for department, plan in found.plans:
        text += f"; {_say('план', 'plan', language)} "
        text += f"({_department(base, department)}) {_amount(plan, found, language)}"
        if found.value is not None and plan:
            text += f", {wording.number(found.value / plan * 100, language)}{wording.NBSP}%"
    return text


def _amount(amount: float | None, found: Result, language: Language) -> str:
    if found.unit == "number" and amount is not None and float(amount).is_integer():
        return wording.number(amount, language)
    return wording.value(amount, found.unit, language)


def _dispute(found: Dispute, language: Language) -> str:
    if found.days is None:
        age = _say("когда начали, не записано", "its first day was not written down", language)
    else:
        age = f"{_say('дней', 'days', language)} {found.days}"
    return f"{found.title} ({found.entity}): {age}"


def _phrase(found: Unanswered, base: Base, language: Language) -> str:
    text = f"«{found.says}» — {_say('раз', 'times', language)} {found.count}"
    if found.days is not None:
        text += f", {_say('дней', 'days', language)} {found.days}"
    if found.noticed_by:
        ears = ", ".join(_department(base, each) for each in found.noticed_by)
        text += f", {_say('услышали', 'heard by', language)} {ears}"
    return text


def _waiting(found: Waiting, base: Base, language: Language) -> str:
    text = f"«{found.says}»"
    if found.about:
        text += f", {_name(base, found.about)}"
    if found.days is not None:
        text += f": {_say('дней', 'days', language)} {found.days}"
    if found.by:
        text += f", {_say('предложили', 'proposed by', language)} {_department(base, found.by)}"
    return text


def _undone(found: Undone, base: Base, language: Language) -> str:
    who = " · ".join(filter(None, (_department(base, found.department), found.role)))
    return f"{found.title} ({who}): {_say('до', 'by', language)} {found.due}"


def _department(base: Base, id_: str) -> str:
    return next((each.title for each in base.zones.departments if each.id == id_), id_)


def _source(found: LeadSource, base: Base, language: Language) -> str:
    sources = {each.id: each.title for each in base.kb.sources}
    text = f"{sources.get(found.source) or found.source}: "
    text += f"{_say('принято', 'accepted', language)} {found.accepted} "
    text += f"{_say('из', 'of', language)} {found.received}"
    names = {each.id: each.title for group in base.kb.reasons.values() for each in group}
    reasons = ", ".join(
        f"{names.get(reason, reason) or _say('без причины', 'no reason', language)} {count}"
        for reason, count in found.reasons
    )
    return f"{text}; {reasons}" if reasons else text
