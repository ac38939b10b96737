"""Mistakes of authors: where, what is wrong, what to write instead.

A check never raises for an author's mistake: it yields a `Problem`, so that a person sees all of
them at once. A `Problem` names a code; `codes.py` holds its texts in Russian and English.

    content/objections/dorogo.yml:12:5: unknown-key: Неизвестный ключ «sey». Вместо этого: say
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from scripts_kb.problems.code import Code

Language = Literal["ru", "en"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A place in a file; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake at one place; `facts` fill the texts of its code."""

    place: Place
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def _texts(self) -> "Code":
        from scripts_kb.problems.codes import CODES  # noqa: PLC0415 - most commands find no mistake

        return CODES[self.code]

    @property
    def severity(self) -> Severity:
        """How bad: an error keeps a knowledge base from being published."""
        return self._texts.severity

    def message(self, language: Language = "ru") -> str:
        """Say what is wrong."""
        return self._texts.message(language).format_map(self.facts)

    def fix(self, language: Language = "ru") -> str:
        """Say what to write instead."""
        return self._texts.fix(language).format_map(self.facts)

    def line(self, language: Language = "ru") -> str:
        """Give the problem as one line: `path:line:column: code: message fix`."""
        place = self.place
        return (
            f"{plain(place.path)}:{place.line}:{place.column}: {self.code}: "
            f"{plain(self.message(language))} {plain(self.fix(language))}".rstrip()
        )

    def as_json(self, language: Language = "ru") -> dict[str, Any]:
        """Give the problem as `kb check --json` prints it."""
        return {
            "file": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "code": self.code,
            "severity": self.severity,
            "message": self.message(language),
            "fix": self.fix(language),
        }


class UserError(Exception):
    """A mistake of the person at the command line: one clear line, exit code 2."""


def plain(text: str) -> str:
    r"""Make foreign text safe for a line of a terminal: no control, no direction marks, one line.

    Examples:
        >>> plain("Цена\x1b[31m\nдва")
        'Цена [31m два'
    """
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
