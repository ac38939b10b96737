"""Headers of tables: which words of a header mean which column."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from scripts_kb.importing.scripts import wording

_WORDS: Final[Mapping[str, str]] = {
    "objection": "возражение|возражение клиента|отговорка|сомнение|objection|customer objection",
    "question": (
        "вопрос|вопрос клиента|частый вопрос|спрашивают|что спрашивают|question|"
        "customer question|faq"
    ),
    "client": (
        "клиент|слова клиента|фраза клиента|реплика клиента|клиент говорит|"
        "что говорит клиент|customer says|"
        "client says|customer"
    ),
    "title": "тема|название|topic|title",
    "say": (
        "ответ|ответ менеджера|наш ответ|отвечаем|что отвечаем|говорим|что говорим|"
        "что говорить|реплика менеджера|"
        "реплика оператора|речь|речевой модуль|отработка|answer|response|"
        "salesperson response|what to say|say|reply"
    ),
    "acknowledge": "присоединение",
    "clarify": "уточнение",
    "argue": "аргумент",
    "next_question": (
        "вопрос в конце|следующий вопрос|закрывающий вопрос|next question|closing question"
    ),
    "when": "когда|когда подходит|ситуация|условие|when|situation",
    "true_concern": (
        "что за этим стоит|почему так говорят|что на самом деле|истинная причина|real concern"
    ),
    "technique": "прием|техника|метод|technique",
    "proof": "доказательство|чем подтвердить|факт|кейс|proof|evidence|case",
    "never": "не говорим|не говорить|чего не говорить|запрещено|стоп фразы|do not say|avoid",
    "hint": "подсказка|примечание|комментарий|заметка|важно|hint|note|comment",
    "stage": "этап|стадия|stage",
    "section": "категория|раздел|группа|category|section|group",
}
CLIENT: Final = ("objection", "question", "client")
MOVES: Final = ("acknowledge", "clarify", "argue")
OURS: Final = ("say", *MOVES, "never")
ROLES: Final = (*_WORDS, "skip")
_BENDS: Final = frozenset({"NOUN", "ADJF"})
_NUMBER: Final = re.compile(
    r"(?:[№#n\s\d/.п)]*n)?[\s/.п)]*+[№#\d][№#\d\s/.п)]*+|п\s*/\s*п", re.IGNORECASE
)


@cache
def _known() -> Mapping[tuple[str, ...], str]:
    """Give the words of each role word, bent ones by their dictionary form, with the role."""
    found = {}
    for role, names in _WORDS.items():
        for name in names.split("|"):
            found[tuple(map(_stem, name.split()))] = role
    return found


@cache
def _stem(word: str) -> str:
    form = wording.reading(word)
    if form is not None and form.part in _BENDS:
        return form.lexeme
    return word.removesuffix("s") if word.isascii() and len(word) > len("yes") else word


def role_of(header: str) -> str | None:
    """Tell the role of a column by its header; the longest role word wins.

    Examples:
        >>> role_of("Возражения"), role_of("Ответ 2"), role_of("Кто обновляет")
        ('objection', 'say', None)
    """
    found = wording.plain(header).split()
    while found and found[-1].isdigit():
        found.pop()
    stems = tuple(map(_stem, found))
    known = _known()
    return next(
        (known[stems[:end]] for end in range(len(stems), 0, -1) if stems[:end] in known), None
    )


def is_number(header: str) -> bool:
    """Tell whether a header stands above numbers of rows.

    Examples:
        >>> is_number("№"), is_number("№ п/п"), is_number("Ответ")
        (True, True, False)
    """
    return _NUMBER.fullmatch(header.strip()) is not None


def heads(cells: Iterable[str]) -> bool:
    """Tell whether a row of cells is a header: words of the client and of ours stand in it.

    Examples:
        >>> heads(["Возражение", "Ответ"]), heads(["Ответ", "Номер"])
        (True, False)
    """
    found = [role for cell in cells if (role := role_of(cell))]
    return len(found) > 1 and bool(set(found) & set(CLIENT)) and bool(set(found) & set(OURS))
