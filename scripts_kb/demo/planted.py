"""What is true in the demonstration's figures: effects, changes that did nothing, a coincidence.

Whoever measures effects is held to this list: effects must be found with the right sign, changes
that did nothing must not be confirmed, and the coincidence must be named. The figures of a truth
start on the day after its step landed.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from scripts_kb.demo.composing import StagedScene
from scripts_kb.demo.figures import FIRST, LAST, OFFICES_BACK, Quantity, Shift, TrialDraw

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a change truly did to a metric.

    Attributes:
        step: the change, as the story names it.
        kind: an effect, nothing at all, or a coincidence that looks like an effect.
        entity: what is measured.
        metric: a metric of `kb.yml`.
        predicted: what the change promised.
        figure: what it moves; None where it moves nothing.
        size: the true difference of the metric: of shares in parts of 1, `0.06` is six percentage
            points; of `order` a part of the value before.
        segment: of leads, whose; "" for calls.
        gone: the step that took it back; "" where it stands.
        recent: too young, or with too few contacts, for the figures to prove it yet.
        note: what there is to know.
    """

    step: str
    kind: Literal["effect", "null", "confounder"]
    entity: str
    metric: str
    predicted: str
    figure: Quantity | None = None
    size: float = 0.0
    segment: str = ""
    gone: str = ""
    recent: bool = False
    note: str = ""

    @property
    def of(self) -> str:
        """What the figures call it: the script's id, or the segment of the leads."""
        return self.segment or self.entity.partition("/")[2]


_HOME: Final = "script/incoming-home"
_CAFE: Final = "script/first-call-cafe"
_TASTED: Final = "script/after-tasting"
_SHOP: Final = "script/promo-shop"
_AGAIN: Final = "script/repeat-order"
_LOST: Final = "script/win-back"

TRUTHS: Final = (
    Truth("zavarka-ran-she", "effect", _HOME, "conversion", "+4pp", "won", 0.06),
    Truth("povod-15-sekund", "effect", _CAFE, "conversion", "+4pp", "won", 0.07),
    Truth("zvonim-zaranee", "effect", _AGAIN, "refusal", "-4pp", "refused", -0.06),
    Truth("smena-obzharki", "null", _HOME, "conversion", "+3pp"),
    Truth(
        step="reshayte-spokoyno",
        kind="effect",
        entity=_TASTED,
        metric="conversion",
        predicted="+5pp",
        figure="won",
        size=-0.12,
        gone="reshayte-nazad",
        note="The change made it worse, and was taken back.",
    ),
    Truth(
        step="mesto-odnoy-pozitsii",
        kind="effect",
        entity=_SHOP,
        metric="conversion",
        predicted="+5pp",
        figure="won",
        size=0.10,
        note="No version is noted for this script: to be joined by date.",
    ),
    Truth("chay-odnoy-frazoy", "effect", _HOME, "average-order", "+6%", "order", 0.11),
    Truth("malaya-partiya", "effect", _LOST, "conversion", "+8pp", "won", 0.13),
    Truth(
        step="porog-v-reklame",
        kind="effect",
        entity="offer/besplatnaya-dostavka",
        metric="acceptance",
        predicted="+5pp",
        figure="accepted",
        size=0.09,
        segment="home",
        note="Measured by leads of the segment home.",
    ),
    Truth("sosednee-kafe", "null", _CAFE, "conversion", "+4pp"),
    Truth("dva-podtverzhdeniya", "null", _HOME, "refusal", "-3pp"),
    Truth(
        step="nachinaem-s-ostatka",
        kind="confounder",
        entity=_AGAIN,
        metric="conversion",
        predicted="+4pp",
        note=(
            f"From {OFFICES_BACK} offices order again after the summer and the office offer "
            "starts: the mix of segments moves the share of all together; within each segment the "
            "change did nothing."
        ),
    ),
    Truth("vilka-srazu", "effect", _HOME, "refusal", "-4pp", "refused", -0.05, recent=True),
    Truth("vtoraya-smes", "effect", _CAFE, "conversion", "+4pp", "won", 0.05, recent=True),
    Truth("istoriya-brenda", "null", _HOME, "average-order", "+8%", recent=True),
    Truth("kapping-zaranee", "effect", _TASTED, "conversion", "+10pp", "won", 0.09, recent=True),
    Truth(
        step="skidka-pervoy",
        kind="effect",
        entity=_LOST,
        metric="conversion",
        predicted="+6pp",
        figure="won",
        size=-0.10,
        gone="vozvrat-s-izvineniya",
        recent=True,
    ),
)


