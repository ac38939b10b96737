"""From what the client said to what to say."""

import pytest
from cafe import CARDS, NOON, REASON, changed_cards, site
from playwright.sync_api import Page, expect
from stage import opened

from tests.browser.stillness import unhurried

pytestmark = pytest.mark.browser

FIRST = "#call-results [role=option] >> nth=0"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("дорого", "objection/dorogo"),
        ("доро", "objection/dorogo"),
        ("достваке", "question/delivery"),
        ("ljhjuj", "objection/dorogo"),
        ("dorogo", "objection/dorogo"),
        ("нас все устраивает", "objection/supplier"),
        ("доставка сколько", "question/delivery"),
    ],
)
def test_the_first_answer_is_there_while_one_types(desk: Page, typed: str, first: str):
    desk.locator("#call-search").press_sequentially(typed)
    expect(desk.locator(FIRST)).to_have_attribute("data-entity", first)
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", first)
    expect(desk.locator("#call-search")).to_be_focused()


def test_a_wrong_keyboard_says_how_it_was_read(desk: Page):
    desk.locator("#call-search").fill("ljhjuj")
    expect(desk.locator("#call-read-as")).to_have_text("показано по: дорого")
    desk.locator("#call-search").fill("дорого")
    expect(desk.locator("#call-read-as")).to_be_hidden()


def test_one_glance_holds_what_to_say_ask_and_never_say(desk: Page):
    desk.locator("#call-search").fill("дорого")
    answer = desk.locator("#call-answer")
    expect(answer.locator(".call-phrase >> nth=0")).to_have_text("Понимаю, сумма заметная.")
    expect(answer).to_contain_text("Сколько чашек в день?")
    expect(answer.locator(".call-never s")).to_have_text("Это недорого")
    expect(answer.locator(".call-instead")).to_contain_text("Сравним чашку")
    expect(answer.locator(".call-offer")).to_have_text("От 20 кг1 490 ₽/кгдо 31 декабря")
    expect(answer).not_to_contain_text("18 граммов")
    desk.keyboard.press("Alt+KeyM")
    expect(answer).to_contain_text("18 граммов в рожке — Звонки октября")
    expect(answer).to_contain_text("Спор")


def test_no_more_than_25_words_are_large(desk: Page):
    desk.locator("#call-search").fill("есть поставщик")
    say = desk.locator("#call-answer .call-say:not(.call-say--rest)")
    expect(say).to_contain_text("Хорошо, когда")
    assert len(say.inner_text().split()) <= 25
    whole = CARDS["objection/supplier"]["answers"][0]["say"]
    assert not whole.endswith(say.inner_text())
    desk.keyboard.press("Alt+KeyM")
    rest = desk.locator("#call-answer .call-say--rest")
    expect(rest).to_be_visible()
    assert f"{say.inner_text()} {rest.inner_text()}" == whole


