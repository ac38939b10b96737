"""`kb apply EDITS.json`: edits of a form become files, by field, whole or not at all."""

import base64
import hashlib
import json

import pytest

from scripts_kb.app import editing, present, workspace
from scripts_kb.schema import values

CARD = """\
id: dorogo
title: Дорого
status: live
# как говорят
client_words: [Дорого, "Ценник, конский"]
answers:
  # первый
  - id: cup
    say: >-
      Понимаю. Сравниваете пачку
      или чашку?
  - {id: later, say: Вернёмся к цене}
offers: [espresso]
note: пока   # тихо
"""
OFFER = "id: espresso\ntitle: Эспрессо\nstatus: live\nprice: {list: 1490, currency: RUB}\n"
SCRIPT = """\
id: call
title: Звонок
status: draft
entry: hello
nodes:
  - id: hello
    say: Кофе по <offer/espresso.price.list>, пробуем?
    offers: [espresso, probnik]
    answers:
      - {id: more, client_says: Ещё, next: script/other}
"""
REASON = {
    "title": "Чашка раньше пачки",
    "class": "tactical",
    "by": "sales",
    "urgent": False,
    "origin": "41 из 120 сравнивают пачки",
    "cause": "",
    "evidence": ["https://example.org/1"],
    "purpose": "Клиент видит цену чашки",
    "effect": "Меньше отказов",
    "watch": "Десять звонков",
}


@pytest.fixture
def base(folder):
    folder.commit(
        "Начало",
        {
            "objections/цена/дорого.yml": CARD,
            "offers/espresso.yml": OFFER,
            "scripts/call.yml": SCRIPT,
            "scripts/other.yml": "id: other\ntitle: Другой\nstatus: draft\n",
        },
    )
    return folder


@pytest.fixture
def apply(base, kb):
    """Runs `kb apply` on edits: gives its exit code, what it printed, and what git sees."""

    def run(*edits, reason=None, **more):
        sheet = {
            "version": 1,
            "edits": list(edits),
            **({"reason": reason} if reason else {}),
            **more,
        }
        (base.root / "EDITS.json").write_text(json.dumps(sheet), "utf-8")
        code, out, error = kb("apply", "EDITS.json", "--today", "2026-11-29")
        return code, out + error, base.git("diff", "-U0", "--no-color", "--", "content")

    return run


def edit(op, path="", before=None, after=None, entity="objection/dorogo", **more):
    return {"op": op, "entity": entity, "path": path, "before": before, "after": after, **more}


def lines(diff: str) -> list[str]:
    """The lines that a diff takes away and puts in."""
    return [
        each
        for each in diff.split("\n")
        if each.startswith(("+", "-")) and not each.startswith(("+++", "---"))
    ]


