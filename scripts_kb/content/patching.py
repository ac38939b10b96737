r"""One value of a file is changed; every other byte of it stays: remarks, order, quotes, folding.

    bytes ──spans──▶ where the value stands ──rendering──▶ ways to write the new one
                                                             │ the first that says, read again,
    bytes with that range replaced  ◀────────────────────────┘ exactly what it has to

What a file says is known before it is written (`altered`), so a way of writing that would say
anything else is never taken; where none is left, the file stays as it is.
"""

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from scripts_kb.content import parsing, rendering, spans
from scripts_kb.content.spans import Entry, Extent
from scripts_kb.schema import kinds, outline, shapes, values
from scripts_kb.schema.paths import Loc
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

_FRONT: Final = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_LAST: Final = frozenset({"review_by", "note"})
"""Fields of every card, which people write below those of its kind."""
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_SIGN: Final = re.compile(r"[>|][-+0-9]*")
_MARK: Final = "\ufeff"


class Alteration(NamedTuple):
    """One change of a document, at places of the value as it is written.

    Attributes:
        op: what is done.
        loc: of a field or an item; of one that is put in, where it shall stand.
        value: what is set or put in.
        to: of a move, the index among the items as they stand before it.
    """

    op: Literal["set", "put", "drop", "move"]
    loc: Loc
    value: Value = None
    to: int = 0


Range = tuple[int, int, str]
"""From where to where, and what stands there instead."""


def patched(content: bytes, path: str, step: Alteration) -> bytes:
    r"""Change one value of a file.

    Args:
        content: the bytes of a file that can be read.
        path: its path below the content folder.
        step: the change; a field that is put in is new, an item is put before the one that stands
            at its index, or behind the last.

    Raises:
        UnreadableError: where the file cannot be read; `edit-odd`, where it is written in a way
            that nothing could be changed in without changing more.

    Examples:
        >>> step = Alteration("set", ("say",), "Нет")
        >>> print(patched("id: x\nsay: 'Да'  # тихо\n".encode(), "objections/x.yml", step).decode())
        id: x
        say: 'Нет'  # тихо
        <BLANKLINE>
    """
    location = kinds.locate(path)
    assert location is not None, path  # noqa: S101 - the caller edits entities only
    shape = outline.of(location.schema)
    parsed = parsing.parse(content, markdown=location.markdown)
    wanted = values.canonical(altered(values.typed(parsed.raw, shape)[0], step))
    source = _Source(content, markdown=location.markdown)
    for ranges in source.ways(step, shape):
        found = source.replaced(ranges)
        if found is not None and _says(found, wanted, shape, markdown=location.markdown):
            return found
    line, column = parsed.marks.get(step.loc, (1, 1))
    raise parsing.UnreadableError("edit-odd", line, column)


def altered(written: Value, step: Alteration) -> Value:
    """Give what a document says after a change.

    Examples:
        >>> altered({"a": [1, 2, 3]}, Alteration("move", ("a", 0), to=3))
        {'a': [2, 3, 1]}
    """
    found = copy.deepcopy(written)
    holder: Any = found
    for each in step.loc[:-1]:
        holder = holder[each]
    last: Any = step.loc[-1]
    if step.op == "drop":
        del holder[last]
    elif step.op == "move":
        item = holder.pop(last)
        holder.insert(step.to - (step.to > last), item)
    elif step.op == "put" and isinstance(holder, list):
        holder.insert(last, step.value)
    else:
        holder[last] = step.value
    return found


def _says(content: bytes, wanted: Value, shape: Shape, *, markdown: bool) -> bool:
    try:
        raw = parsing.parse(content, markdown=markdown).raw
    except parsing.UnreadableError:
        return False
    said = values.canonical(values.typed(raw, shape)[0])
    return values.same(said, wanted)


