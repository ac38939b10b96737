"""What is dear to make and the same for all tests: made once a run, whoever needs it first."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts_kb.files import locks

Once = Callable[[str, Callable[[Path], object]], Path]


def shared_by(factory: pytest.TempPathFactory) -> Once:
    """Gives a folder by its name, filled once a run: processes that run tests share it.

    The first that asks fills it, the others wait; nobody may change it afterwards.
    """
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def give(name: str, fill: Callable[[Path], object]) -> Path:
        place = shared / f"once-{name}"
        place.mkdir(exist_ok=True)
        folder = place / name
        filled = place / "filled"
        with locks.held(place, waiting=lambda: None):
            if not filled.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                filled.touch()
        return folder

    return give
