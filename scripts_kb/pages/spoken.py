"""Every phrase that is said today, one a row, for a CRM, a chat bot or a spreadsheet.

    Site ──project──▶ live entities ──spoken fields──▶ texts filled in ──▶ CSV

The texts are those of `kb/kb.json`: variables of `kb.yml` and prices are filled in, and what a call
captures stays as `<client_name>`, which other programs can fill by a field of theirs. Drafts, what
is in the archive and offers out of their dates are not said, so they have no row.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Final

from scripts_kb.content.base import Document
from scripts_kb.pages import data, projection
from scripts_kb.pages.site import Site
from scripts_kb.schema import labels, outline, values
from scripts_kb.schema.cards import Offer

COLUMNS: Final = (
    "entity",
    "kind",
    "title",
    "path",
    "text",
    "segments",
    "version",
    "changed",
)
"""The columns: of the entity its reference, kind, title, segments (ids with spaces between; none:
all) and version; of the phrase its path, its text and the day on which it last changed."""

_MARK: Final = "\ufeff"
"""By this Excel knows UTF-8."""
_BREAK: Final = re.compile(r"\s*\n\s*")
# What a spreadsheet would take for a formula, the full-width forms included, however far indented.
_FORMULA: Final = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")


def table(site: Site, separator: str = ",") -> bytes:
    r"""Write what is said as CSV: UTF-8 with a byte order mark, CRLF, the names of columns first.

    A cell that a spreadsheet would calculate begins with an apostrophe.

    Args:
        site: what is known; it is projected here.
        separator: of the cells, one character.

    Source: RFC 4180; OWASP, CSV Injection.

    Examples:
        >>> from scripts_kb.content.base import Base
        >>> table(Site(Base())).decode()
        '\ufeffentity,kind,title,path,text,segments,version,changed\r\n'
    """
    stream = io.StringIO(newline="")
    stream.write(_MARK)
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(projection.project(site)):
        writer.writerow(map(cell, row))
    return stream.getvalue().encode()


def rows(site: Site) -> Iterator[tuple[str, ...]]:
    """Yield the phrases of a projected site in the order of kinds, ids and fields."""
    fill = data.filler(site)
    known = (each for each in data.documents(site.base) if _said(each, site.today))
    for document in (*known, *site.base.of("config")):
        entity, record = document.entity, document.record
        settings = document.kind == "config"
        language = site.base.kb.language
        title = labels.settings(entity, language) if settings else record.title
        for path, text in values.leaves(document.value, outline.of(entity)):
            declared = outline.at(entity, path)
            if declared is None or declared.use != "spoken" or not isinstance(text, str):
                continue
            leaf = site.leaves.get(entity, {}).get(path)
            version = site.versions.get(entity)
            yield (
                entity,
                document.kind,
                fill(title),
                path,
                _BREAK.sub(" ", fill(text)),
                "" if settings else " ".join(record.segments),
                "" if version is None else str(version),
                leaf.row.landed(site.base.zone)[:10] if leaf and leaf.row else "",
            )


def cell(text: str) -> str:
    """Make a text safe for a spreadsheet, which would calculate what looks like a formula.

    Examples:
        >>> cell("=1+1"), cell("Дорого")
        ("'=1+1", 'Дорого')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _said(document: Document, today: dt.date) -> bool:
    record = document.record
    if record.status != "live":
        return False
    if not isinstance(record, Offer):
        return True
    return (record.valid_from or today) <= today <= (record.valid_to or today)
