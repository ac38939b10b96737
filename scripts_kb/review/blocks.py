"""A review laid out, before any form writes it: sections, their items, the blocks of an item.

    Review ──layout──▶ Section(ReviewItem(block, block, …), …), … ──▶ terminal, Markdown, HTML

Texts here are already in a reader's words and show what no reader could see; what is dangerous in
one of them is each form's to escape. An item knows the line that stands for it where room is short.
"""

from dataclasses import dataclass
from typing import Literal

from scripts_kb.past.records import Op
from scripts_kb.past.words import Run
from scripts_kb.review.records import Conversation

Tone = Literal["", "soft", "good", "wait", "bad"]
"""How a text is meant: plain, by the way, settled, waited for, wrong."""
SectionName = Literal["heard", "work", "reasons", "keys", "problems", "warnings", "rest"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of its own; `name` says whether it names what follows."""

    text: str
    tone: Tone = ""
    name: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Reworded:
    """What is said now and what will be, by word."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled text; `spoken` tells whether it is said aloud to a customer."""

    label: str
    text: str
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Values:
    """Labelled texts: of what comes or goes, or `op` None for what is only told."""

    rows: tuple[Labelled, ...]
    op: Op | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A line of a list."""

    text: str
    tone: Tone = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class CallMap:
    """The links of a script around what changed."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Foldable:
    """Blocks under a line that opens them; `shown` where they are open at first."""

    title: str
    blocks: "tuple[Block, ...]"
    shown: bool = False


Block = Paragraph | Reworded | Values | Points | CallMap | Foldable


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A card, a reason, a key or a problem.

    Attributes:
        title: its name.
        blocks: all that is said of it.
        short: the line that stands for it where there is no room.
        kind: what it is counted as where not even the lines have room: "Возражения".
        mark: a word beside the name: new, changes.
        tone: of the name.
        entity: `kind/id` of a card, "" for the rest.
        link: where the name leads.
        code: of a problem.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    short: str = ""
    kind: str = ""
    mark: str = ""
    tone: Tone = ""
    entity: str = ""
    link: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one heading, the most important sections first."""

    name: SectionName
    title: str
    items: tuple[ReviewItem, ...]
