"""What a person did wrong where YAML gives up: the parser's complaint to a code and a place.

The parser points at the token that it could not use; the mistake is in the value that began before
it: on the same line, on the line above, or where the construct around it began.

    note: "Да" сказал он        parser: "expected <block end>" at «сказал»
          └ leading-quote
"""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import yaml

from scripts_kb.content import bullets


class Diagnosis(NamedTuple):
    """A code with its facts and the place, counted from 1."""

    code: str
    line: int
    column: int
    facts: dict[str, Any]


_FIELD: Final = re.compile(
    r"(?P<indent>\s*)(?P<dash>(?:-\s+)*)(?P<key>[^\s:#\"'{\[-][^:]*?):\s+(?P<value>\S.*)"
)
_ITEM: Final = re.compile(r"(?P<indent>\s*)(?:-\s+)+(?P<value>\S.*)")
_PARENT: Final = re.compile(r"(?P<indent>\s*(?:-\s+)*)(?P<key>[\w-]+):\s*(?:#.*)?$")
_GLUED: Final = re.compile(r"\s*(?:-\s+)*(?P<key>[a-z_]+):(?=[^\s:/])")
# An indent, or what follows the colon of a field, that looks like spaces.
_ODD_SPACE: Final = re.compile("[ -]*(?:\\w[\\w-]*: *)?[\u00a0\u2007\u202f\u3000]")
# No space to YAML and nothing to the eye: at the start of a line, or after the colon of a field.
_UNSEEN: Final = re.compile("[ -]*(?:\\w[\\w-]*: *)?(?P<sign>[\u200b-\u200f\u2060\ufeff])")
_WIDE_COLON: Final = re.compile(r"\s*(?:-\s+)*(?P<key>[a-z_]+)\s*：")
_NAME: Final = re.compile(r"[a-z_]+")
_LEADING: Final = {
    "{": "leading-brace",
    "[": "leading-bracket",
    '"': "leading-quote",
    "'": "leading-quote",
}
_SIGNS: Final = frozenset("%@`*&!|>?}],-")
_COLON: Final = re.compile(r":(\s|$)")


def odd_space(key: str) -> bool:
    """Tell whether a key begins with what only looks like a space.

    Examples:
        >>> odd_space("\u00a0- id"), odd_space("id")
        (True, False)
    """
    return _ODD_SPACE.match(key) is not None


def control_character(text: str, position: int) -> Diagnosis:
    """Name a character that YAML forbids.

    Args:
        text: the file.
        position: where the parser stopped.
    """
    found = re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]", text)
    at = min(found.start() if found else position, len(text) - 1)
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return Diagnosis("control-character", line, column, {"character": f"U+{ord(text[at]):04X}"})


def of(text: str, error: yaml.MarkedYAMLError) -> Diagnosis:
    """Say in a person's words what the parser stumbled over.

    Args:
        text: the file.
        error: what the parser said of it.
    """
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Diagnosis("yaml", 1, 1, {"problem": str(error.problem)})
    lines = text.split("\n")
    line, column = _inside(lines, mark)
    tab = re.match(r"[ \-]*\t", lines[line])
    if tab:
        return Diagnosis("tab", line + 1, tab.end(), {})
    problem, context = str(error.problem), str(error.context or "")
    first, at = _inside(lines, error.context_mark or mark)
    for number in dict.fromkeys((line, first)):
        odd = _ODD_SPACE.match(lines[number])
        if odd:
            return Diagnosis("odd-space", number + 1, odd.end(), {})
        unseen = _UNSEEN.match(lines[number])
        if unseen:
            facts = {"character": f"U+{ord(unseen['sign']):04X}"}
            return Diagnosis("control-character", number + 1, unseen.end(), facts)
        wide = _WIDE_COLON.match(lines[number])
        if wide:
            return Diagnosis("wide-colon", number + 1, wide.end(), {"key": wide["key"]})
    bullet = bullets.found(lines, line, first)
    if bullet and "flow" not in context:
        code, number, start, text = bullet
        return Diagnosis(code, number + 1, start, {"text": text})
    if "flow" in context:
        return _in_brackets(lines, line, column, (first, at))
    if "end of stream" in problem:
        sign = lines[first][at : at + 1]
        return Diagnosis("unclosed", first + 1, at + 1, {"sign": sign})
    if "escape" in problem:
        return Diagnosis("backslash", line + 1, column + 1, {})
    for number in dict.fromkeys((line, first)):
        found = _leading(lines, number, problem)
        if found:
            return found
    if "mapping values are not allowed" in problem:
        return _stray_colon(lines, line, column)
    if "could not find expected ':'" in problem:
        return _no_colon(lines, first)
    if "did not find expected" in problem:
        return Diagnosis("bad-indent", line + 1, column + 1, {})
    return Diagnosis("yaml", line + 1, column + 1, {"problem": problem})


