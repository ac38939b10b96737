"""The form in which a card is edited: one page for all cards, and what it is made from.

    edit/index.md        the page, an empty frame that assets/edit/ fills
    edit/forms.json      the contract of the kinds, and what their fields may refer to
    edit/KIND/ID.json    what stands in a card, and who is reached by it

Values are those that the audience may see, and so is the contract: a form has no field for what was
cut away, and an edit speaks of single fields, so that what is not shown stays as it stands.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from scripts_kb.forms import contract, index
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import scripts
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.schema import kinds, sending

PATH: Final = "edit/"
_FORMS: Final = f"{PATH}forms.json"
_BEGINS: Final[Mapping[str, tuple[str, ...]]] = {
    "objection": ("client_words", "heard_at", "segments", "answers"),
    "question": ("client_words", "segments", "answer", "next_question"),
    "script": ("segments", "channel", "goal", "nodes"),
    "offer": (
        *("audience", "segments", "promise", "terms", "price", "products"),
        *("valid_from", "valid_to", "review_by", "materials"),
    ),
    "product": ("says", "price"),
    "insight": ("from", "to", "source", "sample", "first_words", "purposes", "unanswered"),
    "process": ("owner", "steps"),
    "regulation": ("owner", "effective", "body"),
    "decision": ("opened", "positions", "options", "body"),
    "trial": ("what", "variants", "share", "from", "to", "metric", "least", "decides"),
    "meeting": ("on", "questions", "tasks", "body"),
}
"""Kind → the fields that stand open in a new card: those that it lives by."""
_NOWHERE: Final = frozenset({"editor"})
"""Audiences of fields that no site shows: nobody could see in a form what stands there."""


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield the form with what it is made from; nothing for partners."""
    if reading.site.audience == "partner":
        return
    yield Planned(f"{PATH}index.md", partial(_page, reading))
    yield Planned(_FORMS, partial(_forms, reading))
    for kind in cards():
        for each in reading.base.of(kind):
            yield Planned(f"{PATH}{each.entity}.json", partial(_value, reading, each.entity))


def assets() -> Iterator[Page]:
    """Yield the scripts and the style of the form, and the reader of YAML that sends its edits."""
    for folder in ("edit", "yaml"):
        for name, content in scripts.folder(folder).items():
            yield Page(f"assets/{folder}/{name}", content)
    yield Page("assets/yaml/LICENSE.txt", scripts.licence("yaml"))
    yield Page("assets/edit/edit.css", scripts.sheet("edit/edit.css"))


def cards() -> tuple[str, ...]:
    """Give the kinds of what is edited by a form; why something changed is told once."""
    return tuple(kind for kind in kinds.FOLDER_OF if kind != "change")


def _page(reading: Reading) -> Page:
    path, texts = f"{PATH}index.md", catalogue("editing").said(reading.language)
    told = json.dumps(dict(texts), ensure_ascii=False)
    return Sheet(reading, path).page(
        "edit.html", texts["title"], searched=False, t=texts, texts=told
    )


def _forms(reading: Reading) -> Page:
    form = contract.of(reading.base, reading.site.audience)
    found = {
        "version": form["version"],
        "kinds": {
            kind: {**form["kinds"][kind], "begins": _BEGINS.get(kind, ())}
            for kind in (*cards(), "change")
        },
        "zones": form["zones"],
        "index": index.of(reading.base),
    }
    target = sending.of(reading.base.kb)
    if target is not None:
        folder = reading.site.folder
        found["sending"] = {**target._asdict(), "folder": f"{folder}/" if folder else ""}
    return Page(_FORMS, _bytes(shown(found, reading.language)))


def _value(reading: Reading, entity: str) -> Page:
    naming = reading.mentions.get(entity, ())
    found = {
        "value": reading.base.documents[entity].value,
        "reaches": [reading.title(each) for each in reached(reading.mentions, entity)],
        "named": [reading.title(each) for each in naming],
        "naming": [*naming],
    }
    return Page(f"{PATH}{entity}.json", _bytes(found))


def reached(mentions: Mapping[str, Sequence[str]], entity: str) -> list[str]:
    """Give the scripts in which a card is heard, by themselves or by a card that they lead to.

    Examples:
        >>> reached({"offer/opt": ["objection/a"], "objection/a": ["script/in"]}, "offer/opt")
        ['script/in']
    """
    found = {entity: None}
    # It grows while it is read: a card that names it is named in turn.
    names = [entity]
    for each in names:
        fresh = [other for other in mentions.get(each, ()) if other not in found]
        found |= dict.fromkeys(fresh)
        names += [other for other in fresh if not other.startswith("script/")]
    return [each for each in found if each.startswith("script/") and each != entity]


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def shown(found: Any, language: Language) -> Any:
    """Give a contract in one language, without the fields that no site shows.

    Examples:
        >>> shown({"label": {"ru": "Код", "en": "Code"}}, "en")
        {'label': {'en': 'Code'}}
    """
    if isinstance(found, list):
        kept = (each for each in found if not _hidden(each))
        return [shown(each, language) for each in kept]
    if not isinstance(found, dict):
        return found
    other = {"ru", "en"} - {language} if found.keys() >= {"ru", "en"} else frozenset()
    return {name: shown(each, language) for name, each in found.items() if name not in other}


def _hidden(found: Any) -> bool:
    return isinstance(found, dict) and found.get("audience") in _NOWHERE
