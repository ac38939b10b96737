"""Where each value of a YAML text stands, from its first sign to its last.

    answers:            # тихо          Entry("answers") ──value──▶ Extent("list", block)
      - id: compare                        Entry("", its dash) ──▶ Extent("map", block)
        say: >-                               Entry("say") ──▶ Extent("text", ">")
          Понимаю.

What follows a value in its line, and the remarks and blank lines below it, are not its own: whoever
changes one value of a file leaves them as they are.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import yaml

from scripts_kb.content import parsing
from scripts_kb.schema.paths import Loc

_FORMS: Final = {"scalar": "text", "sequence": "list", "mapping": "map"}
_DASH: Final = re.compile(r"[ \t]*-(?=\s|\Z)")


class Entry(NamedTuple):
    """A field of a map, or an item of a list.

    Attributes:
        key: the name of the field; "" of an item.
        start: where its key begins, its dash, or in brackets the item itself.
        opened: behind its colon or its dash; in brackets where the value begins.
        value: what stands there.
    """

    key: str
    start: int
    opened: int
    value: "Extent"


class Extent(NamedTuple):
    """A value and its place.

    Attributes:
        form: text, list or map.
        start: its first sign.
        end: behind its last one.
        style: of a text `'`, `"`, `>`, `|`, "" where it is plain; of the others `flow` or `block`.
        column: in which column its entries stand, from 0.
        entries: of a list and a map, in their order.
    """

    form: str
    start: int
    end: int
    style: str
    column: int
    entries: tuple[Entry, ...] = ()

    def at(self, loc: Loc) -> "Extent":
        """Give the value at a place.

        Raises:
            KeyError: where nothing stands there.
        """
        span = self
        for step in loc:
            span = span.entry(step).value
        return span

    def entry(self, step: str | int) -> Entry:
        """Give a field by its name, an item by its index.

        Raises:
            KeyError: where there is none.
        """
        if isinstance(step, int):
            return self.entries[step]
        for each in self.entries:
            if each.key == step:
                return each
        raise KeyError(step)


def of(text: str) -> Extent:
    r"""Find where the values of a text stand.

    Args:
        text: YAML that `parsing.parse` reads, with line feeds alone.

    Raises:
        UnreadableError: `edit-odd`, where a value stands for several places, or a key is no text.

    Examples:
        >>> text = "id: x\nsay: Да  # тихо\n"
        >>> found = of(text).at(("say",))
        >>> text[found.start : found.end]
        'Да'
    """
    found: Any = yaml.compose(parsing.disguised(text), Loader=parsing.LOADER)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return _Reader(text, starts).span(found)


class _Reader:
    """Turns nodes with lines and columns into spans."""

    def __init__(self, text: str, starts: list[int]) -> None:
        self.text = text
        self.starts = starts
        self.met: set[int] = set()

    def offset(self, mark: Any) -> int:
        """Give the place of a mark; libyaml puts the end of a text one line below its last."""
        if mark.line >= len(self.starts):
            return len(self.text)
        place: int = self.starts[mark.line] + mark.column
        return min(place, len(self.text))

    def span(self, node: Any) -> Extent:
        """Give the span of a node, with all that stands in it."""
        if id(node) in self.met:
            raise parsing.UnreadableError("edit-odd", node.start_mark.line + 1)
        self.met.add(id(node))
        start, end = self.offset(node.start_mark), self.offset(node.end_mark)
        form = _FORMS[node.id]
        if form == "text":
            style = node.style or ""
            if style in {">", "|"}:
                end = start + len(self.text[start:end].rstrip(" \t\n"))
            return Extent(form, start, end, style, node.start_mark.column)
        entries = tuple(self.fields(node) if form == "map" else self.items(node))
        if node.flow_style:
            return Extent(form, start, end, "flow", node.start_mark.column, entries)
        end = entries[-1].value.end if entries else start
        return Extent(form, start, end, "block", node.start_mark.column, entries)

    def fields(self, node: Any) -> Iterator[Entry]:
        """Yield the fields of a map."""
        for key, value in node.value:
            if key.id != "scalar":
                raise parsing.UnreadableError("edit-odd", key.start_mark.line + 1)
            end = self.offset(key.end_mark)
            colon = self.text.find(":", end)
            span = self.span(value)
            opened = colon + 1 if 0 <= colon < span.end else end
            yield Entry(key.value, self.offset(key.start_mark), opened, span)

    def items(self, node: Any) -> Iterator[Entry]:
        """Yield the items of a list."""
        column = node.start_mark.column
        for number, each in enumerate(node.value):
            span = self.span(each)
            if node.flow_style:
                yield Entry("", span.start, span.start, span)
                continue
            dash = self.offset(node.start_mark) if not number else self.dash(span, column)
            yield Entry("", dash, dash + 1, span)

    def dash(self, span: Extent, column: int) -> int:
        """Find the dash of an item, in its line or in one above."""
        line = self.text.count("\n", 0, span.start)
        while line >= 0:
            match = _DASH.match(self.text, self.starts[line])
            if match and match.end() - 1 - self.starts[line] == column:
                return match.end() - 1
            line -= 1
        raise parsing.UnreadableError("edit-odd")
