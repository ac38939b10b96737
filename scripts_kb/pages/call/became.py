"""What came into the base of late, so that whoever gave it finds it: `became.json` of a release.

    rows ──▶ customers' words that a card learnt ─┐
         ──▶ insights, with what they tell of     ├──▶ became.json ◀──a browser── «Мои записи»
         ──▶ proposals, with their replies        │
         ──▶ the last change of each card         ─┘

Who gave what, only that browser knows: it asks for nothing but this file.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scripts_kb.language import formats
from scripts_kb.pages import data
from scripts_kb.pages.call import answers
from scripts_kb.pages.site import Site
from scripts_kb.past import titles
from scripts_kb.past.records import Edit, Row
from scripts_kb.schema import kinds

LATE: Final = dt.timedelta(days=180)
"""What is older, nobody waits for any more."""

_WORDS: Final = re.compile(r"(?:answers\[[^]]+\]\.)?client_words")
_HEARD: Final = ("first_words", "purposes", "matters", "unanswered")


def of(site: Site) -> bytes:
    """Make the file of a site; of any site only what the team may see."""
    site = answers.seen(site)
    live = {each.entity for each in answers.cards(site)}
    late = [row for row in site.rows if row.version and site.today - _day(site, row) <= LATE]
    bulk = answers.moved_in(site)
    told: dict[str, Any] = {
        "proposals": list(_proposals(site)),
        "words": [
            each
            for row in late
            if row.entity in live and row.change not in bulk
            for each in _words(site, row)
        ],
        "insights": list(_insights(site, late)),
        "changed": dict(_changed(site, late, live)),
    }
    return data.as_bytes(data.filled(told, data.filler(site)))


def _day(site: Site, row: Row) -> dt.date:
    return formats.moment(row.time, site.base.zone).date()


def _told(site: Site, row: Row) -> dict[str, Any]:
    title = titles.title(row.rationale, row.subject, site.base.kb.language)
    return {"day": _day(site, row).isoformat(), "title": title}


def _words(site: Site, row: Row) -> Iterator[dict[str, Any]]:
    """Yield the customer's words that a change gave to a card."""
    for says in dict.fromkeys(each for edit in row.edits for each in _given(edit)):
        yield {"says": says, "entity": row.entity, **_told(site, row)}


def _given(edit: Edit) -> Iterator[str]:
    """Yield the words that an edit added: one of them, a list of them, or a card with its own."""
    after: Any = edit.after
    if _WORDS.match(edit.path):
        yield from (each for each in (after if isinstance(after, list) else [after]) if each)
    elif isinstance(after, Mapping):
        within = [after, *(after.get("answers") or ())]
        for holder in within:
            if isinstance(holder, Mapping):
                yield from holder.get("client_words") or ()


def _insights(site: Site, late: list[Row]) -> Iterator[dict[str, Any]]:
    latest = {row.entity: row for row in reversed(late)}
    for document in site.base.of("insight"):
        row = latest.get(document.entity)
        if row is None or document.record.status != "live":
            continue
        heard = [each.says for name in _HEARD for each in getattr(document.record, name)]
        told = {**_told(site, row), "title": document.record.title}
        yield {"says": heard, "url": kinds.address(document.entity), **told}


def _proposals(site: Site) -> Iterator[dict[str, Any]]:
    """Yield what was proposed, with the reply and its day; while it waits, the day of its own."""
    for document in site.base.of("insight"):
        for each in document.record.proposals if document.record.status != "archived" else ():
            day = (each.replied if each.answered else None) or each.on
            yield {
                "entity": each.about,
                "says": each.says,
                "state": each.state or "open",
                "reply": each.reply,
                "day": day.isoformat() if day else "",
                "title": document.record.title,
            }


def _changed(site: Site, late: list[Row], live: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each card with its last change."""
    for entity, row in {row.entity: row for row in reversed(late)}.items():
        if entity in live and row.kind == "changed":
            yield str(entity), {"version": row.version, **_told(site, row)}
