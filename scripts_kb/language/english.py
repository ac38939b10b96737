"""What is an English word: the door to the list of English words.

The list is pyspellchecker's: words of subtitles that a dictionary confirms, with how often each is
said. It is American; what Britain writes otherwise is known by the rule.
"""

import re
from functools import cache
from typing import Any, Final

_BRITISH: Final = (
    (r"(?<=[a-z]{2})our(?=$|s$|ed$|ing$|ful|able|ite|less|hood)", "or"),
    (r"(?<=[a-z]{2})is(?=e$|es$|ed$|er$|ers$|ing$|ation)", "iz"),
    (r"(?<=[a-z]{2})ys(?=e$|es$|ed$|ing$)", "yz"),
    (r"(?<=[bt])re(?=$|s$|d$)", "er"),
    (r"ogue(?=$|s$)", "og"),
    (r"(?<=[ae])ll(?=ed$|ing$|er$|ers$|or$)", "l"),
    (r"(?<=[ae])lfil", "lfill"),
    (r"(?<=def|lic|off|ten)enc(?=e$|es$)", "ens"),
    (r"^cheque", "check"),
    (r"^grey", "gray"),
    (r"^tyre", "tire"),
    (r"^programme(?=$|s$)", "program"),
    (r"(?<=f)ulfil(?=$|s$|ment)", "ulfill"),
    (r"^catalogue", "catalog"),
    (r"^judgement", "judgment"),
    (r"^licence", "license"),
    (r"^defence", "defense"),
    (r"^offence", "offense"),
    (r"^practis", "practic"),
    (r"^aluminium$", "aluminum"),
    (r"^organis", "organiz"),
    (r"^instal(?=$|s$|ment)", "install"),
    (r"^enrol(?=$|s$|ment)", "enroll"),
    (r"^jewell", "jewel"),
    (r"^mould", "mold"),
    (r"^plough", "plow"),
    (r"^sceptic", "skeptic"),
    (r"^storey(?=$|s$)", "story"),
    (r"^kerb", "curb"),
    (r"^pyjama", "pajama"),
    (r"^cosy", "cozy"),
    (r"^enquir", "inquir"),
    (r"^yoghurt", "yogurt"),
)


@cache
def _list() -> Any:
    from spellchecker import SpellChecker  # noqa: PLC0415 - 200 ms with its list

    return SpellChecker(language="en", distance=1)


@cache
def _british() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compile the rules, 8 ms, for English words alone."""
    return tuple((re.compile(pattern), american) for pattern, american in _BRITISH)


def american(word: str) -> str:
    """Give the American spelling of a word in small letters; the word itself, where it has one.

    Examples:
        >>> american("colour"), american("organised"), american("hour")
        ('color', 'organized', 'hour')
    """
    for british, letters in _british():
        changed = british.sub(letters, word)
        if changed != word and _list().known([changed]):
            return changed
    return word


@cache
def is_word(word: str) -> bool:
    """Tell whether a word in small letters is English.

    Examples:
        >>> is_word("receive"), is_word("recieve"), is_word("colours")
        (True, False, True)
    """
    return bool(_list().known([word])) or american(word) != word


def meant(word: str) -> tuple[str, ...]:
    """Give the words that a mistyped one may have been, one slip away, the likeliest first.

    Examples:
        >>> meant("recieve"), meant("teh")[0]
        (('receive', 'relieve'), 'the')
    """
    found = _list().candidates(word) or ()
    return tuple(sorted(found, key=lambda each: (-_list().word_usage_frequency(each), each)))
