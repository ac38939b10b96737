import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.content.versions import PastFile
from scripts_kb.past import differ
from scripts_kb.review.pairing import ReadFile, pairs


def file(id_, value="x", problem=""):
    past = PastFile(
        id_, None if id_ is None else {"id": id_, "say": value}, fits=True, problem=problem
    )
    return ReadFile(past, f"{id_}:{value}:{problem}")


TABLE = {
    "same": ({"objections/a.yml": file("x")}, {"objections/a.yml": file("x")}, []),
    "moved": (
        {"objections/a.yml": file("x")},
        {"objections/b.yml": file("x")},
        [("objection/x", "objections/a.yml", "objections/b.yml", "")],
    ),
    "added": ({}, {"objections/b.yml": file("x")}, [("objection/x", None, "objections/b.yml", "")]),
    "id changed": (
        {"objections/a.yml": file("x")},
        {"objections/a.yml": file("y")},
        [
            ("objection/x", "objections/a.yml", None, ""),
            ("objection/y", None, "objections/a.yml", ""),
        ],
    ),
    "broken": (
        {"objections/a.yml": file("x")},
        {"objections/a.yml": file(None, problem="tab")},
        [("objection/x", "objections/a.yml", "objections/a.yml", "tab")],
    ),
    "a newcomer with a taken id is no change": (
        {"objections/b.yml": file("x")},
        {"objections/b.yml": file("x"), "objections/a.yml": file("x", "other")},
        [],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), TABLE.values(), ids=TABLE)
def test_pairs(before, after, expected):
    def shown(one, other):
        return [
            (p.entity, p.path_before, p.path_after, p.unreadable) for p in pairs(one, other).pairs
        ]

    assert shown(before, after) == expected
    assert shown(after, before) == [(e, new, old, u) for e, old, new, u in expected]


PATHS = st.sampled_from([f"objections/{name}.yml" for name in "abc"])
FILES = st.sampled_from(
    [*(file(id_, value) for id_ in "xy" for value in "12"), file(None, problem="tab")]
)


@pytest.mark.slow
@given(st.dictionaries(PATHS, FILES), st.dictionaries(PATHS, FILES))
def test_pairing_is_the_same_both_ways(before, after):
    there, back = pairs(before, after), pairs(after, before)
    assert [
        (p.entity, p.before, p.after, p.path_before, p.path_after, p.unreadable)
        for p in there.pairs
    ] == [
        (p.entity, p.after, p.before, p.path_after, p.path_before, p.unreadable) for p in back.pairs
    ]
    swap = {"before": "after", "after": "before"}
    assert {(d.entity, d.path, d.side) for d in there.doubles} == {
        (d.entity, d.path, swap[d.side]) for d in back.doubles
    }


ITEMS = st.lists(st.integers(0, 7), unique=True, min_size=1, max_size=8)


@pytest.mark.slow
@given(ITEMS, ITEMS)
def test_edits_of_lists_are_the_same_reversed(old, new):
    there = [*differ.between({"list": old}, {"list": new})]
    back = [edit.reverse() for edit in differ.between({"list": new}, {"list": old})]
    assert sorted(map(repr, there)) == sorted(map(repr, back))
    assert differ.apply({"list": old}, there) == {"list": new}
