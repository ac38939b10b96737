"""A phone, a keyboard alone, a screen reader, 200 % zoom, a dark theme."""

import pytest
from cafe import NOON
from playwright.sync_api import Browser, Page, expect
from stage import opened

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
        if query:
            desk.wait_for_selector("#call-answer:not([hidden]), #call-nothing:not([hidden])")
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, query
        assert desk.evaluate(CONTRAST) == [], query


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
    page.set_default_timeout(10_000)
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
    search = desk.locator("#call-search")
    search.fill("дорого")
    desk.wait_for_selector("#call-answer .call-phrase")
    for button in desk.locator("#call-answer button:visible, #call-results [role=option]").all()[
        :12
    ]:
        if button.is_visible():
            button.click()
            expect(search).to_be_focused()
        search.fill("дорого")
        desk.wait_for_selector("#call-answer .call-phrase")
