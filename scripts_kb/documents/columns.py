"""Columns by their letters, as spreadsheets name them."""

import re
from typing import Final

_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def column_name(number: int) -> str:
    """Give the letters of a column.

    Examples:
        >>> column_name(1), column_name(28)
        ('A', 'AB')
    """
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """Give the number of a column.

    Examples:
        >>> column_number("ab")
        28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def place(name: str) -> tuple[int, int] | None:
    """Give row and column of a cell.

    Examples:
        >>> place("B3"), place("$B$3"), place("3")
        ((3, 2), (3, 2), None)
    """
    match = _CELL.fullmatch(name)
    return (int(match[2]), column_number(match[1])) if match else None
