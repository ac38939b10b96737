"""From text to words, from words to what they have in common: stems, roots, lexemes.

A query is read in the browser, so everything that must agree with it (`fold`, `tokens`, `stem`,
`root`) is simple enough to exist twice: here and in `assets/call/engine/words.js`; a test compares
the two. What is not simple, the morphological dictionary, is asked only here: `Lexicon` gives the
lexeme of a word and the stems of all its forms, and the index ships those stems.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import snowballstemmer  # type: ignore[import-untyped]

from scripts_kb import files
from scripts_kb.language import russian
from scripts_kb.search import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TOKEN = re.compile(r"[^\W_]+")
_PLACEHOLDER = re.compile(r"<[^<>\s]*>|\{[^{}\s]*\}")
# These begin with what is rare: `re` looks for that quickly, and tries to look back at each letter.
_THOUSANDS = re.compile(r"[ \u00a0\u202f](?<=[0-9].)(?=[0-9]{3}(?![0-9]))")
_NUMBER = re.compile(r"[0-9]")
_TIMES = re.compile(r"[xх×*](?<=[0-9].)(?=[0-9])")
# «5кг» and «битрикс24» are two words each, «1с» and «b2b» one.
_UNIT = re.compile(r"[0-9](?=[^\W\d_])(?:(?<=[0-9][0-9])|(?=[^\W\d_]{2}))")
_COUNTED = re.compile(r"[0-9](?<=[^\W\d_][0-9])(?:(?<=[^\W\d_]{2}[0-9])|(?=[0-9]))")
_JOINED = re.compile(r"\b(не(?= )|[^\W_]+(?=-))[ -](?=([^\W_]+))")
_WHOLE = frozenset({"почему", "потому", "поэтому"})
_PARTICLES = frozenset(
    "не ни на над за по под при про до от об из ко со во для да но то уж".split()  # noqa: SIM905
)
_CYRILLIC = re.compile(r"[а-я]+")
_SENTENCE = re.compile(r"(?<![.!?…;\n])[.!?…;\n]+(?=\s|$)")

# Suffixes that make one word of a family from another, longest first; what remains is a root for
# search, not for a linguist: both sides are cut alike, so only collisions would matter.
_SUFFIX_WORDS = """
    изирован изирова ирован ительн ирова ическ альн ельн оват еват ован еван иван ыван ийн ниц щик
    чик ник ител ател лен лят ств ист изм ост ова ева ива ыва очн ечн ичн енн анн янн ент ени ани ац
    яц ец иц ок ек ик ен ан ян ов ев ля ущ ющ ащ ящ ну к н л а я и е у ю
"""
_PREFIX_WORDS = """
    недо пере разо подо рас раз обо ото изо без бес воз вос под над при про пре не на за по до от об
    вы из ис вз вс со с у о
"""
_SUFFIXES, _PREFIXES = tuple(_SUFFIX_WORDS.split()), tuple(_PREFIX_WORDS.split())
_ROOT_MIN = 3
_FOLD_MIN = 4
# Consonants that alternate at the end of a root: утечка — утекут, дорог — дороже, отпишу — отписал.
_ALTERNATE = str.maketrans("чтщцшхжзд", "ккккссггг")


def fold(text: str) -> str:
    """Return the text as it is compared: composed, lower case, е for ё, no stress marks.

    Examples:
        >>> fold("Зелёный ЧАЙ")
        'зеленый чай'
    """
    lower = unicodedata.normalize("NFC", text).lower()
    # `str.translate` asks for each letter, and takes a thousand times as long for Russian text.
    return lower.replace("ё", "е").replace("\u0300", "").replace("\u0301", "")


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text in their order; placeholders are left out.

    A number is one word however its thousands are set apart; a unit is a word of its own.

    Examples:
        >>> tokens("Чат-бот: <company>, от 2 000 ₽, 5кг")
        ['чат', 'бот', 'от', '2000', '5', 'кг']
    """
    return split(spaced(text))


def split(spaced: str) -> list[str]:
    """Return what `tokens` does, of a text that is spaced already."""
    return _TOKEN.findall(spaced)


def spaced(text: str) -> str:
    """Return a text with its words and numbers as they are to be told apart, without placeholders.

    Examples:
        >>> spaced("От 2 000 ₽, 5кг")
        'от 2000 ₽, 5 кг'
    """
    whole = fold(text)
    if "<" in whole or "{" in whole:
        whole = _PLACEHOLDER.sub(" ", whole)
    if not _NUMBER.search(whole):
        return whole
    parted = _TIMES.sub(" ", _THOUSANDS.sub("", whole))
    return _COUNTED.sub(r" \g<0>", _UNIT.sub(r"\g<0> ", parted))


