"""Texts, Markdown, pages, tables of signs: what was written, and the units that it becomes."""

import pytest

CASES = {
    "lines that a width parted": (
        "Понимаю вас, и поэтому предлагаю начать с того,\nчто болит, а остальное распи-\nшем.\n\nДа.",
        ["line 1: Понимаю вас, и поэтому предлагаю начать с того, что болит, а остальное распишем.", "line 5 [gap]: Да."],
    ),
    "a line that was ended on purpose": (
        "Добрый день! Меня зовут Анна, я из отдела заботы о клиентах.\nСкрипт\nЗдравствуйте, удобно говорить?",
        ["line 1: Добрый день! Меня зовут Анна, я из отдела заботы о клиентах. Скрипт", "line 3: Здравствуйте, удобно говорить?"],
    ),
    "labels, speakers, items and branches begin anew": (
        "Скрипт\nКлиент: да\nи нет\n1. раз\nещё\n- два\nЕсли нет: три\nДа → шаг 2",
        ["line 1: Скрипт", "line 2: Клиент: да и нет", "line 4 [item 0 1.]: раз ещё", "line 6 [item 0 •]: два",
         "line 7: Если нет: три", "line 8: Да → шаг 2"],
    ),
    "a rule inside a line ends it": (
        "в кресле. ------- 2. ДАЛЬШЕ\nтекст",
        ["line 1: в кресле.", "line 1 [item 0 2.]: ДАЛЬШЕ", "line 2: текст"],
    ),
    "a footer comes with another number": (
        "Да.\nОтдел, стр. 1\nНет.\nОтдел, стр. 2",
        ["line 1: Да. Нет.", "line 2 layout: Отдел, стр. 1", "line 4 layout: Отдел, стр. 2"],
    ),
    "what Word's bullets copy as are items": (
        "Можно\n\uf0b7 раз\n\u2713 два",
        ["line 1: Можно", "line 2 [item 0 •]: раз", "line 3 [item 0 •]: два"],
    ),
    "steps with numbers are no footers": ("Шаг 1\nда\n\nШаг 2\nнет", ["line 1: Шаг 1", "line 2: да", "line 4 [gap]: Шаг 2", "line 5: нет"]),
}  # fmt: skip


@pytest.mark.parametrize(("written", "units"), CASES.values(), ids=CASES)
def test_a_text_becomes_units(lines, written, units):
    assert lines(written) == ["form: text", *units]


MARKDOWN = {
    "headings, rules, quotes": (
        "# А #\n\n---\n> Б\n> в\n>\n> Г",
        ["line 1 [#1]: А", "line 3 [rule, gap]: ", "line 4 [quote]: Б в", "line 7 [quote]: Г"],
    ),
    "lists": (
        "# А\n- б\n  - в\n  - г\n- д\n1) е",
        ["line 1 [#1]: А", "line 2 [item 0 •]: б", "line 3 [item 1 •]: в", "line 4 [item 1 •]: г",
         "line 5 [item 0 •]: д", "line 6 [item 0 1)]: е"],
    ),
    "a fence keeps its lines": ("```\nА\n# Б\n```", ["line 1 [fence]: А⏎# Б"]),
    "marks, links, slashes": (
        "# А\n\n**б** _в_ `г` \\* [д](https://e.org/x) snake_case_x",
        ["line 1 [#1]: А", "line 3 [gap]: {б|bold} {в|italic} {г|code} * д snake_case_x",
         "line 3 link left link: https://e.org/x"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("written", "units"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_becomes_units(lines, written, units):
    assert lines(written) == ["form: markdown", *units]


def test_a_table_of_pipes(lines):
    found = lines("|А|Б|\n|--|--|\n|в<br>г|\\||\n\nд")
    assert found == [
        "form: markdown", "t1 table 2×2", "t1!A1: А", "t1!B1: Б", "t1!A2: в⏎г", "t1!B2: |", "line 5 [gap]: д",
        "line 2 layout: |--|--|", "t1 layout: ",
    ]  # fmt: skip


PAGES = {
    "stretches of text, and what only dresses it": (
        "<div>А<b>б</b><p>в<br>г</div><!-- д --><script>'е'</script>",
        ["block 1: А{б|bold}", "block 2: в⏎г", "comment 1 left comment: д"],
    ),
    "hidden and struck": (
        "<style>.x{display:none}</style><p class=x>А</p><p>б<s>в</s></p><p hidden>г",
        ["block 2: б", "block 1 left hidden: А", "block 2 struck left struck: в", "block 3 left hidden: г"],
    ),
    "lists in lists": (
        "<ol><li>А<ul><li>б</ul><li>в</ol>",
        ["block 1 [item 0 1]: А", "block 2 [item 1 •]: б", "block 3 [item 0 2]: в"],
    ),
    "a table that spans, and one in it": (
        "<table><tr><td rowspan=2>А<td>б<tr><td>в<table><tr><td>г</table></table><p>д",
        ["t1 table 2×2", "t1!A1 2×1: А", "t1!B1: б", "t1!B2: в", "block 1: д", "t1!B2 t1!A1 left nested: г"],
    ),
    "entities and a sign that is no tag": ("<p>5 &lt; 7 & 3 < 4", ["block 1: 5 < 7 & 3 < 4"]),
}  # fmt: skip


@pytest.mark.parametrize(("written", "units"), PAGES.values(), ids=PAGES)
def test_a_page_becomes_units(lines, written, units):
    assert lines(written) == ["form: html", *units]


TABLES = {
    "semicolons": ("Вопрос;Ответ\nА;б\n", ["A1: Вопрос", "B1: Ответ", "A2: А", "B2: б"]),
    "a sign that is told": ("sep=,\nВопрос,Ответ", ["A2: Вопрос", "B2: Ответ"]),
    "rows are named by the line where they begin": (
        'Вопрос\tОтвет\n"А\nб"\tв\nг\tд',
        ["A1: Вопрос", "B1: Ответ", "A2: А⏎б", "B2: в", "A4: г", "B4: д"],
    ),
}


@pytest.mark.parametrize(("written", "units"), TABLES.values(), ids=TABLES)
def test_a_table_of_signs(lines, written, units):
    assert lines(written)[2:] == units


FLOWS = {
    "buttons, and ids that are no targets": (
        '{"tree": {"title": "Т", "nodes": {"1": {"node_id": "1", "question": "<p>А</p><p>б</p>", '  # noqa: ISC004 - one file
        '"buttons": [{"button_text": "в", "link_node": 2}]}, "2": {"text": "г", "next": "3"}}}}',
        ["/tree/nodes flow from 1: Т / None", "/tree/nodes/1/question step 1 : А⏎б", "/tree/nodes/2/text step 2 : г",
         "/tree/nodes/1/buttons/0/button_text edge 1 → 2 (/tree/nodes/1/buttons/0/link_node): в",
         "/tree/nodes/2 edge 2 → 3 (/tree/nodes/2/next): –", "/tree/nodes layout: "],
    ),
    "a blank is no tag, other texts are fields": (
        '{"nodes": [{"text": "А, <name>?", "options": [{"text": "б", "next": "x"}], "memo": "в", "x": 7}]}',
        ["/nodes flow from 0: None / None", "/nodes/0/text step 0 : А, <name>?",
         "/nodes/0/options/0/text edge 0 → x (/nodes/0/options/0/next): б", "/nodes/0/memo left field: в", "/nodes layout: "],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("written", "units"), FLOWS.values(), ids=FLOWS)
def test_a_flow_becomes_steps_and_edges(lines, written, units):
    assert lines(written) == ["form: json", *units]
