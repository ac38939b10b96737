"""Whether a reason says anything: what only fills the field is asked back with a question.

    «по просьбе»          nobody knows what was asked, and why      ─┐
    «рост конверсии»      every change is for that                   ├─▶ the question that helps
    «допишу позже»        a promise                                  │
    «asdf qwer»           no words                                  ─┘
    «41/120», «Рекламация», «звонки»                                 ──▶ nothing: short, and telling

A reason is empty where every word of it is: a list of what people write in place of one, by the
beginning of the word, so that each form of it counts. One word that says something is enough.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

_ANY: Final = "words"
"""The kind of words that say nothing, and hint at nothing either."""

_STEMS: Final[dict[str, str]] = {
    "later": (
        "позже позднее потом попозже допиш допис дополн напиш заполн объясн поясн уточн later "
        "tbd todo pending placeholder tba wip fill write written"
    ),
    "asked": (
        "просил проси просят просьб попрос сказа говори велел велен поруч указан распоряж приказ "
        "требован потребова настоя согласова договор решил решен обсуд утверд одобр пожела "
        "хотел захотел "
        "директор руковод начальни начальств шеф босс менеджер маркетолог владелец владельц "
        "собственник генеральн коллег отдел сверху команд совещан планерк собран созвон чат "
        "переписк маркетинг нрави нравя request ask told said decid decis agree approv boss "
        "director manage ceo owner head order instruct want wish meeting colleague marketing "
        "chat"
    ),
    "ticket": "задач тикет заявк тз issue ticket task jira trello crm срм битрикс bitrix",
    "goal": (
        "конверс продаж выручк прибыл показател эффективн результат рост расти вырос повы "
        "увелич подня росл больш макси развит бизнес kpi денег деньг лояльност привлеч привлек "
        "конвертит conversion sale revenue profit growth grow increas rais boost more better "
        "result effici perform business metric"
    ),
    "taste": (
        "звуч красив понятн приятн современ правильн корот удобн прощ лаконич аккуратн ясн четк "
        "живее мягч вежлив человечн естествен продающ удобст стильн актуальн неактуал свеж "
        "некрасив непонятн неудоб устар эффектн sound nice cleaner clear shorter modern simpl "
        "pretti look read catch fresh good"
    ),
    _ANY: (
        "улучш обнов правк правил поправ измен меня поменя замен помен доработ исправ оптимиз "
        "актуализ скрипт текст карточк фраз качеств лучш надо нужн необходим требует хорош плох "
        "хоче хотим прост мелк небольш разн неважн прочее проч прич важн стоит пора новое новы "
        "нова новую стар прежн друг вариант версия версию редакц формулир описан ответ слов сло "
        "эксперимент попробо попробу смотр посмотр порядк галочк срочн коммент помню знаю итог "
        "клиент покупател случа будущ привычк проба проверя customer client buyer experiment "
        "try tried urgent коррект косметич технич текущ плановы планово обычн стандарт рабоч "
        "работ тест проверк test fix updat improv chang edit revis rewrit rephras refactor "
        "tweak adjust correct cleanup minor small misc various stuff thing text script qualit "
        "phrase word card answer need requir necessar important reason because none "
        "nothing version wording copy content polish general usual regular typo"
    ),
}
"""Kind → beginnings of words that say nothing of a reason; the first kind found is asked about."""
_WHOLE: Final = (
    "и в на для по с со чтобы чтоб стало стал стала было был была быть будет будем есть так как "
    "это этот эта эту эти все всё всем наш наша наше наши нам нас нами мы я ты вы он она они "
    "его её им мне меня то что тот та те не ни нет да но а или же бы ли от до из за под при о "
    "об у к ко уже ещё еще очень более менее выше ниже чем мол тут там здесь сам сама само "
    "самый свой свою xxx n na см сделали сделать сделал делаем сделано сделаем внесли внёс внес "
    "внести внесена внесены потому поэтому просто хз лень вот ну ок надо какой какая такой "
    "такая один одна можно всякий план плана плане плану аналогии интереса ради без чуть чуток "
    "немного слегка стиль тон вид вкус время год день сегодня вчера завтра see look the a an of "
    "for to in on at it is was be are we i they he she this that these those and or as by per "
    "so do does did done make makes made just our my his her their with up not no yes will "
    "would should can could must has have had from me us him them lorem ipsum dolor new old pr"
)
"""Words that say nothing, whole."""
_TICKET: Final = re.compile(r"(?<!\w)(?:[A-ZА-Я]{2,10}-\d+|[#№!]\s?\d+)(?!\w)")
_SHARE: Final = re.compile(
    r"(?<!\d)\d+(?:\s*(?:/|из|of|out of|→|->)\s*\d+|(?:[.,]\d+)?\s*(?:%|п\.\s?п|pp|₽))"
)
"""A count of what was seen; it says something without a word."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_URL: Final = re.compile(r"https?://\S+")
_REFERENCE: Final = re.compile(r"\b[a-z]+/[a-z0-9][a-z0-9-]+")
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_NEXT: Final = frozenset(pair for row in _ROWS for pair in pairwise(row))
_RUN: Final = 4
"""Letters of a keyboard's row in their order that no word has."""
_STARTS: Final = frozenset({"asd", "qwe", "zxc", "фыв", "йцу", "ячс", "ыва", "бла", "blah", "bla"})
_VOWELS: Final = frozenset("аеёиоуыэюяaeiouy")
_SHORTEST: Final = 3
_LONG: Final = 5
"""Words of a sentence that may stand as the title of its change too."""

