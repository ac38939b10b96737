"""The recipes: least rights, pinned versions, nothing of a stranger near a token."""

import re
from pathlib import Path

import pytest
import yaml

from scripts_kb.content import reading
from scripts_kb.past import keeping
from scripts_kb.review.markdown import MARKER

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
STRANGERS = re.compile(
    r"\$\{\{[^}]*(title|body|head\.ref|head_ref|label|message|login|name\b)[^}]*\}\}"
)


def steps(workflow):
    for job in workflow["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
class TestWorkflows:
    def test_rights_are_given_job_by_job(self, path):
        workflow = yaml.safe_load(path.read_text())
        assert workflow["permissions"] == {}
        for job in workflow["jobs"].values():
            assert "permissions" in job
            assert "timeout-minutes" in job

    def test_versions_are_pinned_and_named(self, path):
        text = path.read_text()
        used = re.findall(r"(?<!\w)uses: (\S+)(.*)", text)
        for action, comment in used:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action)
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)
        assert "ubuntu-latest" not in text

    def test_no_checkout_keeps_a_token(self, path):
        for step in steps(yaml.safe_load(path.read_text())):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False

    def test_nothing_that_people_name_is_pasted_into_a_command(self, path):
        for step in steps(yaml.safe_load(path.read_text())):
            assert "${{" not in step.get("run", "")
            assert not STRANGERS.search(str(step.get("with", {}).get("script", "")))

    def test_the_branch_never_meets_a_right_to_write(self, path):
        workflow = yaml.safe_load(path.read_text())
        triggers = set(workflow[True])  # `on`, as YAML 1.1 reads it
        assert "pull_request_target" not in triggers
        for job in workflow["jobs"].values():
            writes = "write" in job["permissions"].values()
            checks_out = any("actions/checkout@" in step.get("uses", "") for step in job["steps"])
            assert not (writes and checks_out)
        if triggers & {"pull_request", "pull_request_review"}:
            # It may have been rewritten by the branch that it runs for.
            assert "secrets." not in path.read_text()
            assert "artifact" not in path.read_text()
            assert all(job["permissions"] == {} for job in workflow["jobs"].values())


def test_what_reviews_is_the_published_branch_s_and_lays_out_nothing_else():
    workflow = yaml.safe_load((ROOT / ".github/workflows/review.yml").read_text())
    assert set(workflow[True]) == {"workflow_run"}
    asking = yaml.safe_load((ROOT / ".github/workflows/request.yml").read_text())
    assert workflow[True]["workflow_run"]["workflows"] == [asking["name"]]
    found = [
        each["with"] for each in steps(workflow) if "actions/checkout@" in str(each.get("uses"))
    ]
    assert [each["ref"] for each in found] == ["${{ github.event.repository.default_branch }}"]
    taken = [
        each["with"] for each in steps(workflow) if "download-artifact@" in str(each.get("uses"))
    ]
    assert [set(each) for each in taken] == [{"name", "path"}], "of this very run alone"


def test_what_decides_is_owned_by_who_decides_disputes():
    zones = yaml.safe_load((ROOT / "content/zones.yml").read_text())
    arbiters = {each["arbiter"] for each in zones["zones"]}
    logins = [
        f"@{login}"
        for each in zones["departments"]
        if each["id"] in arbiters
        for login in each["reviewers"]
    ]
    lines = (ROOT / "CODEOWNERS").read_text().splitlines()
    owned = dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    assert set(owned) == {
        "/.github/", "/.gitlab-ci.yml", "/CODEOWNERS", "/tools/", "/content/zones.yml", "/content/kb.yml"
    }  # fmt: skip
    assert set(owned.values()) == {" ".join(logins)}


def test_the_comment_is_found_again_by_its_first_line():
    for name in (".github/workflows/review.yml", "tools/gitlab.py"):
        assert MARKER in (ROOT / name).read_text()


@pytest.mark.parametrize("name", [".github/workflows/publish.yml", ".gitlab-ci.yml"])
def test_a_team_or_heads_build_is_refused_to_public_pages(name):
    text = (ROOT / name).read_text()
    assert "team | heads)" in text
    assert "exit 1" in text


def test_publishing_keeps_the_past_between_runs_and_reviewing_does_not():
    publish = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text())
    [kept] = [each for each in steps(publish) if "actions/cache@" in each.get("uses", "")]
    assert kept["with"]["path"] == keeping.CACHE
    review = (ROOT / ".github/workflows/review.yml").read_text()
    assert "actions/cache@" not in review
    jobs = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
    assert jobs["pages"]["cache"]["paths"] == [keeping.CACHE]
    assert "cache" not in jobs["review"]


def test_the_change_template_is_a_change_file():
    text = (ROOT / ".github/change-template.yml").read_bytes()
    document, problems = reading.read(text, "changes/x.yml", "x.yml")
    assert problems == []
    assert document.record is not None


def test_the_hooks_are_commands_that_there_are():
    from scripts_kb.cli import COMMANDS  # noqa: PLC0415

    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
        assert hook["entry"].split()[1] in COMMANDS
        assert hook["pass_filenames"] is False
