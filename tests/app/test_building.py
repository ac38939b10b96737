"""A site is published whole: two builds at once wait for each other, a killed one changes nothing."""

import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from scripts_kb.app import building, making
from scripts_kb.app.doors import headers
from scripts_kb.content import starter
from scripts_kb.files import locks
from scripts_kb.pages.call import hashes
from scripts_kb.past import keeping
from tests import forkserver
from tests.heard import heard
from tests.thorough import tried

ROOT = Path(__file__).resolve().parents[2]
KB = "company: Проба\nlanguage: ru\nsegments: [{id: cafe, title: Кафе}]\n"
CARD = "id: {0}\ntitle: Карточка {0}\nstatus: live\nanswers:\n  - {{id: a, say: Да, next_question: Как?}}\n"
OFFER = """id: newcomer
title: Для новых
status: live
audience: partner
segments: [cafe]
promise: Первая партия на пробу
price: {list: 99000, currency: RUB, unit: кг}
internal: {floor: 73519}
valid_from: 2026-01-01
"""
WAITS = "Сайт этой базы сейчас собирает другая команда. Ждём, пока она закончит.\n"
FLOOR = b"73519"
SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL).findall
KILLS = tried(8, 2)
"""How many builds are killed, at moments evenly over what a build takes."""


def small(folder: Path) -> Path:
    """Make a base of three cards, one with a number that heads alone see."""
    for path, text in {
        "kb.yml": KB,
        "objections/a.yml": CARD.format("a"),
        "objections/b.yml": CARD.format("b"),
        "offers/newcomer.yml": OFFER,
    }.items():
        file = folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    # The reference of the package takes longer than all the rest.
    config = re.sub(r"^  - mkdocstrings:\n(?:   .*\n?)*", "", config, flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    landed(folder, "Первое")
    return folder


def landed(folder: Path, subject: str) -> None:
    identity = ["-c", "user.name=Проверка", "-c", "user.email=test@example.com"]
    for step in (["init", "-q"], ["add", "content"], ["commit", "-q", "-m", subject]):
        subprocess.run(["git", *identity, *step], cwd=folder, check=True)


def started(
    folder: Path, *arguments: str, python: str = sys.executable
) -> "subprocess.Popen[bytes]":
    command = [
        python,
        "-P",
        "-m",
        "scripts_kb",
        "build",
        "--today",
        "2026-11-21",
        *arguments,
    ]
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1700000000"},
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heard,  # noqa: PLW1509 - no other thread
    )


def told(process: "subprocess.Popen[bytes]") -> str:
    """Give the first line of what a build says."""
    assert process.stderr is not None
    return process.stderr.readline().decode()


def finished(process: "subprocess.Popen[bytes]") -> str:
    said = process.communicate()[1].decode()
    assert process.returncode == 0, said
    return said


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_each_audience_has_a_tree_of_its_own():
    trees = {building.docs(Path("kb"), each).as_posix() for each in building.SITES}
    assert trees == {"kb/build/docs", "kb/build/docs-heads", "kb/build/docs-partner"}


def test_git_sees_no_tree(tmp_path):
    tree = building.begun(building.docs(tmp_path, "partner"))
    assert contents(tree) == {".gitignore": b"*\n"}
    (tree / ".gitignore").write_text("!*.md\n")
    assert contents(building.begun(tree)) == {".gitignore": b"!*.md\n"}


