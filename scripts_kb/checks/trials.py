"""Trials: a phrase that is there, two wordings of it, days, and a metric that can be tried."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from scripts_kb.content import trials
from scripts_kb.content.base import Base, Document
from scripts_kb.problems import Problem
from scripts_kb.schema.trials import Trial

_COUNTED: Final = frozenset({"contacts", "won", "refused"})


def check(base: Base) -> Iterator[Problem]:
    """Find trials that cannot be held, that ended by themselves, that are in each other's way."""
    live = [each for each in base.of("trial") if each.record.status == "live"]
    for document in live:
        yield from _phrase(base, document, document.record)
        yield from _wordings(document, document.record)
        yield from _measured(base, document, document.record)
    for one, other in combinations(live, 2):
        name = _shared(one.record, other.record)
        if name and _meet(one.record, other.record):
            facts = {"id": other.id, "other": one.id, "name": name}
            yield Problem(other.place(("what",)), "trial-twice", facts)


def _phrase(base: Base, document: Document, trial: Trial) -> Iterator[Problem]:
    if trials.phrase(base, trial) is None:
        facts = {"what": trial.what, "meant": "objection/dorogo#answers[compare].say"}
        yield Problem(document.place(("what",)), "trial-no-phrase", facts)
    elif trial.variants and trials.stopped(base, trial):
        facts = {"id": trial.id, "say": trial.variants[0].say}
        yield Problem(document.place(("variants",)), "trial-stopped", facts)


def _wordings(document: Document, trial: Trial) -> Iterator[Problem]:
    said = {" ".join(each.say.split()) for each in trial.variants} - {""}
    if len(said) < 2 or len(said) < len(trial.variants):  # noqa: PLR2004 - to compare two
        yield Problem(document.place(("variants",)), "trial-few", {"id": trial.id})
    if not trial.from_ or not trial.to:
        yield Problem(document.place(("from",)), "trial-days", {"id": trial.id})


def _measured(base: Base, document: Document, trial: Trial) -> Iterator[Problem]:
    formula = next((each.of for each in base.kb.metrics if each.id == trial.metric), None)
    if formula is None and trial.metric:
        return  # that there is no such metric is a mistake of its own
    above, _, below = (formula or "").partition("/")
    if not {above, below} <= _COUNTED or below != "contacts":
        yield Problem(document.place(("metric",)), "trial-metric", {"metric": trial.metric})


def _shared(one: Trial, other: Trial) -> str:
    if one.what == other.what:
        return one.what
    codes = {each.id for each in one.variants}
    return next((each.id for each in other.variants if each.id in codes), "")


def _meet(one: Trial, other: Trial) -> bool:
    if not (one.from_ and one.to and other.from_ and other.to):
        return False
    return max(one.from_, other.from_) <= min(one.to, other.to)
