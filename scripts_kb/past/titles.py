"""What a change is called where people read it: never in the words of git.

reason with a title                  ──▶  its title
Merge branch 'obyom', with a reason  ──▶  the first sentence of the reason
Revert "Доставка до 14:00 (#7)"      ──▶  «Вернули как было: Доставка до 14:00»
Update dorogo.yml, by a button       ──▶  the first sentence of the reason
fixup! Доставка до 14:00             ──▶  «Доставка до 14:00»
any other subject                    ──▶  as its author wrote it, without the number of its request
"""

import re
from typing import Final

from scripts_kb.language import Language
from scripts_kb.past import telling
from scripts_kb.past.edits import shortened
from scripts_kb.past.records import Rationale, Row
from scripts_kb.past.reverts import titled

_MERGED: Final = re.compile(
    r"Merge (?:(?:remote-tracking )?branch(?:es)?|pull request|tag|commit|branch) .*"
    r"|Merged in \S.*|Merge of \S.*|Merged PR \d+: (?P<title>\S.*)|Merge (?P<own>.+ into \S+)",
    re.DOTALL,
)
"""What git and the buttons of hostings write above a merge."""
_MADE: Final = re.compile(
    r"(?:Updated?|Created?|Add(?:ed)?|Deleted?|Edit(?:ed)?|Upload|Move|Rename|Replace) .+"
    r"\.(?:csv|docx?|gif|html|jpe?g|json|md|ods|pdf|png|svg|txt|webp|xlsx?|ya?ml)"
    r"|Update \d+ files|Add files via upload|Upload files to .*|Upload [Nn]ew [Ff]ile"
    r"|Add new (?:file|directory)|Initial commit|Squashed commit of the following:?"
    r"|Appl(?:y|ied) (?:\d+ )?suggestions?(?:\(s\))?(?: .*)?"
    r"|Resolved? (?:merge )?conflicts?",
    re.DOTALL,
)
"""What the editors and buttons of hostings write where nobody writes a word."""
_BESIDE: Final = re.compile(r"<!--.*?(?:-->|$)|^(?:(?:fixup|squash|amend)! )+", re.DOTALL)
"""What is not said by the author: a form's hint that was left in, git's mark of a mend."""
_QUOTED: Final = re.compile(r"(?P<verb>Revert|Reapply) \"(?P<subject>.+)\"")
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s")
_LONGEST: Final = 90
"""Letters of a sentence that stands for a title."""


def of(row: Row, language: Language) -> str:
    """Name the change that a row tells of.

    Args:
        row: the row.
        language: of the reader.

    Examples:
        >>> named = Row("c", None, 1, "changed", 0, 0, "Merge branch 'obyom'", "")
        >>> of(named, "ru")
        'Изменение'
    """
    return title(row.rationale, row.subject, language)


def title(reason: Rationale | None, subject: str, language: Language) -> str:
    """Name a change by its reason and the subject of its commit."""
    named = (reason and reason.title) or authored(subject, language)
    return named or _sentence(reason) or telling.say("a-change", language)


def authored(subject: str, language: Language) -> str:
    """Give a subject in words; "" where git alone wrote it.

    Examples:
        >>> authored('Revert "Цена (#7)"', "ru"), authored("Merge branch 'x' into main", "ru")
        ('Вернули как было: Цена', '')
        >>> authored('Reapply "Цена"', "en"), authored("Merge two cards", "en")
        ('In force again: Цена', 'Merge two cards')
        >>> authored("Update dorogo.yml", "ru"), authored("fixup! Цена (#7)", "ru")
        ('', 'Цена')
    """
    plain = titled(_BESIDE.sub("", subject))
    merged = _MERGED.fullmatch(plain)
    if merged:
        return merged["title"] or ""
    if _MADE.fullmatch(plain):
        return ""
    quoted = _QUOTED.fullmatch(plain)
    if not quoted:
        return plain
    again = quoted["verb"] == "Reapply"
    inner = _QUOTED.fullmatch(titled(quoted["subject"]))
    while inner:
        again = again == (inner["verb"] == "Reapply")
        quoted, inner = inner, _QUOTED.fullmatch(titled(inner["subject"]))
    text = authored(titled(quoted["subject"]), language)
    key = "again" if again else "taken-back"
    return telling.say(key, language, title=text or telling.say("a-change", language))


def _sentence(reason: Rationale | None) -> str:
    """Give the first sentence of a reason: what a change is for says best what it is."""
    if reason is None:
        return ""
    text = reason.purpose or telling.gist(reason)
    first = _SENTENCE.split(" ".join(text.split()), maxsplit=1)[0]
    return telling.capital(shortened(first, _LONGEST).removesuffix("."))
