"""Texts that are said aloud: short enough, sayable by everyone, no words to avoid, no typed price.

A phrase that is said aloud follows a few rules that a rule can know: at most 25 words in one
breath, no stop words, no forms that fit one gender alone, a question after the answer.
"""

import functools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from scripts_kb.checks import fields, prices
from scripts_kb.checks.references import RECORDS_OF_THE_PAST
from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.problems import Problem
from scripts_kb.schema.config import Wording

MAX_WORDS: Final = 25
"""What one says in one breath and a client listens to."""

_PUBLISHED: Final = frozenset({"spoken", "published", "line"})
_WORD: Final = re.compile(r"[^\W_]+(?:[-’'.,][^\W_]+)*")
_GROUPS: Final = re.compile("(?<=\\d)[ \u00a0\u202f](?=\\d{3}(?!\\d))")

_BRACKETS: Final = re.compile(r"<[^<>]+>")

_FILLERS: Final = (
    r"(?:(?:бы|не|уже|ещё|еще|вас|вам|тоже|только|сам|сама|тут|это|всё|все|так)\s+){0,2}"
)
_GENDERED: Final = re.compile(
    # «понял(а)», «готов(а)», «должен(на)», «понял/поняла»
    r"(?<!\w)\w+\((?:а|ла|на|ась|ая)\)|(?<!\w)\w+[лн]/\w+[лн]а(?!\w)"
    # «я понял», «я бы хотела», «я рад», «я уверена»
    rf"|(?<!\w)я\s+{_FILLERS}(?:\w*[аеёиоуыюя]л(?:а|ся|ась)?|могла?|ш[её]л|шла"
    r"|рада?|готова?|уверена?|согласен|согласна|должен|должна|обязана?)(?!\w)",
    re.IGNORECASE,
)
_OF_SPEAKERS: Final = re.compile(r"[(/]|я\s(?<!\wя\s)")
"""What a form that fits one gender stands with."""
# Endings of adjectives and nouns: with them, a stop word is known in all its cases.
_ENDING: Final = re.compile(
    r"(?:ого|его|ому|ему|ыми|ими|ами|ями|ый|ий|ой|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ом|ем|ую|юю|ах|ях"
    r"|ам|ям|ов|ев|ей|а|я|о|е|ы|и|у|ю|ь|й)$"
)
_ANY_ENDING: Final = r"(?:[аеёиоуыэюяйьмхгв]{0,2}[аеёиоуыэюяйьмхв])?"
_INFLECTED_FROM: Final = 5
"""Letters of the shortest stem that is sought in all cases."""


def check(base: Base) -> Iterator[Problem]:
    """Find texts that would be wrong, stale or awkward in a reader's mouth."""
    live = prices.live(base)
    stops = _stops(base.wording)
    for document in base.documents.values():
        past = document.kind in RECORDS_OF_THE_PAST
        for field, loc, text in fields.texts(document):
            use = field.shape.use
            if use not in _PUBLISHED or field.shape.audience == "editor":
                continue
            if not past and field.key != "client_says":
                for found in prices.retyped(text, live):
                    facts = {"text": found.text, "quote": found.quote}
                    place = fields.place(document, loc, text, found.start)
                    yield Problem(place, "retyped-price", facts)
            if use == "spoken":
                yield from _wording(document, loc, text, stops)
    yield from _next_questions(base)


def words(text: str) -> int:
    """Count the words that are said; a quote or variable is one, and so is a number.

    Examples:
        >>> words("<client_name>, это 1 490 рублей — дороговато?")
        5
    """
    plain = _BRACKETS.sub("слово", text)
    return len(_WORD.findall(_GROUPS.sub("", plain)))


class _Stop(NamedTuple):
    """A phrase to avoid."""

    word: str
    instead: str
    because: str


_Stops: TypeAlias = tuple[tuple[str, _Stop], ...]
"""The phrases to avoid, each after letters that it has in all its cases."""


def _stops(wording: Wording) -> _Stops:
    found = [
        _Stop(word, stop.instead, stop.because.rstrip(". "))
        for stop in wording.stop_words
        for word in stop.words
        if word.strip()
    ]
    # The longest first: «самый лучший» before «самый».
    found.sort(key=lambda each: (-len(each.word), each.word))
    return tuple((_sign(each.word), each) for each in found)


def _sign(phrase: str) -> str:
    """Give the longest part of a phrase that stays the same in all its cases."""
    return max((_plain(_stem(word)[0]) for word in phrase.lower().split()), key=len)


@functools.lru_cache(maxsize=256)
def _any_of(stops: tuple[_Stop, ...]) -> re.Pattern[str]:
    """Write phrases as one expression, a group for each: the few that a text may hold."""
    alternatives = "|".join(f"({inflected(each.word)})" for each in stops)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _stem(word: str) -> tuple[str, bool]:
    """Give what a word begins with in all its cases, and whether it has others."""
    stem = _ENDING.sub("", word)
    cased = len(stem) >= _INFLECTED_FROM and stem != word
    return (stem if cased else word), cased


def inflected(phrase: str) -> str:
    """Write a phrase as an expression that also fits its other cases, and ё as е.

    Short words and words that do not end as nouns and adjectives do are sought as they are.

    Examples:
        >>> bool(re.fullmatch(inflected("уникальный"), "уникальная"))
        True
        >>> bool(re.fullmatch(inflected("честно"), "честность"))
        False
    """
    parts = []
    for word in phrase.lower().split():
        stem, cased = _stem(word)
        parts.append(re.sub("[её]", "[её]", re.escape(stem)) + (_ANY_ENDING if cased else ""))
    return r"\s+".join(parts)


def _wording(document: Document, loc: Loc, text: str, stops: _Stops) -> Iterator[Problem]:
    # Each word but the last has a sign after it that is none of a word.
    count = words(text) if len(text) > 2 * MAX_WORDS else 0
    if count > MAX_WORDS:
        yield Problem(document.place(loc), "too-long", {"count": count, "limit": MAX_WORDS})
    plain = _plain(text)
    gendered = _GENDERED.search(text) if _OF_SPEAKERS.search(plain) else None
    if gendered:
        yield Problem(document.place(loc), "gendered", {"text": gendered[0]})
    if document.entity == "config/wording":
        return
    near = tuple(stop for sign, stop in stops if sign in plain)
    for match in _any_of(near).finditer(text) if near else ():
        stop = near[(match.lastindex or 1) - 1]
        facts = stop._asdict() | {"word": match[0]}
        yield Problem(document.place(loc), "stop-word", facts)


def _next_questions(base: Base) -> Iterator[Problem]:
    """An answer without a question hands the call to silence."""
    for document in base.of("objection"):
        if document.record.status != "live":
            continue
        if not document.record.answers:
            yield Problem(document.place(), "no-answers")
        for index, answer in enumerate(document.record.answers):
            loc = ("answers", index)
            says = [answer.say, *(step.say for step in answer.steps)]
            asks = answer.next_question or any(step.role == "ask" for step in answer.steps)
            if not any(says):
                yield Problem(document.place(loc), "nothing-to-say", {"answer": answer.id})
            elif answer.say and answer.steps:
                yield Problem(document.place(loc), "say-or-steps", {"answer": answer.id})
            elif not asks:
                yield Problem(document.place(loc), "no-next-question", {"answer": answer.id})
    for document in base.of("question"):
        if document.record.status == "live" and not document.record.answer:
            yield Problem(document.place(), "no-answers")
