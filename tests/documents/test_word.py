"""Word documents: fragments of a body, and the units that they become."""

import pytest

P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def run(text, dress=""):
    return f'<w:r><w:rPr>{dress}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(inside, about=""):
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside}</w:tc>"


def table(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows) + "</w:tbl>"


BOX = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
).format(f"<w:drawing><w:txbxContent>{P.format('Памятка')}</w:txbxContent></w:drawing>")

CASES = {
    "an empty paragraph is counted": (P.format("А") + "<w:p/>" + P.format("Б"), ["p1: А", "p3 [gap]: Б"]),
    "a content control is seen through": (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{P.format('А')}</w:sdtContent></w:sdt>",
        ["p1: А"],
    ),
    "insertions are text, moves and deletions are left over": (
        f"<w:p>{run('А')}<w:ins>{run('Б')}</w:ins><w:del><w:r><w:delText>В</w:delText></w:r></w:del>"  # noqa: ISC004 - one body
        f"<w:moveFrom>{run('Г')}</w:moveFrom></w:p>",
        ["p1: АБ", "p1 deleted left deleted: ВГ"],
    ),
    "hidden and struck text is left over": (
        "<w:p>" + run("А") + run("Б", "<w:vanish/>") + run("В", "<w:strike/>")
        + run("Г", '<w:strike w:val="0"/>') + "</w:p>",
        ["p1: АГ", "p1 left hidden: Б", "p1 struck left struck: В"],
    ),
    "dresses": (
        "<w:p>" + run("Да", "<w:b/>") + run(" нет", "<w:i/>") + run(" а", '<w:color w:val="00b050"/>')
        + run(" б", '<w:highlight w:val="yellow"/>') + run(" в", '<w:color w:val="auto"/>') + "</w:p>",
        ["p1: {Да|bold}{ нет|italic}{ а|00B050}{ б|yellow} в"],
    ),
    "a box is there once, though it is written twice": (BOX, ["p1 box left box: Памятка"]),
    "breaks, tabs, arrows of Word": (
        '<w:p><w:r><w:t>А</w:t><w:br/><w:t>Б</w:t><w:tab/><w:sym w:font="Wingdings" w:char="F0E0"/></w:r></w:p>',
        ["p1: А⏎Б →"],
    ),
    "literal marks": (
        P.format("**Цена** *(тихо)*") + P.format("## Цена") + P.format("**# Сроки**"),
        ["p1: {Цена|bold} {(тихо)|italic}", "p2 [#2]: Цена", "p3 [#1]: {Сроки|bold}"],
    ),
    "typed items": (
        P.format("1. Да") + P.format("2) Нет") + P.format("— Алло") + P.format("18:30"),
        ["p1 [item 0 1.]: Да", "p2 [item 0 2)]: Нет", "p3 [item 0 •]: Алло", "p4: 18:30"],
    ),
    "a rule": (P.format("А") + P.format("_____") + P.format("Б"), ["p1: А", "p2 [rule]: ", "p3: Б"]),
    "a blank is no rule": (P.format("до ____ числа"), ["p1: до ____ числа"]),
    "cells merged down and across": (
        table(
            [cell(P.format("А"), '<w:gridSpan w:val="2"/>')],
            [cell(P.format("Б"), '<w:vMerge w:val="restart"/>'), cell(P.format("В"))],
            [cell("<w:p/>", "<w:vMerge/>"), cell(P.format("Г"))],
        ),
        ["t1 table 2×3", "t1!A1 1×2: А", "t1!A2 2×1: Б", "t1!B2: В", "t1!B3: Г"],
    ),
    "text under a merged cell is a part of it": (
        table(
            [cell(P.format("А"), '<w:vMerge w:val="restart"/>')], [cell(P.format("Б"), "<w:vMerge/>")]
        ),
        ["t1 table 1×2", "t1!A1 2×1: А⏎Б"],
    ),
    "a table in a cell, paragraphs of cells are not counted": (
        table([cell(P.format("А") + table([cell(P.format("Б"))]) + "<w:p/>")]) + P.format("В"),
        ["t1 table 1×1", "t1!A1: А", "p1: В", "t1!A1 t1!A1 left nested: Б"],
    ),
}  # fmt: skip


def of_word(*units):
    return ["form: docx", *units]


@pytest.mark.parametrize(("body", "units"), CASES.values(), ids=CASES)
def test_a_body_becomes_units(lines, word, body, units):
    assert lines(word(body)) == of_word(*units)


def test_styles_make_headings_whatever_their_id(lines, word):
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Мой"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="O"><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    )
    keys = ("a4", "1", "X", "O", "Q", "none")
    body = "".join(f'<w:p><w:pPr><w:pStyle w:val="{key}"/></w:pPr>{run(key)}</w:p>' for key in keys)
    assert lines(word(body, styles=styles)) == of_word(
        "p1 [style0]: a4", "p2 [style1]: 1", "p3 [style1]: X", "p4 [style3]: O", "p5 [quote]: Q", "p6: none",
    )  # fmt: skip


def test_lists_are_counted_as_word_shows_them(lines, word):
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
        '</w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>{run("А")}</w:p>'
        for level in (0, 1, 0)
    )
    assert lines(word(body, numbering=numbering)) == of_word(
        "p1 [item 0 3]: А", "p2 [item 1 •]: А", "p3 [item 0 4]: А"
    )


def test_what_stands_beside_the_body_is_left_over(lines, word):
    made = word(
        P.format("А"),
        comments=f'<w:comment w:id="4">{P.format("Спросить")}</w:comment>',
        footnotes='<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{P.format("Сноска")}{P.format("ещё")}</w:footnote>',
        header1=f"<w:p/>{P.format('Верх')}",
    )
    assert lines(made) == of_word(
        "p1: А", "comment 4 left comment: Спросить", "footnote 2 left footnote: Сноска⏎ещё",
        "header1 p2 left running: Верх",
    )  # fmt: skip


def test_a_link_is_never_opened_but_left_over(lines, word):
    body = f'<w:p><w:hyperlink r:id="x">{run("прайс")}</w:hyperlink></w:p>'
    assert lines(word(body, ("x", "hyperlink", "http://127.0.0.1:9/a"))) == of_word(
        "p1: прайс", "p1 link left link: http://127.0.0.1:9/a"
    )
