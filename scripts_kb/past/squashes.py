"""A message that holds others: what git and the hostings make of several commits.

    git merge --squash             hostings
    Squashed commit of …           Subject (#12)
    commit 3ad5…
    Author: …                      * Меняем ответ
        Меняем ответ
                                   Почему: …
        Почему: …
                                   * Второй ответ

Git moves what people wrote four signs to the right, and with it every label of a reason. Hostings
leave it where it was.

Source: git-merge(1) for `--squash`; `builtin/merge.c`, squash_message.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_BLOCK: Final = re.compile(r"commit [0-9a-f]{40}(?:[0-9a-f]{24})?$")
_HEADER: Final = re.compile(r"(?:Author|AuthorDate|Commit|CommitDate|Date|Merge|tree|parent):\s*\S")
_INDENT: Final = "    "
_ITEM: Final = re.compile(r"\* \S")
_RULE: Final = re.compile(r"-{3,}$")


def unwrapped(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the messages that a message holds: what stands around them first, then each of them.

    Args:
        lines: of the message, its subject left out.

    Examples:
        >>> block = ["commit " + "a" * 40, "Author: A", "", "    Цена", "    ", "    Почему: x"]
        >>> list(unwrapped(["Проза", *block]))
        [['Проза'], ['Цена', '', 'Почему: x']]
    """
    around: list[str] = []
    blocks: list[list[str]] = []
    number = 0
    while number < len(lines):
        if not _begins(lines, number):
            around.append(lines[number])
            number += 1
            continue
        number += 1
        while number < len(lines) and _HEADER.match(lines[number]):
            number += 1
        block = []
        while number < len(lines) and _within(lines[number]):
            block.append(lines[number].removeprefix(_INDENT).rstrip())
            number += 1
        blocks.append(block[1:] if block and not block[0] else block)
    yield around
    yield from blocks


def _begins(lines: Sequence[str], number: int) -> bool:
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return bool(_BLOCK.match(lines[number]) and _HEADER.match(following))


def _within(line: str) -> bool:
    return not line.strip() or line.startswith(_INDENT)


def holds_several(lines: Sequence[str]) -> bool:
    """Tell whether a message was put together of several, so that no part speaks for the whole.

    Args:
        lines: of the message, its subject left out.
    """
    return any(
        _ITEM.match(line) or _RULE.match(line) or _begins(lines, number)
        for number, line in enumerate(lines)
    )
