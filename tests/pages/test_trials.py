"""A site with a trial → its page, and what other pages tell of it; without one, nothing."""

import dataclasses
import datetime as dt
import html
import re

import pytest

from scripts_kb.effects.records.gathered import Effects
from scripts_kb.effects.trials import counted
from scripts_kb.facts.records import CallFact
from scripts_kb.pages.planning import render

TRIAL = {
    "id": "ponimayu",
    "title": "Понимаю или слышу",
    "what": "objection/dorogo#answers[other].say",
    "variants": [{"id": "now", "say": "Понимаю."}, {"id": "hear", "say": "Слышу вас."}],
    "from": "2026-11-02",
    "to": "2026-11-30",
    "metric": "conversion",
    "least": "6pp",
    "decides": "sales",
}


def calls(now, other):
    """Ten days of calls: contacts and won of each wording a day."""
    return [
        CallFact(dt.date(2026, 11, day), "call", 1, "cafe", contacts, won, 0, variant=variant)
        for day in range(3, 13)
        for variant, (contacts, won) in (("now", now), ("hear", other))
    ]


@pytest.fixture
def pages(site):
    """Renders a site with the trial and its calls, for an audience."""

    def make(*facts, audience="team", **fields):
        whole = site(audience, trial__ponimayu={**TRIAL, **fields})
        found = counted.of(whole.base, (), calls(*facts), whole.today, whole.base.zone)
        whole = dataclasses.replace(whole, effects=Effects(trials=tuple(found)))
        return {page.path: page.content.decode(errors="replace") for page in render(whole)}

    return make


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page))).replace("\xa0", " ")


def test_a_proved_trial_tells_counts_limits_and_the_draw(pages):
    found = pages((200, 40), (200, 70))
    page = text_of(found["trials/ponimayu.md"])
    for part in (
        "Доказано: лучше",
        "Фраза 1 как сейчас Понимаю.",
        "Фраза 2 Слышу вас.",
        "2 000",
        "20,0 %",
        "35,0 %",
        "+15,0 п.п.",
        "решилось",
        "Доли звонков вышли такими, как разыграны.",
        "kb trial end ponimayu",
        "интервал верен при каждом взгляде",
    ):
        assert part in page
    assert "Доказано: лучше" in text_of(found["effects/index.md"])
    assert "Пробы ждут решения 1" in text_of(found["director/index.md"])
    assert "Понимаю или слышу" in text_of(found["trials/index.md"])


def test_a_trial_that_is_not_clear_says_how_many_calls_it_takes(pages):
    found = pages((20, 4), (20, 5))
    page = text_of(found["trials/ponimayu.md"])
    assert "Ещё не ясно" in page
    assert re.search(r"нужно ещё звонков: \d [\d ]*\(всего ", page)
    assert "Пробы ждут решения 0" in text_of(found["director/index.md"])


def test_calls_that_were_lost_are_no_proof(pages):
    page = text_of(pages((250, 50), (180, 70))["trials/ponimayu.md"])
    assert "Проба сломалась" in page
    assert "Выводам верить нельзя" in page


def test_a_phrase_that_was_changed_stops_its_trial(pages):
    changed = [{"id": "now", "say": "Ясно."}, {"id": "hear", "say": "Слышу вас."}]
    page = text_of(pages((20, 4), (20, 5), variants=changed)["trials/ponimayu.md"])
    assert "Остановлена: фразу изменили" in page


def test_partners_see_nothing_of_it(pages):
    found = pages((200, 40), (200, 70), audience="partner")
    assert not any("trials/" in path for path in found)
    assert not any("Слышу вас" in page for page in found.values())


def test_a_base_without_trials_has_no_page_of_theirs(site):
    found = {page.path: page.content.decode(errors="replace") for page in render(site())}
    assert not any(path.startswith("trials/") for path in found)
    told = {path: text_of(page) for path, page in found.items()}
    for path in ("effects/index.md", "director/index.md", "changes/index.md"):
        assert "Проб" not in told[path]


def test_a_trial_without_calls_has_no_shares(pages):
    listed = text_of(pages((0, 0), (0, 0))["trials/index.md"])
    assert "Разговоров с этими фразами в данных ещё нет" in listed
    assert "(0)" not in listed
