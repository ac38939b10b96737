"""What the records of the schema declare, without the library that validates by them.

Shapes, labels and audiences are asked for by every command; validation only by those that read the
working tree. The library of the records takes longer to load than a whole review may take, so what
they declare is written down beside them, once, by `kb schema`:

    records ──deriving──▶ Outline ──write──▶ outline.json ──▶ Outline      (0.2 s → 0.003 s)

The file counts only while it speaks of the very sources that lie beside it; else the records are
asked again. So a forgotten `kb schema` costs time and never an answer.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pydantic import BaseModel

FILE: Final = Path(__file__).with_name("outline.json")
_SOURCES: Final = ("cards", "config", "deriving", "fields", "practices", "records")
"""The modules whose text decides what stands in the file."""

Pair = tuple[str, str]
"""A text in Russian and in English."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the schema declares of a field."""

    label: Pair
    audience: str
    use: str
    choices: str | None
    """The name of its table in the catalogue `labels`."""
    to: str | None
    """What it refers to: a kind, `department`, `segment`, …"""
    record: str | None
    """The name of the record of the field's items, of its values, or of the field itself."""
    mapping: bool
    """Whether it is a map with free keys."""
    key: str = "id"
    """Of a list of records: the field that tells its items apart."""

    @property
    def inner(self) -> "type[BaseModel] | None":
        """The record itself, for those who validate by it."""
        if self.record is None:
            return None
        from scripts_kb.schema import deriving  # noqa: PLC0415 - the others do without

        return deriving.models()[self.record]


@dataclass(frozen=True, slots=True)
class Outline:
    """What all records declare.

    Attributes:
        kinds: kind, or `config/NAME` → the name of its record.
        records: name of a record → its fields by their names in files, in order.
        shapes: kind → its shape, as `shapes.written` writes it.
    """

    kinds: Mapping[str, str]
    records: Mapping[str, Mapping[str, Declared]]
    shapes: Mapping[str, list[Any]]


def source() -> str:
    """Name the sources that the records are declared in."""
    found = hashlib.sha256()
    for name in _SOURCES:
        found.update(Path(__file__).with_name(f"{name}.py").read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


@cache
def of() -> Outline:
    """Give what the records declare: as it was written down, where that is of these sources.

    Examples:
        >>> of().records["Offer"]["internal"].audience
        'heads'
    """
    return _read(FILE) or derived()


def derived() -> Outline:
    """Ask the records themselves."""
    from scripts_kb.schema import deriving  # noqa: PLC0415 - see above

    return deriving.outline()


def fields(record: str | None) -> Mapping[str, Declared]:
    """Give what a record declares of its fields; nothing where there is no such record."""
    return of().records.get(record or "", _NOTHING)


_NOTHING: Final[Mapping[str, Declared]] = MappingProxyType({})


def record_of(entity: str) -> str | None:
    """Name the record of an entity `kind/id`, or of a kind.

    Examples:
        >>> record_of("objection/dorogo"), record_of("config/kb"), record_of("ghost/x")
        ('Objection', 'Kb', None)
    """
    known = of().kinds
    return known.get(entity) or known.get(entity.partition("/")[0])


def written() -> str:
    """Write what the records declare, with the name of their sources: a line a record."""
    found = derived()
    lines = [
        f' "source": {json.dumps(source())}',
        f' "kinds": {json.dumps(dict(found.kinds))}',
        ' "records": {\n' + _lines(found.records, _fields) + "\n }",
        ' "shapes": {\n' + _lines(found.shapes, lambda each: each) + "\n }",
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _lines(found: Mapping[str, Any], say: Any) -> str:
    return ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(say(each), ensure_ascii=False)}"
        for name, each in found.items()
    )


def _fields(record: Mapping[str, Declared]) -> dict[str, list[Any]]:
    return {name: [*each.label, *astuple(each)[1:]] for name, each in record.items()}


def _read(file: Path) -> Outline | None:
    try:
        found = json.loads(file.read_bytes())
        if found["source"] != source():
            return None
        records = {
            name: MappingProxyType(
                {key: Declared((ru, en), *rest) for key, (ru, en, *rest) in record.items()}
            )
            for name, record in found["records"].items()
        }
        return Outline(found["kinds"], records, found["shapes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
