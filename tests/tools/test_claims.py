"""What the README claims, each with the tests that execute it; `test_told_commands.py` runs commands.

`claims.json`: words of a claim as the README has them → the tests, file or file::test, below tests/.
A block of the README that says something of the program and is no claim of the table is named.
"""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from scripts_kb.schema import kinds

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = json.loads(Path(__file__).with_name("claims.json").read_text(encoding="utf-8"))
UNTRIED = {
    "What is asked next is answered by the guides": "a person tries it: a newcomer's five questions",
    "on Windows": "no machine with Windows runs the tests",
    "MIT": "the licence itself",
}
"""Words of what no test executes, and why."""

SAYS = re.compile(r"`|\d|\bkb\b")
"""What tells of the program: a name in it, a number."""


def blocks(text):
    """Give the sentences, rows and samples of a document, each on one line."""
    text = re.sub(r"!?\[[^\]]*\]\([^)]*\)|<[^>]+>", "", text)
    for part in re.split(r"```\w*\n(.*?)```", text, flags=re.DOTALL):
        yield from (" ".join(each.split()) for each in re.split(r"\n\s*\n|\n\|", part))


@cache
def names_in(file):
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return {
        each.name
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    }


def stands(where):
    """Whether a test, `file::name`, or a whole file of tests is there."""
    file, _, name = where.partition("::")
    there = names_in(file)
    return name in there if name else bool(there)


def test_each_block_of_the_readme_is_executed_or_named():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = [each for each in blocks(text) if SAYS.search(each) and not each.startswith("#")]
    known = (*CLAIMS, *UNTRIED)
    assert [each for each in told if not any(words in each for words in known)] == []
    whole = "\n".join(blocks(text))
    assert [words for words in known if words not in whole] == []


@pytest.mark.parametrize("words", CLAIMS)
def test_the_names_in_a_claim_are_there(words):
    for where in CLAIMS[words]:
        assert stands(where), where


def test_the_folders_of_content_are_those_of_the_readme():
    for readme in ("README.md", "README.ru.md"):
        (tree,) = re.findall(
            r"^content/\n(.*?)^```", (ROOT / readme).read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
        named = set(re.findall(r"(\w+)/", tree))
        assert named == {*kinds.FOLDERS, "materials", "facts"}
        settings = set(re.findall(r"\w+\.yml", tree))
        assert all((ROOT / "content" / each).is_file() for each in settings)
