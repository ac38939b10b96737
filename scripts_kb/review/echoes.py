"""Where a knowledge base still says what a change has made untrue.

    product/utro, title «Утро» → «Рассвет»     objection/dorogo says «… смесь «Утро»»
    variable free_from, 2 000 ₽ → 5 000 ₽      offer/vip is titled «Доставка от 2 000 ₽»
    offer/vip, valid_to 31.01 → 31.03          script/call says «до 31 января»
    config/kb, segment home is gone            objection/dorogo is for it still

Only what differs between the two trees is looked for, in bytes first. What customers say
themselves, what is searched for and what is not to be said may well be old.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from scripts_kb.language import Language, formats
from scripts_kb.past.edits import EntitySide
from scripts_kb.past.telling import Names
from scripts_kb.problems import Place, Problem
from scripts_kb.review import impact, untrue
from scripts_kb.review.records import Echo, EntityPair, EntityReview
from scripts_kb.review.trees import Shelf
from scripts_kb.review.untrue import Untrue
from scripts_kb.schema import outline, paths, shapes, values
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

_PUBLISHED: Final = frozenset({"spoken", "published", "line"})
_READ: Final = frozenset({"team", "partner"})
_SETTINGS: Final = frozenset({"config/kb", "config/wording"})
_LISTED: Final = {"segments": "segment", "metrics": "metric", "reasons": "reason"}
"""The lists of `kb.yml` whose items cards name, by what a reference calls them."""
_NAMES: Final = frozenset({"title", "company"})
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+(?=[^\s\d])|\n+")

PlacesIn = Callable[[str], Callable[[str], Place]]
"""Gives of a file what gives the line of a place in it."""


class _Card(NamedTuple):
    """A card that may say something untrue."""

    entity: str
    value: Value

    @property
    def title(self) -> str:
        return str(self.value.get("title") or self.entity)


def found(
    pairs: Iterable[EntityPair], after: Shelf, language: Language
) -> dict[str, tuple[Echo, ...]]:
    """Find what still says what was true before.

    Args:
        pairs: the entities of both trees.
        after: the tree after.
        language: of places, sums and days.

    Returns:
        Changed entity → where it is still spoken of as it was.
    """
    echoes: dict[str, dict[Echo, None]] = {}
    known = list(pairs)
    looked = [each for pair in known for each in untrue.of_pair(pair, language)]
    cards = list(_cards({each.needle for each in looked}, after)) if looked else []
    for each in looked:
        echoes.setdefault(each.entity, {}).update(
            dict.fromkeys(_echoes(each, cards, after, language))
        )
    for pair in known:
        if pair.entity == "config/kb" and pair.before and pair.after:
            echoes.setdefault(pair.entity, {}).update(dict.fromkeys(_naming(pair, after)))
    return {entity: tuple(each) for entity, each in echoes.items() if each}


def problems(
    entries: Iterable[EntityReview], after: Shelf, at: PlacesIn, language: Language
) -> Iterator[Problem]:
    """Yield a warning for each text that says what is true no more, at its line.

    Args:
        entries: of the review.
        after: the tree after.
        at: gives the lines of a file.
        language: of quotation marks.
    """
    known: dict[str, Callable[[str], Place]] = {}
    for entry in entries:
        for echo in entry.echoes:
            path = after.path(echo.entity) if echo.path else None
            if path is None:
                continue
            if path not in known:
                known[path] = at(path)
            said = formats.quoted(echo.said, language)
            facts = {"text": said, "now": echo.new, "quote": _quote(entry.entity, echo)}
            yield Problem(known[path](echo.path), "said-as-before", facts)


def _quote(entity: str, echo: Echo) -> str:
    of = "" if entity == "config/kb" else f"{entity}."
    return f"<{of}{echo.of.removeprefix('variables.')}>"


def _cards(needles: set[str], after: Shelf) -> Iterator[_Card]:
    """Read the files that may say one of some words and that are in force."""
    for path, source in after.files.items():
        text = (source.content or b"").decode(errors="replace").casefold().replace("ё", "е")
        # An escape may spell any word.
        if "\\" not in text and not any(each in text for each in needles):
            continue
        entity, value = after.entity(path) or ("", None)
        reader = entity.partition("/")[0] in impact.READERS and impact.in_force(value)
        if isinstance(value, dict) and (reader or entity in _SETTINGS):
            yield _Card(entity, value)


def _echoes(
    each: Untrue, cards: Iterable[_Card], after: Shelf, language: Language
) -> Iterator[Echo]:
    others = [card for card in cards if card.entity != each.entity]
    if each.amount is not None and _costs(each.amount, others, after):
        return
    titles = _namesakes(each, others)
    if titles is None:
        return
    for card in cards:
        said = _said(each, card, after)
        for path, text in _texts(card) if said else ():
            # Two variables may have one value; it is not for one to say what the other was.
            if each.path not in _NAMES and path.startswith("variables"):
                continue
            for match in said.finditer(text) if said else ():
                if not _holds(titles, match, text):
                    yield _echo(each, card, path, match, after, language)


def _echo(
    each: Untrue,
    card: _Card,
    path: str,
    match: re.Match[str],
    after: Shelf,
    language: Language,
) -> Echo:
    side = EntitySide(card.entity, card.value, Names(language, ids=True))
    partner = card.entity.startswith("offer/") and card.value.get("audience") == "partner"
    return Echo(
        entity=card.entity,
        title=card.title,
        of=each.path,
        old=each.old,
        new=each.new,
        path=path,
        where=side.place(path),
        said=match[0],
        text=impact.filled(_sentence(match), after.find, language),
        partner=partner,
    )


def _costs(amount: float, others: Iterable[_Card], after: Shelf) -> bool:
    """Tell whether something else costs as much, so that a text may speak of that."""
    for card in others:
        price = card.value.get("price")
        if isinstance(price, dict) and price.get("list") == amount:
            return True
    variables = (after.find("config/kb") or {}).get("variables")
    listed = variables.values() if isinstance(variables, dict) else ()
    return any(amount in untrue.numbers(str(value)) for value in listed)


def _namesakes(each: Untrue, others: Iterable[_Card]) -> list[re.Pattern[str]] | None:
    """Give what may hold an old name and be true; None where the name is anybody's.

    «Кофе» is a word and no name where other products are «Кофе в зёрнах»; what is called «Утро без
    кофеина» may still be called so.
    """
    titles = [each.still] if each.still else []
    if each.path != "title":
        return titles
    kind = each.entity.partition("/")[0]
    for card in others:
        if card.entity.partition("/")[0] == kind and each.said.search(card.title):
            same = untrue.words(card.title) == untrue.words(each.old)
            if same or len(untrue.words(each.old)) == 1:
                return None
            titles.append(untrue.pattern(card.title))
    return titles


def _holds(titles: Iterable[re.Pattern[str]], match: re.Match[str], text: str) -> bool:
    spans = (found.span() for each in titles for found in each.finditer(text))
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _said(each: Untrue, card: _Card, after: Shelf) -> re.Pattern[str] | None:
    """Give what finds it in a card.

    A day is many things' day: in a card that does not name the offer only what is promised until
    then counts, and nothing where another offer ends that day.
    """
    if each.deadline is None or card.entity == each.entity:
        return each.said
    named = {one.entity for one in impact.references(card.entity, card.value)}
    if each.entity in named:
        return each.said
    offers = {card.entity, *(one for one in named if one.startswith("offer/"))}
    days = (str((after.find(one) or {}).get("valid_to")) for one in offers)
    return None if any(each.said.fullmatch(day) for day in days) else each.deadline


def _texts(card: _Card) -> Iterator[tuple[str, str]]:
    """Yield the texts of a card that customers or colleagues read."""
    for path, text in values.leaves(card.value, outline.of(card.entity)):
        last = path.rpartition(".")[2]
        unsaid = "do_not_say[" in path and last != "instead"
        if isinstance(text, str) and last != "client_says" and not unsaid:
            declared = outline.at(card.entity, path)
            if declared and declared.use in _PUBLISHED and declared.audience in _READ:
                yield path, text


def _sentence(match: re.Match[str]) -> str:
    text = match.string
    ends = [0, *(each.end() for each in _SENTENCE.finditer(text)), len(text)]
    start = max(each for each in ends if each <= match.start())
    end = min(each for each in ends if each >= match.end())
    return " ".join(text[start:end].split())


def _naming(pair: EntityPair, after: Shelf) -> Iterator[Echo]:
    """Yield the cards that name what is gone from the lists of `kb.yml`, once each."""
    old, new = (dict(_items(each)) for each in (pair.before, pair.after))
    gone = {to: each for to, each in old.items() if to not in new}
    for path in after.mentioning({id_ for _, id_ in gone}):
        entity, value = after.entity(path) or ("", None)
        if not isinstance(value, dict):
            continue
        named = list(_named(value, outline.of(entity)))
        for key, (title, where) in gone.items():
            if key in named:
                card = _Card(entity, value)
                count = named.count(key)
                yield Echo(entity, card.title, where, title, said=key[1], count=count)


def _items(kb: Value) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield the items of the lists that cards name: what and id, title and place."""
    for name, to in _LISTED.items():
        listed = kb.get(name)
        lists: Mapping[str, Value] = {name: listed}
        if isinstance(listed, dict):
            lists = {paths.field(name, each): items for each, items in listed.items()}
        for place, items in lists.items():
            for each in items if isinstance(items, list) else ():
                if isinstance(each, dict) and each.get("id"):
                    id_ = str(each["id"])
                    title = str(each.get("title") or id_)
                    yield (to, id_), (title, paths.item(place, id_))


def _named(value: Value, shape: Shape) -> Iterator[tuple[str, str]]:
    for field in shapes.walk(shape, value):
        if field.shape.to in _LISTED.values():
            listed = field.value if isinstance(field.value, list) else [field.value]
            yield from ((str(field.shape.to), str(each)) for each in listed)
