"""What keys, a finger, paper, forced colours and a screen reader need of the call screen."""

import pytest
from cafe import CARDS, NOON, REASON, changed_cards, site
from playwright.sync_api import Browser, Page, expect
from stage import hears, opened, until

from tests.browser.complaints import OFFLINE, Complaints

pytestmark = pytest.mark.browser

ACTIVE = "() => document.activeElement.id || document.activeElement.tagName"
HEIGHT = "() => Math.ceil(document.documentElement.getBoundingClientRect().height)"
ABOVE = """([upper, lower]) => upper.getBoundingClientRect().bottom
    <= document.querySelector(lower).getBoundingClientRect().top"""
LOW = """least => {
  const all = document.querySelectorAll(".call :is(a, button, input, summary, [role=option])");
  // A link among words is as high as they are.
  const pressed = [...all].filter((each) => each.checkVisibility() && !each.matches("dd a"));
  return pressed
    .filter((each) => each.getBoundingClientRect().height < least - 0.5)
    .map((each) => each.outerHTML);
}"""
RECENT = (("objection/dorogo", "answers[cup].steps[ack].say", "Да, сумма.", 2, REASON),)


def box(page: Page, what: str) -> dict[str, float]:
    found = page.locator(what).first.bounding_box()
    assert found is not None
    return dict(found)


@pytest.fixture
def phone(browser: Browser, publish):
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
    )
    page = context.new_page()
    page.clock.set_fixed_time(NOON)
    yield page
    context.close()


def test_zoom_leaves_the_list_of_keys_its_keys(desk: Page):
    """700 px at 200 %; nothing is wider than the window for it."""
    desk.set_viewport_size({"width": 350, "height": 700})
    desk.keyboard.press("F1")
    keys = desk.locator("#call-keys kbd")
    expect(keys.first).to_be_visible()
    assert keys.count() > 15
    for key in keys.all():
        expect(key).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 350


def test_a_finger_has_no_keys_beside_buttons_but_may_ask_for_them(phone: Page, publish):
    opened(phone, publish() + "?q=дорого")
    phone.wait_for_selector("#call-answer .call-phrase")
    expect(phone.locator("#call-answer kbd").first).to_be_hidden()
    phone.tap("#call-help")
    expect(phone.locator("#call-keys kbd").first).to_be_visible()


@pytest.mark.parametrize("room", [True, False])
def test_no_notice_moves_what_is_being_read(
    page: Page, publish, complaints: Complaints, room: bool
):
    """Neither down, nor by a scroll bar where all just fitted; and it is seen where there is more."""
    page.set_viewport_size({"width": 480, "height": 500})
    opened(page, publish(offline=True))
    until(page, "navigator.serviceWorker.controller !== null")
    page.locator("#call-search").fill("дорого")
    page.wait_for_selector("#call-answer .call-phrase")
    page.wait_for_selector("#call-around .call-expected")  # what comes after the answer
    if room:
        page.set_viewport_size({"width": 480, "height": page.evaluate(HEIGHT) + 8})
    before, height = box(page, ".call-phrase"), page.evaluate(HEIGHT)
    publish(site(changed_cards("question/delivery", answer="Везём сегодня.")), offline=True)
    hears(page, page.locator("#call-update"))
    complaints.forgive(OFFLINE)
    page.context.set_offline(True)
    expect(page.locator("#call-offline")).to_be_visible()
    assert (box(page, ".call-phrase"), page.evaluate(HEIGHT)) == (before, height)
    for notice in ("#call-update", "#call-offline"):
        expect(page.locator(notice)).to_be_in_viewport(ratio=1)
    page.context.set_offline(False)


def test_bare_keys_are_the_players_only_where_it_has_the_focus(page: Page, publish):
    page.goto(publish() + "scripts/incoming/")
    say = page.locator("#player-say")
    expect(say).to_contain_text("Добрый день")
    player = page.get_by_role("group", name="Входящий, для дома")
    expect(player).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    for key in ("Digit1", "Digit2", "Numpad1"):
        page.keyboard.press(key)
    expect(say).to_contain_text("Добрый день")
    # A step that goes takes its buttons along, not the focus.
    page.locator(".call-way").first.click()
    expect(say).to_contain_text("берёте себе")
    expect(player).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(say).to_contain_text("берёте себе")
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("#player")).to_contain_text("Пачки хватает на месяц.")
    expect(player).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Backspace")
    expect(say).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    expect(say).to_contain_text("Добрый день")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Олег")
    page.keyboard.press("Enter")
    page.keyboard.press("Digit1")
    expect(say).to_have_text("Олег, берёте себе или в подарок?")


