"""Cards as the index keeps them: units, groups of variants, facets; every word already a class.

A unit (one phrase, one sentence) is kept once and shared. Variants of a family become one group:
what they all say is listed once for the group, and only the rest for each member, so that ten
thousand variants of sixty cards cost little more than the sixty.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from scripts_kb.search import sums, words
from scripts_kb.search.binary import common_prefix
from scripts_kb.search.records import PARTING, REPLY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scripts_kb.search.binary import Writer
    from scripts_kb.search.records import Facet, Findable
    from scripts_kb.search.words import Lexicon

TITLE, PHRASE, SYNONYM, ANSWER, BODY = range(5)
FIELDS = 5

IndexedPhrase = tuple[int, tuple[str, ...]]
"""A field and the stems of one phrase or sentence, in their order."""

# Words that carry grammar rather than meaning, by lexeme: they count for little, but not for
# nothing, since «без», «не» and «уже» are often all that tells two phrases apart.
_GRAMMAR_WORDS = """
    я ты он она оно мы вы они себя мой твой свой наш ваш его ее их этот тот такой такое это то
    сам весь все кто что какой который чей где куда когда как так вот тут там здесь и а но да
    или же ли бы б в во на с со к ко у о об от до из за по под над при про для через между ну уж
    быть есть делать сделать стать мочь можно надо нужно хотеть давать дать еще уже только
    просто очень тоже также если чтобы потому поэтому ведь вообще именно опять сейчас теперь раз
    один зачем почему лишь хоть пока слишком либо нибудь этак всего вроде типа короче значит
    давайте пожалуйста прям прямо хотя
