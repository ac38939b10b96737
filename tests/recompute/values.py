"""Random content of a knowledge base: values of entities, and many ways to write each of them."""

import json
import random
import re
from collections.abc import Callable
from typing import Any, Final

PHRASES: Final = (
    "Дорого",
    "Понимаю. Сравниваете пачку или чашку?",
    "Сколько чашек в день делаете?",
    "no",
    "012",
    "12:30",
    "1_000",
    "2026-10-01",
    "true",
    "a: b # c",
    "- тире",
    "«ёлочки» & <offer/x.price.list>",
    "🙂 улыбка",
    "строка\x85с NEL",
    "первый абзац\n\nвторой абзац",
    "пробел в конце ",
    "  отступ",
    "null",
    "~",
    "'одинарные' и \"двойные\"",
)
WORDS: Final = ("цена", "ценник", "дорого", "скидка", "no", "12", "ёж", "a,b", 'к"а', "[x]")
IDS: Final = ("x", "y", "compare", "ack", "cup-1", "012", "no", "later")

_CODES: Final = ("id", "objection", "status", "role", "class", "by", "review_by", "valid_to")

Spec = tuple[Any, ...]
_TEXT: Final[Spec] = ("text",)
_PLAIN: Final[Spec] = ("plain",)
_INT: Final[Spec] = ("int",)
_NUMBER: Final[Spec] = ("number",)
_DATE: Final[Spec] = ("date",)

SPECS: Final[dict[str, Spec]] = {
    "objection": (
        "map",
        {
            "title": _TEXT,
            "status": ("choice", "draft", "live", "archived"),
            "client_words": _PLAIN,
            "synonyms": _PLAIN,
            "answers": (
                "keyed",
                "id",
                {
                    "when": _TEXT,
                    "say": _TEXT,
                    "steps": ("keyed", "id", {"role": ("choice", "ask", "argue"), "say": _TEXT}),
                },
            ),
            "review_by": _DATE,
        },
    ),
    "offer": (
        "map",
        {
            "title": _TEXT,
            "promise": _TEXT,
            "price": ("map", {"list": _NUMBER, "currency": _TEXT, "unit": _TEXT}),
            "valid_to": _DATE,
            "products": _PLAIN,
        },
    ),
    "insight": (
        "map",
        {
            "title": _TEXT,
            "sample": _INT,
            "objections": ("keyed", "objection", {"count": _INT}),
            "first_words": ("keyed", "id", {"says": _TEXT, "count": _INT}),
        },
    ),
    "regulation": ("map", {"title": _TEXT, "owner": _TEXT, "body": _TEXT}),
    "config/kb": (
        "map",
        {
            "company": _TEXT,
            "urgent_days": _INT,
            "review_days": ("free", _INT),
            "segments": ("keyed", "id", {"title": _TEXT}),
            "feedback": ("map", {"copy": ("bool",), "post": _TEXT}),
        },
    ),
    "config/synonyms": ("keyed", "id", {"words": _PLAIN, "weight": _NUMBER}),
    "change": (
        "map",
        {
            "title": _TEXT,
            "by": ("choice", "sales", "marketing"),
            "class": ("choice", "tactical", "factual"),
            "urgent": ("bool",),
            "origin": _TEXT,
            "cause": _TEXT,
            "purpose": _TEXT,
            "effect": _TEXT,
            "evidence": _PLAIN,
            "watch": _TEXT,
            "learned": _TEXT,
        },
    ),
}


def fresh(rng: random.Random, spec: Spec, *, often: float = 0.6) -> Any:
    """Make a random value of a spec; each field of a map is there with the chance `often`."""
    match spec[0]:
        case "text":
            return rng.choice(PHRASES)
        case "choice":
            return rng.choice(spec[1:])
        case "int":
            return rng.choice((0, 1, 7, 120))
        case "number":
            return rng.choice((1490, 1490.5, 0.5, 8))
        case "date":
            return rng.choice(("2026-10-01", "2026-12-31", "2027-02-01"))
        case "bool":
            return rng.random() < 0.5
        case "plain":
            return rng.sample(WORDS, rng.randint(1, 5))
        case "free":
            return {rng.choice(IDS): fresh(rng, spec[1]) for _ in range(rng.randint(1, 3))}
        case "keyed":
            names = rng.sample(IDS, rng.randint(1, 4))
            return [{spec[1]: each, **_fields(rng, spec[2], often)} for each in names]
        case _:
            return _fields(rng, spec[1], often)


