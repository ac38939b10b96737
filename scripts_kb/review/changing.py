"""What a review tells of one card, sorted by whom it concerns.

    edits ──heard──▶ heard: before → after, and where else it is heard
                     work:  what colleagues read or do, the ways of a call
                     rest:  search words, dates, the file

A new card is told as a person reads it, a new script as a call, a copy by what differs.
"""

from collections.abc import Iterator
from typing import Final

from scripts_kb.language import formats
from scripts_kb.past.edits import EntitySide, Line
from scripts_kb.past.records import Edit, Op
from scripts_kb.review import heard, orders, plays, reading, showing
from scripts_kb.review.blocks import (
    Block,
    CallMap,
    Foldable,
    Labelled,
    Paragraph,
    Point,
    Points,
    Reworded,
    Values,
)
from scripts_kb.review.heard import Concern
from scripts_kb.review.records import EntityReview, Review
from scripts_kb.review.texts import say
from scripts_kb.schema.values import Value

_MANY: Final = 4
"""New cards in one review from which on each is folded."""
_ROWS: Final = 6
"""Texts of a card that is taken away from which on they are folded."""
_GIST: Final = 100
_WAYS: Final = 6
"""Ways of a call that are shown at once."""
_ECHOES: Final = 8
"""Places that still say an old value which are shown at once."""
_INTRODUCING: Final = frozenset({"client_words", "segments"})
"""Fields that file a card and yet tell a reader of the whole card what it is about."""
_LONG: Final = 16
"""Items of a list from which on only those around a move are shown."""
_ORDER: Final[tuple[Concern, ...]] = ("heard", "work", "rest")


def told(entry: EntityReview, review: Review) -> dict[Concern, tuple[Block, ...]]:
    """Tell what changes in a card: whom it concerns → blocks, the most concerned first.

    Args:
        entry: the card.
        review: whose.
    """
    found: dict[Concern, list[Block]] = {each: [] for each in _ORDER}
    if entry.copied:
        _copied(entry, review, found)
    elif entry.kind in {"added", "removed"} and entry.edits:
        _whole(entry, review, found)
    else:
        _edited(entry, review, found)
    found["heard"] += _elsewhere(entry, review)
    found["heard" if any(each.path for each in entry.echoes) else "work"] += _echoes(entry, review)
    calls: Concern = "heard" if found["heard"] else "work"
    found[calls] += _conversation(entry, review)
    first: Concern = next((each for each in _ORDER if found[each]), "rest")
    found[first] = [_file(entry, review), *found[first], *_referring(entry, review)]
    return {concern: tuple(blocks) for concern, blocks in found.items() if blocks}


def _file(entry: EntityReview, review: Review) -> Paragraph:
    path = showing.visible(entry.path)
    if entry.path_before:
        was = say("from-file", review.language, path=showing.visible(entry.path_before))
        path = f"{path} ({was})"
    link = review.addresses.file(entry.path) if entry.after is not None else ""
    return Paragraph(path, "soft", link=link)


def _sides(entry: EntityReview, review: Review, before: Value) -> tuple[EntitySide, EntitySide]:
    names = showing.names(review)
    return (
        EntitySide(entry.entity, before, names, 0),
        EntitySide(entry.entity, entry.after, names),
    )


def _edited(entry: EntityReview, review: Review, found: dict[Concern, list[Block]]) -> None:
    old, new = _sides(entry, review, entry.before)
    moves = tuple(each for each in entry.edits if each.op == "moved")
    for edit in entry.edits:
        if edit.op != "moved":
            concern = heard.of_edit(entry.entity, edit, entry.before, entry.after)
            found[concern] += line(showing.line(edit, old, new, review), _link(entry, edit, review))
    _ordered(entry, moves, new, review, found)


def _copied(entry: EntityReview, review: Review, found: dict[Concern, list[Block]]) -> None:
    copied = entry.copied
    assert copied is not None  # noqa: S101 - asked for by `told`
    name = formats.quoted(copied.title, review.language)
    key = "copy" if copied.edits else "copy-whole"
    link = review.addresses.card(copied.entity)
    text = say(key, review.language, name=showing.visible(name), entity=copied.entity)
    found[_concern(entry)].append(Paragraph(text, name=True, link=link))
    old, new = _sides(entry, review, copied.value)
    for edit in copied.edits:
        if edit.op != "moved":
            here = heard.of_edit(entry.entity, edit, None, entry.after)
            found[here] += line(showing.line(edit, old, new, review), _link(entry, edit, review))
    moves = tuple(each for each in copied.edits if each.op == "moved")
    _ordered(entry, moves, new, review, found)


def _concern(entry: EntityReview) -> Concern:
    """Tell whom a card that comes or goes concerns as a whole."""
    edit = Edit("added", "", after=entry.after) if entry.after else entry.edits[0]
    return heard.of_edit(entry.entity, edit, entry.before, entry.after)


def _whole(entry: EntityReview, review: Review, found: dict[Concern, list[Block]]) -> None:
    come = entry.kind == "added"
    side = _sides(entry, review, entry.before)[come]
    value = entry.after if come else entry.before
    untitled = {name: each for name, each in value.items() if name != "title"}
    # What is new is plainly readable: the whole card says that it is new.
    op: Op | None = None if come else "removed"

    def kept(path: str) -> bool:
        told = heard.of_leaf(entry.entity, path) != "rest"
        return told or path.partition("[")[0] in _INTRODUCING

    if entry.entity.startswith("script/"):
        blocks = tuple(plays.blocks(side, op, kept))
    else:
        blocks = tuple(reading.blocks(side, "", untitled, op, kept))
    rest = tuple(reading.blocks(side, "", untitled, op, lambda path: not kept(path)))
    found[_concern(entry)] += _folded(entry, blocks, review)
    found["rest"] += rest


