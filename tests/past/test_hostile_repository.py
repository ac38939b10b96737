"""No program that a repository names runs because it is read, and none of its settings counts."""

import os
import stat
import subprocess

import pytest

from scripts_kb.git import Repository
from tests.past.test_errors import both_versions, log, unpack
from tests.recompute.small import git

HOSTILE = """
[core]
    fsmonitor = {bad}
    hooksPath = {hooks}
    pager = {bad}
    editor = {bad}
    sshCommand = {bad}
    gitProxy = {bad}
    askPass = {bad}
    alternateRefsCommand = {bad}
[pager]
    log = {bad}
    rev-parse = {bad}
    cat-file = {bad}
[diff]
    external = {bad}
    orderFile = /nonexistent
    ignoreSubmodules = all
    renames = copies
    noprefix = true
    relative = true
[diff "bad"]
    command = {bad}
    textconv = {bad}
[filter "bad"]
    clean = {bad}
    smudge = {bad}
    process = {bad}
    required = true
[merge "bad"]
    driver = {bad}
[log]
    showSignature = true
    follow = true
    showRoot = false
    diffMerges = off
    mailmap = true
    date = format:%Y
[gpg]
    program = {bad}
[gpg "ssh"]
    program = {bad}
[alias]
    log = !{bad}
    cat-file = !{bad}
    rev-parse = !{bad}
[credential]
    helper = !{bad}
[uploadpack]
    packObjectsHook = {bad}
[i18n]
    logOutputEncoding = KOI8-R
    commitEncoding = KOI8-R
[format]
    pretty = oneline
[color]
    ui = always
[remote "origin"]
    url = ext::{bad}
    vcs = bad
    uploadpack = {bad}
"""


@pytest.fixture
def hostile(origin, tmp_path):
    """The repository with every setting that may run a program; gives the file it would write."""
    written = tmp_path / "written"
    bad = tmp_path / "bad"
    bad.write_text(f'#!/bin/sh\necho "$0 $@" >> "{written}"\ncat\n')
    bad.chmod(bad.stat().st_mode | stat.S_IXUSR)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction"):
        (hooks / name).symlink_to(bad)
    with (origin / ".git/config").open("a") as config:
        config.write(HOSTILE.format(bad=bad, hooks=hooks))
    (origin / ".git/info").mkdir(exist_ok=True)
    (origin / ".git/info/attributes").write_text("* diff=bad filter=bad merge=bad\n")
    (origin / ".gitattributes").write_text("* diff=bad filter=bad merge=bad\n")
    return written


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [("log", "--json"), ("why", "objection/x"), ("show", "objection/x"), ("check",)]
)
def test_no_program_of_the_repository_runs(kb, origin, hostile, command, monkeypatch):
    monkeypatch.chdir(origin)
    code, out, _ = kb(*command)
    assert code in {0, 1}
    assert out
    assert not hostile.exists(), hostile.read_text()


def test_the_trap_would_snap(origin, hostile):
    subprocess.run(["git", "-C", origin, "status"], check=False, capture_output=True)
    assert hostile.exists()


def test_hostile_settings_change_no_answer(kb, origin, hostile):
    both_versions(kb(*log(origin)))


def test_missing_blob_is_not_fetched_by_a_program(kb, origin, hostile):
    blob = git(origin, "rev-parse", "HEAD~1:content/objections/a.yml")
    unpack(origin)
    (origin / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    with (origin / ".git/config").open("a") as config:
        config.write('[remote "origin"]\n promisor = true\n')
    code, out, _ = kb(*log(origin, "--allow-truncated"))
    assert code == 0
    assert '"gaps": ["truncated"]' in out
    assert not hostile.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_DIR", "/nonexistent"),
        ("GIT_INDEX_FILE", "/nonexistent"),
        ("GIT_EXTERNAL_DIFF", "/nonexistent"),
        ("GIT_TRACE", "1"),
        ("GIT_CONFIG_PARAMETERS", "'core.pager'='x'"),
        ("GIT_PAGER", "/nonexistent"),
        ("GIT_LITERAL_PATHSPECS", "0"),
    ],
)
def test_inherited_settings_do_not_reach_git(kb, origin, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    both_versions(kb(*log(origin)))
    assert os.environ[name] == value


@pytest.mark.slow
@pytest.mark.parametrize("name", ["--output=zz", "-x", "--all", "--exec=zz", "HEAD"])
def test_ref_named_like_an_option_is_a_ref(origin, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    commit = git(origin, "rev-parse", "HEAD")
    (origin / ".git/refs/heads" / name).write_text(f"{commit}\n")
    repository = Repository(origin)
    assert repository.resolve(name) == commit
    assert repository.resolve(f"refs/heads/{name}") == commit
    assert not (tmp_path / "zz").exists()
    assert not (origin / "zz").exists()
