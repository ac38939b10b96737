"""The content folder to a `Base`: every file is read, every mistake collected, none is skipped.

    files ──▶ names (known folder? known suffix? one spelling?) ──▶ reading ──▶ Base
                                                                       └──▶ unread: there, but mute

A file that cannot be read still stands for its entity: what refers to it is no mistake of its own.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scripts_kb import files
from scripts_kb.content import age, drawings, reading, spelling
from scripts_kb.content.base import Base, Document
from scripts_kb.files import progress
from scripts_kb.problems import Place, Problem, UserError, refusal
from scripts_kb.schema import kinds
from scripts_kb.schema.config import Kb, Wording, Zones

_IGNORED_NAMES: Final = frozenset({"Thumbs.db", "desktop.ini"})
_POINTER: Final = b"version https://git-lfs.github.com/spec/"
"""How a file begins in whose place Git LFS left a note of where it is kept."""
_ENGLISH: Final = re.compile(rb"^language:[ \t]*[\"']?en\b", re.MULTILINE)
_ID_LINE: Final = re.compile(
    rb"^id:[ \t]*[\"']?([a-z0-9][a-z0-9-]{0,63})[\"']?[ \t\r]*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What one file gave: its document or what it probably holds, and its mistakes."""

    document: Document | None
    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()
    """The entities that stand in it, where nothing of it can be read."""
    english: bool = False
    """Whether settings that cannot be read still name English."""


Opening = Callable[[Path, str, str], Opened]
"""Opens a file: where it is, its path below the content folder, how messages name it."""


@dataclass(slots=True)
class _Loading:
    """What has been read so far."""

    shown: str
    documents: dict[str, Document] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    english: bool = False
    """Whether settings that cannot be read still name English."""

    def report(self, path: str, code: str, **facts: Any) -> None:
        """Name a mistake of a file as a whole."""
        self.problems.append(Problem(Place(f"{self.shown}/{path}"), code, facts))


def load(
    content: Path,
    *,
    shown: str = "content",
    ignored: frozenset[str] = frozenset(),
    opening: Opening | None = None,
) -> tuple[Base, list[Problem]]:
    """Read a content folder.

    Args:
        content: the folder.
        shown: how messages name it.
        ignored: paths below it that git ignores; they are no part of the knowledge base.
        opening: opens files; who reads a folder again and again gives a memory of those that it
            knows. `opened` where left out.

    Returns:
        The base, and the mistakes found while reading, in the order of files and lines.

    Raises:
        UserError: where the folder does not exist or holds nothing, or is made for a later release.
    """
    if not content.is_dir():
        raise UserError("no-content", folder=shown)
    loading = _Loading(shown)
    found = [path for path in _walk(content, content, loading) if path not in ignored]
    _names(found, loading)
    for path in progress.of("reading", found):
        if kinds.locate(path) is not None:
            _take((opening or opened)(content / path, path, f"{shown}/{path}"), loading)
        elif path.partition("/")[0] in kinds.UNVERSIONED:
            _hollow(content / path, path, loading)
    if not loading.documents and not loading.problems:
        raise UserError("empty-content", folder=shown)
    return _base(loading, frozenset(found)), loading.problems


def _walk(folder: Path, root: Path, loading: _Loading) -> Iterator[str]:
    try:
        with os.scandir(folder) as found:
            inside = sorted(found, key=lambda each: each.name)
    except OSError as error:
        where = folder.relative_to(root).as_posix()
        loading.report(where, "unreadable", reason=refusal(error))
        return
    below = "" if folder == root else f"{folder.relative_to(root).as_posix()}/"
    for each in inside:
        if each.name.startswith(".") or each.name in _IGNORED_NAMES:
            continue
        if each.is_symlink():
            loading.report(f"{below}{each.name}", "symlink")
        elif each.is_dir():
            yield from _walk(folder / each.name, root, loading)
        elif each.is_file():
            yield f"{below}{each.name}"
        else:
            loading.report(f"{below}{each.name}", "no-plain-file")


def _names(found: Iterable[str], loading: _Loading) -> None:
    """Name files that no kind will ever read, and names that one cannot tell apart everywhere."""
    taken: dict[str, str] = {}
    for path in found:
        plain = unicodedata.normalize("NFC", path)
        other = taken.setdefault(plain.casefold(), path)
        if other != path:
            loading.report(path, "same-file-name", other=f"{loading.shown}/{other}")
        elif plain != path:
            loading.report(path, "decomposed-name")
        _misplaced(path, loading)


def _misplaced(path: str, loading: _Loading) -> None:
    if kinds.locate(path) is not None:
        return
    folder, slash, _ = path.partition("/")
    if slash and folder in kinds.UNVERSIONED:
        return
    if slash and folder in kinds.FOLDERS:
        loading.report(path, "unknown-suffix", suffix=PurePosixPath(path).suffix or "—")
    elif slash:
        known = (*kinds.FOLDERS, *kinds.UNVERSIONED)
        meant = spelling.nearest(folder, known) or " | ".join(known)
        loading.report(path, "unknown-folder", folder=folder, meant=meant)
    else:
        loading.report(path, "unknown-file", file=path, meant=", ".join(kinds.CONFIG_FILES))


