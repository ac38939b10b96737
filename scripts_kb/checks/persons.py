"""Persons: a phone, an e-mail or a full name of somebody, where everybody can read it.

    a person: «Звоните +7 (912) 345-67-89», «ivan@mail.ru», «Иванов Пётр Сергеевич»
    our own:  what `kb.yml` says, lines for everybody (8 800 …), mailboxes of a role (info@…)

What a customer said and what editors note is refused; what is written elsewhere is only warned of,
for a company may mean to publish it.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from scripts_kb.checks import fields
from scripts_kb.checks.references import RECORDS_OF_THE_PAST
from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.problems import Problem

_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Ten digits after the country: written with anything but letters between them.
_PHONE: Final = re.compile(
    r"(?<![\w+-])(?:\+\d{1,3}|8)[\s(.-]{0,2}\d{3}[\s).-]{0,2}\d{3}[\s.-]?\d{2}[\s.-]?\d{2}(?!\d)"
    # Without the country it is told by its brackets or its hyphens alone.
    r"|(?<![\w+-])7?[ \u00a0]?\(\d{3,4}\)[ \u00a0]?\d{2,3}-\d{2}-\d{2}(?!\d)"
)
_PATRONYMIC: Final = (
    r"[А-ЯЁ][а-яё]+(?:ович|евич|инич|[ьи]ч)(?:а|у|ем|ом|е)?"
    r"|[А-ЯЁ][а-яё]+(?:овн|евн|ичн|инн)(?:а|ы|е|у|ой)"
)
_CAPITAL: Final = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_NAME: Final = re.compile(
    rf"(?<![\w-])(?:{_CAPITAL} (?:{_CAPITAL} (?:{_PATRONYMIC})|(?:{_PATRONYMIC}) {_CAPITAL}"
    rf"|[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\.)|[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\.[ \u00a0]?{_CAPITAL}"
    r"|(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+ [A-Z][a-z]+)(?![\w-])"
)
"""A surname with a name and a patronymic or with initials; a name alone tells nobody apart."""
_ROLES: Final = re.compile(
    r"admin|b2b|billing|buh|contacts?|hello|help|hr|info|mail|manager|no-?reply|office|opt|orders?"
    r"|otdel|pr|press|reklama|sales?|service|shop|store|support|team|zakazy?",
    re.IGNORECASE,
)
"""Names of mailboxes that belong to a role."""
_DIGITS: Final = re.compile(r"\D")
_FREE: Final = "800"
"""The code of lines that are free to call: no person has one."""
_TEN: Final = 10


class _Kind(NamedTuple):
    """What may belong to a person: how it looks, a sign without which it is none, its names."""

    pattern: re.Pattern[str]
    hint: re.Pattern[str]
    what: str
    what_en: str


_KINDS: Final = (
    _Kind(_MAIL, re.compile("@"), "почта", "the e-mail"),
    _Kind(_PHONE, re.compile(r"\d\d\b"), "телефон", "the phone number"),
    _Kind(
        _NAME,
        re.compile(r"[вьи]ич|[внч]н[аыеуо]|[А-ЯЁ]\.|(?:Mrs?|Ms|Dr)\b"),
        "полное имя",
        "the full name",
    ),
)
_SIGN: Final = re.compile("|".join(kind.hint.pattern for kind in _KINDS))
"""One look where most texts hold nothing of a person."""


def check(base: Base) -> Iterator[Problem]:
    """Find what belongs to a person and stands where many read it."""
    own = _own(base)
    for document in base.documents.values():
        if document.entity == "config/kb":
            continue
        past = document.kind in RECORDS_OF_THE_PAST
        for field, loc, text in fields.texts(document):
            if _SIGN.search(text):
                forbidden = past or field.shape.audience == "editor"
                yield from _found(document, loc, text, own, forbidden=forbidden)


def _own(base: Base) -> frozenset[str]:
    """Give the phones and e-mails of the company itself: those that its settings name."""
    settings = base.documents.get("config/kb")
    found: set[str] = set()
    for field in fields.of(settings) if settings else ():
        for _, text in fields.texts_of(field):
            found |= {_plain(match[0]) for match in _PHONE.finditer(text)}
            found |= {_plain(match[0]) for match in _MAIL.finditer(text)}
    return frozenset(found)


def _plain(text: str) -> str:
    """Give what two ways of writing a phone or an e-mail have in common."""
    return text.casefold() if "@" in text else _DIGITS.sub("", text)[-_TEN:]


def _found(
    document: Document, loc: Loc, text: str, own: frozenset[str], *, forbidden: bool
) -> Iterator[Problem]:
    for kind in _KINDS:
        for match in kind.pattern.finditer(text) if kind.hint.search(text) else ():
            named = kind.pattern is _NAME
            if named and document.kind in RECORDS_OF_THE_PAST:
                # Who was at a meeting is said there by name.
                continue
            if not forbidden and not named and (_plain(match[0]) in own or _of_all(match[0])):
                continue
            code = "personal-data" if forbidden and not named else "personal-published"
            facts = {"text": match[0], "what": kind.what, "what_en": kind.what_en}
            yield Problem(document.place(loc), code, facts)
            break


def _of_all(text: str) -> bool:
    """Tell whether it is a mailbox of a role, or a line that is free to call."""
    name, at, _ = text.partition("@")
    return _ROLES.fullmatch(name) is not None if at else _plain(text).startswith(_FREE)
