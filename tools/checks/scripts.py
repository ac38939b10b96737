"""The scripts of the site: their types, and that what is published of them says the same.

    tools/checks/typescript/package-lock.json  ──npm──▶  .cache/typescript/
    scripts_kb/assets/tsconfig*.json           ──tsc──▶  types
    scripts_kb/assets/**/*.js, as published    ──same.mjs──▶  the same grammar, comments aside

TypeScript is for tests alone: nobody who uses the project needs it, or Node.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scripts_kb.pages import scripts
from tools.node import Node

PROJECTS: Final = ("tsconfig.json", "tsconfig.workers.json")
"""A page and a worker have different globals: each is checked by its own."""

_HERE: Final = Path(__file__).with_name("typescript")
_NAMES: Final = ("package.json", "package-lock.json", ".npmrc")
_ASSETS: Final = "scripts_kb/assets"


def prepared(root: Path, programs: Node) -> Path | None:
    """Installs TypeScript as its lock says, where it is not there or the lock has changed.

    Args:
        root: The checkout; it is installed below its ``.cache``.
        programs: What installs it.

    Returns:
        Its folder, or None where npm could not install it; npm has said why.
    """
    folder = root / ".cache" / "typescript"
    lock = (_HERE / "package-lock.json").read_bytes()
    done = folder / "installed"
    if done.is_file() and done.read_bytes() == lock:
        return folder
    done.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name in _NAMES:
        shutil.copyfile(_HERE / name, folder / name)
    # Nothing that a package brings along is run; and not everybody has a home to keep it in.
    command = [str(programs.npm), "ci", "--ignore-scripts", "--cache", "cache"]
    if subprocess.run(command, cwd=folder, check=False).returncode:
        return None
    done.write_bytes(lock)
    return folder


def check(root: Path, programs: Node, typescript: Path) -> bool:
    """Checks the types of all scripts, and that their published form says what they say.

    Args:
        root: The checkout.
        programs: What runs the checker.
        typescript: The folder in which it is installed.

    Returns:
        Whether nothing is wrong; what is, has been printed.
    """
    compiler = typescript / "node_modules" / "typescript" / "bin" / "tsc"
    projects = [root / _ASSETS / name for name in PROJECTS]
    commands = [[compiler, "--project", each, "--pretty", "false"] for each in projects]
    given = [None, None, json.dumps(list(_pairs(root / _ASSETS)))]
    commands.append([_HERE / "same.mjs", typescript])
    # All of them, so that one run shows all there is to do.
    done = [
        subprocess.run(
            [str(programs.node), *map(str, command)],
            cwd=root,
            check=False,
            input=text,
            encoding="utf-8",
            env=os.environ | {"NODE_OPTIONS": ""},
        ).returncode
        for command, text in zip(commands, given, strict=True)
    ]
    return not any(done)


def _pairs(assets: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted(assets.rglob("*.js")):
        name = path.relative_to(assets).as_posix()
        yield name, path.read_text(encoding="utf-8"), scripts.file(name).decode()