def test_the_folder_that_mkdocs_asks_for_comes_back_as_a_base_keeps_it(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text("docs_dir: pages\n", "utf-8")
    building.ready(config)
    assert contents(tmp_path).keys() == {"mkdocs.yml"}
    config.write_text("site_name: A\ndocs_dir: build/docs # made\n", "utf-8")
    building.ready(config)
    kept = (ROOT / "build/docs/.gitignore").read_bytes()
    assert kept == (starter.FOLDER / "beside/docs-gitignore").read_bytes()
    assert contents(tmp_path / "build") == {"docs/.gitignore": kept}


def test_a_folder_that_cannot_be_replaced_is_said_in_one_line(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(16, "Device or resource busy")

    (tmp_path / "site").mkdir()
    monkeypatch.setattr("scripts_kb.files.folders._exchanged", refuse)
    with (
        pytest.raises(building.UserError, match="Device or resource busy"),
        building.published(tmp_path / "site", ExitStack()) as new,
    ):
        new.mkdir()
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_the_old_site_is_gone_when_the_last_is_done(tmp_path):
    for text in ("old", "new"):
        with ExitStack() as last:
            with building.published(tmp_path / "site", last) as new:
                new.mkdir()
                (new / "index.html").write_text(text)
            assert contents(tmp_path / "site") == {"index.html": text.encode()}
        assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.mark.slow
def test_builds_of_different_audiences_at_once_wait_and_never_mix(tmp_path, looked_up):
    folder, python = small(tmp_path), str(forkserver.python())
    looked_up(folder)
    alone = {}
    for audience in building.SITES:
        said = finished(started(folder, "--audience", audience, python=python))
        looks = "kb serve" if audience == "team" else f"kb serve --audience {audience}"
        assert f"Посмотреть: {looks}.\n" in said
        alone[audience] = contents(folder / building.SITES[audience])
    assert [each for each in alone if FLOOR in b"".join(alone[each].values())] == ["heads"]
    # Nothing is known of what stands, so each of them builds.
    shutil.rmtree(folder / keeping.CACHE)
    with locks.held(folder, waiting=pytest.fail):
        waited = [
            started(folder, "--audience", *asked, python=python)
            for asked in (("heads", "--tree-only"), ("partner",), ("team",))
        ]
        assert [told(each) for each in waited] == [WAITS] * 3
    for each in waited:
        finished(each)
    for audience in ("partner", "team"):
        assert contents(folder / building.SITES[audience]) == alone[audience]


@pytest.mark.slow
def test_what_a_server_needs_lies_beside_the_site_and_stands_with_it(tmp_path, looked_up):
    folder, python = small(tmp_path), str(forkserver.python())
    looked_up(folder)
    finished(started(folder, "--compress", python=python))
    first = contents(folder / "site")
    assert [path for path in first if path.startswith("headers")] == []
    policy = headers.read(folder)["site"].headers[headers.POLICY]
    inline = {
        each for path, page in first.items() if path.endswith(".html") for each in SCRIPT(page)
    }
    assert inline
    assert set(re.findall(r"'(sha256-[^']+)'", policy)) == set(map(hashes.integrity, inline))
    assert gzip.decompress(first["index.html.gz"]) == first["index.html"]
    # An edit: what stands compressed is taken over, what does not is made; as if made from nothing.
    (folder / "content/objections/a.yml").write_text(CARD.format("a").replace("Да", "Нет"), "utf-8")
    landed(folder, "Второе")
    # A build that could not tell the server has not been: the next one does it.
    (folder / "headers.json").unlink()
    (folder / "headers.json").mkdir()
    refused = started(folder, "--compress", python=python)
    said = refused.communicate()[1].decode()
    assert (refused.returncode, said.count("headers.json")) == (2, 1)
    (folder / "headers.json").rmdir()
    (folder / "headers.json").write_text(
        '{"sites": {"site": {"audience": "team", "headers": {}, "paths": []}}}'
    )
    finished(started(folder, "--compress", python=python))
    assert headers.read(folder)["site"].headers[headers.POLICY] == policy
    second = contents(folder / "site")
    assert second["objections/a/index.html.gz"] != first["objections/a/index.html.gz"]
    for path, content in second.items():
        if path.endswith(".html.gz"):
            assert gzip.decompress(content) == second[path.removesuffix(".gz")]
    finished(started(folder, python=python))
    assert [path for path in contents(folder / "site") if path.endswith(".gz")] == [
        "sitemap.xml.gz"
    ]


@pytest.mark.slow
def test_no_module_that_lies_beside_the_settings_runs(tmp_path, looked_up):
    folder = small(tmp_path)
    looked_up(folder)
    (folder / "yaml.py").write_text("open('ran', 'w')\n", "utf-8")
    finished(started(folder))
    assert (folder / "site/index.html").is_file()
    assert not (folder / "ran").exists()


STOPPED = """import os, signal
def on_pre_build(config):
    os.killpg(0, signal.SIGINT)
"""
"""A terminal tells every process of a command of Ctrl-C."""


@pytest.mark.slow
def test_who_stops_a_build_is_told_nothing_by_mkdocs(tmp_path, looked_up):
    folder = small(tmp_path)
    looked_up(folder)
    (folder / "stop.py").write_text(STOPPED, "utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "\nhooks: [stop.py]\n", "utf-8")
    stopped = started(folder)
    # The line that the terminal has begun with ^C is ended, and nothing is said.
    assert (stopped.communicate()[1], stopped.returncode) == (b"\n", 130)
    assert [each.name for each in folder.iterdir() if "site" in each.name] == []


def test_nor_by_what_makes_the_pages(tmp_path):
    fake = tmp_path / "scripts_kb" / "app"
    fake.mkdir(parents=True)
    for each in (fake.parent, fake):
        (each / "__init__.py").touch()
    (fake / "making.py").write_text(
        "import os, signal\ndef main(): os.kill(os.getpid(), signal.SIGINT)\n", "utf-8"
    )
    command = [sys.executable, "-ISc", making._START, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.slow
def test_killed_at_any_moment_the_published_site_is_the_old_or_the_new_one(tmp_path, looked_up):
    folder = small(tmp_path)
    looked_up(folder)
    site, card = folder / "site", folder / "content/objections/c.yml"
    whole, took = [], []
    for text in (CARD.format("c"), CARD.format("c").replace("Да", "Нет")):
        card.write_text(text, "utf-8")
        begun = time.monotonic()
        finished(started(folder))
        took.append(time.monotonic() - begun)
        whole.append(contents(site))
    assert whole[0] != whole[1]
    # The exchange itself is killed in tests/files, and each change of a file by `tools/bench faults`.
    for number in range(KILLS):
        card.write_text(CARD.format("c").replace("Да", ("Да", "Нет")[number % 2]), "utf-8")
        process = started(folder)
        try:
            process.wait((number + 0.5) / KILLS * max(took))
        except subprocess.TimeoutExpired:
            # Now the program alone, now all that it has started.
            (os.kill if number % 3 else os.killpg)(process.pid, signal.SIGKILL)
        process.wait()
        assert contents(site) in whole
        process.communicate()
        assert contents(site) in whole
    finished(started(folder))
    assert contents(site) == whole[1]
    assert [each.name for each in folder.iterdir() if each.name.startswith(".site")] == []
