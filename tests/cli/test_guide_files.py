"""The guide to files at home: its commands are run as they stand, a colleague's edit between them."""

import re
import subprocess
from pathlib import Path

import pytest

import scripts_kb
from tests.cli.installed import WHY, Installed, install

GUIDES = Path(scripts_kb.__file__).parent / "guide"
PLACES = {
    "АДРЕС": "../hosting.git",
    "ADDRESS": "../hosting.git",
    "ПОЧТА": "anna@example.org",
    "EMAIL": "anna@example.org",
}
UNTRIED = {
    "python3 -m venv .venv": "Python's own",
    ". .venv/bin/activate": "Python's own",
    "python3 -m pip install -r requirements.txt": "tests ask no registry",
}
"""Lines of the blocks that no test runs, and why."""
CARD = {"ru": "content/objections/dorogo.yml", "en": "content/objections/expensive.yml"}
OTHER = {"ru": "content/questions/dostavka.yml", "en": "content/questions/delivery.yml"}
WORDS = {
    "ru": ("Сравним цену за год вместе?", "С чем сравниваете сегодня?", "Сравним по пунктам?"),
    "en": ("Shall we compare a year?", "What do you compare today?", "Shall we compare by points?"),
}
SECTION = re.compile(r"^## [^\n]*\{#(\w+)\}\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Home:
    """Somebody's computer: the blocks of the guide are typed there, one line after another."""

    def __init__(self, installed: Installed, around: Path, language: str) -> None:
        text = (GUIDES / language / "files.md").read_text("utf-8")
        self.blocks = {
            name: [(kind, block) for kind, block in BLOCK.findall(part)]
            for name, part in SECTION.findall(text)
        }
        self.installed, self.language = installed, language
        self.at = around / "home of anna"
        self.at.mkdir()
        self.card = CARD[language]

    def run(self, line: str, code: int = 0, **more: str) -> str:
        done = self.installed.run(line, self.at, **more)
        assert done.returncode == code, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def typed(self, section: str, number: int = 0) -> list[str]:
        """Give the lines of a block of commands, as they are typed."""
        found = [block for kind, block in self.blocks[section] if kind == "console"][number]
        for place, meant in PLACES.items():
            found = found.replace(place, meant)
        return found.splitlines()

    def shown(self, section: str) -> str:
        """Give the text that a section shows and nobody types."""
        (found,) = (block for kind, block in self.blocks[section] if kind == "text")
        return found

    def says(self, field: str, words: str, card: str = "") -> None:
        """Put other words into the first place of that name in a card."""
        file = self.at / (card or self.card)
        text = file.read_text("utf-8")
        before = re.search(rf"^ *{field}: >-\n( +)((?:.|\n\1)+)", text, re.MULTILINE)[2]
        file.write_text(text.replace(before, words, 1), "utf-8")


@pytest.fixture
def around(tmp_path, once, looked_up):
    """A hosting that holds a new base, and what a colleague does there."""

    def begin(language):
        (tmp_path / "home").mkdir()
        installed = Installed(once("wheel", install), tmp_path / "home", quick=True)
        there = tmp_path / "colleague"
        lines = (
            f"kb init '{there}' --company X --language {language} --ci github",
            f"git init -q --bare -b main '{tmp_path}/hosting.git'",
            f"cd '{there}' && git init -q -b main && git add -A && git commit -qm Begin",
            f"cd '{there}' && git remote add origin ../hosting.git && git push -qu origin main",
        )
        for line in lines:
            done = installed.run(line, tmp_path)
            assert done.returncode == 0, done.stderr
        home = Home(installed, tmp_path, language)
        return home, there

    return begin


def colleague_publishes(home, there):
    """Have somebody else change the same phrase, and the hosting take it."""
    away, home.at = home.at, there
    home.says("say", WORDS[home.language][2])
    label = {"ru": ("С чего началось", "Почему"), "en": ("Origin", "Cause")}[home.language]
    reason = f"Ours\n\n{label[0]}: 5 из 9\n{label[1]}: 7 из 8"
    home.run(f"git commit -qam '{reason}' && git push -q")
    home.at = away


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_base_is_got_edited_explained_sent_and_joined_with_anothers_edit(around, language):
    home, there = around(language)
    first, second, others = WORDS[language]

    for line in home.typed("once"):
        if line.startswith("cd "):
            home.at /= line.removeprefix("cd ")
        elif line not in UNTRIED:
            home.run(line)
    for line in home.typed("once", 1):
        home.run(line)

    for line in home.typed("edit"):
        home.run(line)
    home.says("say", first)
    assert home.typed("edit", 1) == ["kb serve"]
    assert first in home.installed.served(home.at, "kb/kb.json")
    home.run("kb diff --ready", 1)
    for line in home.typed("edit", 2):
        home.run(line)

    asks, *rest = home.typed("why")
    done = home.installed.answered(asks, home.at, WHY)
    assert done.returncode == 0, done.stderr
    for line in rest:
        home.run(line)
    home.says("next_question", second, OTHER[language])
    home.run("git add -A")
    home.run("kb diff --ready", 1)
    message = home.at.parent / "message"
    message.write_text(home.shown("why"), "utf-8")
    home.run("git commit", GIT_EDITOR=f"cp '{message}'")
    home.run("git commit --amend", GIT_EDITOR="true")

    for line in home.typed("send"):
        said = home.run(line)
    branch = home.typed("edit")[-1].split()[-1]
    assert branch in said
    home.run("kb diff --gate", 1)
    for line in home.typed("send", 1):
        home.run(line)

    colleague_publishes(home, there)
    *lines, merge = home.typed("both")
    for line in lines:
        home.run(line)
    assert "CONFLICT" in home.run(merge, 1)
    home.run("git merge --abort")
    home.run(merge, 1)
    file = home.at / home.card
    text = file.read_text("utf-8")
    ours, theirs, ends = (each for each in home.shown("both").splitlines() if each[0] != " ")
    both = f"{ours}\n      {first}\n{theirs}\n      {others}\n{ends}\n"
    assert both in text
    home.run("kb check", 1)
    file.write_text(text.replace(both, f"      {first}\n"), "utf-8")
    for line in home.typed("both", 1):
        home.run(line)

    home.says("say", others)
    home.run(f"git restore {home.card}")
    assert first in file.read_text("utf-8")
    accepted = there / "accepted"
    subprocess.run(["git", "clone", "-q", "../hosting.git", accepted], cwd=there, check=True)
    home.at = accepted
    home.run(f"git merge -q --no-ff -m Merge origin/{branch}")
    told = home.run(f"kb why {'objection/dorogo' if language == 'ru' else 'objection/expensive'}")
    assert first in told
    assert WHY[0] in told
