"""What the search box of the header finds beside the answers, and that answers stay as they are."""

import json
import re

import pytest
from cafe import site

from scripts_kb import search
from scripts_kb.content.base import Base
from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import searchable
from scripts_kb.pages.call import finder, screen
from scripts_kb.pages.site import Page, Site

NO_ENTITIES: frozenset[str] = frozenset()


def page(path: str, body: str, front: str = 'title: "Договорённости"') -> Page:
    return Page(path, f"---\n{front}\n---\n\n{body}\n".encode())


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (
            page("agreements/index.md", '<div><section><h2 id="zones">Зоны</h2></section></div>'),
            [
                ("page/agreements/", "Договорённости"),
                ("page/agreements/#zones", "Зоны"),
            ],
        ),
        (
            page("guide/x.md", "# Продавцу\n\n## По-новому\n", "title: Продавцу\nhide: [toc]"),
            [
                ("page/guide/x/", "Продавцу"),
                (
                    "page/guide/x/#:~:text=%D0%9F%D0%BE%2D%D0%BD%D0%BE%D0%B2%D0%BE%D0%BC%D1%83",
                    "По-новому",
                ),
            ],
        ),
        (
            page("director/index.md", '<h2>Споры <span class="kb-number">3</span></h2>'),
            [
                ("page/director/", "Договорённости"),
                ("page/director/#:~:text=%D0%A1%D0%BF%D0%BE%D1%80%D1%8B", "Споры"),
            ],
        ),
        (
            page(
                "changes/index.md",
                "<h2>Нет</h2>",
                'title: "&#171;Что&#187;"\nsearch:\n  exclude: true',
            ),
            [("page/changes/", "«Что»")],
        ),
        (
            page("a.md", '<h2 id="past" data-search-exclude>История</h2>'),
            [("page/a/", "Договорённости")],
        ),
        (page("index.md", "<h2>Первая</h2>"), []),
        (Page("assets/site.css", b"h2 {}"), []),
    ],
)
def test_a_page_that_is_no_entity_is_found_by_its_title_and_headings(made, found):
    cards = list(searchable.sections(made, NO_ENTITIES))
    assert [(each.entity, each.title) for each in cards] == found
    assert len({each.family for each in cards}) == min(1, len(found))


def test_an_entity_is_found_by_what_it_holds_not_by_its_page():
    assert (
        list(searchable.sections(page("objections/x.md", "<h2>A</h2>"), {"objections/x.md"})) == []
    )


def test_practices_and_cards_out_of_use_are_beside_the_answers():
    whole = site()
    answers = {each.entity for each in searchable.cards(whole)}
    beside = {each.entity: each for each in searchable.beside(whole)}
    assert not answers & set(beside)
    kinds = {each.kind for each in whole.base.documents.values()} & set(searchable.PRACTICES)
    assert {entity.partition("/")[0] for entity in beside} >= kinds
    for entity, card in beside.items():
        if entity.partition("/")[0] in searchable.KINDS:
            assert re.search(r"\((черновик|в архиве)\)$", card.title), entity


@pytest.mark.slow
def test_the_index_of_the_call_holds_nothing_of_it():
    whole = site()
    cards = list(searchable.cards(whole))
    made = search.index(cards, searchable.synonyms(whole), facets=searchable.facets(whole))
    assert b"regulation" not in made
    assert b"page/" not in made


def test_titles_lead_to_pages():
    found = json.loads(
        finder.titles(site(), {each.entity: each.title for each in searchable.cards(site())})
    )
    assert found["kinds"]["objection"] == ["Возражение", "objections/"]
    assert found["kinds"]["process"][1] == "processes/"
    assert found["titles"]["objection/dorogo"] == "Дорого"
    assert found["call"] is True
    partner = Site(Base(), audience="partner")
    assert json.loads(finder.titles(partner, {}))["call"] is False


def test_partners_get_the_search_without_the_call_screen():
    found = {"beside.bin": b"b", "titles.json": b"{}"}
    made = [each.path for each in screen.finding(b"i", found)]
    names = {re.sub(r"^call/\w+/", "", path) for path in made}
    assert {"find.js", "engine/worker.js", "index.bin", "beside.bin", "titles.json"} <= names
    assert not {"screen.js", "answers.json", "player.js", "sw.js"} & names
    assert made[-1] == "call/release.json"
    scripts = {each.path: each.content for each in screen.finding(b"i", found)}
    for path, content in scripts.items():
        for name in re.findall(rb'from "\./([\w./]+)"', content):
            assert f"{path.rpartition('/')[0]}/{name.decode()}" in scripts, (path, name)


def test_both_languages_of_the_box_say_the_same():
    asked = set(
        re.findall(
            r'\bt\("(\w+)"',
            next(
                each.content.decode(errors="replace")
                for each in screen.assets(site(), b"")
                if each.path.endswith("/find.js")
            ),
        )
    )
    assert asked <= catalogue("finder").texts.keys()


@pytest.mark.parametrize(("language", "said"), [("ru", "Найти в базе"), ("en", "Search")])
def test_the_box_speaks_the_language_of_the_base_and_leads_to_its_root(language, said):
    html = finder.box(language, "../../", "team")
    assert said in html
    assert 'action="../../"' in html
    assert "\n" not in html
