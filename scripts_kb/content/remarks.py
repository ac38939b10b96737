r"""Remarks of a YAML text, and a text in which each stands where a rewriting of it keeps it.

ruamel keeps what stands above or behind a line of blocks. It drops what stands within brackets,
between a name and its text, and around the marks of a document:

    tags: [a, # first        tags:
      # second           ▶     - a # first
      b]                       # second
                               - b

Source: YAML 1.2, sections 6.6 (comments), 7.4 (brackets) and 9.1 (marks of a document).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final, NamedTuple

import yaml

from scripts_kb.content import parsing

_START: Final = attrgetter("start")
_ORDER: Final = attrgetter("start", "end", "at")
"""What comes above a line is before what stands instead of it."""
_STEP: Final = 2
"""How far a block stands to the right of what holds it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark: where its hash stands in the text, and its letters up to the end of the line."""

    start: int
    text: str


def of(text: str) -> tuple[Remark, ...]:
    r"""Find the remarks of a text that is YAML, from its first line to its last.

    Raises:
        YAMLError: where it is no YAML.

    Examples:
        >>> [each.text for each in of("# all\nsay: 'a # b' # once\n")]
        ['# all', '# once']
    """
    return tuple(_between(text, yaml.scan(parsing.disguised(text), parsing.LOADER)))


def _between(text: str, tokens: Iterator[Any]) -> Iterator[Remark]:
    """Yield what stands between the tokens of a text and is not blank: remarks alone may."""
    at = 0
    for token in tokens:
        yield from _in_gap(text, at, token.start_mark.index)
        at = max(at, token.end_mark.index)
    yield from _in_gap(text, at, len(text))


def _in_gap(text: str, start: int, end: int) -> Iterator[Remark]:
    while (start := text.find("#", start, end)) >= 0:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield Remark(start, text[start:stop].rstrip())
        start = stop


def settled(text: str) -> str:
    r"""Write a text so that a rewriting keeps its remarks; it says what it said.

    Brackets that hold a remark become blocks, remarks between a name and its value stand above the
    name, and the marks of a document that say nothing go.

    Args:
        text: YAML; what is none comes back as it is.

    Examples:
        >>> print(settled("tags: [a, # first\n  b]\n"), end="")
        tags:
          - a # first
          - b
        >>> print(settled("say:\n  # so far\n  Yes\n"), end="")
        # so far
        say:
          Yes
    """
    if "#" not in text:
        return text
    try:
        found = of(text)
        edits = _Edits(text, found).all() if found else []
    except yaml.YAMLError:
        return text
    parts: list[str] = []
    at = 0
    for each in sorted(edits, key=_ORDER):
        parts += text[at : each.start], each.new
        at = each.end
    return "".join(parts) + text[at:]


@dataclass(slots=True)
class _Node:
    """A value or a name: where it begins and ends, and what a map or a list holds.

    Attributes:
        start: of its first letter, the anchor's where it has one.
        end: behind its last letter.
        column: of its first letter, from 0.
        form: `map`, `list` or "" for a text.
        flow: whether brackets hold it.
        items: of a list its values, of a map names and values by turns.
    """

    start: int
    end: int
    column: int
    form: str = ""
    flow: bool = False
    items: list["_Node"] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple["_Node | None", "_Node"]]:
        """Yield names and values; the items of a list have no name."""
        if self.form == "map":
            yield from zip(self.items[::2], self.items[1::2], strict=True)
        else:
            yield from ((None, each) for each in self.items)


class _Edit(NamedTuple):
    """What changes in a text."""

    start: int
    at: int
    """Where in the text it stood."""
    end: int
    new: str


class _Edits:
    """Finds what changes in a text so that its remarks are kept."""

    def __init__(self, text: str, found: Sequence[Remark]) -> None:
        self.text = text
        self.found = found
        self.open: list[_Node] = []
        """The maps and lists that hold what comes next, the outermost first."""

    def all(self) -> list[_Edit]:
        """Give what changes, in no order.

        Raises:
            YAMLError: where the text is no YAML.
        """
        found: list[_Edit] = []
        events: Any = yaml.parse(parsing.disguised(self.text), parsing.LOADER)
        for event in events:
            at, column, end = event.start_mark.index, event.start_mark.column, event.end_mark.index
            if isinstance(event, yaml.DocumentStartEvent | yaml.DocumentEndEvent):
                # With a directive before it, the mark says where the directives end.
                if event.explicit and not getattr(event, "version", None):
                    found.append(self._dropped(at, end))
            elif isinstance(event, yaml.CollectionStartEvent):
                form = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
                self.open.append(_Node(at, end, column, form, flow=bool(event.flow_style)))
            elif isinstance(event, yaml.CollectionEndEvent):
                node = self.open.pop()
                node.end = end
                found += self._of_node(node)
            elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                found += self._of_node(_Node(at, end, column))
        return found

    def _dropped(self, start: int, end: int) -> _Edit:
        """Take a mark out, with its line where nothing else stands on it."""
        while self.text[end : end + 1] in {" ", "\t"}:
            end += 1
        return _Edit(start, start, end + (self.text[end : end + 1] == "\n"), "")

    def _of_node(self, node: _Node) -> Iterator[_Edit]:
        """Yield what changes about a name or a value that no brackets hold."""
        if not self.open:
            # Behind the whole of a text in brackets a remark is dropped, too.
            if node.flow and node.items and _within(self.found, node.start, len(self.text)):
                whole = _Blocks(self.text, self.found, node.start)
                yield whole.instead_of(node, len(self.text), 0)
            return
        above = self.open[-1]
        before = above.items[-1] if above.items else None
        above.items.append(node)
        if above.flow or (above.form == "map" and len(above.items) % 2):
            return
        blocks = bool(node.form) and not node.flow
        if not (blocks and above.form == "map"):
            between = _within(self.found, before.end if before else above.start, node.start)
            if between and above.form == "list":
                between = _within(self.found, self._dash(node), node.start)
            yield from self._lifted(between, node)
        if node.flow:
            yield from self._of_brackets(node, above, before)

    def _of_brackets(self, node: _Node, above: _Node, before: _Node | None) -> Iterator[_Edit]:
        """Yield what changes about a value in brackets that no others hold."""
        end = self.text.find("\n", node.end)
        end = len(self.text) if end < 0 else end
        inside = _within(self.found, node.start, node.end)
        if inside and not node.items:
            yield self._above(_within(self.found, node.start, end), node)
            yield _Edit(node.start, end, end, _emptied(self.text[node.start : node.end]))
        elif inside:
            first = node.start
            if above.form == "list":
                # Behind a dash alone a remark may be dropped.
                first = node.items[0].start
                if lifted := _within(self.found, node.start, first):
                    yield self._above(lifted, node)
            blocks = _Blocks(self.text, self.found, first)
            yield blocks.instead_of(node, end, above.column + _STEP)
        elif above.form == "list" and before and before.flow:
            # Between two items in brackets a remark is dropped for one behind the second.
            behind = _within(self.found, node.end, end)
            yield from self._lifted(
                behind if _within(self.found, before.end, node.start) else (), node
            )

    def _lifted(self, between: Sequence[Remark], node: _Node) -> Iterator[_Edit]:
        """Lift remarks above the line of a value."""
        if between:
            yield self._above(between, node)
        for each in between:
            ahead = self._ahead(each.start, " \t")
            start = ahead - (self.text[ahead - 1] == "\n")
            yield _Edit(start, each.start, each.start + len(each.text), "")

    def _above(self, lifted: Sequence[Remark], node: _Node) -> _Edit:
        """Write remarks above the line of the name or the dash of a value.

        Of the first value of an item it is that of the item's dash, which may be another line.
        """
        holder = self.open[-1]
        named = holder.form == "map"
        below = holder.items[-2].start if named else self._dash(node)
        first = len(holder.items) == 1 + named
        for outer in reversed(self.open[:-1]):
            if not first or outer.form == "map":
                break
            below = self._dash(holder)
            first = not outer.items
            holder = outer
        line = self.text.rfind("\n", 0, below) + 1
        indent = line
        while self.text[indent] == " ":
            indent += 1
        new = "".join(f"{self.text[line:indent]}{each.text}\n" for each in lifted)
        return _Edit(line, lifted[0].start, line, new)

    def _dash(self, item: _Node) -> int:
        """Find the dash before an item, however many remarks stand between."""
        ahead = self._ahead(item.start)
        for number in range(bisect_left(self.found, item.start, key=_START) - 1, -1, -1):
            each = self.found[number]
            if each.start + len(each.text) != ahead:
                break
            ahead = self._ahead(each.start)
        return ahead - 1

    def _ahead(self, at: int, blanks: str = " \t\n") -> int:
        """Give the end of what stands before a place and is not blank."""
        while at and self.text[at - 1] in blanks:
            at -= 1
        return at


def _within(found: Sequence[Remark], start: int, end: int) -> Sequence[Remark]:
    first = bisect_left(found, start, key=_START)
    return found[first : bisect_left(found, end, key=_START)]


def _emptied(brackets: str) -> str:
    """Take out what stands in brackets that hold blanks and remarks alone."""
    opening = min(filter(lambda each: each >= 0, map(brackets.find, "[{")))
    return brackets[: opening + 1] + brackets[-1]


class _Blocks:
    """Writes what brackets hold as blocks, each remark behind its line or above the next."""

    def __init__(self, text: str, found: Sequence[Remark], start: int) -> None:
        self.text = text
        self.found = found
        self.lines: list[str] = []
        self.remarked = False
        """Whether a remark stands on the last line already."""
        self.bracketed = False
        """Whether the last line is an item in brackets: a remark behind such a one may be lost."""
        self.said = 0
        """How much of the text the lines hold, remarks apart."""
        self.next = bisect_left(found, start, key=_START)
        """Of the remarks, the first that no line holds."""

    def instead_of(self, node: _Node, end: int, indent: int) -> _Edit:
        """Give what stands instead of a value and of all behind it, up to an end."""
        line = self.text.rfind("\n", 0, node.start) + 1
        head = self.text[line : node.start]
        if head.strip():
            self._put(head.rstrip(), node.start)
        else:
            # What stands behind the bracket has nothing to stand behind.
            self.remarked = True
        self._inner(node, indent)
        self._remarks(end, indent)
        ending = "\n" if end == len(self.text) else ""
        return _Edit(line, node.start, end, "\n".join(self.lines) + ending)

    def _put(self, line: str, said: int) -> None:
        self.lines.append(line)
        self.remarked = self.bracketed = False
        self.said = said

    def _inner(self, node: _Node, indent: int) -> None:
        """Write a map or list below its name or dash, which is the last line."""
        opening = self._opening(node)
        anchor = self.text[node.start : opening].strip()
        if anchor:
            self._say(anchor, " " * indent)
        self.said = opening + (self.text[opening] in "[{")
        pad = " " * indent
        for name, value in node.pairs():
            first = name or value
            self._remarks(first.start, indent)
            lead = f"{pad}{self._flat(name, indent)}:" if name else f"{pad}-"
            if value.items and _within(self.found, value.start, value.end):
                # Behind a dash alone a remark may be lost.
                self._remarks(value.start if name else value.items[0].start, indent)
                self._put(lead, value.start)
                self._inner(value, indent + _STEP)
            else:
                self._remarks(value.end, indent)
                self._put(f"{lead} {self._flat(value, indent)}".rstrip(), value.end)
                self.bracketed = bool(value.form and not name)
        self._remarks(node.end, indent)
        self.said = node.end

    def _opening(self, node: _Node) -> int:
        """Find the bracket of a map or list; a lone pair of a list, `[a: b]`, has none."""
        if node.items and node.items[0].start == node.start:
            return node.start
        return self.text.find("{" if node.form == "map" else "[", node.start, node.end)

    def _say(self, more: str, pad: str) -> None:
        """Add to the line of a name or dash."""
        if self.lines:
            self.lines[-1] += f" {more}"
        else:
            self._put(pad + more, self.said)

    def _flat(self, node: _Node, indent: int) -> str:
        """Give the letters of a value, its lines in one where that says the same."""
        if node.form and not node.items:
            return _emptied(self.text[node.start : node.end])
        lines = [each.strip() for each in self.text[node.start : node.end].split("\n")]
        if all(lines) and not any(each.endswith("\\") for each in lines):
            return " ".join(lines)
        return f"\n{' ' * (indent + _STEP)}".join(lines)

    def _remarks(self, end: int, indent: int) -> None:
        """Write the remarks up to a place: behind the last line, or on lines of their own."""
        while self.next < len(self.found) and self.found[self.next].start < end:
            each = self.found[self.next]
            self.next += 1
            between = self.text[self.said : each.start]
            behind = not self.remarked and not between.strip(" \t,]}")
            if behind and self.bracketed:
                self.lines.insert(-1, " " * indent + each.text)
            elif behind:
                self.lines[-1] += f" {each.text}"
            else:
                self._put(" " * indent + each.text, each.start)
            self.remarked = True
