"""What the records declare, written down: the same as derived, and never older than its sources."""

import json

import pytest

from scripts_kb.schema import kinds, labels, outline, shapes


@pytest.fixture
def file(tmp_path):
    copy = tmp_path / "outline.json"
    copy.write_bytes(outline.FILE.read_bytes())
    return copy


def test_the_tracked_file_is_that_of_the_records():
    assert outline.FILE.read_text(encoding="utf-8") == outline.written()


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
    assert list(kinds.ORDER) == list(kinds.RECORDS)


def test_a_record_is_found_again_by_its_name():
    for model in kinds.RECORDS.values():
        for name, field in labels.declared(model).items():
            assert (field.inner is None) == (field.record is None), name
            if field.inner:
                assert field.inner.__name__ == field.record
                assert field.key == getattr(field.inner, "KEY", "id")


def test_shapes_come_from_what_is_written():
    for kind in kinds.RECORDS:
        assert shapes.packed(shapes.shape_of(kind)) == outline.derived().shapes[kind]
