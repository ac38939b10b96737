"""README and guide say in two languages the same: numbers, commands, options, files, in one order.

What `test_claims.py` and `test_told_commands.py` hold of one language is held of the other with it.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "scripts_kb" / "guide"
PAIRS = [
    (ROOT / "README.md", ROOT / "README.ru.md"),
    *((each, GUIDE / "ru" / each.name) for each in sorted((GUIDE / "en").glob("*.md"))),
]

CODE = re.compile(r"^ *```\w*\n(.*?)^ *```$|`([^`]+)`", re.MULTILINE | re.DOTALL)
NAME = re.compile(
    r"(?<![\w-])(?:--[a-z][a-z-]*|(?:kb|pip|git) [a-z]+|tools/[a-z]+|[a-z_-]+\.(?:yml|json|md))\b"
)
"""Of code: an option, a command, a file. Its other words each language has for itself."""
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]+>")
QUOTED = re.compile(r"[“«][^”»]*[”»]")
NUMBER = re.compile(r"\d[\d\u00a0\u202f., ]*\d|\d")


def names(text):
    """Give how often each option, command and file is named in the code of a document."""
    code = "\n".join(fenced or inline for fenced, inline in CODE.findall(text))
    return Counter(" ".join(each.split()) for each in NAME.findall(code))


def numbers(text):
    """Give how often each number is told, but those of code, of a list and of quoted examples."""
    text = QUOTED.sub("", LINK.sub(r"\1", CODE.sub("", text)))
    text = re.sub(r"^ *\d+\. ", "", text, flags=re.MULTILINE)
    return Counter(re.sub(r"[ ,.\u00a0\u202f]", "", each) for each in NUMBER.findall(text))


@pytest.mark.parametrize(("english", "russian"), PAIRS, ids=lambda path: path.name)
@pytest.mark.parametrize("said", [names, numbers])
def test_both_languages_say_the_same(english, russian, said):
    one, other = (said(each.read_text(encoding="utf-8")) for each in (english, russian))
    assert (one - other, other - one) == (Counter(), Counter())
