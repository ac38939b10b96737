"""Installs packages of Debian, where this machine is one and we may."""

import os
import shutil
import subprocess
from pathlib import Path

from scripts_kb.files import locks


def ways(*packages: str) -> list[list[str]]:
    """Lists the commands that install packages, in order; none where this machine has no way.

    Args:
        packages: Their names.
    """
    root = getattr(os, "geteuid", lambda: -1)() == 0
    if not (root and shutil.which("apt-get")):
        return []
    return [
        ["apt-get", "update"],
        ["apt-get", "install", "--yes", "--no-install-recommends", *packages],
    ]


def there(program: str) -> bool:
    """Gets a program that is a package of its own name, where it lacks; prints what apt says.

    Args:
        program: Its name on ``PATH``.

    Returns:
        Whether it is there now.
    """
    if not _found(program):
        install(program)
    return _found(program) is not None


def install(package: str) -> None:
    """Installs a package, where this machine has a way; prints what apt says.

    Args:
        package: Its name.
    """
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # Steps run beside each other; of two programs apt-get lets one work, and the other fails.
    with locks.held(Path(__file__).parent, waiting=lambda: None):
        for command in ways(package):
            subprocess.run(command, env=environment, check=False)


def _found(program: str) -> str | None:
    # Servers lie where the path of a person need not lead.
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
