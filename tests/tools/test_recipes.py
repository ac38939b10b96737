"""The check of workflows and forms finds what a hosting would refuse, and knows every file."""

import importlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts_kb.app import recipes as written
from tools.checks import supply

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def recipes():
    """The check, imported by who runs these tests: its schemas take two seconds to be ready."""
    return importlib.import_module("tools.checks.recipes")


@pytest.fixture
def checkout(tmp_path):
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    shutil.copy(ROOT / ".gitlab-ci.yml", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_the_recipes_of_this_checkout_fit(checkout, recipes):
    assert list(recipes.check(checkout)) == []


SPOILED = {
    "a key that there is not": (
        ".github/workflows/review.yml",
        "    runs-on: ubuntu-24.04",
        "    runs_on: ubuntu-24.04",
        "runs",
    ),
    "a trigger that there is not": (
        ".github/workflows/request.yml",
        "  pull_request_review:",
        "  pull_reques_review:",
        "pull_reques_review",
    ),
    "a job without a limit of time": (
        ".github/workflows/review.yml",
        "    timeout-minutes: 5\n",
        "",
        "$.jobs.tell",
    ),
    "a right that there is not": (
        ".github/workflows/publish.yml",
        "      pages: write",
        "      pages: all",
        "all",
    ),
    "a form without fields": (".github/ISSUE_TEMPLATE/voice.yml", "body:", "boby:", "body"),
    "a setting that there is not": (
        ".github/ISSUE_TEMPLATE/config.yml",
        "blank_issues_enabled: true",
        "blank_issues_enabled: often",
        "often",
    ),
    "a rule that there is not": (
        ".gitlab-ci.yml",
        "    when: always\n",
        "    when: ever\n",
        "",
    ),
    "what is no YAML": (".gitlab-ci.yml", "stages: [", "stages: [[", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "old", "new", "said"), SPOILED.values(), ids=SPOILED)
def test_what_a_hosting_would_refuse_is_found(checkout, recipes, name, old, new, said):
    text = (checkout / name).read_text(encoding="utf-8")
    assert old in text
    (checkout / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = list(recipes.check(checkout))
    assert found
    assert {each.path for each in found} == {name}
    assert said in " ".join(each.text for each in found)


@pytest.mark.slow
def test_a_file_without_a_schema_is_named(checkout, recipes):
    (checkout / ".github/labels.yml").write_text("[]\n")
    assert [each.path for each in recipes.check(checkout)] == [".github/labels.yml"]


@pytest.mark.slow
def test_the_step_fails_where_something_is_found_and_says_it(checkout):
    (checkout / ".github/labels.yml").write_text("[]\n")
    command = [sys.executable, "-m", "tools.checks.recipes"]
    done = subprocess.run(
        command,
        cwd=checkout,
        env={"PYTHONPATH": str(ROOT)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(".github/labels.yml: No schema is known for it")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("hosting", ["github", "gitlab", "gitea"])
def test_what_a_base_is_given_fits_and_is_safe(tmp_path, recipes, hosting, language):
    for path, content in written.files(hosting, language).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert list(recipes.check(tmp_path)) == []
    if hosting == "github":  # of others zizmor knows nothing
        assert supply.workflows(tmp_path) == 0
