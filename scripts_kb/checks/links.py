"""Links of authors from page to page: each leads to a page, or to a file, that there is.

    regulations/lid.md: [сюда](../no.md) ──from regulations/lid/──▶ regulations/no.md ──▶ nothing

Only what lies in the folders of cards and of materials is known here; the other pages of the site
are not made of one file each, and a link to them is left alone.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from scripts_kb.checks import fields
from scripts_kb.content import spelling
from scripts_kb.content.base import Base, Document
from scripts_kb.problems import Problem
from scripts_kb.schema import kinds

_LINK: Final = re.compile(r"\]\([ \t]*<?(?P<to>[^\s()<>]+)")
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\#?]")
"""What begins an address of another site, of its root or of the page itself."""
_FOLDERS: Final = frozenset(kinds.FOLDER_OF.values())
_SOURCES: Final = (".md", ".yml", ".yaml")
_MATERIALS: Final = "materials"


def check(base: Base) -> Iterator[Problem]:
    """Find relative links that lead nowhere."""
    pages: set[str] = set()
    for document in base.documents.values():
        for field, loc, text in fields.texts(document):
            if field.shape.use != "published" or "](" not in text:
                continue
            for match in _LINK.finditer(text):
                if _ELSEWHERE.match(match["to"]):
                    continue
                pages = pages or {kinds.address(each) for each in base.documents}
                if not _leads(_target(document, match["to"]), pages, base):
                    place = fields.place(document, loc, text, match.start("to"))
                    files = {each for each in base.files if each.startswith(f"{_MATERIALS}/")}
                    meant = _meant(document, match["to"], pages | files)
                    yield Problem(place, "dead-link", {"link": match["to"], "meant": meant})


def _target(document: Document, link: str) -> str:
    """Give the place below the site's root that a link leads to from its page."""
    path = unquote(re.split(r"[?#]", link, maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(kinds.address(document.entity), path))


def _leads(target: str, pages: set[str], base: Base) -> bool:
    first, _, rest = target.partition("/")
    if first == ".." or target.endswith(_SOURCES):
        return False
    if first == _MATERIALS:
        return target in base.files
    return first not in _FOLDERS or not rest or f"{target}/" in pages


def _meant(document: Document, link: str, known: set[str]) -> str:
    here = kinds.address(document.entity)
    target = _target(document, link).removesuffix(".md").removesuffix(".yml")
    near = spelling.nearest(target, sorted(known - {here}))
    if not near:
        return "../../objections/…/"
    return posixpath.relpath(near, here) + ("/" if near.endswith("/") else "")
