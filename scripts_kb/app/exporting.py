"""Composes `kb export --format xlsx|docx`: the cards of the working tree for editors."""

from collections.abc import Iterator, Sequence
from typing import Final

from scripts_kb.app import present
from scripts_kb.app.workspace import Workspace
from scripts_kb.content.base import Document
from scripts_kb.documents import binding, printing
from scripts_kb.documents.binding import LongCellError, TextSheet
from scripts_kb.documents.letters import MOST_UNITS
from scripts_kb.documents.printing import LongParagraphError
from scripts_kb.importing.returned import papers, sheets, tabling
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import Problem, UserError
from scripts_kb.schema import labels
from scripts_kb.schema.values import Value

_SAY: Final = catalogue("importing").say
_WIDE, _NARROW, _HIDDEN = 48, 18, 12
"""Widths of columns, in signs: of prose, of short fields, of what nobody sees."""


def cards(where: Workspace, form: str) -> tuple[Sequence[bytes], Sequence[Problem], Language]:
    """Write every objection, question and script, drafts included, with every field.

    Args:
        where: the content folder.
        form: `xlsx` or `docx`.

    Returns:
        The file, or several where one would be more than can be read back, each of whole cards;
        none where the base has an error. What is wrong; the base's language.

    Raises:
        UserError: where there is no base, or a text is longer than can be read back.
    """
    base, problems = present.base(where)
    language: Language = base.kb.language
    errors = [each for each in problems if each.severity == "error"]
    if errors:
        return (), errors, language
    every = [each for kind in tabling.ITEMS for each in base.of(kind)]
    if form == "docx":
        return [_document(part, language) for part in _papers(every, language)], (), language
    return [_workbook(part, where, language) for part in _books(every, language)], (), language


def _document(cards_: Sequence[Document], language: Language) -> bytes:
    try:
        return printing.document(papers.lines(map(_said, cards_), language))
    except LongParagraphError as error:
        raise UserError("export-paragraph", at=error.at) from None


def _said(card: Document) -> tuple[str, Value, str]:
    return card.entity, card.value, card.blob


def _papers(every: Sequence[Document], language: Language) -> Iterator[Sequence[Document]]:
    """Part cards into documents: a paragraph is a unit."""
    units = [sum(1 for _ in papers.lines([_said(each)], language)) for each in every]
    return _parts(every, units, MOST_UNITS)


def _books(every: Sequence[Document], language: Language) -> Iterator[Sequence[Document]]:
    """Part cards into workbooks: a filled cell is a unit, on the hidden sheets too."""
    heads = sum(len(tabling.columns(kind)) + len(tabling.HIDDEN) for kind in tabling.ITEMS)
    units = [
        sum(bool(cell.strip()) for row in _rows(each, language) for cell in row) + len(_of(each))
        for each in every
    ]
    return _parts(every, units, MOST_UNITS - heads - 2 * len(_of_all("")))


def _parts(
    every: Sequence[Document], units: Sequence[int], most: int
) -> Iterator[Sequence[Document]]:
    """Yield cards in their order, so many at once as have no more units; one part at least."""
    part: list[Document] = []
    left = most
    for card, taken in zip(every, units, strict=True):
        if taken > left and part:
            yield part
            part, left = [], most
        part.append(card)
        left -= taken
    yield part


def _workbook(cards_: Sequence[Document], where: Workspace, language: Language) -> bytes:
    made = [*(_sheet(cards_, kind, language) for kind in tabling.ITEMS), _about(cards_, where)]
    try:
        return binding.workbook(made)
    except LongCellError as error:
        raise UserError("export-long", at=error.at) from None


def _rows(card: Document, language: Language) -> Iterator[list[str]]:
    kind = card.entity.partition("/")[0]
    for row in tabling.rows(card.entity, card.value, card.blob, language):
        yield tabling.line(row, kind)


def _sheet(cards_: Sequence[Document], kind: str, language: Language) -> TextSheet:
    columns = tabling.columns(kind)
    headers = [labels.pick(each.header, language) for each in columns]
    own = (each for each in cards_ if each.entity.startswith(f"{kind}/"))
    widths = [_WIDE if each.shape.use in {"spoken", "words"} else _NARROW for each in columns]
    hidden = len(tabling.HIDDEN)
    return TextSheet(
        _SAY(f"sheet-{kind}", language),
        [[*headers, *tabling.HIDDEN], *(row for each in own for row in _rows(each, language))],
        [*widths, *[_HIDDEN] * hidden],
        hidden,
    )


def _about(cards_: Sequence[Document], where: Workspace) -> TextSheet:
    """Write what the workbook was made of: the table's form, the commit, every card."""
    repository = where.repository
    commit = "" if repository is None or repository.unborn else repository.resolve("HEAD")
    return TextSheet(sheets.BOOK, [*_of_all(commit), *map(_of, cards_)], visible=False)


def _of_all(commit: str) -> list[list[str]]:
    return [["form", tabling.FORM], ["commit", commit]]


def _of(card: Document) -> list[str]:
    return [card.entity, card.blob]
