"""What resets «Прочитал, скажу так»: a change of what is said or promised, and nothing less."""

import pytest

from scripts_kb.past.records import Edit, Row
from scripts_kb.review.meaning import to_read_again


@pytest.mark.parametrize(
    ("entity", "edit", "again"),
    [
        ("objection/x", Edit("changed", "answers[a].say", "Это не дорого", "Сравним чашку"), True),
        ("objection/x", Edit("changed", "answers[a].say", "Да конечно", "Да, конечно"), False),
        ("objection/x", Edit("changed", "answers[a].say", "Дораго?", "Дорого?"), False),
        ("objection/x", Edit("added", "answers[b]", None, {"id": "b", "say": "Да"}), True),
        ("objection/x", Edit("removed", "answers[b]", {"id": "b", "say": "Да"}, None), True),
        ("objection/x", Edit("added", 'client_words["Почём?"]', None, "Почём?"), False),
        (
            "objection/x",
            Edit("added", 'answers[a].client_words["Почём?"]', None, "Почём?"),
            False,
        ),
        ("objection/x", Edit("added", "synonyms", None, ["цена"]), False),
        ("objection/x", Edit("changed", "review_by", "2026-01-01", "2027-01-01"), False),
        ("objection/x", Edit("changed", "status", "draft", "live"), True),
        ("objection/x", Edit("changed", "note", "а", "совсем другое"), False),
        ("offer/x", Edit("changed", "price.list", 1490, 1590), True),
        ("offer/x", Edit("changed", "valid_to", "2026-11-01", "2026-12-01"), True),
        ("objection/x", Edit("added", "", None, {"title": "Новая"}), True),
    ],
)
def test_a_reader_must_read_again(entity, edit, again):
    row = Row("c", entity, 2, "changed", 0, 0, "", "", (edit,))
    assert to_read_again(row) is again


@pytest.mark.parametrize("kind", ["removed", "gap"])
def test_what_is_gone_or_unreadable_need_not_be_read(kind):
    edit = Edit("removed", "", {"title": "Была"}, None)
    assert not to_read_again(Row("c", "objection/x", None, kind, 0, 0, "", "", (edit,)))
