"""What words are, before anybody asks what they mean: quotations, sentences, capitals, marks.

«Дорого» / «У соседа дешевле»  ──▶  two quotations
Не спорим. «Да, шесть недель…» ──▶  two sentences, the second of them quoted
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from scripts_kb.language import russian
from scripts_kb.language.russian import WordForm

_QUOTED: Final = re.compile(r"«(?:[^«»]|«[^«»]*»)*»|“[^“”]*”|„[^„“”]*[“”]|(?<!\w)\"[^\"]*\"(?!\w)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE: Final = re.compile(
    r"(?<=[.!?…])([\"”»)\]]*)\s+(?=[«„“\"(\[<]*[^\W\d_a-zа-яё]|[«„“\"(\[<]*\d)"
)
_ENDS: Final = ".?!…"
_SPEECH_WORDS: Final = 3
_TITLE: Final = 80


class Quotation(NamedTuple):
    """Words in quotation marks, and where they stand, marks included."""

    start: int
    end: int
    text: str

    @property
    def speech(self) -> bool:
        """Whether somebody says it; else it is a name."""
        return len(words(self.text)) >= _SPEECH_WORDS or self.text.rstrip().endswith(tuple(_ENDS))


def quotations(text: str) -> list[Quotation]:
    """Find what stands in quotation marks.

    Examples:
        >>> [(each.text, each.speech) for each in quotations("«Тихий родник»: «Да, подождём»")]
        [('Тихий родник', False), ('Да, подождём', False)]
    """
    return [
        Quotation(match.start(), match.end(), match[0][1:-1].strip())
        for match in _QUOTED.finditer(text)
    ]


def unquoted(text: str) -> str | None:
    """Give what stands inside, where all of a text is one quotation; None where it is not.

    Examples:
        >>> unquoted("«Дорого»."), unquoted("«Дорого» / «Долго»")
        ('Дорого', None)
    """
    found = quotations(text.strip())
    if len(found) == 1 and not found[0].start and not text.strip()[found[0].end :].strip(".,; "):
        return found[0].text
    return None


def words(text: str) -> list[str]:
    """Give the words of a text.

    Examples:
        >>> words("Как-нибудь потом, 2 раза")
        ['Как-нибудь', 'потом', 'раза']
    """
    return _WORD.findall(text)


def plain(text: str) -> str:
    """Bring a text to the form in which equal ones are equal: letters and digits, small, е for ё.

    Examples:
        >>> plain("Ещё «дорого»!")
        'еще дорого'
    """
    return " ".join(re.findall(r"[^\W_]+", text.lower().replace("ё", "е")))


def sentences(text: str) -> list[str]:
    """Part a text into sentences; a line break ends one too.

    Examples:
        >>> sentences("Не давить. Предложить замер.")
        ['Не давить.', 'Предложить замер.']
    """
    return [each for line in text.split("\n") for each in _parted(line) if each]


def _parted(line: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE.finditer(line):
        yield line[start : match.end(1)].strip()
        start = match.end()
    yield line[start:].strip()


@lru_cache(maxsize=1 << 14)
def reading(word: str) -> WordForm | None:
    """Give the likeliest reading of a word in small letters; None for what is no Russian word."""
    found = russian.readings(word.lower())
    return found[0] if found else None


def lexemes(text: str) -> set[str]:
    """Give the dictionary forms of the Russian words of a text, each by its likeliest reading."""
    found = (reading(each) for each in words(text))
    return {each.lexeme for each in found if each}


def in_capitals(text: str) -> bool:
    """Tell whether a text is wholly in capitals, and has more than a short form."""
    letters = [each for each in text if each.isalpha()]
    return len(letters) > 1 and all(
        each.isupper() or each.lower() == each.upper() for each in letters
    )


def as_sentences(text: str) -> str:
    """Write a phrase that is wholly in capitals as sentences; any other stays as it is.

    Examples:
        >>> as_sentences("Я БОЮСЬ"), as_sentences("НДС"), as_sentences("YES"), as_sentences("Да")
        ('Я боюсь', 'НДС', 'Yes', 'Да')
    """
    if not in_capitals(text):
        return text
    lowered = _WORD.sub(lambda match: _lowered(match[0]), text)
    return _begun(lowered)


def _lowered(word: str) -> str:
    if word.isascii():
        return "I" if word == "I" else word.lower()
    if russian.readings(word.lower()) or len(word) > _SHORT_FORM:
        return word.lower()
    return word.capitalize() if russian.readings(word.capitalize()) else word


_SHORT_FORM: Final = 5


def _begun(text: str) -> str:
    return re.sub(
        r"(\A\W*|[.!?…]\W*\s+|\n\W*|[«“„]\s*)([^\W\d_])",
        lambda match: match[1] + match[2].upper(),
        text,
    )


def capital(text: str) -> str:
    """Let a phrase begin with a capital.

    Examples:
        >>> capital("молчит")
        'Молчит'
    """
    return text[:1].upper() + text[1:]


def phrase(text: str) -> str:
    """Give client's words, a reply or a title: without outer marks, one full stop and capitals.

    Examples:
        >>> phrase("«Дорого»."), phrase("ДОРОГО"), phrase("Потом…")
        ('Дорого', 'Дорого', 'Потом…')
    """
    text = text.strip()
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1].rstrip()
    inner = unquoted(text)
    return as_sentences(text if inner is None else inner)


def title(text: str) -> str:
    """Give a phrase of up to 80 letters, cut at a word."""
    text = phrase(" ".join(text.split()))
    if len(text) <= _TITLE:
        return text
    cut = text[: _TITLE + 1].rpartition(" ")[0] or text[:_TITLE]
    return cut.rstrip(" ,;:—-")


_PARTS: Final = re.compile(r"\n|(?<![^\S\n])[^\S\n]++/\s+|;")


def client_phrases(text: str) -> list[str]:
    """Part client's words at line breaks, ` / ` and `;`.

    Examples:
        >>> client_phrases("«Мне надо к зиме» / «Успеете до морозов?»")
        ['Мне надо к зиме', 'Успеете до морозов?']
    """
    found = (phrase(each) for each in _PARTS.split(text))
    return list(dict.fromkeys(each for each in found if each))
