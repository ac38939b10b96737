"""An edit in a reader's words, once for all forms.

    Edit(changed, answers[cup].say)  ──▶  Line(("Наши ответы", "«…»", "Говорим"), marked words)

Here values become texts: labels of codes, titles of ids, money with its sign. The terminal,
Markdown, HTML and pages lay the lines out; what is dangerous in a text is each form's to escape.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from scripts_kb.language import Language, formats
from scripts_kb.past import words
from scripts_kb.past.records import Edit, Op
from scripts_kb.past.telling import LISTED, DayFormat, Names, say
from scripts_kb.past.words import Run
from scripts_kb.schema import labels, outline, paths, quotes, values
from scripts_kb.schema.values import Value

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MONEY: Final = frozenset({"price.list", "internal.floor", "cost"})
_INTRODUCE: Final = ("title", "when", "client_says", "intent", "says", "text", "say", "instead")
"""The fields by which an item introduces itself, the best first."""
_LONGEST: Final = 60


class Part(NamedTuple):
    """A labelled text inside something that came or went as a whole."""

    label: str
    text: str
    spoken: bool = False
    """Whether it is said aloud to a customer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One edit as a reader sees it.

    A change of a text has `runs`; what came or went has `parts`, one for a single value; a move
    has its places, counted from 1, and the item that moved where `where` does not name it.
    """

    op: Op
    path: str
    where: tuple[str, ...]
    before: str = ""
    after: str = ""
    runs: tuple[Run, ...] = ()
    parts: tuple[Part, ...] = ()
    place_before: int | None = None
    place_after: int | None = None

    @property
    def label(self) -> str:
        """The place in one text, from the outermost to the innermost."""
        return " › ".join(self.where)


class EntitySide(NamedTuple):
    """An entity on one side of a comparison, and how its places and values are told.

    Args:
        entity: `kind/id`.
        whole: its value there, in which items of lists are looked up; None where unknown.
        names: what things are called.
        number: 0 before, 1 after.
    """

    entity: str
    whole: Value
    names: Names
    number: int = 1

    def place(self, path: str, own: Value = None) -> tuple[str, ...]:
        """Name a place by labels, with items of lists by what they say of themselves.

        Args:
            path: the place.
            own: what stands there, if the whole does not hold it.

        Returns:
            From the outermost to the innermost; empty for the entity itself. Items of plain lists
            are left out: they are their own value.

        Examples:
            >>> whole = {"answers": [{"id": "cup", "when": "Сравнивает"}]}
            >>> EntitySide("objection/x", whole, Names("ru")).place("answers[cup].say")
            ('Наши ответы', '«Сравнивает»', 'Говорим')
        """
        named = tuple(self._steps("", path, self.whole, own))
        return named or ((say("older-field", self.names.language),) if path else ())

    def parts(self, path: str, value: Value) -> Iterator[Part]:
        """Spell out what stands at a place leaf by leaf; codes of items go without saying."""
        for leaf, each in values.leaves(value, outline.at(self.entity, path), path):
            if not leaf.endswith(".id") or leaf == path:
                label = " › ".join(self._steps(path, leaf, value))
                declared = outline.at(self.entity, leaf)
                spoken = declared is not None and declared.use == "spoken"
                yield Part(label, self.filled(self.text(leaf, each)), spoken)

    def whole_text(self, path: str, value: Value) -> str:
        """Write any value in one text, that of several leaves a line each; nothing is filled in."""
        if not isinstance(value, dict | list):
            return self.text(path, value)
        plain = self._replace(names=self.names._replace(fill=lambda text, _: text))
        return "\n".join(": ".join(filter(None, each[:2])) for each in plain.parts(path, value))

    def text(self, path: str, value: Value) -> str:
        """Write a leaf of any time as a reader knows it: titles for ids, words for choices."""
        names = self.names
        if isinstance(value, list):
            return "; ".join(self.text(path, each) for each in value)
        if isinstance(value, dict):
            return "; ".join(f"{name}: {self.text('', each)}" for name, each in value.items())
        declared = outline.at(self.entity, path) if path else None
        if not isinstance(value, str) or declared is None:
            return written(value, path, self.whole, names.language, names.day)
        if path == "kept" and self.entity.startswith("trial/"):
            return self._wording(value)
        if path.endswith(".capture"):
            return labels.capture(value, names.language)
        if declared.table:
            return labels.choice(declared.table, value, names.language)
        if declared.to:
            return self._referred(declared.to, value)
        return written(value, path, self.whole, names.language, names.day)

    def filled(self, text: str) -> str:
        """Fill the marks of a text as they read on this side."""
        return self.names.clean(self.names.fill(text, self.number))

    def _referred(self, to: str, id_: str) -> str:
        if to in LISTED:
            return self.names.of(to, id_)
        if to == "node" and "/" not in id_:
            step = values.at(self.whole, f"nodes[{id_}]")
            if isinstance(step, dict):
                return formats.quoted(self._introduced(step, id_), self.names.language)
            return id_ if self.names.ids else say("another-step", self.names.language)
        entity = id_ if "/" in id_ else f"{to}/{id_}"
        return self.names.entity(entity) if self.names.title(entity) else id_

    def _wording(self, id_: str) -> str:
        """Quote the wording that a trial kept: its code says nothing to a reader."""
        variant = values.at(self.whole, f"variants[{id_}]")
        says = variant.get("say") if isinstance(variant, dict) else None
        return formats.quoted(says, self.names.language) if isinstance(says, str) else id_

    def _steps(self, start: str, path: str, value: Value, own: Value = None) -> Iterator[str]:
        """Name the steps from a place, at which `value` stands, to another inside it."""
        names, shape = self.names, outline.at(self.entity, start)
        rest = path[len(start) :].removeprefix(".")
        steps = paths.split(rest)
        held = [each for _, each in values.descend(value, rest, shape)]
        held += [None] * (len(steps) - len(held))
        if held and held[-1] is None:
            held[-1] = own
        shapes = outline.way(self.entity, path)[len(paths.split(start)) :]
        free = shape is not None and shape.form == "free"
        for step, item, known in zip_longest(steps, held, shapes):
            if step.form == "item":
                name = self._item(item, step.name)
            elif free:
                department = names.title(f"department/{step.name}")
                name = department or labels.free_key(step.name, names.language)
            elif known:
                name = labels.pick(known[1].label, names.language)
            else:
                name = step.name if names.ids else ""
            free = known is not None and known[1].form == "free"
            if name:
                yield names.clean(name)

    def _item(self, item: Value, key: str) -> str:
        """Name an item of a list in quotation marks; "" for one of a plain list."""
        name = self._introduced(item, key) if isinstance(item, Mapping) else ""
        return formats.quoted(name, self.names.language) if name else ""

    def _introduced(self, item: Mapping[str, Any], key: str) -> str:
        text = introduction(item, self.names.language)
        if text:
            return shortened(" ".join(self.filled(text).split()), _LONGEST)
        return key if self.names.ids else ""


def line(edit: Edit, old: EntitySide, new: EntitySide) -> Line:
    """Tell an edit.

    Args:
        edit: the edit.
        old: its entity before.
        new: its entity after.

    Examples:
        >>> edit = Edit("changed", "answers[cup].say", "Дорого", "Дороже")
        >>> side = EntitySide("objection/x", None, Names("ru"))
        >>> told = line(edit, side, side)
        >>> told.label, told.before, told.after
        ('Наши ответы › Говорим', 'Дорого', 'Дороже')
    """
    side, value = (old, edit.before) if edit.op in {"removed", "moved"} else (new, edit.after)
    told = Line(
        edit.op,
        edit.path,
        side.place(edit.path, value),
        place_before=_counted(edit.index_before),
        place_after=_counted(edit.index_after),
    )
    if edit.op == "changed":
        before, after = _sides(edit, old, new)
        if isinstance(edit.before, str) and isinstance(edit.after, str):
            runs = words.marked(before, after)
        else:
            # A number is one word, however it is written.
            runs = (Run("cut", before), Run("put", after))
        return replace(told, before=before, after=after, runs=runs)
    if edit.op != "moved":
        return replace(told, parts=tuple(side.parts(edit.path, value)))
    shape = outline.at(side.entity, edit.path)
    if shape is None or shape.nested:
        return told
    own = side.text(edit.path, paths.split(edit.path)[-1].name)
    return replace(told, parts=(Part("", side.filled(own)),))


def _counted(index: int | None) -> int | None:
    return None if index is None else index + 1


def _sides(edit: Edit, old: EntitySide, new: EntitySide) -> tuple[str, str]:
    """Write both sides as the client hears them, unless that would hide what changed."""
    before = old.whole_text(edit.path, edit.before)
    after = new.whole_text(edit.path, edit.after)
    filled = old.filled(before), new.filled(after)
    if filled[0] != filled[1] and (not new.names.ids or _told_apart(before + after, old, new)):
        return filled
    return old.names.clean(before), new.names.clean(after)


def _told_apart(text: str, *sides: EntitySide) -> bool:
    """Tell whether no two marks of a text read alike, which could hide what changed."""
    marks = {name for name, _ in quotes.names(text)}
    return all(len({side.filled(f"<{name}>") for name in marks}) == len(marks) for side in sides)


def introduction(item: Mapping[str, Any], language: Language) -> str:
    """Give the words by which an item is known; "" where it has none.

    Examples:
        >>> introduction({"id": "ack", "role": "acknowledge"}, "ru")
        'Присоединиться'
        >>> introduction({"id": "press", "say": "Решили?", "instead": "Когда удобно?"}, "ru")
        'Решили?'
    """
    role = item.get("role")
    if isinstance(role, str) and role in labels.choices("role"):
        return labels.choice("role", role, language)
    texts = (item.get(name) for name in _INTRODUCE)
    return next((text for text in texts if isinstance(text, str) and text.strip()), "")


def shortened(text: str, longest: int) -> str:
    """Cut a text at a word, with an ellipsis to show it.

    Examples:
        >>> shortened("Сравнивает с зерном", 15)
        'Сравнивает с…'
    """
    if len(text) <= longest:
        return text
    head, space, _ = text[:longest].rpartition(" ")
    return f"{(head if space else text[: longest - 1]).rstrip(' ,.;:—')}…"


def written(
    value: Value, path: str, whole: Value, language: Language, day: DayFormat = formats.date
) -> str:
    r"""Write a scalar as a reader expects it: money with its sign, days as they are said.

    Args:
        value: the scalar; None is "".
        path: where it stands in its entity.
        whole: the entity's value; it names the currency.
        language: of the reader.
        day: writes a day.

    Examples:
        >>> written(90, "price.list", {"price": {"currency": "RUB"}}, "ru")
        '90\xa0₽'
    """
    if isinstance(value, bool):
        return say("yes" if value else "no", language)
    if isinstance(value, int | float):
        if paths.generic(path) in _MONEY:
            currency = values.at(whole, "price.currency")
            return formats.money(value, language, str(currency or "RUB"))
        return formats.number(value, language)
    text = "" if value is None else str(value)
    try:
        return day(dt.date.fromisoformat(text), language) if _DAY.fullmatch(text) else text
    except ValueError:
        return text
