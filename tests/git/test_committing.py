"""What tests commit by themselves is what git would have committed, to the byte."""

import os
import subprocess

import pytest

from tests import committing

WHO = {
    "GIT_AUTHOR_NAME": "Анна",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2026-11-01T10:00:03+03:00",
    "GIT_COMMITTER_NAME": "B",
    "GIT_COMMITTER_EMAIL": "b@example.org",
    "GIT_COMMITTER_DATE": "1793000001 +0000",
}
COMMITS = (
    ("Первая\n\n\n\nи вторая строка  \n\n", {"content/a.yml": "a", "content/a/b.yml": "b"}),
    ("", {"content/a.yml": "другое", "run": "#!/bin/sh\n"}),
    ("\n\n# не слова git\n то же\r\n", {"content/a/b.yml": None, "content/a.d/ы.md": ""}),
    ("Ничего нового", {}),
)


def git(folder, *argv, stdin=None):
    done = subprocess.run(
        ["git", *argv],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder), **WHO},
        input=stdin,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def written(folder, files):
    for path, text in files.items():
        file = folder / path
        if text is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755 if path == "run" else 0o644)


def test_commits_are_those_of_git(tmp_path):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
    committing.init(ours)
    git(theirs, "init", "-q", "-b", "main")
    for message, files in COMMITS:
        for folder in (ours, theirs):
            written(folder, files)
        made = committing.commit(ours, message.encode(), WHO)
        git(theirs, "add", "-A")
        empty = ("--allow-empty", "--allow-empty-message")
        git(theirs, "commit", "-q", *empty, "-F", "-", stdin=message.encode())
        assert made == git(theirs, "rev-parse", "HEAD")
        assert git(ours, "status", "--porcelain") == git(ours, "diff-files") == ""
        assert git(ours, "ls-files", "--stage") == git(theirs, "ls-files", "--stage")
    assert git(ours, "fsck", "--strict", "--no-dangling") == ""
    git(ours, "switch", "-q", "-c", "other", "HEAD~2")
    assert committing.commit(ours, b"x", WHO) == git(ours, "rev-parse", "other")


UNUSUAL = {
    "a file that git shall leave out": (".gitignore", "*.tmp\n"),
    "a file that git writes its own way": ("content/.gitattributes", "* text=auto\n"),
    "a repository inside": ("inside/.git", "gitdir: elsewhere\n"),
    "settings of the repository": (".git/config", "[core]\n"),
    "a merge that is not ended": (".git/MERGE_HEAD", "0\n"),
    "branches in one file": (".git/packed-refs", "\n"),
    "no branch": (".git/HEAD", "0" * 40),
}


@pytest.mark.parametrize(("path", "text"), UNUSUAL.values(), ids=UNUSUAL)
def test_what_is_unusual_is_left_to_git(tmp_path, path, text):
    committing.init(tmp_path)
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(text)
    with pytest.raises(committing.Unusual):
        committing.commit(tmp_path, b"x", WHO)


def test_a_link_is_left_to_git(tmp_path):
    committing.init(tmp_path)
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(committing.Unusual):
        committing.commit(tmp_path, b"x", WHO)
