"""Puts the review together: for each entity its edits, keys, reach and calls.

pairs ─┬─ differ ─────▶ edits ──▶ keys, class
       ├─ impact ─────▶ who quotes it
       └─ calls ──────▶ conversation            ──▶ EntityReview, EntityReview, …
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from scripts_kb.files import LARGEST
from scripts_kb.git.records import ODD_MODES
from scripts_kb.language import Language
from scripts_kb.past import differ
from scripts_kb.past.records import Edit, Rationale, Row
from scripts_kb.problems import Place, Problem
from scripts_kb.review import (
    because,
    calls,
    copies,
    gate,
    impact,
    keys,
    materials,
    retold,
    weight,
)
from scripts_kb.review.context import Context
from scripts_kb.review.pairing import Paired
from scripts_kb.review.records import (
    Approvals,
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
    problems = [*_unread(paired, context), *_files(context)]
    if gated:
        for entry in made:
            for case in _cases(entry, context):
                problems += gate.judge(case, _rules(context))
            problems += _warnings(entry, context)
    settings = context.before.find("config/zones") or context.after.find("config/zones")
    if gated:
        titles = keys.departments(settings)
        problems += retold.problems(
            paired.pairs,
            context.consent,
            titles,
            lambda path, where: _places(context, path)(where),
            context.language,
        )
    return Review(
        base=base,
        head=head,
        entries=tuple(made),
        problems=tuple(_each_once(problems)),
        formatting=tuple(formatting),
        notes=notes,
        departments=keys.departments(settings),
        names=with_names(made, context),
        quoted=quoted(made, context),
        language=context.language,
        today=context.today,
        gated=gated,
        files=context.handed.orphans,
        folder=context.shown,
        addresses=context.addresses,
    )


def _files(context: Context) -> Iterator[Problem]:
    """Name files that are gone and still handed out, and files that no offer hands out."""
    for entity, path, file in context.handed.gone:
        place = _places(context, context.after.path(entity) or "")(path)
        yield Problem(place, "missing-file", {"file": file, "meant": "materials/…"})
    for each in context.handed.orphans:
        before, after = (materials.said(each, side, context.language) for side in (0, 1))
        facts = {"before": before, "after": after}
        yield Problem(_place(context, each.path), "material-changed", facts)


def _each_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    seen = set()
    for problem in problems:
        line = problem.line()
        if line not in seen:
            seen.add(line)
            yield problem


def _unread(paired: Paired, context: Context) -> Iterator[Problem]:
    """Name what could not be read after the change, and ids that two files say."""
    broken = [pair for pair in paired.pairs if pair.unreadable and pair.after is None]
    files = [pair.path_after for pair in broken if pair.path_after]
    files += [path for path, _, side in paired.nameless if side == "after"]
    for path in files:
        problem = context.after.file(path).past.problem
        content = context.after.files[path].content
        if problem in ODD_MODES.values():
            yield Problem(_place(context, path), "symlink")
        elif content is None:
            yield Problem(_place(context, path), "too-big", {"limit": LARGEST // 1000})
        else:
            yield from _mistakes(content, path, context)
    for double in paired.doubles:
        if double.side == "after":
            facts = {"entity": double.entity, "other": f"{context.shown}/{double.holder}"}
            yield Problem(_place(context, double.path), "duplicate-id", facts)


def _mistakes(content: bytes, path: str, context: Context) -> list[Problem]:
    # As long to load as the whole review; only a file with mistakes needs the records.
    from scripts_kb.content import reading  # noqa: PLC0415 - 170 ms, see above

    return reading.read(content, path, f"{context.shown}/{path}")[1]


def _lines(content: bytes, path: str) -> Callable[[str], tuple[int, int]]:
    from scripts_kb.content import locating  # noqa: PLC0415 - 24 ms of 240

    return locating.places(content, path)


def _place(context: Context, path: str) -> Place:
    return Place(f"{context.shown}/{path}")


def _places(context: Context, path: str) -> Callable[[str], Place]:
    """Give the lines of a file as it stands after the change; it is parsed when one is asked."""
    source = context.after.files.get(path)
    known: list[Callable[[str], tuple[int, int]]] = []

    def at(where: str) -> Place:
        if source is None or source.content is None:
            return _place(context, path)
        if not known:
            known.append(_lines(source.content, path))
        return Place(f"{context.shown}/{path}", *known[0](where))

    return at


def _rules(context: Context) -> gate.Rules:
    kb = context.kb
    metrics = kb.get("metrics")
    ids = (each.get("id") for each in metrics if isinstance(each, dict)) if metrics else ()
    days = kb.get("urgent_days")
    zones = context.before.find("config/zones") or context.after.find("config/zones")
    return gate.Rules(
        exists=lambda entity: context.after.find(entity) is not None,
        metrics=frozenset(str(each) for each in ids),
        departments=keys.departments(zones),
        urgent_days=days if isinstance(days, int) else gate.URGENT_DAYS,
        today=context.today,
        language=context.language,
        meant=context.after.meant,
    )


def _cases(entry: EntityReview, context: Context) -> Iterator[gate.Case]:
    """Judge each landed change by its own reason; what no commit between explains, by none."""
    place, at = _place(context, entry.path), _places(context, entry.path)
    rows = context.rows.get(entry.entity, ()) if entry.edits else ()
    proved = weight.heaviest(
        each for row in rows for each in _weigh(entry.entity, row.edits, context)
    )
    # Slips of one commit after another may end in another meaning, which none of them explains.
    grown = bool(weight.above(entry.weights, proved))
    if (grown or not rows) and (entry.edits or entry.kind != "moved"):
        yield gate.Case(entry.entity, place, entry.weights, None, entry.approvals, at=at)
    for row in rows:
        reason = row.rationale
        told = reason and reason.source == "file" and context.after.path(f"change/{reason.id}")
        landed = dt.datetime.fromtimestamp(
            row.time, dt.timezone(dt.timedelta(seconds=row.offset))
        ).date()
        yield gate.Case(
            entry.entity,
            place,
            _weigh(entry.entity, row.edits, context),
            row.rationale,
            entry.approvals,
            landed if row.time else None,
            at=at,
            reason_at=_places(context, told) if told else None,
            title=entry.title,
        )


def _warnings(entry: EntityReview, context: Context) -> Iterator[Problem]:
    at = _places(context, entry.path)
    for gap in entry.gaps:
        if gap.startswith("trailer: "):
            first = entry.edits[0].path if entry.edits else ""
            written, _, likely = gap.removeprefix("trailer: ").rpartition(" → ")
            yield Problem(at(first), "gate-trailer", {"written": written, "likely": likely})
        elif gap in {"no-zone", "zone-tie"}:
            touched = keys.places(entry.edits, outline.of(entry.entity))
            found = (each for each in touched if context.boundaries.gap(entry.entity, each) == gap)
            yield Problem(at(next(found, "")), "gate-unowned", {"entity": entry.entity})


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
    reach = _reach(found, edits, context)
    made = [_entry(pair, edits.get(pair.entity, ()), reach, context) for pair in found]
    return made, formatting


def _reach(
    pairs: list[EntityPair], edits: Mapping[str, tuple[Edit, ...]], context: Context
) -> dict[str, tuple[Reach, ...]]:
    changed = {entity: each for entity, each in edits.items() if each}
    words = set()
    for entity, each in changed.items():
        words.add(entity.partition("/")[2])
        if entity == "config/kb":
            words |= {_key(edit.path) for edit in each}
            words |= {"company"} if any(not edit.path for edit in each) else set()
        elif entity == "config/wording":
            words |= {_item(edit.path) for edit in each}
    values = {pair.entity: pair for pair in pairs}
    readers = {}
    for path in context.after.mentioning(words - {""}):
        found = context.after.entity(path)
        if found:
            readers[found[0]] = found[1]

    def old(entity: str) -> Value:
        if entity in values:
            return values[entity].before
        return readers.get(entity) or context.after.find(entity)

    def new(entity: str) -> Value:
        if entity in values:
            return values[entity].after
        return readers.get(entity) or context.after.find(entity)

    return impact.quotes(changed, readers, old, new, context.language)


def _key(path: str) -> str:
    """Give the name of the variable that a place of `kb.yml` holds."""
    return path.removeprefix("variables.").partition(".")[0]


def _item(path: str) -> str:
    return path.removeprefix("must_say[").partition("]")[0]


def _entry(
    pair: EntityPair,
    edits: tuple[Edit, ...],
    reach: Mapping[str, tuple[Reach, ...]],
    context: Context,
) -> EntityReview:
    entity = pair.entity
    shape = outline.of(entity)
    known = edits or tuple(_whole(pair))
    touched = list(dict.fromkeys(keys.places(known, shape)))
    approvals, gaps = (
        keys.needed(entity, touched, context.boundaries, context.consent)
        if known
        else (Approvals(), ())
    )
    rows = context.rows.get(entity, ()) if edits else ()
    weights = _weigh(entity, known, context)
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
        approvals=approvals,
        quotes=reach.get(entity, ()),
        handed=context.handed.states.get(entity, ()),
        gaps=tuple(dict.fromkeys((*_gaps(pair, edits, rows, context), *gaps))),
        class_=weight.heaviest(weights),
        weights=weights,
        because=because.told(weights, context.language),
        conversation=conversation if conversation and conversation.differs else None,
        expiring=impact.expiring(entity, pair.after, context.after.find, context.today),
        copied=copies.original(pair, context.after, context.before),
    )


def _weigh(entity: str, edits: Iterable[Edit], context: Context) -> tuple[weight.Weight, ...]:
    return tuple(weight.of_edits(entity, edits, context.after.says))


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
    for row in rows:
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
    if edits and not any(row.rationale and row.rationale.explains for row in rows):
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
