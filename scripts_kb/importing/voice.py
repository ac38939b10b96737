"""What people answered back from cards, as a draft of an insight: `kb import voice FILE`.

    a text that was copied into a chat    «Карточка: objection/dorogo (версия 3)» …
    what a page posted                    {"entity": …, "kind": …, "text": …}, one or many
    issues that a hosting exported        [{"title": …, "body": …}], a form's answers in the body
    the call screen's own draft           an insight in YAML

    each ──▶ CardAnswer ──draft──▶ insight: what was heard, how often, where we had no answer

Phones and addresses of people are taken out. What a salesperson proposes, or says of what did not
work, becomes a proposal that waits for a reply.
"""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from scripts_kb.content import reading, writing
from scripts_kb.files import pairs
from scripts_kb.problems import Problem
from scripts_kb.schema import kinds
from scripts_kb.schema.values import Value

LABELS: Final[dict[str, tuple[str, ...]]] = {
    "entity": ("карточка", "card"),
    "kind": ("что случилось", "what happened"),
    "text": ("своими словами", "in your own words"),
    "first_words": ("что клиент сказал первым", "what the customer said first"),
    "purposes": ("для чего берёт", "what they buy it for"),
    "matters": ("что для него важно", "what matters to them"),
    "segment": ("кому", "segment", "segments"),
    "day": ("когда", "day"),
    "times": ("раз", "times"),
}
"""Field → the labels by which a copied text or a form names it, in both languages."""

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "otherwise": ("клиент сказал иначе", "the customer said something else"),
    "failed": ("не сработало", "it did not work"),
    "idea": ("предложить", "предлагаю", "a proposal"),
}
"""What happened → how pages and forms call it."""

_QUESTIONS: Final = ("first_words", "purposes", "matters")
_FORM: Final = re.compile(r"^#{2,4}[ \t]+(\S.*)$", re.MULTILINE)
_NO_ANSWER: Final = frozenset({"_no response_", "_нет ответа_", "—", "-"})
_REFERENCE: Final = re.compile(r"\b([a-z]+/[a-z0-9][a-z0-9-]*)")
# Bounded: without an end, each letter of a long word would be tried as the first one.
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE: Final = re.compile(r"(?<![\w.])\+?\d(?:[\s().–-]{0,2}\d){9,14}(?!\w)")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS: Final = 4
"""Nobody hears the same more often than so many digits tell."""
_UNWRITTEN: Final = frozenset({"Cc", "Cn", "Cs", "Zl", "Zp"})
"""Categories of characters that no file of the base may hold."""


