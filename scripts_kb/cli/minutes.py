"""What a meeting is written down with: its questions with answers, its tasks with who and when."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from scripts_kb.cli import common
from scripts_kb.content.base import Base
from scripts_kb.problems import UserError

QUESTIONS: Final = ("first-words", "purposes", "matters")
"""What every meeting asks the salespeople: ids of its questions, and their texts' keys.

Source: the three questions about customers that a new script is discussed with.
"""

_TASK: Final = re.compile(
    r"(?P<due>\d{4}-\d{2}-\d{2})\s+(?P<department>\S+)\s+(?:(?P<role>[^:]+):\s*)?(?P<title>.+)"
)


def of(base: Base, questions: Sequence[str], tasks: Iterable[str]) -> dict[str, Any]:
    """Give the fields of a meeting.

    Args:
        base: the knowledge base, for its language and its departments.
        questions: each `question = answer`; where there are none, the three questions are asked.
        tasks: each `2026-12-05 sales Role: what to do`, the role left out where nobody named it.

    Raises:
        UserError: for a task that cannot be read, or of an unknown department.
    """
    if questions:
        pairs = [each.partition("=") for each in questions]
        told = [(f"q-{n}", says, answer) for n, (says, _, answer) in enumerate(pairs, 1)]
    else:
        language = base.kb.language
        asked = [(id_, common.say(f"meeting-{id_}", language)) for id_ in QUESTIONS]
        told = [(id_, says, common.ask_or_skip(says, language)) for id_, says in asked]
    found: dict[str, Any] = {
        "questions": [
            {"id": id_, "says": says.strip(), **({"answer": answer.strip()} if answer else {})}
            for id_, says, answer in told
        ]
    }
    taken = [_task(each, number, base) for number, each in enumerate(tasks, 1)]
    return {**found, "tasks": taken} if taken else found


def _task(text: str, number: int, base: Base) -> dict[str, Any]:
    match = _TASK.fullmatch(text.strip())
    if match is None:
        raise UserError("not-a-task", value=text)
    known = [each.id for each in base.zones.departments]
    if match["department"] not in known:
        listed = " ".join(known) or "—"
        raise UserError("no-department-of-task", name=match["department"], known=listed)
    due = common.day(match["due"], "--task")
    role = {"role": match["role"].strip()} if match["role"] else {}
    title = match["title"].strip()
    return {
        "id": f"t-{number}",
        "title": title,
        "department": match["department"],
        **role,
        "due": due,
    }
