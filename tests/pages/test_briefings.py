"""The meeting that explains: what it tells, what it asks, how long it is."""

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts_kb.effects import gathering
from scripts_kb.facts.records import Facts
from scripts_kb.git.records import Release
from scripts_kb.pages import briefings, topics
from scripts_kb.pages.changes import landed
from scripts_kb.pages.planning import render
from scripts_kb.pages.projection import project
from scripts_kb.pages.reading import Reading
from scripts_kb.past.records import Edit, Rationale, Row


def pages(site) -> dict[str, str]:
    return {page.path: page.content.decode(errors="replace") for page in render(site)}


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


def compose(site) -> topics.Briefing:
    reading = Reading(project(site))
    return topics.compose(reading, landed(reading))


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


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Edit("changed", "price.list", 1390, 1490), ["1\xa0490\xa0₽"]),
        (Edit("changed", "valid_from", "2026-08-01", "2026-10-01"), []),
        (Edit("changed", "terms", "**Менеджер** решает.", "**Директор** решает."), []),
    ],
)
def test_a_price_is_told_without_a_phrase_a_day_or_a_rule_is_not_read_aloud(site, edit, told):
    whole = site()
    row = dataclasses.replace(whole.rows[1], entity="offer/opt", edits=(edit,))
    made = compose(dataclasses.replace(whole, rows=(row,)))
    assert [each.now for each in made.told[0].aloud] == told


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
    made = topics.compose(reading, landed(reading))
    text = briefings.message(reading, "Октябрь", made, "briefings/2026-10/")
    assert briefings.length(text) <= briefings.CHAT_LIMIT
    assert text.startswith("Что нового и почему: Октябрь")


@pytest.mark.slow
def test_a_message_leads_to_the_page_where_the_site_has_an_address(site):
    whole = dataclasses.replace(site(), url="https://kb.example/x/")
    page = pages(whole)["briefings/2026-10.md"]
    assert "https://kb.example/x/briefings/2026-10/" in page
    assert "https://" not in pages(site())["briefings/2026-10.md"].split('id="kb-chat"')[1]


def test_partners_have_no_briefings(site):
    assert not any(path.startswith("briefings") for path in pages(site("partner")))


def test_each_release_has_a_briefing_of_what_landed_in_it(site):
    """Tags speak of the published line; a name makes no address that is not one."""
    whole = with_reasons(site, 3)
    own = [row.change for row in whole.rows if row.entity == "objection/dorogo" and row.version > 9]
    releases = (
        Release(("v2.0/../<b>", "осень"), whole.rows[0].time, frozenset(own[:2])),
        Release(("v2.0-b",), whole.rows[0].time, frozenset(own[2:])),
        Release(("empty",), whole.rows[0].time, frozenset({"0" * 40})),
    )
    told = pages(dataclasses.replace(whole, releases=releases))
    made = sorted(path for path in told if "release" in path)
    assert made == ["briefings/release-v2.0-b-.md", "briefings/release-v2.0-b.md"]
    page = told["briefings/release-v2.0-b.md"]
    assert "История 2" in page
    assert "История 1" in page
    assert "История 0" not in page
    assert "История 0" in told["briefings/release-v2.0-b-.md"]
    index = told["briefings/index.md"]
    assert index.index("Выпуск v2.0/../&lt;b&gt;, осень") < index.index("Выпуск v2.0-b</b>")
    assert "empty" not in index
    assert "2 изменения" in index


def test_a_partner_sees_no_release(site):
    whole = site("partner")
    releases = (Release(("v1",), 0, frozenset(row.change for row in whole.rows)),)
    assert not [
        path for path in pages(dataclasses.replace(whole, releases=releases)) if "v1" in path
    ]


def test_nobody_reads_aloud_what_was_taken_back_in_the_same_month(site):
    told = {
        topic.entry.reason.title: [each.now for each in topic.aloud]
        for topic in compose(with_reasons(site, 2)).told
    }
    assert told["История 1"] == ["Стало 1 Слово."]
    assert told["История 0"] == []


def test_the_week_and_the_month_of_today_begin_with_what_waits(site):
    """A task past its day, whatever changed; a month that is over carries nothing any more."""
    meeting = {
        "id": "m",
        "title": "Планёрка",
        "status": "live",
        "on": "2026-10-01",
        "tasks": [{"id": "a", "title": "Позвонить в типографию", "due": "2026-10-02"}],
    }
    whole = site(meeting__m=meeting)
    effects = gathering.of(tuple(reversed(whole.rows)), whole.base, Facts(), whole.today)
    found = pages(dataclasses.replace(whole, effects=effects))
    current = max(path for path in found if path.startswith("briefings/20"))
    for path in ("briefings/week.md", current):
        assert "Позвонить в типографию" in found[path], path
        assert "С прошлой планёрки" in found[path], path
    older = {path for path in found if path.startswith("briefings/20")} - {current}
    assert not any("Позвонить в типографию" in found[path] for path in older)


def test_nothing_is_read_aloud_of_a_card_that_was_put_away(site):
    assert any(topic.aloud for topic in compose(site()).told)
    whole = site()
    document = whole.base.documents["objection/dorogo"]
    away = document.record.model_copy(update={"status": "archived"})
    documents = {
        **whole.base.documents,
        "objection/dorogo": dataclasses.replace(document, record=away),
    }
    base = dataclasses.replace(whole.base, documents=documents)
    made = compose(dataclasses.replace(whole, base=base))
    read = [each.entity for topic in (*made.told, *made.brief) for each in topic.aloud]
    assert "objection/dorogo" not in read


@pytest.mark.parametrize(("later", "first"), [(False, "Срочно"), (True, "Считаем чашку")])
def test_what_was_urgent_and_was_replaced_since_is_told_first_no_more(site, later, first):
    whole = site()
    began = whole.rows[0]

    def row(n, path, **reason):
        return Row(
            change=f"{n:040x}",
            entity="objection/dorogo",
            version=n,
            kind="changed",
            time=began.time + n,
            offset=0,
            subject=f"Правка {n}",
            path="x",
            edits=(Edit("changed", path, "Было.", f"Стало {n}."),),
            rationale=Rationale("file", origin="Слово.", **reason),
        )

    urgent = row(21, "answers[other].say", id="u", title="Срочно", urgent=True)
    after = row(22, "answers[other].say", id="a", title="Потом", class_="factual")
    rows = (*((after,) if later else ()), urgent, *whole.rows)
    told = compose(dataclasses.replace(whole, rows=rows)).told
    assert told[0].entry.title == first
