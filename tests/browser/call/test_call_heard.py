"""What a screen reader says of the call screen, and where the focus is after a button."""

import re

import pytest
from cafe import REASON, changed_cards, site
from playwright.sync_api import Page, expect
from stage import opened, until

pytestmark = pytest.mark.browser

CUP = "Говорите: Понимаю, сумма заметная. В чашку уходит девять граммов."
PACK = "Говорите: Пачки хватает на месяц."
FOUND = re.compile(r"ответ")
AGAIN = """() => {
  const key = new KeyboardEvent("keydown", { code: "Enter", bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(key);
  return document.getElementById("call-status").textContent;
}"""
FOCUSED = """() => {
  const { id, dataset } = document.activeElement;
  return id || `segment ${dataset.segment}`;
}"""


def heard(page: Page):
    return page.locator("#call-status")


def found(page: Page, query: str) -> None:
    page.locator("#call-search").fill(query)
    expect(heard(page)).to_have_text(FOUND)


def test_keys_let_one_hear_the_answer(desk: Page):
    found(desk, "дорого")
    desk.keyboard.press("Enter")
    expect(heard(desk)).to_have_text(CUP)
    desk.keyboard.press("Alt+KeyA")
    expect(heard(desk)).to_have_text("Говорите: За объём цена 1 490 ₽ за кило.")
    title = desk.locator("#call-option-1 .call-option__title").inner_text()
    desk.keyboard.press("Alt+Digit2")
    expect(heard(desk)).to_have_text(re.compile(rf"^{title}\. Говорите: ."))
    say = heard(desk).inner_text().removeprefix(f"{title}. ")
    desk.keyboard.press("Enter")
    expect(heard(desk)).to_have_text(say)
    # The same once more is heard once more: silence is looked at in the breath of the key.
    assert desk.evaluate(AGAIN) == ""
    expect(heard(desk)).to_have_text(say)


def test_a_pin_and_what_goes_on_are_heard_in_one_breath(desk: Page):
    desk.keyboard.press("Digit1")
    expect(heard(desk)).to_have_text(re.compile("^Есть поставщик. Говорите: Хорошо, когда"))
    first = heard(desk).inner_text()
    desk.keyboard.press("Alt+KeyM")
    expect(heard(desk)).to_have_text(re.compile("^Подробнее: "))
    rest = heard(desk).inner_text()
    for text in (first, rest):
        assert len(text.partition(": ")[2].split()) <= 25
    assert rest.endswith("до последнего рубля.")
    assert rest.partition(": ")[2] not in first


def test_the_proof_is_heard_where_nothing_goes_on(desk: Page):
    found(desk, "дорого")
    desk.keyboard.press("Alt+KeyM")
    expect(heard(desk)).to_have_text(re.compile("^Подробнее: 18 граммов в рожке"))


def test_the_reason_is_heard(page: Page, publish):
    changes = (
        ("objection/dorogo", "answers[cup].steps[ack].say", "Да.", 3, REASON),
        ("question/delivery", "answer", "Везём.", 3, None),
    )
    opened(page, publish(site(changed=changes)))
    found(page, "дорого")
    page.keyboard.press("Alt+KeyW")
    expect(heard(page)).to_contain_text(f"{REASON.origin}. {REASON.cause}")
    page.keyboard.press("Alt+KeyW")
    expect(heard(page)).to_be_empty()
    found(page, "доставка")
    page.keyboard.press("Alt+KeyW")
    expect(heard(page)).to_have_text(re.compile("^Без объяснения"))


def test_a_variable_is_heard_as_it_is_read(page: Page, publish):
    cards = changed_cards("question/delivery", answer="<client_name>, везём завтра.")
    opened(page, publish(site(cards)))
    found(page, "доставка")
    page.keyboard.press("Enter")
    expect(heard(page)).to_have_text("Говорите: имя клиента, везём завтра.")


def test_an_arrow_is_heard_by_the_option_alone(desk: Page):
    found(desk, "дорого")
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("#call-option-1")).to_have_attribute("aria-selected", "true")
    desk.wait_for_timeout(700)
    expect(heard(desk)).to_be_empty()


def test_what_was_cleared_is_not_heard(desk: Page):
    found(desk, "ljhjuj")
    search = desk.get_by_role("combobox")
    expect(search).to_have_accessible_description("показано по: дорого")
    search.fill("доставка")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "question/delivery")
    search.fill("ljhjuj")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "objection/dorogo")
    desk.keyboard.press("Escape")
    desk.wait_for_timeout(700)
    expect(heard(desk)).to_be_empty()
    expect(search).to_have_accessible_description("")


def test_the_segment_is_heard_with_what_it_finds(desk: Page):
    found(desk, "дорого")
    desk.keyboard.press("Alt+KeyS")
    expect(heard(desk)).to_have_text(re.compile(r"^Кафе\. \d+ ответ.*Первый: Дорого$"))


def test_back_at_the_step_one_hears_it_again(page: Page, publish):
    opened(page, publish() + "?script=incoming")
    page.keyboard.press("Digit1")
    page.keyboard.press("Alt+Digit1")
    expect(heard(page)).to_have_text(f"Дорого для дома. {PACK}")
    page.keyboard.press("Escape")
    expect(heard(page)).to_have_text("Говорите: имя клиента, берёте себе или в подарок?")


def test_the_network_is_heard_when_it_goes(desk: Page):
    notices = desk.get_by_role("status").filter(has=desk.locator("#call-offline"))
    # One of them that comes does not repeat the other.
    expect(notices).to_have_attribute("aria-atomic", "false")
    expect(notices.get_by_text("Нет сети")).to_be_hidden()
    desk.context.set_offline(True)
    expect(notices.get_by_text("Нет сети")).to_be_visible()
    desk.context.set_offline(False)


def test_a_card_has_a_heading_that_looks_as_before(page: Page, site: str):
    page.goto(f"{site}/?q=дорого")
    heading = page.locator("#call-answer").get_by_role("heading", level=2)
    expect(heading).to_have_text("Дорого")
    look = """each => {
        const { fontSize, fontWeight, lineHeight, margin, letterSpacing, color } = getComputedStyle(each);
        return { fontSize, fontWeight, lineHeight, margin, letterSpacing, color };
    }"""
    # Its parent gives it all but the weight.
    expected = heading.locator("..").evaluate(look)
    assert heading.evaluate(look) == {**expected, "fontWeight": "700", "margin": "0px"}


@pytest.mark.parametrize(
    ("button", "after"),
    [
        ("[data-segment=home]", "segment home"),
        ("#call-unfold", "call-search"),
        ("#call-news-read", "call-search"),
        (".call-more", "call-search"),
    ],
)
def test_no_button_leaves_the_focus_nowhere(page: Page, publish, button: str, after: str):
    changes = (("objection/dorogo", "answers[cup].steps[ack].say", "Да.", 3, REASON),)
    opened(page, publish(site(changed=changes)) + "?segment=cafe")
    if button in {"#call-unfold", ".call-more"}:
        found(page, "дорого")
    page.locator(button).focus()
    page.keyboard.press("Enter")
    until(page, f"({FOCUSED})() === '{after}'")
