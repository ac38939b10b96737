"""JSON Schema files: of today's records, true to the sample, and of one mind with `kb check`."""

import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from scripts_kb.app import schema
from scripts_kb.content import parsing, reading, writing
from scripts_kb.schema import json_schema, kinds, records

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
SCHEMAS = {name: json.loads(text) for name, text in json_schema.files()}
HEAD = "id: x\ntitle: X\n"


@cache
def jsonschema() -> Any:
    """The package, for who runs these tests: it reads grammars for two seconds to be imported."""
    return importlib.import_module("jsonschema")


def judge(kind, text):
    """Tell whether an editor would find a document right: it reads YAML 1.2 by itself."""
    schema = SCHEMAS[json_schema.name_of(kind)]
    reader = YAML(typ="safe", pure=True)
    # An editor takes a date for a text, as JSON has no dates.
    reader.constructor.yaml_constructors = {
        **reader.constructor.yaml_constructors,
        "tag:yaml.org,2002:timestamp": reader.constructor.yaml_constructors[
            "tag:yaml.org,2002:str"
        ],
    }
    checker = jsonschema().FormatChecker()
    return jsonschema().Draft7Validator(schema, format_checker=checker).is_valid(reader.load(text))


def test_the_tracked_files_are_those_of_the_model():
    assert schema.write_schemas(json_schema.FOLDER, write=False) == []
    assert {path.name for path in json_schema.FOLDER.iterdir()} == set(SCHEMAS)


@pytest.mark.slow
def test_each_is_a_schema_that_needs_no_address():
    for name, each in SCHEMAS.items():
        jsonschema().Draft7Validator.check_schema(each)
        text = json.dumps(each).replace(each["$schema"], "")
        assert "//" not in text, name


@pytest.mark.slow
def test_drift_is_written_and_said(tmp_path):
    out = tmp_path / "schemas"
    assert len(schema.write_schemas(out, write=True)) == len(records.RECORDS)
    (out / "offer.schema.json").write_text("{}", encoding="utf-8")
    assert schema.write_schemas(out, write=False) == [f"{out.as_posix()}/offer.schema.json"]
    assert schema.write_schemas(out, write=True) == [f"{out.as_posix()}/offer.schema.json"]
    assert schema.write_schemas(out, write=True) == []


def entities():
    for path in sorted(CONTENT.rglob("*")):
        relative = path.relative_to(CONTENT).as_posix()
        location = kinds.locate(relative)
        if location is not None and path.is_file():
            kind = f"config/{location.name}" if location.name else location.kind
            yield relative, kind, path.read_bytes()


@pytest.mark.slow
def test_the_sample_is_right_in_an_editor():
    for path, kind, content in entities():
        text = parsing.decode(content)
        if path.endswith(".md"):
            text = text.split("---\n")[1]
        assert judge(kind, text), path


def test_every_file_of_the_sample_has_its_schema_in_the_editor():
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    expected = {
        f"./scripts_kb/schemas/{name}": [f"content/{each}" for each in globs]
        for name, globs in json_schema.globs()
    }
    assert settings["yaml.schemas"] == expected
    # Nothing is looked up elsewhere.
    assert settings["yaml.schemaStore.enable"] is False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("objection", HEAD.replace("id: x", "id: Цена"), "Код пишут латиницей"),
        ("objection", HEAD + "review_by: 31.12.2026\n", "Дату пишут так: 2026-12-31"),
        ("objection", HEAD + "status: действует\n", "Можно написать: draft, live, archived"),
        ("objection", HEAD + "client_words: Дорого\n", "Здесь список"),
        ("objection", "id: x\ntitle: ' '\n", "Здесь нужен текст"),
        ("offer", HEAD + "price: {list: 1 490 ₽}\n", "Здесь число без пробелов"),
        ("insight", HEAD + "sample: много\n", "Здесь целое число"),
        ("change", HEAD + "urgent: да\n", "Здесь true (да) или false (нет)"),
        ("change", HEAD + "expect: {change: 3pp}\n", "Прогноз пишут со знаком"),
    ],
)
def test_an_editor_says_what_to_write_instead(kind, text, said):
    """The YAML server takes the words of the field in place of its own, English ones."""
    schema = dict(json_schema.files("ru"))[json_schema.name_of(kind)]
    validator = jsonschema().Draft7Validator(json.loads(schema))
    errors = list(validator.iter_errors(YAML(typ="safe", pure=True).load(text)))
    leaves = [deep for each in errors for deep in (each.context or [each])]
    advice = [
        error.schema.get("patternErrorMessage" if error.validator == "pattern" else "errorMessage")
        for error in leaves
    ]
    assert any(each and each.startswith(said) for each in advice)


