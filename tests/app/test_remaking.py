"""Any sequence of edits → the pages that are kept and made again equal those made from nothing."""

import datetime as dt
import os
import random
import shutil
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import pytest

from scripts_kb import search
from scripts_kb.app import build, remaking, workspace
from scripts_kb.pages.asked import Notes, Query
from scripts_kb.pages.call import parts
from scripts_kb.pages.site import Page, Planned
from scripts_kb.past import keeping
from scripts_kb.search import words
from tests.thorough import tried

from .test_tree import git

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "scripts_kb/starter/ru/content"
OFFER = """id: {id}
title: Набор {id}
status: live
promise: Кофе на месяц за одну поставку
price: {{list: {price}, currency: RUB}}
valid_from: 2026-01-01
valid_to: 2026-12-{day:02}
internal: {{floor: 900}}
"""
CARD = """id: {id}
title: Сомнение {id}
answers:
  - {{id: a, say: "Понимаю. Набор стоит <offer/nabor.price.list>, <company>.", next_question: Да?}}
offers: [nabor]
family: somneniya
client_words: [сомнение {id}]
"""
INSIGHT = """id: zvonki-{number}
title: Звонки {number}
source: calls
noticed_by: sales
from: 2026-10-01
to: 2026-10-{day:02}
sample: 40
objections: [{{objection: dorogo, count: {day}}}]
proposals:
  - {{id: p, about: objection/dorogo, change: Сказать короче, because: Не дослушивают,
     on: 2026-11-0{number}}}
"""
NOTE = """id: {id}
title: Почему короче
by: sales
touches: [objection/dorogo]
origin: Клиенты перебивают.
cause: Ответ длинный.
purpose: Дослушивают.
evidence: [insight/zvonki-1]
"""
FACTS = (
    "date,script,script_version,step,outcome,contacts,reached\n"
    "2026-11-0{day},vhodyaschiy,1,,deal,{day},{day}\n"
)


class Base:
    """A small knowledge base that somebody edits without end."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.root = folder
        self.content = folder / "content"
        self.random = random.Random(seed)  # noqa: S311 - a test draws, no secret
        self.today = dt.date(2026, 11, 20)
        self.audience = "team"
        self.number = 0
        shutil.copytree(STARTER, self.content)
        (self.content / "insights").mkdir()
        self.write("offers/nabor.yml", OFFER.format(id="nabor", price=1490, day=25))
        self.write("insights/zvonki-1.yml", INSIGHT.format(number=1, day=9))
        git(folder, "init")
        self.land()

    def write(self, path: str, text: str) -> None:
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.content.glob(pattern))

    def pick(self, pattern: str) -> Path | None:
        found = self.files(pattern)
        return self.random.choice(found) if found else None

    def replaced(self, pattern: str, old: str, new: str) -> None:
        file = self.pick(pattern)
        if file:
            text = file.read_text(encoding="utf-8").replace(old, new, 1)
            file.write_text(text, encoding="utf-8")

    # What people do ---------------------------------------------------------------------------------

    def phrase(self) -> None:
        self.number += 1
        self.replaced("[oqs]*/*.yml", "say: ", f"say: Да {self.number}. ")

    def title(self) -> None:
        self.number += 1
        self.replaced("*/*.yml", "title: ", f"title: Новое {self.number} ")

    def price(self) -> None:
        self.number += 1
        day = self.random.randint(1, 28)
        text = OFFER.format(id="nabor", price=1000 + self.number, day=day)
        self.write("offers/nabor.yml", text)

    def added(self) -> None:
        self.number += 1
        self.write(f"objections/s-{self.number}.yml", CARD.format(id=f"s-{self.number}"))

    def removed(self) -> None:
        file = self.pick("objections/s-*.yml")
        if file:
            file.unlink()

    def renamed(self) -> None:
        file = self.pick("objections/s-*.yml")
        if file:
            self.number += 1
            file.rename(file.with_name(f"s-{self.number}-moved.yml"))

    def archived(self) -> None:
        self.replaced("objections/s-*.yml", "answers:", "status: archived\nanswers:")

    def setting(self) -> None:
        self.number += 1
        self.replaced("kb.yml", "company: ", f"company: Цех {self.number} ")

    def heard(self) -> None:
        self.number += 1
        text = INSIGHT.format(number=2, day=self.random.randint(1, 28))
        self.write("insights/zvonki-2.yml", text)

    def measured(self) -> None:
        self.write("facts/calls.csv", FACTS.format(day=self.random.randint(1, 9)))

    def explained(self) -> None:
        self.number += 1
        self.write(f"changes/c-{self.number}.yml", NOTE.format(id=f"c-{self.number}"))

    def land(self) -> None:
        said = "Короче\n\nOrigin: Перебивают.\nCause: Длинно.\nPurpose: Дослушать."
        git(self.root, "add", "-A", "content")
        message = self.random.choice([said, "Правка"])
        git(self.root, "commit", "--allow-empty", "-m", message)

    def released(self) -> None:
        self.number += 1
        git(self.root, "tag", f"v{self.number}")

    def undone(self) -> None:
        git(self.root, "checkout", "--", "content")

    def tomorrow(self) -> None:
        self.today += dt.timedelta(days=self.random.choice([1, 3, 40]))

    def reader(self) -> None:
        self.audience = self.random.choice(["team", "heads", "partner"])

    def mistaken(self) -> None:
        """Somebody writes what a check names, or what cannot be read at all."""
        slips = ["say: TODO. ", "say: Cкидка <nobody>. ", "sey: ", "say: ivan@mail.ru "]
        self.replaced("[oqs]*/*.yml", "say: ", self.random.choice(slips))

    def remarked(self) -> None:
        """Somebody writes another file that says the same."""
        self.replaced("*/*.yml", "id: ", "# Заметка\nid: ")

    def torn(self) -> None:
        """Somebody edits a page of the tree, or a page and what is kept are lost."""
        pages = sorted((self.root / "docs").rglob("*.md"))
        if pages:
            page = self.random.choice(pages)
            page.write_bytes(page.read_bytes()[:-20])
            self.random.choice(pages).unlink()
        for kept in sorted((self.root / keeping.CACHE).glob("[a-z]*-*")):
            # The past has a test of its own, and this process still has it open.
            if ".sqlite" not in kept.name and self.random.random() < 0.5:
                kept.write_bytes(kept.read_bytes()[: self.random.randint(0, 400)])

    def step(self) -> str:
        does: list[Callable[[], None]] = [
            *(self.phrase, self.title, self.price, self.added, self.removed, self.renamed),
            *(self.archived, self.setting, self.heard, self.measured, self.explained, self.land),
            *(self.land, self.released, self.undone, self.tomorrow, self.reader, self.torn),
            *(self.mistaken, self.remarked),
        ]
        chosen = self.random.choice(does)
        chosen()
        return chosen.__name__

    def made(self, out: Path) -> dict[str, bytes]:
        """Make the tree; under the name of no page, what was said of the base."""
        where = workspace.find(self.content)
        made = build.tree(
            where, out, today=self.today, audience=self.audience, site_url="https://kb.test/"
        )
        files = {
            each.relative_to(out).as_posix(): each.read_bytes()
            for each in sorted(out.rglob("*"))
            if each.is_file()
        }
        return files | {"problems": repr(made.problems).encode()}

    def fresh(self, out: Path) -> dict[str, bytes]:
        """Make the tree as if nothing had been kept of earlier runs."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(keeping, "load", lambda *_: None)
            patch.setattr(keeping, "save", lambda *_: None)
            return self.made(out)


