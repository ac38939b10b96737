"""Writes a workbook of texts: rows of cells, some columns and sheets of them hidden.

Every cell is an inline string, the one form in which nothing is ever a formula, a number or a date:
a text that begins with `=` stays one. A library would bring a thousand forms that we must not use.

Source: ECMA-376, part 1, SpreadsheetML.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

from scripts_kb.documents import openxml
from scripts_kb.documents.columns import column_name
from scripts_kb.documents.letters import LONGEST

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OF_SHEET: Final = "officedocument.spreadsheetml"
_FONT: Final = '<sz val="11"/><name val="Calibri"/>'
_PLAIN: Final = 'fontId="0" fillId="0" borderId="0"'
_WRAPPED: Final = (
    'numFmtId="49" fontId="{}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/>'
)
"""A cell that stays a text when a person edits it (format 49), its lines shown."""
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    "<left/><right/><top/><bottom/><diagonal/></border></borders>"
    f'<cellStyleXfs count="1"><xf numFmtId="0" {_PLAIN}/></cellStyleXfs>'
    f'<cellXfs count="3"><xf numFmtId="0" {_PLAIN} xfId="0"/>'
    f"<xf {_WRAPPED.format(0)}</xf><xf {_WRAPPED.format(1)}</xf></cellXfs></styleSheet>"
)
_CELL, _HEADER = 1, 2
_HIDDEN: Final = ' state="hidden"'


class LongCellError(Exception):
    """A text has more signs than a cell holds."""

    def __init__(self, at: str) -> None:
        """Keep which cell."""
        super().__init__(at)
        self.at = at


@dataclass(frozen=True, slots=True)
class TextSheet:
    """A sheet to be written.

    Attributes:
        name: of its tab.
        rows: of texts; the first is the header.
        widths: of its columns, in signs.
        unseen: how many of its last columns are hidden.
        visible: whether a person sees it.
    """

    name: str
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()
    unseen: int = 0
    visible: bool = True


def workbook(sheets: Sequence[TextSheet]) -> bytes:
    """Write a workbook.

    Raises:
        LongCellError: for a text that no cell holds.

    Examples:
        >>> workbook([TextSheet("Вопросы", [["Вопрос"], ["=1+1"]])])[:2]
        b'PK'
    """
    return openxml.packed(_parts(sheets))


def _parts(sheets: Sequence[TextSheet]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    typed = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles"} | {
        f"xl/worksheets/sheet{number}.xml": "worksheet" for number in numbers
    }
    yield openxml.types({name: f"{_OF_SHEET}.{type_}" for name, type_ in typed.items()})
    yield openxml.relations("_rels/.rels", [("officeDocument", "xl/workbook.xml")])
    tabs = "".join(
        f'<sheet name={quoteattr(each.name)} sheetId="{n}" r:id="rId{n}"'
        f"{'' if each.visible else _HIDDEN}/>"
        for n, each in zip(numbers, sheets, strict=True)
    )
    head = f'<workbook xmlns="{_MAIN}" xmlns:r="{openxml.OFFICE}">'
    yield "xl/workbook.xml", f"{head}<sheets>{tabs}</sheets></workbook>"
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield openxml.relations("xl/_rels/workbook.xml.rels", [*targets, ("styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES
    for number, each in zip(numbers, sheets, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", "".join(_sheet(each))


def _sheet(sheet: TextSheet) -> Iterator[str]:
    yield f'<worksheet xmlns="{_MAIN}">'
    yield '<sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews>"
    if sheet.widths:
        yield "<cols>"
        for number, width in enumerate(sheet.widths, 1):
            hidden = ' hidden="1"' if number > len(sheet.widths) - sheet.unseen else ""
            yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"{hidden}/>'
        yield "</cols>"
    yield "<sheetData>"
    for number, row in enumerate(sheet.rows, 1):
        yield f'<row r="{number}">'
        for column, text in enumerate(row, 1):
            if text:
                yield _cell(f"{column_name(column)}{number}", text, sheet.name, number == 1)
        yield "</row>"
    yield "</sheetData></worksheet>"


def _cell(at: str, text: str, sheet: str, header: bool) -> str:
    if len(text) > LONGEST:
        raise LongCellError(f"{sheet}!{at}")
    style = _HEADER if header else _CELL
    said = openxml.shown(text)
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
