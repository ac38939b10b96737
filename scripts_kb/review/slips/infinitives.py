"""Whether a Russian clause asks for an infinitive where a finite verb stands.

доставка будет стоит          no: «будет» asks for «стоить»
вам осталось определится      no: «определиться»
чтобы не ошибится             no: «ошибиться»
попробуйте, понравится        yes: a comma may be missing where none stands
"""

from collections.abc import Sequence
from typing import Final

from scripts_kb.language.russian import WordForm
from scripts_kb.review.slips import clauses, grammar, lists
from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token, keys

_LEFT_TO_DO: Final = words(
    "пора стоит стоило осталось остается останется придется пришлось приходится удалось удастся "
    "хочется хотелось захочется надо нужно можно нельзя необходимо важно"
)
"""Without a subject an infinitive alone can follow: «осталось определиться»."""
_LEADING: Final = words(
    "решить решать помочь помогать предложить предлагать советовать посоветовать рекомендовать "
    "порекомендовать стараться постараться пытаться попытаться собираться собраться планировать "
    "попробовать пробовать просить попросить продолжать продолжить перестать позволить позволять "
    "бояться"
)
"""Verbs that an infinitive follows."""
_READY: Final = words("готовый рад намеренный согласный")
_OURSELVES: Final = words("я ты мы вы буду будем")
_MODAL_WORDS: Final = words("надо нужно можно нельзя необходимо")
_MODAL_VERBS: Final = words(
    "мочь смочь хотеть захотеть уметь суметь успеть успевать начать начинать должный"
)


def asks(old: Sequence[Token], at: int, became: Sequence[WordForm]) -> bool:
    """Tell whether the infinitive of a verb is the only form of it that can stand in its place.

    Args:
        old: the text.
        at: the place of the verb.
        became: the readings of the other form.
    """
    if {each.part for each in became} != {"INFN"}:
        return False
    clause, was = clauses.clause_of(old, at), grammar.of(old[at])
    finite = [each for each in was if "impr" not in each.rest]
    # «Стоит» may be «стоять» too: the likeliest alone.
    if was[0].lexeme != became[0].lexeme or any(not _third(each) for each in finite):
        return False
    place = clause.at - 1
    while place >= 0 and _passes(clause.tokens[place]) and not _leads(clause, place):
        place -= 1
    if place < 0:
        return clause.token.key.endswith("тся") and _asked_after(clause, finite)
    modal = clause.tokens[place]
    before = set(keys(clause.tokens[: clause.at]))
    if modal.key == "чтобы" and place == 0:
        return clause.token.key.endswith("тся") and _nobody(clause, finite)
    asked = before & (clauses.JOINING | lists.ASKING) - ({"сколько"} if _future(modal) else set())
    if asked or clause.conditional or (modal.key == "может" and place == 0):
        # «Если хотите понравится»: a comma may be missing.
        return False
    if _future(modal):
        led = any(each.part == "INFN" for each in clauses.built_on(clause))
        persons = {(each.rest[0], each.number) for each in grammar.of(modal)}
        same = all((each.rest[0] or "3per", each.number) in persons for each in finite)
        return became[0].rest[3] == "impf" and same and not led
    if not _leads(clause, place) or not clause.token.key.endswith("тся"):
        return False
    if modal.key in _LEFT_TO_DO:
        return clause.closed and _nobody(clause, finite, place)
    return _modal(modal) or became[0].lexeme not in clauses.PLEASING


def governs(token: Token) -> bool:
    """Tell whether an infinitive beside a word may belong to it."""
    found = {each.lexeme for each in grammar.of(token)}
    return token.key in _LEFT_TO_DO or bool(found & (_MODAL_VERBS | _LEADING | _READY))


def _passes(token: Token) -> bool:
    """Tell whether a word may stand before the infinitive that another one asks for."""
    found = grammar.of(token)
    oblique = all(each.part in {"NOUN", "NPRO"} and each.case == "datv" for each in found)
    return clauses.slight(token) or (bool(found) and oblique)


def _asked_after(clause: clauses.Clause, verb: Sequence[WordForm]) -> bool:
    """Tell whether a clause begins with what a word after it asks for: «дозвониться не удалось»."""
    following = keys(clause.tokens[clause.at + 1 :])
    places = [at for at, key in enumerate(following) if key in _LEFT_TO_DO]
    if not places or clause.at or not clause.closed or clause.conditional:
        return False
    between = set(following[: places[0]])
    return not between & clauses.JOINING and _nobody(clause, verb, clause.at + 1 + places[0])


def _leads(clause: clauses.Clause, place: int) -> bool:
    """Tell whether a word asks for an infinitive."""
    token = clause.tokens[place]
    if _modal(token) or token.key in _LEFT_TO_DO or token.key == "чтобы":
        return True
    found = grammar.of(token)
    lexemes = {each.lexeme for each in found}
    if lexemes and lexemes <= _LEADING and all(each.part in {"VERB", "INFN"} for each in found):
        return True
    if not found or found[0].lexeme not in _READY:
        return False
    ours = bool(_OURSELVES & set(keys(clause.tokens[:place])))
    return ours or (place == 0 and (found[0].number == "plur" or found[0].lexeme == "рад"))


def _nobody(clause: clauses.Clause, verb: Sequence[WordForm], but: int | None = None) -> bool:
    """Tell whether a clause up to the next one that is joined to it names nobody who acts."""
    joined = (at for at, each in enumerate(clause.tokens) if at > clause.at)
    end = next(
        (at for at in joined if clause.tokens[at].key in clauses.JOINING), len(clause.tokens)
    )
    kept = [each for at, each in enumerate(clause.tokens[:end]) if at != but]
    kept = kept[1:] if kept[0].key == "чтобы" else kept
    at = kept.index(clause.token)
    found = clauses.subjects_of(clauses.Clause(kept, at, clause.closed, clause.conditional))
    acting = (
        clauses.fits(each, named) for _, names in found or () for named in names for each in verb
    )
    return found is not None and False not in {not fits for fits in acting}


def _third(reading: WordForm) -> bool:
    person, tense = reading.rest[:2]
    return reading.part == "VERB" and person in {"3per", ""} and tense not in {"past", ""}


def _modal(token: Token) -> bool:
    if token.key in _MODAL_WORDS or _future(token):
        return True
    # «Может» may be «perhaps», which opens a clause.
    found = [each for each in grammar.of(token) if each.part != "CONJ"]
    return bool(found) and all(
        each.part in {"VERB", "ADJS"} and each.lexeme in _MODAL_VERBS for each in found
    )


def _future(token: Token) -> bool:
    found = grammar.of(token)
    return bool(found) and all(each.lexeme == "быть" and "futr" in each.rest for each in found)
