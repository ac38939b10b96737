"""Composes `kb trial end`: what a trial proved becomes an edit whose evidence is the trial.

trial, facts ──effects──▶ the winner ──▶ EditSheet ──editing──▶ files, and the reason beside them
"""

import datetime as dt
import json
from typing import Any

from scripts_kb.app import editing, present
from scripts_kb.app.editing import Applied
from scripts_kb.app.workspace import Workspace, repository_of, today_in
from scripts_kb.content import trials
from scripts_kb.content.base import Base
from scripts_kb.effects import wording
from scripts_kb.effects.records.tried import TrialFound
from scripts_kb.effects.trials import counted
from scripts_kb.language import formats
from scripts_kb.past import history
from scripts_kb.problems import UserError


def end(
    where: Workspace,
    name: str,
    keep: str = "",
    *,
    today: dt.date | None = None,
    allow_truncated: bool = False,
) -> Applied:
    """Write the change that ends a trial into the working tree.

    Args:
        where: the content folder.
        name: the trial's id, with or without `trial/`.
        keep: the wording to keep; that which is proved better, else that of today, where left out.
        today: the day that is meant; now in the base's zone, where left out.
        allow_truncated: whether a cut history will do.

    Returns:
        What was written, or why nothing was.

    Raises:
        UserError: for a trial that there is not or that is ended, a wording that it has not, and
            a trial that has proved nothing yet, where nobody says what to keep.
    """
    base, _ = present.base(where)
    day = today or today_in(base.zone)
    id_ = name.removeprefix("trial/")
    known = ", ".join(each.id for each in base.of("trial") if each.record.status == "live")
    rows = history.read(repository_of(where), where.prefix, allow_truncated=allow_truncated).rows
    facts, _ = present.facts(where, base, day)
    every = counted.of(base, rows, facts.calls, day, base.zone)
    found = next((each for each in every if each.trial.id == id_), None)
    if found is None or found.state == "ended":
        raise UserError("no-trial", name=id_, known=known or "—")
    kept = keep or _kept(found)
    if kept not in found.plan.variants:
        raise UserError("no-wording", name=kept, known=", ".join(found.plan.variants))
    sheet = {"version": 1, "edits": list(_edits(base, found, kept)), "reason": _reason(base, found)}
    content = json.dumps(sheet, ensure_ascii=False).encode()
    return editing.apply(where, content, shown=f"trial/{id_}", today=day)


def _kept(found: TrialFound) -> str:
    verdict = found.judged.verdict
    if verdict in {"unclear", "unsound"}:
        raise UserError("trial-unclear", name=found.trial.id, known=", ".join(found.plan.variants))
    return found.judged.winner or found.plan.variants[0]


def _edits(base: Base, found: TrialFound, kept: str) -> list[dict[str, Any]]:
    trial = found.trial
    entity, _, path = trial.what.partition("#")
    now = trials.phrase(base, trial)
    say = next(each.say for each in trial.variants if each.id == kept)
    own = f"trial/{trial.id}"
    written = base.documents[own].value
    edits: list[dict[str, Any]] = [
        {"op": "set", "entity": own, "path": path_, "before": written.get(path_), "after": after}
        for path_, after in (("status", "archived"), ("kept", kept))
    ]
    if now is not None and now != say:
        edits.append({"op": "set", "entity": entity, "path": path, "before": now, "after": say})
    return edits


def _reason(base: Base, found: TrialFound) -> dict[str, Any]:
    language, judged = base.kb.language, found.judged
    counts = [(found.plan.variants[0], judged.control)]
    counts += [(each.variant, each.count) for each in judged.compared]
    told = "; ".join(
        f"{variant}: {wording.value(count.share, 'share', language)} "
        f"({formats.number(count.of, language)})"
        for variant, count in counts
    )
    reason = {
        "title": wording.say("trial-ends", language, title=found.trial.title),
        "class": "tactical",
        "origin": wording.say("trial-origin", language, title=found.trial.title),
        "cause": f"{wording.say(f'trial.{judged.verdict}', language)}. {found.metric}: {told}.",
        "purpose": wording.say("trial-purpose", language),
        "effect": wording.say("trial-effect", language),
        "evidence": [f"trial/{found.trial.id}"],
    }
    return reason | ({"by": found.trial.decides} if found.trial.decides else {})
