"""What stands below a client's phrase: answers, hints, techniques, what must not be said.

1. **Сравнение:** «С чем сравниваете?»   an answer with its technique
Если молчит: «Могу посчитать.»           an answer with its `when`
> Бывает. Посмотрите…                    an answer
(показать строку)                        a hint of the answer above it
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from scripts_kb.documents.model import TextParagraph
from scripts_kb.importing.scripts import branches, lines, placeholders, spoken, wording
from scripts_kb.importing.scripts.drafts import AnswerDraft, CardDraft
from scripts_kb.importing.scripts.lines import ColourMeaning
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.importing.scripts.spoken import SpokenPart

_CLAIMS: Final = {
    "say": "said",
    "label": "name",
    "hint": "field",
    "never": "field",
    "technique": "field",
    "next_question": "field",
}
_LABEL: Final = re.compile(r"[^:]{1,60}:\s*")


def claimed(
    setting: RuleSetting, paragraph: TextParagraph, found: Iterable[SpokenPart]
) -> list[SpokenPart]:
    """Enter the parts of a paragraph in the ledger; what is in doubt is left over and dropped."""
    kept = []
    for part in found:
        if part.fate == "doubt":
            setting.ledger.leave(paragraph.at, part.text, "doubt")
            continue
        for line in part.text.split("\n"):
            setting.ledger.claim(paragraph.at, _CLAIMS[part.fate], line)
        if part.fate != "label":
            kept.append(part)
    return kept


def parts_of(
    setting: RuleSetting,
    paragraph: TextParagraph,
    colours: ColourMeaning,
    *,
    said: bool = False,
    place: bool = False,
) -> list[SpokenPart]:
    """Part a paragraph, as a person settled it or else by the rules."""
    setting.met_words.add(paragraph.at)
    settled = setting.settled.get(paragraph.at)
    if settled in {"say", "hint"}:
        return [SpokenPart("say" if settled == "say" else "hint", paragraph.text.strip())]
    if settled == "skip":
        return [SpokenPart("doubt", paragraph.text.strip())]
    return lines.parts(paragraph, colours, said=said, place=place)


class AnswerReader:
    """The answers of a card while its paragraphs are read."""

    def __init__(self, card: CardDraft, setting: RuleSetting, colours: ColourMeaning) -> None:
        self.card = card
        self.setting = setting
        self.colours = colours
        self._loose: AnswerDraft | None = None
        self._last: AnswerDraft | None = None
        self._hints: list[str] = []
        self._technique = ""
        self._question = ""
        self._place = False
        self._list: str | None = None
        self._below = False
        self._speaker = ""

    def read(self, paragraph: TextParagraph) -> None:
        """Read the next paragraph."""
        if paragraph.rule or not paragraph.text.strip():
            return
        text = lines.marked_text(paragraph).strip()
        numbered = paragraph.item is not None and paragraph.item.number is not None
        if self._dialogue(paragraph, text, numbered=numbered):
            return
        label = spoken.labelled(text)
        if label and label[0] == "say" and not label[2]:
            self.setting.ledger.claim(paragraph.at, "name", text)
            self._place = True
            return
        self._speaker = ""
        branch = branches.read(text)
        if branch and branch.conditional and branch.words:
            self._when(paragraph, branch.says, branch.words)
        elif paragraph.quote or paragraph.fence:
            self._parts(paragraph, self._new(), said=True)
        elif paragraph.item is not None and self._is_answer(paragraph, numbered=numbered):
            self._item(paragraph, text)
        else:
            self._list = None
            self._parts(paragraph, None, place=self._place)

    def _is_answer(self, paragraph: TextParagraph, *, numbered: bool) -> bool:
        """Tell whether an item is an answer: a numbered one, or one right below the phrase."""
        item = paragraph.item
        if item is None or numbered:
            return True
        if item.list != self._list:
            self._list = item.list
            self._below = not any(each.words for each in self.card.answers)
        return self._below

    def _item(self, paragraph: TextParagraph, text: str) -> None:
        technique, rest = _bold_label(paragraph, text)
        answer = AnswerDraft()
        if technique:
            self.setting.ledger.claim(paragraph.at, "field", technique)
            answer.technique = technique
            paragraph = rest
        found = claimed(
            self.setting, paragraph, parts_of(self.setting, paragraph, self.colours, place=True)
        )
        if any(part.fate == "say" for part in found):
            self._adopt(answer)
        self._fill(found, answer if answer in self.card.answers else None)

    def _new(self) -> AnswerDraft:
        return AnswerDraft()

    def _adopt(self, answer: AnswerDraft) -> None:
        """Put an answer into the card; what waited for the first words of a card goes to it."""
        if answer.technique == "" and self._technique:
            answer.technique, self._technique = self._technique, ""
        answer.hints, self._hints = [*self._hints, *answer.hints], []
        if self._question:
            answer.next_question, self._question = self._question, ""
        self.card.answers.append(answer)
        self._last = answer

    def _parts(
        self,
        paragraph: TextParagraph,
        answer: AnswerDraft | None,
        *,
        said: bool = False,
        place: bool = False,
    ) -> None:
        technique, rest = _bold_label(paragraph, lines.marked_text(paragraph).strip())
        if technique:
            self.setting.ledger.claim(paragraph.at, "field", technique)
            self._technique = technique
            paragraph, answer = rest, AnswerDraft()
        found = claimed(
            self.setting,
            paragraph,
            parts_of(self.setting, paragraph, self.colours, said=said, place=place),
        )
        if any(part.fate == "say" for part in found):
            if answer is None:
                if self._loose is None:
                    self._loose = AnswerDraft()
                    self._adopt(self._loose)
                answer = self._loose
            else:
                self._adopt(answer)
        else:
            answer = None
        self._fill(found, answer)

    def _fill(self, found: list[SpokenPart], answer: AnswerDraft | None) -> None:
        for part in found:
            if part.fate == "never":
                self.card.never.append(part.text)
            elif part.fate == "say" and answer is not None:
                answer.say.append(part.text)
                self._last = answer
            elif part.fate == "technique":
                self._technique = part.text
            elif part.fate == "next_question":
                self._ask(part.text)
            elif part.fate == "hint":
                self._hint(part.text)

    def _ask(self, text: str) -> None:
        if self._last is not None and not self._last.next_question:
            self._last.next_question = text
        else:
            self._question = text

    def _hint(self, text: str) -> None:
        if self._last is None:
            self._hints.append(text)
        else:
            self._last.hints.append(text)

    def _when(self, paragraph: TextParagraph, when: str, words: str) -> None:
        answer = AnswerDraft(when=when)
        self.setting.ledger.claim(paragraph.at, "field", when)
        self.setting.ledger.claim(paragraph.at, "name", paragraph.text.strip().split()[0])
        found = claimed(self.setting, paragraph, spoken.parts(words, place=True))
        self._adopt(answer)
        for part in found:
            if part.fate == "say":
                answer.say.append(part.text)
            elif part.fate == "hint":
                answer.hints.append(part.text)
        _claim_rest(self.setting, paragraph)

    def _dialogue(self, paragraph: TextParagraph, text: str, *, numbered: bool) -> bool:
        said = self.setting.speaker(text)
        if said is None and self._speaker:
            return self._spoken(paragraph, self._speaker, text, numbered=numbered)
        if said is None:
            return False
        self.setting.ledger.claim(paragraph.at, "name", said.mark)
        if not said.words:
            self._speaker = said.side
            return True
        return self._spoken(paragraph, said.side, said.words, numbered=numbered)

    def _spoken(self, paragraph: TextParagraph, side: str, text: str, *, numbered: bool) -> bool:
        self._speaker = ""
        if side == "client":
            self._heard(paragraph, text, numbered=numbered)
            return True
        if self._last is None or (numbered and self._last is not self._opened):
            self._adopt(AnswerDraft())
        answer = self._last
        inner = _inside(paragraph, text)
        found = claimed(self.setting, inner, parts_of(self.setting, inner, self.colours, said=True))
        for part in found:
            if part.fate == "say" and answer is not None:
                answer.moves.append(("", part.text))
            elif part.fate == "hint":
                self._hint(part.text)
        return True

    _opened: AnswerDraft | None = None

    def _heard(self, paragraph: TextParagraph, text: str, *, numbered: bool) -> None:
        phrases = wording.client_phrases(text)
        if numbered:
            self._adopt(AnswerDraft(when=" / ".join(phrases)))
            self._opened = self._last
            self.setting.ledger.claim(paragraph.at, "field", text)
        elif self._last is None:
            self.card.client_words += [
                each for each in phrases if each not in self.card.client_words
            ]
            self.setting.ledger.claim(paragraph.at, "client", text)
        else:
            self.setting.ledger.leave(paragraph.at, text, "client-between")

    def finish(self) -> None:
        """Give what still waits its place."""
        for answer in self.card.answers:
            if len(answer.moves) == 1 and not answer.say:
                answer.say, answer.moves = [answer.moves[0][1]], []
            elif answer.moves and answer.say:
                answer.moves += [("", each) for each in answer.say]
                answer.say = []
        if self._hints or self._question:
            answer = AnswerDraft()
            self._adopt(answer)
        if self._technique and self.card.answers and not self.card.answers[-1].technique:
            self.card.answers[-1].technique = self._technique


def _inside(paragraph: TextParagraph, text: str) -> TextParagraph:
    """Give a paragraph without the speaker's mark at its beginning."""
    drop = len(paragraph.text.rstrip()) - len(placeholders.unmarked(text))
    runs = []
    for run in paragraph.runs:
        cut = min(drop, len(run.text))
        drop -= cut
        if run.text[cut:]:
            runs.append(replace(run, text=run.text[cut:]))
    return replace(paragraph, runs=tuple(runs))


def _claim_rest(setting: RuleSetting, paragraph: TextParagraph) -> None:
    """Say that what is left of a branch told us that it is one: «если клиент»."""
    for word in re.findall(r"[^\W\d_]+", paragraph.text.split(":")[0].split("→")[0]):
        if word.lower() in {
            "клиент",
            "говорит",
            "если",
            "if",
            "the",
            "customer",
            "client",
            "or",
            "или",
            "says",
            "спросит",
            "скажет",
        }:
            setting.ledger.claim(paragraph.at, "name", word)


def _bold_label(paragraph: TextParagraph, text: str) -> tuple[str, TextParagraph]:
    """Read a bold label before a quoted answer as its technique."""
    filled = [run for run in paragraph.runs if run.text.strip()]
    if len(filled) <= 1 or not filled[0].bold or spoken.labelled(text):
        return "", paragraph
    match = _LABEL.match(text)
    if match is None or wording.unquoted(text[match.end() :]) is None:
        return "", paragraph
    if len(filled[0].text.strip().rstrip(":")) != len(match[0].strip().rstrip(": ")):
        return "", paragraph
    return match[0].strip().rstrip(":").strip(), _inside(paragraph, text[match.end() :])
