"""The feed of changes: `feed.xml`, for readers that come by themselves.

One entry a landed change, newest first, with its reason in words. An entry's id comes from the
change, so that it stays the same wherever the site is published and however often it is built.

Source: RFC 4287, the Atom syndication format.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from scripts_kb.pages import past
from scripts_kb.pages.changes import Change, address, landed
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.site import Page, Planned
from scripts_kb.past import titles
from scripts_kb.past.telling import STORY

PATH: Final = "feed.xml"
ENTRIES: Final = 30
"""How many changes the feed holds."""

_ATOM: Final = "http://www.w3.org/2005/Atom"
_NAMESPACE: Final = uuid.UUID("5b1d5e3c-6c64-5b0e-9d1f-3f0f6c1c9a11")
"""Ours, for ids that come from a change; never to be altered."""
_NOT_XML: Final = re.compile("[\ufffe\uffff]")
"""What XML cannot hold, of what a reader's text may."""


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield the feed; nothing for partners, nor where nobody said where the site is published.

    Links of a feed are read far from the site, so they need its address.
    """
    if reading.site.audience == "partner" or not reading.site.url:
        return
    yield Planned(PATH, lambda: Page(PATH, _feed(reading)))


def _feed(reading: Reading) -> bytes:
    ET.register_namespace("", _ATOM)
    changes = landed(reading)[:ENTRIES]
    url = reading.site.url
    title = reading.messages.one("What is new and why")
    company = seen(reading.base.kb.company)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _put(feed, "id", _id(url))
    _put(feed, "title", f"{title} — {company}" if company else title)
    _put(feed, "updated", _moment(changes[0].landed) if changes else reading.site.updated)
    _put(feed, "link", rel="self", type="application/atom+xml", href=url + PATH)
    _put(feed, "link", rel="alternate", type="text/html", href=f"{url}changes/")
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    # Atom asks for an author; people's names are published nowhere.
    _put(author, "name", company or title)
    for change in changes:
        _entry(reading, feed, change)
    ET.indent(feed)
    text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(reading: Reading, feed: ET.Element, change: Change) -> None:
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    first = change.rows[0]
    moment = _moment(change.landed)
    _put(entry, "id", _id(change.id))
    _put(entry, "title", reading.filler.plain(titles.of(first, reading.language)))
    _put(entry, "updated", moment)
    _put(entry, "published", moment)
    _put(entry, "link", rel="alternate", type="text/html", href=reading.site.url + address(change))
    department = reading.department(change.by)
    if department:
        _put(entry, "category", term=department.id, label=department.title)
    _put(entry, "content", "\n".join(_told(reading, change)), type="text")


def _told(reading: Reading, change: Change) -> Iterator[str]:
    for told in past.told(reading, change.rows[0].rationale):
        if told.field in STORY:
            yield f"{told.label}: {reading.filler.plain(told.text)}"
    if not change.explained:
        yield reading.messages.one("The reason was not written down.")
    names = dict.fromkeys(reading.title(row.entity) for row in change.rows[:20] if row.entity)
    yield ", ".join(seen(name) for name in names)


def _put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = _NOT_XML.sub("", seen(text)) or None


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")
