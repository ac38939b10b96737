"""What a person settles in the map of an import: colours, names of people, tables."""

import re
import textwrap
from importlib import resources

import pytest

from scripts_kb import documents
from scripts_kb.importing.scripts import making, mapping, roles
from scripts_kb.importing.scripts.ledger import LetterLedger
from scripts_kb.importing.scripts.setting import RuleSetting

COLOURED = (
    "<h1>Возражения</h1>"
    '<p><span style="color:#0000ff">Дорого</span></p><p>Понимаю вас. Сравним?</p>'
    '<p><span style="color:#808080">Подождать ответа минуту.</span></p>'
    '<p><span style="color:#0000ff">Потом</span></p><p>Когда вам удобно?</p>'
)
TALK = "Возражение;Ответ\nДорого, сказал Глеб;Глеб вам перезвонит. Удобно?\n"


def said(cards):
    return {card["title"]: [each.get("say", "") for each in card["answers"]] for card in cards}


def test_a_colour_may_be_that_of_headings(brought):
    cards, _ = brought(COLOURED, "x.html", colours={"blue": "heading"})
    assert said(cards)["Дорого"] == ["Понимаю вас. Сравним?"]
    assert said(cards)["Потом"] == ["Когда вам удобно?"]


@pytest.mark.parametrize(
    ("meant", "hints", "left"),
    [
        ("hint", ["Подождать ответа минуту."], []),
        ("skip", [], ["Подождать ответа минуту."]),
    ],
)
def test_a_colour_may_be_that_of_hints_or_of_nothing(brought, meant, hints, left):
    colours = {"blue": "heading", "808080": meant}
    cards, over = brought(COLOURED, "x.html", colours=colours)
    assert [each["say"] for each in cards[0]["answers"][0].get("hints", [])] == hints
    assert [text for _, text, _ in over] == left


def test_a_part_of_a_line_in_a_colour_that_is_skipped_is_left_over(brought):
    page = (
        "<h1>Возражения</h1><h2>Дорого</h2>"
        '<p>Понимаю вас. <span style="color:#ff0000">Так нельзя.</span></p>'
    )
    (card,), over = brought(page, "x.html", colours={"red": "skip"})
    assert card["answers"][0]["say"] == "Понимаю вас."
    assert [text for _, text, _ in over] == ["Так нельзя."]


def test_a_highlight_that_is_text_makes_no_heading(brought):
    page = (
        "<h1>Возражения</h1><h2>Дорого</h2>"
        '<p><span style="background-color:#ffff00">Давайте сравним</span></p>'
    )
    (card,), _ = brought(page, "x.html", colours={"yellow": "text"})
    assert said([card]) == {"Дорого": ["Давайте сравним"]}


@pytest.mark.parametrize(
    ("settled", "title", "answer"),
    [
        ("keep", "Дорого, сказал Глеб", "Глеб вам перезвонит. Удобно?"),
        ("drop", "Дорого, сказал [имя убрано]", "[имя убрано] вам перезвонит. Удобно?"),
        ("company", "Дорого, сказал <company>", "<company> вам перезвонит. Удобно?"),
        ("nobody", "Дорого, сказал [nobody]", "[nobody] вам перезвонит. Удобно?"),
    ],
)
def test_a_name_stays_goes_or_is_a_variable(brought, settled, title, answer):
    (card,), _ = brought(TALK, "x.csv", names={"Глеб": settled})
    assert said([card]) == {title: [answer]}


def test_names_that_were_taken_out_are_the_peoples_letters(brought):
    ledger = LetterLedger()
    brought(TALK, "x.csv", names={"Глеб": "drop"}, ledger=ledger)
    assert ledger.fates()["person"] == len("ГлебГлеб")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("names:\n  Глеб: Мистер Икс\n", 2, "names: Мистер Икс"),
        ("colours:\n  yellow: жёлтый\n", 2, "colours: жёлтый"),
    ],
)
def test_a_word_that_settles_nothing_is_named_with_its_line(text, line, told):
    with pytest.raises(mapping.BrokenMapError) as found:
        mapping.read(text)
    assert (found.value.line, found.value.said) == (line, told)


