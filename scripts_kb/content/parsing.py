"""Bytes of a YAML or Markdown file to a raw tree with line marks, or one friendly mistake.

Parser events are turned into maps, lists and texts in one loop without recursion, so neither deep
nesting nor aliases can exhaust memory or the stack:

    events:   {   id   :   x   [   a   *b   ]   }
    frames:   map─┘            list─┘

No scalar is guessed: all of them stay texts, except an empty plain one, `~` and `null`, which are
null. What the texts mean is the schema's to say (`schema.values`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from scripts_kb import files
from scripts_kb.content import diagnosis
from scripts_kb.schema.paths import Loc
from scripts_kb.schema.values import Raw

MAX_DEPTH: Final = 40
MAX_NODES: Final = 50_000
"""Of a document with its aliases written out."""

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""Plain scalars that stand for an absent value."""
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader of events; libyaml's own where it is there."""

# YAML 1.2 reads these as ordinary characters, libyaml (1.1) as line ends: they pass it in disguise.
_LINE_ENDS_OF_1_1: Final = {"\x85": "\ufdd0", "\u2028": "\ufdd1", "\u2029": "\ufdd2"}
_DISGUISED: Final = {new: old for old, new in _LINE_ENDS_OF_1_1.items()}


class UnreadableError(Exception):
    """A file that cannot be read: `code` with its facts and the place, counted from 1."""

    def __init__(self, code: str, line: int = 1, column: int = 1, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.column = column
        self.facts = facts


@dataclass(slots=True)
class Parsed:
    """A raw tree and where its values and keys stand (line and column, from 1)."""

    raw: Raw
    marks: dict[Loc, tuple[int, int]] = field(default_factory=dict)
    key_marks: dict[Loc, tuple[int, int]] = field(default_factory=dict)
    flow: set[Loc] = field(default_factory=set)
    """Maps written in braces: a comma inside a value ends it there."""
    nodes: int = 0
    """How many maps, lists and texts it has, keys and what aliases stand for among them."""


def decode(content: bytes) -> str:
    """Decode a file; a byte order mark is dropped, line ends become LF.

    Raises:
        UnreadableError: `too-big`, `not-utf8`.
    """
    if len(content) > files.LARGEST_CARD:
        raise UnreadableError("too-big", limit=files.LARGEST_CARD // 1000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        raise UnreadableError("not-utf8", line, column) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


_BLANK_LINES: Final = re.compile(r"(?:[ \t]*\n)+")
_FRONT: Final = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)


def parse(content: bytes, *, markdown: bool) -> Parsed:
    r"""Read a file of the content folder.

    Args:
        content: the bytes of the file.
        markdown: whether it is front matter and a body instead of YAML alone.

    Raises:
        UnreadableError: with the code and the place of the first mistake that hides the rest.

    Examples:
        >>> parse(b"id: dorogo\nsynonyms: [no, 012]\n", markdown=False).raw
        {'id': 'dorogo', 'synonyms': ['no', '012']}
        >>> parse(b"---\nid: lead\n---\n\nText.\n", markdown=True).raw
        {'id': 'lead', 'body': 'Text.'}
    """
    text = decode(content)
    if not text.strip():
        raise UnreadableError("empty-file")
    if not markdown:
        return _parse_yaml(text)
    match = _FRONT.match(text)
    if match is None:
        raise UnreadableError("no-front-matter")
    # A line feed stands in for the opening dashes, so that the marks fit the file.
    parsed = _parse_yaml("\n" + match["yaml"])
    if not isinstance(parsed.raw, dict):
        line, column = parsed.marks.get((), (2, 1))
        raise UnreadableError("not-a-map", line, column, key="---", example="id: dorogo")
    if "body" in parsed.raw:
        raise UnreadableError("duplicate-key", *parsed.key_marks["body",], key="body", first=1)
    blank = _BLANK_LINES.match(text, match.end())
    start = blank.end() if blank else match.end()
    parsed.raw["body"] = text[start:].rstrip()
    parsed.marks[("body",)] = (text.count("\n", 0, start) + 1, 1)
    return parsed


@dataclass(slots=True)
class _Frame:
    value: Any
    loc: Loc
    anchor: str | None
    first: int
    """How many nodes stood before it, to know its size when it is used again."""
    key: str | None = None


class _Builder:
    """Folds parser events into a raw tree."""

    def __init__(self, *, disguised: bool) -> None:
        self.parsed = Parsed(None)
        self.disguised = disguised
        self.frames: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.nodes = 0
        self.documents = 0

    def feed(self, event: Any) -> None:
        """Take the next event."""
        match event:
            case yaml.ScalarEvent():  # seven events of ten
                self._scalar(event)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise _at(event, "two-documents")
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                frame = self.frames.pop()
                if frame.anchor:
                    self.anchors[frame.anchor] = (frame.value, self.nodes - frame.first)
            case _:
                pass

    def _count(self, event: Any, size: int = 1) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise _at(event, "too-many-nodes", limit=MAX_NODES)

    def _place(self, event: Any, value: Any) -> Loc:
        """Put a value where it belongs; return its place."""
        mark = event.start_mark
        if not self.frames:
            self.parsed.raw = value
            loc: Loc = ()
        else:
            frame = self.frames[-1]
            key, around = frame.key, frame.value
            if key is None:
                loc = (*frame.loc, len(around))
                around.append(value)
            else:
                loc = (*frame.loc, key)
                around[key] = value
                frame.key = None
        self.parsed.marks[loc] = (mark.line + 1, mark.column + 1)
        return loc

    def _wants_key(self) -> bool:
        if not self.frames:
            return False
        frame = self.frames[-1]
        return frame.key is None and isinstance(frame.value, dict)

    def _scalar(self, event: Any) -> None:
        self._count(event)
        value = event.value
        if self.disguised:
            value = _replaced(value, _DISGUISED)
        plain = event.implicit[0]
        if event.tag is not None and not plain:
            raise _at(event, "yaml-tag", tag=event.tag)
        if self._wants_key():
            self._key(event, value)
            return
        if plain and value in NULLS:
            value = None
        self._place(event, value)
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)

    def _key(self, event: Any, key: str) -> None:
        frame = self.frames[-1]
        loc = (*frame.loc, key)
        if key in frame.value:
            first = self.parsed.key_marks.get(loc, (1, 1))[0]
            raise _at(event, "duplicate-key", key=key, first=first)
        frame.key = key
        mark = event.start_mark
        self.parsed.key_marks[loc] = (mark.line + 1, mark.column + 1)

    def _alias(self, event: Any) -> None:
        if self._wants_key():
            raise _at(event, "key-not-text")
        if event.anchor not in self.anchors:
            raise _at(event, "unknown-alias", name=event.anchor)
        value, size = self.anchors[event.anchor]
        self._count(event, size)
        self._place(event, value)

    def _open(self, event: Any) -> None:
        self._count(event)
        if event.tag is not None:
            raise _at(event, "yaml-tag", tag=event.tag)
        if self._wants_key():
            raise _at(event, "key-not-text")
        if len(self.frames) >= MAX_DEPTH:
            raise _at(event, "too-deep", limit=MAX_DEPTH)
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        loc = self._place(event, value)
        if event.flow_style and isinstance(value, dict):
            self.parsed.flow.add(loc)
        # An anchor is known only once its node has ended: no value may contain itself.
        self.anchors.pop(event.anchor, None)
        self.frames.append(_Frame(value, loc, event.anchor, self.nodes - 1))


