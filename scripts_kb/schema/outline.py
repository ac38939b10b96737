"""The tree of what the records declare, without the library that validates by them.

Shapes, labels and audiences are asked for by every command; validation only by those that read the
working tree. The library of the records takes longer to load than a whole review may take, so what
they declare is written down beside them, once, by `kb schema`:

    records ──deriving──▶ outline.json ──▶ Shape      (0.2 s → 0.003 s)

The file counts only while it speaks of the very sources that lie beside it; else the records are
asked again. So a forgotten `kb schema` costs time and never an answer.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from scripts_kb.schema import kinds, shapes
from scripts_kb.schema.audience import AUDIENCES, Audience
from scripts_kb.schema.paths import PathStep
from scripts_kb.schema.shapes import Shape

FILE: Final = Path(__file__).with_name("outline.json")
_SOURCES: Final = (
    "cards",
    "config",
    "deriving",
    "fields",
    "practices",
    "records",
    "sources",
    "trials",
)
"""The modules whose text decides what stands in the file."""


def of(entity: str) -> Shape:
    """Give what the schema says of an entity `kind/id`, or of a kind.

    Raises:
        KeyError: for a kind that the schema does not know.

    Examples:
        >>> of("offer/vip").fields["internal"].audience
        'heads'
    """
    return _whole(kinds.schema(entity))


@cache
def _whole(kind: str) -> Shape:
    return _shape(*declared()["kinds"][kind])


def way(entity: str, path: str) -> tuple[tuple[PathStep, Shape], ...]:
    """Give the steps to a place with what the schema says there, as far as it knows the way.

    Examples:
        >>> [shape.form for _, shape in way("objection/dorogo", "answers[compare].gone")]
        ['list', 'map']
    """
    return _way(kinds.schema(entity), path)


@lru_cache(maxsize=16384)
def _way(kind: str, path: str) -> tuple[tuple[PathStep, Shape], ...]:
    whole = _whole(kind) if kind in kinds.ORDER else None
    return tuple(shapes.way(whole, path))


def at(entity: str, path: str) -> Shape | None:
    """Give what the schema says of a place; None where it knows none there.

    Examples:
        >>> at("objection/dorogo", "answers[compare].kind").table, at("ghost/x", "title")
        ('answer_kind', None)
    """
    return _at(kinds.schema(entity), path)


@lru_cache(maxsize=16384)
def _at(kind: str, path: str) -> Shape | None:
    return shapes.at(_whole(kind), path) if kind in kinds.ORDER else None


def audience(entity: str, path: str) -> Audience:
    """Tell who may see a place: the narrowest of its own audience and of those around it.

    Examples:
        >>> audience("offer/vip", "internal.floor"), audience("objection", "answers.id")
        ('heads', 'team')
    """
    around = (at(entity, ""), *(shape for _, shape in way(entity, path)))
    return max((each.audience for each in around if each), key=AUDIENCES.index, default="partner")


@cache
def declared() -> Mapping[str, Any]:
    """Give what the records declare: as it was written down, where that is of these sources."""
    return _read(FILE) or derived()


def derived() -> dict[str, Any]:
    """Ask the records themselves."""
    from scripts_kb.schema import deriving  # noqa: PLC0415 - 150 ms, only without the file

    return deriving.outline()


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_bytes())
        if found.pop("source") != source() or found.keys() != {"kinds", "records"}:
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return dict(found)


def source() -> str:
    """Name the sources that the records are declared in."""
    found = hashlib.sha256()
    for name in _SOURCES:
        found.update(Path(__file__).with_name(f"{name}.py").read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


_Declared: TypeAlias = tuple[shapes.Bilingual, Audience, str, str | None, str | None]
"""Of a field its label, its audience, its use, the labels of its choices, what it refers to."""


def _shape(ru: str, en: str, *more: Any) -> Shape:
    audience, use, table, to, type_ = more
    return _typed(type_, ((ru, en), audience, use, table, to))


def _typed(type_: list[Any], declared: _Declared) -> Shape:
    """Build a shape of what its field declares and of its type, as `deriving` writes them."""
    form, *inner = type_
    if form == "map":
        fields, required = _record(inner[0])
        return Shape(form, *declared, fields=fields, required=required, nested=True)
    if form == "list":
        item = _typed(inner[0], declared)
        return Shape(form, *declared, item=item, key=inner[1], nested=item.nested)
    if form == "free":
        # Its keys refer to something, not what stands under them.
        item = _typed(inner[0], (*declared[:-1], None))
        return Shape(form, *declared, item=item, nested=True)
    return Shape(form, *declared, choices=frozenset(inner))


@cache
def _record(name: str) -> tuple[Mapping[str, Shape], frozenset[str]]:
    fields, required = declared()["records"][name]
    shapes_ = {key: _shape(*each) for key, each in fields.items()}
    return MappingProxyType(shapes_), frozenset(required)


def written() -> str:
    """Write what the records declare, with the name of their sources: a line a record."""
    found = derived()
    parts = [f' "source": {json.dumps(source())}']
    for part, each in found.items():
        lines = [
            f"  {json.dumps(key)}: {json.dumps(one, ensure_ascii=False)}"
            for key, one in each.items()
        ]
        parts.append(f' "{part}": {{\n' + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"
