"""Parts that no program of Office writes: endless numbers, and XML that one reader alone takes."""

import base64
import io
import zipfile
import zlib
from urllib.parse import quote

import pytest

from scripts_kb.documents import xml
from scripts_kb.documents.errors import DamagedError

ENDLESS = "9" * 5000
P = "<w:p>{}<w:r><w:t>А</w:t></w:r></w:p>"
PLAIN = P.format("")
DAMAGED = "the file is damaged"


def numbering(level, start):
    levels = (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="decimal"/></w:lvl>'
    )
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    return f'{abstract}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def item(level):
    return P.format(
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    )


def table(row):
    return f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"


OF_WORD = {
    "the start of a list": (item(0), {"numbering": numbering(0, ENDLESS)}),
    "a level of a list": (PLAIN, {"numbering": numbering(ENDLESS, 1)}),
    "the level of an item": (item(ENDLESS), {"numbering": numbering(0, 1)}),
    "the level of a heading": (P.format(f'<w:pPr><w:outlineLvl w:val="{ENDLESS}"/></w:pPr>'), {}),
    "cells before a row": (
        table(f'<w:trPr><w:gridBefore w:val="{ENDLESS}"/></w:trPr><w:tc>{PLAIN}</w:tc>'),
        {},
    ),
    "a cell over columns": (
        table(f'<w:tc><w:tcPr><w:gridSpan w:val="{ENDLESS}"/></w:tcPr>{PLAIN}</w:tc>'),
        {},
    ),
}


@pytest.mark.parametrize(("body", "parts"), OF_WORD.values(), ids=OF_WORD)
def test_an_endless_number_of_word_loses_no_letter(lines, word, body, parts):
    assert sum(line.endswith("А") for line in lines(word(body, **parts))) == 1


def cell(about="", value="1"):
    return f"<sheetData><row><c {about}><v>{value}</v></c></row></sheetData>"


OF_SHEETS = {
    "a style": (cell(f's="{ENDLESS}"'), "Л!A1:  [raw]: 1"),
    "hidden columns": (
        f'<cols><col hidden="1" min="2" max="{ENDLESS}"/></cols>{cell()}',
        "Л!A1:  [raw]: 1",
    ),
    "columns from nowhere": (
        f'<cols><col hidden="1" min="{ENDLESS}" max="{ENDLESS}"/></cols>{cell()}',
        "Л!A1:  [raw]: 1",
    ),
    "a value": (cell(value=ENDLESS), f"Л!A1:  [raw]: {ENDLESS}"),
    "one beyond all numbers": (cell(value="1e999"), "Л!A1:  [raw]: 1e999"),
}


@pytest.mark.parametrize(("sheet", "line"), OF_SHEETS.values(), ids=OF_SHEETS)
def test_an_endless_number_of_a_sheet_loses_no_letter(lines, book, sheet, line):
    assert line in lines(book(sheet))


def test_a_text_of_an_endless_number_is_not_there(refused, book):
    assert DAMAGED in refused(book(cell('t="s"', ENDLESS)))[1]


def outline(doctype, words, about=""):
    note = f"<richcontent TYPE='NOTE'><html><body><p>{words}</p></body></html></richcontent>"
    return f'{doctype}<map{about}><node TEXT="А">{note}</node></map>'


def chart(packed):
    return f'<mxfile><diagram name="Л">{base64.b64encode(packed).decode()}</diagram></mxfile>'


def unended():
    """A chart whose packed words are all there, and their end is not."""
    cells = '<mxCell id="0"/><mxCell id="2" value="Да" vertex="1" parent="0"/>'
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    model = quote(f"<mxGraphModel><root>{cells}</root></mxGraphModel>").encode()
    return packer.compress(model) + packer.flush(zlib.Z_SYNC_FLUSH)


TORN = {
    "an address with a bracket": outline("", "Б", ' xmlns:x="a}b"'),
    "an address with a space": outline("", "Б", ' xmlns:x="a b"'),
    "a letter that is declared elsewhere": outline('<!DOCTYPE map SYSTEM "x">', "&laquo;Б"),
    **{
        f"one in an attribute: {start or 'at once'}": (
            f'{start}<!DOCTYPE map SYSTEM "x"><map><node TEXT="А&laquo;Б"/></map>'
        )
        for start in (
            "",
            '<?xml version="1.0"?>\n',
            "<?xml version='1.0' encoding='utf-8' standalone='no' ?>",
        )
    },
    "one in a chart": '<!DOCTYPE a PUBLIC "-//A" "x"><mxfile><diagram name="&laquo;"/></mxfile>',
    "one in an outline": (
        '<!DOCTYPE opml SYSTEM "x"><opml><body><outline text="&laquo;"/></body></opml>'
    ),
    "a chart without its end": chart(unended()),
}


@pytest.mark.parametrize("content", TORN.values(), ids=TORN)
def test_what_one_reader_alone_takes_is_damaged(refused, content):
    assert DAMAGED in refused(content)[1]


def test_a_doctype_elsewhere_alone_harms_nothing(lines):
    start = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE map PUBLIC "-//A" "x">'
    assert any("Да «" in line for line in lines(outline(start, "Да &#171;&amp;")))


@pytest.mark.parametrize(
    "torn", ['<?xml version="1.0"', '<?xml encoding="utf-8"?>', ' <?xml version="1.0"?>']
)
def test_a_torn_declaration_is_damaged(torn):
    with pytest.raises(DamagedError):
        xml.root(f"{torn}<map/>".encode())


def test_chunks_of_one_byte_say_the_same():
    content = '<?xml version="1.0" encoding="utf-8"?><map><node TEXT="Да"/></map>'.encode()
    found = xml.whole(content[at : at + 1] for at in range(len(content)))
    assert found.child("node").get("TEXT") == "Да"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_an_old_map_in_any_encoding_is_counted_twice(lines, encoding):
    topic = "<topic><title>Да</title></topic><title>Л</title>"
    declared = '<?xml version="1.0" encoding="windows-1251"?>' if encoding == "cp1251" else ""
    content = f'<xmap-content xmlns="urn:xmind:2.0"><sheet>{topic}</sheet></xmap-content>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("content.xml", f"{declared}{content}".encode(encoding))
    assert any("Да" in line for line in lines(made.getvalue()))


LINKED = (
    '<sheetData><row><c r="A1" t="inlineStr"><is><t>А</t></is></c></row></sheetData>'
    '<hyperlinks><hyperlink ref="A1" r:id="l"/></hyperlinks>'
)
LINK = ("l", "hyperlink", "http://a.example/b")


def respelled(content, part, right, wrong):
    """An archive of which one part has another word."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            assert name != part or right in text
            new.writestr(name, text.replace(right, wrong) if name == part else text)
    return made.getvalue()


@pytest.mark.parametrize("right", ["package/2006/relationships", "Relationships"])
def test_a_list_of_what_a_part_refers_to_that_is_none_loses_nothing_in_silence(
    refused, book, right
):
    wrong = right.replace("package", "strange").replace("Relationships", "Relations")
    listed = "xl/worksheets/_rels/s.xml.rels"
    assert DAMAGED in refused(respelled(book(LINKED, LINK), listed, right, wrong))[1]


def test_a_reference_of_a_strange_vocabulary_is_followed(lines, book):
    sound = book(LINKED, LINK)
    right = "officeDocument/2006/relationships"
    strange = respelled(sound, "xl/worksheets/s.xml", right, "officeDocument/2006/strange")
    assert lines(strange) == lines(sound)
    assert "http://a.example/b" in "".join(lines(sound))
