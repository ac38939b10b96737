"""Composes the steps: git → history → content → changes → provenance, rationale → pages.

    Repository ─walk─▶ Landed ─landing─▶ rows ─rationale─▶ rows with reasons ─┐
                                  └─provenance─▶ leaves ──────────────────────┼─▶ Site ─▶ pages
    content/ ─load─▶ Base ─checks─▶ problems ─────────────────────────────────┘

No step knows another; this module alone knows their order.
"""

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from scripts_kb import changes, checking, chronicle, places
from scripts_kb.content import parsing, reading
from scripts_kb.model import kinds, outline, shapes, values
from scripts_kb.model.base import Base
from scripts_kb.model.config import Kb
from scripts_kb.model.effects import Effects, for_audience
from scripts_kb.model.log import Row, landed_at
from scripts_kb.model.search import Card
from scripts_kb.model.shapes import Value
from scripts_kb.model.site import Dated, Leaf, Material, Page, Site, SiteAudience
from scripts_kb.problems import Language, Problem, UserError
from scripts_kb.problems import Place as FilePlace
from scripts_kb.review import meaning

Log = chronicle.Log
past = chronicle.past
Place = places.Place
place = places.place
repository_of = places.repository_of
zone_of = places.zone_of
zone_named = places.zone_named
today_in = places.today_in
TODAY_VARIABLE = places.TODAY_VARIABLE


@dataclass(frozen=True, slots=True)
class Formatted:
    """What `format_files` did.

    Attributes:
        changed: the files that change, as messages name them.
        problems: the files that were left alone, and why.
        language: the base's language.
    """

    changed: tuple[str, ...]
    problems: tuple[Problem, ...]
    language: Language


def format_files(where: Place, files: Iterable[Path], *, write: bool) -> Formatted:
    """Bring files of the content folder into the common form.

    Args:
        where: the content folder.
        files: which, folders with all that is in them; all of them, where empty.
        write: whether to write what would change.

    Raises:
        UserError: for a file outside the content folder.
    """
    from scripts_kb.content import formatting  # noqa: PLC0415 - a second YAML library

    found, _ = checking.base(where)
    known = sorted(path for path in found.files if kinds.locate(path))
    wanted = [_relative(where, file) for file in files] or ["."]
    chosen = [
        path
        for path in known
        if any(each in {".", path} or path.startswith(f"{each}/") for each in wanted)
    ]
    changed, problems = [], []
    for path in chosen:
        file, shown = where.content / path, f"{where.shown}/{path}"
        try:
            before = file.read_bytes()
            after = formatting.format_file(before, path)
        except parsing.UnreadableError as error:
            at = FilePlace(shown, error.line, error.column)
            problems.append(Problem(at, error.code, error.facts))
            continue
        if after != before:
            changed.append(shown)
            if write:
                replace(file, after)
    return Formatted(tuple(changed), tuple(problems), found.kb.language)


