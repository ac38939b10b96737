"""A review in the order in which people decide, once for all forms.

    heard      what customers hear differently, and where
    work       what colleagues do differently
    reasons    why, each reason once with the cards that it explains
    keys       whose consent, given or waited for
    problems   what stands in the way, with its places; then remarks
    rest       search words, dates, files: what nobody hears

What is said of several cards alike is said once, with their names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from scripts_kb.language import formats
from scripts_kb.past.records import Rationale, Share
from scripts_kb.review import changing, showing
from scripts_kb.review.blocks import (
    Block,
    Foldable,
    Labelled,
    Paragraph,
    Point,
    Points,
    ReviewItem,
    Section,
    SectionName,
    Tone,
    Values,
)
from scripts_kb.review.records import EntityReview, Key, Review
from scripts_kb.review.texts import say
from scripts_kb.review.weight import above, speaks_for_itself
from scripts_kb.schema import labels

CONTENTS: Final = 4
"""Cards from which on a review begins with a list of them."""
_TITLE: Final = 90
_SHORT: Final = 200
_JUDGED: Final = 300
_TOLD: Final = 10
"""Cards of which a review says why they were judged so; `--json` says it of each."""
_NAMED: Final = 3

_TITLES: Final[dict[SectionName, str]] = {
    "heard": "section-heard",
    "work": "section-work",
    "reasons": "why",
    "keys": "keys",
    "problems": "problems",
    "warnings": "warnings",
    "rest": "section-rest",
}


def sections(review: Review) -> tuple[Section, ...]:
    """Lay a review out; sections without items are left out.

    Args:
        review: what to show.
    """
    told = [(entry, changing.told(entry, review)) for entry in review.entries]
    cards: dict[SectionName, list[ReviewItem]] = {"heard": [], "work": [], "rest": []}
    for entry, by_concern in told:
        for name, blocks in by_concern.items():
            cards[name].append(_card(entry, blocks, review))
    found: dict[SectionName, Iterable[ReviewItem]] = {
        "heard": cards["heard"],
        "work": cards["work"],
        "reasons": _reasons(review),
        "keys": _keys(review),
        "problems": _problems(review, "error"),
        "warnings": (*_problems(review, "warning"), *_mind(review)),
        "rest": (*cards["rest"], *_earlier(review), *_aside(review)),
    }
    made = ((name, tuple(items)) for name, items in found.items())
    return tuple(
        Section(name, say(_TITLES[name], review.language), items) for name, items in made if items
    )


def contents(found: tuple[Section, ...], review: Review) -> tuple[ReviewItem, ...]:
    """Give the cards of a review that is too long to be seen at a glance, each once."""
    if len(review.entries) < CONTENTS:
        return ()
    cards = {each.entity: each for part in reversed(found) for each in part.items if each.entity}
    return tuple(cards[entry.entity] for entry in review.entries if entry.entity in cards)


def _card(entry: EntityReview, blocks: tuple[Block, ...], review: Review) -> ReviewItem:
    language = review.language
    return ReviewItem(
        title=showing.headline(entry, language),
        blocks=blocks,
        short=_short(entry, review),
        kind=labels.kind(entry.entity, language, many=True),
        mark=say(entry.kind, language),
        entity=entry.entity,
        link=review.addresses.card(entry.entity) if entry.after is not None else "",
    )


def _short(entry: EntityReview, review: Review) -> str:
    """Name a card and what changes in it in one line."""
    language = review.language
    places = [line.label for line in showing.lines(entry, review) if line.label]
    named = ", ".join(showing.brief(each, 60) for each in dict.fromkeys(places[:_NAMED]))
    count = say("edits", language, count=len(entry.edits))
    return f"{count}: {named}" if named else count


def names(entries: Iterable[EntityReview], review: Review) -> str:
    """Name the cards that something is about."""
    return "; ".join(showing.headline(each, review.language) for each in entries)


@dataclass(slots=True)
class _Group:
    """What is said of several cards alike."""

    said: ReviewItem
    entries: list[EntityReview] = field(default_factory=list)

    def item(self, review: Review) -> ReviewItem:
        """Give it with the names of the cards, which one card alone needs not."""
        if len(review.entries) < 2:  # noqa: PLR2004 - with one card nobody asks which
            return self.said
        said = self.said
        if len(self.entries) == len(review.entries):
            text = say("concerns-all", review.language, count=len(self.entries))
        else:
            text = say("concerns", review.language, names=names(self.entries, review))
        return ReviewItem(
            said.title,
            (*said.blocks, Paragraph(text, "soft")),
            say("cards", review.language, count=len(self.entries)),
            said.kind,
            tone=said.tone,
        )


def _reasons(review: Review) -> Iterator[ReviewItem]:
    groups: dict[object, _Group] = {}
    for entry in review.entries:
        if not entry.edits:
            continue
        for rationale in entry.rationales:
            key = repr(rationale)
            if key not in groups:
                groups[key] = _Group(_reason(rationale, review))
            groups[key].entries.append(entry)
        if not entry.rationales:
            said = _needless(entry)
            groups.setdefault(said, _Group(_unexplained(said, review)))
            groups[said].entries.append(entry)
            groups[said].said = _judged(groups[said].said, entry, review)
        _share_out(entry, groups, review)
    for group in groups.values():
        yield group.item(review)


def _reason(rationale: Rationale, review: Review) -> ReviewItem:
    language = review.language
    rows = tuple(Labelled(part.label, part.text) for part in showing.reason(rationale, review))
    title = rationale.title or say("reason", language)
    blocks = (Values(rows),) if rows else ()
    return ReviewItem(
        showing.brief(showing.visible(title), _TITLE), blocks, kind=say("why", language)
    )


def _share_out(entry: EntityReview, groups: dict[object, _Group], review: Review) -> None:
    """Add to each reason which edits of a card it is for, where others of it have their own."""
    for share in entry.shares:
        proved = [each for each in entry.weights if each.path in share.paths]
        if share.rationale is None and not above(proved, "editorial"):
            continue
        key = repr(share.rationale) if share.rationale else "nobody-said"
        group = groups.setdefault(key, _Group(_unexplained("nobody-said", review)))
        if entry not in group.entries:
            group.entries.append(entry)
        group.said = _placed(group.said, entry, share, review)


def _placed(item: ReviewItem, entry: EntityReview, share: Share, review: Review) -> ReviewItem:
    found = (each for each in showing.lines(entry, review) if each.path in share.paths)
    text = say("concerns", review.language, names="; ".join(each.label for each in found))
    return replace(item, blocks=(*item.blocks, Paragraph(showing.brief(text, _JUDGED), "soft")))


def _needless(entry: EntityReview) -> str:
    """Give the text that says whether a change that nobody explained needs a reason."""
    if entry.class_ == "editorial":
        return "no-reason-needed"
    return "no-reason-telling" if speaks_for_itself(entry.entity, entry.weights) else "nobody-said"


def _unexplained(said: str, review: Review) -> ReviewItem:
    language = review.language
    tone: Tone = "bad" if said == "nobody-said" else "soft"
    return ReviewItem(say(said, language), kind=say("why", language), tone=tone)


def _judged(item: ReviewItem, entry: EntityReview, review: Review) -> ReviewItem:
    """Add why one more card was judged so, where words decided; of many cards, of the first."""
    worded = any(each.ground == "wording" for each in entry.weights)
    if not worded or len(item.blocks) >= _TOLD:
        return item
    headline = showing.headline(entry, review.language)
    text = say("judged", review.language, card=headline, because=entry.because)
    return replace(item, blocks=(*item.blocks, Paragraph(showing.brief(text, _JUDGED), "soft")))


def _keys(review: Review) -> Iterator[ReviewItem]:
    groups: dict[object, _Group] = {}
    for entry in review.entries:
        for key in entry.approvals.keys:
            same = showing.key(key, review)
            if same not in groups:
                kind = say("keys", review.language)
                groups[same] = _Group(ReviewItem(same, kind=kind, tone=_tone(key)))
            groups[same].entries.append(entry)
    order: tuple[Tone, ...] = ("bad", "wait", "good")
    for group in sorted(groups.values(), key=lambda each: order.index(each.said.tone)):
        yield group.item(review)


def _tone(key: Key) -> Tone:
    return "good" if key.given else "bad" if key.refused else "wait"


def _problems(review: Review, severity: str) -> Iterator[ReviewItem]:
    tone: Tone = "bad" if severity == "error" else "wait"
    for each in showing.problems(review, severity):
        places = tuple(_place(place, review) for place in each.places)
        yield ReviewItem(
            each.text,
            (Points(places),),
            say("places", review.language, count=len(each.places)),
            say("problems" if severity == "error" else "warnings", review.language),
            tone=tone,
            code=each.code,
        )


def _place(place: str, review: Review) -> Point:
    file, line, _ = place.rsplit(":", 2)
    link = review.addresses.file(file.removeprefix(f"{review.folder}/"))
    return Point(place, "soft", f"{link}#L{line}" if link else "")


def _earlier(review: Review) -> Iterator[ReviewItem]:
    """Yield what was wrong before this change too, folded: nobody need mend it here."""
    language = review.language
    points = tuple(
        Point(f"{each.text} ({', '.join(each.places)})", "soft")
        for each in showing.findings(review.earlier, language)
    )
    if points:
        count = say("places", language, count=len(review.earlier))
        folded = Foldable(count, (Points(points),))
        yield ReviewItem(say("earlier", language), (folded,), count, say("section-rest", language))


def _mind(review: Review) -> Iterator[ReviewItem]:
    """Yield what a reader should mind, each once."""
    language = review.language
    groups: dict[str, _Group] = {}
    for entry in review.entries:
        for gap in (*showing.gaps(entry, language), *_expiring(entry, review)):
            kind = say("warnings", language)
            groups.setdefault(gap, _Group(ReviewItem(gap, kind=kind, tone="wait")))
            groups[gap].entries.append(entry)
    for group in groups.values():
        yield group.item(review)


def _expiring(entry: EntityReview, review: Review) -> Iterator[str]:
    language = review.language
    for offer in entry.expiring:
        until = say("until", language, day=formats.date(offer.valid_to, language))
        name = formats.quoted(offer.title, language)
        yield showing.visible(f"{say('expiring', language)}: {name}, {until}")


def _aside(review: Review) -> Iterator[ReviewItem]:
    """Yield what changes no card: files that read the same, reasons that explain the past."""
    language = review.language
    if review.formatting:
        files = tuple(Point(showing.visible(each), "soft") for each in review.formatting)
        count = say("files", language, count=len(files))
        title = say("formatting", language)
        yield ReviewItem(title, (Points(files),), count, say("section-rest", language))
    for note in review.notes:
        title = f"{say('notes', language)}: {showing.visible(note.title or note.id or '')}"
        rows = tuple(Labelled(part.label, part.text) for part in showing.reason(note, review))
        yield ReviewItem(title, (Values(rows),), "", say("section-rest", language))
