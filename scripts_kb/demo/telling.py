"""Tells the year into a folder: composes, plants, writes the repository and what lies beside it."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from scripts_kb import files
from scripts_kb.content import starter, versions
from scripts_kb.demo import composing, figures, planted, story, writing
from scripts_kb.demo.composing import Files, StagedScene
from scripts_kb.files import progress
from scripts_kb.problems import UserError
from scripts_kb.schema import values
from scripts_kb.schema.values import Value

CONTENT: Final = "content"
FACTS: Final = "facts/"
ANSWERS: Final = "demo.json"
SETTINGS: Final = "mkdocs.yml"
_README: Final = "README.md"

_OFFSET: Final = "+0300"
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WrittenYear:
    """What was written.

    Attributes:
        folder: where.
        tip: the last commit, 40 hex digits.
        landed: commits of the published branch.
        first, last: days of the first and the last commit.
        left_out: edits of the story that the content has outgrown, as `step: path`.
    """

    folder: Path
    tip: str
    landed: int
    first: dt.date
    last: dt.date
    left_out: tuple[str, ...]


def tell(folder: Path, content: Path, *, ignored: frozenset[str] = frozenset()) -> WrittenYear:
    """Write the demonstration.

    Args:
        folder: absent, or empty.
        content: the content folder that the year ends at.
        ignored: files of it that git ignores; they are no part of it.

    Raises:
        UserError: for a folder that holds something, no content, or a git that refuses.
    """
    today = _files(content, ignored)
    told = composing.compose(story.year(), today)
    points = {point.step.name: point for point in told.landed()}
    versions = _versions(told.landed())
    days = {script: tuple(made.values()) for script, made in versions.items()}
    world = figures.World(
        days, tuple(planted.shifts(points)), tuple(_articles(today)), planted.draws(points)
    )
    ids = writing.write(folder, _commits(told, world), _OFFSET)
    *_, last = points.values()
    first = next(iter(points.values()))
    answers = {
        "about": "What is planted in the figures of this demonstration; no part of its history.",
        "tip": ids[last.step.name],
        "from": figures.FIRST.isoformat(),
        "to": figures.LAST.isoformat(),
        "landed": len(points),
        "planted": planted.listed(points, ids, versions),
        "trials": planted.tried(points),
        "gaps": [
            {"step": name, "change": ids[name], "gap": gap}
            for name, gap in planted.GAPS.items()
            if name in points
        ],
        "steps": {name: ids[name] for name in points},
    }
    with writing.whole(folder):
        _write_beside(folder, answers, content.parent / SETTINGS)
    return WrittenYear(
        folder,
        ids[last.step.name],
        len(points),
        first.step.when.date(),
        last.step.when.date(),
        told.left_out,
    )


def _write_beside(folder: Path, answers: Mapping[str, Any], settings: Path) -> None:
    """Write what is no part of the history."""
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    files.write(folder / ANSWERS, text + "\n")
    names = [ANSWERS]
    if settings.is_file():
        files.write(folder / SETTINGS, settings.read_bytes())
        names.append(SETTINGS)
    writing.exclude(folder, names)


def _files(content: Path, ignored: frozenset[str]) -> dict[str, bytes]:
    found = {}
    if content.is_dir():
        for file in sorted(content.rglob("*")):
            path = file.relative_to(content).as_posix()
            hidden = path.startswith(FACTS) or path in ignored or file.is_symlink()
            if file.is_file() and not hidden:
                found[path] = file.read_bytes()
    if "kb.yml" not in found:
        raise UserError("nothing-to-end-at", folder=content)
    return found


def _versions(points: Iterator[StagedScene]) -> dict[str, dict[str, dt.date]]:
    """Find which step made each version of each script, and on which day it came into force.

    Returns:
        Script → step → the first day on which that version is read: the day after it landed.
    """
    texts: dict[str, bytes] = {}
    latest: dict[str, Value] = {}
    found: dict[str, dict[str, dt.date]] = {}
    for point in points:
        day = point.step.when.date()
        for path, text in point.tree.items():
            if not path.startswith("scripts/") or texts.get(path) == text:
                continue
            texts[path] = text
            past = versions.past(text, path)
            if past.id and not values.same(latest.get(past.id), past.value):
                latest[past.id] = past.value
                made = found.setdefault(past.id, {})
                made[point.step.name] = day + _DAY if made else day
    return found


def _articles(today: Files) -> Iterator[figures.Article]:
    found = []
    for path, text in today.items():
        value = versions.past(text, path).value if path.startswith("products/") else None
        if isinstance(value, dict) and value.get("sku"):
            price, cost = value["price"]["list"], value["cost"]
            segments = tuple(value.get("segments", ()))
            found.append(figures.Article(value["sku"], segments, int(price), int(cost)))
    yield from sorted(found, key=lambda article: article.sku)


def _commits(told: composing.Telling, world: figures.World) -> Iterator[writing.NewCommit]:
    facts: dict[str, Mapping[str, bytes]] = {}
    start = dict(_start())
    for point in progress.of("story", told.points):
        inherited = facts[point.parents[0]] if point.parents else {}
        month = point.step.facts
        facts[point.step.name] = {**inherited, **(figures.files(world, month) if month else {})}
        tree = {**point.tree, **facts[point.step.name]}
        yield writing.NewCommit(
            point.step.name,
            int(point.step.when.timestamp()),
            point.step.message,
            start | {f"{CONTENT}/{path}": text for path, text in tree.items()},
            point.parents,
            point.landed,
        )


def _start() -> Iterator[tuple[str, bytes]]:
    """Yield the files beside the content folder; MkDocs' settings stand outside the history."""
    yield _README, (resources.files("scripts_kb.demo") / "start" / _README).read_bytes()
    for name, path in starter.BESIDE.items():
        if path != SETTINGS:
            yield path, (starter.FOLDER / "beside" / name).read_bytes()
