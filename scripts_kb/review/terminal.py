"""The review on a terminal: as wide as the window, in colours where there are any.

Without colours (a pipe, NO_COLOR) cut words stand in [-…-] and put ones in {+…+}, so that nothing
is lost.
"""

from collections.abc import Iterator
from typing import Final

from rich.console import Console
from rich.text import Text

from scripts_kb.language import formats
from scripts_kb.past import words
from scripts_kb.past.edits import Line, Part
from scripts_kb.past.words import Mark, Run
from scripts_kb.review import showing
from scripts_kb.review.records import EntityReview, Review
from scripts_kb.review.texts import say

_BRACKETS: Final = {"cut": "[-{}-]", "put": "{{+{}+}}"}
_CUT: Final = "red strike"
_PUT: Final = "green"
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
    sides = (showing.state(each, language) for each in (review.base, review.head))
    base, head = sides
    yield 0, Text(say("compared", language, base=base, head=head), "dim")
    for entry in review.entries:
        yield 0, Text()
        yield from _entry(entry, review, colours=colours)
    yield 0, Text()
    if not review.entries:
        yield 0, Text(say("only-files" if review.files else "nothing", language))
    if review.formatting:
        files = ", ".join(map(showing.visible, review.formatting))
        yield 0, Text(f"{say('formatting', language)}: {files}", "dim")
    for note in review.notes:
        yield 0, Text(showing.visible(f"{say('notes', language)}: {note.title or note.id}"), "dim")
        for part in showing.reason(note, review):
            yield 1, _part(part)
    yield from _verdict(review)


def _entry(entry: EntityReview, review: Review, *, colours: bool) -> Iterator[tuple[int, Text]]:
    language = review.language
    head = Text()
    head.append(showing.headline(entry, language), "bold")
    head.append(f"  {say(entry.kind, language)}", "cyan")
    head.append(f"  {showing.visible(entry.path)}", "dim")
    if entry.path_before:
        was = say("from-file", language, path=showing.visible(entry.path_before))
        head.append(f" ({was})", "dim")
    yield 0, head
    for line in showing.lines(entry, review):
        yield from _line(line, review, colours=colours)
    if entry.conversation:
        found = entry.conversation
        counts = (showing.count(n, language) for n in (found.paths_before, found.paths_after))
        before, after = counts
        yield 1, Text(say("calls", language), "bold yellow")
        yield 2, Text(say("paths", language, before=before, after=after))
        for part in showing.conversation(entry, review):
            yield 2, _part(part)
    yield from _why(entry, review)
    yield from _keys(entry, review)
    if entry.quotes:
        yield 1, Text(say("impact", language), "bold yellow")
        for heard in showing.quoting(entry, review):
            yield 2, Text(heard.where)
            yield from _sides(heard.runs, review, indent=3, colours=colours)
        names = "; ".join(showing.referring(entry, review))
        if names:
            yield 2, Text(f"{say('refers', language)}: {names}")
    for offer in entry.expiring:
        until = say("until", language, day=formats.date(offer.valid_to, language))
        text = f"{say('expiring', language)}: {formats.quoted(offer.title, language)}, {until}"
        yield 1, Text(showing.visible(text), "yellow")
    for gap in showing.gaps(entry, language):
        yield 1, Text(f"! {gap}", "magenta")


def _line(line: Line, review: Review, *, colours: bool) -> Iterator[tuple[int, Text]]:
    language = review.language
    label = Text(line.label, "bold") if line.label else Text()
    if line.op == "moved":
        places = say("from-to", language, before=line.place_before, after=line.place_after)
        own = " ".join(formats.quoted(part.text, language) for part in line.parts)
        yield 1, Text.assemble(label, f" {own} " if own else " ", f"↕ {places}")
        return
    if line.op == "changed":
        yield 1, label
        yield from _sides(line.runs, review, indent=2, colours=colours)
        return
    sign, style = ("+", _PUT) if line.op == "added" else ("−", "red")
    if label.plain:
        yield 1, label
    for part in line.parts:
        text = f"{part.label}: {part.text}" if part.label else part.text
        yield 2, Text(f"{sign} {text}", style)
    if not line.parts:
        yield 2, Text(sign, style)


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


def _part(part: Part) -> Text:
    if not part.label:
        return Text(part.text)
    return Text.assemble((f"{part.label}: ", "dim"), part.text)


def _why(entry: EntityReview, review: Review) -> Iterator[tuple[int, Text]]:
    language = review.language
    if not entry.edits:
        return
    if not entry.rationales:
        known = entry.class_ == "editorial"
        text = say("no-reason-needed" if known else "nobody-said", language)
        yield 1, Text(text, "dim" if known else "bold magenta")
    for rationale in entry.rationales:
        title = (
            f"{say('why', language)}: {rationale.title}"
            if rationale.title
            else say("why", language)
        )
        yield 1, Text(showing.visible(title), "bold yellow")
        for part in showing.reason(rationale, review):
            yield 2, _part(part)


def _keys(entry: EntityReview, review: Review) -> Iterator[tuple[int, Text]]:
    if not entry.approvals.keys:
        return
    yield 1, Text(say("keys", review.language), "bold yellow")
    for key in entry.approvals.keys:
        sign = "✓" if key.given else "✗" if key.refused else "…"
        style = "green" if key.given else "red" if key.refused else "yellow"
        yield 2, Text(f"{sign} {showing.key(key, review)}", style)


def _verdict(review: Review) -> Iterator[tuple[int, Text]]:
    language = review.language
    for severity, title in (("error", "problems"), ("warning", "warnings")):
        found = showing.problems(review, severity)
        if found:
            yield 0, Text(f"{say(title, language)}:", "bold red" if severity == "error" else "bold")
        for said in found:
            if len(said.places) == 1:
                yield 1, Text(f"{said.places[0]}: {said.code}: {said.text}")
                continue
            yield 1, Text(f"{said.code}: {said.text}")
            for place in said.places:
                yield 2, Text(place, "dim")
    if review.gated:
        refused = review.refused
        text = say("refused" if refused else "passes", language)
        yield 0, Text(text, "bold red" if refused else "bold green")
