"""A whole call through a script, in both places where it may be played."""

import pytest
from cafe import CARDS, NOON, REASON, changed_cards, site
from playwright.sync_api import Page, expect
from stage import opened

from scripts_kb.pages.site import Site

pytestmark = pytest.mark.browser


def test_a_whole_call_from_hello_to_the_summary(page: Page, publish):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, publish() + "?script=incoming")
    player, say = page.locator("#player"), page.locator("#player-say")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    expect(say).to_have_text("Добрый день, Утренний цех! Как к вам обращаться?")
    expect(player).to_contain_text("Узнать имя")
    expect(player.locator("[aria-current=step]")).to_have_text("Приветствие")
    # A mandatory phrase is ticked, a name is written down: one key each, no mouse.
    page.keyboard.press("Alt+KeyO")
    expect(player.locator(".call-tick")).to_have_count(0)
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Анна 2")
    page.keyboard.press("Enter")
    expect(page.locator("#call-search")).to_be_focused()
    page.keyboard.press("Digit1")
    expect(say).to_have_text("Анна 2, берёте себе или в подарок?")
    # An objection that the step expects, and back to the same step.
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("#call-answer")).to_contain_text("Пачки хватает на месяц.")
    expect(player).to_be_hidden()
    page.keyboard.press("Escape")
    expect(say).to_have_text("Анна 2, берёте себе или в подарок?")
    # One that it does not expect is found by its words; the name stands in its text, too.
    page.keyboard.type("доставка")
    expect(page.locator("#call-answer")).to_contain_text("Анна 2, в какой район?")
    expect(page.locator("#call-results")).to_have_attribute("data-query", "доставка")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.reload()
    expect(say).to_have_text("Анна 2, берёте себе или в подарок?")
    page.keyboard.press("Enter")
    expect(say).to_have_text("Жаль. До связи!")
    expect(page.locator("#player-copy")).to_be_disabled()
    page.keyboard.press("Digit1")
    expect(page.locator("[data-reason=price]")).to_have_attribute("aria-pressed", "true")
    player.locator("input[name=next_date]").fill("2026-12-01")
    page.keyboard.press("Alt+KeyC")
    expect(page.locator("#call-flash")).to_have_text("Скопировано")
    assert page.evaluate("navigator.clipboard.readText()").split("\n") == [
        "Скрипт: Входящий, для дома",
        "Версия скрипта: incoming@1",
        "Итог: Отказ — Не устроила цена",
        "Дата следующего шага: 01.12.2026",
        "Имя клиента: Анна 2",
        "Возражения и вопросы: Дорого для дома; Доставка",
        "Путь: Приветствие: «Сколько стоит?» → Выяснение → Следующий контакт",
        "Сказано обязательное: Разговор записывается.",
    ]
    # What was asked for since is the page itself, again: no word of the call among it.
    assert [url for url in asked if "?" in url or "%" in url] == []


def test_back_restart_and_close(page: Page, publish):
    opened(page, publish() + "?script=script/incoming&segment=home")
    say = page.locator("#player-say")
    page.keyboard.press("Digit2")
    expect(say).to_have_text("Жаль. До связи!")
    page.keyboard.press("Backspace")
    expect(say).to_contain_text("Добрый день")
    page.keyboard.press("Digit1")
    expect(say).to_contain_text("себе или в подарок")
    restart = page.get_by_role("button", name="Сначала")
    restart.click()
    expect(say).to_contain_text("себе или в подарок")
    page.get_by_role("button", name="Точно сначала?").click()
    expect(say).to_contain_text("Добрый день")
    page.get_by_role("button", name="Закрыть скрипт").click()
    expect(page.locator("#call-home")).to_be_visible()


def test_an_unknown_script_says_so(page: Page, publish):
    opened(page, publish() + "?script=nowhere")
    expect(page.locator("#call-unknown")).to_contain_text("Такого скрипта нет: nowhere")
    expect(page.locator("#call-home")).to_be_visible()


def test_a_script_is_found_and_begun_from_the_results(desk: Page):
    desk.locator("#call-search").fill("заказать кофе домой")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "script/incoming")
    desk.keyboard.press("Enter")
    expect(desk.locator("#player-say")).to_contain_text("Добрый день")
    expect(desk.locator("#call-search")).to_be_focused()


