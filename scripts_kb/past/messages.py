r"""Trailers of commit messages: read on hostile ground, and united where several messages speak.

"Тема\n\nOrigin: …\nCouse: …"  ──trailers──▶  fields, slips, reverts  ──unite──▶  Rationale
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scripts_kb.past.records import Rationale

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
SINGLE: Final = ("class", "by", "urgent", "expect")

_CLASSES: Final = {
    "стратегия": "strategic",
    "тактика": "tactical",
    "справочная": "factual",
    "правка текста": "editorial",
}
_TRUE: Final = frozenset({"true", "yes", "да", "1"})
_SHORTEST: Final = 4
"""Letters of a key for which a slip of one letter is worth a guess."""


def _fold(key: str) -> str:
    return " ".join(key.casefold().replace("ё", "е").split())


_FIELD_OF: Final = {_fold(key): name for name, keys in KEYS.items() for key in keys}
_SPELLING: Final = {_fold(key): key for keys in KEYS.values() for key in keys}
_LINE: Final = re.compile(r"(?P<key>[^\W\d_][\w ]{0,30}?)[ \t]*:(?P<text>.*)")
_REVERT: Final = re.compile(r"^This reverts commit ([0-9a-f]{7,40})\b", re.MULTILINE)
"""With `git revert --reference` the id is cut short."""
_EXPECT: Final = re.compile(
    r"(?P<metric>\S+)\s+of\s+(?P<of>\S+)\s+(?P<change>[+-]\d+(?:\.\d+)?(?:pp|%))"
    r"(?:\s+by\s+(?P<by>\d{4}-\d{2}-\d{2}))?"
)
_ITEM: Final = re.compile(r"\s|https?:|[a-z]+/|$")
"""What may follow a comma that ends an address; any other comma belongs to the address."""


@dataclass(slots=True)
class Trailers:
    """What a message says of reasons: field → texts in order, slips of keys, what it reverts."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    slips: list[str] = field(default_factory=list)
    reverts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.slips or self.reverts)


def trailers(message: str) -> Trailers:
    r"""Read the trailers of a commit message.

    A trailer is a line that starts with one of our keys and a colon, anywhere after the subject, in
    any case, in English or Russian. Lines that start with a space continue it. So what git's own
    parser drops is kept: blocks of a squash, prose above, lines below `---`.

    Args:
        message: the whole message; its first line is the subject.

    Examples:
        >>> trailers("Цена\n\nOrigin: 41 из 120\n  начинают с цены\nCouse: x").fields
        {'origin': ['41 из 120 начинают с цены']}
        >>> trailers("Цена\n\nCouse: x").slips
        ['trailer: Couse → Cause']
    """
    found = Trailers()
    lines = message.replace("\r\n", "\n").split("\n")[1:]
    texts: list[str] | None = None
    for line in lines:
        if line[:1] in {" ", "\t"}:
            if texts is not None and line.strip():
                texts[-1] = f"{texts[-1]} {line.strip()}".strip()
                continue
            texts = None if not line.strip() else texts
            continue
        texts = None
        match = _LINE.match(line)
        if match is None:
            continue
        name = _FIELD_OF.get(_fold(match["key"]))
        if name:
            texts = found.fields.setdefault(name, [])
            texts.append(match["text"].strip())
        else:
            slip = _slip(match["key"])
            if slip and slip not in found.slips:
                found.slips.append(slip)
    found.fields = {
        name: kept for name, texts in found.fields.items() if (kept := [t for t in texts if t])
    }
    found.reverts = tuple(dict.fromkeys(_REVERT.findall("\n".join(lines))))
    return found


def _slip(key: str) -> str | None:
    written = _fold(key)
    if len(written) < _SHORTEST:
        return None
    for folded, spelling in _SPELLING.items():
        if len(folded) >= _SHORTEST and one_letter_off(written, folded):
            return f"trailer: {key.strip()} → {spelling}"
    return None


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


@dataclass(frozen=True, slots=True)
class United:
    """The trailers that speak for a row, united field by field."""

    rationale: Rationale | None
    changes: tuple[str, ...]


_NOTHING_SAID: Final = United(None, ())


def unite(parts: Sequence[Trailers]) -> United:
    """Unite the trailers of several messages: texts joined, each once; of single ones the first."""
    if not any(part.fields for part in parts):
        return _NOTHING_SAID
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    single: dict[str, str] = {}
    for name in KEYS:
        said = [text for part in parts for text in part.fields.get(name, ())]
        if not said:
            continue
        if name in TEXTS:
            texts[name] = "\n\n".join(dict.fromkeys(said))
        elif name in LISTS:
            parted = (item for text in said for item in _items(text))
            lists[name] = tuple(dict.fromkeys(item for item in parted if item))
        else:
            single[name] = said[0]
    changes = lists.pop("change", ())
    if not (texts or lists or single):
        return United(None, changes)
    return United(
        Rationale(
            "trailers",
            by=single.get("by"),
            class_=_class(single.get("class")),
            urgent=single.get("urgent", "").casefold() in _TRUE,
            expect=_expectation(single.get("expect")),
            evidence=lists.get("evidence", ()),
            agreed=lists.get("agreed", ()),
            **texts,
        ),
        changes,
    )


def _items(text: str) -> list[str]:
    """Take a list apart at its commas, but for those inside an address."""
    items: list[str] = []
    for part in text.split(","):
        if items and items[-1].lstrip().startswith("http") and not _ITEM.match(part):
            items[-1] += f",{part}"
        else:
            items.append(part)
    return [item.strip() for item in items]


def _class(text: str | None) -> str | None:
    return None if text is None else _CLASSES.get(text.casefold(), text.casefold())


def _expectation(text: str | None) -> Mapping[str, Any] | str | None:
    match = _EXPECT.fullmatch(text) if text else None
    if match is None:
        return text
    return {name: match[name] for name in ("metric", "of", "change", "by")}
