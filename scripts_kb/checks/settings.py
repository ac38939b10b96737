"""Settings that would be obeyed by nothing: formulas, kinds to review, outcomes without reasons."""

import re
from collections.abc import Iterator
from typing import Final

from scripts_kb.content import spelling
from scripts_kb.content.base import Base
from scripts_kb.problems import Problem
from scripts_kb.schema import kinds, origins, sending

COLUMNS: Final = {
    "calls": ("contacts", "won", "refused", "revenue", "profit", "repeat"),
    "leads": ("received", "accepted", "rejected"),
    "sku": ("quantity", "revenue", "profit", "repeat"),
    "plan": ("plan",),
}
"""What can be counted, by the table of `facts/` that it stands in."""

_RATIO: Final = re.compile(r"(\w+)(?:\s*/\s*(\w+))?")


def check(base: Base) -> Iterator[Problem]:
    """Find settings that name what there is not."""
    yield from _sources(base)
    document = base.documents.get("config/kb")
    if document is None or document.record is None:
        return
    for index, metric in enumerate(base.kb.metrics):
        problem = formula_problem(metric.of) if metric.of else ""
        if problem:
            known = " ".join(dict.fromkeys(column for each in COLUMNS.values() for column in each))
            facts = {"value": metric.of, "problem": problem, "meant": known}
            yield Problem(document.place(("metrics", index, "of")), "bad-formula", facts)
    for kind in base.kb.review_days:
        if kind not in kinds.FOLDER_OF:
            facts = {"key": kind, "meant": spelling.meant(kind, kinds.FOLDER_OF)}
            yield Problem(document.key_place(("review_days", kind)), "unknown-key", facts)
    for index, origin in enumerate(base.kb.embed.origins if base.kb.embed else ()):
        if not origins.trusted(origin):
            place = document.place(("embed", "origins", index))
            yield Problem(place, "untrusted-origin", {"value": origin})
    for key, value in sending.wrong(base.kb.edit) if base.kb.edit else ():
        facts = {"key": key, "value": value or "—"}
        yield Problem(document.place(("edit", key)), "sends-nowhere", facts)
    yield from _reasons(base)


def _sources(base: Base) -> Iterator[Problem]:
    """Find tables of facts of which nobody can tell where they lie."""
    document = base.documents.get("config/facts")
    if document is None or document.record is None:
        return
    for index, source in enumerate(document.record.sources):
        if not source.found:
            facts = {"source": source.id, "engine": source.engine}
            yield Problem(document.place(("sources", index)), "facts-where", facts)


def formula_problem(formula: str) -> str:
    """Say why a formula cannot be reckoned, naming what is wrong in it; empty where it can.

    Examples:
        >>> formula_problem("won/contacts"), formula_problem("won/contact"), formula_problem("a+b")
        ('', 'contact?', 'a+b?')
    """
    match = _RATIO.fullmatch(formula.strip())
    if match is None:
        return f"{formula}?"
    columns = [each for each in match.groups() if each]
    known = {column for each in COLUMNS.values() for column in each}
    strange = next((each for each in columns if each not in known), "")
    if strange:
        return f"{strange}?"
    together = any(set(columns) <= set(table) for table in COLUMNS.values())
    return "" if together else " ≠ ".join(columns)


def _reasons(base: Base) -> Iterator[Problem]:
    """A refusal asks for its reason: there must be some to choose from, and the one it names."""
    told: set[str] = set()
    for document in base.of("script"):
        for index, node in enumerate(document.record.nodes):
            outcome = node.outcome
            known = [each.id for each in base.kb.reasons.get(outcome, ())]
            if node.reason and node.reason not in known:
                where = f"kb.yml (reasons, {outcome or '—'})"
                facts = {"key": "reason", "value": node.reason, "where": where}
                meant = {"meant": spelling.meant(node.reason, known)}
                place = document.place(("nodes", index, "reason"))
                yield Problem(place, "unknown-name", facts | meant)
            if outcome not in {"refused", "not-our-lead"} or base.kb.reasons.get(outcome):
                continue
            if outcome not in told:
                told.add(outcome)
                place = document.place(("nodes", index, "outcome"))
                yield Problem(place, "no-outcome-reasons", {"outcome": outcome})
