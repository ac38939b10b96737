"""What is kept between runs, below the root of the repository: whole, ours, of this version.

    value ──save──▶ checksum + key + value ──▶ .cache/scripts-kb/NAME ──load──▶ value, or nothing

It is safe to delete. Nobody is asked to trust it: what is torn, what another version wrote or what
came with the repository is nothing.
"""

import contextlib
from pathlib import Path
from typing import Any, Final

from scripts_kb import files
from scripts_kb.git import Repository
from scripts_kb.past.packing import TornError, packed, unpacked
from scripts_kb.problems import UserError

CACHE: Final = ".cache/scripts-kb"
"""Where it is kept, below the root of the repository."""

_IGNORE: Final = ".gitignore"


def foreign(repository: Repository, file: Path) -> bool:
    """Tell whether others may have laid what is kept: it came with the repository.

    Whoever can land a commit must not tell another past than git does, nor have us write through a
    link to where the repository is not.
    """
    ours = (file.parent.parent, file.parent, file.with_name(_IGNORE), file)
    if any(path.is_symlink() for path in ours):
        return True
    try:
        return file.exists() and bool(repository.run("ls-files", "-z", "--", CACHE))
    except UserError:  # an index that cannot be read does not say whose it is
        return True


def prepare(folder: Path) -> None:
    """Make the folder, which git ignores.

    Raises:
        OSError: where the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / _IGNORE
    if not ignore.exists():
        files.write(ignore, "*\n")


def load(repository: Repository, name: str, key: str) -> Any:
    """Give a kept value, None where there is none that can be believed.

    Args:
        repository: whose.
        name: of the file.
        key: names whatever the value depends on.
    """
    file = repository.root / CACHE / name
    if foreign(repository, file):
        return None
    try:
        of, value = unpacked(files.read(file, files.LARGEST_KEPT))
    except (OSError, TornError, TypeError, ValueError):
        return None
    return value if of == key else None


def save(repository: Repository, name: str, key: str, value: Any) -> None:
    """Keep a value of plain data; where the disk refuses, the next run does without."""
    file = repository.root / CACHE / name
    if foreign(repository, file):
        return
    with contextlib.suppress(OSError):
        prepare(file.parent)
        files.write(file, packed((key, value)))
