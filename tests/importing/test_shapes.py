"""Shapes of documents beside the made files: what comes out of a few lines."""

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts_kb.documents import UnreadableFileError
from scripts_kb.importing.scripts.ledger import LetterLedger


def says(card):
    return [each.get("say") for each in card["answers"]]


def test_labels_in_plain_lines_are_a_card_each(brought):
    text = (
        "Возражение: Дорого\nОтвет: Понимаю. Сравним?\n\nВозражение: Потом\nОтвет: Когда удобно?\n"
    )
    cards, left = brought(text, "x.txt")
    assert [(each["title"], says(each)) for each in cards] == [
        ("Дорого", ["Понимаю. Сравним?"]),
        ("Потом", ["Когда удобно?"]),
    ]
    assert left == []


def test_numbers_that_take_turns_are_speakers_and_the_first_is_ours(brought):
    lines = [
        "1) Добрый день!",
        "2) Кто это?",
        "1) Доставка воды. Удобно?",
        "2) Да.",
        "1) Привезём.",
    ]
    (card,), left = brought("\n".join(lines), "talk.txt")
    assert [each["say"] for each in card["nodes"]] == [
        "Добрый день!",
        "Доставка воды. Удобно?",
        "Привезём.",
    ]
    assert card["nodes"][0]["answers"][0]["client_says"] == "Кто это?"
    assert left == []


def test_a_script_whose_steps_are_headings_goes_on_in_their_order(brought):
    text = (
        "# Скрипт звонка\n\n## Шаг 1. Приветствие\nДобрый день! Удобно говорить?\n\n"
        "- Да → шаг 2\n- Нет → завершить\n\n## Шаг 2. Предложение\n«Мы возим воду.»\n"
    )
    (card,), _ = brought(text)
    first, second, end = card["nodes"]
    assert [each["next"] for each in first["answers"]] == [second["id"], end["id"]]
    assert (second["outcome"], end["outcome"], end["intent"]) == (
        "next-step",
        "next-step",
        "Завершить",
    )


def test_sections_are_told_to_the_editor_and_kinds_are_not(brought):
    text = (
        "# Возражения\n\n## Цена\n\n### Дорого\nПонимаю вас.\n\n## Срок\n\n### Долго\nМы успеем.\n"
    )
    cards, _ = brought(text)
    assert [each["note"] for each in cards] == ["Раздел: Цена", "Раздел: Срок"]


def test_a_heading_that_speaks_of_the_client_is_a_title_alone(brought):
    (card,), _ = brought("# Возражения\n\n## Клиент молчит\nПонимаю, вам надо подумать?\n")
    assert card["title"] == "Клиент молчит"
    assert "client_words" not in card


def test_an_instruction_is_never_put_into_a_mouth(brought):
    text = "Возражение;Ответ\nДорого;Не спорить. Предложить рассрочку.\nДолго;Мы успеем.\n"
    cards, _ = brought(text, "x.csv")
    assert "say" not in cards[0]["answers"][0]
    hint = "Не спорить. Предложить рассрочку."
    assert [each["say"] for each in cards[0]["answers"][0]["hints"]] == [hint]


def test_moves_of_a_row_are_a_dialogue(brought):
    text = "Возражение;Присоединение;Уточнение;Ответ\nДорого;Понимаю вас;С чем сравниваете?;\n"
    (card,), _ = brought(text, "x.csv")
    assert [(each["role"], each["say"]) for each in card["answers"][0]["steps"]] == [
        ("acknowledge", "Понимаю вас"),
        ("clarify", "С чем сравниваете?"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Возражение;Ответ\nДорого;\nДолго;Мы успеем.\n", "no-answer"),
        ("Возражение;Ответ;Кто ведёт\nДорого;Сравним?;Отдел логистики\n", "column"),
        ("Возражение;Ответ\n\n;Мы успеем.\nДолго;Мы успеем.\n", "no-client"),
    ],
)
def test_what_has_no_place_is_left_over(brought, text, why):
    _, left = brought(text, "x.csv")
    assert why in {each for _, _, each in left}


def test_the_kind_that_a_person_names_is_that_of_all(brought):
    (card,), _ = brought("Клиент говорит;Ответ\nДорого?;Сравним?\n", "x.csv", kind="objection")
    assert card["answers"][0]["say"] == "Сравним?"


def test_a_map_settles_what_was_in_doubt(brought):
    text = "# Возражения\n\n## Долго\nОбычно две недели.\n"
    _, left = brought(text)
    assert ("line 4", "Обычно две недели.", "doubt") in left
    (card,), left = brought(text, settled={"line 4": "say"})
    assert (says(card), left) == (["Обычно две недели."], [])


def test_a_call_that_goes_round_and_round_also_ends(brought):
    flow = {
        "title": "Звонок",
        "nodes": [
            {"id": "a", "text": "Добрый день!", "options": [{"text": "Да", "next": "b"}]},
            {"id": "b", "text": "Повторить?", "options": [{"text": "Да", "next": "a"}]},
        ],
    }
    (card,), _ = brought(json.dumps(flow), "x.json")
    assert [each["client_says"] for each in card["nodes"][1]["answers"]] == ["Да", "Другое"]
    assert (card["nodes"][2]["intent"], card["nodes"][2]["outcome"]) == ("Завершить", "next-step")


def test_steps_of_one_heading_are_one_script_whatever_stands_between_them(brought):
    text = (
        "# Скрипт звонка\n\n## Приветствие\nДобрый день!\n\n## Работа с возражениями\n\n"
        "### «Дорого»\nПонимаю вас.\n\n## Завершение\nСпасибо за разговор!\n"
    )
    (script, card), left = brought(text)
    assert [each["intent"] for each in script["nodes"]] == ["Приветствие", "Завершение"]
    assert script["nodes"][0]["next"] == script["nodes"][1]["id"]
    assert (card["title"], left) == ("Дорого", [])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=80))
def test_any_character_is_a_letter_to_all_or_to_none(brought, written):
    ledger = LetterLedger()
    # What looks like code is refused before anything is counted.
    with contextlib.suppress(UnreadableFileError):
        brought(f"# Возражения\n\n## Дорого\n«Сравним?» {written}\n", ledger=ledger)
    assert ledger.odd() == ""
