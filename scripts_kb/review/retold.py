"""Reasons that landed, and are told otherwise now: whose words they were is asked.

    base   changes/cup.yml   by: sales   cause: сравнивают пачку с пачкой
    head   changes/cup.yml   by: sales   cause: так решили               ──▶ the key of sales

To complete a reason is welcome: what was empty, and what was learned, anybody may fill in.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from scripts_kb.language import Language
from scripts_kb.problems import Place, Problem
from scripts_kb.review.keys import Consent
from scripts_kb.review.records import EntityPair
from scripts_kb.schema import labels
from scripts_kb.schema.values import Value

_TOLD: Final = ("by", "origin", "cause", "purpose", "effect", "evidence", "expect", "watch")
"""What a department said with its reason, in the order in which it is told."""

At = Callable[[str, str], Place]
"""Gives the line of a place in a file."""


def problems(
    pairs: Iterable[EntityPair],
    consent: Consent,
    departments: dict[str, str],
    at: At,
    language: Language,
) -> Iterator[Problem]:
    """Yield the reasons of others that are rewritten or taken away.

    Args:
        pairs: the entities of both trees.
        consent: who agreed.
        departments: id → title, as they were before.
        at: gives the line of a field in a file.
        language: of the labels.
    """
    agreed = {*consent.approved, consent.author} - consent.refused
    for pair in pairs:
        before, after = pair.before, pair.after
        if not pair.entity.startswith("change/") or not isinstance(before, dict):
            continue
        fields = _retold(before, after)
        if not fields:
            continue
        by = str(before.get("by") or "")
        facts = {
            "title": str(before.get("title") or pair.entity.partition("/")[2]),
            "fields": ", ".join(labels.trail("change", name, language)[-1] for name in fields),
            "department": departments.get(by, by) or "—",
        }
        place = at(pair.path_after or pair.path_before or "", fields[0])
        given = by in agreed
        yield Problem(place, "gate-retold-agreed" if given else "gate-retold", facts)


def _retold(before: dict[str, Value], after: Value) -> list[str]:
    """Name the fields that said something else before; of one that is gone all that it said."""
    left = after if isinstance(after, dict) else {}
    return [name for name in _TOLD if before.get(name) and before.get(name) != left.get(name)]
