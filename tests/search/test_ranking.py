"""What a reader gains by each rule of ranking and of reading: a few cards, a query, who is first.

The shipped vocabulary is left out: a row says all that its query may lead to. All rows of a table
are asked in one process of Node.
"""

from dataclasses import dataclass, field

import pytest

from scripts_kb import search as engine
from scripts_kb.search.records import Equivalence, Facet, Findable
from scripts_kb.search.words import Lexicon


def card(entity, title, *phrases, **more):
    return Findable(entity, entity.partition("/")[0], title, phrases=phrases, **more)


@dataclass(frozen=True)
class Row:
    gain: str
    cards: tuple
    query: str
    found: str  # entities, best first; of the table FIRST the first alone
    read_as: str | None = None
    context: dict = field(default_factory=dict)
    index: dict = field(default_factory=dict)


OTHERS = (card("z/1", "Склад"), card("z/2", "Отзывы"), card("z/3", "Счёт"))
PRODUCTS = {
    "facets": (Facet("product", "tea", ("Улун",)), Facet("product", "beans", ("Зерно",))),
}


def means(words, to, weight=0.8):
    return {"synonyms": (Equivalence((words,), to=(to,), weight=weight),)}


FIRST = (
    # How cards are weighed.
    Row(
        "the words of a phrase in their order beat the same words apart",
        (card("a/apart", "На год договор"), card("a/together", "Договор на год")),
        "договор на год",
        "a/together",
    ),
    Row(
        "what customers say in more ways is likelier",
        (
            card("a/once", "Доставка", "Где мой заказ"),
            card("a/often", "Задержка", "Где мой заказ", "Заказ не приехал"),
        ),
        "мой заказ",
        "a/often",
    ),
    Row(
        "a question comes before an offer of the same words",
        (card("offer/x", "Доставка"), card("question/x", "Доставка")),
        "доставка",
        "question/x",
    ),
    Row(
        "an objection comes before a question of the same words",
        (card("question/x", "Доставка"), card("objection/x", "Доставка")),
        "доставка",
        "objection/x",
    ),
    Row(
        "what is heard at this stage comes before what is heard at others",
        (card("a/any", "Долго ждать"), card("a/now", "Долго ждать", stages=("closing",))),
        "долго",
        "a/now",
        context={"stage": "closing"},
    ),
    Row(
        "what the script's step names comes before its equals",
        (card("a/other", "Долго ждать"), card("a/named", "Долго ждать")),
        "долго",
        "a/named",
        context={"near": ["a/named"]},
    ),
    Row(
        "a card for whom one talks to comes before one for anybody",
        (card("a/any", "Долго ждать"), card("a/cafe", "Долго ждать", segments=("cafe",))),
        "долго",
        "a/cafe",
        context={"segment": "cafe"},
    ),
    Row(
        "a card for others steps back behind one that says it less exactly",
        (
            card("a/home", "Долго ждать", segments=("home",)),
            card("a/cafe", "Сроки", "Долго ждать ответа", segments=("cafe",)),
            *OTHERS,
        ),
        "долго ждать",
        "a/cafe",
        context={"segment": "cafe"},
    ),
    Row(
        "who names a product does not get another product's card",
        (
            card("a/beans", "Горчит", products=("beans",)),
            card("a/any", "Горчит"),
            card("a/tea", "Упаковка", products=("tea",)),
        ),
        "горчит улун",
        "a/any",
        index=PRODUCTS,
    ),
    Row(
        "a product's name says for what, not what is asked",
        (
            card("a/name", "Улун"),
            card("a/asked", "Вкус", answers=("Горчит на языке",), products=("tea",)),
            *OTHERS,
        ),
        "горчит улун",
        "a/asked",
        index=PRODUCTS,
    ),
    Row(
        "what was opened lately does not come before what says it better",
        (
            card("a/better", "Долго ждать", body=("Ждать придётся всем",)),
            card("a/recent", "Долго ждать"),
        ),
        "долго ждать",
        "a/better",
        context={"recent": ["a/recent"]},
    ),
    Row(
        "what was opened lately comes before its equals",
        (card("a/x", "Долго ждать"), card("a/recent", "Долго ждать")),
        "долго ждать",
        "a/recent",
        context={"recent": ["a/recent"]},
    ),
    # What a word tells.
    Row(
        "«не» does not decide what is asked",
        (card("a/no", "Не нравится"), card("a/yes", "Привезли поздно")),
        "не привезли",
        "a/yes",
    ),
    Row(
        "words of grammar do not decide what is asked",
        (card("a/grammar", "Что у вас есть"), card("a/telling", "Рассрочка на год")),
        "у вас есть рассрочка",
        "a/telling",
    ),
    Row(
        "what one variant of many says tells more than what every card says",
        (
            card("a/plain", "Сроки", "Ждать"),
            *(card(f"a/v{n}", "Отзывы", family="v") for n in range(3)),
            card("a/v3", "Отзывы", "Улун", family="v"),
        ),
        "улун ждать",
        "a/v3",
    ),
    Row(
        "a word tells little where it is also a form of a word of grammar",
        (
            card("a/steel", "Сталь"),
            card("a/became", "Люди стали ждать"),
            card("a/price", "Цены"),
            card("a/list", "Цены на сегодня"),
            card("a/old", "Цены за прошлый год"),
            *OTHERS,
        ),
        "стали цены",
        "a/price",
    ),
    Row(
        "what one sentence says beats what the whole answer says",
        (
            card("a/answer", "Да", answers=("Скидка своим. Отгрузка в мае.",)),
            card(
                "a/sentence",
                "Нет",
                answers=("Скидка в мае. О других месяцах расскажет менеджер склада.",),
            ),
        ),
        "скидка в мае",
        "a/sentence",
    ),
    # Which words are meant.
    Row(
        "a word just begun counts less than a whole one",
        (card("a/begun", "Отмена"), card("a/whole", "Доставка"), card("a/x", "Доставка завтра")),
        "доставка о",
        "a/whole",
    ),
    Row(
        "one word of the other layout is read among words that are right",
        (card("a/much", "Сколько стоит"), card("a/delivery", "Доставка")),
        "сколько за ljcnfdrf",
        "a/delivery",
        "сколько за доставка",
    ),
    Row(
        "what was typed stands unless another reading is clearly surer",
        (card("a/other", "Оплата"), card("a/typed", "Viber")),
        "viber jgkfnf",
        "a/typed",
    ),
    Row(
        "words typed apart find what is written as one",
        (card("a/apart", "Интересно послушать"), card("a/one", "Неинтересно")),
        "не интересно",
        "a/one",
    ),
    Row(
        "a long question is read to its end",
        (card("a/begins", "Слушайте"), card("a/ends", "Где находитесь")),
        "слушайте ну а где вы находитесь",
        "a/ends",
    ),
    Row(
        "a phrase of four words means what none of them does",
        (card("a/words", "К чему это приведёт"), card("a/meant", "Неинтересно")),
        "это ни к чему",
        "a/meant",
        index=means("это ни к чему", "неинтересно"),
    ),
    Row(
        "of phrases in each other the longest counts",
        (card("a/short", "Отказ"), card("a/long", "Прощание")),
        "спасибо не надо",
        "a/long",
        index={
            "synonyms": (
                Equivalence(("не надо",), to=("отказ",), weight=0.8),
                Equivalence(("спасибо не надо",), to=("прощание",), weight=0.8),
            )
        },
    ),
    Row(
        "a phrase is known in any of its forms",
        (card("a/out", "Выйдет скидка"), card("a/broken", "Поломка")),
        "вышла из строя",
        "a/broken",
        index=means("выйти из строя", "поломка"),
    ),
    Row(
        "a synonym leads to the word that its author wrote, not to another one of that form",
        (card("a/dear", "Дороже, чем везде"),),
        "грабеж",
        "a/dear",
        index=means("грабеж", "дорогой"),
    ),
    Row(
        "a word of grammar is not meant as a form of another word",
        (card("a/form", "Надоели"), card("a/y", "Подумаю завтра")),
        "надо подумать",
        "a/y",
    ),
    Row(
        "a participle is likelier its verb than another word of the family",
        (card("a/family", "Просрочка"), card("a/verb", "Просрочили")),
        "просроченный",
        "a/verb",
    ),
    Row(
        "a beginning is likelier the shorter word",
        (card("a/longer", "Перепланировка"), card("a/shorter", "Перец")),
        "пер",
        "a/shorter",
    ),
    Row(
        "a wrong letter is likelier inside a word than first in it",
        (card("a/first", "Манка"), card("a/inside", "Балка")),
        "банка",
        "a/inside",
        "балка",
    ),
    Row(
        "a finger slips to the key beside",
        (card("a/far", "Банка"), card("a/beside", "Барка")),
        "баока",
        "a/beside",
        "барка",
    ),
    Row(
        "two letters swapped are one mistake",
        (card("a/x", "Возврат"),),
        "возрват",
        "a/x",
        "возврат",
    ),
    Row(
        "a word swapped at its beginning is found",
        (card("a/x", "Цена"),),
        "ецна",
        "a/x",
        "цена",
    ),
    Row(
        "one Latin letter stands for several Russian ones",
        (card("a/x", "Кола"),),
        "cola",
        "a/x",
        "кола",
    ),
    Row("y after a vowel is й", (card("a/x", "Чай"),), "chay", "a/x", "чай"),
    Row("a word may begin with э", (card("a/x", "Эхо"),), "eho", "a/x", "эхо"),
    Row(
        "the word that was meant is shown in its first form of equals",
        (card("a/x", "Доставка доставки"),),
        "дастафка",
        "a/x",
        "доставка",
    ),
)

