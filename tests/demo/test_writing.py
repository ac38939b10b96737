"""Commits → a repository whose ids are the same everywhere."""

import subprocess

import pytest

from scripts_kb.demo import writing
from scripts_kb.demo.writing import NewCommit
from scripts_kb.problems import UserError

COMMITS = (
    NewCommit("one", 1764572400, "Первый\n", {"a/слова.yml": b"1\n", "b": b"\0\xff"}, ()),
    NewCommit(
        "side", 1764572460, "Рядом\n", {"a/слова.yml": b"2\n", "b": b"\0\xff"}, ("one",), False
    ),
    NewCommit("two", 1764572520, "Второй\n", {"a/слова.yml": b"1\n"}, ("one",)),
    NewCommit("merge", 1764572580, "Слили <commit side>\n", {"c": b"3\n"}, ("two", "side")),
)
TIP = "21ce16ddaabaa0bed525fcc9c2bc23475e03a3a2"
"""The same on every machine, in every version of git: it is a hash of the above."""


def git(folder, *argv):
    done = subprocess.run(["git", *argv], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_commits_are_written_with_their_ids(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    folder = tmp_path / "new" / "folder"
    ids = writing.write(folder, COMMITS, "+0300")
    monkeypatch.delenv("GIT_DIR")
    assert ids["merge"] == TIP == git(folder, "rev-parse", "main")
    assert git(folder, "log", "-1", "--format=%P|%an|%ce|%cI|%B") == (
        f"{ids['two']} {ids['side']}|scripts-kb demonstration|demonstration@scripts-kb.invalid|"
        f"2025-12-01T10:03:00+03:00|Слили {ids['side']}"
    )
    assert git(folder, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    assert git(folder, "fsck", "--strict", "--full") == ""
    assert git(folder, "status", "--porcelain") == ""
    assert [path.name for path in folder.iterdir() if path.name != ".git"] == ["c"]
    assert not list((folder / ".git").glob("hooks/*"))


def test_what_is_excluded_is_no_part_of_the_tree(tmp_path):
    writing.write(tmp_path, COMMITS, "+0300")
    (tmp_path / "demo.json").write_text("{}")
    writing.exclude(tmp_path, ["demo.json"])
    assert git(tmp_path, "status", "--porcelain") == ""


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "x").touch()
    with pytest.raises(UserError, match="нужна новая или пустая папка"):
        writing.write(tmp_path, COMMITS, "+0300")
    with pytest.raises(UserError, match="нужна новая или пустая папка"):
        writing.write(tmp_path / "x", COMMITS, "+0300")
    with pytest.raises(UserError, match="папку не создать: Not a directory"):
        writing.write(tmp_path / "x" / "y", COMMITS, "+0300")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(
    ("files", "offset", "said"),
    [
        ({"a": b""}, "Moscow", "git fast-import: fatal: "),
        ({"../outside": b""}, "+0300", "git reset: error: invalid path"),
        ({"a": b"", "b/c": b"", "d" * 300: b""}, "+0300", "git reset: .*File name too long"),
    ],
)
def test_what_git_refuses_is_said_and_leaves_nothing_behind(tmp_path, files, offset, said):
    with pytest.raises(UserError, match=said):
        writing.write(tmp_path, (NewCommit("one", 1764572400, "x\n", files, ()),), offset)
    assert not list(tmp_path.iterdir())


def test_a_repository_that_was_not_begun_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "BRANCH", "a..b")
    with pytest.raises(UserError, match="git init: fatal: invalid initial branch name"):
        writing.write(tmp_path, COMMITS, "+0300")
    assert not list(tmp_path.iterdir())


def test_what_fails_beside_the_history_leaves_nothing_behind(tmp_path):
    writing.write(tmp_path, COMMITS, "+0300")
    with pytest.raises(OSError, match="No space left"), writing.whole(tmp_path):
        raise OSError(28, "No space left on device")
    assert not list(tmp_path.iterdir())


def test_without_git_one_line_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="Не нашёлся git"):
        writing.write(tmp_path / "new", COMMITS, "+0300")
