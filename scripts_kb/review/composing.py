"""Puts the review together: for each entity its edits, keys, reach and calls.

pairs ─┬─ differ ─────▶ edits ──▶ keys, class
       ├─ impact ─────▶ who quotes it
 ├─ echoes ─────▶ who still says it as it was
       └─ calls ──────▶ conversation            ──▶ EntityReview, EntityReview, …
"""

from collections.abc import Iterable, Iterator, Mapping

from scripts_kb.files import LARGEST_CARD
from scripts_kb.git.records import ODD_MODES
from scripts_kb.language import Language
from scripts_kb.past import differ
from scripts_kb.past.records import Edit, Rationale, Row
from scripts_kb.problems import Problem
from scripts_kb.review import (
    because,
    calls,
    copies,
    echoes,
    impact,
    judging,
    keys,
    machinery,
    materials,
    weight,
)
from scripts_kb.review.context import Context, place, places, readers
from scripts_kb.review.pairing import Paired
from scripts_kb.review.records import (
    Approvals,
    Echo,
    EntityPair,
    EntityReview,
    Reach,
    Review,
    ReviewKind,
)
from scripts_kb.schema import labels, outline, quotes
from scripts_kb.schema.values import Value


def review(
    paired: Paired,
    context: Context,
    *,
    base: str,
    head: str,
    notes: tuple[Rationale, ...],
    gated: bool,
) -> Review:
    """Put the whole review together.

    Args:
        paired: the entities of both trees.
        context: what the entries share.
        base: the name of the state before.
        head: the name of the state after.
        notes: reasons that are new here and explain only the past.
        gated: whether to apply the gate's rules.
    """
    found = materials.pairs(context.handed, paired.pairs, context.before, context.after)
    made, formatting = entries(found, context)
    unread = [*_unread(paired, context), *_files(context)]
    unread += machinery.problems(context.built, context, gated=gated)
    unread += echoes.problems(
        made, context.after, lambda path: places(context, path), context.language
    )
    verdict = judging.verdict(made, paired.pairs, unread, context) if gated else None
    return Review(
        base=base,
        head=head,
        entries=tuple(made),
        problems=verdict.problems if verdict else tuple(judging.each_once(unread)),
        formatting=tuple(formatting),
        notes=notes,
        departments=keys.departments(context.authority.ruling),
        names=with_names(made, context),
        quoted=quoted(made, context),
        language=context.language,
        today=context.today,
        state=verdict.state if verdict else None,
        until=verdict.until if verdict else None,
        earlier=verdict.earlier if verdict else (),
        files=context.handed.orphans,
        folder=context.shown,
        addresses=context.addresses,
    )


def _files(context: Context) -> Iterator[Problem]:
    """Name files that are gone and still handed out, and files that no offer hands out."""
    for entity, path, file in context.handed.gone:
        here = places(context, context.after.path(entity) or "")(path)
        yield Problem(here, "missing-file", {"file": file, "meant": "materials/…"})
    for each in context.handed.orphans:
        before, after = (materials.said(each, side, context.language) for side in (0, 1))
        facts = {"before": before, "after": after}
        yield Problem(place(context, each.path), "material-changed", facts)


