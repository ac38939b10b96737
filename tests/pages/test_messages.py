"""The catalogues hold every message of the pages, in both languages, and no other."""

import re

import pytest
from babel.messages.extract import extract

from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages.environment import TEMPLATES, messages

PAGES = TEMPLATES.parent
KEYWORDS = {"_": None, "ngettext": (1, 2), "say": None, "one": None, "many": (1, 2)}
TEXTS = catalogue("pages").texts
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


@pytest.mark.slow
def test_no_message_is_missing_and_none_unused():
    kept = {
        key if isinstance(english, str) else (key, english[1])
        for key, (_, english) in TEXTS.items()
    }
    assert kept == said()


def test_every_message_is_said_with_the_same_facts():
    for message, pair in TEXTS.items():
        for text in pair:
            for form in [text] if isinstance(text, str) else text:
                assert set(FACT.findall(form)) == set(FACT.findall(message)), message


def test_russian_is_russian():
    for message, (text, _) in TEXTS.items():
        for form in [text] if isinstance(text, str) else text:
            assert re.search("[а-яё]", FACT.sub("", form), re.IGNORECASE), message


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "день"), (2, "дня"), (5, "дней"), (11, "дней"), (21, "день"), (112, "дней"), (0, "дней")],
)
def test_russian_counts(count, text):
    assert messages("ru").many("%(num)s day", "%(num)s days", count) == f"%(num)s {text}"
