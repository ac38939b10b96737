"""The modules that know no page, as tables of input and result, in the browser that runs them."""

import datetime as dt
import json
from pathlib import Path

import pytest
import yaml
from cafe import TODAY, site
from playwright.sync_api import Page

from scripts_kb.effects.trials import drawing
from scripts_kb.pages.call import answers
from scripts_kb.schema.practices import Insight

pytestmark = pytest.mark.browser

SOURCES = Path(answers.__file__).parents[2] / "assets"


@pytest.fixture(scope="module")
def run(browser, serve):
    """Calls an exported function of a module, as it stands in the package."""
    page: Page = browser.new_page()
    address = serve(SOURCES)
    page.goto(f"{address}/icons/icon.svg")

    def call(module: str, name: str, *given):
        return page.evaluate(
            "async ([module, name, given]) => (await import(module))[name](...given)",
            [f"{address}/call/{module}.js", name, list(given)],
        )

    yield call
    page.close()


@pytest.mark.parametrize(
    ("text", "limit", "result"),
    [
        ("Раз два.", 25, ["Раз два.", ""]),
        ("Раз два. Три четыре. Пять.", 4, ["Раз два. Три четыре.", "Пять."]),
        ("Раз два три четыре пять шесть.", 4, ["Раз два три четыре", "пять шесть."]),
        ("Раз — два. Три.", 2, ["Раз — два.", "Три."]),
        ("Берёте? Да! Нет… Три", 3, ["Берёте? Да! Нет…", "Три"]),
        ("", 25, ["", ""]),
    ],
)
def test_a_text_is_cut_where_a_breath_ends(run, text, limit, result):
    assert run("text", "breath", text, limit) == result


@pytest.mark.parametrize("count", [1, 24, 25, 26, 60])
@pytest.mark.parametrize("mark", ["", ".", ","])
def test_no_cut_loses_a_word_or_keeps_too_many(run, count, mark):
    text = " ".join(f"слово{number}{mark if number % 7 == 0 else ''}" for number in range(count))
    first, rest = run("text", "breath", text)
    assert f"{first} {rest}".split() == text.split()
    assert len(first.split()) <= 25


@pytest.mark.parametrize(
    ("text", "values", "language", "result"),
    [
        ("{n} ответ|{n} ответа|{n} ответов", {"n": 1}, "ru", "1 ответ"),
        ("{n} ответ|{n} ответа|{n} ответов", {"n": 3}, "ru", "3 ответа"),
        ("{n} ответ|{n} ответа|{n} ответов", {"n": 11}, "ru", "11 ответов"),
        ("{n} answer|{n} answers|{n} answers", {"n": 2}, "en", "2 answers"),
        ("до {day}", {"day": "{n}"}, "ru", "до {n}"),
        ("{unknown}", {}, "ru", "{unknown}"),
    ],
)
def test_texts_of_the_screen_are_filled_in(run, text, values, language, result):
    assert run("text", "fill", text, values, language) == result


@pytest.mark.parametrize(
    ("offer", "state"),
    [
        ({}, "now"),
        ({"valid_to": "2026-11-21"}, "now"),
        ({"valid_to": "2026-11-20"}, "over"),
        ({"valid_from": "2026-11-21"}, "now"),
        ({"valid_from": "2026-11-22", "valid_to": "2026-12-01"}, "early"),
    ],
)
def test_both_days_of_an_offer_count(run, offer, state):
    assert run("text", "inForce", offer, "2026-11-21") == state


@pytest.mark.parametrize(
    ("iso", "language", "result"),
    [
        ("2026-12-31", "ru", "31 декабря"),
        ("2027-01-01T00:30:00+03:00", "ru", "1 января 2027"),
        ("2026-12-31", "en", "December 31"),
        ("2028-02-29", "ru", "29 февраля 2028"),
        ("9999-12-31", "ru", "31 декабря 9999"),
        ("0001-01-01", "ru", "1 января 1"),
    ],
)
def test_days_are_said_as_people_say_them(run, iso, language, result):
    assert run("text", "day", iso, "2026-11-21", language) == result