def joined(spaced: str) -> list[tuple[str, str]]:
    """Return neighbours that are also written as one word: around a hyphen, and after «не».

    Args:
        spaced: a text as `spaced` gives it.

    Examples:
        >>> joined("это не дорого, у нас чат-бот")
        [('не', 'дорого'), ('чат', 'бот')]
    """
    if "-" not in spaced and "не " not in spaced:
        return []
    return [(pair[1], pair[2]) for pair in _JOINED.finditer(spaced)]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, without the marks that end them.

    Examples:
        >>> sentences("Понимаю. Сравниваете пачку или чашку?")
        ['Понимаю', 'Сравниваете пачку или чашку']
    """
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


_STEMS: Final[dict[str, str]] = {}
"""Stems that are known: of this process, and of what a `Lexicon` has kept."""


def stem(token: str) -> str:
    """Return the Snowball stem of a folded token; what is not Cyrillic stays as it is.

    What only looks like another word's form stays whole too: cut, «почему» would be «почём», and
    «приём» the preposition «при».

    Examples:
        >>> stem("рассрочкой"), stem("почему"), stem("прием")
        ('рассрочк', 'почему', 'прием')
    """
    found = _STEMS.get(token)
    if found is None:
        found = _STEMS[token] = _stemmed(token)
    return found


def _stemmed(token: str) -> str:
    if token in _WHOLE or not _CYRILLIC.fullmatch(token):
        return token
    stemmed = str(_snowball().stemWord(token))
    return token if stemmed in _PARTICLES else stemmed


def root(stemmed: str) -> str:
    """Return what a stem shares with its word family: up to three suffixes less, its end folded.

    Examples:
        >>> root(stem("подписка")) == root(stem("подписываться"))
        True
    """
    rest = stemmed
    for _ in range(3):
        for suffix in _SUFFIXES:
            if rest.endswith(suffix) and len(rest) - len(suffix) >= _ROOT_MIN:
                rest = rest[: -len(suffix)]
                break
        else:
            break
    return rest[:-1] + rest[-1:].translate(_ALTERNATE) if len(rest) >= _FOLD_MIN else rest


def bare(rooted: str) -> str:
    """Return a root without its verbal prefix, or an empty text where it has none to lose.

    Examples:
        >>> bare(root(stem("посоветуюсь")))
        'совек'
    """
    for prefix in _PREFIXES:
        least = _FOLD_MIN if len(prefix) > 1 else _FOLD_MIN + 1
        if rooted.startswith(prefix) and len(rooted) - len(prefix) >= least:
            return rooted[len(prefix) :]
    return ""


def is_prefix(token: str) -> bool:
    """Tell whether verbs begin so.

    Examples:
        >>> is_prefix("раз"), is_prefix("дом")
        (True, False)
    """
    return token in _PREFIXES


# How words are made small: what a word ends in, what it may become. The dictionary says which of
# the candidates exist. «-чик» stands after н and р alone: elsewhere it names who or what does it.
_SMALL = (
    ("ка", ("очка", "ечка")),
    ("га", ("жка",)),
    ("ха", ("шка",)),
    ("ца", ("чка",)),
    ("а", ("ка", "очка", "ечка")),
    ("я", ("ька", "ечка")),
    ("ко", ("чко",)),
    ("о", ("ечко", "цо", "ко")),
    ("ок", ("очек",)),
    ("ек", ("ечек", "ечок")),
    ("ец", ("чик",)),
    ("г", ("жок",)),
    ("к", ("чок", "чек")),
    ("х", ("шок",)),
    ("ь", ("ик", "ек", "очка")),
    ("ый", ("енький", "енько", "оватый", "овато")),
    ("ий", ("енький", "онький", "енько", "онько")),
    ("ой", ("енький", "онький", "оватый", "овато")),
    ("й", ("ек", "йчик")),
    ("н", ("нчик",)),
    ("р", ("рчик",)),
    ("", ("ик", "ок", "ек", "очек")),
)
_VOWELS = "аеиоуыэюяь"


def diminutives(name: str) -> list[str]:
    """Return what might be the diminutives of a noun or an adjective; not all are words.

    Args:
        name: The dictionary form, folded.

    Examples:
        >>> "полочка" in diminutives("полка"), "наборчик" in diminutives("набор")
        (True, True)
    """
    return [
        name[: len(name) - len(ending)] + small
        for ending, smalls in _SMALL
        if name.endswith(ending) and (ending or name[-1] not in _VOWELS)
        for small in smalls
    ]


@cache
def _snowball() -> Any:
    return snowballstemmer.stemmer("russian")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word with all its forms.

    Attributes:
        name: Its dictionary form, folded.
        stems: The Snowball stems of its forms, sorted.
        small: The stems of its diminutives, sorted: «полочка» of «полка».
    """

    name: str
    stems: tuple[str, ...]
    small: tuple[str, ...] = ()


