"""Commands on tiny knowledge bases, with and without a real git repository."""

import contextlib
import os
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts_kb import cli
from tests import committing

KB = "company: X\nlanguage: ru\ntime_zone: Europe/Moscow\nsegments: [{id: cafe, title: Кафе}]\n"
CARD = "id: {}\ntitle: Карточка {}\nstatus: draft\n"
# Neither the person's settings nor the machine's take part.
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


class Folder:
    """A folder with `content/` in which commands are run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = 0
        self.day = "2026-11-01"

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        for path, text in files.items():
            file = self.root / "content" / path
            if text is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def environment(self) -> dict[str, str]:
        at = f"{self.day}T10:00:{self.clock:02}+03:00"
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            **ENVIRONMENT,
            "GIT_AUTHOR_DATE": at,
            "GIT_COMMITTER_DATE": at,
        }

    def git(self, *arguments: str) -> str:
        # After each commit git would start a second process, to see what there is to tidy up.
        command = ["git", "-c", "maintenance.auto=false", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=self.environment(), check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def commit(self, message: str, files: Mapping[str, str | bytes | None]) -> str:
        if not (self.root / ".git").exists():
            committing.init(self.root)
        self.clock += 1
        self.write(files)
        with contextlib.suppress(committing.Unusual):
            return committing.commit(self.root, message.encode(), self.environment())
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Gives a folder with a small knowledge base, and goes there."""
    monkeypatch.chdir(tmp_path)
    # A repository around the temporary folder is not ours.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    made = Folder(tmp_path)
    made.write({"kb.yml": KB})
    return made


@pytest.fixture
def kb(capsys):
    """Runs a command: gives its exit code, standard output and standard error."""

    def run(*argv: str) -> tuple[int, str, str]:
        code = cli.run([str(each) for each in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return run
