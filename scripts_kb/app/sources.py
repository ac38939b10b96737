"""Names the programs that take part in a build: where one is another, nothing kept is believed."""

import hashlib
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Final

_DIGEST: Final = 16
"""Bytes."""


@cache
def ours() -> str:
    """Name the sources of this package: templates, texts, scripts and code."""
    root = Path(__file__).parents[1]
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for file in sorted(root.rglob("*")):
        if "__pycache__" not in file.parts and file.is_file():
            content = file.read_bytes()
            digest.update(f"{file.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


@cache
def libraries() -> tuple[str, ...]:
    """Name the libraries that are installed with their versions, and Python's."""
    found: set[str] = set()
    for name in ("purelib", "platlib"):
        folder = Path(sysconfig.get_path(name))
        found |= {each.name for each in folder.glob("*.dist-info")}
    return (sys.version, *sorted(found))
