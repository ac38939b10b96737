"""A Python that is there already: programs of a test are copies of it, and load what is new alone.

    program ──its arguments, folder, environment, files──▶ server ──fork──▶ copy: runs, gives its code
                                                             ◀──names of modules──┘
A start of ours loads hundreds of modules, which takes longer than all that it is started for. What
the first copy has loaded the server loads too, so that later copies find it.
"""

import atexit
import fcntl
import gc
import importlib
import json
import os
import runpy
import select
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
BARE = Path(sys.executable).resolve()
"""Python beside no package. A program's first line takes no path with spaces, as a checkout may have."""

_SIZE = 1 << 16
_ABOVE = 200
"""No program of a test holds so many files open."""
_CLIENT = """#!{python} -IS
import _socket, json, os, sys
files = [int(each) for each in os.listdir("/proc/self/fd")]
server = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
files = [each for each in files if each != server.fileno() and os.path.exists(f"/proc/self/fd/{{each}}")]
server.connect({address!r})
asked = json.dumps([sys.argv, os.getcwd(), dict(os.environ), files]).encode()
sent = b"".join(each.to_bytes(4, sys.byteorder) for each in files)
server.sendmsg([asked], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, sent)])
os._exit(int(server.recv(9) or b"1"))
"""


@cache
def python(packages: Path = ROOT) -> Path:
    """Give a program that is Python to whoever starts it, and starts at once.

    A signal reaches the program and not its copy: what is to be killed is started by Python itself.

    Args:
        packages: Where it finds our package: in the checkout, or where a wheel is installed.
    """
    folder = TemporaryDirectory(prefix="python-")
    atexit.register(folder.cleanup)
    address, program = Path(folder.name) / "socket", Path(folder.name) / "python"
    program.write_text(_CLIENT.format(python=BARE, address=str(address)))
    program.chmod(0o755)
    server = subprocess.Popen(
        [sys.executable, "-P", __file__, str(address)],
        env={"PYTHONPATH": str(packages), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    # It ends when nobody holds the other end of its input, however that came about.
    atexit.register(server.communicate)
    return program


def _serve(address: str) -> None:
    learned, teach = os.pipe()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.bind(address)
        server.listen()
        os.write(1, b"ready\n")
        while sys.stdin not in (ready := select.select([server, sys.stdin, learned], [], [])[0]):
            if learned in ready:
                _learn(os.read(learned, _SIZE).decode().split())
                continue
            asking, _ = server.accept()
            asked, files, _, _ = socket.recv_fds(asking, _SIZE, _ABOVE)
            if not os.fork():
                _run(json.loads(asked), files, _moved(asking.fileno()), _moved(teach))
            for each in (asking.detach(), *files):
                os.close(each)


def _learn(names: list[str]) -> None:
    """Load what copies have loaded, and let go of those that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)
    gc.freeze()


def _moved(descriptor: int) -> int:
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _ABOVE)


def _run(
    asked: tuple[list[str], str, dict[str, str], list[int]],
    files: list[int],
    asking: int,
    teach: int,
) -> None:
    """Be the program that was asked for, to the end."""
    (program, *argv), folder, environment, numbers = asked
    _take(dict(zip(numbers, map(_moved, files), strict=True)))
    # Who is started by a copy starts copies.
    sys.executable = program
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    known = set(sys.modules)
    code = _ended(lambda: _program(argv))
    os.write(teach, f" {' '.join(set(sys.modules) - known)} ".encode()[:_SIZE])
    os.write(asking, str(code).encode())
    os._exit(code)


def _take(files: dict[int, int]) -> None:
    os.closerange(0, _ABOVE)
    for number, moved in files.items():
        os.dup2(moved, number)
        os.close(moved)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as it runs
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115


def _ended(work: Callable[[], None]) -> int:
    """Run a program; give its exit code, as Python would."""
    try:
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:  # noqa: BLE001 - Python tells it, too, and ends
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    for each in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            each.flush()
    return code


def _program(argv: list[str]) -> None:
    sys.path[:0] = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    if argv[0] == "-P":
        argv = argv[1:]
    elif argv[0] in {"-c", "-m"}:
        sys.path.insert(0, "" if argv[0] == "-c" else str(Path.cwd()))
    if argv[0] == "-c":
        sys.argv = ["-c", *argv[2:]]
        exec(compile(argv[1], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
    elif argv[0] == "-m":
        sys.argv = argv[1:]
        runpy.run_module(argv[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = argv
        runpy.run_path(argv[0], run_name="__main__")


if __name__ == "__main__":
    _serve(sys.argv[1])
