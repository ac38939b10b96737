"""Any bytes at all: a tree with marks inside the file, or one mistake with a place inside it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts_kb.content import parsing, reading
from scripts_kb.problems import Place, Problem

# What YAML is made of, and what people write between it.
PIECES = st.sampled_from(
    [
        "\n",
        ":",
        "-",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "#",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        ",",
        "?",
        "\t",
        "\\",
        " ",
        "~",
        "\n  ",
        "\n- ",
        ": ",
        " #",
        "---\n",
        "...",
        "key",
        "Дорого",
        "id: x\n",
        "say: >-\n  ",
        "\ufeff",
        "\x07",
        "\u2028",
        "😀",
        "&a",
        "*a",
        "!!str",
        "{{x}}",
        "\r\n",
    ]
)
YAML = st.lists(PIECES, max_size=14).map("".join)


def place_is_inside(text: str, line: int, column: int) -> bool:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    return 1 <= line <= max(len(lines), 1) and 1 <= column <= len(lines[line - 1]) + 1


@given(text=YAML, markdown=st.booleans())
@example(text="id: dorogo\nfoo: [", markdown=False)
@example(text='a: "', markdown=False)
@example(text="a: {b: 'c", markdown=False)
@example(text="---\n---\n", markdown=True)
@example(text="?", markdown=False)
def test_any_text_is_a_tree_or_one_mistake_with_a_place(text, markdown):
    try:
        parsed = parsing.parse(text.encode(), markdown=markdown)
    except parsing.UnreadableError as error:
        mistake, parsed = error, parsing.Parsed(None)
    else:
        mistake = parsing.UnreadableError("yaml", problem="")
    assert place_is_inside(text, mistake.line, mistake.column)
    problem = Problem(Place("a.yml"), mistake.code, mistake.facts)
    assert problem.message("ru")
    assert problem.fix("en")
    # A value that is not there may stand at the end of a line that is not there.
    assert all(place_is_inside(text + "\n", *mark) for mark in parsed.marks.values())
    assert set(parsed.key_marks) <= set(parsed.marks)


@given(content=st.binary(max_size=60))
def test_any_bytes_are_read_or_named(content):
    document, problems = reading.read(content, "objections/x.yml", "content/objections/x.yml")
    assert document is not None or problems
    for each in problems:
        assert each.line("ru").startswith("content/objections/x.yml:")
        assert each.line("en")


@pytest.mark.slow
@given(text=YAML, kind=st.sampled_from(["objections", "offers", "scripts", "insights", "changes"]))
@example(text="#\n?", kind="objections")
def test_any_document_of_any_kind_is_validated_without_a_crash(text, kind):
    head = "id: x\ntitle: X\n"
    for whole in (text, head + text, head + "price: " + text, head + "answers:\n  - " + text):
        _, problems = reading.read(whole.encode(), f"{kind}/x.yml", "x.yml")
        assert all(each.line("ru") for each in problems)
