"""Where what a review names can be looked at: the site's pages, the files at the hosting.

    mkdocs.yml  site_url ─────────▶ https://kb.example.ru/objections/dorogo/
                repo_url ─┐
    the hosting's runner ─┴───────▶ https://github.com/shop/kb/blob/COMMIT/content/…

What is not known has no address: a page that is not published yet, a file that is not committed, a
hosting whose addresses we do not know.
"""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from scripts_kb.app.workspace import Workspace
from scripts_kb.files import read
from scripts_kb.review.impact import in_force
from scripts_kb.review.records import Addresses
from scripts_kb.schema import kinds
from scripts_kb.schema.values import Value

_SETTING: Final = re.compile(
    r"^(site_url|repo_url):[ \t]*[\"']?(https?://[^\s\"'#<>]+)", re.MULTILINE
)
_GITEA: Final = "src/commit"
_GITLAB: Final = "-/blob"
_GITHUB: Final = "blob"
_HOSTS: Final = (("github.com", _GITHUB), ("gitlab", _GITLAB), ("codeberg.org", _GITEA))
"""A word of a host's name, and what its addresses of files have between repository and commit."""


def of(
    where: Workspace,
    head: str | None,
    before: Callable[[str], Value],
    page: str = "",
    pages: str = "",
) -> Addresses:
    """Tell where cards and files can be looked at.

    Args:
        where: the content folder; `mkdocs.yml` stands beside it.
        head: the commit whose files are linked; None for what is not committed.
        before: gives an entity as it was published, None where it was not.
        page: where the review stands as a page.
        pages: where the cards stand as they will be.
    """
    settings = _settings(where.content.parent / "mkdocs.yml")
    site = _site(settings)
    files = _files(settings.get("repo_url", ""), os.environ) if head else ""

    def card(entity: str) -> str:
        published = site and in_force(before(entity))
        return f"{site}/{kinds.address(entity)}" if published else ""

    def file(path: str) -> str:
        whole = f"{where.prefix}/{path}".lstrip("/")
        return f"{files}/{head}/{quote(whole)}" if files else ""

    return Addresses(card, file, *(_web(each) for each in (page, pages)))


def published(settings: Path) -> str:
    """Give where a site is published, without a last slash; "" where its settings do not say."""
    return _site(_settings(settings))


def _site(settings: Mapping[str, str]) -> str:
    return settings.get("site_url", "").rstrip("/")


def _web(address: str) -> str:
    return address if address.startswith(("https://", "http://")) else ""


def _settings(file: Path) -> dict[str, str]:
    # Two lines of a file whose other tags only MkDocs can read.
    try:
        return dict(_SETTING.findall(read(file).decode()))
    except (OSError, ValueError):
        return {}


def _files(repository: str, environment: Mapping[str, str]) -> str:
    """Give what the addresses of files begin with: as the runner says, else as the host is known.

    Examples:
        >>> _files("https://github.com/shop/kb", {}), _files("https://git.example.ru/shop/kb", {})
        ('https://github.com/shop/kb/blob', '')
        >>> _files("", {"CI_PROJECT_URL": "https://git.example.ru/shop/kb"})
        'https://git.example.ru/shop/kb/-/blob'
    """
    server, name = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    if server and name:
        gitea = environment.get("GITEA_ACTIONS") or environment.get("FORGEJO_ACTIONS")
        return f"{server}/{name}/{_GITEA if gitea else _GITHUB}"
    project = environment.get("CI_PROJECT_URL")
    if project:
        return f"{project}/{_GITLAB}"
    host = urlsplit(repository).hostname or ""
    known = next((between for word, between in _HOSTS if word in host), "")
    return f"{repository.rstrip('/').removesuffix('.git')}/{known}" if known else ""
