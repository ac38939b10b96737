"""The page of decisions: each has a number, and a command that measures it again."""

import re

import pytest

from scripts_kb.pages import manual

_COMMAND = re.compile(r"`(tools/(?:bench \w+|test --only \w+))`")


def decisions(language):
    pages = {page.path: page.content for page in manual.guides(language)}
    _, *told = pages["guide/decisions.md"].decode().split("\n## ")
    return [text.partition("\n") for text in told]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_decision_has_a_number_and_ends_with_a_command(language):
    """Whether there are such commands, the step `names` asks."""
    assert len(decisions(language)) >= 10
    for title, _, body in decisions(language):
        *told, last = body.strip().split("\n\n")
        assert _COMMAND.sub("", last).strip(" ,") == "", title
        assert re.search(r"\d", " ".join(told)), title


def test_both_languages_name_the_same_commands_in_the_same_order():
    ru, en = ([_COMMAND.findall(body) for _, _, body in decisions(each)] for each in ("ru", "en"))
    assert ru == en


def test_the_reference_leads_to_them():
    pages = {page.path: page.content.decode() for page in manual.reference("en")}
    assert "(../guide/decisions.md)" in pages["reference/index.md"]
