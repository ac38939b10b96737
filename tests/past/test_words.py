import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.past.words import deltas, marked

TABLE = [
    ("", "", []),
    ("Да", "Да", [("kept", "Да")]),
    ("", "Да", [("put", "Да")]),
    ("Да", "", [("cut", "Да")]),
    # Words are whole, signs stand apart.
    (
        "Это недорого, да",
        "Это дёшево, да",
        [("kept", "Это "), ("cut", "недорого"), ("put", "дёшево"), ("kept", ", да")],
    ),
    (
        "Дорого? Понимаю",
        "Дорого. Понимаю",
        [("kept", "Дорого"), ("cut", "?"), ("put", "."), ("kept", " Понимаю")],
    ),
    # Neighbours that only a space keeps apart are one change.
    (
        "раз два три четыре",
        "раз пять шесть четыре",
        [("kept", "раз "), ("cut", "два три"), ("put", "пять шесть"), ("kept", " четыре")],
    ),
    # A number with its thousands is one word.
    (
        "за 1\u00a0490\u00a0₽",
        "за 1\u00a0540\u00a0₽",
        [("kept", "за "), ("cut", "1\u00a0490"), ("put", "1\u00a0540"), ("kept", "\u00a0₽")],
    ),
    # Written anew: single kept letters would only confuse.
    (
        "Бывает, подводят",
        "Ну, вторая есть",
        [("cut", "Бывает, подводят"), ("put", "Ну, вторая есть")],
    ),
]


@pytest.mark.parametrize(("before", "after", "runs"), TABLE)
def test_marks_words(before, after, runs):
    assert [tuple(run) for run in marked(before, after)] == runs


@given(st.text("аб в,.", max_size=30), st.text("аб в,.", max_size=30))
def test_runs_give_both_texts_back(before, after):
    runs = marked(before, after)
    assert "".join(run.text for run in runs if run.mark != "put") == before
    assert "".join(run.text for run in runs if run.mark != "cut") == after
    assert all(run.text for run in runs)


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        ("Да", "Да", ()),
        ("Это дорого", "Это дёшево", ((4, "дорого", 6),)),
        ("", "Новое", ((0, "", 5),)),
        ("Старое", "", ((0, "Старое", 0),)),
        ("раз два три, пять", "раз шесть, пять да", ((4, "два три", 5), (6, "", 3))),
        # As JavaScript counts: what is beyond the basic plane is two.
        ("😀 раз два", "😀 раз три", ((7, "два", 3),)),
        ("да", "😀", ((0, "да", 2),)),
    ],
)
def test_edits_say_how_far_apart_they_are(before, after, edits):
    assert deltas(before, after) == edits


@given(st.text("аб в,.😀", max_size=30), st.text("аб в,.😀", max_size=30))
def test_edits_make_the_runs_of_the_new_text(before, after):
    left = after.encode("utf-16-le")
    runs = []
    for kept, cut, put in deltas(before, after):
        for mark, size in (("kept", kept), ("cut", cut), ("put", put)):
            text = size if mark == "cut" else left[: 2 * size].decode("utf-16-le")
            left = left if mark == "cut" else left[2 * size :]
            runs += [(mark, text)] if text else []
    runs += [("kept", left.decode("utf-16-le"))] if left else []
    assert runs == [tuple(run) for run in marked(before, after)]


def test_a_long_text_that_was_reworded_at_both_ends_keeps_what_is_between():
    between = "".join(f"Строка {number}: слово за словом, без перемен.\n" for number in range(300))
    before, after = f"Раз два.\n{between}Три.\n", f"Раз три.\n{between}Пять.\n"
    runs = [tuple(run) for run in marked(before, after)]
    assert runs == [
        ("kept", "Раз "),
        ("cut", "два"),
        ("put", "три"),
        ("kept", f".\n{between}"),
        ("cut", "Три"),
        ("put", "Пять"),
        ("kept", ".\n"),
    ]


def test_a_huge_text_is_replaced_as_a_whole():
    before, after = "а б " * 5_000, "в г " * 5_000
    assert [run.mark for run in marked(before, after)] == ["cut", "put"]
