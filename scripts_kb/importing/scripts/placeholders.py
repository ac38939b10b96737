"""Blanks of other programs and of people, and what each becomes here.

[Имя]  {имя}  %имя%  ИМЯ   ──▶  <client_name>, where `kb check` will know it
{{agent_name}}             ──▶  [agent_name]: undecided, it waits in the map
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from scripts_kb.importing.scripts import wording

_CAPITALS: Final = "ИМЯ|ФИО|КОМПАНИЯ|NAME|COMPANY"
_BLANK: Final = re.compile(
    r"\{\{(?P<double>[^{}\n]{1,60})\}\}|\{(?P<brace>[^{}\n]{1,60})\}"
    r"|%(?P<percent>[^\W\d]\w{1,40})%"
    r"|\[(?P<square>[^\[\]\n]{1,60})\](?!\()"
    r"|<(?P<angle>[^<>\s]{1,60})>"
    r"|!(?P<bang>[A-ZА-ЯЁ][A-ZА-ЯЁ_ ]{1,40})!"
    r"|\((?P<round>[A-ZА-ЯЁ][A-ZА-ЯЁ_ ]{1,40})\)"
    r"|(?P<line>_{3,})"
    rf"|(?<![\w<\[{{(%!])(?P<capitals>{_CAPITALS})(?![\w>\]}})%!])"
)
_VERBS: Final = frozenset({"VERB", "INFN", "GRND"})
REMARK: Final = re.compile(
    r"(?:пауза|молчание|улыбка|вздох|тишина|smile|pause|wait|listen|ask|write|repeat|note|if|"
    r"when|do|don't|check|"
    r"look|say|tell|click|silence|transfer|never|always)\b",
    re.IGNORECASE,
)
_MARKED: Final = re.compile("\ue000([^\ue000\ue001]*)\ue001")
_LONGEST: Final = 40
_CLIENT: Final = re.compile(
    r"(?:имя|имя (?:клиента|покупателя|пациента|заказчика|собеседника|гостя)|фио|фио клиента|"
    r"(?:client|customer)?[ _]?(?:first[ _])?name)",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r"(?:компания|название компании|наша компания|company|company[ _]name|our[ _]company)",
    re.IGNORECASE,
)
_SELLER: Final = re.compile(
    r"(?:меня\s+зовут|зовут\s+меня|\bэто|my\s+name\s+is|this\s+is|\bя)[\s,:—–-]*$", re.IGNORECASE
)


class Blank(NamedTuple):
    """A blank as it stands in a text, what is in it, and where."""

    start: int
    end: int
    written: str
    name: str
    form: str


def mark(text: str) -> str:
    """Mark a text as a blank, as an element of class `variable` does."""
    return f"\ue000{text}\ue001"


def unmarked(text: str) -> str:
    """Give a text without such marks."""
    return text.replace("\ue000", "").replace("\ue001", "")


def find(text: str) -> Iterator[Blank]:
    """Yield the blanks of a text; a remark in brackets is none.

    Examples:
        >>> [each.written for each in find("[Имя], {{position}}? [ждём ответ]")]
        ['[Имя]', '{{position}}']
    """
    for match in _MARKED.finditer(text):
        yield Blank(match.start(), match.end(), match[1], match[1], "marked")
    small = any(each.islower() for each in text)
    for match in _BLANK.finditer(text):
        form = match.lastgroup or ""
        name = match[form].strip()
        if form == "capitals" and (not small or name == text.strip()):
            continue
        if form in {"square", "angle"} and is_remark(name):
            continue
        yield Blank(match.start(), match.end(), match[0], name, form)


def is_remark(inner: str) -> bool:
    """Tell whether what stands in brackets is a remark and no blank to fill in.

    Examples:
        >>> is_remark("ждём ответ"), is_remark("имя администратора"), is_remark("пауза")
        (True, False, True)
    """
    inner = inner.strip()
    if (
        len(inner) > _LONGEST
        or inner.endswith((".", "!", "?", "…"))
        or not re.search(r"[^\W\d_]", inner)
    ):
        return True
    if REMARK.match(inner):
        return True
    found = [wording.reading(each) for each in wording.words(inner)]
    return any(each is not None and each.part in _VERBS for each in found)


def is_blank(text: str) -> bool:
    """Tell whether a text is one blank and nothing else."""
    text = text.strip()
    return any(each.start == 0 and each.end == len(text) for each in find(text))


def without(text: str) -> str:
    """Give a text without its blanks, for rules that look at words."""
    result, start = [], 0
    for each in sorted(find(text)):
        if each.start >= start:
            result.append(text[start : each.start])
            start = each.end
    return "".join([*result, text[start:]])


def variable(blank: Blank, before: str, own: Mapping[str, str]) -> str | None:
    """Tell the variable that a blank means, None where nobody knows.

    Args:
        blank: the blank.
        before: the text before it.
        own: what the map and `kb.yml` say, text or name → variable.
    """
    if blank.written in own:
        return own[blank.written]
    if blank.name in own:
        return own[blank.name]
    if _COMPANY.fullmatch(blank.name):
        return "company"
    if _CLIENT.fullmatch(blank.name):
        return None if _SELLER.search(before) else "client_name"
    return None


IsKnown = Callable[[str], bool]


def settle(
    text: str, own: Mapping[str, str], known: IsKnown, note: Callable[[str, str | None], None]
) -> str:
    """Put variables in the place of blanks.

    Args:
        text: what is said.
        own: text or name → variable, of the map and of `kb.yml`.
        known: whether `kb check` will know a variable there.
        note: is told each blank as it stood, and what became of it.
    """
    result, start = [], 0
    for each in sorted(find(text)):
        if each.start < start:
            continue
        if each.form == "angle" and known(each.name):
            continue
        name = variable(each, text[: each.start], own)
        name = name if name and known(name) else None
        note(each.written, f"<{name}>" if name else None)
        result += [text[start : each.start], f"<{name}>" if name else _kept(each)]
        start = each.end
    return "".join([*result, text[start:]])


def _kept(blank: Blank) -> str:
    refused = {"double", "brace", "percent", "angle", "marked"}
    return f"[{blank.name}]" if blank.form in refused else blank.written
