"""Tells the author of a review what it cuts: predictions that still wait, trials that still run.

    change files, messages ──▶ predictions that wait ─┐
    trials of the tree     ──▶ trials that run ────────┼─▶ warnings, at the file that is changed
    entries of the review  ──▶ what customers hear ────┘

Whoever knows of it may wait, or say in the reason why not; nobody is kept from landing.
"""

import datetime as dt
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from scripts_kb.git import Repository
from scripts_kb.past import audible, messages, reverts
from scripts_kb.problems import Place, Problem, UserError
from scripts_kb.review.records import EntityReview, Review
from scripts_kb.review.trees import Shelf
from scripts_kb.schema import kinds, outline, values

_COMMITS: Final = 600
"""So many of the latest commits are looked through for what they predicted."""


class _Waiting(NamedTuple):
    """A prediction that waits: its name, of what, until when."""

    title: str
    of: str
    until: dt.date


class _Told(NamedTuple):
    """What the latest commits say: their messages by id, and what they take back."""

    messages: Mapping[str, str]
    reverted: frozenset[str]
    """Ids of commits, whole or begun; and subjects, of which no id is named."""

    def back(self, commits: Iterable[str]) -> bool:
        """Tell whether one of some commits was taken back: its prediction has ended with it."""
        named = [(each, _subject(self.messages.get(each, ""))) for each in commits]
        return any(
            commit.startswith(each) or subject == reverts.titled(each)
            for commit, subject in named
            for each in self.reverted
        )


def _subject(message: str) -> str:
    return reverts.titled(message.partition("\n")[0])


def told(
    review: Review, sides: tuple[Shelf, Shelf], repository: Repository, base: tuple[str, str]
) -> Review:
    """Give a review with a warning for each prediction and trial that it cuts.

    Args:
        review: what changes.
        sides: the trees before and after.
        repository: where predictions stand in messages.
        base: the commit before, and the content folder from the root of the repository.
    """
    heard = [each for each in review.entries if _heard(each)]
    if not heard:
        return review
    entities = {each.entity for each in heard}
    before, after = sides
    predicted = _predicted(before, repository, *base)
    waiting = [each for each in predicted if each.of in entities]
    found = []
    for entry in heard:
        place = Place(f"{review.folder}/{entry.path}")
        for each in dict.fromkeys(waiting):
            if each.of == entry.entity and each.until >= review.today:
                facts = {"title": each.title, "until": each.until.isoformat()}
                found.append(Problem(place, "cuts-prediction", facts))
        for trial in _trials(after, review.today):
            if _touches(entry, trial):
                facts = {"title": str(trial.get("title")), "until": str(trial.get("to"))}
                found.append(Problem(place, "cuts-trial", facts))
    return replace(review, problems=(*review.problems, *found)) if found else review


def _heard(entry: EntityReview) -> bool:
    """Tell whether a customer may hear what changes of an entity."""
    if entry.kind != "changed" or entry.class_ == "editorial":
        return False
    return not all(audible.quiet(edit.path) for edit in entry.edits)


def _predicted(before: Shelf, repository: Repository, base: str, prefix: str) -> Iterator[_Waiting]:
    said = _told(repository, base)
    for path, value in _of_folder(before, "change", b"expect"):
        if value.get("learned"):  # what came of it is known
            continue
        for each in _waiting(value.get("expect"), str(value.get("title") or value.get("id"))):
            if not said.reverted or not said.back(
                repository.added(posixpath.join(prefix, path), base)
            ):
                yield each
    for commit, message in said.messages.items():
        reason = messages.unite([messages.trailers(message)]).rationale
        if reason and reason.expect and not said.back([commit]):
            yield from _waiting(reason.expect, message.partition("\n")[0])


def _told(repository: Repository, base: str) -> _Told:
    """Read the latest messages; where the past cannot be read, the review stands without them."""
    try:
        found = dict(repository.told(base, _COMMITS))
    except UserError:
        return _Told({}, frozenset())
    back = [messages.trailers(each) for each in found.values() if "evert" in each]
    return _Told(found, frozenset(name for each in back for name in (*each.reverts, *each.undoes)))


def _waiting(expect: Any, title: str) -> Iterator[_Waiting]:
    fields: Mapping[str, Any] = expect if isinstance(expect, dict) else {}
    of, by = fields.get("of"), fields.get("by")
    try:
        until = by if isinstance(by, dt.date) else dt.date.fromisoformat(str(by))
    except ValueError:
        return
    if isinstance(of, str):
        yield _Waiting(title, of, until)


def _of_folder(shelf: Shelf, kind: str, holds: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield paths and values of a kind whose files hold some bytes: others need not be read."""
    folder = f"{kinds.FOLDER_OF[kind]}/"
    for path, file in shelf.files.items():
        if path.startswith(folder) and holds in (file.content or b""):
            value = shelf.file(path).past.value
            if isinstance(value, dict):
                yield path, value


def _trials(shelf: Shelf, today: dt.date) -> Iterator[dict[str, Any]]:
    for _, value in _of_folder(shelf, "trial", b"what"):
        days = [str(value.get("from") or ""), str(value.get("to") or "")]
        if value.get("status", "live") == "live" and days[0] and days[1] >= today.isoformat():
            yield value


def _touches(entry: EntityReview, trial: Mapping[str, Any]) -> bool:
    """Tell whether an entry leaves the phrase of a trial other than its first wording."""
    entity, _, path = str(trial.get("what")).partition("#")
    variants = trial.get("variants")
    if entity != entry.entity or not path or not isinstance(variants, list) or not variants:
        return False
    try:
        shape = outline.of(entity)
        was, now = (values.at(each, path, shape) for each in (entry.before, entry.after))
    except ValueError:  # what stands there is no path
        return False
    say = variants[0].get("say")
    return values.same(was, say) and not values.same(now, say)
