"""What makes the house readable: one meaning a name, files for one sitting, imports at the top.

Import Linter holds which room may ask which; here is held what it cannot see:

- a public type of the package is called like no other, so that a name says what it is;
- no source file is longer than one reads at a sitting; the tables of tests are no reading;
- an import inside a function gives its reason, and there are few.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tools.checks.finding import Finding

LONGEST: Final = 450
"""Lines of a source file."""

LATE_IMPORTS: Final = 15
"""Imports inside functions of the package, each with its reason."""

_SOURCES: Final = ("scripts_kb", "tools", "tests")
_READ: Final = frozenset({".py", ".js", ".css"})
_OF_OTHERS: Final = ("tests/vendor/", "scripts_kb/assets/yaml/")
_PACKAGE: Final = "scripts_kb/"
_LATE: Final = re.compile(r"#\s*noqa:\s*PLC0415(?P<reason>\s*[-—]\s*\S.*)?$")


def check(root: Path) -> list[Finding]:
    """Checks the sources of a checkout.

    Args:
        root: A git checkout.

    Returns:
        All findings, by file and line.

    Raises:
        subprocess.CalledProcessError: Git cannot list the files.
    """
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--", *_SOURCES]
    listed = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE).stdout
    names = [name for name in listed.decode("utf-8", "surrogateescape").split("\0") if name]
    sources = {
        name: (root / name).read_text(encoding="utf-8")
        for name in names
        if (root / name).is_file()
        and Path(name).suffix in _READ
        and not name.startswith(_OF_OTHERS)
    }
    package = {
        name: text
        for name, text in sources.items()
        if name.startswith(_PACKAGE) and name.endswith(".py")
    }
    return sorted([*long(sources), *shared(package), *late(package)])


def long(sources: dict[str, str]) -> Iterator[Finding]:
    """Finds the files that one does not read at a sitting."""
    for name, text in sources.items():
        count = len(text.splitlines()) - _tables(name, text)
        if count > LONGEST:
            yield Finding(name, 0, f"{count} lines, {LONGEST} are read at a sitting: divide it")


def _tables(name: str, text: str) -> int:
    """Count the lines of a test's tables: values written down at the top level."""
    if not (name.startswith("tests/") and name.endswith(".py")):
        return 0
    return sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Dict | ast.List | ast.Tuple | ast.Constant)
    )


def shared(package: dict[str, str]) -> Iterator[Finding]:
    """Finds public types that two modules define under one name.

    Args:
        package: Files of the package by path, with their texts.

    Yields:
        A finding for each of the definitions.
    """
    defined: dict[str, list[tuple[str, int]]] = {}
    for path, text in package.items():
        for name, line in _types(ast.parse(text)):
            defined.setdefault(name, []).append((path, line))
    for name, places in defined.items():
        for path, line in places if len(places) > 1 else ():
            others = ", ".join(sorted({other for other, _ in places} - {path}))
            yield Finding(path, line, f"{name} is also a type of {others}: one meaning a name")


def _types(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield classes, and names that are given to types: `Pair = tuple[str, str]`."""
    for node in module.body:
        match node:
            case ast.ClassDef(name=name):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() | ast.BinOp()):
                pass
            case ast.AnnAssign(
                target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias"), value=_
            ):
                pass
            case _:
                continue
        # Constants shout, types are written as titles.
        if not name.startswith("_") and name[0].isupper() and not name.isupper():
            yield name, node.lineno


def late(package: dict[str, str]) -> Iterator[Finding]:
    """Finds imports inside functions without a reason, and all of them where they are many."""
    found = [
        (path, number, match["reason"])
        for path, text in package.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := _LATE.search(line))
    ]
    many = len(found) > LATE_IMPORTS
    for path, line, reason in found:
        if not reason:
            yield Finding(path, line, "an import inside a function says why: noqa: PLC0415 - …")
        elif many:
            yield Finding(path, line, f"one of {len(found)} late imports, {LATE_IMPORTS} at most")
