import subprocess

import pytest

from tools.checks import paths

# In pieces, so that this file passes the check that it tests.
HOME, ROOTS, WORK, USERS = "/" + "home", "/" + "root", "/" + "work", "/" + "Users"


@pytest.mark.parametrize(
    "line",
    [
        f"see {HOME}/ivan/kb",
        f'"{HOME}/ivan"',
        f"file://{HOME}/ivan/x",
        f"{ROOTS}/.cache/uv",
        f"PYTHONPATH={WORK}/tree python",
        f"{USERS}/anna/kb",
        "C:" + "\\Users\\anna",
        "c:" + "\\\\Users\\\\anna",
        "D:" + f"{USERS}/anna",
    ],
)
def test_place_is_found(line):
    assert [f.line for f in paths.find("a.md", f"first\n{line}\n")] == [2]


@pytest.mark.parametrize(
    "line",
    [
        f"https://example.org{HOME}/ivan",
        f"site{WORK}/x",
        f"[home](..{HOME}/x)",
        f"{WORK}",
        "the users' own",
        "/usr/bin/chromium",
        "and/or home/work balance",
    ],
)
def test_other_text_is_none(line):
    assert list(paths.find("a.md", line)) == []


def test_only_tracked_text_is_read(tmp_path):
    git = ["git", "-c", "init.defaultBranch=main", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    bad = f"{HOME}/ivan/kb\n"
    (tmp_path / "имя.md").write_text(f"\n{bad}", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\0" + bad.encode())
    (tmp_path / "gone.md").write_text(bad)
    (tmp_path / "own.md").write_text(f"made in {tmp_path}/x")
    subprocess.run([*git, "add", "."], check=True)
    (tmp_path / "gone.md").unlink()
    (tmp_path / "untracked.md").write_text(bad)
    found = paths.check(tmp_path)
    assert [(f.path, f.line) for f in found] == [("own.md", 1), ("имя.md", 2)]