EDITS = {
    "a phrase": (
        edit("set", "answers[cup].say", "Понимаю. Сравниваете пачку или чашку?", "Понимаю. Сравниваете пачку и чашку?"),
        ["-      или чашку?", "+      и чашку?"],
    ),
    "a price, as a form sends it": (
        edit("set", "price.list", 1490, "1550", "offer/espresso"),
        ["-price: {list: 1490, currency: RUB}", "+price: {list: 1550, currency: RUB}"],
    ),
    "a customer's words": (
        edit("add", 'client_words["Кусается"]', None, "Кусается", index=1),
        ['-client_words: [Дорого, "Ценник, конский"]', '+client_words: [Дорого, Кусается, "Ценник, конский"]'],
    ),
    "an answer": (
        edit("add", "answers[gift]", None, {"say": "В подарок?"}, index=1),
        ["+  - id: gift", "+    say: В подарок?"],
    ),
    "a day where the schema has it": (
        edit("set", "valid_to", None, "2026-12-31", "offer/espresso"),
        ["+valid_to: 2026-12-31"],
    ),
    "a price that was not there": (
        edit("set", "internal.floor", None, 1350, "offer/espresso"),
        ["+internal:", "+  floor: 1350"],
    ),
    "an answer goes": (edit("remove", "answers[later]", {"id": "later", "say": "Вернёмся к цене"}), ["-  - {id: later, say: Вернёмся к цене}"]),
    "the last item goes with its list": (edit("remove", 'offers["espresso"]', "espresso"), ["-offers: [espresso]"]),
    "an empty text is none": (edit("set", "note", "пока", ""), ["-note: пока   # тихо"]),
    "an answer moves": (
        edit("move", "answers[later]", 1, 0),
        ["+  - {id: later, say: Вернёмся к цене}", "-  - {id: later, say: Вернёмся к цене}"],
    ),
    "what stands already changes nothing": (edit("set", "note", "пока", "пока"), []),
    "a card goes to the archive": (edit("archive", "", "live"), ["-status: live", "+status: archived"]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("one", "expected"), EDITS.values(), ids=EDITS)
def test_only_the_lines_that_say_something_else_change(apply, kb, one, expected):
    code, told, diff = apply(one)
    assert (code, lines(diff)) == (0, expected), told
    path = "offers/espresso.yml" if "offer/" in one["entity"] else "objections/цена/дорого.yml"
    assert told == (f"content/{path}\n" if expected else "")
    _, out, _ = kb("diff", "HEAD", "--json")
    entities = json.loads(out)["entities"]
    assert sum(len(each["edits"]) for each in entities) == (1 if expected else 0)


def test_a_reason_lands_with_its_edits(apply, base):
    two = edit("set", "price.list", 1490, 1550, "offer/espresso")
    code, told, _ = apply(edit("set", "note", "пока", "всё"), two, reason=REASON)
    assert (code, told.split()[-1]) == (0, "content/changes/2026-11-chashka-ranshe-pachki.yml")
    written = (base.root / "content/changes/2026-11-chashka-ranshe-pachki.yml").read_text("utf-8")
    assert written == (
        "id: 2026-11-chashka-ranshe-pachki\ntitle: Чашка раньше пачки\nby: sales\nclass: tactical\n"
        "origin: >-\n  41 из 120 сравнивают пачки\npurpose: >-\n  Клиент видит цену чашки\n"
        "effect: >-\n  Меньше отказов\nevidence:\n  - https://example.org/1\n"
        "watch: >-\n  Десять звонков\napplies_to:\n  - objection/dorogo\n  - offer/espresso\n"
    )
    base.commit("Первая правка", {})
    code, told, _ = apply(edit("set", "note", "всё", "да"), reason=REASON)
    assert told.split()[-1] == "content/changes/2026-11-chashka-ranshe-pachki-2.yml"


def test_what_has_not_landed_has_one_file_that_says_why(apply, base):
    apply(edit("set", "note", "пока", "всё"), reason=REASON)
    file = base.root / "content/changes/2026-11-chashka-ranshe-pachki.yml"
    file.write_text(file.read_text("utf-8").replace("by: sales", "by: sales # дежурный"), "utf-8")
    more = {**REASON, "title": "Иначе", "origin": "Так и говорят", "evidence": ["offer/espresso"]}
    code, told, _ = apply(edit("set", "note", "всё", "да"), reason=more)
    assert (code, told.split()[-1]) == (0, "content/changes/2026-11-chashka-ranshe-pachki.yml")
    assert file.read_text("utf-8") == (
        "id: 2026-11-chashka-ranshe-pachki\ntitle: Чашка раньше пачки\nby: sales # дежурный\n"
        "class: tactical\norigin: |-\n  41 из 120 сравнивают пачки\n\n  Так и говорят\n"
        "purpose: >-\n  Клиент видит цену чашки\neffect: >-\n  Меньше отказов\n"
        "evidence:\n  - https://example.org/1\n  - offer/espresso\n"
        "watch: >-\n  Десять звонков\napplies_to:\n  - objection/dorogo\n"
    )
    # Another card has a reason of its own.
    apply(edit("set", "price.list", 1490, 1550, "offer/espresso"), reason=more)
    assert len(list(file.parent.glob("*.yml"))) == 2


@pytest.mark.parametrize(
    "origin", ["  отступ\n\n\nи: ещё ", "# решётка", "- id: x\n- id: y", "слово  " * 40, "x\n" * 30]
)
def test_a_reason_says_what_was_typed(apply, base, origin):
    code, told, _ = apply(edit("set", "note", "пока", "всё"), reason={**REASON, "origin": origin})
    assert code == 0, told
    found, _ = present.base(workspace.find(None))
    assert next(found.of("change")).value["origin"] == values.canonical(origin)


def test_a_card_gets_another_id_wherever_it_is_named(apply, base):
    code, told, _ = apply(edit("rename", "", "espresso", "zerno", "offer/espresso"))
    assert (code, sorted(told.split())) == (
        0,
        sorted(
            [
                *("content/offers/zerno.yml", "content/offers/espresso.yml"),
                *("content/objections/цена/дорого.yml", "content/scripts/call.yml"),
            ]
        ),
    )
    assert not (base.root / "content/offers/espresso.yml").exists()
    written = {
        name: (base.root / "content" / name).read_text("utf-8")
        for name in ("offers/zerno.yml", "objections/цена/дорого.yml", "scripts/call.yml")
    }
    assert written == {
        "offers/zerno.yml": OFFER.replace("espresso", "zerno"),
        "objections/цена/дорого.yml": CARD.replace("espresso", "zerno"),
        "scripts/call.yml": SCRIPT.replace("espresso", "zerno"),
    }


def test_a_script_gets_another_id_in_the_steps_that_lead_to_it(apply, base):
    assert apply(edit("rename", "", "other", "second", "script/other"))[0] == 0
    text = (base.root / "content/scripts/call.yml").read_text("utf-8")
    assert text == SCRIPT.replace("script/other", "script/second")


def test_an_offer_that_ends_leaves_the_lists_that_name_it(apply):
    code, _, diff = apply(edit("archive", "", "live", entity="offer/espresso", unlink=True))
    assert (code, lines(diff)) == (
        0,
        [
            "-offers: [espresso]",
            *("-status: live", "+status: archived"),
            *("-    offers: [espresso, probnik]", "+    offers: [probnik]"),
        ],
    )


def test_a_new_card_stands_where_its_kind_does(apply, base, kb):
    value = {
        "title": "Нет денег",
        "client_words": ["Денег нет"],
        "answers": [{"id": "later", "say": "слово " * 20 + "конец", "when": "да: нет"}],
        "review_by": "2027-02-01",
        "status": "draft",
    }
    code, told, _ = apply(edit("new", "", None, value, "objection/net-deneg"))
    assert (code, told) == (0, "content/objections/net-deneg.yml\n")
    text = (base.root / "content/objections/net-deneg.yml").read_text("utf-8")
    assert text.startswith(
        "id: net-deneg\ntitle: Нет денег\nstatus: draft\nreview_by: 2027-02-01\n"
    )
    assert kb("fmt", "--check", "content/objections/net-deneg.yml")[0] == 0
    code, told, _ = apply(
        edit("new", "", None, {"title": "Лид", "body": "# Что\n\n* а"}, "regulation/lid")
    )
    assert code == 0
    text = (base.root / "content/regulations/lid.md").read_text("utf-8")
    assert text == "---\nid: lid\ntitle: Лид\n---\n\n# Что\n\n* а\n"


def test_a_material_is_handed_in_and_replaced(apply, base):
    def sent(content: bytes, before=None):
        text = base64.b64encode(content).decode()
        return edit("material", "materials/Прайс кафе.csv", before, text, "")

    assert apply(sent(b"a;b\n"))[0] == 0
    assert apply(sent(b"c;d\n"))[0] == 1
    assert apply(sent(b"c;d\n", hashlib.sha256(b"a;b\n").hexdigest()))[0] == 0
    assert (base.root / "content/materials/Прайс кафе.csv").read_bytes() == b"c;d\n"


def test_edits_see_what_those_before_them_left(apply):
    code, _, diff = apply(
        edit("set", "note", "пока", "раз"),
        edit("set", "note", "раз", "два"),
        edit("add", "answers[gift]", None, {"say": "В подарок?"}),
        edit("set", "answers[gift].say", "В подарок?", "Себе или в подарок?"),
    )
    assert (code, lines(diff)) == (
        0,
        [
            *("+  - id: gift", "+    say: Себе или в подарок?"),
            *("-note: пока   # тихо", "+note: два   # тихо"),
        ],
    )


def test_what_changed_meanwhile_is_named_by_field_and_nothing_is_written(apply):
    code, told, diff = apply(
        edit("set", "note", "другое", "всё"),
        edit("set", "answers[cup].say", "Что сравниваете?", "Пачку?"),
        edit("set", "title", "Дорого", "Дорого!"),
        edit("remove", "answers[gone].say", "x"),
        edit("move", "answers[cup]", 1, 0),
    )
    assert (code, diff) == (1, "")
    assert told.splitlines() == [
        (
            "content/objections/цена/дорого.yml:14:7: edit-changed: «Заметка редактору» уже изменили: "
            "сейчас «пока», а правка начиналась с «другое». Откройте карточку заново, сравните и внесите "
            "правку ещё раз."
        ),
        (
            "content/objections/цена/дорого.yml:9:10: edit-changed: «Наши ответы › Говорим» уже изменили: "
            "сейчас «Понимаю. Сравниваете пачку или чашку?», а правка начиналась с «Что сравниваете?». "
            "Откройте карточку заново, сравните и внесите правку ещё раз."
        ),
        (
            "content/objections/цена/дорого.yml:8:3: edit-changed: «Наши ответы › Говорим» уже изменили: "
            "сейчас «—», а правка начиналась с «x». Откройте карточку заново, сравните и внесите правку "
            "ещё раз."
        ),
        (
            "content/objections/цена/дорого.yml:8:5: edit-changed: «Наши ответы» уже изменили: сейчас «1», "
            "а правка начиналась с «2». Откройте карточку заново, сравните и внесите правку ещё раз."
        ),
        "Ничего не записано. Мешает (мест: 4): см. выше.",
    ]


REFUSED = {
    "no such card": (edit("set", "note", None, "x", "objection/dorog"), "edit-unknown"),
    "no such field": (edit("set", "sey", None, "x"), "edit-no-place"),
    "no path": (edit("set", "answers[", None, "x"), "edit-no-place"),
    "an id is not edited": (edit("set", "id", "dorogo", "x"), "edit-no-place"),
    "an item that is there": (edit("add", "answers[cup]", {"id": "cup", "say": "Понимаю. Сравниваете пачку или чашку?"}, {"say": "x"}), "edit-taken"),
    "a move beyond the end": (edit("move", "answers[cup]", 0, 2), "edit-no-place"),
    "a card that is there": (edit("new", "", None, {"title": "x"}), "edit-taken"),
    "a card of no kind": (edit("new", "", None, {"title": "x"}, "../../etc/x"), "edit-no-place"),
    "a card whose id leads away": (edit("new", "", None, {"title": "x"}, "offer/../x"), "edit-no-place"),
    "an id that is taken": (edit("rename", "", "call", "other", "script/call"), "edit-taken"),
    "an id that leads away": (edit("rename", "", "call", "../x", "script/call"), "edit-no-place"),
    "a material outside": (edit("material", "materials/../kb.yml", None, "eA==", ""), "edit-no-place"),
    "a material elsewhere": (edit("material", "/etc/passwd", None, "eA==", ""), "edit-no-place"),
    "a hidden material": (edit("material", "materials/.htaccess", None, "eA==", ""), "edit-no-place"),
    "a material of another folder": (edit("material", "objections/x.yml", None, "eA==", ""), "edit-no-place"),
    "a material that a browser runs": (edit("material", "materials/x.html", None, "eA==", ""), "active-material"),
    "an empty material": (edit("material", "materials/x.pdf", None, "", ""), "empty-material"),
    "no Base64": (edit("material", "materials/x.pdf", None, "ы", ""), "edit-malformed"),
    "no text at all": (edit("material", "materials/x.pdf", None, {"a": 1}, ""), "edit-malformed"),
    "a value of another type": (edit("set", "price.list", 1490, "дорого", "offer/espresso"), "not-a-number"),
    "a choice that there is not": (edit("set", "status", "live", "alive"), "bad-choice"),
    "an unknown field of an item": (edit("add", "answers[x]", None, {"sey": "x"}), "unknown-key"),
    "a card without its title": (edit("remove", "title", "Дорого"), "missing-key"),
    "no such thing to do": (edit("delete", "note", "пока"), "edit-malformed"),
    "a field of no edit": (edit("set", "note", "пока", "x", force=True), "edit-malformed"),
    "a sign of control": (edit("set", "note", "пока", "a\x1b[31m"), "edit-malformed"),
    "half a sign": (edit("set", "note", "пока", "\ud800"), "edit-malformed"),
    "a move by words": (edit("move", "answers[cup]", "0", True), "edit-malformed"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("one", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_changes_nothing(apply, base, one, code):
    first = edit("set", "review_by", None, "2027-02-01")
    status, told, diff = apply(first, one, reason=REASON)
    assert (status, diff, f": {code}: " in told) == (1, "", True), told
    assert base.git("status", "--porcelain") == "?? EDITS.json"


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"version": 2, "edits": [{}]}',
        '{"version": 1, "edits": []}',
        '{"version": 1, "edits": [{"op": "set", "after": NaN}]}',
        (
            '{"version": 1, "edits": [{"op": "set", "entity": "objection/gone", "path": "note", '
            '"after": "Да", "after": "Нет"}]}'
        ),
        '{"version": 1, "edits": ' + "[" * 100_000,
        '{"version": 1, "edits": ' + "[" * 60 + "]" * 60 + "}",
        json.dumps({"version": 1, "edits": [{"op": "set"}] * 501}),
        json.dumps({"version": 1, "edits": [{"op": "set"}], "reason": {"commits": []}}),
        json.dumps({"version": 1, "edits": [{"op": "set"}], "reason": ["x"]}),
        json.dumps({"version": 1, "edits": [{"op": "set"}], "reason": {"id": "../../x"}}),
        json.dumps({"version": 1, "edits": [{"op": "set"}], "reason": {"x" * 9_999: ""}}),
        json.dumps({"version": 1, "edits": [{"op": "set", "path": "x" * 9_999}]}),
        json.dumps({"version": 1, "edits": [{"op": "set", "x" * 9_999: ""}]}),
    ],
)
def test_a_sheet_that_is_none_is_one_line(base, kb, text):
    (base.root / "EDITS.json").write_text(text, "utf-8")
    code, out, error = kb("apply", "EDITS.json")
    assert (code, out.count("edit-malformed"), "Traceback" in out + error) == (1, 1, False)
    assert max(map(len, out.splitlines())) < 1_000


def test_a_wrong_edit_is_named_where_it_stands_in_the_sheet(apply, base):
    sheet = '{"version": 1,\n "edits": [\n  {"op": "set", "entity": "objection/gone", "path": "note"}\n ]}'
    (base.root / "EDITS.json").write_text(sheet, "utf-8")
    done = editing.apply_file(workspace.find(None), base.root / "EDITS.json")
    assert [(each.code, *each.place[1:]) for each in done.problems] == [("edit-unknown", 3, 3)]


def test_a_value_that_stands_for_two_places_is_left_alone(apply, base):
    base.write({"objections/x.yml": "id: x\ntitle: &t Да\nnote: *t\n"})
    code, told, _ = apply(edit("set", "note", "Да", "Нет", "objection/x"))
    assert (code, " edit-odd: " in told) == (1, True)


def test_a_link_among_the_folders_is_not_followed(apply, base, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (base.root / "content" / "materials").symlink_to(outside)
    sheet = edit("material", "materials/x.pdf", None, "eA==", "")
    code, told, _ = apply(sheet)
    assert (code, list(outside.iterdir())) == (2, []), told


def test_json_is_for_programs(apply, base, kb):
    apply(edit("set", "note", "пока", "всё"))
    code, out, _ = kb("apply", "EDITS.json", "--json")
    found = json.loads(out)
    assert (code, found["written"], found["problems"][0]["code"]) == (1, [], "edit-changed")
    base.git("checkout", "-q", "content")
    _, out, _ = kb("apply", "EDITS.json", "--json")
    assert json.loads(out) == {"written": ["content/objections/цена/дорого.yml"], "problems": []}
