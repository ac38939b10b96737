"""The review on a terminal: as wide as the window, in colours where there are any.

Without colours (a pipe, NO_COLOR) cut words stand in [-…-] and put ones in {+…+}, so that nothing
is lost.
"""

from collections.abc import Iterator
from typing import Final

from rich.console import Console
from rich.text import Text

from scripts_kb.past import words
from scripts_kb.past.words import Mark, Run
from scripts_kb.review import layout, showing
from scripts_kb.review.blocks import (
    Block,
    CallMap,
    Foldable,
    Paragraph,
    Points,
    ReviewItem,
    Reworded,
    Section,
    Tone,
    Values,
)
from scripts_kb.review.records import Review
from scripts_kb.review.texts import say

_BRACKETS: Final = {"cut": "[-{}-]", "put": "{{+{}+}}"}
_CUT: Final = "red strike"
_PUT: Final = "green"
_TONES: Final[dict[Tone, str]] = {
    "": "",
    "soft": "dim",
    "good": "green",
    "wait": "yellow",
    "bad": "red",
}
_SIGNS: Final[dict[Tone, str]] = {"": "", "soft": "", "good": "✓ ", "wait": "… ", "bad": "✗ "}
_INDENT: Final = 2
_NARROWEST: Final = 20
_COMMANDS: Final = ("::", "##[")
"""A line of a log that begins so is a command to some hostings."""


def write(review: Review, console: Console | None = None) -> None:
    """Print a review.

    Args:
        review: what to show.
        console: where; it knows its width and whether it has colours. Standard output, where left
            out.
    """
    console = console or Console(highlight=False, markup=False, emoji=False)
    colours = console.color_system is not None
    for indent, text in _blocks(review, colours=colours):
        margin = " " * (indent * _INDENT)
        # Wrapped here, not padded: a pipe gets no trailing blanks.
        for line in text.wrap(console, max(console.width - len(margin), _NARROWEST)):
            line.rstrip()
            if line.plain.lstrip().startswith(_COMMANDS):
                line = Text.assemble("· ", line)  # noqa: PLW2901 - the same line, made harmless
            console.print(Text.assemble(margin, line), soft_wrap=True)


def _blocks(review: Review, *, colours: bool) -> Iterator[tuple[int, Text]]:
    language = review.language
    yield from _state(review)
    base, head = (showing.state(each, language) for each in (review.base, review.head))
    yield 0, Text(say("compared", language, base=base, head=head), "dim")
    found = layout.sections(review)
    contents = layout.contents(found, review)
    if contents:
        yield 0, Text()
        yield 0, Text(say("contents", language), "bold")
    for each in contents:
        yield 1, Text(f"{each.title} — {each.mark}")
    if not review.entries:
        yield 0, Text(say("only-files" if review.files else "nothing", language))
    for part in found:
        yield from _section(part, review, colours=colours)
    if found:
        # Of a long review the end is what stays on the screen.
        yield 0, Text()
        yield from ((0, Text(each, "dim")) for each in showing.answering(review))
        yield from _state(review)


def _state(review: Review) -> Iterator[tuple[int, Text]]:
    state = showing.state_line(review)
    if state:
        yield 0, Text(state[1], f"bold {_TONES[state[0]]}")


def _section(part: Section, review: Review, *, colours: bool) -> Iterator[tuple[int, Text]]:
    yield 0, Text()
    yield 0, Text(part.title.upper(), "bold yellow")
    for item in part.items:
        if item.entity:
            yield 0, Text()
        yield 0, _name(item)
        for block in item.blocks:
            for indent, text in _block(block, review, colours=colours):
                yield indent + 1, text


def _name(item: ReviewItem) -> Text:
    code = f"{item.code}: " if item.code else ""
    shown = Text(f"{_SIGNS[item.tone]}{code}{item.title}", f"bold {_TONES[item.tone]}".strip())
    return shown.append(f"  {item.mark}", "not bold cyan") if item.mark else shown


def _block(block: Block, review: Review, *, colours: bool) -> Iterator[tuple[int, Text]]:
    match block:
        case Paragraph():
            yield 0, Text(block.text, "bold" if block.name else _TONES[block.tone])
        case Reworded():
            yield from _sides(block.runs, review, indent=1, colours=colours)
        case Values():
            yield from _values(block)
        case Points():
            for point in block.points:
                yield 1, Text(f"· {point.text}", _TONES[point.tone])
        case CallMap():
            for mark, drawn in showing.diagram(block.conversation, review.language):
                yield 1, Text(f"{mark} {drawn}", {"-": "red", "+": "green"}.get(mark, ""))
        case Foldable():
            yield 0, Text(block.title, "bold cyan")
            for each in block.blocks:
                for indent, text in _block(each, review, colours=colours):
                    yield indent + 1, text


def _values(block: Values) -> Iterator[tuple[int, Text]]:
    sign, style = {"added": ("+ ", _PUT), "removed": ("− ", "red")}.get(block.op or "", ("", ""))
    for row in block.rows:
        label = f"{row.label}: " if row.label else ""
        yield 1, Text.assemble((f"{sign}{label}", "dim" if not sign else style), (row.text, style))


def _sides(
    runs: tuple[Run, ...], review: Review, *, indent: int, colours: bool
) -> Iterator[tuple[int, Text]]:
    sides: tuple[tuple[str, Mark, str], ...] = (("before", "cut", _CUT), ("after", "put", _PUT))
    for name, mark, style in sides:
        text = Text(f"{say(name, review.language)}: ", "dim")
        for stretch, differs in words.side(runs, mark):
            shown = stretch if colours or not differs else _BRACKETS[mark].format(stretch)
            text.append(shown, f"not dim {style}" if differs else "not dim")
        yield indent, text
