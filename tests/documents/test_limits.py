"""Files that nobody means well with: one line each, nothing outside read, no memory taken."""

import io
import json
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts_kb import documents
from scripts_kb.documents import wraps
from scripts_kb.documents.letters import clean, letters

SPOILED = Path(__file__).parents[1] / "corpus" / "document"
PARAGRAPH = "<w:p><w:r><w:t>А</w:t></w:r></w:p>"
ENTITIES = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
DEEP = 300


def bomb(size):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(size >> 20):
                part.write(bytes(1 << 20))
    return made.getvalue()


def renamed(content, before, after):
    """An archive in which a part has another text."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before, after))
    return made.getvalue()


def understated(content):
    """An archive that says of its parts that they are small."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", 10) + content[at + 28 :]


def locked(content):
    """An archive whose first part says that it has a password."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 8] + b"\x01\x00" + content[at + 10 :]


REFUSED = {
    "another archive": (bomb(1 << 20)[:30], "damaged"),
    "a torn sum": (b"PK\x03\x04" + b"\0" * 100, "damaged"),
    "a bomb": (bomb(32 << 20), "unpacks to more than 400 MB"),
    "a bomb that says it is none": (understated(bomb(32 << 20)), "unpacks to more than 400 MB"),
    "a compound file without streams": (b"\xd0\xcf\x11\xe0" + bytes(2000), "damaged"),
    "RTF": (b"{\\rtf1 a}", "this is RTF"),
    "zero bytes in a text": (b"abc\0def", "files of this kind"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0", "files of this kind"),
    "other XML": ("<svg/>", "files of this kind"),
    "a DOCTYPE with a body": (f'{ENTITIES}<map><node TEXT="&b;"/></map>', "DOCTYPE"),
    "one in UTF-16": (f'{ENTITIES}<map><node TEXT="&b;"/></map>'.encode("utf-16"), "DOCTYPE"),
    "nodes too deep": ("<map>" + '<node TEXT="a">' * DEEP + "</node>" * DEEP + "</map>", "200 levels"),
    "brackets too deep": ("[" * DEEP, "200 levels"),
    "a talk that says a thing twice": (
        '{"nodes": {"a": {"text": "Да", "text": "Нет", "options": []}}}',
        "the key “text” stands twice",
    ),
    "a paragraph without end": ("а" * 40_000, "more than 32,767 letters"),
    "code below many empty lines": ("\n" * 20_000 + "{a}\n{b}", "this is code"),
    "code": ("const a = 1;\nfunction b() {\n}\n", "this is code"),
    "a log of calls": ("Дата,Длительность,Запись\n1,2,3\n", "a log of calls"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_a_file_is_refused_in_one_line(refused, content, said):
    _, line = refused(content)
    assert (said in line, "\n" in line) == (True, False)


def test_entities_in_any_part_are_refused_before_a_parser_sees_them(refused, word):
    made = renamed(
        word(PARAGRAPH, comments=PARAGRAPH), b"<w:comments", ENTITIES.encode() + b"<w:comments"
    )
    assert "DOCTYPE" in refused(made)[1]


def test_a_password_of_an_archive(refused, word):
    assert refused(locked(word(PARAGRAPH)))[1].endswith("Take the password off and save it again.")


def test_a_bomb_takes_no_memory(refused):
    content = bomb(32 << 20)
    tracemalloc.start()
    refused(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < (8 << 20)


def test_a_large_file_is_not_read(refused, monkeypatch):
    monkeypatch.setattr("scripts_kb.documents.forms.LARGEST", 10)
    assert (
        refused(b"0123456789ab")[1]
        == "file: more than 64 MB. Take pictures out of it, or divide it."
    )


def test_many_parts_are_refused(refused):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", "")
    assert "unpacks to more" in refused(made.getvalue())[1]


MANY = 200_500
UNITS = "more than 200,000 cells, paragraphs and lines with text"
SI = '<row><c t="inlineStr"><is><t>А</t></is></c></row>'
LONG = {
    "lines": "Дорого\n" * MANY,
    "lines of Markdown": "# Возражения\n\n" + "Дорого\n" * MANY,
    "cells": "Возражение;Ответ\n" + "Дорого;Да\n" * (MANY // 2),
    "a page": "<p>Да</p>" * MANY,
    "tags alone": "<p>Да" + "<b></b>" * 300_001,
    "brackets of JSON": '{"nodes": [' + "[]," * MANY * 2 + "[]]}",
    "numbers of JSON": '{"nodes": [' + "1," * MANY * 10 + "1]}",
}


@pytest.mark.slow
@pytest.mark.parametrize("content", LONG.values(), ids=LONG)
def test_more_units_than_a_script_has_are_refused_before_they_are_read(
    refused, content, monkeypatch
):
    monkeypatch.setattr("scripts_kb.documents.units.paragraph", None)
    assert UNITS in refused(content)[1]


@pytest.mark.slow
def test_more_units_of_an_archive_are_refused_before_they_are_read(
    refused, word, book, monkeypatch
):
    monkeypatch.setattr("scripts_kb.documents.archives._SMALL", 1 << 30)
    monkeypatch.setattr("scripts_kb.documents.xml.elements", None)
    for made in (
        word(PARAGRAPH * MANY),
        word("<w:p/>" * MANY),
        book(f"<sheetData>{SI * MANY}</sheetData>"),
        calc(cells(1) * MANY),
    ):
        assert UNITS in refused(made)[1]


@pytest.fixture
def few(monkeypatch):
    """Lets a file have three units."""
    monkeypatch.setattr("scripts_kb.documents.units.MOST_UNITS", 3)


NODES = ", ".join(f'{{"id": "{each}", "text": "Да", "options": []}}' for each in range(4))
COUNTED = {
    "lines": "А\n\n" * 4,
    "lines of Markdown": "# А\n\n" + "А\n\n" * 3,
    "cells": "возражение;ответ\nА;Б\n",
    "a page": "<p><b>А</b></p>" * 4,
    "a table of a page": "<table>" + "<tr><td><b>А</b></td></tr>" * 4 + "</table>",
    "a map": "<map>" + '<node TEXT="А"/>' * 4 + "</map>",
    "an outline": "<opml><body>" + '<outline text="А"/>' * 4 + "</body></opml>",
    "a flow": f'{{"nodes": [{NODES}]}}',
}


@pytest.mark.parametrize("content", COUNTED.values(), ids=COUNTED)
def test_units_of_every_text_are_counted_as_they_are_read(refused, few, content):
    assert UNITS in refused(content)[1]


def test_units_of_every_archive_are_counted_as_they_are_read(refused, few, word, book):
    for made in (
        word(PARAGRAPH * 4),
        word(
            "", comments="".join(f'<w:comment w:id="{n}">{PARAGRAPH}</w:comment>' for n in "1234")
        ),
        book(f"<sheetData>{SI * 4}</sheetData>"),
        calc(cells(1) * 4),
    ):
        assert UNITS in refused(made)[1]


def test_a_file_behind_a_long_one_is_counted_anew(read, refused, few):
    refused(COUNTED["lines"])
    assert len(read("А\n\nБ\n\nВ").blocks) == 3


def calc(rows):
    """A spreadsheet of OpenDocument with these rows."""
    named = "urn:oasis:names:tc:opendocument:xmlns"
    prefixes = " ".join(
        f'xmlns:{each}="{named}:{each}:1.0"' for each in ("office", "table", "text")
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        table = f'<table:table table:name="Л">{rows}</table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        archive.writestr(
            "content.xml", f"<office:document-content {prefixes}>{body}</office:document-content>"
        )
    return made.getvalue()


def cells(times, columns=1):
    """Rows that repeat a row whose cell repeats."""
    return (
        f'<table:table-row table:number-rows-repeated="{times}"><table:table-cell '
        f'table:number-columns-repeated="{columns}"><text:p>А</text:p></table:table-cell>'
        "</table:table-row>"
    )


@pytest.mark.parametrize("rows", [cells(1_048_576), cells(10_000, 1000) * 9, cells(2, 16_000)])
def test_a_few_bytes_that_stand_for_very_many_cells(refused, rows):
    assert "more than 20,000 cells repeat those beside them" in refused(calc(rows))[1]


def test_cells_that_repeat_and_empty_rows_up_to_the_end_are_read(read):
    empty = '<table:table-row table:number-rows-repeated="1048474"><table:table-cell/></table:table-row>'
    (table,) = read(calc(f"{cells(2, 3)}{cells(100)}{empty}")).blocks
    assert len(table.cells) == 106


def test_a_sheet_that_leads_nowhere_is_no_empty_one(refused, book):
    made = renamed(book("<sheetData/>"), b'Target="worksheets/s.xml"', b'Target="gone.xml"')
    assert "damaged" in refused(made)[1]


def test_a_main_part_of_another_vocabulary_is_no_empty_one(refused, word, book):
    made = book('<sheetData><row><c t="inlineStr"><is><t>А</t></is></c></row></sheetData>')
    assert "damaged" in refused(renamed(made, b"<worksheet xmlns=", b"<worksheet a="))[1]
    assert "damaged" in refused(renamed(made, b"<workbook xmlns=", b"<workbook a="))[1]
    assert "damaged" in refused(renamed(word(PARAGRAPH), b"processingml/2006", b"ml/2006"))[1]


def test_a_list_of_parts_that_is_torn_behind_the_main_one(refused, word):
    assert "damaged" in refused(renamed(word(PARAGRAPH), b"</Types>", b"</Ty"))[1]


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(SPOILED.glob("*.xls")), ids=lambda file: file.name)
def test_an_old_workbook_whose_sizes_lie_ends_nobody(refused, file):
    assert "damaged" in refused(file.read_bytes())[1]


def test_no_letter_of_a_second_title_is_lost(read):
    """Two pages were saved as one: a browser shows the first title alone."""
    page = read((SPOILED / "second-title.html").read_bytes(), "page.html")
    assert page.title.text == "Отдел продаж"
    assert [each.text for each in page.leftovers if each.why == "hidden"] == ["Отдел продаж"]


def test_macros_stay_behind_and_are_told(read, word):
    made = io.BytesIO(word(PARAGRAPH))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Shell")
    assert read(made.getvalue()).said == ("document-macros",)


def test_a_part_that_leads_outside_is_not_there(lines, book):
    made = book("<sheetData/>", ("x", "comments", "../../../../etc/passwd"))
    assert lines(made) == ["form: xlsx", "Л table 0×0"]


# --- whatever is written --------------------------------------------------------------------------

TEXT = st.text(
    st.sampled_from('абвАБ12 .,:;!?-—_*#>|`«»"()[]{}<>/\\\n\t\u00a0\u200b\u0301ёй→=&'), max_size=200
)
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def balanced(tmp_path, content):
    """Read it, if it may be read; the two counts are the same."""
    file = Path(tmp_path, "file")
    file.write_bytes(content)
    try:
        document = documents.read(file, "file", lambda cells: cells[:1] == ["а"])
    except documents.UnreadableFileError:
        return
    counted = sum(unit.letters for unit in document.units())
    assert documents.count(file, document) == counted
    for block in document.blocks:
        for each in getattr(block, "cells", [block]):
            if hasattr(each, "layout") and not each.raw:
                assert documents.letters(each.text) + each.layout == each.letters


@pytest.mark.slow
@FEW
@given(TEXT)
def test_no_letter_of_a_text_is_lost(tmp_path, written):
    balanced(tmp_path, written.encode())


@pytest.mark.slow
@FEW
@given(TEXT)
def test_no_letter_of_markdown_is_lost(tmp_path, written):
    balanced(tmp_path, f"# А\n\n{written}".encode())


@pytest.mark.slow
@FEW
@given(TEXT)
def test_no_letter_of_a_page_is_lost(tmp_path, written):
    balanced(tmp_path, f"<p>{written}<td>{written}</p>{written}".encode())


@pytest.mark.slow
@FEW
@given(TEXT, TEXT)
def test_no_letter_of_a_table_is_lost(tmp_path, one, other):
    balanced(tmp_path, f"а;б\n{one};{other}\n".encode())


@pytest.mark.slow
@FEW
@given(st.lists(TEXT, min_size=3, max_size=3))
def test_no_letter_of_a_word_document_is_lost(tmp_path, word, written):
    runs = "".join(
        f'<w:r><w:rPr>{dress}</w:rPr><w:t xml:space="preserve">{_escaped(text)}</w:t></w:r>'
        for text, dress in zip(written, ("<w:b/>", "", "<w:strike/>"), strict=True)
    )
    balanced(
        tmp_path,
        word(f"<w:p>{runs}</w:p><w:tbl><w:tr><w:tc><w:p>{runs}</w:p></w:tc></w:tr></w:tbl>"),
    )


@pytest.mark.slow
@FEW
@given(TEXT, TEXT)
def test_no_letter_of_a_flow_is_lost(tmp_path, one, other):
    nodes = [{"id": "a", "text": f"я{one}", "options": [{"text": other, "next": "b"}], other: one}]
    balanced(tmp_path, json.dumps({"nodes": nodes, "name": other}).encode())


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.slow
@FEW
@given(st.text(max_size=60))
def test_a_clean_text_stays_so_and_keeps_its_letters(written):
    made = clean(written)
    assert clean(made) == made
    assert letters(made) == letters(written)


@pytest.mark.slow
@FEW
@given(st.text("аб -—.:\n", max_size=80))
def test_joined_lines_keep_their_letters_but_a_hyphen(written):
    before, _, after = written.partition("\n")
    joined = wraps.join(before, after)
    assert letters(before + after) - letters(joined) in {0, 1}
