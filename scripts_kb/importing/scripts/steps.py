"""What stands below a step, or in a script without steps: words, hints, branches, dialogues."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from scripts_kb.documents.model import TextParagraph
from scripts_kb.importing.scripts import answers, branches, lines, setting, spoken, wording
from scripts_kb.importing.scripts.drafts import ReplyDraft, StepDraft
from scripts_kb.importing.scripts.lines import ColourMeaning
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.importing.scripts.talks import TalkMaker

_GOAL: Final = re.compile(
    r"(?:цель(?:\s+(?:звонка|разговора|скрипта|встречи|письма))?|"
    r"goal(?:\s+of\s+the\s+call)?)\s*[:—–]\s*",
    re.IGNORECASE,
)


def goal(text: str) -> str | None:
    """Give the goal that a line names, None where it names none.

    Examples:
        >>> goal("Цель звонка: запись на осмотр."), goal("Целься")
        ('запись на осмотр.', None)
    """
    match = _GOAL.match(text.strip())
    return text.strip()[match.end() :].strip() or None if match else None


class StepReader:
    """Reads the paragraphs of steps into a script.

    Args:
        talk: the script.
        setting: the ledger, the map, the language.
        colours: what colours mean.
        loose: whether nothing but the words says where a step ends.
    """

    def __init__(
        self, talk: TalkMaker, setting: RuleSetting, colours: ColourMeaning, *, loose: bool = False
    ) -> None:
        self.talk = talk
        self.setting = setting
        self.colours = colours
        self.loose = loose
        self.current: StepDraft | None = None
        self._ended = False
        self._replies = False
        self._branched = False
        self._side: StepDraft | None = None
        self._pending = False
        self._speaker = ""
        self._place = False
        self._heard: tuple[str, TextParagraph] | None = None

    def begin(self, step: StepDraft) -> None:
        """Begin a step that a heading names."""
        self.current, self._ended = step, False
        self._replies = self._branched = self._pending = self._place = False
        self._side, self._speaker = None, ""

    def read(self, paragraph: TextParagraph) -> None:
        """Read the next paragraph."""
        if paragraph.rule:
            self._ended = self._ended or self.loose
            self._replies = False
            return
        text = lines.marked_text(paragraph).strip()
        if not text:
            return
        if self._spoken(paragraph, text) or self._labels(paragraph, text):
            return
        if self._pending and self._side is not None:
            self._pending = False
            self._words(paragraph, self._side, place=True)
            return
        if self._branch(paragraph, text):
            return
        self._plain(paragraph)

    def _labels(self, paragraph: TextParagraph, text: str) -> bool:
        if branches.begins_replies(text):
            self.setting.ledger.claim(paragraph.at, "name", text)
            self._replies = True
            return True
        label = spoken.labelled(text)
        if label and label[0] == "say" and not label[2]:
            self.setting.ledger.claim(paragraph.at, "name", text)
            self._place = True
            return True
        said = goal(text)
        if said and not self.talk.card.goal:
            self.talk.card.goal = said
            self.setting.ledger.claim(paragraph.at, "field", said)
            self.setting.ledger.claim(paragraph.at, "name", text[: len(text) - len(said)])
            return True
        return False

    def _step(self) -> StepDraft:
        if self.current is None or self._ended:
            self.current = self.talk.step()
            if self._heard is not None:
                before = self.talk.main[-2] if len(self.talk.main) > 1 else None
                if before is not None:
                    before.replies.append(ReplyDraft(self._heard[0], self.current.name))
            self._heard = None
            self._ended = self._branched = self._replies = False
        return self.current

    def _branch(self, paragraph: TextParagraph, text: str) -> bool:
        branch = branches.read(text)
        if branch is None and self._replies and self._is_reply(paragraph):
            branch = branches.WrittenBranch(says=wording.capital(wording.phrase(text)))
        if branch is None:
            self._replies = self._replies and self._is_reply(paragraph)
            return False
        if self.current is None and not branch.says:
            return False
        step = self.current if self.current is not None and not self._ended else self._step()
        if not branch.says and not branch.words:
            self.setting.ledger.claim(paragraph.at, "name", branch.target)
            self.talk.go(step, branch.target, self._dangling(paragraph, branch.target))
            return True
        self._claim(paragraph, branch)
        self._side = self.talk.branch(step, branch, self._dangling(paragraph, branch.target))
        if self._side is not None and branch.words:
            self._fill(paragraph, branch.words, self._side)
        self._pending = branch.pending
        self._branched = True
        return True

    def _is_reply(self, paragraph: TextParagraph) -> bool:
        return paragraph.item is not None or not paragraph.gap

    def _claim(self, paragraph: TextParagraph, branch: branches.WrittenBranch) -> None:
        ledger = self.setting.ledger
        ledger.claim(paragraph.at, "client", branch.says)
        if branch.target:
            ledger.claim(paragraph.at, "name", branch.target)
        for word in re.findall(r"[^\W\d_]+", paragraph.text):
            if word.lower() in {
                "если",
                "if",
                "or",
                "или",
                "клиент",
                "client",
                "customer",
                "the",
                "говорит",
                "says",
                "спросит",
                "скажет",
                "покупатель",
                "пациент",
                "заказчик",
            }:
                ledger.claim(paragraph.at, "name", word)

    def _dangling(self, paragraph: TextParagraph, target: str) -> Callable[[], None]:
        what, name = branches.destination(target)
        shown = target.strip(" .;") if what == "number" else name
        return lambda: self.setting.ledger.left_name(paragraph.at, shown, "dangling")

    def _fill(self, paragraph: TextParagraph, words: str, side: StepDraft) -> None:
        found = answers.claimed(self.setting, paragraph, spoken.parts(words, place=True))
        _put(side, found)

    def _words(
        self, paragraph: TextParagraph, step: StepDraft, *, place: bool = False, said: bool = False
    ) -> None:
        found = answers.parts_of(self.setting, paragraph, self.colours, place=place, said=said)
        _put(step, answers.claimed(self.setting, paragraph, found))

    def _plain(self, paragraph: TextParagraph) -> None:
        found = answers.parts_of(self.setting, paragraph, self.colours, place=self._place)
        if self.current is None and not self.loose:
            self._left(paragraph)
            return
        if self.current is None and all(part.fate in {"doubt", "hint", "label"} for part in found):
            self._left(paragraph)
            return
        if self.loose and self._branched:
            self._ended = True
        step = self._step()
        kept = answers.claimed(self.setting, paragraph, found)
        _put(step, kept)
        if self.loose and any(part.fate == "hint" and spoken.waits(part.text) for part in kept):
            self._ended = True

    def _left(self, paragraph: TextParagraph) -> None:
        self.setting.ledger.leave(paragraph.at, paragraph.text, "prose")

    def _spoken(self, paragraph: TextParagraph, text: str) -> bool:
        said = self.setting.speaker(text)
        if said is None and not self._speaker:
            return self._unknown(paragraph, text)
        if said is None:
            side, words, inner = self._speaker, text, paragraph
        else:
            self.setting.ledger.claim(paragraph.at, "name", said.mark)
            side, words = said.side, said.words
            if not words:
                self._speaker = side
                return True
            inner = answers._inside(paragraph, words)  # noqa: SLF001
        self._speaker = ""
        if side == "client":
            self._hear(paragraph, words)
        else:
            if said is not None and self._heard is not None:
                self._ended = True
            self._words(inner, self._step(), said=True)
        return True

    def _unknown(self, paragraph: TextParagraph, text: str) -> bool:
        found = setting.unknown_speaker(text)
        if found is None or not self.loose:
            return False
        self.setting.unknown.setdefault(found[0], paragraph.at)
        self.setting.ledger.leave(paragraph.at, text, "doubt")
        return True

    def _hear(self, paragraph: TextParagraph, words: str) -> None:
        phrase = wording.phrase(words)
        self.setting.ledger.claim(paragraph.at, "client", words)
        if self.current is None and not self.talk.main:
            self.talk.card.client_words += wording.client_phrases(words)
            return
        if self._heard is not None:
            self._heard = (f"{self._heard[0]} {phrase}", paragraph)
        else:
            self._heard = (phrase, paragraph)
        self._ended = True

    def finish(self) -> None:
        """Leave over what the customer says last: nothing of ours answers it."""
        if self._heard is not None:
            at, words = self._heard[1].at, self._heard[0]
            self.setting.ledger.left_name(at, words, "no-answer")


def _put(step: StepDraft, found: Iterable[spoken.SpokenPart]) -> None:
    for part in found:
        if part.fate in {"say", "next_question"}:
            step.say.append(part.text)
        elif part.fate in {"hint", "technique"}:
            step.hints.append(part.text)
        elif part.fate == "never":
            step.never.append(part.text)


def without_run(paragraph: TextParagraph, text: str) -> TextParagraph:
    """Give a paragraph that says a text in its first dress."""
    return replace(paragraph, runs=(replace(paragraph.runs[0], text=text),))
