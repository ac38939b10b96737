"""What an English sentence asks of its words, where it leaves no choice.

our courier always call      calls, for a courier is one
confirm you're address       your, before what one has
depends of the roast         on
how many cups you drink?     do you drink
he put it there              nothing: «put» may be long ago, and «puts» is every day

The word list knows no parts of speech, so every rule rests on a closed list: without one of its
words nothing is said.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from scripts_kb.review.slips import grammar, lists
from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token, keys

_VERBS: Final = words(
    "accept agree allow arrive ask become begin belong bring choose come confirm consist contain "
    "decide deliver depend describe differ discuss eat enjoy expect expire explain give "
    "grow happen hear improve include inform know learn listen occur prefer prepare "
    "provide receive recommend remain require see send serve speak "
    "tell understand weigh write"
)
"""Verbs that are no nouns; after a noun such a word can be nothing else."""
_SAME_PAST: Final = words(
    "put cost cut let set hit shut quit split spread cast bet burst read beat hurt fit"
)
"""Verbs whose past is written as their present is: «he put» may be long ago."""
_OFTEN: Final = words("always usually often never also rarely sometimes")
_MANY: Final = words("these those many several both")
_ONE: Final = words("this that each every another a an one")
_OWN: Final = words("our your my his her its their the")
_DETERMINERS: Final = _MANY | _ONE | _OWN
_JOINING: Final = words("and or nor with plus of in on at for from by to as than but not who that")
_NO_NOUNS: Final = words(
    "there here what who which that where how when why now so all any some most more none then "
    "already always still also never often usually just only probably really this not"
)
_IF: Final = words("if when because while since but whenever")
_COMPOUND: Final = words("sales goods news savings sports parts customs operations communications")
"""Words in -s that stand before another noun, or are one thing."""
_AFTER_VERB: Final = words(
    "the a an most all any every each your our my his their us me him them in on at for to from "
    "with by without within before after until well only directly"
)
_ACTING: Final = words(
    "let lets make makes made help helps helped have had see saw hear heard watch"
)
_HELPING: Final = words(
    "do does did don't doesn't didn't can could will would shall should may might must can't "
    "couldn't won't wouldn't shouldn't"
)
_CLAUSES: Final = words(
    "if when what how where that because while whether before after until once as which so and but"
)
_THINGS: Final = words(
    "address name order number phone email office machine account box card invoice question "
    "request bill kitchen subscription contract password courier price discount receipt"
)
"""Single things: after «you're» none of them stands without an article."""
_COUNTABLE: Final = words(
    "box bag cup capsule machine day week month year hour minute client customer kilo packet piece "
    "bottle jar pound gram rouble ruble dollar euro friend colleague employee kilogram litre liter"
)
_PREDICATES: Final = words("not a an the")
_AWAY: Final = words("the a an town market work bed school us our")
_PERSONS: Final = words("you we they i")
_OPENERS: Final = words("tell know ask say see understand remember explain check hear wonder me us")
_WH: Final = words("what which when where why how who whom")
_COPULAS: Final = words("is are was were")
_DAYS: Final = words("monday tuesday wednesday thursday friday saturday sunday")
_SPANS: Final = words("years months weeks days hours year month week")
_LARGE: Final[Mapping[str, str]] = {
    "thousands": "thousand", "hundreds": "hundred", "millions": "million", "dozens": "dozen",
}  # fmt: skip
_COUNTING: Final = words(
    "for of with from in within get take takes order buy have need needs least about only to "
    "over under every the our your first next last send bring deliver add costs cost is are "
    "contains includes holds"
)
"""Before a number these count; elsewhere it may be an hour, a page or a place in a list."""
_AFTER_COUNTED: Final = words("per a an in for of from to at with and or on by free")
_GOVERNED: Final[Mapping[tuple[str, str], str]] = {
    (verb, wrong): right
    for verbs, wrongs, right in (
        ("depend depends depended depending", "of from", "on"),
        ("rely relies relied", "of from", "on"),
        ("consist consists consisted", "from on", "of"),
        ("interested", "on about", "in"),
        ("responsible", "of about", "for"),
        ("according", "with", "to"),
        ("satisfied", "of", "with"),
        ("different", "of", "from"),
        ("participate participates", "to", "in"),
        ("specialise specialises specialize specializes", "on", "in"),
        ("forward", "for", "to"),
    )
    for verb in verbs.split()
    for wrong in wrongs.split()
}
"""Prepositions that a word leaves no choice of, by the wrong ones."""
_MISSING: Final = frozenset({("listen", "to"), ("listens", "to"), ("listening", "to")})
_NEEDLESS: Final = frozenset(
    (verb, "about") for verb in ("discuss", "discusses", "discussed", "discussing")
)

