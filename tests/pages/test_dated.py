"""Versions of an entity → what a page said on a day of the past, for each audience."""

import json

import pytest

from scripts_kb.pages import dated
from scripts_kb.pages.projection import project
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.site import Dated

DAY = 86400
START = 1790845200
"""The first of October 2026, 12:00 in Moscow."""


def reading(site):
    return Reading(project(site))


def past(**values):
    """Makes a history: entity, `__` standing for `/`, → values, one a day; None is a removal."""
    return {
        name.replace("__", "/"): tuple(
            Dated(number, START + (number - 1) * DAY, value) for number, value in enumerate(each, 1)
        )
        for name, each in values.items()
    }


@pytest.fixture
def told(site):
    """Gives the file of an entity, {} where there is none."""

    def make(entity, audience="team", config=None, **values):
        history = past(**values)
        files = {
            page.path: page.make().content for page in dated.plan(reading(site(audience)), history)
        }
        return json.loads(files.get(f"kb/past/{entity}.json", b"{}"))

    return make


def lines(content, version=0):
    texts = content["texts"]
    return [(texts[a], texts[b]) for a, b in content["versions"][version]["lines"]]


def offer(**more):
    return {"id": "opt", "title": "Опт", **more}


def test_each_version_says_when_it_landed_and_what_it_said(told):
    content = told(
        "offer/opt",
        offer__opt=[
            offer(price={"list": 1490, "currency": "RUB", "unit": "кг"}, valid_to="2026-12-31"),
            offer(price={"list": 1600}, terms="Предоплата.", status="archived"),
            None,
        ],
    )
    moments = [(each["version"], each["on"], each["at"]) for each in content["versions"]]
    assert moments == [
        (1, "2026-10-01", "12:00"),
        (2, "2026-10-02", "12:00"),
        (3, "2026-10-03", "12:00"),
    ]
    assert lines(content) == [
        ("Название", "Опт"),
        ("Цена", "1\xa0490\xa0₽ / кг"),
        ("По включительно", "31 декабря 2026"),
    ]
    assert content["versions"][0]["valid_to"] == "2026-12-31"
    assert lines(content, 1) == [
        ("Название", "Опт"),
        ("Статус", "В архиве"),
        ("Цена", "1\xa0600\xa0₽"),
        ("Условия", "Предоплата."),
    ]
    assert "lines" not in content["versions"][2]


def test_a_script_says_its_steps_and_the_phrases_that_must_be_said(told):
    script = {
        "id": "call",
        "title": "Звонок",
        "must_say": ["notice"],
        "nodes": [
            {"id": "a", "stage": "greeting", "intent": "Узнать имя", "say": "Это <company>!"},
            {"id": "b", "outcome": "deal"},
        ],
    }
    wording = {"must_say": [{"id": "notice", "say": "Разговор записывается."}]}
    content = told("script/call", script__call=[script], config__wording=[wording])
    assert lines(content) == [
        ("Название", "Звонок"),
        ("Обязательные фразы", "<must/notice>"),
        ("Приветствие · Узнать имя", "Это <company>!"),
    ]
    assert content["marks"]["must/notice"] == [["2026-10-01", "Разговор записывается."]]


def test_what_a_text_quotes_has_its_values_over_time(told):
    prices = [offer(price={"list": 1490}), offer(title="Иначе", price={"list": 1490}), None]
    prices.append(offer(price={"list": 1600, "currency": "EUR"}))
    script = {"id": "call", "nodes": [{"id": "a", "say": "<offer/opt.price.list> <client_name>"}]}
    settings = [{"company": "Цех"}, {"company": "Цех", "variables": {"x": "1"}}]
    content = told("script/call", script__call=[script], offer__opt=prices, config__kb=settings)
    assert content["marks"] == {
        "offer/opt.price.list": [["2026-10-01", "1\xa0490\xa0₽"], ["2026-10-04", "1\xa0600\xa0€"]],
        "client_name": [["", "имя клиента"]],
    }


@pytest.mark.parametrize(
    ("audience", "seen"), [("heads", True), ("team", False), ("partner", False)]
)
def test_a_hidden_value_is_in_no_past(site, audience, seen):
    text = {"id": "call", "nodes": [{"id": "a", "say": "Порог <offer/opt.internal.floor>"}]}
    history = past(offer__opt=[offer(internal={"floor": 7654321})], script__call=[text])
    everything = b"".join(
        page.make().content for page in dated.plan(reading(site(audience)), history)
    )
    assert ("7\xa0654\xa0321".encode() in everything) is seen
    assert b"7654321" not in everything


def test_partners_get_no_past(site):
    assert (
        list(dated.plan(reading(site("partner")), past(offer__opt=[offer(audience="partner")])))
        == []
    )


def test_what_has_no_history_yet_has_no_file(told):
    assert told("offer/opt") == {}


@pytest.mark.parametrize(
    "value",
    [
        offer(price="дорого", terms=["a"], valid_from="когда-нибудь"),
        {"title": 5, "nodes": ["x", {"say": 7}], "must_say": "x"},
        offer(price={"list": True, "unit": 3}),
    ],
)
def test_older_forms_of_a_record_break_nothing(told, value):
    for entity in ("offer/opt", "script/call"):
        content = told(entity, **{entity.replace("/", "__"): [value]})
        assert content["versions"][0]["on"] == "2026-10-01"
