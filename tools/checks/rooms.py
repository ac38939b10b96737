"""The picture of the rooms in CONTRIBUTING.md, drawn from the code.

    pyproject.toml ──layers──┐
    scripts_kb/ ──first lines, imports, sizes──┴──▶ the staircase ──▶ between the two marks

`tools/rooms` draws it; the step of `tools/test` says where it is no longer true. How many lines a
room has is said in hundreds, and what is written stays while it is about true: the picture
would otherwise change with every commit.
"""

import argparse
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from scripts_kb.pages.architecture import PACKAGE, Room, rooms
from tools.checks.finding import Finding

FILE: Final = "CONTRIBUTING.md"

_ROOT: Final = Path(__file__).resolve().parents[2]
_MARKS: Final = ("<!-- rooms: tools/rooms draws them -->\n", "<!-- /rooms -->\n")
_SAID: Final = re.compile(r"^.{4}(\w+)/.*?([\d,]+) lines", re.MULTILINE | re.DOTALL)
_SMALL: Final = 150
_COLUMN: Final = 16
_WIDTH: Final = 100


def check(root: Path) -> Iterator[Finding]:
    """Finds a picture that is not what the code is.

    Args:
        root: The checkout.

    Yields:
        The first line that is otherwise, with what it should be.
    """
    text = (root / FILE).read_text(encoding="utf-8")
    wanted = drawn(text, layers(root)).splitlines()
    for number, (line, right) in enumerate(zip(text.splitlines(), wanted, strict=False), start=1):
        if line != right:
            yield Finding(
                FILE, number, f"the rooms are otherwise, run tools/rooms: {right.strip()}"
            )
            return


def drawn(text: str, layers: Sequence[str]) -> str:
    """Puts the picture of the rooms into a text.

    Args:
        text: It, with the two marks.
        layers: The steps, from the top; rooms of one step with ``|`` between them.

    Returns:
        The text with the picture of today between its marks.
    """
    begin, end = _MARKS
    before, _, rest = text.partition(begin)
    old, _, after = rest.partition(end)
    said = {name: int(lines.replace(",", "")) for name, lines in _SAID.findall(old)}
    picture = "\n".join(_staircase(layers, said))
    return f"{before}{begin}```\n{picture}\n```\n{end}{after}"


def main(arguments: Sequence[str]) -> int:
    """Draws the picture again where it stands.

    Args:
        arguments: The command line without the program's name; there are no options.

    Returns:
        The exit code.
    """
    argparse.ArgumentParser("tools/rooms", description=f"Draw the rooms of {FILE}.").parse_args(
        arguments
    )
    file = _ROOT / FILE
    file.write_text(drawn(file.read_text(encoding="utf-8"), layers(_ROOT)), encoding="utf-8")
    return 0


def layers(root: Path) -> list[str]:
    """Reads the steps that Import Linter holds the rooms to.

    Args:
        root: The checkout.

    Returns:
        The steps, from the top; rooms of one step with ``|`` between them.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    return next(contract["layers"] for contract in contracts if contract["type"] == "layers")


def _staircase(steps: Sequence[str], said: Mapping[str, int]) -> Iterator[str]:
    known = {room.name: room for room in rooms()}
    for height, step in zip(range(len(steps), 0, -1), steps, strict=True):
        for number, name in enumerate(re.findall(r"\w+", step)):
            label = f"{'' if number else height:>2}  {name + '/':<12}"
            below = [other for other in known if other in known[name].below]
            yield from _room(label, known[name], below, said.get(name, 0))


def _room(label: str, room: Room, below: Sequence[str], said: int) -> Iterator[str]:
    lines = _lines(PACKAGE / room.name)
    shown = said if abs(said - lines) <= max(_SMALL, lines / 10) else max(100, round(lines, -2))
    count = len(room.modules)
    size = f"{count} module{'s' * (count > 1)}, {shown:,} lines"
    imports = f" → {' '.join(below)}" if below else ""
    for number, text in enumerate((room.modules[0].purpose, size + imports)):
        yield from textwrap.wrap(
            text,
            _WIDTH,
            initial_indent=" " * _COLUMN if number else label,
            subsequent_indent=" " * _COLUMN,
            break_on_hyphens=False,
        )


def _lines(folder: Path) -> int:
    return sum(len(path.read_bytes().splitlines()) for path in folder.rglob("*.py"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