_OWN: Final = (
    "С чего началось: звонок, число, вопрос клиента",
    "Причина, а не «улучшение»",
    "Что изменится для клиента",
    "Что скажет клиент, какой показатель сдвинется, на сколько и к какому дню",
    "Если чисел не хватит: десять прослушанных звонков, шаг, на котором кладут трубку",
    "С чего началось: что заметили, где, сколько раз.",
    "Почему так выходит.",
    "Зачем меняем: что изменится для клиента.",
    "Чего ждём и как это увидим.",
    "На что смотрим, если чисел не хватит",
    *("Что заметили?", "Почему меняем?", "Зачем?", "Чего ждём?", "На что смотрим?"),
    *("С чего началось", "Почему", "Зачем", "Чего ждём", "На что смотрим"),
    *("Origin", "Cause", "Purpose", "Effect", "Watch"),
)
"""What our own templates say in place of an answer."""


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text as they are compared.

    Examples:
        >>> words("Цена, ЕЩЁ раз")
        ('цена', 'еще', 'раз')
    """
    return tuple(word.casefold().replace("ё", "е") for word in _WORD.findall(text))


_WHOLE_FOLDED: Final = frozenset(_WHOLE.replace("ё", "е").split())
_BEGINNINGS: Final = {
    kind: tuple(stem.replace("ё", "е") for stem in stems.split()) for kind, stems in _STEMS.items()
}
_OWN_FOLDED: Final = frozenset(words(each) for each in _OWN)


def emptiness(text: str, titles: Iterable[str] = (), *, begins: bool = False) -> str:
    """Tell in which way a reason is empty; "" where it says something.

    Args:
        text: of one field of the reason.
        titles: of the change and of the card: a reason that repeats one says nothing.
        begins: whether the text tells what it began with, which may be the title of the change too.

    Returns:
        `blank`, `own`, `title`, `noise`, `later`, `asked`, `ticket`, `goal`, `taste`, `words`.

    Examples:
        >>> [emptiness(each) for each in ("по просьбе", "рост конверсии", "asdf qwer", "41/120")]
        ['asked', 'goal', 'noise', '']
    """
    bare = _REFERENCE.sub(" ", _URL.sub(" ", text))
    said = words(bare)
    if said in _OWN_FOLDED:
        return "own" if said else "blank"
    if _SHARE.search(bare):
        return ""
    if not said:
        return "ticket" if _TICKET.search(text) else "blank"
    if not (begins and len(said) >= _LONG) and any(said == words(title) for title in titles):
        return "title"
    tickets = {word for each in _TICKET.findall(bare) for word in words(each)}
    kinds = [_kind(word, tickets) for word in said]
    if "" in kinds:
        return ""
    order = ("noise", *_STEMS)
    return min(kinds, key=order.index)


def _kind(word: str, tickets: set[str]) -> str:
    """Tell what kind of nothing a word says; "" for one that says something."""
    if word in tickets:
        return "ticket"
    if word in _WHOLE_FOLDED or len(word) < _SHORTEST:
        return _ANY
    if _noise(word):
        return "noise"
    return next((kind for kind, stems in _BEGINNINGS.items() if word.startswith(stems)), "")


def _noise(word: str) -> bool:
    """Tell whether fingers wrote a word, and not a thought."""
    if word in _STARTS or (len(word) > _SHORTEST and len(set(word)) <= len(word) // 2):
        return True
    run = _longest_run(word)
    return run >= min(_RUN, len(word)) or (len(word) > _RUN and _VOWELS.isdisjoint(word))


def _longest_run(word: Sequence[str]) -> int:
    longest = run = 1
    for pair in pairwise(word):
        run = run + 1 if pair in _NEXT else 1
        longest = max(longest, run)
    return longest
