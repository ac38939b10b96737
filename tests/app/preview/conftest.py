"""A small base in a real repository, and the preview of it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts_kb.app import workspace
from scripts_kb.app.preview.shown import Preview

SETTINGS = """site_name: X
docs_dir: build/docs
theme: {name: material, font: false}
nav: [index.md, objections/index.md, changes/index.md, guide/index.md]
not_in_nav: "/**"
extra_css: [assets/site.css]
extra_javascript: [{path: assets/site/main.js, type: module}]
plugins: [scripts-kb]
"""
FILES = {
    "kb.yml": "company: Проба\nlanguage: ru\ntime_zone: Europe/Moscow\n",
    "objections/dorogo.yml": (
        "id: dorogo\ntitle: Дорого\nstatus: live\nproducts: [kofe]\n"
        "answers:\n  - {id: a, say: Понимаю., next_question: Как?}\n"
    ),
    "products/kofe.yml": "id: kofe\ntitle: Кофе\nstatus: live\nprice: {list: 100}\n",
}
DAY = "2026-11-21"
WHO = {"NAME": "A", "EMAIL": "a@example.org", "DATE": f"{DAY}T10:00:00+03:00"}


class Folder:
    """A base whose files are saved as editors save them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
        for path, text in FILES.items():
            self.save(path, text)
        self.git("init", "-q", "-b", "main")
        self.commit("Начало")

    def save(self, path: str, text: str) -> None:
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)

    def remove(self, path: str) -> None:
        (self.content / path).unlink()

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def git(self, *arguments: str) -> None:
        who = {f"GIT_{role}_{n}": v for role in ("AUTHOR", "COMMITTER") for n, v in WHO.items()}
        nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        command = ["git", *arguments]
        subprocess.run(command, cwd=self.root, env=os.environ | who | nobody, check=True)


@pytest.fixture
def folder(tmp_path: Path, looked_up: Callable[[Path], None]) -> Folder:
    """The base, with what the search would look up: each process behind begins without it."""
    made = Folder(tmp_path)
    looked_up(tmp_path)
    return made


@pytest.fixture
def preview(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preview]:
    """The preview of the base, with the work behind going on."""
    monkeypatch.setenv("SCRIPTS_KB_TODAY", DAY)
    monkeypatch.setenv("SCRIPTS_KB_AUDIENCE", "team")
    where = workspace.find(folder.content)
    made = Preview(where, folder.root / "mkdocs.yml")
    made.start()
    yield made
    made.stop()
