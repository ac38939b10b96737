r"""Values to YAML by the thousand: block style, as `writing` has it, without comments.

An import writes thousands of cards at once; ruamel, which keeps comments that new files do not
have, takes a hundredfold of the time. What is written reads back as it was.
"""

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Final

from scripts_kb.content.writing import WIDTH
from scripts_kb.schema.values import Value

_LONG: Final = 70
_PLAIN: Final = re.compile(r"[^\W\d_][^\x00-\x1f\x7f-\xa0\ud800-\udfff\ufeff]*")
_MEANS_MORE: Final = re.compile(
    r":(?:\s|$)|\s#|\s$|^(?:true|false|null|yes|no|on|off|y|n)$", re.IGNORECASE
)
_ODD: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)


def dump(value: dict[str, Value]) -> str:
    """Write a map as YAML.

    Examples:
        >>> print(dump({"id": "x", "steps": [{"id": "a", "say": "Да: нет"}]}), end="")
        id: x
        steps:
          - id: a
            say: 'Да: нет'
    """
    return "".join(f"{line}\n" for line in _map(value, ""))


def _map(value: dict[str, Value], margin: str) -> Iterator[str]:
    for key, each in value.items():
        yield from _field(_scalar(str(key), margin), each, margin)


def _field(key: str, value: Value, margin: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield f"{margin}{key}:"
        yield from _map(value, f"{margin}  ")
    elif isinstance(value, list) and value:
        yield f"{margin}{key}:"
        yield from _list(value, f"{margin}  ")
    else:
        yield f"{margin}{key}: {_scalar(value, margin)}"


def _list(values: list[Value], margin: str) -> Iterator[str]:
    for each in values:
        if isinstance(each, dict) and each:
            first, *rest = _map(each, f"{margin}  ")
            yield f"{margin}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{margin}- {_scalar(each, margin)}"


def _scalar(value: Value, margin: str) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if _ODD.search(value) or value != value.strip():
        return _quoted(value)
    if "\n" in value:
        lines = value.split("\n")
        if any(line != line.strip() or not line for line in lines):
            return _quoted(value)
        return "\n".join(["|-", *(f"{margin}  {line}" for line in lines)])
    if len(value) > _LONG and "  " not in value and "\t" not in value:
        lines = textwrap.wrap(
            value, WIDTH - 8, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
        )
        return "\n".join([">-", *(f"{margin}  {line}" for line in lines)])
    if _PLAIN.fullmatch(value) and not _MEANS_MORE.search(value):
        return value
    return "'" + value.replace("'", "''") + "'"


def _quoted(text: str) -> str:
    """Write a text in double quotes, every sign that YAML does not print by its number."""
    return _ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
