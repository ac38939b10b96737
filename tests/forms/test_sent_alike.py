"""What the form writes into a request is what `kb apply` would write, to the byte.

the same edits ──planning.py──▶ files ─┐
               ──planning.js──▶ files ─┴─ alike     (in Node, as a browser loads it)

The slow tests try five hundred together, and two thousand where `KB_THOROUGH` is set.
"""

import base64
import datetime as dt
import gzip
import json
import subprocess
from pathlib import Path

import pytest

from scripts_kb.app import present, workspace
from scripts_kb.content import loading
from scripts_kb.demo import telling
from scripts_kb.forms import contract, index, planning
from scripts_kb.forms.sheets import EditSheet, SheetEdit
from scripts_kb.pages import editable
from tests.forms.test_random_edits import SAMPLE, cards, planned, trials
from tests.thorough import tried

DAY = dt.date(2026, 11, 29)
QUICK = 150
WHOLE = tried(1_000, 4)
REASON = {
    "class": "tactical",
    "origin": "На звонках не понимали слово.",
    "cause": "Его знают только бариста: " + "и так далее, " * 9 + "а больше никто.",
    "purpose": "Чтобы не переспрашивали.",
    "effect": "Разговор идёт дальше.",
    "evidence": ["offer/espresso-20"],
    "watch": "Доля\nвторых вопросов.",
}
"""Why, with a long text and one of two lines."""


