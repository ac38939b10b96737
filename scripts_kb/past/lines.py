"""A line of a commit message that names a field of a reason, however a person wrote the label.

    Почему: …      - Почему: …      > Почему — …      **Почему меняем?** …      ## Почему
                              └──────────read──────────┘
                         Label("cause", "…") or a near miss

A label is read where nothing else can be meant: it begins its line, and a colon, a question mark or
a dash ends it. What merely looks like one is a near miss and is named, for a reason that is lost in
silence is asked for again in a month.
"""

import re
from typing import Final, NamedTuple

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "origin": ("Origin", "С чего началось"),
    "cause": ("Cause", "Почему"),
    "purpose": ("Purpose", "Зачем"),
    "effect": ("Effect", "Чего ждём"),
    "evidence": ("Evidence", "На чём основано"),
    "expect": ("Expect", "Прогноз"),
    "watch": ("Watch", "На что смотрим"),
    "agreed": ("Agreed", "Согласовали"),
    "class": ("Class", "Тип"),
    "by": ("By", "Предлагает"),
    "urgent": ("Urgent", "Срочно"),
    "change": ("Change", "Изменение"),
}
"""Field → its trailer keys; the Russian ones are the labels of the fields."""

TEXTS: Final = ("origin", "cause", "purpose", "effect", "watch")
LISTS: Final = ("evidence", "agreed", "change")

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "origin": (
        *("Что заметили", "Что увидели", "Что случилось", "С чего всё началось", "Повод"),
        *("What did you notice", "What was noticed", "Noticed", "What it began with"),
    ),
    "cause": (
        *("Причина", "Причины", "Причина изменения", "Причина правки", "Почему меняем"),
        *("Почему это меняем", "Почему мы это меняем", "Why", "Reason", "Reasons"),
        *("Why change", "Why change it", "Why are we changing it"),
    ),
    "purpose": ("Цель", "Для чего", "Зачем меняем", "Зачем это", "What for", "Goal"),
    "effect": (
        *("Что ждём", "Чего ожидаем", "Ожидаем", "Ожидаемый результат", "Ожидаемый эффект"),
        *("Expected effect", "Expected", "What do you expect", "What we expect"),
    ),
    "evidence": ("Основание", "Источник", "Источники", "Откуда знаем", "Based on", "Sources"),
    "expect": ("Prediction",),
    "watch": ("На что смотреть", "За чем следим", "What we watch", "What to watch"),
    "agreed": ("Согласовано",),
    "class": ("Тип изменения",),
    "by": ("Кто предлагает", "Proposed by"),
}
"""Other names of the fields that mean the same: the questions of the template and the site's labels
among them."""
_LIKELY: Final = {"эффект": "effect", "результат": "effect", "объяснение": "cause"}
"""Names that may mean a field, and often mean something else."""

_SHORTEST: Final = 4
"""Letters of a key for which a slip of one letter is worth a guess."""
_OTHER_SHORTEST: Final = 6
"""The same of the other names: there are many of them."""


def folded(key: str) -> str:
    """Make two spellings of a label one: case, ё and spaces, the no-break one too, do not count."""
    return " ".join(key.casefold().replace("ё", "е").split())


_FIELD_OF: Final = {folded(key): name for name, keys in KEYS.items() for key in keys}
_OTHER: Final = {folded(key): name for name, keys in _NAMES.items() for key in keys}
_SPELLING: Final = {folded(key): key for keys in KEYS.values() for key in keys}
_ASKED: Final = (*TEXTS, "evidence")
"""Fields that a question may ask for, and whose answer a dash may begin."""
_EXPLAINING: Final = tuple(
    start
    for start, name in {**_FIELD_OF, **_OTHER}.items()
    if name in {"origin", "cause", "purpose", "effect", "evidence"}
)
"""How a longer label begins that may mean one of ours."""

_LINE: Final = re.compile(
    r"(?P<mark>(?:>\s?|[^\w\s>]{1,6}\s+|\d{1,2}[.)]\s+){0,4})"
    r"(?P<bold>\*{1,3}|_{1,3}|`|)"
    r"(?P<key>[^\W\d_][\w\s]{0,40}?)\s*(?:\([^()]*\)\s*)?"
    r"(?P<inside>[:：?]{0,2})(?P=bold)"
    r"(?P<end>\s*[:：?]{1,2}|\s+[–—-]{1,2}(?=\s)|(?<=[*_`])|\s*$)"
    r"(?P<text>.*)"
)
_LONGEST: Final = 200
"""Signs of a line among which its label must end."""
_COLONS: Final = frozenset(":：")
_FITTING: Final = {
    "class": re.compile(r"(?i)strategic|tactical|factual|editorial|стратегия|тактика|справочная"),
    "by": re.compile(r"[a-z][a-z0-9-]*"),
    "urgent": re.compile(r"(?i)true|yes|да|1|false|no|нет|0"),
    "change": re.compile(r"\d{4}-[a-z0-9-]+"),
}
"""What a single value looks like where no colon shows that it is one."""


