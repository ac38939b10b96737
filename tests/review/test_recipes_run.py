"""The shell and the script of the recipes, run as they stand, the hosting played on loopback.

review.yml   request ─▶ reviews, times ─▶ gate ─▶ comment.md ─▶ one comment, a status of the commit
publish.yml  what may be published where
"""

import json
import os
import shutil
import subprocess

import pytest
import yaml

from scripts_kb.review.markdown import MARKER

from .conftest import ZONES
from .running import (
    EVENTS,
    INSTALLED,
    OWN,
    ROOT,
    SPOKEN,
    bash,
    explained,
    programs,
    step,
    with_site,
)

pytestmark = pytest.mark.slow

HOSTING = """\
each() { jq --ascii-output --compact-output '.[]' <<< "${!1}"; }
case "$*" in
  "auth setup-git") ;;
  *"repos/owner/kb/pulls?state=open&base=main"*) each PULLS ;;
  *repos/owner/kb/pulls/7/reviews*) each REVIEWS ;;
  *repos/owner/kb/issues/7/timeline*) each TIMELINE ;;
  *"--method GET repos/owner/kb/actions/workflows/request.yml/runs"*" branch=branch "*) each RUNS ;;
  *) exit 1 ;;
esac"""


def request(base, **more):
    """Give the request as the hosting tells it, after its head was pushed there."""
    head = base.git("rev-parse", "branch")
    base.git("update-ref", "refs/pull/7/head", head)
    pull = {
        "number": 7,
        "created_at": "2026-11-16T09:00:00Z",
        "user": {"login": "anna"},
        "head": {"sha": head, "ref": "branch", "repo": {"id": 5}},
    }
    return {**pull, **more}


def gate(
    base,
    work,
    path,
    reviews=(),
    since=EVENTS,
    author="anna",
    timeline=(),
    pulls=None,
    folder=OWN,
    *,
    shown=False,
):
    """Run the blocks of the review one after another; give the last one, and its outputs."""
    shutil.rmtree(work / "trusted", ignore_errors=True)
    base.git("clone", "-q", str(base.root), str(work / "trusted"), "--branch", "main")
    bin_ = programs(path, gh=HOSTING)
    pull = request(base, user={"login": author})
    run = {"head_sha": pull["head"]["sha"], "head_repository": {"id": 5}, "created_at": since}
    env = {
        "REPOSITORY": "owner/kb",
        "TARGET": "main",
        "HEAD": pull["head"]["sha"],
        "SOURCE": "5",
        "PAGE": "https://hosting.test/owner/kb/actions/runs/1",
        "PAGES": "https://hosting.test/owner/kb/actions/runs/1/artifacts/2",
        "PULLS": json.dumps([pull] if pulls is None else pulls),
        "REVIEWS": json.dumps(list(reviews)),
        "TIMELINE": json.dumps(list(timeline)),
        "RUNS": json.dumps([run] if since else []),
        "GH_TOKEN": "",
    }
    outputs = {}
    for name in (
        "Which request it is",
        "The request, as data",
        "Who has reviewed, and since when one could",
        *(["The cards that change, as they will be"] if shown else []),
        "The gate",
    ):
        block = step("review.yml", "judge", name, folder)
        assert set(block.get("env", {})) <= {*env, "NUMBER"}
        written = work / "output"
        written.write_text("")
        known = {key.upper(): value for key, value in outputs.items()}
        done = bash(
            block["run"],
            work / block.get("working-directory", "."),
            bin_,
            **{**env, **known, "GITHUB_OUTPUT": str(written)},
        )
        assert done.returncode == 0, done.stderr
        outputs |= dict(line.split("=", 1) for line in written.read_text().splitlines())
        if "number" not in outputs:
            break
    return done, outputs


def verdict(*argv, **more):
    return gate(*argv, **more)[1].get("verdict")


