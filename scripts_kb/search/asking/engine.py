"""Ranked cards for a typed text: `assets/call/engine/engine.js`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from scripts_kb.search.asking import confidence, query, reader
from scripts_kb.search.asking.lookup import WordLookup
from scripts_kb.search.records import PARTING, REPLY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scripts_kb.search.asking.query import TypedWord
    from scripts_kb.search.asking.reader import Group, Member

_FIELD = (0.95, 1, 0.85, 0.45, 0.3)
_NEAR = (1, 1, 0.9, 0.35, 0.2)
_BAG_SHARE = 0.45
_COVER_BASE = 0.45
_SECOND = 0.08
_ORDER = 0.2
_HALF = 0.5
_STEP_OVER = 2
_LEAST = 0.12
_KEPT = 0.3
_FOLDED = 8
_NAMED = 0.76
_NAMED_SHARE = 0.45
_NEAR_NAMED = 0.3
_FACET = 0.9
_NAMED_OTHER = 0.8
_OTHER = 0.85
_SAME = 1.02
_KIND = {"objection": 1.02, "question": 1.015}

FacetCredit = dict[int, list[float]]
"""By product or segment that the query names: what each token adds for its cards."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A card that was found; its variants are folded behind it."""

    entity: str
    score: float
    family: str
    folded: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a query finds, the best first, and how surely the first answers: 0 … 1."""

    hits: tuple[Hit, ...]
    read_as: str | None
    confidence: float


@dataclass(slots=True)
class _View:
    """A query in one of its views: what each token finds of each unit, how near each unit is."""

    tokens: list[TypedWord]
    named: FacetCredit
    found: confidence.UnitFinds = field(default_factory=list)
    near: dict[int, float] = field(default_factory=dict)


class Engine:
    """The search of an index file.

    Args:
        content: The file.

    Raises:
        ValueError: If it is not an index of this version, or is damaged.

    Examples:
        >>> from scripts_kb.search import index
        >>> from scripts_kb.search.records import Findable
        >>> engine = Engine(index([Findable("objection/dorogo", "objection", "Дорого")]))
        >>> result = engine.search("дарого")
        >>> result.hits[0].entity, result.read_as
        ('objection/dorogo', 'дорого')
    """

    def __init__(self, content: bytes) -> None:
        self.index = reader.read(content)
        self._lookup = WordLookup(self.index)
        self._postings: defaultdict[int, list[int]] = defaultdict(list)
        for unit, classes in enumerate(self.index.units):
            for number in classes:
                self._postings[number].append(unit)
        weights = self.index.weights
        self._worth = [sum(weights[each] for each in classes) for classes in self.index.units]

    def search(self, text: str, *, segment: str = "", limit: int = 12) -> SearchResult:
        """Return the cards that a typed text finds.

        Args:
            text: What was typed.
            segment: To whom one talks; "" for anybody.
            limit: At most so many; variants of a family count as one.
        """
        read = query.read(self._lookup, text)
        scores: dict[int, float] = {}
        views = []
        for tokens in read.views:
            if any(token.links for token in tokens):
                views.append(self._view(tokens))
                self._score(views[-1], segment, scores)
        hits = self._hits(scores, limit)
        return SearchResult(hits, read.read_as if hits else None, self._confidence(views, hits))

    def _view(self, tokens: list[TypedWord]) -> _View:
        view = _View(tokens, self._facets(tokens))
        shares = [
            token.worth * (_NEAR_NAMED if any(each[t] for each in view.named.values()) else 1)
            for t, token in enumerate(tokens)
        ]
        gain: defaultdict[int, float] = defaultdict(float)
        covered: defaultdict[int, float] = defaultdict(float)
        for token, share in zip(tokens, shares, strict=True):
            own: dict[int, float] = {}
            for number, weight in token.links.items():
                for unit in self._postings[number]:
                    more = weight - own.get(unit, 0)
                    if more > 0:
                        gain[unit] += more * share
                        covered[unit] += more * self.index.weights[number]
                        own[unit] = weight
            view.found.append(own)
        total = sum(shares)
        for unit, gained in gain.items():
            cover = min(1, covered[unit] / self._worth[unit])
            view.near[unit] = self._nearness(unit, tokens, gained / total, cover)
        return view

    def _nearness(self, unit: int, tokens: list[TypedWord], share: float, cover: float) -> float:
        value = share * (_COVER_BASE + (1 - _COVER_BASE) * cover)
        if share > _HALF and len(tokens) > 1:
            value *= 1 + _ORDER * self._ordered(unit, tokens)
        return value * _NEAR[self.index.fields[unit]]

    def _ordered(self, unit: int, tokens: list[TypedWord]) -> float:
        """Return which share of neighbouring tokens stand in the same order in the unit."""
        classes = self.index.units[unit]
        at, steps = -1, 0
        for token in tokens:
            places = range(at + 1, len(classes))
            said = (i for i in places if token.links.get(classes[i], 0) >= _HALF)
            after = next(said, -1)
            if after >= 0 and at >= 0 and after - at <= _STEP_OVER:
                steps += 1
            at = after if after >= 0 else at
        return steps / (len(tokens) - 1)

    def _facets(self, tokens: list[TypedWord]) -> FacetCredit:
        """Return the products and segments that the query names."""
        named: FacetCredit = {}
        for number, facet in enumerate(self.index.facets):
            for name in facet.names:
                weights = [[token.links.get(each, 0) for each in name] for token in tokens]
                meant = [[each if each >= _NAMED else 0 for each in row] for row in weights]
                best = [max(column) for column in zip(*meant, strict=True)]
                told = [self.index.weights[each] for each in name]
                covered = sum(a * b for a, b in zip(best, told, strict=True))
                if covered < _NAMED_SHARE * sum(told):
                    continue
                before = named.get(number, [0.0] * len(tokens))
                named[number] = [max(a, *row) for a, row in zip(before, meant, strict=True)]
        return named

    def _score(self, view: _View, segment: str, scores: dict[int, float]) -> None:
        """Raise the scores of members where this view of the query finds them better."""
        total = sum(token.worth for token in view.tokens)
        for group in self.index.groups:
            if group.kind in {REPLY, PARTING}:
                continue  # what is answered at a step is found at that step alone
            common = [unit for unit in group.units if unit in view.near]
            for m in range(group.start, group.end):
                member = self.index.members[m]
                units = [*common, *(unit for unit in member.units if unit in view.near)]
                own = self._own(view, units)
                factor = _KIND.get(group.kind, 1) * self._fit(view, member, segment, own)
                worth = zip(own, view.tokens, strict=True)
                bag = sum(value * token.worth for value, token in worth)
                if not bag:
                    continue
                first, second = sorted((0, 0, *(view.near[unit] for unit in units)))[:-3:-1]
                near = (1 - _BAG_SHARE) * first + _SECOND * second
                score = factor * (_BAG_SHARE * bag / total + near)
                scores[m] = max(score, scores.get(m, 0))

    def _own(self, view: _View, units: Sequence[int]) -> list[float]:
        """Return what a card says of each token, in the strongest field that has it."""
        fields = self.index.fields
        return [
            max((found.get(unit, 0) * _FIELD[fields[unit]] for unit in units), default=0)
            for found in view.found
        ]

    def _fit(self, view: _View, member: Member, segment: str, own: list[float]) -> float:
        """Give a card the tokens that name what it is for; below 1 where it is for others."""
        products, segments = (
            {
                each: view.named[each]
                for each in view.named
                if self.index.facets[each].place == place
            }
            for place in (0, 1)
        )
        factor = _credit(member.products, products, own) if products else 1.0
        if segments:
            factor *= _credit(member.segments, segments, own)
        elif segment and member.segments:
            ids = {self.index.facets[each].id for each in member.segments}
            factor *= _SAME if segment in ids else _OTHER
        return factor

    def _hits(self, scores: Mapping[int, float], limit: int) -> tuple[Hit, ...]:
        ranked = [(self._best(group, scores), group) for group in self.index.groups]
        enough = [each for each in ranked if each[0] >= _LEAST]
        enough.sort(key=lambda each: -each[0])
        floor = enough[0][0] * _KEPT if enough else 0
        best = enough[:limit]
        return tuple(self._hit(group, scores, score) for score, group in best if score >= floor)

    def _best(self, group: Group, scores: Mapping[int, float]) -> float:
        return max(scores.get(m, 0) for m in range(group.start, group.end))

    def _hit(self, group: Group, scores: Mapping[int, float], score: float) -> Hit:
        every = sorted(range(group.start, group.end), key=lambda m: -scores.get(m, 0))
        best, *others = (self.index.members[m].entity for m in every)
        folded = tuple(others[:_FOLDED])
        return Hit(best, score, group.family, folded, len(others) - len(folded))

    def _confidence(self, views: Iterable[_View], hits: Sequence[Hit]) -> float:
        """Return how surely the first hit answers; of the views the one that it explains best."""
        if not hits:
            return 0
        entity = hits[0].entity
        m = next(m for m, each in enumerate(self.index.members) if each.entity == entity)
        group = next(each for each in self.index.groups if each.start <= m < each.end)
        units = (*group.units, *self.index.members[m].units)
        each = (confidence.explained(self.index, view.tokens, view.found, units) for view in views)
        share, cover = max(each, key=itemgetter(0))
        scores = [*(hit.score for hit in hits[:2]), 0]
        return confidence.confidence(share, cover, scores[0], scores[1])


def _credit(ids: Sequence[int], wanted: FacetCredit, own: list[float]) -> float:
    if not ids:
        return 1
    mine = [credit for facet, credit in wanted.items() if facet in ids]
    for credit in mine:
        own[:] = [max(value, _FACET * each) for value, each in zip(own, credit, strict=True)]
    return 1 if mine else _NAMED_OTHER
