"""An assistant asks the base over a real process, by the SDK's own client, and reads what is its own."""

import asyncio
import datetime as dt
import importlib.util
import json
import os
import sys

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.server.mcpserver.exceptions import ToolError

from scripts_kb.app import workspace
from scripts_kb.app.assistant.knowledge import Knowledge
from scripts_kb.app.assistant.server import TOOLS, made
from scripts_kb.problems import UserError

TODAY = "2026-11-21"
CARD = """\
id: dorogo
title: Дорого
status: live
note: Заметка редактора
client_words: [Дороговато]
answers:
  - id: cup
    say: {}
    next_question: Сколько чашек?
"""
OFFER = """\
id: cafe
title: Для кафе
status: live
audience: {audience}
client_words: [Есть скидка]
promise: Привезём завтра
terms: {terms}
price: {{list: 1490, currency: RUB, unit: пачка}}
internal: {{floor: 777}}
valid_from: 2026-11-01
valid_to: 2026-12-31
review_by: 2026-12-01
"""
REASON = """\
Считаем чашку

С чего началось: 41 из 120 начинают с цены
Почему: вилка звучала поздно
Зачем: цена чашки понятнее
Чего ждём: меньше обрывов
"""
SOURCES = """\
sources:
  - id: calls
    engine: duckdb
    files: deals.parquet
    table: deals
    columns: {date: day}
"""
HIDDEN = {
    "team": ("777", "778", "Заметка редактора", "Черновик тайны", "Склад", "порог"),
    "partner": ("777", "778", "Заметка", "Черновик", "вилка", "Сравним", "Склад", "порог"),
    "heads": ("Заметка редактора", "Черновик тайны", "Склад"),
}
ASKED = [
    ("search", {"words": "дорогавато"}),
    ("search", {"words": "есть скидка"}),
    ("show", {"entity": "objection/dorogo"}),
    ("show", {"entity": "offer/cafe"}),
    ("show", {"entity": "objection/draft"}),
    ("why", {"entity": "objection/dorogo"}),
    ("why", {"entity": "offer/cafe"}),
    ("why", {"entity": "offer/cafe", "path": "internal"}),
    ("log", {}),
    ("log", {"entity": "offer/cafe"}),
    ("diff", {"since": "2026-01-01"}),
    ("problems", {}),
]


@pytest.fixture
def base(folder, monkeypatch, looked_up):
    """Gives a base with something for each audience, and something for none of them."""
    monkeypatch.setenv("SCRIPTS_KB_TODAY", TODAY)
    draft = CARD.replace("id: dorogo", "id: draft").replace("live", "draft")
    folder.commit(
        "Начинаем",
        {
            "objections/dorogo.yml": CARD.format("Сравним пачки?"),
            "objections/draft.yml": draft.replace("title: Дорого", "title: Черновик тайны").format(
                "Да?"
            ),
            "offers/cafe.yml": OFFER.format(audience="partner", terms="От пачки"),
        },
    )
    folder.day = "2026-11-10"
    folder.commit(REASON, {"objections/dorogo.yml": CARD.format("Сравним чашки?")})
    folder.commit("Склад сделок", {"facts.yml": SOURCES})
    folder.commit("Склад другой", {"facts.yml": SOURCES.replace("table: deals", "table: sales")})
    folder.commit("Склад спутан", {"facts.yml": "sources: ["})
    folder.commit("Склад убран", {"facts.yml": None})
    offer = OFFER.format(audience="partner", terms="От пачки").replace("777", "778")
    folder.commit("Поднят порог", {"offers/cafe.yml": offer})
    looked_up(folder.root)
    return folder


@pytest.mark.slow
def test_a_process_is_asked_and_tells_each_audience_its_own(base):
    answers = {audience: asyncio.run(ask(base.root, audience)) for audience in HIDDEN}
    for audience, found in answers.items():
        told = json.dumps(found, ensure_ascii=False)
        assert [word for word in HIDDEN[audience] if word in told] == [], audience
    team = answers["team"]
    assert team["search 0"]["hits"][0] == {"entity": "objection/dorogo", "title": "Дорого"}
    assert team["search 0"]["sure"] is True
    assert team["show 2"]["value"]["answers"][0]["say"] == "Сравним чашки?"
    assert team["show 2"]["version"] == 2
    phrases = {each["path"]: each for each in team["why 5"]["phrases"]}
    change = phrases["answers[cup].say"]["change"]
    assert team["why 5"]["changes"][change]["reason"]["cause"] == "вилка звучала поздно"
    assert team["diff 10"][0]["entities"][0]["edits"][0]["before"] == "Сравним пачки?"
    assert "778" in json.dumps(answers["heads"]["show 3"])
    partner = answers["partner"]
    assert partner["show 3"]["value"]["promise"] == "Привезём завтра"
    assert (partner["log 8"], partner["problems 11"]) == ([], [])
    assert "Нет такой записи: objection/dorogo." in partner["show 2"]


