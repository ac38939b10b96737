"""Composes `kb schema`: what the records declare, written down for editors and for quick starts."""

from pathlib import Path

from scripts_kb import files
from scripts_kb.language import Language
from scripts_kb.schema import json_schema, outline


def write_schemas(out: Path, *, write: bool, language: Language | None = None) -> list[str]:
    """Write the JSON Schema files; return the names of those that were not up to date.

    Args:
        out: the folder.
        write: whether to write them.
        language: of the labels in them; None for both, as the package keeps them.
    """
    drifted = []
    for name, text in json_schema.files(language):
        file = out / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            drifted.append(file.as_posix())
            if write:
                out.mkdir(parents=True, exist_ok=True)
                files.write(file, text)
    if out.resolve() == json_schema.FOLDER:
        drifted += _write_outline(write=write)
    return drifted


def begin_settings(folder: Path, schemas: str) -> list[str]:
    """Write an editor's settings beside a content folder that has none; theirs stay as they are.

    Args:
        folder: where `content/` stands.
        schemas: where the schema files stand, from there.

    Returns:
        The names of the files that were written.
    """
    begun = []
    for name, text in json_schema.settings(schemas):
        if not (folder / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            files.write(folder / name, text)
            begun.append(name)
    return begun


def _write_outline(*, write: bool) -> list[str]:
    """Write what the records declare, in a checkout, beside them."""
    text = outline.written()
    if outline.FILE.is_file() and outline.FILE.read_text(encoding="utf-8") == text:
        return []
    if write:
        files.write(outline.FILE, text)
        outline.declared.cache_clear()
    return [outline.FILE.name]
