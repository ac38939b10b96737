"""Answers that come later join the draft of their month: nothing is lost, nothing counted twice.

    file of the month ──marks──▶ which answers it holds     answers ──new ones──▶ the same lists
                      └─ruamel─▶ tree with comments ◀────────────────────────────────┘

What an answer said is folded into counts, so the file remembers each answer by a mark, in remarks
at its end: people may reword, merge and take out what stands above them.
"""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final, NamedTuple

from scripts_kb.content import remarks, writing
from scripts_kb.documents.numbers import whole
from scripts_kb.importing import voice
from scripts_kb.importing.voice import CardAnswer

_MARKS: Final = re.compile(r"^# kb import voice:((?: [0-9a-f]{10})+)[ \t]*\n?", re.MULTILINE)
_A_LINE: Final = 6


class Addition(NamedTuple):
    """A file with what joined it.

    Attributes:
        text: the file.
        added: answers that were new.
        known: answers that it held already.
    """

    text: str
    added: int
    known: int


def marked(text: str, answers: Iterable[CardAnswer]) -> str:
    r"""Give a draft that remembers which answers it holds.

    Examples:
        >>> print(marked("id: x\n", [CardAnswer(text="Дорого")]), end="")
        id: x
        # kb import voice: 636668c677
    """
    return _remembering(text, map(_mark, answers))


def _remembering(text: str, marks: Iterable[str]) -> str:
    every = list(marks)
    lines = (every[start : start + _A_LINE] for start in range(0, len(every), _A_LINE))
    return text + "".join(f"# kb import voice: {' '.join(each)}\n" for each in lines)


def join(
    text: str, answers: Sequence[CardAnswer], today: dt.date, *, by: str, segments: Iterable[str]
) -> Addition:
    """Add to a file the answers that it does not hold.

    Comments, order and words of whoever edited the file stay; equal words are counted together.
    Days of the file grow to those of the answers; a segment that not all answers name goes.

    Args:
        text: the file.
        answers: what was read, in part perhaps once before.
        today: the day of answers that name none.
        by: the department whose ear it was.
        segments: the ids that there are.

    Raises:
        YAMLError: where the file is no YAML.
    """
    tree = writing.yaml(texts=True).load(remarks.settled(_MARKS.sub("", text)))
    held = _marks(text)
    new = list(_new(answers, Counter(held), tree))
    if not new:
        return Addition(text, 0, len(answers))
    later = voice.value(new, today, by=by, segments=segments)
    for name, found in later.items():
        if isinstance(found, list):
            _add(tree, name, found)
    days = sorted(
        str(each[end]) for each in (tree, later) for end in ("from", "to") if each.get(end)
    )
    for end, day in (("from", days[0]), ("to", days[-1])):
        if tree.get(end) != day:
            tree[end] = day
    if any(each.segment and each.segment != tree.get("segment") for each in new):
        tree.pop("segment", None)
    written = writing.text_of(writing.yaml(texts=True), tree)
    whole = _remembering(written, [*held, *map(_mark, new)])
    return Addition(whole, len(new), len(answers) - len(new))


def _marks(text: str) -> list[str]:
    return [mark for match in _MARKS.finditer(text) for mark in match[1].split()]


def _mark(answer: CardAnswer) -> str:
    told = asdict(answer)
    if not answer.times:  # drafts of before it was told hold marks without it
        del told["times"]
    said = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def _new(answers: Iterable[CardAnswer], held: Counter[str], tree: Any) -> Iterator[CardAnswer]:
    """Yield the answers that a file does not hold; two customers may have said the same."""
    proposed = {_proposal(each) for each in _items(tree, "proposals")}
    for each in answers:
        mark = _mark(each)
        if held[mark]:
            held[mark] -= 1
        elif not each.proposes or (each.entity, voice.plain(each.text)) not in proposed:
            yield each


def _proposal(item: Any) -> tuple[str, str]:
    return str(item.get("about") or ""), voice.plain(str(item.get("says") or ""))


def _items(tree: Any, name: str) -> list[Any]:
    found = tree.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _add(tree: Any, name: str, later: Sequence[dict[str, Any]]) -> None:
    """Add items to a list: what was heard before is counted on, the rest stands below it."""
    items = _items(tree, name)
    counted = {} if name == "proposals" else {_words(each): each for each in items}
    taken = {str(each.get("id")) for each in items}
    for each in later:
        known = counted.get(_words(each))
        if known is not None:
            known["count"] = str(_number(known.get("count")) + each["count"])
            continue
        if "id" in each:
            each["id"] = _free(each["id"].rpartition("-")[0], taken)
        if not isinstance(tree.get(name), list):
            tree[name] = []
        tree[name].append({key: writing.styled(str(value)) for key, value in each.items()})


def _words(item: Any) -> str:
    return voice.plain(str(item.get("says") or item.get("objection") or ""))


def _number(count: object) -> int:
    """Read a count; what stands there without one was heard once."""
    return whole(str(count), 1)


def _free(name: str, taken: set[str]) -> str:
    number = next(number for number in range(1, len(taken) + 2) if f"{name}-{number}" not in taken)
    taken.add(f"{name}-{number}")
    return f"{name}-{number}"
