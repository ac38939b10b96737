"""Values and files back to YAML that people like to read: block style, prose folded."""

from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import FoldedScalarString

from scripts_kb.model.shapes import Value

WIDTH: Final = 100
_LONG: Final = 70


def yaml() -> YAML:
    """Make the writer that keeps comments, order and quotes."""
    writer = YAML(typ="rt", pure=True)
    writer.width = WIDTH
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.preserve_quotes = True
    return writer


def dump(value: Value) -> str:
    """Write a value as YAML.

    Example:
        >>> print(dump({"id": "x", "synonyms": ["цена"]}), end="")
        id: x
        synonyms:
          - цена
    """
    return text_of(yaml(), _styled(value))


def text_of(writer: YAML, tree: Any) -> str:
    """Write a tree with a writer."""
    stream = StringIO()
    writer.dump(tree, stream)
    return stream.getvalue()


def _styled(value: Value) -> Any:
    if isinstance(value, dict):
        return {key: _styled(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_styled(each) for each in value]
    if isinstance(value, str) and (len(value) > _LONG or "\n" in value):
        return FoldedScalarString(value)
    return value
