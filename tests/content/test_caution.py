"""What an answer costs is told by its words."""

import pytest

from scripts_kb.content import caution


@pytest.mark.parametrize(
    ("says", "costs"),
    [
        ("Извините за звонок. Удаляю номер, больше не позвоним.", "ends"),
        ("Хорошо, больше вас не побеспокоим. Всего доброго!", "ends"),
        ("Не обижусь и звонить зря не стану.", "ends"),
        ("Понял, не буду вас беспокоить.", "ends"),
        ("Sorry, we won't call you again.", "ends"),
        ("Сделаю скидку десять процентов.", "gives"),
        ("Вернём деньги на карту.", "gives"),
        ("Остаток оставьте себе.", "gives"),
        ("Переделаем за наш счёт.", "gives"),
        ("I can give you a discount.", "gives"),
        ("Номер с вашей карточки на карте. Если звонить не нужно, удалю сегодня.", ""),
        ("От 2 000 ₽ везём бесплатно.", ""),
        ("Пробник бесплатный, три сорта.", ""),
        ("Позвоню во вторник.", ""),
        ("", ""),
    ],
)
def test_what_an_answer_costs(says, costs):
    assert caution.cost(says) == costs


def test_what_costs_nothing_comes_first_else_nothing_moves():
    remove = {"id": "remove", "say": "Удаляю номер."}
    first, second = {"id": "first", "say": "С карты."}, {"id": "second", "say": "По заказу."}
    gives = {"id": "gives", "steps": [{"say": "Понимаю."}, {"say": "Сделаю скидку."}]}
    assert caution.safest([remove, first, gives, second]) == [first, second, remove, gives]
    assert caution.safest([remove]) == [remove]
