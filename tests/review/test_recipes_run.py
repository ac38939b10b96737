"""The shell and the script of the recipes, run as they stand, the hosting played on loopback.

review.yml   reviews ─▶ gate ─▶ comment.md        against a base and a branch of its own
comment.yml  comment.md ─▶ one comment            against an API that writes down what it is asked
publish.yml  what may be published where
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from scripts_kb.review.markdown import MARKER

from .conftest import DOROGO

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")
TOOL = """\
import sys
from scripts_kb import cli
cli.main([{name!r}, *sys.argv[1:]])
"""
EVENTS = "2026-11-16T09:30:00Z"  # a Monday


def step(workflow, job, name):
    found = yaml.safe_load((ROOT / ".github/workflows" / workflow).read_text())["jobs"][job]
    (each,) = [each for each in found["steps"] if each.get("name", each.get("run")) == name]
    return each


def programs(folder, **texts):
    """Put programs on the way before all others; `python` is the one that runs this test."""
    folder.mkdir()
    texts["python"] = f'exec {sys.executable} "$@"'
    texts["python3"] = texts["python"]
    for name, text in texts.items():
        (folder / name).write_text(f"#!/usr/bin/env bash\n{text}\n")
        (folder / name).chmod(0o755)
    return folder


def bash(script, cwd, path, **env):
    """Run a block as the hosting does: it stops at the first mistake, in a pipe too."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=cwd,
        env={
            "PATH": f"{path}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(cwd),
            "LANG": "C.UTF-8",
            "SCRIPTS_KB_TODAY": "2026-11-21",
            **env,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def job(tmp_path, base):
    """The work folder of a review: the target in `trusted`, a branch without a reason in `branch`."""
    base.write({})
    (base.root / "tools").mkdir()
    for name in ("diff", "check", "build"):
        (base.root / "tools" / name).write_text(TOOL.format(name=name))
    base.commit("Инструменты")
    work = base.root.parent / f"{base.root.name}-job"
    work.mkdir()
    base.git("clone", "-q", str(base.root), str(work / "trusted"))
    base.git("switch", "-q", "-c", "branch")
    # Whatever the branch makes of the tools, they are not run.
    (base.root / "tools/diff").write_text("raise SystemExit(0)\n")
    base.commit("Иначе", {"objections/dorogo.yml": SPOKEN})
    base.git("switch", "-q", "main")
    base.commit("Ушла вперёд")
    base.git("-C", str(work / "trusted"), "pull", "-q")
    base.git("switch", "-q", "branch")
    base.git(
        "clone", "-q", "--single-branch", "--branch", "branch", str(base.root), f"{work}/branch"
    )
    yield work
    shutil.rmtree(work)


def gate(work, path, reviews="[]", since=EVENTS, author="anna"):
    """Run the blocks of the review one after another; give the last one."""
    gh = """\
case "$*" in
  *pulls/7/reviews*) python3 -c 'import json, os
for each in json.loads(os.environ["REVIEWS"]): print(json.dumps(each))' ;;
  *workflows/review.yml/runs\\?head_sha=*) printf '%s\\n' "$SINCE" ;;
  *) exit 1 ;;
esac"""
    bin_ = programs(path, gh=gh)
    # What a checkout of a commit leaves: no branch of its own.
    subprocess.run(["git", "-C", str(work / "trusted"), "checkout", "-q", "--detach"], check=True)
    head = subprocess.check_output(
        ["git", "-C", str(work / "branch"), "rev-parse", "HEAD"], text=True
    )
    target = subprocess.check_output(
        ["git", "-C", str(work / "trusted"), "rev-parse", "HEAD"], text=True
    )
    env = {
        "REPOSITORY": "owner/kb",
        "NUMBER": "7",
        "HEAD": head.strip(),
        "TARGET": target.strip(),
        "AUTHOR": author,
        "PAGE": "https://hosting.test/owner/kb/actions/runs/1",
        "REVIEWS": reviews,
        "SINCE": since,
        "GH_TOKEN": "",
    }
    for name in (
        "Who has reviewed, and since when one could",
        "Take the commits of the branch, as data, to the target",
        "The gate",
    ):
        block = step("review.yml", "review", name)
        assert set(block.get("env", {})) <= set(env)
        done = bash(block["run"], work / block.get("working-directory", "."), bin_, **env)
        if name != "The gate":
            assert done.returncode == 0, done.stderr
    return done


REASON = """\
id: 2026-11-proba
class: tactical
origin: Тринадцать из тридцати клиентов замолчали после этой фразы
cause: На утверждение нечего ответить
purpose: Клиент выбирает день сам
effect: Пробников назначим больше на треть
evidence: [insight/october]
watch: Десять прослушанных звонков
"""


def explained(base, work):
    base.commit("Причина", {"changes/2026-11-proba.yml": REASON})
    base.git("-C", str(work / "branch"), "pull", "-q")


class TestReview:
    def test_what_is_unexplained_is_refused_and_said(self, job, tmp_path):
        done = gate(job, tmp_path / "bin")
        assert done.returncode == 1, done.stderr
        assert done.stdout == "The gate: 1\n"
        comment = (job / "review/comment.md").read_text()
        assert comment.startswith(MARKER)
        assert "Не сказано, почему это меняется" in comment
        assert "Дорого" in (job / "review/review.html").read_text()

    def test_what_is_explained_by_its_author_s_own_department_passes(self, base, job, tmp_path):
        explained(base, job)
        done = gate(job, tmp_path / "bin", author="anna")
        assert done.returncode == 0, (job / "review/comment.md").read_text()
        late = "2026-11-20T10:00:00Z"
        assert gate(job, tmp_path / "one", author="boris", since=late).returncode == 1

    def test_a_review_of_the_hosting_is_a_key(self, base, job, tmp_path):
        explained(base, job)
        yes = json.dumps([{"user": {"login": "anna"}, "state": "APPROVED", "body": "a\nb\u2028'"}])
        done = gate(job, tmp_path / "bin", yes, author="boris", since="2026-11-20T23:00:00Z")
        assert done.returncode == 0, done.stderr

    @pytest.mark.parametrize(("since", "code"), [(EVENTS, 0), ("2026-11-20T10:00:00Z", 1), ("", 1)])
    def test_silence_is_counted_from_when_this_commit_was_shown(
        self, base, job, tmp_path, since, code
    ):
        explained(base, job)
        # An objection's title is of a zone that allows silence, and of another department.
        assert gate(job, tmp_path / "bin", author="boris", since=since).returncode == code

    def test_a_title_of_the_branch_never_commands_the_log(self, base, job, tmp_path):
        text = SPOKEN.replace("title: Дорого", 'title: "x\\n::error file=a::b"')
        base.commit("::set-output name=x::y", {"objections/dorogo.yml": text})
        base.git("-C", str(job / "branch"), "pull", "-q")
        done = gate(job, tmp_path / "bin")
        assert done.stdout == "The gate: 1\n"
        assert not [line for line in done.stderr.splitlines() if line.lstrip().startswith("::")]


SCRIPT = """
const { readFileSync } = require("node:fs");
const { github: state, context, script } = JSON.parse(readFileSync(0, "utf8"));
const calls = [];
const rest = {
  pulls: { list: "pulls" },
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
PULL = {"number": 7, "head": {"sha": "abc", "repo": {"id": 1}}}
OURS = {"id": 5, "user": {"login": "github-actions[bot]"}, "body": f"{MARKER}\nстарое"}
THEIRS = {"id": 6, "user": {"login": "mallory"}, "body": f"{MARKER}\nподделка"}
POSTED = {
    "the first time": ([PULL], [], f"{MARKER}\nда", [("create", {"issue_number": 7})]),
    "again": ([PULL], [THEIRS, OURS], f"{MARKER}\nда", [("update", {"comment_id": 5})]),
    "beside a forgery": ([PULL], [THEIRS], f"{MARKER}\nда", [("create", {"issue_number": 7})]),
    "without the mark": ([PULL], [], "<b>да</b>", []),
    "of another commit": ([{**PULL, "head": {"sha": "d", "repo": {"id": 1}}}], [], MARKER, []),
    "of another fork": ([{**PULL, "head": {"sha": "abc", "repo": {"id": 2}}}], [], MARKER, []),
    "of a fork that is gone": ([{**PULL, "head": {"sha": "abc", "repo": None}}], [], MARKER, []),
    "of no review": ([PULL], [], None, []),
}


def post(folder, pulls, comments):
    (name,) = [
        each["with"]["script"]
        for each in yaml.safe_load((ROOT / ".github/workflows/comment.yml").read_text())["jobs"][
            "comment"
        ]["steps"]
        if "script" in each["with"]
    ]
    run = {"head_sha": "abc", "head_repository": {"id": 1}}
    said = {
        "github": {"pulls": pulls, "comments": comments},
        "context": {"repo": {"owner": "o", "repo": "r"}, "payload": {"workflow_run": run}},
        "script": name,
    }
    done = subprocess.run(
        ["node", "-e", SCRIPT],
        cwd=folder,
        input=json.dumps(said),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


class TestComment:
    @pytest.mark.parametrize(("pulls", "comments", "body", "calls"), POSTED.values(), ids=POSTED)
    def test_there_is_one_comment_a_pull_request(self, tmp_path, pulls, comments, body, calls):
        (tmp_path / "review").mkdir()
        if body is not None:
            (tmp_path / "review/comment.md").write_text(body)
        found = post(tmp_path, pulls, comments)
        assert [name for name, _ in found] == [name for name, _ in calls]
        for (_, what), (_, expected) in zip(found, calls, strict=True):
            assert what == {"owner": "o", "repo": "r", "body": body, **expected}

    def test_a_link_in_the_artifact_is_not_followed(self, tmp_path):
        (tmp_path / "secret").write_text(f"{MARKER}\nsecret")
        (tmp_path / "review").mkdir()
        (tmp_path / "review/comment.md").symlink_to(tmp_path / "secret")
        assert post(tmp_path, [PULL], []) == []

    def test_an_endless_comment_is_cut(self, tmp_path):
        (tmp_path / "review").mkdir()
        (tmp_path / "review/comment.md").write_text(MARKER + "я" * 100_000)
        ((_, what),) = post(tmp_path, [PULL], [])
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

    def test_a_base_is_checked_and_built_as_the_recipe_says(self, job, tmp_path):
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
            done = bash(f"{line} --help", job / "trusted", bin_, AUDIENCE="partner")
            assert done.returncode == 0, done.stderr
        assert "--audience" in done.stdout


GITLAB = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())


class Api(BaseHTTPRequestHandler):
    """The notes of a merge request, and whatever else is asked."""

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def do_PUT(self):
        self.answer()

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        found = json.dumps(self.server.notes).encode() if self.command == "GET" else b"{}"
        self.send_response(200)
        self.send_header("Content-Length", str(len(found)))
        self.end_headers()
        self.wfile.write(found)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def api():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    server.asked, server.notes = [], []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def script(job):
    return "\n".join(GITLAB[job]["script"])


class TestGitLab:
    def test_the_review_of_a_merge_request(self, base, job, api, tmp_path):
        shutil.rmtree(job / "trusted")
        api.notes = {"approved_by": [{"user": {"username": "anna"}}]}
        clone = job / "branch"
        env = {
            "CI_API_V4_URL": f"http://127.0.0.1:{api.server_port}/api/v4",
            "CI_MERGE_REQUEST_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_JOB_TOKEN": "job",
        }
        done = bash(script("review"), clone, programs(tmp_path / "bin"), **env)
        assert done.returncode == 1, done.stderr
        comment = (clone / "review/comment.md").read_text()
        assert comment.startswith(MARKER)
        ((verb, path, headers, _),) = api.asked
        headers = {name.lower(): each for name, each in headers.items()}
        assert (verb, path) == ("GET", "/api/v4/projects/1/merge_requests/7/approvals")
        assert headers["job-token"] == "job"
        # Anna's approval is a key; what is missing is the reason.
        assert "Не сказано" in comment
        assert "Не хватает согласия" not in comment

    @pytest.mark.parametrize(
        ("notes", "verb", "path"),
        [
            ([], "POST", "/notes"),
            ([{"id": 3, "body": "Хорошо"}], "POST", "/notes"),
            ([{"id": 3, "body": "а"}, {"id": 4, "body": f"{MARKER}\nстарое"}], "PUT", "/notes/4"),
        ],
    )
    def test_there_is_one_comment_a_merge_request(self, api, tmp_path, notes, verb, path):
        api.notes = notes
        (tmp_path / "review").mkdir()
        (tmp_path / "review/comment.md").write_text(f"{MARKER}\nда & нет=+")
        env = {
            "CI_API_V4_URL": f"http://127.0.0.1:{api.server_port}/api/v4",
            "CI_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_IID": "7",
            "KB_COMMENT_TOKEN": "secret",
        }
        done = bash(script("comment"), tmp_path, programs(tmp_path / "bin"), **env)
        assert done.returncode == 0, done.stderr
        asked = api.asked[-1]
        assert asked[0] == verb
        assert asked[1].endswith(f"/merge_requests/7{path}")
        assert "%D0%B4%D0%B0+%26" in asked[3] or "%D0%B4%D0%B0%20%26" in asked[3]

    def test_the_token_meets_nothing_of_the_branch(self):
        assert GITLAB["comment"]["variables"]["GIT_STRATEGY"] == "none"
        for name, each in GITLAB.items():
            if name != "comment":
                assert "KB_COMMENT_TOKEN" not in json.dumps(each)

    @pytest.mark.parametrize(
        ("env", "published"),
        [
            ({}, "partner"),
            ({"KB_AUDIENCE": "team", "CI_PROJECT_VISIBILITY": "private"}, None),
            (
                {
                    "KB_AUDIENCE": "team",
                    "CI_PROJECT_VISIBILITY": "public",
                    "KB_PAGES_PRIVATE": "yes",
                },
                None,
            ),
            ({"KB_AUDIENCE": "heads", "CI_PROJECT_VISIBILITY": "public"}, None),
            (
                {
                    "KB_AUDIENCE": "heads",
                    "CI_PROJECT_VISIBILITY": "private",
                    "KB_PAGES_PRIVATE": "yes",
                },
                "heads",
            ),
            (
                {
                    "KB_AUDIENCE": "team",
                    "CI_PROJECT_VISIBILITY": "private",
                    "KB_PAGES_PRIVATE": "yes",
                },
                "team",
            ),
            ({"KB_AUDIENCE": "everyone"}, None),
        ],
    )
    def test_only_private_pages_take_what_strangers_may_not_see(self, tmp_path, env, published):
        (tmp_path / "tools").mkdir()
        (tmp_path / "tools/check").write_text("")
        (tmp_path / "tools/build").write_text(
            "import pathlib, sys\n"
            "name = sys.argv[2]\n"
            "folder = pathlib.Path('site' if name == 'team' else f'site-{name}')\n"
            "folder.mkdir()\n"
            "(folder / 'whose').write_text(name)\n"
        )
        done = bash(script("pages"), tmp_path, programs(tmp_path / "bin"), **env)
        assert (done.returncode == 0) == (published is not None)
        shown = tmp_path / "public/whose"
        assert (shown.read_text() if shown.exists() else None) == published
