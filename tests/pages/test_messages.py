"""The catalogues hold every message of the pages, in both languages, and no other."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from scripts_kb.pages.environment import CATALOGUES, TEMPLATES, messages

PAGES = TEMPLATES.parent
KEYWORDS = {"_": None, "ngettext": (1, 2), "say": None, "one": None, "many": (1, 2)}
FACT = re.compile(r"%\(\w+\)s")


def said() -> set[str | tuple[str, str]]:
    found = set()
    for path in sorted(PAGES.rglob("*")):
        method = {".html": "jinja2.ext:babel_extract", ".py": "python"}.get(path.suffix)
        if method:
            options = {"trim_blocks": "true", "silent": "false"}
            with path.open("rb") as stream:
                for _, message, _, _ in extract(method, stream, KEYWORDS, options=options):
                    found.add(message)
    return {each for each in found if each}


def catalogue(language: str):
    with (CATALOGUES / f"{language}.po").open("rb") as stream:
        return {each.id: each.string for each in read_po(stream, locale=language) if each.id}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_message_is_missing_and_none_unused(language):
    assert set(catalogue(language)) == said()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_message_is_said_with_the_same_facts(language):
    for message, text in catalogue(language).items():
        first = message if isinstance(message, str) else message[1]
        for form in [text] if isinstance(text, str) else text:
            assert form, message
            assert set(FACT.findall(form)) == set(FACT.findall(first)), message


def test_russian_is_russian():
    for message, text in catalogue("ru").items():
        for form in [text] if isinstance(text, str) else text:
            assert re.search("[а-яё]", FACT.sub("", form), re.IGNORECASE), message


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "день"), (2, "дня"), (5, "дней"), (11, "дней"), (21, "день"), (112, "дней"), (0, "дней")],
)
def test_russian_counts(count, text):
    assert messages("ru").many("%(num)s day", "%(num)s days", count) == f"%(num)s {text}"


def test_guides_are_there_in_both_languages():
    folder = Path(TEMPLATES).parents[1] / "guide"
    names = {
        language: {path.name for path in (folder / language).glob("*.md")}
        for language in ("ru", "en")
    }
    assert names["ru"] == names["en"]
    assert {"index.md", "salesperson.md", "marketer.md", "reviewer.md", "keeper.md"} == names["ru"]
