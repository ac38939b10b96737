"""Figures and verdicts in words, in both languages, for terminals, messages and charts.

Blameless: a verdict speaks of the change, never of those who made it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from scripts_kb.effects.records.ledger import Caution, Entry, Overlap, Unit, Verdict
from scripts_kb.language import Language

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"

Pair = tuple[str, str]
"""A text in Russian and in English."""

VERDICTS: Final[Mapping[Verdict, Pair]] = {
    "confirmed": ("Подтвердилось", "Confirmed"),
    "not-confirmed": ("Не подтвердилось: чему научились", "Not confirmed: what we learned"),
    "not-yet": ("Ещё рано", "Not yet"),
    "too-little-data": ("Мало данных", "Too little data"),
}
MIXED: Final[Pair] = (
    "но разницу объясняет сдвиг сегментов",
    "but a shift of segments explains the difference",
)
OBSERVED: Final[Pair] = (
    "наблюдение, не доказательство причины",
    "an observation, no proof of a cause",
)
JOINED: Final[Mapping[str, Pair]] = {
    "version": ("по версии скрипта", "by version of the script"),
    "date": ("по датам и сегменту", "by date and segment"),
}
COLUMNS: Final[Mapping[str, Pair]] = {
    "revenue": ("Выручка", "Revenue"),
    "profit": ("Прибыль", "Profit"),
    "repeat": ("Повторные покупки", "Repeat purchases"),
    "contacts": ("Контакты", "Contacts"),
    "won": ("Сделки", "Deals"),
    "refused": ("Отказы", "Refusals"),
}
FEW_DAYS: Final[Pair] = (
    "слишком мало дней с фактами по обе стороны",
    "too few days with facts on both sides",
)
UNREAD: Final[Mapping[str, Pair]] = {
    "expectation": ("прогноз пишется так: +3pp или -8%", "a prediction is written +3pp or -8%"),
    "metric": ("такого показателя нет в kb.yml", "kb.yml has no such metric"),
    "columns": ("в фактах нет столбцов показателя", "facts have no columns of the metric"),
    "entity": ("нет такой записи", "there is no such entity"),
}
_CAUTIONS: Final[Mapping[str, Pair]] = {
    "no-version": (
        "без версии осталось {share} контактов, они не учтены",
        "{share} of the contacts carry no version and were left out",
    ),
    "shortened": (
        "наблюдение прервала следующая правка {detail}",
        "the next change of {detail} ended the observation",
    ),
    "stale": ("факты есть только до {detail}", "there are facts until {detail} only"),
    "open": (
        "доля ещё открытых разговоров сдвинулась на {share}",
        "the part of conversations still open shifted by {share}",
    ),
    "mix": (
        "доля сегмента {detail} сдвинулась на {share}",
        "the part of the segment {detail} shifted by {share}",
    ),
}
_ADJUSTED: Final[Pair] = (
    "при прежних долях разница была бы {value}",
    "with the parts held the difference would be {value}",
)
_OVERLAPS: Final[Mapping[str, Pair]] = {
    "change": ("{on} «{title}», {entity}", "{on} “{title}”, {entity}"),
    "offer-started": ("{on} началась акция «{title}»", "{on} the offer “{title}” began"),
    "offer-ended": ("{on} кончилась акция «{title}»", "{on} the offer “{title}” ended"),
}


def pick(pair: Pair, language: Language) -> str:
    """Give a text in a language."""
    return pair[0] if language == "ru" else pair[1]


def number(value: float, language: Language, digits: int = 0) -> str:
    r"""Write a number with its thousands apart.

    Examples:
        >>> number(12345.67, "ru", 1), number(-12345, "en")
        ('12\xa0345,7', '−12,345')
    """
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    if language == "ru":
        text = text.replace(",", NBSP).replace(".", ",")
    return text.replace("-", MINUS)


def value(amount: float | None, unit: Unit, language: Language) -> str:
    r"""Write a metric's value.

    Examples:
        >>> value(0.2, "share", "ru"), value(1490.0, "money", "ru"), value(None, "money", "ru")
        ('20,0\xa0%', '1\xa0490\xa0₽', '—')
    """
    if amount is None:
        return "—"
    if unit == "share":
        return f"{number(amount * 100, language, 1)}{NBSP}%"
    if unit == "money":
        return f"{number(amount, language)}{NBSP}₽"
    return number(amount, language, 2)


def difference(amount: float | None, unit: Unit, language: Language) -> str:
    r"""Write a difference with its sign, of shares in percentage points.

    Examples:
        >>> difference(0.031, "share", "ru"), difference(-150.0, "money", "en")
        ('+3,1\xa0п.п.', '−150\xa0₽')
    """
    if amount is None:
        return "—"
    if unit == "share":
        points = "п.п." if language == "ru" else "pp"
        return f"{_sign(amount)}{number(amount * 100, language, 1)}{NBSP}{points}"
    if unit == "money":
        return f"{_sign(amount)}{number(amount, language)}{NBSP}₽"
    return f"{_sign(amount)}{number(amount, language, 2)}"


def _sign(amount: float) -> str:
    return "+" if amount > 0 else ""


def predicted(written: str, language: Language) -> str:
    r"""Write a prediction as people say it.

    Examples:
        >>> predicted("+3pp", "ru"), predicted("-8%", "en")
        ('+3\xa0п.п.', '−8\xa0%')
    """
    text = written.replace("-", MINUS)
    if text.endswith("pp"):
        return f"{text[:-2]}{NBSP}{'п.п.' if language == 'ru' else 'pp'}"
    return f"{text[:-1]}{NBSP}%"


def interval(entry: Entry, language: Language) -> str:
    """Write the 95 % limits of an entry's difference; "" where there are none."""
    if entry.interval is None:
        return ""
    low, high = (difference(each, entry.unit, language) for each in entry.interval)
    label = "95 % интервал: от {} до {}" if language == "ru" else "95 % interval: {} to {}"
    return label.format(low, high).replace(" %", f"{NBSP}%", 1)


