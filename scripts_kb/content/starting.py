"""New files for `kb new`: a pattern to fill in, in block style, at the place where it belongs.

kb new objection --title Дорого  ──▶  content/objections/dorogo.yml, status: draft
three answers of a marketer      ──▶  content/changes/2026-11-vilka-srazu.yml
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from scripts_kb.content import spelling, writing
from scripts_kb.schema import kinds

_SAY: Final = "Что сказать вслух, до 25 слов."
_PATTERNS: Final[dict[str, dict[str, Any]]] = {
    "objection": {
        "client_words": ["Как это говорит клиент"],
        "answers": [
            {
                "id": "first",
                "when": "Когда подходит этот ответ",
                "say": _SAY,
                "next_question": "О чём спросить сразу после?",
            }
        ],
    },
    "question": {
        "client_words": ["Как об этом спрашивает клиент"],
        "answer": _SAY,
        "next_question": "О чём спросить сразу после?",
    },
    "script": {
        "goal": "Чем должен кончиться разговор",
        "entry": "greet",
        "nodes": [
            {
                "id": "greet",
                "stage": "greeting",
                "intent": "Задача шага",
                "say": _SAY,
                "answers": [{"id": "yes", "client_says": "Что отвечает клиент", "next": "bye"}],
            },
            {
                "id": "bye",
                "stage": "closing",
                "intent": "Договориться о следующем шаге",
                "say": _SAY,
                "outcome": "next-step",
            },
        ],
    },
    "offer": {"promise": "Выгода одной фразой", "terms": "Условия", "valid_from": None},
    "product": {"says": "Вкус словами клиента"},
    "insight": {"source": "calls", "sample": 0},
    "process": {"steps": [{"id": "first", "title": "Первый шаг", "role": "Кто"}]},
    "regulation": {"owner": "Кто отвечает", "body": "Текст правила."},
    "decision": {"state": "open", "body": "О чём спор."},
    "meeting": {},
}
"""Kind → the fields that a new file of it begins with; its `status` is a draft."""


def file_of(kind: str, id_: str) -> str:
    """Give the path of a new file below the content folder.

    Examples:
        >>> file_of("objection", "dorogo"), file_of("regulation", "lid")
        ('objections/dorogo.yml', 'regulations/lid.md')
    """
    suffix = ".md" if kind == "regulation" else ".yml"
    return f"{kinds.FOLDER_OF[kind]}/{id_}{suffix}"


def pattern(
    kind: str, id_: str, title: str, today: dt.date, more: Mapping[str, Any] | None = None
) -> str:
    """Write a new file of a kind.

    Args:
        kind: any but `change`.
        id_: its id.
        title: its title.
        today: the day, for the dates that a kind cannot do without.
        more: further fields, which stand last.

    Examples:
        >>> print(pattern("product", "x", "Смесь", dt.date(2026, 11, 21)), end="")
        id: x
        title: Смесь
        status: draft
        says: >-
          Вкус словами клиента
    """
    dates = {
        "offer": {"valid_from": today},
        "insight": {"from": today.replace(day=1), "to": today},
        "decision": {"opened": today},
        "meeting": {"on": today},
    }
    value = {"id": id_, "title": title, "status": "draft", **_PATTERNS[kind], **dates.get(kind, {})}
    value |= more or {}
    body = value.pop("body", None) if kind == "regulation" else None
    text = writing.dump(_prose(value))
    return f"---\n{text}---\n\n{body}\n" if body is not None else text


_PROSE: Final = frozenset(
    {"say", "next_question", "answer", "terms", "promise", "says", "body"}
    | {"origin", "cause", "purpose", "effect", "watch"}
)
"""Fields whose text stands in block style, however short it is."""


def _prose(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: writing.folded(each) if name in _PROSE and isinstance(each, str) else _prose(each)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_prose(each) for each in value]
    return value


def note(fields: Mapping[str, Any], today: dt.date) -> tuple[str, str]:
    """Write a change file.

    Args:
        fields: what is known of the change, in the order in which it shall stand; empty fields are
            left out. `id` may be missing: it is made of the month and the title.
        today: the day.

    Returns:
        The path below the content folder, and the text.

    Examples:
        >>> path, text = note({"title": "Вилка сразу", "origin": "41 из 120"}, dt.date(2026, 11, 3))
        >>> path
        'changes/2026-11-vilka-srazu.yml'
        >>> print(text, end="")
        id: 2026-11-vilka-srazu
        title: Вилка сразу
        origin: >-
          41 из 120
    """
    id_ = fields.get("id") or f"{today:%Y-%m}-{spelling.slug(str(fields.get('title', '')))}"
    id_ = id_[:64].rstrip("-")
    kept = {
        name: each for name, each in fields.items() if name != "id" and each not in ("", None, [])
    }
    return f"changes/{id_}.yml", writing.dump(_prose({"id": id_, **kept}))
