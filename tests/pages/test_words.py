"""Before and after by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.pages.words import marked

TEXTS = st.text(alphabet="аб в,.\n", max_size=40)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Да", "Да", "Да"),
        ("Это недорого", "Это дёшево", "Это [-недорого-]{+дёшево+}"),
        ("раз два три", "раз четыре пять три", "раз [-два-]{+четыре пять+} три"),
        ("один два три", "один 2 3", "один [-два три-]{+2 3+}"),
        ("", "Новое", "{+Новое+}"),
        ("Старое", "", "[-Старое-]"),
        (
            "Мы дорогие, потому что лучшие",
            "Вкус шоколада",
            "[-Мы дорогие, потому что лучшие-]{+Вкус шоколада+}",
        ),
        ("Да.", "Да!", "Да[-.-]{+!+}"),
    ],
)
def test_a_change_is_marked(before, after, shown):
    form = {"kept": "{}", "cut": "[-{}-]", "put": "{{+{}+}}"}
    assert "".join(form[run.mark].format(run.text) for run in marked(before, after)) == shown


@given(TEXTS, TEXTS)
def test_the_marks_hold_both_texts(before, after):
    runs = marked(before, after)
    assert "".join(run.text for run in runs if run.mark != "put") == before
    assert "".join(run.text for run in runs if run.mark != "cut") == after
    assert all(run.text for run in runs)


@given(TEXTS)
def test_equal_texts_have_no_marks(text):
    assert {run.mark for run in marked(text, text)} <= {"kept"}
