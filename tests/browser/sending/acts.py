"""What whoever sends an edit does, and what came of it in the repository."""

import subprocess
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.forms import first_item, kb
from tests.browser.hosting import Bare

CARD = "content/objections/цена/дорого-для-дома.yml"


def says_more(form: Locator, text: str = "Посчитаем вместе.") -> None:
    item = form.locator("[data-field=answers] > div > ol > li").first
    say = item.locator("[data-field=say] textarea").first
    if not say.is_visible():
        first_item(form)
    say.fill(f"{say.input_value()} {text}")


def send(form: Locator, token: str = "good") -> None:  # noqa: S107 - a key of the stand-in
    field = form.get_by_label("Ключ доступа (токен)")
    if token and field.is_visible():
        field.fill(token)
    form.get_by_role("button", name="Отправить на согласование").click()


def arrives(form: Locator) -> None:
    expect(form.get_by_text("Отправлено.")).to_be_visible()


def refused(form: Locator, words: str) -> None:
    expect(form.get_by_role("alert")).to_contain_text(words)


def changed(repo: Bare, branch: str) -> tuple[list[str], list[str], list[str]]:
    """The files that a branch changes, and the lines it takes out and puts in."""
    told = repo.git("-c", "core.quotepath=off", "diff", "--name-only", f"main...{branch}")
    lines = repo.git("diff", "-U0", f"main...{branch}", "--", CARD).splitlines()
    kept = [each for each in lines if each[:3] not in {"---", "+++"}]
    out, put = ([each[1:].strip() for each in kept if each[:1] == sign] for sign in "-+")
    return told.splitlines(), out, put


def sound(repo: Bare, branch: str, folder: Path) -> None:
    """Sees what the review would see: the form of the files, their mistakes, and the gate."""
    bare = str(repo.path)
    subprocess.run(["git", "clone", "-q", "-b", branch, bare, str(folder)], check=True)
    day = ("--today", "2026-11-21")
    kb(folder, "fmt", "--check")
    kb(folder, "check", *day)
    approved = ("--author", "sales", "--approved", "marketing,sales")
    kb(folder, "diff", "--gate", "--target", "origin/main", *approved, *day, "origin/main", "HEAD")
