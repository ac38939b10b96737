"""The published knowledge base as data: what an audience may see, quotes and prices filled in.

    Site ──project──▶ values of the audience ──filled──▶ texts as they are read ──▶ kb/kb.json

What an audience may see is decided in `projection`, before anything is filled in: a quote can only
bring up a value that its reader may see.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from scripts_kb.content.base import Base, Document
from scripts_kb.pages import projection
from scripts_kb.pages.clean import seen
from scripts_kb.pages.site import Page, Site
from scripts_kb.schema import kinds, quotes
from scripts_kb.schema.values import Value

FORMAT: Final = 1
"""The version of the shape of `kb/kb.json`; it grows when a reader of the old shape would fail."""


def filler(site: Site) -> Callable[[str], str]:
    """Make the function that turns an author's text into the text that is read.

    Variables of `kb.yml` and quoted values are filled in; variables that a call captures stay as
    they are written, as does what cannot be resolved: the checks report it.

    Args:
        site: as its reader may see it; nothing else can be quoted.

    Examples:
        >>> from scripts_kb.schema.config import Kb
        >>> filler(Site(Base(kb=Kb(company="Цех"))))("Это <company>, <client_name>!")
        'Это Цех, <client_name>!'
    """
    base = site.base
    known = {"company": base.kb.company, **base.kb.variables}

    def quoted(name: str) -> str | None:
        quote = quotes.quote(name)
        if quote is None:
            return known.get(name)
        document = base.documents.get(quote.entity)
        return quotes.shown(document.record, quote.path, base.kb.language) if document else None

    def value(name: str) -> str | None:
        return site.notes.once(("quoted", name), partial(quoted, name))

    def fill(text: str) -> str:
        return seen(quotes.fill(text, value) if "<" in text else text)

    return fill


def filled(value: Value, fill: Callable[[str], str]) -> Value:
    """Fill every text of a value."""
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, list):
        return [filled(each, fill) for each in value]
    if isinstance(value, dict):
        return {key: filled(each, fill) for key, each in value.items()}
    return value


def documents(base: Base) -> Iterator[Document]:
    """Yield what is published, in the order of kinds and ids; drafts are nobody's words yet."""
    for kind in kinds.ORDER:
        if not kind.startswith("config/") and kind != "change":
            yield from (each for each in base.of(kind) if each.record.status != "draft")


def page(site: Site) -> Page:
    """Make `kb/kb.json`: the whole published knowledge base as data for the site's audience.

    The file holds `format`, `company`, `language`, `audience`, `updated`, `config` (settings by
    name) and `entities`: by `kind/id` the `version`, the `url` below the site's root, the `value`.
    """
    site = projection.project(site)
    base = site.base
    fill = filler(site)
    head = {
        "format": FORMAT,
        "company": base.kb.company,
        "language": base.kb.language,
        "audience": site.audience,
        "updated": site.updated,
        "config": {each.id: filled(each.value, fill) for each in base.of("config")},
    }

    def entity(document: Document) -> bytes:
        told = {
            "version": site.versions.get(document.entity),
            "url": kinds.address(document.entity),
            "value": filled(document.value, fill),
        }
        return as_bytes({document.entity: told})[1:-1]

    # One by one: all values filled at once, and their text, take a tenth of a whole build's memory.
    entities = b",".join(map(entity, documents(base)))
    return Page("kb/kb.json", b'%s,"entities":{%s}}' % (as_bytes(head)[:-1], entities))


def as_bytes(content: Mapping[str, Any] | list[Any]) -> bytes:
    """Write compact JSON that is the same for equal values.

    Examples:
        >>> as_bytes({"a": ["б"]}).decode()
        '{"a":["б"]}'
    """
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
