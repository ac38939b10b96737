"""The form of cards: who gets it, what it is made from, and what it is never told."""

import json
import re
from pathlib import Path

import pytest

import scripts_kb
from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import render

ASSETS = Path(scripts_kb.__file__).parent / "assets" / "edit"


def rendered(site):
    return {page.path: page.content for page in render(site)}


@pytest.fixture
def team(site):
    return rendered(site("team"))


def fields(found):
    """The names of all fields below a part of a contract."""
    for each in found.get("fields", ()):
        yield each["name"]
        yield from fields(each)
    if "item" in found:
        yield from fields(found["item"])


def test_each_card_has_its_form_and_a_way_to_it(team):
    assert b'data-edit lang="ru" data-root="../"' in team["edit/index.md"]
    assert b'href="../../edit/?entity=objection/dorogo"' in team["objections/dorogo.md"]
    value = json.loads(team["edit/objection/dorogo.json"])
    assert value["answers"][0]["say"] == "<company> отвечает: <offer/opt.price.list> за кило."


def test_lists_have_none(team):
    assert b"edit/?entity=" not in team["objections/index.md"]
    assert b"edit/?entity=" not in team["agreements/index.md"]


def test_the_team_has_no_field_and_no_value_of_the_heads(site, team):
    heads = rendered(site("heads"))
    for path, kind in (("edit/offer/opt.json", "offer"),):
        assert "internal" in json.loads(heads[path])
        assert "internal" not in json.loads(team[path])
        assert "internal" in fields(json.loads(heads["edit/forms.json"])["kinds"][kind])
        assert "internal" not in fields(json.loads(team["edit/forms.json"])["kinds"][kind])
    assert not [path for path, each in team.items() if b"1350" in each]


def test_partners_have_no_form(site):
    found = rendered(site("partner"))
    assert not [path for path in found if "edit/" in path]
    assert not [path for path, each in found.items() if b"edit/?entity" in each]


def test_what_no_site_shows_has_no_field(team):
    every = json.loads(team["edit/forms.json"])["kinds"]
    assert "note" not in {name for kind in every.values() for name in fields(kind)}


def test_a_contract_is_published_in_the_language_of_its_base(team):
    forms = json.loads(team["edit/forms.json"])
    labels = [each["label"] for each in forms["kinds"]["objection"]["fields"]]
    assert {tuple(each) for each in labels} == {("ru",)}


def test_each_text_of_the_form_is_said():
    said = "".join(each.read_text("utf-8") for each in sorted(ASSETS.glob("*.js")))
    said += (ASSETS.parents[1] / "pages/templates/edit.html").read_text("utf-8")
    missing = [
        key
        for key in catalogue("editing").texts
        if not re.search(rf"""texts\.{key}\b|t\["{key}"\]|"{key}\"""", said)
    ]
    assert missing == []
