"""Blanks that somebody was to fill in: other people's scripts are full of them.

    [Имя]  [Ваш город]  !ИМЯ!  #ИМЯ#  *имя*  ____  (имя клиента)  {Здравствуйте|Добрый день}
    {{ contact.first_name || 'Добрый день' }}  $name  [Name]  (client name)

A person on the phone would read them aloud. What is `{{word}}` or `%WORD%` is told as another
program's variable, in `variables`.
"""

import re
from collections.abc import Iterator
from typing import Final

from scripts_kb.checks import fields
from scripts_kb.checks.variables import FOREIGN
from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.problems import Problem

_PUBLISHED: Final = frozenset({"spoken", "published", "line"})
_THING: Final = (
    r"(?:имя|фио|ф\.?\s?и\.?\s?о\.?|фамилия|отчество|имя[ -]отчество|компания|город|дата|время"
    r"|телефон|номер|адрес|сумма|цена|название|должность|менеджер|товар|продукт|услуга|скидка|ссылка|день"
    r"|месяц|почта|first name|last name|full name|name|company|city|date|time|phone|address|amount"
    r"|price|title|manager|product|service|discount|link|day|month|e-?mail)"
)
_WHOSE: Final = (
    r"(?:клиента|менеджера|компании|оператора|собеседника|заказчика|товара|продукта|организации"
    r"|встречи|заказа|услуги|сотрудника|лпр|города|name|number|of [a-z]+)"
)
_OWNER: Final = (
    r"(?:ваш[аеи]?|его|её|своё|свой|наше?|your|client(?:['’]s)?|customer(?:['’]s)?|manager(?:['’]s)?"
    r"|company|product|my|our|their|insert|вставить|указать|впишите)"
)
_BLANK: Final = rf"(?:{_OWNER}\s)?{_THING}(?:\s{_WHOSE})?"
_ANYWHERE: Final = re.compile(
    rf"(?:(?P<square>\[)|(?P<round>\()|(?<!\w)(?P<sign>[!#|~])){_BLANK}"
    r"(?(square)\](?![(:])|(?(round)\)|(?P=sign)(?!\w)))"
    r"|\{\{[^{}\n]{1,80}\}\}|\{[^{}\n]{0,80}\|[^{}\n]{0,80}\}"
    r"|(?<![\w*_])_{3,}(?![\w*_])|_{4,}|(?<![\w$])\$\{?[a-z][a-z_]+\}?(?!\w)"
    r"|(?<![\w*])\*(?:имя|фио|name)\*(?![\w*])",
    re.IGNORECASE,
)
_ALOUD: Final = re.compile(
    r"\[[^\[\]\n]{1,40}\](?![(:\[])|(?<!\w)!(?:[А-ЯЁ_ ]{2,30}|[A-Z_ ]{2,30})!(?!\w)"
    r"|(?<!\{)\{[^{}\n]{1,80}\}(?!\})"
)
"""In what is said even a remark in brackets is read out."""
_CAPITALS: Final = re.compile(r"(?<![\w<\[{(%!#])(?:ИМЯ|ФИО|КОМПАНИЯ|NAME|COMPANY)(?![\w>\]})%!#])")
"""A word that stands for another, in a text that is not wholly in capitals."""
_RULE: Final = re.compile(r"^[ \t]*[_-]{3,}[ \t]*$", re.MULTILINE)
"""A line across a page of Markdown."""
_SIGNS: Final = frozenset("[!#*|~{_$(")


def check(base: Base) -> Iterator[Problem]:
    """Find blanks in what is said or published."""
    for document in base.documents.values():
        if document.kind == "config" or getattr(document.record, "status", "live") != "live":
            continue
        for field, loc, text in fields.texts(document):
            if field.shape.use not in _PUBLISHED or field.shape.audience == "editor":
                continue
            spoken = field.shape.use == "spoken"
            if not _SIGNS.isdisjoint(text):
                yield from _blanks(document, loc, text, aloud=spoken)
            if spoken and not text.isupper():
                for each in dict.fromkeys(_CAPITALS.findall(text)):
                    yield Problem(document.place(loc), "blank", {"text": each})


def _blanks(document: Document, loc: Loc, text: str, *, aloud: bool) -> Iterator[Problem]:
    plain = _RULE.sub(" ", text)
    found = [match[0] for match in _ANYWHERE.finditer(plain)]
    if aloud:
        known = [match[0] for match in FOREIGN.finditer(plain)]
        found += [match[0] for match in _ALOUD.finditer(plain)]
        found = [each for each in found if not any(each in one or one in each for one in known)]
    for each in dict.fromkeys(found):
        yield Problem(document.place(loc), "blank", {"text": each})
