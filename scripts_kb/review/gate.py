"""The gate: which changes may land, and what keeps the others out.

    editorial   the edits prove it                   → passes
    factual     origin · the owner's key
    tactical    origin, cause, purpose, effect · evidence · a prediction or a watch · keys
    strategic   the same, and the prediction is a must
    urgent      one key now; the reason is a debt with a date, an error after it

Every refusal names what is wrong and what to write instead, and stands at the line where that is:
of the edit, or of the words in the file that gives the reason.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scripts_kb.language import Language, formats
from scripts_kb.past.records import Rationale
from scripts_kb.problems import Place, Problem
from scripts_kb.review import substance, weight
from scripts_kb.review.records import Approvals, Key
from scripts_kb.review.texts import say
from scripts_kb.review.weight import ChangeClass, Weight
from scripts_kb.schema import labels, paths
from scripts_kb.schema.days import shifted

URGENT_DAYS: Final = 2
"""Days to explain an urgent change, where `kb.yml` says nothing."""
REASONS: Final = ("origin", "cause", "purpose", "effect")
_URL: Final = re.compile(r"https?://[^\s/]+\.\S+")
_REF: Final = re.compile(r"[a-z]+/[a-z0-9][a-z0-9-]{0,63}")
_SAMPLE: Final = "insight/2026-10-calls"
_EXPECTED: Final = re.compile(r"[+-]\d+(\.\d+)?(pp|%)")


@dataclass(frozen=True, slots=True)
class Case:
    """One change of one entity, with its reason, as the gate sees it.

    Attributes:
        entity: `kind/id`.
        place: the file.
        weights: what each edit of it proves.
        rationale: the reason, None where nobody gave one.
        approvals: whose consent it needs.
        landed: the day on which it was published, None for what has not landed yet.
        at: where in the file a place of the entity stands; the file itself, where nobody knows.
        reason_at: where a field of the reason stands, None where no file gives the reason.
        title: what people call the entity; to repeat it is no reason.
        part: names the edits, where a merge brought in others of the same entity.
    """

    entity: str
    place: Place
    weights: tuple[Weight, ...]
    rationale: Rationale | None = None
    approvals: Approvals = field(default_factory=Approvals)
    landed: dt.date | None = None
    at: Callable[[str], Place] | None = None
    reason_at: Callable[[str], Place] | None = None
    title: str = ""
    part: str = ""

    def edited(self, path: str) -> Place:
        """Give the line of an edit."""
        return self.at(path) if self.at else self.place

    @property
    def heaviest(self) -> str:
        """The first place that changes the meaning; the first of all, where none does."""
        found = weight.above(self.weights, "editorial")
        first = self.weights[0].path if self.weights else ""
        return found[0].path if found else first

    def reasoned(self, name: str) -> Place:
        """Give the line of a field of the reason: in its file, else of what it is to explain."""
        return self.reason_at(name) if self.reason_at else self.edited(self.heaviest)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the gate measures against.

    Attributes:
        exists: tells whether an entity `kind/id` stands in the base after the change.
        metrics: the ids of the metrics that `kb.yml` defines.
        departments: id → title.
        urgent_days: days after landing within which an urgent change is explained.
        today: the day of the judgement.
        language: of labels in the messages.
        meant: gives the entity that a title or a mistyped reference likely means, "" for none.
    """

    exists: Callable[[str], bool]
    metrics: frozenset[str] = frozenset()
    departments: Mapping[str, str] = field(default_factory=dict)
    urgent_days: int = URGENT_DAYS
    today: dt.date = dt.date.min
    language: Language = "ru"
    meant: Callable[[str], str] = lambda _: ""


