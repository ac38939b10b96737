"""English words that are said together: «do not» and «don't», «it is» and «it's».

We do not argue   ──▶  We don't argue
It isn't bitter   ──▶  It's not bitter
We can not only   ──▶  We can't only      no: «not only» goes on
Let us help       ──▶  Let's help         no: who helps?
"""

from collections.abc import Mapping, Sequence
from typing import Final

from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token, keys

_ENDINGS: Final = (
    ("'m", "am", "i"),
    ("'re", "are", "you we they there what who where how"),
    ("'ll", "will", "i you he she it we they there that who"),
    ("'ve", "have", "i you we they who would should could might must"),
    ("'d", "would", "i you he she it we they who that there"),
    ("'s", "is", "he she it that there here what who where how when why"),
)
_DENIED: Final = words(
    "do does did is are was were has have had would should could must need might ca wo"
)
_WHOLE: Final = {"ca": "can", "wo": "will"}
_SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    **{word + end: (word, full) for end, full, said in _ENDINGS for word in said.split()},
    **{word + "n't": (_WHOLE.get(word, word), "not") for word in _DENIED},
    "cannot": ("can", "not"),
}
_BARE: Final = {
    key.replace("'", ""): whole
    for key, whole in _SHORT.items()
    if key.endswith("n't") or key in {"i'm", "i've", "you're", "they're", "you've"}
}
"""Without its apostrophe; «were» and «its» are words of their own."""
_DONE: Final = words("been got had done become")
_GOING_ON: Final = words("only just but even merely simply")


def is_one(word: str) -> bool:
    """Tell whether a word in small letters is two, written together."""
    return word in _SHORT


def same(
    old: Sequence[Token], cut: tuple[int, int], new: Sequence[Token], put: tuple[int, int]
) -> bool:
    """Tell whether two stretches are the same words, here together and there apart.

    Args:
        old: the text before.
        cut: the first and the last but one word of the stretch in it.
        new: the text after.
        put: the same of the other stretch.
    """
    ends = (old[cut[0]], old[cut[1] - 1], new[put[0]], new[put[1] - 1])
    if not any(each.key in _SHORT or each.key in _BARE for each in ends):
        return False
    one, other = keys(old[slice(*cut)]), keys(new[slice(*put)])
    if any(each.marks for each in (*old[cut[0] : cut[1] - 1], *new[put[0] : put[1] - 1])):
        return False
    following = new[put[1]].key if put[1] < len(new) else ""
    apart = ("can", "not") in {one[-2:], other[-2:]}
    if apart and following in _GOING_ON:
        return False
    return _apart(one, following, {**_SHORT, **_BARE}) == _apart(other, following, _SHORT)


def _apart(
    told: Sequence[str], following: str, short: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    found = tuple(part for key in told for part in short.get(key, (key,)))
    if found[-1:] == ("is",) and told[-1] != "is" and following in _DONE:
        return (*found[:-1], "has")
    if found[-1:] == ("would",) and told[-1] != "would" and following in {"better", "been"}:
        return (*found[:-1], "had")
    return found
