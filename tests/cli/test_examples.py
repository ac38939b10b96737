"""The help of every command ends with an example, and the example is one of that command."""

import shlex
from pathlib import Path

import click
import pytest

from scripts_kb.cli import kb
from scripts_kb.cli.examples import EXAMPLES
from tools.checks.names import House

HOUSE = House(Path(__file__).parents[2])


def commands(group=kb, name=""):
    context = click.Context(group)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        called = f"{name} {each}".strip()
        yield called, command
        if isinstance(command, click.Group):
            yield from commands(command, called)


def test_every_command_has_one():
    assert set(EXAMPLES) == {name for name, _ in commands()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_one_of_the_command_and_stands_in_its_help(name):
    example = EXAMPLES[name]
    assert example.startswith(f"kb {name}")
    assert list(HOUSE.wrong(example)) == []
    found = dict(commands())[name]
    assert found.get_help(click.Context(found, info_name=name)).endswith(f"  {example}")
    # Nothing of it is left over, nothing is missing.
    inner = found
    words = shlex.split(example.partition(" > ")[0])[1 + len(name.split()) :]
    while isinstance(inner, click.Group):
        inner = inner.get_command(click.Context(inner), words.pop(0))
    inner.make_context(name, words)
