"""One value of a file changes, and every other byte stays: remarks, order, quotes, folding."""

import pytest

from scripts_kb.content import parsing
from scripts_kb.content.patching import Alteration, patched

HEAD = "id: x\ntitle: X\n"
LONG = "слово " * 20 + "конец"


def after(body: str, step: Alteration, path: str = "objections/x.yml", head: str = HEAD) -> str:
    return patched((head + body).encode(), path, step).decode().removeprefix(head)


SET = {
    "a plain text": ("note: а\nfamily: б\n", ("note",), "в", "note: в\nfamily: б\n"),
    "with its remark": ("note: а  # тихо\n", ("note",), "в", "note: в  # тихо\n"),
    "in its quotes": ("note: 'а'\n", ("note",), "д'Арк", "note: 'д''Арк'\n"),
    "in double ones": ('note: "а"\n', ("note",), 'и "б"', 'note: "и \\"б\\""\n'),
    "what needs quotes": ("note: а\n", ("note",), "а: б", "note: 'а: б'\n"),
    "what looks like none": ("note: а\n", ("note",), "null", "note: 'null'\n"),
    "a long one as a block, its remark above": (
        "note: а # тихо\nfamily: б\n",
        ("note",),
        LONG,
        f"note: >- # тихо\n  {'слово ' * 14}слово\n  {'слово ' * 5}конец\nfamily: б\n",
    ),
    "a block stays one": ("note: >-\n  а\nfamily: б\n", ("note",), "в", "note: >-\n  в\nfamily: б\n"),
    "with its remark beside the sign": ("note: >- # да\n  а\n", ("note",), "в", "note: >- # да\n  в\n"),
    "lines that say the same stay": (
        "note: >-\n  первая строка\n  вторая\n  третья строка\n",
        ("note",),
        "первая строка новая третья строка",
        "note: >-\n  первая строка\n  новая\n  третья строка\n",
    ),
    "paragraphs too": (
        "note: >-\n  а\n  б\n\n  в\n\n\n  г\n",
        ("note",),
        "а б\nд\n\nг",
        "note: >-\n  а\n  б\n\n  д\n\n\n  г\n",
    ),
    "lines of a literal": ("note: |-\n  а\n  б\n", ("note",), "а\nв", "note: |-\n  а\n  в\n"),
    "several lines in place of one": ("note: а\n", ("note",), "а\n\nб", "note: |-\n  а\n\n  б\n"),
    "a text over several lines": ("note: а\n  б\nfamily: в\n", ("note",), "г", "note: г\nfamily: в\n"),
    "an empty field": ("note:\nfamily: б\n", ("note",), "в", "note: в\nfamily: б\n"),
    "an empty field with a remark": ("note: # пока\n", ("note",), "в", "note: в # пока\n"),
    "a null": ("note: ~\n", ("note",), "в", "note: в\n"),
    "inside brackets": ("segments: [cafe, home]\n", ("segments", 0), "shop", "segments: [shop, home]\n"),
    "what would end the brackets": (
        "synonyms: [а, б]\n",
        ("synonyms", 1),
        "в, г]",
        'synonyms: [а, "в, г]"]\n',
    ),
    "inside braces": (
        "do_not_say:\n  - {id: a, say: Нет, because: Спор}  # тихо\n",
        ("do_not_say", 0, "because"),
        "Спор: о цене",
        'do_not_say:\n  - {id: a, say: Нет, because: "Спор: о цене"}  # тихо\n',
    ),
    "a list in brackets": ("segments: []\nnote: а\n", ("segments",), ["cafe"], "segments: [cafe]\nnote: а\n"),
    "an item of a list": ("client_words:\n  - Да\n  # б\n  - Нет\n", ("client_words", 1), "Ну", "client_words:\n  - Да\n  # б\n  - Ну\n"),
    "an item as a whole": (
        "answers:\n  # первый\n  - id: a\n    say: Да\n\n  - id: b\n",
        ("answers", 0),
        {"id": "a", "say": "Нет"},
        "answers:\n  # первый\n  - id: a\n    say: Нет\n\n  - id: b\n",
    ),
    "a list as a whole, the remark at its key": (
        "client_words: # слова\n  - Да\nnote: а\n",
        ("client_words",),
        ["Нет", "Ну"],
        "client_words: # слова\n  - Нет\n  - Ну\nnote: а\n",
    ),
    "marks of other systems": ("note: а\r\nfamily: б\r\n", ("note",), "в", "note: в\r\nfamily: б\r\n"),
    "mixed ones": ("note: а\r\nfamily: б\n", ("family",), "в", "note: а\r\nfamily: в\n"),
    "the last line has no end": ("note: а", ("note",), "в", "note: в"),
    "a line end of other readers": ("note: а\x85б\nfamily: в\n", ("family",), "г", "note: а\x85б\nfamily: г\n"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "loc", "value", "expected"), SET.values(), ids=SET)
