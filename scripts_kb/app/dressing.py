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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

from scripts_kb import files
from scripts_kb.app import sources
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

    def _stands(self, path: str) -> bool:
        """Tell whether a file of the site has the bytes that the record tells."""
        known = self.record.files.get(path)
        try:
            return known is not None and digest((self.site / path).read_bytes()) == known
        except OSError:
            return False

    def look(self) -> None:
        """Look at every file that is known, while there is something to wait for."""
        for path in self.record.files:
            self.stands(path)

    def lay_out(self, site: Path) -> None:
        """Make the folders of this site for another one, while there is something to wait for.

        They wait in a hidden one: MkDocs empties the folder of its site when all is generated.
        """
        laid_out = site / _LAID_OUT
        with suppress(OSError):  # a disk that is full is told of by who writes files
            laid_out.mkdir(parents=True)
            for each in sorted(self._folders()):  # what is above comes first
                (laid_out / each).mkdir()

    def move_in(self, site: Path) -> None:
        """Put the folders that were made for another site where they belong."""
        laid_out = site / _LAID_OUT
        if not laid_out.is_dir():
            return
        for each in laid_out.iterdir():
            with suppress(OSError):  # one of that name is there
                each.rename(site / each.name)
        shutil.rmtree(laid_out)

    def move_out(self, site: Path) -> None:
        """Remove the folders of this site that another one, which is whole now, has no files in."""
        for each in sorted(self._folders(), reverse=True):
            with suppress(OSError):  # most of them hold something
                (site / each).rmdir()

    def _folders(self) -> set[str]:
        found: set[str] = set()
        for path in self.record.files:
            while (path := path.rpartition("/")[0]) and path not in found:
                found.add(path)
        return found

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