FOUND = (
    Row(
        "what shares but a small word is not shown",
        (card("a/x", "Что привезти"),),
        "что передать директору",
        "",
    ),
    Row(
        "what says far less than the first is not shown",
        (card("a/x", "Долго ждать ответа"), card("a/y", "Ответа нет"), *OTHERS),
        "долго ждать ответа",
        "a/x",
    ),
    Row(
        "two letters lead to no synonyms",
        (card("a/x", "Бетон"), card("a/y", "Центр")),
        "це",
        "a/y",
        index=means("цемент", "бетон"),
    ),
    Row(
        "a mistyped word is what surely leads on",
        (card("a/x", "Еда"), *OTHERS),
        "пытание",
        "a/x",
        index=means("питание", "еда", 0.5),
    ),
    Row(
        "a word that only hints is not what another was mistyped for",
        (card("a/x", "Еда"), *OTHERS),
        "пытание",
        "",
        index=means("питание", "еда", 0.48),
    ),
    Row(
        "a word is found without its prefix",
        (card("a/x", "Совет"),),
        "посоветуюсь",
        "a/x",
    ),
    Row(
        "what is much further from what was typed is not meant",
        (card("a/x", "Перевозка"), card("a/y", "Перевязка")),
        "перивозка",
        "a/x",
        "перевозка",
    ),
    Row(
        "a soft sign may be left out",
        (card("a/x", "Понравилось"),),
        "понравилос",
        "a/x",
    ),
    Row(
        "a word of grammar is no mistyped other word",
        (card("a/x", "Осень"), card("a/y", "Жду звонка")),
        "очень жду",
        "a/y",
    ),
    Row(
        "«не» written together with a word leads to that word alone",
        (card("a/x", "Не звоните"), card("a/y", "Это не дорого")),
        "недорого",
        "a/y",
    ),
    Row(
        "words with a hyphen are found as one",
        (card("a/x", "Чат-бот"),),
        "чатбот",
        "a/x",
    ),
    Row("a word is found by its other stem", (card("a/x", "Человек"),), "люди", "a/x"),
    Row(
        "a word is found by its root beside a prefix", (card("a/x", "Посоветуюсь"),), "совет", "a/x"
    ),
    Row("a word is found by its family", (card("a/x", "Поставка"),), "поставщик", "a/x"),
    Row("a word is found by its diminutive", (card("a/x", "Полка"),), "полочка", "a/x"),
    Row("Latin letters are found as they are said", (card("a/x", "CRM"),), "црм", "a/x"),
)


