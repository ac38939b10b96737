"""Every odd repository: the right answer, or one clear line and exit 2; nothing of it is run."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from scripts_kb.cli import mistakes
from scripts_kb.git import Repository
from scripts_kb.problems import UserError
from tests.recompute.small import Change, git, history

A, B = "objections/a.yml", "objections/b.yml"
X1 = "id: x\ntitle: раз\n"
X2 = "id: x\ntitle: два\n"


def one_line(result, *words):
    code, out, err = result
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert not [word for word in words if word not in err], err
    assert "Traceback" not in err


def both_versions(result):
    code, out, err = result
    assert (code, err) == (0, "")
    assert out.count("objection/x") >= 2
    assert '"version": 2' in out
    assert '"version": 1' in out


def log(folder, *more):
    return ("log", "--json", "--content", folder / "content", *more)


def test_shallow_clone_is_refused(kb, origin, tmp_path):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", origin.as_uri(), str(clone))
    one_line(kb(*log(clone)), "fetch-depth: 0", "shallow")


def test_shallow_clone_marks_what_is_missing(kb, origin, tmp_path):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", origin.as_uri(), str(clone))
    code, out, _ = kb(*log(clone, "--allow-truncated"))
    assert code == 0
    assert '"version": null' in out
    assert '"gaps": ["truncated"]' in out


def test_partial_clone_is_refused(kb, origin, tmp_path):
    clone = tmp_path / "clone"
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", origin.as_uri(), str(clone))
    one_line(kb(*log(clone)), "fetch-depth: 0", "partial")


def test_partial_clone_marks_what_is_missing_and_fetches_nothing(kb, origin, tmp_path):
    clone = tmp_path / "clone"
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", origin.as_uri(), str(clone))
    before = sorted(path for path in (clone / ".git/objects").rglob("*") if path.is_file())
    code, out, _ = kb(*log(clone, "--allow-truncated"))
    assert code == 0
    assert '"gaps": ["truncated"]' in out
    after = sorted(path for path in (clone / ".git/objects").rglob("*") if path.is_file())
    assert before == after


def test_bare_repository(kb, origin, tmp_path):
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(origin), str(bare))
    one_line(kb("log", "--content", bare), "bare")


def test_inside_the_git_folder(kb, origin):
    one_line(kb("log", "--content", origin / ".git"))


def test_linked_worktree(kb, origin, tmp_path):
    git(origin, "worktree", "add", "-q", str(tmp_path / "linked"))
    both_versions(kb(*log(tmp_path / "linked")))


def test_knowledge_base_in_a_submodule(kb, origin, tmp_path):
    outer = tmp_path / "outer"
    git(tmp_path, "init", "-q", str(outer))
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(origin), "kb")
    both_versions(kb(*log(outer / "kb")))


def test_submodule_in_the_content_is_said(kb, origin):
    commit = git(origin, "rev-parse", "HEAD")
    git(origin, "update-index", "--add", "--cacheinfo", f"160000,{commit},content/objections/sub")
    git(origin, "commit", "-q", "-m", "submodule")
    code, out, _ = kb(*log(origin))
    assert code == 0
    assert '"path": "content/objections/sub"' in out
    assert '"gaps": ["submodule"]' in out


def test_detached_head(kb, origin):
    git(origin, "checkout", "-q", "--detach")
    both_versions(kb(*log(origin)))


def test_unborn_branch(kb, tmp_path):
    git(tmp_path, "init", "-q", "repo")
    (tmp_path / "repo/content").mkdir()
    one_line(kb(*log(tmp_path / "repo")), "git commit")


def test_no_repository(kb, tmp_path):
    (tmp_path / "content").mkdir()
    one_line(kb("log", "--content", tmp_path / "content"), "git init")


def test_no_git(kb, origin, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    one_line(kb(*log(origin)), "apt install git")


def test_repository_of_another_owner(kb, origin, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    # What git itself uses in its tests: no file belongs to us.
    git_ = tmp_path / "bin" / "git"
    git_.parent.mkdir()
    real = shutil.which("git")
    git_.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real} "$@"\n')
    git_.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git_.parent}:{os.environ['PATH']}")
    one_line(kb(*log(origin)), "safe.directory")


def test_missing_blob(kb, origin):
    blob = git(origin, "rev-parse", "HEAD~1:content/objections/a.yml")
    unpack(origin)
    (origin / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    one_line(kb(*log(origin)), blob, "git fsck")


def test_missing_commit(kb, origin):
    commit = git(origin, "rev-parse", "HEAD~1")
    unpack(origin)
    (origin / f".git/objects/{commit[:2]}/{commit[2:]}").unlink()
    one_line(kb(*log(origin)), commit)


def test_truncated_pack(kb, origin):
    git(origin, "repack", "-q", "-a", "-d")
    pack = next((origin / ".git/objects/pack").glob("*.pack"))
    content = pack.read_bytes()
    pack.chmod(0o644)
    pack.write_bytes(content[: len(content) // 2])
    one_line(kb(*log(origin)))


def test_garbled_blob(kb, origin):
    blob = git(origin, "rev-parse", "HEAD~1:content/objections/a.yml")
    unpack(origin)
    loose = origin / f".git/objects/{blob[:2]}/{blob[2:]}"
    loose.chmod(0o644)
    loose.write_bytes(b"\0" + loose.read_bytes()[1:])
    one_line(kb(*log(origin)), blob)


def unpack(folder):
    for pack in (folder / ".git/objects/pack").glob("*.pack"):
        content = pack.read_bytes()
        for file in pack.parent.glob(f"{pack.stem}.*"):
            file.unlink()
        subprocess.run(["git", "-C", folder, "unpack-objects", "-q"], input=content, check=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["index.lock", "HEAD.lock", "packed-refs.lock", "shallow.lock"])
def test_held_lock(kb, origin, name):
    (origin / ".git" / name).touch()
    both_versions(kb(*log(origin)))


@pytest.mark.parametrize(
    "text", ["[core\n", "[core]\n\trepositoryformatversion = 99\n", "[extensions]\n\tx = 1\n"]
)
def test_settings_that_git_refuses(kb, origin, text):
    config = origin / ".git/config"
    config.write_text(text if "core" in text else f"[core]\n\trepositoryformatversion = 1\n{text}")
    one_line(kb(*log(origin)))


def test_broken_head(kb, origin):
    (origin / ".git/HEAD").write_text("нет\n")
    one_line(kb(*log(origin)))


def test_replaced_and_grafted_commits_are_those_that_were_made(kb, origin):
    first, last = git(origin, "rev-parse", "HEAD~1"), git(origin, "rev-parse", "HEAD")
    git(origin, "replace", last, first)
    (origin / ".git/info").mkdir(exist_ok=True)
    (origin / ".git/info/grafts").write_text(f"{last}\n")
    both_versions(kb(*log(origin)))


def test_names_in_two_normal_forms_are_two_files(kb, tmp_path):
    nfc, nfd = "objections/й.yml", "objections/и\u0306.yml"
    history(tmp_path / "r", Change({nfc: X1}), Change({nfd: X1.replace("x", "y")}))
    code, out, _ = kb(*log(tmp_path / "r"))
    assert code == 0
    assert nfc in out
    assert nfd in out


def test_texts_in_two_normal_forms_differ(kb, tmp_path):
    one, other = "id: x\ntitle: й\n", "id: x\ntitle: и\u0306\n"
    history(tmp_path / "r", Change({A: one}), Change({A: other}))
    both_versions(kb(*log(tmp_path / "r")))


def test_content_folder_with_a_name_in_another_normal_form(kb, tmp_path):
    folder = tmp_path / "r"
    history(folder, Change({A: X1}))
    git(folder, "mv", "content", "и\u0306")
    git(folder, "commit", "-q", "-m", "Переезд")
    code, out, _ = kb("log", "--json", "--content", folder / "и\u0306")
    assert code == 0
    assert '"version": 1' in out


def test_names_and_messages_that_are_no_text(kb, tmp_path):
    folder = tmp_path / "r"
    history(folder, Change({A: X1}, b"\xcf\xf0\xe8\n\nOrigin: \xcf"))
    name = os.fsencode(folder) + b"/content/objections/\xff.yml"
    with open(name, "wb") as file:  # noqa: PTH123 - the name is bytes
        file.write(b"id: y\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "name")
    code, out, _ = kb(*log(folder))
    assert code == 0
    assert "message-encoding" in out
    assert "objection/y" in out


def test_message_in_a_declared_encoding_is_read(kb, tmp_path):
    folder = tmp_path / "r"
    history(folder, Change({A: X1}))
    (folder / "content" / A).write_text(X2)
    encoding = ("-c", "i18n.commitEncoding=cp1251")
    message = folder / "message"
    message.write_bytes("Цена\n\nПочему: потому".encode("cp1251"))
    git(folder, *encoding, "commit", "-q", "-a", "-F", str(message))
    code, out, _ = kb(*log(folder))
    assert code == 0
    assert '"cause": "потому"' in out
    assert "message-encoding" not in out


def test_links_in_the_content_are_said_and_not_followed(kb, tmp_path):
    folder = tmp_path / "r"
    history(folder, Change({A: X1, B: "-> a.yml", "objections/outside": "-> /etc"}))
    code, out, _ = kb(*log(folder))
    assert code == 0
    assert out.count('"gaps": ["symlink"]') == 2
    assert out.count('"kind": "added"') == 1


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["", "time_zone: Europe/Moscow\n"])
@pytest.mark.parametrize(
    ("date", "landed"),
    [
        ("253402300799 +0000", "9999-12-30T"),
        ("18446744073709551615 +0000", "9999-12-30T"),
        ("0 -1200", "19"),
        ("-5 +0000", "1970-01-01T"),
        ("soon", "1970-01-01T"),
        ("1790000000 +9999", "2026-09-21T"),
    ],
)
def test_date_that_no_calendar_has(kb, tmp_path, date, landed, zone):
    folder = tmp_path / "r"
    history(folder, Change({A: X1, "kb.yml": f"company: X\n{zone}"}), Change({A: X2}))
    whole = git(folder, "cat-file", "commit", "HEAD")
    odd = re.sub(r"(?m)^(committer .*>) .*$", rf"\1 {date}", whole)
    (tmp_path / "commit").write_text(f"{odd}\n")
    name = git(folder, "hash-object", "-t", "commit", "-w", "--literally", str(tmp_path / "commit"))
    git(folder, "update-ref", "HEAD", name)
    code, out, err = kb(*log(folder))
    assert (code, err) == (0, "")
    assert json.loads(out)[0]["landed"].startswith(landed)
    content = ("--content", folder / "content")
    for command in (["log"], ["why", "objection/x"], ["show", "objection/x@2030-01-01"], ["diff"]):
        assert kb(*command, *content)[0] == 0, command
    assert isinstance(Repository(folder).time(name)[0], int)


def test_folder_that_is_nowhere(kb, origin):
    one_line(kb("log", "--json", "--content", origin / "elsewhere"), "elsewhere", "--content ПАПКА")
    git(origin, "rm", "-q", "-r", "content")
    both_versions(kb(*log(origin)))


def test_large_blob_is_a_gap(kb, tmp_path):
    folder = tmp_path / "r"
    history(folder, Change({A: X1}), Change({B: b"id: y\ntitle: " + b"x" * 3_000_000}))
    code, out, _ = kb(*log(folder))
    assert code == 0
    assert '"gaps": ["too-big"]' in out


@pytest.mark.slow
def test_blob_of_200_megabytes_takes_no_memory(tmp_path):
    folder = tmp_path / "r"
    history(folder, Change({A: X1}), Change({B: b"0" * 200_000_000}))
    code = (
        "import pathlib, re, sys\nfrom scripts_kb import cli\n"
        f"code = cli.run(['log', '--json', '--content', {str(folder / 'content')!r}])\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(code, re.search('VmHWM:\\\\s*(\\\\d+)', status)[1], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    exit_code, peak = done.stderr.splitlines()[-1].split()
    assert exit_code == "0", done.stderr
    assert "too-big" in done.stdout
    assert int(peak) < 150_000


def test_kind_and_folder_change(kb, tmp_path):
    folder = tmp_path / "r"
    history(folder, Change({A: X1}), Change({A: None, "offers/ещё/a.yml": X1}))
    code, out, _ = kb(*log(folder))
    assert code == 0
    assert '"entity": "offer/x", "version": 1, "kind": "added"' in out
    assert '"entity": "objection/x", "version": 2, "kind": "removed"' in out


def test_two_files_with_one_id_in_an_old_commit(kb, tmp_path):
    folder = tmp_path / "r"
    history(folder, Change({A: X1, B: X2}), Change({B: None}))
    code, out, _ = kb(*log(folder))
    assert code == 0
    assert out.count("duplicate-id") == 1
    assert out.count('"kind": "added"') == 1


def test_sha256_repository(kb, tmp_path):
    git(tmp_path, "init", "-q", "--object-format=sha256", "r")
    folder = tmp_path / "r"
    (folder / "content/objections").mkdir(parents=True)
    for text in (X1, X2):
        (folder / "content" / A).write_text(text)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", text)
    both_versions(kb(*log(folder)))


@pytest.mark.parametrize(
    ("argv", "offered"), [(["log"], True), (["export"], False), (["facts", "ledger"], True)]
)
def test_what_a_command_does_not_know_is_no_advice(argv, offered):
    error = UserError("cut-history", cut="shallow")
    assert ("--allow-truncated" in mistakes._message(error, argv).said("ru")) == offered
