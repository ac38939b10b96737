"""The feed: valid Atom for a parser that readers use, links and ids that stay, hostile texts."""

import dataclasses
import datetime as dt
import re
from xml.etree import ElementTree as ET

import feedparser
import pytest

from scripts_kb.pages.feed import ENTRIES
from scripts_kb.pages.planning import render

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://kb.example/team/"
START = int(dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC).timestamp())


def feed(site):
    found = [page.content for page in render(site) if page.path == "feed.xml"]
    return ET.fromstring(found[0]) if found else None  # noqa: S314 — our own


def published(site, url: str = URL, **reason: str):
    whole = dataclasses.replace(site, url=url)
    if not reason:
        return whole
    told = dataclasses.replace(whole.rows[1].rationale, **reason)
    row = dataclasses.replace(whole.rows[1], rationale=told)
    return dataclasses.replace(whole, rows=(whole.rows[0], row, *whole.rows[2:]))


def test_every_entry_has_what_atom_asks_for_and_leads_back_absolutely(site):
    root = feed(published(site()))
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        assert len(element.findall(f"{ATOM}id")) == 1
        assert element.findtext(f"{ATOM}title")
        assert dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Утренний цех"
    links = [link.get("href") for link in root.iter(f"{ATOM}link")]
    assert all(link.startswith(URL) for link in links)
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in ids)


def test_a_reader_of_feeds_understands_it(site):
    found = next(each.content for each in render(published(site())) if each.path == "feed.xml")
    told = feedparser.parse(found)
    assert (told.bozo, told.version) == (False, "atom10")
    assert told.feed.title == "Что нового и почему — Утренний цех"
    assert told.feed.links[0].rel == "self"
    assert [each.title for each in told.entries][1] == "Считаем чашку"
    assert told.entries[1].tags[0].label == "Маркетинг"
    for each in told.entries:
        assert each.id.startswith("urn:uuid:")
        assert each.updated_parsed
        assert each.content[0].type == "text/plain"


@pytest.mark.slow
def test_a_link_still_leads_to_its_change_after_many_more(site):
    """What a reader got once they open months later."""
    whole = published(site())
    (link,) = {
        each.find(f"{ATOM}link").get("href")
        for each in feed(whole).iter(f"{ATOM}entry")
        if "Считаем чашку" in ET.tostring(each, encoding="unicode")
    }
    more = [
        dataclasses.replace(whole.rows[0], change=f"{n:<040x}", version=n, time=START + n * 86400)
        for n in range(400, 300, -1)
    ]
    later = dataclasses.replace(whole, rows=(*more, *whole.rows))
    path, _, anchor = link.removeprefix(URL).partition("#")
    told = {
        each.path: each.content.decode(errors="replace")
        for each in render(later)
        if each.path.endswith(".md")
    }
    assert f'id="{anchor}"' in told[f"{path.rstrip('/')}.md"]
    assert f'id="{anchor}"' not in told["changes/index.md"]


def test_an_entry_tells_the_reason_and_says_where_there_is_none(site):
    told = [each.text for each in feed(published(site())).iter(f"{ATOM}content")]
    assert told[0].startswith("Причина не записана.")
    assert told[1].startswith("С чего началось: Не поняли слово «спешелти».")
    assert told[1].endswith("Дорого")


@pytest.mark.slow
def test_ids_of_changes_do_not_depend_on_where_the_site_stands(site):
    one, two = (
        [each.findtext(f"{ATOM}id") for each in feed(published(site(), url)).iter(f"{ATOM}entry")]
        for url in (URL, "https://other.example/")
    )
    assert one == two


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "]]>&amp;", "\x00\x0b\ufffe?", "a\u202eb", "<company>"]
)
def test_foreign_text_stays_text(site, text):
    root = feed(published(site(), title=text, origin=text))
    told = ET.tostring(root, encoding="unicode")
    assert not list(root.iter("script"))
    assert "<script" not in told
    assert "\u202e" not in told


@pytest.mark.slow
def test_the_feed_ends_somewhere(site):
    whole = published(site())
    rows = [dataclasses.replace(whole.rows[0], change=f"{n:040x}", version=n) for n in range(99)]
    root = feed(dataclasses.replace(whole, rows=tuple(rows)))
    assert len(list(root.iter(f"{ATOM}entry"))) == ENTRIES


@pytest.mark.slow
@pytest.mark.parametrize(("audience", "url"), [("partner", URL), ("team", ""), ("heads", "")])
def test_there_is_none_for_partners_nor_without_an_address(site, audience, url):
    assert feed(published(site(audience), url)) is None
