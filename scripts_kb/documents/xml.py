"""XML of others: read as a stream, no deeper than it may be, and no declaration of entities.

    chunks ──decoded here──▶ expat ──▶ elements of the wanted names, one after another

Names have short prefixes of their own (`w:p`, `s:row`), whatever those of the file are: `Strict`
documents have other addresses of the same vocabulary. Nothing outside is ever opened.
"""

import codecs
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Final
from xml.parsers import expat

from scripts_kb.documents.errors import DamagedError

DEEPEST: Final = 200
_MOST: Final = 8_000_000
"""Elements of a part: a million cells take half of them."""
_LARGEST: Final = 500_000
"""Elements that are held at once, sixteen signs counted as one; a table of five thousand rows takes
a third of them."""
_SIGNS: Final = 16
_MOST_BRACKETS: Final = 300_000
_MOST_COMMAS: Final = 2_000_000
"""A flow of two thousand steps has a seventh of either; each makes a value of JSON."""
_VOCABULARIES: Final = (
    ("wordprocessingml", "w"),
    ("spreadsheetml", "s"),
    ("drawingml", "a"),
    ("package/2006/relationships", ""),
    ("relationships", "r"),
    ("markup-compatibility", "mc"),
    ("vml", "v"),
    ("opendocument:xmlns:table", "table"),
    ("opendocument:xmlns:text", "text"),
    ("opendocument:xmlns:office", "office"),
    ("opendocument:xmlns:style", "style"),
    ("1999/xlink", "xlink"),
    ("2000/xmlns", "xmlns"),
)
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,99}encoding\s*=\s*["']([\w-]{1,20})["']""")
_KNOWN: Final = {"windows-1251": "cp1251", "cp1251": "cp1251"}
_ALONE: Final = '<?xml version="1.0" standalone="yes"?>'
_OF_ITSELF: Final = re.compile(
    r"""<\?xml\s+version\s*=\s*(["'])1\.\d+\1"""
    r"""(?:\s+encoding\s*=\s*(["'])[\w.-]+\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\3)?\s*\?>"""
)
_LONGEST_DECLARATION: Final = 200


class Element:
    """An element: its name, its attributes, and texts and elements inside it, in order."""

    __slots__ = ("attributes", "inside", "name")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self.name = name
        self.attributes = attributes
        self.inside: list[Element | str] = []

    def children(self, name: str = "") -> Iterator["Element"]:
        """Yield the elements inside, all or those of a name."""
        for each in self.inside:
            if isinstance(each, Element) and name in {"", each.name}:
                yield each

    def child(self, name: str) -> "Element | None":
        """Give the first element of a name inside."""
        return next(self.children(name), None)

    def all(self, *names: str) -> Iterator["Element"]:
        """Yield the elements of some names at any depth, in order, itself included."""
        if self.name in names:
            yield self
        for each in self.children():
            yield from each.all(*names)

    def get(self, name: str, default: str = "") -> str:
        """Give an attribute."""
        return self.attributes.get(name, default)

    def value(self, name: str) -> str | None:
        """Give `w:val` of the first element of a name inside: "" where it has none."""
        found = self.child(name)
        return None if found is None else found.get("w:val")

    @property
    def refers(self) -> str:
        """The id of what it refers to, "" where to nothing.

        Where nobody knows the address of its names, `r:id` is `id`; what it means is there still.
        """
        return self.get("r:id") or self.get("id")

    @property
    def text(self) -> str:
        """All text inside, at any depth."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)


class _Growing:
    """What expat has read so far."""

    def __init__(self, wanted: Collection[str], opened: Collection[str]) -> None:
        self.wanted = wanted
        self.opened = opened
        self.ready: list[Element] = []
        self.stack: list[Element] = []
        self.depth = 0
        self.seen = 0
        self.held = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.seen += 1
        if self.depth > DEEPEST:
            raise DamagedError("document-deep")
        if self.seen > _MOST:
            raise DamagedError("document-cells")
        short = _short(name)
        begins = not self.stack and short in self.opened
        if not begins and not self.stack and short not in self.wanted and "*" not in self.wanted:
            return
        made = Element(short, {_short(key): value for key, value in attributes.items()})
        if begins:
            self.ready.append(made)
            return
        if self.stack:
            self.stack[-1].inside.append(made)
        self.stack.append(made)
        self._hold(_SIGNS + sum(map(len, attributes.values())))

    def end(self, _name: str) -> None:
        self.depth -= 1
        if self.stack:
            made = self.stack.pop()
            if not self.stack:
                self.ready.append(made)
                self.held = 0

    def text(self, text: str) -> None:
        if self.stack:
            self.stack[-1].inside.append(text)
            self._hold(len(text))

    def _hold(self, signs: int) -> None:
        self.held += signs
        if self.held > _LARGEST * _SIGNS:
            raise DamagedError("document-cells")


def elements(
    chunks: Iterable[bytes], wanted: Collection[str], opened: Collection[str] = ()
) -> Iterator[Element]:
    """Yield the outermost elements of the wanted names, each as soon as it ends.

    Args:
        chunks: the bytes of the file.
        wanted: names with our prefixes; `*` wants the root.
        opened: names of elements that are told when they begin, empty; the wanted ones inside
            follow.

    Raises:
        DamagedError: for what is no XML, is too deep, or has a DOCTYPE with a body.
    """
    growing = _Growing(wanted, opened)
    parser = _parser(growing)
    try:
        for text in _alone(_decoded(chunks)):
            parser.Parse(text.encode("utf-8", "surrogatepass"), False)
            yield from growing.ready
            growing.ready.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, ValueError) as error:
        raise DamagedError from error
    yield from growing.ready


def inside(chunks: Iterable[bytes], name: str, wanted: Collection[str]) -> Iterator[Element]:
    """Yield the outermost elements of the wanted names in a file whose root has a name.

    Raises:
        DamagedError: as `elements`, and where the root is another: then nothing would be found.
    """
    found = elements(chunks, wanted, (name,))
    first = next(found, None)
    if first is None or first.name != name:
        raise DamagedError
    yield from found


def root(content: bytes) -> Element:
    """Read a whole file.

    Raises:
        DamagedError: as `elements`.

    Examples:
        >>> root(b'<map><node TEXT="a"/></map>').child("node").get("TEXT")
        'a'
    """
    return whole([content])


def whole(chunks: Iterable[bytes]) -> Element:
    """Read a file to its end, and give its root.

    Raises:
        DamagedError: as `elements`.
    """
    found = list(elements(chunks, ("*",)))
    if not found:
        raise DamagedError
    return found[0]


def _parser(growing: _Growing) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = growing.start
    parser.EndElementHandler = growing.end
    parser.CharacterDataHandler = growing.text
    parser.StartNamespaceDeclHandler = _namespace
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _entity
    return parser


def _doctype(_name: str, _system: str | None, _public: str | None, has_body: int) -> None:
    if has_body:
        raise DamagedError("document-doctype")


def _namespace(_prefix: str | None, address: str | None) -> None:
    # The second reader parts names from their addresses by this sign, and takes none with it.
    if address and "}" in address:
        raise DamagedError


def _entity(*_declared: object) -> None:
    raise DamagedError("document-doctype")


@cache
def _short(name: str) -> str:
    address, _, local = name.rpartition(" ")
    if not address:
        return name
    prefix = next((short for part, short in _VOCABULARIES if part in address), "")
    return f"{prefix}:{local}" if prefix else local


def _decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder: codecs.IncrementalDecoder | None = None
    for chunk in chunks:
        if decoder is None:
            decoder = codecs.getincrementaldecoder(_encoding(chunk))()
        yield decoder.decode(chunk)
    if decoder is not None:
        yield decoder.decode(b"", True)


def _alone(texts: Iterator[str]) -> Iterator[str]:
    """Say in place of the file's own declaration that nothing elsewhere belongs to it.

    What a DOCTYPE elsewhere would declare expat leaves out without a word, in an attribute even
    without an event; of a file that stands alone it says that it is not declared.
    """
    start = ""
    for text in texts:
        start += text
        if len(start) >= _LONGEST_DECLARATION:
            break
    own = _OF_ITSELF.match(start)
    if own is None and start[:6].rstrip() == "<?xml":
        raise DamagedError
    yield _ALONE
    yield start[own.end() if own else 0 :]
    yield from texts


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _DECLARED.match(head)
    return _KNOWN.get(declared[1].decode().lower() if declared else "", "utf-8-sig")


_BRACKET: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]')


def see_json(text: str) -> None:
    """See that JSON is no deeper and no longer than may be, before it is read.

    Raises:
        DamagedError: where brackets stand in each other deeper than elements may, or where there
            are more of them, or more commas, than any flow or map has.

    Examples:
        >>> see_json("[" * 200), see_json('["[[["]')
        (None, None)
    """
    brackets = text.count("[") + text.count("{")
    if brackets > _MOST_BRACKETS or text.count(",") > _MOST_COMMAS:
        raise DamagedError("document-units")
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > DEEPEST:
            raise DamagedError("document-deep")
