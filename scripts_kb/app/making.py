"""The generator in a process of its own: what it took is given back before MkDocs takes its share.

    TreeOrder ──stdin──▶ process: build.tree ──▶ build/docs
                        │
                        └──stdout──▶ what was made, or the mistake

The peak of a large base is half as high as with both in one process. The answer comes through a
pipe, which a process may hand on to another: `kb build` starts the generator while MkDocs is still
loading, with the order that MkDocs gave last time; it takes the answer where its order is the same.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import ModuleType
from typing import Final

from scripts_kb.app import aside, workspace
from scripts_kb.app.made import Made
from scripts_kb.files import progress
from scripts_kb.schema.audience import SiteAudience

_START: Final = """
import signal
signal.signal(signal.SIGINT, signal.SIG_DFL)
import sys
sys.path.append(sys.argv[1])
from scripts_kb.app import making
making.main()
"""
"""Nothing of the folder where it runs is imported: a repository may hold modules of any name.

Ctrl-C in a terminal is for every process of ours: this one ends without a word, `kb build` answers.
"""


AHEAD_VARIABLE: Final = "SCRIPTS_KB_AHEAD"
"""Names the descriptor where the MkDocs that `kb build` runs finds what was made ahead of it."""


@dataclass(frozen=True, slots=True)
class TreeOrder:
    """What tree is to be made, for whom."""

    content: Path
    out: Path
    audience: SiteAudience
    site_url: str

    def told(self, settings: str) -> tuple[str, ...]:
        """Tell it in plain text, with a name of the settings that it followed from."""
        return settings, str(self.content), str(self.out), self.site_url


def again(ordered: Sequence[str], settings: str, audience: SiteAudience) -> TreeOrder | None:
    """Give what was ordered for an audience, where the settings are the same; None else.

    Examples:
        >>> order = TreeOrder(Path("content"), Path("build/docs"), "team", "")
        >>> again(order.told("1f0c"), "1f0c", "team") == order, again((), "1f0c", "team")
        (True, None)
    """
    if not ordered or ordered[0] != settings:
        return None
    _, content, out, site_url = ordered
    return TreeOrder(Path(content), Path(out), audience, site_url)


def started(order: TreeOrder, *, inherited: Sequence[int] = ()) -> "subprocess.Popen[bytes]":
    """Start the generator.

    Args:
        order: what it makes.
        inherited: descriptors that it keeps open.

    Returns:
        The process, whose `stdout` gives the answer.
    """
    code = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _START, code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=(*inherited, *progress.inherited()),
    )
    assert process.stdin is not None  # noqa: S101 - it was asked for
    with process.stdin as stream:
        stream.write(pickle.dumps(order))
    return process


@contextmanager
def ahead(
    order: TreeOrder | None, folder: Path, environment: Mapping[str, str]
) -> Iterator[Callable[[], int | None]]:
    """Have a tree made while MkDocs, which will ask for it, is loading.

    The generator is loaded at once; nothing is read before it is told to begin.

    Args:
        order: what will be asked for; None where nobody knows.
        folder: where MkDocs runs.
        environment: its environment.

    Yields:
        What tells it to begin, and gives the descriptor where the answer will be found; None for
        none.
    """
    if order is None or not order.out.is_dir() or not aside.helps():
        yield lambda: None
        return
    waiting, beginning = Pipe(duplex=False)

    def work(pipe: Connection) -> None:
        beginning.close()
        gc.disable()  # as in `main`
        generator()
        waiting.recv_bytes()
        os.chdir(folder)
        os.environ.update(environment)
        pipe.send((order, _quiet(_found(order))))

    copy = aside.Copy(work)

    def begun() -> int:
        with suppress(OSError):  # it has failed already: MkDocs has the tree made then
            beginning.send_bytes(b"now")
        return copy.receiving.fileno()

    try:
        yield begun
    finally:
        copy.end()
        for each in (waiting, beginning):
            each.close()


def _quiet(found: Made | Exception) -> Made | Exception:
    """Leave of problems what MkDocs says, which `kb build` runs quietly: thousands take a while."""
    if isinstance(found, Exception):
        return found
    errors = tuple(each for each in found.problems if each.severity == "error")
    return replace(found, problems=errors)


def made(order: TreeOrder, *, inherited: Sequence[int] = ()) -> Made:
    """Make a tree, or take it where it was made ahead.

    Args:
        order: what is to be made.
        inherited: descriptors that the generator keeps open.

    Raises:
        UserError: without a repository, a commit or a whole history.
        RuntimeError: where the generator ended without an answer; it has said why itself.
    """
    found = _made_ahead(order) or _answered(started(order, inherited=inherited))
    if isinstance(found, Exception):
        raise found
    return found


def _made_ahead(order: TreeOrder) -> Made | Exception | None:
    descriptor = os.environ.pop(AHEAD_VARIABLE, "")
    if not descriptor:
        return None
    found: Made | Exception
    with Connection(int(descriptor), writable=False) as pipe:
        try:
            ordered, found = pipe.recv()
        except (EOFError, OSError):  # it failed, maybe amid its words: the generator will say why
            return None
    return found if ordered == order else None


def _answered(process: "subprocess.Popen[bytes]") -> Made | Exception:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    with process:
        answer = process.stdout.read()
    if not answer:
        raise RuntimeError("the generator ended without an answer")
    found: Made | Exception = pickle.loads(answer)  # noqa: S301 - our own process wrote it
    return found


def main() -> None:
    """Make the tree that is ordered on standard input; standard output is for the answer alone."""
    answer = os.dup(1)
    os.dup2(2, 1)
    gc.disable()  # what is read is needed to the end; where many pages are made it is enabled
    order: TreeOrder = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
    found = _found(order)
    with os.fdopen(answer, "wb") as stream:
        stream.write(pickle.dumps(found))


def generator() -> ModuleType:
    """Give the module that makes trees; whoever only has one made does not load it."""
    from scripts_kb.app import build  # noqa: PLC0415 - 500 ms, while MkDocs is loading

    return build


def _found(order: TreeOrder) -> Made | Exception:
    try:
        with progress.forwarded():
            made: Made = generator().tree(
                workspace.find(order.content),
                order.out,
                audience=order.audience,
                site_url=order.site_url,
            )
            return made
    except Exception as error:  # noqa: BLE001 - it is raised again where it is waited for
        return error


def collect_seldom() -> None:
    """Look for cycles less often: with thousands of pages each look takes long and finds little.

    A fifteenth of the time of plain MkDocs went there. Cycles of templates and pages are still
    found while they are few.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()
