"""Whose consent a change needs, who gave it, and why each is asked.

    edits ──leaves──▶ places ──zones──▶ departments ──consent──▶ given or missing

Two keys turn per field, not per file. The author's department has its own key and never another's;
silence counts where the zone says so; the arbiter breaks a deadlock, and that is written down.
Settings come from the branch on which the change is to land, as it stands: nobody moves the
boundary in the act of crossing it, nor by beginning where there was none. Who changes the settings
themselves needs the keys of `authority`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, Final

from scripts_kb.past.records import Edit
from scripts_kb.problems import UserError
from scripts_kb.review import hosting
from scripts_kb.review.asked import Asked
from scripts_kb.review.records import Approvals, Key
from scripts_kb.schema import kinds, paths, shapes, values, zoning
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value
from scripts_kb.schema.workdays import working_day, working_days

_OWNERLESS: Final = frozenset({"id", "note"})
"""Fields that need no zone: one never changes alone, the other is never published."""


@dataclass(frozen=True, slots=True)
class ZoneKeys:
    """What a zone of `zones.yml` says of keys; `model.config.Zone` has the whole record."""

    id: str
    title: str
    fields_: tuple[str, ...]
    approvals: tuple[str, ...]
    arbiter: str
    silence_days: int | None


@dataclass(frozen=True, slots=True)
class Consent:
    """What is known of who agreed.

    Attributes:
        approved: departments that said yes.
        refused: departments that asked for changes.
        author: the author's department, "" where nobody said.
        waited: working days since the change was opened, None where nobody said.
        since: the day on which it was opened.
        stale: departments that said yes to what was changed afterwards.
    """

    approved: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    author: str = ""
    waited: int | None = None
    since: dt.date | None = None
    stale: frozenset[str] = frozenset()


def places(edits: Iterable[Edit], shape: Shape | None) -> Iterator[str]:
    """Yield the places that edits touch: of a subtree that came or went, each of its leaves.

    Examples:
        >>> list(places([Edit("added", "price", after={"list": 10, "unit": "кг"})], None))
        ['price.list', 'price.unit']
    """
    for edit in edits:
        if edit.op in {"added", "removed"}:
            whole = edit.after if edit.op == "added" else edit.before
            below = shapes.at(shape, edit.path)
            for path, _ in values.leaves(whole, below, edit.path):
                yield path
        else:
            yield edit.path


class Boundaries:
    """The zones of one version of `zones.yml`: which departments decide a place.

    Args:
        settings: a canonical `config/zones` value; a zone with a mistake is left out.
    """

    def __init__(self, settings: Value) -> None:
        self.zones = tuple(_zones(settings))
        self._known: dict[tuple[str, str], tuple[ZoneKeys, ...]] = {}

    def of(self, entity: str, path: str) -> tuple[ZoneKeys, ...]:
        """Give the zones of a place: one; none where nobody decides it; several for a tie.

        Examples:
            >>> words = {"id": "words", "title": "Слова", "fields": ["objection:**"]}
            >>> zones = Boundaries({"zones": [words]})
            >>> [zone.id for zone in zones.of("objection/dorogo", "answers[cup].say")]
            ['words']
        """
        kind = kinds.schema(entity)
        key = kind, paths.generic(path)
        if key not in self._known:
            self._known[key] = zoning.find(self.zones, entity, key[1]).zones
        return self._known[key]

    def gap(self, entity: str, path: str) -> str:
        """Name what is wrong with who decides a place: `no-zone`, `zone-tie`, "" for nothing."""
        found = self.of(entity, path)
        if self.zones and not found and path not in _OWNERLESS:
            return "no-zone"
        return "zone-tie" if len(found) > 1 else ""


def _zones(settings: Value) -> Iterator[ZoneKeys]:
    listed = settings.get("zones") if isinstance(settings, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if not isinstance(each, dict) or not isinstance(each.get("id"), str):
            continue
        days = each.get("silence_days")
        yield ZoneKeys(
            each["id"],
            _text(each, "title") or each["id"],
            _texts(each, "fields"),
            # A zone that names no keys is decided by the department that answers for it.
            _texts(each, "approvals") or (_text(each, "accountable"),),
            _text(each, "arbiter"),
            days if type(days) is int and days >= 0 else None,
        )


def _text(zone: Mapping[str, Any], name: str) -> str:
    found = zone.get(name)
    return found if isinstance(found, str) else ""


def _texts(zone: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = zone.get(name)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def tried(pair: Iterable[Value]) -> tuple[tuple[str, str], ...]:
    """Give the phrases that the values of a trial are about: whose they are decides of it too.

    Args:
        pair: the trial before and after; None where there was or is none.

    Examples:
        >>> tried([None, {"what": "objection/dorogo#answers[cup].say"}])
        (('objection/dorogo', 'answers[cup].say'),)
    """
    found = (each.get("what") for each in pair if isinstance(each, dict))
    named = dict.fromkeys(each for each in found if isinstance(each, str) and "#" in each)
    places = (each.partition("#") for each in named)
    return tuple((entity, path) for entity, _, path in places if kinds.is_entity(entity))


def needed(
    entity: str,
    touched: Iterable[str],
    boundaries: Boundaries,
    consent: Consent,
    also: Sequence[tuple[str, str]] = (),
) -> tuple[Approvals, tuple[str, ...]]:
    """Tell which keys a change of an entity needs and which of them were given.

    Args:
        entity: `kind/id`.
        touched: the places that changed.
        boundaries: who decides what.
        consent: who agreed.
        also: entities and places of theirs that the change is about: a trial of a phrase needs the
            keys of the phrase.

    Returns:
        The keys in the order in which the places ask for them; and gaps: `no-zone` for a field
        that no zone covers, `zone-tie` for one that two cover alike.
    """
    asked: dict[str, dict[str, ZoneKeys]] = {}
    because: dict[str, dict[str, None]] = {}
    gaps: dict[str, None] = {}
    for path in touched:
        found = boundaries.of(entity, path)
        gap = boundaries.gap(entity, path)
        if gap:
            gaps[gap] = None
        for zone in (*found, *(zone for place in also for zone in boundaries.of(*place))):
            for department in filter(None, zone.approvals):
                asked.setdefault(department, {})[zone.id] = zone
                because.setdefault(department, {})[path] = None
    keys = (
        _key(department, tuple(asked[department].values()), tuple(because[department]), consent)
        for department in asked
    )
    return Approvals(tuple(keys)), tuple(gaps)


def _key(
    department: str, zones: tuple[ZoneKeys, ...], touched: tuple[str, ...], consent: Consent
) -> Key:
    titles = tuple(zone.title for zone in zones)
    refused = department in consent.refused
    stale = department in consent.stale
    key = Key(department, titles, touched, refused=refused, stale=stale)
    own = turned(key, consent)
    if own:
        return own
    arbiters = {zone.arbiter for zone in zones}
    arbiter = arbiters.pop() if len(arbiters) == 1 else ""
    if arbiter and arbiter in consent.approved and arbiter not in {consent.author, department}:
        return Key(department, titles, touched, given="arbiter", by=arbiter, refused=refused)
    return key if refused else _silent(key, [zone.silence_days for zone in zones], consent)


def turned(key: Key, consent: Consent) -> Key | None:
    """Give a key as its department itself turned it, None where it did not."""
    if key.refused:
        return None
    if key.department in consent.approved:
        return replace(key, given="approved")
    return replace(key, given="author") if key.department == consent.author else None


def _silent(key: Key, days: Sequence[int | None], consent: Consent) -> Key:
    """Turn a key by silence, or name the day on which silence will; not where a zone forbids it."""
    allowed = [each for each in days if each is not None]
    if consent.since is None or consent.waited is None or len(allowed) < len(days):
        return key
    if consent.waited >= max(allowed):
        return replace(key, given="silence")
    return replace(key, until=working_day(consent.since, max(allowed)))


def consent(
    settings: Value,
    asked: Asked,
    today: dt.date,
    standing: AbstractSet[str] = frozenset(),
    zone: dt.tzinfo | None = None,
) -> Consent:
    """Unite what is known of who agreed.

    Args:
        settings: a canonical `config/zones` value.
        asked: what a person or the hosting says.
        today: the day of the review.
        standing: the commits that ask for what would land; who agreed to another has not seen it.
        zone: whose days are counted; UTC, where nobody said.

    Raises:
        UserError: for a department that `zones.yml` does not know.
    """
    known = departments(settings)
    logins = reviewers(settings)
    author = asked.author
    if author and author not in known:
        login = author.removeprefix("@").casefold()
        found = [name for name, people in logins.items() if login in people]
        if not found and not author.startswith("@"):
            raise _unknown(author, known)
        author = found[0] if found else ""
    agreed = {department(each, known) for each in asked.approved}
    first = hosting.first_shown(asked.shown, standing)
    said = hosting.said(asked.reviews, logins, author, standing, first)
    since = asked.open_since
    if asked.shown is not None and since is not None:
        # What nobody was shown, nobody could refuse.
        since = max(since, first.astimezone(zone or dt.UTC).date()) if first else None
    waited = working_days(since, today) if since is not None else None
    approved = said.approved | agreed
    return Consent(approved, said.refused, author, waited, since, said.stale - approved)


def department(said: str, known: Mapping[str, str]) -> str:
    """Give the department that is meant: by its id, or by its title as people read it.

    Args:
        said: what a person wrote.
        known: id of a department → its title.

    Raises:
        UserError: with those that there are.

    Examples:
        >>> department("Продажи", {"sales": "Продажи", "marketing": "Маркетинг"})
        'sales'
    """
    titled = [name for name, title in known.items() if title.casefold() == said.casefold()]
    if said in known:
        return said
    if len(titled) == 1:
        return titled[0]
    raise _unknown(said, known)


def _unknown(name: str, known: Mapping[str, str]) -> UserError:
    return UserError("no-department", name=name, known=" ".join(known) or "—")


def reviewers(settings: Mapping[str, Any] | None) -> dict[str, tuple[str, ...]]:
    """Give the logins of each department's reviewers from a canonical `config/zones` value."""
    found = {}
    departments = (settings or {}).get("departments")
    for each in departments if isinstance(departments, list) else ():
        if isinstance(each, dict):
            logins = each.get("reviewers")
            names = logins if isinstance(logins, list) else []
            found[str(each.get("id"))] = tuple(str(name).casefold() for name in names)
    return found


def departments(settings: Value) -> dict[str, str]:
    """Give the titles of the departments of a canonical `config/zones` value, in their order."""
    found = (settings or {}).get("departments")
    return {
        str(each.get("id")): str(each.get("title") or each.get("id"))
        for each in (found if isinstance(found, list) else ())
        if isinstance(each, dict)
    }
