"""Hostile texts: rows of one sign, in a message, a review, a cell; each is read, and soon."""

import pytest

from scripts_kb.content import diagnosis, parsing
from scripts_kb.facts import deals
from scripts_kb.past import lines, messages, reverts
from scripts_kb.review import markdown, slips, substance
from scripts_kb.schema import values
from scripts_kb.search import words

# Each is what makes a careless expression try every beginning with every end.
HOSTILE = {
    "letters": "a" * 100_000,
    "digits": "1" * 100_000,
    "a number of thousands": "пакет 111" + " 111" * 25_000 + " рублей",
    "spaces": "Почему" + " " * 100_000 + "!",
    "spaces between": "а" + " " * 100_000 + "б",
    "blank lines": "а" + "\n" * 100_000 + "б",
    "stops": "a: " + "!" * 100_000 + "x",
    "tickets": "ab1" * 30_000 + "-",
    "addresses": "x@" * 50_000,
    "placeholder words": "(" + "здесь " * 20_000,
    "brackets": "[" * 100_000,
    "comments": "<!--" * 25_000,
    "hyphens": "-" * 100_000 + "\u00a0",
}
READERS = {
    "message": lambda text: messages.trailers(f"Тема\n\nПочему: {text}\n{text}"),
    "label": lines.read,
    "subject": reverts.titled,
    "reason": substance.emptiness,
    "comment": markdown.text,
    "judgement": lambda text: slips.judge("Да", f"Да {text}"),
    "sentences": words.sentences,
    "cell": deals.masked,
    "value": values.canonical,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("reader", READERS)
def test_a_row_of_one_sign_takes_no_time(reader, name):
    READERS[reader](HOSTILE[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_mistake_beside_it_is_named(name):
    line = HOSTILE[name].replace("\n", " ")
    with pytest.raises(parsing.UnreadableError):
        parsing.parse(f"id: x\nnote: {{a\n{line}\n".encode(), markdown=False)
    assert diagnosis.odd_space(line) in {True, False}


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("GH-12", "GH&#45;&#8288;12"),
        ("B2-12", "B2&#45;&#8288;12"),
        ("2026-11-21", "2026-11-21"),
        ("за 2026-12", "за 2026-12"),
    ],
)
def test_tickets_are_no_dates(text, encoded):
    assert markdown.text(text) == encoded


@pytest.mark.parametrize("text", ["41/120", "41 из 120", "12,5 %", "1.2.5 %", "на 3 п.п."])
def test_a_count_says_something(text):
    assert substance.emptiness(text) == ""


def test_a_long_row_of_spaces_is_trimmed_as_a_short_one():
    text = "\n \t\nа" + " " * 50_000 + "б" + " " * 50_000 + "\n" * 50_000 + "в \r\n \n"
    assert values.canonical(text) == "а" + " " * 50_000 + "б" + "\n" * 50_000 + "в"


def test_an_address_at_the_edge_of_what_is_looked_at_is_hidden():
    assert "ivanov" not in deals.masked("да " * 97 + "ivanov.petr@example.org")
