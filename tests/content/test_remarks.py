"""Remarks of a file that is written anew: each stays, wherever a person put it."""

import re
from collections import Counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.content import formatting, parsing, remarks

PLACES = {
    "behind an item and on a line of its own": (
        "tags: [a, # 1\n  # 2\n  b]\n",
        "tags:\n  - a # 1\n  # 2\n  - b\n",
    ),
    "behind a bracket that opens": ("tags: [ # 1\n  a]\n", "tags: # 1\n  - a\n"),
    "before a bracket that closes": ("tags: [a,\n  # 1\n  ]\n", "tags:\n  - a\n  # 1\n"),
    "behind a bracket that closes": ("tags: [a] # 1\n", "tags: [a] # 1\n"),
    "before a comma": ("tags: [a # 1\n  , b]\n", "tags:\n  - a # 1\n  - b\n"),
    "between a name and its text, in braces": (
        "tags: {a: # 1\n  b, c: d}\n",
        "tags:\n  # 1\n  a: b\n  c: d\n",
    ),
    "between a name and its text": ("tags:\n  # 1\n  a\n", "# 1\ntags: a\n"),
    "between a name and its list": ("tags: # 1\n  # 2\n  [a]\n", "# 1\n# 2\ntags: [a]\n"),
    "behind the bracket of an item": (
        "tags:\n  - { # 1\n    a: b}\n",
        "tags:\n  # 1\n  - a: b\n",
    ),
    "in what holds nothing": ("tags: [ # 1\n  # 2\n  ]\n", "# 1\n# 2\ntags: []\n"),
    "deep": (
        "tags: [a, {b: c, d: [e, f # 1\n  ]}, {g: h}]\n",
        "tags:\n  - a\n  - b: c\n    d:\n      - e\n      - f # 1\n  - {g: h}\n",
    ),
    "in a list of lists": (
        "tags:\n- [a, # 1\n  b]\n- - c\n",
        "tags:\n  -   - a # 1\n      - b\n  -   - c\n",
    ),
    "at a lone pair": ("tags: [a: b, # 1\n  c]\n", "tags:\n  # 1\n  - a: b\n  - c\n"),
    "with hashes in it": (
        "tags: [a, #1# 2 #3\n  'b # c']\n",
        "tags:\n  - a #1# 2 #3\n  - 'b # c'\n",
    ),
    "beside a text of two lines": (
        "tags: [a\n  b, # 1\n  \"c\\\n  d\", 'e\n\n  f']\n",
        "tags:\n  - a b # 1\n  - \"cd\"\n  - 'e\n\n    f'\n",
    ),
    "around the marks of a document": (
        "# 1\n--- # 2\ntags: a\n... # 3\n# 4\n",
        "# 1\n# 2\ntags: a\n# 3\n# 4\n",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_remark_stays(place):
    before, after = PLACES[place]
    assert formatting.format_file(before.encode(), "insights/x.yml").decode() == after
    assert formatting.format_file(after.encode(), "insights/x.yml").decode() == after


def test_a_whole_card_in_braces_becomes_blocks_where_it_holds_a_remark():
    text = "{id: x, # 1\r title: X, answers: [{say: Да # 2\n}]} # 3\n# 4\n"
    after = "id: x # 1\ntitle: X\nanswers:\n  - id: da\n    say: Да # 2\n# 3\n# 4\n"
    assert formatting.format_file(text.encode(), "objections/x.yml").decode() == after


def test_front_matter_keeps_its_remarks():
    text = "---\ntags: [a, # 1\n  b]\n---\n\n# Текст [#1]\n"
    after = "---\ntags:\n  - a # 1\n  - b\n---\n\n# Текст [#1]\n"
    assert formatting.format_file(text.encode(), "regulations/x.md").decode() == after


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("insights/x.yml", "id: x\na: &q # 1\n  b\nc: *q\n", (2, 7)),
        ("regulations/x.md", "---\nid: x\na: &q # 1\n  b\n---\n\n# 1\n", (3, 7)),
    ],
)
def test_one_that_cannot_stay_is_named_and_the_file_left_alone(path, text, place):
    with pytest.raises(parsing.UnreadableError) as told:
        formatting.format_file(text.encode(), path)
    assert told.value.code == "remark-in-the-way"
    assert (told.value.line, told.value.column, told.value.facts) == (*place, {"text": "# 1"})


