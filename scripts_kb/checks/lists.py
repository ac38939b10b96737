"""Lists: items have ids of their own, plain lists hold nothing twice."""

from collections.abc import Iterator

from scripts_kb.checks import fields
from scripts_kb.content.base import Base
from scripts_kb.problems import Problem
from scripts_kb.schema import outline, values
from scripts_kb.schema.shapes import Field


def check(base: Base) -> Iterator[Problem]:
    """Find doubles in lists."""
    for document in base.documents.values():
        whole = Field((), "", document.written, outline.of(document.entity))
        for field in (whole, *fields.of(document)):
            if not isinstance(field.value, list):
                continue
            seen: dict[object, int] = {}
            for index, each in enumerate(field.value):
                keyed = isinstance(each, dict)
                name = each.get(field.shape.key) if keyed else each
                if not isinstance(name, values.SCALARS):
                    continue
                if name in seen:
                    loc = (*field.loc, index)
                    code = "duplicate-item-id" if keyed else "duplicate-item"
                    first = document.place((*field.loc, seen[name])).line
                    facts = {"value": name, "key": field.key, "first": first}
                    yield Problem(document.place(loc), code, facts)
                seen.setdefault(name, index)
