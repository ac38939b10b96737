r"""A document that somebody had, as its reader hands it on: units with addresses, letters, shape.

    file ──read──▶ SourceDocument ──rules on words──▶ cards
      └──count──▶ letters: the sum over its units must be the same

A reader gives what the form itself says: letters without what nobody sees, addresses, styles,
colours, lists, cells as a person sees them, what is left over already. It decides nothing about
meaning: no heading by bold or capitals, no speaker, nothing said, no header of a table.

Letters. Every unit has `letters`: how many its source has, marks included. `layout`, a part of
these, is what is not in its `text`: marks of Markdown, HTML inside JSON, a number typed before an
item. So `letters == letters(text) + layout`, unless it is `raw`, a number, a date, a percent, whose
letters are those of its raw value: such a unit goes to one fate whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Form = Literal[
    "docx", "xlsx", "ods", "xls", "xmind", "freemind", "opml", "drawio", "html", "json", "markdown",
    "csv", "text",
]  # fmt: skip
Why = Literal[
    "hidden", "comment", "deleted", "struck", "box", "nested", "running", "footnote", "formula",
    "link", "label", "floating", "field", "image", "unreachable",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextRun:
    r"""A stretch of text in one dress. Its text is clean; "\n" is a soft break.

    Attributes:
        text: as it stands, without Markdown's marks; spaces at its ends are kept.
        colour: of the letters, `00B050`; None where automatic or black.
        highlight: behind them, a name as Word has it (`yellow`) or `FFFF00`; None where none.
        classes: of HTML elements around it inside the paragraph, the innermost first.
        code: written in code marks.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    colour: str | None = None
    highlight: str | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListItem:
    """The place of a paragraph in a list.

    Attributes:
        level: 0 for the outermost list.
        number: what stands or would be shown before it, counted by Word, HTML or written; None for
            a bullet.
        list: tells one list from another in this document: items of one list have the same.
        sign: what follows a number that was typed: `.` or `)`; "" for a bullet or a counted one.
            A list of typed numbers or bullets is `typed`.
    """

    level: int
    number: int | None
    list: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that the form itself calls a heading.

    Attributes:
        level: 0 for Title of Word (and class `title` of Google Docs), 1–9 for the rest; for a
            `summary` how many `details` it is in, from 1.
        mark: by what: a style of Word, `#` of Markdown (literal ones in other forms too), h1–h6 of
            HTML, `summary`.
    """

    level: int
    mark: Literal["style", "#", "h", "summary"]


@dataclass(frozen=True, slots=True)
class TextParagraph:
    r"""A unit of running text: a paragraph, a line of plain text with those joined to it, a block.

    Attributes:
        at: exact address: `p12`, `line 12` (the first of the lines), `block 12`, `title`.
        runs: dresses in order; their texts together are `text`.
        letters: see the head of the module.
        layout: see there.
        raw: never split (numbers); only in cells.
        heading, item: None where it is none.
        quote: a block quote (`>`, blockquote, style Quote).
        fence: lines of a fence, or `pre`; "\n" between them.
        rule: an empty paragraph that draws a line: text is "", all of its letters are layout
            (`---`, `____`, `* * *`, <hr>).
        depth: how many `details` of HTML it is in (its own `summary` counts); 0 elsewhere.
        classes: of the HTML elements around it, the innermost first.
        gap: empty lines or paragraphs stand before it.
    """

    at: str
    runs: tuple[TextRun, ...] = ()
    letters: int = 0
    layout: int = 0
    raw: bool = False
    heading: Heading | None = None
    item: ListItem | None = None
    quote: bool = False
    fence: bool = False
    rule: bool = False
    depth: int = 0
    classes: tuple[str, ...] = ()
    gap: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(run.text for run in self.runs)

    @property
    def bold(self) -> bool:
        """Whether every run with letters is bold."""
        return _every(self.runs, "bold")

    @property
    def italic(self) -> bool:
        """Whether every run with letters is in italics."""
        return _every(self.runs, "italic")

    @property
    def colour(self) -> str | None:
        """The one colour of all its letters, or None."""
        return _one(self.runs, "colour")

    @property
    def highlight(self) -> str | None:
        """The one highlight of all its letters, or None."""
        return _one(self.runs, "highlight")


def _every(runs: tuple[TextRun, ...], what: str) -> bool:
    filled = [run for run in runs if run.text.strip()]
    return bool(filled) and all(getattr(run, what) for run in filled)


def _one(runs: tuple[TextRun, ...], what: str) -> str | None:
    found = {getattr(run, what) for run in runs if run.text.strip()}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Cell:
    r"""A filled cell of a table; an empty one is not listed, nor one that a merged cell covers.

    Attributes:
        at: `Лист!B3`, `B3` (CSV), `t2!B3`.
        row, column: from 1, as the address has them.
        paragraphs: of DOCX and HTML one each, with `item` for lists; their `at` is the cell's. Of
            workbooks, CSV and Markdown one, in which "\n" parts lines.
        rows, columns: how many it is merged over, from 1.
        why: `hidden` (row, column, sheet), `formula` (no value; the text is `=…`), else None.
    """

    at: str
    row: int
    column: int
    paragraphs: tuple[TextParagraph, ...]
    rows: int = 1
    columns: int = 1
    why: Why | None = None

    @property
    def text(self) -> str:
        """What it says, a line a paragraph."""
        return "\n".join(each.text for each in self.paragraphs)

    @property
    def letters(self) -> int:
        """Letters of all its paragraphs."""
        return sum(each.letters for each in self.paragraphs)

    @property
    def layout(self) -> int:
        """Letters of these which no text has."""
        return sum(each.layout for each in self.paragraphs)

    @property
    def raw(self) -> bool:
        """Whether it is a number, a date or the like, and goes whole."""
        return any(each.raw for each in self.paragraphs)


@dataclass(frozen=True, slots=True)
class CellTable:
    """A sheet, or a table in a document.

    Attributes:
        at: the sheet's name, `t2`; of CSV "" (the cells are `B3`).
        name: the sheet's name; None for tables in documents and CSV.
        cells: the filled ones, row by row.
        width, height: the last column and row that have anything.
        visible: False for a hidden sheet (all of its cells have `why="hidden"`).
        depth: as of `TextParagraph`.
    """

    at: str
    name: str | None
    cells: tuple[Cell, ...]
    width: int = 0
    height: int = 0
    visible: bool = True
    depth: int = 0


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node of a tree: its words, and what hangs on it.

    Attributes:
        at: `1.2.3`, `Лист!1.2`.
        words: one paragraph; its `at` is the node's.
        notes: at `… note`; hints by mark.
        children: in order.
    Links and labels are leftovers (`… link`, `… label`), in `SourceDocument.leftovers`.
    """

    at: str
    words: TextParagraph
    notes: tuple[TextParagraph, ...] = ()
    children: tuple["TreeNode", ...] = ()


