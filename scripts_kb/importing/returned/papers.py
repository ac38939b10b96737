"""Cards as a document that people read, and the same document as it comes back.

heading 1, the kind ─ heading 2, the title ─ «Код: objection/dorogo» ─ fields of the card, a label
before each ─ heading 3 «Ответ: cup» ─ fields of that answer
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from scripts_kb.documents.model import TextParagraph
from scripts_kb.documents.printing import PaperLine
from scripts_kb.documents.word.exact import ExactParagraph
from scripts_kb.importing.returned import tabling
from scripts_kb.importing.returned.sheets import ReturnedBook, ReturnedCard
from scripts_kb.importing.returned.tabling import CardColumn, CardRow
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import labels, outline, paths
from scripts_kb.schema.values import Value

_TEXTS: Final = catalogue("importing")
_CODE: Final = outline.of("objection").fields["id"].label
_NAMED: Final = re.compile(rf"(?:{'|'.join(_CODE)}): (?:{'|'.join(tabling.ITEMS)})/[a-z0-9-]+")
_KIND, _CARD, _ITEM = 1, 2, 3
"""Levels of headings."""
_NAMES: Final = 400
"""Names of cards in a paragraph: the longest of them fill no more of it than can be read back."""


def is_returned(paragraphs: Iterable[TextParagraph]) -> bool:
    """Tell whether a document was exported: a code stands below a heading."""
    heading = False
    for each in paragraphs:
        if heading and _NAMED.fullmatch(each.text):
            return True
        heading = each.heading is not None and each.heading.level == _CARD
    return False


def lines(cards: Iterable[tuple[str, Value, str]], language: Language) -> Iterator[PaperLine]:
    """Yield the paragraphs of a document.

    Args:
        cards: of each its entity, value and version, kind after kind.
        language: of the labels.
    """
    kind = ""
    exported: list[str] = []
    for entity, value, version in cards:
        exported.append(entity)
        if not entity.startswith(f"{kind}/"):
            kind = entity.partition("/")[0]
            yield PaperLine(labels.kind(entity, language, many=True), level=_KIND)
        yield from _card(entity, value, version, language)
    for start in range(0, len(exported), _NAMES):
        yield _small("paper-exported", " ".join(exported[start : start + _NAMES]), language)


def _small(key: str, text: str, language: Language) -> PaperLine:
    return PaperLine(text, f"{_TEXTS.say(key, language)}:", small=True)


def _card(entity: str, value: Value, version: str, language: Language) -> Iterator[PaperLine]:
    kind = entity.partition("/")[0]
    for row in tabling.rows(entity, value, version, language):
        if row.card:
            yield PaperLine(row.card["title"], level=_CARD)
            yield PaperLine(entity, f"{labels.pick(_CODE, language)}:")
            yield _small("paper-version", version, language)
        yield from _fields(row.card, kind, language, of_item=False)
        if row.name:
            yield PaperLine(f"{_TEXTS.say(f'paper-{kind}', language)}: {row.name}", level=_ITEM)
            yield from _fields(row.item, kind, language, of_item=True)


def _fields(
    texts: dict[str, str], kind: str, language: Language, *, of_item: bool
) -> Iterator[PaperLine]:
    for each in _labelled(kind, of_item=of_item):
        if each.field in texts:
            yield PaperLine(texts[each.field], f"{labels.pick(each.shape.label, language)}:")


def _labelled(kind: str, *, of_item: bool) -> list[CardColumn]:
    """Give the fields that stand behind a label: the title is a heading, an id behind another."""
    return [
        each
        for each in tabling.columns(kind)
        if each.of_item is of_item and each.field not in {"title", "id"}
    ]


def book(paragraphs: Iterable[ExactParagraph]) -> ReturnedBook:
    """Read a document that was exported."""
    reader = _Reader()
    for each in paragraphs:
        reader.take(each)
    return reader.finished()


class _Reader:
    """Takes paragraph after paragraph, and knows whose they are."""

    def __init__(self) -> None:
        self.book = ReturnedBook()
        self.kind = ""
        self.card: ReturnedCard | None = None
        self.field: tuple[dict[str, str], str] | None = None

    def take(self, found: ExactParagraph) -> None:
        """Take a paragraph."""
        if found.level == _KIND:
            self._open(found)
        elif found.level == _CARD:
            at, row = f"p{found.number}", CardRow(card={"title": found.text})
            self.card = ReturnedCard("", self.kind or "objection", at, [row])
            self.field = (row.card, "title")
            self.book.cards.append(self.card)
        elif found.level == _ITEM and self.card is not None:
            name = found.text.partition(":")[2].strip()
            listed = tabling.ITEMS[self.card.kind]
            self.card.rows.append(CardRow(path=paths.item(listed, name) if name else ""))
            self.field = None
        elif found.text.strip() and not self._labelled(found.text):
            self._go_on(found)

    def _open(self, found: ExactParagraph) -> None:
        kinds = {name: kind for kind in tabling.ITEMS for name in _plural(kind)}
        self.kind = kinds.get(found.text.strip().lower(), self.kind)
        self.card = self.field = None

    def _labelled(self, text: str) -> bool:
        """Take a field by its label; tell whether it was one."""
        label, sign, rest = text.partition(":")
        label, rest = label.strip().lower(), rest.removeprefix(" ")
        if not sign:
            return False
        if label in _said("paper-exported"):
            self.book.exported |= dict.fromkeys(rest.split(), "")
            return True
        if self.card is None:
            return False
        first, row = self.card.rows[0], self.card.rows[-1]
        if first is row and _NAMED.fullmatch(text.strip()):
            self.card.entity = first.entity = rest.strip()
            self.card.kind = self.card.entity.partition("/")[0]
            return True
        if label in _said("paper-version") and first is row:
            first.version = rest.strip()
            return True
        texts = row.card if first is row else row.item
        for each in _labelled(self.card.kind, of_item=first is not row):
            if label in _lower(each.shape.label):
                texts[each.field] = rest
                self.field = (texts, each.field)
                return True
        return False

    def _go_on(self, found: ExactParagraph) -> None:
        """Take a paragraph that a person made of one: it goes on with the field above."""
        if self.field is None:
            self.book.left.add(f"p{found.number}")
            return
        texts, name = self.field
        texts[name] += f"\n{found.text}"

    def finished(self) -> ReturnedBook:
        """Give the cards; a field that has no label any more was emptied."""
        for card in self.book.cards:
            for number, row in enumerate(card.rows):
                texts = row.item if number else row.card
                for each in _labelled(card.kind, of_item=bool(number)):
                    texts.setdefault(each.field, "")
        return self.book


def _plural(kind: str) -> set[str]:
    return {labels.kind(kind, "ru", many=True).lower(), labels.kind(kind, "en", many=True).lower()}


def _said(key: str) -> set[str]:
    return _lower((_TEXTS.say(key, "ru"), _TEXTS.say(key, "en")))


def _lower(pair: Iterable[str]) -> set[str]:
    return {each.lower() for each in pair}
