"""What is known of the site that stands: which of its pages need not be dressed again.

    tree of pages ──sha256──┐
    surroundings ──key──────┼──▶ StandingSite ──▶ pages that stand, byte for byte as if made now
    the record, and the site┘

Dressing a page is a function of its bytes in the tree and of its surroundings: the settings, the
theme, the navigation, the versions of all that takes part. A record tells what each page became. It
is believed for bytes that are there, never for files: whatever was edited, torn or is of another
version has another hash, and is dressed anew.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

from scripts_kb import files
from scripts_kb.app import sources
from scripts_kb.files import folders
from scripts_kb.past.packing import TornError, packed, unpacked

SITE_VARIABLE: Final = "SCRIPTS_KB_SITE"
RECORD_VARIABLE: Final = "SCRIPTS_KB_RECORD"
"""Name the site that stands, and the file where the MkDocs that `kb build` runs finds the record of
it, and leaves the next one."""

NEXT: Final = ".next"
"""Ends the name of a record whose site is not published yet."""

_LAID_OUT: Final = ".folders"
_FORMAT: Final = 5
_PARENT: Final = re.compile(rb"^INHERIT:\s*[\"']?([^\"'\n]+?)[\"']?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """What a site was made of.

    Attributes:
        key: the surroundings that its pages were dressed in.
        group: what the pages that are written together were made of.
        pages: the path of a page in the tree → the hash of its bytes there.
        files: the path of a file of the site → the hash of its bytes.
        beside: files that the pages written together bring with them.
        anchors: the path of such a page in the tree → the anchors it has.
        shells: the name of what was dressed around pages that are one block → its pieces.
        blocks: the path of a page that is one block → which of the shells is around it, counted
            from 0; -1 for none of them.
        scripts: what pages have in common: the inline scripts that the theme put around them.
        inline: the path of a page of the site → which of these it has, counted from 0.
        closed: whether the site depends on nothing but its inputs, as far as they can be named.
        inputs: their name; "" where they are not all, or changed meanwhile.
        ordered: what tree was made for it, as its order tells it; empty where nobody knows.
    """

    key: str
    group: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    anchors: Mapping[str, list[str]] = field(default_factory=dict)
    shells: Mapping[str, Sequence[str]] = field(default_factory=dict)
    blocks: Mapping[str, int] = field(default_factory=dict)
    scripts: Sequence[Sequence[str]] = ()
    inline: Mapping[str, int] = field(default_factory=dict)
    closed: bool = False
    inputs: str = ""
    ordered: tuple[str, ...] = ()


def read(file: Path) -> SiteRecord | None:
    """Read a record; None where there is none that can be believed."""
    with suppress(OSError, TornError, TypeError):
        version, known = unpacked(files.read(file, files.LARGEST_KEPT))
        if version == _FORMAT:
            return SiteRecord(**known)
    return None


def write(file: Path, record: SiteRecord) -> None:
    """Write a record.

    Raises:
        OSError: where the disk refuses.
    """
    told = {each.name: getattr(record, each.name) for each in fields(record)}
    files.write(file, packed([_FORMAT, told]))


def digest(content: bytes) -> str:
    """Name bytes by their hash."""
    return hashlib.sha256(content).hexdigest()


class StandingSite:
    """A site that stands, and what is known of it.

    Args:
        site: its folder, which may be missing.
        record: what it was made of; None where nobody knows.
    """

    def __init__(self, site: Path, record: SiteRecord | None) -> None:
        self.site = site
        self.record = record or SiteRecord("")
        self.stands = cache(self._stands)
        self._laid_out = False

    def _stands(self, path: str) -> bool:
        """Tell whether a file of the site has the bytes that the record tells."""
        known = self.record.files.get(path)
        if known is None:
            return False
        try:
            # Of thousands: paths by text, and no buffer for what is read at once.
            with open(f"{self.site}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123
                return digest(stream.read()) == known
        except OSError:
            return False

    def look(self) -> None:
        """Look at every file that is known, while there is something to wait for."""
        for path in self.record.files:
            self.stands(path)

    def lay_out(self, site: Path) -> None:
        """Make this site once more for another one, while there is something to wait for.

        It waits in a hidden folder: MkDocs empties that of its site when all is generated, and
        whatever is written until all is dressed must not be written into the published files.
        """
        laid_out = f"{site}/{_LAID_OUT}"
        with suppress(OSError):  # a disk that is full is told of by who writes files
            os.makedirs(laid_out)  # noqa: PTH103 - of thousands, paths by text
            for each in sorted(_folders(self.record.files)):  # what is above comes first
                os.mkdir(f"{laid_out}/{each}")  # noqa: PTH102
            for each in filter(self.stands, self.record.files):
                os.link(f"{self.site}/{each}", f"{laid_out}/{each}")
            self._laid_out = True

    def move_in(self, site: Path, same: Collection[str]) -> None:
        """Put what was laid out for another site beside what was written for it meanwhile.

        Args:
            site: the folder of the other one.
            same: the paths of the files that are to be those of this site.

        Raises:
            OSError: where the disk refuses.
        """
        laid_out = site / _LAID_OUT
        if self._laid_out:
            self._replace(site, laid_out, same)
            return
        folders.removed(laid_out)  # a part of it, where the disk refused
        for path in sorted(same):
            self.give(path, site)

    def _replace(self, site: Path, laid_out: Path, same: Collection[str]) -> None:
        """Put what was written among what was laid out, and all of it in its place."""
        others = self.record.files.keys() - same
        for path in others:
            with suppress(FileNotFoundError):  # it was not as it is known
                os.unlink(f"{laid_out}/{path}")  # noqa: PTH108 - hundreds, paths by text
        for folder in sorted(_folders(others), reverse=True):
            with suppress(OSError):  # most of them hold something
                (laid_out / folder).rmdir()
        written = set(site.iterdir()) - {laid_out}
        for each in written:
            for path in below(each) if each.is_dir() else ("",):
                named = f"{each.name}/{path}" if path else each.name
                if named not in same:
                    _moved(site / named, laid_out / named)
            folders.removed(each)
        for each in laid_out.iterdir():
            each.rename(site / each.name)
        laid_out.rmdir()

    def whole(self) -> bool:
        """Tell whether the site is what the record tells, and has nothing else in it."""
        return set(below(self.site)) == set(self.record.files) and all(
            map(self.stands, self.record.files)
        )

    def give(self, path: str, site: Path) -> None:
        """Put a file of this site into another: the same file, where the disk can, else a copy.

        Raises:
            OSError: where the disk refuses.
        """
        source, target = f"{self.site}/{path}", site / path
        try:
            # Of thousands the likely comes first.
            os.link(source, target)
        except OSError:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            try:
                os.link(source, target)
            except OSError:
                shutil.copyfile(source, target)


def _folders(paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return found


def _moved(file: Path, place: Path) -> None:
    try:
        file.rename(place)
    except FileNotFoundError:
        place.parent.mkdir(parents=True)
        file.rename(place)


def put(site: Path, path: str, content: bytes) -> None:
    """Write a file of a new site.

    Raises:
        OSError: where the disk refuses.
    """
    target = site / path
    try:
        target.write_bytes(content)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def of_environment() -> tuple[StandingSite, Path] | None:
    """Give the site that stands and where its record is; None where MkDocs was run by itself."""
    site, file = (os.environ.get(each) for each in (SITE_VARIABLE, RECORD_VARIABLE))
    return (StandingSite(Path(site), read(Path(file))), Path(file)) if site and file else None


def hashes(site: Path, known: Mapping[str, str]) -> dict[str, str]:
    """Name each file of a site by its hash.

    Args:
        site: its folder.
        known: hashes that need not be computed again.
    """
    return {
        path: known[path] if path in known else digest((site / path).read_bytes())
        for path in sorted(below(site))
    }


def below(folder: Path) -> Iterator[str]:
    """Yield the path of each file below a folder."""
    start = len(os.fspath(folder)) + 1
    for name, _, found in os.walk(folder):
        place = name[start:].replace(os.sep, "/")
        yield from (f"{place}/{each}" for each in found) if place else found


# Surroundings ------------------------------------------------------------------------------------


def key(parts: Iterable[Any]) -> str:
    """Name whatever is given, in its order, by one hash."""
    return digest(packed([_FORMAT, *parts]))


def versions() -> list[Any]:
    """Name the programs that take part: Python, what is installed beside us, our own sources."""
    return [sources.ours(), sources.libraries()]


def settings(file: Path) -> list[str]:
    """Tell what a file of MkDocs' settings says: its text, the environment's, that of its parents.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = Path(folder, "base.yml").write_text("site_name: A")
        ...     _ = Path(folder, "mkdocs.yml").write_text("INHERIT: base.yml")
        ...     settings(Path(folder, "mkdocs.yml"))
        ['INHERIT: base.yml', 'site_name: A']
    """
    try:
        content = files.read(file)
    except OSError:
        return []
    told = [content.decode("utf-8", "replace")]
    if b"!ENV" in content:
        words = set(re.findall(r"\w+", told[0]))
        told += [f"{name}={os.environ[name]}" for name in sorted(words & set(os.environ))]
    for parent in _PARENT.findall(content):
        told += settings(file.parent / os.fsdecode(parent))
    return told


def folder(path: Path) -> list[list[str]]:
    """Tell what is in a folder: paths and hashes."""
    return [[each, _hash(path / each)] for each in sorted(below(path))]


def _hash(file: Path) -> str:
    with files.opened(file) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
