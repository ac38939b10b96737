"""A card as a form: what is typed is kept, told before it is sent, and comes out as it was meant."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts_kb.content import reading
from scripts_kb.forms import sheets
from tests.browser.forms import CARD, REASON, answered, first_item, opened, planned, sample
from tests.browser.stillness import axe
from tests.thorough import THOROUGH

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
# Each text says more, each list stands in the other order, each number is one more.
TURNED = """async (entities) => {
  const { edits } = await import('/assets/edit/edits.js');
  const forms = await (await fetch('/edit/forms.json')).json();
  const turned = (value, shape) => {
    if (shape.form === 'list' && Array.isArray(value)) {
      return value.map((each) => (shape.item.form === 'map' ? turned(each, shape.item) : each)).reverse();
    }
    if (shape.form === 'map' && value) {
      const found = { ...value };
      for (const each of shape.fields) {
        if (each.name !== 'id' && each.name !== shape.key && each.name in found) {
          found[each.name] = turned(found[each.name], each);
        }
      }
      return found;
    }
    if (shape.form === 'number' || shape.form === 'int') return value + 1;
    const free = ['line', 'spoken', 'published'].includes(shape.use) && !shape.choices && !shape.to;
    return free && shape.form === 'text' && !shape.pattern ? `${value} ещё` : value;
  };
  const made = [];
  for (const entity of entities) {
    const kind = forms.kinds[entity.split('/')[0]];
    const { value: before } = await (await fetch(`/edit/${entity}.json`)).json();
    const after = turned(before, kind);
    const sheet = (to) => edits(entity, kind, before, to, (each) => each.name).map((each) => each.edit);
    made.push({ entity, after, untouched: sheet(structuredClone(before)), edits: sheet(after) });
  }
  return made;
}"""


def downloaded(page: Page, form) -> dict:
    with page.expect_download() as download:
        form.get_by_role("button", name="Скачать EDITS.json").click()
    assert download.value.suggested_filename == "EDITS.json"
    return json.loads(Path(download.value.path()).read_bytes())


FIRST = [
    # card → what its form begins with
    ("edit/?entity=objection/dorogo-dom", "answers"),
    ("edit/?entity=script/incoming-home", "nodes"),
    ("edit/?entity=offer/espresso-20", "promise"),
    ("edit/?entity=product/dekaf", "says"),
    # A new card is called something first.
    ("edit/?new=objection", "title"),
]


@pytest.mark.parametrize(("address", "name"), FIRST)
def test_what_is_said_stands_before_what_is_seldom_changed(
    page: Page, site: str, address: str, name: str
):
    form = opened(page, site, address)
    field = form.locator(":scope > .kb-edit-fields > [data-field]").first
    expect(field).to_have_attribute("data-field", name)


def test_a_phrase_is_edited_told_and_handed_on(page: Page, site: str):
    form = opened(page, site)
    say = first_item(form).locator("[data-field=say] textarea").first
    was = say.input_value()
    say.fill(f"{was} Посчитаем вместе.")
    told = form.locator(".kb-edit-told")
    expect(told.locator("ins")).to_have_text(" Посчитаем вместе.")
    expect(form.get_by_role("radio", name="Смысл: говорим")).to_be_checked()
    form.get_by_role("button", name="Скачать EDITS.json").click()
    expect(form.get_by_role("alert")).to_contain_text("Почему: заполните")
    expect(form.get_by_label("С чего началось", exact=True)).to_be_focused()
    answered(form)
    sheet = downloaded(page, form)
    (edit,) = sheet["edits"]
    assert (edit["op"], edit["before"], edit["after"]) == ("set", was, f"{was} Посчитаем вместе.")
    assert re.fullmatch(r"answers\[[\w-]+\]\.say", edit["path"])
    assert sheet["reason"]["cause"] == REASON["Почему"]
    found, problems = sheets.read(json.dumps(sheet).encode(), "EDITS.json")
    assert (found is not None, problems) == (True, [])


def test_a_price_reads_as_what_it_says_and_is_picked(page: Page, site: str):
    form = opened(page, site)
    items = form.locator("[data-field=answers] > div > ol > li")
    item = items.filter(has_text="<Бразилия, для дома, 520 ₽>")
    item.locator("summary").first.click()
    say = item.locator("[data-field=say] textarea").first
    was = say.input_value()
    assert "<Бразилия, для дома, 520 ₽>" in was
    assert "price.list" not in form.inner_text()
    # What nobody touches is not edited by being shown.
    say.fill(f"{was} ")
    say.fill(was)
    expect(form.locator(".kb-edit-told li")).to_have_count(0)
    say.press("Control+End")
    page.keyboard.insert_text(" А помол — ")
    item.get_by_label("Вставить цену: Говорим").select_option("Дрип-пакеты, 10 штук, 560 ₽")
    expect(say).to_be_focused()
    page.keyboard.insert_text(".")
    expect(say).to_have_value(f"{was} А помол — <Дрип-пакеты, 10 штук, 560 ₽>.")
    expect(form.locator(".kb-edit-told strong")).to_contain_text("<Бразилия, для дома, 520 ₽>")
    answered(form)
    (edit,) = downloaded(page, form)["edits"]
    assert "<product/braziliya.price.list>" in edit["before"]
    assert edit["after"] == f"{edit['before']} А помол — <product/drip.price.list>."
    # A price of one's own is none, and is told before anything is handed on.
    say.fill(was.replace("520", "530"))
    form.get_by_role("button", name="Скачать EDITS.json").click()
    expect(form.get_by_role("alert")).to_contain_text("такой цены нет")


def test_a_field_says_whose_consent_it_takes(page: Page, site: str):
    form = opened(page, site, "edit/?entity=offer/podpiska")
    expect(form.get_by_text("Согласует: Маркетинг. Где нужен кто-то ещё")).to_be_visible()
    words = form.locator(":scope > .kb-edit-fields > [data-field=client_words]")
    expect(words.locator(".kb-edit-help").first).to_contain_text("Согласует: Продажи.")
    title = form.locator("[data-field=title]").first
    expect(title.locator(".kb-edit-help")).not_to_contain_text("Согласует")
    # A team's form has no field of the heads, whose consent nobody could ask for.
    expect(form.locator("[data-field=internal]")).to_have_count(0)


def test_a_slip_needs_no_reason(page: Page, site: str):
    form = opened(page, site)
    title = form.get_by_label("Название", exact=True)
    title.fill(f"{title.input_value()}  ")
    form.get_by_role("radio", name="Опечатка").check()
    assert downloaded(page, form)["reason"] == {}


def test_a_closed_tab_costs_nobody_a_word(page: Page, site: str):
    form = opened(page, site)
    form.get_by_label("Название", exact=True).fill("Дома это дорого")
    form.get_by_label("Почему", exact=True).fill("Так говорят.")
    page.goto("about:blank")
    form = opened(page, site)
    expect(form.get_by_label("Название", exact=True)).to_have_value("Дома это дорого")
    expect(form.get_by_label("Почему", exact=True)).to_have_value("Так говорят.")
    expect(form.get_by_text("не закончили")).to_be_visible()


def test_a_list_is_edited_by_the_keyboard(page: Page, site: str):
    form = opened(page, site)
    answers = form.locator("[data-field=answers] > div > ol > li")
    count = answers.count()
    form.get_by_role("button", name="Добавить: Наши ответы").press("Enter")
    expect(answers).to_have_count(count + 1)
    answers.last.locator("[data-field=say] :is(input, textarea)").first.fill("Понимаю вас.")
    answers.last.get_by_role("button", name="Выше", exact=False).first.press("Enter")
    form.get_by_role("radio", name="Опечатка").check()
    (edit,) = downloaded(page, form)["edits"]
    assert (edit["op"], edit["index"]) == ("add", count - 1)
    assert edit["after"]["say"] == "Понимаю вас."


def test_what_there_is_not_is_told(page: Page, site: str):
    page.goto(f"{site}/edit/")
    expect(page.locator(".kb-edit [role=status]")).to_contain_text("Такой карточки здесь нет")


def test_every_card_comes_out_as_its_form_meant_it(page: Page, site: str):
    _, base = sample()
    kinds = ("script", "objection", "question", "offer", "product", "insight", "regulation")
    entities = [each.entity for kind in kinds for each in base.of(kind)]
    opened(page, site)
    turned = page.evaluate(TURNED, entities)
    assert [each["entity"] for each in turned if each["untouched"]] == []
    # Each edit of a file parses it anew, and every text of a card is edited.
    for made in turned[:: 1 if THOROUGH else 3]:
        ((path, text),) = planned({"version": 1, "edits": made["edits"]}).items()
        document, _ = reading.read(text, path, path)
        assert holds(document.value, made["after"]), made["entity"]


def holds(value, told) -> bool:
    """Whether a value says what it was told, whatever else it says."""
    if isinstance(told, dict):
        return all(holds(value.get(name), each) for name, each in told.items())
    if isinstance(told, list):
        return len(value) == len(told) and all(map(holds, value, told))
    return value == told


@pytest.mark.parametrize(
    ("scheme", "address"),
    [
        ("light", CARD),
        ("dark", CARD),
        ("light", "edit/?new=script"),
        ("dark", f"{CARD}&why={'4f' * 20}"),
    ],
)
def test_the_form_is_clean_on_a_phone(browser: Browser, site: str, scheme, address):
    context = browser.new_context(
        viewport={"width": 480, "height": 900}, color_scheme=scheme, locale="ru-RU"
    )
    page = context.new_page()
    form = opened(page, site, address)
    field = "Почему" if "why=" in address else "Название"
    form.get_by_label(field, exact=True).fill("Иначе.")
    found = axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert (found, wide) == ([], 0)
