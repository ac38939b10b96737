"""The wheel, where no checkout is; `test_checklist.py` goes with it from an empty folder on."""

import time
import urllib.request

import pytest

from scripts_kb import __version__
from tests.cli.installed import Installed, install

pytestmark = pytest.mark.slow


@pytest.fixture
def installed(once, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return Installed(once("wheel", install), home)


def test_it_runs_from_where_it_is_installed_and_says_its_version(installed, tmp_path):
    assert installed.run("kb --version", tmp_path).stdout == f"kb, version {__version__}\n"
    where = installed.run('python -Pc "import scripts_kb as kb; print(kb.__file__)"', tmp_path)
    assert where.stdout.strip() == str(installed.lib / "scripts_kb" / "__init__.py")


def test_the_year_is_told_without_a_checkout(installed, tmp_path):
    done = installed.run("kb demo year && cd year && kb log --json", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "rationale" in done.stdout


def read(address):
    """Give a page as soon as somebody serves it."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(address)
