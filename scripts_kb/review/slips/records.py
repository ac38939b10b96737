"""What is found where two texts differ."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

SlipKind = Literal[
    "spelling", "form", "spacing", "short", "number", "doubled", "restored", "spoken", "marks"
]
MeaningKind = Literal[
    "word", "form", "unknown", "number", "sign", "variable", "added", "removed", "negation",
    "question", "break", "long",
]  # fmt: skip
Said = Callable[[str], bool]
"""Whether the knowledge base itself says a word, in small letters with «е» for «ё»."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch that says the same in other letters.

    Attributes:
        kind: why it says the same.
        before: as it was written.
        after: as it is written.
    """

    kind: SlipKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A stretch that says something else.

    Attributes:
        kind: what differs.
        before: as it was written, "" where nothing stood.
        after: as it is written, "" where nothing stands.
    """

    kind: MeaningKind
    before: str
    after: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words themselves."""
        return tuple(each for each in (self.before, self.after) if each)
