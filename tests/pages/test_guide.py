"""The guides: in both languages, each page read in minutes, the keeper's many pages one list."""

import re
from importlib import resources

import pytest

GUIDE = resources.files("scripts_kb") / "guide"
READERS = {
    "index.md",
    "salesperson.md",
    "marketer.md",
    "files.md",
    "reviewer.md",
    "decisions.md",
}
ONE_PAGE_HAD = [
    "start",
    "sheet",
    "must",
    "never",
    "before",
    "embed",
    "facts",
    "warehouse",
    "trials",
    "update",
    "recipes",
    "doors",
    "office",
    "export",
    "mcp",
    "edits",
    "trust",
]
"""Sections of the keeper's one page of 1.0.0.dev0: links of elsewhere lead to `keeper/#…` still."""
ENTRY = re.compile(r"^- \[[^\]]+\]\(([\w-]+\.md)#(\w+)\)\{#(\w+)\}$", re.MULTILINE)
SECTION = re.compile(r"^## .+ \{#(\w+)\}$", re.MULTILINE)

languages = pytest.mark.parametrize("language", ["ru", "en"])


def guides(language):
    """Give the texts of a language's guides by their names."""
    folder = GUIDE / language
    return {each.name: each.read_text("utf-8") for each in folder.iterdir() if ".md" in each.name}


def keepers(language):
    """Give the list of the keeper's pages, and their texts by their names."""
    every = guides(language)
    return every["keeper.md"], {name: every[name] for name in every if "keeper-" in name}


def test_guides_are_there_in_both_languages():
    names = set(guides("ru"))
    assert names == set(guides("en"))
    assert {each for each in names if not each.startswith("keeper")} == READERS


@languages
def test_a_page_for_the_keeper_is_read_in_minutes(language):
    hub, pages = keepers(language)
    assert len(pages) > 10
    for text in (hub, guides(language)["files.md"], *pages.values()):
        assert len(text.split()) <= 900


@languages
def test_every_section_stands_in_the_list_by_its_own_address(language):
    hub, pages = keepers(language)
    listed = sorted(ENTRY.findall(hub))
    there = ((name, each) for name, text in pages.items() for each in SECTION.findall(text))
    assert listed == sorted((name, each, each) for name, each in there)
    assert {each for *_, each in listed} >= set(ONE_PAGE_HAD)
    assert all("](keeper.md)" in text for text in pages.values())