Rule = Callable[[Sequence[Token], int, str, str], bool]


def asks(tokens: Sequence[Token], at: int, meant: str) -> bool:
    """Tell whether another form of a word is the only one that can stand in its place.

    Args:
        tokens: the text.
        at: the place of the word.
        meant: the other form.
    """
    return any(rule(tokens, at, tokens[at].key, meant) for rule in _RULES)


def needless(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word cannot stand where it stands: «tell me what do you need»."""
    if (word_before(tokens, at), tokens[at].key) in _NEEDLESS:
        # «Discuss about ten samples»: roughly.
        return not _amount(tokens, at + 1)
    start = _start(tokens, at)
    told = keys(tokens[start:at])
    places = [place for place, key in enumerate(told) if key in _WH]
    if tokens[at].key != "do" or len(places) != 1 or not places[0]:
        return False
    opened = told[places[0] - 1] in _OPENERS
    return opened and word_after(tokens, at) in _PERSONS and not asked(tokens, at)


def asked(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the sentence of a word ends with a question mark."""
    ending = next((each for each in tokens[at:] if each.ends), tokens[-1])
    return "?" in ending.marks


def missing(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a sentence is none without a word: «how many cups you drink?»."""
    if tokens[at].key == "to" and word_before(tokens, at) in lists.WANTING:
        return _infinitive(tokens, at)
    if (word_before(tokens, at), tokens[at].key) in _MISSING:
        return word_after(tokens, at) in _DETERMINERS | {"me", "us", "him", "them", "music"}
    start = _start(tokens, at)
    if tokens[at].key != "do" or tokens[start].key not in _WH or not asked(tokens, at):
        return False
    if {"that", "if", *_HELPING, *_COPULAS} & {*keys(tokens[start:at])} or at + 2 >= len(tokens):
        return False
    verb = tokens[at + 2].key
    plain = verb in _VERBS | _SAYABLE and verb not in _SAME_PAST
    return word_after(tokens, at) in _PERSONS and plain and tokens[start].key not in {"who", "when"}


_SAYABLE: Final = words(
    "drink need want like use order buy call work open make brew roast ship have"
)
"""Verbs that are nouns too; after «you» they are verbs, and their past is written otherwise."""


def _infinitive(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a verb follows «to»: «we need help» has a noun, «we want help you» has none."""
    verb = word_after(tokens, at)
    acting = verb in _SAYABLE | {"help"} and word_after(tokens, at + 1) in _OBJECTS
    return acting or verb in _VERBS | _NEVER_NOUNS


def compares(word: str) -> bool:
    """Tell whether an English word compares by itself: «cheaper», and not «bitter» nor «water»."""
    base = next((word.removesuffix(end) for end in ("er", "est") if word.endswith(end)), "")
    forms = {base, base + "e", base[:-1], base.removesuffix("i") + "y"}
    return word in {"better", "best", "worse", "worst"} or bool(base and forms & _DEGREES)


_NEVER_NOUNS: Final = words("buy make get take go bring keep sell meet hear be do say think")
_OBJECTS: Final = words("you us me him them your our my his her their the a an it")
_DEGREES: Final = words(
    "cheap fast strong fresh large big small low high long short warm cold hot soft hard light "
    "dark rich easy early late near quick slow smooth mild sweet sour new old young simple fine "
    "safe nice close clear clean heavy thick thin tasty happy busy great good bad deep wide loud "
    "quiet"
)


def verb(word: str) -> bool:
    """Tell whether a word can be nothing but a verb: «arrive», «arrives»."""
    return word in _VERBS or any(word in third_person(each) for each in _VERBS)


def third_person(verb: str) -> frozenset[str]:
    """Give how a verb may be written of one: «calls», «goes», «supplies»."""
    found = {verb + "s"}
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        found = {verb + "es"}
    elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
        found = {verb[:-1] + "ies"}
    return frozenset(found)


def of_pronoun(tokens: Sequence[Token], at: int, one: str, meant: str) -> bool:
    """Tell whether a verb is of another person than the pronoun before it."""
    place = at - 1 if word_before(tokens, at) in _OFTEN | {"all"} else at
    said_of, before = word_before(tokens, place), word_before(tokens, place - 1)
    if before in _ACTING | _HELPING or one in _SAME_PAST | _HELPING:
        return False
    if one.endswith("s") and meant.startswith(one):
        return False
    if said_of in lists.SUBJECTS_OF_S and before == "that":
        # «We ask that he call».
        return False
    if said_of in {"you", "it"} and before and before not in _CLAUSES:
        # «We send you samples»: one gets them.
        return False
    if said_of in lists.SUBJECTS_OF_S:
        return meant in third_person(one)
    return said_of in lists.SUBJECTS and one in third_person(meant)


def _of_noun(tokens: Sequence[Token], at: int, one: str, meant: str) -> bool:
    """Tell whether a verb is of another number than the noun that opens the sentence."""
    often = word_before(tokens, at) in _OFTEN
    noun = at - 2 if often else at - 1
    many = _number(tokens, noun)
    if many is None:
        return False
    if many:
        followed = word_after(tokens, at) in _AFTER_VERB and is_plural(tokens[noun].key)
        sure = often or followed or meant in _VERBS
        return sure and one in third_person(meant)
    return (
        (often or one in _VERBS | {"take"}) and meant in third_person(one) and one not in _SAME_PAST
    )


def _number(tokens: Sequence[Token], noun: int) -> bool | None:
    """Tell whether the noun that opens a sentence is many; None where no such noun does."""
    if noun >= 0 and tokens[noun].first and _thing(tokens[noun].key):
        return False
    start = noun
    while start > 0 and word_before(tokens, start) and tokens[start].key not in _DETERMINERS:
        start -= 1
    if noun - start not in {1, 2} or tokens[start].key not in _DETERMINERS:
        return None
    opens = (
        tokens[start].first or word_before(tokens, start) in _IF or not word_before(tokens, start)
    )
    named = keys(tokens[start + 1 : noun + 1])
    if not opens or set(named) & (_JOINING | _HELPING | _OFTEN | _DETERMINERS | _COMPOUND):
        return None
    many = is_plural(named[-1])
    agreeing = (_MANY if many else _ONE) | _OWN
    return many if tokens[start].key in agreeing else None


def _thing(word: str) -> bool:
    return word in _THINGS or word.endswith(("tion", "ment", "ness", "ity", "ery"))


def is_plural(word: str) -> bool:
    """Tell whether a noun is many by its ending: «boxes», and not «glass» nor «news»."""
    single = word.endswith(("ss", "us", "is", "'s")) or word in _COMPOUND
    return word.endswith("s") and not single


def subject(tokens: Sequence[Token], at: int) -> str:
    """Give the word that a verb is said of: the one before, or a pronoun after it."""
    right = word_after(tokens, at)
    return right if _pronoun(right) else word_before(tokens, at)


def led(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether «is» or «have» may be right for another word than the one before it.

    So it is in «a box of beans is», «if he were», «does he have» and «who are».
    """
    before = {*keys(tokens[_start(tokens, at) : at])}
    said_of = subject(tokens, at)
    supposed = tokens[at].key == "were" and before & {"if", "wish", "though", "as"}
    inverted = bool({word_before(tokens, at), word_before(tokens, at - 1)} & (_HELPING | _ACTING))
    joined = not _pronoun(said_of) and before & ((_JOINING | _WH | _HELPING) - {"but"})
    return bool(joined or supposed or inverted or said_of in _NO_NOUNS)


def _helped(tokens: Sequence[Token], at: int, one: str, meant: str) -> bool:
    """Tell whether a verb after «does» or «can» keeps an ending: «does he works»."""
    left, before = word_before(tokens, at), word_before(tokens, at - 1)
    helper = left if left in _HELPING else before if _pronoun(left) else ""
    if helper in {"did", "didn't"} and one in {meant + "ed", meant + "d", meant[:-1] + "ied"}:
        return True
    # «We do orders by phone»: orders are done.
    sure = helper in _HELPING and (left != helper or (_pronoun(before) and left not in _DOING))
    return sure and one in third_person(meant) and meant in _VERBS | _SAYABLE


_DOING: Final = words("do does did")


def _pronoun(word: str) -> bool:
    return word in lists.SUBJECTS | lists.SUBJECTS_OF_S


def _ing(tokens: Sequence[Token], at: int, one: str, meant: str) -> bool:
    """Find «forward to hear» and «without pay»."""
    left, before = word_before(tokens, at), word_before(tokens, at - 1)
    led_in = (left == "to" and before == "forward") or left in {"without", "of", "after", "before"}
    forms = {one + "ing", one[:-1] + "ing", one + one[-1] + "ing"}
    verbs = _VERBS | _NEVER_NOUNS | {"meet", "work"} if left == "to" else _VERBS
    return led_in and one in verbs and meant in forms


def _preposition(tokens: Sequence[Token], at: int, one: str, meant: str) -> bool:
    left, right = word_before(tokens, at), word_after(tokens, at)
    if _GOVERNED.get((left, one)) == meant:
        looked = left != "forward" or word_before(tokens, at - 1) in {"look", "looking"}
        return looked and right not in _DAYS and not _amount(tokens, at + 1)
    if (one, meant) in {("in", "on"), ("at", "on")} and right in _DAYS and left != "interested":
        return word_after(tokens, at + 1) in {"", "morning", "afternoon", "evening"}
    span = right and word_after(tokens, at + 1) in _SPANS and not word_after(tokens, at + 2)
    return (one, meant) == ("since", "for") and _amount(tokens, at + 1) > 1 and bool(span)


def _owned(tokens: Sequence[Token], at: int, one: str, meant: str) -> bool:
    """Tell «your» from «you're» and «whose» from «who's» by what follows."""
    right = word_after(tokens, at)
    further = word_after(tokens, at + 1) if right else ""
    thing = right in _THINGS and further not in _THINGS
    if (one, meant) in {("you're", "your"), ("they're", "their")}:
        return thing and (not further or further in _AFTER_VERB | _COPULAS)
    if (one, meant) in {("your", "you're"), ("their", "they're")}:
        going = (right, further) == ("going", "to") and word_after(tokens, at + 2) not in _AWAY
        return right in _PREDICATES or going or (right, further) == ("able", "to")
    if (one, meant) == ("who's", "whose"):
        return thing and further in _COPULAS
    if (one, meant) == ("whose", "who's"):
        return right in {"the", "a", "an", "your", "our", "my", "there"}
    if (one, meant) == ("their", "there"):
        return right in _COPULAS
    return (one, meant) == ("their's", "there's") and bool(right)


def _counted(tokens: Sequence[Token], at: int, one: str, meant: str) -> bool:
    """Find «two thousands roubles» and «three box»."""
    right = word_after(tokens, at)
    if _LARGE.get(one) == meant:
        return (
            _amount(tokens, at - 1) > 0
            and bool(word_before(tokens, at))
            and right not in {"", "of"}
        )
    before = word_before(tokens, at - 1) if at > 1 else ""
    counts = at == 1 or before in _COUNTING or not before
    stands = not right or right in _AFTER_COUNTED
    counted = bool(word_before(tokens, at)) and _amount(tokens, at - 1) > 1 and counts and stands
    return counted and one in _COUNTABLE and meant in third_person(one)


def _amount(tokens: Sequence[Token], at: int) -> int:
    """Give a whole number; 0 for what is none."""
    if not 0 <= at < len(tokens):
        return 0
    key = tokens[at].key
    return int(key) if key.isdecimal() else lists.NUMERALS.get(key, 0)


def _compared(tokens: Sequence[Token], at: int, one: str, meant: str) -> bool:
    """Find «cheaper then retail» and «much boxes»."""
    left, right = word_before(tokens, at), word_after(tokens, at)
    if (one, meant) == ("then", "than"):
        return left in _COMPARED and right in _MEASURES
    priced = {"cost", "costs"} & {*keys(tokens)}
    return (one, meant) == ("much", "many") and is_plural(right) and not priced


_COMPARED: Final = words(
    "cheaper better faster stronger fresher larger bigger smaller lower higher"
)
_MEASURES: Final = words("any most ever usual expected ours yours theirs mine retail other")


def word_before(tokens: Sequence[Token], at: int) -> str:
    """Give the word before, "" where none is or a sign parts them."""
    return "" if at < 1 or grammar.breaks(tokens[at - 1]) else tokens[at - 1].key


def word_after(tokens: Sequence[Token], at: int) -> str:
    """Give the word after, "" where none is or a sign parts them."""
    parted = at + 1 >= len(tokens) or grammar.breaks(tokens[at])
    return "" if parted else tokens[at + 1].key


def _start(tokens: Sequence[Token], at: int) -> int:
    while at > 0 and not grammar.breaks(tokens[at - 1]):
        at -= 1
    return at


_RULES: Final[tuple[Rule, ...]] = (
    of_pronoun, _of_noun, _helped, _ing, _preposition, _owned, _counted, _compared,
)  # fmt: skip
