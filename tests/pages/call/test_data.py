import json

import pytest
from cafe import CARDS, site

from scripts_kb.pages import data


def read(audience: str) -> dict:
    page = data.page(site(audience=audience))
    assert page.path == "kb/kb.json"
    return json.loads(page.content)


def test_the_whole_published_base_is_there_with_versions_and_addresses():
    found = read("team")
    assert set(found["entities"]) == set(CARDS) - {"objection/draft"}
    card = found["entities"]["objection/dorogo"]
    assert (card["version"], card["url"]) == (1, "objections/dorogo/")
    assert found["config"]["kb"]["company"] == "Утренний цех"


def test_quotes_are_filled_in_and_captured_variables_stay():
    entities = read("team")["entities"]
    answers = entities["objection/dorogo"]["value"]["answers"]
    assert answers[1]["say"] == "За объём цена 1\u00a0490\u00a0₽ за кило."
    question = entities["question/delivery"]["value"]
    assert question["next_question"] == "<client_name>, в какой район?"
    greeting = entities["script/incoming"]["value"]["nodes"][0]["say"]
    assert greeting == "Добрый день, Утренний цех! Как к вам обращаться?"


@pytest.mark.parametrize(
    ("audience", "hidden"),
    [
        ("team", ["1350", "margin", '"cost"', "секрет", "login-of-reviewer"]),
        ("heads", ["секрет", "login-of-reviewer"]),
        ("partner", ["1350", "margin", '"cost"', "секрет", "Дорого", "Спор", "Звонки"]),
    ],
)
def test_no_audience_gets_a_field_of_another(audience, hidden):
    content = data.page(site(audience=audience)).content.decode()
    assert [each for each in hidden if each in content] == []


def test_heads_see_their_figures_and_partners_their_offers():
    assert read("heads")["entities"]["offer/big"]["value"]["internal"]["floor"] == 1350
    assert list(read("partner")["entities"]) == ["offer/big"]


def test_a_text_cannot_quote_what_its_reader_may_not_see():
    cards = {
        "offer/x": {"title": "X", "internal": {"floor": 7777}},
        "question/y": {"title": "Y", "answer": "Не ниже <offer/x.internal.floor>"},
    }
    content = data.page(site(cards)).content.decode()
    assert "7777" not in content


def test_equal_sites_give_equal_bytes():
    assert data.page(site()).content == data.page(site()).content