def walked(folder: Path, seed: int, steps: int) -> None:
    base = Base(folder, seed)
    done = []
    for number in range(steps):
        done += [base.step() for _ in range(base.random.randint(1, 3))]
        kept = base.made(folder / "docs")
        if number % 2 == 0:
            continue  # what is stale now is so after the next edits as well, or was of no harm
        fresh = base.fresh(folder / "fresh" / str(len(done)))
        assert list(kept) == list(fresh), done
        for path, content in fresh.items():
            assert kept[path] == content, (path, done)


@pytest.fixture(autouse=True)
def _divided(monkeypatch):
    """Let the answers of few cards be divided as those of many are."""
    for name, value in (("SMALL", 3), ("AHEAD", 2), ("_LEAST", 1), ("_MOST", 3), ("_ONE_IN", 2)):
        monkeypatch.setattr(parts, name, value)


@pytest.fixture(autouse=True)
def _few_words(monkeypatch):
    """Let an index know little of the language: it is the same in all, and took most of the time.

    What is kept of an index follows from the cards; the vocabulary is a part of our sources.
    """
    for name, of_all in (("general", 20), ("everyday", 20), ("opposites", 5)):
        few = list(islice(getattr(search, name)(), of_all))
        monkeypatch.setattr(search, name, lambda few=few: few)
    monkeypatch.setattr(words, "_beside", lambda: None)


SEQUENCES = int(os.environ.get("KB_SEQUENCES", "3"))
"""How many random sequences of edits are tried; 500 of them take half an hour of one core."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_what_is_kept_equals_what_is_made_from_nothing(tmp_path: Path, seed: int) -> None:
    walked(tmp_path, seed, steps=6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 100 + tried(5)))
def test_a_long_life_of_a_base_leaves_no_stale_page(tmp_path: Path, seed: int) -> None:
    walked(tmp_path, seed, steps=10)


@pytest.mark.slow
def test_a_page_that_only_tells_the_moment_anew_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = Base(tmp_path, seed=1)
    base.made(tmp_path / "docs")
    made: list[str] = []
    one = remaking._one

    def noted(planned: Planned, notes: Notes) -> tuple[Page, Sequence[Query]]:
        made.append(planned.path)
        return one(planned, notes)

    monkeypatch.setattr(remaking, "_one", noted)
    base.replaced("objections/*.yml", "title: ", "title: Другое ")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-20T12:34:00+00:00")
    base.land()
    kept = base.made(tmp_path / "docs")
    told = {path for path, content in kept.items() if "20 ноября 2026, 12:34".encode() in content}
    assert {"offers/index.md", "errors/index.md"} <= told - set(made)
    assert base.fresh(tmp_path / "fresh") == kept
