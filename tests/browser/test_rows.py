"""Every practice that the site exists for, opened as the person who comes for it would open it.

The knowledge base of this checkout is read, so that its pages answer, whatever it holds today. What
needs figures is opened on the demonstration's year, as the heads of the departments see it.
"""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scripts_kb.app import build, present, workspace

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 21)
"""A day on which the offers and materials of the sample hold."""
A4_PAGES = re.compile(rb"/Type\s*/Page\b")
REASON = ("С чего началось", "Почему", "Зачем")


@pytest.fixture(scope="module")
def base():
    return present.base(workspace.find(ROOT / "content"))[0]


@pytest.fixture(scope="module")
def heads(year: Path, serve: Callable[[Path], str]) -> str:
    """The address of the demonstration's year, for heads."""
    return serve(year / "site-heads")


@pytest.fixture(scope="module")
def november(year: Path, serve: Callable[[Path], str]) -> str:
    """The address of the same year for the team, built on a day on which its offers run."""
    return serve(year / "site")


def first(base, kind: str, which=lambda record: True):
    """The first live record of a kind that answers a description."""
    return next(
        each.record for each in base.of(kind) if each.record.status == "live" and which(each.record)
    )


def test_1_a_meeting_explains_on_two_printed_pages(page: Page, site: str):
    page.goto(f"{site}/briefings/")
    page.locator(".kb-item a").first.click()
    for part in ("Порядок", "Прочитать вслух", "Три вопроса о клиентах", "Кто что делает"):
        expect(page.locator(".kb")).to_contain_text(part)
    story = page.locator(".kb-story").first
    expect(story).to_contain_text("С чего началось")
    assert len(A4_PAGES.findall(page.pdf(format="A4"))) <= 2
    message = page.locator("#kb-chat").inner_text()
    assert 0 < len(message.encode("utf-16-le")) // 2 <= 4096


def test_2_every_change_tells_its_chain_or_says_that_nobody_did(page: Page, site: str):
    page.goto(f"{site}/changes/")
    told = page.locator(".kb-change", has=page.locator(".kb-f-purpose")).first
    for label in REASON:
        expect(told).to_contain_text(label)
    for change in page.locator(".kb-change").all():
        assert change.locator(".kb-f-origin, .kb-f-cause, .kb-f-purpose, .kb-f-effect").count() or (
            change.locator(".kb-unexplained, .kb-reverts").count()
        )


def test_3_the_three_questions_are_answered_with_counts(page: Page, site: str, base):
    heard = first(base, "insight", lambda each: each.first_words and each.purposes and each.matters)
    page.goto(f"{site}/insights/{heard.id}/")
    for label in ("Что говорят первым", "Для чего берут", "Что важно"):
        expect(page.locator(".kb")).to_contain_text(label)
    top = max(heard.first_words, key=lambda each: each.count or 0)
    expect(page.locator(".kb")).to_contain_text(f"«{top.says}»")
    expect(page.locator(".kb")).to_contain_text(f"{top.count} из {heard.sample}")


def test_3_the_questions_are_followed_over_time_and_lead_to_the_answer(page: Page, site: str):
    page.goto(f"{site}/insights/")
    order = [each.inner_text() for each in page.locator(".kb h2").all()]
    wanted = ["Чем ответить, пока не знаем", "Что говорят первым", "Для чего берут", "Что важно"]
    assert [each for each in order if each in wanted] == wanted
    expect(page.locator("section:has(#unanswered) li").first).to_contain_text(
        re.compile(r"слышали \d+ раза? · \d+ (день|дня|дней) · \S+")
    )
    page.locator(".kb-bars a").first.click()
    expect(page.locator(".kb-head h1")).to_be_visible()
    assert "/insights/" not in page.url


def test_4_every_prediction_stands_with_its_verdict_and_numbers_of_both_sides(
    page: Page, heads: str
):
    page.goto(f"{heads}/effects/")
    for verdict in ("confirmed", "not-confirmed", "not-yet"):
        expect(page.locator(f"#{verdict}").first).to_be_visible()
    # What changes deals is told with all that deals bring, and not only with what was promised.
    told = page.locator("#confirmed details.kb-prediction", has_text="Доля разговоров").first
    told.locator("summary").click()
    for text in ("Контакты", "Выручка", "Прибыль", "Повторные покупки", "95 %"):
        expect(told).to_contain_text(text)
    expect(page.locator(".kb")).to_contain_text("Наблюдение, не доказательство причины")


