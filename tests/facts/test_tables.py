"""Exports that nobody made by hand: torn, endless, wide as the sea; each is one line and no wait."""

import csv
import os
import struct
import zipfile
from pathlib import Path

import pytest

from scripts_kb.facts import crm, tables

SPOILED = Path(__file__).parents[1] / "corpus" / "document"
WANTED = crm.asked(crm.readings(()))
HEADER = "ID;Этап сделки;Дата создания\n"
ROW = "1;142;05.10.2026\n"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)
SPACES = "http://schemas.openxmlformats.org"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{SPACES}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{SPACES}/package/2006/relationships"><Relationship Id="a" '
    f'Type="{SPACES}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{SPACES}/spreadsheetml/2006/main" '
    f'xmlns:r="{SPACES}/officeDocument/2006/relationships"><sheets>'
    '<sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{SPACES}/package/2006/relationships">'
    f'<Relationship Id="a" Type="{SPACES}/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def read(tmp_path, content):
    """The rows of a file, or what is said of it."""
    file = tmp_path / "deals"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        with tables.open_table(file, "deals", WANTED) as table:
            return [list(cells) for _, cells in table.rows]
    except tables.UnreadableTableError as error:
        return error.problem.facts["problem"].said("en")


def workbook(*cells):
    """A workbook whose cells are texts at their places."""
    rows = "".join(
        f'<row r="{place.lstrip("ABCDEFX")}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for place, text in cells
    )
    return {**PARTS, "xl/worksheets/sheet1.xml": SHEET.format(f"<sheetData>{rows}</sheetData>")}


def packed(tmp_path, parts):
    file = tmp_path / "packed"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ((HEADER + ROW).encode("utf-16")[:-1], "it is neither text nor a table"),
        (b"\xff\xfe", "it is empty"),
        (b"\xff\xfe\x00\xd8" + HEADER.encode("utf-16-le"), "it is neither text nor a table"),
        ("x" * (9 << 20), "a row does not end"),
        ("<table>" + "<tr <td " * 100_000, "there is no table in it"),
        ("<table>" + "<tr><td>" + "<td " * 200_000, "there is no table in it"),
        ("<table><tr><td>" + "<!--" * 200_000 + "</table>", "there is no row of column names"),
        ("<table><tr><td>" + "<" * 200_000 + "</table>", "there is no row of column names"),
        (HEADER + '"' * 100_001, "the quotes of the row are not closed"),
        (b"PK\x03\x04" + b"\0" * 100, "the workbook is broken"),
        (
            b"\xd0\xcf\x11\xe0" + b"\xff" * 5000,
            "the workbook of an old Excel (.xls) is broken, or locked by a password",
        ),
    ],
)
def test_what_is_no_whole_table_is_said(content, said, tmp_path):
    found = read(tmp_path, content)
    assert found in (said, [])


@pytest.mark.parametrize("length", [200_000, 2_000_000])
@pytest.mark.parametrize("before", [HEADER, ""])
def test_a_field_is_long_or_too_long_whatever_was_read_before(length, before, tmp_path):
    limit = csv.field_size_limit(
        131_072
    )  # as Python begins, and as a reader of documents leaves it
    found = read(tmp_path, f'{before}"{"x" * length}\n{HEADER}')
    csv.field_size_limit(limit)
    assert found == "the quotes of the row are not closed"


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(SPOILED.glob("*.xls")), ids=lambda file: file.name)
def test_an_old_workbook_whose_sizes_lie_ends_nobody(file, tmp_path):
    said = "the workbook of an old Excel (.xls) is broken, or locked by a password"
    assert read(tmp_path, file.read_bytes()) == said


@pytest.mark.parametrize(
    "hint", ["sep=;\n", "SEP=;\r\n", "sep=\n", 'sep="\n', "sep=\\\n", "sep=\0\n"]
)
def test_a_hint_of_excel_never_stumbles(hint, tmp_path):
    found = read(tmp_path, hint + HEADER + ROW)
    assert found in ([["1", "142", "05.10.2026"]], "it is neither text nor a table")


def test_rows_of_html_may_stay_open_and_hold_comments(tmp_path):
    cells = "<td>ID</td><td>Этап сделки</td><td>Дата создания</td>"
    text = (
        f"<table><!-- <tr> --><tr>{cells}<tr><td>1<!-- x --><td>a<b>c</b><td>5 &lt; 6</table>"
        "<table><tr><td>2</table>"
    )
    assert read(tmp_path, text) == [["1", "a c ", "5 < 6"]]


@pytest.mark.parametrize("last", ["XFD1048576", "E1048576", "XFD300"])
def test_a_cell_far_away_costs_nothing(last, tmp_path):
    cells = (("A1", "ID"), ("B1", "Этап сделки"), (last, "x"))
    found = read(tmp_path, packed(tmp_path, workbook(*cells)))
    assert found == ("the table is too large" if last != "XFD300" else found)


