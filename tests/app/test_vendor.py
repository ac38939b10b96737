"""What others wrote is here as they published it, with its licence."""

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[1] / "vendor"
PARSER = Path(__file__).parents[2] / "scripts_kb" / "assets" / "yaml"


def listed(folder: Path) -> dict[str, str]:
    text = (folder / "README.md").read_text("utf-8")
    return dict(re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", text, re.MULTILINE))


FILES = [(folder, name) for folder in (VENDOR, PARSER) for name in listed(folder)]


@pytest.mark.parametrize("folder", [VENDOR, PARSER], ids=["tests", "form"])
def test_every_script_is_listed(folder: Path):
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.js")}
    assert found == set(listed(folder))


@pytest.mark.parametrize(("folder", "name"), FILES, ids=[name for _, name in FILES])
def test_a_file_is_as_published(folder: Path, name: str):
    assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == listed(folder)[name]
    licences = (folder / "LICENSE", folder / f"{name.partition('.')[0]}.LICENSE")
    assert any(each.is_file() for each in licences)