@pytest.fixture(scope="module")
def ranked(tmp_path_factory, ask):
    """Ask each row its query of its own index, all in one process of Node: rows → results."""
    folder = tmp_path_factory.mktemp("ranked")

    def run(rows):
        asked = []
        # The dictionary is loaded once for all rows.
        lexicon = Lexicon(None)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "general", tuple)
            patch.setattr(engine, "everyday", tuple)
            patch.setattr(engine, "Lexicon", lambda _: lexicon)
            for number, row in enumerate(rows):
                path = folder / f"{number}.bin"
                path.write_bytes(engine.index(row.cards, **row.index))
                asked.append({"index": str(path), "queries": [[row.query, row.context]]})
        return [result for (result,) in ask({"indexes": asked})]

    return run


def seen(result, most=None):
    return [hit["entity"] for hit in result["hits"]][:most], result["readAs"]


@pytest.mark.slow
def test_who_is_first(ranked):
    results = zip(FIRST, ranked(FIRST), strict=True)
    got = {row.gain: seen(result, 1) for row, result in results}
    assert got == {row.gain: (row.found.split(), row.read_as) for row in FIRST}


@pytest.mark.slow
def test_who_is_found(ranked):
    results = zip(FOUND, ranked(FOUND), strict=True)
    got = {row.gain: seen(result) for row, result in results}
    assert got == {row.gain: (row.found.split(), row.read_as) for row in FOUND}


@pytest.mark.slow
def test_a_word_is_read_anew_where_it_stands_otherwise(search):
    cards = (card("a/x", "Кола"), card("a/y", "Доставка"), card("a/z", "Звонок"))
    (russian, latin, ends, stands) = search(cards, "цола", "cola", "дост", "дост звонок")
    assert seen(russian) == ([], None)
    assert seen(latin, 1) == (["a/x"], "кола")
    assert seen(ends) == (["a/y"], None)
    assert seen(stands) == (["a/z"], None)
