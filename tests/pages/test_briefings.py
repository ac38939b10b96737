"""The meeting that explains: what it tells, what it asks, how long it is."""

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts_kb.model.log import Edit, Rationale, Row
from scripts_kb.pages import briefings, render
from scripts_kb.pages.changes import landed
from scripts_kb.pages.projection import project
from scripts_kb.pages.reading import Reading


def pages(site) -> dict[str, str]:
    return {page.path: page.content.decode() for page in render(site)}


def with_reasons(site, count: int, text: str = "Слово. ", **more):
    """A site with so many explained changes of one month, each of one phrase."""
    whole = site(**more)
    rows = [
        Row(
            change=f"{n + 10:040x}",
            entity="objection/dorogo",
            version=n + 10,
            kind="changed",
            time=whole.rows[0].time + n,
            offset=0,
            subject=f"Правка {n}",
            path="x",
            edits=(Edit("changed", "answers[cup].say", f"Было {n} {text}", f"Стало {n} {text}"),),
            rationale=Rationale(
                "file", id=f"n{n}", title=f"История {n}", origin=text * 3, purpose=text * 2
            ),
        )
        for n in reversed(range(count))
    ]
    return dataclasses.replace(whole, rows=(*rows, *whole.rows))


def compose(site) -> briefings.Briefing:
    reading = Reading(project(site))
    return briefings.compose(reading, landed(reading))


def test_a_month_tells_each_change_from_its_origin_to_the_phrase_to_read_aloud(site):
    page = pages(site())["briefings/2026-10.md"]
    order = [
        "Порядок",
        "1. Считаем чашку",
        "Не поняли слово «спешелти».",
        "Клиент сравнивает <strong>килограмм</strong>.",
        "Говорить про чашку.",
        "Больше доходят до конца.",
        "Доля сделок «Звонок» +3",
        "Прочитать вслух",
        "Это недорого",
        "Спросить:",
        "Три вопроса о клиентах</h2>",
        "Что клиенты говорят первым, когда звонят?",
        "Для чего берут?",
        "Что для них важно?",
        "Кто что делает и к какому сроку</h2>",
    ]
    places = [page.index(each) for each in order]
    assert places == sorted(places)


def test_what_nobody_explained_is_named_so_and_the_beginning_is_only_counted(site):
    page = pages(site())["briefings/2026-10.md"]
    assert "причина не записана" in page
    assert "Новое на сайте: 6 страниц" in page


def test_the_three_questions_show_what_was_heard_last(site):
    heard = {"id": "c", "title": "Звонки", "to": "2026-10-31", "sample": 120}
    heard["first_words"] = [{"id": "p", "says": "Сколько стоит?", "count": 41}]
    late = {"id": "l", "title": "Потом", "to": "2026-11-30"}
    late["first_words"] = [{"id": "p", "says": "Из ноября"}]
    page = pages(site(insight__calls=heard, insight__late=late))["briefings/2026-10.md"]
    assert "«Сколько стоит?» 41 из 120" in page
    assert "Из ноября" not in page


def test_new_phrases_are_read_aloud_too(site):
    whole = site()
    added = Edit("added", "answers[new]", None, {"id": "new", "say": "Совсем <company> новое"})
    row = dataclasses.replace(whole.rows[1], edits=(added,))
    made = compose(dataclasses.replace(whole, rows=(row,)))
    assert [(each.now, each.spoken) for each in made.told[0].aloud] == [
        ("Совсем Утренний цех новое", True)
    ]


def test_one_reason_is_told_once_however_many_changes_it_explains(site):
    whole = site()
    again = dataclasses.replace(whole.rows[1], change="e" * 40, version=9)
    made = compose(dataclasses.replace(whole, rows=(again, *whole.rows)))
    assert [topic.entry.reason.title for topic in made.told] == ["Считаем чашку"]


@pytest.mark.parametrize("count", [0, 1, 5, 30, 60])
def test_the_meeting_runs_minute_by_minute_and_no_change_is_lost(site, count):
    whole = with_reasons(site, count)
    made = compose(whole)
    assert len(made.told) + len(made.brief) + made.more == count + 1
    items = list(briefings._agenda(Reading(whole), made))
    assert items[0].start == 0
    assert all(one.end == two.start for one, two in pairwise(items))
    assert items[-1].end <= 60


@given(count=st.integers(0, 50), size=st.integers(1, 40))
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_message_always_fits(site, count, size):
    long = with_reasons(site, count, "Слово☕ " * size)
    reading = Reading(long)
    made = briefings.compose(reading, landed(reading))
    text = briefings.message(reading, "Октябрь", made, "briefings/2026-10/")
    assert briefings.length(text) <= briefings.CHAT_LIMIT
    assert text.startswith("Что нового и почему: Октябрь")


def test_a_message_leads_to_the_page_where_the_site_has_an_address(site):
    whole = dataclasses.replace(site(), url="https://kb.example/x/")
    page = pages(whole)["briefings/2026-10.md"]
    assert "https://kb.example/x/briefings/2026-10/" in page
    assert "https://" not in pages(site())["briefings/2026-10.md"].split('id="kb-chat"')[1]


def test_partners_have_no_briefings(site):
    assert not any(path.startswith("briefings") for path in pages(site("partner")))
