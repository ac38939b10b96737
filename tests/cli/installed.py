"""The package as people install it: the wheel, laid out in a folder of its own.

checkout ──hatchling──▶ wheel ──pip --no-deps --target──▶ folder     nothing is fetched

What it needs is that of the environment that runs the tests; the checkout is no part of it.
"""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from tests import forkserver
from tests.cli.conftest import ENVIRONMENT
from tests.patience import PATIENCE
from tools.serving import free_port

ROOT = Path(__file__).parents[2]
WHY = (
    "Тринадцать из тридцати клиентов замолчали после прежней фразы",
    "На утверждение нечего ответить",
    "Больше разговоров дойдёт до заказа",
    "Клиент сам называет срок",
    "https://crm.example/report",
    "Десять прослушанных звонков",
    "sales",
    "Сравниваем год",
)
"""What is answered to `kb new change`, line by line."""


def install(folder: Path) -> None:
    """Build the wheel and install it into a folder."""
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    target = ["--target", str(folder / "lib"), wheel]
    subprocess.run([*command, *target], env=environment, check=True, capture_output=True)


class Installed:
    """A machine on which the package is installed and nothing else of ours.

    Args:
        folder: Where it is installed.
        home: That of whoever works there.
        quick: Whether a command is a copy of one Python: a start costs more than most of them do.
    """

    def __init__(self, folder: Path, home: Path, *, quick: bool = False) -> None:
        self.lib = folder / "lib"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        programs = [str(self.lib / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
        if quick:
            # What waits for Ctrl-C is started as it is installed.
            (home / "quick").mkdir()
            program = home / "quick/kb"
            program.write_text(
                f'#!/bin/sh\nkb="{self.lib}/bin/kb"\n[ "$1" = serve ] && exec "$kb" "$@"\n'
                f'exec "{forkserver.python(self.lib)}" "$kb" "$@"\n'
            )
            program.chmod(0o755)
            programs.insert(0, str(program.parent))
        self.environment = {
            **kept,
            **ENVIRONMENT,
            # Before the editable checkout of this environment.
            "PYTHONPATH": str(self.lib),
            "PATH": os.pathsep.join(programs),
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "GIT_CEILING_DIRECTORIES": str(home.parent),
        }

    def run(self, command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a line as a person types it."""
        return subprocess.run(
            ["bash", "-euc", command],
            cwd=folder,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def answered(
        self, command: str, folder: Path, answers: Iterable[str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a line on a terminal, where what it asks is answered line by line."""
        ours, theirs = os.openpty()
        os.write(ours, "".join(f"{line}\n" for line in answers).encode())
        done = subprocess.run(
            command.split(),
            cwd=folder,
            env=self.environment,
            stdin=theirs,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        os.close(ours)
        os.close(theirs)
        return done

    def served(self, folder: Path, path: str) -> str:
        """Give a page of a base that `kb serve` shows, and end it as Ctrl-C does."""
        address = f"http://127.0.0.1:{free_port()}/"
        with subprocess.Popen(
            ["kb", "serve", "--port", address.rpartition(":")[2].strip("/")],
            cwd=folder,
            env=self.environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as serving:
            try:
                assert serving.stdout
                assert address in serving.stdout.readline()
                with urllib.request.urlopen(f"{address}{path}") as answer:  # noqa: S310 - our own
                    page: str = answer.read().decode()
            finally:
                serving.terminate()
        assert serving.returncode == 130
        return page