def test_a_value_takes_the_place_of_another(body, loc, value, expected):
    assert after(body, Alteration("set", loc, value)) == expected


PUT = {
    "a field stands where the schema has it": (
        "synonyms: [а]\nnote: б\n",
        ("answers",),
        [{"id": "a", "say": "Да"}],
        "synonyms: [а]\nanswers:\n  - id: a\n    say: Да\nnote: б\n",
    ),
    "below the remarks of the one before": (
        "synonyms:\n  - а\n  # хвост\n# о заметке\nnote: б\n",
        ("family",),
        "в",
        "synonyms:\n  - а\n  # хвост\nfamily: в\n# о заметке\nnote: б\n",
    ),
    "first of an item": (
        "answers:\n  - say: Да\n    next_question: Да?\n",
        ("answers", 0, "id"),
        "a",
        "answers:\n  - id: a\n    say: Да\n    next_question: Да?\n",
    ),
    "in braces": (
        "do_not_say:\n  - {id: a, because: б}\n",
        ("do_not_say", 0, "say"),
        "в",
        "do_not_say:\n  - {id: a, say: в, because: б}\n",
    ),
    "behind a last line without an end": ("note: а", ("review_by",), "2026-12-01", "note: а\nreview_by: 2026-12-01"),
    "an item at the end": (
        "client_words:\n  - Да\n  # хвост\nnote: а\n",
        ("client_words", 1),
        "Нет",
        "client_words:\n  - Да\n  - Нет\n  # хвост\nnote: а\n",
    ),
    "an item before another and its remarks": (
        "client_words:\n  - Да\n  # о втором\n  - Нет\n",
        ("client_words", 1),
        "Ну",
        "client_words:\n  - Да\n  - Ну\n  # о втором\n  - Нет\n",
    ),
    "an item in brackets": ("synonyms: [а, б]\n", ("synonyms", 2), "в", "synonyms: [а, б, в]\n"),
    "first in brackets": ("synonyms: [а, б]\n", ("synonyms", 0), "в", "synonyms: [в, а, б]\n"),
    "below a list at the margin": ("synonyms:\n- а\nnote: б\n", ("synonyms", 1), "в", "synonyms:\n- а\n- в\nnote: б\n"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "loc", "value", "expected"), PUT.values(), ids=PUT)
def test_a_value_is_put_in(body, loc, value, expected):
    found = after(body, Alteration("put", loc, value))
    assert found == expected


