"""A site with a small ledger → what the pages of effects tell, and to whom."""

import dataclasses
import datetime as dt
import html
import json
import re
from html.parser import HTMLParser

import pytest

from scripts_kb.effects.records.gathered import Contribution, Effects
from scripts_kb.effects.records.judgements import (
    Caution,
    ChartMark,
    Course,
    Judgement,
    Ledger,
    Overlap,
    Prediction,
    Side,
    Unread,
    VersionShare,
    Week,
)
from scripts_kb.effects.records.reported import Figures, LeadSource, Result
from scripts_kb.pages import predicted
from scripts_kb.pages.planning import render
from scripts_kb.past.records import Edit, Row

SECRET = 98765431.0
"""Stands wherever only heads may look; shown with its thousands apart."""
PROMISED = Prediction(
    "conversion", "Доля сделок", "won/contacts", "script/call", 0.03, False, "+3pp", dt.date(2026, 11, 1)
)  # fmt: skip
BEFORE = Side(
    dt.date(2026, 9, 1), dt.date(2026, 9, 30), 30, 812, 253, 100, 812000.0, SECRET, 31, 253, 812, 0.312
)  # fmt: skip
AFTER = Side(
    dt.date(2026, 10, 3), dt.date(2026, 10, 31), 29, 903, 335, 99, 999000.0, SECRET, 42, 335, 903, 0.371, (2, 3)
)  # fmt: skip
CHANGE = f"{2:040x}"
"""The change of the site's objection that has a reason."""


def entry(key="cup-first", verdict="confirmed", **more) -> Judgement:
    facts = {
        "change": CHANGE,
        "note": "cup-first",
        "title": "Считаем чашку",
        "by": "marketing",
        "landed": dt.date(2026, 10, 3),
        "entities": ("objection/dorogo",),
        "prediction": PROMISED,
        "unit": "share",
        "joined": "version",
        "before": BEFORE,
        "after": AFTER,
        "difference": 0.059,
        "interval": (0.021, 0.097),
    }
    return Judgement(key=key, verdict=verdict, **{**facts, **more})


def figures(**more) -> Effects:
    made = {
        "ledger": Ledger((entry(),)),
        "courses": (
            Course(
                "script/call",
                "conversion",
                "Доля сделок",
                "share",
                (VersionShare(1, dt.date(2026, 9, 1), dt.date(2026, 10, 2), 812, 0.312, (0.28, 0.34)),),
                (Week(dt.date(2026, 9, 28), 200, 0.31), Week(dt.date(2026, 10, 5), 210, 0.37)),
                (ChartMark(dt.date(2026, 10, 3), 2, "Считаем чашку", CHANGE),),
            ),
            Course("script/call", "margin", "Прибыль с контакта", "money", (), (), (), "heads"),
        ),
        "contributions": (
            Contribution(
                "insight/calls", "sales", CHANGE, "Считаем чашку", dt.date(2026, 10, 3),
                ("objection/dorogo",),
                (("objection/dorogo#answers[cup].say", "Посчитаем чашку"), ("script/call#nodes[greet].intent", "Узнать имя")),
                entry(),
            ),
        ),
        "months": (
            Figures(
                dt.date(2026, 10, 1),
                dt.date(2026, 10, 31),
                (
                    Result("revenue", "", "money", 999000.0, 812000.0, (("sales", SECRET),)),
                    Result("profit", "", "money", SECRET, 1.0, (), "heads"),
                    Result("repeat", "", "number", 42, 31),
                ),
                (LeadSource("site", 412, 309, 103, (("", 56), ("out-of-zone", 19))),),
            ),
        ),
        "first": dt.date(2026, 9, 1),
        "last": dt.date(2026, 11, 20),
    }  # fmt: skip
    return Effects(**{**made, **more})


@pytest.fixture
def pages(site):
    """Renders a site of an audience with effects."""

    def make(effects: Effects, audience="team", **more) -> dict[str, str]:
        whole = dataclasses.replace(site(audience, **more), effects=effects)
        return {page.path: page.content.decode(errors="replace") for page in render(whole)}

    return make


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page))).replace("\xa0", " ")


class Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in {"input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, self.getpos()


VERDICTS = [
    ("confirmed", "Подтвердилось"),
    ("harmful", "Похоже, вредит"),
    ("not-confirmed", "Не подтвердилось: чему научились"),
    ("mix-shift", "Похоже, сдвиг состава"),
    ("unnoticed", "Не заметно"),
    ("cut-short", "Отменили раньше, чем стало ясно"),
    ("not-yet", "Ещё рано"),
    ("too-little-data", "Мало данных"),
]


def test_the_ledger_stands_by_verdict_in_a_fixed_order(pages):
    entries = tuple(entry(code, code, title=f"Правка {code}") for code, _ in reversed(VERDICTS))
    page = text_of(pages(figures(ledger=Ledger(entries)))["effects/index.md"])
    places = [page.rindex(f"{title} 1 ") for _, title in VERDICTS]
    assert places == sorted(places)
    for place, (code, _) in zip(places, VERDICTS, strict=True):
        assert page.index(f"Правка {code}", place) > place


def test_a_prediction_stands_beside_both_sides(pages):
    page = text_of(pages(figures())["effects/index.md"])
    for told in (
        "Было 31,2 % Стало 37,1 % Разница +5,9 п.п. 95 % интервал +2,1 п.п. … +9,7 п.п.",
        "Доля сделок +3 п.п., Звонок , к 1 ноября 2026",
        "Период 01.09.2026 — 30.09.2026 03.10.2026 — 31.10.2026",
        "Выручка 812 000 ₽ 999 000 ₽",
        "Повторные покупки 31 42",
        "Версии v2, v3",
        "Наблюдение, не доказательство причины.",
        "Чего эта страница знать не может",
        "Факты с 1 сентября 2026 по 20 ноября 2026",
    ):
        assert told in page, told


def test_what_else_happened_and_every_caution_is_named(pages):
    doubted = entry(
        cautions=(
            Caution("mix", 0.278, "cafe", 0.018),
            Caution("stale", detail="2026-11-20"),
        ),
        overlaps=(
            Overlap("offer-started", "offer/opt", dt.date(2026, 10, 1), "", "Опт", True, False),
            Overlap(
                "change", "script/call", dt.date(2026, 10, 5), f"{1:040x}", "Иначе", True, True
            ),
        ),
    )
    page = text_of(pages(figures(ledger=Ledger((doubted,))))["effects/index.md"])
    assert "доля сегмента «Кафе» сдвинулась на +27,8 п.п." in page
    assert "факты есть только до 20 ноября 2026" in page
    assert "1 октября 2026: началась акция, Опт от 20 кг" in page
    assert "Иначе" not in page, "what a window kept out did not overlap"


@pytest.mark.slow
def test_a_command_is_given_letter_by_letter_and_the_lesson_asked_for(pages):
    command = (
        "git restore --source=abc~1 -- 'content/objections/Дорого <1>.yml'",
        "git commit -m 'Вернуть' -m 'Origin: a\nBy: marketing'",
    )
    failed = entry(verdict="not-confirmed", restore=command)
    page = pages(figures(ledger=Ledger((failed,))))["effects/index.md"]
    shown = re.search(r'<code id="[^"]*-back">(.*?)</code>', page, re.DOTALL)[1]
    assert html.unescape(shown) == "\n".join(command)
    assert "Чему научились? Допишите в поле learned" in text_of(page)
    learned = dataclasses.replace(failed, learned="Сначала **вкус**.")
    page = pages(figures(ledger=Ledger((learned,))))["effects/index.md"]
    assert "<strong>вкус</strong>" in page
    assert "Допишите" not in page


def test_a_history_leads_to_the_outcome(pages):
    made = pages(figures())
    line = re.search(
        r'<p class="kb-outcome-line"><a [^>]*href="([^"]+)">(.*?)</a>', made["objections/dorogo.md"]
    )
    assert line.groups() == ("../../effects/#p-cup-first", "Подтвердилось")
    assert made["effects/index.md"].count('id="p-cup-first"') == 1


@pytest.mark.slow
def test_older_predictions_keep_a_page_and_every_link_leads_somewhere(pages):
    entries = tuple(
        entry(f"e{n}", landed=dt.date(2026, 10, 3) - dt.timedelta(days=9 * n))
        for n in range(predicted.NEWEST + 5)
    )
    made = pages(figures(ledger=Ledger(entries)))
    assert {"effects/2026.md", "effects/2025.md"} <= set(made)
    for key, address in predicted.addresses(entries).items():
        page, _, place = address.partition("#")
        name = "effects/index.md" if page == "effects/" else f"{page.rstrip('/')}.md"
        assert made[name].count(f'id="{place}"') == 1, key


def test_metrics_leads_and_months_are_drawn_with_their_tables(pages):
    made = pages(figures())
    page = text_of(made["effects/index.md"])
    assert made["effects/index.md"].count('class="kb-plot" role="img"') == 3
    assert "v1 1 сентября — 2 октября 2026 812 31,2 % 28,0 % … 34,0 %" in page
    assert "site 412 309 75,0 % причина не указана 56, out-of-zone 19" in page
    assert "Выручка 999 000 ₽ 812 000 ₽" in page
    assert "Доля сделок" in text_of(made["effects/scripts/call.md"])
    assert "#p-cup-first" not in made["effects/scripts/call.md"].replace("effects/#p-cup-first", "")


def test_sales_see_what_came_of_what_they_heard(pages):
    page = text_of(pages(figures())["effects/index.md"])
    told = page[page.index("Вклад продаж") :]
    assert (
        told.index("Звонки октября") < told.index("«Посчитаем чашку»") < told.index("Подтвердилось")
    )
    assert "«Узнать имя»" not in told, "a task is nothing that anybody says"


@pytest.mark.slow
def test_without_facts_the_page_says_what_to_put_where_and_keeps_the_waiting(pages):
    nothing = Side(dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    waits = entry(verdict="not-yet", before=nothing, after=nothing, difference=None, interval=None)
    page = pages(Effects(Ledger((waits,))))["effects/index.md"]
    told = text_of(page)
    assert "Фактов пока нет" in told
    assert "facts/calls.csv" in told
    assert "kb facts import" in told
    assert 'href="../guide/keeper-facts/#facts"' in page
    assert "пока не измерено, срок 1 ноября 2026" in told
    assert "Прогнозов пока нет" in text_of(pages(Effects())["effects/index.md"])


@pytest.mark.slow
def test_a_prediction_that_cannot_be_measured_says_why(pages):
    unread = Unread(CHANGE, None, "Любовь", "love +3pp", "metric")
    page = text_of(pages(figures(ledger=Ledger((), (unread,))))["effects/index.md"])
    assert "Любовь love +3pp: такого показателя нет в kb.yml" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("audience", "seen"), [("heads", True), ("team", False), ("partner", False)]
)
def test_profit_and_plans_reach_the_heads_alone(pages, audience, seen):
    margin = dataclasses.replace(PROMISED, title="Прибыль с контакта")
    secret = entry("secret", prediction=margin, audience="heads", title="Тайный прогноз")
    effects = figures(ledger=Ledger((entry(), secret)))
    everything = "".join(pages(effects, audience).values())
    shown = {"98 765 431", "Прибыль с контакта", "Тайный прогноз"}
    text = everything.replace("\xa0", " ")
    assert {mark for mark in shown if mark in text} == (shown if seen else set())
    assert "98765431" not in everything, "sums are written for people"


@pytest.mark.slow
@pytest.mark.parametrize(("audience", "seen"), [("heads", True), ("team", False)])
def test_a_change_of_a_hidden_field_is_not_even_named(site, audience, seen):
    whole = site(audience)
    hidden = Row(
        "e" * 40, "offer/opt", 2, "changed", whole.rows[0].time, 0, "Тайная правка", "x",
        (Edit("changed", "internal.floor", 1350, 1300),),
    )  # fmt: skip
    beside = Overlap(
        "change", "offer/opt", dt.date(2026, 10, 5), hidden.change, "Тайная правка", True, False
    )
    effects = figures(
        ledger=Ledger(
            (
                entry(overlaps=(beside,)),
                entry("x", change=hidden.change, title="Тайная правка", entities=("offer/opt",)),
            )
        )
    )
    whole = dataclasses.replace(whole, rows=(hidden, *whole.rows), effects=effects)
    made = {page.path: page.content.decode(errors="replace") for page in render(whole)}
    assert ("Тайная правка" in "".join(made.values())) is seen


def test_partners_get_no_page_of_effects(pages):
    assert not [path for path in pages(figures(), "partner") if path.startswith("effects/")]


HOSTILE = "</p><script>alert(1)</script> {{ 7*7 }} [a](javascript:alert(1)) \u202e"


@pytest.mark.slow
def test_hostile_texts_stay_texts(pages):
    evil = entry(
        title=HOSTILE,
        learned=HOSTILE,
        restore=(HOSTILE,),
        prediction=dataclasses.replace(PROMISED, title=HOSTILE),
        overlaps=(
            Overlap(
                "change", "objection/dorogo", dt.date(2026, 10, 4), CHANGE, HOSTILE, True, False
            ),
        ),
        verdict="not-confirmed",
    )
    contribution = dataclasses.replace(
        figures().contributions[0], title=HOSTILE, phrases=(("objection/dorogo#x", HOSTILE),), entry=evil
    )  # fmt: skip
    lead = LeadSource(HOSTILE, 2, 1, 1, ((HOSTILE, 1),))
    month = dataclasses.replace(figures().months[0], leads=(lead,))
    effects = figures(ledger=Ledger((evil,)), contributions=(contribution,), months=(month,))
    for path, page in pages(effects).items():
        if path.startswith(("effects/", "objections/")) and path.endswith(".md"):
            assert "<script" not in page, path
            assert "\u202e" not in page
            body = page.split("---\n", 2)[2]
            balance = Balance()
            balance.feed(body)
            balance.close()
            assert balance.open == [], path
            assert "\n\n" not in body.strip(), "a blank line ends HTML for readers of Markdown"


def test_english_pages_hold_no_russian_of_ours(pages):
    kb = {"company": "Roastery", "language": "en"}
    told = entry(
        verdict="not-confirmed",
        title="Count the cup",
        by=None,
        prediction=dataclasses.replace(PROMISED, title="Deals"),
        cautions=(Caution("open", 0.14), Caution("mix", -0.2, "cafe", 0.01)),
        restore=("git revert x",),
        entities=(),
    )
    courses = tuple(
        dataclasses.replace(each, title="Deals", marks=()) for each in figures().courses
    )
    effects = figures(contributions=(), courses=courses, ledger=Ledger((told,)))
    page = pages(effects, config__kb=kb, script__call={"id": "call", "title": "Call"})
    body = page["effects/index.md"].split("---\n", 2)[2]
    ours = body[: body.index("<footer")]
    assert not re.search("[а-яё]", ours, re.IGNORECASE), re.search(".*[а-яё].*", ours)[0]
    assert json.loads(page["effects/index.md"].split("title: ")[1].split("\n")[0]) == "What worked"
