"""Closed lists of the two languages: words whose every letter counts, units, short forms.

Open classes, nouns, verbs and the rest, are asked of the dictionaries.
"""

from collections.abc import Iterable, Mapping
from typing import Final


def words(text: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(text.split())


def _groups(text: str) -> Mapping[str, str]:
    """Give each word of a line the first word of that line; a word stands in one line alone."""
    lines = [line.split() for line in text.strip().splitlines()]
    pairs = [(word, line[0]) for line in lines for word in line]
    groups = dict(pairs)
    if len(groups) != len(pairs):
        raise ValueError(
            sorted({word for word, _ in pairs if [w for w, _ in pairs].count(word) > 1})
        )
    return groups


NEGATIONS: Final = words(
    "не ни нет нету без нельзя никак никогда никто ничего ничто нигде незачем некогда вряд "
    "no not never none nobody nothing without cannot nor neither"
)
SWAYING: Final = NEGATIONS | words("можно нужно надо только лишь больше уже only more")
"""Beside these a sign decides to what they belong: «больше, не звоним»."""

BOUND: Final[Mapping[tuple[str, str], str]] = {
    ("в", "течении"): "течение",
    ("в", "продолжении"): "продолжение",
    ("в", "последствие"): "последствии",
    ("в", "последствии"): "последствии",
    ("по", "приезду"): "приезде",
    ("по", "окончанию"): "окончании",
    ("по", "прибытию"): "прибытии",
    ("по", "истечению"): "истечении",
    ("по", "завершению"): "завершении",
    ("по", "возвращению"): "возвращении",
    ("по", "прилету"): "прилете",
}
"""Words that stand in one form alone after a preposition, and the form that people write."""
ORDINAL: Final = _groups(
    """
    го ого его
    му ому ему
    й ый ий ой
    я ая яя
    е ое ее
    м ым им ом ем
    х ых их
    ю ую юю
    ми ыми ими
    """
)
"""How a number written in figures ends: «15-го», and «15-ого»."""
BOTH: Final[Mapping[str, frozenset[str]]] = {
    word: frozenset(genders.split())
    for words, genders in (
        ("два оба обоих обоим обоими", "masc neut"),
        ("две обе обеих обеим обеими", "femn"),
        ("полтора", "masc neut"),
        ("полторы", "femn"),
    )
    for word in words.split()
}
"""Numerals that agree with what is counted in gender."""

ASKING: Final = words(
    "кто кого кому кем что чего чему чем какой какая какое какие каких какую сколько когда где "
    "куда откуда почему зачем отчего чей чья чье чьи как каков насколько разве неужели "
    "who whom whose what which when where why how"
)
BEFORE_ASKING: Final = words(
    "а и но в во на с со к ко о об у от до из за по для при а and but in on at to for with from"
)
OR: Final = words("или ли or")
ARTICLES: Final = words("a an the")
FEW: Final = words("few little bit lot number")
"""After these an article is no trifle: «few» is no «a few»."""

LOOSE: Final = words(
    "что чтобы если когда который которая которое которые которого которой котором которых где "
    "куда откуда потому поэтому так как а но зато однако хотя пока или и же ведь то чем да "
    "конечно пожалуйста спасибо хорошо понимаю понял поняла кстати например возможно наверное "
    "итак значит здравствуйте привет алло отлично прекрасно согласен согласна во-первых скажите "
    "правда верно ладно неужели смотрите знаете видите подскажите кажется вообще впрочем "
    "разумеется безусловно день вечер утро and but or so because if when while though although "
    "yes please thanks thank hello hi okay ok well sure right however then too also sorry "
    "actually great morning afternoon evening"
)
"""Beside these a comma only marks what is heard anyway: a clause, a greeting, an aside."""

WANTING: Final = words(
    "want wants wanted need needs needed like likes love have has going able ready try tries happy "
    "glad free used plan plans hope decide offer agree ask help"
)
"""A verb after these asks for «to»."""
REJOINED: Final = words(
    "resign recover reform recreate resent release repress remark recollect recount redress resort "
    "restore retreat resigned recovered coop prefix unionized already altogether maybe sometimes "
    "cannot немой немая немое немые немого немым нем нема невеста "
    "также тоже несколько вместе вовремя"
)
"""Set apart these say something else: «re-sign» is no «resign», «в месте» no «вместе»."""
MORE: Final = words("более самый самая самое самые more most")
"""Before a word that compares by itself these say nothing."""
MODALS: Final = words("should could would must might")
ONE_EACH: Final = words("each every a one this that")
PERSONS: Final[Mapping[str, tuple[str, str]]] = {
    "я": ("1per", "sing"),
    "ты": ("2per", "sing"),
    "он": ("3per", "sing"),
    "она": ("3per", "sing"),
    "оно": ("3per", "sing"),
    "мы": ("1per", "plur"),
    "вы": ("2per", "plur"),
    "они": ("3per", "plur"),
}
"""Whom a verb beside a pronoun must be of."""

PREPOSITIONS: Final = _groups(
    """
    в во
    с со
    к ко
    о об обо
    от ото
    из изо
    под подо
    перед передо
    через чрез
    между меж
    """
)
"""One preposition in the forms that the next word asks for."""

UNITS: Final = _groups(
    """
    килограмм кг кило
    миллилитр мл
    литр л
    метр
    сантиметр см
    миллиметр мм
    километр км
    час ч
    минута
    секунда сек
    рубль руб ₽ rub
    доллар
    евро € eur
    копейка коп
    процент
    штука шт
    упаковка уп упак
    тысяча тыс
    миллион млн
    миллиард млрд
    градус °
    номер
    понедельник пн
    вторник вт
    четверг чт
    пятница пт
    суббота сб
    воскресенье вс
    улица ул
    телефон тел
    kilogram kg kilo kilograms kilos kgs
    gram grams gr
    litre litres liter liters l
    minute mins minutes
    hour hours hr hrs
    second seconds sec secs
    metre metres meter meters
    percent pct
    pound pounds lb lbs
    ounce ounces oz
    month months mo mos mth
    week weeks wk wks
    year years yr yrs
    dollar dollars
    number
    piece pieces pc pcs
    approximately approx
    maximum max
    department dept
    telephone tel
    appointment appt
    information info
    """
)
SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    "ср": ("средний",),
    "мес": ("месяц",),
    "нед": ("неделя",),
    "эл": ("электронный",),
    "чел": ("человек",),
    "юр": ("юридический",),
    "физ": ("физический",),
    "моб": ("мобильный",),
    "доп": ("дополнительный",),
    "раб": ("рабочий",),
    "гос": ("государственный",),
    "мед": ("медицинский",),
    "тех": ("технический",),
    "ген": ("генеральный",),
    "фин": ("финансовый",),
    "обл": ("область",),
    "incl": ("including", "inclusive", "included"),
    "excl": ("excluding", "exclusive", "excluded"),
    "qty": ("quantity",),
    "&": ("and",),
    "h": ("hour", "hours"),
    "$": ("dollar", "dollars", "доллар"),
    "usd": ("dollar", "dollars", "доллар"),
    "№": ("number", "номер"),
    "%": ("percent", "процент"),
}
"""Short forms of more words than one, where each says the same or one says it as well."""
PHRASES: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = tuple(
    (tuple(short.split()), tuple(whole.split()))
    for short, whole in (
        ("т д", "так далее"),
        ("т п", "тому подобное"),
        ("др", "другие"),
        ("т е", "то есть"),
        ("т к", "так как"),
        ("т н", "так называемый"),
        ("т о", "таким образом"),
        ("т ч", "том числе"),
        ("н э", "нашей эры"),
        ("e g", "for example"),
        ("i e", "that is"),
        ("etc", "and so on"),
        ("asap", "as soon as possible"),
        ("vs", "versus"),
        ("gonna", "going to"),
        ("wanna", "want to"),
    )
)
SPOKEN: Final = _groups(
    """
    их ихний ихняя ихнее ихние ихнего ихнему ихним ихнем ихнюю ихней ихних
    его евоный евонный евонная евонное евонные
    ее ейный ейная
    сейчас щас щаз счас
    тысяча тыща
    что че чо шо
    ничего ниче ничо
    здравствуйте здрасте здрасьте
    пожалуйста пжл пжлста пожалста
    человек чел
    okay ok
    hello hallo hullo
    класть ложить
    сколько скока скоко
    сегодня седня
    вообще ваще вобще
    please pls plz
    thanks thx
    you u
    your ur
    tonight tonite
    through thru
    going gonna
    хотим хочем
    хотите хочете
    хотят хочут
    кладите ложите
    кладем ложим
    положите положьте
    нет нету
    придите прийдите
    придет прийдет
    придем прийдем
    придут прийдут
    приду прийду
    fewer less
    езжайте ехайте
    """
)
"""A word as it is said carelessly, and as it is written."""

