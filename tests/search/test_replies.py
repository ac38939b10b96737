"""What customers answer at the steps of a running script is found there, and nowhere else."""

import re
from pathlib import Path

import pytest

from scripts_kb.search.records import Findable

CODE = Path(__file__).parents[2] / "scripts_kb" / "assets" / "call" / "engine" / "confidence.js"
SURE = float(re.search(r"SURE = ([\d.]+)", CODE.read_text(encoding="utf-8"))[1])
VOLUME = "script/first#volume"
CARDS = (
    Findable("objection/mail", "objection", "Скиньте на почту", phrases=("Пришлите письмо",)),
    Findable("objection/dear", "objection", "Дорого", phrases=("Дорого, нам такое не по деньгам",)),
    Findable("script/first", "script", "Первый звонок", body=("У нас капсулы",)),
    Findable(f"{VOLUME}/few", "reply", "Килограмма три", phrases=("Немного уходит",)),
    Findable(f"{VOLUME}/capsules", "parting", "У нас капсулы"),
    Findable("script/first#why/mail", "reply", "На почту пришлите"),
    Findable("script/first#pain/price", "reply", "Нам дорого"),
    Findable("script/second#volume/lots", "reply", "Килограммов тридцать"),
)


def found(search, typed, step=""):
    (result,) = search(CARDS, (typed, {"step": step} if step else {}))
    return [hit["entity"] for hit in result["hits"]], result["confidence"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("у нас капсулы", f"{VOLUME}/capsules"),
        ("капсу", f"{VOLUME}/capsules"),
        ("rfgceks", f"{VOLUME}/capsules"),
        ("немного уходит", f"{VOLUME}/few"),
        ("килограммов", f"{VOLUME}/few"),
    ],
)
def test_a_reply_of_the_present_step_comes_first(search, typed, first):
    assert found(search, typed, VOLUME)[0][0] == first


@pytest.mark.slow
def test_a_reply_of_another_step_comes_after_the_card_that_says_the_same(search):
    assert found(search, "на почту", VOLUME)[0] == ["objection/mail", "script/first#why/mail"]
    assert found(search, "на почту", "script/first#why")[0] == [
        "script/first#why/mail",
        "objection/mail",
    ]


SAME = ("Слушаю", "Подходит", "Полка вся занята", "Сначала разберёмся", "Вернётся завтра")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("рассказывайте", "Слушаю"),
        ("хорошо, давайте", "Подходит"),
        ("годится", "Подходит"),
        ("всё битком", "Полка вся занята"),
        ("сперва разобраться надо", "Сначала разберёмся"),
        ("завтра прилетит", "Вернётся завтра"),
    ],
)
def test_people_answer_in_other_words(search, typed, meant):
    replies = [Findable(f"{VOLUME}/{i}", "reply", says) for i, says in enumerate(SAME)]
    (result,) = search((*CARDS[:3], *replies), (typed, {"step": VOLUME}))
    assert result["hits"][0]["entity"] == f"{VOLUME}/{SAME.index(meant)}"


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "sure"), [("reply", True), ("parting", False)])
def test_what_ends_the_call_is_asked_first_where_something_else_may_be_meant(search, kind, sure):
    cards = (
        Findable("objection/ahead", "objection", "Деньги вперёд не плачу"),
        Findable(f"{VOLUME}/no", kind, "Вперёд не плачу"),
        Findable("script/first", "script", "Первый звонок"),
    )
    (result,) = search(cards, ("вперёд не плачу", {"step": VOLUME}))
    assert result["hits"][0]["entity"] == f"{VOLUME}/no"
    assert (result["confidence"] >= SURE) is sure


@pytest.mark.slow
def test_one_is_surer_of_what_the_step_expects(search):
    cards = (
        Findable("objection/mail", "objection", "Скиньте на почту"),
        Findable(f"{VOLUME}/mail", "reply", "Скиньте на почту, посмотрим"),
    )
    typed = "скиньте, посмотрим"
    at_the_step, elsewhere = search(cards, (typed, {"step": VOLUME}), typed)
    assert at_the_step["hits"][0]["entity"] == f"{VOLUME}/mail"
    assert elsewhere["hits"][0]["entity"] == "objection/mail"
    assert elsewhere["confidence"] < SURE <= at_the_step["confidence"]


@pytest.mark.slow
def test_nothing_of_a_script_is_found_without_it(search):
    assert found(search, "килограмма три")[0] == []
    assert found(search, "у нас капсулы")[0] == ["script/first"]
    assert found(search, "килограммов тридцать", VOLUME)[0] == [f"{VOLUME}/few"]


@pytest.mark.slow
def test_of_a_reply_one_is_never_sure_where_a_card_explains_more(search):
    step = "script/first#pain"
    first, sure = found(search, "нам дорого", step)
    assert first[0] == f"{step}/price"
    assert sure >= SURE
    for typed in ("дорого, не по деньгам", "нам не по деньгам"):
        first, sure = found(search, typed, step)
        assert not first[0].startswith("script/") or sure < SURE


@pytest.mark.slow
def test_replies_change_nothing_of_what_cards_are_found_by(search):
    typed = ("письмо", "дорого", "капсулы", "килограмм")
    cards = [each for each in CARDS if "#" not in each.entity]
    assert [each["hits"] for each in search(CARDS, *typed)] == [
        each["hits"] for each in search(cards, *typed)
    ]
