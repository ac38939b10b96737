"""What a person reads in a terminal: rows of the log by labels, with reasons; how far work is."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from scripts_kb.app import workspace
from scripts_kb.cli.common import say
from scripts_kb.language import Language
from scripts_kb.past import telling, words
from scripts_kb.past.records import Edit, Leaf, Row
from scripts_kb.past.telling import Names
from scripts_kb.problems import plain
from scripts_kb.schema import labels

if TYPE_CHECKING:
    from scripts_kb.past.log import Log


def bar(what: str, done: int, total: int | None) -> Progress:
    """Show a bar on the terminal's other output, with one task; it goes away when it stops.

    Args:
        what: the work, by the key of its text.
        done: how much of it is done.
        total: of how much; None where nobody knows.
    """
    shown = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        # What is printed may go into a file, or be read by a program.
        redirect_stdout=False,
    )
    text = say(f"doing-{what}", workspace.language_of(None) or "ru")
    shown.add_task(text, completed=done, total=total)
    shown.start()
    return shown


def names_of(log: "Log") -> Names:
    """Give what the knowledge base calls things at the tip, in its language."""
    settings = log.present.get("config/kb")
    english = isinstance(settings, dict) and settings.get("language") == "en"
    return telling.of_values(log.present, "en" if english else "ru")


def text(value: Any) -> Iterator[str]:
    """Yield a value line by line, as in a file.

    Examples:
        >>> list(text({"id": "cup", "say": "Сравним чашку", "segments": ["cafe", "home"]}))
        ['id: cup', 'say: Сравним чашку', 'segments: cafe, home']
        >>> list(text([{"id": "a"}, {"id": "b", "next": "bye"}]))
        ['- id: a', '- id: b', '  next: bye']
    """
    if isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, dict) or _nested(each):
                yield f"{plain(key)}:"
                yield from (f"  {line}" for line in text(each))
            else:
                yield f"{plain(key)}: {'; '.join(text(each))}"
    elif _nested(value):
        for each in value:
            first, *rest = text(each) or ("",)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    elif isinstance(value, list):
        yield ", ".join(plain(str(each)) for each in value)
    else:
        # A text of several paragraphs keeps them.
        yield from (plain(line) for line in str(value).split("\n"))


def _nested(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict | list) for each in value)


def show_rows(rows: Sequence[Row], zone: ZoneInfo | None, names: Names) -> None:
    """Print what changed: each row with its edits and its reason."""
    console = Console(highlight=False, soft_wrap=True)
    for row in rows:
        console.print(
            f"[bold]{_text(row.entity or row.path)}[/] {_version(row)} "
            f"{say(row.kind, names.language)}  [dim]{_landed(row, zone)}[/]"
        )
        console.print(f"    {_text(row.subject)}")
        for part in row.parted():
            for edit in part.edits:
                _edit(console, row, edit, names.language)
            _reason(console, part, names)
    if not rows:
        console.print(say("nothing-changed", names.language))


def show_leaves(leaves: Iterable[Leaf], zone: ZoneInfo | None, names: Names) -> None:
    """Print values with what set them: what one change set together, and its reason once."""
    console = Console(highlight=False, soft_wrap=True)
    for row, together in groupby(leaves, key=lambda leaf: leaf.why):
        if row is None:  # the tip holds no uncommitted value
            continue
        for leaf in together:
            label = " › ".join(labels.trail(leaf.entity, leaf.path, names.language))
            console.print(f"[bold]{_text(label)}[/]  [dim]{_text(leaf.path)}[/]")
            for line in text(leaf.value):
                console.print(f"    {escape(line)}")
        console.print(f"  [dim]{_version(row)} {_landed(row, zone)}[/] {_text(row.subject)}")
        _reason(console, row, names)


def _text(foreign: str) -> str:
    return escape(plain(foreign))


def _version(row: Row) -> str:
    return f"v{row.version}" if row.version else "—"


def _landed(row: Row, zone: ZoneInfo | None) -> str:
    return f"{row.landed(zone)[:16].replace('T', ' ')} {row.change[:9]}"


def _edit(console: Console, row: Row, edit: Edit, language: Language) -> None:
    trail = " › ".join(labels.trail(row.entity or "", edit.path, language)) if row.entity else ""
    place = f": {_text(trail)}" if trail else ""
    path = f"  [dim]{_text(edit.path)}[/]" if edit.path else ""
    console.print(f"    [cyan]{say(edit.op, language)}{place}[/]{path}")
    if not edit.path:
        return
    if isinstance(edit.before, str) and isinstance(edit.after, str):
        _compared(console, edit.before, edit.after)
        return
    for sign, style, value in (("−", "red", edit.before), ("+", "green", edit.after)):
        for line in text(value) if value is not None else ():
            console.print(f"      [{style}]{sign} {escape(line)}[/]")


def _compared(console: Console, before: str, after: str) -> None:
    """Print the old text and the new one, the words that differ in colour, both lines signed."""
    runs = words.marked(*("\n".join(map(plain, each.split("\n"))) for each in (before, after)))
    sides: tuple[tuple[str, str, words.Mark], ...] = (("−", "red", "cut"), ("+", "green", "put"))
    for sign, style, mark in sides:
        shown = Text(style=style)
        for stretch, differs in words.side(runs, mark):
            shown.append(stretch, "bold" if differs else "")
        for line in shown.split("\n"):
            console.print(Text.assemble((f"      {sign} ", style), line))


def _reason(console: Console, row: Row, names: Names) -> None:
    for told in telling.reason(row.rationale, names) if row.rationale else ():
        label = f"[yellow]{escape(told.label)}:[/] " if told.label else ""
        console.print(f"    {label}{_text(told.text)}")
    for gap in row.gaps:
        console.print(f"    [magenta]! {_text(telling.gap(gap, names.language))}[/]")
    console.print()