def test_a_sheet_counts_wherever_the_archive_keeps_it(tmp_path):
    parts = workbook(("A1", "ID"), ("B1", "x"), ("XFD1048576", "x"))
    moved = {
        path.replace("xl/worksheets/", "xl/"): text.replace("worksheets/sheet1", "sheet1")
        for path, text in parts.items()
    }
    assert moved.keys() != parts.keys()
    assert read(tmp_path, packed(tmp_path, moved)) == "the table is too large"


@pytest.mark.parametrize(
    ("told", "said"), [(9, "is broken"), (1 << 30, "table is too large"), (None, [])]
)
@pytest.mark.parametrize("name", [b"xl/sharedStrings.xml", b"xl/workbook.xml"])
def test_an_archive_that_lies_about_a_size_is_broken(told, said, name, tmp_path):
    parts = workbook(("A1", "ID"), ("B1", "x"), ("A2", "1"), ("B2", "2"))
    parts.setdefault("xl/sharedStrings.xml", "<sst/>")
    content = bytearray(packed(tmp_path, parts))
    entry = content.rindex(name) - 46
    assert content[entry : entry + 4] == b"PK\x01\x02"
    if told is not None:
        content[entry + 24 : entry + 28] = struct.pack("<I", told)
    found = read(tmp_path, bytes(content))
    assert found == [["1", "2"]] if not said else said in found


def test_a_text_that_very_many_cells_share_is_not_written_out(tmp_path):
    parts = workbook(("A1", "ID"), ("B1", "x"))
    (sheet,) = (each for each in parts if "sheet1.xml" in each and "rels" not in each)
    shared = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'
    rows = "".join(shared.format(number) for number in range(2, 2002))
    parts[sheet] = parts[sheet].replace("</sheetData>", f"{rows}</sheetData>")
    assert rows in parts[sheet]
    parts["xl/sharedStrings.xml"] = f"<sst><si><t>{'x' * 100_000}</t></si></sst>"
    assert read(tmp_path, packed(tmp_path, parts)) == "the table is too large"


def open_workbook(*rows):
    """A workbook of OpenDocument: attributes of each row, and its cells."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{each}="{names}:{each}:1.0"' for each in ("office", "table", "text"))
    written = "".join(
        f"<table:table-row {about}>{''.join(cells)}</table:table-row>" for about, *cells in rows
    )
    table = f'<table:table table:name="Л">{written}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {spaces}>{body}</office:document-content>",
        "META-INF/manifest.xml": "<manifest/>",
    }


def open_cell(text, about=""):
    return (
        f'<table:table-cell office:value-type="string" {about}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


NAMED = ("", open_cell("ID"), open_cell("Этап сделки"))
OFTEN = 'table:number-rows-repeated="{}"'.format
WIDE = 'table:number-columns-repeated="{}"'.format
EXPANDED = {
    "a row": (OFTEN(1_048_576), open_cell("x", WIDE(9))),
    "a wide cell": (OFTEN(10_000), open_cell("x", WIDE(1000))),
    "a long text": (OFTEN(2000), open_cell("x" * 100_000)),
    "spaces": ("", open_cell('a<text:s text:c="999999999"/>b')),
}


@pytest.mark.parametrize("row", EXPANDED.values(), ids=EXPANDED)
def test_what_repeats_is_not_written_out(row, tmp_path):
    assert read(tmp_path, packed(tmp_path, open_workbook(NAMED, row))) == "the table is too large"


def test_empty_rows_and_columns_up_to_the_end_of_a_sheet_cost_nothing(tmp_path):
    empty = f"<table:table-cell {WIDE(16_382)}/>"
    rows = (NAMED, ("", open_cell("1"), open_cell("142"), empty), (OFTEN(1_048_574), empty))
    assert read(tmp_path, packed(tmp_path, open_workbook(*rows))) == [["1", "142"]]


def test_an_archive_of_very_many_files_is_not_listed(tmp_path):
    parts = workbook(("A1", "ID"), ("B1", "x")) | {f"{number}": "" for number in range(1001)}
    assert read(tmp_path, packed(tmp_path, parts)) == "the table is too large"


@pytest.mark.slow
def test_a_workbook_that_unpacks_without_end_is_not_unpacked(tmp_path):
    parts = workbook(("A1", "ID"), ("B1", "x"))
    parts["xl/sharedStrings.xml"] = " " * (151 << 20)
    assert read(tmp_path, packed(tmp_path, parts)) == "the table is too large"


def test_a_pipe_is_no_table(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with (
        pytest.raises(tables.UnreadableTableError, match="crm-format"),
        tables.open_table(tmp_path / "pipe", "pipe", WANTED),
    ):
        pass
