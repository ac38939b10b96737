"""What an import writes: cards, the change file that tells where they stood, the map, what is left.

All of it is written, or nothing.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts_kb.app import writing
from scripts_kb.app.workspace import Workspace
from scripts_kb.content import bulk
from scripts_kb.content.base import Base
from scripts_kb.importing.scripts import mapping, people, persons
from scripts_kb.importing.scripts.kinds import Kind
from scripts_kb.importing.scripts.mapping import WrittenCard
from scripts_kb.importing.scripts.plan import BroughtFile, ImportPlan, PlannedCard
from scripts_kb.language.catalogue import catalogue

say: Final = catalogue("importing").say
_NAME: Final = 60
"""Signs of a name that leave room for a number behind it."""
_NOTED: Final = 500
"""Cards of one change file: with long names and places they take half of what a file may hold."""


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
        for path, text in _notes(brought, mine, base, wish, day):
            plan.writes[str(content / path)] = text
        if brought.returned:
            continue
        for image in brought.document.images:
            if image.kind and image.content and wanted(brought, image.at):
                plan.writes[str(content / "materials" / brought.name / image.file)] = image.content
        maps = writing.beside(where)
        plan.writes[str(wish.map.absolute() if wish.map else maps / f"{brought.name}.map.yml")] = (
            _mapped(brought, mine)
        )
        plan.writes[str(maps / f"{brought.name}.left.md")] = _left(brought, base)


def _notes(
    brought: BroughtFile,
    mine: Sequence[PlannedCard],
    base: Base,
    wish: ImportWish,
    day: dt.date,
) -> Iterator[tuple[str, str]]:
    """Write the change files that tell where each card stood: many cards do not fit one."""
    language = base.kb.language
    departments = [each.id for each in base.zones.departments]
    name = f"{day:%Y-%m}-import-{brought.name}"[:_NAME].rstrip("-")
    taken = {each.removeprefix("change/") for each in base.documents if each.startswith("change/")}
    changed = [each for each in mine if each.action in {"add", "update"}]
    told = "returned" if brought.returned else "change"
    parts = [changed[start : start + _NOTED] for start in range(0, len(changed), _NOTED)]
    for number, part in enumerate(parts, start=1):
        id_ = free(name, taken)
        taken.add(id_)
        title = say(f"{told}-title", language, file=brought.file)
        fields = {
            "id": id_,
            "title": title if len(parts) == 1 else f"{title} ({number}/{len(parts)})",
            "by": wish.by or next(iter(departments), ""),
            "class": "factual",
            "origin": say(f"{told}-origin", language, file=brought.file),
            "applies_to": [each.entity for each in part],
            "places": [
                {"entity": each.entity, "at": f"{Path(brought.file).name}#{each.at}"}
                for each in part
            ],
        }
        yield f"changes/{id_}.yml", bulk.dump({key: each for key, each in fields.items() if each})


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
        "colours": brought.setting.met_colours,
        "speakers": dict.fromkeys(brought.setting.unknown),
        "names": {each["text"]: None for each in brought.people if "text" in each},
        "images": {each["at"]: "materials" for each in brought.images},
        "left": {
            each["at"]: None for each in brought.left if each["at"] in brought.setting.met_words
        },
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
        tables=brought.setting.met_tables,
        proposed=proposed,
        taken={
            text: role
            for text, role in brought.setting.met_headings.items()
            if people.without(text, brought.setting) == text
        },
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
        UserError: where a folder of the base leads out of it.
        OSError: where the disk refuses; then all is as it was.
    """
    content = where.content.absolute()
    cards: dict[str, bytes | None] = {}
    maps: dict[str, bytes | None] = {}
    for name, text in plan.writes.items():
        new = text if isinstance(text, bytes) else text.encode()
        if Path(name).is_relative_to(content):
            cards[Path(name).relative_to(content).as_posix()] = new
        else:
            maps[name] = new
    writing.write_all(where, cards, maps)
    root = content.parent
    plan.written = sorted(
        path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        for path in map(Path, plan.writes)
    )
