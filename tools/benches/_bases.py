"""Large knowledge bases with a past, made from the sample by `git fast-import`; always the same.

Cards of the sample are multiplied until there are as many entities as asked for, so that pages have
the size of real ones; the copies of one round refer to each other. Then every copy is reworded
several times, two in a commit, every third commit with its reason.
"""

import itertools
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

_SAMPLE: Final = Path(__file__).resolve().parents[2] / "content"
_MULTIPLIED: Final = ("objections/", "questions/", "offers/", "products/")
_ID: Final = re.compile(r"^id: (\S+)$", re.MULTILINE)
_TITLE: Final = re.compile(r"^title: (.+)$", re.MULTILINE)
_FAMILY: Final = re.compile(r"^family: (\S+)$", re.MULTILINE)
_REFERENCE: Final = re.compile(r"\b((?:objection|question|offer|product)/[a-z0-9-]+)")
_LIST: Final = re.compile(r"^ *(?:products|offers|replaces): \[(.+)\]$", re.MULTILINE)
_WORDS: Final = re.compile(r"(?<=^client_words:\n)(?:  - .+\n)+", re.MULTILINE)
_LINE_END: Final = re.compile(r"([\"']?)(?=\n)")
_START: Final = 1_700_000_000
_YEARS: Final = 3 * 365 * 86_400
"""Seconds over which the changes come: a page of a month then has as many as one of a real base."""


@dataclass(slots=True)
class _Copy:
    path: str
    text: str
    edits: int = 0

    def now(self) -> bytes:
        """Gives the file as it stands after its edits; its title tells how many there were."""
        if not self.edits:
            return self.text.encode()
        return _TITLE.sub(rf"title: \1, редакция {self.edits}", self.text, count=1).encode()


def make(folder: Path, entities: int, *, edits: int = 4) -> int:
    """Makes a repository with a knowledge base.

    Args:
        folder: Where; it is made.
        entities: How many entities it has at least, those of the sample among them; only whole
            rounds of copies refer to what is there.
        edits: How often each copy is changed after the beginning.

    Returns:
        How many commits it has.

    Raises:
        subprocess.CalledProcessError: git failed.
    """
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    sample = {
        path.relative_to(_SAMPLE).as_posix(): path.read_bytes()
        for path in sorted(_SAMPLE.rglob("*"))
        if path.is_file()
    }
    known = sum(path.endswith((".yml", ".md")) for path in sample)
    copies: list[_Copy] = []
    rounds = _rounds(sample)
    while known + len(copies) < entities:
        copies += next(rounds)
    importing = ["git", "-C", str(folder), "fast-import", "--quiet", "--date-format=raw"]
    with subprocess.Popen(importing, stdin=subprocess.PIPE) as git:
        stream = git.stdin
        assert stream is not None  # noqa: S101 - it was asked for
        first = [*sample.items(), *((each.path, each.now()) for each in copies)]
        _commit(stream, 0, "Начало", first)
        commits = 1
        step = _YEARS // (edits * len(copies) // 2 + 1)
        for start in range(edits * len(copies) // 2):
            pair = [copies[(2 * start + each) % len(copies)] for each in range(2)]
            for each in pair:
                each.edits += 1
            now = ((each.path, each.now()) for each in pair)
            _commit(stream, commits * step, _message(commits), now)
            commits += 1
        stream.close()
    if git.returncode:
        raise subprocess.CalledProcessError(git.returncode, importing)
    _git(folder, "reset", "--quiet", "--hard", "main")
    return commits


def _rounds(sample: Mapping[str, bytes]) -> Iterator[list[_Copy]]:
    """Yields the cards of the sample again and again, each time under other names."""
    cards = {
        path: content.decode()
        for path, content in sample.items()
        if path.startswith(_MULTIPLIED) and path.endswith(".yml")
    }
    for number in itertools.count(1):
        mark = f"-v{number}"

        def marked(match: re.Match[str], mark: str = mark) -> str:
            return f"{match[0]}{mark}"

        def listed(match: re.Match[str], mark: str = mark) -> str:
            ids = ", ".join(f"{each.strip()}{mark}" for each in match[1].split(","))
            return match[0].replace(match[1], ids)

        def reworded(match: re.Match[str], number: int = number) -> str:
            # Two cards that claim the same words of a client are a mistake worth a warning.
            return _LINE_END.sub(rf" {number}\1", match[0])

        copies = []
        for path, text in cards.items():
            for pattern, change in (
                (_ID, marked),
                (_TITLE, lambda match, number=number: f"{match[0]}, вариант {number}"),
                (_FAMILY, marked),
                (_REFERENCE, marked),
                (_LIST, listed),
                (_WORDS, reworded),
            ):
                limit = 1 if pattern in {_ID, _TITLE, _FAMILY} else 0
                text = pattern.sub(change, text, count=limit)  # noqa: PLW2901 - step by step
            copies.append(_Copy(f"{path.removesuffix('.yml')}{mark}.yml", text))
        yield copies


def _message(number: int) -> str:
    if number % 3:
        return f"Правка {number}"
    return (
        f"Правка {number}\n\nOrigin: Клиенты переспрашивают, о чём речь.\n"
        "Cause: Название не говорит, чем вариант отличается.\n"
        "Purpose: Чтобы находили с первого раза.\n"
    )


def _commit(
    stream: IO[bytes], after: int, message: str, files: Iterable[tuple[str, bytes]]
) -> None:
    """Tells git of one commit, so many seconds after the first, as `git fast-import` takes it."""
    who = f"bench <bench@example.org> {_START + after} +0300"
    said = message.encode()
    stream.write(f"commit refs/heads/main\ncommitter {who}\ndata {len(said)}\n".encode())
    stream.write(said + b"\n")
    for path, content in files:
        stream.write(f"M 100644 inline content/{path}\ndata {len(content)}\n".encode())
        stream.write(content + b"\n")


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True)
