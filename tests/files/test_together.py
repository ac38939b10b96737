"""Several files are written as one: all or none, whatever is refused, interrupted or killed."""

import json
from pathlib import Path

import pytest

from scripts_kb import files
from scripts_kb.files import together

OLD = {"a.yml": b"a: old", "b.yml": b"b: old"}
NEW = {"a.yml": b"a: new", "in/c.yml": b"c: new", "b.yml": None}


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "content"
    together.write(found, OLD, tmp_path / "journal")
    return found


def stands(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_of_them(folder, tmp_path):
    together.write(folder, NEW, tmp_path / "journal")
    assert stands(folder) == {"a.yml": b"a: new", "in/c.yml": b"c: new"}
    assert not (tmp_path / "journal").exists()


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt()])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_or_none(folder, tmp_path, monkeypatch, number, error):
    """The first file of a run is its journal; those after it are refused."""
    replaced, met = Path.replace, []

    def refuse(path, target):
        met.append(target)
        if len(met) == number:
            raise error
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(type(error)):
        together.write(folder, NEW, tmp_path / "journal")
    monkeypatch.undo()
    assert (stands(folder), (folder / "in").exists()) == (OLD, False)
    assert not (tmp_path / "journal").exists()


@pytest.mark.parametrize("done", [1, 2, 3])
def test_what_a_kill_left_half_done_is_undone_by_the_next_run(folder, tmp_path, monkeypatch, done):
    kept = []
    monkeypatch.setattr(Path, "unlink", lambda path, **_: kept.append(path.read_bytes()))
    together.write(folder, dict(list(NEW.items())[:2]), tmp_path / "journal")
    monkeypatch.undo()
    journal = tmp_path / "journal"
    assert json.loads(journal.read_bytes())
    if done == 1:
        (folder / "in/c.yml").unlink()
    if done == 3:
        files.write(folder / "a.yml", b"a: edited since")
    together.mend(folder, journal)
    first = b"a: edited since" if done == 3 else b"a: old"
    assert (stands(folder), journal.exists()) == ({**OLD, "a.yml": first}, False)


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '[{"path": 1}]', "[" * 100_000, '{"path": "a.yml"}']
)
def test_a_journal_that_is_none_changes_nothing(folder, tmp_path, text):
    (tmp_path / "journal").write_text(text)
    together.mend(folder, tmp_path / "journal")
    assert (stands(folder), (tmp_path / "journal").exists()) == (OLD, False)


@pytest.mark.parametrize("path", ["../outside", "{root}/outside", "link/outside"])
def test_a_journal_that_somebody_laid_there_touches_no_other_folder(folder, tmp_path, path):
    (tmp_path / "outside").write_bytes(b"new")
    (folder / "link").symlink_to(tmp_path)
    former = together._Former(path.format(root=tmp_path), b"old", together._named(b"new"))
    (tmp_path / "journal").write_text(json.dumps([together._kept(former)]))
    together.mend(folder, tmp_path / "journal")
    assert (tmp_path / "outside").read_bytes() == b"new"
