"""Two trees of files to pairs of entities, alike in both directions.

    before          after
    a.yml  id: x    b.yml  id: x     ──▶  x, moved from a.yml to b.yml
    c.yml  id: y    –                ──▶  y, removed
    d.yml  id: z    d.yml  (broken)  ──▶  z, unreadable: nothing can be said of it

Identity is the id in the file. Where two files of a tree say one id, the file that says it in the
other tree too holds it, else the first path in byte order; the rest are named as gaps. No order of
time enters, so `pairs(a, b)` is `pairs(b, a)` with the sides swapped.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scripts_kb.content.versions import PastFile
from scripts_kb.review.records import EntityPair
from scripts_kb.schema import kinds


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of one tree: what it says, and a name of its bytes."""

    past: PastFile
    blob: str


@dataclass(frozen=True, slots=True)
class Double:
    """A file that says an id which another file holds."""

    entity: str
    path: str
    holder: str
    side: str
    """`before` or `after`."""


@dataclass(frozen=True, slots=True)
class Paired:
    """What two trees say of each entity."""

    pairs: tuple[EntityPair, ...]
    doubles: tuple[Double, ...]
    nameless: tuple[tuple[str, str, str], ...]
    """Path, code and side of files that cannot be read and whose id is not known."""


ReadTree = Mapping[str, ReadFile]


def pairs(before: ReadTree, after: ReadTree) -> Paired:
    """EntityPair the entities of two trees.

    Args:
        before: path below the content folder → file; only files that matter need be there: those
            that differ, and those that say the id of one that differs.
        after: the same of the other tree.

    Returns:
        The pairs in the order of kinds, then of ids.
    """
    claims = _claims(before), _claims(after)
    pairs_: list[EntityPair] = []
    doubles: list[Double] = []
    seen: set[tuple[str, str]] = set()
    for entity in claims[0].keys() | claims[1].keys():
        old, new = _holders(claims[0].get(entity, ()), claims[1].get(entity, ()))
        for side, holder, claim in (("before", old, claims[0]), ("after", new, claims[1])):
            doubles += (
                Double(entity, path, holder or "", side)
                for path in claim.get(entity, ())
                if path != holder
            )
        pair = _pair(entity, old, new, before, after, seen)
        if pair:
            pairs_.append(pair)
    nameless = []
    for side, tree, other in (("before", before, after), ("after", after, before)):
        for path, file in sorted(tree.items()):
            if file.past.id is None and (side, path) not in seen and file != other.get(path):
                nameless.append((path, file.past.problem, side))
    return Paired(
        tuple(sorted(pairs_, key=lambda each: _rank(each.entity))),
        tuple(sorted(doubles, key=lambda each: (each.entity, each.path, each.side))),
        tuple(nameless),
    )


def _rank(entity: str) -> tuple[int, str]:
    order, kind = kinds.ORDER, entity.partition("/")[0]
    return order.get(kind, order.get(entity, len(order))), entity


def _claims(tree: ReadTree) -> dict[str, tuple[str, ...]]:
    """Map each entity to the files that say it, in byte order."""
    found: dict[str, list[str]] = {}
    for path in sorted(tree, key=_bytes):
        location = kinds.locate(path)
        id_ = tree[path].past.id
        if location and id_ is not None:
            found.setdefault(f"{location.kind}/{id_}", []).append(path)
    return {entity: tuple(files) for entity, files in found.items()}


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _holders(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str | None, str | None]:
    both = [path for path in old if path in new]
    if both:
        return both[0], both[0]
    return next(iter(old), None), next(iter(new), None)


def _pair(
    entity: str,
    old: str | None,
    new: str | None,
    before: ReadTree,
    after: ReadTree,
    seen: set[tuple[str, str]],
) -> EntityPair | None:
    one = before[old] if old is not None else None
    two = after[new] if new is not None else None
    gaps = ("schema",) if two and not two.past.fits else ()
    if one and two:
        differ = one.blob != two.blob
        if not differ and old == new:
            return None
        return EntityPair(
            entity, one.past.value, two.past.value, old, new, bytes_differ=differ, gaps=gaps
        )
    # One side lacks the entity; where its file stands there unreadable, nothing is known of it.
    if one and old is not None and old in after and after[old].past.id is None:
        seen.add(("after", old))
        problem = after[old].past.problem
        return EntityPair(entity, one.past.value, None, old, old, unreadable=problem, gaps=gaps)
    if two and new is not None and new in before and before[new].past.id is None:
        seen.add(("before", new))
        problem = before[new].past.problem
        return EntityPair(entity, None, two.past.value, new, new, unreadable=problem, gaps=gaps)
    return EntityPair(entity, one and one.past.value, two and two.past.value, old, new, gaps=gaps)