class TestReview:
    def test_what_is_unexplained_is_refused_and_said(self, base, job, tmp_path):
        done, outputs = gate(base, job, tmp_path / "bin")
        assert done.stdout == "The gate: 1\n"
        assert (outputs["number"], outputs["verdict"]) == ("7", "failure")
        comment = (job / "review/comment.md").read_text()
        assert comment.startswith(MARKER)
        assert "Не сказано, почему это меняется" in comment
        assert "Дорого" in (job / "review/review.html").read_text()

    @pytest.mark.parametrize("folder", [OWN, INSTALLED / "github/workflows"])
    def test_the_cards_are_shown_as_they_will_be(self, base, job, tmp_path, folder):
        base.git("switch", "-q", "main")
        with_site(base)
        base.git("switch", "-q", "branch")
        done, _ = gate(base, job, tmp_path / "bin", folder=folder, shown=True)
        assert "Привезу" in (job / "pages/objections/dorogo/index.html").read_text()
        assert "runs/1/artifacts/2" in (job / "review/comment.md").read_text()
        # Nothing of it goes into the log.
        assert done.stdout == "The gate: 1\n"

    def test_what_is_explained_by_its_author_s_own_department_passes(self, base, job, tmp_path):
        explained(base)
        done, outputs = gate(base, job, tmp_path / "bin")
        assert outputs["verdict"] == "success", (
            job / "review/comment.md"
        ).read_text() + done.stderr
        late = "2026-11-20T10:00:00Z"
        assert verdict(base, job, tmp_path / "one", author="boris", since=late) == "failure"

    def test_the_recipe_for_an_installed_package_judges_the_same(self, base, job, tmp_path):
        folder = INSTALLED / "github/workflows"
        shutil.rmtree(job / "trusted", ignore_errors=True)
        done, outputs = gate(base, job, tmp_path / "bin", folder=folder)
        assert (done.stdout, outputs["verdict"]) == ("The gate: 1\n", "failure")
        assert "Не сказано, почему" in (job / "review/comment.md").read_text()
        explained(base)
        assert verdict(base, job, tmp_path / "one", folder=folder) == "success"

    def test_a_review_of_the_hosting_is_a_key_to_the_commit_that_it_saw(self, base, job, tmp_path):
        explained(base)
        said = {"user": {"login": "anna"}, "state": "APPROVED", "body": "a\nb\u2028'"}
        for commit, expected in (("branch", "success"), ("branch~1", "failure")):
            yes = [{**said, "commit_id": base.git("rev-parse", commit)}]
            late = "2026-11-20T23:00:00Z"
            bin_ = tmp_path / commit
            assert verdict(base, job, bin_, yes, author="boris", since=late) == expected

    @pytest.mark.parametrize(
        ("since", "expected"),
        [(EVENTS, "success"), ("2026-11-20T10:00:00Z", "failure"), ("", "failure")],
    )
    def test_silence_is_counted_from_when_this_commit_was_shown(
        self, base, job, tmp_path, since, expected
    ):
        explained(base)
        # An objection's title is of a zone that allows silence, and of another department.
        found = verdict(base, job, tmp_path / "bin", author="boris", since=since)
        assert found == expected

    @pytest.mark.parametrize(
        "event", ["reopened", "ready_for_review", "base_ref_changed", "head_ref_force_pushed"]
    )
    def test_nobody_is_silent_about_what_was_closed_or_hidden(self, base, job, tmp_path, event):
        explained(base)
        events = [
            {"event": "closed", "created_at": "2026-11-16T10:00:00Z"},
            {"event": event, "created_at": "2026-11-20T10:00:00Z"},
            {"event": "commented", "created_at": None},
        ]
        found = verdict(base, job, tmp_path / "bin", author="boris", timeline=events)
        assert found == "failure"

    def test_the_rules_are_those_of_the_tip_even_when_it_is_run_again(self, base, job, tmp_path):
        explained(base)
        assert verdict(base, job, tmp_path / "bin") == "success"
        base.git("switch", "-q", "main")
        base.commit("Анна ушла", {"zones.yml": ZONES.replace("[anna]", "[eva]")})
        base.git("switch", "-q", "branch")
        late = "2026-11-20T10:00:00Z"
        assert verdict(base, job, tmp_path / "again", since=late) == "failure"

    @pytest.mark.parametrize(
        "other", [{"sha": "0" * 40, "repo": {"id": 5}}, {"repo": {"id": 6}}, {"repo": None}]
    )
    def test_a_run_of_anything_but_the_head_of_a_request_is_nobody_s(
        self, base, job, tmp_path, other
    ):
        pull = request(base)
        pull["head"] |= other
        assert gate(base, job, tmp_path / "bin", pulls=[pull])[1] == {}

    def test_the_request_is_never_laid_out(self, base, job, tmp_path):
        gate(base, job, tmp_path / "bin")
        assert "SystemExit" not in (job / "trusted/tools/diff").read_text()
        assert sorted(each.name for each in job.iterdir()) == [
            "output", "request.json", "review", "reviews.json", "shown.json", "since.txt", "trusted"
        ]  # fmt: skip

    def test_a_title_of_the_branch_never_commands_the_log(self, base, job, tmp_path):
        text = SPOKEN.replace("title: Дорого", 'title: "x\\n::error file=a::b"')
        base.commit("::set-output name=x::y", {"objections/dorogo.yml": text})
        done, _ = gate(base, job, tmp_path / "bin")
        assert done.stdout == "The gate: 1\n"
        assert not [line for line in done.stderr.splitlines() if line.lstrip().startswith("::")]