@dataclass(frozen=True, slots=True)
class TriedTruth:
    """What a trial truly is: its step, its draw, and the verdict that must come of it."""

    step: str
    draw: TrialDraw
    verdict: Literal["better", "worse", "same"]


TRIED: Final = (
    TriedTruth(
        "den-dostavki",
        TrialDraw(
            "den-dostavki",
            "repeat-order",
            (("kakoy-den", 0.0), ("zavtra", 0.0)),
            dt.date(2026, 2, 2),
            dt.date(2026, 7, 31),
        ),
        "same",
    ),
    TriedTruth(
        "iz-chego-pyote",
        TrialDraw(
            "iz-chego-pyote",
            "incoming-home",
            (("chem", 0.065), ("iz-trekh", -0.065)),
            dt.date(2026, 6, 15),
            dt.date(2026, 8, 14),
        ),
        "worse",
    ),
    TriedTruth(
        "zerno-na-probu",
        TrialDraw(
            "zerno-na-probu",
            "first-call-cafe",
            (("pro-zerno", -0.045), ("na-probu", 0.045)),
            dt.date(2026, 7, 20),
            dt.date(2026, 11, 30),
        ),
        "better",
    ),
)
"""The trials of the year: one proved, one refuted, one of no difference."""

GAPS: Final = {
    "ne-ponravilos-slova": "unexplained",
    "hranenie-slomali": "colon-in-text",
    "samovyvoz-srazu": "trailer: Couse → Cause",
    "zalezhitsya": "unexplained",
}
"""Steps that were made badly on purpose → what the log says of them."""


def told(points: Mapping[str, StagedScene]) -> tuple[Truth, ...]:
    """Give the truths whose step is told: text that it changed may be gone from the content."""
    return tuple(truth for truth in TRUTHS if truth.step in points)


def shifts(points: Mapping[str, StagedScene]) -> Iterator[Shift]:
    """Yield what the truths do to the figures.

    Args:
        points: the commits of the published branch by name.
    """
    for truth in told(points):
        if truth.figure is None:
            continue
        until = _next_day(points[truth.gone]) if truth.gone in points else None
        by = 1 + truth.size if truth.figure == "order" else truth.size
        yield Shift(truth.of, truth.figure, by, _next_day(points[truth.step]), until)


def draws(points: Mapping[str, StagedScene]) -> tuple[TrialDraw, ...]:
    """Give what the trials do to the figures.

    Args:
        points: the commits of the published branch by name.
    """
    return tuple(each.draw for each in TRIED if each.step in points)


def tried(points: Mapping[str, StagedScene]) -> list[dict[str, Any]]:
    """Give the truths of the trials as `demo.json` has them.

    Args:
        points: the commits of the published branch by name.
    """
    return [
        {
            "trial": each.draw.id,
            "true": round(each.draw.variants[1][1] - each.draw.variants[0][1], 3),
            "verdict": each.verdict,
        }
        for each in TRIED
        if each.step in points
    ]


def _next_day(point: StagedScene) -> dt.date:
    return point.step.when.date() + _DAY


def listed(
    points: Mapping[str, StagedScene],
    ids: Mapping[str, str],
    versions: Mapping[str, Mapping[str, dt.date]],
) -> list[dict[str, Any]]:
    """Give the truths as `demo.json` has them.

    Args:
        points: the commits of the published branch by name.
        ids: the commits' ids by name.
        versions: script → step → the first day of the version that it made.

    Returns:
        One map a truth. `window` holds the first and the last day before and after, between the
        neighbouring versions; `version` is the script's after the change, null for what has none.
    """
    found = []
    for truth in told(points):
        first = _next_day(points[truth.step])
        made = versions.get(truth.of, {})
        days = made.values()
        started = max((day for day in days if day < first), default=FIRST)
        ended = min((day for day in days if day > first), default=LAST + _DAY)
        found.append(
            {
                "step": truth.step,
                "kind": truth.kind,
                "recent": truth.recent,
                "change": ids[truth.step],
                "landed": (first - _DAY).isoformat(),
                "entity": truth.entity,
                "metric": truth.metric,
                "segment": truth.segment or None,
                "predicted": truth.predicted,
                "true": truth.size,
                "unit": "relative" if truth.figure == "order" else "share",
                "window": {
                    "before": [started.isoformat(), (first - _DAY).isoformat()],
                    "after": [first.isoformat(), (ended - _DAY).isoformat()],
                },
                "version": list(made).index(truth.step) + 1 if truth.step in made else None,
                "note": truth.note,
            }
        )
    return found
