"""Inputs that a reader must survive: a file of a corpus, spoiled in a few of many ways.

    corpus ──number──▶ a file ──one to four ways──▶ bytes

The same seed and number give the same bytes, so that a failure is named by them.
"""

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import yaml

Spoil = Callable[[bytes, random.Random], bytes]

_LARGEST: Final = 400_000
"""Bytes of an input: a limit refuses what is larger at once, which proves nothing."""
_RUNS: Final = (
    " ",
    "\n",
    " \n",
    "\t",
    "a",
    "я",
    "1",
    "-",
    "- ",
    "a ",
    "1 ",
    "1,",
    "1-",
    "a.",
    "<",
    "[",
    "{",
    "(",
    "*",
    "_",
    "#",
    "# ",
    ">",
    "> ",
    "|",
    "'",
    '"',
    "\\",
    ":",
    ": ",
    "&",
    "!",
    "`",
    "~",
    "=",
    "+",
    "/",
    "@",
    "a@",
    "a.a@",
    ";",
    "?",
    "\u00a0",
    "\u200b",
    "\u0301",
    "<!--",
    "<a",
    "]]",
    "}}",
    "\r",
    "\r\n",
    "«",
    "a-",
    "А.",
    "Иван ",
    "111 ",
    "+7 900 ",
    "** ",
    "[a](",
    "![",
    "&amp",
    "x=y ",
    '\\"',
    "%s",
    "{{",
    "…",
    "—",
    "0",
    "e",
    "ё ",
    ". ",
    "? ",
    "1.",
    "\u2028",
    "🙂",
    "👨\u200d",
)
_LENGTHS: Final = (3, 60, 60, 300, 300, 2_000, 2_000, 20_000, 60_000)
_OPENED: Final = ("[", "{", "{a: ", "- ", "[[", "<div>", "> ", "*a ", "(", "&a [", '{"a":', "? ")
_ODD: Final = (
    "\x00",
    "\x07",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\u200b",
    "\u202e",
    "\ufdd0",
    "\ufffe",
    "\uffff",
    "\u00a0",
    "\u3000",
    "\U000e0041",
    "\u0301",
    "\ud7ff",
    "İ",
    "ß",
    "ﬁ",
    "٣",
    "𝟗",
    "²",
    "Ⅷ",
    "\r",
    "\t",
    "\x0b",
    "\x0c",
    "\x1c",
    "：",
    "，",
    "–",
    "’",
    "№",
)
_VALUES: Final = (
    "[a]", "[]", "{}", "{a: b}", "[[a], {b: c}]", "null", "~", "", "true", "no", "1", "-1", "0",
    "1.5", "1e400", ".nan", "-.inf", "0x1f", "012", "1_000", "9" * 400, "-" + "9" * 5000, "1e9",
    "'x'", '"x"', '"\\u0000"', '"\\ud800"', "!!binary eA==", "!x y", "&a x", "*a", ">-", "|+",
    "2026-13-45", "9999-12-31", "0001-01-01", "2026-02-29", "12:30", "?", "- a", "x: y", "<<: *a",
    "'\u00a0'", '"\\t"', '"\\n\\n"', "' '", "‐", "script/x", "objection/dorogo", "../../etc/x", ".",
    "config/kb", "<offer/x.price.list>", "<a b>", "http://[", "//x", "a/b/c", "[null]", "[~, ~]",
    "{? a}", "[{}]", "[{id: x}, {id: x}]", "{id: x}", "[1, true, null]", "@x", "%x", "`x`",
)  # fmt: skip
_NUMBERS: Final = (
    "0", "-0", "00", "1", "-1", "31", "32", "99", "1e5", "1e400", "0.1", "1.5", "1,5", "1 000",
    "9999", "10000", "2147483648", "9223372036854775808", "9" * 40, "9" * 5000, "٣", "²", "½", "１",
    "0001", "0000", "nan", "inf", "1e-400", "--1", "1-", "0x10",
)  # fmt: skip


def spoiled(corpus: Sequence[bytes], ways: Sequence[Spoil], chance: random.Random) -> bytes:
    """Makes an input.

    Args:
        corpus: What the reader reads as it should be, and what it failed of once.
        ways: How it may be spoiled; as often as one is named, so often it is taken.
        chance: What decides.
    """
    content = chance.choice(corpus)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        content = chance.choice(ways)(content, chance)
    return content[:_LARGEST]


