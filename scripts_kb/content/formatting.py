"""`kb fmt`: missing ids and block style, with a person's comments and order kept.

    file ──ruamel──▶ tree with comments ──ids, >- ──▶ file        only if it still says the same

What the file says may not change: the result is read again and compared before it is written.
"""

import re
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from scripts_kb.content import parsing, spelling, writing
from scripts_kb.model import kinds, shapes
from scripts_kb.model.shapes import Shape, Value

_PROSE: Final = 80
"""Longer texts are written as `>-`."""
_NAMING: Final = ("title", "say", "says", "text", "client_says", "words", "entity")
_FRONT: Final = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)


def format_file(content: bytes, path: str) -> bytes:
    r"""Bring a file of the content folder into the common form.

    Args:
        content: the bytes of the file.
        path: its path below the content folder.

    Returns:
        The formatted bytes; the same ones where the file cannot be read, or cannot be rewritten
        without changing what it says.

    Examples:
        >>> format_file(b"id: x\ntitle: X\nanswers:\n  - say: Yes\n", "objections/x.yml")
        b'id: x\ntitle: X\nanswers:\n  - id: yes\n    say: Yes\n'
    """
    location = kinds.locate(path)
    if location is None:
        return content
    kind = f"config/{location.name}" if location.name else location.kind
    try:
        before = parsing.parse(content, markdown=location.markdown).raw
        text = parsing.decode(content)
        match = _FRONT.match(text) if location.markdown else None
        source = match["yaml"] if match else text
        writer = writing.yaml()
        tree = writer.load(source)
        shape = shapes.shape_of(kind)
        _visit(tree, shape)
        formatted = writing.text_of(writer, tree)
        if match:
            formatted = f"---\n{formatted}---{text[match.end() :]}"
        result = formatted.encode()
        after = parsing.parse(result, markdown=location.markdown).raw
    except (parsing.UnreadableError, YAMLError):
        return content
    old, _ = shapes.typed(before, shape)
    new, _ = shapes.typed(after, shape)
    same = _without_ids(shapes.canonical(old)) == _without_ids(shapes.canonical(new))
    return result if same else content


def _without_ids(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _without_ids(each) for key, each in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    return value


def _visit(node: Any, shape: Shape | None) -> None:
    if isinstance(node, CommentedSeq):
        if node.fa.flow_style() and len(str(list(node))) > writing.WIDTH:
            node.fa.set_block_style()
        inner = shape.item if shape else None
        if inner and inner.form == "map" and "id" in inner.fields:
            _name_items(node)
        for index, each in enumerate(node):
            node[index] = _styled(each, node)
            _visit(each, inner)
    elif isinstance(node, CommentedMap):
        for key in node:
            below = shape.fields.get(str(key)) if shape else None
            node[key] = _styled(node[key], node)
            _visit(node[key], below)


def _styled(value: Any, holder: Any) -> Any:
    """Fold long plain prose; what a person quoted or wrote as a block stays as it is."""
    kept = (
        FoldedScalarString,
        LiteralScalarString,
        DoubleQuotedScalarString,
        SingleQuotedScalarString,
    )
    foldable = isinstance(value, str) and not isinstance(value, kept)
    if not foldable or len(value) <= _PROSE or value != value.strip() or "\n" in value:
        return value
    if holder.fa.flow_style() or "  " in value or " " not in value:
        return value
    return writing.folded(value)


def _name_items(items: CommentedSeq) -> None:
    taken = {each["id"] for each in items if isinstance(each, CommentedMap) and each.get("id")}
    for each in items:
        if not isinstance(each, CommentedMap) or each.get("id"):
            continue
        source = next((str(each[key]) for key in _NAMING if each.get(key)), "item")
        base = "-".join(spelling.slug(source).split("-")[:3])
        name, count = base, 2
        while name in taken:
            name, count = f"{base}-{count}", count + 1
        taken.add(name)
        if "id" in each:
            each["id"] = name
        else:
            each.insert(0, "id", name)
