"""The site before the one that stands is kept: the next one is laid out in it, whatever became of it."""

import os
import shutil
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from scripts_kb.app import building, dressing
from scripts_kb.app.dressing import SiteRecord, StandingSite

FILES = ("a/index.html", "b/c/index.html", "b/index.html", "index.html")


def put(folder, told):
    for path, text in told.items():
        dressing.put(folder, path, text.encode())


def contents(folder):
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_text() for each in found}


def folders_of(folder):
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*") if not each.is_file()}


def linked(spare, path, text="older"):
    """Lay a file where it belongs in the spare, by itself and not as a name of a published one."""
    (spare / path).unlink()
    (spare / path).write_text(text)


def a_file_for_a_folder(spare):
    shutil.rmtree(spare / "b")
    (spare / "b").write_text("")


def a_folder_for_a_file(spare):
    (spare / "index.html").unlink()
    put(spare / "index.html", {"x/y": ""})


def links(spare):
    shutil.rmtree(spare / "b")
    (spare / "b").symlink_to(spare.parent / "others")
    (spare / "index.html").unlink()
    (spare / "index.html").symlink_to(spare.parent / "site/index.html")
    (spare / "z").symlink_to(spare.parent / "others")


def a_link(spare):
    shutil.rmtree(spare)
    spare.symlink_to(spare.parent / "others")


def a_file(spare):
    shutil.rmtree(spare)
    spare.write_text("")


BECAME = {
    "as it was": lambda _: None,
    "gone": shutil.rmtree,
    "emptied": lambda spare: [shutil.rmtree(spare), spare.mkdir()],
    "an older file": partial(linked, path="a/index.html"),
    "a copy": partial(linked, path="a/index.html", text="a/index.html"),
    "more files": lambda spare: put(spare, {"old/x/index.html": "", "b/c/d": "", ".hidden": ""}),
    "fewer files": lambda spare: shutil.rmtree(spare / "b"),
    "an empty folder": lambda spare: (spare / "e/f").mkdir(parents=True),
    "a file for a folder": a_file_for_a_folder,
    "a folder for a file": a_folder_for_a_file,
    "links": links,
    "a link itself": a_link,
    "a file itself": a_file,
}


@pytest.mark.parametrize("became", BECAME.values(), ids=BECAME)
def test_a_site_laid_out_in_a_spare_is_the_one_that_is_laid_out_anew(tmp_path, became):
    site, spare, new = tmp_path / "site", tmp_path / "spare", tmp_path / "new"
    put(site, {path: path for path in FILES})
    put(tmp_path / "others", {"c/index.html": "another's"})
    shutil.copytree(site, spare, copy_function=os.link)
    became(spare)
    record = SiteRecord("", files=dressing.hashes(site, {}))
    kept = StandingSite(site, record, spare)
    kept.lay_out(new)
    put(new, {"b/index.html": "new", "f/index.html": "new"})
    kept.move_in(new, {"a/index.html", "b/c/index.html", "index.html"})
    assert contents(new) == {
        **{path: path for path in FILES},
        "b/index.html": "new",
        "f/index.html": "new",
    }
    assert folders_of(new) == {"a", "b", "b/c", "f"}
    assert not any(each.is_symlink() for each in new.rglob("*"))
    assert (new / "index.html").samefile(site / "index.html")
    assert contents(site) == {path: path for path in FILES}
    assert contents(tmp_path / "others") == {"c/index.html": "another's"}


def test_a_published_file_that_was_edited_is_not_taken_from_the_spare(tmp_path):
    site, spare, new = tmp_path / "site", tmp_path / "spare", tmp_path / "new"
    put(site, {path: path for path in FILES})
    record = SiteRecord("", files=dressing.hashes(site, {}))
    shutil.copytree(site, spare, copy_function=os.link)
    (site / "index.html").write_text("edited")  # in both
    kept = StandingSite(site, record, spare)
    kept.lay_out(new)
    assert not kept.stands("index.html")
    kept.move_in(new, {"a/index.html"})
    assert contents(new) == {"a/index.html": "a/index.html"}


def built(site: Path, spare: Path, text: str) -> None:
    with ExitStack() as last, building.published(site, last, spare) as new:
        put(new, {"index.html": text})


def test_of_two_sites_the_one_before_is_kept_and_no_older_one(tmp_path):
    site, spare = tmp_path / "site", tmp_path / "spare"
    for text in ("first", "second", "third"):
        built(site, spare, text)
    assert contents(tmp_path) == {"site/index.html": "third", "spare/index.html": "second"}
    assert {each.name for each in tmp_path.iterdir()} == {"site", "spare"}


def test_where_the_old_one_cannot_be_kept_it_is_removed(tmp_path):
    site, elsewhere = tmp_path / "site", tmp_path / "missing/spare"
    for text in ("first", "second"):
        built(site, elsewhere, text)
    assert contents(tmp_path) == {"site/index.html": "second"}
    assert [each.name for each in tmp_path.iterdir()] == ["site"]
