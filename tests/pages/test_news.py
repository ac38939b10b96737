"""What is new: the latest version of each card that altered a meaning, with its reason in a line."""

import dataclasses
import re

import pytest

from scripts_kb.pages import render
from scripts_kb.pages.changes import news
from scripts_kb.pages.projection import project
from scripts_kb.pages.reading import Reading


def listed(site) -> list[tuple[str, int, str]]:
    return [(each.entity, each.version, each.why) for each in news(Reading(project(site)))]


def slight(site, *versions: int):
    """The same site, in which these versions of the objection alter no meaning."""
    rows = [row for row in site.rows if row.entity == "objection/dorogo"]
    named = {(row.change, row.entity) for row in rows if row.version in versions}
    return dataclasses.replace(site, slight=frozenset(named))


@pytest.mark.parametrize(
    ("versions", "news_"),
    [
        ((), [("objection/dorogo", 3, "")]),
        ((3,), [("objection/dorogo", 2, "Клиент сравнивает **килограмм**.")]),
        ((2, 3), []),
    ],
)
def test_only_a_change_of_meaning_is_news_and_the_beginning_is_none(site, versions, news_):
    assert listed(slight(site(), *versions)) == news_


@pytest.mark.slow
@pytest.mark.parametrize(("versions", "meant"), [((), "3"), ((3,), "2"), ((2, 3), "1")])
def test_what_a_reader_took_note_of_is_bound_to_the_version_that_altered_the_meaning(
    site, versions, meant
):
    pages = {page.path: page.content.decode() for page in render(slight(site(), *versions))}
    page = pages["objections/dorogo.md"]
    assert re.search(rf'data-entity="objection/dorogo" data-meant="{meant}"', page)
    assert "Прочитал, скажу так" in page


def test_old_news_drafts_and_the_archive_are_no_news(site):
    assert listed(site(today="2027-03-01")) == []
    card = {"id": "dorogo", "title": "Дорого", "status": "archived"}
    assert listed(site(objection__dorogo=card)) == []


@pytest.mark.slow
def test_pages_that_nobody_says_aloud_and_those_of_partners_ask_for_nothing(site):
    pages = {page.path: page.content.decode() for page in render(site())}
    assert "data-meant" not in pages["insights/calls.md"]
    for page in render(site("partner")):
        assert b"data-meant" not in page.content
