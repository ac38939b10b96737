"""The demonstration's year with its three sites, made once a run; something for heads is planted."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts_kb.demo import telling
from tests import forkserver
from tests.once import Once

TODAY = "2026-11-21"
ROOT = Path(__file__).resolve().parents[2]
MARKS = {"floor": "7654321", "margin_pct": "76.54", "cost": "7654323", "title": "Тайная-правка"}
"""What only heads may see; planted in the present and in the past."""


def kb(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [str(forkserver.python()), "-m", "scripts_kb", *arguments, "--today", TODAY],
        cwd=folder,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def plant(folder: Path) -> None:
    """Land a change of hidden fields alone, under a name of its own, and take it back."""
    offer = next(
        each
        for each in sorted((folder / "content/offers").rglob("*.yml"))
        if "floor:" in each.read_text(encoding="utf-8")
    )
    product = next(
        each
        for each in sorted((folder / "content/products").rglob("*.yml"))
        if re.search("^cost:", each.read_text(encoding="utf-8"), re.MULTILINE)
    )
    before = {each: each.read_bytes() for each in (offer, product)}
    for file in before:
        text = file.read_text(encoding="utf-8")
        for name in ("floor", "margin_pct", "cost"):
            text = re.sub(rf"(\b{name}: )[\d.]+", rf"\g<1>{MARKS[name]}", text)
        file.write_text(text, encoding="utf-8", newline="\n")
    commit(folder, MARKS["title"])
    for file, content in before.items():
        file.write_bytes(content)
    commit(folder, f"{MARKS['title']} обратно")


def commit(folder: Path, subject: str) -> None:
    identity = ["-c", "user.name=Проверка", "-c", "user.email=test@example.com"]
    for command in (["add", "-A", "content"], ["commit", "-q", "-m", subject]):
        subprocess.run(["git", *identity, *command], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="session")
def year(once: Once, looked_up: Callable[[Path], None]) -> Path:
    """The folder of the year: its repository, `site`, `site-heads`, `site-partner`, `ledger.json`."""

    def fill(folder: Path) -> None:
        told = folder / "year"
        telling.tell(told, ROOT / "content")
        plant(told)
        looked_up(told)
        for audience in ("team", "partner", "heads"):
            kb(told, "build", "--audience", audience)
        (told / "ledger.json").write_text(kb(told, "facts", "ledger", "--json"), encoding="utf-8")

    return once("year", fill) / "year"