def _inside(lines: Sequence[str], mark: Any) -> tuple[int, int]:
    """Give the line and column of a mark, counted from 0; the end of a file may lie beyond it."""
    if mark.line < len(lines):
        return mark.line, min(mark.column, len(lines[mark.line]))
    return len(lines) - 1, len(lines[-1])


def _leading(lines: Sequence[str], number: int, problem: str) -> Diagnosis | None:
    """Find a value that begins with a sign of YAML, or holds a colon and a space."""
    match = _FIELD.match(lines[number]) or _ITEM.match(lines[number])
    if match is None:
        return None
    value, column = match["value"], match.start("value") + 1
    key = match.groupdict().get("key") or _holder(lines, number)
    if "mapping values are not allowed" in problem:
        colon = _COLON.search(value)
        # A key of a map may begin with a quote; a value that does is a text that was closed.
        if colon and value[0] not in "\"'":
            return Diagnosis("colon-in-text", number + 1, column + colon.start(), {"key": key})
    code = _LEADING.get(value[0])
    if code is None and value[0] in _SIGNS and not re.match(r"-\w", value):
        code = "leading-sign"
    if code is None:
        return None
    return Diagnosis(code, number + 1, column, {"sign": value[0], "key": key})


def _holder(lines: Sequence[str], number: int) -> str:
    """Give the field that a line belongs to: the nearest one above that is indented no deeper."""
    depth = len(lines[number]) - len(lines[number].lstrip())
    for above in reversed(lines[:number]):
        match = _PARENT.match(above) or _FIELD.match(above)
        if match and len(match["indent"]) <= depth:
            return match["key"]
    return "…"


def _in_brackets(lines: Sequence[str], line: int, column: int, start: tuple[int, int]) -> Diagnosis:
    """Tell a colon inside braces from braces that nobody closed."""
    rest, before = lines[line][column:], lines[line][:column]
    if _COLON.match(rest):
        key = re.findall(r"(?<![\w-])([\w-]+):\s", before)
        return Diagnosis("colon-in-text", line + 1, column + 1, {"key": key[-1] if key else "…"})
    quoted = re.search(r"(?<![\w-])(?P<key>[\w-]+):\s+(?P<sign>[\"'])[^\"']*[\"']\s*$", before)
    if quoted and rest.strip():
        at = quoted.start("sign") + 1
        facts = {"sign": quoted["sign"], "key": quoted["key"]}
        return Diagnosis("leading-quote", line + 1, at, facts)
    opened, at = start
    while lines[opened][at : at + 1] not in {"{", "["} and (opened, at) > (0, 0):
        # The parser may have got as far as the node that is missing.
        opened, at = (opened, at - 1) if at else (opened - 1, len(lines[opened - 1]))
    return Diagnosis("unclosed", opened + 1, at + 1, {"sign": lines[opened][at : at + 1]})


def _stray_colon(lines: Sequence[str], line: int, column: int) -> Diagnosis:
    """Tell a field that is indented wrongly from a text that goes on over the line."""
    above = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), None)
    if above is not None:
        glued = _GLUED.match(lines[above])
        if glued:
            place = (above + 1, glued.end() + 1)
            return Diagnosis("no-space", *place, {"key": glued["key"]})
        key = lines[line][:column].strip().removeprefix("- ")
        if not _NAME.fullmatch(key):
            return Diagnosis("colon-in-text", line + 1, column + 1, {"key": _holder(lines, line)})
    indent = len(lines[line]) - len(lines[line].lstrip())
    return Diagnosis("bad-indent", line + 1, indent + 1, {})


def _no_colon(lines: Sequence[str], line: int) -> Diagnosis:
    glued = _GLUED.match(lines[line])
    if glued:
        return Diagnosis("no-space", line + 1, glued.end() + 1, {"key": glued["key"]})
    text = lines[line].strip()
    column = len(lines[line]) - len(lines[line].lstrip()) + 1
    return Diagnosis("no-colon", line + 1, column, {"text": text[:60]})
