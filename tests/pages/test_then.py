"""Histories speak of their day: old prices, cards that are gone, answers under another id."""

import dataclasses

import pytest

from scripts_kb.pages import past
from scripts_kb.pages.projection import project
from scripts_kb.pages.reading import Reading
from scripts_kb.past.records import Edit, Row

QUOTE = "От <offer/opt.price.list> за кило, <company>."


def row(entity: str, day: int, *edits: Edit, kind: str = "changed", version: int = 2) -> Row:
    time = 1_800_000_000 + 86_400 * day
    return Row(f"{day:040x}", entity, version, kind, time, 0, "Правка", "x.yml", edits)


def told(site, *rows: Row) -> dict[str, list[tuple[str, str]]]:
    """Give for each row what its edits show as before and after."""
    whole = site()
    reading = Reading(project(dataclasses.replace(whole, rows=(*rows, *whole.rows))))
    return {
        each.change[-1]: [
            (line.before, line.after) for line in past.version(reading, each).edits.values()
        ]
        for each in reading.site.rows[: len(rows)]
    }


def test_a_quoted_price_is_the_one_of_its_day(site):
    dearer = row("offer/opt", 2, Edit("changed", "price.list", 1390, 1490))
    before = row("objection/dorogo", 1, Edit("changed", "answers[cup].say", "Дорого?", QUOTE))
    after = row("objection/dorogo", 3, Edit("changed", "answers[cup].say", QUOTE, f"Да. {QUOTE}"))
    shown = told(site, after, dearer, before)
    assert shown["1"] == [("Дорого?", "От 1\xa0390\xa0₽ за кило, Утренний цех.")]
    assert shown["3"][0][0] == "От 1\xa0490\xa0₽ за кило, Утренний цех."


def test_a_price_that_changed_at_once_with_its_text_is_shown_on_both_sides(site):
    dearer = row("offer/opt", 2, Edit("changed", "price.list", 1390, 1490))
    said = row("objection/dorogo", 2, Edit("changed", "answers[cup].say", QUOTE, f"{QUOTE} Да."))
    assert told(site, dearer, said)["2"] == [
        ("От 1\xa0390\xa0₽ за кило, Утренний цех.", "От 1\xa0490\xa0₽ за кило, Утренний цех. Да.")
    ]


def test_a_card_that_is_gone_is_called_as_it_was(site):
    gone = {"id": "opt-50", "title": "Опт от 50 кг", "price": {"list": 1390}}
    removed = row("offer/opt-50", 3, Edit("removed", "", gone, None), kind="removed")
    quoting = "От <offer/opt-50.price.list>."
    said = row("objection/dorogo", 2, Edit("changed", "answers[cup].say", quoting, "Да."))
    list_ = row("objection/dorogo", 1, Edit("removed", 'offers["opt-50"]', "opt-50", None))
    whole = site()
    reading = Reading(project(dataclasses.replace(whole, rows=(removed, said, list_, *whole.rows))))
    texts = [
        text
        for each in reading.site.rows[:3]
        for line in past.version(reading, each).edits.values()
        for text in (line.before, *(part.text for part in line.parts))
    ]
    assert texts == ["От 1\xa0390\xa0₽.", "", "«Опт от 50 кг»"]
    assert reading.title("offer/opt-50") == "Опт от 50 кг"


def test_words_that_read_the_same_show_no_marks(site):
    typed = row(
        "objection/dorogo",
        1,
        Edit("changed", "answers[cup].say", "От 1\xa0490\xa0₽.", "От <offer/opt.price.list>."),
    )
    assert told(site, typed)["1"] == [("От 1\xa0490\xa0₽.", "От 1\xa0490\xa0₽.")]


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (
            {
                "id": "bad",
                "when": "Гололёд, машины еле едут",
                "say": "Сегодня лёд, уточню ваш час.",
            },
            [
                ("Снегопад, машины еле едут", "Гололёд, машины еле едут"),
                ("Сегодня снег, уточню ваш час.", "Сегодня лёд, уточню ваш час."),
            ],
        ),
        ({"id": "bad", "when": "Забыли позвонить", "say": "Виноваты мы."}, [("", ""), ("", "")]),
    ],
)
def test_an_answer_under_another_id_is_told_by_its_words(site, after, shown):
    before = {
        "id": "snow",
        "when": "Снегопад, машины еле едут",
        "say": "Сегодня снег, уточню ваш час.",
    }
    edits = (
        Edit("removed", "answers[snow]", before, None),
        Edit("added", "answers[bad]", None, after),
    )
    assert told(site, row("objection/dorogo", 1, *edits))["1"] == shown
