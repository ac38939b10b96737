"""The review as one HTML file: no script, nothing loaded, fit for a screen, paper and a phone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

from scripts_kb.language import Language
from scripts_kb.language.templates import environment
from scripts_kb.past import words
from scripts_kb.past.edits import shortened
from scripts_kb.review import layout, showing
from scripts_kb.review.blocks import ReviewItem, Section, Tone
from scripts_kb.review.records import Conversation, Review
from scripts_kb.review.texts import say

TEMPLATES: Final = Path(__file__).with_name("templates")

SIGNS: Final[dict[Tone, str]] = {"good": "✓", "wait": "…", "bad": "✗"}

_BODY: Final = re.compile(r"<body\b[^>]*>")
_ROW: Final = 44
_BOX: Final = 300
_WIDTH: Final = 860
_LETTERS: Final = 36
_REPLY: Final = 28


@dataclass(frozen=True, slots=True)
class Drawn:
    """A link of a script's map in CSS pixels; `name` is set on the first link of a step."""

    mark: str
    step: str
    """The mark of the step itself."""
    name: str
    reply: str
    end: str
    y: int


def drawing(found: Conversation, language: Language) -> tuple[int, tuple[Drawn, ...]]:
    """Lay out the map around what changed: a row a link, steps on the left, ends on the right.

    Returns:
        The height, and the rows from top to bottom.
    """
    rows: list[Drawn] = []
    for mark, name, links in showing.links(found, language):
        first = shortened(name, _LETTERS)
        if not links:
            rows.append(Drawn(mark, mark, first, "", "", len(rows) * _ROW))
        for link in links:
            y = len(rows) * _ROW
            end = shortened(link.end, _LETTERS)
            reply = shortened(link.reply, _REPLY)
            rows.append(Drawn(link.mark, mark, first, reply, end, y))
            first = ""
    return len(rows) * _ROW, tuple(rows)


def write(review: Review) -> str:
    """Write a review as an HTML page."""
    language = review.language
    found = layout.sections(review)
    anchors: dict[str, str] = {}
    for number, entry in enumerate(review.entries, 1):
        anchors.setdefault(entry.entity, f"e{number}")

    def said(key: str, **facts: Any) -> str:
        return say(key, language, **facts)

    return (
        environment(TEMPLATES)
        .get_template("review.html")
        .render(
            review=review,
            language=language,
            say=said,
            showing=showing,
            sections=found,
            contents=layout.contents(found, review),
            anchors=anchors,
            first={id(item) for item in _first(found)},
            identity=id,
            kind=lambda block: type(block).__name__,
            cards=("heard", "work", "reasons", "rest"),
            state=showing.state_line(review),
            answering=showing.answering(review),
            signs=SIGNS,
            drawing=drawing,
            side=words.side,
            style=(TEMPLATES / "review.css").read_text(encoding="utf-8"),
            width=_WIDTH,
            box=_BOX,
            row=_ROW,
        )
    )


def listed(review: Review, pages: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """Write the list of the pages that show the cards as they will be.

    Args:
        review: of these cards.
        pages: name of a heading → title and path of each page.
    """
    return (
        environment(TEMPLATES)
        .get_template("coming.html")
        .render(
            say=lambda key: say(key, review.language),
            language=review.language,
            pages=pages,
            style=(TEMPLATES / "review.css").read_text(encoding="utf-8"),
        )
    )


def alone(page: str, back: str, language: Language) -> str:
    """Fit a page of a site for being looked at alone: without what only scripts bring to life.

    Args:
        page: as it was built, without its scripts.
        back: where the list of such pages stands, as a link from it.
        language: of what is said above it.
    """
    style = (TEMPLATES / "coming.css").read_text(encoding="utf-8")
    link = f'<a href="{escape(back)}">{escape(say("coming", language))}</a>'
    above = f'<p class="kb-coming">{link}. {escape(say("pages-how", language))}</p>'
    head, body, rest = page.partition("</head>")
    told = _BODY.sub(lambda tag: tag[0] + above, rest, count=1)
    return f"{head}<style>{style}</style>{body}{told}"


def _first(found: tuple[Section, ...]) -> Iterator[ReviewItem]:
    """Yield the first item of each card: what a link to the card leads to."""
    seen = set()
    for part in found:
        for item in part.items:
            if item.entity and item.entity not in seen:
                seen.add(item.entity)
                yield item
