"""What the guide has the head of a department write into `kb.yml`, in a base of `kb init`."""

import json
import re
from pathlib import Path

import pytest

import scripts_kb

GUIDES = Path(scripts_kb.__file__).parent / "guide"
PINNED = {"ru": "objection/dorogo", "en": "objection/expensive"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_card_pinned_as_the_guide_says_is_at_hand(folder, kb, looked_up, language):
    folder.write({"kb.yml": None})
    guide = (GUIDES / language / "keeper-scripts.md").read_text("utf-8")
    (example,) = re.findall(r"^```yaml\n(pins:\n.*?)^```", guide, re.MULTILINE | re.DOTALL)
    assert kb("init", "--company", "X", "--language", language)[0] == 0
    looked_up(folder.root)
    settings = folder.root / "content/kb.yml"
    folder.commit("Begin", {"kb.yml": settings.read_text("utf-8") + example})
    assert kb("check")[0] == 0
    assert kb("build", "--tree-only")[0] == 0
    (answers,) = folder.root.glob("build/docs/call/*/answers.json")
    assert json.loads(answers.read_bytes())[0]["pins"] == [
        {"entity": PINNED[language], "segment": "new"}
    ]
    settings.write_text(
        settings.read_text("utf-8").replace("segment: new", "segment: old"), "utf-8"
    )
    code, told, _ = kb("check")
    assert (code, "kb.yml" in told) == (1, True)