# --- bytes --------------------------------------------------------------------------------------


def _flipped(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8)) if found else 0):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def _cut(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return chance.choice((content[:end], content[start:], content[:start] + content[end:]))


def _encoded(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    name = chance.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "utf-8-sig", "utf-7")
    )
    made = text.encode(name, "replace")
    return made[: len(made) - chance.choice((0, 0, 1, 3))]


def _grown(content: bytes, chance: random.Random) -> bytes:
    """Repeats a stretch until the file is large."""
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    start = chance.randrange(len(lines))
    end = min(len(lines), start + chance.choice((1, 2, 3, 10)))
    part = b"".join(lines[start:end])
    times = min(chance.choice((2, 2, 9, 50, 50, 1_000, 9_000)), _LARGEST // (len(part) + 1))
    return b"".join([*lines[:start], part * times, *lines[end:]])


# --- text ---------------------------------------------------------------------------------------


def _in_text(change: Callable[[str, random.Random], str]) -> Spoil:
    def spoil(content: bytes, chance: random.Random) -> bytes:
        text = content.decode("utf-8", "surrogateescape")
        return change(text, chance).encode("utf-8", "surrogateescape")

    return spoil


def _put(text: str, part: str, chance: random.Random) -> str:
    """Puts a part somewhere, more often where a word or a line ends."""
    at = chance.randrange(len(text) + 1)
    if chance.random() < 0.7:  # noqa: PLR2004
        ends = text.find(chance.choice("\n  "), at)
        at = ends if ends >= 0 else at
    return text[:at] + part + text[at:]


def _run(text: str, chance: random.Random) -> str:
    sign, length = chance.choice(_RUNS), chance.choice(_LENGTHS)
    part = sign * (length // len(sign))
    return _put(text, chance.choice((part, f"{part}a", f" {part}", f"a{part}.")), chance)


def _deep(text: str, chance: random.Random) -> str:
    sign, times = chance.choice(_OPENED), chance.choice((3, 45, 300, 3_000, 30_000))
    if chance.random() < 0.3:  # noqa: PLR2004
        indents = "".join(f"{'  ' * depth}a:\n" for depth in range(min(times, 300)))
        return f"{text}\n{indents}"
    return _put(text, sign * times, chance)


def _odd(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 1, 3))):
        text = _put(text, chance.choice(_ODD), chance)
    return text


def _numbers(text: str, chance: random.Random) -> str:
    places = list(re.finditer(r"\d+", text))
    if not places:
        return text
    at = chance.choice(places)
    return text[: at.start()] + chance.choice(_NUMBERS) + text[at.end() :]


def _lines(text: str, chance: random.Random) -> str:
    """Moves, repeats, drops, indents or empties a line."""
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            lines.insert(other, lines[one])
        case 1:
            lines.insert(other, lines.pop(one))
        case 2:
            del lines[one]
        case 3:
            lines[one] = chance.choice((" ", "  ", "\t", "- ", "#", "# ")) + lines[one]
        case 4:
            lines[one] = lines[one].lstrip(chance.choice((" ", " -", None)))
        case _:
            lines.insert(
                one, chance.choice(("# a\r# b", "# помета", "---", "...", "", "<<<<<<< x"))
            )
    return "\n".join(lines)


_FIELD: Final = re.compile(r"(?m)^(?P<head>[ \t-]*[\w.-]+[:=,;][ \t]*)(?P<value>.*)$")


def _values(text: str, chance: random.Random) -> str:
    """Swaps the value of a field for one of another type."""
    places = list(_FIELD.finditer(text))
    if not places:
        return text
    at = chance.choice(places)
    return text[: at.start("value")] + chance.choice(_VALUES) + text[at.end() :]


# --- trees --------------------------------------------------------------------------------------

_LEAVES: Final[tuple[Any, ...]] = (
    None, "", " ", "x", "a\nb\n", True, False, 0, 1, -1, 1.5, float("inf"), 10**40, 10**5000,
    [], {}, [None], [[]], {"id": None}, {"id": []}, {"a": "b"}, ["a"], ["a", "a"], {"": ""},
    "9999-12-31", "0001-01-01", "\x00", "script/x", "💥" * 40, "x" * 3000, {"id": {"a": 1}},
)  # fmt: skip


