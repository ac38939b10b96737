"""The search indexes of a site, each made anew only where something that can be found is another.

    cards, synonyms, facets ──fingerprint──▶ as before ──▶ the bytes that were kept
                                        └──▶ another ────▶ search.index ──▶ kept

Most edits change no card that only the header's box finds, and many none that a call finds.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable

from scripts_kb import search
from scripts_kb.app import sources
from scripts_kb.app.workspace import Workspace
from scripts_kb.pages import searchable
from scripts_kb.pages.asked import fingerprint
from scripts_kb.pages.site import Site
from scripts_kb.past import keeping
from scripts_kb.search.records import Equivalence, Facet, Findable


def made(where: Workspace, seen: Site, found: Iterable[Findable], name: str = "") -> bytes:
    """Give the index of what can be found.

    Args:
        where: the content folder.
        seen: the site as its audience sees it.
        found: what can be found; the order decides between equals.
        name: of the file that keeps it between runs; "" where none does.
    """
    given = tuple(found), tuple(searchable.synonyms(seen)), tuple(searchable.facets(seen))
    if not name or where.repository is None:
        return _made(where, *given)
    key = fingerprint([given, sources.ours(), sources.libraries()])
    known = keeping.load(where.repository, name, key)
    if isinstance(known, str):
        return b64decode(known)
    index = _made(where, *given)
    keeping.save(where.repository, name, key, b64encode(index).decode())
    return index


def _made(
    where: Workspace,
    found: Iterable[Findable],
    synonyms: Iterable[Equivalence],
    facets: Iterable[Facet],
) -> bytes:
    words = where.content.parent / ".cache" / "words.bin"
    return search.index(found, synonyms, facets=facets, cache=words)
