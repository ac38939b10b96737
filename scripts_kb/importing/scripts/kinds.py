"""What a name says of what stands below it: the kind of its cards, a stage, a number of its own."""

import re
from typing import Final, Literal

from scripts_kb.schema.cards import Stage

Kind = Literal["objection", "question", "script"]

_KINDS: Final[dict[Kind, re.Pattern[str]]] = {
    "objection": re.compile(r"\b(?:возраж|возраз|отговор|сомнен|objection)", re.IGNORECASE),
    "question": re.compile(r"\b(?:вопрос|чаво|faq|question)", re.IGNORECASE),
    "script": re.compile(r"\b(?:скрипт|сценари|звон|script|call)", re.IGNORECASE),
}
_STAGES: Final[tuple[tuple[Stage, str], ...]] = (
    ("greeting", "приветств знакомств открыти greeting"),
    ("gatekeeper", "секретар gatekeeper"),
    ("discovery", "выявлен потребност квалификац discovery"),
    ("presentation", "презентац предложени presentation"),
    ("bargaining", "цен стоимост торг bargaining"),
    ("payment", "оплат счет payment"),
    ("upsell", "допродаж upsell"),
    ("closing", "заверш закрыти closing"),
    ("referral", "рекомендац referral"),
    ("follow-up", "повторн перезвон follow-up"),
    ("complaint", "жалоб рекламац complaint"),
)
_STARTS: Final = tuple((start, stage) for stage, starts in _STAGES for start in starts.split())
_WORDS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_STEP: Final = re.compile(
    r"(?:шаг|этап|блок|вопрос|step|stage)\s*(?:№\s*)?(?P<number>\d{1,3})(?:\s*[.:)—–-]+\s*|"
    r"\s*$|\s+)",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"(?:разговор|диалог|звонок|часть|глава|раздел|скрипт|сценарий|пример|вариант|кейс|call|"
    r"part|chapter|"
    r"section|script|dialogue|conversation|question|block|"
    r"case)\s*(?:№\s*)?\d{1,3}(?:\s*[.:)—–-]+\s*|\s*$)",
    re.IGNORECASE,
)
NUMBER: Final = re.compile(r"(?P<number>\d{1,3})(?:\.\d{1,3})*(?:[.)]\s*|\s+[—–-]\s+)(?=\S)")
_CHANNELS: Final = (
    ("phone", r"звон|call"),
    ("chat", r"чат|перепис|chat"),
    ("meeting", r"встреч|meeting"),
    ("email", r"письм|e-?mail"),
)
_DIRECTIONS: Final = (("incoming", r"входящ|incoming"), ("outgoing", r"исходящ|холодн|outgoing"))


def kind_of(name: str) -> Kind | None:
    """Tell the kind that a name says; words of two kinds decide nothing.

    Examples:
        >>> kind_of("Частые вопросы"), kind_of("Вопросы и возражения"), kind_of("Цена")
        ('question', None, None)
    """
    found = kinds_of(name)
    return found[0] if len(found) == 1 else None


def kinds_of(name: str) -> list[Kind]:
    """Give every kind of which a name has a word."""
    return [kind for kind, pattern in _KINDS.items() if pattern.search(name)]


def stage_of(name: str) -> Stage | None:
    """Tell the stage of a call that a name says, by the first word that begins so.

    Examples:
        >>> stage_of("Разговор о цене"), stage_of("Острая боль")
        ('bargaining', None)
    """
    for word in _WORDS.findall(name.lower().replace("ё", "е")):
        for start, stage in _STARTS:
            if word.startswith(start):
                return stage
    return None


def step_number(name: str) -> int | None:
    """Tell the number of a step that a heading says: «Шаг 2. …»; None where it says none."""
    match = _STEP.match(name.strip())
    return int(match["number"]) if match else None


def unnumbered(name: str) -> str:
    """Give a name without «Шаг 2.», «Разговор 1.» and the like.

    Examples:
        >>> unnumbered("Этап 1. Приветствие"), unnumbered("2. Я БОЮСЬ"), unnumbered("Шаг 3")
        ('Приветствие', 'Я БОЮСЬ', 'Шаг 3')
    """
    name = name.strip()
    for pattern in (_STEP, _OTHER, NUMBER):
        match = pattern.match(name)
        if match and name[match.end() :].strip():
            return name[match.end() :].strip()
    return name


def channel(title: str) -> str | None:
    """Tell the channel that a title of a script names."""
    return _first(_CHANNELS, title)


def direction(title: str) -> str | None:
    """Tell the direction that a title of a script names."""
    return _first(_DIRECTIONS, title)


def _first(known: tuple[tuple[str, str], ...], title: str) -> str | None:
    found = (name for name, starts in known if re.search(rf"\b(?:{starts})", title, re.IGNORECASE))
    return next(found, None)
