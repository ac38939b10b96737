"""What is handed out to customers: files beside the cards, which have no versions of their own.

    two trees ──▶ files whose bytes differ ─┬─ an offer hands it out ──▶ an edit of that offer
                                            └─ nobody does ───────────▶ a line with its name

An offer that says the same and hands out another price list is not the same offer: it is shown,
its keys are asked, and a reason is wanted. Only trees are read, never a filter of the repository.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from scripts_kb.git.records import FILE, LINK, ODD_MODES, Commit
from scripts_kb.language import Language, formats
from scripts_kb.past import messages, reasons
from scripts_kb.past.records import Edit, Row
from scripts_kb.review.records import EntityPair, HandedFile
from scripts_kb.review.texts import say
from scripts_kb.review.trees import Shelf
from scripts_kb.schema import kinds, paths
from scripts_kb.schema.values import Value

Listing = Mapping[str, tuple[str, str]]
"""A tree as git lists it: path → (mode, blob)."""

_INNER: Final = ("facts", "guide")
"""Folders of files that no customer gets."""
_BLOCK: Final = 1 << 20


def files(tree: Listing) -> dict[str, tuple[str, str]]:
    """Take the files that may be handed out from a tree: all but cards, facts and the guide."""
    return {path: each for path, each in tree.items() if _is_handed(path)}


def _is_handed(path: str) -> bool:
    folder, slash, _ = path.partition("/")
    hidden = any(step.startswith(".") for step in path.split("/"))
    return bool(slash) and not hidden and folder not in _INNER and not kinds.locate(path)


def on_disk(folder: Path, ignored: frozenset[str], committed: Listing) -> Listing:
    """List the files of a folder that may be handed out; links are not followed.

    Args:
        folder: the content folder.
        ignored: paths below it that are no part of the knowledge base.
        committed: the tree that is checked out; an equal file gets the name of its blob.
    """
    found = {}
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in (*names, *(each for each in folders if Path(top, each).is_symlink())):
            file = Path(top, name)
            path = file.relative_to(folder).as_posix()
            plain = file.is_symlink() or file.is_file()
            if plain and path not in ignored and _is_handed(path):
                found[path] = _stored(file, committed.get(path, (FILE, ""))[1])
    return found


def _stored(file: Path, old: str) -> tuple[str, str]:
    new: Callable[[], hashlib._Hash] = hashlib.sha256 if len(old) > 40 else hashlib.sha1  # noqa: PLR2004 - git has two
    if file.is_symlink():
        link = os.fsencode(file.readlink())
        return LINK, _named(new(), len(link), [link])
    size = file.stat().st_size
    with file.open("rb") as opened:
        name = _named(new(), size, iter(lambda: opened.read(_BLOCK), b""))
    if name != old and size < _BLOCK:
        # A checkout may write other line ends than the repository holds.
        plain = file.read_bytes().replace(b"\r\n", b"\n")
        name = old if _named(new(), len(plain), [plain]) == old else name
    return FILE, name


def _named(digest: "hashlib._Hash", size: int, blocks: Iterable[bytes]) -> str:
    """Name bytes as git does."""
    digest.update(b"blob %d\0" % size)
    for each in blocks:
        digest.update(each)
    return digest.hexdigest()


def differing(
    before: Listing, after: Listing, size: Callable[[str, str], int | None]
) -> list[HandedFile]:
    """Compare the files of two trees.

    Args:
        before: what `files` gave of the tree before.
        after: of the tree after.
        size: gives the size of a path's blob in bytes, None where nobody knows.
    """
    found = []
    for path in sorted(before.keys() | after.keys()):
        sides = [tree.get(path, ("", "")) for tree in (before, after)]
        old, new = ((ODD_MODES.get(mode, ""), blob) for mode, blob in sides)
        if old != new:
            told = [_told(blob, size(path, blob)) if blob else "" for _, blob in (old, new)]
            found.append(HandedFile(path, *told))
    return found


def _told(blob: str, size: int | None) -> str:
    return blob[:8] if size is None else f"{size} {blob[:8]}"


class Handed(NamedTuple):
    """What two trees hand out differently.

    Attributes:
        edits: offer → what it hands out anew, an edit at `materials[id].file` each.
        states: offer → the files of its edits.
        gone: offer and place of a file that is no more and still handed out.
        orphans: files that no offer hands out.
    """

    edits: Mapping[str, tuple[Edit, ...]] = {}
    states: Mapping[str, tuple[HandedFile, ...]] = {}
    gone: tuple[tuple[str, str, str], ...] = ()
    orphans: tuple[HandedFile, ...] = ()


def handed(states: Iterable[HandedFile], before: Shelf, after: Shelf, language: Language) -> Handed:
    """Tell which offers hand out something else, though their cards may say the same."""
    by_path = {each.path: each for each in states}
    if not by_path:
        return Handed()
    edits: dict[str, list[Edit]] = {}
    told: dict[str, list[HandedFile]] = {}
    gone: list[tuple[str, str, str]] = []
    used: set[str] = set()
    for shelf in (before, after):
        for entity, value in _offers(shelf):
            old = dict(_materials(before.find(entity)))
            for path, file in _materials(value):
                if file not in by_path:
                    continue
                used.add(file)
                if shelf is before:
                    continue
                state = by_path[file]
                if not state.after:
                    gone.append((entity, path, file))
                if old.get(path) == file:
                    edits.setdefault(entity, []).append(_edit(path, state, language))
                    told.setdefault(entity, []).append(state)
    return Handed(
        {entity: tuple(each) for entity, each in edits.items()},
        {entity: tuple(each) for entity, each in told.items()},
        tuple(gone),
        tuple(each for path, each in by_path.items() if path not in used),
    )


def _offers(shelf: Shelf) -> Iterator[tuple[str, Value]]:
    for path in shelf.files:
        if path.startswith("offers/"):
            found = shelf.entity(path)
            if found:
                yield found


def _materials(value: Value) -> Iterator[tuple[str, str]]:
    """Yield the materials of an offer: the place of the file's name, and the name."""
    listed = value.get("materials") if isinstance(value, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and isinstance(each.get("file"), str):
            place = paths.item("materials", str(each.get("id", "")))
            yield paths.field(place, "file"), each["file"]


def _edit(path: str, state: HandedFile, language: Language) -> Edit:
    return Edit("changed", path, said(state, 0, language), said(state, 1, language))


def said(state: HandedFile, side: int, language: Language) -> str:
    """Write one side of a file for a reader: `materials/price.csv (12 КБ, 1a2b3c4d)`."""
    told = (state.before, state.after)[side]
    if not told:
        return f"{state.path} ({say('no-file', language)})"
    size, _, blob = told.rpartition(" ")
    shown = f"{formats.size(int(size), language)}, {blob}" if size else blob
    return f"{state.path} ({shown})"


def pairs(
    found: Handed, known: Iterable[EntityPair], before: Shelf, after: Shelf
) -> list[EntityPair]:
    """Add the offers that hand out something else to the entities whose cards differ."""
    whole = {each.entity: each for each in known}
    for entity in found.edits:
        if entity not in whole:
            files_ = before.path(entity), after.path(entity)
            whole[entity] = EntityPair(entity, before.find(entity), after.find(entity), *files_)

    def place(pair: EntityPair) -> tuple[int, str]:
        kind, _, id_ = pair.entity.partition("/")
        return kinds.ORDER.get(kind, kinds.ORDER.get(pair.entity, 99)), id_

    return sorted(whole.values(), key=place)


def rows(
    found: Handed,
    known: Mapping[str, tuple[Row, ...]],
    commits: Iterable[Commit],
    notes: Mapping[str, Value],
    change: str,
) -> dict[str, tuple[Row, ...]]:
    """Give a row to each offer that hands out something else, with the reason for it.

    The commits that touched the file say why, or a change file that names the offer; where neither
    does, what explains the offer's own edits explains its files too.
    """
    whole = dict(known)
    told = [(commit, {each.path for each in commit.touched}) for commit in commits]
    for entity, edits in found.edits.items():
        changed = {each.path for each in found.states[entity]}
        spoken = [
            messages.trailers(commit.message) for commit, touched in told if touched & changed
        ]
        reason = messages.unite(spoken).rationale
        for name, note in notes.items():
            if entity in (note.get("applies_to") or ()):
                reason = reasons.join(reasons.of_note(name, note), reason)
        mine = whole.get(entity, ())
        reason = reason or next((row.rationale for row in reversed(mine) if row.rationale), None)
        gaps = () if reason and reason.explains else ("unexplained",)
        row = Row(change, entity, None, "changed", 0, 0, "", "", edits, reason, gaps)
        whole[entity] = (*mine, row)
    return whole