def _at(event: Any, code: str, **facts: Any) -> UnreadableError:
    mark = event.start_mark
    return UnreadableError(code, mark.line + 1, mark.column + 1, **facts)


def _parse_yaml(text: str) -> Parsed:
    shown = disguised(text)
    builder = _Builder(disguised=shown is not text)
    loader = None
    try:
        loader = LOADER(shown)
        for event in iter(loader.get_event, None):
            builder.feed(event)
    except yaml.reader.ReaderError as error:
        raise _told(diagnosis.control_character(text, error.position)) from None
    except yaml.MarkedYAMLError as error:
        raise _told(diagnosis.of(text, error)) from None
    finally:
        if loader is not None:
            loader.dispose()
    if not builder.documents:
        raise UnreadableError("empty-file")
    builder.parsed.nodes = builder.nodes
    return builder.parsed


def disguised(text: str) -> str:
    """Give a text of YAML 1.2 to a reader of YAML 1.1: sign for sign, so that its places stay."""
    if text.isascii() or not any(each in text for each in _LINE_ENDS_OF_1_1):
        return text
    return _replaced(text, _LINE_ENDS_OF_1_1)


def _replaced(text: str, signs: Mapping[str, str]) -> str:
    # `str.translate` asks for each letter, and takes a thousand times as long for Russian text.
    for old, new in signs.items():
        text = text.replace(old, new)
    return text


def _told(found: diagnosis.Diagnosis) -> UnreadableError:
    return UnreadableError(found.code, found.line, found.column, **found.facts)
