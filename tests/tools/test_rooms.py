"""The picture of the rooms: drawn from the code, true to it, and quiet where little has changed."""

import re
import shutil
from pathlib import Path

import pytest

from scripts_kb.pages.architecture import PACKAGE
from tools.checks import rooms

ROOT = Path(__file__).resolve().parents[2]
LAYERS = rooms.layers(ROOT)
DRAWN = rooms.drawn("".join(("before\n", *rooms._MARKS, "after\n")), LAYERS)


@pytest.fixture
def checkout(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / rooms.FILE).write_text(DRAWN, encoding="utf-8")
    return tmp_path


def test_the_picture_of_this_checkout_is_true():
    assert list(rooms.check(ROOT)) == []


def test_every_room_stands_on_its_step_with_what_it_imports():
    assert DRAWN.startswith("before\n<!-- rooms")
    assert DRAWN.endswith("<!-- /rooms -->\nafter\n")
    order = re.findall(r"^(?:\d\d| \d|  )  (\w+)/", DRAWN, re.MULTILINE)
    assert order == re.findall(r"\w+", " ".join(LAYERS))
    assert set(order) == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    for below in re.findall(r"→ ([\w\s]+?)\n(?:.{4}\w+/|```)", DRAWN):
        assert set(below.split()) <= set(order)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [("past/ ", "lost/ "), ("→ problems", "→ search"), (" modules, ", "0 modules, ")],
)
def test_a_picture_that_is_not_the_code_is_found(checkout, old, new):
    assert list(rooms.check(checkout)) == []
    assert old in DRAWN
    (checkout / rooms.FILE).write_text(DRAWN.replace(old, new, 1), encoding="utf-8")
    [found] = rooms.check(checkout)
    assert found.line
    assert "tools/rooms" in found.text


def test_a_picture_without_a_room_is_found(checkout):
    text = DRAWN.replace(DRAWN[DRAWN.index(" 1  ") :], "```\n<!-- /rooms -->\nafter\n")
    (checkout / rooms.FILE).write_text(text, encoding="utf-8")
    assert len(list(rooms.check(checkout))) == 1


@pytest.mark.parametrize(("factor", "stays"), [(1.05, True), (0.95, True), (1.3, False)])
def test_a_size_stays_while_it_is_true_to_a_tenth(factor, stays):
    real = len("".join(p.read_text("utf-8") for p in (PACKAGE / "past").rglob("*.py")).splitlines())
    said = f"{round(real * factor):,} lines"
    old = re.sub(r"(past/ .*?)[\d,]+ lines", rf"\g<1>{said}", DRAWN, count=1, flags=re.DOTALL)
    assert (said in rooms.drawn(old, LAYERS)) is stays
