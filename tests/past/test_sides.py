"""Which commits of a merge speak for which edit: for what they knew, and what was built on them."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.git.records import Commit, Landed
from scripts_kb.past import differ, sides
from scripts_kb.past.records import Edit
from scripts_kb.past.sides import CommitDelta, MergedLines
from scripts_kb.past.tree import Kept

CARD = "objection/x"
BASE = {"id": "x", "title": "a", "note": "a", "family": "a", "status": "draft"}
FIELDS = ("title", "note", "family")


class Story:
    """Commits upon one base, told by what each sets; a merge takes what its sides changed."""

    def __init__(self):
        self.commits = {}
        self.values = {"base": BASE}

    def tell(self, name, *parents, swapped=False, **set_):
        value = self.merged(parents)
        self.values[name] = value | set_
        order = parents[::-1] if swapped else parents
        self.commits[name] = Commit(name, order, 0, 0, name, ())
        return name

    def merged(self, names):
        """Take of each field what is not as it was, and of several the latest."""
        found = [self.values[name] for name in names]
        return {
            key: max((each[key] for each in found), key=lambda value: (value != was, value))
            for key, was in BASE.items()
        }

    def said(self):
        """Give what each commit changed against its first parent."""
        kept = {name: Kept(name, "x.yml", value, read=True) for name, value in self.values.items()}
        return {
            name: {CARD: CommitDelta(kept[each.parents[0]], kept[name])}
            if self.values[each.parents[0]] != self.values[name]
            else {}
            for name, each in self.commits.items()
        }

    def landed(self, *tips):
        merge = Commit("merge", ("main", *tips), 0, 0, "merge", ())
        return Landed(merge, tuple(self.commits.values()))

    def heard(self, speaking, *tips):
        """Give for each edit who speaks for it; one set for each who made it."""
        after = self.merged(tips)
        edits = list(differ.between(BASE, after))
        landed = self.landed(*tips)
        if not sides.forked(landed):
            return {edit.path: {frozenset(speaking)} for edit in edits}
        found = MergedLines(landed, self.said(), compare)
        made = found.of(CARD, edits, Kept("merge", "x.yml", after, read=True), speaking)
        whole = {edit.path: {frozenset(speaking)} for edit in edits}
        return whole | {path: set(each.voices) for each in made for path in each.paths}


def compare(_entity, one, other):
    return tuple(differ.between(one and one.value, other and other.value))


def parts(*names):
    return {frozenset(names)}


def test_a_side_speaks_for_itself():
    story = Story()
    story.tell("a", "base", title="A")
    story.tell("b", "base", note="B")
    story.tell("join", "a", "b")
    assert story.heard({"a", "b"}, "join") == {"title": parts("a"), "note": parts("b")}
    assert story.heard({"join"}, "join") == {"title": parts("join"), "note": parts("join")}
    assert story.heard({"a"}, "a", "b") == {"title": parts("a"), "note": parts()}


def test_whoever_mends_what_others_made_takes_no_reason_from_them():
    story = Story()
    story.tell("a", "base", title="A")
    story.tell("b", "base", note="B")
    story.tell("join", "a", "b")
    story.tell("mend", "join", note="BB")
    assert story.heard({"a"}, "mend") == {"title": parts("a"), "note": parts()}


def test_a_value_that_nobody_had_is_of_both():
    story = Story()
    story.tell("a", "base", title="A")
    story.tell("b", "base", title="B")
    story.tell("join", "a", "b", title="AB")
    assert story.heard({"a", "b"}, "join") == {"title": {frozenset("a"), frozenset("b")}}
    assert story.heard({"a"}, "join") == {"title": {frozenset()}}
    story.tell("took", "a", "b", title="A")
    del story.commits["join"]
    assert story.heard({"a", "b"}, "took") == {"title": parts("a")}


def test_an_order_is_of_who_changed_the_order():
    asked = Edit("moved", "answers[a]", index_before=0, index_after=1)
    assert [
        sides.meet(asked, other)
        for other in (
            Edit("moved", "answers[b]", index_before=1, index_after=0),
            Edit("moved", "client_words[b]", index_before=1, index_after=0),
            Edit("changed", "answers[a].say", "1", "2"),
        )
    ] == [True, False, False]


steps = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.booleans(), st.booleans()),
    min_size=2,
    max_size=14,
)


@pytest.mark.slow
@given(steps, st.integers(0, 2))
def test_lines_of_work_never_speak_for_each_other(told, count):
    """Two to four people, a field each, who merge each other's work now and then."""
    story = Story()
    owners = ["status", *FIELDS][: count + 2]
    tips = dict.fromkeys(owners, "base")
    made = {owner: set() for owner in owners}
    speaking = set()
    for number, (who, other, merges, speaks) in enumerate(told):
        owner, second = owners[who % len(owners)], owners[other % len(owners)]
        name = f"c{number:02}"
        if merges and "base" not in {tips[owner], tips[second]} and tips[owner] != tips[second]:
            tips[owner] = story.tell(name, tips[owner], tips[second], swapped=speaks)
        else:
            tips[owner] = story.tell(name, tips[owner], **{owner: name})
            made[owner].add(name)
            speaking |= {name} if speaks else set()
    ends = [each for each in dict.fromkeys(tips.values()) if each != "base"]
    for path, voices in story.heard(speaking, *ends).items():
        wanted = {frozenset(s for s in speaking if story_related(story, s, m)) for m in made[path]}
        least = {each for each in wanted if not any(one < each for one in wanted)}
        assert voices == least, path


def story_related(story, one, other):
    """Tell whether one commit is above the other, by walking all that is above each."""

    def above(name):
        parents = story.commits[name].parents if name in story.commits else ()
        return {name}.union(*map(above, parents))

    return one in above(other) or other in above(one)


def test_one_line_is_not_parted():
    story = Story()
    for number, field in enumerate(FIELDS):
        story.tell(f"c{number}", f"c{number - 1}" if number else "base", **{field: "B"})
    assert not sides.forked(story.landed("c2"))
    assert all(
        MergedLines(story.landed("c2"), story.said(), compare).related(one, other)
        for one, other in combinations(story.commits, 2)
    )
