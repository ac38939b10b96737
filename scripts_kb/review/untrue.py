"""What was true before a change and is no more, and how a text says it.

    title «Утро» → «Рассвет»             «утро» with any ending, «Утро» in quotation marks
    price.list 1490 → 1540               «1 490 ₽», «1490 за кило», «по 1490»
    valid_to 2027-01-31 → 2027-03-31     «31 января», «31.01.2027»
    variable free_from 2 000 ₽ → 5 000 ₽ «2000 рублей»

What is too short to be told from other words is left out: few and true findings are read.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scripts_kb.language import Language, formats, prose
from scripts_kb.review import impact
from scripts_kb.review.records import EntityPair
from scripts_kb.review.texts import say
from scripts_kb.schema import paths
from scripts_kb.schema.values import Value

_OFFERED: Final = frozenset({"product", "offer"})
_NAME: Final = 4
"""Letters from which on a word is told from others."""
_SEVERAL: Final = 6
"""Letters of a name of several words from which on it is told from others. A shorter name of one
word counts only as it is written or in quotation marks: «Утро», not «с утра»."""
_LEAST: Final = 100
"""The least number that is told from others."""
_WORD: Final = re.compile(r"[^\W_]+")
_QUOTED: Final = re.compile(r"[«“\"]([^«»“”\"]+)[»”\"]")
_NUMBER: Final = re.compile(
    rf"(?<![\d.,])(\d{{1,3}}(?:{prose.GAP}\d{{3}}){{1,5}}|\d{{3,18}})(?![.,]?\d)"
)
"""No price has more digits; Python makes a number of 4,300 at the most."""
_ENDING: Final = "[аеёиоуыэюяйьмхв]"
_BETWEEN: Final = r"[\s«»“”\"'(),.:;–—-]+"
_UNTIL: Final = rf"(?<!\w)(?:до|по|until|till|through|by|before){prose.GAP}+(?:the{prose.GAP}+)?"


@dataclass(frozen=True, slots=True)
class Untrue:
    """What was true before a change.

    Attributes:
        entity: what it was true of.
        path: where it stood.
        old: as it was, for a reader.
        new: what is true now.
        needle: what every file that says it holds, in small letters with «е» for «ё».
        said: finds it in a text.
        still: finds what holds it and is true, None where nothing does.
        amount: of a sum, how much; others may cost as much.
        deadline: of the last day of an offer, finds it where a text promises until when.
    """

    entity: str
    path: str
    old: str
    new: str
    needle: str
    said: re.Pattern[str]
    still: re.Pattern[str] | None = None
    amount: float | None = None
    deadline: re.Pattern[str] | None = None


def of_pair(pair: EntityPair, language: Language) -> Iterator[Untrue]:
    """Yield what a change of an entity made untrue.

    Args:
        pair: the entity on both sides.
        language: of sums and days for a reader.
    """
    old, new = pair.before, pair.after
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    if pair.entity == "config/kb":
        yield from _renamed("config/kb", "company", old, new)
        yield from _variables(old, new)
    elif pair.entity.partition("/")[0] in _OFFERED and impact.in_force(new):
        yield from _renamed(pair.entity, "title", old, new)
        yield from _repriced(pair.entity, old.get("price"), new.get("price"), language)
        if pair.entity.startswith("offer/"):
            yield from _moved(pair.entity, old.get("valid_to"), new.get("valid_to"), language)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _renamed(entity: str, path: str, before: Value, after: Value) -> Iterator[Untrue]:
    """Yield an old name: the whole, and what stands in quotation marks inside it."""
    old, new = before.get(path), after.get(path)
    if not isinstance(old, str) or not isinstance(new, str) or "<" in old:
        return
    if words(old) == words(new):
        return
    if _distinct(old):
        yield Untrue(entity, path, old, new, _needle(old), pattern(old), pattern(new))
    inner = _QUOTED.search(old)
    if inner and inner[0] != old and inner[1] not in new and _distinct(inner[1]):
        said = _compiled(rf"[«“\"]{_forms(inner[1])}[»”\"]")
        yield Untrue(entity, path, inner[1], new, _needle(inner[1]), said, pattern(old))


def words(name: str) -> list[str]:
    """Give the words of a name in small letters."""
    return _WORD.findall(name.casefold().replace("ё", "е"))


def _distinct(name: str) -> bool:
    written = _WORD.findall(name)
    longest = max(map(len, written), default=0)
    several = len(written) > 1 and sum(map(len, written)) >= _SEVERAL
    capital = longest > 1 and (name.isupper() or (longest + 1 == _NAME and name[0].isupper()))
    return longest >= _NAME or several or capital


def _needle(name: str) -> str:
    """Give the start of the longest word, which no ending touches."""
    longest = max(words(name), key=len)
    return longest if len(longest) <= _NAME else longest[:-2]


def pattern(name: str) -> re.Pattern[str]:
    """Make a pattern of a name, of its Russian words with any ending.

    Examples:
        >>> bool(pattern("Утренняя смесь").search("возьмите утреннюю смесь"))
        True
        >>> bool(pattern("Утро").search("Звоню с утра")), bool(pattern("Утро").search("набор Утро"))
        (False, True)
    """
    written = _WORD.findall(name)
    if len(written) == 1 and len(written[0]) < _SEVERAL:
        quoted = rf"(?i:[«“\"]{_forms(name)}[»”\"])"
        return re.compile(rf"(?<!\w){re.escape(written[0])}(?!\w)|{quoted}")
    return _compiled(rf"(?<!\w){_forms(name)}(?!\w)")


def _forms(name: str) -> str:
    """Let words have any ending; quotation marks hold what the name's hold, or are left out."""
    head, core, tail = [*_QUOTED.split(name, 1), "", ""][:3]
    if core and head:
        inner = _forms(core)
        parts = [_forms(head), rf"(?:[«“\"]{inner}[»”\"]|(?<![«“\"]){inner})", _forms(tail)]
        return r"\s+".join(each for each in parts if each)
    return _BETWEEN.join(map(_form, _WORD.findall(name)))


