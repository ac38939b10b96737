"""Documents: the tree of headings becomes cards, scripts and what is left over."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import Final

from scripts_kb.documents.model import CellTable, TextParagraph
from scripts_kb.importing.scripts import (
    kinds,
    lines,
    outline,
    steps,
    tables,
    wording,
)
from scripts_kb.importing.scripts import (
    setting as settings,
)
from scripts_kb.importing.scripts.answers import AnswerReader
from scripts_kb.importing.scripts.drafts import CardDraft, DraftedCards
from scripts_kb.importing.scripts.kinds import Kind
from scripts_kb.importing.scripts.lines import ColourMeaning
from scripts_kb.importing.scripts.outline import HeadingNode
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.importing.scripts.steps import StepReader
from scripts_kb.importing.scripts.talks import TalkMaker
from scripts_kb.importing.scripts.trees import TreeReader, of_list

_COLOURS: Final = 20
"""Colours that the map offers to be settled."""
_TURNS: Final = 3
"""Lines from which on `1)` and `2)` are speakers."""
_CUSTOMERS: Final = frozenset({"клиент", "покупатель", "пациент", "собеседник", "заказчик"})


class PaperReader:
    """Makes what a document holds.

    Args:
        setting: the ledger, the map, the language.
        found: where cards are put.
        title: of the document, as its form says it; "" where it says none.
        file: its name, for a script that has no other.
    """

    def __init__(self, setting: RuleSetting, found: DraftedCards, title: str, file: str) -> None:
        self.setting = setting
        self.found = found
        self.title = title
        self.file = file
        self.colours = ColourMeaning()

    def read(self, blocks: Sequence[TextParagraph | CellTable]) -> None:
        """Read the blocks."""
        kind = self.setting.kind or kinds.kind_of(self.title)
        blocks = list(self._without_skipped(self._without_legend(blocks)))
        shades = outline.HeadingShades(self.setting.colours)
        root = outline.build(blocks, self.setting.headings, kind, shades)
        self.setting.met_headings |= outline.known(root, blocks)
        self.colours = self._palette(root)
        self.setting.met_colours |= {
            **self._met(blocks),
            **{each: meant for each, meant in self.colours.meant.items() if meant},
            **dict.fromkeys(shades.found, "heading"),
        }
        self._head(root)

    def _without_skipped(
        self, blocks: Iterable[TextParagraph | CellTable]
    ) -> Iterator[TextParagraph | CellTable]:
        """Leave over the paragraphs that stand wholly in a colour that a person skips."""
        colours = ColourMeaning(self.setting.colours)
        for block in blocks:
            if isinstance(block, TextParagraph) and colours.whole(block) == "skip":
                self.setting.ledger.leave(block.at, block.text, "doubt")
            else:
                yield block

    def _met(self, blocks: Sequence[TextParagraph | CellTable]) -> dict[str, str | None]:
        """Give the colours of whole paragraphs, for a person to say what they mean."""
        every = (
            colour
            for each in blocks
            if isinstance(each, TextParagraph) and each.text.strip()
            for colour in (each.colour, each.highlight)
            if colour
        )
        return dict.fromkeys(islice(dict.fromkeys(every), _COLOURS))

    def _without_legend(
        self, blocks: Sequence[TextParagraph | CellTable]
    ) -> Iterator[TextParagraph | CellTable]:
        self._legend: dict[str, str] = {}
        coloured = any(
            run.colour or run.highlight
            for each in blocks
            if isinstance(each, TextParagraph)
            for run in each.runs
        )
        for block in blocks:
            if coloured and isinstance(block, TextParagraph) and not self._legend:
                told = lines.legend(block.text)
                if told:
                    self._legend = told
                    self.setting.ledger.name(block.at, block.text)
                    continue
            yield block

    def _palette(self, root: HeadingNode) -> ColourMeaning:
        below: list[tuple[int, TextParagraph]] = []

        def gather(head: HeadingNode) -> None:
            for each in head.below:
                if isinstance(each, HeadingNode):
                    gather(each)
                elif isinstance(each, TextParagraph):
                    below.append((id(head), each))

        gather(root)
        return lines.palette(below, self.setting.colours, self._legend)

    def _head(self, head: HeadingNode) -> None:
        """Make what stands below a section, in order."""
        if head.paragraph is not None:
            self.setting.ledger.name(head.at, head.name)
        group: list[TextParagraph] = []
        steps_below = [each for each in head.heads if each.role == "step"]
        for each in head.below:
            if isinstance(each, TextParagraph):
                group.append(each)
            elif isinstance(each, HeadingNode) and each.role == "step":
                # All steps of a heading are one script, whatever stands between them.
                lead = self._flush(head, group, keep=each is steps_below[0])
                if each is steps_below[0]:
                    self._script(head, lead, steps_below)
            else:
                self._flush(head, group, steps_follow=bool(steps_below))
                self._below_section(head, each)
        self._flush(head, group)

    def _below_section(self, head: HeadingNode, each: HeadingNode | CellTable) -> None:
        if isinstance(each, CellTable):
            self._table(head, each)
        elif each.role == "card":
            self._card(each)
        else:
            self._head(each)

    def _flush(
        self,
        head: HeadingNode,
        group: list[TextParagraph],
        *,
        keep: bool = False,
        steps_follow: bool = False,
    ) -> list[TextParagraph]:
        """Make what loose paragraphs say; what belongs to a script is kept for it."""
        paragraphs, group[:] = list(group), []
        if not any(each.text.strip() for each in paragraphs):
            return []
        if keep or steps_follow:
            kept = [each for each in paragraphs if steps.goal(each.text)]
            for each in paragraphs:
                if each not in kept:
                    self._prose(each)
            return kept if keep else []
        kind = self.setting.kind or head.kind or head.enclosing
        if self._is_dialogue(paragraphs) or (kind == "script" and self._is_talk(paragraphs)):
            self._loose(head, paragraphs)
        elif kind in {"objection", "question"} and any(each.item for each in paragraphs):
            self._lists(head, paragraphs, kind)
        elif any(each.item and each.item.level for each in paragraphs):
            self._tree(head, paragraphs)
        else:
            for each in paragraphs:
                self._prose(each)
        return []

    def _prose(self, paragraph: TextParagraph) -> None:
        self.setting.ledger.leave(paragraph.at, paragraph.text, "prose")

    def _is_dialogue(self, paragraphs: Sequence[TextParagraph]) -> bool:
        sides = [said.side for each in paragraphs if (said := self.setting.speaker(each.text))]
        if {"ours", "client"} <= set(sides):
            return True
        return self._numbered(paragraphs)

    def _numbered(self, paragraphs: Sequence[TextParagraph]) -> bool:
        """Tell whether `1)` and `2)` take turns, and learn who they are."""
        numbers = [each for paragraph in paragraphs if (each := _speaker_number(paragraph))]
        if len(numbers) < _TURNS or set(numbers) != {"1", "2"}:
            return False
        turns = sum(one != other for one, other in pairwise(numbers))
        return turns >= len(numbers) // 2

    def _is_talk(self, paragraphs: Sequence[TextParagraph]) -> bool:
        found = [part for each in paragraphs for part in lines.parts(each, self.colours)]
        return any(part.fate == "say" for part in found)

    def _named(self, head: HeadingNode) -> tuple[str, str]:
        """Give title and address of a script: of the heading, the document, the file."""
        for each in (head, *head.above()):
            if each.paragraph is not None:
                return each.title, each.at
        return wording.title(self.title or self.file.rpartition(".")[0] or self.file), ""

    def _loose(self, head: HeadingNode, paragraphs: Sequence[TextParagraph]) -> None:
        """Make a script of paragraphs that no heading parts."""
        title, at = self._named(head)
        card = CardDraft("script", title, at or paragraphs[0].at)
        talk = TalkMaker(card, self.found, self.setting.language)
        if self._numbered(paragraphs):
            first = next(each for one in paragraphs if (each := _speaker_number(one)))
            paragraphs = [_speaking(each, first, self.setting) for each in paragraphs]
        reader = StepReader(talk, self.setting, self.colours, loose=True)
        for paragraph in paragraphs:
            reader.read(paragraph)
        reader.finish()
        self._close(talk, card)

    def _close(self, talk: TalkMaker, card: CardDraft) -> None:
        if not talk.main:
            return
        talk.finish()
        self.found.cards.append(card)

    def _script(
        self, head: HeadingNode, lead: Sequence[TextParagraph], run: Sequence[HeadingNode]
    ) -> None:
        """Make one script of the steps that share a heading."""
        title, at = self._named(head)
        card = CardDraft("script", title, at or run[0].at)
        talk = TalkMaker(card, self.found, self.setting.language)
        for paragraph in lead:
            self._goal(paragraph, card)
        inner: list[HeadingNode] = []
        for each in run:
            step = talk.step(
                wording.as_sentences(kinds.unnumbered(each.name)),
                kinds.stage_of(each.name),
                each.number,
            )
            self.setting.ledger.name(each.at, each.name)
            reader = StepReader(talk, self.setting, self.colours)
            reader.begin(step)
            for block in each.below:
                if isinstance(block, TextParagraph):
                    reader.read(block)
                elif isinstance(block, CellTable):
                    self._table(each, block)
                else:
                    inner.append(block)
            reader.finish()
        self._close(talk, card)
        for each in inner:
            if each.role == "card":
                self._card(each)
            else:
                self._head(each)

    def _goal(self, paragraph: TextParagraph, card: CardDraft) -> None:
        said = steps.goal(paragraph.text) or ""
        card.goal = card.goal or said
        self.setting.ledger.claim(paragraph.at, "field", said)
        text = paragraph.text.strip()
        self.setting.ledger.claim(paragraph.at, "name", text[: len(text) - len(said)])

    def _sections(self, head: HeadingNode) -> list[str]:
        names = [
            wording.as_sentences(kinds.unnumbered(each.name))
            for each in head.above()
            if each.paragraph is not None and not each.document and not kinds.kinds_of(each.name)
        ]
        return list(reversed(names))

    def _card(self, head: HeadingNode) -> None:
        card = CardDraft("objection", "", head.at)
        words = head.phrase if head.phrase is not None else kinds.unnumbered(head.name)
        about = head.phrase is None and bool(wording.lexemes(words) & _CUSTOMERS)
        card.client_words = [] if about else wording.client_phrases(words)
        card.title = wording.title(card.client_words[0] if card.client_words else words) or head.at
        card.sections = self._sections(head)
        answers = AnswerReader(card, self.setting, self.colours)
        self._below(head, answers)
        answers.finish()
        card.kind = self._kind(head, card.client_words[0] if card.client_words else words)
        if not card.filled:
            self.setting.ledger.leave(head.at, words, "no-answer")
            if head.label:
                self.setting.ledger.claim(head.at, "name", head.label)
            return
        if head.label:
            self.setting.ledger.claim(head.at, "name", head.label)
        self.setting.ledger.claim(head.at, "name" if about else "client", words)
        self.found.cards.append(card)

    def _below(self, head: HeadingNode, answers: AnswerReader) -> None:
        nested = [each for each in head.below if isinstance(each, TextParagraph)]
        del nested
        for block in head.below:
            if isinstance(block, TextParagraph):
                answers.read(block)
            elif isinstance(block, CellTable):
                self._table(head, block)
            elif block.role == "card":
                self._card(block)
            else:
                self.setting.ledger.name(block.at, block.name)
                self._below(block, answers)

    def _kind(self, head: HeadingNode, first: str) -> Kind:
        if self.setting.kind in {"objection", "question"}:
            return self.setting.kind
        labelled = kinds.kind_of(head.label)
        if labelled in {"objection", "question"}:
            return labelled
        if head.enclosing in {"objection", "question"}:
            return head.enclosing
        if head.asked or first.rstrip().endswith("?"):
            return "question"
        return "objection"

    def _lists(self, head: HeadingNode, paragraphs: Sequence[TextParagraph], kind: Kind) -> None:
        """Make cards of nested lists below a name of a kind."""
        items = [each for each in paragraphs if each.item is not None]
        for each in paragraphs:
            if each.item is None and not each.rule:
                self._prose(each)
        reader = TreeReader(self.setting, self.found, self.colours)
        sections = [*self._sections(head)]
        if head.paragraph is not None and not head.document and not kinds.kinds_of(head.name):
            sections.append(wording.as_sentences(head.name))
        for twig in of_list(items):
            reader.branch(twig, kind, sections)

    def _tree(self, head: HeadingNode, paragraphs: Sequence[TextParagraph]) -> None:
        """Make what nested lists hold whose own names say the kind."""
        for each in paragraphs:
            if each.item is None and not each.rule:
                self._prose(each)
        names = [each.name for each in (head, *head.above()) if each.paragraph is not None]
        roots = of_list([each for each in paragraphs if each.item is not None])
        TreeReader(self.setting, self.found, self.colours).whole(roots, [*names, self.title])

    def _table(self, head: HeadingNode, table: CellTable) -> None:
        names = [each.name for each in (head, *head.above()) if each.paragraph is not None]
        made = tables.cards(table, self.setting, [*names, self.title])
        sections = [*self._sections(head)]
        if head.paragraph is not None and not head.document and not kinds.kinds_of(head.name):
            sections.append(wording.as_sentences(head.name))
        for card in made:
            card.sections = [*sections, *card.sections]
        self.found.cards += made


def _speaker_number(paragraph: TextParagraph) -> str:
    """Give the number by which a speaker is told apart, "" where there is none."""
    if paragraph.item is not None and paragraph.item.sign == ")":
        return str(paragraph.item.number)
    found = settings.numbered_speaker(paragraph.text)
    return found[0] if found else ""


def _speaking(paragraph: TextParagraph, first: str, setting: RuleSetting) -> TextParagraph:
    """Say in words who speaks in a line that a number marks; the first to speak is ours."""
    number = _speaker_number(paragraph)
    if not number:
        return paragraph
    found = settings.numbered_speaker(paragraph.text)
    side = setting.speakers.get(f"{number})") or ("ours" if number == first else "client")
    name = "Менеджер" if side == "ours" else "Клиент"
    text = found[2] if found else paragraph.text
    if found:
        setting.ledger.claim(paragraph.at, "name", found[1])
    return replace(paragraph, runs=(replace(paragraph.runs[0], text=f"{name}: {text}"),))
