"""From the stem of any word to the classes it may mean, each with a weight.

Only classes that some card uses are led to: a synonym of nothing costs no byte. Weights say how
sure the step is: the word itself, a synonym, a word of the same root, the root without its prefix.
Everyday words that no card says are known all the same: «сироп» is no mistyped «срок».
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice, product
from typing import TYPE_CHECKING

from scripts_kb.search import aliases, sums, words
from scripts_kb.search.binary import FULL
from scripts_kb.search.collection import GRAMMAR
from scripts_kb.search.vocabulary import names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts_kb.search.binary import Writer
    from scripts_kb.search.collection import Collection
    from scripts_kb.search.records import Equivalence
    from scripts_kb.search.words import Lexicon

_FORM = 0.96
_SMALL = 0.8
_JOINED = 0.9
_ALIAS = 0.95
_SUM = 0.98
_ROOT = 0.62
_BARE = 0.42
_MOST_FORMS = 48
_TELLING = 3
_NAMES = 100

Weights = defaultdict[str, dict[int, float]]


class Dictionary:
    """The four tables of an index: stems, roots, phrases, opposites.

    Args:
        collection: The cards, for the classes in use and the ways they were written.
        lexicon: Where lexemes are looked up.
    """

    def __init__(self, collection: Collection, lexicon: Lexicon) -> None:
        self._collection = collection
        self._lexicon = lexicon
        self._classes = collection.classes
        self._stems: Weights = defaultdict(dict)
        self._roots: Weights = defaultdict(dict)
        self._phrases: Weights = defaultdict(dict)
        self._opposites: Weights = defaultdict(dict)
        self._named: defaultdict[str, set[int]] = defaultdict(set)
        # The general vocabulary has each of its words in two or three lines.
        self._reached: dict[str, set[int]] = {}
        for (written, token), _ in sorted(collection.surfaces.items()):
            number = self._classes[written]
            lexeme = lexicon.lexeme(token)
            self._named[lexeme.name].add(number)
            _link(self._stems, written, number, 1.0)
            for stemmed in _telling(lexeme.stems, token):
                _link(self._stems, stemmed, number, _FORM)
            for stemmed in lexeme.small:
                _link(self._stems, stemmed, number, _SMALL)
        self._join()
        self._name()
        self._count()
        self._derive()
        for word in GRAMMAR:
            # Known although it leads nowhere: «зачем» is no mistyped «задачам».
            self._stems.setdefault(words.stem(word), {})

    def _join(self) -> None:
        # «чатбот» for «чат-бот», «недорого» for «не дорого»: whatever stands side by side.
        for left, right in sorted(self._collection.neighbours):
            joined = words.stem(left + right)
            for token in (left, right):
                if token == right or len(left) > 2:  # noqa: PLR2004  # particles are not meant
                    _link(self._stems, joined, self._classes[words.stem(token)], _JOINED)
            if aliases.is_latin(left + right):
                self._sound(left + right, {self._classes[part] for part in (left, right)})

    def _name(self) -> None:
        # «вотсап» for WhatsApp. Where most of many words are Latin they are no names, but English.
        latin = [name for name in self._classes if aliases.is_latin(name)]
        if len(latin) > max(_NAMES, len(self._classes) / 2):
            return
        for name in dict.fromkeys((*latin, *names())):
            ways = (name, *map(words.stem, aliases.cyrillic(name)))
            self._sound(name, {self._classes[way] for way in ways if way in self._classes})

    def _sound(self, name: str, targets: set[int]) -> None:
        for way in (name, *map(words.stem, aliases.cyrillic(name))):
            for number in targets if way not in GRAMMAR else ():
                _link(self._stems, way, number, _ALIAS)

    def _count(self) -> None:
        for name, number in self._classes.items():
            for text in sums.said(name):
                self._lead(text, {number}, _SUM)
        for word, figures in sums.NUMERALS.items():
            if words.stem(word) in self._classes:
                self._lead(figures, {self._classes[words.stem(word)]}, _SUM)

    def _derive(self) -> None:
        for stemmed, links in sorted(self._stems.items()):
            rooted = words.root(stemmed)
            short = words.bare(rooted)
            for number, weight in links.items():
                if weight >= _FORM:
                    _link(self._roots, rooted, number, _ROOT)
                    if short:
                        _link(self._roots, short, number, _BARE)

    def relate(self, synonyms: Iterable[Equivalence]) -> None:
        """Lead the words of synonyms to the classes in use that they stand for."""
        for synonym in synonyms:
            targets = self._targets(synonym.to or synonym.words)
            if not targets:
                continue
            for text in synonym.words:
                self._lead(text, targets, synonym.weight)

    def know(self, tokens: Iterable[str]) -> None:
        """Know words that lead nowhere where no card says them: no card tells of what they name."""
        for token in tokens:
            for stemmed in _telling(self._lexicon.lexeme(token).stems, token):
                if len(stemmed) >= _TELLING and stemmed not in GRAMMAR:
                    self._stems.setdefault(stemmed, {0: 0.0})

    def oppose(self, pairs: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
        """Lead words to the classes in use that say the opposite, either way."""
        for one, other in pairs:
            for texts, against in ((one, other), (other, one)):
                for token in texts:
                    for number in self._targets(against):
                        _link(self._opposites, words.stem(token), number, 1.0)

    def _targets(self, texts: Iterable[str]) -> set[int]:
        found = set[int]()
        for text in texts:
            if text not in self._reached:
                self._reached[text] = self._reach(text)
            found |= self._reached[text]
        return found

    def _reach(self, text: str) -> set[int]:
        tokens = words.tokens(text)
        if len(tokens) != 1:
            return set()
        # «дорогой» is likelier the road's case than the adjective that a synonym's author meant.
        (token,) = tokens
        found = {
            number
            for name in (self._lexicon.lexeme(token).name, token)
            for number in self._named.get(name, ())
        }
        stemmed = words.stem(token)
        return found | {self._classes[stemmed]} if stemmed in self._classes else found

    def _lead(self, text: str, targets: set[int], weight: float) -> None:
        tokens = words.tokens(text)
        if len(tokens) == 1:
            stems = self._lexicon.lexeme(tokens[0]).stems
            table, keys = self._stems, _telling(stems, tokens[0])
        else:
            table, keys = self._phrases, self._forms(tokens)
        for key in keys:
            for number in targets:
                _link(table, key, number, weight)

    def _forms(self, tokens: list[str]) -> tuple[str, ...]:
        """Return a phrase as its words may be inflected, at most so many ways."""
        forms = product(*(self._lexicon.lexeme(token).stems for token in tokens))
        written = " ".join(words.stem(token) for token in tokens)
        return (written, *islice(map(" ".join, forms), _MOST_FORMS))

    def write(self, writer: Writer) -> None:
        """Write endings, the four tables and the classes."""
        best: dict[str, tuple[int, str]] = {}
        shown = Counter[str]()
        for (written, token), count in sorted(self._collection.surfaces.items()):
            if count > best.get(written, (0, ""))[0]:
                best[written] = (count, token)
        order = sorted(self._stems)
        place = {key: number for number, key in enumerate(order)}
        for _, token in best.values():
            shown[token[len(words.stem(token)) :]] += 1
        endings = sorted(shown, key=lambda ending: (-shown[ending], ending))
        writer.texts(endings)
        for table in (self._stems, self._roots, self._phrases, self._opposites):
            keys = sorted(table)
            writer.keys(keys).links([_pairs(table[key]) for key in keys])
        tokens = [best[written][1] for written in self._classes]
        writer.number(len(tokens))
        for weight in self._collection.weights():
            writer.byte(weight)
        writer.numbers(place[words.stem(token)] + 1 for token in tokens)
        ended = {ending: number for number, ending in enumerate(endings)}
        writer.numbers(ended[token[len(words.stem(token)) :]] for token in tokens)


def _telling(stems: tuple[str, ...], token: str) -> tuple[str, ...]:
    """Return the stems that are no other grammar word: «заём» is no «за», nor «неё» «не»."""
    return tuple(stemmed for stemmed in stems if stemmed == token or stemmed not in GRAMMAR)


def _link(table: Weights, key: str, number: int, weight: float) -> None:
    links = table[key]
    links[number] = max(weight, links.get(number, 0.0))


def _pairs(links: dict[int, float]) -> list[tuple[int, int]]:
    return [(number, round(FULL * weight)) for number, weight in sorted(links.items())]
