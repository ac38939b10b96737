"""What people tell of in place of a card's own word leads to the card, and never surely."""

import pytest

from scripts_kb.search import index, vocabulary
from scripts_kb.search.asking.confidence import SURE
from scripts_kb.search.asking.engine import Engine
from scripts_kb.search.records import Findable

CARDS = [
    Findable(f"question/{number}", "question", title)
    for number, title in enumerate(
        (
            "Обработка от насекомых",
            "Проверка автомобиля перед покупкой",
            "Видеонаблюдение",
            "Парковка",
            "Консультация юриста",
            "Расписание",
            "Возврат",
            "Оплата картой",
        )
    )
]


@pytest.fixture(scope="module")
def engine(words_cache):
    return Engine(index(CARDS, cache=words_cache))


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("опять прусаки на кухне", "Обработка от насекомых"),
        ("клещ на даче", "Обработка от насекомых"),
        ("пришла повестка", "Консультация юриста"),
        ("регистратор поставить", "Видеонаблюдение"),
    ],
)
def test_what_people_tell_of_leads_to_the_card(engine, said, title):
    found = engine.search(said)
    assert CARDS[int(found.hits[0].entity.partition("/")[2])].title == title
    assert found.confidence < SURE


def test_a_situation_is_a_hint_of_single_words():
    lines = vocabulary._lines("situations.tsv")
    rows = [line.split("\t") for line in lines]
    assert len(rows) > 2_000
    assert [row for row in rows if not 0.3 <= float(row[0]) < 0.6] == []
    listed = [word for row in rows for part in row[1:] for word in part.split(", ")]
    assert [word for word in listed if len(word) < 3 or " " in word or "ё" in word] == []
    assert len({*lines}) == len(lines)
