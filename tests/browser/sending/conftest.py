"""The site of this checkout, whose form sends to a hosting of this machine."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts_kb.app.doors import headers
from scripts_kb.schema import sending
from scripts_kb.schema.config import EditTarget, Kb
from tests.browser.complaints import Complaints
from tests.browser.forms import ROOT
from tests.browser.hosting import REPO, WHO, Bare, Hosting, serving
from tests.once import Once
from tools.serving import running


class _Site(SimpleHTTPRequestHandler):
    """The site of this checkout, as `kb.yml: edit` would have it: its headers, and its form's data."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    told: headers.SiteHeaders
    target: sending.SendingTarget

    def log_message(self, *args: object) -> None:
        """Says nothing."""

    def end_headers(self) -> None:
        for name, value in self.told.headers.items():
            self.send_header(name, value)
        super().end_headers()

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/edit/forms.json":
            super().do_GET()
            return
        found = json.loads((Path(self.directory) / "edit/forms.json").read_bytes())
        found["sending"] = {**self.target._asdict(), "folder": "content/"}
        content = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="session")
def inline(published: Path) -> frozenset[bytes]:
    """Of the pages on the way: the build asks all of them, which takes longer than a test."""
    pages = ("edit", "objections/dorogo-dom")
    return frozenset().union(
        *(headers.scripts((published / each / "index.html").read_bytes()) for each in pages)
    )


@pytest.fixture(scope="session")
def begun(once: Once) -> Path:
    """A bare repository of the sample, made once; a test takes a copy."""

    def make(folder: Path) -> None:
        work = folder / "work"
        shutil.copytree(ROOT / "content", work / "content")
        env = os.environ | WHO
        for command in ("init -q -b main", "add -A", "commit -qm Начало"):
            subprocess.run(["git", *command.split()], cwd=work, env=env, check=True)
        bare = ["git", "clone", "-q", "--bare", str(work), str(folder / "bare")]
        subprocess.run(bare, check=True)

    return once("bare", make) / "bare"


@pytest.fixture
def hosting(begun: Path, tmp_path: Path) -> Iterator[Hosting]:
    with serving(Hosting(Bare(shutil.copytree(begun, tmp_path / "bare")))) as found:
        yield found


@pytest.fixture(autouse=True)
def _absent(complaints: Complaints) -> None:
    """A branch that is not there yet is asked for, and a browser calls that a mistake."""
    complaints.forgive("status of 404")


@pytest.fixture
def name() -> str:
    """Which hosting; a test of all of them says so."""
    return "gitea"


@pytest.fixture
def site(published: Path, inline: frozenset[bytes], hosting: Hosting, name: str) -> Iterator[str]:
    """The site, whose form sends to the hosting; under the policy that goes with it."""
    api = f"{hosting.address}/{name}"
    settings = Kb(branch="main", edit=EditTarget(hosting=name, api=api, repo=REPO))
    target = sending.of(settings)
    assert target
    told = headers.of(settings, "team", inline)
    handler = type("Site", (_Site,), {"told": told, "target": target})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(published)))
    with running(server):
        yield f"http://127.0.0.1:{server.server_port}"