def test_a_remark_in_braces_stays_and_moves_no_line_of_a_mistake():
    text = "names: {Глеб: keep, # наш\n  Анна: drop}\n"
    before = mapping.read(text)
    again = mapping.write(
        before, file="x", checksum="0", tables=[], proposed={}, taken={}, cards=[]
    )
    assert "names:\n  Глеб: keep # наш\n  Анна: drop\n" in again
    with pytest.raises(mapping.BrokenMapError) as found:
        mapping.read(f"{text}colours:\n  yellow: жёлтый\n")
    assert found.value.line == 4


def test_a_header_of_endless_digits_is_a_row_that_is_not_there():
    table = f"tables:\n  - {{at: Лист, header: {'9' * 5000}, columns: {{A: client}}}}\n"
    assert mapping.read(table).tables[0].header == 999_999_999


def again(text, taken, left=()):
    return mapping.write(
        mapping.read(text) if text else None,
        file="x", checksum="0", tables=[], proposed={"left": dict.fromkeys(left)}, taken=taken,
        cards=[],
    )  # fmt: skip


def test_a_heading_waits_with_what_it_was_taken_for_beside_it():
    first = again("", {"Звонок": "section", "Выяснить: кто": "step"})
    assert "headings:\n  Звонок: null # section\n  'Выяснить: кто': null # step\n" in first
    assert mapping.read(first).headings == {}
    settled = first.replace("Звонок: null # section", "Звонок: card # наше слово")
    second = again(settled, {"Звонок": "card", "Выяснить: кто": "card"})
    assert "  Звонок: card # наше слово\n  'Выяснить: кто': null # card\n" in second


def test_a_remark_at_a_heading_that_waits_stays():
    text = again("", {"Звонок": "section"}).replace("# section", "# спросить отдел")
    assert "Звонок: null # спросить отдел\n" in again(text, {"Звонок": "step"})


def test_what_the_file_no_longer_asks_leaves_the_map_unless_it_is_settled():
    text = again("", {"Звонок": "step", "Ещё": "step"}, ["p2", "p5"])
    text = text.replace("p5: null", "p5: hint").replace("Ещё: null # step", "Ещё: text")
    assert "headings:\n  Ещё: text\n" in again(text, {})
    assert "left:\n  p5: hint\n  p3: null\n" in again(text, {}, ["p3"])


def test_words_of_a_heading_that_stand_in_a_line_too_are_not_proposed(tmp_path):
    file = tmp_path / "x.md"
    file.write_text("# Возражения\n\n## Дорого\nСравним?\n\n## Долго\n«Две недели.»\n\nДорого\n")
    setting = RuleSetting()
    making.make(documents.read(file, file.name, roles.heads), setting)
    assert setting.met_headings == {"Возражения": "section", "Долго": "card"}


def test_a_name_that_waits_is_undecided():
    assert mapping.read("names:\n  Глеб: null\n").names == {}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_map_that_the_guide_shows_is_one(language):
    guide = resources.files("scripts_kb").joinpath(f"guide/{language}/keeper-bring.md").read_text()
    (shown,) = re.findall(r"```yaml\n( +tables:.*?)```", guide, re.DOTALL)
    found = mapping.read(textwrap.dedent(shown))
    assert found.tables
    assert found.left["p12"] == "say"
    assert found.headings["p5"] == "card"
    assert set(found.names.values()) == {"drop", "keep"}


def test_a_line_of_a_plain_text_may_be_a_card(brought):
    text = "Отработка\n\nНам не надо\nПонимаю. А если вдвое дешевле?\n"
    assert brought(text, "x.txt")[0] == []
    (card,), _ = brought(text, "x.txt", headings={"line 3": "card"})
    assert said([card]) == {"Нам не надо": ["Понимаю. А если вдвое дешевле?"]}