def _swapped(tree: Any, chance: random.Random) -> Any:
    """Swaps one node of a tree for a leaf, or for another node of it."""
    places: list[tuple[Any, Any]] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict | list):
            for key, each in list(node.items() if isinstance(node, dict) else enumerate(node)):
                places.append((node, key))
                stack.append(each)
    if not places:
        return chance.choice(_LEAVES)
    holder, key = chance.choice(places)
    if chance.random() < 0.15 and isinstance(holder, dict):  # noqa: PLR2004
        holder[chance.choice(("", " ", "id", "title", "ключ", "x" * 300, "a: b"))] = holder.pop(key)
        return tree
    other, at = chance.choice(places)
    new = chance.choice(_LEAVES) if chance.random() < 0.8 else other[at]  # noqa: PLR2004
    # By way of text, so that no tree holds itself.
    holder[key] = json.loads(_json(new))
    return tree


def _json(tree: Any) -> str:
    return json.dumps(_short(tree), ensure_ascii=False, default=str)


def _short(tree: Any) -> Any:
    """Gives a tree whose numbers Python writes out: it refuses more than 4,300 digits."""
    if isinstance(tree, dict):
        return {str(key): _short(each) for key, each in tree.items()}
    if isinstance(tree, list):
        return [_short(each) for each in tree]
    return 10**4200 if isinstance(tree, int) and abs(tree) > 10**4200 else tree


_DEEPEST: Final = 1_000
"""The loader in C ends the process where lists nest some ten thousand deep."""


def _too_deep(text: str) -> bool:
    """Tells whether the lists and maps of a YAML text nest too deep to be loaded.

    Events are read without recursion, and no further than that: each bracket takes libyaml the
    longer, the more of them are open.
    """
    depth = 0
    for event in yaml.parse(text, yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return True
    return False


def yaml_tree(content: bytes, chance: random.Random) -> bytes:
    """Swaps a value of a YAML file, or of a front matter, for one of another type."""
    text = content.decode("utf-8", "replace")
    front = re.match(r"---\n(.*?)^---$", text, re.DOTALL | re.MULTILINE)
    try:
        if _too_deep(held := front[1] if front else text):
            return content
        tree = yaml.load(held, yaml.CBaseLoader)  # noqa: S506 - texts alone
        made = yaml.dump(
            _swapped(tree, chance),
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=chance.choice((False, False, None, True)),
            default_style=chance.choice((None, None, "'", '"', "|", ">")),
        )
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        return content
    return (f"---\n{made}---{text[front.end() :]}" if front else made).encode("utf-8", "replace")


def json_tree(content: bytes, chance: random.Random) -> bytes:
    """Swaps a value of a JSON file for one of another type."""
    try:
        return _json(_swapped(json.loads(content), chance)).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError, TypeError):
        return content


def merged(corpus: Sequence[bytes]) -> Spoil:
    """Makes the way that puts a part of another file into one."""

    def spoil(content: bytes, chance: random.Random) -> bytes:
        other = chance.choice(corpus).splitlines(keepends=True)
        lines = content.splitlines(keepends=True)
        start, end = sorted(chance.randrange(len(other) + 1) for _ in range(2))
        at = chance.randrange(len(lines) + 1)
        return b"".join([*lines[:at], *other[start:end], *lines[at:]])

    return spoil


BYTES: Final[tuple[Spoil, ...]] = (_flipped, _cut, _encoded, _grown)
TEXT: Final[tuple[Spoil, ...]] = (
    *BYTES,
    *map(_in_text, (_run, _run, _deep, _odd, _odd, _numbers, _lines, _lines, _values, _values)),
)
WAYS: Final[Mapping[str, tuple[Spoil, ...]]] = {
    "bytes": (_flipped, _flipped, _cut, _grown),
    "text": TEXT,
    "yaml": (*TEXT, yaml_tree, yaml_tree, yaml_tree, yaml_tree),
    "json": (*TEXT, json_tree, json_tree, json_tree, json_tree),
}
