"""Our own changes say why, as those of a base have to; each release is told."""

import re
from pathlib import Path

from scripts_kb import __version__

TEXT = (Path(__file__).parents[2] / "CHANGELOG.md").read_text("utf-8")
ENTRY = re.compile(r"^- (.*?)(?=^- |^#|\Z)", re.MULTILINE | re.DOTALL)


def test_every_entry_says_why():
    entries = ENTRY.findall(TEXT)
    assert len(entries) > 5
    without = [each for each in entries if len(each.partition("→")[2].split()) < 4]
    assert without == []


def test_the_version_is_told():
    assert f"\n## {__version__.partition('.dev')[0]}\n" in TEXT
