"""What is new: the latest version of each card that altered a meaning, with its reason in a line."""

import dataclasses
import re

import pytest

from scripts_kb.pages import fresh
from scripts_kb.pages.changes import news, stories
from scripts_kb.pages.fresh import NewWords
from scripts_kb.pages.planning import render
from scripts_kb.pages.projection import project
from scripts_kb.pages.reading import Reading
from scripts_kb.past.records import Edit, Rationale, Row


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
    pages = {
        page.path: page.content.decode(errors="replace")
        for page in render(slight(site(), *versions))
    }
    page = pages["objections/dorogo.md"]
    assert re.search(rf'data-entity="objection/dorogo" data-meant="{meant}"', page)
    assert "Прочитал, скажу так" in page


def test_old_news_drafts_and_the_archive_are_no_news(site):
    assert listed(site(today="2027-03-01")) == []
    card = {"id": "dorogo", "title": "Дорого", "status": "archived"}
    assert listed(site(objection__dorogo=card)) == []


@pytest.mark.slow
def test_pages_that_nobody_says_aloud_and_those_of_partners_ask_for_nothing(site):
    pages = {page.path: page.content.decode(errors="replace") for page in render(site())}
    assert "data-meant" not in pages["insights/calls.md"]
    for page in render(site("partner")):
        assert b"data-meant" not in page.content


WHY = Rationale("trailers", cause="шаг и так говорит, почему клиент ушёл.")


def later(entity: str, *edits: Edit, change: str = "a" * 40, **more) -> Row:
    facts = {"version": 4, "kind": "changed", "subject": "Причину ставит шаг", "rationale": WHY}
    time = 1_793_000_000
    return Row(change, entity, time=time, offset=0, path="x.yml", edits=edits, **{**facts, **more})


def reading_of(site, *rows: Row) -> Reading:
    whole = site()
    return Reading(project(dataclasses.replace(whole, rows=(*rows, *whole.rows))))


def test_a_change_of_several_cards_is_one_piece_of_news(site):
    edit = Edit("changed", "nodes[greet].say", "Здравствуйте!", "Добрый день!")
    reading = reading_of(
        site,
        later("objection/dorogo", Edit("changed", "answers[other].say", "Ясно.", "Понимаю.")),
        later("script/call", edit),
    )
    (story, *_) = stories(reading, news(reading))
    assert [each.entity for each in story.cards] == ["objection/dorogo", "script/call"]
    assert story.why == "Шаг и так говорит, почему клиент ушёл."
    assert story.said == NewWords("Ясно.", "Понимаю.")
    assert story.segments == ()
    assert [each.place for each in story.cards] == ["a-other", "n-greet"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (NewWords("Да", "Нет"), NewWords("Да", "Нет")),
        (NewWords("", "слово, " * 30), NewWords("", "слово, " * 19 + "слово…")),
        (NewWords("", "слово " * 30), NewWords("", "слово " * 19 + "слово…")),
    ],
)
def test_before_and_after_take_twenty_words(said, shown):
    assert fresh.short(said) == shown


def test_before_and_after_are_shown_around_what_differs():
    same = "а б в г д " * 4
    told = fresh.short(NewWords(f"{same}старое и ещё немного", f"{same}новое и ещё"))
    words = [word for text in (told.before, told.now) for word in text.split()]
    assert len(words) <= fresh.WORDS
    assert "старое" in told.before
    assert "новое" in told.now


def test_a_change_and_what_took_it_back_lead_to_each_other(site):
    done = later("objection/dorogo", Edit("changed", "title", "Дорого", "Дороговато"))
    back = later(
        "objection/dorogo",
        Edit("changed", "title", "Дороговато", "Дорого"),
        change="b" * 40,
        version=5,
        subject='Revert "Причину ставит шаг"',
        rationale=Rationale("revert", reverts="a" * 40),
    )
    undone = reading_of(site, back, done).undone
    assert undone["a" * 40].undone_by[0].title == "Вернули как было: Причину ставит шаг"
    assert undone["b" * 40].undoes[0] == ("Причину ставит шаг", "changes/2026-10/#c-aaaaaaaaaa")


def test_older_changes_are_a_line_whose_place_unfolds(site):
    rows = [
        later(
            "objection/dorogo",
            Edit("changed", "title", str(number), str(number + 1)),
            change=f"{900 - number:040x}",
            version=40 - number,
        )
        for number in range(9)
    ]
    whole = site()
    told = render(dataclasses.replace(whole, rows=(*rows, *whole.rows)))
    page = next(
        each.content.decode(errors="replace") for each in told if each.path == "changes/index.md"
    )
    assert len(re.findall(r'<div id="c-', page)) == 6
    assert len(re.findall(r'<div class="kb-told" id="c-', page)) > 3
