"""What a Russian clause asks of its words: whom a verb is of, and where it stands as an infinitive.

ваши капсулы лежит       no: they «лежат»
вкус не понравиться      no: a taste «понравится»
он решит                 yes: so «решает» says something else

Where a clause may be read in two ways, nothing is said of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from scripts_kb.language.russian import WordForm
from scripts_kb.review.slips import grammar, lists
from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token, keys

_PREDICATES: Final = frozenset({"VERB", "ADJS", "PRTS"})
_VERBAL: Final = _PREDICATES | {"INFN", "PRED", "GRND"}
_PASSED: Final = frozenset({"ADVB", "PRCL"})
_QUALIFIERS: Final = frozenset({"ADJF", "PRTF"})
_OPENING: Final = words("если когда пока раз хотя что поэтому а и но")
JOINING: Final = words("и или либо да а но ни как чем что чтобы который кто где куда когда то")
"""With these another clause may begin."""
_SOME: Final = words(
    "сколько много мало немного несколько большинство меньшинство часть ряд пара половина треть "
    "четверть десяток сотня тысяча множество куча"
)
_TIMES: Final = words(
    "секунда минута час день ночь утро вечер неделя месяц год сутки раз полгода квартал сезон "
    "понедельник вторник среда четверг пятница суббота воскресенье январь февраль март апрель май "
    "июнь июль август сентябрь октябрь ноябрь декабрь километр метр курс"
)
_LASTING: Final = words("весь каждый целый любой один этот следующий прошлый")
"""With these a noun may say how long: «весь обед сидят»."""
_QUOTES: Final = frozenset('«»"“”„')
_CONDITIONS: Final = words("если когда пока раз хотя что")
_WITH_INFINITIVE: Final = words(
    "шанс время возможность желание право способ случай риск повод причина намерение решение "
    "попытка умение готовность привычка обещание необходимость смысл сила честь задача цель план "
    "идея предложение просьба совет мечта охота приказ надежда"
)
"""Nouns that an infinitive may belong to: «шанс понравиться»."""
_PERSONAL: Final = words("мочь смочь хотеть захотеть уметь суметь успеть успевать")
"""Verbs that have a subject though an infinitive follows; «капсулы стоит попробовать» has none."""
PLEASING: Final = words("понравиться нравиться пригодиться окупиться казаться показаться")
"""Said of what is known already: «вам понравится», and «попробуйте, понравится»."""
_IMPERSONAL: Final = words("получиться получаться удаться удаваться хотеться захотеться прийтись")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and the word in it that is asked about.

    Attributes:
        tokens: the words of the clause, without what joins it to another.
        at: the place of the word in it.
        closed: whether it is known where the clause begins: no list of subjects runs into it.
        conditional: whether «если», «когда» or «что» opens it.
    """

    tokens: Sequence[Token]
    at: int
    closed: bool
    conditional: bool

    @property
    def token(self) -> Token:
        """The word itself."""
        return self.tokens[self.at]

    def others(self) -> Iterator[int]:
        """Give the places of the other words."""
        return (place for place in range(len(self.tokens)) if place != self.at)

    def passed(self, start: int, end: int) -> bool:
        """Tell whether only adverbs, particles and persons addressed stand in between."""
        return all(slight(each) for each in self.tokens[start:end])


def asks(old: Sequence[Token], at: int, new: Sequence[Token], new_at: int) -> bool:
    """Tell whether a clause refuses the one form of a word and asks for the other."""
    one, other = clause_of(old, at), clause_of(new, new_at)
    was, became = grammar.of(one.token), grammar.of(other.token)
    if {each.part for each in was} == {"INFN"}:
        return _finite(one, was, other, became)
    if became[0].part in _QUALIFIERS and was[0].part in _QUALIFIERS | {"COMP"}:
        return _described(one, was, other, became)
    told = [each for each in was if each.part in _PREDICATES] if _predicate(was[0]) else []
    return _agree(one, told) is False and bool(_agree(other, _same_verb(told, became)))


def _predicate(reading: WordForm) -> bool:
    return reading.part in _PREDICATES


def clause_of(tokens: Sequence[Token], at: int) -> Clause:
    """Give the clause of a word, up to the signs on both sides."""
    start, end = at, at + 1
    while start > 0 and not grammar.breaks(tokens[start - 1]):
        start -= 1
    while end < len(tokens) and not grammar.breaks(tokens[end - 1]):
        end += 1
    closed = start == 0 or tokens[start].first
    conditional = False
    while start < at and tokens[start].key in _OPENING:
        conditional = conditional or tokens[start].key in _CONDITIONS
        start += 1
        closed = True
    return Clause(tokens[start:end], at - start, closed, conditional)


