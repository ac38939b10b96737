"""Trees: maps, outlines and nested lists, where depth tells who speaks.

Возражения ─ Цена ─ Дорого ─ Сравнивает ─ «Давайте сравним…»    section, card, when, answer
Звонок ─ Добрый день! ─ Понравилось ─ Здорово.                  our words, a reply, our next words
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scripts_kb.documents.model import TextParagraph, TreeNode
from scripts_kb.importing.scripts import answers, kinds, spoken, wording
from scripts_kb.importing.scripts.branches import WrittenBranch
from scripts_kb.importing.scripts.drafts import AnswerDraft, CardDraft, DraftedCards, StepDraft
from scripts_kb.importing.scripts.kinds import Kind
from scripts_kb.importing.scripts.lines import ColourMeaning
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.importing.scripts.talks import TalkMaker


@dataclass(slots=True)
class Twig:
    """A node: its words, its notes, its children."""

    words: TextParagraph
    notes: tuple[TextParagraph, ...] = ()
    children: list["Twig"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says."""
        return self.words.text.strip()

    @property
    def at(self) -> str:
        """Where it stands."""
        return self.words.at

    def every(self) -> Iterator["Twig"]:
        """Yield it and all below it."""
        yield self
        for child in self.children:
            yield from child.every()


def of_node(node: TreeNode) -> Twig:
    """Make a twig of a node of a map."""
    return Twig(node.words, node.notes, [of_node(each) for each in node.children])


def of_list(items: Sequence[TextParagraph]) -> list[Twig]:
    """Make twigs of the items of nested lists."""
    roots: list[Twig] = []
    stack: list[tuple[int, Twig]] = []
    for paragraph in items:
        level = paragraph.item.level if paragraph.item else 0
        while stack and stack[-1][0] >= level:
            stack.pop()
        twig = Twig(paragraph)
        (stack[-1][1].children if stack else roots).append(twig)
        stack.append((level, twig))
    return roots


