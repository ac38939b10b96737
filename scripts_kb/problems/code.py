"""What a code of a mistake is: its severity and its texts in both languages."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """The texts of a code: `what` is wrong, `instead` is the fix, `why` is for the page.

    `{…}` in `what` and `instead` are the facts of a problem.
    """

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
