"""Reasons that were written where nobody reads them: the gate says what it saw, and where to write.

    a comment, `note`, a field of one's own ─┐
    the description without labels, a title ─┼──▶ what was seen ──▶ «Почему: …»
    a file beside `changes/` ────────────────┘

Who explained a change and is told that nobody did looks for the mistake in the wrong place. Of each
kind one is named, the first; whether it is a good reason the gate asks when it can read it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from scripts_kb.git.records import Commit
from scripts_kb.past import lines, messages
from scripts_kb.problems import Place, Problem
from scripts_kb.review import showing, substance
from scripts_kb.review.context import Context
from scripts_kb.review.records import EntityReview
from scripts_kb.review.retold import At
from scripts_kb.review.texts import say
from scripts_kb.schema import kinds, outline

_CUT: Final = 80
_FEWEST: Final = 3
"""Words from which on a line may be a thought and not a name."""
_COMMENT: Final = re.compile(r"(?:^|\s)#+\s*(?P<text>\S.*)$")
_QUOTE: Final = re.compile(r"[\\'\"]")
_SIGNED: Final = re.compile(
    r"[A-Za-z][A-Za-z-]+:\s|(?:[*+-] )?https?://\S+$|This reverts |Reverts? "
)
"""Lines that programs write below a description."""
_MADE: Final = re.compile(
    r"(?:Merge|Revert|Reapply|Update|Create|Delete|Add|Rename) |fixup!|squash!"
)
"""How titles begin that programs propose."""
_TEXTS: Final = (".txt", *kinds.SUFFIXES)
_INNER: Final = ("facts/", "guide/")
"""Folders of texts that explain no change and are read all the same."""


class _Seen(NamedTuple):
    """What was written where nobody reads it.

    Attributes:
        place: where.
        kind: `note`, `comment`, `field`, `body`, `subject`.
        text: what is written there.
        name: of the field.
    """

    place: Place
    kind: str
    text: str
    name: str = ""


def problems(entries: Iterable[EntityReview], context: Context, at: At) -> Iterator[Problem]:
    """Name what was likely written as the reason of cards that nobody explained.

    Args:
        entries: the cards.
        context: what the review compares.
        at: gives the line of a place in a file.
    """
    seen: dict[str, _Seen] = {}
    files: dict[str, Problem] = {}
    for entry in entries:
        for each in _seen(entry, context, at):
            seen.setdefault(each.kind, each)
        files |= _files(entry, context)
    if len(seen) > 1 or files:
        # A title alone is seen where nothing better was.
        seen.pop("subject", None)
    for each in seen.values():
        where = say(f"misplaced-{each.kind}", context.language, name=each.name)
        facts = {"where": where, "text": showing.brief(each.text, _CUT)}
        yield Problem(each.place, "gate-misplaced", facts)
    yield from list(files.values())[:1]


def _seen(entry: EntityReview, context: Context, at: At) -> Iterator[_Seen]:
    yield from _fields(entry, at)
    yield from _comments(entry, context)
    first = at(entry.path, entry.edits[0].path if entry.edits else "")
    for commit in _silent(entry, context):
        subject, *below = commit.message.replace("\r\n", "\n").split("\n")
        body = next((line.strip() for line in below if _thought(line.strip())), "")
        if body:
            yield _Seen(first, "body", body)
        if _thought(subject) and not _MADE.match(subject):
            yield _Seen(first, "subject", subject)


def _fields(entry: EntityReview, at: At) -> Iterator[_Seen]:
    """Find texts that came into `note` or into a field that cards have not."""
    for edit in entry.edits:
        name = edit.path.rpartition(".")[2]
        if entry.kind == "added" or not isinstance(edit.after, str) or not edit.after.strip():
            continue
        if name == "note":
            yield _Seen(at(entry.path, edit.path), "note", edit.after)
        elif outline.at(entry.entity, edit.path) is None:
            yield _Seen(at(entry.path, edit.path), "field", edit.after, showing.brief(name, _CUT))


def _comments(entry: EntityReview, context: Context) -> Iterator[_Seen]:
    """Find comments that a card's file did not have before."""
    before = context.before.files.get(entry.path_before or entry.path)
    after = context.after.files.get(entry.path)
    if not (before and after and before.content and after.content):
        return
    known = set(before.content.splitlines())
    said = str(entry.after)
    for number, line in enumerate(after.content.splitlines(), 1):
        found = _COMMENT.search(line.decode(errors="replace")) if line not in known else None
        if found and not _inside(found[0], said) and _worded(found["text"]):
            place = Place(f"{context.shown}/{entry.path}", number, found.start("text") + 1)
            yield _Seen(place, "comment", found["text"].strip())


def _inside(written: str, said: str) -> bool:
    """Tell whether a sign stands inside a text, where it begins no comment."""
    return _QUOTE.split(written.strip(), maxsplit=1)[0] in said


def _silent(entry: EntityReview, context: Context) -> Iterator[Commit]:
    """Yield the commits of a card whose messages give no reason and no near miss of one."""
    paths = {entry.path, entry.path_before}
    for commit in context.commits:
        if any(each.path in paths for each in commit.touched):
            said = messages.trailers(commit.message)
            if not said.slips and said.fields.keys().isdisjoint(lines.TEXTS):
                yield commit


def _files(entry: EntityReview, context: Context) -> dict[str, Problem]:
    """Find texts that came with a card and lie where no reason is read: path → problem."""
    paths = {entry.path, entry.path_before}
    handed = {each.path for each in context.handed.orphans}
    came = {
        each.path
        for commit in context.commits
        if any(each.path in paths for each in commit.touched)
        for each in commit.touched
        if each.new and not each.old
    }
    return {
        path: Problem(
            Place(f"{context.shown}/{path}"),
            "gate-misplaced-file",
            {"file": showing.brief(path, _CUT)},
        )
        for path in sorted(came - paths)
        if _beside(path, context, handed)
    }


def _beside(path: str, context: Context, unhanded: set[str]) -> bool:
    """Tell whether a new file may hold a reason, though it lies where none is read."""
    location = kinds.locate(path)
    if location is not None:
        found = context.after.entity(path) if path in context.after.files else None
        value = found[1] if found else None
        reasoned = isinstance(value, dict) and not value.keys().isdisjoint(lines.TEXTS)
        return location.kind != "change" and reasoned
    if not path.endswith(_TEXTS) or path.startswith(_INNER):
        return False
    name = path.rpartition("/")[2].casefold()
    hidden = any(step.startswith(".") for step in path.split("/"))
    kept = path.startswith("materials/") and path not in unhanded
    return not (hidden or kept or name.startswith("readme."))


def _worded(text: str) -> bool:
    return bool(substance.words(text)) and not substance.emptiness(text, begins=True)


def _thought(line: str) -> bool:
    """Tell whether a line may be a person's thought: some words that say something."""
    told = len(substance.words(line)) >= _FEWEST and _worded(line)
    return told and not _SIGNED.match(line)