def judge(case: Case, rules: Rules) -> Iterator[Problem]:
    """Yield what keeps a change out; warnings for what will.

    Args:
        case: the change.
        rules: what the knowledge base asks for.
    """
    proved = weight.heaviest(case.weights)
    reason = case.rationale
    claimed = _class(reason)
    if reason and reason.class_ and claimed is None:
        yield Problem(case.reasoned("class"), "gate-class", {"value": reason.class_})
    if claimed and weight.ORDER.index(claimed) < weight.ORDER.index(proved):
        yield _understated(case, claimed)
    if proved == "editorial":
        return
    required = max(claimed or proved, proved, key=weight.ORDER.index)
    if reason and reason.reverts:
        yield from _keys(case, rules, urgent=reason.urgent)
        return
    if reason is None and weight.speaks_for_itself(case.entity, case.weights):
        yield from _keys(case, rules, urgent=False)
        return
    if reason is None or not (reason.explains or reason.urgent):
        place = case.edited(case.heaviest)
        named = {"entity": case.entity, "place": case.part}
        part = say("merged", rules.language, **named) if case.part else case.entity
        yield Problem(place, "gate-unexplained", {"entity": part})
        yield from _keys(case, rules, urgent=False)
        return
    yield from _poor(case, reason, rules)
    plain = required == "factual" and weight.speaks_for_itself(case.entity, case.weights)
    missing = [] if plain else list(_missing(reason, required))
    if reason.urgent:
        yield from _debt(case, missing, rules)
    elif missing:
        names = ", ".join(_wanted(name, required, rules.language) for name in missing)
        facts = {"fields": names, **_class_fact(required, rules)}
        yield Problem(case.reasoned(missing[0]), "gate-incomplete", facts)
    yield from _measure(case, reason, required, rules)
    yield from _keys(case, rules, urgent=reason.urgent)


def _class(reason: Rationale | None) -> ChangeClass | None:
    for each in weight.ORDER:
        if reason and reason.class_ == each:
            return each
    return None


def _class_fact(class_: ChangeClass, rules: Rules) -> dict[str, str]:
    return {"class_": labels.choice("change_class", class_, rules.language)}


def _label(name: str, language: Language) -> str:
    return labels.trail("change", name, language)[-1]


def wanted(reason: Rationale, required: ChangeClass, language: Language) -> dict[str, str]:
    """Give what a reason of a class still lacks: field → how people call it.

    Examples:
        >>> wanted(Rationale("file", origin="41 из 120 молчат"), "factual", "ru")
        {}
    """
    return {name: _wanted(name, required, language) for name in _missing(reason, required)}


def _wanted(name: str, required: ChangeClass, language: Language) -> str:
    """Name a field that is missing; in place of a prediction all but a strategy may watch."""
    if name != "expect" or required == "strategic":
        return _label(name, language)
    return say("either", language, one=_label("expect", language), other=_label("watch", language))


def _understated(case: Case, claimed: ChangeClass) -> Problem:
    proofs = weight.above(case.weights, claimed)
    words = [word for proof in proofs for word in (proof.words or (proof.path or case.entity,))]
    said = ", ".join(f"«{word}»" for word in dict.fromkeys(words[:12]))
    code = "gate-not-editorial" if claimed == "editorial" else "gate-not-factual"
    return Problem(case.edited(proofs[0].path), code, {"words": said})


def _missing(reason: Rationale, required: ChangeClass) -> Iterator[str]:
    needed = ("origin",) if required == "factual" else REASONS
    for name in needed:
        if not (getattr(reason, name) or "").strip():
            yield name
    if required != "factual":
        if not reason.evidence:
            yield "evidence"
        if not reason.expect and (required == "strategic" or not reason.watch):
            yield "expect"


def _poor(case: Case, reason: Rationale, rules: Rules) -> Iterator[Problem]:
    """Refuse reasons that only fill the field."""
    seen: dict[tuple[str, ...] | str, str] = {}
    titles = (reason.title or "", case.title)
    for name in (*REASONS, "watch"):
        text = getattr(reason, name)
        if not text:
            continue
        label = _label(name, rules.language)
        kind = substance.emptiness(text, titles, begins=name == "origin")
        if kind:
            question = say(f"ask-{kind}", rules.language)
            facts = {"field": label, "text": text, "question": question}
            yield Problem(case.reasoned(name), "gate-empty", facts)
        same = substance.words(text) or text
        if same in seen and name != "watch":
            facts = {"field": label, "other": seen[same]}
            yield Problem(case.reasoned(name), "gate-copied", facts)
        seen.setdefault(same, label)