_COUNTED_RU: Final = (
    "ноль|один одна одно одну одного одной|два две двух двум|три трех трем|четыре четырех|"
    "пять пяти|шесть шести|семь семи|восемь восьми|девять девяти|десять десяти|"
    "одиннадцать одиннадцати|"
    "двенадцать двенадцати|тринадцать тринадцати|четырнадцать четырнадцати|пятнадцать пятнадцати|"
    "шестнадцать шестнадцати|семнадцать семнадцати|восемнадцать восемнадцати|"
    "девятнадцать девятнадцати|двадцать двадцати"
)
_COUNTED_EN: Final = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
)
_TENS: Final = (
    "тридцать тридцати|сорок|пятьдесят пятидесяти|шестьдесят шестидесяти|семьдесят семидесяти|"
    "восемьдесят восьмидесяти|девяносто девяноста"
)
_HUNDREDS: Final = (
    "сто ста|двести двухсот|триста трехсот|четыреста четырехсот|пятьсот пятисот|шестьсот шестисот|"
    "семьсот семисот|восемьсот восьмисот|девятьсот девятисот"
)


def _values(text: str, values: Iterable[int]) -> dict[str, int]:
    pairs = zip(text.split("|"), values, strict=True)
    return {word: value for words, value in pairs for word in words.split()}


NUMERALS: Final[Mapping[str, int]] = {
    **_values(_COUNTED_RU, range(21)),
    **_values(_COUNTED_EN, range(21)),
    **_values(_TENS, range(30, 100, 10)),
    **_values(_HUNDREDS, range(100, 1000, 100)),
}
"""Numbers said by one word; «пяти» and «5» are heard alike."""

GOVERNED: Final[Mapping[str, frozenset[str]]] = {
    word: frozenset(cases.split())
    for words, cases in (
        ("без для от до из у около после кроме вместо ради из-за среди против возле мимо", "gent"),
        ("к благодаря согласно вопреки", "datv"),
        ("над перед", "ablt"),
        ("через про сквозь", "accs"),
        ("при", "loct"),
        ("в на", "accs loct"),
        ("о", "loct accs"),
        ("за под", "accs ablt"),
        ("с", "gent ablt"),
        ("по", "datv loct accs"),
        ("между", "ablt gent"),
    )
    for word in words.split()
}
"""The cases that a preposition asks for."""

SUBJECTS_OF_S: Final = words("he she it")
SUBJECTS: Final = words("i we you they")
OTHER_SOUND: Final = words("were well ill shell hell wed shed id")
"""With an apostrophe these are other words: «were» is no «we're»."""
