"""Composes `kb apply`: edits that a form made are written into the working tree, or none of them.

EDITS.json ──forms──▶ Plan ──▶ files of the content folder, all at once
                        └────▶ problems, and nothing is written
"""

import datetime as dt
from collections.abc import Container, Sequence
from pathlib import Path
from typing import NamedTuple

from scripts_kb import files
from scripts_kb.app import present, writing
from scripts_kb.app.workspace import Workspace, today_in
from scripts_kb.forms import planning, sheets
from scripts_kb.language import Language
from scripts_kb.problems import Problem, UserError, refusal


class Applied(NamedTuple):
    """What was done with a sheet of edits.

    Attributes:
        files: what was written or removed, as messages name it; empty where something is wrong.
        reason: the change file among them; "" for none.
        problems: why nothing was written.
        language: the base's.
    """

    files: Sequence[str]
    reason: str
    problems: Sequence[Problem]
    language: Language


def apply_file(where: Workspace, file: Path, *, today: dt.date | None = None) -> Applied:
    """Write the edits of a file into the working tree.

    Args:
        where: the content folder.
        file: a sheet of edits.
        today: the day of the reason; now in the base's zone, where left out.

    Raises:
        UserError: where the file cannot be read.
    """
    try:
        content = files.read(file, sheets.LARGEST)
    except OSError as error:
        raise UserError("unreadable-file", file=file, said=refusal(error)) from None
    return apply(where, content, shown=file.as_posix(), today=today)


def apply(where: Workspace, content: bytes, *, shown: str, today: dt.date | None = None) -> Applied:
    """Write edits into the working tree: all of them, or none.

    Args:
        where: the content folder.
        content: a sheet of edits, as JSON.
        shown: how messages name it.
        today: the day of the reason; now in the base's zone, where left out.

    Raises:
        UserError: where a folder of the base leads out of it.
        OSError: where the disk refuses; then all is as it was.
    """
    writing.mend(where)
    base, _ = present.base(where)
    language: Language = base.kb.language
    sheet, problems = sheets.read(content, shown)
    if sheet is None:
        return Applied((), "", problems, language)
    plan = planning.plan(
        base,
        lambda path: files.read(where.content / path, sheets.LARGEST),
        sheet,
        today or today_in(base.zone),
        root=f"{where.shown}/",
        shown=shown,
        landed=_landed(where),
    )
    if plan.problems:
        return Applied((), "", plan.problems, language)
    writing.write(where, plan.files)
    named = [f"{where.shown}/{path}" for path in plan.files]
    return Applied(named, plan.reason and f"{where.shown}/{plan.reason}", (), language)


def _landed(where: Workspace) -> Container[str] | None:
    """Give the files that are committed, by their paths below the content folder."""
    if where.repository is None:
        return None
    return () if where.repository.unborn else where.repository.tree("HEAD", where.prefix).keys()
