"""Files that an earlier run has read: of the same bytes, what they say is not parsed again.

    bytes ──blob──▶ as before ──▶ the typed value that was kept ──schema──▶ Document
               └──▶ another ───▶ reading.read

Only what is sound is recalled. A line in such a file is asked for by who has something to say of
it: then the file is parsed after all, unless the earlier run was asked for the same line.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from scripts_kb.content import loading, parsing, reading
from scripts_kb.content.base import Document, Loc
from scripts_kb.content.loading import Opened
from scripts_kb.content.parsing import Parsed
from scripts_kb.content.reading import Marks
from scripts_kb.problems import Problem
from scripts_kb.schema.values import Value

Recalled = tuple[str, Value]
"""What git calls the bytes of a file, and its typed value as written."""


class RecalledFiles:
    """What the files of a content folder said to an earlier run, and say now.

    Args:
        known: by the path below the content folder.

    Attributes:
        told: the same of this run, as far as files are sound.
    """

    def __init__(self, known: Mapping[str, Recalled]) -> None:
        self._known = known
        self.told: dict[str, Recalled] = {}

    def opened(self, file: Path, path: str, shown: str) -> Opened:
        """Open a file as `loading.opened` does."""
        return loading.opened(file, path, shown, self._read)

    def _read(self, content: bytes, path: str, shown: str) -> tuple[Document | None, list[Problem]]:
        known = self._known.get(path)
        document, problems = None, list[Problem]()
        if known and known[0] == reading.blob(content):
            document = _recalled(known, content, path, shown)
        if document is None:
            document, problems = reading.read(content, path, shown)
        if document is not None and not problems:
            self.told[path] = document.blob, document.written
        return document, problems


def _recalled(known: Recalled, content: bytes, path: str, shown: str) -> Document | None:
    blob, written = known

    @cache
    def parsed() -> Parsed:
        return parsing.parse(content, markdown=path.endswith(".md"))

    lines = RecalledLines(lambda: parsed().marks), RecalledLines(lambda: parsed().key_marks)
    return reading.again(written, path, shown, blob, lines)


class RecalledLines(Mapping[Loc, tuple[int, int]]):
    """Where what a file says stands in it, found when somebody asks.

    Args:
        find: gives all of it.

    Attributes:
        told: each answer by what was asked; None for what does not stand in the file.
    """

    def __init__(self, find: Callable[[], Marks]) -> None:
        self._find = find
        self._known: Mapping[Loc, tuple[int, int] | None] = {}
        self.told: dict[Loc, tuple[int, int] | None] = {}

    def hold(self, known: Mapping[Loc, tuple[int, int] | None]) -> None:
        """Take the answers that another run gave for the same bytes."""
        self._known = known

    def __getitem__(self, loc: Loc) -> tuple[int, int]:
        found = self._known[loc] if loc in self._known else self._find().get(loc)
        self.told[loc] = found
        if found is None:
            raise KeyError(loc)
        return found

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._find())

    def __len__(self) -> int:
        return len(self._find())
