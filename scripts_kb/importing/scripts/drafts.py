"""Drafts of cards: what was found, before ids, variables and the schema."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from scripts_kb.importing.scripts.kinds import Kind


@dataclass(slots=True)
class AnswerDraft:
    """One answer; `say` and `moves` are filled one or the other."""

    say: list[str] = field(default_factory=list)
    moves: list[tuple[str, str]] = field(default_factory=list)
    """Role and words of each."""
    when: str = ""
    true_concern: str = ""
    technique: str = ""
    next_question: str = ""
    hints: list[str] = field(default_factory=list)
    proof: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether it says nothing and hints at nothing."""
        return not (self.say or self.moves or self.hints or self.next_question)

    @property
    def words(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.say or self.moves)


class ReplyDraft(NamedTuple):
    """What the customer answers at a step, and where the call goes: the name of a step."""

    says: str
    to: str


@dataclass(slots=True)
class StepDraft:
    """A step of a script."""

    name: str
    """By which others lead to it; unique in its script."""
    intent: str = ""
    stage: str | None = None
    say: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    replies: list[ReplyDraft] = field(default_factory=list)
    next: str = ""
    outcome: str = ""
    number: int | None = None
    conditional: bool = False
    """Whether all of its replies come from «если»."""


@dataclass(slots=True)
class CardDraft:
    """A card."""

    kind: Kind
    title: str
    at: str
    client_words: list[str] = field(default_factory=list)
    answers: list[AnswerDraft] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    heard_at: list[str] = field(default_factory=list)
    goal: str = ""
    steps: list[StepDraft] = field(default_factory=list)
    claims: list[tuple[str, str]] = field(default_factory=list)
    """Address and text of the client's words, should they be left over."""
    images: list[str] = field(default_factory=list)

    @property
    def filled(self) -> bool:
        """Whether there is anything for a salesperson in it."""
        return bool(self.steps or self.never or any(not each.empty for each in self.answers))


class LeftOver(NamedTuple):
    """What is left over, where it stood, and why."""

    at: str
    text: str
    why: str


class AddedPart(NamedTuple):
    """What we added ourselves: to which card, at which path, what."""

    card: int
    step: str
    text: str


@dataclass(slots=True)
class DraftedCards:
    """Everything that was made of one document."""

    cards: list[CardDraft] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    added: list[tuple[CardDraft, str, Literal["reply", "end", "outcome"], str]] = field(
        default_factory=list
    )


def reword(cards: Iterable[CardDraft], change: Callable[[str], str]) -> None:
    """Change every text of drafts: what their ids and keys are made of is changed with them.

    Args:
        cards: the drafts; changed in place.
        change: gives the new text.
    """
    for card in cards:
        card.title, card.goal = change(card.title), change(card.goal)
        card.client_words = list(map(change, card.client_words))
        card.never = list(map(change, card.never))
        card.sections = list(map(change, card.sections))
        for answer in card.answers:
            _reword_answer(answer, change)
        for step in card.steps:
            step.intent = change(step.intent)
            step.say, step.hints = list(map(change, step.say)), list(map(change, step.hints))
            step.never = list(map(change, step.never))
            step.replies = [each._replace(says=change(each.says)) for each in step.replies]


def _reword_answer(answer: AnswerDraft, change: Callable[[str], str]) -> None:
    answer.say = list(map(change, answer.say))
    answer.moves = [(role, change(text)) for role, text in answer.moves]
    answer.when = change(answer.when)
    answer.true_concern = change(answer.true_concern)
    answer.technique = change(answer.technique)
    answer.next_question = change(answer.next_question)
    answer.hints = list(map(change, answer.hints))
    answer.proof = list(map(change, answer.proof))
