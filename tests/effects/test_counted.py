"""A trial and the facts of calls → which calls count, and in which state it is."""

import datetime as dt

import pytest

from scripts_kb.content.base import Base, Document
from scripts_kb.effects.trials import counted
from scripts_kb.past.records import Edit
from scripts_kb.schema.cards import Question
from scripts_kb.schema.trials import Trial

CARD = {"id": "delivery", "title": "Доставка", "answer": "Да, завтра."}
TRIAL = {
    "id": "utro",
    "title": "Утро",
    "what": "question/delivery#answer",
    "variants": [{"id": "zavtra", "say": "Да, завтра."}, {"id": "utro", "say": "Да, утром."}],
    "from": "2026-09-01",
    "to": "2026-10-31",
    "metric": "conversion",
    "segments": ["home"],
}
TODAY = dt.date(2026, 10, 20)


@pytest.fixture
def found(base):
    """Judge the only trial of a base: with other fields, facts, rows of the log, another card."""

    def make(calls=(), rows=(), answer="Да, завтра.", today=TODAY, **fields):
        card = {**CARD, "answer": answer}
        value = {**TRIAL, **fields}
        documents = {
            "question/delivery": Document(
                "question/delivery", "questions/d.yml", card, Question.model_validate(card)
            ),
            "trial/utro": Document(
                "trial/utro", "trials/u.yml", value, Trial.model_validate(value)
            ),
        }
        whole = Base({**base.documents, **documents}, kb=base.kb)
        [each] = counted.of(whole, rows, calls, today, whole.zone)
        return each

    return make


@pytest.fixture
def said(calls):
    """Make calls of a wording: 40 contacts a day of a week, ten of them won."""

    def make(variant, first="2026-09-07", last="2026-09-13", **more):
        return [row._replace(variant=variant) for row in calls(first, last, 280, 70, **more)]

    return make


STATES = [
    # what is different, its state
    ({}, "running"),
    ({"today": dt.date(2026, 8, 31)}, "planned"),
    ({"today": dt.date(2026, 11, 1)}, "over"),
    ({"status": "archived"}, "ended"),
    ({"answer": "Да, послезавтра."}, "stopped"),
    ({"what": "question/delivery#heard_at"}, "stopped"),
    ({"what": "question/delivery#[["}, "stopped"),
]


@pytest.mark.parametrize(("different", "state"), STATES)
def test_in_which_state_it_is(different, state, found):
    assert found(**different).state == state


COUNTED = [
    ("zavtra", {}, 280),
    ("utro+zavtra", {}, 0),  # nobody knows which
    ("karta+zavtra", {}, 280),  # of another trial, too
    ("", {}, 0),
    ("karta", {}, 0),
    ("zavtra", {"segment": "cafe"}, 0),
    ("zavtra", {"first": "2026-08-25", "last": "2026-08-31"}, 0),
    ("zavtra", {"first": "2026-11-01", "last": "2026-11-07"}, 0),
]


@pytest.mark.parametrize(("variant", "which", "contacts"), COUNTED)
def test_which_calls_count(variant, which, contacts, found, said):
    assert found(said(variant, **which)).judged.control.of == contacts


def test_calls_after_a_change_of_the_phrase_do_not_count(found, said, row):
    early, late = said("zavtra"), said("zavtra", first="2026-09-14", last="2026-09-20")
    edit = Edit("changed", "answer", "Да, завтра.", "Да, послезавтра.")
    rows = [row("question/delivery", 2, "2026-09-14", edits=(edit,))]
    stopped = found([*early, *late], rows, answer="Да, послезавтра.")
    assert (stopped.judged.control.of, stopped.changed) == (280, dt.date(2026, 9, 14))
    other = [row("question/delivery", 2, "2026-09-14", edits=(Edit("changed", "title", "а", "б"),))]
    assert found([*early, *late], other).judged.control.of == 560


def test_a_share_of_the_new_words_is_their_part(found):
    assert found(share=20).plan.shares == (0.8, 0.2)
    assert found().plan.shares == (0.5, 0.5)
