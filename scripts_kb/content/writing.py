"""Values and files back to YAML that people like to read: block style, prose folded."""

from io import StringIO
from itertools import pairwise
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import FoldedScalarString

from scripts_kb import files
from scripts_kb.problems import UserError
from scripts_kb.schema.values import Value

WIDTH: Final = 100
"""Where prose that we fold is folded; lines that a person folded stay as they are."""

_NEVER: Final = 1 << 20
_LONG: Final = 70


def bounded(text: str, shown: str, limit: int = files.LARGEST_CARD) -> bytes:
    """Give the bytes of a file that is to be written, if they are no more than are read again.

    Args:
        text: all of the file.
        shown: how messages name it.
        limit: bytes that its reader takes.

    Raises:
        UserError: where it has more; nothing is written then.

    Examples:
        >>> bounded("id: dorogo", "content/objections/dorogo.yml")
        b'id: dorogo'
    """
    content = text.encode()
    if len(content) > limit:
        raise UserError("larger-than-read", file=shown, limit=limit // 1000)
    return content


class _Texts(VersionedResolver):
    """Takes every scalar for a text, so that `012`, `~` and `0x1f` are written as they were."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """Give the tag of a node."""
        if kind is ScalarNode and implicit[0]:
            return self.DEFAULT_SCALAR_TAG
        return super().resolve(kind, value, implicit)


class _Plain(RoundTripRepresenter):
    """Writes out in full what stands twice: nobody who edits a file should meet `&id001`."""

    def ignore_aliases(self, _value: Any) -> bool:
        """Tell that no value is to be named and referred to."""
        return True


def yaml(*, texts: bool = False) -> YAML:
    """Make the writer that keeps comments, order and quotes.

    Args:
        texts: read no scalar as anything but text; for files that are read to be written again.
    """
    writer = YAML(typ="rt", pure=True)
    if texts:
        writer.Resolver = _Texts
    else:
        writer.Representer = _Plain
    writer.width = _NEVER
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.preserve_quotes = True
    writer.representer.add_representer(type(None), _null)
    return writer


def _null(representer: Any, _value: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def folded(text: str) -> FoldedScalarString:
    r"""Make a text that is written as `>-`, folded at our width.

    Examples:
        >>> print(dump({"say": folded("слово " * 20 + "конец")}), end="")
        say: >-
          слово слово слово слово слово слово слово слово слово слово слово слово слово слово слово
          слово слово слово слово слово конец
    """
    result: Any = FoldedScalarString(text)
    result.fold_pos = _folds(text)
    found: FoldedScalarString = result
    return found


def lines_of(text: str) -> list[str]:
    """Give the lines of a text as `folded` folds it.

    Examples:
        >>> [len(line) for line in lines_of("слово " * 20 + "конец")]
        [89, 35]
    """
    ends = _folds(text)
    return [text[start:end].removeprefix(" ") for start, end in pairwise([0, *ends, len(text)])]


def _folds(text: str) -> list[int]:
    """Find the spaces at which a text is folded."""
    places = []
    start = 0
    while len(text) - start > WIDTH - 8:
        at = text.rfind(" ", start + 1, start + WIDTH - 8)
        if at < 0:
            break
        places.append(at)
        start = at
    return places


def dump(value: Value) -> str:
    """Write a value as YAML.

    Examples:
        >>> print(dump({"id": "x", "synonyms": ["цена"]}), end="")
        id: x
        synonyms:
          - цена
    """
    return dump_as_is(styled(value))


def dump_as_is(value: Value) -> str:
    """Write a value whose texts have their styles already."""
    return text_of(yaml(), value)


class TornYamlError(Exception):
    """A text is no YAML; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        """Keep the line."""
        super().__init__(f"line {line}")
        self.line = line


def tree_of(text: str) -> Any:
    """Read a text as a tree that keeps its comments, every scalar a text.

    Raises:
        TornYamlError: for what is no YAML.
    """
    try:
        return yaml(texts=True).load(text)
    except (YAMLError, ValueError, RecursionError, NotImplementedError) as error:
        mark = getattr(error, "problem_mark", None)
        raise TornYamlError(mark.line + 1 if mark else 1) from None


def text_of(writer: YAML, tree: Any) -> str:
    """Write a tree with a writer."""
    stream = StringIO()
    writer.dump(tree, stream)
    text = stream.getvalue()
    if isinstance(tree, list):
        # Lists stand two to the right of their field; one that has no field stands at the margin.
        return "".join(line.removeprefix("  ") for line in text.splitlines(keepends=True))
    return text


def fields() -> Any:
    """Make a tree of fields that takes remarks."""
    return CommentedMap()


def remark_of(tree: Any, key: str) -> str:
    """Give what is remarked behind a field, and on the lines up to the next one; "" for nothing."""
    found = tree.ca.items.get(key)
    return found[2].value.strip("# \n") if found and found[2] else ""


def remark(tree: Any, key: str, text: str) -> None:
    r"""Write a remark behind a field, instead of what is remarked there.

    Examples:
        >>> tree = fields()
        >>> tree["say"] = "Да"
        >>> remark(tree, "say", "так и говорим")
        >>> text_of(yaml(), tree), remark_of(tree, "say")
        ('say: Да # так и говорим\n', 'так и говорим')
    """
    tree.ca.items.pop(key, None)
    tree.yaml_add_eol_comment(text, key, column=0)


def styled(value: Value) -> Any:
    """Give a value with its long texts folded, as `dump` writes them."""
    if isinstance(value, dict):
        return {key: styled(each) for key, each in value.items()}
    if isinstance(value, list):
        return [styled(each) for each in value]
    if isinstance(value, str) and len(value) > _LONG and "\n" not in value:
        return folded(value)
    return value
