"""A small repository, and the command line as one runs it."""

import pytest

from scripts_kb import cli
from tests.recompute.small import Change, history

A, B = "objections/a.yml", "objections/b.yml"
X1 = "id: x\ntitle: раз\n"
X2 = "id: x\ntitle: два\n"


@pytest.fixture
def kb(capfd):
    """Runs a command; gives the exit code, what it printed and what it said."""

    def run(*argv):
        code = cli.run([*map(str, argv)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


@pytest.fixture
def origin(tmp_path):
    """A repository with two versions of an entity, checked out."""
    folder = tmp_path / "origin"
    history(folder, Change({A: X1}), Change({A: X2}))
    return folder
