"""What a base is worked on with: its `requirements.txt`, the same versions on every machine.

    requirements.lock of the package ──without hashes──▶ requirements.txt of a base

The hashes stay behind: a package cannot hold its own, and pip wants all of them or none.
"""

import re
from pathlib import Path
from typing import Final

from scripts_kb import __version__
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue

FILE: Final = "requirements.txt"

_PACKAGE: Final = Path(__file__).parents[1]
_LOCK: Final = "requirements.lock"
_PIN: Final = re.compile(r"^([\w.-]+==[^\s\\]+(?: ;[^\\n]+)?)", re.MULTILINE)
_BUILDING: Final = ("hatchling", "pluggy", "tomlkit", "trove-classifiers")
"""What builds the package is of no use to who installs it; a test says which that is."""


def text(language: Language) -> bytes:
    """Give the text of the file, for this version.

    Args:
        language: of its remarks.
    """
    lines = [f"# {line}" for line in catalogue("starting").say("pins", language).splitlines()]
    return "\n".join([*lines, f"scripts-kb=={__version__}", *_pins(), ""]).encode()


def renewed(before: str, language: Language) -> bytes:
    r"""Give the text of a base's file for this version; what people added stays, at the end.

    Args:
        before: the file as it is.
        language: of its remarks.

    Examples:
        >>> renewed("scripts-kb==0.1.0\n--find-links wheels\n", "en").splitlines()[-1]
        b'--find-links wheels'
    """
    made = text(language)
    ours = {_name(line) for line in made.decode().splitlines()}
    kept = [line for line in before.splitlines() if line.strip() and _name(line) not in ours]
    kept = [line for line in kept if not line.startswith("#")]
    return made + "".join(f"{line}\n" for line in kept).encode()


def _pins() -> list[str]:
    """Give what the package was tried with; nothing where its lock is not at hand."""
    for folder in (_PACKAGE, _PACKAGE.parent):
        file = folder / _LOCK
        if file.is_file():
            found = _PIN.findall(file.read_text("utf-8"))
            return [each.rstrip() for each in found if _name(each) not in _BUILDING]
    return []


def _name(line: str) -> str:
    return re.split(r"[=<>~!;@\[ ]", line, maxsplit=1)[0].lower()
