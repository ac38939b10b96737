"""Every code a `Problem` may have: what is wrong and what to write instead, in both languages.

The page «Ошибки и что с ними делать» of the site is made from this table: a code is documented
by being listed. `{…}` are the facts of a problem.
"""

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Code:
    """The texts of a code: `what` is wrong, `instead` is the fix, `why` is for the page."""

    severity: Literal["error", "warning", "info"]
    what_ru: str
    instead_ru: str
    what_en: str
    instead_en: str
    why_ru: str
    why_en: str

    def message(self, language: str) -> str:
        """Give the template of the message."""
        return self.what_ru if language == "ru" else self.what_en

    def fix(self, language: str) -> str:
        """Give the template of the fix."""
        return self.instead_ru if language == "ru" else self.instead_en

    def why(self, language: str) -> str:
        """Give the reason of the rule."""
        return self.why_ru if language == "ru" else self.why_en


CODES: Final[dict[str, Code]] = {}
