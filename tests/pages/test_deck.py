"""The deck of flash cards: what is asked, what stands on the back, how many."""

import pytest

from scripts_kb.pages import deck
from scripts_kb.pages.planning import render
from tests.pages.conftest import OBJECTION

QUESTION = {
    "id": "delivery",
    "title": "Доставка",
    "client_words": ["До скольки привезёте?"],
    "answer": "До двух дня.",
    "next_question": "Кто примет?",
    "do_not_say": [{"id": "soon", "say": "Скоро", "instead": "До двух"}],
}
PRODUCT = {
    "id": "blend",
    "title": "Смесь «Ночь»",
    "says": "Шоколад и вишня",
    "price": {"list": 1490, "currency": "RUB", "unit": "кг"},
}


def cards(page: str) -> list[str]:
    """The cards of a page, each as its text in HTML."""
    return page.split('<section class="kb-flash')[1:]


def told(site, **documents) -> list[str]:
    pages = {page.path: page.content.decode(errors="replace") for page in render(site(**documents))}
    return cards(pages["newcomers/cards.md"])


def test_a_card_of_each_kind_with_what_is_said_when_and_never(site):
    objection, question, product = told(
        site,
        objection__dorogo={
            **OBJECTION,
            "do_not_say": [{"id": "cheap", "say": "Это недорого", "instead": "Сравним чашку"}],
        },
        question__delivery=QUESTION,
        product__blend=PRODUCT,
    )
    for words in ("Ценник конский", "Сравнивает с магазином", "Понимаю.", "Это недорого"):
        assert words in objection
    for words in ("До скольки привезёте?", "До двух дня.", "Кто примет?", "Скоро"):
        assert words in question
    for words in ("Смесь «Ночь»", "Шоколад и вишня", "1\u00a0490"):
        assert words in product


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("objection", {**OBJECTION, "answers": []}),
        ("objection", {**OBJECTION, "client_words": []}),
        ("question", {**QUESTION, "answer": ""}),
        ("product", {**PRODUCT, "says": ""}),
    ],
)
def test_what_has_no_front_or_no_back_is_no_card(site, kind, record):
    whole = {"objection__dorogo": {**OBJECTION, "answers": []}}
    assert told(site, **whole | {f"{kind}__{record['id']}": record}) == []


def test_a_large_base_deals_its_first_cards_of_each_kind(site):
    many = {
        f"question__q{number}": {**QUESTION, "id": f"q{number}"} for number in range(deck.MOST + 9)
    }
    assert len(told(site, product__blend=PRODUCT, **many)) == deck.MOST + 2


def test_what_others_wrote_is_escaped(site):
    evil = '<img src=x onerror="alert(1)">'
    made = told(
        site,
        question__q={**QUESTION, "id": "q", "client_words": [evil], "answer": evil, "title": evil},
        product__blend={**PRODUCT, "says": evil, "title": evil},
    )
    assert "<img" not in "".join(made)
