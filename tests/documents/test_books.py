"""Workbooks: cells as a person sees them, and what nobody sees."""

import pytest

from scripts_kb.documents import shown


def sheet(*cells, before="", after=""):
    rows = "".join(f"<row>{each}</row>" for each in cells)
    return f"{before}<sheetData>{rows}</sheetData>{after}"


def text(place, said):
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


CASES = {
    "columns keep their letters": (sheet("", text("C2", "А")), ["Л table 3×2", "Л!C2: А"]),
    "cells without places follow each other": (
        sheet("<c><v>1</v></c><c><v>2.0</v></c>"),
        ["Л table 2×1", "Л!A1:  [raw]: 1", "Л!B1:  [raw]: 2"],
    ),
    "merged": (
        sheet(text("A1", "А"), after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'),
        ["Л table 1×1", "Л!A1 2×2: А"],
    ),
    "hidden columns": (
        sheet(text("A1", "А") + text("C1", "Б"), before='<cols><col min="2" max="9" hidden="1"/></cols>'),
        ["Л table 3×1", "Л!A1: А", "Л!C1 hidden: Б"],
    ),
    "a formula by its stored value, and one without": (
        sheet('<c r="A1" t="str"><f>B1</f><v>Да</v></c><c r="B1"><f>1+1</f></c>'),
        ["Л table 2×1", "Л!A1: Да", "Л!B1 formula: =1+1"],
    ),
    "line breaks, and marks that Excel writes of them": (
        sheet(text("A1", "Да_x000D_&#10;нет")),
        ["Л table 1×1", "Л!A1: Да⏎нет"],
    ),
    "how a word is pronounced is no text": (
        sheet('<c r="A1" t="inlineStr"><is><r><t>А</t></r><rPh><t>Б</t></rPh></is></c>'),
        ["Л table 1×1", "Л!A1: А"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "units"), CASES.values(), ids=CASES)
def test_a_sheet_becomes_cells(lines, book, inside, units):
    assert lines(book(inside)) == ["form: xlsx", *units]


def test_all_of_a_hidden_sheet_is_hidden(lines, book):
    made = book(sheet(text("A1", "А")), state="veryHidden")
    assert lines(made) == ["form: xlsx", "Л table 1×1 hidden", "Л!A1 hidden: А"]


@pytest.mark.parametrize(
    ("value", "form", "seen"),
    [
        ("0.1", "0%", "10%"), ("0.125", "0.0%", "12.5%"), ("0.1", "0.00%", "10.00%"),
        ("46266", "DD.MM.YYYY", "01.09.2026"), ("46266.5", "dd.mm.yyyy h:mm", "01.09.2026 12:00"),
        ("0.5", "h:mm", "12:00"), ("450", '#,##0\\ "₽"', "450 ₽"), ("450", '"от "0', "от 450"),
        ("450", "[$€-2] 0", "€ 450"), ("1.50", "", "1.5"), ("88000000000.0", "General", "88000000000"),
        ("-1", "dd.mm.yyyy", "-1"), ("1e400", "0%", "1e400"), ("x", "0%", "x"), ("450", "0.00", "450"),
    ],
)  # fmt: skip
def test_a_number_is_shown_by_its_format(value, form, seen):
    assert shown.number(value, form) == seen
