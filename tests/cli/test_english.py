"""In an English base nothing of ours is Russian: what commands print, what they ask, what they write.

Every command of `cli.COMMANDS` runs here, rightly and wrongly; one without cases fails the test.
"""

import contextlib
import os
import re
import subprocess
from pathlib import Path

import click
import pytest

from scripts_kb import cli
from scripts_kb.cli import check as check_command
from scripts_kb.past import keeping
from scripts_kb.schema import kinds
from tests import forkserver
from tools.serving import free_port

from .conftest import TODAY, Folder

ROOT = Path(__file__).parents[2]
CHANGE = ["--title", "Count the cup", "--noticed", "Silence", "--why", "No answer", "--by", "sales"]

GOOD: dict[str, list[list[str]]] = {
    "briefing": [
        [],
        ["--format", "text"],
        ["--json"],
        ["HEAD~1..HEAD"],
        ["--month", "2026-11"],
        ["--month", "2026-11", "--team", "--json"],
    ],
    "check": [[], ["--json"], ["--since", "HEAD~1"], ["--due", "400d"]],
    "diff": [
        *([f"--format={form}"] for form in ("terminal", "markdown", "html", "json")),
        ["HEAD~1", "HEAD", "--gate", "--author", "sales", "--approved", "director"],
        ["--gate", "--open-since", "2026-11-01"],
    ],
    "log": [[], ["--json"], ["question/delivery"]],
    "why": [["question/delivery"], ["question/delivery#answer", "--json"]],
    "show": [["question/delivery"], ["question/delivery@1", "--json"]],
    "fmt": [["--check"], [], ["--upgrade", "--check"], ["--upgrade"], ["--upgrade"]],
    "new": [
        *([kind, "--title", f"New {kind}"] for kind in kinds.FOLDER_OF if kind != "change"),
        ["change", *CHANGE],
        ["change", *CHANGE, "--id", "up", "--expect", "conversion of script/incoming +3pp"],
        ["change", *CHANGE, "--id", "down", "--expect", "conversion of x -3pp", "--now", "20%"],
        ["meeting", "--title", "Week", "--task", "2026-12-05 sales Senior manager: call"],
        ["product"],
        ["change"],
    ],
    "forms": [[], ["--out", "forms"], ["--audience", "heads"], ["--cms", "sveltia"]],
    "apply": [["EDITS.json"], ["EDITS.json", "--json"], ["EDITS.json"], ["answers.txt"]],
    "schema": [["--out", "schemas"], ["--out", "schemas", "--check"]],
    "import scripts": [
        ["objections.csv", "--dry-run"],
        ["objections.csv", "--json"],
        ["objections.csv", "--write"],
    ],
    "import voice": [["answers.txt"]],
    "facts check": [[], ["--json"]],
    "facts import": [
        ["export.csv", "--dry-run"],
        ["export.csv", "--json"],
        ["export.csv"],
        *([f"broken/{name}", "--json"] for name in ("empty", "words", "bytes", "book", "page")),
        ["broken/quotes"],
        ["broken/columns"],
    ],
    "facts pull": [["--sql"], ["--dry-run"], ["--json"], ["deals"]],
    "facts ledger": [[], ["--json"], ["--team"]],
    "search": [["delivery"], ["delivry"], ["zzzzzz"], ["when will it come", "--json"]],
    "build": [["--tree-only", "--audience", each] for each in ("team", "heads", "partner")],
    "serve": [["--port", free_port()]],
    "init": [["another", "--language", "en"], ["third", "--language", "en", "--json"]],
    "export": [[], ["--format", "csv", "--separator", ";"], ["--out", "kb.json"]],
    "mcp": [[], ["--audience", "partner"]],
    "demo": [["demo"], ["demo-json", "--json"]],
    "trial end": [["day", "--keep", "sooner", "--json"]],
}
WRONG: dict[str, list[list[str]]] = {
    "briefing": [["no..HEAD"], ["--month", "x"], ["--team"], ["a..b", "--month", "2026-11"]],
    "check": [["x"], ["--due", "two weeks"], ["--since", "no"], ["--today", "tomorrow"]],
    "diff": [
        ["no"],
        ["--format", "html", "--json"],
        ["--format", "pdf"],
        ["--author", "no"],
        ["--approved", "no"],
        ["--reviews", "answers.txt"],
        ["--open-since", "x"],
    ],
    "log": [["objection/expensiv"], ["thing/x"], ["objection/zzzzzzzz"], ["--today", TODAY]],
    "why": [[], ["question/delivery#no"], ["zzz"]],
    "show": [
        [],
        ["question/delivery@9"],
        ["question/delivery@x"],
        ["question/delivery@2020-01-01"],
        ["question/gone"],
    ],
    "search": [[], ["x", "--segment", "no"], ["x", "--limit", "0"]],
    "fmt": [["nowhere.yml"], ["/etc/passwd"], ["x.yml", "--upgrade"]],
    "new": [
        [],
        ["objecton"],
        ["zzz"],
        ["objection"],
        ["objection", "--title", "x", "--id", "../x"],
        ["question", "--title", "Delivery"],
        ["change"],
        ["change", *CHANGE, "--expect", "better"],
        ["change", *CHANGE, "--expect", "conversion of x +3pp by 2026-13-01"],
        ["change", *CHANGE, "--expect", "conversion of x +3pp", "--now", "x"],
        ["change", *CHANGE, "--now", "20%"],
        ["objection", "--title", "x", "--why", "x"],
        ["meeting", "--title", "x", "--task", "call"],
        ["meeting", "--title", "x", "--task", "2026-12-05 nobody call"],
    ],
    "forms": [["x"], ["--audience", "partner"], ["--cms", "x"]],
    "apply": [[], ["nowhere.json"]],
    "schema": [["x"]],
    "import scripts": [
        [],
        ["nowhere.docx"],
        ["answers.txt", "--map", "nowhere.yml"],
        ["export.csv", "--by", "x"],
    ],
    "import voice": [[], ["nowhere.txt"], ["export.csv"], ["answers.txt", "--id", "Ы!"]],
    "facts check": [["x"]],
    "facts import": [
        [],
        ["nowhere.csv"],
        ["export.csv", "--from", "x"],
        ["export.csv", "--as", "../x"],
    ],
    "facts pull": [["x"], ["deals", "x"]],
    "facts ledger": [["x"]],
    "build": [["--audience", "all"], []],
    "serve": [["--port", "0"], []],
    "mcp": [["--audience", "all"], ["x"]],
    "init": [
        [],
        ["another", "--company", ""],
        ["another", "--time-zone", "Europe/Moskow"],
        ["another", "--language", "de"],
        ["export.csv"],
    ],
    "export": [
        ["--out", "."],
        ["--out", "no/where"],
        ["--separator", ";"],
        ["--json", "--format", "csv"],
    ],
    "demo": [[], ["content"], ["export.csv/x"]],
    "trial end": [[], ["no"], ["day"], ["day", "--keep", "no"]],
}
EVERYWHERE = [["--no-such-option"], ["--content", "nowhere"], ["--content"]]
"""Wrong with any command; one that knows no `--content` says so."""