def replace(file: Path, content: bytes) -> None:
    """Write a file so that it is never seen half written; one that was there keeps its mode."""
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_bytes(content)
        if file.exists():
            shutil.copymode(file, new)
        new.replace(file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _relative(where: Place, file: Path) -> str:
    try:
        relative = file.resolve(strict=True).relative_to(where.content.resolve())
    except (ValueError, OSError):
        raise UserError(
            f"{file}: нет такого файла в {where.shown}. / no such file in {where.shown}."
        ) from None
    return relative.as_posix()


def import_voice(
    where: Place,
    file: Path,
    *,
    id_: str | None = None,
    title: str = "",
    by: str = "",
    today: dt.date | None = None,
) -> tuple[str, int]:
    """Write what people answered back from cards as the draft of an insight.

    Args:
        where: the content folder.
        file: copied texts, posted JSON, exported issues, or the call screen's draft.
        id_: the id of the insight; the month and `otvety`, where left out.
        title: its title.
        by: the department whose ear it was; left out where the base has no such department.
        today: the day of answers that name none; now in the base's zone, where left out.

    Returns:
        The file that was written, as messages name it, and how many answers it holds.

    Raises:
        UserError: for a file that cannot be read, one without answers, an id that is taken.
    """
    from scripts_kb.content import starting, voice  # noqa: PLC0415 - a second YAML library

    found, _ = checking.base(where)
    try:
        answers = voice.read(file.read_bytes())
    except OSError as error:
        raise UserError(f"{file}: не читается ({error.strerror}). / cannot be read.") from None
    if not answers:
        raise UserError(
            f"{file}: ни одного ответа с карточки. Нужны тексты, что копируются с карточек, JSON "
            f"обращений или черновик с экрана звонка. / no answer from a card in it."
        )
    day = today or today_in(found.zone)
    name = id_ or f"{day:%Y-%m}-otvety"
    if not kinds.is_id(name):
        raise UserError(f"{name}: код пишут латиницей, цифрами и дефисом. / not an id.")
    path = starting.file_of("insight", name)
    if f"insight/{name}" in found.documents or (where.content / path).exists():
        raise UserError(f"{path}: уже есть, дайте другой --id. / taken already: --id.")
    departments = {each.id for each in found.zones.departments}
    text = voice.draft(
        answers,
        day,
        id_=name,
        title=title or name,
        by=by if by in departments else "",
        segments=[each.id for each in found.kb.segments],
    )
    target = where.content / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return f"{where.shown}/{path}", len(answers)


def write_schemas(out: Path, *, write: bool) -> list[str]:
    """Write the JSON Schema files; return the names of those that were not up to date."""
    from scripts_kb.content import schemas  # noqa: PLC0415 - the other commands do without

    drifted = []
    for name, text in schemas.files():
        file = out / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            drifted.append(file.as_posix())
            if write:
                out.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")
    if out.resolve() == schemas.FOLDER:
        drifted += _write_outline(write=write)
    return drifted


def _write_outline(*, write: bool) -> list[str]:
    """Write what the records declare, in a checkout, beside them."""
    text = outline.written()
    if outline.FILE.is_file() and outline.FILE.read_text(encoding="utf-8") == text:
        return []
    if write:
        outline.FILE.write_text(text, encoding="utf-8", newline="\n")
        outline.of.cache_clear()
    return [outline.FILE.name]


def site(
    where: Place,
    *,
    today: dt.date | None = None,
    audience: SiteAudience = "team",
    url: str = "",
) -> Site:
    """Put together everything that the pages are made of.

    Args:
        where: the content folder.
        today: the day the pages speak of; now in the base's zone, where left out.
        audience: who will read them.
        url: where the site is published, for links that leave it; "" where nobody said.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    repository = repository_of(where)
    found, _ = checking.base(where)
    log = past(repository, where.prefix)
    return _site(where, found, log, today=today, audience=audience, url=url)


def published(
    where: Place, *, today: dt.date | None = None, audience: SiteAudience = "team"
) -> tuple[Site, tuple[Problem, ...]]:
    """Put together what is published, with the problems that keep it from being so.

    Args:
        where: the content folder.
        today: the day it is true for; now in the base's zone, where left out.
        audience: who will read it.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    found, mistakes = checking.base(where)
    log = past(repository_of(where), where.prefix)
    whole = _site(where, found, log, today=today, audience=audience, url="")
    _, problems = checking.checked(where, found, mistakes, today=whole.today)
    return whole, tuple(each for each in problems if each.severity == "error")


def _site(
    where: Place,
    found: Base,
    log: Log,
    *,
    today: dt.date | None,
    audience: SiteAudience,
    url: str,
) -> Site:
    """Join the working tree with its past."""
    log.hold()
    leaves: dict[str, dict[str, Leaf]] = {}
    versions: dict[str, int | None] = {}
    for entity, document in found.documents.items():
        if document.kind == "change":
            continue
        leaves[entity] = dict(_leaves(log, entity, document.value))
        committed = entity in log.present and values.same(log.present[entity], document.value)
        versions[entity] = log.rows[log.latest[entity]].version if committed else None
    time, offset = repository_of(where).time(log.tip)
    day = today or today_in(found.zone)
    return Site(
        base=found,
        rows=tuple(log.newest_first()),
        leaves=leaves,
        versions=versions,
        today=day,
        audience=audience,
        tip=log.tip,
        updated=landed_at(time, offset, found.zone),
        url=f"{url.rstrip('/')}/" if url else "",
        materials={path: _material(where.content / path) for path in _materials(found)},
        slight=frozenset(
            (row.change, row.entity)
            for row in log.rows
            if row.entity and not meaning.to_read_again(row)
        ),
        effects=_effects(where, log, found, day, audience),
        releases=() if audience == "partner" else repository_of(where).releases(log.tip),
    )


def _effects(
    where: Place, log: Log, found: Base, today: dt.date, audience: SiteAudience
) -> Effects:
    """Measure what was promised, and gather what waits; nothing is told to partners."""
    if audience == "partner":
        return Effects()
    facts, _ = checking.facts(where, found, today)
    from scripts_kb.effects import figures  # noqa: PLC0415 - only pages need it

    return for_audience(figures.of(log.rows, found, facts, today), audience)


def _materials(found: Base) -> list[str]:
    return sorted(path for path in found.files if path.startswith("materials/"))


def _material(file: Path) -> Material:
    content = file.read_bytes()
    return Material(len(content), hashlib.sha256(content).hexdigest())


def _leaves(log: Log, entity: str, value: Value) -> Iterator[tuple[str, Leaf]]:
    """Give the leaves of the working tree's value; what the tip has not is uncommitted."""
    shape = shapes.shape_of(entity)
    tip = dict(values.leaves(log.present.get(entity), shape))
    origins = log.origins.get(entity, {})
    for path, each in values.leaves(value, shape):
        committed = path in tip and values.same(tip[path], each)
        row = log.rows[origins[path]] if committed else None
        yield path, Leaf(entity, path, each, row)


def write_tree(pages: Iterable[Page], out: Path) -> list[str]:
    """Write generated files below a folder, and only those whose bytes change.

    What is there and is not made any more is removed; hidden files stay.

    Args:
        pages: the files.
        out: the folder.

    Returns:
        The paths of the files that were written or removed.
    """
    changed = []
    made: set[Path] = set()
    for page in pages:
        file = out / page.path
        made.add(file)
        if file.is_file() and file.read_bytes() == page.content:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page.content)
        changed.append(page.path)
    for file in sorted(out.rglob("*"), reverse=True):
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif file not in made and not file.name.startswith("."):
            file.unlink()
            changed.append(file.relative_to(out).as_posix())
    return changed