@pytest.mark.parametrize(
    "text", ["a: [b # 1\n", "# 1\na: b\n", "a: [b]\n", "%YAML 1.2\n--- # 1\na: b\n"]
)
def test_what_is_no_yaml_or_keeps_its_remarks_stays(text):
    assert remarks.settled(text) == text


TEXTS = st.sampled_from(["да", "a#b", "'с # решёткой'", '"[b, # c"', "'it''s'", "12", "два слова"])
TREES = st.recursive(
    TEXTS,
    # No card has an empty map or a list in a list: ruamel may lose what follows, and the file is
    # left alone.
    lambda inner: st.one_of(
        st.lists(inner.filter(lambda each: each and not isinstance(each, list)), max_size=3),
        st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    ),
    max_leaves=8,
)


@st.composite
def documents(draw):
    """Draws a file with remarks wherever YAML takes one; gives it and what the remarks say."""
    said = []

    def gap(pad, blank=" "):
        drawn = draw(st.sampled_from(["", "", "line", "behind", "own", "both"]))
        lines = []
        for _ in {"": "", "line": "", "behind": "1", "own": "1", "both": "12"}[drawn]:
            said.append(
                f"# п{len(said)}{draw(st.sampled_from(['', ' # ещё', '#', ': {[, -']))}".rstrip()
            )
            lines.append(said[-1])
        if not drawn:
            return blank
        own = f"\n{pad}" + "".join(f"{each}\n{pad}" for each in lines)
        return f" {own.strip()}\n{pad}" if drawn in {"behind", "both"} else own

    def flow(value, pad):
        if isinstance(value, str):
            return value
        pairs = value.items() if isinstance(value, dict) else [(None, each) for each in value]
        parts = [
            (f"{name}:{gap(pad)}" if name else "") + flow(each, pad) + gap(pad, "")
            for name, each in pairs
        ]
        inside = gap(pad, "")
        for index, each in enumerate(parts):
            inside += f",{gap(pad)}{each}" if index else each
        if parts and draw(st.booleans()):
            inside += f",{gap(pad, '')}"
        return f"{{{inside}}}" if isinstance(value, dict) else f"[{inside}]"

    def blocks(value, pad):
        if not value or isinstance(value, str) or draw(st.booleans()):
            return f"{gap(pad + ' ')}{flow(value, pad + ' ')}"
        return "\n" + rows(value, pad + "  ")

    def rows(value, pad):
        pairs = value.items() if isinstance(value, dict) else [(None, each) for each in value]
        return "\n".join(
            f"{own(pad)}{pad}{f'{name}:' if name else '-'}{blocks(each, pad)}"
            for name, each in pairs
        )

    def own(pad):
        if not draw(st.integers(0, 3)):
            said.append(f"# п{len(said)}")
            return f"{pad}{said[-1]}\n"
        return ""

    tree = draw(st.dictionaries(st.sampled_from(["note", "tags", "more"]), TREES, min_size=1))
    tree = {"id": "x", **tree}
    if draw(st.booleans()):
        text = own("") + flow(tree, "") + gap("", "\n")
    else:
        text = draw(st.sampled_from(["", "---\n"])) + rows(tree, "") + "\n" + own("")
    return text.rstrip("\n") + "\n", said


def meant(text):
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it takes each scalar for a text


@pytest.mark.slow
@given(drawn=documents())
def test_wherever_they_stand_each_stays_and_nothing_said_changes(drawn):
    text, said = drawn
    once = formatting.format_file(text.encode(), "insights/x.yml").decode()
    found = re.findall(r"(?<!\w)# п\d+[^\n]*", once)
    assert Counter(each.rstrip() for each in found) == Counter(said)
    assert meant(once) == meant(text)
    assert formatting.format_file(once.encode(), "insights/x.yml").decode() == once
    assert Counter(each.text for each in remarks.of(text)) == Counter(said)
