"""The environment of a checkout: `.venv`, made from a hashed lock, and the way into it.

A tool needs nothing but Python and git. What flows through here: the lock files and
what names the project are hashed, the hashes are compared with the stamp inside `.venv`; where they
agree (every start but the first) the tool goes on at once as a program of that environment.
Otherwise the environment is made again, under a lock that other starts wait for:

    requirements.lock  ──►  python -m venv  ──►  pip, hashes required  ──►  the project, editable
                                                                              │
    requirements-dev.lock (test, bench): the same versions and more on top    ▼
                                                                            stamp

The stamp is written last, so an environment that was only half made is never taken for a whole.

Only the standard library is imported, and the syntax stays readable for the oldest `python3` that
somebody may still have: it has to get as far as the sentence that names the version it needs.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the one module that an older Python does read
    sys.stderr.write("Python 3.11 or newer is needed; this is {}.{}\n".format(*sys.version_info))
    sys.exit(2)

CHECKOUT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
VERSION = "scripts_kb/__init__.py"
STAMP = "scripts-kb.json"

# Settings of a person's shell that would make pip install elsewhere, or something else, than the
# lock into `.venv`. Where to find packages, and by which proxy and certificate, stays theirs.
_MISLEADING_PIP_SETTINGS = (
    "PIP_CONSTRAINT",
    "PIP_DRY_RUN",
    "PIP_EDITABLE",
    "PIP_NO_DEPS",
    "PIP_PREFIX",
    "PIP_PYTHON",
    "PIP_REQUIREMENT",
    "PIP_ROOT",
    "PIP_TARGET",
)
# Modules from outside the lock would shadow those inside it.
_MISLEADING_PYTHON_SETTINGS = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")

# Seconds between signs of life.
_BEAT = 8
_USER_MISTAKE = 2
_INTERRUPTED = 130


class PreparationError(Exception):
    """`.venv` cannot be made; the message is one line that says what to do."""


def run(
    tool: str, module: str, arguments: Sequence[str], *, lock: str, at_checkout: bool = False
) -> int:
    """Goes on as ``python -m module arguments`` in the checkout's environment.

    On POSIX this does not return: the process becomes the module's, so that signals and the exit
    code need nobody to pass them on. On Windows the module is waited for.

    Args:
        tool: Name of the tool, for messages: ``serve``.
        module: What to run in the environment: ``scripts_kb``.
        arguments: Its arguments, in order.
        lock: The lock that the environment must hold: `RUNTIME_LOCK` or `DEV_LOCK`.
        at_checkout: Run at the root of the checkout whatever the arguments are.

    Returns:
        The exit code: the module's, 2 where the environment cannot be made, 130 if interrupted.
    """
    if not shutil.which("git"):
        # Before minutes of installing, not after them.
        _say(tool, "git is needed: install it and start again (Debian: sudo apt install git)")
        return _USER_MISTAKE
    try:
        python = prepare(CHECKOUT, lock, say=lambda text: _say(tool, text))
    except PreparationError as problem:
        _say(tool, str(problem))
        return _USER_MISTAKE
    except KeyboardInterrupt:
        _say(tool, "interrupted; the next start makes .venv afresh")
        return _INTERRUPTED
    # A path given with --content means what it means where the person stands. Without one, the
    # tool is about its own checkout, from whichever folder it is started.
    if at_checkout or not any(a.split("=")[0] == "--content" for a in arguments):
        os.chdir(CHECKOUT)
    # -P: the current folder is no source of modules, the environment alone is.
    return _become(
        [str(python), "-P", "-m", module, *arguments],
        inside(os.environ, CHECKOUT / ".venv", python.parent),
    )


def _become(command: list[str], environment: Mapping[str, str]) -> int:
    if sys.platform == "win32":
        # `exec` on Windows gives the prompt back at once and loses the exit code.
        process = subprocess.Popen(command, env=environment)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the child was told as well, and answers for both
                continue
    sys.stdout.flush()
    sys.stderr.flush()
    return os.execve(command[0], command, environment)  # noqa: S606 - no shell is what is wanted


def prepare(checkout: Path, lock: str, *, say: Callable[[str], None]) -> Path:
    """Makes `.venv` where it is missing, half made or out of date.

    Args:
        checkout: Root of the checkout; the locks, ``pyproject.toml`` and the package lie there.
        lock: The lock that must be installed. The development lock holds the runtime's versions
            and more, so an environment made from it serves for both.
        say: Called with a line of text before anything that takes long.

    Returns:
        The environment's Python.

    Raises:
        PreparationError: With one line that says why it cannot be made, and what to do.
    """
    venv = checkout / ".venv"
    folder = "Scripts" if sys.platform == "win32" else "bin"
    python = venv / folder / ("python.exe" if sys.platform == "win32" else "python")
    try:
        wanted = _wanted(checkout, lock)
        if _missing(wanted, venv, python):
            with _alone(checkout / ".cache" / "venv.lock", say) as held:
                # Another start may have made it while this one waited.
                missing = _missing(wanted, venv, python)
                _Maker(checkout, venv, python, say, held).make(wanted, missing)
    except OSError as error:
        raise PreparationError(f"cannot make .venv: {error}") from error
    return python


def inside(environment: Mapping[str, str], venv: Path, programs: Path) -> dict[str, str]:
    """Gives the variables for a program of the environment, as its activation would set them.

    Args:
        environment: The variables of the person's shell.
        venv: Folder of the environment.
        programs: Folder of its programs; it goes first on ``PATH``.

    Returns:
        A copy, without those that would bring in modules from outside.
    """
    result = {k: v for k, v in environment.items() if k not in _MISLEADING_PYTHON_SETTINGS}
    result["VIRTUAL_ENV"] = str(venv)
    result["PATH"] = os.pathsep.join(filter(None, [str(programs), result.get("PATH")]))
    # A Windows console's code page has no rouble sign, and no arrow.
    result.setdefault("PYTHONUTF8", "1")
    return result


def for_pip(environment: Mapping[str, str]) -> dict[str, str]:
    """Gives the variables for pip: a person's index goes on working, the rest cannot mislead it.

    Args:
        environment: The variables of the person's shell.

    Returns:
        A copy; what a configuration file of pip could set against us is set here.
    """
    dropped = {*_MISLEADING_PIP_SETTINGS, *_MISLEADING_PYTHON_SETTINGS}
    result = {k: v for k, v in environment.items() if k not in dropped}
    return result | {
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",  # nobody could see the question
        "PIP_REQUIRE_HASHES": "0",  # the project itself has none; for the lock it is asked for
        "PIP_USER": "0",
    }


def last_words(output: str) -> str:
    r"""Finds the sentence in which pip says what went wrong.

    Args:
        output: All that pip printed.

    Returns:
        Its last line marked as an error, else its last line, else a sentence that it said nothing.
        Where pip tried again and again, that the index was out of reach stands before.

    Examples:
        >>> last_words("Collecting a\nERROR: No matching distribution found for a\nhint: x")
        'No matching distribution found for a'
    """
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    words = (errors or lines or ["pip said nothing"])[-1]
    if any("Retrying (" in line for line in lines):
        return f"the package index could not be reached; {words}"
    return words


def _say(tool: str, text: str) -> None:
    # Standard output belongs to the command: with --json there is JSON and nothing else on it.
    print(f"tools/{tool}: {text}", file=sys.stderr, flush=True)


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _wanted(checkout: Path, lock: str) -> dict[str, str]:
    """Says what the stamp must read; an empty value asks for nothing."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return {
        # Programs in `.venv` name its place and its Python, so a copied checkout makes its own.
        "place": str(checkout),
        "python": f"{version} {sys.implementation.cache_tag} {sys.platform}",
        "runtime": _digest(checkout / RUNTIME_LOCK),
        "dev": _digest(checkout / DEV_LOCK) if lock == DEV_LOCK else "",
        # Its version stands in the package, and is known to the environment as it was installed.
        "project": _digest(checkout / "pyproject.toml", checkout / VERSION),
    }


