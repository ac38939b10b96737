"""Why a change was made: trailers of its messages, files of `content/changes/`, reverts.

    trailers of a landed commit, of the commits it brought in ─┐
    change files, read from the tip ───────────────────────────┼─▶ Rationale of each row
    "This reverts commit …" ───────────────────────────────────┘

A change file explains (a) its `commits`; else (b) the change whose `Change:` trailer names it; else
(c) the change that first added it; and (d) for what it `applies_to` and was not touched there, that
entity's latest earlier unexplained version:

    ●  objection/dorogo v3, no reason            ◀── d ──┐
    ●  changes/cup.yml added, script/call v7     ◀── c ──┘ applies_to: both

Every rule is the contract's (design, section 3); nothing is taken from authors' names or dates.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from scripts_kb.model.log import Rationale, Row, Step
from scripts_kb.model.shapes import Value

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "origin": ("Origin", "С чего началось"),
    "cause": ("Cause", "Почему"),
    "purpose": ("Purpose", "Зачем"),
    "effect": ("Effect", "Чего ждём"),
    "evidence": ("Evidence", "На чём основано"),
    "expect": ("Expect", "Прогноз"),
    "watch": ("Watch", "На что смотрим"),
    "agreed": ("Agreed", "Согласовали"),
    "class": ("Class", "Тип"),
    "by": ("By", "Предлагает"),
    "urgent": ("Urgent", "Срочно"),
    "change": ("Change", "Изменение"),
}
"""Field → its trailer keys; the Russian ones are the labels of the fields."""

TEXTS: Final = ("origin", "cause", "purpose", "effect", "watch")
LISTS: Final = ("evidence", "agreed", "change")
SINGLE: Final = ("class", "by", "urgent", "expect")

_CLASSES: Final = {
    "стратегия": "strategic",
    "тактика": "tactical",
    "справочная": "factual",
    "правка текста": "editorial",
}
_TRUE: Final = frozenset({"true", "yes", "да", "1"})
_SHORTEST: Final = 4
"""Letters of a key for which a slip of one letter is worth a guess."""


def _fold(key: str) -> str:
    return " ".join(key.casefold().replace("ё", "е").split())


_FIELD_OF: Final = {_fold(key): name for name, keys in KEYS.items() for key in keys}
_SPELLING: Final = {_fold(key): key for keys in KEYS.values() for key in keys}
_LINE: Final = re.compile(r"(?P<key>[^\W\d_][\w ]{0,30}?)[ \t]*:(?P<text>.*)")
_REVERT: Final = re.compile(r"^This reverts commit ([0-9a-f]{40})\b", re.MULTILINE)
_EXPECT: Final = re.compile(
    r"(?P<metric>\S+)\s+of\s+(?P<of>\S+)\s+(?P<change>[+-]\d+(?:\.\d+)?(?:pp|%))"
    r"(?:\s+by\s+(?P<by>\d{4}-\d{2}-\d{2}))?"
)
_ITEM: Final = re.compile(r"\s|https?:|[a-z]+/|$")
"""What may follow a comma that ends an address; any other comma belongs to the address."""


@dataclass(slots=True)
class Trailers:
    """What a message says of reasons: field → texts in order, slips of keys, what it reverts."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    slips: list[str] = field(default_factory=list)
    reverts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.slips or self.reverts)


def trailers(message: str) -> Trailers:
    r"""Read the trailers of a commit message.

    A trailer is a line that starts with one of our keys and a colon, anywhere after the subject, in
    any case, in English or Russian. Lines that start with a space continue it. So what git's own
    parser drops is kept: blocks of a squash, prose above, lines below `---`.

    Args:
        message: the whole message; its first line is the subject.

    Examples:
        >>> trailers("Цена\n\nOrigin: 41 из 120\n  начинают с цены\nCouse: x").fields
        {'origin': ['41 из 120 начинают с цены']}
        >>> trailers("Цена\n\nCouse: x").slips
        ['trailer: Couse → Cause']
    """
    found = Trailers()
    lines = message.replace("\r\n", "\n").split("\n")[1:]
    texts: list[str] | None = None
    for line in lines:
        if line[:1] in {" ", "\t"}:
            if texts is not None and line.strip():
                texts[-1] = f"{texts[-1]} {line.strip()}".strip()
                continue
            texts = None if not line.strip() else texts
            continue
        texts = None
        match = _LINE.match(line)
        if match is None:
            continue
        name = _FIELD_OF.get(_fold(match["key"]))
        if name:
            texts = found.fields.setdefault(name, [])
            texts.append(match["text"].strip())
        else:
            slip = _slip(match["key"])
            if slip and slip not in found.slips:
                found.slips.append(slip)
    found.fields = {
        name: kept for name, texts in found.fields.items() if (kept := [t for t in texts if t])
    }
    found.reverts = tuple(dict.fromkeys(_REVERT.findall("\n".join(lines))))
    return found


