"""From the story and today's content to the trees of every commit, worked out backwards.

    first state ◀──undo── … ◀──undo── a step ◀──undo── the last step ◀── today's content

Today's content is the only full text there is: a step knows only what it changed. So the last
commit is today's content by construction, whatever became of it since the story was written, and
what the story does not mention has always been there. An edit whose text is gone from the content
is left out and counted; a step that is left with nothing is left out too.

Commits beside the published branch are worked out forwards, from where they fork off:

    ●────●────●────●     published: undone from the last to the first
     ╲            ╱
      ○────○────         beside it: the same edits, done in order
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scripts_kb.demo.story import Coming, Going, Hunk, Moving, Scene, Story, StoryEdit

Files = Mapping[str, bytes]
"""Files of the content folder: path below it → what they hold."""

DATED: Final = ("changes/", "insights/", "meetings/")
"""Folders whose files speak of a day: one that the story does not know comes with the last step."""


class DoesNotFitError(Exception):
    """An edit's text is not in the content, or more than once."""


@dataclass(frozen=True, slots=True)
class StagedScene:
    """A commit of the story with what its content folder holds.

    Attributes:
        step: what the story says of it.
        tree: the content folder after it.
        parents: names of the steps before it; a merge has two, the published branch first.
    """

    step: Scene
    tree: Files
    parents: tuple[str, ...]

    @property
    def landed(self) -> bool:
        """Whether it is on the published branch."""
        return not self.step.on


@dataclass(frozen=True, slots=True)
class Telling:
    """The story as it can be told of some content.

    Attributes:
        points: all commits, parents before children.
        left_out: edits that the content has outgrown, as `step: path`.
    """

    points: tuple[StagedScene, ...]
    left_out: tuple[str, ...] = ()

    def landed(self) -> Iterator[StagedScene]:
        """Yield the commits of the published branch, oldest first."""
        return (point for point in self.points if point.landed)


@dataclass(slots=True)
class _Done:
    """An edit that fits, with what a file held that came in by it."""

    edit: StoryEdit
    held: bytes = b""

    def redo(self, tree: dict[str, bytes]) -> None:
        """Do the edit forwards.

        Raises:
            DoesNotFitError: where it does not fit.
        """
        match self.edit:
            case Hunk():
                _exchange(tree, self.edit.path, self.edit.was, self.edit.now)
            case Coming(path):
                tree[path] = self.held
            case Going(path):
                _take(tree, path)
            case Moving(old, new):
                tree[new] = _take(tree, old)


def compose(story: Story, today: Files) -> Telling:
    r"""Work out what every commit holds.

    Args:
        story: the steps.
        today: the content folder that the story ends at.

    Returns:
        The commits; the last one's tree is `today`.

    Examples:
        >>> from scripts_kb.demo import story
        >>> first, then = "@ 2026-01-01 10:00 a\nx\n", "@ 2026-01-02 10:00 b\ny\n~ f\n-old\n+new\n"
        >>> steps = list(story.read(first + then))
        >>> compose(story.of(steps), {"f": b"new\n"}).points[0].tree
        {'f': b'old\n'}
    """
    left_out: list[str] = []
    tree = dict(today)
    landed = [step for step in story.steps if not step.on]
    late = _unknown(story, tree)
    done: dict[str, list[_Done]] = {}
    after: dict[str, dict[str, bytes]] = {}
    kept = {landed[0].name, landed[-1].name}
    for step in reversed(landed):
        after[step.name] = dict(tree)
        if step is landed[-1]:
            for path in late:
                del tree[path]
        parts = [each for each in story.steps if step.merges and each.on == step.merges] + [step]
        for part in reversed(parts):
            done[part.name] = _undo_all(part, story, tree, left_out)
        if step.facts or any(done[part.name] for part in parts):
            kept.add(step.name)
    left_out.reverse()
    points = tuple(_points(story, kept, after, done, left_out))
    return Telling(points, tuple(left_out))


def _unknown(story: Story, tree: Files) -> list[str]:
    """Find the dated files that the story says nothing of."""
    known = set()
    for step in story.steps:
        for edit in step.edits:
            known.update([edit.old, edit.new] if isinstance(edit, Moving) else [edit.path])
    return [path for path in tree if path.startswith(DATED) and path not in known]


def _undo_all(
    step: Scene, story: Story, tree: dict[str, bytes], left_out: list[str]
) -> list[_Done]:
    """Take back what a step did, the last edit first; give what fitted, the first edit first."""
    done = []
    for edit in reversed(_edits(step, story)):
        try:
            done.append(_undo(edit, tree))
        except DoesNotFitError:
            path = edit.new if isinstance(edit, Moving) else edit.path
            left_out.append(f"{step.name}: {path}")
    return done[::-1]


def _edits(step: Scene, story: Story) -> list[StoryEdit]:
    """Give what a step does; of what it takes back only exchanged lines can be taken back."""
    if not step.undoes:
        return list(step.edits)
    undone = reversed(story.named[step.undoes].edits)
    return [*(each.inverse() for each in undone if isinstance(each, Hunk)), *step.edits]


def _undo(edit: StoryEdit, tree: dict[str, bytes]) -> _Done:
    held = b""
    match edit:
        case Hunk():
            _exchange(tree, edit.path, edit.now, edit.was)
        case Coming(path):
            held = _take(tree, path)
        case Going(path, text):
            if path in tree:
                raise DoesNotFitError
            tree[path] = text.encode()
        case Moving(old, new):
            if old in tree:
                raise DoesNotFitError
            tree[old] = _take(tree, new)
    return _Done(edit, held)


def _take(tree: dict[str, bytes], path: str) -> bytes:
    if path not in tree:
        raise DoesNotFitError
    return tree.pop(path)


def _exchange(
    tree: dict[str, bytes], path: str, old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    """Exchange whole lines that stand in a file exactly once."""
    text = b"\n" + tree.get(path, b"")
    before, after = (f"\n{chr(10).join(lines)}\n".encode() for lines in (old, new))
    if text.count(before) != 1:
        raise DoesNotFitError
    tree[path] = text.replace(before, after).removeprefix(b"\n")


def _points(
    story: Story,
    kept: set[str],
    after: Mapping[str, Files],
    done: Mapping[str, list[_Done]],
    left_out: list[str],
) -> Iterator[StagedScene]:
    merged = {step.merges for step in story.steps if step.merges and step.name in kept}
    tip = ""
    tips: dict[str, str] = {}
    trees = dict(after)
    for step in story.steps:
        if step.on in merged and done[step.name]:
            start = tips.get(step.on, tip)
            try:
                trees[step.name] = _redo_all(done[step.name], trees[start])
            except DoesNotFitError:
                left_out.append(f"{step.name}: {step.on}")
                continue
            tips[step.on] = step.name
            yield StagedScene(step, trees[step.name], (start,))
        elif step.name in kept:
            brought = [tips[step.merges]] if step.merges in tips else []
            yield StagedScene(step, after[step.name], (tip, *brought) if tip else ())
            tip = step.name


def _redo_all(edits: list[_Done], start: Files) -> dict[str, bytes]:
    tree = dict(start)
    for each in edits:
        each.redo(tree)
    return tree