def _fields(rng: random.Random, fields: dict[str, Spec], often: float) -> dict[str, Any]:
    return {name: fresh(rng, spec) for name, spec in fields.items() if rng.random() < often}


def mutated(rng: random.Random, value: Any, spec: Spec) -> Any:
    """Give a value that differs from another a little: by a word, an item, an order, a key."""
    match spec[0]:
        case "map":
            return _mutated_map(rng, dict(value), spec[1])
        case "keyed":
            return _mutated_items(rng, [dict(each) for each in value], spec)
        case "plain":
            return _mutated_words(rng, list(value))
        case "free":
            return {**value, rng.choice(IDS): fresh(rng, spec[1])}
        case _:
            return fresh(rng, spec)


def _mutated_map(rng: random.Random, value: dict[str, Any], fields: dict[str, Spec]) -> Any:
    luck = rng.random()
    if luck < 0.04:
        return {**value, rng.choice(("old_key", "sey")): rng.choice(PHRASES)}
    if luck < 0.07:
        return {**value, rng.choice(list(fields)): rng.choice(("дёшево", None, [], {}, ""))}
    name = rng.choice(list(fields))
    deep = [n for n in fields if value.get(n) and isinstance(value[n], list | dict)]
    if name in value and luck < 0.17:
        del value[name]
    elif deep and luck < 0.6:
        name = rng.choice(deep)
        try:
            value[name] = mutated(rng, value[name], fields[name])
        except (TypeError, ValueError):
            value[name] = fresh(rng, fields[name])
    else:
        value[name] = fresh(rng, fields[name])
    return value


def _mutated_items(rng: random.Random, items: list[dict[str, Any]], spec: Spec) -> Any:
    key, fields = spec[1], spec[2]
    luck = rng.random()
    at = rng.randrange(len(items)) if items else 0
    if not items or luck < 0.2:
        name = rng.choice([each for each in IDS if each not in {i.get(key) for i in items}] or IDS)
        items.insert(rng.randint(0, len(items)), {key: name, **_fields(rng, fields, 0.6)})
    elif luck < 0.32:
        del items[at]
    elif luck < 0.5:
        rng.shuffle(items)
    elif luck < 0.58:
        items[at][key] = rng.choice(IDS)
    elif luck < 0.61:
        items[at].pop(key, None)
    elif luck < 0.75:
        items.insert(rng.randrange(len(items)), items.pop(at))
        items[at] = _mutated_map(rng, items[at], fields)
    else:
        items[at] = _mutated_map(rng, items[at], fields)
    return items


def _mutated_words(rng: random.Random, words: list[Any]) -> Any:
    luck = rng.random()
    if not words or luck < 0.25:
        words.insert(rng.randint(0, len(words)), rng.choice(WORDS))
    elif luck < 0.4:
        del words[rng.randrange(len(words))]
    elif luck < 0.8:
        rng.shuffle(words)
    else:
        words.insert(rng.randrange(len(words)), words.pop(rng.randrange(len(words))))
    return words


_SAFE: Final = re.compile(
    r"[А-яёA-Za-z«🙂][^\n\x85:#\"'\[\]{},&*!|>%@`]*[^\s\x85:#\"'\[\]{},&*!|>%@`]"
)


def written(rng: random.Random, value: Any, *, markdown: bool = False) -> bytes:
    """Write a value in one of many ways that all mean the same.

    Args:
        rng: chooses the way: order of keys, quotes, block or flow, comments, line ends, a mark.
        value: the value.
        markdown: write front matter and a body.
    """
    body = ""
    if markdown:
        value = dict(value)
        body = str(value.pop("body", ""))
    if isinstance(value, dict):
        rest = [key for key in value if key != "id"]
        rng.shuffle(rest)
        value = {key: value[key] for key in (["id"] if "id" in value else []) + rest}
    text = "\n".join(_block(rng, value, 0)) + "\n" if value else "{}\n"
    if markdown:
        before, after = rng.choice(("", "\n", "\n\n")), rng.choice(("", "\n"))
        text = f"---\n{text}---\n{before}{body}{after}"
    elif rng.random() < 0.2:
        text = f"# {rng.choice(WORDS)}\n{text}"
    if rng.random() < 0.15:
        text = text.replace("\n", "\r\n")
    mark = b"\xef\xbb\xbf" if rng.random() < 0.1 else b""
    return mark + text.encode()