def _form(word: str) -> str:
    russian = len(word) >= _NAME and re.fullmatch("[А-Яа-яЁё]+", word)
    stem = re.sub(f"{_ENDING}{{1,2}}$", "", word) if russian else word
    plain = re.sub("[её]", "[её]", re.escape(stem))
    return rf"{plain}{_ENDING}{{0,3}}" if russian else plain


def _repriced(entity: str, old: Value, new: Value, language: Language) -> Iterator[Untrue]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    was, now = old.get("list"), new.get("list")
    if not isinstance(was, int | float) or not isinstance(now, int | float):
        return
    if was >= _LEAST and was != now:
        currency = str(old.get("currency") or "RUB")
        before, after = (formats.money(each, language, currency) for each in (was, now))
        said = _compiled(prose.price(was, currency))
        yield Untrue(entity, "price.list", before, after, _tail(was), said, amount=was)


def _tail(number: float) -> str:
    """Give the digits of a number that nothing parts."""
    return f"{int(number):03}"[-3:]


def _moved(entity: str, old: Value, new: Value, language: Language) -> Iterator[Untrue]:
    was, now = (_day(each) for each in (old, new))
    if was and was != now:
        shown = formats.date(was, language)
        end = formats.date(now, language) if now else say("no-end", language)
        said, deadline = (_compiled(each + f"(?:{prose.day(was)})") for each in ("", _UNTIL))
        needle = str(was.day)
        yield Untrue(entity, "valid_to", shown, end, needle, said, deadline=deadline)


def _day(value: Value) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _variables(old: Value, new: Value) -> Iterator[Untrue]:
    before, after = (each.get("variables") for each in (old, new))
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in before.items():
            if name in after and str(value) != str(after[name]):
                path = paths.field("variables", name)
                yield from _revalued(path, str(value), str(after[name]))


def _revalued(path: str, old: str, new: str) -> Iterator[Untrue]:
    """Yield the old value of a variable; of a sum the sum, in whatever way it is written."""
    gone = numbers(old) - numbers(new)
    currency = next((code for code, sign in prose.MONEY.items() if _holds(sign, old)), None)
    if gone and (currency or old.strip().replace(" ", "").isdigit()):
        for number in sorted(gone):
            said = _compiled(prose.price(number, currency))
            yield Untrue("config/kb", path, old, new, _tail(number), said, amount=number)
    elif _distinct(old) and (gone or not any(map(str.isdigit, old))):
        said, still = (_literally(each) for each in (old, new))
        yield Untrue("config/kb", path, old, new, _needle(old), said, still)


def _literally(text: str) -> re.Pattern[str]:
    spaced = r"\s+".join(map(re.escape, text.split()))
    return _compiled(rf"(?<!\w){spaced}(?!\w)")


def numbers(text: str) -> set[int]:
    """Give the numbers of a text that are told from others.

    Examples:
        >>> sorted(numbers("от 2 000 до 15000 ₽ за 3 дня"))
        [2000, 15000]
    """
    return {int(re.sub(r"\D", "", each)) for each in _NUMBER.findall(text)}


def _holds(sign: str, text: str) -> bool:
    return bool(re.search(rf"\d{prose.GAP}*(?:{sign})|(?:{sign}){prose.GAP}*\d", text))
