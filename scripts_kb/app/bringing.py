"""Composes `kb import scripts`: files that a company has become drafts of the base.

    FILE ──documents──▶ document ──importing.scripts──▶ drafts ──▶ plan ──write──▶ content/, import/
                            └────── second reader ──▶ letters ──┘ they must agree

All of a plan is written, or nothing.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from scripts_kb import checks, documents, files
from scripts_kb.app import brought as brought_in
from scripts_kb.app import present, returning, writing
from scripts_kb.app.brought import ImportWish
from scripts_kb.app.workspace import Workspace, today_in
from scripts_kb.content import reading, spelling, starting
from scripts_kb.content.base import Base
from scripts_kb.files import progress
from scripts_kb.importing.scripts import making, mapping, people, persons, roles, values
from scripts_kb.importing.scripts.drafts import CardDraft
from scripts_kb.importing.scripts.mapping import ScriptMap, WrittenCard
from scripts_kb.importing.scripts.plan import BroughtFile, ImportPlan, PlannedCard
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.importing.scripts.values import KnownVariables, ValueMaker
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import CountedMessage, UserError, refusal
from scripts_kb.review import keys

say: Final = catalogue("importing").say
MANY: Final = 500
"""Cards of a file that need no `--many`."""


class UnbalancedError(Exception):
    """Letters of a file have no fate, or more than one: our bug."""

    def __init__(self, file: str, at: str, ours: int, second: int) -> None:
        """Say where."""
        super().__init__(
            f"{file}: {at or '?'}: {ours} letters have a fate, {second} stand in the file"
        )


def plan(where: Workspace, wish: ImportWish) -> ImportPlan:
    """Read files and plan what would be written.

    Raises:
        UserError: for a file that is refused, a broken map, too many cards at once, no base.
        UnbalancedError: where an account does not balance.
    """
    writing.mend(where)
    base, _ = present.base(where)
    if wish.by:
        known = {each.id: each.title for each in base.zones.departments}
        wish = replace(wish, by=keys.department(wish.by, known))
    day = wish.today or today_in(base.zone)
    result = ImportPlan()
    for path, shown, named in progress.of("reading", list(_files(wish.paths))):
        brought = _read(path, shown, named=named, base=base, wish=wish, where=where, plan=result)
        if brought is not None:
            result.files.append(brought)
    _cards(result, base, wish)
    _account(result)
    _told(result, base)
    brought_in.gather(result, base, where, wish, day)
    result.problems += _problems(result, base, where, day)
    return result


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str, bool]]:
    """Yield files, how they are named, and whether a person named them."""
    for path in paths:
        if not path.exists():
            raise UserError("no-file", file=path)
        if not path.is_dir():
            yield path, path.name, True
            continue
        for each in sorted(path.rglob("*")):
            below = each.relative_to(path)
            hidden = any(part.startswith((".", "~$")) for part in below.parts)
            if (
                not hidden
                and "import" not in below.parts[:-1]
                and each.is_file()
                and not each.is_symlink()
            ):
                yield each, below.as_posix(), False


def _read(
    path: Path,
    shown: str,
    *,
    named: bool,
    base: Base,
    wish: ImportWish,
    where: Workspace,
    plan: ImportPlan,
) -> BroughtFile | None:
    try:
        document = documents.read(path, shown, roles.heads)
        book = returning.book(path, document)
    except documents.UnreadableFileError as error:
        if named:
            raise
        said = error.said(base.kb.language)
        plan.refused.append({"file": shown, "at": "", "text": said, "why": "form"})
        return None
    name = brought_in.free(spelling.slug(Path(shown).stem), {each.name for each in plan.files})
    if book is not None:
        brought = returning.read(book, path, document, name, base, where, plan)
        _refuse_many(shown, len(plan.added_by(shown)), wish)
        return brought
    script_map = _map(
        wish.map or writing.beside(where) / f"{name}.map.yml", required=wish.map is not None
    )
    setting = _setting(base, wish, script_map)
    found = making.make(document, setting)
    _refuse_many(shown, len(found.cards), wish)
    brought = BroughtFile(shown, name, document, found, setting, script_map)
    brought.account = {
        "units": setting.ledger.units,
        "letters": sum(unit.letters for unit in document.units()),
        "fates": setting.ledger.fates(),
        "second": documents.count(path, document),
    }
    return brought


def _refuse_many(file: str, number: int, wish: ImportWish) -> None:
    if number > MANY and not wish.many:
        raise UserError("import-many", file=file, cards=CountedMessage("counted-cards", number))


def _map(path: Path, *, required: bool) -> ScriptMap | None:
    if not required and not path.exists():
        return None
    try:
        return mapping.read(files.read(path, files.LARGEST_FACTS).decode())
    except (OSError, UnicodeDecodeError) as error:
        said = refusal(error) if isinstance(error, OSError) else "UTF-8"
        raise UserError("unreadable-file", file=path, said=said) from None
    except mapping.BrokenMapError as error:
        told = {"file": path, "line": error.line, "said": error.said}
        if error.fit:
            raise UserError("import-map-fits", **told, words=", ".join(error.fit)) from None
        raise UserError("import-map", **told) from None


def _setting(base: Base, wish: ImportWish, found: ScriptMap | None) -> RuleSetting:
    found = found or ScriptMap()
    kind: Any = wish.kind or found.kind
    return RuleSetting(
        language=base.kb.language,
        kind=kind,
        tables=found.tables,
        headings=found.headings,
        speakers=found.speakers,
        colours=found.colours,
        names=found.names,
        our_phone="our_phone" in base.kb.variables,
        settled=found.left,
    )


def _known(base: Base, brought: BroughtFile, cards: Iterable[CardDraft]) -> KnownVariables:
    kb = base.kb
    defined = {*kb.variables, *kb.seller, *kb.before_call}
    if kb.company:
        defined.add("company")
    captured = {
        node.capture for script in base.of("script") for node in script.record.nodes if node.capture
    }
    if values.captures(cards):
        captured.add(values.NAME)
    own = {
        key: each for key, each in (brought.map.variables if brought.map else {}).items() if each
    }
    return KnownVariables(kb.language, frozenset(defined), frozenset(captured), own)


def _cards(plan: ImportPlan, base: Base, wish: ImportWish) -> None:
    """Make values of all drafts, and compare them with what was written before."""
    del wish
    every = [card for each in plan.files for card in each.found.cards]
    taken = {*base.documents, *base.unread}
    for brought in plan.files:
        if brought.returned:
            continue
        before = {each.key: each for each in (brought.map.cards if brought.map else ())}
        maker = ValueMaker(_known(base, brought, every))
        names = mapping.keys(brought.found.cards)
        for card, key in zip(brought.found.cards, names, strict=True):
            plan.cards.append(_entry(card, key, brought, before.pop(key, None), maker, base, taken))
        for gone in before.values():
            plan.cards.append(
                PlannedCard(gone.entity, "gone", brought.file, gone.at, {}, gone.key, gone.items)
            )
        brought.blanks = maker.blanks
        _added(plan, brought)


def _entry(
    card: CardDraft,
    key: str,
    brought: BroughtFile,
    before: WrittenCard | None,
    maker: ValueMaker,
    base: Base,
    taken: set[str],
) -> PlannedCard:
    ids = values.ItemIds(before.items if before else {})
    value = maker.of(card, ids)
    if before is None:
        wanted = f"{card.kind}/{spelling.slug(card.title)}"
        entity = brought_in.free(wanted, taken)
        taken.add(entity)
        path = starting.file_of(card.kind, entity.partition("/")[2])
        whole = {"id": entity.partition("/")[2], **value}
        return PlannedCard(entity, "add", brought.file, card.at, whole, key, ids.given, path)
    whole = {"id": before.entity.partition("/")[2], **value}
    document = base.documents.get(before.entity)
    there = document.value if document else None
    entry = PlannedCard(
        before.entity,
        "same",
        brought.file,
        card.at,
        whole,
        key,
        ids.given,
        document.path if document else "",
    )
    if there is None or mapping.checksum(there) != before.sum:
        entry.action = "kept"
        entry.items = before.items
        entry.changed = _differing(there, whole)
    elif mapping.checksum(whole) != before.sum:
        entry.action = "update"
    return entry


def _differing(there: Any, value: dict[str, Any]) -> tuple[str, ...]:
    if not isinstance(there, dict):
        return ()
    return tuple(
        key
        for key in {**there, **value}
        if mapping.checksum(there.get(key)) != mapping.checksum(value.get(key))
    )


def _added(plan: ImportPlan, brought: BroughtFile) -> None:
    entries = [each for each in plan.cards if each.file == brought.file and each.action != "gone"]
    by_card = {id(card): entry for card, entry in zip(brought.found.cards, entries, strict=True)}
    for card, step, what, text in brought.found.added:
        entry = by_card.get(id(card))
        if entry is None:
            continue
        number = next((place for place, each in enumerate(card.steps) if each.name == step), 0)
        node = entry.value["nodes"][number]["id"]
        field = {"reply": ".answers", "outcome": ".outcome", "end": ""}[what]
        plan.added.append({"entity": entry.entity, "path": f"nodes[{node}]{field}", "text": text})


def _account(plan: ImportPlan) -> None:
    for each in plan.files:
        second, ours = each.account["second"], sum(each.account["fates"].values())
        if (second is not None and second != ours) or ours != each.account["letters"]:
            raise UnbalancedError(
                each.file, each.setting.ledger.odd(), ours, second or each.account["letters"]
            )


def _told(plan: ImportPlan, base: Base) -> None:
    """Tell what is left over and whom it names, without phones and mails."""
    signs = [sign[base.kb.language] for sign in persons.SIGNS]
    for each in plan.files:
        for left in each.found.left:
            text = people.without(left.text, each.setting)
            bare = text
            for sign in signs:
                bare = bare.replace(sign, "")
            if any(letter.isalnum() for letter in bare):
                each.left.append({"file": each.file, "at": left.at, "text": text, "why": left.why})
        each.people = [{"file": each.file, **found} for found in people.of(each.setting)]
        each.images = [
            {"file": each.file, "at": image.at, "to": f"materials/{each.name}/{image.file}"}
            for image in each.document.images
            if image.kind and image.content and brought_in.wanted(each, image.at)
        ]


def _problems(plan: ImportPlan, base: Base, where: Workspace, day: dt.date) -> list[Any]:
    """Check what would be written, as `kb check` will."""
    found, paths, problems = dict(base.documents), set(), []
    content = where.content.absolute()
    for name, text in plan.writes.items():
        path = Path(name)
        if isinstance(text, bytes) or path.suffix != ".yml" or not path.is_relative_to(content):
            continue
        below = path.relative_to(content).as_posix()
        shown = f"{where.shown}/{below}"
        document, wrong = reading.read(text.encode(), below, shown)
        problems += wrong
        paths.add(shown)
        if document is not None:
            found[document.entity] = document
    added = frozenset(
        Path(name).relative_to(content).as_posix()
        for name in plan.writes
        if Path(name).is_relative_to(content)
    )
    whole = replace(base, documents=found, files=base.files | added)
    if paths:
        problems += [each for each in checks.check(whole, day) if each.place.path in paths]
    return problems
