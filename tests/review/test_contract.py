"""`kb diff --json` on real repositories: what other programs rely on, one behaviour a test."""

import json

import pytest

from .conftest import CALL, DOROGO, FILES, VIP

CHEAPER = VIP.replace("1490", "1540")
SPOKEN = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")
NOTE = """\
id: 2026-11-proba
title: Предлагаем пробу вопросом
by: sales
class: tactical
origin: Тринадцать из тридцати клиентов замолчали после этой фразы.
cause: На утверждение нечего ответить, разговор кончается.
purpose: Клиент выбирает день и остаётся в разговоре.
effect: Пробников назначим больше на четыре пункта.
evidence: [insight/october]
expect: {metric: conversion, of: script/call, change: +4pp, by: 2026-12-31}
"""


def by_entity(review):
    return {each["entity"]: each for each in review["entities"]}


def test_shape_of_the_json(base, diff):
    base.commit("Иначе про пробу", {"objections/dorogo.yml": SPOKEN, "changes/proba.yml": NOTE})
    found = diff("HEAD~1", "HEAD")
    assert found["base"] == base.git("rev-parse", "HEAD~1")
    assert found["head"] == base.git("rev-parse", "HEAD")
    (entry,) = found["entities"]
    assert (entry["entity"], entry["kind"]) == ("objection/dorogo", "changed")
    assert entry["edits"] == [
        {
            "op": "changed",
            "path": "answers[probe].say",
            "before": "Давайте привезу на пробу.",
            "after": "Привезу пробник сегодня?",
            "index_before": None,
            "index_after": None,
        }
    ]
    assert [each["id"] for each in entry["rationales"]] == ["2026-11-proba"]
    assert {k: entry["approvals"][k] for k in ("needed", "given", "missing")} == {
        "needed": ["sales"],
        "given": [],
        "missing": ["sales"],
    }
    assert entry["impact"] == ["script/call"]
    assert entry["gaps"] == []
    assert found["problems"] == []


def test_the_working_tree_is_compared_with_where_it_parted(base, diff):
    base.git("switch", "-q", "-c", "branch")
    base.commit("На ветке", {"objections/dorogo.yml": SPOKEN})
    base.git("switch", "-q", "main")
    base.commit("На главной", {"scripts/call.yml": CALL.replace("Оформляем?", "Берёте?")})
    base.git("switch", "-q", "branch")
    base.write(
        {
            "questions/new.yml": "id: new\ntitle: Новый\n",
            "insights/skip.yml": "id: skip\ntitle: X\n",
        }
    )
    (base.root / ".gitignore").write_text("content/insights/skip.yml\n")
    found = diff()
    assert found["head"] == "worktree"
    assert found["base"] == base.git("rev-parse", "main~1")
    entries = by_entity(found)
    assert set(entries) == {"objection/dorogo", "question/new"}
    assert "uncommitted" not in entries["objection/dorogo"]["gaps"]
    assert "uncommitted" in entries["question/new"]["gaps"]


def test_a_given_base_is_compared_as_it_is(base, diff):
    start = base.git("rev-parse", "HEAD")
    base.git("switch", "-q", "-c", "branch")
    base.commit("На ветке", {"objections/dorogo.yml": SPOKEN})
    base.git("switch", "-q", "main")
    base.commit("На главной", {"offers/vip.yml": CHEAPER})
    assert set(by_entity(diff("main", "branch"))) == {"objection/dorogo", "offer/vip"}
    assert set(by_entity(diff(start, "branch"))) == {"objection/dorogo"}