SCRIPT = """
const { readFileSync } = require("node:fs");
const { github: state, context, script } = JSON.parse(readFileSync(0, "utf8"));
const calls = [];
const rest = {
  repos: { createCommitStatus: async (what) => calls.push(["status", what]) },
  issues: {
    listComments: "comments",
    updateComment: async (what) => calls.push(["update", what]),
    createComment: async (what) => calls.push(["create", what]),
  },
};
const github = { rest, paginate: async (what) => state[what] };
const Run = Object.getPrototypeOf(async function () {}).constructor;
new Run("github", "context", "require", script)(github, context, require).then(
  () => process.stdout.write(JSON.stringify(calls)),
);
"""
OURS = {"id": 5, "user": {"login": "github-actions[bot]"}, "body": f"{MARKER}\nстарое"}
THEIRS = {"id": 6, "user": {"login": "mallory"}, "body": f"{MARKER}\nподделка"}
POSTED = {
    "the first time": ([], f"{MARKER}\nда", [("create", {"issue_number": 7})]),
    "again": ([THEIRS, OURS], f"{MARKER}\nда", [("update", {"comment_id": 5})]),
    "beside a forgery": ([THEIRS], f"{MARKER}\nда", [("create", {"issue_number": 7})]),
    "without the mark": ([], "<b>да</b>", []),
    "of no review": ([], None, []),
}


