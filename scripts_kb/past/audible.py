"""Which fields of a card no customer hears: notes, dates of review, words for the search."""

from typing import Final

from scripts_kb.schema import paths

_QUIET: Final = frozenset({"note", "review_by", "synonyms", "client_words", "family", "title"})


def quiet(path: str) -> bool:
    """Tell whether a change at a path is one that no customer hears.

    Examples:
        >>> quiet("answers[cup].say"), quiet("answers[cup].client_words"), quiet("review_by")
        (False, True, True)
    """
    fields = paths.generic(path).split(".")
    return fields[0] in _QUIET or "client_words" in fields