def test_the_page_of_a_script_plays_it(page: Page, publish):
    page.goto(publish() + "scripts/incoming/")
    say = page.locator("#player-say")
    expect(say).to_contain_text("Добрый день")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Олег")
    page.keyboard.press("Enter")
    page.keyboard.press("Digit1")
    expect(say).to_have_text("Олег, берёте себе или в подарок?")
    page.keyboard.press("Alt+Digit2")
    expect(page.locator("#player")).to_contain_text("Олег, в какой район?")
    page.keyboard.press("Escape")
    expect(say).to_have_text("Олег, берёте себе или в подарок?")
    page.reload()
    expect(say).to_have_text("Олег, берёте себе или в подарок?")
    page.keyboard.press("Backspace")
    expect(say).to_contain_text("Добрый день")
    page.get_by_role("link", name="Открыть на экране звонка").click()
    page.wait_for_selector("#call[data-ready]")
    expect(page.locator("#call-search")).to_be_focused()
    expect(page.locator("#player-say")).to_contain_text("Добрый день")


def refusing() -> Site:
    """A script where a customer may ask for something; one step says the phrase for that."""
    script = CARDS["script/incoming"]
    greet, *rest = script["nodes"]
    asks = {"id": "stop", "client_says": "Больше не звоните", "next": "removed"}
    greet = {**greet, "say": f"{greet['say']} Разговор записывается."}
    removed = {"stage": "follow-up", "say": "Понял, удаляю номер. Извините."}
    removed |= {"outcome": "refused", "reason": "no"}
    nodes = [{**greet, "answers": [*greet["answers"], asks]}, *rest, {"id": "removed", **removed}]
    return site(changed_cards("script/incoming", must_say=["recording", "removed"], nodes=nodes))


def begun(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 480, "height": 600})
    opened(page, address + "?script=incoming")


@pytest.mark.parametrize("place", ["?script=incoming", "scripts/incoming/"])
def test_each_phrase_answers_why(page: Page, publish, place: str):
    changes = (
        ("script/incoming", "nodes[greet].say", "Алло! Как к вам обращаться?", 3, REASON),
        ("config/wording", "must_say[recording].say", "Пишем разговор.", 30, None),
    )
    page.goto(publish(site(changed=changes)) + place)
    player = page.locator("#player")
    marks, told = player.locator("[data-why]"), player.locator(".call-why:visible")
    # What is new says so, as on a card.
    expect(marks).to_contain_text(["Почему изменили?", "Почему?"])
    marks.nth(0).click()
    expect(told).to_contain_text(["Считают килограмм, а продают чашки"])
    expect(told.locator("del")).to_contain_text("Алло")
    marks.nth(0).click()
    expect(told).to_have_count(0)
    marks.nth(1).click()
    expect(told).to_contain_text(["Пишем разговор."])
    expect(told).to_contain_text(["Без объяснения"])
    marks.nth(1).click()
    page.keyboard.press("Alt+KeyW")
    expect(told).to_contain_text(["Считают килограмм", "Пишем разговор."])
    page.keyboard.press("Alt+KeyW")
    expect(told).to_have_count(0)
    # The next step has its own phrase; nothing of it changed since the script was added.
    page.keyboard.press("Digit1")
    expect(marks.first).to_have_attribute("data-why", "nodes[needs].say")
    page.keyboard.press("Alt+KeyW")
    expect(told.first).to_contain_text("Без объяснения")


def test_a_mandatory_phrase_stands_only_where_it_is_due(page: Page, publish):
    begun(page, publish(refusing()))
    player = page.locator("#player")
    expect(page.locator("#player-say")).to_contain_text("Разговор записывается.")
    expect(player.locator(".call-tick")).to_have_count(0)
    page.keyboard.press("Digit2")
    summary = page.locator("#player-summary")
    expect(summary).to_contain_text("Путь")
    expect(summary).not_to_contain_text("Не отмечено")
    page.keyboard.press("Backspace")
    page.keyboard.press("Digit3")
    expect(page.locator("#player-say")).to_contain_text("удаляю номер")
    expect(player.locator(".call-tick")).to_have_count(0)
    expect(summary).to_contain_text("Путь: Приветствие: «Больше не звоните» → Следующий контакт")


def test_a_mandatory_phrase_of_no_step_leaves_the_answers_on_the_screen(page: Page, publish):
    begun(page, publish())
    tick = page.locator("#player .call-tick")
    expect(tick).to_contain_text("Разговор записывается.")
    last = page.locator(".call-way").last.bounding_box()
    box = tick.bounding_box()
    assert last is not None
    assert box is not None
    assert last["y"] + last["height"] <= box["y"]
    assert last["y"] + last["height"] <= 600
    page.keyboard.press("Digit2")
    expect(page.locator("#player-summary")).to_contain_text(
        "Не отмечено как сказанное: Разговор записывается."
    )


