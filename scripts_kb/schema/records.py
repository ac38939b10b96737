"""The record of each kind: what the schema knows of its fields."""

from typing import Final

from pydantic import BaseModel

from scripts_kb.schema import kinds
from scripts_kb.schema.cards import Objection, Offer, Product, Question, Script
from scripts_kb.schema.config import Kb, Synonyms, Wording, Zones
from scripts_kb.schema.practices import ChangeNote, Decision, Insight, Meeting, Process, Regulation
from scripts_kb.schema.sources import FactsSources
from scripts_kb.schema.trials import Trial

RECORDS: Final[dict[str, type[BaseModel]]] = {
    "script": Script,
    "objection": Objection,
    "question": Question,
    "offer": Offer,
    "product": Product,
    "insight": Insight,
    "process": Process,
    "regulation": Regulation,
    "decision": Decision,
    "meeting": Meeting,
    "trial": Trial,
    "change": ChangeNote,
    "config/kb": Kb,
    "config/zones": Zones,
    "config/synonyms": Synonyms,
    "config/wording": Wording,
    "config/facts": FactsSources,
}
"""The record of each kind, in the order in which a reader meets them."""


def record_of(entity: str) -> type[BaseModel]:
    """Give the record of an entity `kind/id`, or of a kind.

    Raises:
        KeyError: for a kind that the schema does not know.

    Examples:
        >>> record_of("objection/dorogo").__name__, record_of("config/kb").__name__
        ('Objection', 'Kb')
    """
    return RECORDS[kinds.schema(entity)]
