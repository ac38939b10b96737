"""The form of cards: who gets it, what it is made from, and what it is never told."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import scripts_kb
from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages.planning import render
from scripts_kb.past.records import Edit
from scripts_kb.review import weight
from scripts_kb.schema import outline
from scripts_kb.schema.config import EditTarget
from scripts_kb.schema.records import RECORDS

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
    value = json.loads(team["edit/objection/dorogo.json"])["value"]
    assert value["answers"][0]["say"] == "<company> отвечает: <offer/opt.price.list> за кило."


def test_a_list_has_a_way_to_a_new_card(team):
    for path, kind in (("objections/index.md", b"objection"), ("offers/index.md", b"offer")):
        assert b'href="../edit/?new=%s"' % kind in team[path]
        assert b"edit/?entity=" not in team[path]
    assert b"edit/?" not in team["agreements/index.md"]


def test_a_new_card_begins_with_fields_that_there_are(team):
    every = json.loads(team["edit/forms.json"])["kinds"]
    for kind, form in every.items():
        assert set(form["begins"]) <= set(fields({"fields": form["fields"]})), kind
        assert form["begins"] or kind == "change", kind


def test_a_price_tells_in_which_scripts_it_is_heard(team):
    found = json.loads(team["edit/offer/opt.json"])
    assert found["named"]
    assert set(found) == {"value", "reaches", "named", "naming"}


def test_edits_are_weighed_as_the_review_weighs_them():
    text = (ASSETS / "reason.js").read_text("utf-8")
    kinds_of_fact = listed(text, "FACTUAL_KINDS")
    for kind in RECORDS:
        if kind.startswith("config/") or kind == "change":
            continue
        for name, shape in outline.of(kind).fields.items():
            if name == "id" or shape.audience == "editor":
                continue
            told = f"{kind}.{name}"
            proved = "tactical"
            facts = listed(text, "FACTUAL")
            if kind in kinds_of_fact or told in facts or name in facts:
                proved = "factual"
            if told in listed(text, "OF_MEANING"):
                proved = "tactical"
            edit = Edit("removed", name, before="x")
            heard = name in listed(text, "TELLING") or kind in listed(text, "TELLING_KINDS")
            weights = weight.of_edits(f"{kind}/x", [edit])
            assert weight.speaks_for_itself(f"{kind}/x", weights) == heard, told
            assert heard or weight.heaviest(weights) == proved, told


def listed(text, name):
    """The words of a list of a module."""
    return re.findall(r'"([\w.]+)"', re.search(rf"const {name} = \[(.*?)\];", text, re.DOTALL)[1])


def test_the_team_has_no_field_and_no_value_of_the_heads(site, team):
    heads = rendered(site("heads"))
    for path, kind in (("edit/offer/opt.json", "offer"),):
        assert "internal" in json.loads(heads[path])["value"]
        assert "internal" not in json.loads(team[path])["value"]
        assert "internal" in fields(json.loads(heads["edit/forms.json"])["kinds"][kind])
        assert "internal" not in fields(json.loads(team["edit/forms.json"])["kinds"][kind])
    assert not [path for path, each in team.items() if b"1350" in each]


def test_a_text_may_quote_what_the_team_may_see(team):
    prices = json.loads(team["edit/forms.json"])["index"]["prices"]
    said = {each["name"]: each["says"].replace("\xa0", " ") for each in prices}
    assert said["offer/opt.price.list"] == "1 490 ₽"
    assert not [name for name in said if not name.endswith(".price.list")]


def test_partners_have_no_form(site):
    found = rendered(site("partner"))
    assert not [path for path in found if "edit/" in path]
    assert not [path for path, each in found.items() if b"edit/?" in each]


def sends(site, audience):
    """A site whose settings say where edits are sent."""
    found = site(audience)
    edit = EditTarget(hosting="gitea", api="https://git.example/api/v1/", repo="cafe/scripts")
    kb = found.base.kb.model_copy(update={"edit": edit, "branch": "live"})
    return rendered(replace(found, base=replace(found.base, kb=kb), folder="data"))


@pytest.mark.parametrize("audience", ["team", "heads"])
def test_a_form_knows_where_its_edits_are_sent(site, team, audience):
    assert json.loads(sends(site, audience)["edit/forms.json"])["sending"] == {
        "hosting": "gitea",
        "api": "https://git.example/api/v1",
        "repo": "cafe/scripts",
        "branch": "live",
        "folder": "data/",
    }
    assert "sending" not in json.loads(team["edit/forms.json"])


def test_partners_know_of_no_hosting(site):
    assert not [path for path, each in sends(site, "partner").items() if b"git.example" in each]


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