def test_steps_of_one_stage_are_one_part_of_the_path(page: Page, publish):
    script = CARDS["script/incoming"]
    greet, *rest = script["nodes"]
    name = {"id": "name", "stage": "greeting", "say": "Как вас зовут?", "next": "greet"}
    cards = changed_cards("script/incoming", entry="name", nodes=[name, greet, *rest])
    begun(page, publish(site(cards)))
    page.keyboard.press("Digit1")
    page.keyboard.press("Digit2")
    expect(page.locator("#player-summary")).to_contain_text(
        "Путь: Приветствие: «Я перезвоню» → Следующий контакт"
    )


def test_a_step_that_one_reason_leads_to_has_chosen_it(page: Page, publish):
    begun(page, publish(refusing()))
    page.keyboard.press("Digit3")
    chosen = page.locator("[data-reason][aria-pressed=true]")
    expect(chosen).to_have_attribute("data-reason", "no")
    expect(page.locator("#player-summary")).to_contain_text("Итог: Отказ — Не хочет")
    expect(page.locator("#player-copy")).to_be_enabled()
    # It is only a proposal, and of that step alone.
    page.keyboard.press("Digit1")
    expect(chosen).to_have_attribute("data-reason", "price")
    page.keyboard.press("Backspace")
    page.keyboard.press("Digit2")
    expect(chosen).to_have_count(0)
    expect(page.locator("#player-copy")).to_be_disabled()


