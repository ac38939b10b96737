"""The tree of pages: written once, the same under MkDocs and under its successor."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts_kb.app import build, site, workspace
from scripts_kb.pages.site import Page
from scripts_kb.past.archive import Archive
from scripts_kb.past.records import LandedRow
from scripts_kb.problems import UserError

ROOT = Path(__file__).resolve().parents[2]
KINDS = [
    "scripts",
    "objections",
    "questions",
    "offers",
    "products",
    "insights",
    "processes",
    "regulations",
    "decisions",
    "meetings",
]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Проверка", "-c", "user.email=test@example.com"]
    command = ["git", *identity, "-c", "init.defaultBranch=main", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def small(folder: Path) -> Path:
    content = folder / "content"
    (content / "objections").mkdir(parents=True)
    (content / "kb.yml").write_text("company: Проба\n", encoding="utf-8")
    card = "id: dorogo\ntitle: Дорого\nanswers:\n  - {id: a, say: Да, next_question: Как?}\n"
    (content / "objections/dorogo.yml").write_text(card, encoding="utf-8")
    return content


def test_only_files_whose_bytes_change_are_written(tmp_path: Path) -> None:
    pages = [Page("a.md", b"one"), Page("b/c.md", b"two")]
    assert sorted(build.write_tree(pages, tmp_path)) == ["a.md", "b/c.md"]
    assert build.write_tree(pages, tmp_path) == []
    assert build.write_tree([Page("a.md", b"new")], tmp_path) == ["a.md", "b/c.md"]
    assert [path.name for path in tmp_path.rglob("*")] == ["a.md"]


def test_git_takes_nothing_of_what_a_killed_build_leaves(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    seen = []

    def pages() -> Iterator[Page]:
        yield Page("a.md", b"floor: 735")
        yield Page("b.md", b"two")
        told = ["git", "status", "--porcelain", "--untracked-files=all"]
        seen.append(subprocess.check_output(told, cwd=tmp_path, text=True))
        seen.append([path.name for path in (tmp_path / "build").rglob("a.md")])

    build.write_tree(pages(), tmp_path / "build/docs-heads")
    assert seen == ["", ["a.md"]]


def test_hidden_files_stay(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*")
    build.write_tree([], tmp_path)
    assert (tmp_path / ".gitignore").exists()


def test_a_tree_whose_making_fails_is_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "docs"
    build.write_tree([Page("a.md", b"one"), Page("b.md", b"two")], out)

    def refused() -> Iterator[Page]:
        yield Page("a.md", b"new")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        build.write_tree(refused(), out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        "a.md": b"one",
        "b.md": b"two",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["docs"]


@pytest.mark.slow
def test_a_second_build_writes_no_page_and_an_edit_only_what_it_touches(tmp_path: Path) -> None:
    content = small(tmp_path)
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "Первое")
    out = tmp_path / "docs"
    where = workspace.find(content)
    assert build.tree(where, out).changed
    assert build.tree(where, out).changed == ()
    card = content / "objections/dorogo.yml"
    card.write_text(card.read_text(encoding="utf-8").replace("say: Да", "say: Нет"), "utf-8")
    changed = build.tree(where, out).changed
    assert "objections/dorogo.md" in changed
    assert "scripts/index.md" not in changed


def test_a_build_fetches_the_rows_of_the_past_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One by one they would be read again for each phrase, and each phrase would hold its own."""
    content = small(tmp_path)
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "Первое")
    asked = []
    fetch = Archive.rows

    def rows(self: Archive, start: int = 0, end: int | None = None) -> Iterator[LandedRow]:
        asked.append((start, self.count if end is None else end))
        return fetch(self, start, end)

    monkeypatch.setattr(Archive, "rows", rows)
    told, _ = site.of(workspace.find(content))
    whole = (0, len(told.rows))
    assert asked.count(whole) == len(asked)
    held = {id(leaf.row) for leaves in told.leaves.values() for leaf in leaves.values()}
    assert held <= {id(row) for row in told.rows}


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("no repository", "нет репозитория git"),
        ("no commit", "нет ни одного коммита"),
        ("empty content", "пуста"),
        ("shallow", "fetch-depth: 0"),
    ],
)
def test_where_git_is_needed_one_clear_line_says_what_is_missing(
    tmp_path: Path, state: str, said: str
) -> None:
    folder = tmp_path / "kb"
    content = small(folder)
    if state != "no repository":
        git(folder, "init")
    if state in {"empty content", "shallow"}:
        git(folder, "add", ".")
        git(folder, "commit", "-m", "Первое")
    if state == "empty content":
        for path in sorted(content.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    if state == "shallow":
        git(folder, "commit", "--allow-empty", "-m", "Второе")
        git(tmp_path, "clone", "--depth", "1", f"file://{folder}", "cut")
        content = tmp_path / "cut/content"
    with pytest.raises(UserError, match=re.escape(said)) as caught:
        build.tree(workspace.find(content), tmp_path / "docs")
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_both_engines_find_the_same_entity_pages(tmp_path: Path) -> None:
    """Material's line ends in 2027; Zensical ignores MkDocs plugins and must not miss them."""
    docs = tmp_path / "build/docs"
    build.tree(workspace.find(ROOT / "content"), docs)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    # Our own plugin has done its work already; the reference needs the package's sources.
    plain = re.sub(
        r"^plugins:\n(?:[ #\n].*\n?)*", "plugins: [search]\n", config, flags=re.MULTILINE
    )
    (tmp_path / "plain.yml").write_text(plain, encoding="utf-8")
    runs = {
        "mkdocs": ["mkdocs", "build", "-q", "-f", "plain.yml", "-d", str(tmp_path / "one")],
        "zensical": ["zensical", "build", "-f", "mkdocs.yml"],
    }
    for name, arguments in runs.items():
        program = [sys.executable, "-m", *arguments]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(
            program, cwd=tmp_path, capture_output=True, check=False, env=environment
        )
        assert done.returncode == 0, (name, done.stdout, done.stderr)
    found = [
        {
            page.parent.relative_to(site).as_posix()
            for kind in KINDS
            for page in (site / kind).glob("*/index.html")
        }
        for site in (tmp_path / "one", tmp_path / "site")
    ]
    assert found[0] == found[1]
    assert len(found[0]) > len(KINDS)
