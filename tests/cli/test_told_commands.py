"""Every command that the documents and the help name is run as it stands there.

What a person puts in its place (`FILE`, `DIR`, `ПАПКА`) is a file of an English base. What waits
for somebody, or needs more than a base, is run by the tests that `ELSEWHERE` names.
"""

import ast
import re
import shlex
from pathlib import Path

import pytest

from scripts_kb.cli.examples import EXAMPLES

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in (
        "README*.md",
        "SECURITY.md",
        "scripts_kb/guide/*/*.md",
        "scripts_kb/starter/*/README.md",
    )
    for path in ROOT.glob(pattern)
)
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:kb|tools/\w+|pip|python3?|pre-commit) \S.*|kb|tools/\w+")

PLACES = {
    "kb": "kb --help",
    "kb apply": "kb apply EDITS.json",
    "kb briefing BASE..HEAD": "kb briefing HEAD~1..HEAD",
    "kb briefing --month YYYY-MM": "kb briefing --month 2026-11",
    "kb check [--since REV] [--due 14d]": "kb check --since HEAD --due 14d",
    "kb demo DIR": "kb demo demo",
    "kb diff [BASE [HEAD]]": "kb diff HEAD~1 HEAD",
    "kb export [--format csv] [--audience …]": "kb export --format csv --audience partner",
    r"kb export --format xlsx\|docx --out FILE": "kb export --format docx --out base.docx",
    "kb facts import": "kb facts import export.csv",
    "kb facts import FILE": "kb facts import export.csv",
    "kb facts import FILE --dry-run": "kb facts import export.csv --dry-run",
    "kb facts import deals.csv --dry-run": "kb facts import export.csv --dry-run",
    "kb facts import deals.csv --from amocrm": "kb facts import export.csv --from hubspot",
    "kb forms [--out DIR]": "kb forms --out made",
    "kb import scripts FILE": "kb import scripts objections.csv",
    "kb import scripts FILE…": "kb import scripts objections.csv",
    "kb import scripts scripts.docx": "kb import scripts objections.csv",
    "kb import scripts scripts.docx answers.xlsx --write": "kb import scripts objections.csv --write",
    "kb import voice": "kb import voice answers.txt",
    "kb import voice FILE": "kb import voice answers.txt",
    "kb init": "kb init made",
    "kb init [DIR]": "kb init made",
    "kb init --serve": "kb init made --serve nginx",
    "kb init --serve nginx": "kb init made --serve nginx",
    "kb init --ci github": "kb init made --ci github",
    "kb log [REF…]": "kb log question/delivery",
    "kb log objection/dorogo": "kb log question/delivery",
    "kb new": "kb new objection --title New",
    "kb new KIND": "kb new question --title New",
    "kb new change": "kb new change --title New --noticed Silence --why Haste --by sales",
    "kb new trial": "kb new trial --title New",
    "kb search WORDS [--segment ID]": "kb search delivery --segment new",
    "kb search too expensive --segment cafe": "kb search delivery --segment new",
    "kb show REF[@VERSION or @DATE]": "kb show question/delivery@1",
    "kb show offer/espresso-20@2026-11-01": "kb show question/delivery@2026-11-01",
    "kb trial end ID": "kb trial end day --keep sooner",
    "kb trial end delivery-day": "kb trial end day --keep sooner",
    "kb trial end delivery-day --keep sooner": "kb trial end day --keep sooner",
    "kb why": "kb why question/delivery",
    "kb why REF[#path]": "kb why question/delivery#answer",
    "kb why 'objection/dorogo#answers[compare].say'": "kb why question/delivery#answer",
}
"""What stands in a document → the same with what is there in place of what a person fills in."""

RUSSIAN = {
    "ФАЙЛ": "FILE",
    "ПАПКА": "DIR",
    "СЛОВА": "WORDS",
    "фразы.csv": "phrases.csv",
    "база.": "base.",
}
"""What a person fills in, and calls their files, in the Russian documents."""

