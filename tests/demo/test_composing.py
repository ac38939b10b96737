"""A story and today's content → what every commit holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts_kb.demo import composing, story

HEAD = "@ 2026-01-{:02} 10:00 {}\nx\n"


def told(today, *steps):
    """Compose steps that land day after day; each is its name, options included, and its edits."""
    text = "".join(HEAD.format(day, head) + edits for day, (head, edits) in enumerate(steps, 1))
    files = {path: content.encode() for path, content in today.items()}
    telling = composing.compose(story.of(list(story.read(text))), files)
    trees = {
        point.step.name: {path: text.decode() for path, text in point.tree.items()}
        for point in telling.points
    }
    return telling, trees


FIRST = ("first", "")


@pytest.mark.parametrize(
    ("edits", "today", "before"),
    [
        ("~ a\n-old\n+new\n", {"a": "x\nnew\n"}, {"a": "x\nold\n"}),
        ("~ a\n-old\n+new\n", {"a": "new\n"}, {"a": "old\n"}),
        ("~ a\n x\n+new\n", {"a": "x\nnew\ny\n"}, {"a": "x\ny\n"}),
        ("~ a\n-1\n+2\n~\n-3\n+4\n", {"a": "2\n4\n"}, {"a": "1\n3\n"}),
        ("+ a\n", {"a": "new\n", "b": ""}, {"b": ""}),
        ("- a\n-old\n-\n-text\n", {}, {"a": "old\n\ntext\n"}),
        ("> a → b\n", {"b": "same\n"}, {"a": "same\n"}),
        ("> a → b\n~ b\n-old\n+new\n", {"b": "new\n"}, {"a": "old\n"}),
    ],
)
def test_an_edit_is_taken_back(edits, today, before):
    telling, trees = told(today, FIRST, ("edit", edits))
    assert trees == {"first": before, "edit": today}
    assert not telling.left_out


@pytest.mark.parametrize(
    ("edits", "today"),
    [
        ("~ a\n-old\n+new\n", {"a": "other\n"}),
        ("~ a\n-old\n+new\n", {"a": "new\nx\nnew\n"}),
        ("~ a\n-old\n+new\n", {"a": "newer\n"}),
        ("~ a\n-old\n+new\n", {}),
        ("+ a\n", {}),
        ("- a\n-old\n", {"a": "kept\n"}),
        ("> b → a\n", {}),
        ("> b → a\n", {"a": "", "b": ""}),
    ],
)
def test_an_edit_that_the_content_has_outgrown_is_left_out_and_counted(edits, today):
    telling, trees = told(today, FIRST, ("edit", edits), ("last", ""))
    assert trees == {"first": today, "last": today}, "a step that is left with nothing is not told"
    assert telling.left_out == ("edit: a",)


def test_a_step_is_told_as_far_as_it_fits():
    telling, trees = told({"a": "2\n", "b": "other\n"}, FIRST, ("x", "~ a\n-1\n+2\n~ b\n-3\n+4\n"))
    assert trees["first"] == {"a": "1\n", "b": "other\n"}
    assert telling.left_out == ("x: b",)


def test_a_revert_takes_back_the_lines_of_its_step():
    today = {"a": "old\n"}
    telling, trees = told(today, FIRST, ("edit", "~ a\n-old\n+new\n"), ("back undoes=edit", ""))
    assert [trees[name]["a"] for name in ("first", "edit", "back")] == ["old\n", "new\n", "old\n"]
    assert not telling.left_out


def test_commits_beside_fork_where_they_stand_and_a_merge_brings_them():
    steps = [
        FIRST,
        ("one on=side", "~ a\n-1\n+2\n"),
        ("main", "~ b\n-1\n+2\n"),
        ("two on=side", "~ a\n-2\n+3\n+ c\n"),
        ("merge merges=side", "~ b\n-2\n+3\n"),
    ]
    telling, trees = told({"a": "3\n", "b": "3\n", "c": "new\n"}, *steps)
    assert trees == {
        "first": {"a": "1\n", "b": "1\n"},
        "one": {"a": "2\n", "b": "1\n"},
        "main": {"a": "1\n", "b": "2\n"},
        "two": {"a": "3\n", "b": "1\n", "c": "new\n"},
        "merge": {"a": "3\n", "b": "3\n", "c": "new\n"},
    }
    assert {point.step.name: point.parents for point in telling.points} == {
        "first": (),
        "one": ("first",),
        "main": ("first",),
        "two": ("one",),
        "merge": ("main", "two"),
    }
    assert [point.step.name for point in telling.landed()] == ["first", "main", "merge"]


def test_a_commit_beside_that_rests_on_later_text_is_left_out_of_its_branch():
    steps = [
        FIRST,
        ("main", "~ a\n-1\n+2\n"),
        ("early on=side", "~ a\n-1\n+2\n"),
        ("merge merges=side", "~ a\n-2\n+3\n"),
    ]
    telling, trees = told({"a": "3\n"}, *steps)
    assert trees["merge"] == {"a": "3\n"}
    assert telling.left_out


def test_dated_files_that_the_story_does_not_know_come_last_and_others_were_always_there():
    today = {"changes/x.yml": "", "insights/y.yml": "", "objections/z.yml": "", "a": "2\n"}
    _, trees = told(today, FIRST, ("last", "~ a\n-1\n+2\n"))
    assert trees == {"first": {"objections/z.yml": "", "a": "1\n"}, "last": today}


LINES = st.lists(st.sampled_from(["one", "two", "three", "new", "old"]), max_size=6)
FILES = st.dictionaries(
    st.sampled_from(["a", "b", "insights/c.yml"]), LINES.map(lambda lines: "\n".join([*lines, ""]))
)
EDITS = st.lists(
    st.sampled_from(
        [
            "~ a\n-old\n+new\n",
            "~ a\n one\n+two\n",
            "+ b\n",
            "- b\n-gone\n",
            "> a → b\n",
            "> b → a\n",
        ]
    ),
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=60)
@given(today=FILES, edits=EDITS, beside=EDITS)
def test_whatever_became_of_the_content_the_story_ends_at_it(today, edits, beside):
    steps = [(f"s{number}", edit) for number, edit in enumerate(edits)]
    sides = [(f"b{number} on=side", edit) for number, edit in enumerate(beside)]
    telling, trees = told(today, FIRST, *sides, *steps, ("last merges=side", ""))
    assert trees["last"] == today
    assert telling.points[-1].step.name == "last"
    known = set()
    for point in telling.points:
        assert set(point.parents) <= known, "parents come before children"
        known.add(point.step.name)
