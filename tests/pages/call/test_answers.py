import json
import re

import pytest
from cafe import CARDS, REASON, changed_cards, kept, site

from scripts_kb.pages import searchable
from scripts_kb.pages.call import answers
from scripts_kb.pages.site import Site
from scripts_kb.past import words


def read(whole: Site) -> tuple[dict, dict[str, dict]]:
    text = answers.of(whole).first.decode()
    header, *cards = json.loads(text)
    # A reader takes single lines: each card must be whole on its own.
    lines = [json.loads(line.removesuffix(",")) for line in text.splitlines()[1:-1]]
    assert lines == [header, *cards]
    assert header["entities"] == [each["entity"] for each in cards]
    return header, {each["entity"]: each for each in cards}


def test_only_live_cards_of_a_call_are_there():
    _, cards = read(site())
    unseen = {"objection/draft", "objection/past", "insight/calls"}
    assert set(cards) == set(CARDS) - unseen


def test_what_the_search_finds_is_what_the_answers_hold():
    header, _ = read(site())
    assert {each.entity for each in searchable.cards(site())} == set(header["entities"])


def test_a_card_is_found_by_the_words_of_its_answers_too():
    (volume,) = CARDS["objection/dorogo"]["answers"][1:]
    answers = [{**volume, "client_words": ["Берём вагонами"]}]
    told = changed_cards("objection/dorogo", answers=answers)
    (plain,), (found,) = (
        [each.phrases for each in searchable.cards(whole) if each.entity == "objection/dorogo"]
        for whole in (site(), site(told))
    )
    assert found == (*plain, "Берём вагонами")
    (answer,) = read(site(told))[1]["objection/dorogo"]["value"]["answers"]
    assert answer["client_words"] == ["Берём вагонами"]


def test_the_words_of_a_reply_are_in_the_index_alone():
    greet, *others = CARDS["script/incoming"]["nodes"]
    price, later = greet["answers"]
    worded = {**greet, "answers": [{**price, "client_words": ["Почём?"]}, later]}
    told = site(changed_cards("script/incoming", nodes=[worded, *others]))
    assert [
        (each.entity, each.kind, each.title, each.phrases) for each in searchable.replies(told)
    ] == [
        ("script/incoming#greet/price", "reply", "Сколько стоит?", ("Почём?",)),
        ("script/incoming#greet/later", "parting", "Я перезвоню", ()),
    ]
    assert answers.of(told).first == answers.of(site()).first


def test_what_has_a_price_is_found_by_asking_for_it():
    found = {each.entity: each.synonyms for each in searchable.cards(site())}
    asked = {
        entity for entity, texts in found.items() if any("Сколько стоит" in each for each in texts)
    }
    assert asked == {"offer/big", "offer/old", "product/brazil"}
    assert found["offer/big"][-2:] == ("Сколько стоит От 20 кг", "Цена: От 20 кг")


@pytest.mark.parametrize("audience", ["team", "heads"])
def test_no_figure_of_the_heads_is_in_the_answers(audience):
    content = answers.of(site(audience=audience)).first.decode()
    assert [each for each in ("1350", "margin", "cost", "секрет") if each in content] == []


def test_a_price_is_as_it_is_read():
    _, cards = read(site())
    assert cards["offer/big"]["price"] == "1\u00a0490\u00a0₽/кг"
    assert cards["product/brazil"]["price"] == "640\u00a0₽/пачка"
    assert "price" not in cards["offer/last-day"]


def test_an_offer_without_a_price_takes_that_of_its_only_product():
    cards = {
        "product/a": {"title": "A", "price": {"list": 10}},
        "offer/one": {"title": "One", "products": ["a"]},
        "offer/two": {"title": "Two", "products": ["a", "b"]},
    }
    _, found = read(site(cards))
    assert found["offer/one"]["price"] == "10\u00a0₽"
    assert "price" not in found["offer/two"]


def test_a_text_that_quotes_a_dated_offer_knows_its_days():
    _, cards = read(site())
    assert cards["objection/dorogo"]["expires"] == {
        "answers[volume].say": {
            "title": "От 20 кг",
            "valid_from": "2026-10-01",
            "valid_to": "2026-12-31",
        }
    }


