"""`kb fmt`: missing ids and block style, with a person's comments and order kept.

    file ──ruamel──▶ tree with comments ──ids, >- ──▶ file        only if it still says the same

What the file says may not change: the result is read again and compared before it is written.
"""

import re
from collections import Counter
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from scripts_kb.content import parsing, remarks, spelling, writing
from scripts_kb.schema import kinds, outline, shapes, values
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

_PROSE: Final = 80
"""Longer texts are written as `>-`."""
_MOST: Final = 8_000
"""Values of a file that is written anew: with more of them that takes longer than 2 s."""
_LONGEST_ID: Final = 60
"""Leaves room for a number where the id is taken."""
_NAMING: Final = ("title", "say", "says", "text", "client_says", "words", "entity")
# Other readers of YAML, editors among them, take these for a null, a flag, a number or a date.
_NO_TEXT: Final = re.compile(r"null|true|false|[0-9][0-9e-]*")
_FRONT: Final = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_BLOCKS: Final = (FoldedScalarString, LiteralScalarString)
_KEPT: Final = (*_BLOCKS, DoubleQuotedScalarString, SingleQuotedScalarString)


def format_file(content: bytes, path: str) -> bytes:
    r"""Bring a file of the content folder into the common form.

    Args:
        content: the bytes of the file.
        path: its path below the content folder.

    Returns:
        The formatted bytes; those given where they are no entity.

    Raises:
        UnreadableError: where the file cannot be read; with `left-alone`, where it cannot be
            written anew without changing what it says; with `remark-in-the-way`, where a
            remark would be lost; with `too-many-to-format`, where that would take too long.

    Examples:
        >>> format_file(b"id: x\ntitle: X\nanswers:\n  - say: Yes\n", "objections/x.yml")
        b'id: x\ntitle: X\nanswers:\n  - id: yes\n    say: Yes\n'
    """
    location = kinds.locate(path)
    if location is None:
        return content
    shape = outline.of(location.schema)
    parsed = parsing.parse(content, markdown=location.markdown)
    _whole(parsed, shape)
    if parsed.nodes > _MOST:
        raise parsing.UnreadableError("too-many-to-format", limit=_MOST)
    before = parsed.raw
    try:
        text = parsing.decode(content)
        result = _written(text, shape, markdown=location.markdown)
        after = parsing.parse(result, markdown=location.markdown).raw
    except (parsing.UnreadableError, YAMLError, NotImplementedError):
        # What one reader of YAML takes and the other does not is left as it stands.
        raise parsing.UnreadableError("left-alone") from None
    if _meant(before, shape) != _meant(after, shape):
        raise parsing.UnreadableError("left-alone")
    _remarked_still(text, result.decode(), markdown=location.markdown)
    return result


def _whole(parsed: parsing.Parsed, shape: Shape) -> None:
    """See that no comma cut a text in braces: written anew, its rest would look like a field.

    Raises:
        UnreadableError: `comma-in-braces`, where the rest begins.
    """
    for loc in parsed.flow:
        holder = shapes.at(shape, loc)
        value: Any = parsed.raw
        for step in loc:
            value = value[step]
        for key, each in value.items():
            if each is None and holder and holder.form == "map" and key not in holder.fields:
                place = parsed.key_marks[*loc, key]
                raise parsing.UnreadableError("comma-in-braces", *place, text=key)


def _written(text: str, shape: Shape, *, markdown: bool) -> bytes:
    match = _FRONT.match(text) if markdown else None
    writer = writing.yaml(texts=True)
    tree = writer.load(remarks.settled(match["yaml"] if match else text))
    _visit(tree, shape)
    written = writing.text_of(writer, tree)
    return (f"---\n{written}---{text[match.end() :]}" if match else written).encode()


def _remarked_still(before: str, after: str, *, markdown: bool) -> None:
    """See that each remark of a text stands in what was written of it, too.

    Raises:
        UnreadableError: `remark-in-the-way`, at the first that does not.
    """
    start, yaml = _yaml_of(before, markdown=markdown)
    if "#" not in yaml:
        return
    kept = Counter(each.text for each in remarks.of(_yaml_of(after, markdown=markdown)[1]))
    for each in remarks.of(yaml):
        if not kept[each.text]:
            ahead = before[: start + each.start]
            place = ahead.count("\n") + 1, len(ahead) - ahead.rfind("\n")
            raise parsing.UnreadableError("remark-in-the-way", *place, text=each.text)
        kept[each.text] -= 1


