"""People in a text: phones and mails are taken out, names are listed for review.

Дежурный врач: +7 000 000-00-00   ──▶  Дежурный врач: [телефон]     person, left out
Звоните нам: 8 800 000-00-00      ──▶  Звоните нам: <our_phone>     ours, a variable
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from scripts_kb.importing.scripts import wording
from scripts_kb.language import Language, russian

_PHONE: Final = re.compile(r"(?<![\w.,/])\+?\(?\d(?:[ \t]?[()\-–—.]?[ \t]?\(?\d){9,14}(?![\w])")
_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+")
_BESIDE: Final = 120
"""Signs before a telephone that may say whose it is."""
_OURS: Final = re.compile(
    r"(?:наш(?:\s+(?:общий|единый|бесплатный))?\s+телефон|звоните\s+нам|горяч\w+\s+лини\w+|"
    r"our\s+(?:phone|number))"
    r"[^.!?\n\d]{0,30}$",
    re.IGNORECASE,
)
_FREE: Final = re.compile(r"(?:8|\+?7)\D{0,3}800")
_DATES: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_MONEY: Final = re.compile(r"\d{1,3}(?:[ \t]\d{3})+")
_NAMES: Final = frozenset({"Name", "Surn", "Patr"})
_CAPITALISED: Final = re.compile(r"(?<![\w«„“\"])[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)?(?!\w)")
_ENGLISH: Final = re.compile(
    r"(?:\bmy name is|\bMr\.?|\bMs\.?|\bMrs\.?)\s+([A-Z][a-z]+)", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDS: Final = frozenset(".!?…:\n")
"""Signs behind which a sentence begins."""
_OPENING: Final = frozenset('"«„“([—–-')
PHONE: Final[dict[Language, str]] = {"ru": "[телефон]", "en": "[phone]"}
MAIL: Final[dict[Language, str]] = {"ru": "[почта]", "en": "[email]"}
NAME: Final[dict[Language, str]] = {"ru": "[имя убрано]", "en": "[name removed]"}
SIGNS: Final = (PHONE, MAIL, NAME)
"""What stands for what was taken out, and is no blank that waits in the map."""


class ContactDetail(NamedTuple):
    """A phone or a mail in a text."""

    start: int
    end: int
    written: str
    what: Literal["phone", "email"]
    ours: bool


def contacts(text: str, before: str = "") -> list[ContactDetail]:
    """Find phones of ten digits and more, and mails.

    Args:
        text: where to look.
        before: what stands before it, such as the question above an answer.

    Examples:
        >>> [(each.written, each.ours) for each in contacts("звоните: 8 800 000-00-00")]
        [('8 800 000-00-00', True)]
    """
    found = [
        ContactDetail(match.start(), match.end(), match[0], "email", ours=False)
        for match in _MAIL.finditer(text)
    ]
    for match in _PHONE.finditer(text):
        if _DATES.search(match[0]) or _MONEY.fullmatch(match[0]):
            continue
        above = before + text[max(0, match.start() - _BESIDE) : match.start()]
        ours = bool(_FREE.match(match[0]) or _OURS.search(above[-_BESIDE:]))
        found.append(ContactDetail(match.start(), match.end(), match[0], "phone", ours))
    return sorted(found)


def without(text: str, language: Language, our_phone: bool = False) -> str:
    """Give a text without phones and mails.

    Args:
        text: where they stand.
        language: of the knowledge base.
        our_phone: whether `kb.yml` has our number, so that a text may name it.
    """
    result, start = [], 0
    for each in contacts(text):
        sign = MAIL[language] if each.what == "email" else PHONE[language]
        if each.ours and our_phone:
            sign = "<our_phone>"
        result += [text[start : each.start], sign]
        start = each.end
    return "".join([*result, text[start:]])


def named(text: str, wanted: Collection[str]) -> list[tuple[int, int, str]]:
    """Find whole words that are names of people: where each begins and ends, and the name.

    Examples:
        >>> named("Глеб и Глебов", {"Глеб"})
        [(0, 4, 'Глеб')]
    """
    return [
        (match.start(), match.end(), match[0])
        for match in _WORD.finditer(text if wanted else "")
        if match[0] in wanted
    ]


def names(text: str) -> Iterator[str]:
    """Yield names of people, outside quotation marks; a sentence's first word must be a name first.

    Examples:
        >>> list(names("Игнат, добрый день! Это клиника «Белая Вера», врач Анна."))
        ['Игнат', 'Анна']
    """
    quoted = wording.quotations(text)
    for match in _CAPITALISED.finditer(text):
        last = bisect_right(quoted, match.start(), key=attrgetter("start")) - 1
        inside = last >= 0 and match.start() < quoted[last].end
        if not inside and _is_name(match[0], first=_begins(text, match.start())):
            yield match[0]
    for match in _ENGLISH.finditer(text):
        yield match[1]


def _begins(text: str, at: int) -> bool:
    """Tell whether a sentence begins at a place, marks that open it apart."""
    while at and (text[at - 1] in _OPENING or (text[at - 1].isspace() and text[at - 1] != "\n")):
        at -= 1
    return not at or text[at - 1] in _ENDS


@lru_cache(maxsize=1 << 14)
def _is_name(word: str, *, first: bool) -> bool:
    analyzer = russian.analyzer()
    if not analyzer.word_is_known(word):
        return False
    parsed = analyzer.parse(word)
    return any(_NAMES & each.tag.grammemes for each in (parsed[:1] if first else parsed))
