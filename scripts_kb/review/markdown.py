"""The review as the comment of a pull request: Markdown that renders no foreign markup.

Whatever people wrote is encoded sign by sign: no HTML, no links, no mentions that would call
people in, no references that would clutter other threads. A comment has a limit; what does not fit
is folded to a line an entity, then counted by kind, and the comment says so.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from scripts_kb.language import formats
from scripts_kb.past import words
from scripts_kb.past.edits import Line, Part
from scripts_kb.past.words import Mark, Run
from scripts_kb.review import showing
from scripts_kb.review.records import EntityReview, Review
from scripts_kb.review.texts import say
from scripts_kb.schema import labels

LIMIT: Final = 65_000
"""Characters; hostings take 65,536 in a comment."""
_PLACES: Final = 12
"""Of one problem; the page and the terminal name them all."""
MARKER: Final = "<!-- scripts-kb review -->"
"""The first line; by it a recipe finds its comment again."""

_PLAIN: Final = re.compile(
    r"""
    [^\w ,;?!«»—–%₽…()№‹›⟨⟩→×\u00a0\u202f"'./:-]   # whatever is neither a letter nor a gentle sign
    | _                                # a letter to Python, emphasis to Markdown
    | (?<=\d)[.)](?=\s|$)              # `1.` begins a list
    | \.(?=\w) | :(?=\S)              # addresses become links, `:x:` a picture
    | %(?=["\w]) | !(?=\w)            # `%3` is a milestone, `!12` a merge request
    | (?<!\w)- | -(?!\w)               # lists and rules
    | (?<![^\W_])[0-9a-f]{7,}(?![^\W_]) # a commit
    | [^\W_]*[^\W\d_][^\W_]*-(?=\d)    # `GH-12`, the ticket of any tracker
    """,
    re.VERBOSE,
)
"""Signs that may mean something to Markdown or to a hosting."""
_JOINER: Final = "&#8288;"
"""Keeps a hosting from reading `@name` and `#12` in what is already text."""
_CALLS: Final = frozenset("@#!%~$&^[*")
"""What begins a reference on some hosting: to a person, an issue, a merge request, a label."""
_UNLINKED: Final = 6
"""Signs of a commit's id that no hosting takes for one; seven it does."""


def text(foreign: str) -> str:
    """Encode foreign text for one line of Markdown.

    Examples:
        >>> text("<b>@all</b>")
        '&#60;b&#62;&#64;&#8288;all&#60;/b&#62;'
    """
    return _PLAIN.sub(_encoded, foreign)


def _encoded(match: re.Match[str]) -> str:
    sign = match[0]
    if sign == "\n":
        return "<br>"
    if len(sign) == 1:
        return f"&#{ord(sign)};{_JOINER}" if sign in _CALLS else f"&#{ord(sign)};"
    if sign.endswith("-"):
        return f"{sign[:-1]}&#45;{_JOINER}"
    return _JOINER.join(sign[at : at + _UNLINKED] for at in range(0, len(sign), _UNLINKED))


def write(review: Review, limit: int = LIMIT) -> str:
    """Write a review as Markdown.

    Args:
        review: what to show.
        limit: the greatest number of characters.

    Returns:
        A text of at most `limit` characters. Entities stand in it in full while they fit, then in
        a line each, then as counts.
    """
    head = "\n".join(_head(review))
    tail = "\n".join(_tail(review))
    full = ["\n".join(_entry(entry, review)) for entry in review.entries]
    whole = "\n\n".join([head, *full, tail])
    if len(whole) <= limit:
        return f"{whole}\n"
    return _summarised(review, head, full, tail, limit)


def _summarised(review: Review, head: str, full: list[str], tail: str, limit: int) -> str:
    short = [_short(entry, review) for entry in review.entries]
    notice_room = 600
    head = _cut(head, limit // 4, review)
    tail = _cut(tail, limit // 4, review)
    room = limit - len(head) - len(tail) - notice_room
    # The smallest first: as many people as possible find their change in full.
    shown = set()
    left = room - sum(len(each) + 1 for each in short)
    for index in sorted(range(len(full)), key=lambda each: len(full[each])):
        cost = len(full[index]) + 2 - len(short[index])
        if cost > left:
            break
        left -= cost
        shown.add(index)
    if left >= 0 or shown:
        notice = _notice("folded", review, shown=len(shown), all=len(full))
        body = [full[index] if index in shown else short[index] for index in range(len(full))]
        return "\n\n".join([head, notice, _joined(body, shown), tail]) + "\n"
    listed: list[str] = []
    used = 0
    for each in short:
        used += len(each) + 1
        if used > room - 2_000:
            break
        listed.append(each)
    rest = review.entries[len(listed) :]
    notice = _notice("counted", review, count=len(rest))
    counts = [
        f"- {text(labels.kind(kind, review.language, many=True))}: {sum(1 for _ in group)}"
        for kind, group in groupby(rest, key=lambda entry: entry.entity.partition("/")[0])
    ]
    return "\n\n".join([head, notice, "\n".join(listed), "\n".join(counts), tail]) + "\n"


def _joined(body: list[str], shown: set[int]) -> str:
    """Set lines of a list close, full entities apart."""
    result = ""
    for index, each in enumerate(body):
        loose = index in shown or index - 1 in shown
        result += ("\n\n" if loose else "\n") + each if result else each
    return result


def _notice(key: str, review: Review, **facts: int) -> str:
    sides = {"base": review.base[:9], "head": "" if review.head == "worktree" else review.head[:9]}
    return f"> [!NOTE]\n> {text(say(key, review.language, **facts, **sides).strip())}"


def _cut(block: str, limit: int, review: Review) -> str:
    """Keep whole lines of a block, and say how many are left out."""
    lines = block.split("\n")
    used = kept = 0
    for line in lines:
        used += len(line) + 1
        if used > limit:
            break
        kept += 1
    if kept == len(lines):
        return block
    more = say("more-lines", review.language, count=len(lines) - kept)
    return "\n".join([*lines[:kept], f"> {text(more)}"])


def _head(review: Review) -> Iterator[str]:
    language = review.language
    yield MARKER
    yield f"## {say('title', language)}"
    yield ""
    base, head = (text(showing.state(each, language)) for each in (review.base, review.head))
    yield say("compared", language, base=base, head=head) + "  "
    if review.entries:
        counted = say("entities", language, count=len(review.entries))
        missing = ", ".join(map(text, showing.missing(review)))
        waiting = f" · {say('missing-keys', language, departments=missing)}" if missing else ""
        yield f"**{counted}**{waiting}"
    else:
        yield say("only-files" if review.files else "nothing", language)
    if review.gated:
        yield ""
        sign = "🔴" if review.refused else "🟢"
        yield f"{sign} **{say('refused' if review.refused else 'passes', language)}**"
    for severity, title in (("error", "problems"), ("warning", "warnings")):
        found = showing.problems(review, severity)
        if found:
            yield ""
            yield f"**{say(title, language)}**"
            yield ""
        for each in found:
            yield f"- {text(each.text)}  "
            more = len(each.places) - _PLACES
            named = [text(place) for place in each.places[:_PLACES]]
            named += [say("more-places", language, count=more)] if more > 0 else []
            yield f"  <sub>{', '.join(named)}</sub>"


def _tail(review: Review) -> Iterator[str]:
    language = review.language
    if review.formatting:
        files = ", ".join(text(showing.visible(each)) for each in review.formatting)
        yield f"{say('formatting', language)}: {files}"
    for note in review.notes:
        yield ""
        title = showing.visible(note.title or note.id or "")
        yield f"{say('notes', language)}: {text(title)}"
        yield from _parts(showing.reason(note, review))


def _title(entry: EntityReview, review: Review) -> str:
    language = review.language
    return f"{text(showing.headline(entry, language))} — {say(entry.kind, language)}"


def _short(entry: EntityReview, review: Review) -> str:
    language = review.language
    places = [line.label for line in showing.lines(entry, review) if line.label]
    where = ", ".join(text(showing.brief(each, 60)) for each in dict.fromkeys(places[:3]))
    count = say("edits", language, count=len(entry.edits))
    missing = [review.departments.get(each, each) for each in entry.approvals.missing]
    waiting = f"; {say('key-missing', language)}: {text(', '.join(missing))}" if missing else ""
    name = text(showing.brief(showing.headline(entry, language), 120))
    shown = f"- **{name}** — {say(entry.kind, language)}, {count}"
    return f"{shown}: {where}{waiting}" if where else f"{shown}{waiting}"


def _entry(entry: EntityReview, review: Review) -> Iterator[str]:
    language = review.language
    yield f"### {_title(entry, review)}"
    yield ""
    path = text(showing.visible(entry.path))
    if entry.path_before:
        was = say("from-file", language, path=text(showing.visible(entry.path_before)))
        path = f"{path} ({was})"
    yield f"<sub>{path}</sub>"
    for line in showing.lines(entry, review):
        yield ""
        yield from _line(line, review)
    yield from _calls(entry, review)
    yield from _why(entry, review)
    if entry.approvals.keys:
        yield ""
        yield f"**{say('keys', language)}**"
        yield ""
        for key in entry.approvals.keys:
            sign = "✅" if key.given else "⛔" if key.refused else "⏳"
            yield f"- {sign} {text(showing.key(key, review))}"
    yield from _impact(entry, review)
    for offer in entry.expiring:
        until = say("until", language, day=formats.date(offer.valid_to, language))
        named = f"{say('expiring', language)}: {formats.quoted(offer.title, language)}, {until}"
        yield ""
        yield f"⏰ {text(showing.visible(named))}"
    gaps = list(showing.gaps(entry, language))
    if gaps:
        yield ""
        yield f"⚠️ {text('; '.join(gaps))}"


def _line(line: Line, review: Review) -> Iterator[str]:
    language = review.language
    label = f"**{text(line.label)}**" if line.label else ""
    if line.op == "moved":
        where = say("from-to", language, before=line.place_before, after=line.place_after)
        own = " ".join(formats.quoted(text(part.text), language) for part in line.parts)
        yield " ".join(each for each in (label, own, f"↕ {text(where)}") if each)
    elif line.op == "changed":
        yield f"{label}  "
        yield from _sides(line.runs, review)
    else:
        tag, sign = ("ins", "➕") if line.op == "added" else ("del", "➖")
        if label:
            yield f"{sign} {label}"
            yield ""
        for part in line.parts:
            named = f"{text(part.label)}: " if part.label else ""
            yield f"> {named}<{tag}>{text(part.text)}</{tag}>  "


def _sides(runs: tuple[Run, ...], review: Review) -> Iterator[str]:
    sides: tuple[tuple[str, Mark, str], ...] = (("before", "cut", "del"), ("after", "put", "ins"))
    for name, mark, tag in sides:
        shown = "".join(
            f"<{tag}>{text(stretch)}</{tag}>" if differs else text(stretch)
            for stretch, differs in words.side(runs, mark)
        )
        yield f"> {say(name, review.language)}: {shown}  "


def _parts(parts: Iterator[Part]) -> Iterator[str]:
    for part in parts:
        yield f"- {text(part.label)}: {text(part.text)}" if part.label else f"- {text(part.text)}"


def _why(entry: EntityReview, review: Review) -> Iterator[str]:
    language = review.language
    if not entry.edits:
        return
    if not entry.rationales:
        known = entry.class_ == "editorial"
        yield ""
        sign = "" if known else "❓ "
        yield f"{sign}**{say('no-reason-needed' if known else 'nobody-said', language)}**"
    for rationale in entry.rationales:
        title = f": {text(showing.visible(rationale.title))}" if rationale.title else ""
        yield ""
        yield f"**{say('why', language)}{title}**"
        yield ""
        yield from _parts(showing.reason(rationale, review))


def _calls(entry: EntityReview, review: Review) -> Iterator[str]:
    found = entry.conversation
    if found is None:
        return
    language = review.language
    before, after = (showing.count(n, language) for n in (found.paths_before, found.paths_after))
    yield ""
    yield f"**{say('calls', language)}** — {say('paths', language, before=before, after=after)}"
    yield ""
    yield from _parts(showing.conversation(entry, review))
    yield ""
    yield f"<details><summary>{say('diagram', language)}</summary>"
    yield ""
    yield "<pre>"
    for mark, drawn in showing.diagram(found, language):
        tag = {"-": "del", "+": "ins"}.get(mark)
        line = text(drawn.strip())
        indent = "&#160;" * (len(drawn) - len(drawn.lstrip()))
        sign = {"-": "−", "+": "+", " ": "&#160;"}[mark]
        yield f"{sign} {indent}<{tag}>{line}</{tag}>" if tag else f"{sign} {indent}{line}"
    yield "</pre>"
    yield ""
    yield "</details>"


def _impact(entry: EntityReview, review: Review) -> Iterator[str]:
    if not entry.quotes:
        return
    language = review.language
    yield ""
    yield f"**{say('impact', language)}**"
    yield ""
    for quoting in showing.quoting(entry, review):
        yield f"- {text(quoting.where)}  "
        for each in _sides(quoting.runs, review):
            yield f"  {each.removeprefix('> ')}"
    names = showing.referring(entry, review)
    if names:
        yield f"- {say('refers', language)}: {text('; '.join(names))}"
