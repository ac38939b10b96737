"""New files for `kb new`: a pattern to fill in, in block style, at the place where it belongs.

kb new objection --title Дорого  ──▶  content/objections/dorogo.yml, status: draft
three answers of a marketer      ──▶  content/changes/2026-11-vilka-srazu.yml
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from scripts_kb.content import rendering, spelling, writing
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import kinds, outline, shapes
from scripts_kb.schema.days import shifted
from scripts_kb.schema.shapes import Shape

_PATTERNS: Final[dict[str, dict[str, Any]]] = {
    "objection": {
        "client_words": ["$client-words"],
        "answers": [
            {
                "id": "first",
                "when": "$when",
                "say": "$say",
                "next_question": "$next-question",
            }
        ],
    },
    "question": {
        "client_words": ["$asks"],
        "answer": "$say",
        "next_question": "$next-question",
    },
    "script": {
        "goal": "$goal",
        "entry": "greet",
        "nodes": [
            {
                "id": "greet",
                "stage": "greeting",
                "intent": "$intent",
                "say": "$say",
                "answers": [{"id": "yes", "client_says": "$client-says", "next": "bye"}],
            },
            {
                "id": "bye",
                "stage": "closing",
                "intent": "$agree",
                "say": "$say",
                "outcome": "next-step",
            },
        ],
    },
    "offer": {
        "audience": "client",
        "segments": [],
        "promise": "$promise",
        "terms": "$terms",
        "price": {"list": 0, "currency": "$currency", "unit": "$unit"},
        "products": [],
        "valid_from": None,
        "valid_to": None,
        "review_by": None,
    },
    "product": {
        "says": "$taste",
        "price": {"list": 0, "currency": "$currency", "unit": "$unit"},
    },
    "insight": {"source": "calls", "sample": 0},
    "process": {"steps": [{"id": "first", "title": "$step", "role": "$who"}]},
    "regulation": {"owner": "$owner", "body": "$rule"},
    "decision": {"state": "open", "body": "$dispute"},
    "meeting": {},
    "trial": {
        "what": "objection/ID#answers[ID].say",
        "variants": [{"id": "now", "say": "$now"}, {"id": "new", "say": "$new"}],
        "metric": None,
        "least": "3pp",
    },
}
"""Kind → the fields that a new file of it begins with, `$…` a text of the catalogue `starting`."""

_OFFERED: Final = 90
"""How long a new offer lasts until somebody says otherwise."""


def file_of(kind: str, id_: str) -> str:
    """Give the path of a new file below the content folder.

    Examples:
        >>> file_of("objection", "dorogo"), file_of("regulation", "lid")
        ('objections/dorogo.yml', 'regulations/lid.md')
    """
    suffix = ".md" if kind == "regulation" else ".yml"
    return f"{kinds.FOLDER_OF[kind]}/{id_}{suffix}"


def pattern(
    kind: str,
    id_: str,
    title: str,
    today: dt.date,
    language: Language,
    more: Mapping[str, Any] | None = None,
) -> str:
    """Write a new file of a kind.

    Args:
        kind: any but `change`.
        id_: its id.
        title: its title.
        today: the day, for the dates that a kind cannot do without.
        language: of what stands in it to be filled in.
        more: further fields, which stand last.

    Examples:
        >>> print(pattern("product", "x", "Blend", dt.date(2026, 11, 21), "en"), end="")
        id: x
        title: Blend
        status: draft
        says: >-
          The taste in the customer's words
        price:
          list: 0
          currency: USD
          unit: item
    """
    dates = {
        "offer": {
            "valid_from": today,
            "valid_to": shifted(today, _OFFERED),
            "review_by": shifted(today, _OFFERED // 2),
        },
        "insight": {"from": today.replace(day=1), "to": today},
        "decision": {"opened": today},
        "meeting": {"on": today},
        "trial": {"from": today, "to": shifted(today, _OFFERED)},
    }
    filled = _in_language(_PATTERNS[kind], language)
    value = {"id": id_, "title": title, "status": "draft", **filled, **dates.get(kind, {})}
    value |= more or {}
    body = value.pop("body", None) if kind == "regulation" else None
    text = writing.dump(_prose(value))
    return f"---\n{text}---\n\n{body}\n" if body is not None else text


def written(kind: str, value: Mapping[str, Any]) -> str:
    """Write a new file of a kind with all that is known of it, in the order of the schema.

    Args:
        kind: any.
        value: its fields, the id among them.

    Examples:
        >>> print(written("product", {"says": "Шоколад", "title": "Смесь", "id": "x"}), end="")
        id: x
        title: Смесь
        says: >-
          Шоколад
    """
    shape = outline.of(kind)
    found = rendering.native(_ordered(value, shape), shape)
    body = found.pop("body", None) if kind == "regulation" else None
    text = writing.dump(_prose(found))
    return f"---\n{text}---\n\n{body}\n" if body is not None else text


def _ordered(value: Any, shape: Shape | None) -> Any:
    if isinstance(value, Mapping):
        order = list(shape.fields) if shape else []
        names = sorted(value, key=lambda name: order.index(name) if name in order else len(order))
        return {name: _ordered(value[name], shapes.below(shape, name)) for name in names}
    if isinstance(value, list):
        return [_ordered(each, shape.item if shape else None) for each in value]
    return value


def _in_language(value: Any, language: Language) -> Any:
    if isinstance(value, dict):
        return {name: _in_language(each, language) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_language(each, language) for each in value]
    if isinstance(value, str) and value.startswith("$"):
        return catalogue("starting").say(value[1:], language)
    return value


_PROSE: Final = frozenset(
    {"say", "next_question", "answer", "terms", "promise", "says", "body"}
    | {"origin", "cause", "purpose", "effect", "watch"}
)
"""Fields whose text stands in block style, however short it is."""


def _prose(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: writing.folded(each) if name in _PROSE and type(each) is str else _prose(each)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_prose(each) for each in value]
    return value


def note(
    fields: Mapping[str, Any], today: dt.date, blanks: Iterable[tuple[str, str, str]] = ()
) -> tuple[str, str]:
    """Write a change file.

    Args:
        fields: what is known of the change, in the order in which it shall stand; empty fields are
            left out. `id` may be missing: it is made of the month and the title.
        today: the day.
        blanks: fields that are still to be filled in, each with its question and what stands in
            its place. They come last, as remarks, which nobody takes for an answer.

    Returns:
        The path below the content folder, and the text.

    Examples:
        >>> known = {"title": "Вилка сразу", "origin": "41 из 120"}
        >>> path, text = note(known, dt.date(2026, 11, 3), [("purpose", "Зачем?", "…")])
        >>> path
        'changes/2026-11-vilka-srazu.yml'
        >>> print(text, end="")
        id: 2026-11-vilka-srazu
        title: Вилка сразу
        origin: >-
          41 из 120
        # Зачем?
        # purpose: …
    """
    id_ = fields.get("id") or f"{today:%Y-%m}-{spelling.slug(str(fields.get('title', '')))}"
    id_ = id_[:64].rstrip("-")
    kept = {
        name: each for name, each in fields.items() if name != "id" and each not in ("", None, [])
    }
    left = "".join(f"# {question}\n# {name}: {empty}\n" for name, question, empty in blanks)
    return f"changes/{id_}.yml", writing.dump(_prose({"id": id_, **kept})) + left
