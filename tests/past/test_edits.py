"""The place of an edit in a reader's words: labels, and titles in place of keys."""

import pytest

from scripts_kb.past.edits import EntitySide
from scripts_kb.past.telling import Names, of_values

NAMES = Names("ru", {"department/sales": "Продажи"}.get)


@pytest.mark.parametrize(
    ("entity", "path", "russian"),
    [
        ("decision/x", "positions.sales", ("Позиции отделов", "Продажи")),
        ("decision/x", "positions.partners", ("Позиции отделов", "partners")),
        ("config/kb", "reasons.refused[no].title", ("Причины", "Отказ", "Название")),
        ("objection/x", "", ()),
    ],
)
def test_a_place_is_named_by_labels_and_titles(entity, path, russian):
    assert EntitySide(entity, None, NAMES).place(path) == russian


def test_what_is_not_to_be_said_is_known_by_itself_and_not_by_its_replacement():
    whole = {"do_not_say": [{"id": "press", "say": "Вы решите?", "instead": "Когда удобно?"}]}
    side = EntitySide("objection/x", whole, NAMES)
    assert side.place("do_not_say[press].because") == ("Не говорим", "«Вы решите?»", "Почему")


def test_what_a_trial_kept_is_told_by_its_words_and_not_by_its_code():
    variants = [{"id": "day", "say": "В какой день?"}, {"id": "soon", "say": "Везём завтра?"}]
    side = EntitySide("trial/day", {"variants": variants}, NAMES)
    assert side.text("kept", "soon") == "«Везём завтра?»"
    assert side.text("kept", "gone") == "gone"
    assert EntitySide("trial/day", None, NAMES).text("kept", "soon") == "soon"


@pytest.mark.parametrize(
    "zones",
    [
        None,
        "sales",
        ["sales"],
        {"departments": "sales"},
        {"departments": {"sales": "Продажи"}},
        {"departments": ["sales", None, 3, {"id": ["sales"]}]},
    ],
)
def test_a_department_that_the_past_holds_no_title_of_is_named_by_its_id(zones):
    names = of_values({"config/zones": zones}, "ru")
    assert names.of("department", "sales") == "sales"
