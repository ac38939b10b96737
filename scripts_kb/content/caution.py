"""Answers that cost something if they are said too soon: they end the call, or give something away.

What an answer costs is told by its words, so that authors declare nothing. The first answer of a
card is said at once, before anybody knows what the customer means: it should cost nothing.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

Cost = Literal["", "ends", "gives"]
"""Nothing; it ends the call; it gives something away."""

_WILL: Final = r"(?:буду|стану|будем|станем)"
_ENDS: Final = re.compile(
    r"\bбольше (?:вас )?не (?:по)?(?:звон|беспоко)"
    rf"|\bне {_WILL} (?:больше )?(?:вас )?(?:звонить|беспокоить)"
    rf"|\b(?:звонить|беспокоить) (?:\w+ )?не {_WILL}"
    r"|\bудал(?:яю|яем|ю|им) (?:ваш )?(?:номер|данные)|\bдо свидания|\bвсего (?:доброго|хорошего)"
    r"|\b(?:won['’]t|will not) (?:call|bother)|\bgoodbye\b"
    r"|\b(?:remove|removing|delete|deleting) your (?:number|data)",
    re.IGNORECASE,
)
_GIVES: Final = re.compile(
    r"\b(?:дам|дадим|даю|сделаю|сделаем|делаю) (?:вам )?(?:хорошую |особую )?скидк"
    r"|\bскину|\bуступ(?:лю|им)\b|\b(?:дарю|дарим|подарю|подарим)\b"
    r"|\bверн(?:у|ем|ём) (?:вам )?(?:все |всё )?деньги|\bза наш сч[её]т\b"
    r"|\bостав(?:ьте|ляйте) себе|\bбез(?:о)? (?:всякой )?доплат"
    r"|\b(?:give|giving) you (?:a |the )?(?:\w+ )?(?:discount|refund)"
    r"|\bfree of charge\b|\bkeep (?:it|the rest)\b",
    re.IGNORECASE,
)


def cost(text: str) -> Cost:
    """Tell what saying a text costs.

    Examples:
        >>> cost("Извините за звонок. Удаляю номер, больше не позвоним.")
        'ends'
        >>> cost("Остаток оставьте себе, привезу другую."), cost("От 2 000 ₽ везём бесплатно.")
        ('gives', '')
    """
    if _ENDS.search(text):
        return "ends"
    return "gives" if _GIVES.search(text) else ""


def said(answer: Mapping[str, Any]) -> str:
    """Give all that an answer says, as its value stands in a document."""
    steps = [step.get("say", "") for step in answer.get("steps", ())]
    return " ".join((answer.get("say", ""), *steps))


def safest(answers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Order the answers of a card so that those that cost nothing come first; else as they stand.

    Examples:
        >>> asked, source = {"say": "Удаляю номер."}, {"say": "Номер с карты."}
        >>> safest([asked, source]) == [source, asked]
        True
    """
    return sorted(answers, key=lambda answer: cost(said(answer)) != "")
