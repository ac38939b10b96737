"""What readers look for in texts of others costs twice as much for twice the text, never four times.

A pattern, and one short piece again and again: the piece that it repeats, without what would end it.
"""

import re
import time

import pytest

from scripts_kb.checks import promises
from scripts_kb.documents import shown
from scripts_kb.documents.web import tags
from scripts_kb.importing.scripts import branches, cells, persons, roles, spoken, wording
from scripts_kb.pages import charts, searchable
from scripts_kb.past import telling, titles

LOOKED_FOR = {
    "a tag without end": (tags._TAG.match, '<{}="x', "a"),
    "a discount of one word": (promises._PERCENT.search, "{}", "скидка"),
    "an address of one word": (persons._MAIL.search, "{}", "а"),
    "an address of dots": (persons._MAIL.search, "{}", "a."),
    "an address that never ends": (persons._MAIL.search, "{}", "a@"),
    "telephones side by side": (persons.contacts, "{}", "+7 900 000-00-00, "),
    "brackets of a format": (shown._LITERAL.findall, "{}", "["),
    "a currency of a format": (shown._LITERAL.findall, "[${}", "a"),
    "hints that nobody closed": (titles._BESIDE.findall, "{}", "<!--"),
    "a label without its colon": (spoken.labelled, "Ответ{}x", " "),
    "words that are not said": (spoken._NEVER.match, "Не говорить{}x", " "),
    "a branch without an arrow": (branches._ARROW.search, "Да{}нет", " "),
    "what a customer does not say": (branches._CUSTOMER.match, "Клиент говорит{}x", " "),
    "replies that are none": (branches._REPLIES.fullmatch, "Ответы клиента{}x", " "),
    "a question without its number": (branches._NUMBERED.match, "К вопросу{}x", " "),
    "a header of figures": (roles._NUMBER.fullmatch, "{}x", "1"),
    "a header of signs": (roles._NUMBER.fullmatch, "{}x", "№ n"),
    "a cell of empty lines": (lambda text: list(cells._NUMBERED.finditer(text)), "a{}b", "\n"),
    "points without words": (lambda text: list(cells._NUMBERED.finditer(text)), "{}", "1. \n"),
    "a gap that parts nothing": (wording.client_phrases, "Да{}нет", " "),
    "a name below empty lines": (lambda text: list(persons.names(text)), "Так{}Анна", "\n"),
    "names in quotation marks": (lambda text: list(persons.names(text)), "{}", "«Анна» Анна, "),
    "a heading of hashes": (searchable._prose, "# a {}x", "#"),
    "links that nobody closed": (searchable._prose, "{}", "](a"),
    "a figure with a gap": (charts._FIGURE.match, "1{}x", " "),
    "a word that ends no paragraph": (telling.paragraphs, "{}", "+"),
    "a gap behind a word": (telling.paragraphs, "a{}b", " "),
    "lines that end no paragraph": (telling.paragraphs, "{}", "a \n"),
    "marks without a word": (telling.capital, "a\n\n{}", "«"),
    "files by a button": (titles._MADE.fullmatch, "Update {}", ".yml "),
}


def cost(look, text):
    """Seconds of this process's own work, the least of some tries."""

    def once():
        begun = time.process_time()
        look(text)
        return time.process_time() - begun

    return min(once() for _ in range(5))


@pytest.mark.slow
@pytest.mark.parametrize(("look", "around", "piece"), LOOKED_FOR.values(), ids=LOOKED_FOR)
def test_four_times_the_text_costs_four_times_as_much(look, around, piece):
    """Squares would cost sixteen times as much."""
    short, long = (around.format(piece * (signs // len(piece))) for signs in (8_000, 32_000))
    assert cost(look, long) < 10 * cost(look, short)


@pytest.mark.slow
def test_the_measure_knows_a_pattern_that_squares():
    squares = re.compile(r"\w+@").search
    assert cost(squares, "a" * 8_000) > 10 * cost(squares, "a" * 2_000)