def _block(rng: random.Random, value: Any, indent: int) -> list[str]:
    pad = " " * indent
    lines: list[str] = []
    if isinstance(value, dict):
        for key, each in value.items():
            start = f"{pad}{_key(key)}:"
            # An id with a line end of a block text at its end is no id.
            code = key in _CODES and isinstance(each, str)
            lines.extend(
                [f"{start} {_scalar(rng, each)}"] if code else _after(rng, start, each, indent)
            )
    else:
        for each in value:
            if isinstance(each, dict) and each and rng.random() < 0.6:
                inner = _block(rng, each, indent + 2)
                lines.append(f"{pad}- {inner[0].lstrip(' ')}")
                lines.extend(inner[1:])
            else:
                lines.extend(_after(rng, f"{pad}-", each, indent))
    if rng.random() < 0.08 and not indent:
        lines.append(rng.choice(("# заметка: не смысл", "")))
    return lines


def _key(key: str) -> str:
    return key if re.fullmatch(r"[a-z_][\w-]*", key) and key not in {"no", "y"} else f'"{key}"'


def _after(rng: random.Random, start: str, value: Any, indent: int) -> list[str]:
    """Write a value after `key:` or `-`."""
    if isinstance(value, dict | list) and value and rng.random() < 0.85:
        return [start, *_block(rng, value, indent + 2)]
    if isinstance(value, dict | list):
        return [f"{start} {_flow(rng, value)}"]
    if isinstance(value, str) and rng.random() < 0.6:
        return _text(rng, start, value, indent + 2)
    return [f"{start} {_scalar(rng, value)}".rstrip()]


def _text(rng: random.Random, start: str, value: str, indent: int) -> list[str]:
    pad = " " * indent
    lines = value.split("\n")
    if value != value.strip() or value.startswith("- ") or "\x85" in value or not value:
        return [f"{start} {json.dumps(value, ensure_ascii=False)}"]
    if rng.random() < 0.5 or "\n" in value:
        sign = rng.choice(("|", "|-", "|+"))
        return [f"{start} {sign}", *(pad + each if each else "" for each in lines)]
    words = value.split(" ")
    folded = [words[0]]
    for word in words[1:]:
        if word and folded[-1] and rng.random() < 0.3:
            folded.append(word)
        else:
            folded[-1] += f" {word}"
    return [f"{start} {rng.choice(('>', '>-'))}", *(pad + each for each in folded)]


def _scalar(rng: random.Random, value: Any) -> str:
    if value is None:
        return rng.choice(("", "~", "null"))
    if isinstance(value, bool):
        return rng.choice(("true", "True") if value else ("false", "FALSE"))
    if isinstance(value, int):
        return rng.choice((str(value), str(value), f"0{value}"))
    if isinstance(value, float):
        return rng.choice((str(value), f"{value}0", f'"{value}"'))
    if _SAFE.fullmatch(value) and value not in {"null", "true", "no"} and rng.random() < 0.6:
        return str(value)
    if "\n" not in value and "\x85" not in value and rng.random() < 0.5:
        return "'" + str(value).replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def _flow(rng: random.Random, value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(key)}: {_flow(rng, each)}" for key, each in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(rng, each) for each in value)}]"
    if value is None:
        return "null"
    return json.dumps(value, ensure_ascii=False)


Broken = Callable[[bytes], bytes]
BROKEN: Final[tuple[Broken, ...]] = (
    lambda text: text + b"\nbad: [",
    lambda text: text + b"\xff\xfe\n",
    lambda text: text + b"\ntitle: 1\ntitle: 2\n",
    lambda _: b"title: only\n",
    lambda _: b"",
    lambda _: b"id: Not An Id\n",
)
"""Ways to make a file unreadable."""
