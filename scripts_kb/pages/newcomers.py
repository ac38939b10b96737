"""The newcomer's five days: the path, flash cards, a sheet to sign on paper."""

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from typing import Final

from scripts_kb.pages.cards import grouped
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.schema import labels
from scripts_kb.schema.cards import Objection

DECK: Final = 40
"""How many flash cards are in the deck."""


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield the pages of newcomers; nothing for partners."""
    if reading.site.audience == "partner":
        return
    yield Planned("newcomers/index.md", partial(_path, reading))
    yield Planned("newcomers/cards.md", partial(_cards, reading))
    yield Planned("newcomers/sheet.md", partial(_sheet, reading))


def _path(reading: Reading) -> Page:
    scripts = [f"script/{script.id}" for script in reading.records("script")]
    title = reading.messages.one("For a newcomer")
    return Sheet(reading, "newcomers/index.md").page("newcomers.html", title, scripts=scripts)


def _cards(reading: Reading) -> Page:
    title, deck = reading.messages.one("Flash cards"), list(_deck(reading))
    sheet = Sheet(reading, "newcomers/cards.md")
    return sheet.page("flash.html", title, deck=deck, searched=False, look="flash")


def _sheet(reading: Reading) -> Page:
    title, read = reading.messages.one("Sheet to sign"), list(_to_read(reading))
    sheet = Sheet(reading, "newcomers/sheet.md")
    return sheet.page("sheet.html", title, read=read, searched=False, look="sheet")


def _deck(reading: Reading) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield flash cards, one of each stage of a call in turn, so that a short deck shows all."""
    groups = grouped(
        [card for card in reading.records("objection") if card.client_words and _said(card)],
        lambda card: card.heard_at[0] if card.heard_at else "",
        labels.choices("stage"),
    )
    turns = zip_longest(*(records for _, records in groups))
    cards = [card for turn in turns for card in turn if card is not None]
    for card in cards[:DECK]:
        yield f"objection/{card.id}", card.client_words[0], _said(card)


def _said(card: Objection) -> list[tuple[str, str]]:
    said = []
    for answer in card.answers:
        text = answer.say or " ".join(step.say for step in answer.steps)
        if text:
            said.append((text, answer.next_question))
    return said


def _to_read(reading: Reading) -> Iterator[tuple[str, int | None]]:
    for kind in ("regulation", "script"):
        for record in reading.records(kind):
            entity = f"{kind}/{record.id}"
            yield entity, reading.site.versions.get(entity)
