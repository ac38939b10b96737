"""What those who own the base do most often, in a form, with its clicks counted.

A click is a press or a choice; typing where one is already is none. The way begins at the card or at
its list, and ends with what is handed on.
"""

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts_kb.content import spelling
from tests.browser.forms import REASON, answered, kb, planned, touched

pytestmark = pytest.mark.browser


class Hand:
    """Whoever edits: each press is counted."""

    def __init__(self, page: Page, site: str, address: str) -> None:
        self.page = page
        self.clicks = 0
        page.goto(f"{site}/{address}")

    def press(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def begin(self, link: str = "Предложить правку") -> Locator:
        """Opens the form from the page where one is."""
        self.press(self.page.locator("footer.kb-foot").get_by_role("link", name=link))
        form = self.page.locator(".kb-edit-form")
        expect(form).to_be_visible()
        return form

    def write(self, field: Locator, text: str) -> None:
        """Goes to a field and types."""
        self.press(field)
        field.fill(text)

    def hand_on(self, form: Locator) -> dict:
        with self.page.expect_download() as download:
            self.press(form.get_by_role("button", name="Скачать EDITS.json"))
        return json.loads(Path(download.value.path()).read_bytes())


def test_a_typo(page: Page, site: str):
    hand = Hand(page, site, "objections/dorogo-dom/")
    form = hand.begin()
    answers = form.locator("[data-field=answers] > div > ol > li")
    hand.press(answers.first.locator("summary").first)
    say = answers.first.locator("[data-field=say] textarea").first
    was = say.input_value()
    hand.write(say, was.replace("разница", "разниця", 1))
    sheet = hand.hand_on(form)
    assert (hand.clicks, sheet["reason"]) == (4, {})
    planned(sheet)


def test_a_phrase(page: Page, site: str):
    hand = Hand(page, site, "objections/dorogo-dom/")
    form = hand.begin()
    answers = form.locator("[data-field=answers] > div > ol > li")
    hand.press(answers.first.locator("summary").first)
    say = answers.first.locator("[data-field=say] textarea").first
    hand.write(say, f"{say.input_value()} Посчитаем вместе.")
    answered(form)
    sheet = hand.hand_on(form)
    assert hand.clicks <= 6
    assert sheet["reason"]["evidence"] == ["insight/2026-10-calls"]
    planned(sheet)


def test_a_price_tells_where_it_is_heard(page: Page, site: str):
    hand = Hand(page, site, "offers/podpiska/")
    form = hand.begin()
    hand.write(form.locator("[data-field=price] [data-field=list] input"), "1 240")
    expect(form.get_by_text("Это услышат в скриптах (")).to_be_visible()
    form.get_by_label("С чего началось", exact=True).fill("Подорожала доставка.")
    sheet = hand.hand_on(form)
    assert hand.clicks <= 5
    (edit,) = sheet["edits"]
    assert (edit["path"], edit["before"], edit["after"]) == ("price.list", 1180, 1240)
    assert sheet["reason"] == {"class": "factual", "origin": "Подорожала доставка."}
    planned(sheet)


def test_an_offer_is_prolonged(page: Page, site: str):
    hand = Hand(page, site, "offers/novogodniy-nabor/")
    form = hand.begin()
    hand.write(form.get_by_label("по включительно").first, "2027-01-31")
    form.get_by_label("С чего началось", exact=True).fill("Наборы ещё есть на складе.")
    sheet = hand.hand_on(form)
    assert hand.clicks <= 4
    assert [each["path"] for each in sheet["edits"]] == ["valid_to"]
    planned(sheet)


def test_a_day_in_the_words_of_a_prolonged_offer_is_pointed_out(page: Page, site: str):
    hand = Hand(page, site, "offers/novogodniy-nabor/")
    form = hand.begin()
    terms = form.locator("[data-field=terms] textarea").first
    assert "до 27 декабря" in terms.input_value()
    hand.write(form.get_by_label("по включительно").first, "2027-02-05")
    told = form.locator(".kb-edit-days")
    expect(told).to_contain_text("прежняя дата, «27 декабря». Теперь это «5 февраля»")
    terms.fill("Привозим до 5 февраля. Оплата до 27.12.2026.")
    expect(told).to_contain_text("Теперь это «05.02.2027»")
    terms.fill("Привозим до 5 февраля.")
    expect(told).to_be_hidden()


def test_the_customers_words(page: Page, site: str):
    hand = Hand(page, site, "objections/dorogo-dom/")
    form = hand.begin()
    hand.press(form.get_by_role("button", name="Добавить: Слова клиента").first)
    page.keyboard.type("За эти деньги я в кофейне посижу")
    sheet = hand.hand_on(form)
    assert (hand.clicks, sheet["reason"]) == (3, {})
    (edit,) = sheet["edits"]
    assert (edit["op"], edit["after"]) == ("add", "За эти деньги я в кофейне посижу")
    planned(sheet)


def test_a_new_objection(page: Page, site: str):
    hand = Hand(page, site, "objections/")
    form = hand.begin("Добавить карточку")
    form.get_by_label("Название", exact=True).fill("Обжарка слишком тёмная")
    form.get_by_label("Слова клиента 1", exact=True).fill("Горчит, пережарили")
    form.locator("[data-field=say] :is(input, textarea)").first.fill("Понимаю. Есть и светлая.")
    answered(form)
    sheet = hand.hand_on(form)
    # One page: the way to it, and handing on.
    assert hand.clicks == 2
    (edit,) = sheet["edits"]
    assert (edit["op"], edit["entity"]) == ("new", "objection/obzharka-slishkom-temnaya")
    assert edit["after"]["client_words"] == ["Горчит, пережарили"]
    planned(sheet)


def test_a_branch_of_a_script(page: Page, site: str):
    hand = Hand(page, site, "scripts/incoming-home/")
    form = hand.begin()
    steps = form.locator("[data-field=nodes] > div > ol > li")
    way = form.locator(".kb-edit-way")
    hand.press(form.get_by_role("button", name="Добавить: Шаги"))
    steps.last.get_by_label("Задача шага").fill("Рассказать о дегустации")
    expect(way.get_by_text("сюда ничто не ведёт")).to_be_visible()
    hand.press(steps.first.locator("summary").first)
    replies = steps.first.locator("[data-field=answers]").first
    hand.press(replies.get_by_role("button", name="Добавить: Клиент отвечает"))
    reply = replies.locator("ol > li").last
    reply.get_by_label("Слова клиента").first.fill("А попробовать можно?")
    reply.get_by_label("Дальше").select_option("Рассказать о дегустации")
    hand.clicks += 1
    expect(way.get_by_text("«А попробовать можно?» → Рассказать о дегустации")).to_be_visible()
    expect(way.get_by_text("сюда ничто не ведёт")).to_be_hidden()
    assert hand.clicks <= 5


def test_a_new_offer(page: Page, site: str):
    hand = Hand(page, site, "offers/")
    form = hand.begin("Добавить карточку")
    form.get_by_label("Название", exact=True).fill("Весенний набор")
    form.get_by_label("Выгода одной фразой", exact=True).fill("Три сорта по цене двух")
    form.locator("[data-field=price] [data-field=list] input").fill("1590")
    form.get_by_label("по включительно").first.fill("2027-04-30")
    answered(form)
    sheet = hand.hand_on(form)
    assert hand.clicks == 2
    (edit,) = sheet["edits"]
    assert (edit["op"], edit["entity"]) == ("new", f"offer/{spelling.slug('Весенний набор')}")
    assert edit["after"]["price"]["list"] == 1590
    planned(sheet)


def test_an_offer_is_ended_everywhere(page: Page, site: str):
    hand = Hand(page, site, "offers/podpiska/")
    form = hand.begin()
    hand.press(form.get_by_role("button", name="Закончить акцию"))
    expect(form.locator(".kb-edit-told")).to_contain_text("Дорого для дома")
    answered(form)
    sheet = hand.hand_on(form)
    assert hand.clicks == 3
    assert [(each["op"], each["unlink"]) for each in sheet["edits"]] == [("archive", True)]
    files = planned(sheet)
    assert not [path for path, text in files.items() if b"[podpiska]" in (text or b"")]
    assert len(files) > 3


def test_a_material_is_replaced(page: Page, site: str):
    hand = Hand(page, site, "offers/espresso-20/")
    form = hand.begin()
    item = form.locator("[data-field=materials] > div > ol > li").first
    hand.press(item.locator("summary").first)
    file = {"name": "price-kafe.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}
    item.locator("input[type=file]").set_input_files([file])
    hand.clicks += 1
    expect(form.locator(".kb-edit-told")).to_contain_text("price-kafe.csv")
    form.get_by_label("С чего началось", exact=True).fill("Новый прайс с декабря.")
    sheet = hand.hand_on(form)
    assert hand.clicks <= 4
    files = planned(sheet)
    assert files["materials/price-kafe.csv"] == b"a;b\n1;2\n"


@pytest.fixture
def unexplained(base: Path) -> str:
    """A change of a phrase that landed without a reason, before the preview is started."""
    (card,) = (base / "content/objections").rglob("дорого-для-дома.yml")
    text = card.read_text("utf-8")
    card.write_text(text.replace("Из пачки выходит", "Из одной пачки выходит"), "utf-8")
    who = ("-c", "user.name=a", "-c", "user.email=a@b")
    subprocess.run(["git", *who, "commit", "-qam", "Правка"], cwd=base, check=True)
    return subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=base, text=True).strip()


def test_a_reason_afterwards(page: Page, unexplained: str, address: str, base: Path):
    hand = Hand(page, address, "objections/dorogo-dom/#past")
    hand.press(page.get_by_role("link", name="Сказать почему").locator("visible=true").first)
    form = page.locator(".kb-edit-form")
    answered(form)
    hand.press(form.get_by_role("button", name="Записать"))
    expect(form.get_by_text("Записано:")).to_be_visible()
    assert hand.clicks == 2
    (told,), out, _ = touched(base)
    assert (told[:2], out) == ("??", [])
    kb(base, "fmt", "--check")
    kb(base, "check", "--today", "2026-11-21")
    who = ("-c", "user.name=a", "-c", "user.email=a@b")
    for command in (["add", "-A", "content"], [*who, "commit", "-qm", "Почему"]):
        subprocess.run(["git", *command], cwd=base, check=True)
    row, *_ = json.loads(kb(base, "log", "--json", "objection/dorogo-dom"))
    assert (row["change"], row["gaps"]) == (unexplained, [])
    assert row["rationale"]["cause"] == REASON["Почему"]


def test_what_customers_said_needs_no_reason(page: Page, site: str):
    hand = Hand(page, site, "insights/")
    form = hand.begin("Добавить карточку")
    form.get_by_label("Название", exact=True).fill("Звонки декабря")
    hand.press(form.get_by_role("button", name="Добавить: Что говорят первым"))
    page.keyboard.type("Есть что-нибудь в подарок?")
    sheet = hand.hand_on(form)
    assert (hand.clicks, sheet["reason"]) == (3, {})
    planned(sheet)


def test_minutes_of_a_meeting_need_no_reason(page: Page, site: str):
    hand = Hand(page, site, "meetings/")
    form = hand.begin("Добавить карточку")
    form.get_by_label("Название", exact=True).fill("Планёрка 24 ноября")
    form.get_by_label("Когда", exact=True).fill("2026-11-24")
    form.get_by_label("Вопрос", exact=True).fill("Почему замолчали после цены?")
    form.get_by_label("Ответ", exact=True).fill("Слышали её раньше, чем вкус.")
    form.get_by_label("Текст", exact=True).fill("Договорились сперва спрашивать, как варят.")
    sheet = hand.hand_on(form)
    assert (hand.clicks, sheet["reason"]) == (2, {})
    (edit,) = sheet["edits"]
    assert edit["after"]["questions"][0]["answer"] == "Слышали её раньше, чем вкус."
    planned(sheet)
