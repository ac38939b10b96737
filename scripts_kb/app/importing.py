"""Composes `kb import`: what was handed in becomes a file of the content folder."""

import datetime as dt
from pathlib import Path
from typing import Final

from scripts_kb import files
from scripts_kb.app import present
from scripts_kb.app.workspace import Workspace, today_in
from scripts_kb.content import starting
from scripts_kb.importing import voice
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import UserError
from scripts_kb.schema import kinds

say: Final = catalogue("commands").say


def import_voice(
    where: Workspace,
    file: Path,
    *,
    id_: str | None = None,
    title: str = "",
    by: str = "",
    today: dt.date | None = None,
) -> tuple[str, int]:
    """Write what people answered back from cards as the draft of an insight.

    Args:
        where: the content folder.
        file: copied texts, posted JSON, exported issues, or the call screen's draft.
        id_: the id of the insight; the month and `answers` in the base's language, if left out.
        title: its title; that these are answers from cards, if left out.
        by: the department whose ear it was; left out where the base has no such department.
        today: the day of answers that name none; now in the base's zone, where left out.

    Returns:
        The file that was written, as messages name it, and how many answers it holds.

    Raises:
        UserError: for a file that cannot be read, one without answers, an id that is taken.
    """
    found, _ = present.base(where)
    try:
        answers = voice.read(file.read_bytes())
    except OSError as error:
        raise UserError("unreadable-file", file=file, said=error.strerror) from None
    if not answers:
        raise UserError("no-answers", file=file)
    day = today or today_in(found.zone)
    language = found.kb.language
    name = id_ or f"{day:%Y-%m}-{say('voice-id', language)}"
    if not kinds.is_id(name):
        raise UserError("not-an-id", value=name)
    path = starting.file_of("insight", name)
    if f"insight/{name}" in found.documents or (where.content / path).exists():
        raise UserError("id-taken", file=path)
    departments = {each.id for each in found.zones.departments}
    text = voice.draft(
        answers,
        day,
        id_=name,
        title=title or say("voice-title", language),
        by=by if by in departments else "",
        segments=[each.id for each in found.kb.segments],
    )
    target = where.content / path
    target.parent.mkdir(parents=True, exist_ok=True)
    files.write(target, text)
    return f"{where.shown}/{path}", len(answers)
