"""The newcomer's five days: the path, flash cards, a sheet to sign on paper."""

from collections.abc import Iterator
from functools import partial

from scripts_kb.pages import deck
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned


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
    title, cards = reading.messages.one("Flash cards"), deck.of(reading)
    sheet = Sheet(reading, "newcomers/cards.md")
    return sheet.page("flash.html", title, cards=cards, searched=False, look="flash")


def _sheet(reading: Reading) -> Page:
    title, read = reading.messages.one("Sheet to sign"), list(_to_read(reading))
    sheet = Sheet(reading, "newcomers/sheet.md")
    return sheet.page("sheet.html", title, read=read, searched=False, look="sheet")


def _to_read(reading: Reading) -> Iterator[tuple[str, int | None]]:
    for kind in ("regulation", "script"):
        for record in reading.records(kind):
            entity = f"{kind}/{record.id}"
            yield entity, reading.site.versions.get(entity)