def test_a_link_to_a_step_below_keeps_the_focus_there(page: Page, publish):
    page.goto(publish() + "scripts/incoming/#n-bye")
    expect(page.locator("#player-say")).to_contain_text("Добрый день")
    assert page.evaluate(ACTIVE) == "BODY"


def test_a_keyboard_on_a_phone_covers_neither_words_nor_buttons(phone: Page, publish):
    """Where it makes the page shorter, as the published pages ask for, and where it lies over it."""
    opened(phone, publish() + "?q=дорого")
    phone.wait_for_selector("#call-answer .call-phrase")
    phone.locator(".call-more").tap()
    assert box(phone, ".call-thumb")["y"] > 700
    phone.evaluate(
        """() => {
            Object.defineProperty(VisualViewport.prototype, "height", { get: () => 400 });
            visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    bar = box(phone, ".call-thumb")
    assert 300 < bar["y"] + bar["height"] <= 400
    phone.set_viewport_size({"width": 390, "height": 400})
    phone.evaluate("visualViewport.dispatchEvent(new Event('resize'))")
    bar = box(phone, ".call-thumb")
    assert 300 < bar["y"] + bar["height"] <= 400
    phrase = box(phone, ".call-phrase")
    assert phrase["y"] + phrase["height"] < bar["y"]


def test_zooming_in_is_no_keyboard(phone: Page, publish):
    opened(phone, publish() + "?q=дорого")
    phone.wait_for_selector("#call-answer .call-phrase")
    phone.locator(".call-more").tap()
    before = box(phone, ".call-thumb")["y"]
    phone.evaluate(
        """() => {
            const half = window.innerHeight / 2;
            Object.defineProperty(VisualViewport.prototype, "height", { get: () => half });
            Object.defineProperty(VisualViewport.prototype, "scale", { get: () => 2 });
            visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    assert box(phone, ".call-thumb")["y"] == before


def test_the_stages_take_one_line_of_a_phone_and_the_words_come_first(phone: Page, publish):
    opened(phone, publish() + "?script=incoming")
    stages = phone.locator(".call-stage")
    expect(stages).to_have_text(["Приветствие", "Выяснение", "Следующий контакт"])
    assert box(phone, ".call-stages")["height"] < 30
    assert box(phone, "#player-say")["y"] < box(phone, ".call-task")["y"]
    # All are told, those beside the present one are shown.
    listed = phone.get_by_role("list", name="Ход звонка")
    expect(listed.get_by_role("listitem")).to_have_count(3)
    assert [each.bounding_box()["width"] > 10 for each in stages.all()] == [True, True, False]


def test_pinning_changes_the_state_and_not_the_name(desk: Page):
    desk.locator("#call-search").fill("доставка")
    pin = desk.get_by_role("button", name="Закрепить", exact=True)
    expect(pin).to_have_attribute("aria-pressed", "false")
    desk.keyboard.press("Alt+KeyP")
    expect(pin).to_have_attribute("aria-pressed", "true")


def test_a_group_is_called_what_stands_above_it(page: Page, publish):
    opened(
        page, publish(site(changed_cards("script/incoming", nodes=[ASKING]))) + "?script=incoming"
    )
    group = page.get_by_role("group", name="Могут спросить")
    expect(group.locator(".call-label")).to_have_text("Могут спросить")
    expect(page.get_by_role("group", name="Итог для CRM")).to_contain_text("incoming@1")


ASKING = {
    "id": "greet",
    "stage": "greeting",
    "say": "Добрый день!",
    "questions": ["delivery"],
    "outcome": "deal",
}


@pytest.mark.parametrize("query", ["дорого", "доставка", "оптом почём", ""])
def test_a_thumb_hits_what_it_means(phone: Page, publish, query: str):
    opened(phone, publish(site(changed=RECENT)))
    # The theme's.
    phone.add_style_tag(content="html { font-size: 125% }")
    phone.tap("[data-segment=cafe]")
    if query:
        phone.locator("#call-search").fill(query)
        phone.wait_for_selector("#call-answer .call-phrase")
        phone.locator(".call-more").tap()
        phone.get_by_role("button", name="Почему?", exact=True).last.tap()
        expect(phone.locator("#call-answer .call-mark").first).to_be_visible()
        expect(phone.get_by_role("link", name="Вся карточка")).to_be_visible()
    assert phone.evaluate(LOW, 44) == []


def test_a_mouse_hits_what_it_means(page: Page, publish):
    opened(page, publish(site(changed=RECENT)))
    assert page.evaluate(LOW, 24) == []
    page.locator("#call-search").fill("дорого")
    page.wait_for_selector("#call-answer .call-mark")
    assert page.evaluate(LOW, 24) == []


def test_what_has_the_focus_is_not_under_the_thumbs_bar(phone: Page, publish):
    many = changed_cards("objection/dorogo", offers=["big", "last-day"])
    opened(phone, publish(site(many)) + "?q=дорого")
    phone.wait_for_selector(".call-offer")
    for offer in phone.locator(".call-offer").all():
        phone.evaluate("scrollTo(0, 0)")
        bottom = offer.evaluate("each => Math.ceil(each.getBoundingClientRect().bottom)")
        phone.set_viewport_size({"width": 390, "height": bottom + 8})
        offer.focus()
        phone.wait_for_function(ABOVE, arg=[offer.element_handle(), ".call-thumb"])


def test_on_paper_stands_the_open_answer(desk: Page):
    desk.locator("#call-search").fill("дорого")
    desk.wait_for_selector("#call-answer .call-phrase")
    desk.emulate_media(media="print")
    expect(desk.locator("#call-answer")).to_contain_text("В чашку уходит девять граммов.")
    for part in (".call-phrase >> nth=0", ".call-next", ".call-never"):
        expect(desk.locator(part)).to_be_visible()
    for part in ("#call-search", "#call-results", ".call-tools", "#call-segments", "kbd"):
        expect(desk.locator(part).first).to_be_hidden()


def test_on_paper_the_player_gives_way_to_the_page_of_its_script(page: Page, publish):
    page.goto(publish() + "scripts/incoming/")
    expect(page.locator("#player-say")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#player")).to_be_hidden()


def test_forced_colours_tell_what_is_pressed(desk: Page):
    desk.emulate_media(forced_colors="active")
    desk.locator("[data-segment=home]").click()
    ground = "each => getComputedStyle(each).backgroundColor"
    pressed = desk.locator("[data-segment=home]").evaluate(ground)
    assert pressed != desk.locator("[data-segment=cafe]").evaluate(ground)


@pytest.mark.parametrize("address", ["?script=incoming", "scripts/incoming/"])
def test_a_step_is_told_as_it_is_shown_and_again_after_an_objection(
    page: Page, publish, address: str
):
    greet, needs, *rest = CARDS["script/incoming"]["nodes"]
    long = {**needs, "say": f"{needs['say']} {'Ещё одно слово, и ещё одно. ' * 6}"}
    nodes = [greet, long, *rest]
    page.goto(publish(site(changed_cards("script/incoming", nodes=nodes))) + address)
    expect(page.locator("#player-say")).to_be_visible()
    status = page.locator("#call-status")
    page.keyboard.press("Digit1")
    expect(status).to_contain_text("Говорите: имя клиента, берёте себе или в подарок?")
    said = status.inner_text()
    assert said.count("Ещё одно слово") < 6
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("#player-say")).to_be_hidden()
    status.evaluate("each => { each.textContent = '' }")
    page.keyboard.press("Escape")
    expect(status).to_have_text(said)


FOCUS = "() => document.activeElement.name || document.activeElement.id"


@pytest.mark.parametrize(
    ("address", "home"), [("?script=incoming", "call-search"), ("scripts/incoming/", "player")]
)
def test_the_player_keeps_the_focus_of_who_walks_it_by_tab(
    page: Page, publish, address: str, home: str
):
    page.goto(publish() + address)
    say = page.locator("#player-say")
    expect(say).to_be_visible()

    def press(name: str) -> str:
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        return page.evaluate(FOCUS)

    # The last phrase to tick and a way on are gone with what they did.
    assert press("Разговор записывается.") == home
    assert press("Сколько стоит?") == home
    # A card that comes in place of the step, too; then the step again.
    for _ in range(2):
        assert press("Дорого для дома") == home
        page.keyboard.press("Escape")
    assert press("Дальше") == home
    assert press("Не хочет") == "reason-no"
    page.keyboard.press("Space")
    assert page.evaluate(FOCUS) == "reason-no"
    assert press("Назад") == "back"
    expect(say).to_contain_text("себе или в подарок")
    # Two presses where the focus is, as by a mouse.
    assert press("Сначала") == "restart"
    page.keyboard.press("Enter")
    expect(say).to_contain_text("Добрый день")


def test_a_card_in_place_of_the_step_keeps_the_focus_where_it_unfolds(page: Page, publish):
    page.goto(publish() + "scripts/incoming/")
    expect(page.locator("#player-say")).to_be_visible()
    page.keyboard.press("Digit1")
    page.keyboard.press("Alt+Digit1")
    more = page.locator("#player .call-more")
    more.focus()
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(more).to_be_focused()


def test_a_phrase_to_tick_says_that_it_is_not_said_yet(page: Page, publish):
    opened(page, publish() + "?script=incoming")
    name = "Разговор записывается. В начале отметить как сказанное"
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    page.keyboard.press("Alt+KeyO")
    expect(page.locator("#call-status")).to_have_text("Сказано: Разговор записывается.")
