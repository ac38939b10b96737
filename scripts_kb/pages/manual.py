"""How to use all this: guides for each reader, the codes of mistakes, the reference of the API.

Guides are the project's own Markdown, one file a reader and language; the codes come from the table
that the checks use; the reference is written by mkdocstrings from the docstrings of public modules.
"""

import json
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scripts_kb import problems
from scripts_kb.language import Language
from scripts_kb.pages.environment import messages
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page

GUIDES: Final = Path(__file__).parent.parent / "guide"

PUBLIC: Final[dict[str, tuple[str, ...]]] = {
    "model": (
        "scripts_kb.content.base",
        "scripts_kb.schema.fields",
        "scripts_kb.schema.kinds",
        "scripts_kb.schema.labels",
        "scripts_kb.past.records",
        "scripts_kb.schema.paths",
        "scripts_kb.schema.shapes",
        "scripts_kb.pages.site",
        "scripts_kb.schema.values",
        "scripts_kb.past.words",
    ),
    "records": (
        "scripts_kb.schema.cards",
        "scripts_kb.schema.practices",
        "scripts_kb.schema.config",
    ),
    "problems": ("scripts_kb.problems",),
    "pages": (
        "scripts_kb.pages",
        "scripts_kb.pages.projection",
        "scripts_kb.pages.prose",
    ),
}
"""The pages of the reference and the modules on each."""


def render(reading: Reading) -> Iterator[Page]:
    """Yield the guides, the page of codes and the reference; nothing for partners."""
    if reading.site.audience == "partner":
        return
    yield from guides(reading.language)
    yield _errors(reading)
    yield from reference(reading.language)


def guides(language: Language) -> Iterator[Page]:
    """Yield the guides of a language as they stand in the package."""
    for path in sorted((GUIDES / language).glob("*.md")):
        yield Page(f"guide/{path.name}", path.read_bytes())


def reference(language: Language) -> Iterator[Page]:
    """Yield the pages that mkdocstrings fills from the docstrings."""
    title = messages(language).one("For developers")
    links = "\n".join(f"- [scripts_kb: {name}]({name}.md)" for name in PUBLIC)
    yield _markdown("reference/index.md", title, links)
    for name, modules in PUBLIC.items():
        blocks = "\n\n".join(f"::: {module}" for module in modules)
        yield _markdown(f"reference/{name}.md", f"scripts_kb: {name}", blocks)


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
    """Put an ellipsis in place of what a mistake will fill in."""
    parts = string.Formatter().parse(text)
    return "".join(before if name is None else f"{before}…" for before, name, _, _ in parts)