class UnreadableDraftError(Exception):
    """A draft of the call screen with a mistake; `problem` says where and which."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """One answer from a card; what was left out is "".

    `times` tells how often the call screen noted the same, and is "" for once; `counts` holds what
    its draft of an insight counts: field → text or objection → times.
    """

    entity: str = ""
    kind: str = ""
    text: str = ""
    first_words: str = ""
    purposes: str = ""
    matters: str = ""
    segment: str = ""
    day: str = ""
    times: str = ""
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def proposes(self) -> bool:
        """Whether it waits for a reply: a proposal, or what did not work."""
        return bool(self.text) and self.kind != "otherwise"


def read(data: bytes) -> list[CardAnswer]:
    r"""Read answers, whichever of the four forms they have.

    Args:
        data: the file.

    Returns:
        The answers in their order; none where nothing in the file is one.

    Raises:
        UnreadableDraftError: for a draft of an insight with mistakes.

    Examples:
        >>> [each.text for each in read("Карточка: objection/x\nСвоими словами: Дорого".encode())]
        ['Дорого']
    """
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    found = [said for each in _objects(text) for said in _from(each)]
    if not found:
        found = [_insight(data)] if re.match(r"(?:#.*\n)*id:", text) else list(_texts(text))
    return [_clean(each) for each in found if each != CardAnswer()]


def _objects(text: str) -> list[Mapping[str, Any]]:
    """Give the objects of a JSON file, of a list in it, or of a file with one a line."""
    whole = _json(text)
    if whole is None:
        whole = []
        for line in filter(str.strip, text.splitlines()):
            found = _json(line)
            if found is None:
                return []
            # Several were posted at once.
            whole += found if isinstance(found, list) else [found]
    if isinstance(whole, dict):
        lists = [each for each in whole.values() if isinstance(each, list)]
        known = "body" in whole or "text" in whole
        whole = [whole] if known or not lists else lists[0]
    return [each for each in whole if isinstance(each, dict)] if isinstance(whole, list) else []


def _json(text: str) -> Any:
    """Read JSON; None for what is none, and for what is nested deeper than anybody answers."""
    try:
        return json.loads(text, object_pairs_hook=pairs.once)
    except (ValueError, RecursionError):
        return None


def _from(found: Mapping[str, Any]) -> Iterator[CardAnswer]:
    body = found.get("body") if "body" in found else found.get("description")
    if isinstance(body, str):
        day = _DAY.match(str(found.get("created_at") or found.get("createdAt") or ""))
        told = list(_texts(body)) or [CardAnswer(kind="idea", text=_title_and(found, body))]
        for said in told:
            yield replace(said, day=said.day or (day[0] if day else ""))
        return
    texts = {name: found[name] for name in LABELS if isinstance(found.get(name), str)}
    if isinstance(found.get("times"), int):
        texts["times"] = str(found["times"])[:_DIGITS]
    if texts:
        yield CardAnswer(**texts)


def _title_and(found: Mapping[str, Any], body: str) -> str:
    title = found.get("title")
    return ". ".join(each.strip() for each in (title, body) if isinstance(each, str) and each)


def _texts(text: str) -> Iterator[CardAnswer]:
    """Yield answers written as `Label: words` lines, or under a form's headings."""
    if _FORM.search(text):
        parts = _FORM.split(text)[1:]
        lines = zip(parts[::2], parts[1::2], strict=True)
        yield _said((name, words) for name, words in lines)
        return
    block: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        label, colon, words = line.partition(":")
        name = _field(label) if colon else ""
        if name == "entity" and block:
            yield _joined(block)
            block = []
        if name:
            block.append((label, [words]))
        elif block and line.strip():
            block[-1][1].append(line)
    if block:
        yield _joined(block)


def _joined(block: Iterable[tuple[str, list[str]]]) -> CardAnswer:
    return _said((label, " ".join(lines)) for label, lines in block)


def _field(label: str) -> str:
    wanted = label.strip().strip("*_#?").strip().casefold()
    return next((name for name, labels in LABELS.items() if wanted in labels), "")


def _said(lines: Iterable[tuple[str, str]]) -> CardAnswer:
    texts: dict[str, str] = {}
    for label, words in lines:
        name, text = _field(label), " ".join(words.split())
        if name and text.casefold() not in _NO_ANSWER:
            texts.setdefault(name, text)
    return CardAnswer(**texts)  # type: ignore[arg-type] # only names of texts are in LABELS


def _insight(data: bytes) -> CardAnswer:
    document, problems = reading.read(data, "insights/voice.yml", "voice.yml")
    if document is None or document.record is None:
        raise UnreadableDraftError(problems[0])
    value: Any = document.value
    counts: dict[str, dict[str, int]] = {}
    for name in (*_QUESTIONS, "unanswered", "objections"):
        for each in value.get(name) or ():
            heard = _written(each.get("says") or each.get("objection") or "")
            if heard:
                counts.setdefault(name, {})[heard] = max(1, each.get("count") or 1)
    return CardAnswer(segment=value.get("segment") or "", day=value.get("to") or "", counts=counts)


def _clean(said: CardAnswer) -> CardAnswer:
    """Take out what identifies a person, and bring references and choices into one form."""
    reference = _REFERENCE.search(said.entity)
    named = said.kind.casefold().strip(" .")
    kind = next((id_ for id_, names in KINDS.items() if named == id_ or named in names), "")
    entity = reference[1] if reference else ""
    return replace(
        said,
        entity=entity,
        kind=kind,
        day=_day(said.day),
        segment=_written(said.segment),
        text=anonymous(said.text),
        first_words=anonymous(said.first_words),
        purposes=anonymous(said.purposes),
        matters=anonymous(said.matters),
    )


def _day(text: str) -> str:
    """Find a day of the calendar; "" where there is none."""
    found = _DAY.search(text)
    try:
        return dt.date.fromisoformat(found[0]).isoformat() if found else ""
    except ValueError:
        return ""


def _written(text: str) -> str:
    """Put a space in place of what no file may hold: control characters, halves of signs."""
    if text.isprintable():
        return text
    return "".join(
        " " if each != "\n" and unicodedata.category(each) in _UNWRITTEN else each for each in text
    ).strip()


