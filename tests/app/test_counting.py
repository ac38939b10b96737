"""What an audience may not see changes no byte of what it gets: no number, no date.

content ──commit──▶ tree ── changes of what only heads see, landed one by one ──▶ the same tree
"""

import os
import random
import subprocess

import pytest

from scripts_kb.app import build, workspace

pytestmark = pytest.mark.slow

OFFER = """\
id: vip
title: От 20 кг
status: {status}
audience: partner
promise: {promise}
price: {{list: 1490, currency: RUB, unit: кг}}
internal: {{floor: {floor}, margin_pct: {margin}}}
note: {note}
"""
PRODUCT = """\
id: zerno
title: Зерно
price: {{list: 1490, currency: RUB, unit: кг}}
cost: {cost}
"""
KB = "company: Цех\nlanguage: ru\ntime_zone: UTC\nbranch: main\n"
WHY = "Цена\n\nПочему: подорожало\n"


class Base:
    """A knowledge base whose commits land a day apart."""

    def __init__(self, root):
        self.root = root
        self.clock = 1_790_000_000
        self.facts = {
            "status": "live", "promise": "Одна партия", "floor": 1350, "margin": 34, "note": "Черновик", "cost": 700
        }  # fmt: skip
        self.git("init", "-q", "-b", "main")
        self.write("kb.yml", KB)

    def git(self, *argv):
        date = f"{self.clock} +0000"
        who = {
            f"GIT_{role}_{what}": "a"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        env = {**os.environ, **who, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        done = subprocess.run(
            ["git", *argv], cwd=self.root, env=env, capture_output=True, check=True, text=True
        )
        return done.stdout

    def write(self, name, text):
        file = self.root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def land(self, **facts):
        self.clock += 86_400
        self.facts |= facts
        self.write("offers/vip.yml", OFFER.format(**self.facts))
        self.write("products/zerno.yml", PRODUCT.format(**self.facts))
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", WHY)

    def tree(self, audience):
        out = self.root / "tree"
        build.tree(workspace.find(self.root / "content"), out, audience=audience)
        return {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in out.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def base(tmp_path, monkeypatch):
    monkeypatch.setenv("SCRIPTS_KB_TODAY", "2026-11-21")
    made = Base(tmp_path)
    made.land()
    made.land(promise="Одна партия весь месяц")
    return made


HIDDEN = {
    "partner": ("floor", "margin", "cost", "note"),
    "team": ("floor", "margin", "cost"),
}


@pytest.mark.parametrize("audience", HIDDEN)
def test_what_is_not_seen_changes_no_byte(base, audience):
    chosen = random.Random(16)  # noqa: S311 - which edits are made
    before = base.tree(audience)
    for _ in range(4):
        name = chosen.choice(HIDDEN[audience])
        number = chosen.randrange(1000, 9999)
        base.land(**{name: f"Заметка {number}" if name == "note" else number})
    assert base.tree(audience) == before


def test_the_heads_see_it_and_count_it(base):
    before = base.tree("heads")
    base.land(floor=1333)
    after = base.tree("heads")
    assert after != before
    assert "Версия 3" in after["offers/vip.md"].decode()


@pytest.mark.parametrize("audience", ["partner", "team"])
def test_what_is_seen_afterwards_is_the_next_number(base, audience):
    base.land(floor=1333)
    base.land(promise="Вкус одной партии")
    page = base.tree(audience)["offers/vip.md"].decode()
    assert '"version":3' in base.tree(audience)["kb/kb.json"].decode()
    assert ("версия 3" in page.casefold()) is (audience == "team")
    assert "версия 4" not in page.casefold()


def test_partners_count_from_the_first_that_they_saw(base):
    base.land(status="draft")
    base.land(promise="Черновик обещания")
    assert "vip" not in base.tree("partner")["kb/kb.json"].decode()
    base.land(promise="Одна партия весь месяц")
    base.land(status="live")
    assert '"version":2' in base.tree("partner")["kb/kb.json"].decode()
