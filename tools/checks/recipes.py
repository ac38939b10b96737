"""The files that a hosting reads are as its public schema says; the schemas come with the checker.

.github/workflows/*.yml   a job without a limit of time, a key that GitHub does not know
.github/ISSUE_TEMPLATE/*  a form that GitHub would not show, and not say why
.gitlab-ci.yml            the same for GitLab, its `!reference` tags resolved

The checker takes two seconds to be imported, a file a twentieth of one. So it is asked in this
process, for all of them, and the step is a program of its own: no other step waits for it.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from check_jsonschema.cli.main_command import (  # type: ignore[import-untyped]
    main as checker,
)
from click.testing import CliRunner

from tools.checks.finding import Finding

SCHEMAS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("vendor.github-workflows", ".github/workflows/*.y*ml", ()),
    ("custom.github-workflows-require-timeout", ".github/workflows/*.y*ml", ()),
    # Gitea reads the same, but for a few keys that it passes over.
    ("vendor.github-workflows", ".gitea/workflows/*.y*ml", ()),
    ("custom.github-workflows-require-timeout", ".gitea/workflows/*.y*ml", ()),
    ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml", ()),
    ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/[!c]*.yml", ()),
    ("vendor.dependabot", ".github/dependabot.yml", ()),
    # GitLab fills variables into an address before it reads it: `$CI_PROJECT_URL/…` is one then.
    (
        "vendor.gitlab-ci",
        ".gitlab-ci.yml",
        ("--data-transform", "gitlab-ci", "--disable-formats", "uri"),
    ),
)
"""Schema, the files that it is for, and what else the checker must be told."""


def check(root: Path) -> Iterator[Finding]:
    """Holds every recipe of a checkout against the schema of its hosting, without a network.

    Args:
        root: The checkout.

    Yields:
        What each schema finds, by file; and a file that no schema was found for.
    """
    judged = set()
    for schema, pattern, more in SCHEMAS:
        files = [file.relative_to(root).as_posix() for file in sorted(root.glob(pattern))]
        judged.update(files)
        if files:
            yield from _judged(root, schema, files, more)
    for file in sorted((root / ".github").rglob("*.y*ml")):
        path = file.relative_to(root).as_posix()
        # Beside the hosting's own files lies the pattern of a change, which `kb check` judges.
        if path not in judged and not path.endswith("change-template.yml"):
            yield Finding(path, 0, "No schema is known for it: name one in tools/checks/recipes.py")


def _judged(
    root: Path, schema: str, files: Sequence[str], more: Sequence[str]
) -> Iterator[Finding]:
    options = ["--builtin-schema", schema, *more, "--output-format", "json"]
    done = CliRunner().invoke(checker, [*options, "--", *(str(root / file) for file in files)])
    try:
        said = json.loads(done.stdout)
    except ValueError:
        words = done.stderr or done.stdout or repr(done.exception)
        yield Finding(files[0], 0, f"{schema}: {words.strip()}")
        return
    for each in said.get("errors", ()):
        # Of a choice of schemas the checker knows which one was meant, and what is wrong with it.
        best = each.get("best_deep_match") or each
        yield Finding(_file(root, each), 0, f"{best['path']}: {best['message']}")
    for each in said.get("parse_errors", ()):
        yield Finding(_file(root, each), 0, str(each["message"]))
    if done.exit_code and not said.get("errors") and not said.get("parse_errors"):
        yield Finding(files[0], 0, f"{schema}: exit code {done.exit_code}")


def _file(root: Path, said: dict[str, str]) -> str:
    return Path(said["filename"]).relative_to(root).as_posix()


if __name__ == "__main__":
    found = list(check(Path.cwd()))
    print(*found, sep="\n", end="\n" * bool(found))
    sys.exit(bool(found))
