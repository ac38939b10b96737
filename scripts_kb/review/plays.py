"""A script as the call that it plays: stage by stage, what is said and where each reply leads.

    Приветствие
      1. Узнать имя                «Добрый день!»
           «Сколько стоит?» → 4. Назвать цену
           «Посоветуйте»    → 2. Спросить о вкусе

Steps are numbered in the order in which a call can meet them; those that no call meets come last.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from scripts_kb.language import formats
from scripts_kb.past import edits
from scripts_kb.past.edits import EntitySide
from scripts_kb.past.records import Op
from scripts_kb.review import reading
from scripts_kb.review.blocks import Block, Foldable, Labelled, Paragraph, Point, Points, Values
from scripts_kb.review.texts import count, say
from scripts_kb.schema import labels, paths

_NAME: Final = 60
_PLAYED: Final = frozenset({"id", "intent", "stage", "say", "answers", "next", "outcome"})
"""Fields of a step that are laid out here; the others are told by their labels."""
_REPLIED: Final = frozenset({"id", "client_says", "next"})


@dataclass(frozen=True, slots=True)
class _Call:
    """A script's steps in the order of a call."""

    side: EntitySide
    steps: Mapping[str, Mapping[str, Any]]
    numbers: Mapping[str, int]
    met: frozenset[str]
    op: Op | None

    def name(self, id_: str) -> str:
        """Name a step by its number and what it is for."""
        step = self.steps[id_]
        text = step.get("intent") or step.get("say") or id_
        shown = " ".join(self.side.filled(str(text)).split())
        return f"{self.numbers[id_]}. {edits.shortened(shown, _NAME)}"

    def leads(self, to: str) -> str:
        """Say where a reply leads: to a step, or to another script."""
        if to in self.steps:
            return f"→ {self.name(to)}"
        return f"→ {self.side.names.clean(self.side.names.entity(to))}"


def blocks(side: EntitySide, op: Op | None, keep: reading.Keep) -> Iterator[Block]:
    """Yield a whole script as a call.

    Args:
        side: the script on the side where it stands.
        op: whether it comes or goes; None where it is only told.
        keep: tells which leaves are shown.
    """
    value = side.whole if isinstance(side.whole, dict) else {}
    about = {name: each for name, each in value.items() if name not in {"title", "nodes", "entry"}}
    yield from reading.blocks(side, "", about, op, keep)
    call = _call(side, value, op)
    language = side.names.language
    by_stage = groupby(_staged(call), key=lambda each: each[0])
    for number, (stage, group) in enumerate(by_stage):
        steps = [id_ for _, id_ in group]
        counted = count("steps", len(steps), language)
        yield Foldable(
            f"{stage} · {counted}",
            tuple(each for id_ in steps for each in _step(call, id_, keep)),
            shown=not number,
        )


def _call(side: EntitySide, value: Mapping[str, Any], op: Op | None) -> _Call:
    listed = value.get("nodes")
    nodes = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    steps = {str(each["id"]): each for each in nodes if each.get("id")}
    entry = str(value.get("entry") or next(iter(steps), ""))
    met = _met(entry, steps)
    order = [*met, *(each for each in steps if each not in met)]
    numbers = {id_: number for number, id_ in enumerate(order, 1)}
    return _Call(side, steps, numbers, frozenset(met), op)


def _met(entry: str, steps: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Give the steps that a call can meet, the nearest first."""
    found = [entry] if entry in steps else []
    waiting = deque(found)
    while waiting:
        for _, to in _replies(steps[waiting.popleft()]):
            if to in steps and to not in found:
                found.append(to)
                waiting.append(to)
    return found


def _replies(step: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the replies to a step and where each leads; one without words where it just goes on."""
    answers = step.get("answers")
    for each in answers if isinstance(answers, list) else ():
        if isinstance(each, dict):
            yield each, str(each.get("next") or "")
    if step.get("next"):
        yield {}, str(step["next"])


def _staged(call: _Call) -> list[tuple[str, str]]:
    """Give the steps with the names of their stages, in the order in which a call meets these."""
    language = call.side.names.language
    found = []
    for id_ in call.numbers:
        stage = call.steps[id_].get("stage")
        named = labels.choice("stage", str(stage), language) if stage else say("no-stage", language)
        found.append((named if id_ in call.met else say("unmet", language), id_))
    first = {name: number for number, (name, _) in reversed(list(enumerate(found)))}
    return sorted(found, key=lambda each: first[each[0]])


def _step(call: _Call, id_: str, keep: reading.Keep) -> Iterator[Block]:
    side, step = call.side, call.steps[id_]
    yield Paragraph(call.name(id_), name=True)
    path = paths.item("nodes", id_)
    shown = {name: each for name, each in step.items() if name not in _PLAYED}
    if len(str(step.get("intent") or "")) > _NAME:
        shown["intent"] = step["intent"]
    rows: list[Labelled] = []
    if step.get("say"):
        label = labels.trail(side.entity, paths.field(path, "say"), side.names.language)[-1]
        rows.append(Labelled(label, side.filled(str(step["say"])), spoken=True))
    rows += reading.rows(side, path, shown, keep)
    if rows:
        yield Values(tuple(rows), call.op)
    points = tuple(_points(call, step, path, keep))
    if points:
        yield Points(points)


def _points(call: _Call, step: Mapping[str, Any], path: str, keep: reading.Keep) -> Iterator[Point]:
    side, language = call.side, call.side.names.language
    for reply, to in _replies(step):
        says = reply.get("client_says") or reply.get("id")
        said = formats.quoted(side.filled(str(says)), language) if says else ""
        where = paths.item(paths.field(path, "answers"), str(reply.get("id", "")))
        more = {name: each for name, each in reply.items() if name not in _REPLIED}
        told = "; ".join(
            f"{row.label}: {row.text}" for row in reading.rows(side, where, more, keep)
        )
        leads = call.leads(to) if to else ""
        yield Point(" ".join(filter(None, (said, leads, told and f"({told})"))))
    if step.get("outcome"):
        outcome = labels.choice("outcome", str(step["outcome"]), language)
        yield Point(f"{say('ends', language)}: {side.names.clean(outcome)}", "soft")
