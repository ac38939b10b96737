"""The form of a card as a person fills it in, and what it did to the files."""

import datetime as dt
import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from scripts_kb import files
from scripts_kb.app import present, workspace
from scripts_kb.content import loading
from scripts_kb.forms import planning, sheets
from tests import forkserver

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = "Входящие октября, для дома"

CARD = "edit/?entity=objection/dorogo-dom"
REASON = {
    "С чего началось": "На звонках не понимали слово.",
    "Почему": "Его знают только бариста.",
    "Зачем": "Чтобы не переспрашивали.",
    "Чего ждём": "Разговор идёт дальше.",
    "На что смотрим": "Доля вторых вопросов.",
}


def opened(page: Page, site: str, address: str = CARD) -> Locator:
    page.goto(f"{site}/{address}")
    form = page.locator(".kb-edit-form")
    expect(form).to_be_visible()
    return form


def answered(form: Locator) -> None:
    """Says why, and picks what it rests on: there is nothing to press."""
    for label, text in REASON.items():
        form.get_by_label(label, exact=True).fill(text)
    form.get_by_label("На чём основано 1", exact=True).select_option(EVIDENCE)


@cache
def sample() -> tuple[workspace.Workspace, loading.Base]:
    """Gives where the sample lies and what it says; nothing that tests do here changes it."""
    where = workspace.find(ROOT / "content")
    return where, present.base(where)[0]


def planned(sheet: dict[str, Any]) -> Mapping[str, bytes | None]:
    """Gives the files of the sample that a sheet would change; it has to be sound."""
    where, base = sample()
    found, problems = sheets.read(json.dumps(sheet).encode(), "EDITS.json")
    assert found, problems
    plan = planning.plan(
        base,
        lambda path: files.read(where.content / path, sheets.LARGEST),
        found,
        dt.date(2026, 11, 21),
        root="content/",
        shown="EDITS.json",
    )
    assert plan.problems == ()
    return plan.files


def first_item(form: Locator) -> Locator:
    item = form.locator("[data-field=answers] > div > ol > li").first
    item.locator("summary").first.click()
    return item


def kb(base: Path, *argv: str) -> str:
    """Runs a command of `kb` over a base; it has to succeed."""
    program = [str(forkserver.python()), "-m", "scripts_kb"]
    command = [*program, *argv, "--content", str(base / "content")]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def touched(base: Path) -> tuple[list[str], list[str], list[str]]:
    """Gives which files git sees changed, new ones too, and the lines taken out and put in."""
    told = ["git", "-c", "core.quotepath=off", "-C", str(base)]
    files = subprocess.check_output([*told, "status", "--porcelain", "-uall"], encoding="utf-8")
    lines = subprocess.check_output([*told, "diff", "-U0"], encoding="utf-8").splitlines()
    changed = [each for each in lines if each[:3] not in {"---", "+++"}]
    out, put = ([each[1:] for each in changed if each[0] == sign] for sign in "-+")
    return files.split("\n")[:-1], out, put
