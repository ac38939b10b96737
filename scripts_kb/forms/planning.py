"""Edits become files with new bytes, or problems, field by field; nothing is written here.

    EditSheet ──one by one──▶ Pending: bytes of each file that changes ──▶ Plan
                  │ «before» no longer stands there                         │
                  ▼                                                         ▼
               problems, all of them                      a commit, a write, whoever takes it

An edit sees what those before it left. What is refused changes nothing, and the rest is tried all
the same, so that a person sees all of it at once.
"""

import datetime as dt
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from scripts_kb.content import reading, rendering, starting
from scripts_kb.content.base import Base, Document
from scripts_kb.content.patching import Alteration
from scripts_kb.forms import handing, linking, reasoning
from scripts_kb.forms.pending import BytesOf, Pending, RefusedEditError, brief, first
from scripts_kb.forms.sheets import EditSheet, SheetEdit
from scripts_kb.language import Language
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import kinds, labels, outline, paths, values
from scripts_kb.schema.values import Value


@dataclass(frozen=True, slots=True)
class Plan:
    """What edits come to.

    Attributes:
        files: path below the content folder → its new bytes; None for a file that goes.
        reason: the path of the change file among them; "" for none.
        problems: why nothing is to be written; with any of them there are no files.
    """

    files: Mapping[str, bytes | None]
    reason: str
    problems: tuple[Problem, ...]


class _Found(NamedTuple):
    """A place in a document: the way to it as far as it goes, and what stands there."""

    steps: tuple[paths.PathStep, ...]
    loc: paths.Loc
    whole: bool
    """Whether the place itself is written down, be it empty."""
    value: Value
    """What stands there, in the form that compares."""


def plan(
    base: Base,
    bytes_of: BytesOf,
    sheet: EditSheet,
    today: dt.date,
    *,
    root: str,
    shown: str,
    landed: Container[str] | None = None,
) -> Plan:
    """Find out which files edits change, and how.

    Args:
        base: the knowledge base as it was read.
        bytes_of: gives the bytes of its files.
        sheet: the edits, with their reason.
        today: the day, for the name of the reason's file.
        root: how messages name the content folder, with a slash at the end.
        shown: how they name the sheet.
        landed: the files that are committed; None where nobody knows, and all may be.
    """
    state = Pending(base, bytes_of, root)
    problems = []
    for edit in sheet.edits:
        before = dict(state.files), dict(state.documents)
        try:
            _MAKERS[edit.op](state, edit)
            state.touched.setdefault(edit.entity)
        except RefusedEditError as refused:
            state.files, state.documents = before
            # What a sheet says wrongly stands in the sheet, what has changed in the card.
            at = Place(shown, *edit.place)
            place = state.place(edit.entity, edit.path, at)
            where = _where(edit, state.language)
            facts = {"where": where, "entity": edit.entity, **refused.facts}
            problems.append(Problem(place, refused.code, facts))
    problems += _broken(state)
    if problems:
        return Plan({}, "", tuple(problems))
    reason, content = reasoning.note(state, sheet, today, landed)
    broken = tuple(_mistakes(content, reason, f"{root}{reason}")) if reason else ()
    if broken:
        return Plan({}, "", broken)
    files = {**state.files, **({reason: content} if reason else {})}
    return Plan(
        {path: each for path, each in files.items() if _differs(state, path, each)}, reason, ()
    )


def _differs(state: Pending, path: str, content: bytes | None) -> bool:
    return path not in state.base.files or content is None or content != state.bytes_of(path)


def _where(edit: SheetEdit, language: Language) -> str:
    """Name the place of an edit as a form shows it."""
    try:
        trail = " › ".join(labels.trail(edit.entity, edit.path, language))
    except (ValueError, KeyError):
        trail = ""
    return trail or edit.path or edit.entity


def _broken(state: Pending) -> Iterator[Problem]:
    """Yield mistakes that the edits made in files where there were none."""
    for path, content in state.files.items():
        if content is None or kinds.locate(path) is None:
            continue
        shown = f"{state.root}{path}"
        known: set[tuple[str, str]] = set()
        if path in state.base.files:
            known = {_named(each) for each in _mistakes(state.bytes_of(path), path, shown)}
        yield from (each for each in _mistakes(content, path, shown) if _named(each) not in known)


