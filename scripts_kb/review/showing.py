"""An entry in a reader's words, once for all forms: terminal, Markdown, HTML.

What is dangerous in a text is each form's to escape. What no reader can see (control and direction
marks) is spelled out here: a review may not hide what it shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from scripts_kb.language import Language, formats
from scripts_kb.past import edits, telling, words
from scripts_kb.past.edits import EntitySide, Line, Part
from scripts_kb.past.records import Edit, Rationale
from scripts_kb.past.words import Run
from scripts_kb.problems import Problem, plain
from scripts_kb.review import calls, deciding
from scripts_kb.review.blocks import Tone
from scripts_kb.review.records import Arrow, Conversation, EntityReview, Key, Review, State, Way
from scripts_kb.review.texts import say
from scripts_kb.schema import labels, paths, quotes

_SEEN: Final = frozenset("\n\u00a0\u202f\u200d\ufe0f")
"""Signs that are not printable and yet harmless: ends of lines, no-break spaces, parts of emoji."""


def visible(text: str) -> str:
    r"""Spell out what a reader would not see.

    Examples:
        >>> visible("Доро\u202eго")
        'Доро⟨U+202E⟩го'
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in _SEEN else f"⟨U+{ord(each):04X}⟩" for each in text
    )


def brief(text: str, longest: int) -> str:
    """Cut a text for a list, with an ellipsis to show it."""
    return edits.shortened(" ".join(text.split()), longest)


def headline(entry: EntityReview, language: Language) -> str:
    """Name an entity: its kind and its title."""
    if labels.settings(entry.entity, language):
        return visible(entry.title)
    return visible(named(entry.entity, entry.title, language))


def named(entity: str, title: str, language: Language) -> str:
    """Name an entity by its kind and a title."""
    return f"{labels.kind(entity, language)} {formats.quoted(title, language)}"


def lines(entry: EntityReview, review: Review) -> Iterator[Line]:
    """Yield the edits of an entry in a reader's words, one line each, in their order."""
    called = names(review)
    old = EntitySide(entry.entity, entry.before, called, 0)
    new = EntitySide(entry.entity, entry.after, called)
    for edit in entry.edits:
        yield line(edit, old, new, review)


def line(edit: Edit, old: EntitySide, new: EntitySide, review: Review) -> Line:
    """Tell an edit; who may turn a department's key from now on, or may no more, in words."""
    told = edits.line(edit, old, new)
    joined = _joined(new.entity, edit, review)
    return replace(told, where=(joined,)) if joined else told


def _joined(entity: str, edit: Edit, review: Review) -> str:
    department = deciding.reviewers_of(entity, edit.path)
    if not department or edit.op not in {"added", "removed"}:
        return ""
    title = review.departments.get(department, department)
    return visible(say(f"reviewer-{edit.op}", review.language, department=title))


def reason(rationale: Rationale, review: Review) -> Iterator[Part]:
    """Yield the fields of a reason with their labels, those that are given."""
    for told in telling.reason(rationale, names(review)):
        yield Part(told.label, visible(told.text))


def names(review: Review) -> telling.Names:
    """Name things as the review's knowledge base calls them, with values in place of quotes."""

    def title(name: str) -> str | None:
        kind, _, id_ = name.partition("/")
        return review.departments.get(id_) if kind == "department" else review.names.get(name)

    def fill(text: str, side: int) -> str:
        return quotes.fill(text, lambda mark: _filled(mark, side, review))

    return telling.Names(review.language, title, ids=True, fill=fill, clean=visible)


def _filled(mark: str, side: int, review: Review) -> str | None:
    """Give a value for a quote and a name for a blank, in signs that no author writes."""
    known = review.quoted[side].get(mark)
    if known is None and quotes.is_variable(mark):
        known = labels.capture(mark, review.language)
    return None if known is None else f"‹{known}›"


def key(each: Key, review: Review) -> str:
    """Say how a department stands to the change, and which zones ask it."""
    language = review.language
    name = review.departments.get(each.department, each.department)
    state = "key-missing"
    if each.given:
        state = f"key-{each.given}"
    elif each.refused:
        state = "key-refused"
    by = review.departments.get(each.by, each.by)
    return visible(f"{name}: {say(state, language, by=by)} ({', '.join(each.zones)})")


@dataclass(frozen=True, slots=True)
class HeardAnew:
    """A place where a customer hears something else now, though its text stays."""

    where: str
    before: str
    after: str
    runs: tuple[Run, ...]
    link: str = ""
    """The page of the card, at the step of a script."""


