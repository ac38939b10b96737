"""The examples of reasons and cards that documents show pass what the product asks of everyone."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import forkserver

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    "README.md",
    "README.ru.md",
    "scripts_kb/guide/en/marketer.md",
    "scripts_kb/guide/ru/marketer.md",
)
CARD = "content/objections/цена/дорого-для-дома.yml"
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def _examples(document, first):
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = [
        re.sub(f"^{indent}", "", block, flags=re.MULTILINE)
        for indent, _, block in _FENCE.findall(text)
    ]
    return [block for block in blocks if re.search(first, block, re.MULTILINE)]


def _kb(where, *arguments):
    return subprocess.run(
        [str(forkserver.python()), "-m", "scripts_kb", *arguments],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def sample(tmp_path):
    shutil.copytree(ROOT / "content", tmp_path / "content")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_reason_as_shown_is_let_in_by_the_gate(sample, document):
    def git(*arguments):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.quotePath=false"]
        subprocess.run(["git", *who, *arguments], cwd=sample, check=True, capture_output=True)

    [message] = _examples(document, "^(Origin|С чего началось): ")
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "Begin")
    card = sample / CARD
    text = card.read_text(encoding="utf-8")
    assert "разница видна" in text
    card.write_text(text.replace("разница видна", "разница в цене видна"), encoding="utf-8")
    git("commit", "-q", "-a", "-m", message)
    refused = _kb(sample, "diff", "--gate", "main~1", "main")
    assert "gate-key" in refused.stdout
    done = _kb(sample, "diff", "--gate", "--approved", "sales", "main~1", "main")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS[:2])
def test_a_card_as_shown_has_no_mistake(sample, document):
    [card] = _examples(document, "^client_words:")
    (sample / "content/objections/цена/дорого.yml").write_text(card, encoding="utf-8")
    done = _kb(sample, "check", "--today", "2026-11-29")
    assert done.returncode == 0, done.stdout
