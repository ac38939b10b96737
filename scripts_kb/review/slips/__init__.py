"""Whether two texts differ by a slip of the pen alone, and if not, which words say otherwise.

    text ──tokens──▶ words and signs ─stretches─▶ stretches that differ ─┬─▶ Slip, and why
                                     ──marks───▶ breaks and questions  ─┴─▶ Meaning, and why

Language decides, not letters: «ден» became «день» by a slip, for the one is no word; «включена»
became «исключена» by nobody's slip, for both are. The dictionaries are asked only where a slip is
possible at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from scripts_kb.past.words import MAX_PAIRS
from scripts_kb.review.slips import keyboard, marks, stretches
from scripts_kb.review.slips.letters import distance
from scripts_kb.review.slips.records import Meaning, Said, Slip
from scripts_kb.review.slips.tokens import Token, keys, tokenise

__all__ = ["Meaning", "Said", "Slip", "contradictions", "distance", "judge", "nobody"]

Opcode = tuple[str, int, int, int, int]


def nobody(_word: str) -> bool:
    """Say of no word that it is one."""
    return False


def judge(before: str, after: str, said: Said = nobody) -> tuple[Slip | Meaning, ...]:
    """Tell what differs in two texts, and of each stretch whether it says something else.

    Args:
        before: the old text.
        after: the new text.
        said: what is a word here though no dictionary knows it, such as a product's name.

    Returns:
        In the order of the text; nothing for texts that are heard and punctuated alike.

    Examples:
        >>> judge("Сколько чашек в ден", "Сколько чашек в день")
        (Slip(kind='spelling', before='ден', after='день'),)
        >>> judge("Доставка включена", "Доставка исключена")
        (Meaning(kind='word', before='включена', after='исключена'),)
    """
    old, new = tokenise(keyboard.retyped(before, after)), tokenise(after)
    if len(old) * len(new) > MAX_PAIRS and old != new:
        return (Meaning("long", "…", "…"),)
    matcher = SequenceMatcher(None, keys(old), keys(new), autojunk=False)
    steps = matcher.get_opcodes()
    far = [each for each in _stretches(old, new, steps, None) if isinstance(each, Meaning)]
    if far:
        return tuple(far)
    found = _stretches(old, new, steps, said)
    return (*found, *marks.judge(old, new, list(_pairs(steps))))


def _stretches(
    old: Sequence[Token], new: Sequence[Token], steps: Iterable[Opcode], said: Said | None
) -> list[Slip | Meaning]:
    differing = (step for step in steps if step[0] != "equal")
    listed = (stretches.Stretch(old, new, step[1:3], step[3:5], said) for step in differing)
    return [found for each in listed for found in stretches.judge(each)]


def _pairs(steps: Iterable[Opcode]) -> Iterator[tuple[int, int]]:
    """Yield the places of words that stand for each other; of a stretch that differs the last."""
    for op, start, end, new_start, new_end in steps:
        if op == "equal":
            yield from zip(range(start, end), range(new_start, new_end), strict=True)
        elif end > start and new_end > new_start:
            yield end - 1, new_end - 1


def contradictions(before: str, after: str) -> tuple[str, ...]:
    """Give the words that show a difference to be more than a slip; none for a slip.

    Args:
        before: the old text.
        after: the new text.

    Examples:
        >>> contradictions("Это дорого", "Это не дорого")
        ('не',)
    """
    found = [each for each in judge(before, after) if isinstance(each, Meaning)]
    return tuple(dict.fromkeys(word for each in found for word in each.words))