def _named(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.message()


def _mistakes(content: bytes, path: str, shown: str) -> list[Problem]:
    return [each for each in reading.read(content, path, shown)[1] if each.severity == "error"]


def _typed(value: Value, entity: str, path: str) -> Value:
    """Give what a sheet says of a place in the form that compares."""
    return values.settled(rendering.as_raw(value), outline.at(entity, path))[0]


def _find(document: Document, path: str) -> _Found:
    """Find a place in a document.

    Raises:
        RefusedEditError: for a path that leads nowhere the schema knows.
    """
    try:
        steps = paths.split(path)
    except ValueError:
        raise RefusedEditError("edit-no-place", path=path) from None
    if not steps or path == "id" or outline.at(document.entity, path) is None:
        raise RefusedEditError("edit-no-place", path=path)
    way = list(values.descend(document.written, path, outline.of(document.entity)))
    loc = tuple(place for place, _ in way if place is not None)
    whole = len(loc) == len(steps)
    value = values.canonical(way[-1][1]) if whole else None
    return _Found(steps, loc, whole, value)


def _same(found: _Found, edit: SheetEdit) -> None:
    """See that what an edit begins with still stands there."""
    before = _typed(edit.before, edit.entity, edit.path)
    if not values.same(found.value, before):
        raise RefusedEditError(
            "edit-changed", found.loc, now=brief(found.value), before=brief(before)
        )


def _set(state: Pending, edit: SheetEdit) -> None:
    document = state.document(edit.entity)
    found = _find(document, edit.path)
    _same(found, edit)
    value = _native(edit.after, edit.entity, edit.path)
    if value is None:
        if found.value is not None:
            _drop(state, document, found.loc)
    elif not values.same(found.value, values.canonical(value)):
        _put(state, document, found, value)


def _native(value: Value, entity: str, path: str) -> Value:
    """Give a value as the schema types it; None for what says nothing."""
    typed, _ = values.typed(rendering.as_raw(value), outline.at(entity, path))
    return None if values.canonical(typed) is None else typed


def _add(state: Pending, edit: SheetEdit) -> None:
    document = state.document(edit.entity)
    found = _find(document, edit.path)
    if found.steps[-1].form != "item":
        raise RefusedEditError("edit-no-place", path=edit.path)
    _same(found, edit)
    if found.whole:
        raise RefusedEditError("edit-taken", found.loc, id=found.steps[-1].name)
    value = _native(edit.after, edit.entity, edit.path)
    _put(state, document, found, _keyed(value, document.entity, edit.path), edit.index)


def _keyed(value: Value, entity: str, path: str) -> Value:
    """Give an item the key that its path names; of a plain list it is that key."""
    shape, name = outline.at(entity, path), paths.split(path)[-1].name
    around = outline.at(entity, _list_of(path))
    key = around.key if around else "id"
    if shape is not None and shape.form == "map":
        return {key: name} | (value if isinstance(value, dict) else {}) | {key: name}
    if value is not None and str(value) != name:
        raise RefusedEditError("edit-no-place", path=path)
    return _native(name, entity, path)


def _list_of(path: str) -> str:
    steps = paths.split(path)[:-1]
    found = ""
    for each in steps:
        found = (paths.item if each.form == "item" else paths.field)(found, each.name)
    return found


def _put(
    state: Pending, document: Document, found: _Found, value: Value, index: int | None = None
) -> None:
    """Write a value at its place, with what has to stand around it."""
    if found.whole:
        state.step(document, Alteration("set", found.loc, value))
        return
    holder = _at(document.written, found.loc)
    step, *rest = found.steps[len(found.loc) :]
    for each in reversed(rest):
        value = [value] if each.form == "item" else {each.name: value}
    if step.form == "item":
        if isinstance(holder, list) and holder:
            place = _index(holder, index)
            state.step(document, Alteration("put", (*found.loc, place), value))
            return
        value = [value]
        state.step(document, Alteration("set", found.loc, value))
    elif isinstance(holder, dict) and holder:
        state.step(document, Alteration("put", (*found.loc, step.name), value))
    elif values.canonical(holder) is None:
        state.step(document, Alteration("set", found.loc, {step.name: value}))
    else:
        raise RefusedEditError("edit-no-place", found.loc, path="")


def _at(value: Value, loc: paths.Loc) -> Value:
    for each in loc:
        value = value[each]
    return value


def _index(written: Sequence[Value], index: int | None) -> int:
    """Give where in a list an item stands whose place is counted without what is empty."""
    full = [place for place, each in enumerate(written) if values.canonical(each) is not None]
    return len(written) if index is None or index >= len(full) else full[index]


def _remove(state: Pending, edit: SheetEdit) -> None:
    document = state.document(edit.entity)
    found = _find(document, edit.path)
    _same(found, edit)
    if not found.whole:
        raise RefusedEditError("edit-no-place", path=edit.path)
    _drop(state, document, found.loc)


def _drop(state: Pending, document: Document, loc: paths.Loc) -> Document:
    """Take a value out, with what would be empty without it."""
    while len(loc) > 1 and len(_at(document.written, loc[:-1])) == 1:
        loc = loc[:-1]
    holder = _at(document.written, loc[:-1])
    if len(holder) == 1:
        raise RefusedEditError("edit-odd", loc)
    return state.step(document, Alteration("drop", loc))


def _move(state: Pending, edit: SheetEdit) -> None:
    document = state.document(edit.entity)
    found = _find(document, edit.path)
    if not found.whole or found.steps[-1].form != "item":
        raise RefusedEditError("edit-no-place", path=edit.path)
    items = _at(document.written, found.loc[:-1])
    full = [place for place, each in enumerate(items) if values.canonical(each) is not None]
    now = full.index(int(found.loc[-1]))
    if now != edit.before:
        raise RefusedEditError("edit-changed", found.loc, now=now + 1, before=edit.before + 1)
    if edit.after >= len(full):
        raise RefusedEditError("edit-no-place", path=edit.path)
    if now != edit.after:
        to = _index(items, edit.after + (edit.after > now))
        state.step(document, Alteration("move", found.loc, to=to))


def _archive(state: Pending, edit: SheetEdit) -> None:
    document = state.document(edit.entity)
    found = _find(document, "status")
    _same(found, SheetEdit("set", edit.entity, "status", edit.before, None))
    if found.value != "archived":
        _put(state, document, found, "archived")
    for other in _others(state, edit.entity) if edit.unlink else ():
        for loc in linking.named(other, edit.entity):
            other = _drop(state, other, loc)  # noqa: PLW2901 - as the step before left it
            state.touched.setdefault(other.entity)


def _others(state: Pending, entity: str) -> list[Document]:
    """Give all documents as they stand now, but one; the reasons of the past are left alone."""
    every = {**state.base.documents, **state.documents}
    return [each for each in every.values() if each.entity != entity and each.kind != "change"]


def _rename(state: Pending, edit: SheetEdit) -> None:
    document = state.document(edit.entity)
    kind, id_ = document.kind, edit.after
    if kind == "config" or not kinds.is_id(id_):
        raise RefusedEditError("edit-no-place", path="id")
    if edit.before != document.id:
        raise RefusedEditError("edit-changed", ("id",), now=document.id, before=brief(edit.before))
    entity = f"{kind}/{id_}"
    _free(state, entity)
    others = _others(state, edit.entity)
    path = PurePosixPath(document.path)
    if path.stem == document.id:
        new = path.with_stem(id_).as_posix()
        if state.there(new):
            raise RefusedEditError("edit-taken", id=new)
        state.files[new] = state.content(document.path)
        state.files[document.path] = None
        document = state.write(new, state.files[new] or b"")
    state.step(document, Alteration("set", ("id",), id_))
    state.documents.pop(edit.entity, None)
    state.touched.setdefault(entity)
    for other in others:
        for step in linking.renamed(other, edit.entity, id_):
            state.step(other, step)
            state.touched.setdefault(other.entity)


def _free(state: Pending, entity: str) -> None:
    if state.base.exists(entity) or entity in state.documents:
        raise RefusedEditError("edit-taken", id=entity)


def _new(state: Pending, edit: SheetEdit) -> None:
    kind, _, id_ = edit.entity.partition("/")
    if kind not in kinds.FOLDER_OF or not kinds.is_id(id_) or not isinstance(edit.after, dict):
        raise RefusedEditError("edit-no-place", path=edit.entity)
    _free(state, edit.entity)
    path = starting.file_of(kind, id_)
    if state.there(path):
        raise RefusedEditError("edit-taken", id=path)
    value = _native({**edit.after, "id": id_}, kind, "")
    kept = {name: each for name, each in value.items() if values.canonical(each) is not None}
    state.write(path, first(path, kept, starting.written(kind, kept)))


def _material(state: Pending, edit: SheetEdit) -> None:
    now = handing.digest(state.content(edit.path)) if state.there(edit.path) else None
    if now != edit.before:
        raise RefusedEditError("edit-changed", now=brief(now), before=brief(edit.before))
    try:
        state.files[edit.path] = handing.material(edit.path, edit.after)
    except handing.RefusedMaterialError as error:
        raise RefusedEditError(error.code, **error.facts) from None


_MAKERS: Final[dict[str, Callable[[Pending, SheetEdit], None]]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "archive": _archive,
    "rename": _rename,
    "new": _new,
    "material": _material,
}
