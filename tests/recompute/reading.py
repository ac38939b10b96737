"""The oracle's own reading of a file: PyYAML's nodes, the schema's shapes, an equality of its own.

Nothing here is shared with the package but the shapes of `schema.outline`: the schema itself.
"""

import math
import re
from typing import Any, Final

import yaml

from scripts_kb.schema import outline
from scripts_kb.schema.shapes import Shape

_KINDS: Final = {
    "objections": "objection",
    "questions": "question",
    "scripts": "script",
    "offers": "offer",
    "products": "product",
    "insights": "insight",
    "processes": "process",
    "regulations": "regulation",
    "decisions": "decision",
    "meetings": "meeting",
    "changes": "change",
}
_CONFIG: Final = ("kb.yml", "zones.yml", "synonyms.yml", "wording.yml")
_NEL: Final = "\ue085"


class Unreadable(Exception):  # noqa: N818 - a verdict, not a failure
    """The file says nothing."""


def kind_of(path: str) -> str | None:
    """Give the kind of an entity's file, `config/NAME` of a settings file."""
    if path in _CONFIG:
        return f"config/{path[:-4]}"
    first, *rest = path.split("/")
    if not rest or first not in _KINDS or not re.search(r"\.(yml|yaml|md)$", path):
        return None
    return None if any(each.startswith(".") for each in rest) else _KINDS[first]


def read(content: bytes, path: str) -> tuple[str, Any, bool]:
    """Read a file: its entity, its value in the form that compares, whether it fits the schema.

    Raises:
        Unreadable: it is no YAML or has no id.
    """
    kind = kind_of(path)
    assert kind is not None
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None
    body = None
    if path.endswith(".md"):
        parts = re.split(r"^---[ \t]*$\n?", text, maxsplit=2, flags=re.MULTILINE)
        if len(parts) != 3 or parts[0]:
            raise Unreadable("front matter")
        text, body = parts[1], parts[2]
    try:
        node = yaml.compose(text.replace("\x85", _NEL), Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        raise Unreadable("yaml") from None
    if node is None:
        raise Unreadable("empty")
    raw = _raw(node)
    if body is not None:
        if not isinstance(raw, dict) or "body" in raw:
            raise Unreadable("body")
        raw["body"] = body
    if kind.startswith("config/"):
        entity = kind
    elif isinstance(raw, dict) and re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", str(raw.get("id"))):
        entity = f"{kind}/{raw['id']}"
    else:
        raise Unreadable("id")
    value, fits = _typed(raw, outline.of(kind))
    return entity, _equal(value), fits


def _raw(node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        text = node.value.replace(_NEL, "\x85")
        return None if node.style is None and text in {"", "~", "null", "Null", "NULL"} else text
    if isinstance(node, yaml.SequenceNode):
        return [_raw(each) for each in node.value]
    found: dict[str, Any] = {}
    for key, each in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in found:
            raise Unreadable("keys")
        found[key.value.replace(_NEL, "\x85")] = _raw(each)
    return found


def _typed(raw: Any, shape: Shape | None) -> tuple[Any, bool]:
    if shape is None:
        return raw, False
    if _equal(raw) is None:
        return None, True
    form = shape.form
    if isinstance(raw, dict) and form in {"map", "free"}:
        pairs = {
            key: _typed(each, shape.item if form == "free" else shape.fields.get(key))
            for key, each in raw.items()
        }
        fits = all(ok for _, ok in pairs.values())
        fits = fits and not any(_equal(raw.get(key)) is None for key in shape.required)
        return {key: value for key, (value, _) in pairs.items()}, fits
    if isinstance(raw, list) and form == "list":
        pairs_ = [_typed(each, shape.item) for each in raw]
        keys = [each.get(shape.key) if isinstance(each, dict) else each for each in raw]
        said = [key for key in keys if isinstance(key, str)]
        return [value for value, _ in pairs_], all(ok for _, ok in pairs_) and len(
            set(said)
        ) == len(said)
    if isinstance(raw, str):
        return _scalar(raw, shape)
    return raw, False


def _scalar(raw: str, shape: Shape) -> tuple[Any, bool]:
    match shape.form:
        case "text":
            return raw, not shape.choices or raw in shape.choices
        case "date":
            return raw, bool(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", raw))
        case "bool":
            return (raw[0] in "tT", True) if raw.lower() in {"true", "false"} else (raw, False)
        case "int" if re.fullmatch(r"[-+]?\d+", raw, re.ASCII):
            return int(raw), True
        case "number" if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", raw, re.ASCII):
            return (float(raw), True) if math.isfinite(float(raw)) else (raw, False)
    return raw, False


def _equal(value: Any) -> Any:
    """Bring a value to the form that compares; None for what is absent."""
    if isinstance(value, dict):
        return {k: e for k, each in value.items() if (e := _equal(each)) is not None} or None
    if isinstance(value, list):
        return [e for each in value if (e := _equal(each)) is not None] or None
    if isinstance(value, str):
        lines = [line.rstrip(" \t\r") for line in value.split("\n")]
        while lines and not lines[0]:
            del lines[0]
        while lines and not lines[-1]:
            del lines[-1]
        return "\n".join(lines) or None
    return value


def flat(value: Any, shape: Shape | None, path: str = "") -> dict[str, Any]:
    """Give each leaf with its path."""
    if value is None:
        return {}
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for name, each in value.items():
            found.update(flat(each, _field(shape, name), f"{path}.{name}" if path else name))
        return found
    if isinstance(value, list):
        keys = keyed(value, shape)
        if keys is not None:
            found = {}
            for key, each in zip(keys, value, strict=True):
                found.update(flat(each, shape.item if shape else None, f"{path}[{key}]"))
            return found
        if plain(value):
            return {f"{path}[{_json(each)}]": each for each in value}
    return {path: value}


def _field(shape: Shape | None, name: str) -> Shape | None:
    if shape is None:
        return None
    return shape.item if shape.form == "free" else shape.fields.get(name)


def keyed(items: list[Any], shape: Shape | None) -> list[str] | None:
    """Give the keys of a list of things, None where they do not tell them apart."""
    name = shape.key if shape else "id"
    keys = [each.get(name) for each in items if isinstance(each, dict)]
    said = [key for key in keys if isinstance(key, str)]
    return said if len(set(said)) == len(items) else None


def plain(items: list[Any]) -> bool:
    """Tell whether a list holds scalars, each once."""
    if any(isinstance(each, dict | list) for each in items):
        return False
    return len({_json(each) for each in items}) == len(items)


def _json(value: Any) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
