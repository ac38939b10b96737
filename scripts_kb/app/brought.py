"""What an import writes: cards, the change file that tells where they stood, the map, what is left.

All of it is written, or nothing.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts_kb import files
from scripts_kb.app.workspace import Workspace
from scripts_kb.content import bulk
from scripts_kb.content.base import Base
from scripts_kb.files import progress
from scripts_kb.importing.scripts import mapping, persons
from scripts_kb.importing.scripts.kinds import Kind
from scripts_kb.importing.scripts.mapping import WrittenCard
from scripts_kb.importing.scripts.plan import BroughtFile, ImportPlan, PlannedCard
from scripts_kb.language.catalogue import catalogue

say: Final = catalogue("importing").say
_NAME: Final = 60
"""Signs of a name that leave room for a number behind it."""


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What a person asked for.

    Attributes:
        paths: files and folders.
        map: the map of the one file; its usual place where left out.
        kind: of all cards.
        many: whether more than 500 cards may come at once.
        by: the department that proposes it.
        today: the day; now in the base's zone where left out.
    """

    paths: tuple[Path, ...]
    map: Path | None = None
    kind: Kind | None = None
    many: bool = False
    by: str = ""
    today: dt.date | None = None


def free(name: str, taken: set[str]) -> str:
    """Give a name that is not taken: `name-2` where it is."""
    number, found = 2, name
    while found in taken:
        found, number = f"{name[:_NAME]}-{number}", number + 1
    return found


def beside(where: Workspace) -> Path:
    """Give the folder of maps, beside the content and never published."""
    return where.content.absolute().parent / "import"


def wanted(brought: BroughtFile, at: str) -> bool:
    """Tell whether a person left an image in."""
    return not brought.map or brought.map.images.get(at) != "left"


def gather(plan: ImportPlan, base: Base, where: Workspace, wish: ImportWish, day: dt.date) -> None:
    """Put together every file that would be written; nothing where nothing changes."""
    if not plan.changes:
        return
    content = where.content.absolute()
    for entry in plan.cards:
        if entry.action in {"add", "update"}:
            plan.writes[str(content / entry.path)] = entry.text or bulk.dump(entry.value)
    for brought in plan.files:
        mine = [each for each in plan.cards if each.file == brought.file]
        if not any(each.action in {"add", "update"} for each in mine):
            continue
        path, text = _note(brought, mine, base, wish, day)
        plan.writes[str(content / path)] = text
        if brought.returned:
            continue
        for image in brought.document.images:
            if image.kind and image.content and wanted(brought, image.at):
                plan.writes[str(content / "materials" / brought.name / image.file)] = image.content
        maps = beside(where)
        plan.writes[str(wish.map.absolute() if wish.map else maps / f"{brought.name}.map.yml")] = (
            _mapped(brought, mine)
        )
        plan.writes[str(maps / f"{brought.name}.left.md")] = _left(brought, base)


def _note(
    brought: BroughtFile,
    mine: Sequence[PlannedCard],
    base: Base,
    wish: ImportWish,
    day: dt.date,
) -> tuple[str, str]:
    """Write the change file that tells where each card stood."""
    language = base.kb.language
    departments = [each.id for each in base.zones.departments]
    name = f"{day:%Y-%m}-import-{brought.name}"[:60].rstrip("-")
    taken = {each.removeprefix("change/") for each in base.documents if each.startswith("change/")}
    id_ = free(name, taken)
    changed = [each for each in mine if each.action in {"add", "update"}]
    told = "returned" if brought.returned else "change"
    fields = {
        "id": id_,
        "title": say(f"{told}-title", language, file=brought.file),
        "by": wish.by or next(iter(departments), ""),
        "class": "factual",
        "origin": say(f"{told}-origin", language, file=brought.file),
        "applies_to": [each.entity for each in changed],
        "places": [
            {"entity": each.entity, "at": f"{Path(brought.file).name}#{each.at}"}
            for each in changed
        ],
    }
    kept = {name: each for name, each in fields.items() if each}
    return f"changes/{id_}.yml", bulk.dump(kept)


def _mapped(brought: BroughtFile, mine: Sequence[PlannedCard]) -> str:
    cards = [
        WrittenCard(
            each.key,
            each.entity,
            each.at,
            _sum(brought, each),
            each.items,
        )
        for each in mine
    ]
    proposed: dict[str, dict[str, str | None]] = {
        "variables": {text: to and to.strip("<>") for text, (to, _) in brought.blanks.items()},
        "speakers": dict.fromkeys(brought.setting.unknown),
        "images": {each["at"]: "materials" for each in brought.images},
    }
    phone = next(
        (
            each
            for _, text in brought.setting.ledger.texts()
            for each in persons.contacts(text)
            if each.ours
        ),
        None,
    )
    if phone is not None:
        proposed["people"] = {"our_phone": phone.written}
    return mapping.write(
        brought.map,
        file=Path(brought.file).name,
        checksum=brought.document.sha256,
        tables=(),
        proposed=proposed,
        cards=cards,
    )


def _sum(brought: BroughtFile, entry: PlannedCard) -> str:
    if entry.action in {"add", "update", "same"} or brought.map is None:
        return mapping.checksum(entry.value)
    return next(each.sum for each in brought.map.cards if each.key == entry.key)


def _left(brought: BroughtFile, base: Base) -> str:
    """Write what is left over, for people."""
    language = base.kb.language
    lines = [f"# {say('left-title', language, file=brought.file)}", ""]
    for each in brought.left:
        why = say(f"why-{each['why']}", language)
        text = " ".join(each["text"].split())
        lines.append(f"- `{each['at']}` — {why}: {text}")
    return "\n".join([*lines, ""])


def write(plan: ImportPlan, where: Workspace) -> None:
    """Write all of a plan, or nothing.

    Raises:
        OSError: where the disk refuses; then all is as it was.
    """
    done: list[tuple[Path, bytes | None]] = []
    root = where.content.absolute().parent
    try:
        for name, text in progress.of("writing", list(plan.writes.items())):
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_bytes() if path.exists() else None
            done.append((path, before))
            files.write(path, text)
    except BaseException:
        for path, before in reversed(done):
            if before is None:
                path.unlink(missing_ok=True)
            else:
                files.write(path, before)
        raise
    plan.written = sorted(
        path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        for path, _ in done
    )