def slight(token: Token) -> bool:
    """Tell whether a word is an adverb, a particle or a person addressed."""
    if token.key == "не":
        return True
    found = grammar.of(token)
    oblique = all(each.part == "NPRO" and each.case != "nomn" for each in found)
    return bool(found) and (oblique or any(each.part in _PASSED for each in found))


def subjects_of(clause: Clause) -> list[tuple[int, list[WordForm]]] | None:
    """Find what may be the subject, by places; None where a word hides what it is."""
    found = []
    for place in clause.others():
        token = clause.tokens[place]
        readings = grammar.of(token)
        if token.key in JOINING or (place < clause.at and _quantity(token, readings)):
            return None
        if not readings and token.key not in lists.PREPOSITIONS:
            return None
        named = _named(clause, place, readings)
        if named and readings[0].part not in _PASSED:
            found.append((place, named))
    return found


def _quantity(token: Token, readings: Sequence[WordForm]) -> bool:
    counted = token.key in lists.NUMERALS or any(each.part == "NUMR" for each in readings)
    return token.kind != "word" or counted or any(each.lexeme in _SOME for each in readings)


def _named(clause: Clause, place: int, readings: Sequence[WordForm]) -> list[WordForm]:
    """Give the readings of a noun as a subject; none for one that a preposition governs."""
    named = [each for each in readings if each.part in {"NOUN", "NPRO"} and each.case == "nomn"]
    start = place
    while start > 0 and _qualifies(clause.tokens[start - 1]):
        start -= 1
    if start > 0 and _governs(clause.tokens[start - 1].key):
        return []
    for qualifier in map(grammar.of, clause.tokens[start:place]):
        named = [each for each in named if _together(qualifier, each)]
    return named


def _governs(key: str) -> bool:
    return key in lists.GOVERNED or key in lists.PREPOSITIONS


def _qualifies(token: Token) -> bool:
    found = grammar.of(token)
    return bool(found) and all(each.part in _QUALIFIERS for each in found)


def _together(qualifier: Sequence[WordForm], named: WordForm) -> bool:
    return any(each.case == "nomn" and grammar.together(each, named) for each in qualifier)


def _subject(
    clause: Clause,
    transitive: bool = False,
) -> tuple[int, list[WordForm]] | None:
    """Find the one subject that a clause can have."""
    found = subjects_of(clause) or []
    persons = [each for each in found if clause.tokens[each[0]].key in lists.PERSONS]
    if transitive or persons:
        found = persons or [each for each in found if not _object(clause, each[0])]
    return found[0] if clause.closed and len(found) == 1 else None


def _object(clause: Clause, place: int) -> bool:
    """Tell whether a noun after a verb may be its object."""
    cases = {each.case for each in grammar.of(clause.tokens[place])}
    return place > clause.at and "accs" in cases


def built_on(clause: Clause) -> list[WordForm]:
    """Give the other words that a clause may be built on."""
    found = (grammar.of(clause.tokens[place])[:1] for place in clause.others())
    return [each for readings in found for each in readings if each.part in _VERBAL]


def _agree(clause: Clause, verb: Sequence[WordForm]) -> bool | None:
    """Tell whether a verb agrees with its subject; None where that is not certain."""
    if not verb or any(_other_than_finite(each) for each in verb):
        return None
    subject = _subject(clause, any(each.transitivity == "tran" for each in verb))
    if subject is None:
        return None
    place, named = subject
    if place > clause.at or not _reaches(clause, place):
        return None
    beside = built_on(clause)
    led = all(each.lexeme in _PERSONAL for each in verb)
    if any(each.part != "INFN" or not led for each in beside):
        return None
    if _quoted(clause, place) or not _sure(clause, place, verb):
        return None
    if any(each.rest[0] in {"1per", "2per"} for each in verb) and not named[0].rest[0]:
        # «Магазины звоним»: we do.
        return None
    fitting = [fits(one, each) for one in verb for each in named]
    return None if None in fitting else any(fitting)


def _other_than_finite(reading: WordForm) -> bool:
    impersonal = reading.part == "ADJS" and reading.gender == "neut"
    return reading.part not in _PREDICATES or "impr" in reading.rest or impersonal


def _reaches(clause: Clause, place: int) -> bool:
    """Tell whether nothing but trifles and groups of a preposition part subject and verb."""
    at = place + 1
    while at < clause.at:
        if _governs(clause.tokens[at].key):
            at += 1
            while at < clause.at and _qualifies(clause.tokens[at]):
                at += 1
        elif not slight(clause.tokens[at]):
            return False
        at += 1
    return True