class Lexicon:
    """The lexemes of words, remembered between builds in a file.

    Those of the package's own vocabulary, two seconds of looking up, are remembered beside the
    package as well, as Python remembers its modules there: a first build has them. Nothing is kept
    there of what a base says, nor anything by a process that has read the words of one.

    Args:
        path: The word cache; None keeps nothing. A cache of other versions of the dictionary or of
            this module is ignored, an unreadable one too: it can always be made again.

    Examples:
        >>> Lexicon(None).lexeme("дороже").name
        'дорогой'
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known = _read(path) if path else {}
        self._added = not self._known
        self._looked_up = False
        if path and self._known:
            _of_bases.add(path)
        elif beside := _beside():
            self._known = _read(beside)

    def lexeme(self, token: str) -> Lexeme:
        """Return the likeliest lexeme of a folded token."""
        if token not in self._known:
            self._known[token] = _look_up(token)
            self._looked_up = self._added = True
        return self._known[token]

    def save(self) -> None:
        """Write the cache if anything was added; the file appears whole or not at all.

        Where the disk refuses, the next build looks the words up again.
        """
        if self._path and self._added:
            with contextlib.suppress(OSError):
                _write(self._path, self._known)
        if self._looked_up and not _of_bases and not sys.dont_write_bytecode:
            own = vocabulary_words() & self._known.keys()
            if (beside := _beside()) and not own <= _read(beside).keys():
                with contextlib.suppress(OSError):  # then each process looks them up
                    _write(beside, {word: self._known[word] for word in own})
        self._looked_up = self._added = False


_of_bases: Final[set[Path]] = set()
"""Word caches of bases that this process has read: their word for it no other base takes."""


def _beside() -> Path | None:
    """Name the file of the package's own vocabulary, where Python keeps modules; or None."""
    with contextlib.suppress(NotImplementedError):  # a Python that keeps no modules
        module = cache_from_source(str(Path(__file__).with_name("vocabulary.tsv.py")))
        return Path(module).with_suffix(".json")
    return None


def vocabulary_words() -> set[str]:
    """Return the words of the package's own vocabulary, as they are looked up.

    Examples:
        >>> {"кислит", "хлеб"} <= vocabulary_words()
        True
    """
    text = spaced(" ; ".join(vocabulary.texts()))
    return {*split(text), *("".join(pair) for pair in joined(text))}


def _write(path: Path, known: Mapping[str, Lexeme]) -> None:
    words = {
        word: (stem(word), lexeme.name, lexeme.stems, lexeme.small)
        for word, lexeme in sorted(known.items())
    }
    text = json.dumps({"version": _cache_version(), "words": words}, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, text)


def _read(path: Path) -> dict[str, Lexeme]:
    try:
        stored = json.loads(files.read(path, files.LARGEST_KEPT))
        if stored["version"] != _cache_version():
            return {}
        words = stored["words"]
        known = {
            word: Lexeme(name, tuple(stems), tuple(small))
            for word, (_, name, stems, small) in words.items()
        }
        stems = {word: own for word, (own, *_) in words.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    _STEMS.update(stems)
    return known


@cache  # one process may make many indexes, each with the whole general vocabulary
def _look_up(token: str) -> Lexeme:
    if not _CYRILLIC.fullmatch(token):
        return Lexeme(token, (token,))
    # Not before: a build whose words are all cached does without the dictionary.
    parses = russian.analyzer().parse(token)
    parse = parses[0]
    if parse.tag.POS in {"ADVB", "PRED", "PRCL", "CONJ"}:
        # «дорого» is found by «дорогая»: an adverb goes by the adjective that it looks like.
        parse = next((p for p in parses if p.tag.POS in {"ADJS", "ADJF", "COMP"}), parse)
    name = fold(parse.normal_form)
    stems = {stem(token), stem(name)}
    small: set[str] = set()
    if parse.is_known:
        stems.update(stem(form) for form in _forms(parse.lexeme))
        for word in diminutives(name) if parse.tag.POS in {"NOUN", "ADJF"} else ():
            small.update(_stems_of(word))
    return Lexeme(name, tuple(sorted(stems)), tuple(sorted(small - stems)))


def _stems_of(name: str) -> set[str]:
    """Return the stems of a word by its dictionary form; nothing where it is no word."""
    morph = russian.analyzer()
    if not morph.word_is_known(name):
        return set()
    own = (p for p in morph.parse(name) if fold(p.normal_form) == name)
    return {stem(form) for parse in own for form in _forms(parse.lexeme)}


def _forms(lexeme: Iterable[Any]) -> set[str]:
    # A participle's 24 case forms share one stem: the first is enough.
    return {
        fold(form.word)
        for form in lexeme
        if form.tag.POS != "PRTF" or {"masc", "nomn"} <= form.tag.grammemes
    }


@cache
def _cache_version() -> str:
    parts = (version(name) for name in ("pymorphy3", "pymorphy3-dicts-ru", "snowballstemmer"))
    return " ".join(("3", *parts))
