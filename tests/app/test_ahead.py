"""A tree that was ordered before MkDocs asks for it → what MkDocs takes, or makes itself."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scripts_kb.app import aside, making
from scripts_kb.app.making import TreeOrder
from scripts_kb.problems import UserError

from .test_tree import git

STARTER = Path(__file__).resolve().parents[2] / "scripts_kb/starter/ru/content"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is made ahead there"),
]


@pytest.fixture
def order(tmp_path, monkeypatch, looked_up) -> TreeOrder:
    looked_up(tmp_path)
    shutil.copytree(STARTER, tmp_path / "content")
    git(tmp_path, "init")
    git(tmp_path, "add", "content")
    git(tmp_path, "commit", "-m", "Начало")
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(aside, "helps", lambda: True)
    return TreeOrder(tmp_path / "content", tmp_path / "docs", "team", "")


def test_what_was_made_ahead_is_taken_once(order, tmp_path, monkeypatch):
    day = ("SCRIPTS_KB_TODAY", "2026-11-20")
    monkeypatch.setenv(*day)
    with making.ahead(order, tmp_path, dict([day])) as begin:
        monkeypatch.setenv(making.AHEAD_VARIABLE, str(os.dup(begin())))
        with monkeypatch.context() as alone:
            alone.setattr(making, "started", None)
            first = making.made(order)
    assert first.pages > 20
    assert making.made(order).changed == ()


def test_what_was_made_for_another_order_is_not_taken(order, tmp_path, monkeypatch):
    with making.ahead(order, tmp_path, {}) as begin:
        monkeypatch.setenv(making.AHEAD_VARIABLE, str(os.dup(begin())))
        made = making.made(replace(order, audience="partner"))
    assert not (tmp_path / "docs/changes").exists()
    assert made.changed


def test_what_was_made_ahead_tells_of_problems_what_a_quiet_mkdocs_says(
    order, tmp_path, monkeypatch
):
    card = "id: {0}\ntitle: {0}\nstatus: live\nclient_words: [Дорого же]\nanswers:\n"
    answer = '  - {id: a, say: "{нет}", next_question: Как?}\n'
    for name in ("one", "two"):
        file = tmp_path / f"content/objections/{name}.yml"
        file.write_text(card.format(name) + answer, encoding="utf-8")
    with making.ahead(order, tmp_path, {}) as begin:
        monkeypatch.setenv(making.AHEAD_VARIABLE, str(os.dup(begin())))
        told = making.made(order).problems
    known = making.made(order).problems
    assert {each.severity for each in known} > {"error"}
    assert told == tuple(each for each in known if each.severity == "error")


def test_what_is_wrong_is_said_where_it_is_waited_for(order, tmp_path, monkeypatch):
    shutil.rmtree(tmp_path / ".git")
    with making.ahead(order, tmp_path, {}) as begin:
        monkeypatch.setenv(making.AHEAD_VARIABLE, str(os.dup(begin())))
        with pytest.raises(UserError):
            making.made(order)


def test_nothing_is_made_ahead_where_nobody_knows_what(order, tmp_path):
    with making.ahead(None, tmp_path, {}) as begin:
        assert begin() is None
    with making.ahead(replace(order, out=tmp_path / "gone"), tmp_path, {}) as begin:
        assert begin() is None


def test_nothing_is_read_before_it_is_told_to_begin(order, tmp_path, monkeypatch):
    with making.ahead(order, tmp_path, {}) as begin:
        card = tmp_path / "content/questions/dostavka.yml"
        text = card.read_text("utf-8").replace("$in-half-a-year", "2027-01-01")
        card.write_text(text.replace("title: Доставка", "title: Спрошено иначе"), "utf-8")
        monkeypatch.setenv(making.AHEAD_VARIABLE, str(os.dup(begin())))
        making.made(order)
    assert "Спрошено иначе" in (tmp_path / "docs/questions/dostavka.md").read_text("utf-8")
