"""One state of the content folder: its files as bytes, parsed only where something asks for them.

A review needs what differs, and who mentions it. Bytes are searched for ids first, for parsing is
what costs: of two thousand files a change of ten entities parses some forty.
"""

import difflib
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts_kb.content.versions import PastFile
from scripts_kb.files import LARGEST
from scripts_kb.git.records import FILE, LINK, ODD_MODES, Touched
from scripts_kb.review import pairing
from scripts_kb.review.pairing import Paired, ReadFile
from scripts_kb.schema import kinds
from scripts_kb.schema.values import Value

_TOKEN: Final = re.compile(rb"[a-z0-9][a-z0-9_-]*")
_ID: Final = re.compile(rb"^id:[ \t]*[\"']?([a-z0-9][a-z0-9-]*)", re.MULTILINE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_SHA1: Final = 40
_NEAR: Final = 0.75
"""How alike two references are, of which one may be meant for the other: one letter of six."""

PastReader = Callable[[bytes, str], PastFile]
Fetch = Callable[[Iterable[str]], Mapping[str, bytes | None]]


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A file: a name of its bytes, its mode as git writes it, the bytes; None for too many."""

    blob: str
    mode: str
    content: bytes | None

    @property
    def same(self) -> tuple[str, str]:
        """What two equal files have in common."""
        return self.blob, ODD_MODES.get(self.mode, "")


class Shelf:
    """The files of one tree.

    Args:
        files: path below the content folder → file; only files that may hold entities.
        read: reads a file's bytes; it had better keep its answers.
    """

    def __init__(self, files: Mapping[str, FileBytes], read: PastReader) -> None:
        self.files = files
        self.read = read
        self._words: Counter[str] | None = None
        self._tokens: dict[str, frozenset[bytes]] = {}
        self._found: dict[str, Value] = {}
        self._plainly: dict[tuple[str, str], list[str]] | None = None

    def listing(self) -> dict[str, tuple[str, str]]:
        """Give the tree as git lists it: path → (mode, blob)."""
        return {path: (source.mode, source.blob) for path, source in self.files.items()}

    def contents(self) -> dict[str, bytes | None]:
        """Give the contents of the files by blob, None for one too large; of links nothing."""
        files = self.files.values()
        return {each.blob: each.content for each in files if each.mode not in ODD_MODES}

    def file(self, path: str) -> ReadFile:
        """Read a file."""
        source = self.files[path]
        if source.mode in ODD_MODES:
            past = PastFile(None, None, fits=False, problem=ODD_MODES[source.mode])
        elif source.content is None:
            past = PastFile(None, None, fits=False, problem="too-big")
        else:
            past = self.read(source.content, path)
        return ReadFile(past, "|".join(source.same))

    def entity(self, path: str) -> tuple[str, Value] | None:
        """Give the entity that a file says it holds, with its value."""
        location = kinds.locate(path)
        past = self.file(path).past
        return (f"{location.kind}/{past.id}", past.value) if location and past.id else None

    def says(self, word: str) -> bool:
        """Tell whether the files say a word more than once, in small letters with «е» for «ё»."""
        if self._words is None:
            texts = (each.content or b"" for each in self.files.values())
            self._words = Counter(
                found.replace("ё", "е")
                for text in texts
                for found in _WORD.findall(text.decode(errors="replace").casefold())
            )
        return self._words[word] > 1

    def mentioning(self, words: Iterable[str]) -> Iterator[str]:
        """Yield the files whose text holds one of some ids or names.

        A file with escapes might spell one out: it is always among them.
        """
        wanted = frozenset(word.encode() for word in words)
        if not wanted:
            return
        for path, source in self.files.items():
            if source.content is None or source.mode in ODD_MODES:
                continue
            if path not in self._tokens:
                self._tokens[path] = frozenset(_TOKEN.findall(source.content))
            if not wanted.isdisjoint(self._tokens[path]) or b"\\" in source.content:
                yield path

    def find(self, entity: str) -> Value:
        """Give an entity's value, None where there is none."""
        if entity not in self._found:
            self._found[entity] = self._look(entity)
        return self._found[entity]

    def _look(self, entity: str) -> Value:
        path = self.path(entity)
        return self.file(path).past.value if path else None

    def path(self, entity: str) -> str | None:
        """Give the file that holds an entity, None where none does."""
        kind, _, id_ = entity.partition("/")
        if kind == "config":
            path = f"{id_}.yml"
            return path if path in self.files else None
        folder = kinds.FOLDER_OF.get(kind, "")
        plainly = self._first(entity, self._said().get((folder, id_), ()))
        return plainly or self._first(entity, self._spelled(folder, id_))

    def _first(self, entity: str, paths: Iterable[str]) -> str | None:
        for path in paths:
            found = self.entity(path)
            if found and found[0] == entity:
                return path
        return None

    def meant(self, written: str) -> str:
        """Give the entity that a title, or a reference with a slip, likely means; "" for none."""
        known = {
            f"{kinds.FOLDERS[folder]}/{id_}": paths
            for (folder, id_), paths in self._said().items()
            if folder in kinds.FOLDERS
        }
        wanted = written.strip(' .«»"').casefold()
        for entity, paths in known.items():
            value = self.file(paths[0]).past.value
            title = value.get("title") if isinstance(value, dict) else None
            if isinstance(title, str) and title.casefold() == wanted:
                return entity
        return next(iter(difflib.get_close_matches(wanted, known, 1, _NEAR)), "")

    def _said(self) -> dict[tuple[str, str], list[str]]:
        """Map folder and id to the files whose text plainly says it, as nearly all do."""
        if self._plainly is None:
            self._plainly = {}
            for path, source in self.files.items():
                match = _ID.search(source.content or b"")
                if match:
                    key = path.partition("/")[0], match[1].decode()
                    self._plainly.setdefault(key, []).append(path)
        return self._plainly

    def _spelled(self, folder: str, id_: str) -> Iterator[str]:
        """Yield the files of a folder that may spell an id in another way."""
        for path in self.mentioning([id_]):
            if path.partition("/")[0] == folder:
                yield path


def differing(before: Shelf, after: Shelf) -> list[str]:
    """List the paths whose files differ, in byte order."""
    paths = before.files.keys() | after.files.keys()
    found = [
        path
        for path in paths
        if path not in before.files
        or path not in after.files
        or before.files[path].same != after.files[path].same
    ]
    return sorted(found, key=lambda path: path.encode("utf-8", "surrogateescape"))


def pair(before: Shelf, after: Shelf) -> Paired:
    """Pair the entities of two trees, reading only files that differ or say the same ids."""
    paths = differing(before, after)
    sides = before, after
    known = [shelf.file(path).past.id for shelf in sides for path in paths if path in shelf.files]
    ids = {each for each in known if each}
    found = []
    for shelf in sides:
        files = {path: shelf.file(path) for path in paths if path in shelf.files}
        files |= {path: shelf.file(path) for path in shelf.mentioning(ids)}
        found.append(files)
    return pairing.pairs(found[0], found[1])


def of_commit(tree: Mapping[str, tuple[str, str]], fetch: Fetch) -> dict[str, FileBytes]:
    """Take the files that may hold entities out of a commit's tree: path → (mode, blob)."""
    listed = {path: each for path, each in tree.items() if kinds.locate(path)}
    contents = fetch([blob for mode, blob in listed.values() if mode not in ODD_MODES])
    return {
        path: FileBytes(blob, mode, contents.get(blob)) for path, (mode, blob) in listed.items()
    }


def on_disk(folder: Path, ignored: frozenset[str], committed: Shelf) -> dict[str, FileBytes]:
    """Read the files of a folder that may hold entities; links are not followed.

    Args:
        folder: the content folder; a missing one holds nothing.
        ignored: paths below it that are no part of the knowledge base.
        committed: the tree that is checked out; an equal file gets the name of its blob.
    """
    found = {}
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in (*files, *(each for each in folders if Path(top, each).is_symlink())):
            file = Path(top, name)
            path = file.relative_to(folder).as_posix()
            if path in ignored or not kinds.locate(path):
                continue
            old = committed.files.get(path)
            if file.is_symlink():
                link = str(file.readlink()).encode("utf-8", "surrogateescape")
                found[path] = FileBytes(_blob(link, old), LINK, None)
            elif file.is_file():
                found[path] = _file(file, old)
    return found


def _file(file: Path, old: FileBytes | None) -> FileBytes:
    size = file.stat().st_size
    if size > LARGEST:
        same = old is not None and old.content is None
        return FileBytes(old.blob if same and old else f"size {size}", FILE, None)
    content = file.read_bytes()
    # A checkout may write other line ends than the repository holds.
    if old is not None and old.content is not None and _lines(content) == _lines(old.content):
        return old
    return FileBytes(_blob(content, None), FILE, content)


def _lines(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _blob(content: bytes, old: FileBytes | None) -> str:
    """Name bytes as git does."""
    longer = old is not None and len(old.blob) > _SHA1
    name = hashlib.sha256() if longer else hashlib.sha1(usedforsecurity=False)
    name.update(b"blob %d\0" % len(content))
    name.update(content)
    return name.hexdigest()


def touched(
    before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]
) -> Iterator[Touched]:
    """Yield the files that differ between two trees, as a commit lists them."""
    for path in sorted(before.keys() | after.keys()):
        old_mode, old = before.get(path, ("000000", ""))
        new_mode, new = after.get(path, ("000000", ""))
        if (old_mode in ODD_MODES, old) != (new_mode in ODD_MODES, new):
            yield Touched(path, old, new, old_mode, new_mode)


def notes(shelf: Shelf, named: Iterable[str], paths: Iterable[str]) -> dict[str, Value]:
    """Give the change files that may speak of a change: id → value.

    Args:
        shelf: the tree after.
        named: ids of change files that messages name, and of commits that files may name.
        paths: the files that the change touched.
    """
    files = {path for path in paths if path in shelf.files}
    files |= set(shelf.mentioning(named))
    found: dict[str, Value] = {}
    for path in sorted(path for path in files if path.startswith("changes/")):
        entity = shelf.entity(path)
        if entity and isinstance(entity[1], dict):
            found.setdefault(entity[0].partition("/")[2], entity[1])
    return found
