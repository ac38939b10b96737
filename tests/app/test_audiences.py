"""Marks planted in every field of every kind never reach who may not see them, in any byte.

    content with marks of each audience  ──commit──▶  old marks  ──commit──▶  new marks
        ──build.tree, mkdocs build──▶  every file, unpacked where it is packed

The fields come from the schema: one that is added tomorrow is planted tomorrow.
"""

import datetime as dt
import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts_kb.app import build, site, workspace
from scripts_kb.content import writing
from scripts_kb.pages import data, spoken
from scripts_kb.schema import outline
from scripts_kb.schema.audience import AUDIENCES
from tools.benches import _planted

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = {"floor": 987651, "margin_pct": 987652, "cost": 987653}
"""What only heads see and is a number."""
FIGURES = {"profit": 987661, "plan-profit": 987671, "plan-revenue": 987681}
"""What was measured or planned, and only heads see: profit beside revenue would tell the margin."""
TODAY = dt.date(2026, 11, 21)
SEES = {"partner": 0, "team": 1, "heads": 2}


TOKENS = {"partner": "pqxp", "team": "tqxt", "heads": "hqxh", "editor": "eqxe", "nobody": "nqxn"}
"""A word of each audience: in the index of the search a phrase stands as its words alone, and each
word without what it shares with the one before it."""


def mark(age: str, audience: str, place: str) -> str:
    return f"{age}mark-{audience}-{place} {TOKENS[audience]}"


def write(content: Path, age: str) -> None:
    """One entity of each kind, all of it marked, and the offers that partners see."""

    def word(kind, name, audience):
        return mark(age, audience, f"{kind}-{name}")

    numbers = {name: number + (0 if age == "new" else 10) for name, number in NUMBERS.items()}
    for path, value in _planted.files(word, numbers).items():
        file = content / path
        if file.parent != content:
            # Partners are told neither how a file is called nor how it was called before.
            file.with_stem(f"oldmark-team-{file.stem}-file").unlink(missing_ok=True)
            file = file.with_stem(f"{age}mark-team-{file.stem}-file")
        save(file, value)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"# {mark(age, 'nobody', 'comment')}\n")
    gone = content / "offers/gone.yml"
    if age == "old":
        own = _planted.planted(outline.of("offer"), "offer-gone", word, given=numbers)
        save(gone, {**own, "status": "live", "audience": "partner", "segments": ["cafe"]})
    else:
        gone.unlink()
    (content / "facts").mkdir(exist_ok=True)
    calls = f"date,script,version,segment,contacts,won,refused,revenue,profit,repeat\n\
2026-11-10,id-script,,cafe,300,100,50,555000,{FIGURES['profit']},9\n"
    (content / "facts/calls.csv").write_text(calls, "utf-8")
    plan = (
        f"month,department,metric,plan\n2026-11,id-config-zones,profit,{FIGURES['plan-profit']}\n\
2026-11,id-config-zones,revenue,{FIGURES['plan-revenue']}\n"
    )
    (content / "facts/plan.csv").write_text(plan, "utf-8")
    (content / "materials").mkdir(exist_ok=True)
    for audience in ("partner", "client"):
        text = mark(age, "partner" if audience == "partner" else "team", "file")
        (content / f"materials/{audience}.txt").write_text(text, "utf-8")


def save(file: Path, value) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(writing.dump(value), "utf-8")


