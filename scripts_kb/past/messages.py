r"""Trailers of commit messages: read on hostile ground, and united where several messages speak.

"Тема\n\nOrigin: …\nCouse: …"  ──trailers──▶  fields, slips, reverts  ──unite──▶  Rationale

    message ──squashes──▶ messages ──lines──▶ labels and what stands below each ──▶ Trailers
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scripts_kb.content import references
from scripts_kb.past import lines as labelled
from scripts_kb.past import squashes
from scripts_kb.past.lines import KEYS, LISTS, TEXTS, Label
from scripts_kb.past.records import Rationale

_CLASSES: Final = {
    "стратегия": "strategic",
    "тактика": "tactical",
    "справочная": "factual",
    "правка текста": "editorial",
}
_TRUE: Final = frozenset({"true", "yes", "да", "1"})
_REVERT: Final = re.compile(r"^This reverts commit ([0-9a-f]{7,40})\b", re.MULTILINE)
"""With `git revert --reference` the id is cut short."""
_UNDOES: Final = re.compile(r"^(?:\* )?Revert \"(?P<subject>.+)\"(?: \(#\d+\))?\s*$", re.MULTILINE)
"""What the button of a hosting writes, whose description names no commit."""
_EXPECT: Final = re.compile(
    r"(?P<metric>\S+)\s+of\s+(?P<of>\S+)\s+(?P<change>[+−–-]\s*\d\S*(?:\s*п\.?\s?п\.?|\s+%)?)"
    r"(?:,?\s+(?:by|к|до)\s+(?P<by>\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}))?\.?"
)
_ITEM: Final = re.compile(r"\s|https?:|[a-z]+/|$")
"""What may follow a comma that ends an address; any other comma belongs to the address."""
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_UNCLOSED: Final = re.compile(r"<!--[^\n]*")
_END: Final = re.compile(
    r"""
    -{3,}|={3,}|_{3,}|\*{3,}\s*$|\#{1,6}\s|```      # a rule, a heading, a sample
    |[*+-]\ \[[ xX]\]                              # a task of a list
    |[A-Z][A-Za-z-]+:(?:\s|$)                       # Signed-off-by:
    |(?:Fix|Close|Resolve|Ref|See)[a-z]*:?\ +(?:\#|!|GH-|https?:)
    |\(cherry\ picked\ from|This\ reverts|Reverts?\ |Merge\ (?:branch|pull)|commit\ [0-9a-f]{7,40}
    |[*_]{2}[^*_]+(?:[?:][*_]{2}|[*_]{2}[?:]|[*_]{2}\s*$)   # another question
    """,
    re.VERBOSE,
)
"""A line that belongs to no answer above it."""
_BULLET: Final = re.compile(r"(?:>\s?|[•·–—+-]\s+|\d{1,2}[.)]\s+)+")
_STAR: Final = re.compile(r"\*\s+")
_REFERENCE: Final = re.compile(r"(?:[•·*-]\s+)?(?:https?://\S+|[a-z]+/[a-z0-9-]+)[,;.]?$")
_WORDLESS: Final = re.compile(r"(?:[^\w\ufffd]|_)*")
_BLANK: Final = re.compile(
    r"[(\[<{«][^()\[\]]*\b(?:здесь|напишите|впишите|заполните|укажите|"
    r"опишите|ваш\w*|here|write|fill|describe|your)\b[^()\[\]]*[)\]>}»]",
    re.IGNORECASE,
)
"""What a template leaves to be filled in, and nobody has."""
_LONGEST_BLANK: Final = 300


@dataclass(slots=True)
class Trailers:
    """What a message says of reasons: field → texts in order, slips of keys, what it reverts."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    slips: list[str] = field(default_factory=list)
    reverts: tuple[str, ...] = ()
    undoes: tuple[str, ...] = ()
    """Subjects of changes that it takes back and of which it names no commit."""
    several: bool = False
    """Whether the message was put together of several."""

    def __bool__(self) -> bool:
        return bool(self.fields or self.slips or self.reverts or self.undoes)


def trailers(message: str) -> Trailers:
    r"""Read the trailers of a commit message.

    A trailer is a line that starts with one of our keys and a colon, anywhere after the subject, in
    any case, in English or Russian; or the same in bold, in a list, as a heading. What stands below
    continues it up to an empty line. So what git's own parser drops is kept: blocks of a squash,
    prose above, lines below `---`.

    Args:
        message: the whole message; its first line is the subject.

    Examples:
        >>> trailers("Цена\n\nOrigin: 41 из 120\n  начинают с цены\nCouse: x").fields
        {'origin': ['41 из 120 начинают с цены']}
        >>> trailers("Цена\n\nCouse: x").slips
        ['trailer: Couse → Cause']
    """
    found = Trailers()
    plain = _without_comments(message.replace("\r\n", "\n"))
    subject, *lines = plain.split("\n")
    parts = list(squashes.unwrapped(lines))
    for part in parts:
        _Answers(found).read(part)
    found.fields = {
        name: kept
        for name, texts in found.fields.items()
        if (kept := [text for text in texts if text and not _blank(text)])
    }
    bodies = "\n".join(line for part in parts for line in part)
    found.reverts = tuple(dict.fromkeys(_REVERT.findall(bodies)))
    if not found.reverts:
        found.undoes = tuple(dict.fromkeys(_UNDOES.findall(f"{subject}\n{bodies}")))
    alone = subject.startswith(("Revert ", "Reapply "))
    found.several = not alone and squashes.holds_several(lines)
    return found


def _without_comments(text: str) -> str:
    r"""Leave out comments; one that nothing closes ends with its line.

    Only up to the last `-->` is a closing sought, so that each one sought is found: thousands of
    openings without one would each be read to the end.

    Examples:
        >>> _without_comments("a<!-- b\nc -->d<!-- e\nf")
        'ad\nf'
    """
    if "<!--" not in text:
        return text
    end = text.rfind("-->") + len("-->") if "-->" in text else 0
    return _COMMENT.sub("", text[:end]) + _UNCLOSED.sub("", text[end:])


def _blank(text: str) -> bool:
    short = len(text) <= _LONGEST_BLANK
    return bool(_WORDLESS.fullmatch(text) or (short and _BLANK.fullmatch(text)))


class _Answers:
    """Reads the lines of one message: which label each line belongs to."""

    def __init__(self, found: Trailers) -> None:
        self._found = found
        self._texts: list[str] | None = None
        self._name = ""
        self._section = False
        self._gap = False
        """Whether an empty line stands between the label and this line."""

    def read(self, lines: Sequence[str]) -> None:
        """Read the lines of a message, its subject left out."""
        for line in lines:
            if not line.strip():
                self._empty()
            elif line[0] in " \t":
                self._inner(line)
            else:
                self._outer(line)

    def _empty(self) -> None:
        self._gap = True
        if self._texts is not None and self._texts[-1] and not self._section:
            self._texts = None

    def _inner(self, line: str) -> None:
        if self._texts is not None and not (self._gap and not self._open()):
            self._add(line.strip())
            return
        miss = labelled.indented(line)
        if miss:
            self._miss(miss)

    def _outer(self, line: str) -> None:
        label = labelled.read(line)
        if label is not None and not line.startswith(("- [", "* [")):
            self._texts = None
            self._label(label)
        elif self._texts is not None:
            text = self._continuing(line)
            if text:
                self._add(text)
            else:
                self._texts = None

    def _label(self, label: Label) -> None:
        if not label.field:
            self._miss(label.miss)
            return
        self._name, self._section, self._gap = label.field, label.section, False
        self._texts = self._found.fields.setdefault(label.field, [])
        self._texts.append(label.text)

    def _miss(self, miss: str) -> None:
        slip = f"trailer: {miss}"
        if slip not in self._found.slips:
            self._found.slips.append(slip)

    def _open(self) -> bool:
        """Whether an answer may stand below an empty line: where none stands above it yet."""
        return self._section or (
            self._name in TEXTS and self._texts is not None and not self._texts[-1]
        )

    def _continuing(self, line: str) -> str:
        """Give what a line that is not indented adds to the answer; "" where it ends it."""
        assert self._texts is not None  # noqa: S101 - an answer is open
        if self._name == "evidence" and _REFERENCE.match(line):
            return f", {_STAR.sub('', _BULLET.sub('', line, 1), 1)}" if self._texts[-1] else line
        if self._name not in TEXTS or _END.match(line):
            return ""
        if _STAR.match(line) and (self._texts[-1] or (self._gap and not self._section)):
            return ""
        return _STAR.sub("", _BULLET.sub("", line, count=1), count=1).strip()

    def _add(self, text: str) -> None:
        assert self._texts is not None  # noqa: S101 - an answer is open
        if self._gap and self._texts[-1]:
            self._texts.append(text)
        elif text.startswith(", "):
            self._texts[-1] += text
        else:
            self._texts[-1] = f"{self._texts[-1]} {text}".strip()
        self._gap = False


@dataclass(frozen=True, slots=True)
class United:
    """The trailers that speak for a row, united field by field."""

    rationale: Rationale | None
    changes: tuple[str, ...]


_NOTHING_SAID: Final = United(None, ())


def unite(parts: Sequence[Trailers]) -> United:
    """Unite the trailers of several messages: texts joined, each once; of single ones the first."""
    if not any(part.fields for part in parts):
        return _NOTHING_SAID
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    single: dict[str, str] = {}
    for name in KEYS:
        said = [text for part in parts for text in part.fields.get(name, ())]
        if not said:
            continue
        if name in TEXTS:
            texts[name] = "\n\n".join(dict.fromkeys(said))
        elif name in LISTS:
            parted = [item for text in said for item in _items(text)]
            if name == "evidence":
                parted = [references.evidence(item) for item in parted]
            lists[name] = tuple(dict.fromkeys(item for item in parted if item))
        else:
            single[name] = said[0]
    changes = lists.pop("change", ())
    if not (texts or lists or single):
        return United(None, changes)
    return United(
        Rationale(
            "trailers",
            by=single.get("by"),
            class_=_class(single.get("class")),
            urgent=single.get("urgent", "").casefold() in _TRUE,
            expect=_expectation(single.get("expect")),
            evidence=lists.get("evidence", ()),
            agreed=lists.get("agreed", ()),
            **texts,
        ),
        changes,
    )


def _items(text: str) -> list[str]:
    """Take a list apart at its commas, but for those inside an address."""
    items: list[str] = []
    for part in text.split(","):
        if items and items[-1].lstrip().startswith("http") and not _ITEM.match(part):
            items[-1] += f",{part}"
        else:
            items.append(part)
    return [item.strip() for item in items]


def _class(text: str | None) -> str | None:
    return None if text is None else _CLASSES.get(text.casefold(), text.casefold())


def _expectation(text: str | None) -> Mapping[str, Any] | str | None:
    match = _EXPECT.fullmatch(text) if text else None
    return text if match is None else references.prediction(match.groupdict())
