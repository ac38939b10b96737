"""`kb serve` at its beginning and at its end."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from scripts_kb.cli import serve
from scripts_kb.problems import Place, Problem
from tests.heard import heard
from tests.patience import PATIENCE
from tools.serving import free_port

SETTINGS = """site_name: X
theme: {name: material, font: false}
nav: [index.md]
not_in_nav: "/**"
plugins: [scripts-kb]
"""


@pytest.fixture
def base(folder):
    (folder.root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    folder.commit("Начало", {"objections/a.yml": "id: a\ntitle: Дорого\nstatus: draft\n"})
    return folder


def test_a_busy_port_is_one_line_before_any_work(base, kb, monkeypatch):
    monkeypatch.setattr("scripts_kb.app.preview.shown.Preview.start", None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = kb("serve", "--port", port)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"Порт {port} занят" in err
    assert f"--port {port + 1}" in err


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_says_where_it_serves_and_ends_at_once_and_clean(base, sent):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "scripts_kb", "serve", "--port", str(port)],
        cwd=base.root,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=heard,  # noqa: PLW1509 - no other thread
    )
    with process:
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        process.send_signal(sent)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in err
    with socket.socket() as again:
        again.bind(("127.0.0.1", port))


def test_settings_that_no_site_can_be_built_with_are_one_line(base, kb):
    (base.root / "mkdocs.yml").write_text("site_name: X\ntheme: {name: nope}\n", encoding="utf-8")
    code, out, err = kb("serve", "--port", free_port())
    assert (code, out) == (2, "")
    assert err.startswith("kb: mkdocs.yml: ")


def test_the_site_of_partners_takes_no_edits(base, kb):
    code, out, err = kb("serve", "--edit", "--audience", "partner", "--port", free_port())
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "Уберите --edit" in err


def test_the_year_is_the_samples_and_no_other_folders(base, kb):
    code, out, err = kb("serve", "--demo", "--content", "content")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--demo" in err


def test_the_year_greets_nobody_with_what_waits_there_for_a_keeper(capsys):
    waits = Problem(Place("insights/a.yml"), "proposal-waits", {"id": "one-word", "count": 7})
    wrong = Problem(Place("insights/a.yml"), "no-reply", {"id": "two-words"})
    serve._say_of_the_year("ru", (waits,))
    assert "".join(capsys.readouterr()) == ""
    serve._say_of_the_year("ru", (waits, wrong))
    told = capsys.readouterr().out
    assert ("two-words" in told, "one-word" in told) == (True, False)
