import pytest

from scripts_kb.past.lines import one_letter_off
from scripts_kb.past.messages import trailers, unite


def fields(body):
    return trailers(f"Тема\n{body}").fields


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", {}),
        ("\nOrigin: раз", {"origin": ["раз"]}),
        ("Origin: вторая строка уже считается", {"origin": ["вторая строка уже считается"]}),
        ("\nORIGIN: раз\ncause:два", {"origin": ["раз"], "cause": ["два"]}),
        ("\nС чего началось: раз\nCause: два", {"origin": ["раз"], "cause": ["два"]}),
        ("\nЧего ждем: без ё", {"effect": ["без ё"]}),
        ("\nПОЧЕМУ: раз", {"cause": ["раз"]}),
        ("\nOrigin: раз\n  и ещё\n\tи ещё", {"origin": ["раз и ещё и ещё"]}),
        ("\nOrigin:\n  всё ниже", {"origin": ["всё ниже"]}),
        ("\nOrigin: раз\n\n  не продолжение", {"origin": ["раз"]}),
        ("\nOrigin: раз\nбез отступа\n  и с ним", {"origin": ["раз без отступа и с ним"]}),
        ("\nOrigin: раз\n\nCause: два", {"origin": ["раз"], "cause": ["два"]}),
        ("\nпроза сверху\nOrigin: раз", {"origin": ["раз"]}),
        ("\nOrigin: раз\n---------\nCo-authored-by: A", {"origin": ["раз"]}),
        ("\nOrigin: раз\n(cherry picked from commit 1234)", {"origin": ["раз"]}),
        ("\n* a\n\nOrigin: раз\n\n* b\n\nOrigin: два", {"origin": ["раз", "два"]}),
        ("\n Origin: с отступом", {}),
        ("\n* Origin: в списке", {"origin": ["в списке"]}),
        ("\nsee Origin: в строке", {}),
        ("\nOrigin нет двоеточия", {}),
        ("\nOrigin:\n", {}),
        ("\r\nOrigin: раз\r\n  два\r\n", {"origin": ["раз два"]}),
        ("\nТип: tactical\nBy: sales", {"class": ["tactical"], "by": ["sales"]}),
        ("\nИзменение: 2026-cup", {"change": ["2026-cup"]}),
    ],
)
def test_fields(body, expected):
    assert fields(body) == expected


def test_subject_is_no_trailer():
    assert trailers("Cause: тема").fields == {}


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ("Couse: x", "trailer: Couse → Cause"),
        ("couse: x", "trailer: couse → Cause"),
        ("Orgin: x", "trailer: Orgin → Origin"),
        ("Purposes: x", "trailer: Purposes → Purpose"),
        ("Почиму: x", "trailer: Почиму → Почему"),
        ("С чего начались: x", "trailer: С чего начались → С чего началось"),
        ("С чего началос: x", "trailer: С чего началос → С чего началось"),
        ("Cause: x", None),
        ("Bi: x", None),
        ("Тик: x", None),
        ("House: x", None),
        ("Fixes: x", None),
        ("  Couse: x", None),
        ("- Couse: x", "trailer: Couse → Cause"),
        ("**Почиму:** x", "trailer: **Почиму:** → Почему"),
        ("**Почему** вилка поздно", "trailer: **Почему** → Почему"),
        ("**Почему клиенты уходят?** дорого", "trailer: **Почему клиенты уходят?** → Почему"),
        ("## Зачем всё это нужно", "trailer: Зачем всё это нужно → Зачем"),
        ("Почему мы так решили: дорого", "trailer: Почему мы так решили → Почему"),
        ("Эффект: меньше обрывов", "trailer: Эффект → Чего ждём"),
        ("    Почему: с отступом", "trailer: Почему → Почему"),
        ("Причана: x", "trailer: Причана → Почему"),
        ("Couse x", None),
    ],
)
def test_key_one_letter_off(line, slip):
    assert trailers(f"Тема\n\n{line}").slips == ([slip] if slip else [])


@pytest.mark.parametrize(
    ("one", "other", "off"),
    [
        ("abc", "abc", False),
        ("abc", "ab", True),
        ("abc", "xabc", True),
        ("abc", "abd", True),
        ("abc", "acb", True),
        ("abc", "cba", False),
        ("abc", "abcde", False),
        ("", "a", True),
    ],
)
def test_one_letter_off(one, other, off):
    assert one_letter_off(one, other) is off
    assert one_letter_off(other, one) is off


def reason(body):
    return unite([trailers(f"Тема\n\n{body}")]).rationale


@pytest.mark.parametrize(
    ("body", "name", "value"),
    [
        ("Origin: а\nOrigin: б\nOrigin: а", "origin", "а\n\nб"),
        (
            "Evidence: insight/a, https://a.b/c,d\nEvidence: insight/a",
            "evidence",
            ("insight/a", "https://a.b/c,d"),
        ),
        (
            "Agreed: sales,marketing\nСогласовали: director",
            "agreed",
            ("sales", "marketing", "director"),
        ),
        ("Class: tactical\nClass: factual", "class_", "tactical"),
        ("Тип: Тактика", "class_", "tactical"),
        ("By: sales\nПредлагает: marketing", "by", "sales"),
        ("Urgent: true", "urgent", True),
        ("Срочно: да", "urgent", True),
        ("Urgent: false\nUrgent: true", "urgent", False),
        ("Class:\nClass: factual", "class_", "factual"),
        (
            "Expect: conversion of script/incoming-home +3pp by 2026-12-31",
            "expect",
            {
                "metric": "conversion",
                "of": "script/incoming-home",
                "change": "+3pp",
                "by": "2026-12-31",
            },
        ),
        ("Expect: вырастет", "expect", "вырастет"),
        ("Watch: а\nНа что смотрим: б", "watch", "а\n\nб"),
    ],
)
def test_united(body, name, value):
    assert getattr(reason(body), name) == value


@pytest.mark.parametrize(
    ("body", "explains"),
    [
        ("Origin: а", True),
        ("Эффект: а\nEvidence: insight/a", False),
        ("Evidence: insight/a", False),
        ("Effect: а", True),
        ("Зачем: а", True),
        ("Expect: x of script/y +1pp", False),
    ],
)
def test_explains(body, explains):
    assert reason(body).explains is explains


def test_change_alone_is_no_reason():
    said = unite([trailers("Тема\n\nChange: a, b")])
    assert (said.rationale, said.changes) == (None, ("a", "b"))
