"""What a check found: a place and a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One violation.

    Attributes:
        path: File, relative to what was checked, with forward slashes.
        line: Line in it, from 1; 0 where the whole file is meant.
        text: What is wrong, and what to do where that is not plain.
    """

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"