def tell(folder, comments, verdict="success"):
    (text,) = [
        each["with"]["script"]
        for each in yaml.safe_load((ROOT / ".github/workflows/review.yml").read_text())["jobs"][
            "tell"
        ]["steps"]
        if "script" in each["with"]
    ]
    said = {
        "github": {"comments": comments},
        "context": {"repo": {"owner": "o", "repo": "r"}},
        "script": text,
    }
    told = {"NUMBER": "7", "HEAD": "abc", "VERDICT": verdict, "PAGE": "https://hosting.test/1"}
    done = subprocess.run(
        ["node", "-e", SCRIPT],
        cwd=folder,
        env={**os.environ, **told},
        input=json.dumps(said),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    (kind, status), *posted = json.loads(done.stdout)
    assert (kind, status["sha"], status["state"]) == ("status", "abc", verdict)
    assert status["context"] == "scripts-kb/review"
    return posted


class TestTell:
    @pytest.mark.parametrize(("comments", "body", "calls"), POSTED.values(), ids=POSTED)
    def test_there_is_one_comment_a_pull_request(self, tmp_path, comments, body, calls):
        (tmp_path / "review").mkdir()
        if body is not None:
            (tmp_path / "review/comment.md").write_text(body)
        found = tell(tmp_path, comments)
        assert [name for name, _ in found] == [name for name, _ in calls]
        for (_, what), (_, expected) in zip(found, calls, strict=True):
            assert what == {"owner": "o", "repo": "r", "body": body, **expected}

    @pytest.mark.parametrize("verdict", ["failure", "error"])
    def test_the_commit_is_told_what_the_gate_said(self, tmp_path, verdict):
        assert tell(tmp_path, [], verdict) == []

    def test_a_link_in_what_was_left_is_not_followed(self, tmp_path):
        (tmp_path / "secret").write_text(f"{MARKER}\nsecret")
        (tmp_path / "review").mkdir()
        (tmp_path / "review/comment.md").symlink_to(tmp_path / "secret")
        assert tell(tmp_path, []) == []

    def test_an_endless_comment_is_cut(self, tmp_path):
        (tmp_path / "review").mkdir()
        (tmp_path / "review/comment.md").write_text(MARKER + "я" * 100_000)
        ((_, what),) = tell(tmp_path, [])
        assert len(what["body"]) == 65_000


AUDIENCES = [
    ("partner", "true", 0),
    ("partner", "false", 0),
    ("team", "true", 1),
    ("heads", "true", 1),
    ("team", "false", 0),
    ("heads", "false", 0),
    ("team", "null", 1),
    ("heads", "", 1),
    ("everyone", "false", 1),
    ("", "false", 1),
    ("team; true", "false", 1),
]


class TestPublish:
    @pytest.mark.parametrize(("audience", "public", "code"), AUDIENCES)
    def test_only_private_pages_take_what_strangers_may_not_see(
        self, tmp_path, audience, public, code
    ):
        gh = f"printf '%s\\n' '{public}'" if public else "echo 'HTTP 404' >&2; exit 1"
        bin_ = programs(tmp_path / "bin", gh=gh)
        block = step("publish.yml", "build", "Refuse to publish what strangers may not see")
        done = bash(block["run"], tmp_path, bin_, AUDIENCE=audience, REPOSITORY="o/r", GH_TOKEN="")
        assert done.returncode == code
        assert bool(done.stdout) == bool(code)

    @pytest.mark.parametrize(
        ("audience", "folder"),
        [("team", "site"), ("heads", "site-heads"), ("partner", "site-partner")],
    )
    def test_the_site_of_that_audience_is_taken_and_no_other(self, tmp_path, audience, folder):
        for name in ("site", "site-heads", "site-partner"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "whose").write_text(name)
        bin_ = programs(tmp_path / "bin")
        block = step("publish.yml", "build", "Take the site of that audience and no other")
        assert bash(block["run"], tmp_path, bin_, AUDIENCE=audience).returncode == 0
        assert (tmp_path / "public/whose").read_text() == folder

    def test_the_site_is_refused_before_anything_of_it_is_built(self):
        steps = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text())["jobs"][
            "build"
        ]["steps"]
        assert steps[0]["name"] == "Refuse to publish what strangers may not see"
        assert "continue-on-error" not in steps[0]

    def test_a_base_is_checked_and_built_as_the_recipe_says(self, base, job, tmp_path):
        bin_ = programs(tmp_path / "bin")
        lines = [
            each["run"]
            for each in yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text())[
                "jobs"
            ]["build"]["steps"]
            if each.get("run", "").startswith("python ")
        ]
        assert [line.split()[1] for line in lines] == ["tools/check", "tools/build"]
        for line in lines:
            done = bash(f"{line} --help", base.root, bin_, AUDIENCE="partner")
            assert done.returncode == 0, done.stderr
        assert "--audience" in done.stdout
