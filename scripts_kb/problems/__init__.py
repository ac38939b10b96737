"""Mistakes of authors: where, what is wrong, what to write instead.

A check never raises for an author's mistake: it yields a `Problem`, so that a person sees all of
them at once. A `Problem` names a code; the catalogue `problems` holds three texts of each: what is
wrong, under the name of its severity, what to write instead, and why the rule is there.

    content/objections/dorogo.yml:12:5: unknown-key: Неизвестный ключ «sey». Вместо этого: say
"""

import errno
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from scripts_kb.language import Language

if TYPE_CHECKING:
    from scripts_kb.language.catalogue import Catalogue

Severity = Literal["error", "warning", "info"]

_WHY: Final = ".why"

LAPSED: Final = frozenset(
    {"expired-reference", "offer-over", "material-over", "review-overdue", "proposal-waits"}
)
"""Codes of what nobody wrote wrong: a day came. They are warnings, so that a base that could be
published yesterday can be published today."""

KEEPERS_MARK: Final = "🔴"
"""Stands before what has lapsed, wherever the keeper of the base reads of it."""


_NAMED: Final = 20
"""Places of equal mistakes that a line names: a screen of them is read, a wall of them is not."""


class Place(NamedTuple):
    """A place in a file; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake at one place; `facts` fill the texts of its code."""

    place: Place
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How bad: an error keeps a knowledge base from being published."""
        return severity(self.code)

    @property
    def lapsed(self) -> bool:
        """Whether only time made it wrong: the keeper mends it, and the site is built meanwhile."""
        return self.code in LAPSED

    def message(self, language: Language = "ru") -> str:
        """Say what is wrong."""
        return self._said(self.severity, language)

    def fix(self, language: Language = "ru") -> str:
        """Say what to write instead."""
        return self._said("instead", language)

    def _said(self, part: str, language: Language) -> str:
        return texts().say(f"{self.code}.{part}", language, **_in(language, self.facts))

    def line(self, language: Language = "ru") -> str:
        """Give the problem as one line: `path:line:column: code: message fix`.

        What only time made wrong has the keeper's red mark before its message.
        """
        place = self.place
        mark = f"{KEEPERS_MARK} " if self.lapsed else ""
        return (
            f"{plain(place.path)}:{place.line}:{place.column}: {self.code}: {mark}"
            f"{plain(self.message(language))} {plain(self.fix(language))}".rstrip()
        )

    def as_json(self, language: Language = "ru") -> dict[str, Any]:
        """Give the problem as `kb check --json` prints it; `lapsed` stands where it is true."""
        lapsed = {"lapsed": True} if self.lapsed else {}
        return {
            "file": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "code": self.code,
            "severity": self.severity,
            "message": self.message(language),
            "fix": self.fix(language),
            **lapsed,
        }


def told_once(problems: Iterable[Problem], language: Language) -> Iterator[tuple[str, str]]:
    """Yield the line of each mistake, and where else the same one stands, "" where nowhere.

    The first places are named, the rest counted: JSON has them all.

    Args:
        problems: in the order in which they are told.
        language: of the reader.
    """
    equal: dict[tuple[str, str, str], list[Problem]] = {}
    for each in problems:
        told = each.code, each.message(language), each.fix(language)
        equal.setdefault(told, []).append(each)
    for first, *others in equal.values():
        elsewhere = ""
        if others:
            files = {each.place.path for each in others}
            named = [f"{plain(each.place.path)}:{each.place.line}" for each in others[:_NAMED]]
            if more := len(others) - len(named):
                named.append(texts("mistakes").say("same-more", language, more=more))
            counts = {"places": len(others), "files": len(files)}
            counted = texts("mistakes").say("same-elsewhere", language, **counts)
            elsewhere = f"{counted} {', '.join(named)}"
        yield first.line(language), elsewhere


def texts(topic: str = "problems") -> "Catalogue":
    """Give the texts of all codes; of the `mistakes` at the command line, where those are asked."""
    # Most commands find no mistake; `json` and `pathlib` are 7 ms of the 100 of `kb --help`.
    from scripts_kb.language.catalogue import catalogue  # noqa: PLC0415 - 8 ms, as above

    return catalogue(topic)


def codes() -> list[str]:
    """Give every code a problem may have, in the order in which mistakes are met."""
    return [key.removesuffix(_WHY) for key in texts().texts if key.endswith(_WHY)]


@cache
def severity(code: str) -> Severity:
    """Tell how bad a mistake is, which the name of its text says.

    Raises:
        LookupError: for a code that there is not.

    Examples:
        >>> severity("unknown-key"), severity("too-long")
        ('error', 'warning')
    """
    known = texts()
    found: list[Severity] = [each for each in get_args(Severity) if f"{code}.{each}" in known]
    return found[0]


class Message:
    """A line for the person at the command line, which waits for the language to be known.

    Args:
        key: its text in the catalogue `mistakes`.
        facts: what stands in place of `{…}`.

    Examples:
        >>> Message("no-folder", folder="x").said("en")
        'There is no folder x.'
    """

    def __init__(self, key: str, /, **facts: object) -> None:
        self.key = key
        self.facts = facts

    def said(self, language: Language | None) -> str:
        """Say it in a language; in both, where no knowledge base tells which one is read."""
        say = texts("mistakes").say
        languages = get_args(Language) if language is None else (language,)
        # What is the same in both, such as the words of git, is said once.
        said = (say(self.key, each, **_in(each, self.facts)) for each in languages)
        return " / ".join(dict.fromkeys(said))

    def __str__(self) -> str:
        return self.said(None)


class CountedMessage(Message):
    """A part of a line that counts: `501 карточка`.

    Args:
        key: its text in the catalogue `mistakes`, with the forms of each language.
        number: how many; `{n}` in the text.

    Examples:
        >>> CountedMessage("counted-cards", 2).said("ru")
        '2 карточки'
    """

    def __init__(self, key: str, number: int) -> None:
        super().__init__(key)
        self.number = number

    def said(self, language: Language | None) -> str:
        """Say it in a language; in English, where no knowledge base tells which one is read."""
        return texts("mistakes").count(self.key, self.number, language or "en")


class UserError(Message, Exception):
    """A mistake of the person at the command line: one clear line, exit code 2."""


def _in(language: Language, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give facts with what waits for the language said in it."""
    return {
        name: each.said(language) if isinstance(each, Message) else each
        for name, each in facts.items()
    }


_REFUSALS: Final = {
    errno.ESPIPE: "refused-odd",
    errno.EFBIG: "refused-large",
    errno.ENOSPC: "refused-full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "refused-full",
    errno.EROFS: "refused-read-only",
}


def refusal(error: OSError) -> Message | str:
    """Say why a file cannot be read or written: what `files` refuses, a full disk, in our words.

    Args:
        error: what the system said, or `files`.

    Examples:
        >>> print(refusal(PermissionError(13, "Permission denied")))
        Permission denied
        >>> refusal(OSError(errno.ENOSPC, "")).said("en")
        'no space is left on the disk'
    """
    known = _REFUSALS.get(error.errno or 0)
    return Message(known) if known else error.strerror or type(error).__name__


def plain(text: str) -> str:
    r"""Make foreign text safe for a line of a terminal: no control, no direction marks, one line.

    Examples:
        >>> plain("Цена\x1b[31m\nдва")
        'Цена [31m два'
    """
    if not text.isprintable():
        text = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(text.split())
