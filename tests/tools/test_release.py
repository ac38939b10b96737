"""The recipe of a release: what its steps do for a tag, run by a shell; `gh` is one that notes its words."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml

RECIPE = Path(__file__).parents[2] / ".github" / "workflows" / "release.yml"
JOBS = yaml.safe_load(RECIPE.read_text("utf-8"))["jobs"]
STEPS = {
    step["name"]: step["run"]
    for job in JOBS.values()
    for step in job["steps"]
    if "run" in step and "name" in step
}


@pytest.fixture
def step(tmp_path):
    """Run a step by its name, for a tag, where a package of version 1.0.0rc1 lies."""
    (tmp_path / "scripts_kb").mkdir()
    (tmp_path / "scripts_kb/__init__.py").write_text('"""Doc."""\n\n__version__ = "1.0.0rc1"\n')
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changes\n\n## 1.0.0rc1\n\n- New → why\n\n## 0.1.0\n\n- Old\n"
    )
    gh = tmp_path / "gh"
    gh.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\" > said\n")
    gh.chmod(0o755)

    def run(name, tag):
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        known = {"PATH": path, "TAG": tag, "REPOSITORY": "cafe/scripts", "GH_TOKEN": ""}
        return subprocess.run(
            ["bash", "-e", "-c", STEPS[name]],
            cwd=tmp_path,
            env=known,
            check=False,
            capture_output=True,
        )

    return run


@pytest.mark.parametrize(
    ("tag", "goes_on"), [("v1.0.0rc1", True), ("v1.0.0", False), ("v1.0.0rc", False)]
)
def test_a_tag_says_the_version_of_the_package(step, tag, goes_on):
    assert (step("The tag says the version that the package says", tag).returncode == 0) is goes_on


def test_the_page_of_a_release_says_what_changed_in_it_alone(step, tmp_path):
    step("What changed and why, for the page of the release", "v1.0.0rc1")
    assert (tmp_path / "changes.md").read_text().split("\n") == ["", "- New → why", "", ""]


@pytest.mark.parametrize(("tag", "kind"), [("v1.0.0rc1", "--prerelease"), ("v1.0.0", "--latest")])
def test_a_candidate_is_not_offered_as_the_newest(step, tmp_path, tag, kind):
    assert step("The same files, and the list of their parts, beside the tag", tag).returncode == 0
    said = (tmp_path / "said").read_text().splitlines()
    assert said[:3] == ["release", "create", tag]
    assert {"--prerelease", "--latest"} & set(said) == {kind}
