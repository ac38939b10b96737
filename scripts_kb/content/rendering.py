r"""How a new value is written where an old one stood: as its author would have gone on.

    say: 'Да'            ─Нет──▶  'Нет'        quoted as it was
    say: >-              ─…────▶  the same block, with the lines that say the same as they were
    price: {list: 1490}  ─1500─▶  1500         nothing that would end the brackets

Several ways are offered, the likeliest first: whoever writes takes the first one that says, read
again, what it has to.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ruamel.yaml.scalarstring import LiteralScalarString

from scripts_kb.content import writing
from scripts_kb.content.spans import Extent
from scripts_kb.schema import shapes
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

_PLAIN_IN_BRACKETS: Final = re.compile(r"[^\W_][^\[\]{}:#,\n\"'&*!|>%@`]*")
_HEADER: Final = re.compile(r"[>|]-?")


class Written(NamedTuple):
    """A value as it is written: what stands in the line of its key, and the lines below it.

    Attributes:
        head: what follows the colon or the dash, the space before it included.
        body: whole lines, each with its indent and its end; "" for none.
    """

    head: str
    body: str = ""


def native(value: Value, shape: Shape | None) -> Any:
    """Give a value as YAML writes it best: days without quotes, several lines as a block."""
    if isinstance(value, dict):
        return {key: native(each, shapes.below(shape, key)) for key, each in value.items()}
    if isinstance(value, list):
        return [native(each, shape.item if shape else None) for each in value]
    if isinstance(value, str):
        if shape and shape.form == "date":
            return _day(value)
        return LiteralScalarString(value) if "\n" in value else value
    return value


def _day(value: str) -> dt.date | str:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return value


def plainly(value: Value) -> Any:
    """Give a value with its texts as quotes will hold them, whatever is in them."""
    if isinstance(value, dict):
        return {key: plainly(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plainly(each) for each in value]
    return str(value) if isinstance(value, str) else value


def below(value: Value, shape: Shape | None, column: int) -> Iterator[Written]:
    """Yield ways to write a value in block style.

    Args:
        value: any; not None.
        shape: what the schema says of it.
        column: of the key or the dash before it.
    """
    for each in (writing.styled(native(value, shape)), plainly(value)):
        text = writing.dump_as_is({"x": each}).removeprefix("x:")
        head, _, rest = text.partition("\n")
        yield Written(head, _shifted(rest, column))
    yield Written(f" {_inside(value, plain=False)}")


def item(value: Value, shape: Shape | None, column: int) -> Iterator[str]:
    """Yield ways to write an item of a list in block style: whole lines, its dash included."""
    for each in (writing.styled(native(value, shape)), plainly(value)):
        yield _shifted(writing.dump_as_is([each]), column)
    yield f"{' ' * column}- {_inside(value, plain=False)}\n"


def field(name: str, value: Value, shape: Shape | None, column: int) -> Iterator[str]:
    """Yield ways to write a field in block style: whole lines, its key included."""
    for each in (writing.styled(native(value, shape)), plainly(value)):
        yield _shifted(writing.dump_as_is({name: each}), column)
    yield f"{' ' * column}{_key(name)}: {_inside(value, plain=False)}\n"


def _shifted(lines: str, column: int) -> str:
    indent = " " * column
    return "".join(
        f"{indent}{line}" if line.strip() else line for line in lines.splitlines(keepends=True)
    )


def inside(value: Value) -> Iterator[str]:
    """Yield ways to write a value inside brackets."""
    yield _inside(value, plain=True)
    yield _inside(value, plain=False)


def _inside(value: Value, *, plain: bool) -> str:
    if isinstance(value, dict):
        pairs = (f"{_key(key)}: {_inside(each, plain=plain)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_inside(each, plain=plain) for each in value)}]"
    if isinstance(value, bool) or not isinstance(value, str):
        return json.dumps(value)
    return value if plain and _bare(value) else quoted(value)


def _key(name: str) -> str:
    return name if _bare(name) else quoted(name)


def _bare(text: str) -> bool:
    """Tell whether a text needs no quotes inside brackets, for any reader of YAML."""
    if not _PLAIN_IN_BRACKETS.fullmatch(text) or text != text.strip():
        return False
    head = writing.dump_as_is({"x": text})
    return head == f"x: {text}\n"


def quoted(text: str) -> str:
    r"""Write a text in double quotes, which hold anything.

    Examples:
        >>> quoted('«Да», "нет"\n')
        '"«Да», \\"нет\\"\\n"'
    """
    # JSON leaves as they are what YAML 1.1 takes for line ends, and the mark of a byte order.
    text = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda m: f"\\u{ord(m[0]):04x}", text)


def again(text: str, span: Extent, source: str) -> Iterator[str]:
    """Yield ways to write a text in the place and the style of another one.

    Args:
        text: the new one.
        span: the old one, a text.
        source: the file that it stands in.
    """
    if span.style == "'" and "\n" not in text:
        yield "'{}'".format(text.replace("'", "''"))
    elif span.style in {'"', "'"}:
        yield quoted(text)
    elif span.style in {">", "|"}:
        yield from _block(text, source[span.start : span.end])


def _block(text: str, old: str) -> Iterator[str]:
    """Yield a block anew: lines of the old one that say the same stay as they are folded."""
    header, _, body = old.partition("\n")
    lines = body.split("\n")
    indent = min((len(each) - len(each.lstrip(" ")) for each in lines if each.strip()), default=0)
    if not indent:
        return
    mark, _, remark = header.partition(" ")
    mark = mark if _HEADER.fullmatch(mark) else f"{mark[0]}-"
    header = f"{mark} {remark}" if remark else mark
    kept = [each[indent:].rstrip() for each in lines]
    made = text.split("\n") if mark[0] == "|" else _folded(text, kept)
    yield "\n".join([header, *(f"{' ' * indent}{each}" if each else "" for each in made)])


def _folded(text: str, old: list[str]) -> list[str]:
    """Fold a text as it was folded before, as far as it says the same."""
    was, now = _paragraphs(old), text.split("\n")
    first = 0
    while first < min(len(was), len(now)) and " ".join(was[first]) == now[first]:
        first += 1
    last = 0
    while last < min(len(was), len(now)) - first and " ".join(was[-1 - last]) == now[-1 - last]:
        last += 1
    end, stop = len(was) - last, len(now) - last
    middle = [
        _refolded(each, was[first + number] if first + number < end else [])
        for number, each in enumerate(now[first:stop])
    ]
    found: list[str] = []
    for number, lines in enumerate([*was[:first], *middle, *was[end:]]):
        found += ["", *lines] if number else lines
    return found


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Part the lines of a folded block where it ends a line: n blank lines are n line ends."""
    found: list[list[str]] = [[]]
    for each in lines:
        if each:
            found[-1].append(each)
        else:
            found.append([])
    return found


def _refolded(text: str, old: list[str]) -> list[str]:
    """Fold a paragraph: whole lines that begin and end it as before stay, the rest is folded."""
    first: list[str] = []
    rest = text
    for line in old:
        if not rest.startswith(f"{line} "):
            break
        first.append(line)
        rest = rest[len(line) + 1 :]
    last: list[str] = []
    for line in reversed(old[len(first) :]):
        if not rest.endswith(f" {line}"):
            break
        last.insert(0, line)
        rest = rest[: -len(line) - 1]
    return [*first, *writing.lines_of(rest), *last]


def flow_or_text(value: Value, span: Extent, source: str) -> Iterator[str]:
    """Yield ways to write a value in brackets in the place of another one."""
    if span.form == "text" and isinstance(value, str):
        yield from again(value, span, source)
    yield from inside(value)


def as_raw(value: Value) -> Any:
    """Give a value that JSON holds as a parser of YAML would: texts, lists, maps, nothing."""
    if isinstance(value, Mapping):
        return {key: as_raw(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_raw(each) for each in value]
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)
