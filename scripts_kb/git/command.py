"""Starts git with fixed arguments, in an environment of our own, and never loses what it said.

Source: git-config(1): the settings below are those that let a repository run a program, change the
form of what `git log` prints, or tell another history than its objects do.

What is streamed goes through GitPython. What is asked and answered at once does not: a check, which
runs after every edit, asks git two things, and the import alone would cost it 70 ms.
"""

import contextlib
import os
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from scripts_kb.problems import UserError, plain

try:
    import fcntl
except ImportError:  # not on every system
    fcntl = None  # type: ignore[assignment]

_SAFE: Final = (
    "--no-pager",
    # Replacements and grafts tell another history than the commits that were made.
    "--no-replace-objects",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.commitGraph=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.showRoot=true",
    "-c",
    "log.follow=false",
    "-c",
    "advice.graftFileDeprecated=false",
    "-c",
    "i18n.logOutputEncoding=UTF-8",
    "-c",
    "protocol.allow=never",
)
_SETTINGS: Final = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    # Errors are told apart by their words.
    "LANGUAGE": "C",
    "LC_ALL": "C",
    # Windows would look for a program named git in the folder that is being read.
    "NODEFAULTCURRENTDIRECTORYINEXEPATH": "1",
}
_PIPE: Final = 1 << 20
"""Bytes that a git may be ahead of us, where the system allows it; it works while we do."""
_F_SETPIPE_SZ: Final = 1031
_HEARD: Final = 4096
"""Of what a git says at length, the beginning is enough."""

Started = Any
"""A running git: `subprocess.Popen[bytes]`."""


@contextmanager
def _own_environment() -> Iterator[None]:
    """Take inherited `GIT_*` away, and set our own, while a git starts.

    Hooks and `git rebase --exec` set GIT_DIR and GIT_INDEX_FILE for the repository that they work
    on, which need not be ours.
    """
    taken = {
        name: os.environ.pop(name)
        for name in list(os.environ)
        if name.startswith("GIT_") or name in _SETTINGS
    }
    os.environ.update(_SETTINGS)
    try:
        yield
    finally:
        for name in _SETTINGS:
            os.environ.pop(name, None)
        os.environ.update(taken)


class Git:
    """Runs git in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, *argv: str) -> bytes:
        """Run git with a fixed argument list and give what it printed.

        Raises:
            UserError: with the command and what git said, where it fails.
        """
        status, printed, said = self.ask(*argv)
        if status:
            raise refused(argv[0], status, said)
        return printed

    def ask(self, *argv: str) -> tuple[int, bytes, str]:
        """Run a git that may fail: its exit code, what it printed, what it said.

        Raises:
            UserError: where there is no git.
        """
        with _own_environment():
            try:
                ended = subprocess.run(
                    ["git", *_SAFE, *argv],
                    cwd=self._folder,
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    check=False,
                )
            except OSError:
                raise UserError("no-git") from None
        return ended.returncode, ended.stdout, ended.stderr.decode("utf-8", "replace")

    def start(self, *argv: str, stdin: bool = False) -> "Stream":
        """Start git with a fixed argument list as a stream.

        Raises:
            UserError: where there is no git.
        """
        # Where there is no git, the import must not fail: the start says so.
        os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
        import git  # noqa: PLC0415 - 70 ms, for the past alone

        with _own_environment():
            try:
                process: Any = git.Git(self._folder).execute(
                    ["git", *_SAFE, *argv],
                    as_process=True,
                    istream=subprocess.PIPE if stdin else subprocess.DEVNULL,
                )
            except (git.GitCommandNotFound, git.GitCommandError):
                raise UserError("no-git") from None
        started: subprocess.Popen[bytes] = process.proc
        # The wrapper would end the process when it is collected; the stream's owner does that.
        process.proc = None
        return Stream(argv[0], started)


class Stream:
    """A running git: what it prints, what it is asked, and what it said where it failed."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]") -> None:
        self.name = name
        self._process = process
        self._said = b""
        for pipe in (process.stdout, process.stdin):
            _widen(pipe)
        # A git that is not listened to would wait for us, while we wait for it.
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        stream = self._process.stderr
        assert stream is not None  # noqa: S101 - started with a pipe
        with contextlib.suppress(ValueError, OSError):
            while heard := stream.read(_HEARD):
                self._said = (self._said + heard)[:_HEARD]

    @property
    def printed(self) -> IO[bytes]:
        """What it prints."""
        assert self._process.stdout is not None  # noqa: S101 - started with a pipe
        return self._process.stdout

    @property
    def asked(self) -> IO[bytes]:
        """Where to write what it shall do."""
        assert self._process.stdin is not None  # noqa: S101 - started with a pipe
        return self._process.stdin

    def finish(self) -> None:
        """Wait for its end.

        Raises:
            UserError: with what it said, where it failed.
        """
        status = self._process.wait()
        self._listener.join()
        if status:
            raise refused(self.name, status, self._said.decode("utf-8", "replace"))

    def said(self) -> str:
        """End it, and give what it said."""
        self.close()
        return self._said.decode("utf-8", "replace")

    def close(self) -> None:
        """End it, wherever it is."""
        process = self._process
        if process.poll() is None:
            process.kill()
        process.wait()
        self._listener.join()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


def streamed(stream: Stream, read: Callable[[IO[bytes]], Iterable[Any]]) -> Iterator[Any]:
    """Yield what is read from a stream; a failure at its end is never lost.

    Raises:
        UserError: where git failed, whatever it had printed until then.
    """
    try:
        yield from read(stream.printed)
        stream.finish()
    finally:
        stream.close()


def _widen(pipe: IO[bytes] | None) -> None:
    if fcntl is not None and pipe is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, _F_SETPIPE_SZ, _PIPE)


def refused(name: str, status: int, said: str) -> UserError:
    """Give what a git failed of."""
    if "dubious ownership" in said:
        return UserError("foreign-repository")
    if "not a git repository" in said:
        return UserError("no-repository")
    return UserError("git-failed", name=f"{name} ({status})", said=plain(said))