def test_5_a_material_says_why_it_is_there_and_until_when(page: Page, november: str, base):
    offer = first(base, "offer", lambda each: any(m.because and m.valid_to for m in each.materials))
    page.goto(f"{november}/offers/{offer.id}/")
    told = page.locator(".kb-material", has=page.locator(".kb-because")).first
    expect(told).to_contain_text("по ")
    expect(told).to_contain_text(re.compile(r"[A-Z]{3,4}, \d"))
    with page.expect_download() as loading:
        told.locator("a[download]").first.click()
    assert loading.value.suggested_filename == offer.materials[0].file.rpartition("/")[2]


def test_5_a_lapsed_material_is_told_and_not_handed_out(page: Page, site: str, base):
    offer = first(base, "offer", lambda each: any(m.valid_to for m in each.materials))
    lapsing = next(each for each in offer.materials if each.valid_to)
    page.clock.set_fixed_time(f"{lapsing.valid_to.year + 1}-06-01T12:00:00+03:00")
    page.goto(f"{site}/offers/{offer.id}/")
    told = page.locator(".kb-material", has_text=lapsing.title).first
    expect(told).to_contain_text("уже не действует")
    expect(told).to_have_class(re.compile("is-over"))
    expect(told.locator("a[href][download]")).to_have_count(0)


def test_6_a_rule_has_an_owner_dates_and_a_history(page: Page, site: str, base):
    rule = first(base, "regulation", lambda each: each.owner and each.effective)
    page.goto(f"{site}/regulations/{rule.id}/")
    expect(page.locator(".kb")).to_contain_text(rule.owner)
    expect(page.locator(".kb")).to_contain_text("Действует с")
    expect(page.get_by_role("heading", name="История и причины")).to_be_visible()


def test_7_a_process_is_drawn_with_who_gives_what_to_whom(page: Page, site: str, base):
    process = first(base, "process", lambda each: len({s.department for s in each.steps}) > 1)
    page.goto(f"{site}/processes/{process.id}/")
    for step in process.steps:
        for text in (step.title, step.role, step.output):
            expect(page.locator(".kb")).to_contain_text(text)


def test_8_who_decides_what_stands_in_one_place_and_on_each_page(page: Page, site: str, base):
    page.goto(f"{site}/agreements/")
    for zone in base.zones.zones:
        expect(page.locator(".kb-zone", has_text=zone.title).first).to_contain_text("Отвечает")
    expect(page.locator(".kb")).to_contain_text("Ведущий базы")
    card = first(base, "objection")
    page.goto(f"{site}/objections/{card.id}/")
    expect(page.locator(".kb-foot")).to_contain_text("решает")


def test_9_control_points_and_touch_points_have_owner_metric_and_rhythm(
    page: Page, site: str, base
):
    page.goto(f"{site}/agreements/")
    for point in (*base.zones.control_points, *base.zones.touch_points):
        item = page.locator("li", has_text=point.title).first
        expect(item).to_contain_text(point.owner)
        assert " · " in item.inner_text()


def test_9_each_point_tells_its_last_result_with_the_days(page: Page, heads: str, base):
    page.goto(f"{heads}/agreements/")
    for point in (*base.zones.control_points, *base.zones.touch_points):
        told = page.locator("li", has_text=point.title).first.locator(".kb-reached")
        expect(told).to_contain_text(re.compile(r"\d.*[\s–]20\sноября\s2026; до того \d"))


def test_10_a_price_that_is_quoted_ends_on_its_day(page: Page, site: str, base):
    page.clock.set_fixed_time("2036-01-01T12:00:00+03:00")
    for card in (each.record for each in base.of("objection")):
        if "<offer/" in str(card):
            page.goto(f"{site}/objections/{card.id}/")
            quotes = page.locator(".kb-quote[data-until]")
            if quotes.count():
                expect(quotes.first).to_contain_class("is-over")
                assert re.search(r"\d", quotes.first.text_content() or "")
                return
    pytest.fail("no card quotes a price that ends")


def test_11_a_dispute_shows_both_positions_the_options_and_the_compromise(
    page: Page, site: str, base
):
    decision = first(base, "decision", lambda each: each.compromise and len(each.positions) > 1)
    page.goto(f"{site}/decisions/{decision.id}/")
    for label in ("Позиции отделов", "Варианты", "Компромисс", "Перепроверить до"):
        expect(page.locator(".kb")).to_contain_text(label)
    for id_ in decision.positions:
        title = next(each.title for each in base.zones.departments if each.id == id_)
        expect(page.locator(".kb-columns")).to_contain_text(title)