def verdict(entry: Entry, language: Language) -> str:
    """Say what was found, and where a shift of segments explains it, that too."""
    said = pick(VERDICTS[entry.verdict], language)
    judged = entry.verdict in {"confirmed", "not-confirmed"}
    return f"{said}; {pick(MIXED, language)}" if judged and entry.explained_by_mix() else said


def measured(entry: Entry, language: Language) -> str:
    """Say in one line what was measured: both values, the difference, its limits, the contacts."""
    before, after = entry.before, entry.after
    values = f"{value(before.value, entry.unit, language)} → "
    values += value(after.value, entry.unit, language)
    parts = [f"{values} ({difference(entry.difference, entry.unit, language)})"]
    limits = interval(entry, language)
    if limits:
        parts.append(limits)
    counts = f"{number(before.contacts, language)} / {number(after.contacts, language)}"
    parts.append(f"контактов {counts}" if language == "ru" else f"contacts {counts}")
    return "; ".join(parts)


def caution(found: Caution, unit: Unit, language: Language) -> str:
    """Say why a figure is to be trusted less; `unit` is the metric's."""
    shifted = found.code in {"mix", "open"}
    share = ""
    if found.share is not None and shifted:
        share = difference(found.share, "share", language)
    elif found.share is not None:
        share = value(found.share, "share", language)
    text = pick(_CAUTIONS[found.code], language).format(share=share, detail=found.detail)
    if found.adjusted is not None:
        held = difference(found.adjusted, unit, language)
        text += f"; {pick(_ADJUSTED, language).format(value=held)}"
    return text


def overlap(found: Overlap, name: str, language: Language) -> str:
    """Say what else happened; `name` is how readers call the entity."""
    return pick(_OVERLAPS[found.kind], language).format(
        on=day(found.on), entity=name, title=found.title
    )


def missing(entry: Entry, language: Language) -> str:
    """Say what a verdict still lacks, contacts or days; "" where it lacks nothing."""
    if not entry.missing:
        return pick(FEW_DAYS, language) if entry.verdict == "too-little-data" else ""
    count = number(entry.missing, language)
    if language == "ru":
        return f"не хватает контактов: {count}"
    return f"contacts missing: {count}"


def day(date: dt.date) -> str:
    """Write a day as every program sorts it."""
    return date.isoformat()
