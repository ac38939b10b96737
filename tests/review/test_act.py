"""The workflows of GitHub, run whole by `act`, which plays its runner: offline, without containers.

    event ──act──▶ jobs, needs, conditions, expressions, outputs ──▶ artifacts
                     └ actions of others: stand-ins that copy files; `gh`: a list of answers

Those of Gitea are run by `test_gitea_run.py`.
"""

import json
import re
from pathlib import Path

import pytest

from tests import forkserver

from .acting import acted, minutes
from .running import INSTALLED, ROOT, programs, with_site
from .test_recipes_run import HOSTING, request

pytestmark = pytest.mark.slow

RECIPES = INSTALLED / "github/workflows"
USES = re.compile(r"uses: ([\w-]+/([\w-]+)@[0-9a-f]{40})")
COPIES = {
    "checkout": 'git init -q "$TO"; cd "$TO"; git remote add origin "$SOURCE"; git fetch -q origin;'
    ' git checkout -qfB "${REF:-main}" "origin/${REF:-main}"',
    "upload-artifact": 'mkdir -p "$KEPT/$NAME"; cp -a "$FROM/." "$KEPT/$NAME"',
    "upload-pages-artifact": 'mkdir -p "$KEPT/site"; cp -a "$FROM/." "$KEPT/site"',
    "download-artifact": 'mkdir -p "$TO"; cp -a "$KEPT/$NAME/." "$TO"',
}
"""What the actions do that move files; the others do nothing."""
ACTION = """\
name: stand-in
inputs: {{{inputs}}}
outputs:
  artifact-url: {{value: "https://hosting.test/artifacts/2"}}
  page_url: {{value: "https://kb.example/"}}
runs:
  using: composite
  steps:
    - shell: bash
      env:
        TO: ${{{{ inputs.path || '.' }}}}
        FROM: ${{{{ inputs.path }}}}
        NAME: ${{{{ inputs.name }}}}
        REF: ${{{{ inputs.ref }}}}
      run: {run}
"""
INPUTS = (
    "path name ref key script fetch-depth persist-credentials python-version restore-keys"
    " retention-days if-no-files-found"
)


@pytest.fixture
def act(base, job, tmp_path_factory, record_property):
    """Run a workflow of the published branch for an event; give what it said and what it kept."""
    folder = tmp_path_factory.mktemp("act")
    base.git("switch", "-q", "main")
    with_site(base)
    clone = folder / "clone"
    base.git("switch", "-q", "branch")
    pull = request(base)
    base.git("clone", "-q", "--bare", str(base.root), str(folder / "bare"))
    base.git(
        "-C",
        str(folder / "bare"),
        "fetch",
        "-q",
        str(base.root),
        "refs/pull/7/head:refs/pull/7/head",
    )
    base.git("clone", "-q", str(folder / "bare"), str(clone), "--branch", "main")
    # It is named by what it was cloned from.
    base.git("-C", str(clone), "remote", "set-url", "origin", "https://github.com/owner/kb.git")
    here = programs(folder / "bin", gh=HOSTING)
    (here / "python").unlink()
    # The package is there, of the version that is tested: nothing is fetched.
    (here / "python").write_text(
        f'#!/usr/bin/env bash\n[ "$1 $2" = "-m pip" ] || exec {forkserver.python()} "$@"\n'
    )
    (here / "python").chmod(0o755)

    def run(workflow: str, event: str, told: dict) -> tuple[str, Path]:
        names = dict(USES.findall((RECIPES / workflow).read_text()))
        local = []
        for whole, name in names.items():
            action = folder / name
            action.mkdir(exist_ok=True)
            inputs = ", ".join(f'{each}: {{default: ""}}' for each in INPUTS.split())
            text = ACTION.format(inputs=inputs, run=json.dumps(COPIES.get(name, "true")))
            (action / "action.yml").write_text(text)
            local += ["--local-repository", f"{whole}={action}"]
        run_ = {"head_sha": pull["head"]["sha"], "head_repository": {"id": 5}}
        given = {
            "SOURCE": str(folder / "bare"),
            "KEPT": str(folder / "kept"),
            "PULLS": json.dumps([pull]),
            "REVIEWS": "[]",
            "TIMELINE": "[]",
            "RUNS": json.dumps([{**run_, "created_at": "2026-11-16T09:30:00Z"}]),
            "SCRIPTS_KB_TODAY": "2026-11-21",
            "PYTHONPATH": str(ROOT),
        }
        platform = ("--platform", "ubuntu-24.04=-self-hosted", "--no-skip-checkout")
        said = acted(RECIPES / workflow, event, clone, here, given, *platform, *local, told=told)
        record_property("minutes", minutes(said))
        return said, folder / "kept"

    run.pull = pull
    return run


def test_a_request_is_reviewed_and_its_cards_are_kept(act):
    head = act.pull["head"]["sha"]
    told = {"workflow_run": {"head_sha": head, "head_repository": {"id": 5}}}
    told["repository"] = {"default_branch": "main", "full_name": "owner/kb"}
    said, kept = act("review.yml", "workflow_run", told)
    assert "verdict=failure" in said
    assert "[Review/tell" in said
    comment = (kept / "review/comment.md").read_text()
    assert "Не сказано, почему это меняется" in comment
    assert "(<https://hosting.test/artifacts/2>)" in comment
    assert "Привезу" in (kept / "pages/objections/dorogo/index.html").read_text()


def test_what_has_landed_is_published(act):
    said, kept = act("publish.yml", "push", {"ref": "refs/heads/main"})
    assert "[Publish/publish" in said
    assert "Цех" in (kept / "site/index.html").read_text()


def test_a_request_asks_for_a_review(act):
    said, _ = act("request.yml", "pull_request", {"number": 7})
    assert "review.yml looks at it now." in said


def test_a_job_takes_as_long_as_its_steps():
    said = "[Review/judge]   ✅  Success - Main a [1m30.5s]\n[Review/judge]   ✅  Success - b [500ms]\n"
    assert minutes(said + "[Review/tell] ⭐ Run Main c\n") == {"Review/judge": 1.52}
