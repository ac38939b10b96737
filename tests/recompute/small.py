"""Small histories written by hand, for tables of input and result."""

import os
import random
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.recompute.stories import Files, Story, Told


@dataclass(frozen=True, slots=True)
class Change:
    """A change that lands.

    Attributes:
        files: path below `content` → new text; None deletes the file; a text `-> TARGET` is a link.
        message: subject and body.
        side: commits of a branch that this change merges; they start where the change before ended
            and their files come in with it.
    """

    files: Mapping[str, str | bytes | None] = field(default_factory=dict)
    message: str | bytes = "Правка"
    side: Sequence["Change"] = ()


def history(folder: Path, *changes: Change) -> list[str]:
    """Write a repository whose main branch these changes landed on, a day apart.

    `{n}` in a message stands for the id of the n-th commit told, sides before their merges;
    `{n:9}` for its first nine digits.

    Returns:
        The ids of all commits in that order.
    """
    story = _Told(folder, random.Random(0))
    tip: Told | None = None
    for change in changes:
        tip = _land(story, tip, change, "main")
    story.finish()
    git(folder, "reset", "-q", "--hard")
    return [told.id for told in story.told]


class _Told(Story):
    """Its clock goes a day further with each commit."""

    def tick(self) -> tuple[int, bytes]:
        self.time += 86_400
        return self.time, b"+0300"


def _land(story: Story, tip: Told | None, change: Change, branch: str) -> Told:
    parents = [tip.id] if tip else []
    files: Files = dict(tip.files) if tip else {}
    side = tip
    for inner in change.side:
        side = _land(story, side, inner, "side")
    if side and side is not tip:
        parents.append(side.id)
        files = dict(side.files)
    for path, content in change.files.items():
        if content is None:
            files.pop(path, None)
        elif isinstance(content, str) and content.startswith("-> "):
            files[path] = ("120000", content[3:].encode())
        else:
            files[path] = ("100644", content if isinstance(content, bytes) else content.encode())
    message = change.message
    if isinstance(message, str):
        for number, told in enumerate(story.told):
            message = message.replace(f"{{{number}}}", told.id)
            message = message.replace(f"{{{number}:9}}", told.id[:9])
        message = message.encode()
    return story.commit(message, files, tuple(parents), branch)


def git(folder: Path, *argv: str, env: Mapping[str, str] | None = None) -> str:
    """Run a git of the test in a repository, away from any configuration of the user."""
    # After each commit git would start a second process, to see what there is to tidy up.
    given = ("user.name=A", "user.email=a@b.c", "commit.gpgsign=false", "maintenance.auto=false")
    settings = [part for each in given for part in ("-c", each)]
    done = subprocess.run(
        ["git", "-C", str(folder), *settings, *argv],
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(env or {})},
    )
    return done.stdout.decode("utf-8", "surrogateescape").strip()
