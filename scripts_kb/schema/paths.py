"""Places inside an entity: `answers[compare].steps[ack].say`, `client_words["Too dear"]`.

A path leads through the fields of maps, the ids of keyed lists and the values of plain lists, so it
survives reordering. `""` is the entity itself.
"""

import json
import re
from typing import Final, NamedTuple

Loc = tuple[str | int, ...]
"""A place in a parsed document: field names and list indexes, as in `("answers", 0, "say")`."""

_NAME: Final = re.compile(r"[\w-]+")
_STEP: Final = re.compile(
    r"""
    (?P<dot>\.)? (?: (?P<name>[^\s.\[\]"]+) | (?P<quoted>"(?:[^"\\]|\\.)*") )
  | \[ (?: (?P<item>[^\]"]+) | (?P<text>"(?:[^"\\]|\\.)*") ) \]
    """,
    re.VERBOSE,
)


_json: Final = json.JSONEncoder(ensure_ascii=False).encode


class PathStep(NamedTuple):
    """One step of a path."""

    form: str
    """`field` of a map, `item` of a list."""
    name: str


def field(path: str, name: str) -> str:
    """Go to a field of a map."""
    shown = name if _NAME.fullmatch(name) else json.dumps(name, ensure_ascii=False)
    return f"{path}.{shown}" if path else shown


def item(path: str, key: str) -> str:
    """Go to the item of a keyed list."""
    shown = key if _NAME.fullmatch(key) else json.dumps(key, ensure_ascii=False)
    return f"{path}[{shown}]"


def text(path: str, value: object) -> str:
    """Go to the item of a plain list: it is its value.

    Examples:
        >>> text("client_words", "Дорого")
        'client_words["Дорого"]'
    """
    return f"{path}[{_json(value)}]"


def split(path: str) -> tuple[PathStep, ...]:
    """Take a path apart.

    Raises:
        ValueError: where the text is no path.

    Examples:
        >>> [step.name for step in split("answers[compare].say")]
        ['answers', 'compare', 'say']
    """
    steps = []
    at = 0
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None or (
            bool(match["dot"]) == (at == 0) and (match["name"] or match["quoted"])
        ):
            raise ValueError(path)
        if match["item"] or match["text"]:
            steps.append(PathStep("item", match["item"] or str(json.loads(match["text"]))))
        else:
            steps.append(PathStep("field", match["name"] or str(json.loads(match["quoted"]))))
        at = match.end()
    return tuple(steps)


def generic(path: str) -> str:
    """Drop the keys of lists, as the field patterns of zones do.

    Examples:
        >>> generic("answers[compare].steps[ack].say")
        'answers.steps.say'
    """
    return ".".join(step.name for step in split(path) if step.form == "field")
