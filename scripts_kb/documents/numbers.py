"""Whole numbers that others wrote: as large as they may be, however many digits there are."""

from typing import Final

MOST: Final = 999_999_999
"""More than the rows, columns, styles and texts of any file of Office."""
_DIGITS: Final = 9


def whole(written: str, otherwise: int = 0, most: int = MOST) -> int:
    """Read a whole number; one that is larger than it may be is the largest.

    Python makes no number of more than 4,300 digits, and none of a thousand quickly.

    Args:
        written: what stands there, spaces around it left aside.
        otherwise: what it is where that is no whole number.
        most: the largest that it may be.

    Examples:
        >>> whole(" 7 "), whole("9" * 5000, most=63), whole("x", otherwise=1)
        (7, 63, 1)
    """
    digits = written.strip()
    if not digits.isdecimal():
        return otherwise
    return most if len(digits) > _DIGITS else min(int(digits), most)
