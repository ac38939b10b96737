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
from scripts_kb.schema import kinds, outline
from scripts_kb.schema.audience import AUDIENCES
from scripts_kb.schema.shapes import Shape

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = {"floor": 987651, "margin_pct": 987652, "cost": 987653}
"""What only heads see and is a number."""
FIGURES = {"profit": 987661, "plan-profit": 987671, "plan-revenue": 987681}
"""What was measured or planned, and only heads see: profit beside revenue would tell the margin."""
TODAY = dt.date(2026, 11, 21)
SEES = {"partner": 0, "team": 1, "heads": 2}


def planted(shape: Shape, kind: str, age: str, around: str = "partner"):
    """A value of a map with a mark in every field that holds words."""
    value = {}
    for name, field in shape.fields.items():
        audience = max(around, field.audience, key=AUDIENCES.index)
        mark = f"{age}mark-{audience}-{kind}-{name}"
        if name == "id":
            value[name] = f"id-{kind.replace('/', '-')}"
        elif name == "objection":
            value[name] = "id-objection"
        elif name in NUMBERS:
            value[name] = NUMBERS[name] + (0 if age == "new" else 10)
        elif field.form == "map":
            value[name] = planted(field, kind, age, audience)
        elif field.form == "list" and field.nested:
            value[name] = [planted(field.item, kind, age, audience)]
        elif field.use == "words":
            value[name] = [mark]
        elif field.use in {"spoken", "published", "line"} and field.form != "free" and not field.to:
            value[name] = mark
    return value


def write(content: Path, age: str) -> None:
    """One entity of each kind, all of it marked, and the offers that partners see."""
    for kind in kinds.ORDER:
        shape = outline.of(kind)
        if shape.form == "list" or kind == "change":
            continue
        value = planted(shape, kind, age)
        if kind.startswith("config/"):
            if kind == "config/kb":
                value["segments"] = [{"id": "cafe", "title": f"{age}mark-partner-segment"}]
            save(content / f"{kind.removeprefix('config/')}.yml", value)
            continue
        value["status"] = "live"
        save(content / kinds.FOLDER_OF[kind] / "one.yml", value)
        if kind == "offer":
            for audience, extra in (
                ("partner", {"products": ["id-product"], "segments": ["cafe"]}),
                ("client", {}),
            ):
                own = planted(shape, f"offer-{audience}", age)
                # The file stands for what a partner gets; the other is for the team.
                file = f"materials/{audience}.txt"
                own["materials"] = [{**own["materials"][0], "file": file}]
                save(content / f"offers/{audience}.yml", {**own, **extra, "audience": audience})
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
        text = f"{age}mark-{'partner' if audience == 'partner' else 'team'}-file"
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
    return folder


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def forbidden(audience: str) -> list[bytes]:
    """What an audience may not find."""
    marks = [
        f"{age}mark-{each}" for age in ("old", "new") for each in AUDIENCES[SEES[audience] + 1 :]
    ]
    marks += ["mark-nobody"]
    if audience == "partner":
        marks += ["oldmark-", "id-objection", "id-script", "id-insight", "id-decision"]
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
