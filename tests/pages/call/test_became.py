"""What came into the base of late, for whoever gave it."""

import json

import pytest
from cafe import CARDS, REASON, changed_cards, site

from scripts_kb.pages.call import became

WORDS = [*CARDS["question/delivery"]["client_words"], "Возите за город?"]
PATH = 'client_words["Возите за город?"]'


def read(*given, **more) -> dict:
    return json.loads(became.of(site(*given, **more)))


def test_words_that_a_card_learnt_are_told_with_the_day_and_the_reason():
    told = read(
        changed_cards("question/delivery", client_words=WORDS),
        changed=(("question/delivery", PATH, None, 3, REASON),),
    )
    day = {"day": "2026-11-18", "title": "Сначала чашка"}
    assert {"says": "Возите за город?", "entity": "question/delivery", **day} in told["words"]
    assert told["changed"] == {"question/delivery": {"version": 2, **day}}


@pytest.mark.parametrize(("days", "told"), [(179, 1), (181, 0)])
def test_what_is_old_is_waited_for_by_nobody(days, told):
    cards = changed_cards("question/delivery", client_words=WORDS)
    found = read(cards, changed=(("question/delivery", PATH, None, days, None),))
    assert len([each for each in found["words"] if each["says"] == WORDS[-1]]) >= told
    assert len(found["changed"]) == told


def test_a_proposal_is_told_with_its_reply():
    proposal = {"id": "p", "about": "objection/dorogo", "says": "Короче", "on": "2026-11-02"}
    answered = {**proposal, "id": "q", "state": "declined", "reply": "Нет", "replied": "2026-11-04"}
    told = read({**CARDS, "insight/n": {"title": "N", "proposals": [proposal, answered]}})
    assert [(each["state"], each["reply"], each["day"]) for each in told["proposals"]] == [
        ("open", "", "2026-11-02"),
        ("declined", "Нет", "2026-11-04"),
    ]


def test_drafts_and_what_heads_know_are_not_there():
    insight = {"title": "Черновик", "status": "draft", "unanswered": [{"id": "u", "says": "Тайна"}]}
    content = became.of(site({**CARDS, "insight/n": insight}, audience="heads")).decode()
    assert [each for each in ("Тайна", "1350", "секрет", "черновик") if each in content] == []
