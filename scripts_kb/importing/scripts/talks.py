"""Scripts: steps in order, their replies, where each leads, and what we add so that a call ends.

steps ──wire──▶ replies with targets, `next`, ends, «Другое» where all replies are conditions
"""

from collections.abc import Callable, Sequence
from typing import Final

from scripts_kb.importing.scripts import branches, wording
from scripts_kb.importing.scripts.branches import WrittenBranch
from scripts_kb.importing.scripts.drafts import CardDraft, DraftedCards, ReplyDraft, StepDraft
from scripts_kb.language import Language

OTHER: Final[dict[Language, str]] = {"ru": "Другое", "en": "Other"}
END: Final[dict[Language, str]] = {"ru": "Завершить", "en": "End"}


class TalkMaker:
    """A script while it is being made."""

    def __init__(self, card: CardDraft, found: DraftedCards, language: Language) -> None:
        self.card = card
        self.found = found
        self.language = language
        self.main: list[StepDraft] = []
        self._branches: list[
            tuple[StepDraft, WrittenBranch, StepDraft | None, Callable[[], None]]
        ] = []
        self._nexts: dict[str, tuple[str, Callable[[], None]]] = {}
        self._side: list[tuple[StepDraft, StepDraft]] = []
        self._ends: dict[str, StepDraft] = {}
        self._replies: list[tuple[StepDraft, WrittenBranch, StepDraft | None]] = []
        self._goes: dict[str, tuple[str, Callable[[], None]]] = {}

    def step(
        self, intent: str = "", stage: str | None = None, number: int | None = None
    ) -> StepDraft:
        """Begin the next step of the order."""
        step = StepDraft(f"step-{len(self.main) + 1}", intent=intent, stage=stage, number=number)
        self.main.append(step)
        return step

    def branch(
        self, step: StepDraft, branch: WrittenBranch, dangling: Callable[[], None]
    ) -> StepDraft | None:
        """Add a reply to a step.

        Args:
            step: where the customer answers.
            branch: what was read.
            dangling: leaves the target over, should it not be there.

        Returns:
            The new step of the branch's words, to be filled; None where it has none.
        """
        side = None
        if branch.words or branch.pending:
            side = StepDraft(f"side-{len(self._side) + 1}")
            self._side.append((step, side))
        self._branches.append((step, branch, side, dangling))
        return side

    def reply(self, step: StepDraft, branch: WrittenBranch, to: StepDraft | None) -> None:
        """Add a reply that leads to a step which is there already, or to an end."""
        self._replies.append((step, branch, to))

    def go(self, step: StepDraft, target: str, dangling: Callable[[], None]) -> None:
        """Let a step lead somewhere."""
        self._goes[step.name] = (target, dangling)

    def finish(self) -> None:
        """Lead every reply somewhere, and let the call end."""
        for step in self.main:
            mine = [each for each in self._branches if each[0] is step]
            step.conditional = bool(mine) and all(each[1].conditional for each in mine)
        for step, branch, to in self._replies:
            step.replies.append(ReplyDraft(branch.says, to.name if to else self._end("next-step")))
        for step, branch, side, dangling in self._branches:
            self._lead(step, branch, side, dangling)
        for step in self.main:
            if step.conditional and step.replies:
                step.replies.append(ReplyDraft(OTHER[self.language], self._following(step)))
                self.found.added.append((self.card, step.name, "reply", OTHER[self.language]))
        for step in (*self.main, *(side for _, side in self._side)):
            self._close(step)
        steps = [*self.main, *(side for _, side in self._side)]
        while (going := endless([*steps, *self._ends.values()])) is not None:
            lead_out(going, self._end("next-step"), self.language)
            self.found.added.append((self.card, going.name, "reply", OTHER[self.language]))
        self.card.steps = [*steps, *self._ends.values()]

    def _lead(
        self,
        step: StepDraft,
        branch: WrittenBranch,
        side: StepDraft | None,
        dangling: Callable[[], None],
    ) -> None:
        target = self._target(step, branch.target, dangling) if branch.target else ""
        if side is not None:
            step.replies.append(ReplyDraft(branch.says, side.name))
            side.next = target or self._following(step, end=False)
        else:
            step.replies.append(ReplyDraft(branch.says, target or self._following(step)))

    def _target(self, step: StepDraft, written: str, dangling: Callable[[], None]) -> str:
        what, name = branches.destination(written)
        if what == "number":
            found = self._numbered(int(name))
        elif what == "next":
            return self._following(step)
        elif what == "name":
            found = self._named(name)
        else:
            return self._end(what, name)
        if found is None:
            dangling()
            return self._following(step)
        return found.name

    def _numbered(self, number: int) -> StepDraft | None:
        if any(step.number is not None for step in self.main):
            return next((step for step in self.main if step.number == number), None)
        return self.main[number - 1] if 0 < number <= len(self.main) else None

    def _named(self, name: str) -> StepDraft | None:
        wanted = wording.plain(name)
        return next(
            (step for step in self.main if step.intent and wording.plain(step.intent) == wanted),
            None,
        )

    def _end(self, outcome: str, name: str = "") -> str:
        intent = wording.capital(wording.as_sentences(name)) if name else END[self.language]
        key = f"end-{outcome}-{wording.plain(intent)}"
        if key not in self._ends:
            self._ends[key] = StepDraft(
                f"end-{len(self._ends) + 1}", intent=intent, outcome=outcome
            )
        return self._ends[key].name

    def _following(self, step: StepDraft, *, end: bool = True) -> str:
        """Give the step that is next in the order; after the last one an end."""
        place = self.main.index(step) + 1
        if place < len(self.main):
            return self.main[place].name
        return self._end("next-step") if end else ""

    def _close(self, step: StepDraft) -> None:
        """Say how a step goes on where nothing said it."""
        if step.replies:
            return
        if step.name in self._goes:
            target, dangling = self._goes[step.name]
            what = branches.destination(target)[0]
            if what in {"next-step", "refused", "deal"}:
                step.outcome = what
                return
            place = step if step in self.main else self._parent(step)
            step.next = self._target(place, target, dangling) or step.next
        elif step.next == "·end":
            step.next = ""
        elif step in self.main and not step.next:
            step.next = self._following(step, end=False)
        if not step.next and not step.outcome:
            step.outcome = "next-step"
            self.found.added.append((self.card, step.name, "outcome", "next-step"))

    def _parent(self, step: StepDraft) -> StepDraft:
        return next(parent for parent, side in self._side if side is step)


def endless(steps: Sequence[StepDraft]) -> StepDraft | None:
    """Give the last step from which no end can be reached, None where there is none."""
    ends = {each.name for each in steps if each.outcome}
    grown = True
    while grown:
        grown = False
        for each in steps:
            ways = {each.next, *(reply.to for reply in each.replies)}
            if each.name not in ends and ways & ends:
                ends.add(each.name)
                grown = True
    return next((each for each in reversed(steps) if each.name not in ends), None)


def lead_out(step: StepDraft, end: str, language: Language) -> None:
    """Let a step that goes round and round also lead to an end."""
    if step.next:
        step.replies, step.next = [ReplyDraft("", step.next)], ""
    step.replies.append(ReplyDraft(OTHER[language], end))