def test_a_finished_call_makes_room_for_the_next(page: Page, publish):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    begun(page, publish())
    summary, search = page.locator("#player-summary"), page.locator("#call-search")
    page.keyboard.press("Digit2")
    expect(page.get_by_role("button", name="Новый звонок")).to_be_visible()
    # What the next customer says is no part of this call.
    page.keyboard.type("доставка")
    expect(page.locator("#call-answer")).to_have_attribute("data-entity", "question/delivery")
    expect(page.locator("#call-results")).to_have_attribute("data-query", "доставка")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(summary).to_be_visible()
    expect(summary).not_to_contain_text("Доставка")
    # What the CRM has not got yet is not lost by one key.
    page.keyboard.press("Escape")
    expect(page.locator("#call-flash")).to_contain_text("Итог не скопирован")
    expect(summary).to_be_visible()
    page.keyboard.type("доставка")
    expect(page.locator("#call-answer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#call-answer")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(summary).to_be_visible()
    page.keyboard.press("Digit1")
    page.keyboard.press("Alt+KeyC")
    expect(page.locator("#call-flash")).to_have_text("Скопировано")
    page.keyboard.press("Escape")
    expect(page.locator("#call-home")).to_be_visible()
    expect(search).to_be_focused()
    page.reload()
    expect(page.locator("#call-home")).to_be_visible()


def test_the_page_of_a_script_begins_the_next_call_by_the_same_key(page: Page, publish):
    page.goto(publish() + "scripts/incoming/")
    expect(page.locator("#player-say")).to_contain_text("Добрый день")
    page.keyboard.press("Digit2")
    expect(page.locator("#player-say")).to_have_text("Жаль. До связи!")
    page.keyboard.press("Escape")
    expect(page.locator("#call-flash")).to_contain_text("Ещё раз Esc")
    expect(page.locator("#player-say")).to_have_text("Жаль. До связи!")
    page.keyboard.press("Escape")
    expect(page.locator("#player-say")).to_contain_text("Добрый день")


@pytest.mark.parametrize("leave", ["Enter", "Escape"])
def test_from_the_summary_and_its_fields_one_types_on_into_the_search(
    page: Page, publish, leave: str
):
    begun(page, publish())
    page.keyboard.press("Digit2")
    search = page.locator("#call-search")
    comment = page.locator("input[name=comment]")
    comment.click()
    page.keyboard.type("Позвонить в 9")
    page.keyboard.press(leave)
    expect(search).to_be_focused()
    expect(comment).to_have_value("Позвонить в 9")
    expect(page.locator("#player-summary")).to_contain_text("Позвонить в 9")
    page.locator("#player-summary").click()
    # Latin letters: only they press keys here.
    page.keyboard.type("dorogo")
    expect(search).to_have_value("dorogo")


def test_a_digit_at_an_open_card_searches_for_nothing(page: Page, publish):
    begun(page, publish())
    page.keyboard.press("Digit1")
    page.keyboard.press("Alt+Digit1")
    answer, say = page.locator("#call-answer"), page.locator("#player-say")
    expect(answer).to_contain_text("Пачки хватает на месяц.")
    page.keyboard.press("Digit2")
    expect(page.locator("#call-flash")).to_contain_text("Esc — назад к шагу")
    expect(page.locator("#call-search")).to_have_value("")
    expect(answer).to_contain_text("Пачки хватает на месяц.")
    page.keyboard.press("Escape")
    expect(say).to_contain_text("себе или в подарок")


def test_a_price_that_lapsed_is_not_quoted_by_a_step(page: Page, publish):
    greet, *rest = CARDS["script/incoming"]["nodes"]
    quoting = {"say": "За объём <offer/big.price.list>.", "offers": ["big", "old", "last-day"]}
    nodes = [{**greet, **quoting}, *rest]
    cards = changed_cards("script/incoming", nodes=nodes, segments=["cafe", "home"])
    address = publish(site(cards)) + "?script=incoming"
    opened(page, address)
    alarm, chips = (
        page.locator("#player .call-alarm"),
        page.locator("#player .call-expected button"),
    )
    expect(page.locator("#player-say")).to_contain_text("1 490")
    expect(alarm).to_have_count(0)
    # Only what may be promised today, and until when.
    expect(chips).to_have_text(
        ["От 20 кг 1 490 ₽/кг до 31 декабря", "Последний день сегодня последний день"],
        use_inner_text=True,
    )
    page.clock.set_fixed_time(NOON.replace(year=2027, month=1))
    opened(page, address)
    expect(alarm).to_contain_text("«От 20 кг»: закончилась 31 декабря 2026. Цену")
    expect(page.locator("#call-status")).to_contain_text("Цену из этого ответа не называть.")
    expect(chips).to_have_count(0)


def test_the_fields_of_the_end_take_what_was_meant(page: Page, publish):
    greet, needs, bye = CARDS["script/incoming"]["nodes"]
    nodes = [greet, needs, {**bye, "capture": "client_name"}]
    begun(page, publish(site(changed_cards("script/incoming", nodes=nodes))))
    page.keyboard.press("Digit2")
    summary, comment = page.locator("#player-summary"), page.locator("input[name=comment]")
    page.locator("input[name=client_name]").fill("Анна")
    expect(summary).to_contain_text("Имя клиента: Анна")
    date = page.locator("input[name=next_date]")
    for wrong in ("0001-02-03", "2026-11-20"):
        date.fill(wrong)
        expect(summary).not_to_contain_text("Дата следующего шага")
    date.fill("2026-11-21")
    expect(summary).to_contain_text("Дата следующего шага: 21.11.2026")
    # A key beside the typing leaves the caret where it was.
    comment.fill("Позвонить")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+KeyO")
    expect(page.locator("#player .call-tick")).to_have_count(0)
    page.keyboard.type("!")
    expect(comment).to_have_value("Позвонит!ь")


def test_a_step_keeps_its_lines_and_offers_no_key_past_nine(page: Page, publish):
    greet, *rest = CARDS["script/incoming"]["nodes"]
    ways = [{"id": f"w{n}", "client_says": f"Ответ {n}", "next": "bye"} for n in range(1, 12)]
    menu = {**greet, "say": "Работаем так:\n1. Пробник\n2. Партия", "answers": ways}
    begun(page, publish(site(changed_cards("script/incoming", nodes=[menu, *rest]))))
    said = page.locator("#player-say .call-phrase")
    assert said.inner_text() == "Работаем так:\n1. Пробник\n2. Партия"
    expect(page.locator(".call-way")).to_have_count(11)
    expect(page.locator(".call-way kbd")).to_have_text([str(n) for n in range(1, 10)])


def test_a_step_warns_of_what_is_not_said_there(page: Page, publish):
    greet, *rest = CARDS["script/incoming"]["nodes"]
    never = {"id": "push", "say": "Когда решите?", "because": "Давит", "instead": "Как удобно?"}
    nodes = [{**greet, "do_not_say": [never]}, *rest]
    begun(page, publish(site(changed_cards("script/incoming", nodes=nodes))))
    told = page.locator("#player .call-never")
    expect(told.locator("s")).to_have_text("Когда решите?")
    expect(told).to_contain_text("Лучше так: Как удобно?")
    expect(told).to_contain_text("Давит")
