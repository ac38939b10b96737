import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.past import differ
from scripts_kb.past.records import Edit
from scripts_kb.schema import outline
from scripts_kb.schema.values import canonical
from tests.recompute import edits as slow

OBJECTION = outline.of("objection")
INSIGHT = outline.of("insight")


def items(*ids):
    return {"answers": [{"id": each} for each in ids]}


def e(op, path, before=None, after=None, place=(None, None)):
    return Edit(op, path, before, after, *place)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"id": "x"}, {"id": "x"}, []),
        (None, {"id": "x"}, [e("added", "", after={"id": "x"})]),
        ({"id": "x"}, None, [e("removed", "", {"id": "x"})]),
        ({"title": "Да"}, {"title": "Нет"}, [e("changed", "title", "Да", "Нет")]),
        ({"price": 1490}, {"price": 1490.0}, []),
        ({"flag": True}, {"flag": 1}, [e("changed", "flag", True, 1)]),
        ({}, {"note": "а"}, [e("added", "note", after="а")]),
        (
            {"client_words": ["Дорого"]},
            {"client_words": ["Дорого", "Цена"]},
            [e("added", 'client_words["Цена"]', after="Цена", place=(None, 1))],
        ),
        (
            {"client_words": ["а", "б", "в"]},
            {"client_words": ["в", "а", "б"]},
            [e("moved", 'client_words["в"]', place=(2, 0))],
        ),
        ({}, {"synonyms": ["а"]}, [e("added", "synonyms", after=["а"])]),
        ({"synonyms": ["а"]}, {}, [e("removed", "synonyms", ["а"])]),
        (
            {"synonyms": ["а", "а"]},
            {"synonyms": ["а"]},
            [e("changed", "synonyms", ["а", "а"], ["а"])],
        ),
        (
            items("a", "b"),
            items("b", "c"),
            [
                e("removed", "answers[a]", {"id": "a"}, place=(0, None)),
                e("added", "answers[c]", after={"id": "c"}, place=(None, 1)),
            ],
        ),
        (
            {"answers": [{"id": "a", "say": "1"}, {"id": "b"}]},
            {"answers": [{"id": "b"}, {"id": "a", "say": "2"}]},
            [
                e("moved", "answers[a]", place=(0, 1)),
                e("changed", "answers[a].say", "1", "2"),
            ],
        ),
        (
            {"answers": [{"say": "без id"}]},
            {"answers": [{"say": "всё ещё"}]},
            [e("changed", "answers", [{"say": "без id"}], [{"say": "всё ещё"}])],
        ),
        ({"title": "а"}, {"title": ["а"]}, [e("changed", "title", "а", ["а"])]),
    ],
)
def test_objection(old, new, expected):
    found = list(differ.between(old, new, OBJECTION))
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_items_are_told_apart_by_what_the_schema_says():
    old = {"objections": [{"objection": "dorogo", "count": 38}]}
    new = {"objections": [{"objection": "dorogo", "count": 40}]}
    assert list(differ.between(old, new, INSIGHT)) == [
        e("changed", "objections[dorogo].count", 38, 40)
    ]


texts = st.sampled_from(["а", "б", "Дорого", 'к"а', "[x]", "a.b", "no", " ", "\u0085", "🙂", "a]b"])
ids = st.sampled_from(["a", "b", "c", "d", "e", "012"])
scalars = st.one_of(texts, st.integers(-3, 3), st.booleans(), st.sampled_from([0.5, 2.0]))
things = st.fixed_dictionaries(
    {"id": ids},
    optional={
        "say": texts,
        "steps": st.lists(st.fixed_dictionaries({"id": ids}, optional={"say": texts}), max_size=4),
    },
)
values = st.dictionaries(
    st.sampled_from(["title", "synonyms", "answers", "old_key", "client_words", "ключ", "a b"]),
    st.one_of(
        scalars,
        st.lists(texts, max_size=6),
        st.lists(scalars, max_size=4),
        st.lists(things, max_size=5),
        st.lists(things, max_size=6, unique_by=lambda each: each["id"]),
        st.dictionaries(texts, scalars, max_size=2),
    ),
    max_size=4,
).map(canonical)


@pytest.mark.slow
@given(values)
def test_nothing_lies_between_a_value_and_itself(value):
    assert not list(differ.between(value, value, OBJECTION))


@pytest.mark.slow
@given(values, values)
def test_edits_lead_there_and_back(old, new):
    found = list(differ.between(old, new, OBJECTION))
    assert same(differ.apply(old, found, OBJECTION), new)
    assert same(differ.apply(new, [edit.reverse() for edit in found], OBJECTION), old)


@pytest.mark.slow
@given(st.lists(ids, unique=True), st.lists(ids, unique=True))
def test_moves_are_as_few_as_can_be(old, new):
    found = [edit.as_json() for edit in differ.between(items(*old), items(*new), OBJECTION)]
    assert slow.faults(items(*old), items(*new), found, OBJECTION) == []


def same(one, other):
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True) or one == other
