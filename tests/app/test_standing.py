"""The site that stands: its record, whether it is whole, and how the next one is joined with it."""

import os

import pytest
from mkdocs.utils import clean_directory

from scripts_kb.app import dressing
from scripts_kb.app.dressing import SiteRecord, StandingSite


def test_a_record_is_read_as_it_was_written_and_never_believed_when_torn(tmp_path):
    file = tmp_path / "record"
    record = SiteRecord(
        "key", "group", {"a.md": "1"}, {"a/index.html": "2"}, ("o.inv",), {"b": ["c"]}
    )
    dressing.write(file, record)
    whole = file.read_bytes()
    known = dressing.read(file)
    assert known is not None
    assert (known.key, known.files, known.anchors) == (record.key, record.files, record.anchors)
    for torn in (b"", whole[:-1], whole[1:], whole.replace(b"key", b"kex")):
        file.write_bytes(torn)
        assert dressing.read(file) is None
    dressing.write(file, SiteRecord("key"))
    assert dressing.read(tmp_path / "elsewhere") is None


def test_a_record_of_another_form_is_not_believed(tmp_path, monkeypatch):
    dressing.write(tmp_path / "record", SiteRecord("key"))
    monkeypatch.setattr(dressing, "_FORMAT", dressing._FORMAT + 1)
    assert dressing.read(tmp_path / "record") is None


def test_a_site_is_whole_when_each_file_is_as_told_and_there_is_no_other(tmp_path):
    for path in ("index.html", "a/index.html"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(path)
    record = SiteRecord("key", files=dressing.hashes(tmp_path, {}))
    assert StandingSite(tmp_path, record).whole()
    (tmp_path / "new.html").write_text("")
    assert not StandingSite(tmp_path, record).whole()
    (tmp_path / "new.html").unlink()
    (tmp_path / "a/index.html").write_text("edited")
    assert not StandingSite(tmp_path, record).whole()
    assert not StandingSite(tmp_path / "missing", record).whole()


def test_a_file_is_given_to_another_site_as_the_same_file_or_as_a_copy(tmp_path, monkeypatch):
    (tmp_path / "old/a").mkdir(parents=True)
    (tmp_path / "old/a/index.html").write_text("a")
    kept = StandingSite(tmp_path / "old", None)
    kept.give("a/index.html", tmp_path / "new")
    assert (tmp_path / "new/a/index.html").samefile(tmp_path / "old/a/index.html")

    def refuse(*_):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    kept.give("a/index.html", tmp_path / "new")
    kept.give("a/index.html", tmp_path / "newer")
    assert (tmp_path / "newer/a/index.html").read_text() == "a"
    assert not (tmp_path / "new/a/index.html").samefile(tmp_path / "old/a/index.html")
    assert (tmp_path / "new/a/index.html").read_text() == "a"


def standing(old, *paths):
    for path in paths:
        dressing.put(old, path, b"old")
    return StandingSite(old, SiteRecord("", files=dict.fromkeys(paths, dressing.digest(b"old"))))


def written(new):
    return {each.relative_to(new).as_posix(): each.read_text() for each in found(new)}


def found(new):
    return sorted(each for each in new.rglob("*") if each.is_file())


@pytest.mark.parametrize("ahead", [True, False])
def test_what_stands_is_joined_with_what_is_written_and_no_folder_stays_empty(tmp_path, ahead):
    old, new = tmp_path / "old", tmp_path / "new"
    kept = standing(old, "a/index.html", "b/c/index.html", "d/index.html", "index.html", "e.js")
    new.mkdir()
    if ahead:
        kept.lay_out(new)
    clean_directory(str(new))  # as MkDocs does when all is generated
    for path in ("a/index.html", "f/g/index.html", "e.js"):
        dressing.put(new, path, b"new")
    kept.move_in(new, {"d/index.html", "index.html", "e.js"})
    told = {"a/index.html": "new", "f/g/index.html": "new", "d/index.html": "old"}
    assert written(new) == told | {"index.html": "old", "e.js": "old"}
    assert {each.name for each in new.iterdir()} == {"a", "d", "e.js", "f", "index.html"}
    assert all(any(each.iterdir()) for each in new.rglob("*") if each.is_dir())
    assert set(written(old).values()) == {"old"}
    assert (new / "d/index.html").samefile(old / "d/index.html")


def test_a_disk_that_lays_nothing_out_has_it_copied_in_the_end(tmp_path, monkeypatch):
    old, new = tmp_path / "old", tmp_path / "new"
    kept = standing(old, "a/index.html", "b/index.html")

    def refuse(*_):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    kept.lay_out(new)
    dressing.put(new, "b/index.html", b"new")
    kept.move_in(new, {"a/index.html"})
    assert written(new) == {"a/index.html": "old", "b/index.html": "new"}
    assert {each.name for each in new.iterdir()} == {"a", "b"}


def test_settings_are_told_with_what_they_take_from_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_ADDRESS", "https://example.org")
    (tmp_path / "base.yml").write_text("site_url: !ENV [SITE_ADDRESS]\n")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\n")
    told = dressing.settings(tmp_path / "mkdocs.yml")
    assert told[-1] == "SITE_ADDRESS=https://example.org"
    assert len(told) == 3
