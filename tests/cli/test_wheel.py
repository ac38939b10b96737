"""The wheel, where no checkout is; `test_checklist.py` goes with it from an empty folder on."""

import signal
import subprocess
import urllib.request

import pytest

from scripts_kb import __version__
from tests.cli.installed import Installed, install
from tools.serving import free_port

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


def test_the_year_is_served_without_a_checkout(installed, tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with subprocess.Popen(
        ["kb", "serve", "--demo", "--port", str(port)],
        cwd=tmp_path,
        env=installed.environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        try:
            assert address in process.stdout.readline()
            # What listens already answers when the page is made.
            with urllib.request.urlopen(f"{address}effects/") as answer:  # noqa: S310 - our own
                page = answer.read().decode()
        finally:
            process.send_signal(signal.SIGINT)
    assert process.returncode == 130
    assert "Подтвердилось" in page
