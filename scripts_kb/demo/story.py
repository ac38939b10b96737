"""The story as it is written down: `year/*.txt`, one file a month, read into steps.

A step says when it landed, with which message, and what it did to the files of the content folder.
What it did is written as a person reads a diff, without line numbers:

    @ 2026-02-16 11:40 brew-first
    Сначала узнаём, чем заваривают

    By: sales
    Origin: …

    ~ scripts/incoming-home.yml
         intent: Узнать, чем заваривает
    -    say: Что посоветовать?
    +    say: Чем завариваете?
    ~
    …                                      a bare `~` opens another place of the same file
    + insights/2026-01-calls.yml           the file comes in
    - insights/2025-12-calls.yml           the file goes; what it held stands below
    -id: 2025-12-calls
    > offers/office.yml → offers/ofis-3.yml

After the name of a step may stand `on=BRANCH` (it is made beside the published branch),
`merges=BRANCH`, `undoes=STEP` (the edits of that step, backwards) and `facts=YYYY-MM` (the figures
of a month come in). In a message, `<commit STEP>` stands for the id of a step's commit.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import Final

ZONE: Final = dt.timezone(dt.timedelta(hours=3))
"""The company's clock; a fixed offset, so that no time zone data can move a commit."""

_HEAD: Final = re.compile(r"@ (\d{4}-\d\d-\d\d \d\d:\d\d) ([a-z0-9-]+)((?: [a-z]+=[a-z0-9-]+)*)")
_COMMAND: Final = re.compile(r"[~+>-] \S")


@dataclass(frozen=True, slots=True)
class Hunk:
    """One place of a file: the lines that stood there, and those that stand there now."""

    path: str
    was: tuple[str, ...]
    now: tuple[str, ...]

    def inverse(self) -> "Hunk":
        """Give the edit that takes this one back."""
        return Hunk(self.path, self.now, self.was)


@dataclass(frozen=True, slots=True)
class Coming:
    """A file that comes in; what it holds follows from what it holds later."""

    path: str


@dataclass(frozen=True, slots=True)
class Going:
    """A file that goes, with what it held."""

    path: str
    held: str


@dataclass(frozen=True, slots=True)
class Moving:
    """A file that gets another name."""

    old: str
    new: str


StoryEdit = Hunk | Coming | Going | Moving


@dataclass(frozen=True, slots=True)
class Scene:
    """One commit of the story.

    Attributes:
        name: how other steps and the planted truths call it.
        when: the moment of the commit.
        message: the whole message; the first line is the subject.
        edits: what it does, in order.
        on: the side branch on which it is made; "" for the published one.
        merges: the side branch that it brings in; "" for none.
        undoes: the step that it takes back; "" for none.
        facts: the month whose figures come in, `2026-02`; "" for none.
    """

    name: str
    when: dt.datetime
    message: str
    edits: tuple[StoryEdit, ...] = ()
    on: str = ""
    merges: str = ""
    undoes: str = ""
    facts: str = ""


@dataclass(slots=True)
class _Lines:
    """The lines of a file of the story, with the next one in sight."""

    name: str
    lines: list[str]
    place: int = 0

    @property
    def next(self) -> str | None:
        return self.lines[self.place] if self.place < len(self.lines) else None

    def take(self) -> str:
        self.place += 1
        return self.lines[self.place - 1]

    def wrong(self, what: str) -> ValueError:
        return ValueError(f"{self.name}:{self.place}: {what}")


def read(text: str, name: str = "story") -> Iterator[Scene]:
    r"""Read steps, in the order in which they are written.

    Args:
        text: what a file of the story holds.
        name: the file's name, for messages.

    Raises:
        ValueError: with file and line, where the story is not written as the module says.

    Examples:
        >>> steps = read("@ 2026-02-16 11:40 x\nСлова\n\n~ a.yml\n-Дорого\n+Не дорого\n")
        >>> next(steps).edits
        (Hunk(path='a.yml', was=('Дорого',), now=('Не дорого',)),)
    """
    lines = _Lines(name, text.split("\n"))
    while lines.next is not None:
        if not lines.next.strip():
            lines.take()
            continue
        yield _step(lines)


def _step(lines: _Lines) -> Scene:
    match = _HEAD.fullmatch(lines.take())
    if match is None:
        raise lines.wrong("a step starts with `@ YYYY-MM-DD HH:MM name`")
    options = dict(option.split("=") for option in match[3].split())
    message = []
    while lines.next is not None and not lines.next.startswith("@ "):
        if _COMMAND.match(lines.next):
            break
        message.append(lines.take())
    edits: list[StoryEdit] = []
    while lines.next is not None and not lines.next.startswith("@ "):
        if lines.next.strip():
            edits.extend(_edits(lines))
        else:
            lines.take()
    when = dt.datetime.strptime(match[1], "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    try:
        return Scene(match[2], when, "\n".join(message).strip() + "\n", tuple(edits), **options)
    except TypeError:
        raise lines.wrong(f"a step has no such option: {match[3]}") from None


def _edits(lines: _Lines) -> Iterator[StoryEdit]:
    sign, path = lines.next[0] if lines.next else "", lines.take()[2:]
    match sign:
        case "+":
            yield Coming(path)
        case "-":
            held = [line[1:] for line in _marked(lines, "-")]
            yield Going(path, "\n".join(held) + "\n")
        case ">":
            old, _, new = path.partition(" → ")
            if not new:
                raise lines.wrong("a move is written `> OLD → NEW`")
            yield Moving(old, new)
        case "~":
            yield _hunk(lines, path)
            while lines.next == "~":
                lines.take()
                yield _hunk(lines, path)
        case _:
            raise lines.wrong("an edit starts with ~, +, - or >")


def _marked(lines: _Lines, signs: str) -> Iterator[str]:
    while lines.next and lines.next[0] in signs and not _COMMAND.match(lines.next):
        yield lines.take()


def _hunk(lines: _Lines, path: str) -> Hunk:
    found = list(_marked(lines, " +-"))
    was = tuple(line[1:] for line in found if line[0] != "+")
    now = tuple(line[1:] for line in found if line[0] != "-")
    if not was or not now or was == now:
        raise lines.wrong("a place needs lines before and after, and a difference")
    return Hunk(path, was, now)


@dataclass(frozen=True, slots=True)
class Story:
    """All steps, in the order of time."""

    steps: tuple[Scene, ...]
    named: dict[str, Scene] = field(default_factory=dict)


def year() -> Story:
    """Read the story that ships with the package."""
    folder = resources.files("scripts_kb.demo") / "year"
    files = sorted(folder.iterdir(), key=lambda each: each.name)
    steps = [step for file in files for step in read(file.read_text(encoding="utf-8"), file.name)]
    return of(steps)


def of(steps: list[Scene]) -> Story:
    """Put steps together.

    Raises:
        ValueError: for two steps of one name, and where time runs backwards.
    """
    named: dict[str, Scene] = {}
    for before, step in zip([None, *steps], steps, strict=False):
        if step.name in named:
            raise ValueError(f"two steps are called {step.name}")
        if before and step.when < before.when:
            raise ValueError(f"{step.name} lands before {before.name}")
        named[step.name] = step
    return Story(tuple(steps), named)