def git(folder: Path, *arguments: str) -> None:
    identity = [
        "-c",
        "user.name=newmark-nobody-author",
        "-c",
        "user.email=newmark-nobody@x.example",
    ]
    command = ["git", *identity, "-c", "init.defaultBranch=main", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


MESSAGE = """oldmark-team-subject

Origin: oldmark-team-origin
Cause: oldmark-team-cause
Learned: oldmark-team-learned
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    git(folder, "init")
    for age in ("old", "new"):
        write(folder / "content", age)
        git(folder, "add", ".")
        git(folder, "commit", "-m", MESSAGE.replace("old", age))
        # A release with its tag is told to the team.
        git(folder, "tag", "-a", f"{age}mark-team-tag", "-m", mark(age, "team", "tag"))
    git(folder, "checkout", "-q", "-b", "newmark-nobody-branch")
    return folder


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def forbidden(audience: str) -> list[bytes]:
    """What an audience may not find."""
    marks = [
        f"{age}mark-{each}" for age in ("old", "new") for each in AUDIENCES[SEES[audience] + 1 :]
    ]
    marks += ["mark-nobody", TOKENS["nobody"][1:]]
    marks += [TOKENS[each][1:] for each in AUDIENCES[SEES[audience] + 1 :]]
    if audience == "partner":
        marks += [
            "oldmark-",
            "id-offer-gone",
            "id-objection",
            "id-script",
            "id-insight",
            "id-decision",
        ]
        marks += ["mark-partner-product", "mark-partner-offer-client", "mark-partner-objection"]
    if audience != "heads":
        for number in NUMBERS.values():
            marks += [str(number), str(number + 10), spaced(number)]
        for number in FIGURES.values():
            marks += [str(number), spaced(number)]
    return [mark.encode() for mark in marks]


def leaks(folder: Path, audience: str) -> set[tuple[str, str]]:
    found = set()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content += gzip.decompress(content)
        if audience == "partner":
            # What is in an offer is called by its name there; nothing more of it is told.
            content = content.replace(b"newmark-partner-product-title", b"")
        # Any three letters may stand in a checksum.
        content = re.sub(rb"sha256-[\w+/]{43}=", b"", content)
        name = file.relative_to(folder).as_posix()
        found |= {
            (name, mark.decode()) for mark in forbidden(audience) if mark in content + name.encode()
        }
    return found


@pytest.mark.slow
@pytest.mark.parametrize("audience", list(SEES))
def test_no_planted_mark_reaches_a_tree_that_it_is_not_for(repository, tmp_path, audience):
    made = build.tree(
        workspace.find(repository / "content"), tmp_path, today=TODAY, audience=audience
    )
    assert made.pages > 3
    whole = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    # The plants took: what an audience may see is there.
    assert b"newmark-partner-offer-partner-promise" in whole
    assert (b"newmark-team-objection-say" in whole) is (audience != "partner")
    assert (b"newmark-team-subject" in whole) is (audience != "partner")
    for number in FIGURES.values():
        assert (spaced(number).encode() in whole) is (audience == "heads")
    assert (b"newmark-team-insight-reply" in whole) is (audience != "partner")
    assert (str(NUMBERS["floor"]).encode() in whole) is (audience == "heads")
    assert leaks(tmp_path, audience) == set()


@pytest.mark.slow
@pytest.mark.parametrize("audience", list(SEES))
def test_nor_what_is_given_to_other_programs(repository, tmp_path, audience):
    told, _ = site.of(workspace.find(repository / "content"), today=TODAY, audience=audience)
    (tmp_path / "kb.json").write_bytes(data.page(told).content)
    (tmp_path / "kb.csv").write_bytes(spoken.table(told))
    table = (tmp_path / "kb.csv").read_bytes()
    assert b"newmark-partner-offer-partner-promise" in table
    assert (b"newmark-team-objection-say" in table) is (audience != "partner")
    assert (b"newmark-team-config/wording-say" in table) is (audience != "partner")
    whole = (tmp_path / "kb.json").read_bytes()
    assert (str(NUMBERS["cost"]).encode() in whole) is (audience == "heads")
    assert leaks(tmp_path, audience) == set()


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["partner", "team"])
def test_nor_a_built_site(repository, tmp_path, audience, monkeypatch):
    build.tree(
        workspace.find(repository / "content"),
        tmp_path / "build/docs",
        today=TODAY,
        audience=audience,
    )
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    # The tree is there already; our plugin would refuse content that is all marks.
    plain = re.sub(r"^(plugins|nav):\n(?:[ #\n].*\n?)*", "", config + "\n", flags=re.MULTILINE)
    (tmp_path / "mkdocs.yml").write_text(f"{plain}\nplugins: [search]\n", "utf-8")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/offers/id-offer-partner/index.html").is_file()
    assert (tmp_path / "site/sitemap.xml.gz").is_file()
    assert leaks(tmp_path / "site", audience) == set()