def quoting(entry: EntityReview, review: Review) -> Iterator[HeardAnew]:
    """Yield where customers hear a changed value."""
    language = review.language
    for each in entry.quotes:
        if each.before != each.after:
            partner = f", {say('partner-page', language)}" if each.partner else ""
            name = f"{named(each.entity, each.title, language)}{partner}"
            before, after = visible(each.before), visible(each.after)
            where = visible(f"{name}: {' › '.join(each.where)}")
            there = link(each.entity, each.path, review)
            yield HeardAnew(where, before, after, words.marked(before, after), there)


def echoes(entry: EntityReview, review: Review) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what is still said as it was: a line that names it, its places with their links."""
    language = review.language
    found: dict[str, list[tuple[str, str]]] = {}
    for each in entry.echoes:
        title = say("echoes", language, old=visible(formats.quoted(each.old, language)))
        partner = f", {say('partner-page', language)}" if each.partner else ""
        name = f"{named(each.entity, each.title, language)}{partner}"
        where = " › ".join(each.where) or say("places", language, count=each.count)
        text = f": {formats.quoted(each.text, language)}" if each.text else ""
        there = link(each.entity, each.path, review)
        found.setdefault(title, []).append((visible(f"{name}: {where}{text}"), there))
    yield from found.items()


def link(entity: str, path: str, review: Review) -> str:
    """Give the address of a place: the card's page, of a script the step there; "" for unknown."""
    page = review.addresses.card(entity)
    if not page or not entity.startswith("script/") or not path.startswith("nodes["):
        return page
    return f"{page}#n-{paths.split(path)[1].name}"


def referring(entry: EntityReview, review: Review) -> tuple[str, ...]:
    """Name the entities that only refer to a change, each once."""
    language = review.language
    heard = {each.entity for each in entry.quotes if each.before != each.after}
    found: dict[str, None] = {}
    for each in entry.quotes:
        if each.entity not in heard:
            partner = f" ({say('partner-page', language)})" if each.partner else ""
            found[visible(f"{named(each.entity, each.title, language)}{partner}")] = None
    return tuple(found)


def gaps(entry: EntityReview, language: Language) -> Iterator[str]:
    """Yield what a reader should mind; that a change is unexplained is said elsewhere."""
    for gap in entry.gaps:
        if gap != "unexplained":
            check = f", {say('see-check', language)}" if gap == "schema" else ""
            yield visible(telling.gap(gap, language)) + check


def step(name: str, conversation: Conversation, language: Language) -> str:
    """Name a step of a call, an outcome, or another script."""
    if name.startswith("outcome/"):
        return labels.choice("outcome", name.partition("/")[2], language)
    text = conversation.steps_after.get(name) or conversation.steps_before.get(name) or name
    return visible(edits.shortened(" ".join(text.split()), 60))


def call(path: tuple[Way, ...], conversation: Conversation, language: Language) -> str:
    """Write a way through a script: steps, and between them what the customer says."""
    shown = []
    for way in path:
        shown.append(step(way.node, conversation, language))
        if way.says:
            shown.append(formats.quoted(visible(way.says), language))
    if path and "/" not in path[-1].node:
        shown.append("…")
    return " → ".join(shown)


def arrow(each: Arrow, conversation: Conversation, language: Language) -> str:
    """Name a link by the customer's reply, or by its step."""
    if each.says:
        return say("redirected", language, reply=visible(each.says))
    start = step(each.start, conversation, language)
    return say("node-redirected", language, step=start)


def count(number: int, language: Language) -> str:
    """Write a number of paths, which stops at many."""
    return say("many", language, count=calls.MANY) if number >= calls.MANY else str(number)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the map around what changed: ` ` as before, `-` gone, `+` new."""

    mark: str
    start: str
    reply: str
    end: str


def links(found: Conversation, language: Language) -> Iterator[tuple[str, str, list[Link]]]:
    """Yield the map of a script around what changed: mark, step, its links.

    Steps whose links are the same on both sides are left out.
    """
    old, new = _by_step(found.arrows_before), _by_step(found.arrows_after)
    for name in dict.fromkeys((*found.steps_after, *found.steps_before)):
        before, after = old.get(name, ()), new.get(name, ())
        in_old, in_new = name in found.steps_before, name in found.steps_after
        if in_old and in_new and before == after and name not in found.unreachable:
            continue
        shown = step(name, found, language)
        drawn = []
        for each in dict.fromkeys((*before, *after)):
            side = " " if each in before and each in after else "-" if each in before else "+"
            reply = formats.quoted(visible(each.says), language) if each.says else ""
            drawn.append(Link(side, shown, reply, step(each.end, found, language)))
        yield " " if in_old and in_new else "+" if in_new else "-", shown, drawn


def diagram(found: Conversation, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the map of a script around what changed as lines, each with its mark."""
    for mark, name, drawn in links(found, language):
        yield mark, name
        for link in drawn:
            yield link.mark, "   " + " ".join(each for each in (link.reply, "→", link.end) if each)