def test_keys_choose_and_the_focus_stays(desk: Page):
    search = desk.locator("#call-search")
    search.fill("дорого")
    expect(desk.locator(FIRST)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("ArrowDown")
    second = desk.locator("#call-results [role=option] >> nth=1")
    expect(second).to_have_attribute("aria-selected", "true")
    expect(search).to_have_attribute("aria-activedescendant", "call-option-1")
    chosen = second.get_attribute("data-entity")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", chosen or "")
    desk.keyboard.press("Alt+Digit1")
    expect(desk.locator(FIRST)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    desk.keyboard.type("доставка")
    expect(search).to_have_value("доставка")
    expect(search).to_be_focused()
    desk.keyboard.press("Escape")
    expect(search).to_have_value("")
    expect(desk.locator("#call-home")).to_be_visible()
    expect(search).to_be_focused()


def test_on_half_a_screen_the_answer_says_that_there_are_others(desk: Page):
    desk.locator("#call-search").fill("дорого")
    place = desk.locator(".call-card__place")
    expect(place).to_contain_text("1 из ")
    count = desk.locator("#call-results [role=option]").count()
    expect(place).to_have_text(f"1 из {count} ↓")
    desk.keyboard.press("ArrowDown")
    expect(place).to_have_text(f"2 из {count} ↓")
    desk.set_viewport_size({"width": 1400, "height": 900})
    expect(place).to_be_hidden()


def test_no_other_answer_is_cut_short(desk: Page):
    desk.locator("#call-search").fill("дорого")
    chips = desk.locator(".call-answers .call-chip")
    expect(chips.first).to_be_visible()
    assert chips.evaluate_all("all => all.filter(x => x.scrollWidth > x.clientWidth)") == []


def test_another_answer_to_the_same(desk: Page):
    desk.locator("#call-search").fill("дорого")
    expect(desk.locator("#call-answer")).to_contain_text("Считает килограмм")
    desk.keyboard.press("Alt+KeyA")
    expect(desk.locator("#call-answer .call-phrase >> nth=0")).to_have_text(
        "За объём цена 1 490 ₽ за кило."
    )


def test_other_segments_are_folded(desk: Page):
    desk.locator("[data-segment=home]").click()
    desk.locator("#call-search").fill("дорого")
    expect(desk.locator(FIRST)).to_have_attribute("data-entity", "objection/dorogo-home")
    shown = desk.locator("#call-results [role=option]").count()
    unfold = desk.locator("#call-unfold")
    expect(unfold).to_contain_text("ещё")
    unfold.click()
    assert desk.locator("#call-results [role=option]").count() > shown
    expect(desk.locator("#call-search")).to_be_focused()


def test_of_a_family_the_variant_for_the_segment_stands_first(desk: Page):
    for segment, first, variant in (
        ("home", "objection/dorogo-home", "objection/dorogo"),
        ("cafe", "objection/dorogo", "objection/dorogo-home"),
    ):
        desk.locator(f"[data-segment={segment}]").click()
        desk.locator("#call-search").fill("дорого")
        expect(desk.locator(FIRST)).to_have_attribute("data-entity", first)
        expect(desk.locator("[data-variant]")).to_have_attribute("data-variant", variant)


def test_the_segment_is_asked_once_and_switched_by_a_key(desk: Page):
    expect(desk.locator("#call-who")).to_be_visible()
    desk.keyboard.press("Alt+KeyS")
    expect(desk.locator("[data-segment=cafe]")).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("[data-pin]")).to_have_attribute("data-pin", "objection/supplier")
    desk.keyboard.press("Alt+KeyS")
    expect(desk.locator("[data-pin]")).to_have_attribute("data-pin", "question/delivery")
    desk.reload()
    desk.wait_for_selector("#call[data-ready]")
    expect(desk.locator("[data-segment=home]")).to_have_attribute("aria-pressed", "true")


def test_pins_of_ones_own_come_first_and_digits_open_them(desk: Page):
    desk.locator("[data-segment=cafe]").click()
    desk.locator("#call-search").fill("доставка")
    expect(desk.locator(FIRST)).to_have_attribute("data-entity", "question/delivery")
    desk.keyboard.press("Alt+KeyP")
    desk.keyboard.press("Escape")
    pins = desk.locator("[data-pin]")
    expect(pins).to_have_count(2)
    expect(pins.nth(0)).to_have_attribute("data-pin", "question/delivery")
    desk.keyboard.press("Digit2")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "objection/supplier")
    expect(desk.locator("#call-search")).to_have_value("")
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-recent] >> nth=0")).to_have_text("Есть поставщик")


def test_a_digit_in_a_query_is_a_digit(desk: Page):
    desk.locator("#call-search").press_sequentially("возьму 20 кг")
    expect(desk.locator("#call-search")).to_have_value("возьму 20 кг")


def test_before_the_first_letter_what_is_new_and_what_ends(page: Page, publish):
    changed = (("question/delivery", "answer", "Везём послезавтра.", 3, REASON),)
    opened(page, publish(site(changed=changed)))
    expect(page.locator("[data-ends]")).to_have_text("Последний деньсегодня последний день")
    news = page.locator("[data-change]")
    expect(news).to_have_count(1)
    expect(news).to_contain_text("Сначала чашка")
    expect(news).to_contain_text("Считают килограмм, а продают чашки")
    page.locator("#call-search").press_sequentially("д")
    expect(page.locator("#call-home")).to_be_hidden()


def test_an_offer_that_is_over_is_not_offered(desk: Page):
    desk.locator("#call-search").fill("дорого")
    expect(desk.locator("#call-answer .call-offer")).to_have_count(1)
    desk.clock.set_fixed_time(NOON.replace(year=2027))
    desk.reload()
    desk.wait_for_selector("#call-answer .call-phrase")
    expect(desk.locator("#call-answer .call-offer")).to_have_count(0)


