"""What `kb init --ci` writes: a hosting's recipes for a base whose scripts-kb is installed.

    starter/ci/github/…, starter/ci/LANGUAGE/… ──paths──▶ .github/…, CODEOWNERS
    the version that runs, what it was tried with ─────▶ requirements.txt

They are this project's own, but for how its commands are called; a test holds them together.
"""

from collections.abc import Mapping
from typing import Final, Literal

from scripts_kb.app import pins
from scripts_kb.content import starter
from scripts_kb.language import Language

Hosting = Literal["github", "gitlab", "gitea"]

_PATHS: Final[Mapping[Hosting, Mapping[str, str]]] = {
    "github": {
        "github/workflows/": ".github/workflows/",
        "github/CODEOWNERS": "CODEOWNERS",
        "LANGUAGE/ISSUE_TEMPLATE/": ".github/ISSUE_TEMPLATE/",
        "LANGUAGE/request.md": ".github/pull_request_template.md",
    },
    "gitlab": {
        "gitlab/gitlab-ci.yml": ".gitlab-ci.yml",
        # Without the ending of a module: it is read here, and run there.
        "gitlab/review.txt": ".gitlab/review.py",
        "gitlab/CODEOWNERS": "CODEOWNERS",
        "LANGUAGE/request.md": ".gitlab/merge_request_templates/Default.md",
    },
    "gitea": {
        "gitea/workflows/": ".gitea/workflows/",
        "gitea/review.txt": ".gitea/review.py",
        "gitea/CODEOWNERS": "CODEOWNERS",
        "LANGUAGE/ISSUE_TEMPLATE/": ".gitea/ISSUE_TEMPLATE/",
        "LANGUAGE/request.md": ".gitea/pull_request_template.md",
    },
}
"""What of the package's `starter/ci` stands where; a folder brings all that is in it."""


def files(hosting: Hosting, language: Language) -> Mapping[str, bytes]:
    """Give the recipes of a hosting by their paths below the base.

    Args:
        hosting: which.
        language: of what people fill in.

    Examples:
        >>> sorted(files("gitlab", "en"))[:3]
        ['.gitlab-ci.yml', '.gitlab/merge_request_templates/Default.md', '.gitlab/review.py']
    """
    found = {pins.FILE: pins.text(language)}
    for name, path in _PATHS[hosting].items():
        here = starter.FOLDER / "ci" / name.replace("LANGUAGE", language)
        for each in sorted(here.iterdir()) if here.is_dir() else (here,):
            found[path + each.name if path.endswith("/") else path] = each.read_bytes()
    return found
