import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.past import differ, provenance
from scripts_kb.past.records import Edit
from scripts_kb.schema import outline, values
from scripts_kb.schema.values import canonical

OBJECTION = outline.of("objection")
BEFORE = {"title": 1, 'synonyms["а"]': 1, "answers[a].id": 1, "answers[a].say": 1}


@pytest.mark.parametrize(
    ("edits", "changed"),
    [
        ([], {}),
        ([Edit("changed", "title", "x", "y")], {"title": 2}),
        ([Edit("moved", "answers[a]", index_before=0, index_after=1)], {}),
        (
            [Edit("removed", "answers[a]", {"id": "a", "say": "x"}, index_before=0)],
            {"answers[a].id": None, "answers[a].say": None},
        ),
        (
            [Edit("added", "answers[b]", after={"id": "b", "say": "x"}, index_after=0)],
            {"answers[b].id": 2, "answers[b].say": 2},
        ),
        (
            [Edit("changed", "synonyms", ["а"], ["б", "б"])],
            {'synonyms["а"]': None, "synonyms": 2},
        ),
        ([Edit("removed", "", {"title": "x"})], dict.fromkeys(BEFORE)),
    ],
)
def test_edit_sets_what_is_below_it_and_no_other(edits, changed):
    leaves = dict(BEFORE)
    provenance.advance(leaves, edits, 2, OBJECTION)
    merged = {**BEFORE, **changed}
    assert leaves == {path: origin for path, origin in merged.items() if origin is not None}


def test_a_longer_name_is_no_place_below():
    leaves = {"say": 1, "says": 1, "say_more.x": 1}
    provenance.advance(leaves, [Edit("removed", "say", {"x": "1"})], 2, None)
    assert leaves == {"says": 1, "say_more.x": 1}


words = st.lists(st.sampled_from(["а", "б", "в"]), max_size=4)
cards = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["x", "y"]),
        "synonyms": words,
        "answers": st.lists(
            st.fixed_dictionaries(
                {"id": st.sampled_from(["a", "b", "c"])},
                optional={"say": st.sampled_from(["x", "y"]), "steps": words},
            ),
            max_size=3,
        ),
    },
).map(canonical)


@pytest.mark.slow
@given(st.lists(cards, min_size=1, max_size=5))
def test_leaf_belongs_to_the_version_after_which_it_differed(versions):
    leaves = {}
    wanted = {}
    old = None
    for number, new in enumerate(versions):
        provenance.advance(leaves, differ.between(old, new, OBJECTION), number, OBJECTION)
        was = dict(values.leaves(old, OBJECTION))
        now = dict(values.leaves(new, OBJECTION))
        wanted = {
            path: wanted[path] if path in was and was[path] == value else number
            for path, value in now.items()
        }
        old = new
    assert leaves == wanted
