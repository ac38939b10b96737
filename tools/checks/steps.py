"""The list of all checks, in the order in which they are told: cheap and telling ones first."""

import enum
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tools import chromium, days, debian, node, postgres
from tools.checks.finding import Finding

# Set while a git hook runs; a test that makes a repository of its own would write into this one.
_GIT_OF_A_HOOK = (
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)


BUILT = "SCRIPTS_KB_BUILT_SITE"
"""The variable that names the site to the steps that wait for it."""

_CALLED = "jq"
_SERVER = "nginx"

# Neighbours share what is made for a file of tests, so each worker takes a stretch of them. Tests
# wait for a page, a disk, another program, so there is one worker more than processors.
_AT_ONCE = min(os.cpu_count() or 1, 4) + 1
_STRETCHES = ("--dist", "worksteal")

# Each run says what it waited for longest.
_SLOWEST = ("--durations", "10", "--durations-min", "5")


class Result(enum.Enum):
    """How a step ended."""

    PASSED = "passed"
    FAILED = "FAILED"
    NOT_RUN = "NOT RUN"


@dataclass(frozen=True, slots=True)
class Step:
    """One check.

    Attributes:
        name: How it is asked for: ``tools/test --only NAME``.
        title: What it proves.
        run: Runs it on a checkout; prints what it has to say.
        afar: It asks what is kept elsewhere, so that it may be left out in CI too.
        beside: It may run beside others: what it writes is read by none but those that wait for it.
        after: The step that it waits for, where that one is run too; "" for none.
        gives: The variable that names what it has made to the steps that wait for it, and where
            that lies below the checkout.
    """

    name: str
    title: str
    run: Callable[[Path], Result]
    afar: bool = False
    beside: bool = False
    after: str = ""
    gives: tuple[str, str] | None = None

    def passed(self, root: Path) -> None:
        """Names what it has made to the programs that are started from now on."""
        if self.gives:
            variable, path = self.gives
            os.environ[variable] = str(root / path)


def module(*arguments: str) -> Callable[[Path], Result]:
    """Makes a step of ``python -m arguments``, which fails where the exit code is not 0."""
    return program(sys.executable, "-m", *arguments)


def program(*command: str) -> Callable[[Path], Result]:
    """Makes a step of a program, which fails where its exit code is not 0."""

    def run(root: Path) -> Result:
        done = subprocess.run(command, cwd=root, env=_environment(), check=False)
        return Result.FAILED if done.returncode else Result.PASSED

    return run


def _room(name: str) -> Any:
    """Reads the module of a check when the check runs: the list of the steps needs none of them.

    It is told before anything is installed, and they use what is installed.
    """
    return importlib.import_module(f"tools.checks.{name}")


def _check(name: str) -> Callable[[Path], Iterable[Finding]]:
    return lambda root: _room(name).check(root)


def findings(
    check: Callable[[Path], Iterable[Finding]], under: str = "."
) -> Callable[[Path], Result]:
    """Makes a step of a check of ours, which fails where it finds something.

    Args:
        check: From a folder to what is wrong in it.
        under: That folder, relative to the checkout.
    """

    def run(root: Path) -> Result:
        found = list(check(root / under))
        for finding in found:
            print(finding)
        return Result.FAILED if found else Result.PASSED

    return run


def of_tests(root: Path) -> Result:
    """Runs all tests but those in a browser; what the recipes call is got first where it lacks."""
    if not debian.there(_CALLED):
        print(f"The recipes call {_CALLED}: install it, or their tests fail.")
    # With those that plain pytest leaves out: one run collects them and shares them out.
    return _shared(_AT_ONCE, "not browser and not doors and not warehouses", "tests")(root)


def _shared(workers: int, marked: str, under: str) -> Callable[[Path], Result]:
    return module("pytest", "-n", str(workers), *_STRETCHES, *_SLOWEST, "-m", marked, under)


def in_browser(root: Path) -> Result:
    """Runs the tests that drive a browser, and gets the lightest first where it can be got."""
    if not _browser("The browser tests"):
        return Result.NOT_RUN
    return _shared(_AT_ONCE, "browser", "tests/browser")(root)


def of_doors(root: Path) -> Result:
    """Starts real servers with the configurations that we write, and asks them from a browser."""
    if not debian.there(_SERVER):
        print(f"The servers were NOT RUN: install {_SERVER}.")
        return Result.NOT_RUN
    if not _browser("The servers"):
        return Result.NOT_RUN
    return _shared(_AT_ONCE, "doors", "tests/browser/doors")(root)


def of_warehouses(root: Path) -> Result:
    """Has each engine count the same deals; PostgreSQL is got first where it can be got.

    Spark is no part of the lock, half a gigabyte for one test: it is asked where somebody
    installed it, and else it is told that it was not.
    """
    if not postgres.find():
        debian.install(postgres.PACKAGE)
    if not postgres.find():
        print(f"The warehouses were NOT RUN: install {postgres.PACKAGE}.")
        return Result.NOT_RUN
    spark = importlib.util.find_spec("pyspark") and shutil.which("java")
    if not spark:
        print("Spark was NOT RUN: install pyspark in .venv, and openjdk-17-jre-headless.")
    engines = () if spark else ("-k", "not spark")
    tests = ("-m", "warehouses", "tests/facts/warehouses")
    return module("pytest", *engines, *tests)(root)


