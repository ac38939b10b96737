"""What is no reason, and what is one in a few words: text → the question that is asked back."""

import re
from pathlib import Path

import pytest
import yaml

from scripts_kb.review.substance import emptiness
from scripts_kb.review.texts import say

ROOT = Path(__file__).resolve().parents[2]

EMPTY = {
    "asked": """
по просьбе
так сказал директор
по просьбе отдела продаж
по просьбе коллег
попросили поменять
директор попросил
руководство решило
шеф сказал поменять
так решили на совещании
as requested
the boss said so
director asked for it
management decision
we decided so
approved by management
по итогам планёрки
маркетинг попросил
продажи попросили
обсудили в чате
так больше нравится
    """,
    "goal": """
рост конверсии
Улучшение скрипта продаж
чтобы продажи росли
для увеличения продаж
повышение эффективности
рост продаж и прибыли
повышение качества скрипта
sounds better
to improve sales
increase conversion
better conversion
more sales
because it is better
больше денег
привлечь клиентов
лучше конвертит
    """,
    "ticket": """
задача CRM-123
JIRA-4521
тикет №45
см. задачу 12
по задаче
#123
see ticket CRM-12
    """,
    "taste": """
так звучит лучше
Понятнее
стало понятнее
удобство
для удобства клиентов
чтобы звучало красивее
так приятнее
более современно
cleaner wording
чтобы клиентам было понятнее
устаревший текст
    """,
    "later": """
допишу позже
причина потом
объясню позже
заполню завтра
will write later
TODO
    """,
    "noise": """
asdf qwer
фыва олдж
йцукен
бла бла бла
аааааа
qwerty
asdfgh jkl
    """,
    "words": """
улучшение
fix text
так надо
просто так
потому что надо
чтобы было лучше
оптимизация текста
актуализация
мелкие правки
косметические изменения
обновили формулировку
новая версия текста
нужно
хз
minor changes
small fixes
updated the script
because we need it
just because
new version
lorem ipsum
test test
для порядка
не знаю
срочно
для галочки
на всякий случай
попробуем
    """,
    "blank": """
...
—
    """,
    "own": """
Причина, а не «улучшение»
Почему так выходит.
Почему
    """,
}

HONEST = """
41/120
Рекламация
звонки
Подорожало сырьё
41 из 120 начинают с цены
вилка звучала поздно
меньше обрывов
Новый прайс поставщика от пятницы
Новый прайс поставщика
Тринадцать из тридцати клиентов замолчали после этой фразы
На утверждение нечего ответить и разговор кончается
Клиент выбирает день и остаётся с нами
Пробников назначим на четыре пункта больше
Десять прослушанных звонков в неделю
С утра снег, машины стоят
показать цену чашки
сравнивают пачку с пачкой и уходят в магазин
на каком шаге кладут трубку
клиенты путают помол
путали адрес
сменился телефон
переехали
закончилась акция
сезон
не слышали
слово «спешелти» непонятно
спрашивают про пакет
боятся горечи
конкурент снизил цену
нет на складе
доля сделок
юрист: так нельзя обещать
закон о рекламе
просьба клиента: короче назвать цену доставки
директор: склад закрыт до января
рост закупки зерна
шеф-бариста сменил рецепт обжарки
задача CRM-123: клиенты не находят самовывоз
20% отказов
так звучит лучше на слух: проверили на пяти звонках
клиенты просят счёт
меньше звонков на склад
courier changed
supplier price list
customers confuse the sizes
13 of 30 went silent
fewer calls cut short
the range was named late
complaint
calls
legal advice
stock ran out
they hang up at the price
season
13 → 9 calls
frost
phone number moved
to speak of a cup before the pack
the price of the supplier
newcomers
at which step they hang up
41 of 120 calls begin with the price
buyers ask for decaf
"""

CASES = [
    (kind, line.strip()) for kind, texts in EMPTY.items() for line in texts.strip().split("\n")
]
TOLD = HONEST.strip().split("\n")


def test_both_lists_are_long_enough():
    assert len(CASES) >= 80
    assert len(TOLD) >= 60


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_what_only_fills_the_field_is_asked_back(kind, text):
    assert emptiness(text) == kind
    for language in ("ru", "en"):
        assert "?" in say(f"ask-{kind}", language)


@pytest.mark.parametrize("text", TOLD)
def test_what_says_something_is_taken_however_short(text):
    assert emptiness(text) == ""
    assert emptiness(text.upper()) == ""


@pytest.mark.parametrize(
    ("text", "begins", "kind"),
    [
        ("Новая цена чашки", False, "title"),
        ("новая цена ЧАШКИ!", True, "title"),
        ("Дорого", False, "title"),
        ("Сорок один из ста начинают с цены", True, ""),
        ("Сорок один из ста начинают с цены", False, "title"),
        ("Новая цена чашки от поставщика", False, ""),
    ],
)
def test_a_title_again_is_no_reason(text, begins, kind):
    titles = ("Новая цена чашки", "Дорого", "Сорок один из ста начинают с цены")
    assert emptiness(text, titles, begins=begins) == kind


def hints():
    """What the templates that we ship say where an answer belongs."""
    page = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    for question, hint in re.findall(r"\*\*([^*]+)\*\* <!-- (.*?) -->", page):
        # Evidence is a reference, which is looked up and not read.
        if question != "На чём основано?":
            yield from (question, hint)
    note = yaml.safe_load((ROOT / ".github/change-template.yml").read_text(encoding="utf-8"))
    for name in ("origin", "cause", "purpose", "effect", "watch"):
        yield note[name]


@pytest.mark.parametrize("text", list(hints()))
def test_the_words_of_our_own_templates_are_no_reason(text):
    assert emptiness(text) != ""
