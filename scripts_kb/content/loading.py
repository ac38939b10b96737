"""The content folder to a `Base`: every file is read, every mistake collected, none is skipped."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scripts_kb.content import reading
from scripts_kb.model import kinds
from scripts_kb.model.base import Base, Document
from scripts_kb.model.config import Kb, Wording, Zones
from scripts_kb.problems import Place, Problem, UserError

_IGNORED_NAMES: Final = frozenset({"Thumbs.db", "desktop.ini"})


def load(
    content: Path, *, shown: str = "content", ignored: frozenset[str] = frozenset()
) -> tuple[Base, list[Problem]]:
    """Read a content folder.

    Args:
        content: the folder.
        shown: how messages name it.
        ignored: paths below it that git ignores; they are no part of the knowledge base.

    Returns:
        The base, and the mistakes found while reading, in the order of files and lines.

    Raises:
        UserError: where the folder does not exist or holds nothing.
    """
    if not content.is_dir():
        raise UserError(
            f"Нет папки {shown} — укажите её: --content ПАПКА. / "
            f"There is no folder {shown}: name it with --content DIR."
        )
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    files = [path for path in _walk(content, content, shown, problems) if path not in ignored]
    for path in files:
        problems.extend(_misplaced(path, shown))
        location = kinds.locate(path)
        if location is None:
            continue
        name = f"{shown}/{path}"
        document, found = reading.read((content / path).read_bytes(), path, name)
        problems.extend(found)
        if document is None:
            continue
        holder = documents.setdefault(document.entity, document)
        if holder is not document:
            facts = {"entity": document.entity, "other": holder.shown}
            problems.append(Problem(document.place(("id",)), "duplicate-id", facts))
    if not documents and not problems:
        raise UserError(
            f"Папка {shown} пуста: начните с kb init или kb new objection. / "
            f"The folder {shown} is empty: start with kb init or kb new objection."
        )
    return _base(documents, frozenset(files), shown, problems), problems


def _walk(folder: Path, root: Path, shown: str, problems: list[Problem]) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        relative = PurePosixPath(path.relative_to(root)).as_posix()
        if path.name.startswith(".") or path.name in _IGNORED_NAMES:
            continue
        if path.is_symlink():
            problems.append(Problem(Place(f"{shown}/{relative}"), "symlink"))
        elif path.is_dir():
            yield from _walk(path, root, shown, problems)
        elif path.is_file():
            yield relative


def _misplaced(path: str, shown: str) -> Iterator[Problem]:
    """Name files that no kind will ever read: nothing is skipped in silence."""
    if kinds.locate(path) is not None:
        return
    folder, slash, _ = path.partition("/")
    place = Place(f"{shown}/{path}")
    if slash and folder in kinds.UNVERSIONED:
        return
    if slash and folder in kinds.FOLDERS:
        yield Problem(place, "unknown-suffix", {"suffix": PurePosixPath(path).suffix or "—"})
    elif slash:
        meant = reading.nearest(folder, kinds.FOLDERS) or " ".join(kinds.FOLDERS)
        yield Problem(place, "unknown-folder", {"folder": folder, "meant": meant})
    else:
        meant = reading.nearest(path, kinds.CONFIG_FILES) or " ".join(kinds.CONFIG_FILES)
        yield Problem(place, "unknown-file", {"file": path, "meant": meant})


def _base(
    documents: dict[str, Document], files: frozenset[str], shown: str, problems: list[Problem]
) -> Base:
    order = {kind: index for index, kind in enumerate(kinds.RECORDS)}
    by_kind = sorted(documents.values(), key=lambda each: (order.get(each.kind, -1), each.entity))
    settings = {each.id: each.record for each in by_kind if each.kind == "config"}
    kb = settings.get("kb")
    if kb is None:
        kb = Kb()
        if "config/kb" not in documents and not any(
            problem.place.path == f"{shown}/kb.yml" for problem in problems
        ):
            problems.append(Problem(Place(f"{shown}/kb.yml"), "no-kb"))
    try:
        ZoneInfo(kb.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        place = documents["config/kb"].place(("time_zone",))
        problems.append(Problem(place, "unknown-time-zone", {"name": kb.time_zone}))
        kb = kb.model_copy(update={"time_zone": "UTC"})
    synonyms = settings.get("synonyms")
    return Base(
        documents={each.entity: each for each in by_kind},
        kb=kb,
        zones=settings.get("zones") or Zones(),
        synonyms=synonyms.root if synonyms else (),
        wording=settings.get("wording") or Wording(),
        files=files,
    )
