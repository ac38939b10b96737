"""What the fast reader of block style reads, it reads as the parser does."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts_kb.content import blocks
from scripts_kb.content.parsing import UnreadableError, parse
from tests.recompute import values


def whole(text):
    try:
        return parse(text.encode(), markdown=False).raw
    except UnreadableError as error:
        return error.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id: x\n", {"id": "x"}),
        ("id: x\ntitle: no\nn: 012\nt: 12:30\nu: 1_000\nd: 2026-10-01\n", whole),
        ("id:\n", {"id": None}),
        (f"id: x\n{'a' * 1_100}: b\n", None),  # no name to YAML, which says so
        ("id: ~\na: null\nb: 'null'\nc: NULL\n", whole),
        ("id: 'x'\na: \"y z\"\nb: ''\n", whole),
        ("a:\n  b:\n    c: d\n", {"a": {"b": {"c": "d"}}}),
        ("a:\n- b\n- c\nd: e\n", {"a": ["b", "c"], "d": "e"}),
        ("a:\n  - b: c\n    d: e\n  - f\n", {"a": [{"b": "c", "d": "e"}, "f"]}),
        ("a:\n  -   b: c\n      d: e\n", whole),
        ("a: >-\n  раз\n  два\n\n  три\n\n\nb: c\n", {"a": "раз два\nтри", "b": "c"}),
        ("a: >\n\n  раз\n", None),
        ("a: |\n  раз\n\n    два\n", None),
        ("a: |\n  раз\n\n  два\n", "раз\n\nдва\n"),
        ("a: b  \n", {"a": "b"}),
        ("a: b, c [d] {e}\n", whole),
        ("a: 🙂 «ёлочки»\n", whole),
        ("a: b#c\n", whole),
        ("a: b: c\n", None),
        ("a: b # c\n", None),
        ("a: b:\n", None),
        ("a: [b]\n", {"a": ["b"]}),
        ("a: [ no, 012 , null, б в]\n", whole),
        ("a: []\n", {"a": []}),
        ("a: [ ]\n", whole),
        ("a: [b,]\n", None),
        ("a: [b, [c]]\n", None),
        ("a: [b: c]\n", None),
        ("a: [-b]\n", None),
        ("a: ['b', \"c\"]\n", None),
        ("a: [b\n", None),
        ("a: [b] c\n", None),
        ("a: {b: c}\n", None),
        ("a: &b c\n", None),
        ("a: *b\n", None),
        ("a: !b c\n", None),
        ("a: b\n  c\n", None),
        ("a: 'b\n  c'\n", None),
        ('a: "b\\n"\n', None),
        ("a: 'b''c'\n", None),
        ("a: >+\n  b\n", None),
        ("a: |2\n  b\n", None),
        ("a:\n  b: c\n d: e\n", None),
        ("a: b\na: c\n", None),
        ("# заметка\na: b\n", None),
        ("a:\tb\n", None),
        ("---\na: b\n", None),
        ("a: b\n...\n", None),
        ("a: b\x85\n", None),
        ("a: b", None),
        ("  a: b\n", None),
        ("- a\n", None),
        ("a\n", None),
        ("\n", None),
    ],
)
def test_text(text, expected):
    found = blocks.read(text)
    if expected is None:
        assert found is None
        return
    assert found == whole(text)
    if expected is not whole:
        assert found == (expected if isinstance(expected, dict) else {"a": expected})


LINES = st.sampled_from(
    [
        *("id: x", "title: раз", "answers:", "  - id: a", "    say: >-", "      текст", "- c"),
        *("      ещё ", "", "  ", "  - id: b", "- id: d", "  say: |", "    литерал", "     глубже"),
        *("  # c", "note: 'кав'", 'two: "кав"', "n: ~", "k:", "  k2:", "    k3: v", "  - x"),
        *("a: b: c", "c: d:", "d: |-", "  x", "e: >", "  z", " f: 1", "h:i", "l:  m  ", "-", "- "),
        *(
            "o: - p",
            "q: >+",
            "s: [a]",
            "s: [a, b c, ~]",
            "s: [a,, b]",
            "s: [a, b",
            "s: [a] b",
            "s: [a#b, c #d]",
            "t: *a",
            "v: 'a'b",
            "x: a, b [c]",
            "y: -5",
            "ключ: а",
        ),
    ]
)


@pytest.mark.slow
@settings(max_examples=1000)
@given(st.lists(LINES, min_size=1, max_size=9))
def test_lines_in_any_order(lines):
    text = "\n".join([*lines, ""])
    found = blocks.read(text)
    assert found is None or repr(found) == repr(whole(text))


@pytest.mark.slow
def test_texts_with_slips():
    """Enough of them are read that the comparison says something."""
    rng = random.Random(1)  # noqa: S311 - slips are random, not secret
    kinds = sorted(kind for kind in values.SPECS if kind != "config/synonyms")
    read = 0
    for _ in range(4000):
        value = {"id": "x", **values.fresh(rng, values.SPECS[rng.choice(kinds)])}
        text = values.written(rng, value).decode("utf-8-sig").replace("\r\n", "\n")
        text = slip(rng, text)
        found = blocks.read(text)
        if found is not None:
            read += 1
            assert repr(found) == repr(whole(text)), text
    assert read > 400


def slip(rng, text):
    lines = text.split("\n")
    for _ in range(rng.randint(0, 2)):
        at = rng.randrange(len(lines))
        match rng.randrange(6):
            case 0:
                lines.insert(at, rng.choice(lines))
            case 1:
                lines[at] = " " * rng.randint(1, 3) + lines[at]
            case 2:
                lines[at] = lines[at][rng.randint(1, 3) :]
            case 3:
                lines.insert(at, rng.choice(["", "  ", "    "]))
            case 4:
                lines[at] += rng.choice([" ", " x", ":", ": a", " # c", "'", '"'])
            case _:
                lines[at] = lines[at].replace(": ", rng.choice([":  ", ": '", ": >", ": |-"]))
    return "\n".join(lines)