def _by_step(arrows: tuple[Arrow, ...]) -> dict[str, tuple[Arrow, ...]]:
    found: dict[str, list[Arrow]] = {}
    for each in arrows:
        found.setdefault(each.start, []).append(each)
    return {name: tuple(each) for name, each in found.items()}


def conversation(entry: EntityReview, review: Review) -> Iterator[Part]:
    """Yield what changes in the way a call goes, most worrying first."""
    found = entry.conversation
    if found is None:
        return
    language = review.language
    for name in found.dead_ends:
        yield Part(say("dead-end", language), step(name, found, language))
    for name in found.unreachable:
        yield Part(say("unreachable", language), step(name, found, language))
    for name in found.lost_objections:
        title = review.names.get(f"objection/{name}", name)
        yield Part(say("lost-objection", language), visible(formats.quoted(title, language)))
    for old, new in found.redirected:
        ends = (step(each.end, found, language) for each in (old, new))
        yield Part(arrow(old, found, language), " ⇒ ".join(ends))
    for path in found.gone:
        yield Part(say("path-gone", language), call(path, found, language))
    for path in found.new:
        yield Part(say("path-new", language), call(path, found, language))


def state(name: str, language: Language) -> str:
    """Name a side of the comparison: a short commit, or the working tree."""
    return name[:9] if len(name) > len("worktree") else say("worktree", language)


def missing(review: Review) -> tuple[str, ...]:
    """Name the departments whose consent some entry still waits for."""
    found = dict.fromkeys(each for entry in review.entries for each in entry.approvals.missing)
    return tuple(visible(review.departments.get(each, each)) for each in found)


_STATE_TONES: Final[dict[State, Tone]] = {
    "red": "bad",
    "yellow": "wait",
    "urgent": "wait",
    "green": "good",
}


def state_line(review: Review) -> tuple[Tone, str] | None:
    """Say in one line whether the change may land; None where nobody asked."""
    return (_STATE_TONES[review.state], _verdict(review)) if review.state else None


def _verdict(review: Review) -> str:
    language = review.language
    if review.state == "yellow" and review.until:
        return say("silent", language, day=formats.weekday(review.until, language))
    if review.state == "urgent":
        return say("urgent", language, debt=", ".join(_debts(review)))
    return say("passes" if review.state == "green" else "refused", language)


def _debts(review: Review) -> Iterator[str]:
    language = review.language
    if review.until:
        yield say("debt-reason", language, day=formats.date(review.until, language))
    waited = ", ".join(missing(review))
    if waited:
        yield say("debt-keys", language, departments=waited)


def answering(review: Review) -> tuple[str, ...]:
    """Say how the departments that are waited for answer, and whose answer counts.

    Nothing where none is waited for, or where nobody asked whether the change may land.
    """
    waited = ", ".join(missing(review)) if review.state else ""
    if not waited:
        return ()
    language = review.language
    return say("answer", language), say("answer-counts", language, departments=waited)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, once, with all the places where it is wrong: `path:line:column`."""

    code: str
    text: str
    places: tuple[str, ...]


def problems(review: Review, severity: str) -> tuple[Finding, ...]:
    """Give the problems of a severity: of ten cards that lack one reason the reader hears once.

    Args:
        review: whose.
        severity: `error` or `warning`.
    """
    found = (each for each in review.problems if each.severity == severity)
    return findings(found, review.language)


def findings(problems: Iterable[Problem], language: Language) -> tuple[Finding, ...]:
    """Give problems, equal ones once with all their places."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in problems:
        # The place names the card; the sentence is the same for all of them.
        card = str(each.facts.get("entity")).partition(": ")[0]
        message = each.message(language).removeprefix(f"{card}: ")
        message = message[:1].upper() + message[1:]
        text = plain(f"{message} {each.fix(language)}")
        place = f"{each.place.path}:{each.place.line}:{each.place.column}"
        found.setdefault((each.code, visible(text)), []).append(visible(place))
    return tuple(Finding(code, text, tuple(where)) for (code, text), where in found.items())
