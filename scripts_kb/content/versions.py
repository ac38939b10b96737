"""Versions of files one after another: only the parts that changed are parsed.

The next version of a file repeats most lines of the last one. A YAML file is cut where a field
begins at its left edge, a long list where an item begins; parts that the last version had are
known, the others are parsed each on its own:

    id: dorogo             known
    answers:               ┐
      - id: compare        │ known
      - id: cheap          │ parsed
    review_by: 2027-02-01  known

A part never depends on another. Inside a block, text stands further right than the line that
opened it, so a line at the left edge begins a field unless a quote or a bracket is still open; then
the part before it cannot be parsed on its own. Where a part cannot be parsed, where anchors,
documents or a field twice might tie parts together, the whole file is read as ever. Equal results
are a test's to prove (`tests/content`); `tools/bench history` measures what it saves: parsing whole
files took 60 % of reading a past of 42,000 blobs.

The parser is loaded when the first text needs it: most of the past does without.

Values of parts are shared between versions: who compares versions sees at once what is the same
object. Nobody may change them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from scripts_kb.content import blocks
from scripts_kb.schema import kinds, outline, values
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Raw, Value

if TYPE_CHECKING:
    from scripts_kb.content import parsing


@dataclass(frozen=True, slots=True)
class PastFile:
    """What a past file said: an entity's id and value, or the `problem` that kept it from that."""

    id: str | None
    value: Value
    fits: bool
    """Whether it fits today's schema."""
    problem: str = ""


def past(content: bytes, path: str) -> PastFile:
    r"""Read a version from the past: today's scalar rules, no defaults, strangers tolerated.

    Args:
        content: the blob.
        path: the file's path below the content folder; it gives the kind.

    Returns:
        What it said; `problem` names why it could not be read.

    Examples:
        >>> past(b"id: x\ntitle: no\nold: 1\n", "objections/x.yml")
        PastFile(id='x', value={'id': 'x', 'title': 'no', 'old': '1'}, fits=False, problem='')
        >>> past(b"id: [", "objections/x.yml").problem
        'unclosed'
    """
    location = kinds.locate(path)
    assert location is not None, path  # noqa: S101 - the caller walks entities only
    parsed = _parsed(content, markdown=location.markdown)
    if isinstance(parsed, str):
        return PastFile(None, None, fits=False, problem=parsed)
    raw = parsed.raw
    if location.name is not None:
        written, fits = values.typed(raw, outline.of(location.schema))
        return PastFile(location.name, values.canonical(written), fits)
    if not isinstance(raw, dict) or not kinds.is_id(raw.get("id")):
        return PastFile(None, None, fits=False, problem="no-id")
    written, fits = values.typed(raw, outline.of(location.kind))
    return PastFile(str(raw["id"]), values.canonical(written), fits)


def _parsed(content: bytes, *, markdown: bool) -> "parsing.Parsed | str":
    """Parse a text, or tell by its code why it cannot be parsed."""
    # Most of the past is read without it.
    from scripts_kb.content import parsing  # noqa: PLC0415 - 21 ms of a review's 240

    try:
        return parsing.parse(content, markdown=markdown)
    except parsing.UnreadableError as error:
        return error.code


_FIELD: Final = re.compile(rb"\n(?=[A-Za-z_][\w-]*:[ \n])")
_HEAD: Final = re.compile(rb"[A-Za-z_][\w-]*:")
_ITEM: Final = re.compile(rb"( *)- ")
_LONG: Final = 200
"""Bytes from which it pays to cut a list into items."""
_LARGEST: Final = 40_000
"""Bytes of a file that cannot hold more nodes than are allowed, whatever is in it."""
_FILES: Final = 20_000
"""Files whose last version is remembered."""
_DOCUMENT_END: Final = b"\n..."
_ANCHOR, _ALIAS = b"&", b"*"
_DISGUISES: Final = b"\xef\xb7"
"""How the characters begin that the parser puts in place of others."""


@dataclass(slots=True)
class _Part:
    """A field or an item: its value in the form that compares, and whether it fits the schema.

    Of what was read only that is kept which a reader asks for later: texts, nulls, keys of items.
    """

    key: str
    raw: Raw
    value: Value
    fits: bool


@dataclass(slots=True)
class _Known:
    """The parts of the last version of a file by their bytes, and the items of its long lists."""

    parts: dict[bytes, tuple[_Part, ...]] = field(default_factory=dict)
    items: dict[bytes, dict[bytes, _Part]] = field(default_factory=dict)
    """By the first line of the field."""


class _TiedError(Exception):
    """The parts of a file might depend on each other."""


