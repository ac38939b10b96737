"""An edit is made and sent by keys alone, from the card to the link of its request."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.forms import EVIDENCE, REASON, answered
from tests.browser.hosting import Hosting
from tests.browser.sending.acts import CARD, arrives, changed, says_more, send
from tests.browser.stillness import axe

pytestmark = pytest.mark.browser

AWAY = 150
"""More stops than a form has on its way."""
STOP = """(aim) => {
  const { activeElement: at } = document;
  return at === aim ? null : at.outerHTML.slice(0, 90);
}"""


def reach(page: Page, what: Locator, key: str = "Tab") -> None:
    """Go on from stop to stop up to one of them."""
    aim, stops = what.element_handle(), []
    for _ in range(AWAY):
        page.keyboard.press(key)
        stops.append(aim.evaluate(STOP))
        if stops[-1] is None:
            return
    pytest.fail("\n".join(stops))


def write(page: Page, field: Locator, text: str) -> None:
    reach(page, field)
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def clean(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe(page) == [], scheme


@pytest.mark.parametrize("width", [1280, 480])
def test_from_the_card_to_what_was_sent(page: Page, site: str, hosting: Hosting, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/objections/dorogo-dom/")
    # The way to the foot of a card leads through the card.
    page.locator("footer.kb-foot").locator("a").first.focus()
    page.keyboard.press("Shift+Tab")
    reach(page, page.locator("footer.kb-foot").get_by_role("link", name="Предложить правку"))
    page.keyboard.press("Enter")
    form = page.locator(".kb-edit-form")
    expect(form).to_be_visible()
    items = form.locator("[data-field=answers] > div > ol > li")
    reach(page, items.first.locator("summary").first)
    page.keyboard.press("Enter")
    say = items.first.locator("[data-field=say] textarea").first
    expect(say).to_be_visible()  # its fields are made when it has been unfolded
    write(page, say, " Посчитаем вместе.")
    count = items.count()
    reach(page, form.get_by_role("button", name="Добавить: Наши ответы"))
    page.keyboard.press("Enter")
    expect(items).to_have_count(count + 1)
    # One is at its first field at once.
    expect(items.last.get_by_label("Когда подходит")).to_be_focused()
    page.keyboard.insert_text("Пьёт кофе раз в неделю")
    say = items.last.locator("[data-field=say] :is(input, textarea)").first
    write(page, say, "Тогда хватит и малой пачки.")
    for label, text in REASON.items():
        write(page, form.get_by_label(label, exact=True), text)
    evidence = form.get_by_label("На чём основано 1", exact=True)
    reach(page, evidence, "Shift+Tab")
    for _ in range(evidence.locator("option").all_text_contents().index(EVIDENCE)):
        page.keyboard.press("ArrowDown")
    expect(evidence.locator("option:checked")).to_have_text(EVIDENCE)
    write(page, form.get_by_label("Ключ доступа (токен)"), "good")
    clean(page)
    reach(page, form.get_by_role("button", name="Отправить на согласование"))
    page.keyboard.press("Enter")
    arrives(form)
    (request,) = hosting.requests
    files, out, put = changed(hosting.repo, request["head"])
    assert files[1:] == [CARD]
    assert (len(out) <= 1, len(put) <= 5) == (True, True)
    link = form.get_by_role("link", name="Открыть запрос")
    expect(link).to_be_focused()
    expect(link).to_have_attribute("href", request["link"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    clean(page)


def test_who_presses_send_without_a_key_is_at_its_field(page: Page, site: str):
    page.goto(f"{site}/edit/?entity=objection/dorogo-dom")
    form = page.locator(".kb-edit-form")
    says_more(form)
    answered(form)
    send(form, "")
    expect(form.get_by_label("Ключ доступа (токен)")).to_be_focused()
