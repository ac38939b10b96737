"""The recipe of Gitea, run as it stands, the hosting played on loopback."""

import json
import re
import shutil
import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from scripts_kb.review.markdown import MARKER
from tests import forkserver

from .acting import acted, minutes
from .hosting import PlayedApi, played
from .running import EVENTS, INSTALLED, ROOT, bash, explained, programs, with_site

pytestmark = pytest.mark.slow

RECIPES = INSTALLED / "gitea"
REVIEW = yaml.safe_load((RECIPES / "workflows/review.yml").read_text())
CHECK = yaml.safe_load((RECIPES / "workflows/check.yml").read_text())
SECRET = "t0ken"  # noqa: S105 - of the hosting that is played
LATE = "2026-11-20T10:00:00Z"


class Api(PlayedApi):
    """A request with all that is asked of it; what is written to it is written down."""

    def answer(self):
        asked = urlsplit(self.path)
        path = asked.path.removeprefix("/api/v1/").removeprefix("repos/cafe/scripts/")
        body = self.body()
        sent = body if "Content-Disposition" in body else json.loads(body or "{}")
        self.server.asked.append((self.command, path, sent))
        status, found = 200, {"uuid": "5f"}
        if self.headers.get("Authorization") != f"token {SECRET}":
            status = 401
        elif self.command == "GET":
            found = self.server.told.get(path, [] if path != "user" else None)
            first = parse_qs(asked.query).get("page", ["1"]) == ["1"]
            found = found if first else []
            status = 200 if found is not None else 403
        self.tell(found, status)


@pytest.fixture
def api():
    with played(Api) as server:
        yield server


def blocks(recipe):
    (job,) = recipe["jobs"].values()
    return [each["run"] for each in job["steps"] if "pip install" not in each["run"]]


@pytest.fixture
def gitea(base, job, api, tmp_path, record_property):
    """Run the verdicts on a schedule; give what was written."""
    bin_ = programs(tmp_path / "bin")

    def run(author="anna", reviews=(), comments=(), events=(), *, whole=False, **more):
        head = base.git("rev-parse", "branch")
        base.git("update-ref", "refs/pull/7/head", head)
        request = {
            "number": 7,
            "user": {"login": author},
            "head": {"ref": "branch", "sha": head},
            "base": {"ref": "main"},
            "created_at": EVENTS,
            "draft": False,
        }
        api.told = {
            "pulls": [{**request, **more}],
            "issues/7/comments": list(comments),
            "issues/7/timeline": list(events),
            "pulls/7/reviews": list(reviews),
        }
        api.asked.clear()
        # The published branch has the recipe.
        hosting = job / "hosting"
        shutil.rmtree(hosting, ignore_errors=True)
        work = hosting / "work"
        base.git("clone", "-q", str(base.root), str(work), "--branch", "main")
        (work / ".gitea").mkdir()
        shutil.copy(RECIPES / "review.txt", work / ".gitea/review.py")
        (work / "content").joinpath("x.txt").write_text("")
        who = ("-c", "user.name=a", "-c", "user.email=a@b")
        for command in (["add", "-A"], [*who, "commit", "-qm", "Рецепт"]):
            subprocess.run(["git", "-C", str(work), *command], check=True)
        bare = hosting / "cafe/scripts"
        base.git("clone", "-q", "--bare", str(work), str(bare))
        subprocess.run(
            ["git", "-C", str(bare), "fetch", "-q", str(base.root), "refs/pull/7/head:refs/pull/7/head"],
            check=True,
        )  # fmt: skip
        env = {
            "GITHUB_API_URL": f"http://127.0.0.1:{api.server_port}/api/v1",
            "GITHUB_REPOSITORY": "cafe/scripts",
            "GITHUB_SERVER_URL": f"file://{hosting}",
            "GITHUB_REF_NAME": "main",
            "KB_REVIEW_TOKEN": SECRET,
        }
        if whole:
            record_property(
                "minutes", minutes(by_runner("review.yml", "schedule", work, bin_, env))
            )
        for block in () if whole else blocks(REVIEW):
            done = bash(block, hosting, bin_, **env)
            assert done.returncode == 0, done.stderr + done.stdout
        return [each for each in api.asked if each[0] != "GET"]

    return run


def by_runner(name, event, clone, bin_, env):
    """Run a workflow as Gitea's runner would on a machine without containers; give what was said.

    All but the line of the image: with that `act` asks for Docker.
    """
    text = (RECIPES / "workflows" / name).read_text()
    assert text.count("    container: python:") == 1
    workflow = bin_.parent / name
    workflow.write_text(re.sub(r"(?m)^    container: .*\n", "", text))
    (bin_ / "python").unlink()
    # The package is there, of the version that is tested: nothing is fetched.
    (bin_ / "python").write_text(
        f'#!/usr/bin/env bash\n[ "$1 $2" = "-m pip" ] || exec {forkserver.python()} "$@"\n'
    )
    (bin_ / "python").chmod(0o755)
    of_tests = {"PYTHONPATH": str(ROOT), "SCRIPTS_KB_TODAY": "2026-11-21"}
    given = {name: each for name, each in env.items() if name.startswith("GITHUB_")} | of_tests
    platform = ("--platform", "ubuntu-latest=-self-hosted", "--secret", f"GITHUB_TOKEN={SECRET}")
    return acted(workflow, event, clone, bin_, given, *platform)


