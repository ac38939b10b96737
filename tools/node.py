"""Finds Node and npm, which check the types of scripts, and installs them where they lack."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import debian


@dataclass(frozen=True, slots=True)
class Node:
    """Two programs of one installation.

    Attributes:
        node: Runs a script.
        npm: Installs packages.
    """

    node: Path
    npm: Path


def find() -> Node | None:
    """Finds both on ``PATH``.

    Returns:
        The programs, or None where one is missing or does not start.
    """
    found = [shutil.which(name) for name in ("node", "npm")]
    node, npm = (Path(each) if each and _call([each, "--version"]) else None for each in found)
    return Node(node, npm) if node and npm else None


def install() -> Node | None:
    """Installs both as root on Debian; prints what the installer says.

    Returns:
        The programs, or None where there is no way or it did not work.
    """
    done = all(_call(command, quiet=False) for command in ways())
    return find() if done else None


def ways() -> list[list[str]]:
    """Lists the commands that install them, in order; none where this machine has no way."""
    return debian.ways("nodejs", "npm")


def _call(command: Sequence[str], *, quiet: bool = True) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(command, env=environment, check=False, stdout=output).returncode == 0
    except OSError:
        return False
