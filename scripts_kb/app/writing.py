"""Files of a base that change as one: all of them, or none, whatever is killed.

edits          ──together──▶ content/              a journal each in the cache: what a killed run
cards and maps ──together──▶ content/, import/     left is undone when the next one begins
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from scripts_kb.app.workspace import Workspace
from scripts_kb.files import together
from scripts_kb.past.keeping import CACHE
from scripts_kb.problems import UserError

_CONTENT: Final = "applying.json"
_BESIDE: Final = "bringing.json"


def mend(where: Workspace) -> None:
    """Undo what a killed run left half done.

    Raises:
        OSError: where the disk refuses.
    """
    together.mend(where.content, _journal(where, _CONTENT))
    root = where.content.absolute().parent
    together.mend(root, _journal(where, _BESIDE), (where.content.name, beside(where).name))


def beside(where: Workspace) -> Path:
    """Give the folder of the maps of imports: beside the content, never published."""
    return where.content.absolute().parent / "import"


def write(where: Workspace, contents: Mapping[str, bytes | None]) -> None:
    """Write files of the content folder, or none.

    Args:
        where: the content folder.
        contents: path below it → all its bytes; None for one that goes.

    Raises:
        UserError: where a folder of the base leads out of it.
        OSError: where the disk refuses; then all is as it was.
    """
    _within(where, contents)
    together.write(where.content, contents, _journal(where, _CONTENT))


def write_all(
    where: Workspace, cards: Mapping[str, bytes | None], maps: Mapping[str, bytes | None]
) -> None:
    """Write cards with the maps that know them again, or none: alone they would come once more.

    Args:
        where: the content folder.
        cards: path below it → all its bytes.
        maps: path below the folder of maps, or a whole one → all its bytes.

    Raises:
        UserError: where a folder of the base leads out of it.
        OSError: where the disk refuses; then all is as it was.
    """
    _within(where, cards)
    root = where.content.absolute().parent
    whole = {f"{where.content.name}/{path}": each for path, each in cards.items()}
    for path, each in maps.items():
        file = beside(where) / path
        whole[file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)] = each
    together.write(root, whole, _journal(where, _BESIDE))


def _within(where: Workspace, contents: Iterable[str]) -> None:
    root = where.content.resolve()
    for path in contents:
        file = where.content / path
        if file.is_symlink() or not file.resolve().is_relative_to(root):
            raise UserError("not-in-content", file=path, folder=where.shown)


def _journal(where: Workspace, name: str) -> Path:
    """Give where the files of a run that may be killed are kept as they were."""
    return where.content.parent / CACHE / name
