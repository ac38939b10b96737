"""Insights → what nobody answers, what is said over time, what came of it."""

import datetime as dt

import pytest

from scripts_kb.content.base import Base, Document
from scripts_kb.effects import ledger, voice
from scripts_kb.past.records import Edit
from scripts_kb.schema.cards import Objection
from scripts_kb.schema.practices import Insight

TODAY = dt.date(2026, 11, 21)


def insight(id_, **fields):
    listed = {}
    for name, phrases in list(fields.items()):
        if isinstance(phrases, dict):
            listed[name] = [
                {"id": f"x{index}", "says": says, "count": count}
                for index, (says, count) in enumerate(phrases.items())
            ]
    record = Insight.model_validate({"id": id_, "title": id_, **fields, **listed})
    return Document(f"insight/{id_}", f"insights/{id_}.yml", {"id": id_}, record)


def card(id_, **fields):
    record = Objection.model_validate({"id": id_, "title": id_, **fields})
    return Document(f"objection/{id_}", f"objections/{id_}.yml", {"id": id_}, record)


@pytest.fixture
def with_(base):
    def make(*documents):
        return Base({**base.documents, **{each.entity: each for each in documents}}, kb=base.kb)

    return make


SEPTEMBER = {
    "from": "2026-09-01",
    "to": "2026-09-30",
    "noticed_by": "sales",
    "segment": "cafe",
    "sample": 86,
}
OCTOBER = {
    "from": "2026-10-01",
    "to": "2026-10-31",
    "noticed_by": "marketing",
    "segment": "cafe",
    "sample": 120,
}


def test_what_nobody_answers_is_ranked_by_count_then_age(with_):
    base = with_(
        insight("a", **SEPTEMBER, unanswered={"Есть ли декаф?": 3}),
        insight(
            "b",
            **OCTOBER,
            unanswered={"Можно вернуть?": 4, "Где парковка?": 3, "А скидка по карте": None},
        ),
    )
    found = voice.unanswered(base, TODAY)
    assert [(each.says, each.count, each.days, each.noticed_by) for each in found] == [
        ("Можно вернуть?", 4, 21, ("marketing",)),
        ("Есть ли декаф?", 3, 52, ("sales",)),
        ("Где парковка?", 3, 21, ("marketing",)),
        ("А скидка по карте", 1, 21, ("marketing",)),
    ]


def test_the_same_words_of_two_insights_are_added_up(with_):
    base = with_(
        insight("a", **SEPTEMBER, unanswered={"Пакет бумажный?": 2}),
        insight("b", **OCTOBER, unanswered={"бумажный пакет": 4}),
    )
    found = voice.unanswered(base, TODAY)
    assert [(each.count, each.since, each.noticed_by, each.insights) for each in found] == [
        (6, dt.date(2026, 9, 30), ("sales", "marketing"), ("insight/a", "insight/b"))
    ]


ANSWERED = [
    ({"client_words": ["Бумажный пакет у вас?"]}, "Пакет бумажный?", True),
    ({"title": "Пакеты бумажные"}, "Пакет бумажный?", True),
    ({"answers": [{"id": "a", "client_words": ["Бумажный пакет?"]}]}, "Пакет бумажный?", True),
    ({"synonyms": ["декаф"]}, "Декаф!", True),
    ({"client_words": ["Пакет бумажный?"], "status": "draft"}, "Пакет бумажный?", False),
    ({"client_words": ["Дорого"]}, "Пакет бумажный?", False),
]


@pytest.mark.parametrize(("fields", "phrase", "answered"), ANSWERED)
def test_a_phrase_is_answered_when_a_live_card_has_its_words(fields, phrase, answered, with_):
    base = with_(insight("a", **SEPTEMBER, unanswered={phrase: 6}), card("bag", **fields))
    assert (voice.unanswered(base, TODAY) == ()) is answered


COVERED = [
    ("А доставка есть?", True),
    ("Доставка в субботу вечером бывает?", False),
    ("Сколько стоит?", False),
]


@pytest.mark.parametrize(("phrase", "covered"), COVERED)
def test_a_first_word_is_covered_by_half_of_it_and_a_listed_one_is_not(phrase, covered, with_):
    delivery = card("delivery", client_words=["Доставка"])
    assert (
        voice.unanswered(with_(insight("a", **SEPTEMBER, first_words={phrase: 6}), delivery), TODAY)
        == ()
    ) is covered
    assert (
        voice.unanswered(with_(insight("a", **SEPTEMBER, unanswered={phrase: 6}), delivery), TODAY)
        != ()
    )


def test_what_is_heard_later_is_not_known_yet(with_):
    assert (
        voice.unanswered(
            with_(insight("a", **OCTOBER, unanswered={"Где парковка?": 6})), dt.date(2026, 10, 30)
        )
        == ()
    )


def test_a_first_word_without_a_card_counts_once_with_what_was_listed(with_):
    base = with_(
        insight("a", **SEPTEMBER, first_words={"Где парковка?": 9}, unanswered={"Где парковка?": 4})
    )
    assert [(each.count, each.listed) for each in voice.unanswered(base, TODAY)] == [(9, True)]


def test_trends_follow_a_phrase_over_time(with_):
    base = with_(
        insight("b", **OCTOBER, matters={"Чтобы свежее": 60}),
        insight("a", **SEPTEMBER, matters={"Свежее чтобы": 43, "Доставка": 31}),
    )
    fresh = voice.trends(base)[0]
    assert (fresh.question, fresh.segment, fresh.says) == ("matters", "cafe", "Чтобы свежее")
    assert [(point.insight, point.share) for point in fresh.points] == [("a", 0.5), ("b", 0.5)]


def test_objections_are_ranked_by_count(with_):
    base = with_(
        insight(
            "a",
            **SEPTEMBER,
            objections=[{"objection": "est", "count": 38}, {"objection": "dorogo", "count": 10}],
        ),
        insight(
            "b", **{**OCTOBER, "segment": "home"}, objections=[{"objection": "dorogo", "count": 41}]
        ),
    )
    assert [(each.objection, each.count, each.last) for each in voice.objections(base)] == [
        ("dorogo", 51, dt.date(2026, 10, 31)),
        ("est", 38, dt.date(2026, 9, 30)),
    ]
    assert [each.objection for each in voice.objections(base, "home")] == ["dorogo"]


def test_an_observation_is_followed_to_its_phrases_and_its_result(with_, row, expect, calls, facts):
    base = with_(insight("a", **SEPTEMBER))
    edits = (
        Edit("changed", "nodes[greet].say", "старое", "новое"),
        Edit("added", "nodes[greet].hints[x]", None, {"id": "x"}),
        Edit("changed", "title", "a", "b"),
    )
    rows = [
        row(
            "script/in",
            2,
            "2026-10-01",
            edits=edits,
            expect=expect(),
            evidence=("insight/a", "https://example.org"),
            title="Вилка",
        )
    ]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 900, 180), calls("2026-10-02", "2026-10-31", 900, 270)
    )
    found = voice.contributions(rows, base, ledger.of(rows, base, measured, TODAY), base.zone)
    assert [(each.insight, each.noticed_by, each.title, each.entry.verdict) for each in found] == [
        ("insight/a", "sales", "Вилка", "confirmed")
    ]
    assert found[0].phrases == (("script/in#nodes[greet].say", "новое"),)