KINDS = {
    "added": ({"questions/q.yml": "id: q\ntitle: Вопрос\n"}, "question/q", "added", [""]),
    "removed": ({"scripts/call.yml": None}, "script/call", "removed", [""]),
    "changed": ({"offers/vip.yml": CHEAPER}, "offer/vip", "changed", ["price.list"]),
    "moved": (
        {"offers/vip.yml": None, "offers/по-русски/скидка.yml": VIP},
        "offer/vip",
        "moved",
        [],
    ),
    "moved and changed": (
        {"offers/vip.yml": None, "offers/new.yml": CHEAPER},
        "offer/vip",
        "changed",
        ["price.list"],
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("files", "entity", "kind", "paths"), KINDS.values(), ids=KINDS)
def test_kinds(base, diff, files, entity, kind, paths):
    base.commit("Правка", files)
    entry = by_entity(diff("HEAD~1", "HEAD"))[entity]
    assert entry["kind"] == kind
    assert [edit["path"] for edit in entry["edits"]] == paths


def test_formatting_is_one_line_and_no_entity(base, diff):
    base.commit(
        "Вид",
        {
            "offers/vip.yml": "# note\n" + VIP,
            "objections/dorogo.yml": DOROGO.replace("\n", "\r\n").encode(),
        },
    )
    found = diff("HEAD~1", "HEAD")
    assert found["entities"] == []
    assert found["formatting"] == ["objections/dorogo.yml", "offers/vip.yml"]


def test_the_other_way_is_the_same_reversed(base, diff):
    base.commit(
        "Много",
        {
            "objections/dorogo.yml": SPOKEN.replace(
                "[Ценник конский, Дорого у вас]", "[Дорого у вас, Ценник конский, Ого]"
            ),
            "offers/vip.yml": None,
            "offers/two.yml": VIP.replace("id: vip", "id: two"),
            "scripts/call.yml": "id: [",
        },
    )
    there, back = diff("HEAD~1", "HEAD"), diff("HEAD", "HEAD~1")
    swap = {"added": "removed", "removed": "added"}
    assert [e["entity"] for e in there["entities"]] == [e["entity"] for e in back["entities"]]
    for one, other in zip(there["entities"], back["entities"], strict=True):
        assert swap.get(one["kind"], one["kind"]) == other["kind"]
        reversed_ = [
            {
                "op": swap.get(e["op"], e["op"]),
                "path": e["path"],
                "before": e["after"],
                "after": e["before"],
                "index_before": e["index_after"],
                "index_after": e["index_before"],
            }
            for e in other["edits"]
        ]
        assert sorted(map(json.dumps, reversed_)) == sorted(map(json.dumps, one["edits"]))


def test_a_branch_speaks_as_the_merge_that_it_will_be(base, diff):
    base.git("switch", "-q", "-c", "branch")
    base.commit("Фраза\n\nOrigin: сказали на планёрке", {"objections/dorogo.yml": SPOKEN})
    base.commit("Цена", {"offers/vip.yml": CHEAPER})
    base.commit(
        "Причина",
        {"changes/price.yml": "id: price\norigin: Подорожало сырьё\napplies_to: [offer/vip]\n"},
    )
    entries = by_entity(diff("main", "HEAD"))
    assert [r["origin"] for r in entries["objection/dorogo"]["rationales"]] == [
        "сказали на планёрке"
    ]
    assert [r["origin"] for r in entries["offer/vip"]["rationales"]] == ["Подорожало сырьё"]


def test_what_has_landed_speaks_commit_by_commit(base, diff):
    base.commit("Раз\n\nOrigin: первая причина", {"offers/vip.yml": CHEAPER})
    base.commit(
        "Два\n\nOrigin: вторая причина", {"offers/vip.yml": CHEAPER.replace("1540", "1550")}
    )
    base.commit("Три", {"scripts/call.yml": CALL.replace("Оформляем?", "Берёте?")})
    entries = by_entity(diff("HEAD~3", "HEAD"))
    assert [r["origin"] for r in entries["offer/vip"]["rationales"]] == [
        "первая причина",
        "вторая причина",
    ]
    assert entries["script/call"]["rationales"] == []
    assert "unexplained" in entries["script/call"]["gaps"]


def test_an_uncommitted_reason_counts(base, diff):
    base.write({"objections/dorogo.yml": SPOKEN, "changes/proba.yml": NOTE})
    (entry,) = diff()["entities"]
    assert [each["id"] for each in entry["rationales"]] == ["2026-11-proba"]
    assert entry["gaps"] == ["uncommitted"]


def test_a_reason_for_the_past_is_a_note(base, diff):
    base.commit("Без причины", {"offers/vip.yml": CHEAPER})
    base.commit(
        "Причина", {"changes/late.yml": "id: late\norigin: Подорожало\napplies_to: [offer/vip]\n"}
    )
    found = diff("HEAD~1", "HEAD")
    assert found["entities"] == []
    assert [note["id"] for note in found["notes"]] == ["late"]


def test_a_revert_of_what_has_landed_explains_itself(base, diff):
    changed = base.commit("Цена", {"offers/vip.yml": CHEAPER})
    base.git("switch", "-q", "-c", "branch")
    base.commit(f'Revert "Цена"\n\nThis reverts commit {changed}.', {"offers/vip.yml": VIP})
    (entry,) = diff("main", "HEAD")["entities"]
    assert [(r["source"], r["reverts"]) for r in entry["rationales"]] == [("revert", changed)]


def test_a_price_reaches_those_who_quote_it(base, kb):
    base.commit("Цена", {"offers/vip.yml": CHEAPER})
    code, out, _ = kb("diff", "HEAD~1", "HEAD")
    assert code == 0
    assert "Выходит [-1\u00a0490-] ₽" in out.replace("[-1\u00a0490-]\u00a0₽", "[-1\u00a0490-] ₽")
    assert "{+1\u00a0540+}" in out


def test_drafts_are_not_reached(base, diff):
    base.commit("Черновик", {"objections/dorogo.yml": DOROGO + "status: draft\n"})
    base.commit("Цена", {"offers/vip.yml": CHEAPER})
    (entry,) = diff("HEAD~1", "HEAD")["entities"]
    assert entry["impact"] == []


@pytest.mark.slow
def test_an_unreadable_file_is_a_problem_with_its_line(base, diff, kb):
    base.commit("Сломали", {"offers/vip.yml": "id: vip\ntitle: X\n\tprice: 5\n"})
    found = diff("HEAD~1", "HEAD")
    (entry,) = found["entities"]
    assert (entry["kind"], entry["edits"], entry["gaps"]) == ("changed", [], ["tab"])
    assert [(p["file"], p["line"], p["code"]) for p in found["problems"]] == [
        ("content/offers/vip.yml", 3, "tab")
    ]
    assert kb("diff", "HEAD~1", "HEAD")[0] == 1


@pytest.mark.slow
def test_an_offer_that_ends_soon_is_named(base, diff):
    base.commit("Фраза", {"objections/dorogo.yml": SPOKEN})
    (entry,) = diff("HEAD~1", "HEAD", "--today", "2026-12-20")["entities"]
    assert entry["expiring"] == [{"entity": "offer/vip", "valid_to": "2026-12-31"}]
    (entry,) = diff("HEAD~1", "HEAD", "--today", "2026-12-01")["entities"]
    assert entry["expiring"] == []


def test_zones_before_the_change_decide(base, diff):
    zones = FILES["zones.yml"].replace("approvals: [sales]", "approvals: [marketing]")
    base.commit("Зоны", {"zones.yml": zones, "objections/dorogo.yml": SPOKEN})
    assert by_entity(diff("HEAD~1", "HEAD"))["objection/dorogo"]["approvals"]["needed"] == ["sales"]


def test_a_change_does_not_decide_whether_it_has_landed(base, diff):
    base.git("switch", "-q", "-c", "evil")
    base.commit("Иначе", {"objections/dorogo.yml": SPOKEN})
    kb = FILES["kb.yml"].replace("branch: main", "branch: evil")
    base.commit("Причина", {"changes/proba.yml": NOTE, "kb.yml": kb})
    entry = by_entity(diff("main", "evil"))["objection/dorogo"]
    # One change to come, with the reason that its last commit brings; not two that have landed.
    assert [each["id"] for each in entry["rationales"]] == ["2026-11-proba"]
