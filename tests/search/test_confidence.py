"""The engine knows when it does not know: what is typed → whether the first card is an answer to it."""

import csv
import re
from pathlib import Path

import pytest

from scripts_kb.search import vocabulary, words
from scripts_kb.search.records import Findable

HERE = Path(__file__).parent
CODE = HERE.parents[1] / "scripts_kb" / "assets" / "call" / "engine" / "confidence.js"
SURE = float(re.search(r"SURE = ([\d.]+)", CODE.read_text(encoding="utf-8"))[1])


@pytest.mark.slow
def test_of_what_the_cards_say_it_is_sure(search, roastery):
    typed = (
        "дорого",
        "ценник конский",
        "это дорого",
        "отсрочка платежа",
        "ljhjuj",
        "откуда у вас мой номер",
        "как хранить",
        "падумаю",
    )
    found = search(roastery, *typed)
    assert {text: each["confidence"] >= SURE for text, each in zip(typed, found, strict=True)} == (
        dict.fromkeys(typed, True)
    )


@pytest.mark.slow
def test_of_what_no_card_speaks_it_is_not(search, roastery):
    typed = (
        "вакансии есть",
        "франшиза нужна",
        "хочу к вам бариста устроиться",
        "сайт не открывается",
        "сиропы возите",
        "круассаны",
        "матча есть",
        "халяль",
        "бегемот",
        "горчит ваш кофе",
    )
    found = search(roastery, *typed)
    assert {text: each["confidence"] >= SURE for text, each in zip(typed, found, strict=True)} == (
        dict.fromkeys(typed, False)
    )


SOUR = Findable("objection/kislit", "objection", "Кислит", phrases=("Нам бы погорче", "Как лимон"))
HAVE = Findable("objection/est", "objection", "Уже есть поставщик", phrases=("Мы с обжарщиком",))
LITTLE = Findable("objection/minimum", "objection", "Большой заказ", phrases=("Точка маленькая",))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("кислит", True),
        ("горчит", False),
        ("горький", False),
        ("погорче", True),  # the card says it itself
        ("есть поставщик", True),
        ("нет поставщика", False),
        ("маленькая точка", True),  # and here
    ],
)
def test_opposites_never_answer_each_other(search, typed, answers):
    (result,) = search((SOUR, HAVE, LITTLE), typed)
    assert result["hits"]
    assert (result["confidence"] >= SURE) is answers


@pytest.mark.slow
def test_a_word_of_other_things_is_no_mistyped_word_of_a_card(search):
    (jar, typo) = search((Findable("a/x", "a", "Балка"),), "банка", "бапка")
    assert jar["hits"] == []
    assert [hit["entity"] for hit in typo["hits"]] == ["a/x"]


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["обжарка", "обжакра", "обжаока", "обжрка"])
def test_a_slip_of_a_key_takes_no_certainty_away(search, typed):
    cards = [Findable("a/x", "a", "Обжарка"), Findable("a/y", "a", "Помол")]
    (found,) = search(cards, typed)
    assert found["confidence"] >= SURE


@pytest.mark.slow
def test_who_is_ahead_is_surer(search):
    typed = "долго ждать звонка"
    cards = [Findable(f"a/{n}", "a", "Долго ждать") for n in "xy"]
    (alone,), (beside,) = search(cards[:1], typed), search(cards, typed)
    assert alone["confidence"] > beside["confidence"]


@pytest.mark.slow
def test_a_phrase_that_was_said_whole_is_surer_than_one_that_goes_on(search):
    typed = "стеллаж свой"
    whole = Findable("a/x", "a", "Полка", phrases=("Стеллаж свой",))
    longer = Findable("a/x", "a", "Полка", phrases=("Стеллаж свой стоит у входа, второй некуда",))
    (said,), (begun,) = search((whole,), typed), search((longer,), typed)
    assert said["confidence"] > begun["confidence"]


@pytest.mark.slow
def test_where_two_cards_match_as_well_neither_is_said(search):
    cards = [Findable(f"a/{n}", "a", "Зёрна", phrases=("Вы нам зёрна возили",)) for n in "xy"]
    typed = "зёрна возили и чай"
    (alone,), (beside,) = search(cards[:1], typed), search(cards, typed)
    assert alone["confidence"] >= SURE > beside["confidence"]


def test_the_lists_are_sound():
    listed = [word for line in vocabulary.everyday() for word in line.split()]
    assert all(words.tokens(word) == [word] for word in listed)
    for one, other in vocabulary.opposites():
        assert one
        assert other
        assert not {*map(words.stem, one)} & {*map(words.stem, other)}


@pytest.mark.parametrize("name", ["with", "without", "calls", "third"])
def test_no_phrase_of_the_floor_is_in_code_or_data(name):
    with (HERE / "floor" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    phrases = {words.fold(row[column]) for row in rows for column in ("heard", "typed")}
    texts = [
        words.fold(path.read_text(encoding="utf-8"))
        for place in (CODE.parent, CODE.parents[3] / "search")
        for path in sorted(place.iterdir())
        if path.suffix in {".js", ".py", ".tsv", ".txt"}
    ]
    assert [each for each in phrases if " " in each and any(each in text for text in texts)] == []
