"""Why a change was made: trailers of its messages, files of `content/changes/`, reverts.

    trailers of a landed commit, of the commits it brought in ─┐
    change files, read from the tip ───────────────────────────┼─▶ Rationale of each row
    "This reverts commit …" ───────────────────────────────────┘

A change file explains (a) its `commits`; else (b) the change whose `Change:` trailer names it; else
(c) the change that first added it; and (d) for what it `applies_to` and was not touched there, that
entity's latest earlier unexplained version:

    ●  objection/dorogo v3, no reason            ◀── d ──┐
    ●  changes/cup.yml added, script/call v7     ◀── c ──┘ applies_to: both

Every rule is the contract's (design, section 3); nothing is taken from authors' names or dates.
"""

from scripts_kb.model.log import Rationale
from scripts_kb.rationale.matching import Entry, Matching, Names, Reasons, Shelf, of_note
from scripts_kb.rationale.messages import Trailers, one_letter_off, trailers, unite

__all__ = [
    "Entry",
    "Matching",
    "Names",
    "Rationale",
    "Reasons",
    "Shelf",
    "Trailers",
    "of_note",
    "one_letter_off",
    "trailers",
    "unite",
]
