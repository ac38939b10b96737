"""What does harm can be taken back: whether it was already, and the commands that do it."""

import shlex
from collections.abc import Sequence

from scripts_kb.content.base import Base
from scripts_kb.effects import wording
from scripts_kb.effects.promises import Promise
from scripts_kb.past import titles
from scripts_kb.past.records import Edit, Row
from scripts_kb.schema import values


def restored(promise: Promise, rows: Sequence[Row]) -> tuple[int, Row] | None:
    """Find what took a change back: by git, or by an edit that undoes every edit of it.

    Args:
        promise: the change.
        rows: the rows of the log, oldest first.

    Returns:
        The row with its place in the log; None where the change stands.
    """
    own = promise.changes
    for order, row in enumerate(rows[promise.order + 1 :], promise.order + 1):
        reverts = row.rationale.reverts if row.rationale else None
        if reverts in own:
            return order, row
        if row.entity == promise.row.entity and _undoes(row.edits, promise.row.edits):
            return order, row
    return None


def _undoes(later: Sequence[Edit], edits: Sequence[Edit]) -> bool:
    undone = {edit.path: edit for edit in later}
    for edit in edits:
        found = undone.get(edit.path)
        back = edit.reverse()
        if found is None or found.op != back.op:
            return False
        if not values.same(found.after, back.after):
            return False
    return bool(edits)


def commands(promise: Promise, rows: Sequence[Row], base: Base, reason: str) -> tuple[str, ...]:
    """Write the commands that take a change back and say why.

    Only its entities are taken back, never the file that explains it: there the lesson goes.

    Args:
        promise: the change.
        rows: the rows of the log, oldest first.
        base: the knowledge base, for where the files are today.
        reason: one line that says what was measured.

    Returns:
        Lines for any shell, the last one a commit whose message names the change and the reason.
    """
    change = promise.row.change
    title = titles.title(promise.reason, promise.row.subject, base.kb.language)
    lines = []
    own = [row for row in promise.rows if row.change == change]
    if all(_untouched(row, rows, base) for row in own):
        # `~1` and not `^`: the first parent of a merge too, and no shell has a use for it.
        back = [shlex.quote(row.path) for row in own if row.kind != "added"]
        gone = [shlex.quote(row.path) for row in own if row.kind == "added"]
        if back:
            lines.append(f"git restore --source={change}~1 --staged --worktree -- {' '.join(back)}")
        if gone:
            lines.append(f"git rm -- {' '.join(gone)}")
    else:
        lines.append(f"git revert --no-commit {change}")
        lines.append("git restore --source=HEAD --staged --worktree -- content/changes")
    subject = wording.say("take-back", base.kb.language, title=title)
    message = [subject, f"This reverts commit {change}.", f"Origin: {reason}"]
    if promise.reason.by:
        message[2] += f"\nBy: {promise.reason.by}"
    lines.append("git commit " + " ".join(f"-m {shlex.quote(each)}" for each in message))
    return tuple(lines)


def _untouched(row: Row, rows: Sequence[Row], base: Base) -> bool:
    """Tell whether an entity has no later version and its file is where it was."""
    latest = [each for each in rows if each.entity == row.entity and each.version is not None]
    document = base.documents.get(row.entity or "")
    there = document is not None and (
        row.path == document.path or row.path.endswith(f"/{document.path}")
    )
    return bool(latest) and latest[-1] is row and there