def _slip(key: str) -> str | None:
    written = _fold(key)
    if len(written) < _SHORTEST:
        return None
    for folded, spelling in _SPELLING.items():
        if len(folded) >= _SHORTEST and one_letter_off(written, folded):
            return f"trailer: {key.strip()} → {spelling}"
    return None


def one_letter_off(one: str, other: str) -> bool:
    """Tell whether one slip of the keyboard leads from one word to the other.

    A slip is a letter more, a letter less, another letter, or two neighbours swapped.

    Source: F. J. Damerau, A technique for computer detection and correction of spelling errors,
    1964: these four make up most misspellings.

    Examples:
        >>> one_letter_off("couse", "cause"), one_letter_off("casue", "cause")
        (True, True)
        >>> one_letter_off("cause", "cause"), one_letter_off("house", "cause")
        (False, False)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) != len(b):
        return a[1:] == b if len(a) > len(b) else a == b[1:]
    return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


@dataclass(frozen=True, slots=True)
class Said:
    """The trailers that speak for a row, united field by field."""

    rationale: Rationale | None
    changes: tuple[str, ...]


_NOTHING_SAID: Final = Said(None, ())


def unite(parts: Sequence[Trailers]) -> Said:
    """Unite the trailers of several messages: texts joined, each once; of single ones the first."""
    if not any(part.fields for part in parts):
        return _NOTHING_SAID
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    single: dict[str, str] = {}
    for name in KEYS:
        said = [text for part in parts for text in part.fields.get(name, ())]
        if not said:
            continue
        if name in TEXTS:
            texts[name] = "\n\n".join(dict.fromkeys(said))
        elif name in LISTS:
            parted = (item for text in said for item in _items(text))
            lists[name] = tuple(dict.fromkeys(item for item in parted if item))
        else:
            single[name] = said[0]
    changes = lists.pop("change", ())
    if not (texts or lists or single):
        return Said(None, changes)
    return Said(
        Rationale(
            "trailers",
            by=single.get("by"),
            class_=_class(single.get("class")),
            urgent=single.get("urgent", "").casefold() in _TRUE,
            expect=_expectation(single.get("expect")),
            evidence=lists.get("evidence", ()),
            agreed=lists.get("agreed", ()),
            **texts,
        ),
        changes,
    )


def _items(text: str) -> list[str]:
    """Take a list apart at its commas, but for those inside an address."""
    items: list[str] = []
    for part in text.split(","):
        if items and items[-1].lstrip().startswith("http") and not _ITEM.match(part):
            items[-1] += f",{part}"
        else:
            items.append(part)
    return [item.strip() for item in items]


def _class(text: str | None) -> str | None:
    return None if text is None else _CLASSES.get(text.casefold(), text.casefold())


def _expectation(text: str | None) -> Mapping[str, Any] | str | None:
    match = _EXPECT.fullmatch(text) if text else None
    if match is None:
        return text
    return {name: match[name] for name in ("metric", "of", "change", "by")}


def of_note(id_: str, note: Value) -> Rationale:
    """Make the reason of a change file from its value at the tip."""
    expect = note.get("expect")
    return Rationale(
        "file",
        id=id_,
        title=_str(note.get("title")),
        by=_str(note.get("by")),
        class_=_str(note.get("class")),
        urgent=note.get("urgent") is True,
        origin=_str(note.get("origin")),
        cause=_str(note.get("cause")),
        purpose=_str(note.get("purpose")),
        effect=_str(note.get("effect")),
        evidence=_strs(note.get("evidence")),
        expect={name: expect.get(name) for name in ("metric", "of", "change", "by")}
        if isinstance(expect, dict)
        else _str(expect),
        watch=_str(note.get("watch")),
        agreed=_strs(note.get("agreed")),
        learned=_str(note.get("learned")),
    )


def _str(value: Value) -> str | None:
    return None if value is None or isinstance(value, dict | list) else str(value)


def _strs(value: Value) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def join(first: Rationale | None, second: Rationale | None) -> Rationale | None:
    """Fill the fields that the first reason leaves open from the second."""
    if first is None or second is None:
        return first or second
    open_ = {
        name: getattr(second, name)
        for name in Rationale.__slots__
        if name != "source" and getattr(first, name) in _NOTHING
    }
    return replace(first, **open_)


_NOTHING: Final = (None, False, ())


@dataclass(slots=True)
class _Claim:
    """A change file's wish to explain a row; the smallest wins."""

    order: tuple[str, int, str]
    """How it claims (a to d), when the file landed, its id."""
    note: str