@dataclass(frozen=True, slots=True)
class Made:
    """What a run of the generator did."""

    pages: int
    changed: tuple[str, ...]
    problems: tuple[Problem, ...]
    language: Language


def tree(
    where: Place,
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
    found, mistakes = checking.base(where)
    log = past(repository_of(where), where.prefix)
    whole = _site(where, found, log, today=today, audience=audience, url=site_url)
    language, problems = checking.checked(where, found, mistakes, today=whole.today)
    generated = {page.path: page for page in _pages(where, whole, offline=offline)}
    changed = write_tree(generated.values(), out)
    return Made(len(generated), tuple(changed), tuple(problems), language)


def settings(content: Path) -> Kb:
    """Give the settings of a content folder, or the defaults where they cannot be read."""
    file = content / "kb.yml"
    if not file.is_file():
        return Kb()
    document, _ = reading.read(file.read_bytes(), "kb.yml", "kb.yml")
    found: Kb | None = document.record if document else None
    return found or Kb()


def watched(where: Place) -> Iterator[Path]:
    """Yield the files of git that change when something lands."""
    if where.repository is not None:
        yield from where.repository.heads()


def _pages(where: Place, whole: Site, *, offline: bool) -> Iterator[Page]:
    """Yield everything that is generated: pages, their assets, the index of the search."""
    # Templates, calendars and dictionaries are worth their time only where pages are made.
    from scripts_kb import pages, search  # noqa: PLC0415
    from scripts_kb.pages import call, dated, finder, projection, searchable  # noqa: PLC0415

    seen = projection.project(whole)
    entities = searchable.entity_pages(seen)
    sections: list[Card] = []
    for page in pages.render(seen):
        sections += searchable.sections(page, entities)
        yield page
    yield from dated.pages(seen, _history(whole))
    for path in _materials(seen.base):
        yield Page(path, (where.content / path).read_bytes())
    answers, beside = tuple(searchable.cards(seen)), tuple(searchable.beside(seen, sections))
    index, others = (
        search.index(
            each,
            searchable.synonyms(seen),
            facets=searchable.facets(seen),
            cache=where.content.parent / ".cache" / "words.bin",
        )
        for each in (answers, beside)
    )
    found = {"beside.bin": others, "titles.json": finder.titles(seen, (*answers, *beside))}
    if whole.audience == "partner":
        # Partners do not take calls: their front page is the list of their offers.
        yield from call.finding(seen, index, found)
        return
    yield call.page(seen)
    yield from call.assets(seen, index, found, offline=offline)


def _history(whole: Site) -> Callable[[str], tuple[Dated, ...]]:
    """Give what tells the versions of an entity, oldest first.

    They are made from the edits when they are asked for: all values of all time at once would not
    fit into memory.
    """
    rows: dict[str, list[Row]] = {}
    for row in reversed(whole.rows):
        if row.entity and row.kind != "gap":
            rows.setdefault(row.entity, []).append(row)

    @lru_cache(maxsize=64)
    def versions(entity: str) -> tuple[Dated, ...]:
        value: Value = None
        shape = shapes.shape_of(entity)
        found = []
        for row in rows.get(entity, ()):
            value = changes.apply(value, row.edits, shape)
            found.append(Dated(row.version, row.time, value))
        return tuple(found)

    return versions


_WEEKS_BACK: Final = dt.timedelta(weeks=8)


def contacts_needed(
    where: Place, expect: Mapping[str, str], share: float | None, today: dt.date
) -> tuple[float, float, int] | None:
    """Tell how many contacts it takes to see a prediction come true.

    Args:
        where: the content folder; its facts of the last eight weeks give the share of today.
        expect: metric, of, change.
        share: the share of today, where it is known otherwise.
        today: the day of the question.

    Returns:
        The share today, the share expected, contacts on each side; None where it is no share or
        nothing was measured.
    """
    from scripts_kb.effects import intervals, promises  # noqa: PLC0415 - one command needs it

    amount = promises.parse(expect.get("change", ""))
    now = _share_of(where, expect, today) if share is None else share
    if amount is None or now is None:
        return None
    target = now * (1 + amount[0]) if amount[1] else now + amount[0]
    if not 0 <= target <= 1 or target == now:
        return None
    return now, target, intervals.contacts_needed(now, target)


def _share_of(where: Place, expect: Mapping[str, str], today: dt.date) -> float | None:
    from scripts_kb.facts import reading as measured  # noqa: PLC0415 - one command needs it

    found, _ = checking.base(where)
    formula = next((each.of for each in found.kb.metrics if each.id == expect.get("metric")), "")
    above, _, below = formula.partition("/")
    script = expect.get("of", "").removeprefix("script/")
    facts, _ = measured.load(where.content, found, today, shown=where.shown)
    rows = [
        row
        for row in facts.calls
        if row.script == script and today - _WEEKS_BACK <= row.date <= today
    ]
    counts = {"contacts", "won", "refused"}
    if not rows or not {above, below} <= counts:
        return None
    total = sum(getattr(row, below) for row in rows)
    return sum(getattr(row, above) for row in rows) / total if total else None
