"""What a step writes down, what it calls it, and steps that are passed where that is known."""

import pytest
from cafe import changed_cards, site
from playwright.sync_api import Page, expect
from stage import opened

pytestmark = pytest.mark.browser

NODES = [
    {
        "id": "greet",
        "stage": "greeting",
        "say": "Добрый день! Как к вам обращаться?",
        "capture": "client_name",
        "skip_known": True,
        "next": "visit",
    },
    {
        "id": "visit",
        "stage": "discovery",
        "say": "На какое время и к кому?",
        "capture": "visit",
        "label": "Время приёма",
        "captures": [{"name": "doctor", "label": "Врач"}, {"name": "city"}],
        "skip_known": True,
        "next": "bye",
    },
    {"id": "bye", "stage": "closing", "say": "<client_name>, до <visit>!", "outcome": "deal"},
]


@pytest.fixture
def address(publish) -> str:
    cards = changed_cards("script/incoming", nodes=NODES, must_say=[])
    return publish(site(cards, before_call={"visit": "время"}))


def test_a_step_writes_down_several_answers_under_their_labels(page: Page, address: str):
    opened(page, f"{address}?script=incoming")
    player = page.locator("#player")
    player.get_by_label("имя клиента").fill("Анна")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#player-say")).to_contain_text("На какое время")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("10:30")
    expect(player.get_by_label("Записать: Время приёма")).to_have_value("10:30")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Орлова")
    page.keyboard.press("Enter")
    expect(player.get_by_label("Записать: Врач")).to_have_value("Орлова")
    page.keyboard.press("Enter")
    expect(page.locator("#player-say")).to_have_text("Анна, до 10:30!")
    # What was asked was no step that was passed.
    expect(page.locator("#player-skipped")).to_have_count(0)
    summary = page.locator("#player-summary")
    expect(summary).to_contain_text("Врач: Орлова")
    expect(summary).to_contain_text("Приветствие → Выяснение")


def test_what_is_known_is_not_asked_and_one_key_asks_it_all_the_same(page: Page, address: str):
    known = "client_name=Анна&visit=10:30&doctor=Орлова"
    opened(page, f"{address}?script=incoming&{known}&city=Тверь")
    say, skipped = page.locator("#player-say"), page.locator("#player-skipped")
    expect(say).to_have_text("Анна, до 10:30!")
    expect(skipped).to_contain_text("Имя клиента: Анна".lower()[0] + "мя клиента: Анна")
    expect(skipped).to_contain_text("Врач: Орлова")
    page.keyboard.press("Backspace")
    expect(say).to_contain_text("На какое время")
    expect(page.locator("#player [name=doctor]")).to_have_value("Орлова")
    # It stays there, also over a reload.
    page.reload()
    expect(say).to_contain_text("На какое время")
    page.locator("#player [name=unskip]").click()
    expect(say).to_contain_text("Как к вам обращаться")


def test_a_step_that_asks_for_more_than_is_known_is_not_passed(page: Page, address: str):
    opened(page, f"{address}?script=incoming&client_name=Анна&visit=10:30")
    expect(page.locator("#player-say")).to_contain_text("На какое время")
    expect(page.locator("#player-skipped")).to_contain_text("Анна")


def test_a_summary_tells_only_of_steps_that_were_said(page: Page, address: str):
    known = "client_name=Анна&visit=10:30&doctor=Орлова&city=Тверь"
    opened(page, f"{address}?script=incoming&{known}")
    expect(page.locator("#player-summary")).to_contain_text("Анна")
    assert "Приветствие" not in page.locator("#player-summary").inner_text()


def test_steps_in_a_ring_that_are_all_known_have_an_end(page: Page, publish):
    one, two, bye = (dict(each) for each in NODES)
    two |= {"next": "greet", "captures": []}
    bye_way = [{**one, "id": "way", "skip_known": False, "next": "bye"}]
    cards = changed_cards("script/incoming", nodes=[one, two, *bye_way, bye], must_say=[])
    address = publish(site(cards, before_call={"visit": "время"}))
    opened(page, f"{address}?script=incoming&client_name=Анна&visit=10:30")
    expect(page.locator("#player-say")).to_contain_text("Как к вам обращаться")


def test_equal_phrases_are_called_by_their_first_words(page: Page, publish):
    answers = [
        {"id": "one", "say": "Конечно. Давайте пока назову удобные варианты записи."},
        {"id": "two", "say": "Хорошо. Появятся вопросы, звоните."},
    ]
    opened(page, publish(site(changed_cards("objection/market", answers=answers))))
    page.keyboard.insert_text("маркетплейс дешевле")
    answer = page.locator("#call-answer")
    expect(answer).to_have_attribute("data-entity", "objection/market")
    chips = answer.locator(".call-answers .call-chip")
    expect(chips).to_have_text(["Хорошо. Появятся вопросы, звоните."])
    page.keyboard.press("Alt+KeyA")
    expect(answer.locator(".call-say")).to_contain_text("Появятся вопросы")
