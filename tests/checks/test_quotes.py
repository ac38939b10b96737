"""What stands in angle brackets, and what a reader sees in its place."""

import datetime as dt

import pytest

from scripts_kb.language import NBSP, formats
from scripts_kb.schema import quotes
from scripts_kb.schema.cards import Offer

N = NBSP


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Добрый день, <company>!", ["company"]),
        ("<a><b>", ["a", "b"]),
        ("<offer/espresso-20.price.list> за кило", ["offer/espresso-20.price.list"]),
        ("<имя>", ["имя"]),
        ("<имя клиента>, да", ["имя клиента"]),
        ("если 5 < 6 и 7 > 3", []),
        ("5<6 и 7>3", []),
        ("< a >", []),
        ("<a\nb>", []),
        ("<>", []),
        ("<<a>>", ["a"]),
        (f"<{'a' * 121}>", []),
    ],
)
def test_names_in_angle_brackets(text, names):
    found = quotes.names(text)
    assert [name for name, _ in found] == names
    assert all(text[start:].startswith(f"<{name}>") for name, start in found)


@pytest.mark.parametrize(
    ("name", "entity", "path"),
    [
        ("offer/espresso-20.price.list", "offer/espresso-20", "price.list"),
        ("product/x.price.unit", "product/x", "price.unit"),
        ("offer/espresso-20", None, None),
        ("offer/Espresso.price.list", None, None),
        ("company", None, None),
        ("https://example.org/x.html", None, None),
    ],
)
def test_a_quote_names_a_value_of_an_entity(name, entity, path):
    found = quotes.quote(name)
    assert found == (quotes.Quote(entity, path) if entity else None)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (1490, "RUB", f"1{N}490{N}₽"),
        (1490.0, "RUB", f"1{N}490{N}₽"),
        (18.5, "RUB", f"18,50{N}₽"),
        (0, "RUB", f"0{N}₽"),
        (1234567.89, "EUR", f"1{N}234{N}567,89{N}€"),
        (990, "GEL", f"990{N}GEL"),
    ],
)
def test_an_amount_is_shown_as_readers_expect_it(amount, currency, shown):
    assert formats.money(amount, "ru", currency) == shown


OFFER = Offer.model_validate(
    {
        "id": "x",
        "title": "X",
        "price": {"list": 1490, "unit": "кг"},
        "valid_to": dt.date(2026, 12, 31),
        "terms": "",
    }
)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("price.list", f"1{N}490{N}₽"),
        ("price.unit", "кг"),
        ("valid_to", "31.12.2026"),
        ("title", "X"),
        ("terms", None),
        ("valid_from", None),
        ("price", None),
        ("price.lst", None),
        ("materials", None),
        ("__class__", None),
        ("title.upper", None),
        ("model_dump", None),
    ],
)
def test_a_quoted_value_is_shown_or_there_is_none(path, shown):
    assert quotes.shown(OFFER, path, "ru") == shown


def test_a_quoted_value_is_english_to_a_reader_of_english():
    assert quotes.shown(OFFER, "price.list", "en") == "₽1,490"
    assert quotes.shown(OFFER, "valid_to", "en") == "31 Dec 2026"


def test_what_cannot_be_resolved_stays_as_written():
    known = {"company": "Утренний цех"}.get
    assert quotes.fill("<company>: <имя>, 5 < 6", known) == "Утренний цех: <имя>, 5 < 6"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("company: X", []),
        ("company: X\nvariables: {company: Y}", []),
        ("company: ''", ["unknown-variable"]),
    ],
)
def test_the_companys_name_is_a_variable_of_its_own(found, settings, expected):
    card = "id: x\ntitle: X\nstatus: draft\nanswer: Это <company>.\n"
    problems = found(
        {
            "kb.yml": f"{settings}\nsegments: [{{id: cafe, title: Кафе}}]\n",
            "questions/x.yml": card,
        }
    )
    assert [each.code for each in problems if each.place.path.endswith("x.yml")] == expected
