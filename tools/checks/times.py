"""What each step took when it last passed in this checkout: no promise about another machine."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.checks.steps import Step

_KEPT = ".cache/steps.json"


def listing(steps: Sequence[Step], taken: Mapping[str, float]) -> str:
    """Lists steps with their times.

    Args:
        steps: What to list, in order.
        taken: Seconds by the name of a step; one that never passed here has none.

    Returns:
        Lines of text: name, seconds, title; the last one adds up what is known.

    Examples:
        >>> from tools.checks.steps import STEPS
        >>> print(listing(STEPS[:2], {"ruff": 1.25}))
        ruff          1.2 s  lint
        format          —    layout of the code
        together      1.2 s  as each took when it last passed here
    """
    told = [(step.name, taken.get(step.name), step.title) for step in steps]
    known = sum(seconds for _, seconds, _ in told if seconds is not None)
    told.append(("together", known, "as each took when it last passed here"))
    return "\n".join(
        f"{name:10} {'     —  ' if seconds is None else f'{seconds:6.1f} s'}  {title}"
        for name, seconds, title in told
    )


def remembered(root: Path) -> dict[str, float]:
    """Reads the seconds of each step, by its name; none where nothing can be read."""
    try:
        taken = json.loads((root / _KEPT).read_text(encoding="utf-8"))
        return {str(name): float(seconds) for name, seconds in taken.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def remember(root: Path, name: str, seconds: float) -> None:
    """Keeps the seconds that a step took, beside those of the others."""
    file = root / _KEPT
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(remembered(root) | {name: round(seconds, 1)}), encoding="utf-8")
