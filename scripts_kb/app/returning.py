"""Composes the way back of a workbook or a document that we exported and a person edited.

sheet ──rows──▶ cards ─┐
git ──the version it was exported from──▶ compare ──▶ update, add, conflict ──▶ the plan
the working tree ──────┘
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from scripts_kb import documents, files
from scripts_kb.app import brought
from scripts_kb.app.workspace import Workspace
from scripts_kb.content import patching, reading, spelling, starting
from scripts_kb.content.base import Base, Document
from scripts_kb.content.parsing import UnreadableError
from scripts_kb.documents import UnreadableFileError, workbooks
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.model import CellTable, SourceDocument, TextParagraph
from scripts_kb.documents.word import exact
from scripts_kb.git import Blobs
from scripts_kb.importing.returned import comparing, papers, sheets, tabling
from scripts_kb.importing.returned.comparing import Compared
from scripts_kb.importing.returned.sheets import ReturnedBook, ReturnedCard
from scripts_kb.importing.scripts.drafts import DraftedCards, LeftOver
from scripts_kb.importing.scripts.ledger import FATES
from scripts_kb.importing.scripts.plan import BroughtFile, ImportPlan, PlannedCard
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import labels, paths, values
from scripts_kb.schema.values import Value

_BLOB: Final = re.compile(r"[0-9a-f]{40}")


def _is_returned(document: SourceDocument) -> bool:
    """Tell whether a file is a workbook or a document of ours that comes back."""
    if document.form == "docx":
        return papers.is_returned(
            each for each in document.blocks if isinstance(each, TextParagraph)
        )
    return document.form in {"xlsx", "xls", "ods"} and sheets.is_returned(
        each for each in document.blocks if isinstance(each, CellTable)
    )


def book(path: Path, document: SourceDocument) -> ReturnedBook | None:
    """Read what came back letter by letter; None for what we did not export.

    Raises:
        UnreadableFileError: for a table of a later form, one that was saved as another kind of
            file, or one that only a part of can be read.
    """
    if not _is_returned(document):
        return None
    try:
        found = _book(path, document)
    except DamagedError as error:
        raise UnreadableFileError(error.key, document.file, "damaged", **error.facts) from None
    if found.form not in {"", tabling.FORM}:
        raise UnreadableFileError("returned-form", document.file, document.form)
    return found


def _book(path: Path, document: SourceDocument) -> ReturnedBook:
    """Read a workbook only where its cells fit into memory."""
    if document.form == "docx":
        return papers.book(exact.paragraphs(path, document.file))
    if document.form != "xlsx":
        raise DamagedError("returned-other")
    if not workbooks.fits(path):
        raise DamagedError("document-cells")
    return sheets.book(workbooks.sheets(path))


def read(
    book: ReturnedBook,
    path: Path,
    document: SourceDocument,
    name: str,
    base: Base,
    where: Workspace,
    plan: ImportPlan,
) -> BroughtFile:
    """Compare what came back with what it was made of, and put what it changes into the plan."""
    setting = RuleSetting(language=base.kb.language)
    result = BroughtFile(document.file, name, document, DraftedCards(), setting, None)
    result.returned = True
    _account(result, book, path)
    then = _versions(book, base, where)
    taken = {*base.documents, *base.unread}
    for card in book.cards:
        if not card.entity:
            _new(card, taken, plan, document.file)
        else:
            _old(card, then.get(card.entity), base, plan, (document.file, where.content))
    rowed = {each.entity for each in book.cards}
    for entity in book.exported:
        if entity not in rowed and entity in base.documents:
            plan.cards.append(PlannedCard(entity, "gone", document.file, "", {}))
    return result


def _account(result: BroughtFile, book: ReturnedBook, path: Path) -> None:
    """Give every letter its fate: fields of ours, what the sheets are told by, what is left."""
    fates = dict.fromkeys(FATES, 0)
    units = 0
    for at, text, letters, why in _told(result.document, book):
        units += 1
        fates["left" if why else "field"] += letters
        if why:
            result.found.left.append(LeftOver(at, text, why))
    for each in result.document.leftovers:
        units += 1
        fates["left"] += each.letters
        result.found.left.append(LeftOver(each.at, each.text, each.why))
    document = result.document
    result.account = {
        "units": units,
        "letters": sum(each.letters for each in document.units()),
        "fates": fates,
        "second": documents.count(path, document),
    }


def _told(document: SourceDocument, book: ReturnedBook) -> Iterator[tuple[str, str, int, str]]:
    """Yield each unit: address, text, letters, and why it is left over, "" for what is ours."""
    for block in document.blocks:
        if isinstance(block, CellTable):
            why = "" if block.name in book.sheets else "table"
            yield from ((each.at, each.text, each.letters, why) for each in block.cells)
        elif isinstance(block, TextParagraph):
            why = "prose" if block.at in book.left else ""
            yield block.at, block.text, block.letters, why


def _versions(book: ReturnedBook, base: Base, where: Workspace) -> dict[str, Value]:
    """Give the values that cards were exported with, as far as anybody still knows them."""
    found: dict[str, Value] = {}
    asked: dict[str, str] = {}
    for card in book.cards:
        document = base.documents.get(card.entity)
        version = card.version
        if document is not None and document.blob == version:
            found[card.entity] = document.value
        elif (
            _BLOB.fullmatch(version)
            and where.repository is not None
            and where.repository.size(version) is not None
        ):
            asked[card.entity] = version
    if asked and where.repository is not None:
        with Blobs(where.repository) as blobs:
            contents = blobs.read(asked.values())
        for entity, version in asked.items():
            value = _value(entity, contents.get(version))
            if value is not None:
                found[entity] = value
    return found


def _value(entity: str, content: bytes | None) -> Value:
    if content is None:
        return None
    path = starting.file_of(*entity.split("/", 1))
    document, _ = reading.read(content, path, path)
    return document.value if document is not None and document.entity == entity else None


def _new(card: ReturnedCard, taken: set[str], plan: ImportPlan, file: str) -> None:
    """Plan a card that a person added: a draft, named after its title or its first words."""
    value = comparing.whole(f"{card.kind}/new", card.rows)
    words = [each.split("\n")[0] for each in value.get("client_words", ())]
    title = value.get("title") or next(iter(words), "")
    entity = brought.free(f"{card.kind}/{spelling.slug(title)}", taken)
    taken.add(entity)
    id_ = entity.partition("/")[2]
    value = {"id": id_, "title": title} | value | {"id": id_, "status": "draft"}
    path = starting.file_of(card.kind, id_)
    plan.cards.append(PlannedCard(entity, "add", file, card.at, value, path=path))


def _old(
    card: ReturnedCard, then: Value, base: Base, plan: ImportPlan, ways: tuple[str, Path]
) -> None:
    """Plan what a card that was exported brings back; `ways` name the file and the content."""
    file = ways[0]
    document = base.documents.get(card.entity)
    if document is None and then is None:
        value = comparing.whole(card.entity, card.rows)
        path = starting.file_of(*card.entity.split("/", 1))
        plan.cards.append(PlannedCard(card.entity, "add", file, card.at, value, path=path))
        return
    here = document.value if document else None
    found = comparing.compare(card.entity, card.rows, then, here, base.kb.language)
    place = f"{file}#{card.at}"
    shown = document.shown if document else file
    for each in found.conflicts:
        facts = {
            "where": _named(card.entity, each.path, base),
            "at": place,
            "here": each.here,
            "there": each.there,
        }
        line = document.place(_loc(document, each.path)) if document else Place(shown)
        plan.problems.append(Problem(line, "returned-conflict", facts))
    for name in found.gone:
        path = paths.item(tabling.ITEMS[card.kind], name)
        facts = {"where": f"{card.entity} {path}", "file": file}
        plan.problems.append(Problem(Place(shown), "returned-gone", facts))
    if document is not None:
        plan.cards.append(_entry(card, document, found, plan, ways))


def _named(entity: str, path: str, base: Base) -> str:
    """Name a field of a card by its label, and the item by its id."""
    label = " ".join(labels.trail(entity, path, base.kb.language)[-1:])
    items = [each.name for each in paths.split(path) if each.form == "item"]
    return ", ".join([entity, *items, label])


def _loc(document: Document, path: str) -> tuple[Any, ...]:
    steps = values.descend(document.written, path, None)
    return tuple(step for step, _ in steps if step is not None)


def _entry(
    card: ReturnedCard,
    document: Document,
    found: Compared,
    plan: ImportPlan,
    ways: tuple[str, Path],
) -> PlannedCard:
    file, root = ways
    entry = PlannedCard(card.entity, "same", file, card.at, document.value, path=document.path)
    if not found.changed and not found.added:
        return entry
    try:
        content = files.read(root / document.path)
        for step in comparing.alterations(document.written, found, card.kind):
            content = patching.patched(content, document.path, step)
    except UnreadableError as error:
        place = Place(document.shown, error.line, error.column)
        plan.problems.append(Problem(place, error.code, {"where": card.entity, **error.facts}))
        return entry
    entry.action, entry.text = "update", content.decode()
    again, _ = reading.read(content, document.path, document.shown)
    entry.value = again.value if again else document.value
    return entry
