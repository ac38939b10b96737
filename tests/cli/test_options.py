"""An option means something, or it is refused: none is taken in silence."""

import shutil

import click
import pytest

from scripts_kb import cli
from tools.serving import free_port

from .test_english import CHANGE, leaves, written

DAYS = ("2026-10-20", "2027-06-01")
DATED = {
    # command → what it is asked; the answer is another one on another day
    "briefing": ["--month", "2026-11"],
    "check": ["--due", "30d"],
    "diff": ["--gate", "--open-since", "2026-10-19"],
    "new": ["insight", "--title", "Voice"],
    "import scripts": ["objections.csv", "--write"],
    "import voice": ["answers.txt"],
    "apply": ["EDITS.json"],
    "facts check": [],
    "facts import": ["export.csv"],
    "facts pull": [],
    "facts ledger": [],
    "build": ["--tree-only"],
    "serve": ["--port", free_port()],
    "init": ["another", "--language", "en"],
    "export": [],
    "trial end": ["day", "--keep", "sooner"],
}


def offers(leaf: str, option: str) -> bool:
    command: click.Command = cli.kb
    for name in leaf.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    return any(option in each.opts for each in command.params)


def test_today_is_offered_where_it_is_proved_to_matter():
    assert {leaf for leaf in leaves() if offers(leaf, "--today")} == set(DATED)


@pytest.mark.slow
@pytest.mark.parametrize("leaf", DATED)
def test_today_changes_what_a_command_tells_or_writes(prepared, tmp_path, kb, monkeypatch, leaf):
    told = []

    def served(server, **_):
        """Serve one page to nobody: what the director reads on that day."""
        click.echo(server.preview.look("director/").dressed)

    monkeypatch.setattr("scripts_kb.cli.serve.Server.serve_forever", served)
    for day in DAYS:
        folder = tmp_path / day
        shutil.copytree(prepared, folder)
        monkeypatch.chdir(folder)
        code, out, err = kb(*leaf.split(), *DATED[leaf], "--today", day)
        assert code in {0, 1}
        told.append((code, out, err, dict(written(folder))))
    assert told[0] != told[1]


@pytest.mark.parametrize("leaf", [leaf for leaf in leaves() if leaf not in DATED])
def test_elsewhere_it_is_refused(prepared, monkeypatch, kb, leaf):
    monkeypatch.chdir(prepared)
    code, out, err = kb(*leaf.split(), "--today", DAYS[0])
    assert (code, out) == (2, "")
    assert err.startswith("kb: No such option: --today.")


FORMED = ["diff", "export", "briefing"]


@pytest.mark.slow
@pytest.mark.parametrize("leaf", FORMED)
def test_json_is_one_form_and_two_forms_are_refused(prepared, monkeypatch, kb, leaf):
    monkeypatch.chdir(prepared)
    today = ("--today", "2026-11-21")
    found = kb(leaf, "--json", *today)
    assert found[0] == 0
    assert found == kb(leaf, "--format", "json", *today)
    assert found == kb(leaf, "--json", "--format=json", *today)
    other = {"diff": "html", "export": "csv", "briefing": "text"}[leaf]
    assert kb(leaf, "--format", other, *today) != found
    said = f"kb: --json and --format {other} contradict each other: choose one.\n"
    assert kb(leaf, "--json", "--format", other) == (2, "", said)
    assert kb(leaf, "--format", other, "--json") == (2, "", said)


def test_both_options_stand_together_only_there():
    both = {leaf for leaf in leaves() if offers(leaf, "--json") and offers(leaf, "--format")}
    assert both == {leaf for leaf in leaves() if offers(leaf, "--format")} == set(FORMED)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["briefing", "--team"], "--team means nothing without --month."),
        (["briefing", "a..b", "--month", "2026-10"], "a..b means nothing together with --month."),
        (
            ["briefing", "--month", "2026-10", "--format", "text"],
            "--format text means nothing together with --month.",
        ),
        (["export", "--separator", ";"], "--separator means nothing without --format csv."),
        (["new", "change", *CHANGE, "--now", "20%"], "--now means nothing without --expect."),
        (
            ["new", "objection", "--title", "X", "--urgent"],
            "--urgent belongs to change, and not to objection.",
        ),
        (
            ["new", "change", *CHANGE, "--task", "x"],
            "--task belongs to meeting, and not to change.",
        ),
    ],
)
def test_what_would_change_nothing_is_refused(prepared, monkeypatch, kb, argv, said):
    monkeypatch.chdir(prepared)
    assert kb(*argv) == (2, "", f"kb: {said}\n")