@dataclass(frozen=True, slots=True)
class NodeTree:
    """A map or an outline: `name` is the sheet of XMind, else None; several roots in OPML."""

    at: str
    name: str | None
    roots: tuple[TreeNode, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from a node to another.

    Attributes:
        at: of its words (`/nodes/hello/options/2/text`, `Страница!12`, `Страница!20` of a label),
            or of the edge where it has none.
        source, target: ids of nodes; the target may be one that is not there (dangling).
        target_at: where the target is named: `/nodes/hello/options/2/next`, or the edge.
        words: None where it has none.
        target_letters: of the target as named; "layout", or "left" where it is dangling.
    """

    at: str
    source: str
    target: str
    target_at: str
    words: TextParagraph | None = None
    target_letters: int = 0


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A node of a flow.

    Attributes:
        at: of its words, `/nodes/hello/text`, `Страница!3`.
        id: what edges call it.
        words: paragraphs, one a block or a line of HTML (runs keep classes and italics); all with
            the same `at`. Empty where it says nothing.
        title: at `/…/title`, or None: `intent`.
        goal, end: said by `is_goal`, by `type`.
        mark: `start` for «Начало», `end` for «Конец» (draw.io): no step but a name.
        name: a lane of draw.io: no step but a name.
    """

    at: str
    id: str
    words: tuple[TextParagraph, ...] = ()
    title: TextParagraph | None = None
    goal: bool = False
    end: bool = False
    mark: Literal["start", "end", "lane"] | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps and edges.

    Attributes:
        at: `/nodes`, `/response/data/steps`; of draw.io the page.
        name: of draw.io the page's, None in JSON.
        title: `/title`, `/response/name`, a name; None where there is none.
        target: «Записать на замер» of HyperScript, a goal; None where there is none.
        entry: the id of the step at which it begins whatever the form says of it.
        steps, edges: in the order of the file; edges by `sort`.
        names: names of sections (`starred`), names.
    """

    at: str
    name: str | None
    title: TextParagraph | None
    target: TextParagraph | None
    entry: str | None
    steps: tuple[FlowStep, ...]
    edges: tuple[Edge, ...]
    names: tuple[TextParagraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Leftover:
    """What the form itself says is left over: comments, deletions, boxes, headers of pages.

    Its text may hold phones and mails: they are not taken out here.
    """

    at: str
    text: str
    why: Why
    letters: int
    layout: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """What only dresses the page: rules, rows `|---|`, running footers, ids and positions.

    `at` may be shared by all ids of a flow (`/nodes`): they come as one unit without a text.
    """

    at: str
    text: str
    letters: int


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the file, and where it stands.

    Attributes:
        at: the paragraph's or cell's address.
        file: its name in the archive, without folders (`image1.png`).
        alt: what stands for it; clean, no letters of any unit.
        content: its bytes, at most 20 MiB; b"" where it is larger or the part is not there.
        kind: png, jpeg, gif, webp by content; None: left over as `image`.
    """

    at: str
    file: str
    alt: str
    content: bytes = field(repr=False)
    kind: Literal["png", "jpeg", "gif", "webp"] | None = None


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """An address and its letters."""

    at: str
    letters: int


DocumentBlock = TextParagraph | CellTable | NodeTree | Flow


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file as read.

    Attributes:
        form: what it is.
        file: how it was shown to the reader (its name in messages).
        sha256: of its bytes.
        title: HTML `<title>`, OPML `<title>` of the head: at `title`, a name. None elsewhere.
        blocks: in the order of the file; a DOCX mixes paragraphs and tables, a workbook has a
            table a sheet, a mind map a tree a sheet, draw.io a flow a page.
            Empty paragraphs are not blocks (the numbering of addresses counts them; the next
            paragraph has `gap`); rules are.
        leftovers, images, layout: in the order of the file.
        said: what a person must know of it, as texts of the catalogue `mistakes`, which name the
            `file`: macros stay behind, an old workbook has no second count.
    """

    form: Form
    file: str
    sha256: str
    blocks: tuple[DocumentBlock, ...] = ()
    title: TextParagraph | None = None
    leftovers: tuple[Leftover, ...] = ()
    images: tuple[Image, ...] = ()
    layout: tuple[Layout, ...] = ()
    said: tuple[str, ...] = ()
    sign: str = ""

    def units(self) -> Iterator[CountedUnit]:
        """Yield every unit with its letters; an address may come more than once."""
        if self.title:
            yield CountedUnit(self.title.at, self.title.letters)
        for block in self.blocks:
            yield from _units(block)
        yield from (CountedUnit(each.at, each.letters) for each in self.leftovers)
        yield from (CountedUnit(each.at, each.letters) for each in self.layout)
        for image in self.images:
            yield CountedUnit(image.at, 0)


def _units(block: DocumentBlock) -> Iterator[CountedUnit]:
    if isinstance(block, TextParagraph):
        yield CountedUnit(block.at, block.letters)
    elif isinstance(block, CellTable):
        yield from (CountedUnit(each.at, each.letters) for each in block.cells)
    elif isinstance(block, NodeTree):
        for root in block.roots:
            yield from _of_node(root)
    else:
        yield from _of_flow(block)


def _of_node(node: TreeNode) -> Iterator[CountedUnit]:
    for said in (node.words, *node.notes):
        yield CountedUnit(said.at, said.letters)
    for child in node.children:
        yield from _of_node(child)


def _of_flow(flow: Flow) -> Iterator[CountedUnit]:
    said: list[TextParagraph | None] = [flow.title, flow.target, *flow.names]
    for step in flow.steps:
        said += step.words
        said.append(step.title)
    for edge in flow.edges:
        said.append(edge.words)
        yield CountedUnit(edge.target_at, edge.target_letters)
    yield from (CountedUnit(each.at, each.letters) for each in said if each)
