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


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LEADS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="p" Type="{OFFICE}/image" Target="../media/i.png"/></Relationships>'
)
DRAWING = (
    '<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{office}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<d:twoCellAnchor><d:from><d:col>1</d:col><d:row>2</d:row></d:from>{inside}</d:twoCellAnchor>"
    "</d:wsDr>"
)
SHAPE = (
    "<d:sp><d:txBody><a:p><a:r><a:t>Всегда </a:t></a:r><a:r><a:t>улыбаемся</a:t></a:r></a:p>"
    "<a:p><a:r><a:t>и ждём</a:t></a:r></a:p></d:txBody></d:sp>"
)
ALTERNATIVE = (
    f"<mc:AlternateContent><mc:Choice>{SHAPE}</mc:Choice>"
    f"<mc:Fallback>{SHAPE}</mc:Fallback></mc:AlternateContent>"
)
PICTURE = (
    '<d:pic><d:nvPicPr><d:cNvPr descr="Схема"/></d:nvPicPr>'
    '<d:blipFill><a:blip r:embed="p"/></d:blipFill></d:pic>'
)


def drawn(book, inside):
    part = "xl/drawings/d.xml"
    extra = {
        part: DRAWING.format(office=OFFICE, inside=inside),
        "xl/drawings/_rels/d.xml.rels": LEADS,
        "xl/media/i.png": "GIF89a",
    }
    return book(sheet(text("A1", "А")), ("x", "drawing", "../drawings/d.xml"), extra=extra)


@pytest.mark.parametrize(
    "inside",
    [
        SHAPE,
        f"<d:grpSp>{SHAPE}</d:grpSp>",
        ALTERNATIVE,
    ],
)
def test_words_in_a_box_over_the_cells_are_left_over_once(lines, book, inside):
    found = lines(drawn(book, inside))
    assert found[-1] == "Л!B3 box left box: Всегда улыбаемся⏎и ждём"
    assert len([each for each in found if "box" in each]) == 1


def test_a_picture_over_the_cells_stands_at_its_cell(read, book):
    (found,) = read(drawn(book, PICTURE)).images
    assert (found.at, found.file, found.alt, found.kind) == ("Л!B3", "i.png", "Схема", "gif")


def test_headers_and_footers_of_a_sheet_are_left_over_without_what_a_printer_fills_in(lines, book):
    running = (
        '<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;14Отдел&amp;R&amp;D</oddHeader>'
        "<oddFooter>&amp;CСтр. &amp;P из &amp;N, A&amp;&amp;B</oddFooter></headerFooter>"
    )
    found = lines(book(sheet(text("A1", "А")) + running))
    assert found[-2:] == [
        "Л!header1 left running: Отдел",
        "Л!footer1 left running: Стр. из , A&B",
    ]


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