def _folded(entry: EntityReview, blocks: tuple[Block, ...], review: Review) -> Iterator[Block]:
    """Foldable what is soon too much: one of many new cards, all of a card that goes."""
    rows = [row for each in blocks if isinstance(each, Values) for row in each.rows]
    many = sum(each.kind in {"added", "removed"} for each in review.entries) >= _MANY
    if not many and (entry.kind == "added" or len(rows) <= _ROWS):
        yield from blocks
        return
    said = next((row.text for row in rows if row.spoken), "") or next((r.text for r in rows), "")
    gist = showing.brief(said, _GIST)
    yield Foldable(say("whole", review.language, gist=gist) if gist else "…", blocks)


def _link(entry: EntityReview, edit: Edit, review: Review) -> str:
    """Give the step of a script that an edit changes; the card itself is linked by its name."""
    script = entry.entity.startswith("script/") and edit.op == "changed"
    return showing.link(entry.entity, edit.path, review) if script else ""


def line(told_: Line, link: str = "") -> Iterator[Block]:
    """Yield one edit: where, and what is said now and will be."""
    sign = {"added": "+ ", "removed": "− "}.get(told_.op, "")
    if told_.label:
        yield Paragraph(f"{sign}{told_.label}", name=True, link=link)
    if told_.op == "changed":
        yield Reworded(told_.runs)
    else:
        rows = tuple(Labelled(part.label, part.text, part.spoken) for part in told_.parts)
        yield Values(rows or (Labelled("", sign.strip()),), told_.op)


def _ordered(
    entry: EntityReview,
    moves: tuple[Edit, ...],
    side: EntitySide,
    review: Review,
    found: dict[Concern, list[Block]],
) -> None:
    """Show the lists in which something moved as they will be."""
    language = review.language
    for order in orders.after(moves, side):
        first = next(each for each in moves if orders.holder(each.path)[0] == order.path)
        concern = heard.of_edit(entry.entity, first, entry.before, entry.after)
        label = " › ".join(side.place(order.path))
        found[concern].append(Paragraph(say("order", language, label=label), name=True))
        found[concern].append(Points(tuple(_places(order.places, review))))
        if concern == "rest":
            found[concern].append(Paragraph(say("order-unheard", language), "soft"))


def _places(places: tuple[orders.Standing, ...], review: Review) -> Iterator[Point]:
    moved = {number for number, each in enumerate(places) if each.was is not None}
    near = {number + step for number in moved for step in (-1, 0, 1)}
    left_out = False
    for number, (name, was) in enumerate(places):
        if len(places) > _LONG and number not in near:
            if not left_out:
                yield Point("…", "soft")
            left_out = True
            continue
        left_out = False
        text = showing.visible(f"{number + 1}. {name}")
        if was is None:
            yield Point(text)
        else:
            yield Point(f"{text} ↕ {say('place-was', review.language, place=was)}", "wait")


def _elsewhere(entry: EntityReview, review: Review) -> Iterator[Block]:
    """Yield where else a changed value is heard."""
    for each in showing.quoting(entry, review):
        yield Paragraph(each.where, name=True, link=each.link)
        yield Reworded(each.runs)


def _echoes(entry: EntityReview, review: Review) -> Iterator[Block]:
    """Yield where a changed value is still said as it was, each old value with its places."""
    for title, places in showing.echoes(entry, review):
        points = tuple(Point(text, link=link) for text, link in places)
        yield Paragraph(title, name=True)
        yield Points(points[:_ECHOES])
        if points[_ECHOES:]:
            more = say("more-places", review.language, count=len(points) - _ECHOES)
            yield Foldable(more, (Points(points[_ECHOES:]),))


def _referring(entry: EntityReview, review: Review) -> Iterator[Block]:
    names = showing.referring(entry, review)
    if names:
        yield Paragraph(f"{say('refers', review.language)}: {'; '.join(names)}", "soft")


def _conversation(entry: EntityReview, review: Review) -> Iterator[Block]:
    found = entry.conversation
    if found is None:
        return
    language = review.language
    rows = [Labelled(part.label, part.text) for part in showing.conversation(entry, review)]
    worrying = len(found.dead_ends) + len(found.unreachable) + len(found.lost_objections)
    if entry.kind in {"added", "removed"}:
        # The call itself stands above; only what is wrong with it is worth a word.
        if worrying:
            yield Values(tuple(rows[:worrying]))
        return
    before, after = (showing.count(n, language) for n in (found.paths_before, found.paths_after))
    counted = say("paths", language, before=before, after=after)
    yield Paragraph(f"{say('calls', language)}. {counted}", name=True)
    shown = worrying + len(found.redirected) + _WAYS
    if rows[:shown]:
        yield Values(tuple(rows[:shown]))
    if rows[shown:]:
        more = say("more-ways", language, count=len(rows) - shown)
        yield Foldable(more, (Values(tuple(rows[shown:])),))
    yield Foldable(say("diagram", language), (CallMap(found),))
