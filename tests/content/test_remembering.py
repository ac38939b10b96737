"""What is read again: only what changed; what a broken file said last."""

import os

import pytest

from scripts_kb.content import loading
from scripts_kb.content.remembering import KnownFiles

CARD = "id: dorogo\ntitle: {}\nstatus: draft\n"
BROKEN = "id: dorogo\ntitle: [\n"
LONG_AGO = 1_700_000_000


@pytest.fixture
def content(tmp_path):
    (tmp_path / "kb.yml").write_text("company: X\n", encoding="utf-8")
    (tmp_path / "objections").mkdir()
    write(tmp_path, CARD.format("Дорого"))
    return tmp_path


def write(content, text, at=LONG_AGO):
    file = content / "objections" / "dorogo.yml"
    file.write_text(text, encoding="utf-8")
    os.utime(file, (at, at))
    os.utime(content / "kb.yml", (LONG_AGO, LONG_AGO))


def title(content, opening):
    base, problems = loading.load(content, opening=opening)
    return base.documents["objection/dorogo"].record.title, [each.code for each in problems]


def test_a_file_that_did_not_change_is_the_same_document(content):
    memory = KnownFiles()
    first, again = (loading.load(content, opening=memory.opened)[0] for _ in range(2))
    assert again.documents["objection/dorogo"] is first.documents["objection/dorogo"]


def test_what_a_file_says_now_is_read(content):
    memory = KnownFiles()
    assert title(content, memory.opened) == ("Дорого", [])
    write(content, CARD.format("Дёшево"), LONG_AGO + 1)
    assert title(content, memory.opened) == ("Дёшево", [])


def test_two_saves_within_one_tick_of_the_clock_are_two(content, monkeypatch):
    monkeypatch.setattr("time.time_ns", lambda: LONG_AGO * 10**9)
    memory = KnownFiles()
    assert title(content, memory.opened)[0] == "Дорого"
    write(content, CARD.format("Дёшево"))
    assert title(content, memory.opened)[0] == "Дёшево"


def test_a_broken_file_says_what_it_said_and_what_is_wrong(content):
    memory = KnownFiles()
    title(content, memory.sound)
    write(content, BROKEN, LONG_AGO + 1)
    said, codes = title(content, memory.sound)
    assert said == "Дорого"
    assert codes
    write(content, CARD.format("Дёшево"), LONG_AGO + 2)
    assert title(content, memory.sound) == ("Дёшево", [])


def test_a_removed_file_is_forgotten(content):
    memory = KnownFiles()
    title(content, memory.sound)
    (content / "objections" / "dorogo.yml").unlink()
    base, _ = loading.load(content, opening=memory.sound)
    memory.forget(base.files.__contains__)
    write(content, BROKEN)
    base, _ = loading.load(content, opening=memory.sound)
    assert "objection/dorogo" not in base.documents
