"""The recipes: least rights, pinned versions, nothing of a stranger near a token."""

import re
from pathlib import Path

import pytest
import yaml

from scripts_kb.content import reading
from scripts_kb.importing import voice
from scripts_kb.past import keeping
from scripts_kb.review.markdown import MARKER

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = ROOT / "scripts_kb/starter/ci"
"""What `kb init --ci` writes."""

WORKFLOWS = sorted(
    (*(ROOT / ".github/workflows").glob("*.yml"), *(WRITTEN / "github/workflows").glob("*.yml"))
)
STRANGERS = re.compile(
    r"\$\{\{[^}]*(title|body|head\.ref|head_ref|label|message|login|name\b)[^}]*\}\}"
)


def steps(workflow):
    for job in workflow["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize(
    "path", WORKFLOWS, ids=lambda path: path.relative_to(ROOT).as_posix().replace("/", "-")
)
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


INSTALLS = "python -m pip install --quiet --requirement"
CALLS = (
    # how this project calls its commands → how a base calls those that are installed
    ("python ../trusted/tools/diff", "kb diff"),
    ("python tools/gitlab.py", "python .gitlab/review.py"),
    ("python tools/", "kb "),
    ('(sys.executable, "tools/diff"', '("kb", "diff"'),
    ("tools/diff", "kb diff"),
)
SAME = [
    # ours → what is written
    (".github/workflows/publish.yml", "github/workflows/publish.yml"),
    (".github/workflows/request.yml", "github/workflows/request.yml"),
    (".github/workflows/review.yml", "github/workflows/review.yml"),
    (".gitlab-ci.yml", "gitlab/gitlab-ci.yml"),
    ("tools/gitlab.py", "gitlab/review.txt"),
    (".github/ISSUE_TEMPLATE/config.yml", "ru/ISSUE_TEMPLATE/config.yml"),
    (".github/ISSUE_TEMPLATE/config.yml", "en/ISSUE_TEMPLATE/config.yml"),
    (".github/ISSUE_TEMPLATE/proposal.yml", "ru/ISSUE_TEMPLATE/proposal.yml"),
    (".github/ISSUE_TEMPLATE/voice.yml", "ru/ISSUE_TEMPLATE/voice.yml"),
    (".github/pull_request_template.md", "ru/request.md"),
]


@pytest.mark.parametrize(("ours", "written"), SAME)
def test_what_is_written_for_a_base_is_ours_but_for_how_commands_are_called(ours, written):
    text = (ROOT / ours).read_text("utf-8")
    for old, new in CALLS:
        text = text.replace(old, new)
    # What a base adds is how it gets the package, and nothing else.
    left = [line for line in text.splitlines() if line]
    added = []
    for line in (WRITTEN / written).read_text("utf-8").splitlines():
        if left and line == left[0]:
            left.pop(0)
        elif line:
            added.append(line.strip())
    assert left == []
    installing = {
        "- name: The version of scripts-kb that the published branch names",
        "if: ${{ steps.request.outputs.number }}",
        "working-directory: trusted",
        *(f"{each}: {INSTALLS} requirements.txt" for each in ("run", "- run")),
        f"- {INSTALLS} requirements.txt",
        f"- {INSTALLS} ../trusted/requirements.txt",
        "before_script:",
        "before_script: []",
    }
    assert set(added) <= installing


def test_the_forms_of_both_languages_ask_the_same():
    for name in ("proposal.yml", "voice.yml"):
        forms = [
            yaml.safe_load((WRITTEN / language / "ISSUE_TEMPLATE" / name).read_text("utf-8"))
            for language in ("ru", "en")
        ]
        asked = [
            [(each["type"], each.get("id"), each.get("validations")) for each in form["body"]]
            for form in forms
        ]
        assert asked[0] == asked[1]
        labels = {each["attributes"].get("label", "").lower() for each in forms[1]["body"]} - {""}
        known = {
            each for names in (*voice.LABELS.values(), *voice.KINDS.values()) for each in names
        }
        if name == "voice.yml":
            # `kb import voice` reads what is filled in.
            assert labels <= known
            (kinds,) = (
                e["attributes"]["options"] for e in forms[1]["body"] if e.get("id") == "kind"
            )
            assert {each.lower() for each in kinds} <= known


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_what_is_written_has_owners_for_all_that_decides(name):
    lines = (WRITTEN / name / "CODEOWNERS").read_text().splitlines()
    owned = {line.split()[0] for line in lines if not line.startswith("#")}
    assert owned >= {
        f"/.{name}/", "/CODEOWNERS", "/requirements.txt", "/mkdocs.yml", "/content/zones.yml", "/content/kb.yml"
    }  # fmt: skip


def test_what_is_written_for_gitea_has_owners_for_all_that_decides():
    lines = (WRITTEN / "gitea/CODEOWNERS").read_text().splitlines()
    owned = [line.split()[0] for line in lines if not line.startswith("#")]
    for path in (
        *(".gitea/review.py", ".gitea/workflows/review.yml", "CODEOWNERS", "requirements.txt"),
        *("mkdocs.yml", "content/zones.yml", "content/kb.yml"),
    ):
        assert any(re.fullmatch(each, path) for each in owned), path
