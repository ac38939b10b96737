"""The newcomer's five days: the path, flash cards, a sheet to sign on paper."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from scripts_kb.pages.cards import grouped
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page
from scripts_kb.schema import labels
from scripts_kb.schema.cards import Objection

DECK: Final = 40
"""How many flash cards are in the deck."""


def render(reading: Reading) -> Iterator[Page]:
    """Yield the pages of newcomers; nothing for partners."""
    if reading.site.audience == "partner":
        return
    say = reading.messages.one
    scripts = [f"script/{script.id}" for script in reading.records("script")]
    yield Sheet(reading, "newcomers/index.md").page(
        "newcomers.html", say("For a newcomer"), scripts=scripts
    )
    yield Sheet(reading, "newcomers/cards.md").page(
        "flash.html", say("Flash cards"), deck=list(_deck(reading)), searched=False, look="flash"
    )
    yield Sheet(reading, "newcomers/sheet.md").page(
        "sheet.html",
        say("Sheet to sign"),
        read=list(_to_read(reading)),
        searched=False,
        look="sheet",
    )


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
