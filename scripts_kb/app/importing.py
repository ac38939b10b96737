"""Composes `kb import`: what was handed in becomes a file of the content folder."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from scripts_kb import files
from scripts_kb.app import present
from scripts_kb.app.workspace import Workspace, today_in
from scripts_kb.content import parsing, reading, starting, writing
from scripts_kb.importing import joining, voice
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import UserError, refusal
from scripts_kb.schema import kinds

say: Final = catalogue("commands").say


class Taken(NamedTuple):
    """What was taken in.

    Attributes:
        file: the file, as messages name it.
        added: answers that were written into it.
        known: answers that it held already.
        joins: whether it was there before.
    """

    file: str
    added: int
    known: int = 0
    joins: bool = False


def import_voice(
    where: Workspace,
    file: Path,
    *,
    id_: str | None = None,
    title: str = "",
    by: str = "",
    today: dt.date | None = None,
) -> Taken:
    """Write what people answered back from cards as the draft of an insight.

    Where the insight is there already, the answers that it does not hold join it.

    Args:
        where: the content folder.
        file: copied texts, posted JSON, exported issues, or the call screen's draft.
        id_: the id of the insight; the month and `answers` in the base's language, if left out.
        title: its title, of a new one; that these are answers from cards, if left out.
        by: the department whose ear it was; left out where the base has no such department.
        today: the day of answers that name none; now in the base's zone, where left out.

    Returns:
        What was taken in.

    Raises:
        UserError: for a file that cannot be read, one without answers, one of more answers than an
            insight holds, or an insight with mistakes, which nothing can join.
    """
    found, _ = present.base(where)
    try:
        answers = voice.read(files.read(file))
    except OSError as error:
        raise UserError("unreadable-file", file=file, said=refusal(error)) from None
    except voice.UnreadableDraftError as error:
        at = error.problem.place._replace(path=str(file))
        line = replace(error.problem, place=at).line(found.kb.language)
        raise UserError("mistake-in-file", line=line) from None
    if not answers:
        raise UserError("no-answers", file=file)
    day = today or today_in(found.zone)
    language = found.kb.language
    name = id_ or f"{day:%Y-%m}-{say('voice-id', language)}"
    if not kinds.is_id(name):
        raise UserError("not-an-id", value=name)
    document = found.documents.get(f"insight/{name}")
    path = document.path if document else starting.file_of("insight", name)
    target = where.content / path
    by = by if any(each.id == by for each in found.zones.departments) else ""
    segments = [each.id for each in found.kb.segments]
    if target.exists():
        return _joined(where, path, answers, day, by=by, segments=segments)
    title = title or say("voice-title", language)
    text = voice.draft(answers, day, id_=name, title=title, by=by, segments=segments)
    shown = f"{where.shown}/{path}"
    content = writing.bounded(joining.marked(text, answers), shown)
    target.parent.mkdir(parents=True, exist_ok=True)
    files.write(target, content)
    return Taken(shown, len(answers))


def _joined(
    where: Workspace,
    path: str,
    answers: Sequence[voice.CardAnswer],
    day: dt.date,
    *,
    by: str,
    segments: Sequence[str],
) -> Taken:
    """Add to a file what it does not hold; what cannot be read well cannot be added to."""
    target, shown = where.content / path, f"{where.shown}/{path}"
    before = files.read(target)
    document, _ = reading.read(before, path, shown)
    if document is None or document.record is None:
        raise UserError("not-joined", file=shown)
    joined = joining.join(parsing.decode(before), answers, day, by=by, segments=segments)
    content = writing.bounded(joined.text, shown)
    after, _ = reading.read(content, path, shown)
    if after is None or after.record is None:
        raise UserError("not-joined", file=shown)
    if joined.added:
        files.write(target, content)
    return Taken(shown, joined.added, joined.known, joins=True)
