"""Two processes dress a site as one does; whichever of them ends, nothing half and nobody is left."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scripts_kb.app import dressing
from tests.app.test_dressing import CONFIG, contents, tree
from tests.once import Once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no copy of a process"),
]

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import os, signal, sys, time
from mkdocs.__main__ import cli
from scripts_kb.app import aside, chosen
from scripts_kb.app.chosen import Chosen
from scripts_kb.app.plugin import ScriptsKbPlugin

ScriptsKbPlugin.on_pre_build = lambda *_, **__: None
os.sched_getaffinity = lambda _: {0, 1}
chosen._MANY = 1
fill, begin = Chosen._fill_aside, aside.Copy.__init__

def begun(self, work):
    print("copied", file=sys.stderr, flush=True)
    begin(self, work)

aside.Copy.__init__ = begun
exec(sys.argv.pop(1))
cli(["build", "--strict", "--site-dir", sys.argv[1]])
"""
"""MkDocs, for which few pages are many."""

ONE_CORE = "os.sched_getaffinity = lambda _: {0}"
FAILS = """
def failing(*_):
    raise ValueError
Chosen._fill_aside = failing
"""
KILLED = """
one = Chosen._fill
def killed(self, path, site):
    if os.getppid() != int(os.environ["PARENT"]):
        one(self, path, site)
        site.joinpath(self.src_uris[path].dest_uri).write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)
    return one(self, path, site)
Chosen._fill = killed
"""
TORN = """
def torn(self, nav, config, sending):
    os.write(sending.fileno(), b"\\0\\0\\1\\0torn")
Chosen._fill_aside = torn
"""
HANGS = """
def hangs(self, nav, config, sending):
    sending.send(({}, set()))
    print("hangs", file=sys.stderr, flush=True)
    time.sleep(3600)
Chosen._fill_aside = hangs
"""


def laid(folder: Path) -> Path:
    for path, text in tree().items():
        file = folder / "tree-partner" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (folder / "tree").mkdir()
    (folder / "content").mkdir()
    (folder / "content/kb.yml").write_text("company: Проба\nlanguage: ru\n", "utf-8")
    for name in ("tiny", "other"):
        module = 'def sold() -> int:\n    """Count as [told][tips]."""\n'
        (folder / f"{name}.py").write_text(module, "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    return folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder with a tree of pages, and a module that its reference tells of."""
    return laid(tmp_path)


@pytest.fixture
def alone(once: Once) -> dict[str, bytes]:
    """The site of that folder as one process dresses it."""

    def fill(folder: Path) -> None:
        assert not built(laid(folder), "alone", ONE_CORE)

    return contents(once("dressed-alone", fill) / "alone")


def started(base: Path, site: str, how: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, how, str(base / site)],
        cwd=base,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": "1700000000",
            "NO_MKDOCS_2_WARNING": "1",
            "PARENT": str(os.getpid()),
            dressing.SITE_VARIABLE: str(base / "none"),
            dressing.RECORD_VARIABLE: str(base / "record"),
        },
        stderr=subprocess.PIPE,
        text=True,
    )


def built(base: Path, site: str, how: str = "") -> bool:
    """Build a site, and tell whether two did; this ends when nobody is left who could speak."""
    process = started(base, site, how)
    said = process.communicate()[1]
    assert process.returncode == 0, said
    return "copied" in said.splitlines()


@pytest.mark.parametrize("how", ["", FAILS, KILLED, TORN])
def test_the_site_is_the_same_whatever_happens_to_the_second_process(base, alone, how):
    assert built(base, "both", how)
    assert contents(base / "both") == alone


def test_what_both_read_is_said_once(base):
    (base / "tree-partner/offers/1.md").unlink()
    process = started(base, "site", "")
    said = process.communicate()[1]
    assert process.returncode == 1
    assert said.count("target 'offers/1.md' is not found") == 1


def test_a_mistake_of_the_first_ends_both(base):
    (base / "tree-partner/guide/more.md").write_bytes(b"\xff")
    process = started(base, "site", HANGS)
    said = process.communicate()[1]
    assert process.returncode == 1
    assert "Encoding error reading file" in said


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_the_second_process_ends_with_the_first(base, ending):
    process = started(base, "site", HANGS)
    assert process.stderr is not None
    while process.stderr.readline() != "hangs\n":
        assert process.poll() is None
    process.send_signal(ending)
    process.communicate()
    assert process.returncode != 0
