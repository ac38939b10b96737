"""The meeting that explains a change before it is introduced: told from a review.

    entries ──by reason──▶ Topic: why, then the words before and after, then what to discuss

Source: a marketer's practice of telling sales the story — what it all began with, why, and for
what the new script is introduced — in place of dropping it on them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scripts_kb.past.edits import Line, Part
from scripts_kb.past.records import Rationale
from scripts_kb.review import markdown, showing
from scripts_kb.review.records import EntityReview, Review
from scripts_kb.review.texts import say

Escape = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Topic:
    """One change to talk about: its reason, and the entities that it touches."""

    reason: Rationale | None
    entries: tuple[EntityReview, ...]

    @property
    def title(self) -> str:
        """Its title, "" where nobody gave one."""
        return (self.reason.title or self.reason.id or "") if self.reason else ""


def topics(review: Review) -> tuple[Topic, ...]:
    """Group the entries of a review by their reason; the unexplained come last.

    A moved or merely corrected entity is nothing to meet for.
    """
    found: dict[tuple[str, ...], tuple[Rationale | None, list[EntityReview]]] = {}
    for entry in review.entries:
        if entry.kind == "moved" or (entry.class_ == "editorial" and not entry.quotes):
            continue
        reason = entry.rationales[-1] if entry.rationales else None
        key = (reason.id or "", reason.title or "", reason.origin or "") if reason else ()
        found.setdefault(key, (reason, []))[1].append(entry)
    known = [Topic(reason, tuple(entries)) for key, (reason, entries) in found.items() if key]
    rest = [Topic(None, tuple(entries)) for key, (_, entries) in found.items() if not key]
    return (*known, *rest)


def write(review: Review, *, plain: bool = False) -> str:
    """Write a briefing as Markdown, or as plain text for a chat.

    Args:
        review: of the branch, or of any range.
        plain: without Markdown.
    """
    escape: Escape = showing.visible if plain else lambda text: markdown.text(showing.visible(text))
    return "\n".join(_lines(review, escape, plain=plain)).rstrip() + "\n"


def _lines(review: Review, escape: Escape, *, plain: bool) -> Iterator[str]:
    language = review.language
    found = topics(review)
    yield _heading(say("briefing", language), 1, plain=plain)
    yield ""
    if not found:
        yield say("nothing", language)
        return
    entities = sum(len(topic.entries) for topic in found)
    yield say("briefing-lead", language, changes=len(found), entities=entities)
    for number, topic in enumerate(found, 1):
        first = showing.headline(topic.entries[0], language)
        title = escape(topic.title or first)
        if topic.reason is None:
            title = say("briefing-unexplained", language)
        yield ""
        yield _heading(f"{number}. {title}", 2, plain=plain)
        if topic.reason:
            yield ""
            for part in showing.reason(topic.reason, review):
                label = part.label if plain else f"**{part.label}**"
                yield f"- {label}: {escape(part.text)}" if part.label else f"- {escape(part.text)}"
        for entry in topic.entries:
            yield from _entry(entry, review, escape, plain=plain)
        yield ""
        yield _heading(say("briefing-discuss", language), 3, plain=plain)
        yield ""
        for question in questions(topic, review):
            yield f"- [ ] {escape(question)}" if not plain else f"— {question}"


def _heading(text: str, level: int, *, plain: bool) -> str:
    if not plain:
        return f"{'#' * level} {text}"
    return text.upper() if level == 1 else text


def _entry(entry: EntityReview, review: Review, escape: Escape, *, plain: bool) -> Iterator[str]:
    language = review.language
    yield ""
    yield _heading(
        f"{escape(showing.headline(entry, language))} — {say(entry.kind, language)}", 3, plain=plain
    )
    quote = "" if plain else "> "
    for line in showing.lines(entry, review):
        yield ""
        if line.label:
            yield escape(line.label) if plain else f"**{escape(line.label)}**"
        if line.label and not plain:
            yield ""
        for label, text in _sides(line, review):
            shown = escape(text)
            yield f"{quote}{label}: {shown}  ".rstrip() if plain else f"{quote}{label}: {shown}  "
    for heard in showing.quoting(entry, review):
        yield ""
        yield escape(heard.where)
        for key, text in (("briefing-before", heard.before), ("briefing-after", heard.after)):
            yield f"{quote}{say(key, language)}: {escape(text)}" + ("" if plain else "  ")
    parts: list[Part] = list(showing.conversation(entry, review))
    if parts:
        yield ""
        for part in parts:
            yield f"- {escape(part.label)}: {escape(part.text)}"


def _sides(line: Line, review: Review) -> Iterator[tuple[str, str]]:
    language = review.language
    if line.op == "changed":
        yield say("briefing-before", language), line.before
        yield say("briefing-after", language), line.after
    elif line.op == "moved":
        where = say("from-to", language, before=line.place_before, after=line.place_after)
        yield say("edit-moved", language), where
    else:
        key = "briefing-new" if line.op == "added" else "briefing-gone"
        # Of a whole card people read aloud what is said; the rest stands in `kb diff`.
        spoken = [part for part in line.parts if part.spoken]
        for part in spoken or line.parts:
            label = f"{say(key, language)}, {part.label}" if part.label else say(key, language)
            yield label, part.text


def questions(topic: Topic, review: Review) -> Iterator[str]:
    """Yield what to discuss: from what changed, not from a form."""
    language = review.language
    if topic.reason is None or not topic.reason.explains:
        yield say("ask-why", language)
    if any(entry.class_ in {"tactical", "strategic"} for entry in topic.entries):
        yield say("ask-say", language)
        yield say("ask-client", language)
    if any(entry.class_ == "factual" for entry in topic.entries):
        yield say("ask-price", language)
    if topic.reason and topic.reason.effect:
        yield say("ask-expect", language, effect=topic.reason.effect.rstrip("."))
    for entry in topic.entries:
        lost = entry.conversation.lost_objections if entry.conversation else ()
        for name in lost:
            title = review.names.get(f"objection/{name}", name)
            yield say("ask-objection", language, title=title)
    missing = dict.fromkeys(each for entry in topic.entries for each in entry.approvals.missing)
    if missing:
        names = ", ".join(review.departments.get(each, each) for each in missing)
        yield say("ask-keys", language, departments=names)