def test_11_an_open_dispute_tells_its_age(page: Page, heads: str):
    page.goto(f"{heads}/agreements/#decisions")
    told = page.locator("li", has_text="Спор идёт").first
    expect(told).to_contain_text(re.compile(r"\d+ (день|дня|дней)"))


def test_12_the_month_stands_against_the_plan_of_both_departments(page: Page, heads: str):
    page.goto(f"{heads}/effects/")
    table = page.locator("section", has_text="Месяц и план").locator("table").first
    for title, department in (
        ("Выручка", "Продажи"),
        ("Прибыль", "Маркетинг"),
        ("Повторные покупки", "Маркетинг"),
    ):
        row = table.locator("tr", has=page.get_by_role("rowheader", name=title, exact=True))
        expect(row).to_contain_text(re.compile(rf"\d.*\({department}\), \d+\s%"))


def test_13_a_partner_site_holds_partner_offers_and_nothing_else(tmp_path):
    build.tree(workspace.find(ROOT / "content"), tmp_path, today=TODAY, audience="partner")
    pages = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*.md")}
    assert pages == {"index.md", "offers"}
    told = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.md"))
    for secret in ('data-why="', "kb-past", "data-answerback", "Сколько скидки"):
        assert secret not in told


def test_13_a_partner_site_is_for_its_segments_and_says_whom_to_ask(tmp_path, base):
    build.tree(workspace.find(ROOT / "content"), tmp_path, today=TODAY, audience="partner")
    theirs = base.kb.partners
    seen = {path.stem for path in (tmp_path / "offers").glob("*.md")}
    offers = [document.record for document in base.of("offer")]
    foreign = {
        each.id
        for each in offers
        if each.audience == "partner"
        and each.segments
        and not {*each.segments} & {*theirs.segments}
    }
    assert foreign
    assert seen.isdisjoint(foreign)
    files = {f"materials/{path.name}" for path in (tmp_path / "materials").iterdir()}
    handed = {each.file for offer in offers if offer.id in seen for each in offer.materials}
    assert theirs.logo in files <= handed | {theirs.logo}
    for page in tmp_path.rglob("*.md"):
        told = page.read_text("utf-8")
        assert theirs.role in told, page
        for document in (*base.of("product"), *base.of("offer")):
            assert f">{document.id}<" not in told, page


def test_14_rotation_notes_credit_whoever_noticed(page: Page, site: str, base):
    note = first(base, "insight", lambda each: each.source == "rotation")
    page.goto(f"{site}/insights/{note.id}/")
    expect(page.locator(".kb-head")).to_contain_text("Ротация между отделами")
    title = next(each.title for each in base.zones.departments if each.id == note.noticed_by)
    expect(page.locator(".kb-head")).to_contain_text(title)
    expect(page.get_by_role("heading", name="Что из этого вышло")).to_be_visible()


def test_14_rotation_has_its_own_place(page: Page, site: str):
    page.goto(f"{site}/insights/")
    place = page.locator("section", has=page.get_by_role("heading", name="Ротация между отделами"))
    expect(place.locator(".kb-item a").first).to_be_visible()
    expect(place.locator(".kb-dept").first).to_be_visible()


def test_15_a_proposal_stands_on_its_card_with_its_age_until_it_is_answered(
    page: Page, site: str, heads: str, base
):
    waiting = next(
        each
        for document in base.of("insight")
        for each in document.record.proposals
        if not each.answered
    )
    kind, _, id_ = waiting.about.partition("/")
    page.goto(f"{site}/{kind}s/{id_}/#proposals")
    told = page.locator(".kb-proposal", has_text=waiting.says).first
    expect(told).to_contain_text("Ждёт ответа")
    expect(told).to_contain_text(re.compile(r"ждёт \d+ (день|дня|дней)"))
    page.goto(f"{heads}/director/")
    expect(page.locator("#proposals")).to_contain_text(waiting.says)


def test_15_the_reply_to_a_proposal_gives_its_reason(page: Page, site: str, base):
    insight, answered = next(
        (document.id, each)
        for document in base.of("insight")
        for each in document.record.proposals
        if each.answered
    )
    page.goto(f"{site}/insights/{insight}/")
    told = page.locator(".kb-proposal", has_text=answered.says).first
    expect(told).to_contain_text(answered.reply)
    expect(told).to_contain_text(re.compile("Приняли|Отклонили"))


