"""Every phrase answers «why is it said this way?», and what is new says so itself."""

import pytest
from cafe import REASON, site
from playwright.sync_api import Page, expect
from stage import opened

from scripts_kb.past import words

pytestmark = pytest.mark.browser

SAY = "answers[cup].steps[argue].say"
NEXT = "answers[cup].next_question"
SAID = "В чашку идёт много, это недорого."


@pytest.fixture
def changed(page: Page, publish) -> Page:
    changes = (
        ("objection/dorogo", SAY, SAID, 3, REASON),
        ("objection/dorogo", NEXT, "Берёте?", 20, None),
    )
    opened(page, publish(site(changed=changes)))
    page.locator("#call-search").fill("дорого")
    page.wait_for_selector("#call-answer .call-phrase")
    return page


def marked(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        "#call-answer [data-why]", "all => all.map((each) => each.dataset.why)"
    )


def test_only_what_changed_within_two_weeks_is_marked(changed: Page):
    assert marked(changed) == [SAY]


def test_a_key_marks_the_rest_and_opens_the_newest_reason(changed: Page):
    changed.keyboard.press("Alt+KeyW")
    assert set(marked(changed)) == {
        SAY,
        NEXT,
        "answers[cup].steps[ack].say",
        "do_not_say[cheap].say",
    }
    expect(changed.locator(".call-why:visible")).to_contain_text(REASON.cause or "")
    expect(changed.locator("#call-search")).to_be_focused()
    changed.keyboard.press("Alt+KeyW")
    assert marked(changed) == [SAY]


def test_the_reason_tells_all_and_is_reached_by_keyboard(changed: Page):
    mark = changed.locator(f'[data-why="{SAY}"]')
    for _ in range(20):
        changed.keyboard.press("Tab")
        if mark.evaluate("each => each === document.activeElement"):
            break
    expect(mark).to_be_focused()
    changed.keyboard.press("Enter")
    expect(mark).to_have_attribute("aria-expanded", "true")
    reason = changed.locator(".call-why:visible")
    for told in (
        "Сначала чашка",
        "Тактика",
        REASON.origin,
        REASON.cause,
        REASON.purpose,
        REASON.effect,
        "Маркетинг",
        "18 ноября",
        "версия 2",
        "Звонки октября",
    ):
        expect(reason).to_contain_text(told or "")
    expect(reason.locator("del")).to_have_text(["идёт много, это недорого"])
    expect(reason.locator("ins >> nth=0")).to_contain_text("уходит")
    changed.keyboard.press("Enter")
    expect(changed.locator(".call-why:visible")).to_have_count(0)


def test_evidence_is_a_link_only_where_it_is_an_address(changed: Page):
    changed.locator(f'[data-why="{SAY}"]').click()
    links = changed.locator(".call-why:visible a")
    expect(links).to_have_text(["Звонки октября", "example.org"])
    expect(links.nth(0)).to_have_attribute("href", changed.url + "insights/calls/")


def test_what_nobody_explained_says_so(changed: Page):
    changed.keyboard.press("Alt+KeyW")
    changed.locator(f'[data-why="{NEXT}"]').click()
    expect(changed.locator(".call-next + .call-why")).to_contain_text("Без объяснения")
    expect(changed.locator(".call-next + .call-why")).to_contain_text("Берёте?")


def test_what_changed_is_marked_as_on_the_pages(changed: Page):
    changed.locator(f'[data-why="{SAY}"]').click()
    before, after = changed.locator(".call-why:visible .call-why__text").evaluate_all(
        """all => all.map((each) => [...each.childNodes].filter((node) => node.textContent)
            .map((node) => [node.localName ?? "", node.textContent]))"""
    )
    runs = words.marked(SAID, "".join(text for _, text in after))
    assert before == [[{"kept": "", "cut": "del"}[m], text] for m, text in runs if m != "put"]
    assert after == [[{"kept": "", "put": "ins"}[m], text] for m, text in runs if m != "cut"]
