"""A trial in a call: the draw is Python's, a reload keeps it, the summary carries what was said."""

import pytest
from cafe import CARDS, site
from playwright.sync_api import Page, expect
from stage import opened

pytestmark = pytest.mark.browser

NOW = "Добрый день, <company>! Как к вам обращаться?"
NEW = "Здравствуйте, <company>! Как вас зовут?"
SHOWN = [each.replace("<company>", "Утренний цех") for each in (NOW, NEW)]
TRIAL = {
    "id": "hello",
    "title": "Приветствие",
    "what": "script/incoming#nodes[greet].say",
    "variants": [{"id": "day", "say": NOW}, {"id": "health", "say": NEW}],
    "from": "2026-11-01",
    "to": "2026-11-30",
    "metric": "conversion",
}


def tried(**more):
    return site({**CARDS, "trial/hello": {**TRIAL, **more}})


def said(page: Page) -> int:
    """Tell which of the two wordings stands on the screen."""
    return SHOWN.index(page.locator("#player-say").inner_text().strip())


def test_a_call_keeps_what_it_drew_and_its_summary_carries_it(page: Page, publish):
    address = publish(tried()) + "?script=incoming"
    opened(page, address)
    say = page.locator("#player-say")
    expect(page.locator("#player")).to_contain_text("Проба: эту фразу выбрал жребий")
    at = said(page)
    for _ in range(3):
        page.reload()
        expect(say).to_have_text(SHOWN[at])
    # Begun anew at once it is the same call: nobody begins until it says what one likes.
    opened(page, address)
    expect(say).to_have_text(SHOWN[at])
    page.keyboard.press("Alt+KeyQ")
    page.keyboard.press("Digit1")
    variant = TRIAL["variants"][at]["id"]
    expect(page.locator("#player-summary")).to_contain_text(f"incoming@1+{variant}")


def test_calls_draw_both_wordings(page: Page, publish):
    address = publish(tried()) + "?script=incoming"
    found = set()
    for _ in range(24):
        opened(page, address)
        expect(page.locator("#player-say")).to_be_visible()
        found.add(said(page))
        if len(found) == 2:
            break
        page.evaluate("sessionStorage.clear()")
    assert found == {0, 1}


@pytest.mark.parametrize(
    "more",
    [
        {"from": "2026-11-22"},
        {"to": "2026-11-20"},
        {"status": "archived"},
        {"variants": [{"id": "day", "say": "Добрый вечер!"}, {"id": "health", "say": NEW}]},
    ],
)
def test_what_does_not_run_draws_nothing(more, page: Page, publish):
    opened(page, publish(tried(**more)) + "?script=incoming")
    expect(page.locator("#player-say")).to_have_text(SHOWN[0])
    expect(page.locator("#player")).not_to_contain_text("Проба")