ELSEWHERE = {
    "kb build": "cli/test_english.py::test_the_site_of_an_english_base_is_english",
    "kb build --audience": "cli/test_english.py::test_the_site_of_an_english_base_is_english",
    "kb build --compress": (
        "app/test_building.py::test_what_a_server_needs_lies_beside_the_site_and_stands_with_it"
    ),
    "kb diff --ready": (
        "cli/test_guide_files.py"
        "::test_a_base_is_got_edited_explained_sent_and_joined_with_anothers_edit"
    ),
    "kb export --format xlsx": "cli/test_export_sheet.py",
    "kb fmt --upgrade": "cli/test_upgrading.py::test_a_base_of_0_1_keeps_its_history_and_is_built",
    "kb import scripts base.xlsx": "cli/test_export_sheet.py",
    "kb init --serve nginx --domain": (
        "cli/test_init.py::test_a_server_is_set_up_beside_a_base_that_is_there_and_nothing_else_is"
    ),
    "kb mcp": "cli/test_mcp.py::test_a_process_is_asked_and_tells_each_audience_its_own",
    "kb serve": "cli/test_serve.py::test_it_says_where_it_serves_and_ends_at_once_and_clean",
    "kb serve --demo": "cli/test_wheel.py::test_the_year_is_served_without_a_checkout",
    "kb serve --edit": "app/preview/test_server.py::test_an_edit_of_our_page_is_in_the_file",
    "pip install": "cli/test_checklist.py::test_every_line_leads_on_to_a_published_change",
    "pip install dist/*.whl": "cli/test_wheel.py::test_it_runs_from_where_it_is_installed_and_says_its_version",
    "python3 -m pip install": "cli/test_checklist.py::test_every_line_leads_on_to_a_published_change",
    "python -m hatchling": "cli/test_wheel.py::test_it_runs_from_where_it_is_installed_and_says_its_version",
    "python tools/serve": "tools/test_venv.py::test_the_whole_way_without_packages",
    "tools/bench": "tools/test_benches.py::test_every_bench_says_what_it_is",
    "tools/build": "tools/test_venv.py::test_the_whole_way_without_packages",
    "tools/check": "tools/test_venv.py::test_the_whole_way_without_packages",
    "tools/diff": "tools/test_venv.py::test_the_whole_way_without_packages",
    "tools/serve": "tools/test_venv.py::test_the_whole_way_without_packages",
    "tools/test": "tools/test_steps.py::test_main_runs_what_is_asked_for",
}
"""What begins so is run by another test; of several the longest counts."""

UNTRIED = {
    "pip install -U scripts-kb": "there is one release alone, and tests ask no registry",
    "python3 -m venv": "Python's own",
    "python3 -m http.server": "Python's own server; what lacks with it is said beside it",
}
"""What no test runs, and why."""


def told():
    """Give each command of the documents and of the help once, with the places where it stands."""
    found = {}
    for name in DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        lines = [
            line
            for kind, block in FENCE.findall(text)
            if kind in {"", "console"}
            for line in block.replace("\\\n", " ").splitlines()
        ]
        spans = re.findall(r"`([^`]+)`", FENCE.sub("", text))
        for each in (*lines, *spans):
            line = " ".join(each.split(" #")[0].split()).removeprefix(".venv/bin/")
            for russian, english in RUSSIAN.items():
                line = line.replace(russian, english)
            if COMMAND.fullmatch(line):
                found.setdefault(line, set()).add(name)
    for line in EXAMPLES.values():
        found.setdefault(line.partition(" > ")[0], set()).add("--help")
    return found


TOLD = told()


def elsewhere(line):
    """Give the longest beginning of a command that another test runs, or that none does."""
    begins = [each for each in (*ELSEWHERE, *UNTRIED) if f"{line} ".startswith(f"{each} ")]
    return max(begins, key=len, default=None)


HERE = sorted(line for line in TOLD if line.startswith("kb") and not elsewhere(line))


def test_all_that_is_told_is_run_somewhere():
    assert {line: TOLD[line] for line in TOLD if line not in HERE and not elsewhere(line)} == {}
    assert set(PLACES) <= set(HERE)
    assert {each for each in (*ELSEWHERE, *UNTRIED) if each not in map(elsewhere, TOLD)} == set()


@pytest.mark.parametrize("where", sorted(set(ELSEWHERE.values())))
def test_the_other_tests_are_there(where):
    file, _, name = where.partition("::")
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    names = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
    assert name in names if name else any(each.startswith("test_") for each in names)


@pytest.mark.slow
@pytest.mark.parametrize("line", HERE)
def test_it_does_what_it_is_told_for(english, kb, line):
    code, out, err = kb(*shlex.split(PLACES.get(line, line))[1:])
    assert code == 0, out + err