@pytest.mark.parametrize("kind", ["objection", "question", "script", "offer", "product"])
def test_15_every_card_takes_an_answer_without_an_account(page: Page, site: str, base, kind: str):
    page.goto(f"{site}/{kind}s/{first(base, kind).id}/")
    form = page.locator("[data-answerback]")
    form.locator("summary").click()
    for label in ("Клиент сказал иначе", "Не сработало", "Предложить"):
        expect(form.get_by_text(label, exact=True)).to_be_visible()
    form.get_by_label("Что клиент сказал первым").fill("Почём?")
    form.get_by_role("button", name="Скопировать текст").click()
    expect(form.locator("[data-text]")).to_contain_text("Что клиент сказал первым: Почём?")


def test_16_what_a_lead_is_stands_as_a_rule_with_reasons_to_reject(page: Page, site: str, base):
    page.goto(f"{site}/regulations/{first(base, 'regulation', lambda r: r.id == 'lid').id}/")
    told = page.locator(".kb").inner_text().casefold()
    assert "лид" in told
    assert "причин" in told


def test_16_leads_are_accepted_or_handed_back_by_source_and_reason(page: Page, heads: str):
    page.goto(f"{heads}/regulations/lid/")
    expect(page.locator("section:has(#measured)")).to_contain_text(
        re.compile(r"Доля принятых лидов\s+Ноябрь 2026: \d+,\d\s%")
    )
    row = page.locator("table tr", has_text="Сайт").first
    expect(row).to_contain_text(re.compile(r"\d+,\d\s%"))
    expect(row).to_contain_text("Вне зоны доставки")


def test_17_the_director_sees_the_month_and_all_that_waits_on_one_screen(page: Page, heads: str):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{heads}/director/")
    tiles = page.locator(".kb-tile")
    assert [each.inner_text().splitlines()[0] for each in tiles.all()] == [
        "Выручка",
        "Прибыль",
        "Повторные покупки",
        "Принятые лиды",
    ]
    for tile in tiles.all():
        expect(tile).to_contain_text(re.compile(r"\d"))
    for title in ("Выручка", "Прибыль", "Повторные покупки"):
        expect(tiles.filter(has_text=title)).to_contain_text(re.compile(r"план: .+\s%"))
    counts = page.locator(".kb-waits li")
    for title in (
        "Споры, открытые дольше 5 дней",
        "Решения ждут",
        "Без ответственного",
        "Изменено без записанной причины",
        "причина в долгу",
        "Предложения без ответа",
        "карточки нет",
        "Пора перепроверить",
        "Что сработало",
        "Не сработало: чему научились",
        "Ближайшие прогнозы",
    ):
        counted = counts.filter(has_text=title)
        expect(counted).to_contain_text(re.compile(r"\d"))
        box = counted.bounding_box()
        assert box["y"] + box["height"] <= 900, title
    counts.filter(has_text="Споры").get_by_role("link").click()
    expect(page.locator("#disputes li").first).to_contain_text(re.compile(r"\d+ (день|дня|дней)"))


def test_18_each_section_names_who_decides_and_who_is_heard(page: Page, site: str):
    for section in ("scripts", "objections", "questions", "offers", "products"):
        page.goto(f"{site}/{section}/")
        expect(page.locator(".kb-foot")).to_contain_text("решает")
        expect(page.locator(".kb-foot")).to_contain_text("слушаем")


def test_19_sales_see_which_phrases_came_from_what_they_heard(page: Page, site: str):
    page.goto(f"{site}/insights/")
    credit = page.locator(
        "section", has=page.get_by_role("heading", name=re.compile("из услышанного"))
    )
    expect(credit.first.locator(".kb-item a").first).to_be_visible()


def test_20_zones_say_whether_they_are_for_long(page: Page, site: str, base):
    page.goto(f"{site}/agreements/")
    for horizon, title in (("long", "Долгий срок"), ("short", "Короткий срок")):
        zone = next(each for each in base.zones.zones if each.horizon == horizon)
        expect(page.locator(".kb-zone", has_text=zone.title).first).to_contain_text(title)


def test_21_what_was_not_confirmed_says_what_was_learned(page: Page, site: str):
    page.goto(f"{site}/changes/")
    links = page.get_by_role("navigation", name="По месяцам").get_by_role("link").all()
    months = [link.evaluate("each => each.href") for link in links]
    learned = page.locator(".kb-f-learned")
    while months and not learned.count():
        page.goto(months.pop(0))
    expect(learned.first).to_be_attached()
    told = page.locator(".kb").inner_text().casefold()
    for word in ("виноват", "провал", "рейтинг отделов"):
        assert word not in told
