"""Which changes are told, and that none is told that is none."""

import threading
import time

import pytest

from scripts_kb.app.preview.watching import watching
from tests.patience import PATIENCE


@pytest.fixture
def bell(tmp_path):
    """Rings at each change below `content/`, and of `mkdocs.yml` beside it."""
    content = tmp_path / "content"
    (content / "objections").mkdir(parents=True)
    (content / "kb.yml").write_text("company: X\n")
    rung = threading.Event()
    with watching(content, (tmp_path / "mkdocs.yml",), rung.set, lambda: None):
        yield rung


def test_a_saved_file_is_told(tmp_path, bell):
    (tmp_path / "content/objections/a.yml").write_text("id: a\n")
    assert bell.wait(PATIENCE)


def test_a_file_that_takes_the_place_of_another_is_told(tmp_path, bell):
    beside = tmp_path / "content/.kb.yml.new"
    beside.write_text("company: Y\n")
    assert bell.wait(PATIENCE)
    bell.clear()
    beside.replace(tmp_path / "content/kb.yml")
    assert bell.wait(PATIENCE)


@pytest.mark.slow
def test_settings_beside_the_folder_are_told_and_nothing_else_there(tmp_path, bell):
    (tmp_path / "notes.txt").write_text("x")
    assert not bell.wait(1)
    (tmp_path / "mkdocs.yml").write_text("site_name: X\n")
    assert bell.wait(PATIENCE)


@pytest.mark.slow
def test_a_file_that_is_read_is_no_change(tmp_path, bell):
    (tmp_path / "content/kb.yml").read_bytes()
    assert not bell.wait(1)


@pytest.mark.slow
def test_a_folder_that_went_and_came_again_is_watched(tmp_path, bell):
    content = tmp_path / "content"
    content.rename(tmp_path / "away")
    assert bell.wait(PATIENCE)
    (content / "objections").mkdir(parents=True)
    time.sleep(1)
    bell.clear()
    (content / "objections/b.yml").write_text("id: b\n")
    assert bell.wait(PATIENCE)