def _yaml_of(text: str, *, markdown: bool) -> tuple[int, str]:
    """Give the YAML of a file, and where it begins."""
    match = _FRONT.match(text) if markdown else None
    return (match.start("yaml"), match["yaml"]) if match else (0, text)


def _meant(raw: values.Raw, shape: Shape) -> Value:
    """Give what a document says, apart from the ids of items that had none."""
    value, _ = values.typed(raw, shape)
    return values.canonical(_without_ids(value))


def _without_ids(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _without_ids(each) for key, each in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    return value


def _visit(node: Any, shape: Shape | None) -> None:
    if isinstance(node, CommentedSeq):
        inner = shape.item if shape else None
        if shape and shape.key == "id" and inner and "id" in inner.fields:
            _name_items(node)
        for index, each in enumerate(node):
            node[index] = _styled(each, node, index)
            _visit(node[index], inner)
    elif isinstance(node, CommentedMap):
        for key in node:
            below = shapes.below(shape, str(key))
            node[key] = _styled(node[key], node, key)
            _visit(node[key], below)


def _styled(value: Any, holder: Any, place: Any) -> Any:
    """Give a value its common form; what a person quoted or remarked on stays as it is."""
    remarked = _remarked(holder, place)
    if isinstance(value, CommentedSeq):
        if value.fa.flow_style() and not remarked and len(str(list(value))) > writing.WIDTH:
            value.fa.set_block_style()
        return value
    if isinstance(value, _BLOCKS):
        return _stripped(value)
    if remarked or not isinstance(value, str) or isinstance(value, _KEPT):
        return value
    if len(value) <= _PROSE or value != value.strip() or "\n" in value:
        return value
    if holder.fa.flow_style() or "  " in value or " " not in value:
        return value
    for token in holder.ca.items.get(place) or ():
        # A block ends its line itself; the remark below it would be parted by a blank one.
        if str(getattr(token, "value", "")).startswith("\n"):
            token.value = token.value[1:]
    return writing.folded(value)


def _remarked(holder: Any, place: Any) -> bool:
    """Tell whether a remark stands on the line of a value, or below an item of a list.

    Below an item it would become a part of the block; below a field it does not.
    """
    tokens = [str(getattr(each, "value", "")) for each in holder.ca.items.get(place) or ()]
    return any(each.startswith("#") for each in tokens) or (
        isinstance(holder, CommentedSeq) and any(tokens)
    )


def _stripped(block: Any) -> Any:
    """Write `>` and `>+` as `>-`: blank lines at the end say nothing."""
    text = block.rstrip("\n")
    if text == block or not text:
        return block
    result = type(block)(text)
    for name in ("fold_pos", "comment"):
        if hasattr(block, name):
            setattr(result, name, getattr(block, name))
    return result


def _name_items(items: CommentedSeq) -> None:
    """Give each item without an id one made of its words, and of no other item's."""
    maps = [each for each in items if isinstance(each, CommentedMap)]
    taken = {each["id"] for each in maps if _told(each.get("id"))}
    counts = Counter[str]()
    for each in maps:
        # An id that is no text is named by the check: nobody knows what was meant.
        if each.get("id") not in (None, *parsing.NULLS):
            continue
        source = next(filter(None, (_words(each.get(key)) for key in _NAMING)), "item")
        words = "-".join(spelling.slug(source).split("-")[:3])[:_LONGEST_ID].rstrip("-")
        base = f"item-{words}" if _NO_TEXT.fullmatch(words) else words
        name = base
        while name in taken:
            counts[base] += 1
            name = f"{base}-{counts[base] + 1}"
        taken.add(name)
        if "id" in each:
            each["id"] = name
        else:
            each.insert(0, "id", name)


def _words(value: Any) -> str:
    """Give a text, or the first of a list."""
    first = value[0] if isinstance(value, CommentedSeq) and value else value
    return first if _told(first) else ""


def _told(value: Any) -> bool:
    return isinstance(value, str) and value not in parsing.NULLS
