"""Letters of texts: all that is written, the values of JSON, cells, what a page shows."""

import html
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Final

from scripts_kb.language.invisible import INVISIBLE

_NO_LETTERS: Final = frozenset({"Cc", "Cs", "Zs", "Zl", "Zp"})
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*:)?')
_NUMBER: Final = re.compile(r"-?\d[\d.eE+-]*|NaN|-?Infinity")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_HINT: Final = re.compile(r"sep=([;,\t|]?)[ \t]*\n?", re.IGNORECASE)
_SKIPPED: Final = ("script", "style", "xmp", "noframes")


def text(path: Path) -> str:
    """Decode a text: UTF-16 by its mark, UTF-8, else cp1251."""
    content = path.read_bytes()
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251")


def encoding(head: bytes) -> str:
    """Tell how a part of XML is written, by its mark or by what it says of itself."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    cyrillic = b"indows-1251" in head[:120] or b"cp1251" in head[:120]
    return "cp1251" if cyrillic else "utf-8-sig"


def lines(found: str) -> int:
    """Count the letters of a text, line by line."""
    return sum(map(letters, found.split("\n")))


def letters(found: str) -> int:
    """Count characters, one kind after another: those that are no space, no control, not hidden."""
    bare = "".join(each for each in found if unicodedata.category(each) != "Cs")
    kinds = Counter(unicodedata.normalize("NFC", INVISIBLE.sub("", _uncontrolled(bare))))
    return sum(
        times for each, times in kinds.items() if unicodedata.category(each) not in _NO_LETTERS
    )


def _uncontrolled(found: str) -> str:
    return "".join(each for each in found if unicodedata.category(each) != "Cc" or each.isspace())


def values(found: str) -> int:
    """Count the texts and numbers of JSON, not its keys."""
    counted = 0
    at = 0
    for match in _STRING.finditer(found):
        counted += sum(letters(each) for each in _NUMBER.findall(found[at : match.start()]))
        if match[2] is None:
            counted += letters(_unescaped(match[1]))
        at = match.end()
    return counted + sum(letters(each) for each in _NUMBER.findall(found[at:]))


def _unescaped(found: str) -> str:
    signs = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
    plain = _ESCAPE.sub(
        lambda each: chr(int(each[1], 16)) if each[1] else signs.get(each[2], each[2]), found
    )
    return (
        plain.encode("utf-16-le", "surrogatepass")
        .decode("utf-16-le", "replace")
        .replace("\ufffd", "")
    )


def cells(found: str, sign: str) -> int:
    """Count what stands in cells: not the signs that part them, nor the quotes around them."""
    hint = _HINT.match(found)
    return _cells(found[hint.end() :] if hint else found, sign)


def _cells(found: str, sign: str) -> int:
    counted = 0
    cell: list[str] = []
    quoted = began = closed = False
    for each in found:
        if quoted:
            closed = each == '"'
            quoted = not closed
            if quoted:
                cell.append(each)
            continue
        if each == '"' and (closed or not began):
            cell += '"' if closed else ""
            quoted = began = True
        elif each in {sign, "\n"}:
            counted += letters("".join(cell))
            cell, began = [], False
        else:
            began = True
            cell.append(each)
        closed = False
    return counted + letters("".join(cell))


def page(found: str) -> int:
    """Count what a page shows, its title, its comments and where its links lead."""
    machine = _Page(found)
    machine.run()
    return machine.counted + lines("".join(machine.shown))


class _Page:
    """Goes through a page sign by sign."""

    def __init__(self, found: str) -> None:
        self.found = found
        self.at = 0
        self.counted = 0
        self.shown: list[str] = []

    def run(self) -> None:
        while self.at < len(self.found):
            opening = self.found.find("<", self.at)
            end = len(self.found) if opening < 0 else opening
            self.shown.append(html.unescape(self.found[self.at : end]))
            self.at = end
            if opening >= 0:
                self._tag()

    def _tag(self) -> None:
        following = self.found[self.at + 1 : self.at + 3]
        if self.found.startswith("<!--", self.at):
            inside, _, _ = self.found[self.at + 4 :].partition("-->")
            self.counted += letters(inside)
            self.at += len(inside) + 7
        elif following[:1].isascii() and following[:1].isalpha():
            self._named(ends=False)
        elif following[:1] == "/" and following[1:].isascii() and following[1:].isalpha():
            self._named(ends=True)
        elif following[:1] in {"!", "?", "/"}:
            end = self.found.find(">", self.at)
            self.at = len(self.found) if end < 0 else end + 1
        else:
            self.shown.append("<")
            self.at += 1

    def _named(self, *, ends: bool) -> None:
        """Pass a tag: up to its `>` outside quotes, which begin after `=` alone."""
        end, quote, equals = self.at + 1, "", False
        while end < len(self.found):
            sign = self.found[end]
            if quote:
                quote = "" if sign == quote else quote
            elif sign == ">":
                break
            elif sign in {'"', "'"} and equals:
                quote, equals = sign, False
            elif not sign.isspace():
                equals = sign == "="
            end += 1
        tag = self.found[self.at + 1 : end]
        whole = end < len(self.found)
        self.at = end + 1
        name = re.split(r"[\s/]", tag.lstrip("/"), maxsplit=1)[0].lower()
        if not whole:
            return
        if not ends and name == "a":
            self._link(tag)
        # Between words that blocks part stands a line end, so that signs of two never join.
        self.shown.append("\n" if name in _PARTS else "")
        if not ends and name in _SKIPPED:
            self._skip(name)

    def _link(self, tag: str) -> None:
        match = re.search(r"""\shref\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", tag, re.IGNORECASE)
        to = html.unescape(match[1].strip("\"'")).strip() if match else ""
        if to and not to.startswith("#"):
            self.counted += letters(to)

    def _skip(self, name: str) -> None:
        match = re.compile(rf"</{name}\b", re.IGNORECASE).search(self.found, self.at)
        self.at = match.start() if match else len(self.found)


_PARTS: Final = frozenset(
    ("p", "div", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "br", "summary",
     "details", "title", "table", "ul", "ol", "pre", "blockquote")
)  # fmt: skip