def asked(cases: list[dict], kinds: dict, found_index: dict) -> list[dict]:
    """What the writer of the form makes of edits."""
    sent = {"kinds": kinds, "index": found_index, "cases": cases, "today": DAY.isoformat()}
    command = ["node", str(Path(__file__).with_name("sending.mjs"))]
    done = subprocess.run(
        command, input=json.dumps(sent), check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def as_json(edit: SheetEdit) -> dict:
    found = {"op": edit.op, "entity": edit.entity, "path": edit.path}
    found |= {"before": edit.before, "after": edit.after, "unlink": edit.unlink}
    return found if edit.index is None else {**found, "index": edit.index}


def alike(count: int, sources: list[tuple[str, bytes]], seed: int) -> None:
    """Holds random edits against each other; what the schema refuses, the form refuses before."""
    kinds = contract.of(loading.Base(), "heads")["kinds"]
    made, cases = [], []
    for document, content, edit, _ in trials(count, sources, seed):
        plan = planned(document, content, edit)
        if plan.problems:
            continue
        made.append((edit, plan))
        listed = [{"entity": document.entity, "path": document.path}]
        cases.append(
            {
                "files": {document.path: content.decode()},
                "edits": [as_json(edit)],
                "index": {"entities": listed, "names": {}, "materials": []},
            }
        )
    assert len(made) > count * 0.9
    for (edit, plan), found in zip(made, asked(cases, kinds, {}), strict=True):
        wanted = {path: content.decode() for path, content in plan.files.items()}
        assert found == {"files": wanted}, edit


@pytest.mark.slow
def test_random_edits_of_the_sample():
    alike(QUICK, cards(SAMPLE), seed=11)


@pytest.mark.slow
def test_hundreds_of_random_edits_of_the_sample():
    alike(WHOLE, cards(SAMPLE), seed=12)


@pytest.mark.slow
def test_hundreds_of_random_edits_of_the_year(tmp_path):
    telling.tell(tmp_path / "year", SAMPLE)
    alike(WHOLE, cards(tmp_path / "year" / "content"), seed=13)


@pytest.fixture(scope="module")
def base():
    found, _ = present.base(workspace.find(SAMPLE))
    return found


def both(base, edits: list[SheetEdit], reason: dict, **spoiled: str) -> tuple[dict, dict]:
    """What Python and the form make of a sheet over the sample."""

    def content(path: str) -> bytes:
        return spoiled[path].encode() if path in spoiled else (SAMPLE / path).read_bytes()

    sheet = EditSheet(tuple(edits), reason)
    plan = planning.plan(base, content, sheet, DAY, root="content/", shown="EDITS.json")
    wanted = {path: found.decode() for path, found in plan.files.items()}
    texts = {path: content(path).decode() for path, _ in cards(SAMPLE)}
    naming = [each.entity for each in base.documents.values()]
    case = {"files": texts, "edits": list(map(as_json, edits)), "reason": reason, "naming": naming}
    kinds = contract.of(base, "heads")["kinds"]
    (found,) = asked([case], kinds, index.of(base))
    return {"files": wanted}, found


@pytest.mark.slow
def test_an_edit_with_its_reason(base):
    say = base.documents["objection/dorogo-dom"].value["answers"][0]
    path = f"answers[{say['id']}].say"
    edit = SheetEdit("set", "objection/dorogo-dom", path, say["say"], f"{say['say']} Посчитаем?")
    wanted, found = both(base, [edit], REASON)
    assert len(wanted["files"]) == 2
    assert found == wanted


NEW = {
    "objection": {
        "title": "Обжарка слишком тёмная: горчит",
        "status": "live",
        "client_words": ["Горчит, пережарили", "#1"],
        "segments": ["cafe"],
        "answers": [
            {"id": "answer-1", "say": "Понимаю. Есть и светлая.", "when": "если просят светлее"}
        ],
    },
    "regulation": {
        "title": "Приём",
        "owner": "Продажи",
        "effective": "2026-12-01",
        "body": "А\n\nБ",
    },
    "offer": {
        "title": "Подарок",
        "price": {"list": 1490, "currency": "RUB", "unit": "кг"},
        "valid_from": "2026-12-01",
        "terms": "При заказе: от 5 кг",
        "segments": ["cafe", "home"],
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", NEW)
def test_a_new_card(base, kind):
    edit = SheetEdit("new", f"{kind}/novaya", "", None, NEW[kind])
    wanted, found = both(base, [edit], REASON)
    assert any("novaya" in path for path in wanted["files"])
    assert found == wanted


def test_a_reason_that_is_told_afterwards(base):
    told = {"title": "Не понимали", **REASON, "applies_to": ["objection/dorogo"]}
    said = {**told, "commits": ["4f" * 20]}
    edit = SheetEdit("new", "change/2026-11-ne-ponimali", "", None, said)
    wanted, found = both(base, [edit], {})
    (text,) = wanted["files"].values()
    assert "applies_to:\n  - objection/dorogo\n" in text
    assert "4f" * 20 in text
    assert found == wanted


@pytest.mark.slow
def test_an_offer_that_ends_leaves_every_list(base):
    edit = SheetEdit("archive", "offer/espresso-20", "", "live", None, unlink=True)
    wanted, found = both(base, [edit], {"class": "factual", "origin": "Кончилась."})
    assert len(wanted["files"]) > 2
    assert {k: v for k, v in found["files"].items() if "changes/" not in k} == {
        k: v for k, v in wanted["files"].items() if "changes/" not in k
    }


def test_a_file_is_handed_in(base):
    content = base64.b64encode("а;б\n".encode()).decode()
    edit = SheetEdit("material", "", "materials/novyy.csv", None, content)
    wanted, found = both(base, [edit], {"class": "factual", "origin": "Новый."})
    assert found == wanted


@pytest.mark.slow
def test_what_was_changed_meanwhile_is_told_and_what_is_so_already_is_not(base):
    document = base.documents["objection/dorogo"]
    title = document.value["title"]
    text = (SAMPLE / document.path).read_text("utf-8")
    stale = SheetEdit("set", "objection/dorogo", "title", "Было иначе", "Стало")
    _, found = both(base, [stale], {})
    assert found == {"conflicts": [{"trail": ["title"], "now": title, "before": "Было иначе"}]}
    same = SheetEdit("set", "objection/dorogo", "title", "Было иначе", title)
    _, found = both(base, [same], {}, **{document.path: text})
    assert found == {"files": {}}


ODD = {
    "an anchor": "id: x\ntitle: &a Дорого\n",
    "what stands twice": "id: x\ntitle: &a Дорого\nnote: *a\n",
    "a tag": "id: x\ntitle: !!str Дорого\n",
    "a key twice": "id: x\ntitle: Дорого\ntitle: Дорого\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_a_file_in_which_nothing_can_be_changed_alone_is_refused(text):
    listed = [{"entity": "objection/x", "path": "objections/x.yml"}]
    edit = as_json(SheetEdit("set", "objection/x", "title", "Дорого", "Дёшево"))
    case = {"files": {"objections/x.yml": text}, "edits": [edit]}
    kinds = contract.of(loading.Base(), "team")["kinds"]
    (found,) = asked([case], kinds, {"entities": listed, "names": {}, "materials": []})
    assert found["refused"].startswith("OddError")


def test_the_form_is_small_with_all_that_sends():
    sizes = [len(gzip.compress(each.content, 9)) for each in editable.assets()]
    assert sum(sizes) < 60_000, sum(sizes)
