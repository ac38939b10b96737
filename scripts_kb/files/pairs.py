"""Objects of JSON that say a thing once: of two keys alike a reader would lose one in silence."""

from collections.abc import Iterable
from typing import Any


class RepeatedKeyError(ValueError):
    """An object has a key twice.

    Args:
        name: the key.
    """

    def __init__(self, name: str) -> None:
        """Keep the key."""
        super().__init__(name)
        self.name = name


def once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs, each key once.

    It is an `object_pairs_hook` of `json.loads`, which by itself keeps the last of several; what
    happens then RFC 8259, section 4, calls unpredictable.

    Args:
        pairs: in the order of the file.

    Raises:
        RepeatedKeyError: where a key stands there twice.

    Examples:
        >>> import json
        >>> json.loads('{"say": "Да", "when": "утро"}', object_pairs_hook=once)
        {'say': 'Да', 'when': 'утро'}
    """
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise RepeatedKeyError(name)
        made[name] = value
    return made
