"""The conversation diff: which ways a call can go, before and after.

    greet ──«Сколько стоит?»──▶ price ──▶ deal          before: 2 paths
      └─────«Посоветуйте»─────▶ taste ──▶ deal

    greet ──«Сколько стоит?»──▶ taste ──▶ deal          after: leads elsewhere;
      └─────«Посоветуйте»─────▶ taste                   `price` cannot be reached any more

A script is a graph; its ends are outcomes and other scripts. Values are read leniently: a script
with mistakes has a conversation too.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scripts_kb.review.records import Arrow, Conversation, Way
from scripts_kb.schema.values import Value

MANY: Final = 10_000
"""Paths are counted up to here."""
_PATIENCE: Final = 200_000
"""Steps taken while counting paths; a script of people needs a few hundred."""


@dataclass(slots=True)
class _Graph:
    """A script as steps and arrows."""

    entry: str
    steps: dict[str, str] = field(default_factory=dict)
    arrows: dict[str, list[Arrow]] = field(default_factory=dict)
    objections: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def all(self) -> tuple[Arrow, ...]:
        return tuple(arrow for arrows in self.arrows.values() for arrow in arrows)

    def reachable(self) -> set[str]:
        seen = {self.entry} if self.entry in self.steps else set()
        waiting = deque(seen)
        while waiting:
            for arrow in self.arrows[waiting.popleft()]:
                if arrow.end in self.steps and arrow.end not in seen:
                    seen.add(arrow.end)
                    waiting.append(arrow.end)
        return seen

    def alive(self) -> set[str]:
        """Give the steps from which an end can be reached."""
        into: dict[str, list[str]] = {}
        for arrow in self.all():
            into.setdefault(arrow.end, []).append(arrow.start)
        ends = [end for end in into if _is_end(end)]
        seen = {start for end in ends for start in into[end]}
        waiting = deque(seen)
        while waiting:
            for start in into.get(waiting.popleft(), ()):
                if start not in seen:
                    seen.add(start)
                    waiting.append(start)
        return seen

    def dead(self) -> set[str]:
        return self.reachable() - self.alive()


def _is_end(name: str) -> bool:
    return "/" in name


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _dicts(value: Value) -> Iterator[Mapping[str, Any]]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield each


def _graph(script: Value) -> _Graph:
    value = script if isinstance(script, dict) else {}
    nodes = [node for node in _dicts(value.get("nodes")) if isinstance(node.get("id"), str)]
    entry = value.get("entry")
    graph = _Graph(entry if isinstance(entry, str) else next((n["id"] for n in nodes), ""))
    for node in nodes:
        name = node["id"]
        graph.steps[name] = str(node.get("intent") or node.get("say") or name)
        graph.objections[name] = _texts(node.get("objections"))
        arrows = graph.arrows.setdefault(name, [])
        for answer in _dicts(node.get("answers")):
            if isinstance(answer.get("next"), str):
                reply = str(answer.get("id", ""))
                arrows.append(
                    Arrow(name, reply, str(answer.get("client_says", "")), answer["next"])
                )
        if isinstance(node.get("next"), str):
            arrows.append(Arrow(name, "next", "", node["next"]))
        if isinstance(node.get("outcome"), str):
            arrows.append(Arrow(name, "outcome", "", f"outcome/{node['outcome']}"))
    return graph


def compare(before: Value, after: Value) -> Conversation:
    """Compare the calls that two versions of a script allow.

    Args:
        before: the script's canonical value before, None where there was none.
        after: its value after.

    Examples:
        >>> bye = {"id": "bye", "outcome": "deal"}
        >>> one = {"entry": "hi", "nodes": [{"id": "hi", "next": "bye"}, bye]}
        >>> two = {"entry": "bye", "nodes": [{"id": "hi", "next": "bye"}, bye]}
        >>> compare(one, two).unreachable
        ('hi',)
    """
    old, new = _graph(before), _graph(after)
    arrows_old = {(arrow.start, arrow.reply): arrow for arrow in old.all()}
    arrows_new = {(arrow.start, arrow.reply): arrow for arrow in new.all()}
    redirected = tuple(
        (arrow, arrows_new[key])
        for key, arrow in arrows_old.items()
        if key in arrows_new and arrows_new[key].end != arrow.end
    )
    ends_old = {(arrow.start, arrow.reply, arrow.end) for arrow in old.all()}
    ends_new = {(arrow.start, arrow.reply, arrow.end) for arrow in new.all()}
    gone = [a for a in old.all() if (a.start, a.reply, a.end) not in ends_new]
    come = [a for a in new.all() if (a.start, a.reply, a.end) not in ends_old]
    reached_old, reached_new = old.reachable(), new.reachable()
    unreachable = [
        name
        for name in new.steps
        if name not in reached_new and (name in reached_old or name not in old.steps)
    ]
    dead_old, dead_new = old.dead(), new.dead()
    met_old = dict.fromkeys(o for n in old.steps if n in reached_old for o in old.objections[n])
    met_new = {o for n in reached_new for o in new.objections[n]}
    return Conversation(
        paths_before=_count(old),
        paths_after=_count(new),
        gone=tuple(dict.fromkeys(path for arrow in gone if (path := _through(old, arrow)))),
        new=tuple(dict.fromkeys(path for arrow in come if (path := _through(new, arrow)))),
        redirected=redirected,
        unreachable=tuple(unreachable),
        dead_ends=tuple(name for name in new.steps if name in dead_new and name not in dead_old),
        lost_objections=tuple(each for each in met_old if each not in met_new),
        arrows_before=old.all(),
        arrows_after=new.all(),
        steps_before=old.steps,
        steps_after=new.steps,
    )


def _count(graph: _Graph) -> int:
    """Count the paths from the entry to an end that pass no step twice, up to `MANY`."""
    if graph.entry not in graph.steps:
        return 0
    alive = graph.alive()
    found = 0
    patience = _PATIENCE
    on_path = {graph.entry}
    stack = [(graph.entry, iter(graph.arrows[graph.entry]))]
    while stack:
        name, arrows = stack[-1]
        arrow = next(arrows, None)
        patience -= 1
        if found >= MANY or not patience:
            return MANY
        if arrow is None:
            stack.pop()
            on_path.discard(name)
        elif _is_end(arrow.end):
            found += 1
        elif arrow.end in alive and arrow.end not in on_path:
            on_path.add(arrow.end)
            stack.append((arrow.end, iter(graph.arrows[arrow.end])))
    return found


def _through(graph: _Graph, arrow: Arrow) -> tuple[Way, ...]:
    """Give the shortest call up to and with an arrow; empty where no call takes it."""
    start = _shortest(graph, graph.entry, arrow.start)
    if start is None:
        return ()
    return (*(Way(each.start, each.says) for each in (*start, arrow)), Way(arrow.end))


def _shortest(graph: _Graph, start: str, goal: str) -> list[Arrow] | None:
    if start not in graph.steps:
        return None
    came: dict[str, Arrow | None] = {start: None}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        if name == goal:
            return _back(came, name)
        for arrow in graph.arrows.get(name, ()):
            if arrow.end in graph.steps and arrow.end not in came:
                came[arrow.end] = arrow
                waiting.append(arrow.end)
    return None


def _back(came: Mapping[str, Arrow | None], name: str) -> list[Arrow]:
    path = []
    arrow = came[name]
    while arrow is not None:
        path.append(arrow)
        arrow = came[arrow.start]
    return path[::-1]


def lost_answers(entity: str, before: Value, after: Value) -> bool:
    """Tell whether an objection or a question has lost its last answer.

    Examples:
        >>> lost_answers("objection/x", {"answers": [{"id": "a", "say": "Да"}]}, {"title": "X"})
        True
    """
    if not entity.startswith(("objection/", "question/")) or after is None:
        return False
    return _answers(before) and not _answers(after)


def _answers(value: Value) -> bool:
    if not isinstance(value, dict):
        return False
    if value.get("answer"):
        return True
    return any(each.get("say") or each.get("steps") for each in _dicts(value.get("answers")))
