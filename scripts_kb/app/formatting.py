"""Composes `kb fmt`: which files of the content folder are brought into the common form."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts_kb import files
from scripts_kb.app import present
from scripts_kb.app.workspace import Workspace
from scripts_kb.content import formatting, parsing
from scripts_kb.files import progress
from scripts_kb.language import Language
from scripts_kb.problems import Place, Problem, UserError
from scripts_kb.schema import kinds


@dataclass(frozen=True, slots=True)
class Formatted:
    """What `format_files` did.

    Attributes:
        changed: the files that change, as messages name them.
        problems: the files that were left alone, and why.
        language: the base's language.
    """

    changed: tuple[str, ...]
    problems: tuple[Problem, ...]
    language: Language


def format_files(where: Workspace, named: Iterable[Path], *, write: bool) -> Formatted:
    """Bring files of the content folder into the common form.

    Args:
        where: the content folder.
        named: which, folders with all that is in them; all of them, where empty.
        write: whether to write what would change.

    Raises:
        UserError: for a file outside the content folder.
    """
    found, _ = present.base(where)
    known = sorted(path for path in found.files if kinds.locate(path))
    wanted = [_relative(where, file) for file in named] or ["."]
    chosen = [
        path
        for path in known
        if any(each in {".", path} or path.startswith(f"{each}/") for each in wanted)
    ]
    changed, problems = [], []
    for path in progress.of("formatting", chosen):
        file, shown = where.content / path, f"{where.shown}/{path}"
        try:
            before = files.read(file)
            after = formatting.format_file(before, path)
        except parsing.UnreadableError as error:
            at = Place(shown, error.line, error.column)
            problems.append(Problem(at, error.code, error.facts))
            continue
        if after != before:
            changed.append(shown)
            if write:
                files.write(file, after)
    return Formatted(tuple(changed), tuple(problems), found.kb.language)


def _relative(where: Workspace, file: Path) -> str:
    try:
        relative = file.resolve(strict=True).relative_to(where.content.resolve())
    except (ValueError, OSError):
        raise UserError("not-in-content", file=file, folder=where.shown) from None
    return relative.as_posix()
