"""What is said to people: the languages, and what each of them writes its own way."""

from typing import Final, Literal

Language = Literal["ru", "en"]

NBSP: Final = "\u00a0"
"""The space at which a line is not broken."""
