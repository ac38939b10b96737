"""Drafts as the schema has them: ids, variables in the place of blanks, nobody's phones.

CardDraft ──▶ {"id": "dorogo", "title": "Дорого", "status": "draft", "answers": [{"id": …}]}
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scripts_kb.importing.scripts import kinds, persons, placeholders, wording
from scripts_kb.importing.scripts.drafts import AnswerDraft, CardDraft, StepDraft
from scripts_kb.language import Language

_ASKS_NAME: Final = re.compile(
    r"как\s+(?:к\s+вам|мне\s+к\s+вам|могу\s+к\s+вам)\s+(?:можно\s+)?обращаться|"
    r"как\s+вас\s+(?:зовут|называть)|"
    r"как\s+я\s+могу\s+к\s+вам\s+обращаться|\byour\s+name\b(?!\s+is)",
    re.IGNORECASE,
)
_SECTION: Final[dict[Language, str]] = {"ru": "Раздел", "en": "Section"}
NAME: Final = "client_name"


@dataclass(slots=True)
class KnownVariables:
    """What the knowledge base knows: its language and its variables.

    Attributes:
        language: of the base.
        defined: variables of `kb.yml`.
        captured: what its scripts write down; those of this run join them.
        own: text or name of a blank → variable, of the map.
    """

    language: Language = "ru"
    defined: frozenset[str] = frozenset()
    captured: frozenset[str] = frozenset()
    own: Mapping[str, str] = field(default_factory=dict)


class ValueMaker:
    """Makes values of drafts, and counts the blanks that it met."""

    def __init__(self, known: KnownVariables) -> None:
        self.known = known
        self.blanks: dict[str, tuple[str | None, int]] = {}

    def of(self, card: CardDraft, ids: "ItemIds") -> dict[str, Any]:
        """Give a card's value without its id.

        Args:
            card: the draft.
            ids: gives ids to answers, steps and hints, those of before where they have one.
        """
        if card.kind == "script":
            return self._script(card, ids)
        known = self.known.defined | self.known.captured
        self._is_known: Callable[[str], bool] = known.__contains__
        value = {
            "title": self._text(card.title),
            "status": "draft",
            "note": self._note(card.sections),
            "client_words": _distinct(map(self._text, card.client_words)),
            "heard_at": list(card.heard_at),
        }
        value |= self._question(card, ids) if card.kind == "question" else self._answers(card, ids)
        return _filled(value)

    def _note(self, sections: Iterable[str]) -> str:
        names = " / ".join(dict.fromkeys(sections))
        return self._text(f"{_SECTION[self.known.language]}: {names}") if names else ""

    def _answers(self, card: CardDraft, ids: "ItemIds") -> dict[str, Any]:
        return {
            "answers": [self._answer(each, ids) for each in card.answers],
            "do_not_say": self._never(card.never, ids),
        }

    def _answer(self, answer: AnswerDraft, ids: "ItemIds") -> dict[str, Any]:
        says = "\n".join(map(self._text, answer.say))
        moves = [(role, self._text(text)) for role, text in answer.moves]
        key = says or (moves[0][1] if moves else "") or answer.when or "".join(answer.hints[:1])
        value: dict[str, Any] = {"id": ids.of("answer", key)}
        value["when"] = self._text(answer.when)
        value["true_concern"] = self._text(answer.true_concern)
        value["say"] = says
        value["steps"] = [
            _filled({"id": ids.of("move", text), "role": role, "say": text}) for role, text in moves
        ]
        value["technique"] = self._text(answer.technique)
        value["next_question"] = self._text(answer.next_question)
        value["hints"] = self._hints(answer.hints, ids)
        value["proof"] = self._proof(answer.proof, ids)
        return _filled(value)

    def _question(self, card: CardDraft, ids: "ItemIds") -> dict[str, Any]:
        said = [
            text for each in card.answers for text in (*each.say, *(move for _, move in each.moves))
        ]
        hints = [
            hint
            for each in card.answers
            for hint in (each.when, each.true_concern, each.technique, *each.hints)
            if hint
        ]
        asked = [each.next_question for each in card.answers if each.next_question]
        return {
            "answer": "\n".join(map(self._text, said)),
            "next_question": self._text("\n".join(asked)),
            "hints": self._hints(hints, ids),
            "proof": self._proof([text for each in card.answers for text in each.proof], ids),
            "do_not_say": self._never(card.never, ids),
        }

    def _hints(self, hints: Iterable[str], ids: "ItemIds") -> list[dict[str, Any]]:
        return [{"id": ids.of("hint", each), "say": self._text(each)} for each in hints]

    def _proof(self, proof: Iterable[str], ids: "ItemIds") -> list[dict[str, Any]]:
        return [{"id": ids.of("proof", each), "text": self._text(each)} for each in proof]

    def _never(self, never: Iterable[str], ids: "ItemIds") -> list[dict[str, Any]]:
        return [
            {"id": ids.of("never", each), "say": self._text(each)} for each in dict.fromkeys(never)
        ]

    def _script(self, card: CardDraft, ids: "ItemIds") -> dict[str, Any]:
        captures = {each.name for each in card.steps if any(map(_ASKS_NAME.search, each.say))}
        before = captured_before(card.steps, captures)
        self._is_known = self.known.defined.__contains__
        names = self._names(card.steps, ids)
        title = self._text(card.title)
        value = {
            "title": title,
            "status": "draft",
            "note": self._note(card.sections),
            "client_words": _distinct(map(self._text, card.client_words)),
            "channel": kinds.channel(card.title),
            "direction": kinds.direction(card.title),
            "goal": self._text(card.goal),
            "entry": names[card.steps[0].name],
            "nodes": [self._node(each, names, captures, before, ids) for each in card.steps],
        }
        return _filled(value)

    def _names(self, steps: Iterable[StepDraft], ids: "ItemIds") -> dict[str, str]:
        return {
            each.name: ids.of("step", each.intent or "".join(each.say) or each.name)
            for each in steps
        }

    def _node(
        self,
        step: StepDraft,
        names: Mapping[str, str],
        captures: Collection[str],
        before: Collection[str],
        ids: "ItemIds",
    ) -> dict[str, Any]:
        here = self.known.defined | ({NAME} if step.name in before else frozenset())
        self._is_known = here.__contains__
        value = {
            "id": names[step.name],
            "stage": step.stage,
            "intent": self._text(step.intent),
            "say": "\n".join(map(self._text, step.say)),
            "capture": NAME if step.name in captures else "",
            "hints": self._hints(step.hints, ids),
            "do_not_say": self._never(step.never, ids),
            "answers": [
                _filled(
                    {
                        "id": ids.of("reply", each.says or names[each.to]),
                        "client_says": self._text(each.says),
                        "next": names[each.to],
                    }
                )
                for each in step.replies
            ],
            "next": names.get(step.next, ""),
            "outcome": step.outcome,
        }
        return _filled(value)

    def _text(self, text: str) -> str:
        """Put variables in the place of blanks."""
        language = self.known.language
        if not text:
            return ""
        own = {**{name: name for name in self.known.defined}, **self.known.own}
        signs = {each[language] for each in persons.SIGNS} | {"<our_phone>"}

        def note(written: str, to: str | None) -> None:
            if written not in signs:
                self.blanks[written] = (to, self.blanks.get(written, (None, 0))[1] + 1)

        return placeholders.unmarked(placeholders.settle(text, own, self._is_known, note)).strip()


class ItemIds:
    """Gives ids to the items of a card: what was called something before is called so again."""

    def __init__(self, items: Mapping[str, str]) -> None:
        self._known = dict(items)
        self._taken = set(items.values())
        self.given: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def of(self, kind: str, text: str) -> str:
        """Give an id."""
        key = wording.plain(text)[:60].strip()
        known = self._known.pop(key, None) if key else None
        if known is None:
            known = self._next(kind)
        if key and key not in self.given:
            self.given[key] = known
        return known

    def _next(self, kind: str) -> str:
        while True:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            name = f"{kind}-{self._counts[kind]}"
            if name not in self._taken:
                self._taken.add(name)
                return name


def captured_before(steps: Iterable[StepDraft], captures: Collection[str]) -> set[str]:
    """Give the steps before which the customer's name is written down on every way."""
    every = {each.name: each for each in steps}
    entry = next(iter(every), None)
    known = dict.fromkeys(every, True)
    if entry is not None:
        known[entry] = False
    grown = True
    while grown:
        grown = False
        for step in every.values():
            after = known[step.name] or step.name in captures
            targets = [each.to for each in step.replies] + ([step.next] if step.next else [])
            for target in targets:
                if known.get(target) and not after:
                    known[target] = False
                    grown = True
    return {name for name, told in known.items() if told}


def captures(cards: Iterable[CardDraft]) -> bool:
    """Tell whether a script of these writes the customer's name down."""
    return any(
        _ASKS_NAME.search(text) for card in cards for step in card.steps for text in step.say
    )


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in value.items() if each not in ("", None, [])}


def _distinct(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(each for each in found if each))
