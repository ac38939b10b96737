"""The reference of fields: all that cards and settings may hold, from the tree of the schema.

Shape ──places──▶ rows, a table a kind; a row is anchored by its name in zones: `offer:price.list`
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page
from scripts_kb.schema import kinds, labels, outline, shapes
from scripts_kb.schema.audience import Audience
from scripts_kb.schema.shapes import Shape

PATH: Final = "reference/fields.md"
_DEFINED: Final = {
    "segment": "config/kb:segments",
    "metric": "config/kb:metrics",
    "reason": "config/kb:reasons",
    "department": "config/zones:departments",
    "must_say": "config/wording:must_say",
    "node": "script:nodes",
}
"""Where that is defined which is no kind and yet referred to."""
_FOR_PARTNERS: Final = frozenset({"offer", "config/kb"})
"""Of all else partners see nothing, whoever may see its fields."""


class FieldRow(NamedTuple):
    """A field of a kind."""

    path: str
    shape: Shape
    audience: Audience
    required: bool

    @property
    def key(self) -> str:
        """Its name in files."""
        return self.path.rpartition(".")[2]

    @property
    def depth(self) -> int:
        """How many fields stand around it."""
        return self.path.count(".")


def rows(kind: str) -> Iterator[FieldRow]:
    """Yield the fields of a kind, outer before inner.

    Examples:
        >>> [row.path for row in rows("offer") if row.audience == "heads"]
        ['internal', 'internal.floor', 'internal.margin_pct']
    """
    whole = outline.of(kind)
    for path, shape in shapes.places(whole):
        holder = shapes.at(whole, path.rpartition(".")[0])
        around = holder.item if holder and holder.form == "list" else holder
        required = around is not None and path.rpartition(".")[2] in around.required
        audience = outline.audience(kind, path)
        if audience == "partner" and kind not in _FOR_PARTNERS:
            audience = "team"
        yield FieldRow(path, shape, audience, required)


def render(reading: Reading) -> Page:
    """Give the page."""

    def defined(to: str) -> tuple[str, str]:
        """Say where what is referred to stands on this page, and what it is called."""
        kind, _, path = _DEFINED.get(to, to).partition(":")
        if not path:
            return kind, labels.kind(kind, reading.language)
        return f"{kind}:{path}", labels.trail(kind, path, reading.language)[-1]

    return Sheet(reading, PATH).page(
        "fields.html",
        reading.messages.one("Fields of cards and settings"),
        searched=False,
        kinds=[
            (kind, labels.settings(kind, reading.language) or labels.kind(kind, reading.language))
            for kind in kinds.ORDER
        ],
        rows=rows,
        defined=defined,
        chosen=lambda shape: (
            [each for each in labels.choices(shape.table) if each in shape.choices]
            or sorted(shape.choices)
        ),
    )
