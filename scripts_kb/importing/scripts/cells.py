"""Cells of a row: answers, moves, and what stands beside them.

1. Понимаю. 2. Сравним.     two answers
Не давить. Предложить замер. a hint
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from scripts_kb.documents.model import Cell, TextParagraph
from scripts_kb.importing.scripts import spoken, wording
from scripts_kb.importing.scripts.drafts import AnswerDraft, CardDraft

Claims = list[tuple[str, str, str]]
"""Address, fate and text of what a card took: entered in the ledger once there is a card."""

_NUMBERED: Final = re.compile(r"(?:\A|(?<=\n))[^\S\n]*+(\d{1,2})[.)]\s++(?=\S)")
_FIELDS: Final = ("when", "true_concern", "technique", "next_question")


def aside(role: str, cell: Cell, first: AnswerDraft, draft: CardDraft, said: Claims) -> None:
    """Fill a field of a row's first answer, or what its card must not say."""
    text = cell.text.strip()
    if role in _FIELDS:
        inner = wording.unquoted(text)
        setattr(first, role, text if inner is None else inner)
    elif role == "proof":
        first.proof.append(text)
    elif role == "hint":
        first.hints += [part.text for part in spoken.parts(text, hint=True)]
    elif role == "never":
        draft.never += [
            found for each in re.split(r"\n|;", text) if (found := wording.phrase(each))
        ]
    else:
        return
    said.append((cell.at, "field", cell.text))


def moved(moves: list[tuple[str, Cell]], draft: CardDraft, said: Claims) -> AnswerDraft:
    """Make one answer of cells whose columns are moves; of one alone, what is said."""
    answer = AnswerDraft()
    for role, cell in moves:
        for part in _parts(cell.paragraphs, said, draft):
            if part.fate == "hint":
                answer.hints.append(part.text)
            else:
                answer.moves.append((role, part.text))
    if len(answer.moves) == 1:
        answer.say, answer.moves = [answer.moves[0][1]], []
    return answer


def answers(cell: Cell, draft: CardDraft, said: Claims) -> Iterator[AnswerDraft]:
    """Part an answer cell: a numbered list in it is several answers."""
    for paragraphs in _numbered(cell):
        answer = AnswerDraft()
        for part in _parts(paragraphs, said, draft):
            if part.fate == "say":
                answer.say.append(part.text)
            elif part.fate == "hint":
                answer.hints.append(part.text)
            elif part.fate == "technique":
                answer.technique = part.text
            elif part.fate == "next_question":
                answer.next_question = part.text
        if not answer.empty:
            yield answer


def _parts(
    paragraphs: tuple[TextParagraph, ...] | list[TextParagraph],
    said: Claims,
    draft: CardDraft,
) -> Iterator[spoken.SpokenPart]:
    for paragraph in paragraphs:
        found = (
            [spoken.SpokenPart("say", paragraph.text)]
            if paragraph.raw
            else spoken.parts(
                paragraph.text,
                place=True,
                said=paragraph.quote or paragraph.fence,
                hint=paragraph.italic,
            )
        )
        for part in found:
            fate = {"say": "said", "label": "name"}.get(part.fate, "field")
            said.append((paragraph.at, fate, part.text))
            if part.fate == "never":
                draft.never.append(part.text)
            else:
                yield part


def _numbered(cell: Cell) -> list[list[TextParagraph]]:
    """Give the paragraphs of each answer of a cell."""
    if any(each.item and each.item.number is not None for each in cell.paragraphs):
        groups: list[list[TextParagraph]] = []
        for paragraph in cell.paragraphs:
            if not groups or paragraph.item is not None:
                groups.append([])
            groups[-1].append(paragraph)
        return groups
    if len(cell.paragraphs) == 1 and not cell.raw:
        paragraph = cell.paragraphs[0]
        starts = list(_NUMBERED.finditer(paragraph.text))
        if len(starts) > 1 and [int(each[1]) for each in starts] == list(range(1, len(starts) + 1)):
            return [[each] for each in _cut(paragraph, starts)]
    return [list(cell.paragraphs)]


def _cut(paragraph: TextParagraph, starts: list[re.Match[str]]) -> Iterator[TextParagraph]:
    text = paragraph.text
    if text[: starts[0].start()].strip():
        yield _of_text(paragraph, text[: starts[0].start()])
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        yield _of_text(paragraph, text[match.end() : end])


def _of_text(paragraph: TextParagraph, text: str) -> TextParagraph:
    """Give a part of a paragraph."""
    run = replace(paragraph.runs[0], text=text.strip())
    return replace(paragraph, runs=(run,))