class TreeReader:
    """Makes cards and scripts of trees."""

    def __init__(self, setting: RuleSetting, found: DraftedCards, colours: ColourMeaning) -> None:
        self.setting = setting
        self.found = found
        self.colours = colours

    def whole(self, roots: Sequence[Twig], names: Sequence[str]) -> None:
        """Make what a tree holds.

        Args:
            roots: its roots.
            names: what encloses it, the nearest first: the sheet, the document.
        """
        enclosing = next((kind for name in names if (kind := kinds.kind_of(name))), None)
        for root in roots:
            self._named(root, self.setting.kind or enclosing, [])

    def _named(self, twig: Twig, enclosing: Kind | None, sections: list[str]) -> None:
        """Look for the name that says a kind."""
        kind = self.setting.kind or kinds.kind_of(twig.text)
        if kind is None and any(self._kinds_below(each) for each in twig.children):
            self.setting.ledger.name(twig.at, twig.text)
            self._notes_left(twig)
            for child in twig.children:
                self._named(child, enclosing, sections)
            return
        kind = kind or enclosing
        if kind is None or not twig.children:
            self._lost(twig)
            return
        self.setting.ledger.name(twig.at, twig.text)
        self._notes_left(twig)
        if kind == "script":
            self._script(twig)
        else:
            for child in twig.children:
                self.branch(child, kind, sections)

    def _kinds_below(self, twig: Twig) -> bool:
        return any(kinds.kind_of(each.text) for each in twig.every() if each.children)

    def _notes_left(self, twig: Twig) -> None:
        for note in twig.notes:
            self.setting.ledger.leave(note.at, note.text, "prose")

    def _lost(self, twig: Twig) -> None:
        for each in twig.every():
            self.setting.ledger.leave(each.at, each.text, "no-answer")
            self._notes_left(each)

    def branch(self, twig: Twig, kind: Kind, sections: list[str]) -> None:
        """Make the cards of a branch: the nodes of the highest level on which one has a leaf."""
        own = kinds.kind_of(twig.text)
        if own in {"objection", "question"} and twig.children and "?" not in twig.text:
            self.setting.ledger.name(twig.at, twig.text)
            self._notes_left(twig)
            for child in twig.children:
                self.branch(child, own, sections)
            return
        level = [twig]
        names = {id(twig): list(sections)}
        while level and not any(_has_leaf(each) for each in level):
            for each in level:
                for child in each.children:
                    names[id(child)] = [*names[id(each)], each.text]
            following = [child for each in level for child in each.children]
            if not following:
                break
            for each in level:
                self._section(each)
            level = following
        for each in level:
            if each.children:
                self._card(each, kind, names[id(each)])
            else:
                self._lost(each)

    def _section(self, twig: Twig) -> None:
        if twig.children:
            self.setting.ledger.name(twig.at, twig.text)
            self._notes_left(twig)
        else:
            self._lost(twig)

    def _card(self, twig: Twig, kind: Kind, sections: list[str]) -> None:
        card = CardDraft(kind, "", twig.at)
        said = self.setting.speaker(twig.text)
        words = said.words if said and said.side == "client" and said.words else twig.text
        card.client_words = wording.client_phrases(words)
        first = card.client_words[0] if card.client_words else words
        card.title = wording.title(first) or twig.at
        card.sections = [
            each for each in map(wording.as_sentences, sections) if not kinds.kinds_of(each)
        ]
        hints = [hint for note in twig.notes for hint in self._hints(note)]
        for child in twig.children:
            self._answer(child, card, "")
        if not card.filled and not hints:
            self.setting.ledger.leave(twig.at, twig.text, "no-answer")
            return
        if said and said.words:
            self.setting.ledger.claim(twig.at, "name", said.mark)
        self.setting.ledger.claim(twig.at, "client", words)
        if hints:
            if not card.answers:
                card.answers.append(AnswerDraft())
            card.answers[0].hints[:0] = hints
        self.found.cards.append(card)

    def _hints(self, note: TextParagraph) -> list[str]:
        parts = answers.claimed(self.setting, note, spoken.parts(note.text, hint=True))
        return [part.text for part in parts]

    def _answer(self, twig: Twig, card: CardDraft, when: str) -> None:
        """Read a node below a card: a leaf is an answer, one between is `when` of its leaves."""
        if twig.children:
            said = self.setting.speaker(twig.text)
            self.setting.ledger.claim(twig.at, "field", twig.text)
            name = wording.phrase(said.words if said and said.words else twig.text)
            for note in twig.notes:
                self.setting.ledger.leave(note.at, note.text, "doubt")
            for child in twig.children:
                self._answer(child, card, name)
            return
        said = self.setting.speaker(twig.text)
        if said and said.side == "client":
            self.setting.ledger.leave(twig.at, twig.text, "client-between")
            return
        words = twig.words
        if said:
            self.setting.ledger.claim(twig.at, "name", said.mark)
            words = answers._inside(words, said.words)  # noqa: SLF001
        found = answers.parts_of(self.setting, words, self.colours, place=True, said=bool(said))
        kept = answers.claimed(self.setting, words, found)
        answer = AnswerDraft(when=when)
        for part in kept:
            if part.fate == "never":
                card.never.append(part.text)
            elif part.fate == "say":
                answer.say.append(part.text)
            elif part.fate == "hint":
                answer.hints.append(part.text)
            elif part.fate == "next_question":
                answer.next_question = part.text
            elif part.fate == "technique":
                answer.technique = part.text
        answer.hints += [hint for note in twig.notes for hint in self._hints(note)]
        if answer.words:
            card.answers.append(answer)
        elif answer.hints and card.answers:
            card.answers[-1].hints += answer.hints
        elif answer.hints:
            card.answers.append(answer)

    def _script(self, twig: Twig) -> None:
        card = CardDraft("script", wording.title(kinds.unnumbered(twig.text)), twig.at)
        talk = TalkMaker(card, self.found, self.setting.language)
        for child in twig.children:
            self._ours(child, talk, None)
        if not talk.main:
            return
        talk.finish()
        self.found.cards.append(card)

    def _ours(self, twig: Twig, talk: TalkMaker, stage: str | None) -> StepDraft | None:
        """Read our words, with the replies below them."""
        named = kinds.stage_of(twig.text)
        if (
            named
            and twig.children
            and len(wording.words(twig.text)) <= len("этап")
            and not twig.text.endswith((".", "?", "!"))
        ):
            self.setting.ledger.name(twig.at, twig.text)
            self._notes_left(twig)
            made = [self._ours(child, talk, named) for child in twig.children]
            return next((each for each in made if each), None)
        step = talk.step(stage=stage)
        said = self.setting.speaker(twig.text)
        words = twig.words
        if said and said.words:
            self.setting.ledger.claim(twig.at, "name", said.mark)
            words = answers._inside(words, said.words)  # noqa: SLF001
        for part in answers.claimed(
            self.setting, words, answers.parts_of(self.setting, words, self.colours, place=True)
        ):
            {"hint": step.hints, "never": step.never, "technique": step.hints}.get(
                part.fate, step.say
            ).append(part.text)
        step.hints += [hint for note in twig.notes for hint in self._hints(note)]
        step.next = "" if twig.children else "·end"
        for child in twig.children:
            self._reply(child, step, talk)
        return step

    def _reply(self, twig: Twig, step: StepDraft, talk: TalkMaker) -> None:
        said = self.setting.speaker(twig.text)
        words = said.words if said and said.words else twig.text
        if said and said.words:
            self.setting.ledger.claim(twig.at, "name", said.mark)
        self.setting.ledger.claim(twig.at, "client", words)
        self._notes_left(twig)
        made = [self._ours(child, talk, step.stage) for child in twig.children]
        first = next((each for each in made if each), None)
        talk.reply(step, WrittenBranch(says=wording.phrase(words)), first)


def _has_leaf(twig: Twig) -> bool:
    return any(not child.children for child in twig.children)
