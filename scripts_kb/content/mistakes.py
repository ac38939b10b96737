"""What pydantic says of a document to problems that a person can mend.

ValidationError ──▶ place (by line marks), code, what was meant: a key, a choice, a date, a number
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from scripts_kb.content import bullets, diagnosis, references, spelling
from scripts_kb.content.base import Loc
from scripts_kb.content.parsing import Parsed
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import labels, outline, shapes, sources
from scripts_kb.schema.shapes import Shape

_WORDS: Final = frozenset({"literal_error", "value_error", "string_pattern_mismatch"})
"""What pydantic says of a choice, a date, an id that it does not take."""
_FIGURES: Final = frozenset({"int", "number", "bool"})
_FORMS: Final = {"free": "map", "int": "whole-number"}
_LONGEST: Final = 60
_PLACES: Final = frozenset({"files", "database", "table"})
_SECRET: Final = re.compile(
    "pass|pwd|secret|token|user|login|host|port|url|dsn|key|пароль|логин|адрес", re.IGNORECASE
)
"""Keys by which people mean to say where a server is, and who asks it."""
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DATE: Final = re.compile(r"(\d{1,4})[-./\s](\d{1,2})[-./\s](\d{1,4})\D*")
_QUOTED: Final = re.compile(
    r"\s*(?P<open>[«»“”„‟‘’‚‹])(?P<word>.*?)(?P<close>[«»“”„‟‘’›])\s*", re.DOTALL
)
_UNITS: Final = re.compile(r"[^\d.,+-]")


def of(error: ValidationError, parsed: Parsed, kind: str, path: str) -> list[Problem]:
    """Turn what pydantic found into problems, by place; one place has one problem.

    Args:
        error: what was found.
        parsed: the document with its marks.
        kind: its kind, `config/kb` and the like for settings.
        path: the path to name.
    """
    whole = _Whole(parsed, outline.of(kind), path)
    found: dict[tuple[Place, str], Problem] = {}
    for each in error.errors(include_url=False, include_context=False):
        problem = whole.problem(each)
        # A number has two declarations, whole and not: pydantic complains twice.
        found.setdefault((problem.place, problem.code), problem)
    return sorted(found.values(), key=lambda problem: problem.place)


def shown(value: object) -> str:
    """Show a value of a document in a message.

    Examples:
        >>> shown(["live"]), shown("слово " * 20)[-6:]
        ('[…]', 'слово…')
    """
    if isinstance(value, list):
        return "[…]"
    if isinstance(value, dict):
        return "{…}"
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class _Whole:
    """A document under validation."""

    def __init__(self, parsed: Parsed, shape: Shape, path: str) -> None:
        self.parsed = parsed
        self.shape = shape
        self.path = path

    def problem(self, error: Mapping[str, Any]) -> Problem:
        loc = self._known(tuple(error["loc"]))
        kind = error["type"]
        value = error.get("input")
        key = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
        here = shapes.at(self.shape, loc)
        if kind == "extra_forbidden":
            return self._unknown_key(loc)
        if error["loc"][-1:] == ("[key]",):
            return self._bad_free_key(loc, error)
        if kind == "missing":
            return self._missing(loc, key)
        if value is None and loc and isinstance(loc[-1], int):
            return Problem(self._place(loc), "empty-item", {"key": key})
        quoted = _QUOTED.fullmatch(value) if isinstance(value, str) else None
        if quoted and (kind in _WORDS or (here and here.form in _FIGURES)):
            marks = f"{quoted['open']} {quoted['close']}"
            facts = {"key": key, "marks": marks, "meant": shown(quoted["word"].strip())}
            return Problem(self._place(loc), "quoted-word", facts)
        if kind == "literal_error" and not isinstance(value, list | dict):
            unseen = _unseen(self._place(loc), str(value), here.choices if here else ())
            if unseen:
                return unseen
            meant = self._choice(str(value), here)
            facts = {"key": key, "value": shown(value), "meant": meant}
            return Problem(self._place(loc), "bad-choice", facts)
        if kind == "value_error":
            facts = {"key": key, "value": shown(value), "meant": date_meant(str(value))}
            return Problem(self._place(loc), "bad-date", facts)
        if kind == "string_pattern_mismatch" and loc[-2:] == ("expect", "change"):
            facts = {"value": shown(value), "meant": references.amount_meant(str(value))}
            return Problem(self._place(loc), "bad-expectation", facts)
        if kind == "string_pattern_mismatch" and loc[:1] == ("sources",) and key in _PLACES:
            return Problem(self._place(loc), "facts-address", {"key": key, **self._variable(loc)})
        if kind == "string_pattern_mismatch":
            unseen = _unseen(self._place(loc), str(value))
            if unseen:
                return unseen
            facts = {"key": key, "value": shown(value), "meant": spelling.slug(str(value))}
            return Problem(self._place(loc), "bad-id", facts)
        return self._wrong_type(loc, key, value, here)

    def _wrong_type(self, loc: Loc, key: str, value: Any, here: Shape | None) -> Problem:
        form = here.form if here else "text"
        place = self._place(loc)
        if form == "text" and isinstance(value, dict):
            colon = self._colon(loc, value)
            if colon:
                return Problem(colon, "colon-in-text", {"key": key})
            if loc in self.parsed.flow and all(each is None for each in value.values()):
                return Problem(place, "leading-brace", {"key": key})
        if form == "list" and isinstance(value, str) and bullets.sign(value):
            return Problem(place, "wrong-bullet", {"text": bullets.sign(value)})
        form = _FORMS.get(form, form)
        facts = {
            "key": key or self.path.rpartition("/")[2],
            "value": shown(value),
            "meant": number_meant(value, whole=form == "whole-number"),
            "example": _example(here),
        }
        return Problem(place, f"not-a-{form}", facts)

    def _colon(self, loc: Loc, value: dict[str, Any]) -> Place | None:
        """Find the colon of a text such as `- Скажите: да`, which YAML takes for a field."""
        key = next(iter(value), "")
        mark = self.parsed.key_marks.get((*loc, key))
        if len(value) != 1 or mark is None or not isinstance(loc[-1], int):
            return None
        return Place(self.path, mark[0], mark[1] + len(key))

    def _missing(self, loc: Loc, key: str) -> Problem:
        place = self._place(loc)
        if key == "id" and len(loc) > 1:
            item = _value_at(self.parsed.raw, loc[:-1])
            texts = [each for each in item.values() if isinstance(each, str) and each.strip()]
            # The first word of what the item says is as good a code as any, and reads like it.
            meant = spelling.slug(texts[0]).partition("-")[0] if texts else "…"
            return Problem(place, "missing-id", {"meant": meant})
        meant = "…"
        if key == "id" and isinstance(self.parsed.raw, dict):
            stem = self.path.rpartition("/")[2].rpartition(".")[0]
            meant = spelling.slug(str(self.parsed.raw.get("title") or stem))
        return Problem(place, "missing-key", {"key": key, "meant": meant})

    def _unknown_key(self, loc: Loc) -> Problem:
        place = Place(self.path, *self.parsed.key_marks.get(loc, (1, 1)))
        key = str(loc[-1])
        holder = shapes.at(self.shape, loc[:-1])
        known = holder.fields if holder else {}
        if loc[:-1] in self.parsed.flow and _value_at(self.parsed.raw, loc) is None:
            return Problem(place, "comma-in-braces", {"text": shown(key)})
        if diagnosis.odd_space(key):
            return Problem(place, "odd-space", {})
        unseen = _unseen(place, key, known)
        if unseen:
            return unseen
        if loc[:1] == ("sources",) and _SECRET.search(key):
            return Problem(place, "facts-secret", {"key": shown(key), **self._variable(loc)})
        meant = spelling.nearest(key, known) or self._by_label(loc) or " | ".join(known)
        return Problem(place, "unknown-key", {"key": shown(key), "meant": meant})

    def _variable(self, loc: Loc) -> dict[str, str]:
        """Name the variable that holds the address of a source, by the id that stands there."""
        item = _value_at(self.parsed.raw, loc[:2])
        id_ = str(item.get("id") or "…") if isinstance(item, dict) else "…"
        return {"variable": sources.variable(id_)}

    def _by_label(self, loc: Loc) -> str | None:
        """Give the key whose label, as the site shows it, a person wrote."""
        holder = shapes.at(self.shape, loc[:-1])
        fields = holder.fields if holder else {}
        by_label = {label.lower(): name for name, each in fields.items() for label in each.label}
        found = spelling.nearest(str(loc[-1]), by_label)
        return by_label[found] if found else None

    def _choice(self, value: str, here: Shape | None) -> str:
        """Give the choice that was meant, by its spelling or by the label that the site shows."""
        allowed = here.choices if here else frozenset()
        table = labels.choices(here.table if here else None)
        by_label = {
            label.lower(): name for name, pair in table.items() for label in pair if name in allowed
        }
        label = spelling.nearest(value, by_label)
        meant = spelling.nearest(value, sorted(allowed)) or (by_label[label] if label else None)
        return meant or " | ".join(sorted(allowed))

    def _bad_free_key(self, loc: Loc, error: Mapping[str, Any]) -> Problem:
        place = Place(self.path, *self.parsed.key_marks.get(loc, (1, 1)))
        allowed = re.findall(r"'([^']+)'", str(error.get("msg", "")))
        facts = {"key": str(loc[-1]), "meant": spelling.meant(str(loc[-1]), allowed)}
        return Problem(place, "unknown-key", facts)

    def _known(self, loc: tuple[Any, ...]) -> Loc:
        """Drop what pydantic adds to a place: `[key]`, and the branches of a union."""
        kept: Loc = ()
        for step in loc:
            if step not in {"[key]", "int", "float"} or (*kept, step) in self.parsed.marks:
                kept = (*kept, step)
        return kept

    def _place(self, loc: Loc) -> Place:
        while loc and loc not in self.parsed.marks:
            loc = loc[:-1]
        return Place(self.path, *self.parsed.marks.get(loc, (1, 1)))


def _unseen(place: Place, word: str, known: Iterable[str] = ()) -> Problem | None:
    """Find what the eye does not: a sign that shows nothing, a letter of the other alphabet.

    Args:
        place: where the word stands.
        word: a name, a choice, an id.
        known: those that there are; any is right, where it is empty.
    """
    sign = _INVISIBLE.search(word)
    if sign:
        column = place.column + sign.start()
        at = Place(place.path, place.line, column)
        return Problem(at, "control-character", {"character": f"U+{ord(sign[0]):04X}"})
    letters, meant = spelling.latin(word)
    names = frozenset(known)
    mixed = any(each.isascii() and each.isalpha() for each in word)
    if letters and (meant in names if names else mixed):
        return Problem(place, "foreign-letter", {"word": word, "letters": letters, "meant": meant})
    return None


def date_meant(value: str) -> str:
    """Write a date as we read it, where it can be told; else an example.

    Examples:
        >>> date_meant("31.12.2026"), date_meant("2026-2-1"), date_meant("2026-13-01")
        ('2026-12-31', '2026-02-01', '2026-12-31')
    """
    match = _DATE.fullmatch(value.strip())
    if match:
        first, middle, last = (int(each) for each in match.groups())
        year, day = (first, last) if len(match[1]) == 4 else (last, first)  # noqa: PLR2004
        try:
            return dt.date(year if year > 99 else 2000 + year, middle, day).isoformat()  # noqa: PLR2004
        except ValueError:
            pass
    return "2026-12-31"


def number_meant(value: object, *, whole: bool) -> str:
    """Write a number as we read it, where it can be told; else an example.

    Examples:
        >>> number_meant("1 490,50 ₽", whole=False), number_meant("сорок", whole=True)
        ('1490.50', '41')
    """
    found = _UNITS.sub("", str(value)) if isinstance(value, str) else ""
    found = found.replace(",", ".").strip(".")
    pattern = r"[+-]?\d{1,15}" if whole else r"[+-]?\d{1,15}(\.\d{1,15})?"
    if re.fullmatch(pattern, found):
        return found
    return "41" if whole else "1490 | 18.5"


def _example(shape: Shape | None) -> str:
    names = [name for name in (shape.fields if shape else {}) if name != "id"]
    return f"{names[0]}: …" if names else "id: dorogo"


def _value_at(raw: Any, loc: Loc) -> Any:
    for step in loc:
        raw = raw[step]
    return raw
