"""The base as the edits so far leave it: files with new bytes, and what they say by now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scripts_kb.content import parsing, patching, reading, rendering, spelling, writing
from scripts_kb.content.base import Base, Document
from scripts_kb.content.patching import Alteration
from scripts_kb.language import Language
from scripts_kb.problems import Place
from scripts_kb.schema import kinds, outline, paths, values
from scripts_kb.schema.values import Value

_SHOWN: Final = 60
"""Signs of a value that a message tells."""

BytesOf = Callable[[str], bytes]
"""Gives the bytes of a file by its path below the content folder."""


class RefusedEditError(Exception):
    """An edit that cannot be made."""

    def __init__(self, code: str, loc: paths.Loc = (), **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.loc = loc
        self.facts = facts


@dataclass(slots=True)
class Pending:
    """The base as the edits so far leave it."""

    base: Base
    bytes_of: BytesOf
    root: str
    documents: dict[str, Document] = field(default_factory=dict)
    files: dict[str, bytes | None] = field(default_factory=dict)
    touched: dict[str, None] = field(default_factory=dict)
    """The entities that edits changed, in order."""

    @property
    def language(self) -> Language:
        """The base's language."""
        return self.base.kb.language

    def document(self, entity: str) -> Document:
        """Give a document as it stands now."""
        found = self.documents.get(entity) or self.base.documents.get(entity)
        if found is None:
            meant = spelling.nearest(entity, self.base.documents) or "—"
            raise RefusedEditError("edit-unknown", entity=entity, meant=meant)
        return found

    def content(self, path: str) -> bytes:
        """Give the bytes of a file as they stand now."""
        kept = self.files.get(path)
        return self.bytes_of(path) if kept is None else kept

    def there(self, path: str) -> bool:
        """Tell whether there is a file now."""
        return self.files[path] is not None if path in self.files else path in self.base.files

    def write(self, path: str, content: bytes) -> Document:
        """Put new bytes in place; whoever reads them next finds what they say."""
        document, problems = reading.read(content, path, f"{self.root}{path}")
        if document is None:
            problem = next(iter(problems), None)
            raise RefusedEditError("edit-odd", said=problem.code if problem else "")
        self.files[path] = content
        self.documents[document.entity] = document
        return document

    def step(self, document: Document, step: Alteration) -> Document:
        """Make one change of a file."""
        try:
            content = patching.patched(self.content(document.path), document.path, step)
        except parsing.UnreadableError as error:
            raise RefusedEditError(error.code, step.loc, **error.facts) from None
        return self.write(document.path, content)

    def place(self, entity: str, path: str, place: Place) -> Place:
        """Find where in the files as they are on the disk a place of an entity stands."""
        document = self.base.documents.get(entity)
        if document is None:
            return place
        try:
            steps = values.descend(document.written, path, outline.of(entity))
            loc = tuple(each for each, _ in steps if each is not None)
        except ValueError:
            loc = ()
        return document.place(loc)


def first(path: str, value: Mapping[str, Any], text: str) -> bytes:
    """Give a new file as it looks best, where it says what it has to; else with all in quotes."""
    location = kinds.locate(path)
    assert location is not None, path  # noqa: S101 - made of a kind
    wanted = values.canonical(dict(value))
    try:
        raw = parsing.parse(text.encode(), markdown=location.markdown).raw
        said = values.canonical(values.typed(raw, outline.of(location.schema))[0])
    except parsing.UnreadableError:
        said = None
    if values.same(said, wanted):
        return text.encode()
    if location.markdown:
        raise RefusedEditError("edit-odd")
    return writing.dump_as_is(rendering.plainly(dict(value))).encode()


def brief(value: Value) -> str:
    """Tell a value in a message: in one line, and not all of a long one."""
    text = value if isinstance(value, str) else "" if value is None else str(value)
    text = " ".join(text.split())
    return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text or "—"
