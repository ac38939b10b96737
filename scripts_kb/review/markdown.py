"""The review as the comment of a pull request: Markdown that renders no foreign markup.

Whatever people wrote is encoded sign by sign: no HTML, no links, no mentions that would call
people in, no references that would clutter other threads. A comment has a limit; what does not fit
is folded to a line a card, then counted by kind, and the comment says so.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import quote

from scripts_kb.past import words
from scripts_kb.past.words import Mark, Run
from scripts_kb.review import fitting, layout, showing
from scripts_kb.review.blocks import (
    Block,
    CallMap,
    Foldable,
    Labelled,
    Paragraph,
    Point,
    Points,
    ReviewItem,
    Reworded,
    Section,
    SectionName,
    Tone,
    Values,
)
from scripts_kb.review.records import Review
from scripts_kb.review.texts import say

LIMIT: Final = 65_000
"""Characters; hostings take 65,536 in a comment."""
_POINTS: Final = 12
"""Places of one problem; the page and the terminal name them all."""
_LISTED: Final = 30
"""Cards in the list of contents."""
_NAME: Final = 120
_LINE: Final = 240
_HEADED: Final[frozenset[SectionName]] = frozenset({"heard", "work", "reasons", "rest"})
"""Sections whose items have a heading of their own; the others are lists."""
_SIGNS: Final[dict[Tone, str]] = {"good": "✅", "wait": "⏳", "bad": "⛔"}
_STATES: Final[dict[Tone, str]] = {"good": "🟢", "wait": "🟡", "bad": "🔴"}
_ADDRESS: Final = "/:?#&=%~+@!$'*,;"
"""Signs that an address may hold as they are; `<`, `>` and brackets would end the link."""
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
    | (?<![^\W_])[^\W_]{1,40}-(?=\d)    # `GH-12`, the ticket of any tracker; `2026-12` is none
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
        if sign[:-1].isdecimal():
            return sign
        return f"{sign[:-1]}&#45;{_JOINER}"
    return _JOINER.join(sign[at : at + _UNLINKED] for at in range(0, len(sign), _UNLINKED))


def write(review: Review, limit: int = LIMIT) -> str:
    """Write a review as Markdown.

    Args:
        review: what to show.
        limit: the greatest number of characters.

    Returns:
        A text of at most `limit` characters. Items stand in it in full while they fit, then in a
        line each, then as counts.
    """
    found = layout.sections(review)
    head = "\n".join(_head(review, layout.contents(found, review)))
    notice = _notice(review)
    foot = "<br>\n".join(text(each) for each in showing.answering(review))
    drawn = {part.name: [_drawn(each, part.name, review) for each in part.items] for part in found}
    outside = len(head) + len(notice) + len(foot) + 100
    outside += sum(len(part.title) + 100 for part in found)
    texts, folded = fitting.fit(
        drawn,
        limit - outside,
        lambda kinds: _counted(kinds, review),
        lambda count: f"> {text(say('more-parts', review.language, count=count))}",
    )
    parts = [head, *([notice] if folded else [])]
    parts += [_section(part, texts[part.name]) for part in found]
    parts += [f"<sub>{foot}</sub>"] if foot else []
    return "\n\n".join(parts) + "\n"


def _counted(kinds: Counter[str], review: Review) -> str:
    named = ", ".join(f"{text(kind)}: {count}" for kind, count in kinds.items())
    return f"**{say('more-cards', review.language, kinds=named)}**"


def _section(part: Section, body: str) -> str:
    if part.name != "rest":
        return f"### {part.title}\n\n{body}"
    return f"<details><summary>{text(part.title)}</summary>\n\n{body}\n\n</details>"


def _notice(review: Review) -> str:
    sides = {"base": review.base[:9], "head": "" if review.head == "worktree" else review.head[:9]}
    return f"> [!NOTE]\n> {text(say('folded', review.language, **sides).strip())}"


def _head(review: Review, contents: tuple[ReviewItem, ...]) -> Iterator[str]:
    language = review.language
    yield MARKER
    yield f"## {say('title', language)}"
    state = showing.state_line(review)
    if state:
        yield ""
        yield f"{_STATES[state[0]]} **{text(showing.brief(state[1], _LINE))}**"
    yield ""
    base, head = (text(showing.state(each, language)) for each in (review.base, review.head))
    counted = say("entities", language, count=len(review.entries))
    compared = say("compared", language, base=base, head=head)
    known = {"coming": review.addresses.coming, "whole-page": review.addresses.whole}
    links = [_linked(say(name, language), each) for name, each in known.items() if each]
    yield " · ".join([counted, compared, *links])
    if not review.entries:
        yield ""
        yield say("only-files" if review.files else "nothing", language)
    if contents:
        yield ""
        yield f"**{say('contents', language)}**"
        yield ""
        for each in contents[:_LISTED]:
            yield f"- {text(showing.brief(each.title, _NAME))} — {each.mark}"
        if contents[_LISTED:]:
            yield f"- {_counted(Counter(each.kind for each in contents[_LISTED:]), review)}"


def _linked(shown: str, address: str) -> str:
    """Link what is already encoded; without an address it stays text."""
    return f"[{shown}](<{quote(address, safe=_ADDRESS)}>)" if address else shown


def _drawn(item: ReviewItem, name: SectionName, review: Review) -> fitting.Fitting:
    sign = f"{_SIGNS[item.tone]} " if item.tone in _SIGNS else ""
    mark = f" — {item.mark}" if item.mark else ""
    brief = text(showing.brief(item.title, _NAME))
    more = text(showing.brief(item.short, _LINE))
    short = f"- {sign}**{brief}**{mark}" + (f", {more}" if more else "")
    title = _linked(text(item.title), item.link)
    if name in _HEADED:
        head = f"#### {sign}{title}{mark}"
        parts = tuple("\n".join(_block(each, review)) for each in item.blocks)
    else:
        head = "  \n".join([f"- {sign}{title}", *(_aside(each, review) for each in item.blocks)])
        parts = ()
    return fitting.Fitting(head, parts, short, item.kind)


def _aside(block: Block, review: Review) -> str:
    """Write what belongs to a line of a list in small print below it."""
    if isinstance(block, Points):
        shown = [_linked(text(each.text), each.link) for each in block.points[:_POINTS]]
        more = len(block.points) - _POINTS
        shown += [say("more-places", review.language, count=more)] if more > 0 else []
        return f"  <sub>{', '.join(shown)}</sub>"
    return f"  <sub>{text(block.text)}</sub>" if isinstance(block, Paragraph) else ""


def _block(block: Block, review: Review) -> Iterator[str]:
    match block:
        case Paragraph():
            shown = _linked(text(block.text), block.link)
            small = f"<sub>{shown}</sub>" if block.tone == "soft" else shown
            yield f"**{shown}**" if block.name else small
        case Reworded():
            yield from _sides(block.runs, review)
        case Values():
            yield from map(_row(block), block.rows)
        case Points():
            yield from (f"- {_point(each)}" for each in block.points)
        case CallMap():
            yield from _map(block, review)
        case Foldable():
            opened = " open" if block.shown else ""
            yield f"<details{opened}><summary>{text(block.title)}</summary>"
            for each in block.blocks:
                yield ""
                yield from _block(each, review)
            yield ""
            yield "</details>"


def _row(block: Values) -> Callable[[Labelled], str]:
    tag = {"added": "ins", "removed": "del"}.get(block.op or "")

    def written(row: Labelled) -> str:
        shown = f"<{tag}>{text(row.text)}</{tag}>" if tag else text(row.text)
        named = f"{text(row.label)}: " if row.label else ""
        return f"> {named}{shown}  "

    return written


def _point(point: Point) -> str:
    shown = _linked(text(point.text), point.link)
    return f"**{shown}**" if point.tone == "wait" else shown


def _sides(runs: tuple[Run, ...], review: Review) -> Iterator[str]:
    sides: tuple[tuple[str, Mark, str], ...] = (("before", "cut", "del"), ("after", "put", "ins"))
    for name, mark, tag in sides:
        shown = "".join(
            f"<{tag}>{text(stretch)}</{tag}>" if differs else text(stretch)
            for stretch, differs in words.side(runs, mark)
        )
        yield f"> {say(name, review.language)}: {shown}  "


def _map(block: CallMap, review: Review) -> Iterator[str]:
    yield "<pre>"
    for mark, drawn in showing.diagram(block.conversation, review.language):
        tag = {"-": "del", "+": "ins"}.get(mark)
        line = text(drawn.strip())
        indent = "&#160;" * (len(drawn) - len(drawn.lstrip()))
        sign = {"-": "−", "+": "+", " ": "&#160;"}[mark]
        yield f"{sign} {indent}<{tag}>{line}</{tag}>" if tag else f"{sign} {indent}{line}"
    yield "</pre>"