BytesReader = Callable[[bytes, str, str], tuple[Document | None, list[Problem]]]
"""Reads the bytes of a file, as `reading.read` does."""


def opened(file: Path, path: str, shown: str, reader: BytesReader = reading.read) -> Opened:
    """Open a file and read what it says.

    Args:
        file: where it is.
        path: its path below the content folder.
        shown: how messages name it.
        reader: reads its bytes.
    """
    try:
        content = files.read(file)
    except files.LargeFileError:
        return _mute(path, shown, "too-big", limit=files.LARGEST_CARD // 1000)
    except OSError as error:
        return _mute(path, shown, "unreadable", reason=refusal(error))
    if content.startswith(_POINTER):
        return _mute(path, shown, "lfs-pointer", file=shown)
    document, found = reader(content, path, shown)
    if document is not None:
        return Opened(document, tuple(found))
    english = path == "kb.yml" and _ENGLISH.search(content) is not None
    return Opened(None, tuple(found), tuple(_probable(path, content)), english)


def _mute(path: str, shown: str, code: str, **facts: Any) -> Opened:
    problem = Problem(Place(shown), code, facts)
    return Opened(None, (problem,), tuple(_probable(path, b"")))


def _take(found: Opened, loading: _Loading) -> None:
    loading.problems.extend(found.problems)
    loading.unread.update(found.unread)
    loading.english |= found.english
    document = found.document
    if document is None:
        return
    holder = loading.documents.setdefault(document.entity, document)
    if holder is not document:
        facts = {"entity": document.entity, "other": holder.shown}
        loading.problems.append(Problem(document.place(("id",)), "duplicate-id", facts))


def _hollow(file: Path, path: str, loading: _Loading) -> None:
    """Name a material, or a file of facts, in which there is nothing to hand out or to read.

    And a material that a browser would run: it would do so on the site's own address.
    """
    try:
        with files.opened(file) as stream:
            whole = drawings.is_drawing(path)
            start = stream.read(files.LARGEST + 1 if whole else len(_POINTER))
    except OSError as error:
        loading.report(path, "unreadable", reason=refusal(error))
        return
    runs = drawings.active(path, start) if path.startswith("materials/") else ""
    if start.startswith(_POINTER):
        loading.report(path, "lfs-pointer", file=f"{loading.shown}/{path}")
    elif runs and start:
        loading.report(path, "active-material", what=runs)
    elif not start and path.startswith("materials/"):
        loading.report(path, "empty-material")


def _probable(path: str, content: bytes) -> Iterator[str]:
    """Guess which entity a file holds that cannot be read: by its line `id:`, or by its name."""
    location = kinds.locate(path)
    assert location is not None, path  # noqa: S101 - the caller walks entities only
    match = _ID_LINE.search(content)
    stem = PurePosixPath(path).stem
    yield f"{location.kind}/{location.name or (match[1].decode() if match else stem)}"


def _base(loading: _Loading, found: frozenset[str]) -> Base:
    documents = loading.documents
    told = documents["config/kb"].value if "config/kb" in documents else None
    if isinstance(told, dict) and age.FIELD in told:
        age.refuse_younger(told[age.FIELD], f"{loading.shown}/kb.yml")
    by_kind = sorted(
        documents.values(), key=lambda each: (kinds.ORDER.get(each.kind, -1), each.entity)
    )
    settings = {each.id: each.record for each in by_kind if each.kind == "config"}
    if "config/kb" not in documents and "config/kb" not in loading.unread:
        loading.report("kb.yml", "no-kb")
    synonyms = settings.get("synonyms")
    return Base(
        documents={each.entity: each for each in by_kind},
        kb=_kb(settings.get("kb"), loading),
        zones=settings.get("zones") or Zones(),
        synonyms=synonyms.root if synonyms else (),
        wording=settings.get("wording") or Wording(),
        files=found,
        unread=frozenset(loading.unread),
    )


def _kb(kb: Kb | None, loading: _Loading) -> Kb:
    """Give the settings; of those with a mistake, the language and the zone all the same."""
    document = loading.documents.get("config/kb")
    if kb is None:
        value = document.value if document else None
        found: Mapping[str, Any] = value if isinstance(value, dict) else {}
        zone = found.get("time_zone")
        kb = Kb(
            language="en" if loading.english or found.get("language") == "en" else "ru",
            time_zone=zone if isinstance(zone, str) else "UTC",
        )
    try:
        ZoneInfo(kb.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if document is not None:
            place = document.place(("time_zone",))
            loading.problems.append(Problem(place, "unknown-time-zone", {"name": kb.time_zone}))
        return kb.model_copy(update={"time_zone": "UTC"})
    return kb
