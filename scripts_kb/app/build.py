"""Composes `kb build`: the pages of a site, the index of its search, everything beside them.

Workspace ──site──▶ Site ──projection──▶ what its audience may see ──pages, search──▶ build/docs
"""

import datetime as dt
import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from scripts_kb.app import aside, building, dressing, indexing, remaking, site
from scripts_kb.app.made import Made
from scripts_kb.app.remaking import MadePage
from scripts_kb.app.workspace import Workspace
from scripts_kb.files import folders
from scripts_kb.pages import data, dated, planning, projection, searchable
from scripts_kb.pages.call import answers, became, finder, screen
from scripts_kb.pages.call.parts import Answers
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.site import Dated, Page, Site
from scripts_kb.pages.watched import watch
from scripts_kb.past import differ
from scripts_kb.past.records import Row
from scripts_kb.problems import Problem
from scripts_kb.schema import outline
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.values import Value
from scripts_kb.search.records import Findable


def write_tree(pages: Iterable[Page | MadePage], out: Path) -> list[str]:
    """Write generated files below a folder, and only those whose bytes change.

    All of them are written aside first, so that a disk that is full leaves the tree as it was. What
    is there and is not made any more is removed; hidden files stay.

    Args:
        pages: the files; of those that are known to stand nothing is read again.
        out: the folder.

    Returns:
        The paths of the files that were written or removed.

    Raises:
        OSError: where the disk refuses; then the tree is as it was.
    """
    changed: list[str] = []
    made: set[str] = set()
    with folders.aside(out) as new:
        building.begun(new)  # whoever is killed here leaves nothing that git would take
        for each in pages:
            page, stands = (each.page, each.stands) if isinstance(each, MadePage) else (each, False)
            made.add(page.path)
            if stands:
                continue
            file = out / page.path
            if file.is_file() and file.read_bytes() == page.content:
                continue
            written = new / page.path
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_bytes(page.content)
            changed.append(page.path)
        changed += sorted(_left(out, made))
        folders.swapped(new, out, changed)
    folders.without_empty(out)
    return changed


def _left(out: Path, made: AbstractSet[str]) -> Iterator[str]:
    """Yield the paths of what is not made any more; hidden files are not ours."""
    for folder, _, names in os.walk(out):
        below = os.path.relpath(folder, out).replace(os.sep, "/")
        for name in names:
            path = name if below == "." else f"{below}/{name}"
            if path not in made and not name.startswith("."):
                yield path