class Reader:
    r"""Reads versions of files; the next version of the same file is read fast.

    Examples:
        >>> reader = Reader()
        >>> reader.read(b"id: x\ntitle: no\n", "objections/x.yml").value
        {'id': 'x', 'title': 'no'}
        >>> reader.read(b"id: x\ntitle: yes\n", "objections/x.yml").value
        {'id': 'x', 'title': 'yes'}
    """

    def __init__(self) -> None:
        self._files: dict[str, _Known] = {}

    def read(self, content: bytes, path: str) -> PastFile:
        """Read a version from the past, as `past` does.

        Args:
            content: the blob.
            path: the file's path below the content folder.
        """
        location = _located(path)
        if location is None or location.markdown or not _simple(content):
            return past(content, path)
        shape = outline.of(location.schema)
        if shape.form != "map":
            return past(content, path)
        known = self._files.pop(path, None) or _Known()
        fresh = _Known()
        try:
            found = _read(content, shape, known, fresh)
        except _TiedError:
            return past(content, path)
        self._files[path] = fresh
        if len(self._files) > _FILES:
            del self._files[next(iter(self._files))]
        value = {key: part.value for key, part in found.items() if part.value is not None}
        fits = _fits(found, shape)
        if location.name:
            return PastFile(location.name, value or None, fits)
        name = found["id"].raw if "id" in found else None
        if not kinds.is_id(name):
            return PastFile(None, None, fits=False, problem="no-id")
        return PastFile(str(name), value, fits)


@lru_cache(maxsize=_FILES)
def _located(path: str) -> kinds.Location | None:
    return kinds.locate(path)


def _read(content: bytes, shape: Shape, known: _Known, fresh: _Known) -> dict[str, _Part]:
    """Read all fields of a file; what was read goes to `fresh` for the version after this one."""
    found: dict[str, _Part] = {}
    count = 0
    for text in _cut(content):
        parts = known.parts.get(text)
        if parts is None:
            parts = tuple(_fields(text, shape, known, fresh))
        elif len(text) > _LONG:
            head = text[: text.index(b"\n")]
            if head in known.items:
                fresh.items[head] = known.items[head]
        fresh.parts[text] = parts
        count += len(parts)
        for part in parts:
            found[part.key] = part
    if count != len(found):
        raise _TiedError
    return found


def _fits(found: dict[str, _Part], shape: Shape) -> bool:
    for part in found.values():
        if not part.fits:
            return False
    return all(key in found and found[key].value is not None for key in shape.required)


def _simple(content: bytes) -> bool:
    return (
        len(content) < _LARGEST
        and _DOCUMENT_END not in content
        and _DISGUISES not in content
        and not (_ALIAS in content and _ANCHOR in content)
    )


def _cut(content: bytes) -> list[bytes]:
    """Cut a file into fields; each part ends with a line end, but where the file does not."""
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    texts = _FIELD.split(content)
    if len(texts) > 1 and _HEAD.match(texts[0]) is None:
        # Comments, dashes or a mark at the beginning belong to the first field.
        texts[:2] = [b"\n".join(texts[:2])]
    last = texts.pop()
    return [*(text + b"\n" for text in texts), last]


def _fields(text: bytes, shape: Shape, known: _Known, fresh: _Known) -> Iterator[_Part]:
    """Read a part; it is one field, but where fields have names that are not searched for."""
    part = _list(text, shape, known, fresh) if len(text) > _LONG else None
    if part:
        yield part
        return
    for key, each in _raw(text).items():
        yield _part(key, each, shape.fields.get(key))


def _raw(text: bytes) -> dict[str, Raw]:
    """Read a part whose fields stand at the left edge."""
    try:
        simple = blocks.read(text.decode())
    except UnicodeDecodeError:
        simple = None
    if simple is not None:
        return simple
    parsed = _parsed(text, markdown=False)
    if isinstance(parsed, str):
        raise _TiedError
    raw = parsed.raw
    if not isinstance(raw, dict) or any(parsed.key_marks[key,][1] != 1 for key in raw):
        raise _TiedError
    return raw


def _part(key: str, raw: Raw, shape: Shape | None) -> _Part:
    value, fits = values.settled(raw, shape)
    return _Part(key, [] if isinstance(raw, dict | list) else raw, value, fits)


def _list(text: bytes, shape: Shape, known: _Known, fresh: _Known) -> _Part | None:
    """Read a field whose value is a list in block style, item by item; None for any other."""
    head, _, body = text.partition(b"\n")
    first = _ITEM.match(body)
    if first is None or _HEAD.fullmatch(head) is None:
        return None
    key = head[:-1].decode()
    inner = shape.fields.get(key)
    if inner is None or inner.form != "list":
        return None
    before = known.items.get(head, {})
    items: dict[bytes, _Part] = {}
    order = []
    texts = _items(len(first[1])).split(body)
    last = len(texts) - 1
    for place, each in enumerate(texts):
        name = each if place == last else each + b"\n"
        item = before.get(name) or items.get(name) or _item(head, name, key, inner)
        if item is None:
            return None
        items[name] = item
        order.append(item)
    fresh.items[head] = items
    found = [item.value for item in order if item.value is not None]
    fits = all(item.fits for item in order) and values.keys_fit([item.raw for item in order], inner)
    return _Part(key, [], found or None, fits or not found)


def _item(head: bytes, text: bytes, key: str, shape: Shape) -> _Part | None:
    """Read an item below the first line of its field; None where it is not one item alone."""
    raw: Any = _raw(head + b"\n" + text)
    if list(raw) != [key]:
        return None
    if not isinstance(raw[key], list) or len(raw[key]) != 1:
        return None
    read = raw[key][0]
    value, fits = values.settled(read, shape.item)
    if isinstance(read, dict):
        read = {shape.key: read.get(shape.key)}
    elif isinstance(read, list):
        read = []
    return _Part("", read, value, fits)


@cache
def _items(indent: int) -> re.Pattern[bytes]:
    return re.compile(rb"\n(?= {%d}- )" % indent)
