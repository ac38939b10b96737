"""How an element of a page looks: by its tag, its classes in the style sheet, its own style."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from scripts_kb.documents.model import TextRun

_SELECTOR: Final = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?:\.(?P<named>[\w-]+))?", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\b", re.IGNORECASE)
_RGB: Final = re.compile(r"rgba?\(\s*(\d{1,3})[,\s]+(\d{1,3})[,\s]+(\d{1,3})")
_BOLD: Final = 600
_PLAIN_COLOURS: Final = frozenset(
    {"000000", "black", "inherit", "initial", "windowtext", "currentcolor"}
)
_PLAIN_GROUNDS: Final = frozenset({"FFFFFF", "white", "transparent", "inherit", "initial", "none"})
_TAGS: Final[Mapping[str, str]] = {
    "b": "font-weight:700", "strong": "font-weight:700", "i": "font-style:italic",
    "em": "font-style:italic", "cite": "font-style:italic", "s": "text-decoration:line-through",
    "strike": "text-decoration:line-through", "del": "text-decoration:line-through",
    "mark": "background:yellow", "th": "font-weight:700", "template": "display:none",
}  # fmt: skip
_CODE: Final = frozenset({"code", "kbd", "samp", "tt"})


@dataclass(frozen=True, slots=True)
class PageLook:
    """How text inside an element looks.

    Attributes:
        run: its dress, without a text.
        struck, hidden: whether it is struck out, or not seen at all.
    """

    run: TextRun = field(default_factory=lambda: TextRun(""))
    struck: bool = False
    hidden: bool = False


class StyleSheet:
    """The styles of a page that a reader needs; only those of a tag or a class alone count."""

    def __init__(self) -> None:
        """Begin without any."""
        self._styles: dict[tuple[str, str], str] = {}
        self._seen: dict[tuple[object, ...], PageLook] = {}

    def add(self, text: str) -> None:
        """Read a style sheet."""
        for rule in _COMMENT.sub("", text).split("}"):
            selectors, _, declared = rule.rpartition("{")
            for each in selectors.rpartition("{")[2].split(","):
                match = _SELECTOR.fullmatch(each.strip())
                if match and each.strip():
                    key = (match["tag"] or "").lower(), match["named"] or ""
                    self._styles[key] = f"{self._styles.get(key, '')};{declared}"

    def look(self, tag: str, attributes: Mapping[str, str], around: PageLook) -> PageLook:
        """Tell how an element looks inside another."""
        said = (attributes.get(name) for name in ("class", "style", "color", "hidden"))
        key = (tag, around, *said)
        if key not in self._seen:
            self._seen[key] = self._look(tag, attributes, around)
        return self._seen[key]

    def _look(self, tag: str, attributes: Mapping[str, str], around: PageLook) -> PageLook:
        classes = attributes.get("class", "").split()
        styles = [_TAGS.get(tag, ""), self._styles.get((tag, ""), "")]
        for each in classes:
            styles += [self._styles.get(("", each), ""), self._styles.get((tag, each), "")]
        styles.append(attributes.get("style", ""))
        if tag == "font" and "color" in attributes:
            styles.append(f"color:{attributes['color']}")
        seen = _styled(around, ";".join(filter(None, styles)))
        if "hidden" in attributes:
            seen = replace(seen, hidden=True)
        if tag in _CODE:
            seen = replace(seen, run=replace(seen.run, code=True))
        return seen


def _styled(around: PageLook, declared: str) -> PageLook:
    run, struck, hidden = around.run, around.struck, around.hidden
    for each in declared.lower().split(";"):
        name, _, value = (part.strip() for part in each.partition(":"))
        value = value.removesuffix("!important").strip()
        match name:
            case "font-weight":
                run = replace(run, bold=_bold(value, run.bold))
            case "font-style":
                run = replace(run, italic=value in {"italic", "oblique"})
            case "text-decoration" | "text-decoration-line":
                struck = struck or "line-through" in value
            case "color":
                colour = _colour(value)
                run = replace(run, colour=None if colour in _PLAIN_COLOURS else colour)
            case "background" | "background-color":
                ground = _colour(value)
                run = replace(run, highlight=None if ground in _PLAIN_GROUNDS else ground)
            case "display":
                hidden = hidden or value == "none"
            case "visibility":
                hidden = hidden or value == "hidden"
    return PageLook(run, struck, hidden)


def _bold(value: str, before: bool) -> bool:
    if value.isdecimal():
        return int(value[:5]) >= _BOLD
    return value in {"bold", "bolder"} or (before and value not in {"normal", "lighter"})


def _colour(value: str) -> str | None:
    """Give a colour as `00B050`, or its name; None for what is none."""
    if match := _HEX.search(value):
        found = match[1].upper()
        return found if len(found) == 6 else "".join(each * 2 for each in found)  # noqa: PLR2004 - RRGGBB
    if match := _RGB.search(value):
        return "".join(f"{min(255, int(each)):02X}" for each in match.groups())
    return value if value.isalpha() else None
