"""A site of a few pages: where these alone are wanted, nothing else is read or dressed.

A review shows the cards that it touches. To dress two thousand pages for seven of them, and the
reference of the package beside, took most of the time of a review.
"""

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

VARIABLE: Final = "SCRIPTS_KB_PAGES"
"""The variable that names to MkDocs a file with the paths of what is wanted, one in a line."""


def told(file: Path, wanted: Collection[str]) -> dict[str, str]:
    """Give what MkDocs is told by its environment to make a few pages.

    Args:
        file: where their paths are left.
        wanted: those paths in the site, such as `objections/dorogo/index.html`.
    """
    file.write_text("\n".join(wanted), encoding="utf-8")
    return {VARIABLE: str(file)}


def of_environment() -> frozenset[str] | None:
    """Give the paths of the pages that are wanted; None where all are."""
    file = os.environ.get(VARIABLE)
    return frozenset(Path(file).read_text(encoding="utf-8").splitlines()) if file else None


class Narrowed(Files):
    """The files of a site, of which a few pages are wanted.

    Args:
        files: all files.
        wanted: the paths of those pages in the site.
    """

    def __init__(self, files: Files, wanted: Collection[str]) -> None:
        super().__init__(files)
        self._wanted = wanted
        self._in_nav: Collection[str] = ()

    def choose(self, nav: Navigation) -> None:
        """Take in what the navigation names: every page shows their titles."""
        self._in_nav = {page.file.dest_uri for page in nav.pages}

    def documentation_pages(self, **asked: Any) -> Sequence[File]:
        """Give the pages that are wanted; all of them for the navigation, which does not say."""
        pages = super().documentation_pages(**asked)
        if not asked:
            return pages
        shown = {*self._wanted, *self._in_nav}
        return [each for each in pages if each.dest_uri in shown]
