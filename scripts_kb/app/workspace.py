"""Where a command works: the content folder, its repository, its time zone.

Commands that only ask the past need no more than this: they load neither pages nor checks.
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from scripts_kb import files
from scripts_kb.git import Repository
from scripts_kb.language import Language
from scripts_kb.problems import UserError

if TYPE_CHECKING:
    from scripts_kb.past.log import Log
    from scripts_kb.schema.config import Kb

DEFAULT_CONTENT: Final = "content"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where a command works: the content folder, its repository, its settings.

    Attributes:
        content: the folder.
        shown: how messages name it.
        repository: None where there is none.
        prefix: the folder from the root of the repository.
    """

    content: Path
    shown: str
    repository: Repository | None
    prefix: str = ""


def find(content: Path | None) -> Workspace:
    """Find the content folder and its repository, which need not exist.

    Args:
        content: the folder that a person named; None for `content` here or in a folder above.
    """
    folder = content or _find(Path.cwd())
    shown = folder.as_posix() if content else DEFAULT_CONTENT
    try:
        repository = Repository(_standing(folder))
        return Workspace(folder, shown, repository, repository.prefix(folder))
    except UserError:
        return Workspace(folder, shown, None)


def _find(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / DEFAULT_CONTENT / "kb.yml").is_file():
            return folder / DEFAULT_CONTENT
        if (folder / ".git").exists():
            return folder / DEFAULT_CONTENT
    return start / DEFAULT_CONTENT


def _standing(folder: Path) -> Path:
    """Give a folder, or what stands nearest above it: the past may know one that is gone."""
    whole = folder.absolute()
    return next(each for each in (whole, *whole.parents) if each.is_dir())


def repository_of(where: Workspace) -> Repository:
    """Give the repository of a place.

    Raises:
        UserError: where there is none, with what git says of it.
    """
    if where.repository is not None:
        return where.repository
    repository = Repository(_standing(where.content))
    repository.prefix(where.content)
    return repository


def settings(content: Path) -> "Kb | None":
    """Give the settings of a content folder, None where there are none that can be read."""
    from scripts_kb.content import reading  # noqa: PLC0415 - 180 ms more for who asks the past

    try:
        document, _ = reading.read(files.read(content / "kb.yml"), "kb.yml", "kb.yml")
    except OSError:
        return None
    return document.record if document else None


def language_of(content: Path | None) -> Language | None:
    """Give the language of a knowledge base, None where there is no base or nobody can tell.

    Args:
        content: the folder that a person named; None for `content` here or in a folder above.
    """
    known = settings(content or _find(Path.cwd()))
    return known.language if known else None


def zone_of(log: "Log") -> ZoneInfo | None:
    """Give the time zone that the tip's `kb.yml` names, None where it names none."""
    settings = log.present.get("config/kb")
    name = settings.get("time_zone") if isinstance(settings, dict) else None
    return zone_named(name) if isinstance(name, str) else None


def zone_named(name: str) -> ZoneInfo | None:
    """Give a time zone by name, None where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


TODAY_VARIABLE: Final = "SCRIPTS_KB_TODAY"


def today_in(zone: ZoneInfo | None) -> dt.date:
    """Give the present day in a zone, or the day that SCRIPTS_KB_TODAY pins.

    Raises:
        UserError: where the variable holds no date.
    """
    pinned = os.environ.get(TODAY_VARIABLE)
    if not pinned:
        return dt.datetime.now(zone or dt.UTC).date()
    try:
        return dt.date.fromisoformat(pinned)
    except ValueError:
        raise UserError("today-variable", variable=TODAY_VARIABLE, value=pinned) from None