def due(case: Case, rules: Rules) -> dt.date:
    """Give the day by which an urgent change is to be explained."""
    return shifted(case.landed or rules.today, rules.urgent_days)


def _debt(case: Case, missing: Sequence[str], rules: Rules) -> Iterator[Problem]:
    if not missing:
        return
    names = ", ".join(_label(name, rules.language) for name in missing)
    by = due(case, rules)
    code = "gate-debt-overdue" if case.landed and rules.today > by else "gate-debt"
    facts = {"fields": names, "due": formats.date(by, rules.language)}
    yield Problem(case.reasoned(missing[0]), code, facts)


def _measure(
    case: Case, reason: Rationale, required: ChangeClass, rules: Rules
) -> Iterator[Problem]:
    if required == "factual" and not reason.evidence and not reason.expect:
        return
    for each in reason.evidence:
        if not (_URL.fullmatch(each) or (_REF.fullmatch(each) and rules.exists(each))):
            place = case.reasoned(paths.text("evidence", each))
            facts = {"value": each, "likely": rules.meant(each) or _SAMPLE}
            yield Problem(place, "gate-evidence", facts)
    expect = reason.expect
    if not expect:
        return
    if not isinstance(expect, Mapping) or not _EXPECTED.fullmatch(str(expect.get("change"))):
        yield Problem(case.reasoned("expect"), "gate-expect", {"value": _flat(expect)})
        return
    if expect.get("metric") not in rules.metrics:
        known = " | ".join(sorted(rules.metrics)) or "—"
        facts = {"value": str(expect.get("metric")), "known": known}
        yield Problem(case.reasoned("expect.metric"), "gate-metric", facts)
    of = expect.get("of")
    if of and not rules.exists(str(of)):
        facts = {"value": str(of), "likely": rules.meant(str(of)) or _SAMPLE}
        yield Problem(case.reasoned("expect.of"), "gate-evidence", facts)


def _flat(expect: Any) -> str:
    if isinstance(expect, Mapping):
        return " ".join(str(each) for each in expect.values() if each is not None)
    return str(expect)


def _keys(case: Case, rules: Rules, *, urgent: bool) -> Iterator[Problem]:
    keys = case.approvals.keys
    if not keys:
        return
    refused = [key for key in keys if key.refused and not key.given]
    missing = [key for key in keys if not key.given and not key.refused]
    stale = [key for key in missing if key.stale]

    def problem(code: str, found: Sequence[Key]) -> Problem:
        names = ", ".join(
            f"{rules.departments.get(key.department, key.department)} ({', '.join(key.zones)})"
            for key in found
        )
        first = found[0].paths[0] if found[0].paths else ""
        return Problem(case.edited(first), code, {"departments": names})

    if refused:
        yield problem("gate-refused", refused)
    if stale:
        yield problem("gate-stale", stale)
    if urgent:
        alone = _unheld(keys)
        if alone:
            yield problem("gate-urgent-key", alone)
        missing = [key for key in missing if key.firm]
    silent = [key for key in missing if key.until]
    spoken = [key for key in missing if not key.until]
    if spoken:
        yield problem("gate-key", spoken)
    if silent:
        until = max(key.until for key in silent if key.until)
        found = problem("gate-silence", silent)
        facts = {**found.facts, "day": formats.weekday(until, rules.language)}
        yield Problem(found.place, found.code, facts)


def _unheld(keys: Sequence[Key]) -> list[Key]:
    """Give the keys of places that not one department has agreed to: haste needs one for each."""
    held = {path for key in keys if key.given for path in key.paths}
    return [key for key in keys if not key.given and not held.issuperset(key.paths)]