def test_an_editor_is_set_up_where_nobody_did_it(tmp_path):
    assert schema.begin_settings(tmp_path, "schemas") == [
        ".vscode/extensions.json",
        ".vscode/settings.json",
    ]
    found = json.loads((tmp_path / ".vscode/settings.json").read_text("utf-8"))
    assert found["yaml.schemas"]["./schemas/kb.schema.json"] == ["content/kb.yml"]
    (tmp_path / ".vscode/settings.json").write_text("{} // ours", "utf-8")
    assert schema.begin_settings(tmp_path, "schemas") == []
    ours = dict(json_schema.settings("scripts_kb/schemas"))
    for name, text in ours.items():
        assert json.loads((ROOT / name).read_text("utf-8")) == json.loads(text)


DOCUMENTS = [
    ("objection", HEAD),
    ("objection", HEAD + "note:\nsegments:\nstatus: ~\nanswers: []\n"),
    ("objection", HEAD + "family: 012\nnote: 12\n"),
    ("objection", HEAD + "foo: 1\n"),
    ("objection", "id: x\n"),
    ("objection", "title: X\n"),
    ("objection", "id: Х\ntitle: X\n"),
    ("objection", HEAD + "status: действует\n"),
    ("objection", HEAD + "heard_at: [closing, closed]\n"),
    ("objection", HEAD + "client_words: Дорого\n"),
    ("objection", HEAD + "client_words: [Дорого, {a: b}]\n"),
    ("objection", HEAD + "client_words: [Дорого, ~]\n"),
    ("objection", HEAD + "answers: {id: a}\n"),
    ("objection", HEAD + "answers: [{say: Да}]\n"),
    ("objection", HEAD + "answers: [{id: a, steps: [{id: b, role: shout}]}]\n"),
    ("objection", HEAD + "answers: [{id: a, kind: ~, when: }]\n"),
    ("objection", HEAD + "review_by: 2026-12-31\n"),
    ("objection", HEAD + "review_by: 2026-13-01\n"),
    ("objection", HEAD + "review_by: 31.12.2026\n"),
    ("objection", HEAD + "note: [a]\n"),
    ("offer", HEAD + "price: {list: 1490.5, currency: RUB}\n"),
    ("offer", HEAD + "price: 1490\n"),
    ("offer", HEAD + "price:\n"),
    ("offer", HEAD + "price: {list: дорого}\n"),
    ("insight", HEAD + "sample: 12\nobjections: [{objection: x, count: 1}]\n"),
    ("insight", HEAD + "sample: 12.5\n"),
    ("insight", HEAD + "objections: [{count: 1}]\n"),
    ("change", HEAD + "urgent: true\nclass: tactical\n"),
    ("change", HEAD + "urgent: да\n"),
    ("change", HEAD + "expect: {change: +3pp}\n"),
    ("change", HEAD + "expect: {change: 3pp}\n"),
    ("decision", HEAD + "positions: {sales: Да}\n"),
    ("decision", HEAD + "positions: [Да]\n"),
    ("config/kb", "company: X\nreasons: {refused: [{id: a, title: A}]}\n"),
    ("config/kb", "company: X\nreasons: {refuse: [{id: a, title: A}]}\n"),
    ("config/kb", "language: de\n"),
    ("config/zones", "zones: [{id: a, fields: [x]}]\n"),
    ("config/zones", "zones: [{id: a, field: [x]}]\n"),
    ("config/synonyms", "- {id: a, words: [x], weight: 0.5}\n"),
    ("config/synonyms", "- {words: [x]}\n"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "text"), DOCUMENTS)
def test_an_editor_and_kb_check_are_of_one_mind(kind, text):
    folder, _, name = kind.partition("/")
    path = f"{name}.yml" if name else f"{kinds.FOLDER_OF[folder]}/x.yml"
    _, problems = reading.read(text.encode(), path, path)
    assert judge(kind, text) == (not problems)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("offer", HEAD + "price: {list: -1}\n"),
        ("objection", HEAD + "client_words: [Дорого, Дорого]\n"),
    ],
)
def test_an_editor_names_some_of_what_checks_find(kind, text):
    assert not judge(kind, text)


def test_what_kb_writes_is_right_in_an_editor():
    value = {"id": "x", "title": "Слово: «да», 50 %", "client_words": ["no", "012", "# a"]}
    assert judge("objection", writing.dump(value))
