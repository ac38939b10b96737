"""Elements of a page, open and closed, to its stretches of text: each with address, list, dress."""

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import Final, Literal
from urllib.parse import parse_qs, urlsplit

from scripts_kb.documents import units
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import clean, letters
from scripts_kb.documents.model import (
    DocumentBlock,
    Heading,
    Image,
    Layout,
    Leftover,
    ListItem,
    SourceDocument,
    TextParagraph,
    TextRun,
)  # fmt: skip
from scripts_kb.documents.web.dressing import PageLook, StyleSheet
from scripts_kb.documents.web.grids import Grid, Open
from scripts_kb.documents.web.tags import PageToken

_INLINE: Final = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "img", "input", "ins", "kbd", "label", "mark", "o:p", "q", "s",
        "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
        "wbr", "button", "select", "svg", "picture", "source", "iframe", "object"
    )
)  # fmt: skip
_EMPTY: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905 - a list of words reads better
)
_HEADINGS: Final = re.compile(r"h([1-6])")
_NESTED: Final = re.compile(r"lst-(kix_\w+)-(\d)\b|lst-([\w-]+)-(\d)\b")
_COMMENT_OF: Final = re.compile(r"#cmnt\d+")
_COMMENT_ITSELF: Final = re.compile(r"#cmnt_ref\d+")
_CLOSED_BY: Final = {
    **{each: frozenset({each}) for each in ("li", "p", "tr", "option")},
    **dict.fromkeys(("td", "th"), frozenset({"td", "th"})),
    **dict.fromkeys(("dt", "dd"), frozenset({"dt", "dd"})),
}
"""Which open elements end where one begins, if nobody closed them."""
_HOLDS: Final = frozenset(
    {"table", "ul", "ol", "td", "th", "tr", "details", "blockquote", "body", "div"}
)
_DEEPEST: Final = 200
_MOST_SPAN: Final = 100
_KNOWN: Final = frozenset(
    (
        *_INLINE, *_EMPTY,
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tr", "td",
        "th", "tbody", "thead", "tfoot", "blockquote", "pre", "html", "head", "body", "title",
        "details", "summary", "section", "article", "header", "footer", "main", "aside", "nav",
        "dl", "dt", "dd", "center", "style", "script", "hr", "figure", "form"
    )
)  # fmt: skip
"""Tags that a text of another form may hold; `<name>` in it is a blank, not a tag."""


@dataclass(slots=True)
class _Piece:
    """A piece of a stretch: its text, or what is left over and why."""

    kind: Literal["text", "struck", "hidden", "link", "layout"]
    run: TextRun


