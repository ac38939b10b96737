"""The trials that a call may take part in, as the call screen draws them.

A base without trials gives nothing: its answers are what they were, and no script of trials loads.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Final

from scripts_kb.content import trials
from scripts_kb.effects import wording
from scripts_kb.pages.site import Site
from scripts_kb.schema import paths
from scripts_kb.schema.trials import Trial

_worded: Final = wording.say


def held(site: Site, live: AbstractSet[str]) -> dict[str, Any]:
    """Give the trials that run or will run; those whose phrase was changed are stopped.

    Args:
        site: as a call may show it.
        live: the cards that a call may open.
    """
    found = [_told(each) for each in _running(site, live)]
    mark = _worded("trial-mark", site.base.kb.language)
    return {"mark": mark, "all": found} if found else {}


def _running(site: Site, live: AbstractSet[str]) -> Iterator[Trial]:
    for document in site.base.of("trial"):
        trial: Trial = document.record
        over = trial.status != "live" or not trial.from_ or not trial.to or trial.to < site.today
        opened = trial.what.partition("#")[0] in live and len(trial.variants) > 1
        if not over and opened and not trials.stopped(site.base, trial):
            yield trial


def _told(trial: Trial) -> dict[str, Any]:
    entity, _, path = trial.what.partition("#")
    steps = [step.name for step in paths.split(path)]
    node = steps[1] if steps[0] == "nodes" and entity.startswith("script/") else ""
    told = {
        "id": trial.id,
        "entity": entity,
        "path": steps,
        "node": node,
        "from": trial.from_.isoformat() if trial.from_ else "",
        "to": trial.to.isoformat() if trial.to else "",
        "segments": list(trial.segments),
        "shares": list(trial.shares()),
        "variants": [{"id": each.id, "say": each.say} for each in trial.variants],
    }
    return {name: each for name, each in told.items() if each not in ("", [])}
