"""Where the places of an entity stand in its file.

answers[compare].say ──split──▶ steps ──parsed──▶ answers, 1, say ──marks──▶ line 12, column 5
"""

from collections.abc import Callable

from scripts_kb.content import parsing
from scripts_kb.schema import kinds, outline, paths, values


def places(content: bytes, path: str) -> Callable[[str], tuple[int, int]]:
    r"""Tell where in a file's bytes the places of its entity stand, counted from 1.

    Args:
        content: the bytes of the file.
        path: its path below the content folder.

    Returns:
        From a place to its line and column; of a place that is not there, those of the nearest one
        around it.

    Examples:
        >>> at = places(b"id: x\nsynonyms: [a, b]\n", "objections/x.yml")
        >>> at('synonyms["b"]'), at("answers")
        ((2, 15), (1, 1))
    """
    try:
        parsed = parsing.parse(content, markdown=path.endswith(".md"))
    except parsing.UnreadableError as error:
        line = error.line, error.column
        return lambda _: line

    location = kinds.locate(path)
    shape = outline.of(location.schema) if location else None

    def found(place: str) -> tuple[int, int]:
        loc: paths.Loc = ()
        for step, _ in values.descend(parsed.raw, place, shape):
            if step is None:
                # What is gone: the name of what held it, for the text there begins lower down.
                return parsed.key_marks.get(loc) or parsed.marks.get(loc, (1, 1))
            loc = (*loc, step)
        return parsed.marks.get(loc, (1, 1))

    return found
