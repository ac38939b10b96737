"""Composes `kb export --format xlsx|docx`: the cards of the working tree for editors."""

from collections.abc import Sequence
from typing import Final

from scripts_kb.app import present
from scripts_kb.app.workspace import Workspace
from scripts_kb.content.base import Base
from scripts_kb.documents import binding, printing
from scripts_kb.documents.binding import LongCellError, TextSheet
from scripts_kb.importing.returned import papers, sheets, tabling
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import Problem, UserError
from scripts_kb.schema import labels

_SAY: Final = catalogue("importing").say
_WIDE, _NARROW, _HIDDEN = 48, 18, 12
"""Widths of columns, in signs: of prose, of short fields, of what nobody sees."""


def cards(where: Workspace, form: str) -> tuple[bytes | None, Sequence[Problem], Language]:
    """Write every objection, question and script, drafts included, with every field.

    Args:
        where: the content folder.
        form: `xlsx` or `docx`.

    Returns:
        The file, None where one of the base has an error; what is wrong; the base's language.

    Raises:
        UserError: where there is no base, or a text is longer than a cell.
    """
    base, problems = present.base(where)
    language: Language = base.kb.language
    errors = [each for each in problems if each.severity == "error"]
    if errors:
        return None, errors, language
    made = _document(base, language) if form == "docx" else _workbook(base, where, language)
    return made, (), language


def _document(base: Base, language: Language) -> bytes:
    every = [
        (each.entity, each.value, each.blob) for kind in tabling.ITEMS for each in base.of(kind)
    ]
    return printing.document(papers.lines(every, language))


def _workbook(base: Base, where: Workspace, language: Language) -> bytes:
    made = [*(_sheet(base, kind, language) for kind in tabling.ITEMS), _about(base, where)]
    try:
        return binding.workbook(made)
    except LongCellError as error:
        raise UserError("export-long", at=error.at) from None


def _sheet(base: Base, kind: str, language: Language) -> TextSheet:
    columns = tabling.columns(kind)
    headers = [labels.pick(each.header, language) for each in columns]
    rows = [
        tabling.line(row, kind)
        for each in base.of(kind)
        for row in tabling.rows(each.entity, each.value, each.blob, language)
    ]
    widths = [_WIDE if each.shape.use in {"spoken", "words"} else _NARROW for each in columns]
    hidden = len(tabling.HIDDEN)
    return TextSheet(
        _SAY(f"sheet-{kind}", language),
        [[*headers, *tabling.HIDDEN], *rows],
        [*widths, *[_HIDDEN] * hidden],
        hidden,
    )


def _about(base: Base, where: Workspace) -> TextSheet:
    """Write what the workbook was made of: the table's form, the commit, every card."""
    repository = where.repository
    commit = "" if repository is None or repository.unborn else repository.resolve("HEAD")
    made = [[each.entity, each.blob] for kind in tabling.ITEMS for each in base.of(kind)]
    rows = [["form", tabling.FORM], ["commit", commit], *made]
    return TextSheet(sheets.BOOK, rows, visible=False)
