"""A small knowledge base in a folder of its own for each process, and the command line on it."""

import contextlib
import datetime as dt
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from scripts_kb import cli
from scripts_kb.content import starter
from scripts_kb.schema import kinds
from tools.benches import _forked

ROOT: Final = Path(__file__).resolve().parents[2]
CORPUS: Final = ROOT / "tests" / "corpus"
TODAY: Final = "2026-11-21"
LANGUAGES: Final = ("ru", "en")


class BrokenError(Exception):
    """What a reader did and may not do."""


@dataclass(frozen=True, slots=True)
class Named:
    """A file of a corpus: the path that it has for its reader, and its bytes."""

    path: str
    content: bytes
    kept: bool = False
    """Whether an earlier run found it, so that nothing of it is left out."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of foreign bytes.

    Attributes:
        name: What it is called.
        ways: How its files are spoiled: ``yaml``, ``json``, ``text``, ``bytes``.
        share: Of a hundred trials, how many are its own.
        read: Reads a file as if it had a path; raises where something may not be.
        corpus: What it reads as it should be.
        kept: The folder of what earlier runs found, below the corpus of the tests.
    """

    name: str
    ways: str
    share: int
    read: Callable[[Named], None]
    corpus: Callable[[], Sequence[Named]]
    kept: str = ""

    def files(self) -> tuple[Named, ...]:
        """Gives the corpus, and what was found by earlier runs."""
        return (*self.corpus(), *self.found())

    def found(self) -> tuple[Named, ...]:
        """Gives what was found by earlier runs."""
        below = CORPUS / (self.kept or self.name)
        files = sorted(each for each in below.rglob("*") if each.is_file())
        return tuple(
            Named(each.relative_to(below).as_posix(), each.read_bytes(), kept=True)
            for each in files
        )


class Base:
    """A small knowledge base in a folder of this process; a file is put into it and taken out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self._whole: dict[Path, tuple[bytes, tuple[int, int]]] = {}

    def whole(self) -> Collection[Path]:
        """Gives the files of the content as they are when it is asked first."""
        if not self._whole:
            files = (each for each in self.content.rglob("*") if each.is_file())
            self._whole = {each: (each.read_bytes(), _stamp(each)) for each in files}
        return self._whole

    def restore(self) -> None:
        """Makes the content what `whole` found: what was touched since is written anew."""
        found = {each: _stamp(each) for each in self.content.rglob("*") if each.is_file()}
        for file in found.keys() - self._whole.keys():
            file.unlink()
        for file, (content, stamp) in self._whole.items():
            if found.get(file) != stamp:
                file.write_bytes(content)
                self._whole[file] = content, _stamp(file)

    @contextlib.contextmanager
    def with_file(self, named: Named) -> Iterator[Path]:
        file = self.content / named.path
        before = file.read_bytes() if file.is_file() else None
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(named.content)
        try:
            yield file
        finally:
            if before is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(before)


def _stamp(file: Path) -> tuple[int, int]:
    told = file.stat()
    return told.st_size, told.st_mtime_ns


_TEMPLATE: list[Path] = []
_MADE: dict[int, Base] = {}


def prepare(folder: Path) -> None:
    """Makes the base that each process copies; it is a repository with two commits.

    Args:
        folder: Where; whoever calls this removes it.
    """
    template = folder / "template"
    day = dt.date.fromisoformat(TODAY)
    made = starter.files("ru", company="Цех", time_zone="Europe/Moscow", today=day)
    for path, content in made.items():
        if path.startswith("content/"):
            _write(template / path, content)
    for named in cards():
        if Path(named.path).name in _MORE:
            _write(template / "content" / named.path, named.content)
    git(template, "init", "-q", "-b", "main")
    commit(template, "Начало\n\nПочему: с чего-то надо начать")
    _write(
        template / "content/objections/dorogo.yml", made["content/objections/dorogo.yml"] + b"\n"
    )
    commit(template, "Правка")
    _TEMPLATE[:] = [template]


@cache
def cards() -> tuple[Named, ...]:
    found = []
    for folder in (ROOT / "content", ROOT / "scripts_kb/starter/en/content"):
        for file in sorted(folder.rglob("*")):
            path = file.relative_to(folder).as_posix()
            if file.is_file() and kinds.locate(path):
                found.append(Named(path, file.read_bytes()))
    return tuple(found)


_MORE: Final = frozenset(
    {"2026-10-calls.yml", "2026-11-10.yml", "lid.yml", "2026-11-vilka-srazu.yml", "probnik.yml"}
)


def base() -> Base:
    """Gives the base of this process."""
    found = _MADE.get(os.getpid())
    if found is None:
        # A number of a process comes again while what the first one left still lies there.
        folder = Path(tempfile.mkdtemp(prefix="base-", dir=_TEMPLATE[0].parent))
        shutil.copytree(_TEMPLATE[0], folder, dirs_exist_ok=True)
        found = _MADE[os.getpid()] = Base(folder)
    return found


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def git(folder: Path, *argv: str) -> bytes:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    git = ["git", "-C", str(folder), *settings, *argv]
    return subprocess.run(git, check=True, capture_output=True).stdout


def commit(folder: Path, message: str | bytes) -> None:
    git(folder, "add", "-A")
    written = folder / ".git" / "said"
    written.write_bytes(message if isinstance(message, bytes) else message.encode())
    git(folder, "commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", str(written))


def kb(*argv: str) -> tuple[int, str, str]:
    """Runs a command as a person does; raises where it says that it is broken.

    Returns:
        Its exit code, what it printed, and what it said.
    """
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _forked.step():
        code = cli.run(list(argv))
    if code not in {0, 1, 2}:
        raise BrokenError(f"exit code {code}: {' '.join(argv)[:200]}\n{err.getvalue()[-3000:]}")
    if code == cli.USER and len(err.getvalue().strip().splitlines()) != 1:
        raise BrokenError(f"more than a line: {' '.join(argv)[:200]}\n{err.getvalue()[-3000:]}")
    return code, out.getvalue(), err.getvalue()
