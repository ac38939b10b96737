"""The recipe of GitLab, run as it stands, the hosting played on loopback."""

import json
import shutil
from urllib.parse import parse_qs

import pytest
import yaml

from scripts_kb.review.markdown import MARKER

from .hosting import PlayedApi, played
from .running import EVENTS, INSTALLED, ROOT, TOOL, bash, explained, programs, with_site

pytestmark = pytest.mark.slow

GITLAB = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
WRITTEN = yaml.safe_load((INSTALLED / "gitlab/gitlab-ci.yml").read_text())


UPLOADED = {"full_path": "/-/project/1/uploads/5f/pages.zip"}


class Api(PlayedApi):
    """A merge request with all that is asked of it; what is written to it is written down."""

    def answer(self):
        token = self.headers.get("PRIVATE-TOKEN")
        body = self.body()
        sent = body if "Content-Disposition" in body else parse_qs(body)
        self.server.asked.append((self.command, self.path, token, sent))
        path = self.path.partition("?")[0].removeprefix("/api/v4").removeprefix("/projects/1/")
        found = self.server.told.get(path, []) if self.command == "GET" else UPLOADED
        self.tell(found)


@pytest.fixture
def api():
    with played(Api) as server:
        yield server


def script(job, recipes=GITLAB):
    # The package is there, of the version that is tested: nothing is fetched.
    return "\n".join(each for each in recipes[job]["script"] if "pip install" not in each)


@pytest.fixture
def gitlab(base, job, api, tmp_path):
    """Run the verdicts in the checkout of the published branch; give what was written."""

    def run(
        author="anna", approved=(), since=EVENTS, notes=(), events=(), *, installed=False, **more
    ):
        head = base.git("rev-parse", "branch")
        base.git("update-ref", "refs/merge-requests/7/head", head)
        here = "merge_requests/7"
        request = {
            "iid": 7,
            "sha": head,
            "author": {"username": author},
            "created_at": EVENTS,
            "draft": False,
        }
        api.told = {
            "/user": {"username": "robot"},
            "merge_requests": [{**request, **more}],
            f"{here}/notes": list(notes),
            f"{here}/versions": [{"head_commit_sha": head, "created_at": since}],
            f"{here}/resource_state_events": list(events),
            f"{here}/approvals": {"approved_by": list(approved)},
        }
        api.asked.clear()
        clone = job / "published"
        shutil.rmtree(clone, ignore_errors=True)
        base.git("clone", "-q", str(base.root), str(clone), "--branch", "main")
        shutil.copy(ROOT / "tools/gitlab.py", clone / "tools")
        (clone / ".gitlab").mkdir()
        shutil.copy(INSTALLED / "gitlab/review.txt", clone / ".gitlab/review.py")
        (clone / "tools/diff").write_text(
            f"import os\nassert {TOKEN!r} not in os.environ\n" + TOOL.format(name="diff")
        )
        bin_ = tmp_path / "bin"
        env = {
            "CI_SERVER_URL": "https://gitlab.example",
            "CI_API_V4_URL": f"http://127.0.0.1:{api.server_port}/api/v4",
            "CI_PROJECT_ID": "1",
            "CI_DEFAULT_BRANCH": "main",
            TOKEN: "secret",
        }
        recipe = script("verdicts", WRITTEN if installed else GITLAB)
        done = bash(recipe, clone, bin_ if bin_.exists() else programs(bin_), **env)
        assert done.returncode == 0, done.stderr
        return [each for each in api.asked if each[0] != "GET"]

    return run


TOKEN = "KB_REVIEW_TOKEN"  # noqa: S105 - the name of a variable
LATE = "2026-11-20T10:00:00Z"


