"""The map of a script's branches: steps down the page, jumps as rails beside them.

    1 ●  greeting
      │╮
    2 ● │  discovery            a jump runs on a rail of its own left of the steps;
      │ │                       jumps to the same step share one, as trains do;
    3 ●◂╯  closing              a way back is drawn dashed

Steps stand in the order in which the author wrote them. The map is as wide as its rails, so it fits
a phone, and the words stand beside it as text.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scripts_kb.schema import labels
from scripts_kb.schema.cards import Node, Script

ROW: Final = 56
"""The height of a step, in CSS pixels."""
_RAIL: Final = 9
_EDGE: Final = 9
_BEND: Final = 6


@dataclass(frozen=True, slots=True)
class Track:
    """A line of the map as an SVG path; `back` leads upwards, `arrow` marks its end."""

    path: str
    back: bool
    arrow: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the map; `number` counts from 1."""

    node: Node
    number: int
    y: int


@dataclass(frozen=True, slots=True)
class Map:
    """Where everything stands, in CSS pixels."""

    width: int
    height: int
    x: int
    stops: tuple[Stop, ...]
    tracks: tuple[Track, ...]


def ordered(script: Script) -> list[Node]:
    """Give the steps in the order of a call: the entry first, then by stage, else as written."""
    stages = list(labels.choices("stage"))
    # A step without a stage belongs to the one above it.
    ranks: dict[str, int] = {}
    rank = 0
    for node in script.nodes:
        rank = stages.index(node.stage) if node.stage in stages else rank
        ranks[node.id] = rank
    return sorted(script.nodes, key=lambda node: (node.id != script.entry, ranks[node.id]))


def ways(node: Node) -> Iterator[str]:
    """Yield where a step leads to: ids of steps, or `script/ID`."""
    if node.next:
        yield node.next
    for answer in node.answers:
        if answer.next:
            yield answer.next


def draw(script: Script) -> Map:
    """Lay out the map of a script.

    Examples:
        >>> from scripts_kb.schema.cards import Script
        >>> node = {"id": "bye", "say": "До свидания", "outcome": "deal"}
        >>> drawn = draw(Script.model_validate({"id": "x", "title": "X", "nodes": [node]}))
        >>> drawn.height == ROW, drawn.tracks
        (True, ())
    """
    nodes = ordered(script)
    at = {node.id: number for number, node in enumerate(nodes)}
    straight: set[int] = set()
    jumps: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for start, node in enumerate(nodes):
        for to in dict.fromkeys(ways(node)):
            end = at.get(to)
            if end is None:
                continue
            if end == start + 1:
                straight.add(start)
            else:
                jumps[end, end <= start].append(start)
    rails = _rails(jumps)
    x = _EDGE + _RAIL * (max(rails.values(), default=-1) + 1) + _EDGE
    tracks = [_straight(x, start) for start in sorted(straight)]
    for (end, back), starts in jumps.items():
        rail = x - _EDGE - _RAIL * rails[end, back] - 2
        tracks += [_jump(x, rail, start, end, back=back) for start in starts]
    stops = tuple(Stop(node, number + 1, _y(number)) for number, node in enumerate(nodes))
    return Map(x + _EDGE, len(nodes) * ROW, x, stops, tuple(tracks))


def _rails(jumps: dict[tuple[int, bool], list[int]]) -> dict[tuple[int, bool], int]:
    """Give each bundle of jumps the nearest rail that is free all the way; short ones first."""
    spans = {key: (min(key[0], *starts), max(key[0], *starts)) for key, starts in jumps.items()}
    taken: list[list[tuple[int, int]]] = []
    result = {}
    for key in sorted(spans, key=lambda key: (spans[key][1] - spans[key][0], key)):
        first, last = spans[key]
        free = (
            rail
            for rail, others in enumerate(taken)
            if all(last < start or end < first for start, end in others)
        )
        rail = next(free, len(taken))
        if rail == len(taken):
            taken.append([])
        taken[rail].append((first, last))
        result[key] = rail
    return result


def _y(row: int) -> int:
    return row * ROW + ROW // 2


def _straight(x: int, start: int) -> Track:
    top, end = _y(start) + 7, _y(start + 1) - 8
    return Track(f"M{x} {top}V{end}", back=False, arrow=_arrow(x, end + 1, down=True))


def _jump(x: int, rail: int, start: int, end: int, *, back: bool) -> Track:
    bend = -_BEND if back else _BEND
    out, into = _y(start) + 4, _y(end) - 4
    if start == end:
        out, into, bend = _y(start) + 5, _y(end) - 5, 0
    path = (
        f"M{x - 6} {out}H{rail + _BEND}Q{rail} {out} {rail} {out + bend}"
        f"V{into - bend}Q{rail} {into} {rail + _BEND} {into}H{x - 9}"
    )
    return Track(path, back=back, arrow=_arrow(x - 6, into, down=False))


def _arrow(x: int, y: int, *, down: bool) -> str:
    if down:
        return f"M{x - 4} {y - 5}L{x} {y}L{x + 4} {y - 5}"
    return f"M{x - 5} {y - 4}L{x} {y}L{x - 5} {y + 4}"
