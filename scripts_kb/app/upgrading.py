"""Composes `kb fmt --upgrade`: a base of an earlier release becomes one of this release.

    content/kb.yml ──made_for──▶ this release             nothing else in content/ is touched:
    mkdocs.yml, as a release wrote it ──▶ as this one does     every release so far reads the cards
    schemas/, requirements.txt, where there ──▶ renewed        of those before
    what a build needs and is missing ──▶ written

What people have changed themselves is left and named. A rule for who adds a release stands in
CONTRIBUTING, "What stays".
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts_kb import __version__, files
from scripts_kb.app import pins, workspace
from scripts_kb.app.workspace import Workspace
from scripts_kb.content import age, parsing, patching, starter
from scripts_kb.content.patching import Alteration
from scripts_kb.files import together
from scripts_kb.language import Language
from scripts_kb.past.keeping import CACHE
from scripts_kb.problems import UserError
from scripts_kb.schema import json_schema

_JOURNAL: Final = "upgrading.json"
_SETTINGS: Final = "kb.yml"
_MKDOCS: Final = "mkdocs.yml"
_SCHEMAS: Final = "schemas"

FORMER: Final = frozenset(
    {
        "df91f9ce3f09666e797049a866a58933d69f8ded63b08037550ad40eb61c1783",  # 0.1
        "590e19986d0cf7f6e1d8a447e9ea43feb7510c013be0c2e9f7a77fcf2b22d877",
        "e747b7cd710f84313fcb5da5c9c13fef072cb4dfe6465c883f3d4dc21ef297e5",
        "a58097852a91dd3428ca392ea77f69d9c51866c379ce9e84e91d2636e6ea966d",
        "3ed198eeba5ddb18247394fe83532e926e90b9c9edc75de47030264aabba46fc",
    }
)
"""SHA-256 of each `mkdocs.yml` that `kb init` wrote before this one."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did.

    Attributes:
        release: For which the base is now.
        changed: The files that change, below the folder of the base.
        left: Those that people have changed themselves, and that may lack something new.
        language: The base's language.
    """

    release: str
    changed: tuple[str, ...]
    left: tuple[str, ...]
    language: Language


def upgrade(where: Workspace, *, write: bool) -> Upgraded:
    """Bring a base to this release: all of its files, or none where the disk refuses.

    Args:
        where: its content folder.
        write: whether to write what would change.

    Raises:
        UserError: where its settings cannot be read, or it was made for a later release.
        OSError: where the disk refuses; then all is as it was.
    """
    root = where.content.absolute().parent
    journal = root / CACHE / _JOURNAL
    if write:
        together.mend(root, journal)
    file = where.content / _SETTINGS
    if not file.is_file():
        raise UserError("no-settings", file=f"{where.shown}/{_SETTINGS}")
    language = workspace.language_of(where.content) or "ru"
    wanted = {f"{where.content.name}/{_SETTINGS}": _settings(where, files.read(file))}
    wanted |= dict(_beside(root, language))
    changed = {path: text for path, text in wanted.items() if _read(root / path) != text}
    if write and changed:
        together.write(root, changed, journal)
    mkdocs = _read(root / _MKDOCS)
    own = _MKDOCS not in changed and mkdocs not in {None, _ours(_MKDOCS)}
    left = (_MKDOCS,) if own else ()
    return Upgraded(age.release(__version__), tuple(changed), left, language)


def _settings(where: Workspace, content: bytes) -> bytes:
    """Give the settings with the release in them, every other byte as it was."""
    release = age.release(__version__)
    try:
        told = parsing.parse(content, markdown=False).raw
        if not isinstance(told, dict):
            raise UserError("no-settings", file=f"{where.shown}/{_SETTINGS}")
        if age.FIELD in told:
            age.refuse_younger(told[age.FIELD], f"{where.shown}/{_SETTINGS}")
            if str(told[age.FIELD]) == release:
                return content
        step = Alteration("set" if age.FIELD in told else "put", (age.FIELD,), release)
        return patching.patched(content, _SETTINGS, step)
    except parsing.UnreadableError:
        raise UserError("no-settings", file=f"{where.shown}/{_SETTINGS}") from None


def _beside(root: Path, language: Language) -> Iterator[tuple[str, bytes]]:
    mkdocs = _read(root / _MKDOCS)
    if mkdocs is None or hashlib.sha256(mkdocs).hexdigest() in FORMER:
        yield _MKDOCS, _ours(_MKDOCS)
    for name in starter.BESIDE.values():
        if name != _MKDOCS and not (root / name).exists():
            yield name, _ours(name)
    if (root / _SCHEMAS).is_dir():
        for name, text in json_schema.files(language):
            yield f"{_SCHEMAS}/{name}", text.encode()
    pinned = _read(root / pins.FILE)
    if pinned is not None:
        yield pins.FILE, pins.renewed(pinned.decode("utf-8", "replace"), language)


def _ours(path: str) -> bytes:
    (name,) = [name for name, place in starter.BESIDE.items() if place == path]
    return (starter.FOLDER / "beside" / name).read_bytes()


def _read(file: Path) -> bytes | None:
    return files.read(file) if file.is_file() else None
