"""Hints of an answer and of a question: who sells reads them, nobody says them."""

import copy

from scripts_kb.pages.planning import render

HINT = {"id": "calm", "say": "Не давить."}
QUESTION = {
    "id": "srok",
    "title": "За сколько дней?",
    "client_words": ["За сколько дней?"],
    "answer": "За неделю.",
    "hints": [HINT],
}


def pages(site):
    return {page.path: page.content.decode(errors="replace") for page in render(site)}


def test_a_hint_stands_below_its_answer_and_below_that_of_a_question(site):
    from_file = copy.deepcopy(site().base.documents["objection/dorogo"].value)
    from_file["answers"][1]["hints"] = [HINT]
    found = pages(site(objection__dorogo=from_file, question__srok=QUESTION))
    assert '<ul class="kb-hints"><li>Не давить.' in found["objections/dorogo.md"]
    assert '<ul class="kb-hints"><li>Не давить.' in found["questions/srok.md"]


def test_an_answer_without_hints_is_drawn_as_before(site):
    assert "kb-hints" not in pages(site())["objections/dorogo.md"]