QUOTED = re.compile(r"“[^”]*”|да, нет, |й is и |\\s\*г\\\.")
"""What is Russian by itself: columns of a Russian CRM, its yes and no, a letter, a year's «г.»."""


def leaves() -> list[str]:
    """Give every command that can be run, the commands of groups with the group's name."""
    found = []
    for name in cli.COMMANDS:
        command = cli.kb.get_command(click.Context(cli.kb), name)
        inner = command.commands if isinstance(command, click.Group) else None
        found += [f"{name} {each}" for each in inner] if inner else [name]
    return found


def russian(text: str) -> list[str]:
    """Give the lines that hold a Cyrillic letter."""
    return [line for line in text.splitlines() if re.search("[\u0400-\u04ff]", line)]


BESIDE = re.compile(r'"ru": "(?:[^"\\]|\\.)*"')
"""Labels for whoever makes a form stand in both languages, each under its name."""


def written(folder):
    """Yield the texts of all files: of the base, of the folder of pages, of the site."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        # The year of the sample company is told in Russian; the search knows Russian grammar; the
        # reference shows the examples of the modules as they are.
        aside = "/engine/" in name or "/reference/" in name
        if path.is_dir() or aside or name.startswith((".git/", ".cache/", "demo")):
            continue
        with contextlib.suppress(UnicodeDecodeError):  # a picture, the bytes of an index
            text = QUOTED.sub("", BESIDE.sub("", path.read_bytes().decode()))
            yield (
                name,
                re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL) if path.suffix == ".js" else text,
            )


def test_every_command_has_its_cases():
    assert set(leaves()) == set(GOOD) == set(WRONG)


@pytest.mark.slow
@pytest.mark.parametrize("leaf", GOOD)
def test_a_command_prints_asks_and_writes_nothing_russian(english, kb, asked, monkeypatch, leaf):
    monkeypatch.setattr("scripts_kb.cli.serve.Server.serve_forever", lambda *_, **__: None)
    monkeypatch.setattr("mcp.server.MCPServer.run", lambda *_: None)
    for argv in [["--help"], *GOOD[leaf]]:
        code, out, err = kb(*leaf.split(), *argv)
        # Files of the sample company, whose year does not fit another base.
        told = re.sub('(?<=were left out: ).*|"left_out": .*', "", BESIDE.sub("", out + err))
        assert (code in {0, 1}, russian(told)) == (True, []), argv
    assert russian("\n".join(asked)) == []
    told = {name: russian(text) for name, text in written(english)}
    assert {name: lines for name, lines in told.items() if lines} == {}


@pytest.mark.slow
@pytest.mark.parametrize("leaf", WRONG)
def test_a_mistake_is_told_in_english_alone(english, kb, leaf):
    if leaf in {"build", "serve"}:
        (english / "mkdocs.yml").unlink()
    for argv in [*WRONG[leaf], *EVERYWHERE]:
        code, out, err = kb(*leaf.split(), *argv)
        said = [line for line in err.splitlines() if line.startswith("kb: ")]
        # What the branch has changed may stand before it.
        assert (code, out, said) == (2, "", err.splitlines()[-1:]), argv
        assert russian(err.replace("Ы", "")) == [], argv


@pytest.mark.slow
def test_the_line_itself_is_judged_in_english(english, kb, monkeypatch):
    for argv in (["chek"], ["zzz"], ["facts", "zzz"], ["--zzz"]):
        code, _, err = kb(*argv)
        assert (code, russian(err)) == (2, []), argv
    monkeypatch.setenv("SCRIPTS_KB_TODAY", "x")
    code, _, err = kb("check")
    assert (code, russian(err)) == (2, [])


@pytest.mark.slow
def test_problems_of_broken_content_are_told_in_english(english, kb):
    broken = {
        "objections/a.yml": "id: [",
        "objections/b.yml": "id: b\nsey: x\n",
        "facts/calls-x.csv": "date,script\n2026-10-05,no\n",
    }
    Folder(english).write(broken)
    for argv in (["check"], ["check", "--json"], ["fmt"], ["facts", "check"], ["export"]):
        code, out, err = kb(*argv)
        assert (code, russian(out + err)) == (1, []), argv


@pytest.mark.slow
def test_our_own_mistake_and_a_useless_memory_are_told_in_english(english, kb, monkeypatch):
    kb("log")
    for kept in (english / keeping.CACHE).glob("*.sqlite*"):
        kept.unlink()
        if kept.suffix == ".sqlite":
            kept.write_bytes(b"no database")
    code, _, err = kb("log")
    assert (code, russian(err), "read anew" in err) == (0, [], True)

    def fail(*_, **__):
        raise RuntimeError("x")

    monkeypatch.setattr(check_command.checking, "check", fail)
    code, _, err = kb("check")
    assert (code, russian(err)) == (3, [])
    assert "a bug of the program, and not your mistake: RuntimeError, " in err


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["team", "heads", "partner"])
def test_the_site_of_an_english_base_is_english(english, audience):
    done = subprocess.run(
        [forkserver.python(), "-m", "scripts_kb", "build", "--audience", audience],
        cwd=english,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, russian(done.stdout + done.stderr)) == (0, []), done.stderr
    told = {name: russian(text) for name, text in written(english)}
    assert {name: lines for name, lines in told.items() if lines} == {}