"""
_NEGATION_WORDS = "не нет ни без нельзя"
GRAMMAR, _NEGATION = frozenset(_GRAMMAR_WORDS.split()), frozenset(_NEGATION_WORDS.split())
_GRAMMAR_SHARE = 0.22
_NEGATION_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Family:
    """The variants of one family, or one card alone."""

    family: str
    kind: str
    members: tuple[Findable, ...]
    units: tuple[tuple[IndexedPhrase, ...], ...]  # of each member

    @property
    def common(self) -> set[IndexedPhrase]:
        """The units that every member has."""
        return set(self.units[0]).intersection(*self.units[1:])


class Collection:
    """All cards of an index.

    Args:
        cards: What can be found.
        facets: Names of products and segments.
        lexicon: Where lexemes are looked up.

    Raises:
        ValueError: If two cards have the same entity.
    """

    def __init__(
        self, cards: Sequence[Findable], facets: Sequence[Facet], lexicon: Lexicon
    ) -> None:
        self._lexicon = lexicon
        # Variants repeat each other: a text is read once.
        self._stems: dict[str, tuple[str, ...]] = {}
        self._read: dict[tuple[int, str], tuple[IndexedPhrase, ...]] = {}
        self.surfaces: Counter[tuple[str, str]] = Counter()
        self.neighbours: set[tuple[str, str]] = set()
        self.groups = self._grouped(cards)
        self._kinds = sorted({card.kind for card in cards})
        self._stages = sorted({stage for card in cards for stage in card.stages})
        self._facets = self._named(cards, facets)

    def _grouped(self, cards: Sequence[Findable]) -> tuple[Family, ...]:
        families: dict[tuple[str, str], list[Findable]] = {}
        seen: set[str] = set()
        for card in cards:
            if card.entity in seen:
                raise ValueError(f"two cards are {card.entity}")
            seen.add(card.entity)
            # Alone, a card is its own family; the space keeps it apart from every family's id.
            families.setdefault((card.kind, card.family or f" {card.entity}"), []).append(card)
        return tuple(
            Family(
                members[0].family,
                kind,
                tuple(members),
                tuple(self._units(card) for card in members),
            )
            for (kind, _), members in families.items()
        )

    def _units(self, card: Findable) -> tuple[IndexedPhrase, ...]:
        found: dict[IndexedPhrase, None] = {}
        for field, texts, whole in (
            (TITLE, (card.title,), True),
            (PHRASE, card.phrases, True),
            (SYNONYM, card.synonyms, True),
            (ANSWER, card.answers, False),
            (BODY, card.body, False),
        ):
            for text in texts:
                found.update(dict.fromkeys(self._unit(field, text, whole=whole)))
        return tuple(found)

    def _unit(self, field: int, text: str, *, whole: bool) -> tuple[IndexedPhrase, ...]:
        units = self._read.get((field, text))
        if units is None:
            parts = (text,) if whole else words.sentences(text)
            named = (self.stems(part) for part in parts)
            units = self._read[field, text] = tuple((field, unit) for unit in named if unit)
        return units

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of a text's words, and remember how they were written."""
        stems = self._stems.get(text)
        if stems is None:
            spaced = words.spaced(sums.written_out(text))
            tokens = words.split(spaced)
            stems = self._stems[text] = tuple(map(words.stem, tokens))
            self.surfaces.update(zip(stems, tokens, strict=True))
            self.neighbours.update(words.joined(spaced))
        return stems

    def _named(
        self, cards: Sequence[Findable], facets: Sequence[Facet]
    ) -> dict[tuple[int, str], tuple[tuple[str, ...], ...]]:
        named: dict[tuple[int, str], tuple[str, ...]] = {}
        for card in cards:
            for place, ids in enumerate((card.products, card.segments)):
                named.update(dict.fromkeys(((place, name) for name in ids), ()))
        for facet in facets:
            key = (0 if facet.kind == "product" else 1, facet.id)
            if key in named:
                named[key] = facet.names
        return {
            key: tuple(filter(None, (self.stems(text) for text in texts)))
            for key, texts in sorted(named.items())
        }

    @cached_property
    def units(self) -> tuple[IndexedPhrase, ...]:
        """Every unit once, by field, then in order of appearance."""
        found = dict.fromkeys(
            unit for group in self.groups for part in group.units for unit in part
        )
        return tuple(sorted(found, key=lambda unit: unit[0]))

    @cached_property
    def classes(self) -> dict[str, int]:
        """The number of each stem in use, the most frequent first."""
        counts = Counter(name for _, unit in self.units for name in unit)
        for names in self._facets.values():
            counts.update(name for unit in names for name in unit)
        ordered = sorted(counts, key=lambda name: (-counts[name], name))
        return {name: number for number, name in enumerate(ordered)}

    @cached_property
    def lexemes(self) -> dict[str, frozenset[str]]:
        """The names of the lexemes that each stem in use belongs to."""
        found: dict[str, set[str]] = {}
        for stem, token in self.surfaces:
            found.setdefault(stem, set()).add(self._lexicon.lexeme(token).name)
        return {stem: frozenset(names) for stem, names in found.items()}

    def weights(self) -> list[int]:
        """Return how much each class tells, 1 … 255: in few groups much, in many little.

        All forms of a lexeme count as one: a rare form of a common word tells nothing more. What
        only some variants say, such as the name of a product, counts for its share of the group.
        Of a script its card speaks: what is answered at its steps stands there already.
        """
        groups: defaultdict[str, float] = defaultdict(float)
        counted = [group for group in self.groups if group.kind not in {REPLY, PARTING}]
        for group in counted:
            shares: defaultdict[str, float] = defaultdict(float)
            for (_, unit), count in Counter(chain.from_iterable(group.units)).items():
                for name in {name for stem in unit for name in self.lexemes[stem]}:
                    shares[name] += count / len(group.members)
            for name, share in shares.items():
                groups[name] += min(1.0, share)
        most = math.log1p(max(1, len(counted)))
        return [
            min(_weight(name, groups[name], len(counted), most) for name in self.lexemes[stem])
            for stem in self.classes
        ]

    def write_names(self, writer: Writer) -> None:
        """Write kinds, stages and facets."""
        writer.texts(self._kinds).texts(self._stages).number(len(self._facets))
        for (place, name), units in self._facets.items():
            writer.byte(place).text(name).number(len(units))
            for unit in units:
                writer.number(len(unit)).numbers(self.classes[word] for word in unit)

    def write_units(self, writer: Writer) -> None:
        """Write units and groups."""
        counts = Counter(field for field, _ in self.units)
        writer.number(FIELDS).numbers(counts[field] for field in range(FIELDS))
        writer.numbers(len(unit) for _, unit in self.units)
        writer.numbers(self.classes[name] for _, unit in self.units for name in unit)
        numbers = {unit: number for number, unit in enumerate(self.units)}
        products, segments = (
            {name: i for i, (at, name) in enumerate(self._facets) if at == place}
            for place in (0, 1)
        )
        stages = {stage: i for i, stage in enumerate(self._stages)}
        writer.number(len(self.groups))
        before = ""
        for group in self.groups:
            common = group.common
            writer.text(group.family).number(self._kinds.index(group.kind))
            writer.rising(sorted(numbers[unit] for unit in common)).number(len(group.members))
            for card, units in zip(group.members, group.units, strict=True):
                same = common_prefix(before, card.entity)
                before = card.entity
                writer.number(same).text(card.entity[same:])
                writer.rising(_ids(card.products, products)).rising(_ids(card.segments, segments))
                writer.rising(_ids(card.stages, stages))
                writer.rising(sorted(numbers[unit] for unit in units if unit not in common))


def _ids(names: Iterable[str], numbers: dict[str, int]) -> list[int]:
    return sorted({numbers[name] for name in names})


def _weight(name: str, seen: float, groups: int, most: float) -> int:
    share = math.log1p((groups - seen + 0.5) / (seen + 0.5)) / most
    if name in _NEGATION:
        share = _NEGATION_SHARE
    elif name in GRAMMAR:
        share *= _GRAMMAR_SHARE
    return max(8, min(255, round(255 * share)))
