"""The door for edits of a preview: its own page alone, and nobody who merely runs in a browser."""

import json

import pytest

from scripts_kb.app import workspace
from scripts_kb.app.preview.editing import TOKEN, Desk

OFFER = "id: espresso\ntitle: Эспрессо\nprice: {list: 1490}\ninternal: {floor: 1350}\n"
SHEET = {
    "version": 1,
    "edits": [
        {
            "op": "set",
            "entity": "offer/espresso",
            "path": "price.list",
            "before": 1490,
            "after": 1550,
        }
    ],
}


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "content" / "offers").mkdir(parents=True)
    (tmp_path / "content" / "kb.yml").write_text("company: X\n", "utf-8")
    (tmp_path / "content" / "offers" / "espresso.yml").write_text(OFFER, "utf-8")
    return Desk(workspace.find(tmp_path / "content"), "http://127.0.0.1:8123/", "team")


OURS = {"Origin": "http://127.0.0.1:8123", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("changed", "reads", "writes"),
    [
        ({}, True, True),
        ({"Origin": "http://localhost:8123"}, True, True),
        ({"Sec-Fetch-Site": "same-origin"}, True, True),
        ({"Content-Type": "application/json; charset=utf-8"}, True, True),
        ({"Origin": None}, True, False),
        ({"Origin": "null"}, False, False),
        ({"Origin": "http://127.0.0.1:9999"}, False, False),
        ({"Origin": "http://127.0.0.1:8123.evil.example"}, False, False),
        ({"Origin": "https://127.0.0.1:8123"}, False, False),
        ({"Sec-Fetch-Site": "cross-site"}, False, False),
        ({"Sec-Fetch-Site": "same-site"}, False, False),
        ({"Sec-Fetch-Site": "none"}, False, False),
        ({"Content-Type": "text/plain"}, True, False),
        ({"Content-Type": "application/x-www-form-urlencoded"}, True, False),
        ({TOKEN: ""}, False, False),
        ({TOKEN: None}, False, False),
        ({TOKEN: "ы"}, False, False),
    ],
)
def test_only_its_own_page_is_heard(desk, changed, reads, writes):
    headers = {**OURS, TOKEN: desk.token, **changed}
    sent = {name: each for name, each in headers.items() if each is not None}
    assert desk.allowed(sent, writes=False) == reads
    assert desk.allowed(sent, writes=True) == writes


def test_a_sheet_is_written_once(desk):
    content = json.dumps(SHEET).encode()
    done, again = desk.apply(content), desk.apply(content)
    assert (done.status, again.status) == (200, 409)
    assert json.loads(again.content)["problems"][0]["code"] == "edit-changed"
    text = (desk.where.content / "offers" / "espresso.yml").read_text("utf-8")
    assert text == OFFER.replace("1490", "1550")


def test_what_only_heads_see_is_not_in_the_form_of_the_team(desk):
    found = json.loads(desk.card("entity=offer/espresso").content)
    assert found["value"] == {"id": "espresso", "title": "Эспрессо", "price": {"list": 1490}}
    heads = Desk(desk.where, "http://127.0.0.1:8123/", "heads")
    value = json.loads(heads.card("entity=offer/espresso").content)["value"]
    assert value["internal"] == {"floor": 1350}


@pytest.mark.parametrize("query", ["", "entity=offer/gone", "entity=../../etc/passwd", "entity=x"])
def test_what_there_is_not_has_no_form(desk, query):
    assert desk.card(query).status == 404


def test_a_new_card_has_the_form_of_its_kind(desk):
    found = json.loads(desk.card("entity=offer").content)
    assert (found["value"], found["kind"]["folder"]) == (None, "offers")