@pytest.mark.parametrize(("module", "name"), [("text", "today"), ("../site/today", "dateIn")])
@pytest.mark.parametrize(
    ("zone", "moment", "result"),
    [
        ("Europe/Moscow", "2026-11-20T21:00:00", "2026-11-21"),
        ("America/New_York", "2026-11-21T04:59:59", "2026-11-20"),
        ("Pacific/Kiritimati", "2026-12-31T10:00:00", "2027-01-01"),
        ("Europe/Moscow", "2028-02-28T21:00:00", "2028-02-29"),
        ("Europe/Moscow", "2027-02-28T21:00:00", "2027-03-01"),
        # Clocks go back an hour, and forward: the day has 25 hours, and 23.
        ("Europe/Berlin", "2026-10-24T21:59:59", "2026-10-24"),
        ("Europe/Berlin", "2026-10-25T22:59:59", "2026-10-25"),
        ("Europe/Berlin", "2026-03-28T23:00:00", "2026-03-29"),
        ("Europe/Berlin", "2026-03-29T22:00:00", "2026-03-30"),
        ("UTC", "9999-12-31T23:59:59", "9999-12-31"),
        ("UTC", "1900-01-01T00:00:00", "1900-01-01"),
        ("No/Such_Zone", "2026-11-21T12:00:00", "2026-11-21"),
    ],
)
def test_today_is_that_of_the_base_wherever_one_sits(run, module, name, zone, moment, result):
    assert run(module, name, zone, dt.datetime.fromisoformat(f"{moment}+00:00")) == result


@pytest.mark.parametrize(
    ("start", "end", "result"),
    [
        ("2028-02-28", "2028-03-01", 2),
        ("2026-03-28T23:30:00+01:00", "2026-03-30T00:30:00+02:00", 2),
        ("2026-10-26", "2026-10-24", -2),
        ("0001-01-01", "9999-12-31", 3_652_058),
    ],
)
def test_days_between_are_days_of_the_calendar(run, start, end, result):
    assert run("text", "daysBetween", start, end) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("<client_name>, да?", [{"text": "Анна", "variable": "client_name"}, {"text": ", да?"}]),
        ("<volume>", [{"text": "", "variable": "volume"}]),
        ("<b>жир</b>", [{"text": "<b>"}, {"text": "жир</b>"}]),
        ("<toString>", [{"text": "<toString>"}]),
        ("1 < 2", [{"text": "1 < 2"}]),
    ],
)
def test_only_what_a_call_captures_is_a_variable(run, text, result):
    names = {"client_name": "имя клиента", "volume": "объём"}
    assert run("text", "pieces", text, {"client_name": "Анна"}, names) == result


def test_a_draft_is_an_insight_that_the_base_accepts(run):
    hostile = 'он сказал: "{{#}}" — да?\\ \t ёж'
    notes = run("screen/insight", "empty", "2026-11-01")
    for says in ("кофе без кофеина", hostile, "кофе без кофеина", "constructor"):
        notes = run("screen/insight", "missed", notes, says, "home")
    for entity in ("objection/dorogo", "question/delivery", "objection/dorogo"):
        notes = run("screen/insight", "opened", notes, entity)
    texts = {"title": "Слова: клиентов", "note": "Проверить"}
    draft = yaml.safe_load(run("screen/draft", "draft", notes, TODAY.isoformat(), texts))
    days = {name: each.isoformat() for name, each in draft.items() if isinstance(each, dt.date)}
    insight = Insight.model_validate({**draft, **days})
    assert (insight.status, insight.segment, insight.title) == ("draft", "home", "Слова: клиентов")
    said = {each.says: each.count for each in insight.unanswered}
    assert said == {"кофе без кофеина": 2, " ".join(hostile.split()): 1, "constructor": 1}
    assert [(each.objection, each.count) for each in insight.objections] == [("dorogo", 2)]


@pytest.mark.parametrize(
    ("says", "kept"),
    [
        ("кофе\x9fбез\x00 кофеина \x07", "кофебез кофеина"),
        ("а \t\n б", "а б"),
        (f"{'а' * 119}😀", "а" * 119),
        ("\ud800да\ufffe", "да"),
        ("\x85", ""),
    ],
)
def test_words_are_noted_as_a_file_can_hold_them(run, says, kept):
    notes = run("screen/insight", "missed", run("screen/insight", "empty", "2026-11-01"), says, "")
    assert list(notes["missed"]) == ([kept] if kept else [])


def test_what_is_still_being_typed_counts_once(run):
    notes = run("screen/insight", "empty", "2026-11-01")
    notes = run("screen/insight", "missed", notes, "кофе без", "")
    notes = run("screen/insight", "missed", notes, "кофе без кофеина", "", "кофе без")
    assert notes["missed"] == {"кофе без кофеина": {"count": 1, "segment": ""}}


@pytest.mark.parametrize(
    ("kept", "item", "result"),
    [
        (["a", "b"], "c", ["c", "a"]),
        (["a", "b"], "b", ["b", "a"]),
        ([], "a", ["a"]),
    ],
)
def test_the_latest_comes_first_and_once(run, kept, item, result):
    assert run("memory/store", "first", kept, item, 2) == result


def cards() -> dict[str, dict]:
    found = json.loads(answers.of(site()).first)[1:]
    return {each["entity"]: each for each in found}


