"""One page in the making: what its template may ask for.

A template gets a `Sheet` and records, nothing else, so all escaping, links and language are decided
here and in the template, not by who calls.
"""

import datetime as dt
import json
import secrets
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from markupsafe import Markup

from scripts_kb.language import formats
from scripts_kb.pages import fresh, links, past, prose
from scripts_kb.pages.clean import encoded, seen
from scripts_kb.pages.environment import block
from scripts_kb.pages.past import Version
from scripts_kb.pages.reading import SPOKEN_KINDS, DepartmentMark, Proposed, Reading
from scripts_kb.pages.site import Page
from scripts_kb.past import telling
from scripts_kb.past.words import Mark
from scripts_kb.schema import kinds, labels, paths
from scripts_kb.schema.cards import Price
from scripts_kb.schema.config import Zone

_NOTHING: Final = Markup()
_STAMP: Final = f"<!-- {secrets.token_hex(16)} -->"
"""Nobody can write it into a text."""


class Sheet:
    """What a template may ask for while one page is made."""

    def __init__(self, reading: Reading, path: str, entity: str = "") -> None:
        self.reading = reading
        self.path = path
        self.entity = entity
        self.root = links.root(path)
        self.kb = reading.base.kb
        self.audience = reading.site.audience
        self._leaves = reading.site.leaves.get(entity, {})

    def page(self, template: str, title: str, *, searched: bool = True, **facts: Any) -> Page:
        """Render the page with its front matter.

        Args:
            template: the file in `templates/`.
            title: as its author wrote it.
            searched: whether the search of the site looks into it.
            facts: what the template gets beside this sheet and the title.
        """
        body = block(self.reading.language, template, s=self, title=title, **facts)
        # JSON is YAML; the title is encoded because themes put it into HTML as it stands.
        quoted = json.dumps(encoded(title), ensure_ascii=False)
        hidden = "" if searched else "search:\n  exclude: true\n"
        front = f"---\ntitle: {quoted}\nhide: [toc]\n{hidden}---\n"
        return self._stamped(f"{front}\n{body}\n")

    def _stamped(self, text: str) -> Page:
        """Tell the moment of the last change, without noting that it was asked for."""
        before, stamp, after = text.partition(_STAMP)
        if not stamp:
            return Page(self.path, text.encode())
        start = before.encode()
        moment = self.reading.stamp.encode()
        return Page(self.path, b"%s%s%s" % (start, moment, after.encode()), len(start))

    @property
    def today(self) -> dt.date:
        """The day that the page speaks of."""
        return self.reading.site.today

    # What texts need ----------------------------------------------------------------------------

    def text(self, text: str) -> Markup:
        """Escape a text and fill its marks."""
        return self.reading.filler.html(text)

    def quoted(self, text: Markup | str) -> Markup:
        """Put somebody's words into the quotation marks of the page's language."""
        return Markup(formats.quoted("{}", self.reading.language)).format(text)  # noqa: S704 - ours

    def prose(self, text: str, top: int = 3) -> Markup:
        """Render an author's prose; `top` is the level of its highest headings."""
        return prose.render(text, self.reading.filler.mark, top)

    def day(self, date: dt.date) -> str:
        """Write a day."""
        return self.reading.day(date)

    def days(self, first: dt.date | None, last: dt.date | None) -> str:
        """Write a stretch of days, or the one day that is known of it."""
        return self.reading.days(first, last)

    def number(self, value: float) -> str:
        """Write a number."""
        return formats.number(value, self.reading.language)

    def money(self, value: float, currency: str = "") -> str:
        """Write an amount of money."""
        return formats.money(value, self.reading.language, currency or "RUB")

    def price(self, price: Price) -> str:
        """Write a price with what it is for."""
        if price.list is None:
            return ""
        amount = self.money(price.list, price.currency)
        return f"{amount} / {seen(price.unit)}" if price.unit else amount

    def plain(self, text: str) -> str:
        """Fill the marks of a text that stands where no HTML may."""
        return self.reading.filler.plain(text)

    def sentence(self, text: str) -> str:
        """Fill the marks of a text and make it a sentence of its own, beside others."""
        return telling.sentence(self.plain(text))

    def choice(self, table: str, value: str | None) -> str:
        """Name a fixed choice."""
        return labels.choice(table, value or "", self.reading.language)

    def capture(self, name: str) -> str:
        """Name what a step asks to write down."""
        return labels.capture(name, self.reading.language)

    def label(self, path: str, entity: str = "") -> str:
        """Name a field of this page's entity."""
        names = labels.trail(entity or self.entity, path, self.reading.language)
        return names[-1] if names else ""

    def kind(self, entity: str = "", *, many: bool = False) -> str:
        """Name the kind of an entity."""
        return labels.kind(entity or self.entity, self.reading.language, many=many)

    # What leads elsewhere -----------------------------------------------------------------------

    def link(self, entity: str) -> str:
        """Give the way to an entity's page."""
        return self.root + kinds.address(entity)

    def file(self, path: str) -> str:
        """Give the way to a file of the knowledge base, "" where there is none."""
        if path not in self.reading.base.files:
            return ""
        return self.root + path

    def material(self, path: str) -> str:
        """Tell of a file what it is and how big: `PDF, 12 КБ`; "" where there is none."""
        found = self.reading.site.materials.get(path)
        if found is None:
            return ""
        kind = path.rpartition(".")[2].upper()
        return f"{kind}, {formats.size(found.size, self.reading.language)}"

    def checksum(self, path: str) -> str:
        """Give the SHA-256 checksum of a file, "" where there is none."""
        found = self.reading.site.materials.get(path)
        return found.sha256 if found else ""

    def known(self, entity: str) -> bool:
        """Tell whether an entity has a page."""
        return self.reading.known(entity)

    def title(self, entity: str) -> str:
        """Name an entity."""
        return self.reading.title(entity)

    def record(self, kind: str, id_: str) -> Any:
        """Give a record of the base, or None."""
        return self.reading.base.get(kind, id_)

    def segment(self, id_: str) -> str:
        """Name a segment."""
        return self.reading.segments.get(id_, id_)

    def department(self, id_: str | None) -> DepartmentMark | None:
        """Find a department."""
        return self.reading.department(id_)

    def metric(self, id_: str) -> str:
        """Name a metric."""
        return self.reading.metrics.get(id_, id_)

    @staticmethod
    def by_count(heard: Iterable[Any]) -> list[Any]:
        """Put what was heard most first; what was not counted last."""
        return sorted(heard, key=lambda each: -(each.count or 0))

    @staticmethod
    def is_url(text: str) -> bool:
        """Tell whether a text leads to a page elsewhere."""
        return prose.web(text)

    @staticmethod
    def ids(entities: Iterable[str]) -> list[str]:
        """Give the ids of entities."""
        return [entity.partition("/")[2] for entity in entities]

    @staticmethod
    def item(field: str, text: str) -> str:
        """Name the place of an item of a plain list."""
        return paths.text(field, text)

    def touched(self, change: str) -> list[str]:
        """Give the pages that a change, named by its file's id, touched."""
        rows = self.reading.changed.get(change, ())
        return [
            each for each in dict.fromkeys(row.entity or "" for row in rows) if self.known(each)
        ]

    def family(self, record: Any) -> list[str]:
        """Give the other cards of a card's family."""
        kind = self.entity.partition("/")[0]
        members = self.reading.families.get(record.family, ()) if record.family else ()
        return [each for each in members if each != self.entity and each.startswith(kind)]

    def mentioned(self, kind: str) -> list[str]:
        """Give the entities of a kind that lead to this page's entity."""
        found = self.reading.mentions.get(self.entity, ())
        return [each for each in found if each.startswith(f"{kind}/")]

    # What the past tells ------------------------------------------------------------------------

    @cached_property
    def entries(self) -> list[Version]:
        """The versions of this page's entity, newest first."""
        return [past.version(self.reading, row) for row in self.reading.rows.get(self.entity, ())]

    @property
    def version(self) -> int | None:
        """The number of the latest version."""
        return self.reading.site.versions.get(self.entity)

    @property
    def since(self) -> dt.date | None:
        """The day on which the latest version landed."""
        told = (entry.landed.date() for entry in self.entries if entry.row.version)
        return next(told, None)

    @property
    def meant(self) -> int | None:
        """The latest version that altered what readers act upon."""
        row = self.reading.meant.get(self.entity)
        return row.version if row else None

    @property
    def answerable(self) -> bool:
        """Whether readers can answer back from this page."""
        cards = self.entity.partition("/")[0] in SPOKEN_KINDS and not self.entity.endswith("/index")
        return cards and self.audience != "partner"

    @property
    def editable(self) -> bool:
        """Whether this page's entity has a form in which readers edit it."""
        return self.reading.has_form(self.entity)

    @property
    def begins(self) -> str:
        """The kind that this page lists, where readers may add a card to it; "" for none."""
        folder, _, name = self.path.partition("/")
        listed = name == "index.md" and self.audience != "partner"
        kind = kinds.FOLDERS.get(folder, "") if listed else ""
        return "" if kind == "change" else kind

    @property
    def proposals(self) -> list[Proposed]:
        """Proposals about this page that wait for a reply, or got it of late."""
        return [each for each in self.reading.proposals.get(self.entity, ()) if each.fresh]

    @property
    def proposed(self) -> list[Proposed]:
        """All proposals that this page's insight holds."""
        every = (each for found in self.reading.proposals.values() for each in found)
        own = (each for each in every if each.insight == self.entity)
        return sorted(own, key=lambda each: each.proposal.answered)

    @property
    def taken(self) -> bool:
        """Whether readers say of this page that they have read it and will say so."""
        return self.meant is not None and self.entity.partition("/")[0] in SPOKEN_KINDS

    @property
    def uncommitted(self) -> bool:
        """Whether the page shows what is not in the history yet, though the entity is."""
        return bool(self.entries) and any(leaf.row is None for leaf in self._leaves.values())

    @property
    def zones(self) -> tuple[Zone, ...]:
        """Whose decision this page is, by the fields that matter most in it."""
        return self.reading.zones_of(self.entity)

    def decides(self, zone: Zone) -> str:
        """Tell who decides: of what is disputed between departments, the arbiter."""
        disputed = self.entity.startswith("decision/")
        return zone.arbiter if disputed and zone.arbiter else zone.accountable

    @property
    def moment_of_data(self) -> Markup:
        """The place where a page tells of what moment it speaks."""
        return Markup(_STAMP)  # noqa: S704 - ours

    @cached_property
    def _lines(self) -> dict[str, dict[str, str]]:
        return {
            entry.anchor: {line.path: at for at, line in entry.edits.items()}
            for entry in self.entries
        }

    def why(self, path: str, big: bool = False) -> Markup:
        """Give the way to the reason of a phrase; nothing where it stands since the beginning.

        It begins with a space, so that a phrase without one ends where it ends.
        """
        leaf = self._leaves.get(path)
        row = leaf.why if leaf else None
        if row is None:
            return _NOTHING
        if row.version == 1 or (row.version is None and row.kind == "added"):
            return _NOTHING
        anchor = past.anchor(row)
        lines = self._lines.get(anchor, {})
        edit = lines.get(path) or next((lines[at] for at in _ancestors(path) if at in lines), "")
        html = block(
            self.reading.language,
            "why.html",
            path=path,
            # An item of a plain list may stand on a page twice.
            place="" if '"' in path else fresh.mark(path),
            big=big,
            label=self.label(path),
            anchor=anchor,
            edit=edit,
            explained=row.rationale is not None and row.rationale.explains,
        )
        return Markup(f" {html}")  # noqa: S704 — from an escaping template

    @staticmethod
    def side(runs: Any, mark: Mark) -> Markup:
        """Write one side of the difference of two texts."""
        return past.marks(runs, mark)


def _ancestors(path: str) -> Iterable[str]:
    """Yield the places around a place, the nearest first."""
    for at in range(len(path) - 1, -1, -1):
        if path[at] in ".[":
            yield path[:at]
        elif path[at] == "]":
            yield path[: at + 1]
    yield ""