@dataclass(slots=True)
class PageReader:
    """What has been read of a page.

    Attributes:
        at: an address that all stretches have; "" where they are counted.
        sheet: the styles of the page.
    """

    at: str = ""
    sheet: StyleSheet = field(default_factory=StyleSheet)
    blocks: list[DocumentBlock] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    layout: list[Layout] = field(default_factory=list)
    title: TextParagraph | None = None
    _open: list[Open] = field(default_factory=list)
    _grids: list[Grid] = field(default_factory=list)
    _pieces: list[_Piece] = field(default_factory=list)
    _item: ListItem | None = None
    _comment: bool = False
    _number: int = 0
    _tables: int = 0
    _lists: int = 0
    _comments: int = 0

    def take(self, token: PageToken) -> None:
        """Read one piece of the page."""
        match token.kind:
            case "start":
                self._start(token.text, token.attributes)
            case "end":
                self._end(token.text)
            case "text":
                self._text(token.text)
            case "comment":
                self._comments += 1
                made = units.leftover(f"comment {self._comments}", token.text, "comment")
                self.leftovers += [made] if made.letters and not self.at else []
            case _:
                self._end(token.attributes["of"])

    def document(self, file: str) -> SourceDocument:
        """Give what was read of a page."""
        self._flush()
        while self._grids:
            self._end_table()
        return SourceDocument(
            "html", file, "", tuple(self.blocks), self.title, tuple(self.leftovers),
            tuple(self.images), tuple(self.layout),
        )  # fmt: skip

    def paragraphs(self) -> list[TextParagraph]:
        """Give what was read of a text of another form: its paragraphs, those of tables too."""
        self._flush()
        while self._grids:
            self._end_table()
        return [each for each in self.blocks if isinstance(each, TextParagraph)]

    # --- elements -------------------------------------------------------------------------------

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.at and tag not in _KNOWN and not attributes:
            self._text(f"<{tag}>")
            return
        if tag in _EMPTY:
            self._empty(tag, attributes)
            return
        self._close_for(tag)
        if tag not in _INLINE:
            self._flush()
        around = self._open[-1].look if self._open else PageLook()
        look = self.sheet.look(tag, attributes, around)
        made = Open(tag, tuple(attributes.get("class", "").split()), look)
        if len(self._open) >= _DEEPEST:
            raise DamagedError("document-deep")
        self._open.append(made)
        self._begin(made, attributes)

    def _begin(self, made: Open, attributes: dict[str, str]) -> None:
        """Begin a list, a table, a link: what is more than a dress."""
        match made.tag:
            case "ul" | "ol":
                self._lists += 1
                made.list = str(self._lists)
                start = attributes.get("start", "1")
                made.count = (
                    (int(start[:6]) if start.isdecimal() else 1) - 1 if made.tag == "ol" else None
                )
            case "li":
                self._item = self._listed()
            case "a":
                self._link(attributes.get("href", "").strip())
            case "table" if not self.at:
                self._begin_table()
            case "tr" if self._grids:
                self._grids[-1].end()
                self._grids[-1].row += 1
                self._grids[-1].column = 0
            case "td" | "th" if self._grids:
                self._grids[-1].end()
                self._grids[-1].begin(_span(attributes, "rowspan"), _span(attributes, "colspan"))

    def _listed(self) -> ListItem:
        lists = [each for each in self._open if each.tag in {"ul", "ol"}]
        if not lists:
            return ListItem(0, None, "0")
        inner = lists[-1]
        if inner.count is not None:
            inner.count += 1
        for match in map(_NESTED.match, inner.classes):
            if match:
                return ListItem(int(match[2] or match[4]), inner.count, match[1] or match[3])
        return ListItem(len(lists) - 1, inner.count, lists[0].list)

    def _empty(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            if self.at:
                self._flush()
            else:
                self._pieces.append(_Piece("text", TextRun("\n")))
        elif tag == "hr" and not self._grids:
            self._flush()
            self.blocks.append(TextParagraph(self.at or f"block {self._number}", rule=True))
        elif tag == "img" and attributes.get("src") and not self.at:
            path = "" if attributes["src"].startswith("data:") else attributes["src"]
            alt = clean(attributes.get("alt", "")).strip()
            self.images.append(Image(self._place(1), posixpath.basename(path), alt, b""))

    def _close_for(self, tag: str) -> None:
        """Close what nobody closed before an element that cannot stand in it."""
        closed = _CLOSED_BY.get(tag, frozenset())
        if not closed:
            return
        for number in range(len(self._open) - 1, -1, -1):
            inner = self._open[number].tag
            if inner in closed:
                self._end(inner)
                return
            if inner in _HOLDS and inner not in {"tr"} - closed:
                return

    def _end(self, tag: str) -> None:
        if self.at and tag not in _KNOWN:
            return
        numbers = [number for number, each in enumerate(self._open) if each.tag == tag]
        if not numbers:
            return
        last = numbers[-1]
        if tag in _INLINE and any(each.tag not in _INLINE for each in self._open[last:]):
            return
        if any(each.tag == "table" for each in self._open[last + 1 :]) and tag not in {
            "body",
            "html",
        }:
            return
        if any(each.tag not in _INLINE for each in self._open[last:]):
            self._flush()
        for each in reversed(self._open[last:]):
            if each.tag == "table" and not self.at:
                self._end_table()
            elif each.tag in {"td", "th"} and self._grids:
                self._grids[-1].end()
        del self._open[last:]

    # --- tables ---------------------------------------------------------------------------------

    def _begin_table(self) -> None:
        if self._grids and self._grids[-1].in_cell:
            outer = self._grids[-1]
            outer.nested += 1
            self._grids.append(Grid(f"{outer.name} t{outer.nested}"))
            return
        self._tables += 1
        self._grids.append(Grid(f"t{self._tables}", depth=self._depth()))

    def _end_table(self) -> None:
        grid = self._grids.pop()
        grid.end()
        if self._grids:
            for cell in grid.cells:
                left = Leftover(cell.at, cell.text, "nested", cell.letters, cell.layout)
                self.leftovers.append(left)
        elif grid.cells:
            self.blocks.append(grid.table())

    # --- text -----------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        tags = {each.tag for each in self._open}
        titled = "title" in tags and not self.at
        if titled and not self.title:
            title = units.paragraph("title", [TextRun(text)])
            self.title = title if title.letters else None
            return
        if "pre" not in tags:
            text = re.sub(r"[\n\r\t\f]+", " ", text)
        look = self._open[-1].look if self._open else PageLook()
        kind: Literal["text", "struck", "hidden", "layout"] = "text"
        if any(each.list == "layout" for each in self._open if each.tag == "a"):
            kind = "layout"
        elif titled or look.hidden or look.struck:  # a browser shows no second title
            kind = "struck" if look.struck and not (titled or look.hidden) else "hidden"
        self._pieces.append(
            _Piece(kind, replace(look.run, text=text, classes=self._classes(inline=True)))
        )

    def _classes(self, *, inline: bool) -> tuple[str, ...]:
        """Give the classes around, the innermost first: of the stretch, or inside it."""
        found: list[str] = []
        seen_block = False
        for each in reversed(self._open):
            seen_block = seen_block or each.tag not in _INLINE
            if seen_block != inline:
                found += each.classes
            elif inline:
                break
        return tuple(found)

    def _link(self, to: str) -> None:
        if _COMMENT_OF.fullmatch(to) or _COMMENT_ITSELF.fullmatch(to):
            self._open[-1].list = "layout"
            self._comment = self._comment or bool(_COMMENT_ITSELF.fullmatch(to))
        elif letters(to) and not to.startswith("#") and not self.at:
            self._pieces.append(_Piece("link", TextRun(to)))

    def _depth(self) -> int:
        return sum(each.tag == "details" for each in self._open)

    def _place(self, ahead: int = 0) -> str:
        if self.at:
            return self.at
        if self._grids and self._grids[-1].in_cell:
            return self._grids[-1].name
        return f"block {self._number + ahead}"

    def _flush(self) -> None:
        """End a stretch of text."""
        pieces, self._pieces = self._pieces, []
        comment, self._comment = self._comment, False
        if not any(letters(each.run.text) for each in pieces):
            return
        if not self.at and not (self._grids and self._grids[-1].in_cell):
            self._number += 1
        at = self._place()
        for each in pieces:
            self._leave(at, each)
        made = self._paragraph(at, [each.run for each in pieces if each.kind == "text"])
        if not made.letters:
            return
        if comment:
            self.leftovers.append(Leftover(at, made.text, "comment", made.letters, made.layout))
        elif self._grids and self._grids[-1].in_cell:
            self._grids[-1].inside.append(made)
        else:
            self.blocks.append(made)

    def _paragraph(self, at: str, runs: list[TextRun]) -> TextParagraph:
        tags = [each.tag for each in self._open]
        item, self._item = self._item, None
        made = units.paragraph(
            at, runs, heading=self._heading(tags), item=item, quote="blockquote" in tags,
            fence="pre" in tags, depth=self._depth(), classes=self._classes(inline=False),
        )  # fmt: skip
        return units.itemised(made)

    def _heading(self, tags: list[str]) -> Heading | None:
        for each in reversed(self._open):
            if match := _HEADINGS.fullmatch(each.tag):
                return Heading(int(match[1]), "h")
            if each.tag == "summary":
                return Heading(max(1, tags.count("details")), "summary")
            if each.tag == "p" and "title" in each.classes:
                return Heading(0, "style")
        return None

    def _leave(self, at: str, piece: _Piece) -> None:
        match piece.kind:
            case "layout":
                self.layout.append(units.layout(at, piece.run.text))
            case "link":
                to = _unwrapped(piece.run.text)
                counted = letters(piece.run.text)
                self.leftovers.append(
                    Leftover(f"{at} link", to, "link", counted, counted - letters(to))
                )
            case "struck" | "hidden" as why:
                made = units.leftover(
                    f"{at} struck" if why == "struck" else at, piece.run.text, why
                )
                self.leftovers += [made] if made.letters else []


def _span(attributes: dict[str, str], name: str) -> int:
    written = attributes.get(name, "1").strip()[:4]
    return min(max(1, int(written)), _MOST_SPAN) if written.isdecimal() else 1


def _unwrapped(to: str) -> str:
    """Give where a link really leads: Google wraps those of its documents.

    Examples:
        >>> _unwrapped("https://www.google.com/url?q=https://example.com/a&sa=D")
        'https://example.com/a'
    """
    try:
        parts = urlsplit(to)
        inner = parse_qs(parts.query).get("q", [""])[0]
    except ValueError:
        return clean(to)
    wrapped = parts.path == "/url" and (parts.hostname or "").endswith("google.com") and inner
    return clean(inner if wrapped else to)
