"""The oracle's own reading of reasons: each function is one rule of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tests.recompute.objects import RawCommit

if TYPE_CHECKING:
    from tests.recompute.oracle import SlowRow

_KEYS: Final = {
    "origin": "origin",
    "с чего началось": "origin",
    "cause": "cause",
    "почему": "cause",
    "purpose": "purpose",
    "зачем": "purpose",
    "effect": "effect",
    "чего ждём": "effect",
    "evidence": "evidence",
    "на чём основано": "evidence",
    "expect": "expect",
    "прогноз": "expect",
    "watch": "watch",
    "на что смотрим": "watch",
    "agreed": "agreed",
    "согласовали": "agreed",
    "class": "class",
    "тип": "class",
    "by": "by",
    "предлагает": "by",
    "urgent": "urgent",
    "срочно": "urgent",
    "change": "change",
    "изменение": "change",
}
_FOUR: Final = ("origin", "cause", "purpose", "effect")
_FIELDS: Final = (*_FOUR, "watch", "evidence", "agreed", "class", "by", "urgent", "expect")

_Spot = tuple[str, set[str | None] | None]
"""A landed change, and of which entities only; None for all."""

Said = list[tuple[str, str]]
"""Trailers in order: field and text; a slip is `("slip", "trailer: …")`."""


@dataclass(slots=True)
class Landing:
    """A landed commit with what it brought in and the entities that each of those touched."""

    commit: RawCommit
    brought: list[tuple[RawCommit, set[str | None]]]


def said(message: str) -> Said:
    """Read the trailers of a message, in the forms that the stories hold."""
    found: Said = []
    lines = [line.removesuffix("\r") for line in message.split("\n")[1:]]
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        inside = line.startswith((" ", "\t"))
        key, colon, text = line.strip().removeprefix("* ").partition(":")
        name = _KEYS.get(key.strip().lower()) or _KEYS.get(_with_yo(key), "") if colon else ""
        if name and inside:
            found.append(("slip", f"trailer: {key.strip()} → {key.strip()}"))
        elif name:
            answer, number = _answer(name, text.strip(), lines, number)
            found.append((name, answer))
        elif colon and not inside and (near := _near(key.strip())):
            found.append(("slip", f"trailer: {key.strip()} → {near}"))
    return found


def _answer(name: str, text: str, lines: list[str], number: int) -> tuple[str, int]:
    """Join what stands below a label, and give the line that is none of it."""
    prose = name in {*_FOUR, "watch"}
    while number < len(lines):
        line = lines[number]
        inside = line.startswith((" ", "\t"))
        key, colon, _ = line.removeprefix("* ").partition(":")
        begins = colon and (key.strip().lower() in _KEYS or _with_yo(key) or _near(key.strip()))
        gap = number and not lines[number - 1].strip()
        if not line.strip():
            if text or not prose:
                break
        elif not inside and (
            not prose
            or begins
            or line.startswith(_ENDS)
            or re.match(_OTHER_KEY, line)
            or (line.startswith("* ") and (text or gap))
        ):
            break
        else:
            text = f"{text} {line.strip()}".strip()
        number += 1
    return text, number


_OTHER_KEY: Final = r"[A-Z][A-Za-z-]+:(\s|$)"
_ENDS: Final = (
    "--",
    "Merge branch",
    "Co-authored-by",
    "Signed-off-by",
    "Fixes #",
    "(cherry",
    "This reverts commit",
)


def _with_yo(key: str) -> str:
    plain = key.strip().lower().replace("ё", "е")
    return next((each for each in _KEYS if each.replace("ё", "е") == plain), "")


def _near(key: str) -> str | None:
    plain = key.lower().replace("ё", "е")
    for each in _KEYS:
        target = each.replace("ё", "е")
        if len(target) >= 4 and len(plain) >= 4 and _distance_one(plain, target):
            return each[0].upper() + each[1:]
    return None


def _distance_one(one: str, other: str) -> bool:
    letters = set(one + other)
    slips = set()
    for at in range(len(one) + 1):
        head, tail = one[:at], one[at:]
        slips.add(head + tail[1:])
        slips.update(head + letter + tail for letter in letters)
        slips.update(head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            slips.add(head + tail[1] + tail[0] + tail[2:])
    return one != other and other in slips


def _reverts(message: str) -> list[str]:
    lines = message.split("\n")[1:]
    found = [re.match(r"This reverts commit ([0-9a-f]{7,40})\b", line) for line in lines]
    return [each[1] for each in found if each]


def _begun(start: str, home: Iterable[str]) -> str | None:
    found = [name for name in home if name.startswith(start)]
    return found[0] if len(found) == 1 else None


def _united(parts: list[Said]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for field, text in (pair for part in parts for pair in part):
        if not text or field == "slip":
            continue
        if field in {"evidence", "agreed", "change"}:
            items = given.setdefault(field, [])
            items.extend(i for i in map(str.strip, text.split(",")) if i and i not in items)
        elif field in {*_FOUR, "watch"}:
            texts = given.setdefault(field, [])
            texts.extend([text] if text not in texts else [])
        else:
            given.setdefault(field, text)
    for field in (*_FOUR, "watch"):
        if field in given:
            given[field] = "\n\n".join(given[field])
    if "urgent" in given:
        given["urgent"] = given["urgent"].lower() in {"true", "yes", "да", "1"}
    if "class" in given:
        given["class"] = given["class"].lower()
    words = str(given.get("expect", "")).split()
    if len(words) in {4, 6} and words[1] == "of" and re.match(r"[+-]\d", words[3]):
        by = words[5] if len(words) == 6 else None
        given["expect"] = {"metric": words[0], "of": words[2], "change": words[3], "by": by}
    return given


def explain(
    rows: "list[SlowRow]",
    landed: list[Landing],
    notes: dict[str, Any],
    born: dict[str, str],
) -> None:
    """Give every row its reason and its gaps, in place.

    Args:
        rows: oldest first.
        landed: all that landed, oldest first.
        notes: the change files of the tip by id.
        born: id of a change file → the change that first added it.
    """
    order = {each.commit.id: place for place, each in enumerate(landed)}
    home = {}
    for each in landed:
        home[each.commit.id] = each.commit.id
        home.update({inner.id: each.commit.id for inner, _ in each.brought})
    versions = [row for row in rows if row.kind != "gap"]
    trailers = {}
    for row in versions:
        landing = landed[order[row.change]]
        speaking = [landing.commit.message]
        speaking += [c.message for c, touched in landing.brought if row.entity in touched]
        parts = [said(message) for message in speaking]
        trailers[id(row)] = _united(parts)
        meant = (_begun(start, home) for message in speaking for start in _reverts(message))
        known = [name for name in meant if name]
        row.rationale = {"reverts": home[known[0]]} if known else {}
        slips = [text for part in parts for field, text in part if field == "slip"]
        row.gaps.extend(dict.fromkeys(slips))
        if not landing.commit.readable:
            row.gaps.append("message-encoding")

    named: dict[str, list[_Spot]] = {}
    for landing in landed:
        speakers: list[tuple[RawCommit, set[str | None] | None]]
        speakers = [(landing.commit, None), *landing.brought]
        for commit, touched in speakers:
            for name in _united([said(commit.message)]).get("change", ()):
                named.setdefault(name, []).append((landing.commit.id, touched))

    claims: dict[int, list[tuple[str, int, str]]] = {}
    by_c = []
    for name, note in notes.items():
        limit = note.get("applies_to") or None
        at = order[born[name]]
        if note.get("commits"):
            way = "a"
            spots: list[_Spot] = [(home[each], None) for each in note["commits"] if each in home]
        elif name in named:
            way, spots = "b", named[name]
        else:
            way, spots = "c", [(born[name], None)]
            by_c.append((at, name))
        for row in versions:
            here = any(
                row.change == change and (touched is None or row.entity in touched)
                for change, touched in spots
            )
            if here and (limit is None or row.entity in limit):
                claims.setdefault(id(row), []).append((way, at, name))

    def settle(row: "SlowRow") -> dict[str, Any]:
        first = min(claims[id(row)])[2] if id(row) in claims else None
        return _reason(first, notes, trailers[id(row)], row.rationale or {})

    for at, name in sorted(by_c):
        met = {row.entity for row in versions if row.change == born[name]}
        for entity in notes[name].get("applies_to") or ():
            earlier = [
                row
                for row in versions
                if row.entity == entity and order[row.change] < at and not _explains(settle(row))
            ]
            if entity not in met and earlier:
                claims.setdefault(id(earlier[-1]), []).append(("d", at, name))
    for row in versions:
        row.rationale, marks = settle(row) or None, row.gaps
        if not _explains(row.rationale or {}):
            marks.append("unexplained")
        if len({name for *_, name in claims.get(id(row), ())}) > 1:
            marks.append("second-claim")


def _explains(reason: dict[str, Any]) -> bool:
    return any(reason.get(field) for field in (*_FOUR, "reverts"))


def _reason(
    first: str | None, notes: dict[str, Any], trailer: dict[str, Any], revert: dict[str, Any]
) -> dict[str, Any]:
    note = notes[first] if first else {}
    given = {field: trailer[field] for field in _FIELDS if field in trailer}
    reason: dict[str, Any] = {}
    for field in _FIELDS:
        if field in note:
            alone = field in {"evidence", "agreed"} and isinstance(note[field], str)
            reason[field] = [note[field]] if alone else note[field]
        elif field in given:
            reason[field] = given[field]
    if first:
        reason |= {"source": "file", "id": first, "learned": note.get("learned")}
    elif given:
        reason["source"] = "trailers"
    elif revert:
        reason["source"] = "revert"
    return reason | revert if reason else {}
