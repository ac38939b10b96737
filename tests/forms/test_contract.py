"""The contract that editing forms are made from: whole, in both languages, with nobody's secrets."""

import json
from pathlib import Path

import pytest
import yaml

from scripts_kb.content import loading
from scripts_kb.forms import cms, contract, index
from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import kinds, outline, shapes
from scripts_kb.schema.records import RECORDS

SAMPLE = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="module")
def base():
    return loading.load(SAMPLE)[0]


def walk(form, path=""):
    """Every field below a place of the contract, with its path, keys of lists left out."""
    if "item" in form:
        yield from walk(form["item"], f"{path}.*" if form["form"] == "free" else path)
    for each in form.get("fields", ()):
        here = f"{path}.{each['name']}".removeprefix(".")
        yield here, each
        yield from walk(each, here)


def test_the_contract_of_a_kind_is_what_it_was(base, file_regression):
    """A form that is made from version 1 of the contract relies on every word of it."""
    found = contract.of(base, "team")["kinds"]["product"]
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    file_regression.check(
        text, fullpath=Path(__file__).parent / "product.json", encoding="utf-8", newline="\n"
    )


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_that_the_reader_may_edit_is_in_it(base, kind):
    declared = [
        path
        for path, shape in shapes.places(outline.of(kind))
        if not path.endswith("*") and outline.audience(kind, path) != "heads"
    ]
    found = dict(walk(contract.of(base, "team")["kinds"][kind]))
    assert sorted(found) == sorted(declared)
    for each in found.values():
        assert each["label"]["ru"]
        assert each["label"]["en"]
        for choice in each.get("item", each).get("choices", ()):
            assert choice["ru"]
            assert choice["en"]


def test_what_only_heads_see_is_in_their_form_alone(base):
    team, heads = (contract.of(base, each)["kinds"] for each in ("team", "heads"))
    hidden = {
        f"{kind}:{path}"
        for kind in RECORDS
        for path in dict(walk(heads[kind])).keys() - dict(walk(team[kind])).keys()
    }
    assert hidden == {
        "config/zones:control_points.norm",
        "config/zones:touch_points.norm",
        *("offer:internal", "offer:internal.floor", "offer:internal.margin_pct"),
        "product:cost",
    }


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        ("objection", "title", {"use": "line", "form": "text", "required": True}),
        ("objection", "answers.say", {"use": "spoken", "lines": True, "zone": "words"}),
        ("objection", "answers", {"form": "list", "key": "id"}),
        ("objection", "answers.id", {"pattern": kinds.ID_PATTERN}),
        ("objection", "offers", {"to": "offer"}),
        ("insight", "objections", {"key": "objection"}),
        ("offer", "price.list", {"form": "number", "least": 0, "zone": "price"}),
        ("offer", "valid_to", {"form": "date"}),
        ("script", "nodes.answers.next", {"to": "node"}),
        ("change", "urgent", {"form": "bool"}),
        ("config/kb", "variables", {"form": "free"}),
    ],
)
def test_a_field_says_what_a_form_needs_of_it(base, kind, path, expected):
    found = dict(walk(contract.of(base, "team")["kinds"][kind]))[path]
    assert {name: found.get(name) for name in expected} == expected


def test_the_choices_have_the_words_of_readers(base):
    found = dict(walk(contract.of(base, "team")["kinds"]["script"]))
    outcomes = {each["value"]: each["ru"] for each in found["nodes.outcome"]["choices"]}
    assert outcomes["refused"] == "Отказ"
    assert list(outcomes) == ["deal", "next-step", "refused", "not-our-lead"]


def test_every_help_stands_at_a_field():
    """A help of a field that was renamed would never be read."""
    places = {f"{kind}.{path}" for kind in RECORDS for path, _ in shapes.places(outline.of(kind))}
    names = {f"*.{each.rpartition('.')[2]}" for each in places}
    assert set(catalogue("forms").texts) <= places | names


def test_who_gives_a_consent_is_said_by_department(base):
    zones = {each["id"]: each for each in contract.of(base, "team")["zones"]}
    reviewers = [login for each in base.zones.departments for login in each.reviewers]
    assert zones["price"]["approvals"]
    text = json.dumps(zones)
    assert not [login for login in reviewers if login in text]


def test_the_index_names_what_relations_choose_from(base):
    found = index.of(base)
    entities = {each["entity"]: each for each in found["entities"]}
    assert len(entities) == len(base.documents)
    assert entities["objection/dorogo"] == {
        "entity": "objection/dorogo",
        "id": "dorogo",
        "kind": "objection",
        "title": "Дорого",
        "status": "live",
        "path": "objections/цена/дорого.yml",
        "zones": entities["objection/dorogo"]["zones"],
    }
    assert "words" in entities["objection/dorogo"]["zones"]
    assert {"id": "cafe", "title": "Кафе"} in found["names"]["segment"]
    assert {"id": "price", "title": "Не устроила цена"} in found["reasons"]["refused"]
    assert "materials/vobler.pdf" in found["materials"]


@pytest.mark.slow
@pytest.mark.parametrize("system", cms.SYSTEMS)
def test_a_cms_finds_the_files_of_inner_folders_too(base, system):
    found = yaml.safe_load(cms.settings(base, system))
    by_name = {each["name"]: each for each in found["collections"]}
    assert set(by_name) == {*kinds.KINDS, "config"}
    folders = [each for name, each in by_name.items() if name != "config"]
    assert {each["nested"]["depth"] for each in folders} == {5}
    fields = {each["name"]: each for each in by_name["objection"]["fields"]}
    assert fields["offers"] == {
        "name": "offers",
        "label": "Что предложить",
        "required": False,
        "widget": "relation",
        "collection": "offer",
        "value_field": "id",
        "search_fields": ["title"],
        "multiple": True,
    }
    assert [each["name"] for each in by_name["config"]["files"]] == [
        "kb",
        "zones",
        "wording",
        "facts",
    ]