def _sure(clause: Clause, place: int, verb: Sequence[WordForm]) -> bool:
    """Tell whether a noun can be nothing but the subject."""
    readings = grammar.of(clause.tokens[place])
    if any(each.part == "NPRO" for each in readings):
        return True
    qualifier: Sequence[WordForm] = ()
    if place > 0 and _qualifies(clause.tokens[place - 1]):
        qualifier = grammar.of(clause.tokens[place - 1])
        readings = tuple(r for r in readings if any(grammar.together(q, r) for q in qualifier))
    cases = {each.case for each in readings}
    if any(each.transitivity == "tran" for each in verb):
        # «Компания привезут»: somebody may bring it, «компанию».
        return cases == {"nomn"} and all(each.number == "plur" for each in readings)
    lasting = {each.lexeme for each in (*readings, *qualifier)} & (_TIMES | _LASTING)
    return cases == {"nomn"} or (cases == {"nomn", "accs"} and not lasting)


def _quoted(clause: Clause, place: int) -> bool:
    """Tell whether a name stands in quotes, where it may be undeclined: «„Смена“ привезут»."""
    signs = "".join(each.marks for each in clause.tokens[: place + 1])
    return bool(_QUOTES & set(signs))


def fits(verb: WordForm, subject: WordForm) -> bool | None:
    """Tell whether a verb is of the number, the person and the gender of a subject."""
    person = subject.rest[0] or "3per"
    if verb.number != subject.number or (verb.rest[0] and verb.rest[0] != person):
        return False
    if verb.number == "plur" or not verb.gender or not subject.gender:
        return True
    # «Врач пришла»: of people the verb says whether it was a woman.
    if verb.gender != subject.gender and subject.animate == "anim":
        return None
    return verb.gender == subject.gender


def _same_verb(was: Sequence[WordForm], became: Sequence[WordForm]) -> list[WordForm]:
    """Give the readings of a verb that differ from what it was by person, number and gender."""
    known = {(each.lexeme, each.part, each.rest[1:]) for each in was}
    return [each for each in became if (each.lexeme, each.part, each.rest[1:]) in known]


def _finite(
    clause: Clause, was: Sequence[WordForm], other: Clause, became: Sequence[WordForm]
) -> bool:
    """Tell whether an infinitive that takes no object stands in the place of the verb itself."""
    if not (clause.token.key.endswith("ться") and other.token.key.endswith("тся")):
        return False
    told = [each for each in became if each.part == "VERB" and each.lexeme == was[0].lexeme]
    if len(told) != len(became) or built_on(clause) or {"чтобы", "как"} & set(keys(clause.tokens)):
        return False
    subject = _subject(clause)
    if subject is None:
        pleasing = was[0].lexeme in PLEASING and clause.closed and _to_somebody(clause)
        return (pleasing or was[0].lexeme in _IMPERSONAL) and subjects_of(clause) == []
    _, named = subject
    if any(each.lexeme in _TIMES | _WITH_INFINITIVE for each in named):
        return False
    return any(fits(verb, each) for verb in told for each in named)


def _to_somebody(clause: Clause) -> bool:
    return any(
        each.part == "NPRO" and each.case == "datv"
        for token in clause.tokens[: clause.at]
        for each in grammar.of(token)
    )


def _described(
    one: Clause, was: Sequence[WordForm], other: Clause, became: Sequence[WordForm]
) -> bool:
    """Tell whether an adjective that stands alone is asked for by the only noun there is."""
    if was[0].lexeme != became[0].lexeme or built_on(one) or built_on(other):
        return False
    doubled = one.at > 0 and one.tokens[one.at - 1].key == "более"
    if any(each.part == "COMP" for each in was):
        return doubled and bool(_head(other, became))
    return _head(one, was) is False and bool(_head(other, became))


def _head(clause: Clause, adjective: Sequence[WordForm]) -> bool | None:
    """Tell whether an adjective agrees with the noun that it is said of."""
    subjects = subjects_of(clause)
    if not clause.closed or not subjects:
        return None
    place, named = subjects[-1]
    asking = clause.at == 0 and clause.token.key in lists.ASKING
    if asking:
        if clause.tokens[1].key != "у" or place != len(clause.tokens) - 1:
            return None
        heads = [each for _, found in subjects for each in found]
    else:
        last = clause.at == len(clause.tokens) - 1
        reached = place < clause.at and clause.passed(place + 1, clause.at)
        if len(subjects) > 1 or not last or not reached:
            return None
        heads = named
    if any(each.case == "gent" for each in grammar.of(clause.tokens[place])):
        return None
    nominative = [each for each in adjective if each.case == "nomn"]
    return any(grammar.together(each, head) for each in nominative for head in heads)