def _browser(what: str) -> bool:
    """Names a browser to the tests, and gets the lightest first where it can be got."""
    if not os.environ.get(chromium.VARIABLE):
        debian.there(chromium.SHELL)
    browser = chromium.find(chromium.LIGHTEST)
    if not browser:
        print("No Chromium starts on this machine: trying to install one.", flush=True)
        browser = chromium.install()
    if not browser:
        print(f"{what} were NOT RUN: install Chromium, or name one in {chromium.VARIABLE}.")
        return False
    print(f"With {browser}", flush=True)
    os.environ[chromium.VARIABLE] = str(browser)
    return True


def of_scripts(root: Path) -> Result:
    """Checks the scripts by TypeScript, and gets Node and TypeScript first where they lack."""
    programs = node.find()
    if not programs:
        print("No Node and npm start on this machine: trying to install them.", flush=True)
        programs = node.install()
    if not programs:
        print("The types of the scripts were NOT RUN: install Node and npm.")
        return Result.NOT_RUN
    scripts = _room("scripts")
    typescript = scripts.prepared(root, programs)
    if not typescript:
        print("The types of the scripts were NOT RUN: npm could not install TypeScript.")
        return Result.NOT_RUN
    return Result.PASSED if scripts.check(root, programs, typescript) else Result.FAILED


def of_workflows(root: Path) -> Result:
    """Holds the workflows against the rules of zizmor."""
    code = _room("supply").workflows(root)
    if code is None:
        print("The rules of zizmor were NOT RUN: it does not start on this machine.")
        return Result.NOT_RUN
    return Result.FAILED if code else Result.PASSED


def of_faults(root: Path) -> Result:
    """Asks for the known faults of what the lock pins."""
    found = _room("supply").faults(root)
    if found is None:
        print("The known faults were NOT RUN: the lists of pip-audit are out of reach.")
        return Result.NOT_RUN
    for finding in found:
        print(finding)
    return Result.FAILED if found else Result.PASSED


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in _GIT_OF_A_HOOK}
    # Thousands of programs are started here: none has to compile what the last one has.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    kept["SCRIPTS_KB_TODAY"] = days.SAMPLE
    # Material's banner about MkDocs' future is not about this project's pages.
    return kept | {"NO_MKDOCS_2_WARNING": "1"}


_STEPS = (
    Step("ruff", "lint", module("ruff", "check")),
    Step("format", "layout of the code", module("ruff", "format", "--check")),
    Step("spelling", "English words", module("codespell_lib")),
    Step(
        "layers",
        "which module may import which",
        program(str(Path(sys.executable).with_name("lint-imports")), "--no-logo"),
    ),
    Step("house", "one meaning a name, files for one sitting", findings(_check("house"))),
    Step("locks", "locks name no host and agree with pyproject.toml", findings(_check("locks"))),
    Step("paths", "no tracked file names a place on a machine", findings(_check("paths"))),
    Step("names", "documents name only what there is", findings(_check("names"))),
    Step("rooms", "the picture of the rooms is that of the code", findings(_check("rooms"))),
    Step(
        "recipes", "workflows and forms fit their hosting's schema", module("tools.checks.recipes")
    ),
    Step("supply", "licences, and plans for what stands still", findings(_check("supply"))),
    Step("workflows", "rules of safe workflows", of_workflows),
    Step("faults", "known faults of what the lock pins", of_faults, afar=True),
    Step(
        "schema", "schema files are those of the model", module("scripts_kb", "schema", "--check")
    ),
    Step("content", "the knowledge base itself", module("scripts_kb", "check")),
    # Early, for those that wait for it.
    Step(
        "site",
        "the site builds",
        module("mkdocs", "build", "--strict"),
        gives=(BUILT, "site"),
    ),
    Step(
        "resources",
        "the site loads nothing from another host",
        findings(_check("resources"), "site"),
        after="site",
    ),
    Step(
        "fuzz",
        "spoiled files for every reader",
        # Half a minute of a machine that does other things too; the whole is `tools/bench fuzz`.
        module("tools.benches", "fuzz", "--minutes", "0.5", "--slack", "2"),
    ),
    Step("types", "types", module("mypy")),
    Step("scripts", "types of the JavaScript", of_scripts),
    Step(
        "examples",
        "the examples of docstrings",
        module("pytest", "--doctest-modules", "-m", "", "scripts_kb", "tools"),
    ),
    Step("browser", "the site in a browser", in_browser, after="site"),
    Step("unit", "tests", of_tests),
    Step("doors", "nginx and Caddy let in whom they should", of_doors, after="site"),
    Step("warehouses", "each engine counts the same deals alike", of_warehouses),
)

STEPS = tuple(replace(step, beside=True) for step in _STEPS)