class TestGitea:
    def test_its_runner_runs_the_whole_of_it(self, gitea):
        (_, note, body), (_, status, fields) = gitea(whole=True)
        assert (note, status.partition("/")[0]) == ("issues/7/comments", "statuses")
        assert "Не сказано" in body["body"]
        assert (fields["state"], fields["context"]) == ("failure", "scripts-kb/review")

    def test_a_request_is_commented_and_its_commit_told(self, base, gitea):
        (_, note, body), (_, status, fields) = gitea()
        assert note == "issues/7/comments"
        assert body["body"].startswith(MARKER)
        assert "Не сказано" in body["body"]
        assert status == f"statuses/{base.git('rev-parse', 'branch')}"
        assert (fields["state"], fields["context"]) == ("failure", "scripts-kb/review")

    def test_the_cards_are_shown_as_they_will_be(self, base, gitea):
        base.git("switch", "-q", "main")
        with_site(base)
        base.git("switch", "-q", "branch")
        (_, upload, file), (_, _, body), _ = gitea()
        assert upload == "issues/7/assets"
        assert "objections/dorogo/index.html" in file
        assert re.search(r"<!-- pages [0-9a-f]{40} \S+/attachments/5f -->", body["body"])
        ours = {"id": 4, "user": {"login": "gitea-actions"}, "body": body["body"]}
        (verb, _, again), _ = gitea(comments=[ours])
        assert (verb, again) == ("PATCH", body)

    def test_an_approval_is_a_key_to_what_it_saw(self, base, gitea):
        explained(base)
        yes = {"user": {"login": "anna"}, "state": "APPROVED", "submitted_at": LATE}
        yes |= {"commit_id": base.git("rev-parse", "branch"), "dismissed": False, "stale": False}
        pushed = {"type": "pull_push", "created_at": "2026-11-20T09:00:00Z"}
        body = {"is_force_push": False, "commit_ids": [base.git("rev-parse", "branch")]}
        events = [{**pushed, "body": json.dumps(body)}]
        for more, state in (({}, "success"), ({"dismissed": True}, "failure")):
            *_, status = gitea(author="boris", reviews=[{**yes, **more}], events=events)
            assert status[2]["state"] == state

    def test_there_is_one_comment_a_request(self, gitea):
        said = {"body": f"{MARKER}\nстарое"}
        theirs = {**said, "id": 3, "user": {"login": "mallory"}}
        ours = {**said, "id": 4, "user": {"login": "gitea-actions"}}
        (verb, path, _), _ = gitea(comments=[theirs, ours])
        assert (verb, path) == ("PATCH", "issues/comments/4")

    def test_a_draft_and_what_goes_elsewhere_wait(self, gitea):
        assert gitea(draft=True) == []
        assert gitea(base={"ref": "other"}) == []

    def test_what_has_landed_is_checked_and_built(self, base, tmp_path, record_property):
        bin_ = programs(tmp_path / "bin", told="")
        (bin_ / "kb").write_text('#!/bin/sh\necho "$@" >> "$HOME/told"\n')
        hosting = tmp_path / "hosting"
        base.git("clone", "-q", "--bare", str(base.root), str(hosting / "cafe/scripts"))
        env = {"GITHUB_REPOSITORY": "cafe/scripts", "GITHUB_SERVER_URL": f"file://{hosting}"}
        work = tmp_path / "work"
        work.mkdir()
        # Whether it builds is the build's own to prove.
        for block in blocks(CHECK):
            done = bash(block, work, bin_, GITHUB_REF_NAME="main", TOKEN=SECRET, **env)
            assert done.returncode == 0, done.stderr
        assert (work / "told").read_text() == "check\nbuild --audience partner\n"
        base.git("clone", "-q", str(hosting / "cafe/scripts"), str(tmp_path / "clone"))
        said = by_runner("check.yml", "push", tmp_path / "clone", bin_, env)
        record_property("minutes", minutes(said))
        assert (tmp_path / "told").read_text() == "check\nbuild --audience partner\n"


def test_no_recipe_runs_for_a_request_or_takes_an_action_of_others():
    for recipe in (REVIEW, CHECK):
        assert set(recipe[True]) <= {"schedule", "workflow_dispatch", "push"}
        assert recipe["permissions"] == {}
        for job in recipe["jobs"].values():
            assert not [each for each in job["steps"] if "uses" in each]
            assert not [each for each in job["steps"] if "${{" in each["run"]]