class TestGitLab:
    def test_a_request_is_commented_and_its_commit_told(self, base, gitlab):
        (_, note, token, body), (_, status, _, fields) = gitlab()
        assert (note, token) == ("/api/v4/projects/1/merge_requests/7/notes", "secret")
        assert body["body"][0].startswith(MARKER)
        assert "Не сказано" in body["body"][0]
        assert status == f"/api/v4/projects/1/statuses/{base.git('rev-parse', 'branch')}"
        assert (fields["state"], fields["name"]) == (["failed"], ["scripts-kb/review"])

    def test_the_recipe_for_an_installed_package_judges_the_same(self, base, gitlab):
        (_, _, _, body), (_, _, _, fields) = gitlab(installed=True)
        ours = gitlab()
        assert (body, fields) == (ours[0][3], ours[1][3])

    @pytest.mark.parametrize("installed", [False, True])
    def test_the_cards_are_shown_as_they_will_be(self, base, gitlab, installed):
        base.git("switch", "-q", "main")
        with_site(base)
        base.git("switch", "-q", "branch")
        (_, upload, token, file), (_, _, _, body), _ = gitlab(installed=installed)
        assert (upload, token) == ("/api/v4/projects/1/uploads", "secret")
        assert "objections/dorogo/index.html" in file
        link = "https://gitlab.example/-/project/1/uploads/5f/pages.zip"
        assert f"(<{link}>)" in body["body"][0]
        # The next run knows it, from the comment that nobody else writes.
        ours = {"system": False, "id": 4, "author": {"username": "robot"}, "body": body["body"][0]}
        (verb, _, _, again), _ = gitlab(notes=[ours], installed=installed)
        assert (verb, again["body"]) == ("PUT", body["body"])
        theirs = {**ours, "author": {"username": "mallory"}}
        assert gitlab(notes=[theirs], installed=installed)[0][1] == upload

    def test_an_approval_is_a_key_to_what_it_saw(self, base, gitlab):
        explained(base)
        yes = {"user": {"username": "anna"}}
        for at, state in ((LATE, "success"), ("2026-11-19T10:00:00Z", "failed")):
            approved = [{**yes, "approved_at": at}]
            *_, status = gitlab(author="boris", approved=approved, since="2026-11-20T09:00:00Z")
            assert status[3]["state"] == [state]

    @pytest.mark.parametrize(
        ("more", "state"),
        [
            ({}, "success"),
            ({"since": LATE}, "failed"),
            ({"events": [{"state": "reopened", "created_at": LATE}]}, "failed"),
            (
                {"notes": [{"id": 1, "system": True, "author": {"username": "boris"},
                            "body": "marked this merge request as **ready**", "created_at": LATE}]},
                "failed",
            ),
        ],
    )  # fmt: skip
    def test_silence_is_counted_while_it_is_shown(self, base, gitlab, more, state):
        explained(base)
        *_, status = gitlab(author="boris", **more)
        assert status[3]["state"] == [state]

    def test_there_is_one_comment_a_merge_request(self, gitlab):
        said = {"system": False, "body": f"{MARKER}\nстарое"}
        theirs = {**said, "id": 3, "author": {"username": "mallory"}}
        ours = {**said, "id": 4, "author": {"username": "robot"}}
        (verb, path, _, _), _ = gitlab(notes=[theirs, ours])
        assert (verb, path) == ("PUT", "/api/v4/projects/1/merge_requests/7/notes/4")
        (verb, path, _, _), _ = gitlab(notes=[theirs])
        assert (verb, path) == ("POST", "/api/v4/projects/1/merge_requests/7/notes")

    @pytest.mark.parametrize("more", [{"draft": True}, {"sha": "0" * 40}])
    def test_a_draft_and_what_was_pushed_to_meanwhile_wait(self, gitlab, more):
        assert gitlab(**more) == []

    @pytest.mark.parametrize("recipes", [GITLAB, WRITTEN], ids=["ours", "installed"])
    def test_the_author_sees_what_would_change_also_in_a_folder_that_is_left(
        self, base, job, tmp_path, recipes
    ):
        clone = job / "branch"
        base.git("clone", "-q", str(base.root), str(clone), "--branch", "branch")
        bin_ = programs(tmp_path / "bin")
        for _ in range(2):
            env = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
            done = bash(script("review", recipes), clone, bin_, **env)
            assert done.returncode == 0, done.stderr
            assert "Дорого" in (clone / "review/review.html").read_text()

    def test_the_token_meets_nothing_of_a_branch(self):
        (rule,) = GITLAB["verdicts"]["rules"]
        for needed in ("$CI_COMMIT_REF_PROTECTED", "$CI_DEFAULT_BRANCH", f"${TOKEN}"):
            assert needed in rule["if"]
        assert "merge_request" not in rule["if"]
        for name, each in GITLAB.items():
            if name != "verdicts":
                assert "TOKEN" not in json.dumps(each)

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
