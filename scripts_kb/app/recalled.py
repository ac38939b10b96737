"""The working tree as `present` reads it; what was parsed is kept beside the past."""

from collections.abc import Callable
from typing import Any

from scripts_kb.app import present, sources
from scripts_kb.app.workspace import Workspace
from scripts_kb.content.base import Base
from scripts_kb.content.recalling import Recalled, RecalledFiles
from scripts_kb.git import Repository
from scripts_kb.pages.asked import fingerprint
from scripts_kb.past import keeping
from scripts_kb.problems import Problem


def base(where: Workspace) -> tuple[Base, list[Problem]]:
    """Read the working tree, of the files that have not changed only the bytes.

    Args:
        where: the content folder.
    """
    found, mistakes, keep = read(where)
    keep()
    return found, mistakes


def read(where: Workspace) -> tuple[Base, list[Problem], Callable[[], None]]:
    """Read the working tree, and give what keeps it for the next run: that can wait."""
    repository = where.repository
    if repository is None:
        return *present.base(where), lambda: None
    name = f"files-{fingerprint(where.prefix)[:8]}"
    key = fingerprint([sources.ours(), sources.libraries()])
    known = _known(repository, name, key)
    files = RecalledFiles(known)
    found, mistakes = present.base(where, files.opened)

    def keep() -> None:
        if files.told != known:
            keeping.save(repository, name, key, files.told)

    return found, mistakes, keep


def _known(repository: Repository, name: str, key: str) -> dict[str, Recalled]:
    value: Any = keeping.load(repository, name, key)
    try:
        return {path: (blob, written) for path, (blob, written) in value.items()}
    except (AttributeError, TypeError, ValueError):
        return {}
