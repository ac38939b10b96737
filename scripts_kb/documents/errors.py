"""Why a file is not read: one line, with what to do, and the form that it has."""

from typing import Final

from scripts_kb.documents.letters import clean
from scripts_kb.files.pairs import RepeatedKeyError
from scripts_kb.problems import UserError

DAMAGED: Final = "document-damaged"


class UnreadableFileError(UserError):
    """A file is refused; it is a line for a person, exit code 2.

    Args:
        key: its text in the catalogue `mistakes`.
        file: how messages name the file.
        form: what it is: `pdf`, `encrypted`, `code` …, or the form in which it is damaged.
        facts: more that the line names.
    """

    def __init__(self, key: str, file: str, form: str = "", **facts: object) -> None:
        """Keep the form."""
        super().__init__(key, file=file, **facts)
        self.form = form


class DamagedError(Exception):
    """A part of a file is not what it should be; `key` says which line is told.

    Args:
        key: its text in the catalogue `mistakes`.
        facts: what the line names beside the file.
    """

    def __init__(self, key: str = DAMAGED, **facts: object) -> None:
        """Keep the text's key."""
        super().__init__(key)
        self.key = key
        self.facts = facts


def repeated(error: RepeatedKeyError) -> DamagedError:
    """Tell of an object of JSON that has a key twice."""
    return DamagedError("document-repeats", name=" ".join(clean(error.name).split())[:40])
