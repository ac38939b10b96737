"""A phone, a keyboard alone, a screen reader, 200 % zoom, a dark theme."""

from typing import Any

import pytest
from cafe import CARDS, NOON, REASON, changed_cards, site
from playwright.sync_api import Browser, Page, expect
from stage import opened

from tests.browser.stillness import unhurried

pytestmark = pytest.mark.browser

CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (each) => {
    for (; each; each = each.parentElement) {
      const color = parse(getComputedStyle(each).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const each of document.querySelectorAll(".call *")) {
    const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !each.checkVisibility() || each.closest(".call-unseen, [disabled]")) continue;
    const [a, b] = [light(parse(getComputedStyle(each).color)), light(ground(each))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${each.className} ${each.textContent.slice(0, 20)} ${ratio}`);
  }
  return poor;
}"""


QUERIES = ("", "дорого", "есть поставщик", "заказать кофе домой", "фывапролд")


@pytest.mark.parametrize("width", [320, 480, 1280])
def test_nothing_is_wider_than_the_screen_or_too_pale(desk: Page, width: int):
    """320 px are 640 at 200 % zoom."""
    desk.set_viewport_size({"width": width, "height": 800})
    for query in QUERIES:
        desk.locator("#call-search").fill(query)
        expect(desk.locator("#call-results")).to_have_attribute("data-query", query)
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, query
        assert desk.evaluate(CONTRAST) == [], query


LONG = "щ" * 300
TOLD = {
    "title",
    "say",
    "ask",
    "when",
    "note",
    "answer",
    "because",
    "instead",
    "next_question",
    "terms",
}


def stretched(value: Any) -> Any:
    """Text that is told, with a word of 300 letters after each: an address, a slip of a key."""
    if isinstance(value, dict):
        return {
            name: f"{each} {LONG}" if name in TOLD and isinstance(each, str) else stretched(each)
            for name, each in value.items()
        }
    return [stretched(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("width", [320, 480, 1280])
def test_a_word_without_end_makes_nothing_wider_than_the_screen(page: Page, publish, width: int):
    changed = (("question/delivery", "answer", "Везём послезавтра.", 3, REASON),)
    cards = {entity: stretched(card) for entity, card in CARDS.items()}
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, publish(site(cards, changed=changed)))
    expect(page.locator(".call-line").first).to_contain_text(LONG)
    for query in (*QUERIES, "доставка", "дешевле"):
        page.locator("#call-search").fill(query)
        expect(page.locator("#call-results")).to_have_attribute("data-query", query)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, query


BROKEN = """() => {
  const words = document.createTreeWalker(document.querySelector(".call"), NodeFilter.SHOW_TEXT);
  const broken = [];
  while (words.nextNode()) {
    // Where a hyphen says so, a word may go on below.
    if (getComputedStyle(words.currentNode.parentElement).hyphens === "auto") continue;
    for (const { 0: word, index } of words.currentNode.data.matchAll(/\\p{L}{2,}/gu)) {
      const range = document.createRange();
      range.setStart(words.currentNode, index);
      range.setEnd(words.currentNode, index + word.length);
      if (new Set([...range.getClientRects()].map((each) => each.top)).size > 1) broken.push(word);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("width", [320, 360, 480, 1280])
def test_no_usual_word_is_broken(desk: Page, width: int):
    desk.set_viewport_size({"width": width, "height": 800})
    for query in (*QUERIES, "доставка", "дешевле"):
        desk.locator("#call-search").fill(query)
        expect(desk.locator("#call-results")).to_have_attribute("data-query", query)
        assert desk.evaluate(BROKEN) == [], query


def test_the_dark_theme_is_readable(desk: Page):
    desk.evaluate(
        """() => {
            document.body.dataset.mdColorScheme = "slate";
            const style = document.documentElement.style;
            style.setProperty("--md-default-fg-color", "#e2e4e9");
            style.setProperty("--md-default-bg-color", "#1e2129");
            style.setProperty("--md-code-bg-color", "#272a35");
            document.body.style.backgroundColor = "#1e2129";
        }"""
    )
    desk.locator("#call-search").fill("дорого")
    desk.wait_for_selector("#call-answer .call-phrase")
    desk.keyboard.press("Alt+KeyW")
    assert desk.evaluate(CONTRAST) == []


def test_a_phone_in_one_hand(browser: Browser, publish):
    phone = browser.new_context(
        viewport={"width": 360, "height": 640},
        has_touch=True,
        is_mobile=True,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
    )
    page = phone.new_page()
    page.clock.set_fixed_time(NOON)
    opened(page, publish())
    page.tap("[data-segment=cafe]")
    page.locator("#call-search").fill("дорого")
    expect(page.locator("#call-answer .call-phrase >> nth=0")).to_be_in_viewport()
    first = page.locator("#call-answer").get_attribute("data-entity")
    page.locator("#call-unfold").tap()
    page.tap("#call-following")
    expect(page.locator("#call-answer")).not_to_have_attribute("data-entity", first or "")
    for name in ("call-previous", "call-following", "call-copy", "call-clear"):
        box = page.locator(f"#{name}").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 40
        assert box["y"] > 320
    page.tap("#call-clear")
    expect(page.locator("#call-home")).to_be_visible()
    phone.close()


def test_the_tree_that_a_screen_reader_reads(desk: Page):
    desk.locator("[data-segment=home]").click()
    desk.locator("#call-search").fill("доставка")
    desk.wait_for_selector("#call-answer .call-phrase")
    expect(desk.locator("#call-status")).to_contain_text("Первый: Доставка")
    expect(desk.get_by_role("combobox", name="Что сказал клиент?", expanded=True)).to_be_focused()
    expect(desk.get_by_role("option", name="Доставка", selected=True)).to_have_count(1)
    expect(desk.locator("main")).to_match_aria_snapshot(
        """
        - heading "На звонке" [level=1]
        - combobox "Что сказал клиент?" [expanded]: доставка
        - group "С кем говорите?":
          - button "Кафе"
          - button "Для дома" [pressed]
        - region "Что сказать":
          - paragraph: Везём завтра, бесплатно от двух тысяч.
        - listbox "Ответы":
          - option "Доставка" [selected]
        - status
        """
    )


def test_the_keys_are_shown_by_a_key(desk: Page):
    desk.keyboard.press("F1")
    expect(desk.locator("#call-keys")).to_contain_text("сменить, с кем говорите")
    expect(desk.locator("#call-search")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("#call-keys")).to_be_hidden()


def test_a_slash_or_any_letter_leads_to_the_field(desk: Page):
    search = desk.locator("#call-search")
    # By its place on the keyboard: with Russian letters it prints a point.
    search.blur()
    desk.evaluate(
        """() => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { code: "Slash", key: ".", bubbles: true }))"""
    )
    expect(search).to_be_focused()
    search.blur()
    desk.keyboard.press("KeyD")
    expect(search).to_have_value("d")


def test_no_button_takes_the_focus_away(desk: Page):
    search, results = desk.locator("#call-search"), desk.locator("#call-results")
    buttons = desk.locator("#call-answer button:visible, #call-results [role=option]")

    def found() -> int:
        # From the beginning: what one button has unfolded another may not be looked for in.
        search.fill("")
        expect(results).to_have_attribute("data-query", "")
        search.fill("дорого")
        expect(results).to_have_attribute("data-query", "дорого")
        expect(desk.locator("#call-answer .call-phrase").first).to_be_visible()
        return buttons.count()

    for number in range(min(found(), 12)):
        assert found() > number
        buttons.nth(number).click()
        expect(search).to_be_focused()


def test_a_word_without_an_end_widens_nothing(desk: Page):
    for query in ("ф" * 400, "дорого" * 60):
        desk.locator("#call-search").fill(query)
        expect(desk.locator("#call-results")).to_have_attribute("data-query", query)
        expect(desk.locator("#call-nothing")).to_be_visible()
        assert desk.evaluate("document.documentElement.scrollWidth") <= 480


@pytest.mark.parametrize("size", [(480, 600, "32px"), (180, 320, "16px")])
def test_very_large_letters_leave_the_phrase_in_sight(browser: Browser, publish, size):
    """Text at 200 %, and a phone of 360 px at 200 % zoom."""
    width, height, letters = size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ru-RU")
    page = context.new_page()
    page.clock.set_fixed_time(NOON)
    opened(page, publish() + "?segment=cafe")
    page.add_style_tag(content=f"html {{ font-size: {letters} }}")
    # One line of whom one talks to, however many there are.
    row = page.locator("#call-segments")
    assert (
        row.bounding_box()["height"] < 2 * row.locator("button >> nth=0").bounding_box()["height"]
    )  # type: ignore[index]
    for query in ("дорого", "заказать кофе домой", "мы уже с обжарщиком"):
        page.locator("#call-search").fill(query)
        expect(page.locator("#call-results")).to_have_attribute("data-query", query)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, query
        first = page.locator("#call-answer .call-phrase >> nth=0").bounding_box()
        assert first is not None
        assert first["y"] + 24 < height, query
        # What it is called and which of the results it is stand side by side.
        title, place = (page.locator(f".call-card__{each}") for each in ("title", "place"))
        if place.count():
            left, right = title.bounding_box(), place.bounding_box()
            assert left is not None
            assert right is not None
            assert (
                left["x"] + left["width"] <= right["x"] or left["y"] + left["height"] <= right["y"]
            )
    context.close()


def test_the_keys_lie_below_what_is_being_said(desk: Page):
    desk.set_viewport_size({"width": 480, "height": 600})
    desk.locator("#call-search").fill("дорого")
    phrase = desk.locator("#call-answer .call-phrase >> nth=0")
    expect(phrase).to_be_visible()
    before = phrase.bounding_box()
    desk.keyboard.press("F1")
    expect(desk.locator("#call-keys")).to_be_visible()
    keys, after = desk.locator("#call-keys").bounding_box(), phrase.bounding_box()
    assert keys is not None
    assert after is not None
    assert after == before
    assert after["y"] + after["height"] <= keys["y"]
    assert keys["y"] + keys["height"] <= 600
    desk.keyboard.press("PageDown")
    desk.wait_for_function("document.querySelector('#call-keys').scrollTop > 0")
    expect(desk.locator("#call-search")).to_be_focused()


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("От 2 000 ₽ за 20 кг", "От 2_000_₽ за 20_кг"),
        ("12 000 000 рублей", "12_000_000 рублей"),
        ("Скидка 8 %, 10 шт.", "Скидка 8_%, 10_шт."),
        ("До 31 декабря 2026 года", "До 31 декабря 2026 года"),
    ],
)
def test_no_number_is_broken_by_the_end_of_a_line(page: Page, publish, text: str, whole: str):
    opened(page, publish(site(changed_cards("question/delivery", answer=text))))
    page.locator("#call-search").fill("доставка")
    said = page.locator("#call-answer .call-phrase >> nth=0")
    expect(said).to_be_visible()
    assert said.evaluate("each => each.textContent").replace("\u00a0", "_") == whole


def test_what_was_done_is_said_where_it_covers_nothing(page: Page, site: str):
    page.set_viewport_size({"width": 390, "height": 700})
    opened(page, f"{site}/?q=дорого")
    expect(page.locator("#call-answer .call-phrase >> nth=0")).to_be_visible()
    unhurried(page)  # what was done is said for a while
    page.locator("#call-wrong").click()
    flash, field = page.locator("#call-flash"), page.locator("#call-search")
    expect(flash).to_be_visible()
    below, above = field.bounding_box(), flash.bounding_box()
    assert below is not None
    assert above is not None
    assert above["y"] + above["height"] <= below["y"]
    assert above["x"] >= 0
    assert above["x"] + above["width"] <= 390
