"""Figures and verdicts in words, in both languages, for terminals, messages and charts.

Blameless: a verdict speaks of the change, never of those who made it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from scripts_kb.effects.records.judgements import Caution, Judgement, Overlap, Unit, Verdict
from scripts_kb.effects.records.reported import Pace, Result
from scripts_kb.language import Language, formats
from scripts_kb.language.catalogue import catalogue

say: Final = catalogue("effects").say


def value(amount: float | None, unit: Unit, language: Language) -> str:
    r"""Write a metric's value.

    Examples:
        >>> value(0.2, "share", "ru"), value(1490.0, "money", "ru"), value(None, "money", "ru")
        ('20,0\xa0%', '1\xa0490\xa0₽', '—')
    """
    if amount is None:
        return "—"
    if unit == "share":
        return formats.percent(amount, language)
    if unit == "money":
        return formats.money(round(amount), language)
    return formats.number(amount, language, 2)


def marked(amount: float, unit: Unit, language: Language) -> str:
    r"""Write a value of an axis: a metric's, with no more digits than it has.

    Examples:
        >>> marked(0.2, "share", "ru"), marked(0.225, "share", "ru"), marked(2.0, "number", "ru")
        ('20\xa0%', '22,5\xa0%', '2')
    """
    if unit == "share":
        return formats.percent(amount, language, None)
    return value(amount, unit, language) if unit == "money" else formats.number(amount, language)


def difference(amount: float | None, unit: Unit, language: Language) -> str:
    r"""Write a difference with its sign, of shares in percentage points.

    Examples:
        >>> difference(0.031, "share", "ru"), difference(-150.0, "money", "en")
        ('+3,1\xa0п.п.', '−₽150')
    """
    if amount is not None and unit == "share":
        return formats.points(amount, language)
    plus = "+" if amount is not None and amount > 0 else ""
    return f"{plus}{value(amount, unit, language)}"


def interval(entry: Judgement, language: Language) -> str:
    """Write the 95 % limits of an entry's difference; "" where there are none."""
    if entry.interval is None:
        return ""
    low, high = (difference(each, entry.unit, language) for each in entry.interval)
    return say("interval", language, low=low, high=high)


def named(verdict: Verdict, language: Language) -> str:
    """Name a verdict."""
    return say(f"verdict.{verdict}", language)


def measured(entry: Judgement, language: Language) -> str:
    """Say in one line what was measured: both values, the difference, its limits, the contacts."""
    before, after = entry.before, entry.after
    values = f"{value(before.value, entry.unit, language)} → "
    values += value(after.value, entry.unit, language)
    parts = [f"{values} ({difference(entry.difference, entry.unit, language)})"]
    limits = interval(entry, language)
    if limits:
        parts.append(limits)
    counts = [formats.number(side.contacts, language) for side in (before, after)]
    parts.append(say("contacts", language, before=counts[0], after=counts[1]))
    return "; ".join(parts)


def caution(found: Caution, unit: Unit, language: Language) -> str:
    """Say why a figure is to be trusted less; `unit` is the metric's."""
    shifted = found.code in {"mix", "open"}
    share = ""
    if found.share is not None and shifted:
        share = difference(found.share, "share", language)
    elif found.share is not None:
        share = value(found.share, "share", language)
    text = say(f"caution.{found.code}", language, share=share, detail=found.detail)
    if found.adjusted is not None:
        held = difference(found.adjusted, unit, language)
        text += f"; {say('adjusted', language, value=held)}"
    return text


def overlap(found: Overlap, name: str, language: Language) -> str:
    """Say what else happened; `name` is how readers call the entity."""
    facts = {"on": found.on.isoformat(), "entity": name, "title": found.title}
    return say(f"overlap.{found.kind}", language, **facts)


def pace(result: Result, found: Pace | None, language: Language) -> str:
    """Say beside the part of a plan how much of the month is over; "" where that tells nothing.

    A share has no pace, and a month that is over none any more.
    """
    if found is None or result.unit == "share" or result.title:
        return ""
    part = formats.percent(found.gone / found.of, language, 0)
    return say("pace", language, gone=found.gone, of=found.of, part=part)


def missing(entry: Judgement, language: Language) -> str:
    """Say what a verdict still lacks, contacts or days; "" where it lacks nothing."""
    if not entry.missing:
        return say("few-days", language) if entry.verdict == "too-little-data" else ""
    return say("contacts-missing", language, count=formats.number(entry.missing, language))


def waits(entry: Judgement, day: Callable[[dt.date], str], language: Language) -> Iterator[str]:
    """Say what an entry that is not clear lacks, and until when it waits or that it does not.

    Args:
        entry: the prediction and its outcome.
        day: writes a day.
        language: of the texts.

    Yields:
        Nothing for an entry that is clear.
    """
    count = partial(formats.number, language=language)
    after = count(entry.after.contacts)
    if entry.verdict == "not-yet":
        yield say("waits-until", language, day=day(entry.until or entry.prediction.due))
        if entry.needed:
            yield say("needed", language, count=count(entry.needed), have=after)
    elif entry.verdict == "too-little-data":
        yield missing(entry, language)
        yield (
            say("enough-by", language, day=day(entry.until))
            if entry.until
            else say("no-more-comes", language)
        )
    elif entry.verdict in {"unnoticed", "cut-short"} and entry.needed:
        have = min(entry.before.contacts, entry.after.contacts)
        code = "was-enough" if have >= entry.needed else "was-needed"
        yield say(code, language, count=count(entry.needed), have=count(have))