def tree(
    where: Workspace,
    out: Path,
    *,
    today: dt.date | None = None,
    audience: SiteAudience = "team",
    offline: bool = True,
    site_url: str = "",
) -> Made:
    """Write the pages of a knowledge base; only files whose bytes change are touched.

    Args:
        where: the content folder.
        out: the folder of the pages.
        today: the day the pages speak of; now in the base's zone, where left out.
        audience: who will read them.
        offline: whether browsers keep the call screen; a preview that changes all the time does
            without.
        site_url: where the site is published, for links that leave it: the feed, messages.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    past = site.begun(where)
    read = site.read(where, today)
    known = read.said()
    cut = projection.Cut()
    cards = projection.project(Site(known.base, today=known.day, audience=audience), cut)

    def look(read: site.ReadBase) -> WithoutPast:
        read.keep()
        return WithoutPast(*_indexed(where, cards, out), site.problems(where, read))

    past()  # a third process at once would make nothing sooner
    looked = aside.begin(partial(look, read), lambda: look(site.read(where, known.day)))
    del read  # the copy has it
    whole = site.whole(where, known, audience, site_url)
    named: dict[str, str] = {}

    def noted() -> Iterator[Page | MadePage]:
        for each in _pages(where, whole, cut, looked, out, offline=offline):
            if isinstance(each, MadePage):
                named[each.page.path] = each.digest
            else:
                named[each.path] = dressing.digest(each.content)
            yield each

    changed = write_tree(noted(), out)
    return Made(len(named), tuple(changed), named, looked().problems, whole.base.kb.language)


@dataclass(frozen=True, slots=True)
class WithoutPast:
    """What needs no past, and so is found while it is read: it takes the longest.

    Attributes:
        index: of what a call finds.
        titles: what each card of it is called.
        problems: of the base, by file and line.
    """

    index: bytes
    titles: Mapping[str, str]
    problems: tuple[Problem, ...]


def _pages(
    where: Workspace,
    whole: Site,
    cut: projection.Cut,
    looked: aside.Beside[WithoutPast],
    out: Path,
    *,
    offline: bool,
) -> Iterator[Page | MadePage]:
    """Yield everything that is generated: pages, their assets, the index of the search."""
    seen = projection.project(whole, cut)
    entities = searchable.entity_pages(seen)
    sections: list[Findable] = []
    reading = Reading(seen)
    name, key = remaking.name_of(seen, out), remaking.key_of(seen)
    run = remaking.Remaking(reading.notes, remaking.load(where, name, key), out, reading.stamp)
    versions = Versions(whole.rows, whole.audience, cut)
    planned = (*planning.plan(reading), *dated.plan(reading, versions))
    standing = run.ask()  # from here on it is known which answers are others

    def answering() -> tuple[Answers | None, Page, bytes]:
        made = _answered(where, seen, out, reading.site, key)
        return made, data.page(seen), became.of(seen) if made else b""

    # Where all is made, a third process at once would make nothing sooner, and take its memory too.
    many = sum(each.path not in standing for each in planned) >= remaking.MANY
    if many and not gc.isenabled():
        _collect_hardly_ever()
    answered = aside.Later(looked, answering) if many else aside.begin(answering)
    yield from planning.assets(seen.audience)
    for made in run.pages(planned, lambda: looked.waits() or answered.waits()):
        sections += searchable.sections(made.page, entities)
        yield made
    run.save(where, name, key)
    for path in site.materials(seen.base):
        yield Page(path, (where.content / path).read_bytes())
    if whole.audience != "partner":
        yield screen.page(seen)

    def called() -> Called:
        return Called(looked().index, looked().titles, *answered())

    yield from _found(where, seen, sections, called, out, offline=offline)


def _collect_hardly_ever() -> None:
    """Look for cycles, but seldom: nearly all that a generator makes is needed to its end.

    A sixth of its time went there. What templates leave in cycles is found after a thousand pages.
    """
    gc.freeze()
    gc.set_threshold(20_000, 100, 100)
    gc.enable()


def found(where: Workspace, seen: Site, sections: Iterable[Findable]) -> Iterator[Page]:
    """Yield what the call screen and the search load beside the pages of a preview.

    Args:
        where: the content folder.
        seen: the site as its audience sees it.
        sections: the cards of pages that are no entity.
    """

    def called() -> Called:
        made = _answered(where, seen)
        learnt = became.of(seen) if made else b""
        return Called(*_indexed(where, seen), made, data.page(seen), learnt)

    return _found(where, seen, sections, called, None, offline=False)


@dataclass(frozen=True, slots=True)
class Called:
    """What a call reads: the index of the cards, what each is called, the answers; all as data.

    `learnt` is what came into the base of late; nobody asks for it where there are no answers.
    """

    index: bytes
    titles: Mapping[str, str]
    answers: Answers | None
    data: Page
    learnt: bytes


def _found(
    where: Workspace,
    seen: Site,
    sections: Iterable[Findable],
    called: Callable[[], Called],
    out: Path | None,
    *,
    offline: bool,
) -> Iterator[Page]:
    beside = tuple(searchable.beside(seen, sections))
    index = _index(where, seen, beside, out, "beside")
    made = called()
    yield made.data
    titles = finder.titles(seen, {**made.titles, **{each.entity: each.title for each in beside}})
    named = {"beside.bin": index, "titles.json": titles}
    if seen.audience == "partner":
        # Partners do not take calls: their front page is the list of their offers.
        yield from screen.finding(made.index, named)
        return
    yield from screen.assets(
        seen, made.index, named, answered=made.answers, learnt=made.learnt, offline=offline
    )


def _indexed(
    where: Workspace, seen: Site, out: Path | None = None
) -> tuple[bytes, Mapping[str, str]]:
    """Make the index of what a call finds, and tell what each card of it is called."""
    cards = tuple(searchable.cards(seen))
    index = _index(where, seen, (*cards, *searchable.replies(seen)), out, "index")
    return index, {each.entity: each.title for each in cards}


def _answered(
    where: Workspace,
    seen: Site,
    out: Path | None = None,
    watched: Site | None = None,
    key: str = "",
) -> Answers | None:
    """Make the answers that a call reads; None for who takes none.

    Args:
        where: the content folder.
        seen: the site as its audience sees it.
        out: the folder of the tree where earlier parts of the answers stand; None for none.
        watched: the same site as it notes what is asked of it.
        key: names whatever they depend on and do not ask for.
    """
    if seen.audience == "partner":
        return None
    if out is None:
        return answers.of(seen)
    asked = watched if watched and seen.audience == "team" else watch(answers.seen(seen))
    name = remaking.name_of(seen, out, "called")
    run = remaking.Remaking(asked.notes, remaking.load(where, name, key), out)
    made = answers.of(asked, run.part)
    run.save(where, name, key)
    return made


def _index(
    where: Workspace, seen: Site, found: Iterable[Findable], out: Path | None, what: str
) -> bytes:
    return indexing.made(where, seen, found, remaking.name_of(seen, out, what) if out else "")


class Versions(Mapping[str, tuple[Dated, ...]]):
    """What tells the versions of each entity that an audience counts, oldest first, by all rows.

    They are made from the edits when they are asked for: all values of all time at once would not
    fit into memory.
    """

    def __init__(
        self,
        newest_first: Sequence[Row],
        audience: SiteAudience,
        cut: projection.Cut | None = None,
    ) -> None:
        """Read rows.

        Args:
            newest_first: all of them.
            audience: who counts.
            cut: what was made of the same rows for it.
        """
        counted = projection.counted_by(newest_first, audience, cut)
        self._hidden = counted.uncounted
        self._rows: dict[str, list[Row]] = {}
        for row in reversed(newest_first):
            if row.entity and row.kind != "gap":
                self._rows.setdefault(row.entity, []).append(counted.row(row))
        self._latest = lru_cache(maxsize=64)(self._told)

    def _told(self, entity: str) -> tuple[Dated, ...]:
        value: Value = None
        shape = outline.of(entity)
        found = []
        for row in self._rows[entity]:
            value = differ.apply(value, row.edits, shape)
            if (row.change, entity) not in self._hidden:
                found.append(Dated(row.version, row.time, value))
        return tuple(found)

    def __getitem__(self, entity: str) -> tuple[Dated, ...]:
        return self._latest(entity)

    def __contains__(self, entity: object) -> bool:
        return entity in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