class Matching:
    """Gives every row its reason, once the whole past has been seen.

    Examples:
        ```python
        matching = Matching()
        for step in steps:  # oldest first
            matching.take(step)
        rows, idle = matching.finish(notes)
        ```
    """

    def __init__(self) -> None:
        self.notes: Mapping[str, Value] = {}
        self.rows: list[Row] = []
        self.said: list[Rationale | None] = []
        self.slips: list[tuple[str, ...]] = []
        self.reverts: list[tuple[str, ...]] = []
        self.by_change: dict[str, list[int]] = {}
        self.by_entity: dict[str, list[int]] = {}
        self.landed_of: dict[str, str] = {}
        self.order: dict[str, int] = {}
        self.born: dict[str, str] = {}
        self.named: dict[str, list[tuple[str, frozenset[str] | None]]] = {}

    def finish(self, notes: Mapping[str, Value]) -> tuple[list[Row], frozenset[str]]:
        """Match what was taken with the change files of the tip.

        Args:
            notes: the change files of the tip by id, as canonical values.

        Returns:
            The rows, oldest first, with reasons and gaps; and the ids of the change files that
            explain nothing.
        """
        self.notes = notes
        claims = self._claims()
        reasons = [self._reason(index, claims) for index in range(len(self.rows))]
        for index, claim in self._later(reasons):
            claims.setdefault(index, []).append(claim)
            reasons[index] = self._reason(index, claims)
        used = {claim.note for found in claims.values() for claim in found}
        rows = [
            self._row(index, reasons[index], claims.get(index, ()))
            for index in range(len(self.rows))
        ]
        return rows, frozenset(self.notes) - used

    def take(self, step: Step) -> None:
        """Note what a landed change did and said; steps come oldest first."""
        commit, brought = step.landed.commit, step.landed.brought
        self.order[commit.id] = len(self.order)
        for each in (commit, *brought):
            self.landed_of[each.id] = commit.id
        for name in step.explained:
            self.born.setdefault(name, commit.id)
        own = trailers(commit.message)
        parts = [(own, None), *((trailers(each.message), met) for each, met in step.spoken)]
        for part, entities in parts:
            for name in unite([part]).changes if "change" in part.fields else ():
                self.named.setdefault(name, []).append((commit.id, entities))
        united: dict[tuple[int, ...], Said] = {}
        for row in step.rows:
            index = len(self.rows)
            speaking = tuple(
                place
                for place, (_, entities) in enumerate(parts)
                if entities is None or row.entity in entities
            )
            if speaking not in united:
                united[speaking] = unite([parts[place][0] for place in speaking])
            self.rows.append(row)
            version = row.kind != "gap"
            # Where the past is cut, the commit is not what made the row.
            speaks = version and "truncated" not in row.gaps
            self.said.append(united[speaking].rationale if speaks else None)
            slips = (slip for place in speaking for slip in parts[place][0].slips if speaks)
            garbled = () if commit.readable or not speaks else ("message-encoding",)
            self.slips.append((*dict.fromkeys(slips), *garbled))
            self.reverts.append(
                tuple(name for place in speaking for name in parts[place][0].reverts if speaks)
            )
            if version and row.entity:
                self.by_change.setdefault(commit.id, []).append(index)
                self.by_entity.setdefault(row.entity, []).append(index)

    def _note(self, name: str) -> Rationale:
        return of_note(name, self.notes[name])

    def _limits(self, name: str) -> frozenset[str]:
        return frozenset(_strs(self.notes[name].get("applies_to")))

    def _claims(self) -> dict[int, list[_Claim]]:
        claims: dict[int, list[_Claim]] = {}
        for name, way, landed, entities in self._wishes():
            limits = self._limits(name)
            born = self.order.get(self.born.get(name, ""), len(self.order))
            for index in self.by_change.get(landed, ()):
                entity = self.rows[index].entity
                if (limits and entity not in limits) or (
                    entities is not None and entity not in entities
                ):
                    continue
                claims.setdefault(index, []).append(_Claim((way, born, name), name))
        return claims

    def _way(self, name: str) -> str:
        if _strs(self.notes[name].get("commits")):
            return "a"
        return "b" if name in self.named else "c"

    def _wishes(self) -> Iterator[tuple[str, str, str, frozenset[str] | None]]:
        for name in self.notes:
            way = self._way(name)
            if way == "a":
                for commit in _strs(self.notes[name].get("commits")):
                    if commit in self.landed_of:
                        yield name, "a", self.landed_of[commit], None
            elif way == "b":
                for landed, entities in self.named[name]:
                    yield name, "b", landed, entities
            elif name in self.born:
                yield name, "c", self.born[name], None

    def _reason(self, index: int, claims: Mapping[int, Sequence[_Claim]]) -> Rationale | None:
        """Give a row its reason: of the file whose claim comes first, else of the trailers."""
        reason = self.said[index]
        if index in claims:
            name = min(claims[index], key=lambda claim: claim.order).note
            given = self.notes[name]
            filled = join(of_note(name, given), reason)
            assert filled is not None  # noqa: S101 - the file's own is there
            # What a file says is said, `urgent: false` too.
            reason = replace(filled, urgent=given["urgent"]) if _says_urgent(given) else filled
        known = [name for name in self.reverts[index] if name in self.landed_of]
        if not known or self.rows[index].kind == "gap":
            return reason
        reverted = self.landed_of[known[0]]
        if reason is None:
            return Rationale("revert", reverts=reverted)
        return replace(reason, reverts=reverted)

    def _later(self, reasons: Sequence[Rationale | None]) -> Iterator[tuple[int, _Claim]]:
        """Let files that came later claim the latest unexplained version of what they name.

        Each claim is settled before the next is sought: `reasons` grow between the yields.
        """
        late = [name for name in self.notes if self._way(name) == "c" and name in self.born]
        for name in sorted(late, key=lambda each: (self.order[self.born[each]], each)):
            landed = self.born[name]
            here = {self.rows[index].entity for index in self.by_change.get(landed, ())}
            for entity in sorted(self._limits(name) - here):
                for index in reversed(self.by_entity.get(entity, ())):
                    reason = reasons[index]
                    earlier = self.order[self.rows[index].change] < self.order[landed]
                    if earlier and not (reason and reason.explains):
                        yield index, _Claim(("d", self.order[landed], name), name)
                        break

    def _row(self, index: int, reason: Rationale | None, claims: Sequence[_Claim]) -> Row:
        row = self.rows[index]
        gaps = list(row.gaps)
        if row.kind != "gap":
            if not (reason and reason.explains) and "truncated" not in gaps:
                gaps.append("unexplained")
            gaps.extend(self.slips[index])
            if len({claim.note for claim in claims}) > 1:
                gaps.append("second-claim")
        return Row(
            row.change,
            row.entity,
            row.version,
            row.kind,
            row.time,
            row.offset,
            row.subject,
            row.path,
            row.edits,
            reason,
            tuple(gaps),
        )


def _says_urgent(note: Value) -> bool:
    return isinstance(note.get("urgent"), bool)