async def ask(root, audience):
    """Ask everything of one process; give what was answered."""
    command = ["-m", "scripts_kb", "mcp", "--audience", audience]
    started = StdioServerParameters(
        command=sys.executable, args=command, cwd=root, env=dict(os.environ)
    )
    found = {}
    async with stdio_client(started) as streams, ClientSession(*streams) as session:
        greeted = await session.initialize()
        assert "не указания" in greeted.instructions
        tools = (await session.list_tools()).tools
        assert tuple(each.name for each in tools) == TOOLS
        assert all(each.annotations.read_only_hint and each.description for each in tools)
        for number, (tool, given) in enumerate(ASKED):
            answer = await session.call_tool(tool, given)
            text = [each.text for each in answer.content]
            structured = answer.structured_content
            whole = structured.get("result", structured) if structured else "\n".join(text)
            found[f"{tool} {number}"] = whole
    return found


def test_what_was_saved_or_landed_since_is_told(base):
    knowledge = Knowledge(workspace.find(None), "team")
    before = knowledge.show("objection/dorogo")
    base.write({"objections/dorogo.yml": CARD.format("Сравним литры?")})
    saved = knowledge.show("objection/dorogo")
    assert (before["version"], saved["version"]) == (2, None)
    assert saved["value"]["answers"][0]["say"] == "Сравним литры?"
    base.commit("Литры", {})
    assert knowledge.show("objection/dorogo")["version"] == 3


def test_no_change_is_called_in_words_of_git(base):
    base.commit("Update dorogo.yml", {"objections/dorogo.yml": CARD.format("Сравним литры?")})
    base.commit("Цена выросла (#7)", {"objections/dorogo.yml": CARD.format("Сравним цены?")})
    told = [each["title"] for each in Knowledge(workspace.find(None), "team").log(limit=2)]
    assert told == ["Цена выросла", "Изменение"]


def test_what_the_system_refuses_names_no_folder_of_this_machine(base, monkeypatch):
    knowledge = Knowledge(workspace.find(None), "team")

    def refused(*_args, **_named):
        raise PermissionError(13, "Permission denied", str(base.root))

    monkeypatch.setattr(Knowledge, "_reading", refused)
    with pytest.raises(ToolError) as told:
        asyncio.run(made(knowledge).call_tool("log", {}))
    assert str(base.root) not in str(told.value)
    assert "система отказала" in str(told.value)


def test_a_day_ends_where_the_base_is(base, monkeypatch):
    now = dt.datetime(2026, 11, 20, 20, 59, tzinfo=dt.UTC)
    monkeypatch.setattr(workspace, "today_in", lambda zone: now.astimezone(zone or dt.UTC).date())
    knowledge = Knowledge(workspace.find(None), "team")
    change = knowledge.log()[0]["change"]
    monkeypatch.setattr("scripts_kb.past.records.Row.landed", lambda *_: "2026-11-21T00:00")
    assert knowledge.diff("2026-11-20") == []
    now += dt.timedelta(minutes=2)
    assert knowledge.diff("2026-11-20")[0]["change"] == change


def test_problems_are_those_that_the_audience_can_see(base):
    broken = OFFER.format(audience="client", terms="Порог <offer/cafe.internal.nothing>, <nowhere>")
    base.write({"offers/cafe.yml": broken})
    told = {
        audience: [
            (each["code"], each["line"])
            for each in Knowledge(workspace.find(None), audience).problems()
        ]
        for audience in HIDDEN
    }
    assert len(told["heads"]) > 1
    assert set(told["team"]) <= set(told["heads"])
    assert ("unknown-variable", 7) in told["team"]
    assert told["partner"] == []


MISTAKES = [
    (lambda it: it.show("objection/doroga"), "objection/dorogo"),
    (lambda it: it.why("objection/dorogo", "answers[no]"), "answers[cup].say"),
    (lambda it: it.log("nothing/here"), "nothing/here"),
    (lambda it: it.diff("вчера"), "since вчера"),
    (lambda it: it.diff("2026-11-01", "завтра"), "until завтра"),
    (lambda it: it.search("x", segment="no"), "cafe"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "said"), MISTAKES)
def test_a_mistake_says_what_to_ask_instead(base, asked, said):
    with pytest.raises(UserError) as refused:
        asked(Knowledge(workspace.find(None), "team"))
    assert said in refused.value.said("ru")


def test_without_the_extra_one_line_says_what_to_install(base, kb, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    code, out, err = kb("mcp")
    assert (code, out) == (2, "")
    assert err == 'kb: Для kb mcp нужно дополнение: python3 -m pip install "scripts-kb[mcp]".\n'
