"""Branches: what a customer may answer, and where the call goes then.

Болит → этап 3                    reply, target
Если «дорого» → «Понимаю.»        reply, words of a new step
—>YES: Good.                      the same
→ Этап 5                          the step's next
"""

import re
from typing import Final, NamedTuple

from scripts_kb.importing.scripts import spoken, wording

_ARROW: Final = re.compile(r"(?<!\s)\s*+(?:→|⟶|➔|➜|->|=>|[—–―]>)\s*+")
_IF: Final = re.compile(
    r"(?:(?:или|а|or|and)\b,?\s*)?(?:если|if|when\s+the\s+customer)\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_CUSTOMER: Final = re.compile(
    r"(?:(?:клиент|покупатель|пациент|заказчик|собеседник|the\s+customer|the\s+client)\s+)?"
    r"(?:(?:говорит|спросит|спрашивает|скажет|отвечает|says|asks)\s*+:?\s*+(?=[«„“\"]))?",
    re.IGNORECASE,
)
_WORD: Final = re.compile(
    r"(?P<word>[^\W\d_]+(?:[ /-][^\W\d_]+){0,3})\s*:\s*(?P<rest>\S.*)", re.DOTALL
)
_REPLIES: Final = re.compile(
    r"(?:возможные\s+ответы|варианты\s+ответ(?:а|ов)|ответы\s+клиента|possible\s+answers|"
    r"answers)\s*+:?\s*+",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    r"(?:к\s+|на\s+|см\.?\s+|перейти\s+(?:к|на)\s+|go\s+to\s+)?(?:вопрос\w{0,2}|шаг\w{0,2}|"
    r"этап\w{0,2}|п(?:\.|ункт\w{0,2})|блок\w{0,2}|"
    r"step|stage|question|block)\s*+№?\s*+(?P<number>\d{1,3})",
    re.IGNORECASE,
)
_ENDS: Final = (
    ("next", r"дальше|далее|next"),
    ("next-step", r"завершить|завершение|попрощаться|конец|закончить|end|finish|goodbye"),
    ("refused", r"отказ|refusal|refused"),
    ("deal", r"заказ|сделка|договор|deal|order"),
)
_CONDITION: Final = 90
_SPOKEN_TARGET: Final = 4


class WrittenBranch(NamedTuple):
    """A branch as written."""

    says: str = ""
    words: str = ""
    target: str = ""
    conditional: bool = False
    pending: bool = False
    """Whether its words stand in the next paragraph."""


def begins_replies(text: str) -> bool:
    """Tell whether a line says that every item below it is a reply."""
    return _REPLIES.fullmatch(text.strip()) is not None


def read(text: str) -> WrittenBranch | None:
    """Read a branch; None for what is none.

    Examples:
        >>> read("Болит → этап 3")
        WrittenBranch(says='Болит', words='', target='этап 3', conditional=False, pending=False)
        >>> read("Если молчит: «Могу посчитать.»").words, read("Если хотите, пришлю.")
        ('«Могу посчитать.»', None)
        >>> read("—>YES: Good.").says, read("→ Этап 5").target
        ('Yes', 'Этап 5')
    """
    text = text.strip()
    arrow = _ARROW.match(text)
    if arrow:
        rest = text[arrow.end() :]
        inner = _word(rest) or _conditional(rest)
        if inner or not rest:
            return inner
        return WrittenBranch(target=rest) if not _ARROW.search(rest) else _arrowed(rest)
    return _conditional(text) or _arrowed(text) or _word(text)


def _conditional(text: str) -> WrittenBranch | None:
    match = _IF.fullmatch(text)
    if match is None:
        return None
    rest = match["rest"]
    arrow = _ARROW.search(rest)
    colon = _colon(rest)
    if arrow and (colon is None or arrow.start() < colon):
        says, tail = rest[: arrow.start()], rest[arrow.end() :]
    elif colon is not None:
        says, tail = rest[:colon], rest[colon + 1 :]
    else:
        return None
    if len(says) > _CONDITION:
        return None
    words, target = _tail(tail, worded=not (arrow and (colon is None or arrow.start() < colon)))
    return WrittenBranch(says_of(says), words, target, conditional=True, pending=not tail.strip())


def _colon(text: str) -> int | None:
    quoted = [(each.start, each.end) for each in wording.quotations(text)]
    found = (
        match.start()
        for match in re.finditer(r":(?=\s|$)", text)
        if not any(start <= match.start() < end for start, end in quoted)
    )
    for place in found:
        # «Если (клиент) говорит: «X»: …»: the first colon only leads to what the customer says.
        if not re.search(r"(?:говорит|спросит|скажет|says)\s*$", text[:place], re.IGNORECASE):
            return place
    return None


def says_of(text: str) -> str:
    """Give a reply without «клиент», marks and with a capital."""
    bare = _CUSTOMER.sub("", text.strip().rstrip(",:"), count=1)
    bare = re.sub(r"^(?:говорит|спросит|скажет|says)\s*:\s*(?=[«„“\"])", "", bare)
    return wording.capital(wording.phrase(bare))


def _arrowed(text: str) -> WrittenBranch | None:
    arrow = _ARROW.search(text)
    if arrow is None or not text[: arrow.start()].strip():
        return None
    words, target = _tail(text[arrow.end() :])
    says = text[: arrow.start()]
    return WrittenBranch(wording.capital(wording.phrase(says.strip().rstrip(":"))), words, target)


def _word(text: str) -> WrittenBranch | None:
    match = _WORD.fullmatch(text)
    if (
        match is None
        or not wording.in_capitals(match["word"])
        or match["word"] in {"ОН", "ВЫ", "ОНА", "МЫ", "NB"}
    ):
        return None
    words, target = _tail(match["rest"], worded=True)
    return WrittenBranch(wording.phrase(match["word"]), words, target)


def _tail(text: str, *, worded: bool = False) -> tuple[str, str]:
    """Read what follows a reply: words, a target, or words and a target."""
    first, *rest = _ARROW.split(text.strip(), maxsplit=1)
    if rest:
        return first, rest[0]
    if not first or worded or wording.unquoted(first) is not None:
        return first, ""
    if destination(first)[0] == "name" and _speaks(first):
        return first, ""
    return "", first


def _speaks(text: str) -> bool:
    return len(wording.words(text)) >= _SPOKEN_TARGET and any(
        map(spoken.speaks, wording.sentences(text))
    )


def destination(target: str) -> tuple[str, str]:
    """Tell where a target leads: `number`, `next`, an outcome, or `name` of a step.

    Examples:
        >>> destination("шаг 3"), destination("отказ"), destination("Цена")
        (('number', '3'), ('refused', 'отказ'), ('name', 'Цена'))
    """
    bare = target.strip().strip('.;,«»"“”()').strip()
    match = _NUMBERED.match(bare)
    if match:
        return "number", match["number"]
    for outcome, names in _ENDS:
        if re.fullmatch(
            rf"(?:{names})(?:\s+(?:разговора|звонка|диалога|call|the\s+call))?", bare, re.IGNORECASE
        ):
            return outcome, bare
    return "name", bare