def _unread(paired: Paired, context: Context) -> Iterator[Problem]:
    """Name what could not be read after the change, and ids that two files say."""
    broken = [pair for pair in paired.pairs if pair.unreadable and pair.after is None]
    files = [pair.path_after for pair in broken if pair.path_after]
    files += [path for path, _, side in paired.nameless if side == "after"]
    for path in files:
        problem = context.after.file(path).past.problem
        content = context.after.files[path].content
        if problem in ODD_MODES.values():
            yield Problem(place(context, path), "symlink")
        elif content is None:
            yield Problem(place(context, path), "too-big", {"limit": LARGEST_CARD // 1000})
        else:
            yield from _mistakes(content, path, context)
    for double in paired.doubles:
        if double.side == "after":
            facts = {"entity": double.entity, "other": f"{context.shown}/{double.holder}"}
            yield Problem(place(context, double.path), "duplicate-id", facts)


def _mistakes(content: bytes, path: str, context: Context) -> list[Problem]:
    found: list[Problem] = readers()[1].read(content, path, f"{context.shown}/{path}")[1]
    return found


def entries(pairs: Iterable[EntityPair], context: Context) -> tuple[list[EntityReview], list[str]]:
    """Compare pairs.

    Args:
        pairs: the entities of both trees; change files among them are left out.
        context: what the entries share.

    Returns:
        The entries, in the order of the pairs; and the files that only look different.
    """
    edits: dict[str, tuple[Edit, ...]] = {}
    found: list[EntityPair] = []
    formatting = []
    for pair in pairs:
        if pair.entity.startswith("change/"):
            continue
        if not pair.unreadable:
            shape = outline.of(pair.entity)
            anew = context.handed.edits.get(pair.entity, ())
            edits[pair.entity] = (*differ.between(pair.before, pair.after, shape), *anew)
            moved = pair.path_before != pair.path_after
            if not edits[pair.entity] and not moved:
                formatting.append(pair.path_after or "")
                continue
        found.append(pair)
    reach = impact.reach(found, edits, context.after, context.language)
    heard = echoes.found(found, context.after, context.language)
    made = []
    for pair in found:
        around = reach.get(pair.entity, ()), heard.get(pair.entity, ())
        made.append(_entry(pair, edits.get(pair.entity, ()), around, context))
    return made, formatting


def _tried(pair: EntityPair) -> tuple[tuple[str, str], ...]:
    """Give the phrases that a trial is about, none of what is no trial."""
    if not pair.entity.startswith("trial/"):
        return ()
    return keys.tried((pair.before, pair.after))


def _entry(
    pair: EntityPair,
    edits: tuple[Edit, ...],
    around: tuple[tuple[Reach, ...], tuple[Echo, ...]],
    context: Context,
) -> EntityReview:
    entity = pair.entity
    shape = outline.of(entity)
    known = edits or tuple(_whole(pair))
    touched = list(dict.fromkeys(keys.places(known, shape)))
    approvals, gaps = (
        keys.needed(entity, touched, context.boundaries, context.consent, _tried(pair))
        if known
        else (Approvals(), ())
    )
    rows = context.rows.get(entity, ()) if edits else ()
    approvals = context.authority.needed(entity, touched, approvals, context.consent)
    weights = judging.weigh(entity, known, context)
    landed = (judging.weigh(entity, row.edits, context) for row in rows)
    if all(weight.heaviest(each) == "editorial" for each in (weights, *landed)):
        # Nobody is waited for, so nobody is named.
        approvals = Approvals()
    whole = pair.after if pair.after is not None else pair.before
    is_script = entity.startswith("script/") and bool(edits)
    conversation = calls.compare(pair.before, pair.after) if is_script else None
    moved = pair.path_before is not None and pair.path_before != pair.path_after
    return EntityReview(
        entity=entity,
        kind=_kind(pair, edits),
        title=title_of(entity, whole, context.language),
        edits=edits,
        path=pair.path_after or pair.path_before or "",
        path_before=pair.path_before if moved and pair.path_after is not None else None,
        before=pair.before,
        after=pair.after,
        rationales=tuple(_reasons(rows)),
        shares=tuple(share for row in rows for share in row.shares),
        approvals=approvals,
        quotes=around[0],
        echoes=around[1],
        handed=context.handed.states.get(entity, ()),
        gaps=tuple(dict.fromkeys((*_gaps(pair, edits, rows, context), *gaps))),
        class_=weight.heaviest(weights),
        weights=weights,
        because=because.told(weights, context.language),
        conversation=conversation if conversation and conversation.differs else None,
        expiring=impact.expiring(entity, pair.after, context.after.find, context.today),
        copied=copies.original(pair, context.after, context.before),
    )


def _whole(pair: EntityPair) -> Iterator[Edit]:
    """Of a file that cannot be compared, all that is known of it counts as touched."""
    if pair.unreadable and pair.after is not None:
        yield Edit("added", "", after=pair.after)
    elif pair.unreadable and pair.before is not None:
        yield Edit("removed", "", before=pair.before)


def _kind(pair: EntityPair, edits: tuple[Edit, ...]) -> ReviewKind:
    if pair.unreadable:
        return "changed"
    if pair.path_before is None or pair.before is None:
        return "added"
    if pair.path_after is None or pair.after is None:
        return "removed"
    return "changed" if edits else "moved"


def title_of(entity: str, value: Value, language: Language) -> str:
    """Give an entity's title; settings have names of their own."""
    found = value.get("title") if isinstance(value, dict) else None
    return labels.settings(entity, language) or str(found or entity.partition("/")[2])


def _reasons(rows: Iterable[Row]) -> Iterator[Rationale]:
    seen: list[Rationale] = []
    for row in (part for whole in rows for part in whole.parted()):
        if row.rationale and row.rationale not in seen:
            seen.append(row.rationale)
            yield row.rationale


def _gaps(
    pair: EntityPair, edits: tuple[Edit, ...], rows: tuple[Row, ...], context: Context
) -> Iterator[str]:
    yield from pair.gaps
    if pair.unreadable:
        yield pair.unreadable
    if pair.path_after in context.uncommitted or pair.path_before in context.uncommitted:
        yield "uncommitted"
    if calls.lost_answers(pair.entity, pair.before, pair.after):
        yield "lost-last-answer"
    told = any(row.rationale and row.rationale.explains for row in rows)
    if edits and (not told or any(not each.explained for row in rows for each in row.shares)):
        yield "unexplained"
    for row in rows:
        yield from (gap for gap in row.gaps if gap not in {"unexplained", "schema"})


def with_names(made: Iterable[EntityReview], context: Context) -> dict[str, str]:
    """Give the titles of all entities and metrics that a review mentions."""
    names: dict[str, str] = {}
    for entry in made:
        names[entry.entity] = entry.title
        names |= {quote.entity: quote.title for quote in entry.quotes}
        names |= {each.entity: each.title for each in entry.expiring}
        for value in (entry.before, entry.after):
            if value is not None:
                for reference in impact.references(entry.entity, value):
                    names.setdefault(reference.entity, "")
        for reason in entry.rationales:
            of = reason.expect.get("of") if isinstance(reason.expect, Mapping) else None
            for each in (*reason.evidence, str(of or "")):
                names.setdefault(each, "")
    for entity in [each for each, title in names.items() if not title and "/" in each]:
        value = context.after.find(entity)
        if value is not None:
            names[entity] = title_of(entity, value, context.language)
    for kind in ("metric", "segment"):
        listed = context.kb.get(f"{kind}s")
        for each in listed if isinstance(listed, list) else ():
            if isinstance(each, dict) and each.get("title"):
                names[f"{kind}/{each.get('id')}"] = str(each["title"])
    return {entity: title for entity, title in names.items() if title}


def quoted(made: Iterable[EntityReview], context: Context) -> tuple[dict[str, str], dict[str, str]]:
    """Give what the marks in changed texts stand for, before and after: mark → text."""
    marks = {
        name
        for entry in made
        for edit in (*entry.edits, *(entry.copied.edits if entry.copied else ()))
        for side in (edit.before, edit.after)
        for text_ in _texts(side)
        for name, _ in quotes.names(text_)
    }
    sides = []
    for shelf in (context.before, context.after):
        shown = {
            name: impact.filled(f"<{name}>", shelf.find, context.language) for name in sorted(marks)
        }
        sides.append({name: each for name, each in shown.items() if each != f"<{name}>"})
    return sides[0], sides[1]


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