def test_each_text_knows_the_change_that_set_it():
    path = "answers[cup].steps[argue].say"
    whole = site(changed=(("objection/dorogo", path, "Это недорого.", 3, REASON),))
    header, cards = read(whole)
    card = cards["objection/dorogo"]
    place, *edits = card["why"][path]
    text = card["value"]["answers"][0]["steps"][1]["say"]
    assert edits == [list(each) for each in words.deltas("Это недорого.", text)]
    reason = card["changes"][place]
    assert {name: reason[name] for name in ("by", "class", "cause", "effect", "version")} == {
        "by": "Маркетинг",
        "class": "Тактика",
        "cause": REASON.cause,
        "effect": REASON.effect,
        "version": 2,
    }
    assert reason["landed"] == "2026-11-18T12:00:00+03:00"
    assert (
        re.sub(r"\s", " ", reason["expect"])
        == "Доля сделок «Входящий, для дома» +3 п.п., к 31.12.2026"
    )
    assert reason["evidence"] == [
        {"title": "Звонки октября", "url": "insights/calls/"},
        {"title": "example.org", "url": "https://example.org/report"},
        {"title": "устно"},
    ]
    assert reason["explained"]
    (other,) = card["why"]["answers[cup].steps[ack].say"]
    assert card["changes"][other]["version"] == 1
    assert [(each["title"], each["entities"], each["versions"]) for each in header["news"]] == [
        ("Сначала чашка", ["objection/dorogo"], [2])
    ]
    assert card["meant"] == 2


def test_mandatory_phrases_know_the_changes_that_set_them():
    path = "must_say[recording].say"
    header, _ = read(site(changed=(("config/wording", path, "Пишем разговор.", 3, REASON),)))
    wording = header["wording"]
    assert set(wording["why"]) == {path, "must_say[removed].say"}
    place, *edits = wording["why"][path]
    text = header["must_say"]["recording"]["say"]
    assert edits == [list(each) for each in words.deltas("Пишем разговор.", text)]
    assert wording["changes"][place]["cause"] == REASON.cause
    assert wording["changes"][wording["why"]["must_say[removed].say"][0]]["version"] == 1


def test_what_altered_no_meaning_and_the_beginning_are_no_news():
    whole = site(changed=(("question/delivery", "answer", "Везём завтра", 1, None),))
    change = whole.rows[0].change
    header, cards = read(kept(whole, slight=frozenset({(change, "question/delivery")})))
    assert header["news"] == []
    assert (cards["question/delivery"]["version"], cards["question/delivery"]["meant"]) == (2, 1)


def test_an_unexplained_change_says_so():
    _, cards = read(site(changed=(("question/delivery", "answer", "Везём", 1, None),)))
    card = cards["question/delivery"]
    reason = card["changes"][card["why"]["answer"][0]]
    assert reason == {"kind": "changed", "version": 2, "landed": "2026-11-20T12:00:00+03:00"}


def test_what_is_not_committed_has_no_reason():
    whole = site()
    leaves = {
        entity: {path: each if path != "answer" else type(each)(entity, path, each.value, None)}
        for entity, found in whole.leaves.items()
        for path, each in found.items()
    }
    _, cards = read(Site(base=whole.base, leaves=leaves))
    assert "answer" not in cards["question/delivery"]["why"]


def test_hostile_characters_are_taken_away():
    _, cards = read(site(changed_cards("question/delivery", answer="Ве\u202eзём\x02")))
    assert cards["question/delivery"]["value"]["answer"] == "Везём"


def test_an_empty_base_has_a_header_and_no_cards():
    header, cards = read(site({}))
    assert (header["entities"], cards) == ([], {})


def test_an_answer_that_ends_the_call_never_stands_first():
    remove = {"id": "remove", "when": "Просит не звонить", "say": "Удаляю номер."}
    source = {"id": "source", "when": "Спрашивает", "say": "Номер с карты."}
    _, cards = read(site(changed_cards("objection/dorogo", answers=[remove, source])))
    answers_ = cards["objection/dorogo"]["value"]["answers"]
    assert [each["id"] for each in answers_] == ["source", "remove"]
