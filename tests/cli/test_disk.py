"""What the system refuses is one line with the file, exit code 2, and nothing half written."""

import logging
import os
import runpy

import pytest

from scripts_kb.cli import outside


@pytest.fixture
def full(monkeypatch):
    """A disk on which nothing finds room."""

    def refuse(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)


def test_a_full_disk_is_told_with_the_file_that_was_to_be_written(folder, kb, full):
    code, out, err = kb("new", "objection", "--title", "Дорого")
    file = folder.root / "content/objections/dorogo.yml"
    assert (code, out) == (2, "")
    assert err == (
        f"kb: {file}: система отказала: на диске кончилось место. Проверьте место на диске и права "
        "на папку, затем повторите команду.\n"
    )
    assert list(file.parent.iterdir()) == []


def test_formatting_on_a_full_disk_leaves_the_file(folder, kb, full):
    folder.write({"objections/a.yml": "id: a\ntitle: A\nstatus: draft\nanswers:\n- say: Да\n"})
    before = (folder.root / "content/objections/a.yml").read_bytes()
    assert kb("fmt")[0] == 2
    assert (folder.root / "content/objections/a.yml").read_bytes() == before
    assert [each.name for each in (folder.root / "content/objections").iterdir()] == ["a.yml"]


def test_what_names_no_file_is_told_too(folder, kb, monkeypatch):
    def refuse(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("scripts_kb.app.present.base", refuse)
    code, _, err = kb("check")
    assert code == 2
    assert err.startswith("kb: система отказала: диск только для чтения. ")
    assert err.count("\n") == 1


def test_a_build_on_a_full_disk_is_a_line(folder, capsys, monkeypatch):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device", "site/index.html")

    monkeypatch.setattr(runpy, "run_module", refuse)
    with pytest.raises(SystemExit) as left:
        outside.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("kb: site/index.html: система отказала: ")


def test_a_page_that_cannot_be_written_is_told_once(folder, capsys, caplog, monkeypatch):
    log = logging.getLogger("mkdocs.commands.build")

    def write():
        raise OSError(28, "No space left on device", "site/a.html")

    def build(*_, **__):
        log.error("heard")
        try:
            write()
        except OSError:
            log.exception("Error building page 'a.md'")
            raise

    monkeypatch.setattr(log, "filters", [])
    monkeypatch.setattr(runpy, "run_module", build)
    with pytest.raises(SystemExit) as left:
        outside.main()
    assert (left.value.code, [each.message for each in caplog.records]) == (2, ["heard"])
    assert capsys.readouterr().err.startswith("kb: site/a.html: система отказала: ")


@pytest.mark.parametrize("handed", ["pipe", "folder", "/dev/zero"])
@pytest.mark.parametrize("command", [("facts", "import"), ("import", "voice")])
def test_what_is_no_file_is_refused_at_once(command, handed, folder, kb):
    os.mkfifo(folder.root / "pipe")
    (folder.root / "folder").mkdir()
    code, _, err = kb(*command, handed)
    assert (code, err.count("\n")) == (2, 1)


@pytest.mark.slow
@pytest.mark.parametrize("today", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "argv",
    [
        ("check",),
        ("facts", "ledger"),
        ("briefing", "--month", "9999-12"),
        ("briefing", "--month", "0001-01"),
        ("new", "offer", "--title", "X"),
        ("build", "--tree-only"),
        ("export", "--format", "json"),
        ("diff", "HEAD"),
    ],
)
def test_the_calendar_has_ends(argv, today, folder, kb):
    folder.commit("Начало", {"objections/a.yml": "id: a\ntitle: A\nstatus: draft\n"})
    assert kb(*argv, "--today", today)[0] in {0, 1}