def _read_stamp(venv: Path) -> dict[str, str]:
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _missing(wanted: Mapping[str, str], venv: Path, python: Path) -> set[str]:
    """Names what of the wanted is not there; everything, where Python itself is gone."""
    stamp = _read_stamp(venv) if python.exists() else {}
    return {part for part, value in wanted.items() if value and stamp.get(part) != value}


@contextlib.contextmanager
def _alone(path: Path, say: Callable[[str], None]) -> Iterator[int]:
    """Holds a lock of the operating system, which a killed process cannot leave behind."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        waiting = "waiting for another start, which prepares .venv …"
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there is none elsewhere

            told = False
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # tries for ten seconds
                    break
                except OSError:
                    if not told:
                        say(waiting)
                    told = True
        else:
            import fcntl  # noqa: PLC0415 - there is none on Windows

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(waiting)
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


@contextlib.contextmanager
def _beating(say: Callable[[str], None]) -> Iterator[None]:
    """Says every few seconds that it is still going on: pip is silent for half a minute."""
    ended = threading.Event()
    begun = time.monotonic()

    def beat() -> None:
        while not ended.wait(_BEAT):
            say(f"… still at it, {time.monotonic() - begun:.0f} s")

    teller = threading.Thread(target=beat, daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


class _Maker:
    """Makes what is missing, in the order in which one part needs the other."""

    def __init__(
        self, checkout: Path, venv: Path, python: Path, say: Callable[[str], None], held: int
    ) -> None:
        self.checkout = checkout
        self.venv = venv
        self.python = python
        self.say = say
        self.held = held

    def make(self, wanted: Mapping[str, str], missing: set[str]) -> None:
        if missing & {"place", "python", "runtime"}:
            self._make_venv()
            self._install_lock(RUNTIME_LOCK)
            missing = {part for part in wanted if wanted[part]}
        if "dev" in missing:
            # The old stamp stays meanwhile: what it vouches for has the same versions in both.
            self._install_lock(DEV_LOCK)
        if "project" in missing:
            self._install_project()
        if missing:
            stamp = _read_stamp(self.venv) | {k: v for k, v in wanted.items() if v}
            fresh = self.venv / f"{STAMP}.new"
            fresh.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
            fresh.replace(self.venv / STAMP)

    def _make_venv(self) -> None:
        if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
            raise PreparationError(
                "this Python cannot make environments; on Debian and Ubuntu run "
                "`sudo apt install python3-venv` and start again"
            )
        try:
            if self.venv.is_symlink():
                self.venv.unlink()
            elif self.venv.exists():
                (self.venv / STAMP).unlink(missing_ok=True)
                shutil.rmtree(self.venv)
        except OSError as error:
            raise PreparationError(
                f"cannot remove the outdated .venv; stop the tools that run in it ({error})"
            ) from error
        self.say("making .venv, once; a minute or so …")
        self._call(
            [sys.executable, "-I", "-m", "venv", str(self.venv)],
            "Python could not make .venv",
        )

    def _install_lock(self, lock: str) -> None:
        self.say(f"installing {lock} into .venv …")
        self._call(
            [*self._pip(), "--require-hashes", "--requirement", lock],
            f"pip could not install {lock}",
        )

    def _install_project(self) -> None:
        # The environment then knows the project's `kb` and MkDocs plugin, and reads its modules
        # where they are edited. What builds it is in the lock: nothing is fetched.
        self._call(
            [*self._pip(), "--no-index", "--no-deps", "--no-build-isolation", "--editable", "."],
            "pip could not install the project itself",
        )
        # Until 3.13 Python reads this file in the letters of the terminal. Under `LC_ALL=C`, as a
        # timer sets it, it did not start at all below a folder in Cyrillic, and on Windows it
        # found nothing. A way from there has no such letters.
        for packages in ("lib/python*/site-packages", "lib/site-packages"):
            for file in self.venv.glob(f"{packages}/*scripts_kb.pth"):
                file.write_text(os.path.relpath(self.checkout, file.parent), encoding="ascii")

    def _pip(self) -> list[str]:
        return [str(self.python), "-I", "-m", "pip", "install"]

    def _call(self, command: list[str], failure: str) -> None:
        # A pip that outlives us (a killed tool) keeps the lock, so that nobody makes the
        # environment a second time under its hands.
        keep = () if sys.platform == "win32" else (self.held,)
        with _beating(self.say):
            done = subprocess.run(
                command,
                cwd=self.checkout,
                env=for_pip(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                check=False,
                pass_fds=keep,
            )
        if done.returncode:
            log = self.checkout / ".cache" / "venv.log"
            log.write_text(done.stdout, encoding="utf-8")
            raise PreparationError(
                f"{failure}: {last_words(done.stdout)} (all of it: .cache/{log.name})"
            )