def test_on_the_day_after_a_quoted_price_warns(desk: Page):
    desk.locator("#call-search").fill("дорого")
    expect(desk.locator("#call-answer")).to_contain_text("Считает килограмм")
    desk.keyboard.press("Alt+KeyA")
    expect(desk.locator("#call-answer")).to_contain_text("цена 1 490 ₽ за")
    expect(desk.locator("#call-answer .call-alarm")).to_have_count(0)
    desk.clock.set_fixed_time(NOON.replace(year=2027, month=1, day=1))
    desk.reload()
    expect(desk.locator("#call-answer .call-alarm")).to_have_text(
        "«От 20 кг»: закончилась 31 декабря 2026. Цену из этого ответа не называть."
    )


@pytest.mark.parametrize(
    ("address", "typed", "first"),
    [
        ("?q=дорого&segment=cafe", "дорого", "objection/dorogo"),
        ("?q=дорого&segment=Для дома", "дорого", "objection/dorogo-home"),
    ],
)
def test_a_link_from_the_crm_leads_to_the_answer(page: Page, publish, address, typed, first):
    opened(page, publish() + address)
    expect(page.locator(FIRST)).to_have_attribute("data-entity", first)
    expect(page.locator("#call-search")).to_have_value(typed)
    # The customer's words are not left in the address.
    assert "?" not in page.url


def test_a_reload_goes_on_where_it_was(desk: Page):
    desk.locator("#call-search").fill("дорого")
    desk.wait_for_selector("[role=option]")
    desk.keyboard.press("ArrowDown")
    chosen = desk.locator("#call-answer").get_attribute("data-entity")
    desk.reload()
    expect(desk.locator("#call-search")).to_have_value("дорого")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", chosen or "")


def test_what_to_say_is_copied(desk: Page):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.locator("#call-search").fill("дорого")
    desk.wait_for_selector("[role=option]")
    desk.keyboard.press("Alt+KeyC")
    expect(desk.locator("#call-flash")).to_have_text("Скопировано")
    assert desk.evaluate("navigator.clipboard.readText()") == (
        "Понимаю, сумма заметная.\nВ чашку уходит девять граммов.\nСколько чашек в день?"
    )


def test_no_such_answer_is_noted_here_and_exported(desk: Page):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.locator("#call-search").fill("дорого")
    desk.wait_for_selector("[role=option]")
    desk.wait_for_selector("#call[data-whole]")
    asked = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.locator("#call-search").fill("фывапр олджэ")
    note = desk.locator("#call-note")
    expect(note).to_contain_text("Такого ответа нет — записать слова клиента")
    expect(desk.locator("#call-nothing")).to_contain_text("Технолог")
    desk.keyboard.press("Enter")
    expect(desk.locator("#call-flash")).to_contain_text("Записано")
    desk.keyboard.press("Escape")
    desk.locator(".call-notes summary").click()
    expect(desk.locator(".call-notes")).to_contain_text("фывапр олджэ — 1")
    desk.locator("#call-export").click()
    expect(desk.locator("#call-draft")).to_contain_text("unanswered:")
    assert "фывапр олджэ" in desk.evaluate("navigator.clipboard.readText()")
    assert asked == []


def test_text_is_never_html(page: Page, publish):
    evil = '<img src=x onerror="document.title=1"> <script>1</script> & <b>жир</b>'
    cards = changed_cards("question/delivery", title=evil, answer=evil, next_question=evil)
    opened(page, publish(site(cards)))
    page.locator("#call-search").fill("доставка")
    expect(page.locator("#call-answer .call-phrase >> nth=0")).to_have_text(evil)
    assert page.locator("#call img, #call script, #call b").count() == 0
    assert page.title() == "На звонке"


@pytest.mark.parametrize(("code", "alt"), [("Enter", False), ("Digit1", True)])
def test_a_key_before_the_answer_means_what_was_typed(desk: Page, code: str, alt: bool):
    """The letters and the key come in one go, so that no answer can stand between them."""
    unhurried(desk)  # what stands there long enough counts as opened
    desk.locator("#call-search").fill("дорого")
    expect(desk.locator(FIRST)).to_have_attribute("data-entity", "objection/dorogo")
    desk.evaluate(
        """([code, altKey]) => {
            const search = document.getElementById("call-search");
            search.value = "доставка";
            search.dispatchEvent(new Event("input", { bubbles: true }));
            const key = { code, altKey, bubbles: true, cancelable: true };
            search.dispatchEvent(new KeyboardEvent("keydown", key));
        }""",
        [code, alt],
    )
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "question/delivery")
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-recent]")).to_have_count(1)
    expect(desk.locator("[data-recent]")).to_have_attribute("data-recent", "question/delivery")
