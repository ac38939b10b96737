"""With `--json` standard output is one JSON and nothing else, whatever else is asked for."""

import itertools
import json
import shutil

import click
import pytest

from scripts_kb import cli

from .conftest import TODAY
from .test_english import GOOD, leaves
from .test_options import offers

PRINTING = [leaf for leaf in leaves() if offers(leaf, "--json")]


def switches(leaf):
    """Options of a command that take no value, `--json` aside."""
    command: click.Command = cli.kb
    for name in leaf.split():
        assert isinstance(command, click.Group)
        command = command.commands.get(name) or command.get_command(click.Context(command), name)
    flags = [each for each in command.params if isinstance(each, click.Option) and each.is_flag]
    return [each.opts[0] for each in flags if "--json" not in each.opts]


def lines(leaf):
    """What a command is asked in other tests, with each of its switches, with all of them."""
    asked = [[each for each in argv if each != "--json"] for argv in GOOD[leaf]]
    asked = [argv for argv in asked if not any(each.startswith("--format") for each in argv)]
    own = switches(leaf)
    added = [(), *((each,) for each in own), tuple(own)]
    for argv, more in itertools.product(asked or [[]], added):
        yield [*argv, *(each for each in more if each not in argv)]


@pytest.mark.slow
@pytest.mark.parametrize("leaf", PRINTING)
def test_json_stands_alone_whatever_is_asked_beside_it(prepared, tmp_path, kb, monkeypatch, leaf):
    monkeypatch.setenv("SCRIPTS_KB_TODAY", TODAY)
    told = 0
    for number, argv in enumerate(lines(leaf)):
        folder = tmp_path / str(number)
        shutil.copytree(prepared, folder)
        monkeypatch.chdir(folder)
        code, out, err = kb(*leaf.split(), *argv, "--json")
        if code == 2:
            # Some switches mean nothing without another option; the usage is told, and no half.
            assert (out, err.startswith("kb: ")) == ("", True), argv
            continue
        assert code in {0, 1}, (argv, err)
        assert isinstance(json.loads(out), dict | list), argv
        told += 1
    assert told


@pytest.mark.slow
@pytest.mark.parametrize("leaf", PRINTING)
def test_of_a_broken_base_too(prepared, tmp_path, kb, monkeypatch, leaf):
    shutil.copytree(prepared, tmp_path / "kb")
    monkeypatch.chdir(tmp_path / "kb")
    monkeypatch.setenv("SCRIPTS_KB_TODAY", TODAY)
    broken = {
        "objections/a.yml": "id: [",
        "questions/b.yml": "id: b\nsey: x\n",
        "facts.yml": "x: 1",
    }
    for path, text in broken.items():
        (tmp_path / "kb/content" / path).write_text(text, encoding="utf-8")
    for argv in (GOOD[leaf][0], GOOD[leaf][-1]):
        asked = [each for each in argv if not each.startswith(("--format", "--json"))]
        code, out, err = kb(*leaf.split(), *asked, "--json")
        assert code in {0, 1, 2}
        if code == 2:
            assert (out, err.startswith("kb: ")) == ("", True), argv
        else:
            assert isinstance(json.loads(out), dict | list), argv