def anonymous(text: str) -> str:
    """Take phones and e-mail addresses out of a text, and what no file may hold.

    Examples:
        >>> anonymous("Звонил +7 900 000-00-00, просил 20 кг, ответ на a@example.org")
        'Звонил …, просил 20 кг, ответ на …'
    """
    return _PHONE.sub("…", _EMAIL.sub("…", _written(text))).strip()


def draft(
    answers: Iterable[CardAnswer],
    today: dt.date,
    *,
    id_: str,
    title: str,
    by: str,
    segments: Iterable[str],
) -> str:
    """Write answers as the draft of an insight.

    Args:
        answers: what was read.
        today: the day of answers that name none.
        id_: the insight's id.
        title: its title.
        by: the department whose ear it was; "" where nobody says.
        segments: the ids that there are; an answer's unknown segment is left out.

    Returns:
        YAML as `content/insights/` takes it, equal words counted together.
    """
    head: dict[str, Value] = {"id": id_, "title": title, "status": "draft"}
    return writing.dump(head | value(answers, today, by=by, segments=segments))


def value(
    answers: Iterable[CardAnswer], today: dt.date, *, by: str, segments: Iterable[str]
) -> dict[str, Value]:
    """Give what an insight says of answers: its days, what was heard and how often, proposals.

    Args:
        answers: what was read.
        today: the day of answers that name none.
        by: the department whose ear it was; "" where nobody says.
        segments: the ids that there are; an answer's unknown segment is left out.
    """
    told = list(answers)
    days = sorted(each.day for each in told if each.day) or [today.isoformat()]
    known = set(segments)
    named = {each.segment for each in told if each.segment in known}
    found: dict[str, Value] = {"from": days[0], "to": days[-1], "source": "calls"}
    if by:
        found["noticed_by"] = by
    if len(named) == 1:
        found["segment"] = named.pop()
    for name in (*_QUESTIONS, "unanswered"):
        heard = _counted(_heard(told, name))
        if heard:
            found[name] = [
                {"id": f"{name.partition('_')[0]}-{number}", "says": says, "count": count}
                for number, (says, count) in enumerate(heard, 1)
            ]
    objections = _counted(_heard(told, "objections"))
    if objections:
        found["objections"] = [{"objection": each, "count": count} for each, count in objections]
    proposals = list(_proposals(told, today, by))
    if proposals:
        found["proposals"] = proposals
    return found


def _heard(told: Iterable[CardAnswer], name: str) -> Iterator[tuple[str, int]]:
    for each in told:
        yield from each.counts.get(name, {}).items()
        if name in _QUESTIONS and getattr(each, name):
            yield getattr(each, name), _times(each)
        elif name == "unanswered" and each.kind == "otherwise" and each.text:
            yield each.text, _times(each)
        elif name == "objections" and each.entity.startswith("objection/"):
            id_ = each.entity.partition("/")[2]
            if kinds.is_id(id_):
                yield id_, _times(each)


def _times(said: CardAnswer) -> int:
    """Tell how often something was heard: once where nobody counted, or not in digits."""
    digits = said.times.strip()
    return max(1, int(digits)) if re.fullmatch(r"[0-9]{1,4}", digits) else 1


def plain(says: str) -> str:
    """Give what equal words have in common, whatever their case and the signs around them.

    Examples:
        >>> plain("«Дорого!»")
        'дорого'
    """
    return says.casefold().strip(' .!?«»"')


def _counted(heard: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Count equal words together, whatever their case; what was heard most first."""
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for says, count in heard:
        key = plain(says)
        counts[key] = counts.get(key, 0) + count
        first.setdefault(key, says)
    return sorted(((first[key], count) for key, count in counts.items()), key=lambda pair: -pair[1])


def _proposals(told: Iterable[CardAnswer], today: dt.date, by: str) -> Iterator[Value]:
    """Yield what waits for a reply: proposals, and what did not work."""
    waiting = (each for each in told if each.proposes)
    for number, each in enumerate(waiting, 1):
        value: dict[str, Value] = {"id": f"proposal-{number}"}
        if each.entity:
            value["about"] = each.entity
        if each.kind:
            value["kind"] = each.kind
        value["says"] = each.text
        if by:
            value["by"] = by
        yield {**value, "on": each.day or today.isoformat(), "state": "open"}
