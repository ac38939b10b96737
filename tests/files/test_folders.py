"""A folder that is replaced is the old one or the new one, whoever looks and whatever is killed."""

import random
import signal
import subprocess
import sys
import time

import pytest

from scripts_kb.files import folders

FILES = 30
REPLACING = """
import sys
from pathlib import Path
from scripts_kb.files import folders
print("begun", flush=True)
for number in range(10_000):
    with folders.replaced(Path(sys.argv[1])) as new:
        new.mkdir()
        for each in range(30):
            (new / f"{each}.html").write_text(str(number))
"""


def filled(folder, text):
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.html").write_text(text)


def replace_twice(folder):
    with folders.replaced(folder) as new:
        filled(new, "new")
        filled(new, "twice")


def said(folder):
    """What the files of a folder say, and how many there are."""
    files = list(folder.iterdir())
    return {file.read_text() for file in files}, len(files)


def test_the_new_folder_takes_the_place_of_the_old_and_leaves_nothing_beside(tmp_path):
    for text in ("old", "new"):
        with folders.replaced(tmp_path / "site") as new:
            assert not new.exists()
            filled(new, text)
    assert said(tmp_path / "site") == ({"new"}, FILES)
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_what_goes_wrong_leaves_the_old_folder_alone(tmp_path):
    filled(tmp_path / "site", "old")
    with pytest.raises(FileExistsError):
        replace_twice(tmp_path / "site")
    assert said(tmp_path / "site") == ({"old"}, FILES)
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path):
    (tmp_path / "served").mkdir()
    filled(tmp_path / "served/site", "old")
    (tmp_path / "site").symlink_to("served/site")
    with folders.replaced(tmp_path / "site") as new:
        filled(new, "new")
    assert (tmp_path / "site").is_symlink()
    assert said(tmp_path / "served/site") == ({"new"}, FILES)


@pytest.mark.parametrize("left", [".site.new", ".site.old"])
def test_what_a_killed_run_left_is_cleaned_up(tmp_path, left):
    filled(tmp_path / "site", "old")
    filled(tmp_path / left, "half")
    with folders.replaced(tmp_path / "site") as new:
        filled(new, "new")
    assert said(tmp_path / "site") == ({"new"}, FILES)
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_without_an_exchange_two_renames_do_it_and_a_run_killed_between_is_mended(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(folders, "_exchanged", lambda *_: False)
    filled(tmp_path / ".site.old", "old")
    with folders.replaced(tmp_path / "site") as new:
        assert said(tmp_path / "site") == ({"old"}, FILES)
        filled(new, "new")
    assert said(tmp_path / "site") == ({"new"}, FILES)
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.mark.slow
def test_killed_at_any_moment_the_folder_is_whole(tmp_path):
    site = tmp_path / "site"
    filled(site, "first")
    moments = random.Random(15)  # noqa: S311 - no secret
    for _ in range(40):
        with subprocess.Popen(
            [sys.executable, "-c", REPLACING, str(site)], stdout=subprocess.PIPE
        ) as process:
            process.stdout.readline()
            time.sleep(moments.uniform(0, 0.02))
            process.send_signal(signal.SIGKILL)
        texts, files = said(site)
        assert (len(texts), files) == (1, FILES)


def test_files_change_places_all_of_them_or_none(tmp_path, monkeypatch):
    new, place = tmp_path / "new", tmp_path / "tree"
    for folder, text, paths in ((new, "new", "ab"), (place, "old", "bc")):
        folder.mkdir()
        for path in paths:
            (folder / path).write_text(text)
    swap, refused = folders._swap, []

    def refuse_the_last(one, other):
        if other.name == "c" and not refused:
            refused.append(other)
            raise OSError(5, "Input/output error")
        swap(one, other)

    monkeypatch.setattr(folders, "_swap", refuse_the_last)
    with pytest.raises(OSError, match="Input/output"):
        folders.swapped(new, place, "abc")
    assert {each.name: each.read_text() for each in place.iterdir()} == {"b": "old", "c": "old"}
    folders.swapped(new, place, "abc")
    assert {each.name: each.read_text() for each in place.iterdir()} == {"a": "new", "b": "new"}
    assert {each.name: each.read_text() for each in new.iterdir()} == {"b": "old", "c": "old"}


def test_files_change_places_where_the_system_cannot_exchange_them(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "_exchanged", lambda *_: False)
    for folder in ("new", "tree"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a").write_text(folder)
    folders.swapped(tmp_path / "new", tmp_path / "tree", ["a"])
    assert [(tmp_path / each / "a").read_text() for each in ("new", "tree")] == ["tree", "new"]
    assert len(list(tmp_path.rglob("*"))) == 4
