"""The map of an import: what a person settled, and what was written, so that it is known again.

import/okna.map.yml   above `cards` a person edits; `cards` the import writes
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from scripts_kb.content import blocks, bulk, remarks, writing
from scripts_kb.documents.numbers import whole
from scripts_kb.importing.scripts import roles, wording
from scripts_kb.importing.scripts.drafts import CardDraft
from scripts_kb.importing.scripts.setting import TableRoles
from scripts_kb.schema import values
from scripts_kb.schema.values import Value

_KEYS: Final = (
    "file", "sha256", "kind", "tables", "headings", "speakers", "colours", "variables", "names",
    "images", "left", "people", "cards",
)  # fmt: skip
_KINDS: Final = ("objection", "question", "script")
_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "headings": frozenset({"section", "card", "step", "text", "title"}),
    "speakers": frozenset({"ours", "client"}),
    "colours": frozenset({"say", "hint", "heading", "text", "skip"}),
    "left": frozenset({"say", "hint", "skip"}),
    "images": frozenset({"materials", "left"}),
}
_VARIABLE: Final = re.compile(r"[a-z][a-z0-9_]*")
_ROLES: Final = {"do_not_say": "never", "answer": "say"}
_SHOWN: Final = {"never": "do_not_say"}


class BrokenMapError(Exception):
    """A map has a mistake at a line."""

    def __init__(self, line: int, said: str, fit: Iterable[str] = ()) -> None:
        """Keep where, what, and what may stand there, where that can be listed."""
        super().__init__(said)
        self.line = line
        self.said = said
        self.fit = tuple(fit)


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """A card that the import wrote: by what it is known, what it is called, what it was."""

    key: str
    entity: str
    at: str
    sum: str
    items: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScriptMap:
    """A map as read; `tree` keeps its comments."""

    kind: str | None = None
    tables: tuple[TableRoles, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    speakers: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str | None] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """Name of a person → `keep`, `drop` or a variable; one that is undecided is not here."""
    images: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)
    cards: tuple[WrittenCard, ...] = ()
    tree: Any = None


def read(text: str) -> ScriptMap:
    """Read a map.

    Raises:
        BrokenMapError: for what is no map, a key that there is not, a value that means nothing.
    """
    above, written = _parted(text)
    tree = _tree(above)
    if tree is None and written is None:
        return ScriptMap()
    tree = {} if tree is None else tree
    if not isinstance(tree, dict):
        raise BrokenMapError(1, "YAML")
    for key in tree:
        if key not in _KEYS:
            raise BrokenMapError(_line(tree, key), str(key), _KEYS)
    kind = _absent(tree.get("kind"))
    if kind is not None and kind not in _KINDS:
        raise BrokenMapError(_line(tree, "kind"), str(kind), _KINDS)
    return ScriptMap(
        kind=kind,
        tables=tuple(_table(each, tree) for each in _list(tree, "tables")),
        variables={key: _absent(each) for key, each in _map(tree, "variables").items()},
        names=_names(tree),
        cards=tuple(
            _written(each, tree) for each in (_list(tree, "cards") if written is None else written)
        ),
        # Mistakes are told by the lines of the file; what is written again keeps its remarks.
        tree=tree if (later := remarks.settled(above)) == above else _tree(later),
        **{name: _worded(tree, name) for name in _WORDS},
    )


def _parted(text: str) -> tuple[str, list[Any] | None]:
    """Part a map: what a person edits, and what the import alone wrote, which is long and plain.

    Where the second is not as the import writes it, all of it is the first.
    """
    above, begins, below = text.partition("\ncards:\n")
    found = blocks.read(f"cards:\n{below}") if begins else None
    cards = found.get("cards") if found and len(found) == 1 else None
    if not isinstance(cards, list) or not all(isinstance(each, dict) for each in cards):
        return text, None
    return f"{above}\n", cards


def _tree(text: str) -> Any:
    try:
        return writing.tree_of(text)
    except writing.TornYamlError as error:
        raise BrokenMapError(error.line, "YAML") from None


def _absent(value: Any) -> str | None:
    text = "" if value is None else str(value)
    return None if text in {"", "null", "~"} else text


def _line(tree: Any, key: Any) -> int:
    try:
        return int(tree.lc.key(key)[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return 1


def _map(tree: Any, name: str) -> dict[str, Any]:
    found = tree.get(name)
    if _absent(found) is None and not isinstance(found, dict):
        return {}
    if not isinstance(found, dict):
        raise BrokenMapError(_line(tree, name), name)
    return {str(key): each for key, each in found.items()}


def _list(tree: Any, name: str) -> list[Any]:
    found = tree.get(name)
    if _absent(found) is None and not isinstance(found, list):
        return []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise BrokenMapError(_line(tree, name), name)
    return found


def _worded(tree: Any, name: str) -> dict[str, str]:
    found = {key: _absent(each) for key, each in _map(tree, name).items()}
    for key, word in found.items():
        if word is not None and word not in _WORDS[name]:
            raise BrokenMapError(
                _line(tree.get(name), key), f"{name}: {word}", sorted(_WORDS[name])
            )
    return {key: word for key, word in found.items() if word is not None}


def _names(tree: Any) -> dict[str, str]:
    found = {key: _absent(each) for key, each in _map(tree, "names").items()}
    for key, settled in found.items():
        if settled is not None and not _VARIABLE.fullmatch(settled):
            raise BrokenMapError(
                _line(tree.get("names"), key), f"names: {settled}", ("keep", "drop", "<variable>")
            )
    return {key: settled for key, settled in found.items() if settled is not None}


def _table(found: Any, tree: Any) -> TableRoles:
    columns = {}
    for letters, said in (found.get("columns") or {}).items():
        role = re.sub(r"\s*\d+$", "", str(said))
        role = _ROLES.get(role, role)
        if role not in roles.ROLES or not re.fullmatch(r"[A-Z]{1,3}|\d{1,4}", str(letters)):
            known = [_SHOWN.get(each, each) for each in roles.ROLES]
            raise BrokenMapError(_line(tree, "tables"), f"{letters}: {said}", known)
        columns[_column(str(letters))] = role
    header = _absent(found.get("header"))
    if header is not None and not header.isdecimal():
        raise BrokenMapError(_line(tree, "tables"), f"header: {header}")
    turned = str(found.get("turned", "false")).lower() == "true"
    return TableRoles(str(found.get("at", "")), whole(header) if header else None, turned, columns)


def _column(letters: str) -> int:
    if letters.isdecimal():
        return int(letters)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _written(found: Any, tree: Any) -> WrittenCard:
    try:
        items = {str(key): str(each) for key, each in (found.get("items") or {}).items()}
        return WrittenCard(
            str(found["key"]),
            str(found["entity"]),
            str(found.get("at", "")),
            str(found["sha256"]),
            items,
        )
    except (KeyError, AttributeError):
        raise BrokenMapError(_line(tree, "cards"), "cards") from None


def write(
    before: ScriptMap | None,
    *,
    file: str,
    checksum: str,
    tables: Sequence[TableRoles],
    proposed: Mapping[str, Mapping[str, str | None]],
    taken: Mapping[str, str],
    cards: Sequence[WrittenCard],
) -> str:
    """Write a map; what a person edited stays, with comments and order.

    Args:
        before: the map that was read; None for the first.
        file: the name of the file.
        checksum: of the file that was read.
        tables: the headers that were found.
        proposed: key of the map → what was met and waits for a person.
        taken: words of a heading → what it was taken for. That is a remark beside it, no answer:
            with an answer it would stay what it is when a person settles the kind or a colour.
        cards: what was written.
    """
    tree: Any = before.tree if before is not None and before.tree is not None else {}
    fresh = not tree
    tree["file"], tree["sha256"] = file, checksum
    if fresh:
        tree["kind"] = None
    known = {each.at for each in before.tables} if before is not None else set()
    new = [_shown(each) for each in tables if each.at not in known]
    # Whoever took the tables out of a map wants the rules to find them.
    if new and (fresh or isinstance(tree.get("tables"), list)):
        tree["tables"] = [*tree.get("tables", ()), *new]
    proposed = {**proposed, "headings": dict.fromkeys(taken)}
    for name, found in proposed.items():
        own = tree.get(name)
        if not isinstance(own, dict):
            own = writing.fields()
        missing = {key: each for key, each in found.items() if key not in own}
        if missing:
            own |= missing
            tree[name] = own
    for name in ("headings", "left"):
        _forget(tree.get(name), proposed.get(name, {}))
    _remark(tree.get("headings"), taken)
    tree.pop("cards", None)
    # What a person edits keeps its comments; what the import alone writes is long, and has none.
    above = writing.text_of(writing.yaml(), _typed(tree))
    return above + bulk.dump({"cards": [_card(each) for each in cards]})


def _forget(own: Any, found: Mapping[str, str | None]) -> None:
    """Take out what nobody settled and the file no longer asks: its lines move."""
    if isinstance(own, dict):
        for key in [key for key, each in own.items() if _absent(each) is None]:
            if key not in found:
                del own[key]


def _remark(own: Any, taken: Mapping[str, str]) -> None:
    """Say beside each heading that nobody settled what it was taken for; not over own remarks."""
    for key, role in taken.items() if isinstance(own, dict) else ():
        waits = key in own and _absent(own[key]) is None
        if waits and writing.remark_of(own, key) in {"", *_WORDS["headings"]}:
            writing.remark(own, key, role)


_WORDS_OF_YAML: Final = {"null": None, "true": True, "false": False}


def _typed(tree: Any) -> Any:
    """Write again without quotes what was read as texts and means nothing, yes or no."""
    if isinstance(tree, dict):
        for key, each in tree.items():
            tree[key] = _WORDS_OF_YAML.get(each, each) if isinstance(each, str) else _typed(each)
    elif isinstance(tree, list):
        for each in tree:
            _typed(each)
    return tree


def _shown(table: TableRoles) -> dict[str, Any]:
    columns = {
        str(number) if table.turned else _letters(number): _SHOWN.get(role, role)
        for number, role in table.columns.items()
    }
    return {"at": table.at, "header": table.header, "turned": table.turned, "columns": columns}


def _card(card: WrittenCard) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": card.key,
        "entity": card.entity,
        "at": card.at,
        "sha256": card.sum,
    }
    return found | ({"items": dict(card.items)} if card.items else {})


def keys(cards: Sequence[CardDraft]) -> list[str]:
    """Give what each card is known by: its kind and its first client's words, else its title."""
    counts: dict[str, int] = {}
    result = []
    for card in cards:
        words = card.client_words[0] if card.client_words and card.kind != "script" else card.title
        name = f"{card.kind} {wording.plain(words)}"
        counts[name] = counts.get(name, 0) + 1
        result.append(name if counts[name] == 1 else f"{name} #{counts[name]}")
    return result


def checksum(value: Value) -> str:
    """Give the sum of a value as the schema compares it: how it is laid out does not count.

    Examples:
        >>> checksum({"id": "x", "say": "Да. "}) == checksum({"say": "Да.", "id": "x"})
        True
    """
    text = json.dumps(values.canonical(value), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()
