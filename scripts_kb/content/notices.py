"""What YAML reads otherwise than it looks, without a word: a person hears of it here.

say: Скидка 5% # только сегодня      a remark: nobody reads «только сегодня»
[“Дорого, да”, Ценник]               a comma: three items of two
answer: >-                           one line of three
  1. Пробник
  2. Каппинг
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from scripts_kb.content.base import Loc
from scripts_kb.content.parsing import Parsed
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import shapes
from scripts_kb.schema.shapes import Shape

_HASH: Final = re.compile(r"\s(?P<text>#.*)")
_ENTRY: Final = re.compile(r"\s*(?:\d{1,2}[.)]|[-–—•·*])\s+\S")
_PAIRS: Final = {"«": "»", "“": "”", "„": "“"}
_LONGEST: Final = 60


def check(text: str, parsed: Parsed, shape: Shape, shown: str) -> Iterator[Problem]:
    """Find texts that say less, or stand otherwise, than their author sees.

    Args:
        text: the file.
        parsed: what was read of it.
        shape: what its kind declares.
        shown: the path to name.
    """
    if not any(sign in text for sign in "#[>"):
        return
    # A value that is not there may stand on a line that is not there: `?` as the last sign.
    lines = [*text.split("\n"), ""]
    for loc, (line, column) in parsed.marks.items():
        whole = lines[line - 1]
        sign = whole[column - 1 : column]
        if sign == "[":
            yield from _cut(_value_at(parsed.raw, loc), loc, parsed, shown)
        elif sign == ">" and loc != ("body",):
            yield from _folded(lines, loc, line, shown)
        elif "#" in whole and loc:
            value = _value_at(parsed.raw, loc)
            yield from _by_hash(whole[column - 1 :], loc, (line, column), value, shape, shown)


def _by_hash(
    rest: str, loc: Loc, mark: tuple[int, int], value: Any, shape: Shape, shown: str
) -> Iterator[Problem]:
    """Find plain texts that a hash cut: «скидка #осень» says only «скидка».

    A hash with a space after it is a remark, and one of the editors', where no text stands.
    """
    line, column = mark
    found = _HASH.search(rest)
    if found is None or value != rest[: found.start()].rstrip():
        return
    remark = found["text"][1:2] in {"", " ", "#"}
    here = shapes.at(shape, loc)
    said = here is not None and here.form == "text" and here.use != "code"
    if remark and not (said and here and here.audience != "editor"):
        return
    at = Place(shown, line, column + found.start("text"))
    facts = {"key": _key(loc), "text": found["text"][:_LONGEST]}
    yield Problem(at, "remark-in-text" if remark else "hash-in-text", facts)


def _folded(lines: Sequence[str], loc: Loc, line: int, shown: str) -> Iterator[Problem]:
    """Find a list under `>-`: its lines become one."""
    depth = len(lines[line]) - len(lines[line].lstrip())
    for number in range(line + 1, len(lines)):
        before, here = lines[number - 1], lines[number]
        indent = len(here) - len(here.lstrip())
        if here.strip() and indent < depth:
            return
        if indent == depth and before.strip() and _ENTRY.match(here):
            yield Problem(Place(shown, number + 1, depth + 1), "folded-list", {"key": _key(loc)})
            return


def _cut(value: Any, loc: Loc, parsed: Parsed, shown: str) -> Iterator[Problem]:
    """Find items of a list in brackets that a comma inside quotation marks made two of."""
    for index, (item, rest) in enumerate(
        itertools.pairwise(value if isinstance(value, list) else ())
    ):
        if not isinstance(item, str) or not isinstance(rest, str):
            continue
        closing = _PAIRS.get(item[:1])
        if closing and closing not in item and closing in rest:
            place = Place(shown, *parsed.marks[*loc, index])
            facts = {"key": _key(loc), "text": item[:_LONGEST], "rest": rest[:_LONGEST]}
            yield Problem(place, "cut-phrase", facts)


def _key(loc: Loc) -> str:
    return next((str(step) for step in reversed(loc) if isinstance(step, str)), "…")


def _value_at(raw: Any, loc: Loc) -> Any:
    for step in loc:
        raw = raw[step]
    return raw
