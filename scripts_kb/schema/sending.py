"""Where the form sends edits: `kb.yml: edit`, as far as a browser may be sent there with a key.

hosting: gitea                                ──▶ SendingTarget
api: https://git.example/api/v1
repo: sales/scripts
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from scripts_kb.schema import origins
from scripts_kb.schema.config import EditTarget, Kb

_APIS: Final = {"github": "https://api.github.com", "gitlab": "https://gitlab.com/api/v4"}
"""Of the hostings that most mean; one's own has to be named."""
_NAME: Final = "[A-Za-z0-9_][A-Za-z0-9_.-]*"
_REPOS: Final = {
    "github": re.compile(f"{_NAME}/{_NAME}"),
    "gitlab": re.compile(f"{_NAME}(?:/{_NAME})+"),
    "gitea": re.compile(f"{_NAME}/{_NAME}"),
}
_PATH: Final = re.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*/?")


class SendingTarget(NamedTuple):
    """Where edits go.

    Attributes:
        hosting: github, gitlab or gitea.
        api: the address of its API, without a last slash.
        repo: the repository, as the hosting names it.
        branch: which a request is made to.
    """

    hosting: str
    api: str
    repo: str
    branch: str


def of(kb: Kb) -> SendingTarget | None:
    """Give where a base's edits are sent; None where nobody said so, or not rightly.

    Examples:
        >>> of(Kb(edit=EditTarget(hosting="github", repo="cafe/scripts")))[1:]
        ('https://api.github.com', 'cafe/scripts', 'main')
        >>> of(Kb(edit=EditTarget(hosting="github")))
    """
    edit = kb.edit
    if edit is None or any(wrong(edit)):
        return None
    return SendingTarget(
        str(edit.hosting),
        _api(edit).rstrip("/"),
        edit.repo or "",
        edit.branch or kb.branch or "main",
    )


def wrong(edit: EditTarget) -> Iterator[tuple[str, str]]:
    """Yield the fields that keep edits from being sent, each with what stands there.

    Examples:
        >>> list(wrong(EditTarget(hosting="gitea", api="http://git.example/", repo="scripts")))
        [('api', 'http://git.example/'), ('repo', 'scripts')]
    """
    if edit.hosting is None:
        yield "hosting", ""
    if not _reachable(_api(edit)):
        yield "api", _api(edit)
    known = _REPOS.get(edit.hosting or "gitlab")
    if known is None or not known.fullmatch(edit.repo or ""):
        yield "repo", edit.repo or ""


def _api(edit: EditTarget) -> str:
    return edit.api or _APIS.get(edit.hosting or "", "")


def _reachable(api: str) -> bool:
    """Tell whether a key may be sent to an address: by TLS or on this machine, and to no other."""
    try:
        found = urlsplit(api)
        return (
            origins.trusted(f"{found.scheme}://{found.netloc}")
            and _PATH.fullmatch(found.path) is not None
            and api == f"{found.scheme}://{found.netloc}{found.path}"
        )
    except ValueError:
        return False
