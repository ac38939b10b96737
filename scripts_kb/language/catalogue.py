"""The catalogue of what is said to people: a JSON file a topic, both languages side by side.

    language/texts/review.json ──once, when first asked──▶ Catalogue("review") ──say──▶ a line

A text is a pair, Russian and English; one that counts holds the forms of each language:

    "until": ["по {day} включительно", "until {day} inclusive"]
    "days":  [["{n} день", "{n} дня", "{n} дней"], ["{n} day", "{n} days"]]

JSON, because a command may wait for it: a thousand texts are read in 0.2 ms, by Babel's reader of
`.po` files in 90 ms. `tests/language` holds that every text is used and has the same facts in both.
"""

import json
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from scripts_kb.language import Language

TEXTS: Final = Path(__file__).with_name("texts")

Text = list[str] | list[list[str]]
"""Russian and English: a text each, or the forms of one that counts."""

_PLACES: Final[dict[Language, int]] = {"ru": 0, "en": 1}


class Catalogue:
    """The texts of one topic.

    Args:
        topic: the name of its file in `language/texts/`.
    """

    def __init__(self, topic: str) -> None:
        self.topic = topic

    @cached_property
    def texts(self) -> dict[str, Text]:
        """Every text by its key; read when the first one is asked for."""
        found: dict[str, Text] = json.loads((TEXTS / f"{self.topic}.json").read_bytes())
        return found

    def __contains__(self, key: str) -> bool:
        return key in self.texts

    def say(self, key: str, language: Language, /, **facts: Any) -> str:
        """Say a text.

        Args:
            key: its name in the file.
            language: of the reader.
            facts: what stands in place of `{…}`; without any the text is given as it is.

        Raises:
            KeyError: for a text that there is not.

        Examples:
            >>> Catalogue("review").say("until", "en", day="31.12.2026")
            'until 31.12.2026 inclusive'
        """
        text = str(self.texts[key][_PLACES[language]])
        return text.format_map(facts) if facts else text

    def count(self, key: str, number: int, language: Language, /, **facts: Any) -> str:
        """Say a text that counts, in the form that its number asks for.

        Args:
            key: its name in the file.
            number: how many; `{n}` in the text.
            language: of the reader.
            facts: what else stands in it.
        """
        return self.form(key, number, language).format_map({"n": number, **facts})

    def form(self, key: str, number: int, language: Language) -> str:
        """Give the form of a text that counts which its number asks for, nothing filled in."""
        return self.texts[key][_PLACES[language]][plural(number, language)]

    def said(self, language: Language) -> dict[str, str]:
        """Give every text as scripts take it along: the forms of one that counts joined by `|`."""
        chosen = {key: each[_PLACES[language]] for key, each in self.texts.items()}
        return {
            key: each if isinstance(each, str) else "|".join(each) for key, each in chosen.items()
        }


def plural(number: int, language: Language) -> int:
    """Choose the form after a number: 1 день, 2 дня, 5 дней.

    A few lines in place of Babel's rules, whose loading takes longer than a whole command; a test
    holds them against Babel.

    Source: the plural rules of Unicode CLDR.

    Examples:
        >>> [plural(n, "ru") for n in (1, 2, 5, 11, 21)], [plural(n, "en") for n in (1, 2)]
        ([0, 1, 2, 2, 0], [0, 1])
    """
    if language == "en":
        return int(number != 1)
    ones, teens = number % 10, number % 100
    if ones == 1 and teens != 11:  # noqa: PLR2004 - the rule's own numbers
        return 0
    return 1 if 2 <= ones <= 4 and not 12 <= teens <= 14 else 2  # noqa: PLR2004 - as above


@cache
def catalogue(topic: str) -> Catalogue:
    """Give the catalogue of a topic; its file is read once."""
    return Catalogue(topic)
