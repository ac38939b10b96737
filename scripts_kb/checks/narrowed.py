"""A base of which the rules that look at one file go through a part alone.

Base ──without what passed before──▶ documents: the part, and the settings
                                └──▶ of, get, exists: the whole, which rules look things up in
"""

import dataclasses
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Final

from scripts_kb.content.base import Base, Document

LOOKED_UP: Final = ("config", "offer", "product")
"""Kinds that these rules look at beside the file: settings, prices, names of offers."""


def narrowed(base: Base, passed: AbstractSet[str]) -> Base:
    """Leave out documents that these rules need not go through.

    Args:
        base: the whole.
        passed: the entities in which they found nothing, while all of `LOOKED_UP` was what it is.

    Examples:
        >>> whole = Base({"objection/a": Document("objection/a", "objections/a.yml", {}, None)})
        >>> list(narrowed(whole, {"objection/a"}).documents), list(narrowed(whole, set()).documents)
        ([], ['objection/a'])
    """
    if not passed:
        return base
    documents = {
        entity: document
        for entity, document in base.documents.items()
        if entity not in passed or document.kind == "config"
    }
    parts = {each.name: getattr(base, each.name) for each in dataclasses.fields(base)}
    found = _Narrowed(**{**parts, "documents": documents})
    object.__setattr__(found, "whole", base)
    return found


class _Narrowed(Base):
    """A base that is gone through in part, and looked up as a whole."""

    whole: Base

    def of(self, kind: str) -> Iterator[Document]:
        """Yield the readable documents of a kind, in the order of ids."""
        return self.whole.of(kind)

    def exists(self, entity: str) -> bool:
        """Tell whether there is such an entity, be its file readable or not."""
        return self.whole.exists(entity)

    def get(self, kind: str, id_: str) -> Any:
        """Give a readable record, or None."""
        return self.whole.get(kind, id_)