def test_a_dialogue_is_divided_between_moves(run):
    long = {"id": "x", "steps": [{"id": n, "say": "слово " * 12} for n in "abc"]}
    said = run("spoken", "spoken", {"entity": "objection/x", "value": {"answers": [long]}})
    assert [[each["path"] for each in said[name]] for name in ("now", "later")] == [
        ["answers[x].steps[a].say", "answers[x].steps[b].say"],
        ["answers[x].steps[c].say"],
    ]


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        (
            "objection/dorogo",
            "Понимаю, сумма заметная.\nВ чашку уходит девять граммов.\nСколько чашек в день?",
        ),
        ("offer/big", "Один вкус весь месяц"),
        ("product/brazil", "Какао и орех, без кислинки."),
        ("script/incoming", "Добрый день, Утренний цех! Как к вам обращаться?"),
    ],
)
def test_what_is_copied_is_what_is_said(run, entity, text):
    assert run("spoken", "copied", cards()[entity]) == text


def test_a_text_cut_in_two_is_copied_whole(run):
    card = cards()["objection/supplier"]
    assert run("spoken", "copied", card) == card["value"]["answers"][0]["say"]


def test_a_card_without_anything_breaks_nothing(run):
    for entity in ("objection/x", "question/x", "offer/x", "product/x", "script/x"):
        said = run("spoken", "spoken", {"entity": entity, "value": {"id": "x", "title": "X"}})
        assert (said["now"], said["next"]) == ([], None)


def test_a_mandatory_phrase_is_said_when_it_was_part_of_a_step(page, publish):
    """And it is due only in the step that says it; what no step says is due all the time."""
    page.goto(publish())
    said = page.evaluate(
        """async () => {
            const { code } = await (await fetch("call/release.json")).json();
            const named = (name) => new URL(`call/${code}/player/${name}.js`, location.href);
            const run = { ...(await import(named("run"))), ...(await import(named("summary"))) };
            const script = { entity: "script/x", version: 4, value: {
                must_say: ["rec", "price", "gone", "free", "lost"], entry: "a",
                nodes: [{ id: "a", say: "Алло, разговор записывается.", next: "b" },
                        { id: "b", say: "Цена на день счёта.", next: "c" },
                        { id: "c", say: "До связи!", outcome: "deal" },
                        { id: "d", say: "Удаляю номер.", outcome: "refused" }] } };
            const other = { entity: "script/y", value: { must_say: ["gone"], nodes: [] } };
            const find = (entity) => (entity === "script/y" ? other : script);
            const phrases = { rec: { say: "Разговор записывается." },
                              price: { say: "Цена на день счёта." },
                              gone: { say: "Удаляю номер." }, free: { say: "Цена" } };
            const left = [];
            let now = run.start(script);
            for (let step = 0; step < 3; step++) {
                left.push(run.unsaid(now, find, phrases).join());
                now = run.choose(now, 0, find);
            }
            now = run.tick(now, "lost");
            left.push(run.unsaid(now, find, phrases).join());
            const both = { ...now, trail: [...now.trail, { script: "script/y", node: "" }] };
            left.push(run.unsaid(both, find, phrases).join());
            left.push(run.unsaid(now, find, { ...phrases, free: { say: "Ценами" } }).join());
            left.push(run.versions(now, { variants: () => "" }), run.choose(now, 0, find) === now);
            return left;
        }"""
    )
    assert said == ["lost", "lost", "lost", "", "gone", "free", "x@4", True]


def test_a_script_that_comes_half_way_need_not_greet_again(page, publish):
    page.goto(publish())
    said = page.evaluate(
        """async () => {
            const { code } = await (await fetch("call/release.json")).json();
            const run = await import(new URL(`call/${code}/player/run.js`, location.href));
            const script = (id, next) => ({ entity: `script/${id}`, value: { entry: "hello", nodes: [
                { id: "hello", stage: "greeting", say: "Алло", next: "ask" },
                { id: "ask", stage: "discovery", say: "Что берёте?", next } ] } });
            const all = { "script/a": script("a", "script/b"), "script/b": script("b", "hello") };
            const find = (entity) => all[entity] ?? null;
            let now = run.start(all["script/a"]);
            const found = [];
            for (let step = 0; step < 4; step++) {
                found.push(run.greeted(now, find));
                now = run.choose(now, 0, find);
            }
            return found;
        }"""
    )
    assert said == [False, False, True, False]


def test_the_browser_draws_as_python_does(run):
    names = [f"звонок {number}" for number in range(40)]
    for name in names:
        assert run("player/trials", "part", "hello", name) == drawing.part("hello", name)
    drawn = [run("player/trials", "variant", "hello", name, [3, 1]) for name in names]
    assert drawn == [drawing.variant("hello", name, (3, 1)) for name in names]
    assert set(drawn) == {0, 1}
