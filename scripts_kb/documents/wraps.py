"""Lines of a text that belong together: those that only the width of a page parted.

1. Сейчас у нас тонкая игла, многие засы-     ──▶  1. Сейчас … многие засыпают в кресле.
пают в кресле.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from scripts_kb.documents.letters import BULLETS
from scripts_kb.language import russian

ARROW: Final = re.compile(r"(?:[-=—―–]>|→|⇒|➡)")
LABEL: Final = re.compile(r"[*_]{0,3}[A-ZА-ЯЁ0-9][\w «»()/,-]{0,40}:(?:[*_]{0,3})(?:\s|$)")
_ITEM: Final = re.compile(rf"(?:\d{{1,3}}[.)]|[-–—*+]|[{BULLETS}])\s")
_STEP: Final = re.compile(
    r"(?:шаг|этап|блок|вопрос|часть|раздел|разговор|ответ|вариант|step|stage|question|part|block)\s+№?\s?\d",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(r"(?:если|or,? if|if)\b", re.IGNORECASE)
_MARK: Final = re.compile(r"[«\"“„(\[<!>|#`*]")
_ENDED: Final = re.compile(r"[.!?…:;»”\")\]*]$")
_HYPHENED: Final = re.compile(r"([^\W\d_]+)[-\u00ad]$")
_LONGEST_WORD: Final = 60
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+")
_SPOKEN: Final = re.compile(
    r"[?!«»\"“”]|\b(?:вы|вас|вам|ваш\w*|мы|нас|нам|наш\w*|я|мне|you|your|we|our|i)\b", re.IGNORECASE
)
_OFTEN: Final = 3
_DELIBERATE: Final = 0.75
"""A line whose next word would have fitted into so much of the width was ended on purpose."""
_SHORT: Final = 2


def capitals(line: str) -> bool:
    """Tell whether a line is in capitals alone.

    Examples:
        >>> capitals("------- 1. ДОРОГО"), capitals("Дорого"), capitals("1.")
        (True, False, False)
    """
    found = [each for each in line if each.isalpha()]
    return len(found) >= _SHORT and all(each.isupper() for each in found)


def begins(line: str) -> bool:
    """Tell whether a line begins something of its own, whatever stands above it."""
    return bool(
        _ITEM.match(line) or LABEL.match(line) or _STEP.match(line) or ARROW.search(line)
        or _CONDITION.match(line)
    )  # fmt: skip


def goes_on(before: str, line: str, width: int) -> bool:
    """Tell whether a line goes on with the one above it.

    Args:
        before: the line above, without spaces around.
        line: the line.
        width: of the longest line of the file.
    """
    if begins(line) or before.endswith(":") or _STEP.match(before):
        return False
    if capitals(line) or capitals(before):
        return capitals(before) and capitals(line) and bool(_ITEM.match(before))
    if _hyphened(before, line):
        return True
    if line[:1].islower():
        return True
    if ARROW.search(before) or (_MARK.match(line) and _ENDED.search(before)):
        return False
    return len(before) + 1 + len(line.split(" ", 1)[0]) > width * _DELIBERATE


def _hyphened(before: str, line: str) -> bool:
    return bool(_HYPHENED.search(before[-_LONGEST_WORD:])) and line[:1].islower()


def join(before: str, line: str) -> str:
    """Join two lines; a hyphen goes where the whole is a word.

    Examples:
        >>> join("многие засы-", "пают в кресле"), join("где-", "то")
        ('многие засыпают в кресле', 'где-то')
    """
    cut, word = _HYPHENED.search(before[-_LONGEST_WORD:]), _FIRST_WORD.match(line)
    if not cut or not word:
        return f"{before} {line}"
    whole = f"{cut[1]}{word[0]}"
    known = any(each.isascii() for each in whole) or russian.readings(whole.lower())
    return f"{before[:-1]}{line}" if known else f"{before}{line}"


def running(lines: Sequence[tuple[int, str]]) -> set[int]:
    """Give the numbers of the lines that a printer puts on each page.

    Args:
        lines: their numbers and texts, without spaces around.

    Examples:
        >>> sorted(running([(1, "Клиника, стр. 1"), (2, "Да"), (3, "Клиника, стр. 2")]))
        [1, 3]
    """
    alike: dict[str, list[int]] = defaultdict(list)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for number, line in lines:
        if line and not _ITEM.match(line) and not _SPOKEN.search(line) and not _own(line):
            shape = _NUMBER.sub("#", " ".join(line.split()))
            alike[shape].append(number)
            written[shape][line] += 1
    return set(_pages(alike, written))


def _own(line: str) -> bool:
    return bool(LABEL.match(line) or ARROW.search(line) or _STEP.match(line)) or capitals(line)


def _pages(alike: dict[str, list[int]], written: dict[str, Counter[str]]) -> Iterable[int]:
    for shape, numbers in alike.items():
        again = "#" in shape and len(written[shape]) > 1
        if again or (len(numbers) >= _OFTEN and shape.strip("-–—_=*# .")):
            yield from numbers