DROP = {
    "a field": ("note: а\nfamily: б\n", ("note",), "family: б\n"),
    "a block": ("note: >-\n  а\n\n  б\n\nfamily: в\n", ("note",), "\nfamily: в\n"),
    "what was remarked above it stays": ("# о заметке\nnote: а # тихо\nfamily: б\n", ("note",), "# о заметке\nfamily: б\n"),
    "an item": ("client_words:\n  - Да\n  - Нет\n", ("client_words", 0), "client_words:\n  - Нет\n"),
    "the first field of an item": (
        "answers:\n  - note: а\n    say: Да\n",
        ("answers", 0, "note"),
        "answers:\n  - say: Да\n",
    ),
    "a remark below the first field of an item": (
        "answers:\n  - note: а\n    # тихо\n    say: Да\n",
        ("answers", 0, "note"),
        "answers:\n  - \n    # тихо\n    say: Да\n",
    ),
    "the first in brackets": ("synonyms: [а, б]\n", ("synonyms", 0), "synonyms: [б]\n"),
    "the last in brackets": ("synonyms: [а, б]\n", ("synonyms", 1), "synonyms: [а]\n"),
    "between remarks in brackets": (
        "synonyms: [\n  а, # раз\n  б, # два\n  в\n]\n",
        ("synonyms", 1),
        "synonyms: [\n  а, # раз\n   # два\n  в\n]\n",
    ),
    "a remark further in would become a part of the block above": (
        "family: >-\n  а\nnote: б\n    # хвост\nreview_by: 2026-12-01\n",
        ("note",),
        "family: >-\n  а\nreview_by: 2026-12-01\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "loc", "expected"), DROP.values(), ids=DROP)
def test_a_value_is_taken_out(body, loc, expected):
    assert after(body, Alteration("drop", loc)) == expected


MOVE = {
    "down": ("- Да\n  - Нет\n  - Ну", 0, 3, "- Нет\n  - Ну\n  - Да"),
    "by one": ("- Да\n  - Нет\n  - Ну", 0, 2, "- Нет\n  - Да\n  - Ну"),
    "up": ("- Да\n  - Нет\n  - Ну", 2, 0, "- Ну\n  - Да\n  - Нет"),
    "with its remarks": ("- Да\n  # б\n  - Нет # тихо\n    # хвост\n  - Ну", 1, 3, "- Да\n  - Ну\n  # б\n  - Нет # тихо\n    # хвост"),
}  # fmt: skip


@pytest.mark.parametrize(("items", "index", "to", "expected"), MOVE.values(), ids=MOVE)
@pytest.mark.parametrize("rest", ["", "\n", "\nnote: а\n"])
def test_an_item_is_moved(items, index, to, expected, rest):
    found = after(
        f"client_words:\n  {items}{rest}", Alteration("move", ("client_words", index), to=to)
    )
    assert found.removesuffix("\n") == f"client_words:\n  {expected}{rest}".removesuffix("\n")


@pytest.mark.parametrize(
    ("index", "to", "expected"),
    [(0, 3, "б, в, а"), (2, 0, "в, а, б"), (1, 3, "а, в, б"), (2, 1, "а, в, б")],
)
def test_an_item_is_moved_in_brackets(index, to, expected):
    found = after("synonyms: [а, б, в] # да\n", Alteration("move", ("synonyms", index), to=to))
    assert found == f"synonyms: [{expected}] # да\n"


@pytest.mark.parametrize(
    ("body", "value", "expected"),
    [
        ("\nСтарый текст.\n", "Новый.", "\nНовый.\n"),
        ("\n\n  * а\n  * б\n\n\n", "* в", "\n\n* в\n\n\n"),
        ("", "Новый.", "\nНовый.\n"),
    ],
)
def test_the_text_below_the_fields(body, value, expected):
    head = "---\nid: x\ntitle: X # имя\n---\n"
    found = after(body, Alteration("set", ("body",), value), "regulations/x.md", head)
    assert found == expected


def test_the_fields_above_a_text():
    whole = "---\nid: x\ntitle: 'X' # имя\n---\n\nТекст: не поле\n"
    found = patched(whole.encode(), "regulations/x.md", Alteration("set", ("title",), "Y"))
    assert found.decode() == whole.replace("'X'", "'Y'")


def test_a_mark_of_the_byte_order_stays():
    found = patched(
        "\ufeffid: x\nnote: а\n".encode(), "objections/x.yml", Alteration("set", ("note",), "б")
    )
    assert found.decode() == "\ufeffid: x\nnote: б\n"


def test_new_lines_end_as_those_of_the_file():
    whole = "id: x\r\ntitle: X\r\n"
    step = Alteration("put", ("client_words",), ["Да", "Нет"])
    found = patched(whole.encode(), "objections/x.yml", step)
    assert found.decode() == f"{whole}client_words:\r\n  - Да\r\n  - Нет\r\n"


def test_a_list_at_the_top():
    text = "# слова\n- id: price\n  words: [цена, ценник]\n- id: milk\n  words: [молоко]\n"
    found = patched(text.encode(), "synonyms.yml", Alteration("set", (0, "words", 1), "почём"))
    assert found.decode() == text.replace("ценник", "почём")


@pytest.mark.parametrize(
    "body", ["note: &a а\nfamily: *a\n", "note: &a а\nfamily: б\nsegments: [*a]\n"]
)
def test_what_stands_for_two_places_is_left_alone(body):
    with pytest.raises(parsing.UnreadableError) as refused:
        after(body, Alteration("set", ("note",), "в"))
    assert refused.value.code == "edit-odd"
