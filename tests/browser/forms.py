"""The form of a card as a person fills it in, and what it did to the files."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

CARD = "edit/?entity=objection/dorogo-dom"
REASON = {
    "С чего началось": "На звонках не понимали слово.",
    "Почему": "Его знают только бариста.",
    "Зачем": "Чтобы не переспрашивали.",
    "Чего ждём": "Разговор идёт дальше.",
    "На что смотрим": "Доля вторых вопросов.",
}


def opened(page: Page, site: str) -> Locator:
    page.goto(f"{site}/{CARD}")
    form = page.locator(".kb-edit-form")
    expect(form).to_be_visible()
    return form


def answered(form: Locator) -> None:
    for label, text in REASON.items():
        form.get_by_label(label, exact=True).fill(text)


def first_item(form: Locator) -> Locator:
    item = form.locator("[data-field=answers] > div > ol > li").first
    item.locator("summary").first.click()
    return item


def kb(base: Path, *argv: str) -> str:
    """Runs a command of `kb` over a base; it has to succeed."""
    command = [sys.executable, "-m", "scripts_kb", *argv, "--content", str(base / "content")]
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