@dataclass(slots=True)
class _Text:
    """YAML with its spans; ranges are places in it."""

    text: str
    root: Extent

    def line(self, place: int) -> int:
        """Give where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def end(self, place: int) -> int:
        """Give where the line of a place ends, its line end not included."""
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found

    def next(self, place: int) -> int:
        """Give where the line below a place begins; the end of the text where there is none."""
        return min(self.end(place) + 1, len(self.text))

    def column(self, place: int) -> int:
        """Give the column of a place, from 0."""
        return place - self.line(place)

    def opens_line(self, entry: Entry) -> bool:
        """Tell whether an entry begins its line: the first of an item stands behind the dash."""
        return not self.text[self.line(entry.start) : entry.start].strip(" ")

    def remarks_above(self, entry: Entry) -> int:
        """Give where the remarks begin that stand directly above an entry, in its column."""
        start = self.line(entry.start)
        begin = f"{' ' * self.column(entry.start)}#"
        while start and self.text.startswith(begin, self.line(start - 1)):
            start = self.line(start - 1)
        return start

    def below(self, entry: Entry) -> int:
        """Give where an entry ends with the remarks that are further in below it."""
        place = self.next(max(entry.value.end, entry.opened))
        column = self.column(entry.start)
        while place < len(self.text):
            line = self.text[place : self.end(place)]
            inner = line.lstrip(" ")
            if not inner.startswith("#") or len(line) - len(inner) <= column:
                break
            place = self.next(place)
        return place


class _Source:
    """A file, as its bytes and as the text with line feeds that places are found in."""

    def __init__(self, content: bytes, *, markdown: bool) -> None:
        self.whole = parsing.decode(content)
        self.raw = content.decode("utf-8")
        found = _LINE_END.search(self.raw)
        self.line_end = found[0] if found else "\n"
        match = _FRONT.match(self.whole) if markdown else None
        self.start, self.stop = match.span("yaml") if match else (0, len(self.whole))
        self.body = match.end() if match else len(self.whole)
        yaml = self.whole[self.start : self.stop]
        self.yaml = _Text(yaml, spans.of(yaml))

    def ways(self, step: Alteration, shape: Shape) -> Iterator[list[Range]]:
        """Yield ways to make a change, the likeliest first."""
        if step.loc == ("body",) and self.start:
            yield [self._body("" if step.op == "drop" else str(step.value))]
            return
        for ranges in _WAYS[step.op](self.yaml, step, shape):
            yield [(start + self.start, end + self.start, new) for start, end, new in ranges]

    def _body(self, text: str) -> Range:
        """Replace the text below the fields; the blank lines around it stay."""
        rest = self.whole[self.body :]
        lead = len(rest) - len(rest.lstrip(" \t\n"))
        lead = rest.rfind("\n", 0, lead) + 1
        end = len(rest.rstrip())
        if end <= lead:
            return self.body, len(self.whole), f"\n{text}\n" if text else ""
        return self.body + lead, self.body + end, text

    def replaced(self, ranges: list[Range]) -> bytes | None:
        """Give the bytes with ranges replaced; None where they overlap."""
        starts = [0, *(match.end() for match in re.finditer("\n", self.whole))]
        first = len(_MARK) if self.raw.startswith(_MARK) else 0
        raws = [first, *(match.end() for match in _LINE_END.finditer(self.raw))]
        parts, at = [], 0
        for start, end, new in sorted(ranges, key=lambda each: each[:2]):
            begin, stop = (self._raw(place, starts, raws) for place in (start, end))
            if begin < at:
                return None
            parts += [self.raw[at:begin], new.replace("\n", self.line_end)]
            at = stop
        return "".join([*parts, self.raw[at:]]).encode()

    def _raw(self, place: int, starts: list[int], raws: list[int]) -> int:
        line = self.whole.count("\n", 0, place)
        return raws[line] + place - starts[line]


def _set(yaml: _Text, step: Alteration, shape: Shape) -> Iterator[list[Range]]:
    """Write a value in the place of another one."""
    holder = yaml.root.at(step.loc[:-1])
    old = holder.entry(step.loc[-1])
    here = shapes.at(shape, step.loc)
    if holder.style == "flow":
        for new in rendering.flow_or_text(step.value, old.value, yaml.text):
            yield [(old.value.start, old.value.end, new)]
    elif isinstance(step.value, dict) and holder.form == "list":
        for line in rendering.item(step.value, here, yaml.column(old.start)):
            new = line.lstrip(" ").removesuffix("\n")
            yield [(old.start, old.value.end, new)]
    else:
        yield from _in_block(yaml, old, step.value, here)


def _in_block(yaml: _Text, old: Entry, value: Value, shape: Shape | None) -> Iterator[list[Range]]:
    span = old.value
    if span.form == "text" and isinstance(value, str):
        for new in rendering.again(value, span, yaml.text):
            yield [(span.start, span.end, new)]
    if span.style == "flow":
        for new in rendering.inside(value):
            yield [(span.start, span.end, new)]
    for head, body in rendering.below(value, shape, yaml.column(old.start)):
        lines = f"\n{body}".removesuffix("\n") if body else ""
        if span.style in {"block", ">", "|"}:
            # A remark behind the key, or behind the sign of a block, is no part of the value.
            sign = _SIGN.match(yaml.text, span.start) if span.form == "text" else None
            opened = sign.end() if sign else old.opened
            yield [(old.opened, opened, head), (yaml.end(opened), span.end, lines)]
        else:
            end = max(span.end, old.opened)
            yield [(old.opened, end, head), (yaml.end(end), yaml.end(end), lines)]


def _put(yaml: _Text, step: Alteration, shape: Shape) -> Iterator[list[Range]]:
    """Write a field or an item that was not there."""
    *before, last = step.loc
    holder = yaml.root.at(tuple(before))
    around = shapes.at(shape, tuple(before))
    if isinstance(last, int):
        yield from _put_item(yaml, holder, last, step.value, shapes.at(shape, step.loc))
    else:
        yield from _put_field(yaml, holder, last, step.value, around)


def _put_item(
    yaml: _Text, holder: Extent, index: int, value: Value, shape: Shape | None
) -> Iterator[list[Range]]:
    entries = holder.entries
    if holder.style == "flow":
        for new in rendering.inside(value):
            yield [_into_brackets(holder, index, new)]
        return
    column = yaml.column(entries[0].start)
    place = yaml.remarks_above(entries[index]) if index < len(entries) else yaml.below(entries[-1])
    for new in rendering.item(value, shape, column):
        yield [_lines(yaml, place, new)]


def _put_field(
    yaml: _Text, holder: Extent, name: str, value: Value, shape: Shape | None
) -> Iterator[list[Range]]:
    index = _rank(holder, name, shape)
    if holder.style == "flow":
        for new in rendering.inside({name: value}):
            yield [_into_brackets(holder, index, new[1:-1])]
        return
    column = holder.column
    below = shapes.below(shape, name)
    for new in rendering.field(name, value, below, column):
        if index:
            yield [_lines(yaml, yaml.below(holder.entries[index - 1]), new)]
        else:
            start = holder.entries[0].start
            yield [(start, start, f"{new.lstrip(' ')}{' ' * column}")]


def _rank(holder: Extent, name: str, shape: Shape | None) -> int:
    """Give the index of a new field: behind those that the schema names before it."""
    order = [each for each in shape.fields if each not in _LAST] if shape else []
    if name not in order:
        return len(holder.entries)
    before = set(order[: order.index(name)])
    earlier = [index for index, each in enumerate(holder.entries) if each.key in before]
    return earlier[-1] + 1 if earlier else 0


def _into_brackets(holder: Extent, index: int, new: str) -> Range:
    entries = holder.entries
    if not entries:
        return holder.start + 1, holder.end - 1, new
    if index < len(entries):
        return entries[index].start, entries[index].start, f"{new}, "
    end = entries[-1].value.end
    return end, end, f", {new}"


def _lines(yaml: _Text, place: int, lines: str) -> Range:
    """Put whole lines between two others; the last line of a file may have no end."""
    if place and yaml.text[place - 1] != "\n":
        return place, place, f"\n{lines}".removesuffix("\n")
    return place, place, lines


def _drop(yaml: _Text, step: Alteration, _shape: Shape) -> Iterator[list[Range]]:
    """Take out a field or an item; what people remarked above it stays."""
    holder = yaml.root.at(step.loc[:-1])
    old = holder.entry(step.loc[-1])
    index = holder.entries.index(old)
    if holder.style == "flow":
        yield _out_of_brackets(yaml, holder, index)
        return
    end = max(old.value.end, old.opened)
    if not yaml.opens_line(old):
        # The next field takes the place behind the dash, unless a remark stands between.
        if index + 1 < len(holder.entries):
            following = holder.entries[index + 1].start
            if "#" not in yaml.text[yaml.end(end) : following]:
                yield [(old.start, following, "")]
        yield [(old.start, yaml.end(end), "")]
        return
    yield [(yaml.line(old.start), yaml.next(end), "")]
    yield [(yaml.line(old.start), yaml.below(old), "")]


def _out_of_brackets(yaml: _Text, holder: Extent, index: int) -> list[Range]:
    old = holder.entries[index]
    end = max(old.value.end, old.opened)
    if index + 1 < len(holder.entries):
        following = holder.entries[index + 1].start
        if "#" in yaml.text[end:following]:
            return [(old.start, yaml.text.index(",", end) + 1, "")]
        return [(old.start, following, "")]
    before = holder.entries[index - 1].value.end if index else holder.start + 1
    if "#" in yaml.text[before : old.start]:
        return [(before, yaml.text.index(",", before) + 1, ""), (old.start, end, "")]
    return [(before, end, "")]


def _move(yaml: _Text, step: Alteration, _shape: Shape) -> Iterator[list[Range]]:
    """Put an item before another one, with its remarks."""
    holder = yaml.root.at(step.loc[:-1])
    index = step.loc[-1]
    assert isinstance(index, int)  # noqa: S101 - only items of lists are moved
    old, entries = holder.entries[index], holder.entries
    if holder.style == "flow":
        new = yaml.text[old.value.start : old.value.end]
        yield [*_out_of_brackets(yaml, holder, index), _into_brackets(holder, step.to, new)]
        return
    last = step.to >= len(entries)
    for above in (yaml.remarks_above(old), yaml.line(old.start)):
        lines = yaml.text[above : yaml.below(old)]
        place = yaml.below(entries[-1]) if last else yaml.remarks_above(entries[step.to])
        whole = lines if lines.endswith("\n") else f"{lines}\n"
        yield [(above, yaml.below(old), ""), _lines(yaml, place, whole)]


_WAYS: Final[dict[str, Callable[[_Text, Alteration, Shape], Iterator[list[Range]]]]] = {
    "set": _set,
    "put": _put,
    "drop": _drop,
    "move": _move,
}
