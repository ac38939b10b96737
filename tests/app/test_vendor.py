"""What others wrote is here as they published it, with its licence."""

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[1] / "vendor"
LISTED = dict(
    re.findall(
        r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$",
        (VENDOR / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
)


def test_every_script_is_listed():
    assert {path.name for path in VENDOR.glob("*.js")} == set(LISTED)


@pytest.mark.parametrize("name", LISTED)
def test_a_file_is_as_published(name: str):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]
    assert (VENDOR / f"{name.partition('.')[0]}.LICENSE").is_file()
