"""What the records declare, written down: the same as derived, and never older than its sources."""

import json
import subprocess
import sys

import pytest

from scripts_kb.schema import kinds, outline, records, shapes


@pytest.fixture
def file(tmp_path):
    copy = tmp_path / "outline.json"
    copy.write_bytes(outline.FILE.read_bytes())
    return copy


def test_the_tracked_file_is_that_of_the_records():
    assert outline.FILE.read_text(encoding="utf-8") == outline.written()


def test_every_module_that_declares_a_record_decides_whether_the_file_counts():
    declaring = {record.__module__.rpartition(".")[2] for record in records.RECORDS.values()}
    assert declaring <= {*outline._SOURCES}


def test_what_is_read_is_what_is_derived(file):
    assert outline._read(file) == outline.derived()


def test_a_file_of_other_sources_counts_for_nothing(file):
    found = json.loads(file.read_bytes())
    found["source"] = "0" * 64
    found["kinds"] = {}
    file.write_text(json.dumps(found))
    assert outline._read(file) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"source": 5}', "null"])
def test_a_broken_file_counts_for_nothing(file, text):
    file.write_text(text)
    assert outline._read(file) is None
    assert outline._read(file.with_name("none.json")) is None


def test_a_source_that_changes_is_noticed(monkeypatch, tmp_path):
    for name in outline._SOURCES:
        (tmp_path / f"{name}.py").write_bytes(b"one\r\n")
    monkeypatch.setattr(outline, "__file__", str(tmp_path / "outline.py"))
    before = outline.source()
    (tmp_path / "cards.py").write_bytes(b"one\n")
    assert outline.source() == before
    (tmp_path / "cards.py").write_bytes(b"two\n")
    assert outline.source() != before


def test_kinds_have_the_order_of_their_records():
    assert list(kinds.ORDER) == list(records.RECORDS)


@pytest.mark.parametrize("kind", records.RECORDS)
def test_the_tree_has_every_field_of_the_records(kind):
    def fields(model, path=""):
        if "root" in model.model_fields:
            yield from fields(inside(model.model_fields["root"].annotation), path)
            return
        for name, info in model.model_fields.items():
            here = f"{path}.{info.alias or name}".lstrip(".")
            yield here
            inner = inside(info.annotation)
            free = ".*" * (getattr(info.annotation, "__origin__", None) is dict)
            if free:
                yield f"{here}.*"
            if inner:
                yield from fields(inner, here + free)

    def inside(annotation):
        if hasattr(annotation, "model_fields"):
            return annotation
        found = (inside(each) for each in getattr(annotation, "__args__", ()))
        return next(filter(None, found), None)

    assert [path for path, _ in shapes.places(outline.of(kind))] == list(
        fields(records.RECORDS[kind])
    )


def test_the_key_of_a_list_stands_in_its_record_alone():
    keyed = {
        f"{kind}:{path}": shape.key
        for kind in kinds.ORDER
        for path, shape in shapes.places(outline.of(kind))
        if shape.key != "id"
    }
    assert keyed == {
        "script:nodes.captures": "name",
        "insight:objections": "objection",
        "change:places": "entity",
    }


@pytest.mark.parametrize(
    ("entity", "path", "form", "use"),
    [
        ("objection/x", "answers", "list", "code"),
        ("objection/x", "answers[a]", "map", "code"),
        ("objection/x", "answers[a].steps[b].say", "text", "spoken"),
        ("objection/x", "answers.steps.say", "text", "spoken"),
        ("objection/x", 'client_words["Дорого"]', "text", "words"),
        ("config/kb", "variables.city", "text", "published"),
        ("config/kb", "reasons.refused[no].title", "text", "line"),
        ("config/synonyms", "[price].weight", "number", "code"),
        ("config/synonyms", "", "list", "code"),
        ("offer/x", "price.gone", None, None),
        ("ghost/x", "title", None, None),
    ],
)
def test_a_path_leads_through_fields_items_and_free_keys(entity, path, form, use):
    found = outline.at(entity, path)
    assert (found and found.form, found and found.use) == (form, use)


def test_keys_of_a_map_refer_and_not_its_values():
    assert outline.at("decision/x", "positions").to == "department"
    assert outline.at("decision/x", "positions.sales").to is None


def test_the_tree_is_read_without_the_library_of_the_records():
    code = "import sys; from scripts_kb.schema import labels, outline, values\n\
outline.of('offer'); print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"
