"""What a finger typed with the wrong shift or in the other layout.

вам удобнее&      ──▶  вам удобнее?      one key
Повторю заказ/    ──▶  Повторю заказ.    one key, the other layout
ghbdtn            ──▶  привет
"""

import re
from collections.abc import Mapping
from typing import Final

from scripts_kb.language import russian

_ENGLISH: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN: Final = "йцукенгшщзхъфывапролджэячсмитьбю"
_LAYOUT: Final = str.maketrans(_ENGLISH, _RUSSIAN)
_MEANT: Final[Mapping[tuple[str, bool], str]] = {
    ("&", True): "?",
    ("^", True): ":",
    ("/", True): ".,",
    ("/", False): "?",
}
"""The signs of a key where Russian is written (True) and where English is."""
_STRAY: Final = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]+)(?P<sign>[&/^])(?=\s|$)")

_TYPED: Final = re.compile(r"(?<!\S)(?=\S*[A-Za-z])(?=\S*[\[\];',.{}:\"<>`~])[!-~]{3,}(?!\S)")
"""Letters among signs that are letters of the other layout: «Lj,hsq» is «Добрый»."""
_WHOLE_LAYOUT: Final = str.maketrans(
    _ENGLISH + _ENGLISH.upper().translate(str.maketrans("[];',.", '{}:"<>')) + "`~",
    _RUSSIAN + _RUSSIAN.upper() + "ёЁ",
)


def _in_russian(typed: str, after: str) -> str:
    """Give what was typed in the other layout, if it stands in the other text."""
    for end in range(len(typed), len(typed) - 3, -1):
        word = typed[:end].translate(_WHOLE_LAYOUT)
        said = word.isalpha() and re.search(rf"(?<!\w){word}(?!\w)", after)
        if said and russian.readings(word):
            return word + typed[end:]
    return typed


def other_layout(typed: str, meant: str) -> bool:
    """Tell whether a Russian word was typed with English letters.

    Examples:
        >>> other_layout("ghbdtn", "привет"), other_layout("hello", "привет")
        (True, False)
    """
    return typed.isascii() and typed.translate(_LAYOUT) == meant


def retyped(before: str, after: str) -> str:
    """Put in a text the signs that were meant, where the other text has them after the same word.

    Args:
        before: the text with the signs as they were typed.
        after: the text with the signs as they were meant.

    Examples:
        >>> retyped("Повторю заказ/ Одна коробка", "Повторю заказ. Одна коробка")
        'Повторю заказ. Одна коробка'
        >>> retyped("Работаем 24/7", "Работаем 24. 7")
        'Работаем 24/7'
    """
    before = _TYPED.sub(lambda match: _in_russian(match.group(), after), before)
    if not any(sign in before for sign in "&/^"):
        return before

    def meant(match: re.Match[str]) -> str:
        word, russian = match["word"], not match["word"].isascii()
        for sign in _MEANT.get((match["sign"], russian), ""):
            if re.search(rf"(?<!\w){word}{re.escape(sign)}(?=\s|$)", after):
                # «You take it/»: a stop lies beside, so the words must say that it is asked.
                return word + (sign if russian else "")
        return match.group()

    return _STRAY.sub(meant, before)
