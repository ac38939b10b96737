"""How to use all this: guides for each reader, the codes of mistakes, the reference of the API.

Guides are the project's own Markdown, one file a reader and language; the codes come from the table
that the checks use, the reference of fields from the schema. The reference of the API begins with
the staircase of the rooms, told by their modules' first lines, and mkdocstrings writes a page a
room from the docstrings of the same modules.
"""

import json
import string
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from scripts_kb import problems
from scripts_kb.language import Language
from scripts_kb.pages import fields
from scripts_kb.pages.architecture import Module, Room, names, published, rooms
from scripts_kb.pages.environment import messages
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned

GUIDES: Final = Path(__file__).parent.parent / "guide"


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield the guides, the page of codes and the reference; nothing for partners."""
    if reading.site.audience == "partner":
        return
    for file in _guides(reading.language):
        yield Planned(f"guide/{file.name}", partial(_guide, file))
    for path in ("reference/index.md", *(f"reference/{name}.md" for name in names())):
        yield Planned(path, partial(_reference, reading, path))
    yield Planned("errors/index.md", partial(_errors, reading))
    yield Planned(fields.PATH, partial(fields.render, reading))


def _reference(reading: Reading, path: str) -> Page:
    def made() -> dict[str, Page]:
        return {each.path: each for each in reference(reading.language)}

    return reading.notes.once("reference", made)[path]


def guides(language: Language) -> Iterator[Page]:
    """Yield the guides of a language as they stand in the package, with their pictures."""
    yield from map(_guide, _guides(language))


def _guides(language: Language) -> list[Path]:
    folder = GUIDES / language
    return sorted([*folder.glob("*.md"), *folder.glob("*.webp")])


def _guide(file: Path) -> Page:
    return Page(f"guide/{file.name}", file.read_bytes())


def reference(language: Language) -> Iterator[Page]:
    """Yield the staircase of the rooms, and the pages that mkdocstrings fills from docstrings."""
    staircase = rooms()
    shown = {room.name: published(room, staircase) for room in staircase}
    say = messages(language).one
    title, cards = say("For developers"), say("Fields of cards and settings")
    why = say("Decisions, each with its number")
    links = (f"[{cards}](fields.md)", f"[{why}](../guide/decisions.md)")
    told = (_told(room, shown[room.name]) for room in staircase)
    yield _markdown("reference/index.md", title, "\n\n".join((*links, *told)))
    for name, modules in shown.items():
        blocks = "\n\n".join(f"::: {module.name}" for module in modules)
        yield _markdown(f"reference/{name}.md", f"scripts_kb.{name}", blocks)


def _told(room: Room, shown: tuple[Module, ...]) -> str:
    door, *modules = room.modules
    lines = (f"- {_named(module, room, module in shown)}: {module.purpose}" for module in modules)
    return "\n".join((f"## [{room.name}]({room.name}.md)", "", door.purpose, "", *lines))


def _named(module: Module, room: Room, shown: bool) -> str:
    name = f"`{module.name.removeprefix(f'scripts_kb.{room.name}.')}`"
    return f"[{name}]({room.name}.md#{module.name})" if shown else name


def _markdown(path: str, title: str, body: str) -> Page:
    quoted = json.dumps(title, ensure_ascii=False)
    # Readers search for what to say, never for a class.
    front = f"---\ntitle: {quoted}\nsearch:\n  exclude: true\n---\n"
    return Page(path, f"{front}\n# {title}\n\n{body}\n".encode())


def _errors(reading: Reading) -> Page:
    say = reading.messages.one
    texts = problems.texts()
    return Sheet(reading, "errors/index.md").page(
        "errors.html",
        say("Mistakes and what to do about them"),
        codes=[(code, problems.severity(code)) for code in sorted(problems.codes())],
        severities={"error": say("Error"), "warning": say("Warning"), "info": say("Note")},
        said=lambda code, part: _plainly(texts.say(f"{code}.{part}", reading.language)),
    )


def _plainly(text: str) -> str:
    """Put an ellipsis in place of what a mistake will fill in; it ends a sentence as well."""
    parts = string.Formatter().parse(text)
    plain = "".join(before if name is None else f"{before}…" for before, name, _, _ in parts)
    return plain.replace("….", "…")
