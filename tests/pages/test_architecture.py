"""The staircase of the rooms as the site tells it: every public module, in the order of imports."""

import re
from pathlib import Path

from scripts_kb.pages import manual
from scripts_kb.pages.architecture import PACKAGE, rooms

PAGES = {page.path: page.content.decode(errors="replace") for page in manual.reference("en")}
INDEX = PAGES["reference/index.md"]


def _names():
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield path, ".".join(parts)


def test_every_public_module_is_on_the_first_page_with_its_first_line():
    listed = set(re.findall(r"^- \[?`([\w.]+)`", INDEX, re.MULTILINE))
    for path, name in _names():
        _, _, rest = name.partition(".")
        if rest and "_" not in {part[0] for part in name.split(".")}:
            assert rest in listed
            assert path.read_text(encoding="utf-8").splitlines()[0].strip('r"') in INDEX
    assert not any(name.startswith("_") for name in listed)


def test_rooms_stand_in_the_order_of_their_imports():
    order = [room.name for room in rooms()]
    assert order == re.findall(r"^## \[(\w+)\]", INDEX, re.MULTILINE)
    assert set(order) == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    for room in rooms():
        assert not room.below & set(order[: order.index(room.name)])


def test_what_the_first_page_links_to_is_published():
    links = re.findall(r"\]\((\w+)\.md(?:#([\w.]+))?\)", INDEX)
    assert ("fields", "") in links
    for page, module in (each for each in links if each[0] != "fields"):
        assert f"::: {module or f'scripts_kb.{page}'}\n" in PAGES[f"reference/{page}.md"]
    assert ("schema", "scripts_kb.schema.kinds") in links
    assert ("past", "scripts_kb.past.landing") not in links


def test_a_purpose_is_one_line_that_says_something():
    for room in rooms():
        for module in room.modules:
            assert len(module.purpose) > 20, module.name
            assert not Path(module.purpose).suffix, module.name
