"""Files that were read before: what is recalled of them is what reading them again would give."""

import json
from pathlib import Path

import pytest

from scripts_kb.content import loading, reading
from scripts_kb.content.recalling import RecalledFiles

CONTENT = Path(__file__).parents[2] / "content"
CARD = "id: {}\ntitle: Дорого\nanswers:\n  - {{id: a, say: Да, next_question: Как?}}\n"


@pytest.fixture
def content(tmp_path):
    (tmp_path / "objections").mkdir()
    (tmp_path / "kb.yml").write_text("company: X\n", encoding="utf-8")
    (tmp_path / "objections" / "a.yml").write_text(CARD.format("a"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def parsed(monkeypatch):
    """Names the files that are parsed."""
    found = []
    read = reading.read

    def noted(content, path, shown):
        found.append(path)
        return read(content, path, shown)

    monkeypatch.setattr(reading, "read", noted)
    return found


def kept(content):
    """Gives what a run keeps of a folder, as another finds it."""
    files = RecalledFiles({})
    loading.load(content, opening=files.opened)
    return {path: tuple(each) for path, each in json.loads(json.dumps(files.told)).items()}


@pytest.mark.slow
def test_what_is_recalled_is_what_is_read(parsed):
    known = kept(CONTENT)
    parsed.clear()
    recalled, _ = loading.load(CONTENT, opening=RecalledFiles(known).opened)
    assert parsed == []
    read, _ = loading.load(CONTENT)
    assert list(recalled.documents) == list(read.documents)
    for entity, document in read.documents.items():
        again = recalled.documents[entity]
        assert repr(again) == repr(document)
        assert dict(again.marks) == document.marks
        assert dict(again.key_marks) == document.key_marks


def test_only_what_has_changed_is_parsed(content, parsed):
    known = kept(content)
    parsed.clear()
    text = CARD.format("a").replace("Дорого", "Дороже")
    (content / "objections" / "a.yml").write_text(text, encoding="utf-8")
    files = RecalledFiles(known)
    base, _ = loading.load(content, opening=files.opened)
    assert base.documents["objection/a"].value["title"] == "Дороже"
    assert parsed == ["objections/a.yml"]
    assert {path for path in known if known[path] != files.told[path]} == {"objections/a.yml"}


@pytest.mark.parametrize(
    "text",
    [
        CARD.format("a").replace("title", "name"),
        CARD.format("a").replace("say: Да", "say: [Да"),
        "",
    ],
)
def test_what_is_wrong_is_told_each_time(content, text):
    (content / "objections" / "a.yml").write_text(text, encoding="utf-8")
    known = kept(content)
    assert list(known) == ["kb.yml"]
    told = loading.load(content, opening=RecalledFiles(known).opened)[1]
    assert told == loading.load(content)[1] != []


def test_what_the_schema_does_not_take_is_read(content, parsed):
    known = kept(content)
    parsed.clear()
    for value in ({"id": "a", "title": ["?"]}, {"title": "Дорого"}, None, "id: a"):
        known["objections/a.yml"] = known["objections/a.yml"][0], value
        base, _ = loading.load(content, opening=RecalledFiles(known).opened)
        assert base.documents["objection/a"].value["title"] == "Дорого"
    assert parsed == ["objections/a.yml"] * 4
