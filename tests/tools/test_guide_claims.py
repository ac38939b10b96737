"""What the guide says with a number, each with the tests that execute it, as `test_claims.py` has it.

The English pages are read; `test_told_alike.py` holds that the Russian ones tell the same numbers.
`decisions.md` is not read here: each of its numbers stands beside the command that measures it.
"""

import json
import re
from pathlib import Path

import pytest

from scripts_kb import files
from scripts_kb.documents import workbooks
from scripts_kb.schema.config import Kb
from tests.tools.test_claims import stands
from tests.tools.test_told_alike import CODE, LINK, QUOTED

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "scripts_kb" / "guide" / "en"
CLAIMS = json.loads(Path(__file__).with_name("guide_claims.json").read_text(encoding="utf-8"))
UNTRIED = {"(2.8 or newer)": "the tests run the Caddy of the lock alone, which is newer"}
"""Words of what no test executes, and why."""
COUNTED = "two|three|four|five|six|seven|eight|nine|ten|half a"
OF = "days?|weeks?|minutes?|seconds?|years?|sites|cells"
SAYS = re.compile(rf"(?<!\w)\d|\b(?:{COUNTED}) (?:million )?(?:{OF})\b|\bopens all")


def sentences():
    """Give what the guide says, each sentence on one line, code and quoted examples left out."""
    for page in sorted(GUIDE.glob("*.md")):
        if page.name == "decisions.md":
            continue
        text = LINK.sub(r"\1", CODE.sub("", page.read_text(encoding="utf-8")))
        for part in re.split(
            r"\n\s*\n|\n(?=[|#-])", re.sub(r"^ *\d+\. ", "", text, flags=re.MULTILINE)
        ):
            whole = QUOTED.sub("", " ".join(part.split()))
            yield from re.split(r"(?<=[.:;]) ", whole)


def test_each_number_of_the_guide_is_executed_or_named():
    told = list(sentences())
    known = (*CLAIMS, *UNTRIED)
    assert [
        each for each in told if SAYS.search(each) and not any(words in each for words in known)
    ] == []
    assert [words for words in known if not any(words in each for each in told)] == []


@pytest.mark.parametrize("words", CLAIMS)
def test_the_tests_of_a_claim_are_there(words):
    for where in CLAIMS[words]:
        assert stands(where), where


def of(path, pattern):
    """Give the number that a file of the program has."""
    (found,) = re.findall(pattern, (ROOT / "scripts_kb" / path).read_text(encoding="utf-8"))
    return int(found.replace("_", ""))


PROGRAM = [
    # as the guide says it → as the program has it
    ("may have {} MB", files.LARGEST_EXPORT / 1e6, 200),
    ("a sheet four million cells", workbooks._CELLS / 1e6, 4),
    ("of settings {} KB", files.LARGEST_CARD / 1e3, 250),
    ("of answers {} MB", files.LARGEST / 1e6, 1),
    ("of facts {} MB", files.LARGEST_FACTS / 1e6, 20),
    ("({}, where nothing is said)", Kb.model_fields["reply_days"].default, 5),
    ("comes every ten minutes", of("starter/ci/gitea/workflows/review.yml", r'"\*/(\d+) \*'), 10),
    (
        "is opened, and every ten minutes",
        of("assets/call/update.js", r"EVERY = (\d+) \* 60_000"),
        10,
    ),
    (
        "an answer in ten seconds",
        of("assets/call/memory/sending.js", r"PATIENCE = ([\d_]+);"),
        10_000,
    ),
]


@pytest.mark.parametrize(("words", "has", "says"), PROGRAM, ids=[each[0] for each in PROGRAM])
def test_a_number_is_the_programs(words, has, says):
    assert has == says
    assert any(words.format(says) in each for each in sentences())
