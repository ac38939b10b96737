"""Of several answers of a card the words typed choose one: what is typed → which."""

import json
import subprocess
from pathlib import Path

import pytest

MODULE = Path(__file__).parents[3] / "scripts_kb" / "assets" / "call" / "screen" / "variant.js"
ANSWERS = (
    {"id": "source", "when": "Спокойно спрашивает, откуда номер", "say": "Номер с карты."},
    {
        "id": "remove",
        "when": "Просит больше не звонить",
        "true_concern": "Устал от звонков",
        "steps": [{"id": "a", "say": "Извините, удаляю."}],
    },
    {"id": "order", "when": "Покупал у нас домой", "say": "Номер остался от заказа."},
)


@pytest.fixture(scope="module")
def chosen():
    def run(*typed, answers=ANSWERS, entity="objection/x", title="Откуда мой номер"):
        card = {"entity": entity, "value": {"title": title, "answers": answers}}
        code = (
            f"import {{ variant }} from {json.dumps(MODULE.as_uri())};"
            f"const card = {json.dumps(card)};"
            f"console.log(JSON.stringify({json.dumps(typed)}.map((text) => variant(card, text))));"
        )
        command = ["node", "--input-type=module", "--eval", code]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        return {
            text: answers[place]["id"]
            for text, place in zip(typed, json.loads(done.stdout), strict=True)
        }

    return run


@pytest.mark.slow
def test_the_words_choose(chosen):
    expected = {
        "откуда номер взяли": "source",
        "больше не звоните": "remove",
        "я у вас покупала домой": "order",
        "устала от звонков": "remove",
    }
    assert chosen(*expected) == expected


@pytest.mark.slow
def test_a_word_that_is_still_typed_chooses(chosen):
    answers = (
        {"id": "together", "when": "Слово за другим"},
        {"id": "away", "when": "Нет на месте", "client_words": ["Он в командировке"]},
    )
    expected = {"он в командир": "away", "кома": "together", "командир тут": "together"}
    assert chosen(*expected, answers=answers) == expected


@pytest.mark.slow
def test_an_answers_own_words_tell_more_than_what_it_says(chosen):
    answers = (
        {"id": "buyer", "when": "Просит подумать", "say": "Подумайте до пятницы."},
        {"id": "boss", "when": "Ждёт", "client_words": ["Начальник подумает", "Жду добро"]},
    )
    expected = {
        "начальник подумает": "boss",
        "жду добро": "boss",
        "подумать надо": "buyer",
        "до пятницы": "buyer",
    }
    assert chosen(*expected, answers=answers) == expected


@pytest.mark.slow
def test_what_the_card_is_called_chooses_none_of_its_answers(chosen):
    answers = (
        {"id": "darker", "when": "Не любит ягодный вкус"},
        {"id": "grinder", "client_words": ["Зерно тёмное, а кислое"]},
    )
    expected = {"кислый не хочу": "darker", "тёмное, а кислое": "grinder"}
    assert chosen(*expected, answers=answers, title="Кислит") == expected


@pytest.mark.slow
def test_where_nothing_tells_the_first_stands(chosen):
    expected = dict.fromkeys(("алло", "а что такое", "номер заказа", ""), "source")
    assert chosen(*expected) == expected


@pytest.mark.slow
def test_what_has_no_choice_has_none(chosen):
    assert chosen("больше не звоните", answers=ANSWERS[:1]) == {"больше не звоните": "source"}
    script = chosen("больше не звоните", entity="script/x")
    assert script == {"больше не звоните": "source"}
