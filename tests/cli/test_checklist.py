"""From an empty folder to a published change with the wheel alone: every line of `NEXT.md` is run.

What a person does between the commands, and a hosting in its turn, is played here; what is done on
a hosting's own pages (its settings) is held against the recipes by the words that both say.
"""

import datetime as dt
import json
import re
import shutil
import subprocess
import time
from importlib import metadata
from pathlib import Path
from typing import get_args

import pytest

from scripts_kb.app import pins
from scripts_kb.app.beginning import Beginning, files
from scripts_kb.app.doors.servers import ServerName
from scripts_kb.app.recipes import Hosting
from scripts_kb.content import starter
from tests.cli.installed import WHY, Installed, install
from tests.review.running import step

SCRIPTS = "Возражение;Ответ\nДорого берёте;Понимаю. Сравним за месяц?\n"
OWN = {"ru": ("dorogo", "Сравним цену за год вместе?"), "en": ("expensive", "Shall we compare?")}
LINE = re.compile(r"^- \[ \] (.*?)(?=^- \[ \] |^#|\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


class Newcomer:
    """Goes through the list as it stands; `played` is what was done between its commands."""

    def __init__(self, installed: Installed, base: Path, language: str) -> None:
        self.installed, self.base, self.language = installed, base, language
        self.hosting = base.parent / "hosting.git"
        self.branch = ""
        self.said = ""

    def walk(self) -> list[str]:
        """Run every command of the list; give them."""
        ran = []
        for line in LINE.finditer((self.base / starter.NEXT).read_text("utf-8")):
            self.before(line[1])
            for block in BLOCK.findall(line[1]):
                for command in block.split("\n"):
                    if command := command.strip():
                        self.type(command)
                        ran.append(command)
        return ran

    def before(self, text: str) -> None:
        """Do what a line asks for beside its commands."""
        if "reviewers" in text:
            zones = self.base / "content/zones.yml"
            said = zones.read_text("utf-8")
            for department, login in (("sales", "anna"), ("marketing", "boris")):
                at = f"  - id: {department}\n"
                said = said.replace(at, f"{at}    reviewers: [{login}]\n")
            zones.write_text(said, "utf-8")
            owners = self.base / "CODEOWNERS"
            assert "@LOGIN" in owners.read_text("utf-8")
            owners.write_text(owners.read_text("utf-8").replace("@LOGIN", "@vera"), "utf-8")
        if "git push -u origin main" in text:
            subprocess.run(["git", "init", "-q", "--bare", "-b", "main", self.hosting], check=True)
        if "git pull" in text:
            self.accept()

    def type(self, command: str) -> None:
        if command == "kb serve":
            page = self.installed.served(self.base, "kb/kb.json")
            assert OWN[self.language][0] in page
            return None
        if command == "kb new change":
            return self.answer(command)
        if "ФАЙЛ" in command or "FILE" in command:
            table = self.base.parent / "own scripts.csv"
            table.write_text(SCRIPTS, "utf-8")
            command = re.sub("ФАЙЛ|FILE", f"'{table}'", command)
        command = re.sub("ОТДЕЛ|DEPARTMENT", "sales,marketing", command)
        command = re.sub("АДРЕС|ADDRESS", str(self.hosting), command)
        done = self.installed.run(command, self.base)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        self.said = done.stdout
        if command.startswith("git switch -c "):
            self.branch = command.split()[-1]
            self.edit()
        return None

    def edit(self) -> None:
        name, words = OWN[self.language]
        card = self.base / f"content/objections/{name}.yml"
        text = card.read_text("utf-8")
        found = re.search(r"^ *say: >-\n((?: {6}.*\n)+)", text, re.MULTILINE)
        card.write_text(text.replace(found[1], f"      {words}\n", 1), "utf-8")

    def answer(self, command: str) -> None:
        """Answer what is asked on a terminal."""
        done = self.installed.answered(command, self.base, WHY)
        assert done.returncode == 0, done.stderr
        file = self.base / done.stdout.splitlines()[0]
        for each in WHY:
            assert each in file.read_text("utf-8")

    def accept(self) -> None:
        """Judge the branch by the recipe that the base brought, be heard, and merge it."""
        assert self.verdict([]) == "failure"
        seen = {"user": {"login": "anna"}, "state": "APPROVED", "commit_id": self.head()}
        assert self.verdict([seen | {"submitted_at": f"{self.now()}"}]) == "success"
        there = self.base.parent / "merging"
        git = f"git clone -q '{self.hosting}' '{there}' && cd '{there}' && git merge -q --no-ff"
        done = self.installed.run(f"{git} -m Merge origin/{self.branch} && git push -q", self.base)
        assert done.returncode == 0, done.stderr

    def verdict(self, reviews: list[dict[str, object]]) -> str:
        work = self.base.parent / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        subprocess.run(["git", "clone", "-q", self.hosting, work / "trusted"], check=True)
        head = self.head()
        now = self.now()
        asked = {"user": {"login": "gleb"}, "created_at": now}
        (work / "request.json").write_text(json.dumps(asked))
        (work / "reviews.json").write_text(json.dumps(reviews))
        (work / "shown.json").write_text(json.dumps([{"head_sha": head, "created_at": now}]))
        (work / "since.txt").write_text(now)
        block = step("review.yml", "judge", "The gate", self.base / ".github/workflows")
        more = {"HEAD": head, "PAGE": "https://hosting.test/1", "PAGES": "https://hosting.test/2"}
        done = self.installed.run(
            block["run"], work / "trusted", GITHUB_OUTPUT=str(work / "output"), **more
        )
        assert done.returncode == 0, done.stderr
        return (work / "output").read_text().partition("verdict=")[2].strip()

    def head(self) -> str:
        return self.installed.run("git rev-parse HEAD", self.base).stdout.strip()

    @staticmethod
    def now() -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "options"),
    [("ru", ["--ci", "github"]), ("en", ["--serve", "nginx", "--domain", "kb.x.example"])],
)
def test_every_line_leads_on_to_a_published_change(once, tmp_path, looked_up, language, options):
    (tmp_path / "home").mkdir()
    installed = Installed(once("wheel", install), tmp_path / "home", quick=True)
    init = ["kb", "init", "base", "--company", "X", "--language", language, *options]
    assert installed.run(" ".join(init), tmp_path).returncode == 0
    base = tmp_path / "base"
    looked_up(base)
    ran = Newcomer(installed, base, language).walk()
    assert ran[-1].startswith("kb build")
    words = OWN[language][1]
    for site in ("site", "site-heads", "site-partner") if "--serve" in options else ("site",):
        said = any(words in page.read_text("utf-8") for page in (base / site).rglob("*.html"))
        assert said == (site != "site-partner"), site
    why = installed.run(f"kb why objection/{OWN[language][0]}", base).stdout
    assert words in why
    assert WHY[0] in why
    assert installed.run("git status --porcelain", base).stdout == ""


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("hosting", [None, *get_args(Hosting)])
@pytest.mark.parametrize("server", [None, *get_args(ServerName)])
def test_the_list_speaks_of_what_was_written(tmp_path, language, hosting, server):
    answers = Beginning("X", language, "UTC", hosting=hosting, server=server)
    made = files(answers, tmp_path, dt.date(2026, 11, 22))
    text = made[starter.NEXT].decode()
    whole = "\n".join(each.decode() for path, each in made.items() if path != starter.NEXT)
    for name in re.findall(r"`([A-Z]{2,}_[A-Z_]+|scripts-kb/review|serve/[^`]*|@LOGIN)`", text):
        assert name.rstrip("/") in whole or any(path.startswith(name) for path in made), name
    for name in re.findall(r"`(content/[^`]+|CODEOWNERS)`", text):
        assert any(path.startswith(name) for path in made) or name == "content/changes/", name
    assert ("git push" in text) == (hosting is not None)
    # What is to be set up on the hosting itself is said of each.
    assert not hosting or (starter.FOLDER / language / "next" / f"{hosting}.md").is_file()
    assert ("--compress" in text) == (server is not None)
    assert not re.search("СЕРВЕР|SERVER|ДОМЕН|DOMAIN", text)
    if language == "en":
        assert not re.search("[а-яё]", text.lower())


def test_a_base_is_worked_on_with_what_the_package_was_tried_with():
    lines = pins.text("en").decode().splitlines()
    pinned = dict(line.split("==") for line in lines if "==" in line and " ;" not in line)
    assert len(pinned) > 40
    here = {name: metadata.version(name) for name in pinned if name != "colorama"}
    assert here == {name: version for name, version in pinned.items() if name != "colorama"}
    assert not set(pins._BUILDING) & set(pinned)


def test_lines_of_ones_own_stay_where_the_versions_are_renewed():
    before = "# remark\nscripts-kb==0.1.0\nclick==1\n--find-links wheels\nextra==1\n"
    after = pins.renewed(before, "en").decode().splitlines()
    assert after[-2:] == ["--find-links wheels", "extra==1"]
    assert pins.renewed("\n".join(after), "en").decode().splitlines() == after
