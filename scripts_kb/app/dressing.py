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

SPARE: Final = ".spare"
"""Ends the name of the site before the one that stands: most of the next one is in it already."""

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
        spare: the folder of the site before it, which may be missing; None where none is kept.
    """

    def __init__(self, site: Path, record: SiteRecord | None, spare: Path | None = None) -> None:
        self.site = site
        self._spare = spare
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
        known = _folders(self.record.files)
        with suppress(OSError):  # a disk that is full is told of by who writes files
            site.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):  # there is none, or it lies on another disk
                # A link would lead to where files are not ours.
                if self._spare and not self._spare.is_symlink():
                    self._spare.rename(laid_out)
            there: set[str] = set()
            if Path(laid_out).is_dir():
                self._keep_what_stands(laid_out, "", known, there)
            else:
                Path(laid_out).mkdir()
            for each in sorted(known - there):  # what is above comes first
                os.mkdir(f"{laid_out}/{each}")  # noqa: PTH102 - of thousands, paths by text
            for each in filter(self.stands, self.record.files.keys() - there):
                os.link(f"{self.site}/{each}", f"{laid_out}/{each}")
            self._laid_out = True

    def _keep_what_stands(
        self, laid_out: str, place: str, known: Collection[str], there: set[str]
    ) -> None:
        """Remove from a spare whatever is not, in the same place, a file of this site.

        Args:
            laid_out: the folder of the spare.
            place: the folder below it, with a slash at its end; "" for all of it.
            known: the folders of this site.
            there: gets the paths of what stays, files and folders.
        """
        with os.scandir(f"{laid_out}/{place}") as stream:
            found = list(stream)
        for each in found:
            path = f"{place}{each.name}"
            if each.is_dir(follow_symlinks=False):
                self._keep_what_stands(laid_out, f"{path}/", known, there)
                if path in known:
                    there.add(path)
                else:
                    os.rmdir(each.path)  # noqa: PTH106 - as above
            elif self.stands(path) and self._has(path, each.stat(follow_symlinks=False)):
                there.add(path)
            else:
                os.unlink(each.path)  # noqa: PTH108 - as above

    def _has(self, path: str, known: os.stat_result) -> bool:
        """Tell whether a file is this one, and no other of the same bytes."""
        return os.path.samestat(os.lstat(f"{self.site}/{path}"), known)

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
    site, name = (os.environ.get(each) for each in (SITE_VARIABLE, RECORD_VARIABLE))
    if not site or not name:
        return None
    file = Path(name)
    return StandingSite(Path(site), read(file), spare_of(file)), file


def spare_of(record: Path) -> Path:
    """Give where the site is kept that stood before the one of a record.

    Examples:
        >>> spare_of(Path("site-1f0c9d2a")).name
        'site-1f0c9d2a.spare'
    """
    return record.with_name(f"{record.name}{SPARE}")


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