class Label(NamedTuple):
    """What a line begins with.

    Attributes:
        field: the field that it names; "" for a near miss.
        text: what stands after the label.
        written: the label as it stands there.
        likely: of a near miss, the key that was likely meant.
        section: whether the label stands alone above its answer, as a heading does.
    """

    field: str
    text: str
    written: str
    likely: str = ""
    section: bool = False

    @property
    def miss(self) -> str:
        """How a near miss is told: what is written, what was likely meant."""
        return f"{self.written} → {self.likely}"


def read(line: str) -> Label | None:
    """Read a line that may begin with a label; None where it begins with something else.

    Examples:
        >>> read("**Почему меняем?** вилка звучала поздно")[:2]
        ('cause', 'вилка звучала поздно')
        >>> read("Couse: x").miss, read("Почему клиент уходит, мы не знаем")
        ('Couse → Cause', None)
    """
    start, rest = line[:_LONGEST], line[_LONGEST:]
    match = _LINE.match(start)
    if match is None or (rest and not match["text"]):
        return None
    key, bold, text = match["key"], match["bold"], f"{match['text']}{rest}".strip()
    ends = match["inside"] + match["end"].strip()
    alone = not text and bool(bold or match["mark"].startswith("#"))
    written = f"{bold}{key}{match['inside']}{bold}" if bold else key.strip()
    name = _field(folded(key))
    colon = not _COLONS.isdisjoint(ends)
    if name:
        if colon or _meant(name, ends, text, alone=alone):
            return Label(name, text, written, section=alone)
        likely = key_of(name, key) if bold and text else ""
    else:
        likely = _likely(key, colon=colon, asked=alone or "?" in ends)
    return Label("", text, written, likely) if likely else None


def _field(key: str) -> str:
    return _FIELD_OF.get(key) or _OTHER.get(key, "")


def _meant(name: str, ends: str, text: str, *, alone: bool) -> bool:
    """Tell whether a label without a colon is one: by its question mark, its dash, its place."""
    if alone or "?" in ends:
        return name in _ASKED
    fitting = _FITTING.get(name)
    return bool(ends) and (fitting.fullmatch(text) is not None if fitting else bool(text))


def _likely(written: str, *, colon: bool, asked: bool) -> str:
    """Give the key that was likely meant by what is none; "" where nobody can tell."""
    key = folded(written)
    if colon and (near := _slip(key)):
        return near
    if colon and key in _LIKELY:
        return key_of(_LIKELY[key], key)
    if colon or asked:
        longer = next((each for each in _EXPLAINING if key.startswith(f"{each} ")), "")
        return key_of(_field(longer), key) if longer else ""
    return ""


def key_of(name: str, written: str) -> str:
    """Give the key of a field in the alphabet in which something is written."""
    english, russian = KEYS[name]
    return english if written[:1].isascii() else russian


def indented(line: str) -> str:
    """Name the label of a line that stands further in than it may; "" where it has none.

    Examples:
        >>> indented("    Почему: так спросили дважды")
        'Почему → Почему'
    """
    label = read(line.strip())
    if label is None or not label.field or not label.text:
        return ""
    return f"{label.written} → {key_of(label.field, label.written)}"


def _slip(written: str) -> str:
    if len(written) < _SHORTEST:
        return ""
    for each, spelling in _SPELLING.items():
        if len(each) >= _SHORTEST and one_letter_off(written, each):
            return spelling
    for each, name in _OTHER.items():
        if len(each) >= _OTHER_SHORTEST and one_letter_off(written, each):
            return key_of(name, written)
    return ""


def one_letter_off(one: str, other: str) -> bool:
    """Tell whether one slip of the keyboard leads from one word to the other.

    A slip is a letter more, a letter less, another letter, or two neighbours swapped.

    Source: F. J. Damerau, A technique for computer detection and correction of spelling errors,
    1964: these four make up most misspellings.

    Examples:
        >>> one_letter_off("couse", "cause"), one_letter_off("casue", "cause")
        (True, True)
        >>> one_letter_off("cause", "cause"), one_letter_off("house", "cause")
        (False, False)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) != len(b):
        return a[1:] == b if len(a) > len(b) else a == b[1:]
    return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
