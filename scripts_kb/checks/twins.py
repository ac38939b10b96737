"""Cards that a search cannot tell apart: one title twice, one customer's phrase at two cards."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.problems import Problem

CODES: Final = frozenset({"same-title", "shared-words"})
"""What is told of a file for what stands in others, which are all gone through each time."""


def check(base: Base) -> Iterator[Problem]:
    """Find live cards of one kind with the same title, and phrases that lead to two answers."""
    titles: dict[tuple[str, str], Document] = {}
    phrases: dict[str, list[tuple[Document, Loc, str]]] = defaultdict(list)
    for document in base.documents.values():
        record = document.record
        if record is None or getattr(record, "status", "") != "live":
            continue
        first = titles.setdefault((document.kind, _plain(record.title)), document)
        if first is not document:
            yield Problem(document.place(("title",)), "same-title", {"other": first.entity})
        if document.kind in {"objection", "question"}:
            for loc, said in _phrases(document):
                phrases[_plain(said)].append((document, loc, said))
    for found in phrases.values():
        yield from _shared(found)


def _phrases(document: Document) -> Iterator[tuple[Loc, str]]:
    """Yield the customers' words of a card, and those of each of its answers."""
    written = document.written
    holders: list[tuple[Loc, Any]] = [((), written)]
    holders += [(("answers", at), each) for at, each in enumerate(written.get("answers") or ())]
    for loc, holder in holders:
        for index, words in enumerate(holder.get("client_words") or ()):
            yield (*loc, "client_words", index), str(words)


def _shared(found: list[tuple[Document, Loc, str]]) -> Iterator[Problem]:
    first, *others = found
    for document, loc, text in others:
        if _apart(first[0], document):
            facts = {"text": text, "other": first[0].entity}
            yield Problem(document.place(loc), "shared-words", facts)


def _apart(one: Document, other: Document) -> bool:
    """Tell whether two cards would both be shown: other families, one segment or product."""
    if one.entity == other.entity or (
        one.record.family and one.record.family == other.record.family
    ):
        return False
    return all(
        not getattr(one.record, name)
        or not getattr(other.record, name)
        or set(getattr(one.record, name)) & set(getattr(other.record, name))
        for name in ("segments", "products")
    )


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower().replace("ё", "е")).strip()
