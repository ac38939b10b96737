"""Flows: nodes with options become steps with replies; what no way leads to is left over."""

from scripts_kb.documents.model import Edge, Flow, FlowStep
from scripts_kb.importing.scripts import answers, wording
from scripts_kb.importing.scripts.drafts import CardDraft, DraftedCards, ReplyDraft, StepDraft
from scripts_kb.importing.scripts.lines import ColourMeaning
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.importing.scripts.talks import END, OTHER, endless, lead_out


class FlowReader:
    """Makes the script of a flow."""

    def __init__(self, setting: RuleSetting, found: DraftedCards, colours: ColourMeaning) -> None:
        self.setting = setting
        self.found = found
        self.colours = colours

    def read(self, flow: Flow, file: str) -> None:
        """Make a script; nothing where no step can be reached."""
        ledger = self.setting.ledger
        steps = {each.id: each for each in flow.steps if each.mark is None}
        marks = {each.id: each for each in flow.steps if each.mark is not None}
        for mark in marks.values():
            for words in mark.words:
                ledger.name(words.at, words.text)
        for name in flow.names:
            ledger.name(name.at, name.text)
        reached = self._reached(flow, steps)
        self._unreached(flow, steps, reached)
        title = flow.title.text if flow.title else flow.name or file.rpartition(".")[0]
        if flow.title is not None:
            ledger.name(flow.title.at, flow.title.text)
        card = CardDraft("script", wording.title(title), flow.at)
        if flow.target is not None:
            card.goal = flow.target.text.strip()
            ledger.claim(flow.target.at, "field", flow.target.text)
        if not reached:
            return
        self._ends: dict[str, StepDraft] = {}
        made = {id_: self._step(steps[id_]) for id_ in reached}
        for id_ in reached:
            self._ways(
                made[id_],
                steps[id_],
                [each for each in flow.edges if each.source == id_],
                made,
                marks,
                card,
            )
        card.steps = [*made.values(), *self._ends.values()]
        self._endless(card)
        self.found.cards.append(card)

    def _reached(self, flow: Flow, steps: dict[str, FlowStep]) -> list[str]:
        if flow.entry not in steps:
            return []
        found, waiting = [flow.entry], [flow.entry]
        while waiting:
            source = waiting.pop(0)
            for edge in flow.edges:
                if edge.source == source and edge.target in steps and edge.target not in found:
                    found.append(edge.target)
                    waiting.append(edge.target)
        return [str(each) for each in found]

    def _unreached(self, flow: Flow, steps: dict[str, FlowStep], reached: list[str]) -> None:
        for step in steps.values():
            if step.id in reached:
                continue
            said = "\n".join(each.text for each in step.words)
            if said:
                self.setting.ledger.leave(step.words[0].at, said, "unreachable")
            if step.title is not None:
                self.setting.ledger.leave(step.title.at, step.title.text, "unreachable")
        for edge in flow.edges:
            if edge.source not in reached and edge.source in steps and edge.words is not None:
                self.setting.ledger.leave(edge.words.at, edge.words.text, "unreachable")
            elif edge.source not in reached and edge.words is not None:
                self.setting.ledger.name(edge.words.at, edge.words.text)

    def _step(self, step: FlowStep) -> StepDraft:
        draft = StepDraft(f"step-{step.id}")
        if step.title is not None and step.title.text.strip():
            draft.intent = wording.as_sentences(step.title.text.strip())
            draft.stage = None
            self.setting.ledger.name(step.title.at, step.title.text)
        for words in step.words:
            found = answers.parts_of(self.setting, words, self.colours, place=True)
            for part in answers.claimed(self.setting, words, found):
                if part.fate == "hint":
                    draft.hints.append(part.text)
                elif part.fate == "never":
                    draft.never.append(part.text)
                else:
                    draft.say.append(part.text)
        return draft

    def _ways(
        self,
        draft: StepDraft,
        step: FlowStep,
        edges: list[Edge],
        made: dict[str, StepDraft],
        marks: dict[str, FlowStep],
        card: CardDraft,
    ) -> None:
        ways: list[ReplyDraft] = []
        for edge in edges:
            says = ""
            if edge.words is not None and edge.words.text.strip():
                says = wording.phrase(edge.words.text)
                self.setting.ledger.claim(edge.words.at, "client", edge.words.text)
            ways.append(ReplyDraft(says, self._to(edge, made, marks, card)))
        if step.goal:
            draft.outcome = "deal"
        elif len(ways) == 1 and not ways[0].says and ways[0].to == "·end":
            draft.outcome = "next-step"
        elif len(ways) == 1 and not ways[0].says:
            draft.next = ways[0].to
        elif ways and not step.end:
            draft.replies = [
                ReplyDraft(each.says, self._end() if each.to == "·end" else each.to)
                for each in ways
            ]
        else:
            draft.outcome = "next-step"
            self.found.added.append((card, draft.name, "outcome", "next-step"))

    def _to(
        self, edge: Edge, made: dict[str, StepDraft], marks: dict[str, FlowStep], card: CardDraft
    ) -> str:
        if edge.target in made:
            return made[edge.target].name
        if edge.target in marks and marks[edge.target].mark == "end":
            return "·end"
        self.setting.ledger.target(edge.target_at, edge.target, edge.target_letters, "dangling")
        self.found.added.append((card, self._end(), "end", edge.target))
        return self._end()

    def _end(self) -> str:
        if "end" not in self._ends:
            self._ends["end"] = StepDraft(
                "end", intent=END[self.setting.language], outcome="next-step"
            )
        return self._ends["end"].name

    def _endless(self, card: CardDraft) -> None:
        """Let a call end that goes round and round."""
        while (step := endless(card.steps)) is not None:
            lead_out(step, self._end(), self.setting.language)
            if card.steps[-1].name != "end":
                card.steps.append(self._ends["end"])
            self.found.added.append((card, step.name, "reply", OTHER[self.setting.language]))
