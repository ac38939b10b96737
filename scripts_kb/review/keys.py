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
from dataclasses import dataclass, replace
from typing import Any, Final

from scripts_kb.past.records import Edit
from scripts_kb.problems import UserError
from scripts_kb.review.records import Approvals, Asked, Key
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
    """

    approved: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    author: str = ""
    waited: int | None = None
    since: dt.date | None = None


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


def needed(
    entity: str, touched: Iterable[str], boundaries: Boundaries, consent: Consent
) -> tuple[Approvals, tuple[str, ...]]:
    """Tell which keys a change of an entity needs and which of them were given.

    Args:
        entity: `kind/id`.
        touched: the places that changed.
        boundaries: who decides what.
        consent: who agreed.

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
        for zone in found:
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
    key = Key(department, titles, touched, refused=refused)
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


def consent(settings: Value, asked: Asked, today: dt.date, head: str = "") -> Consent:
    """Unite what is known of who agreed.

    Args:
        settings: a canonical `config/zones` value.
        asked: what a person or the hosting says.
        today: the day of the review.
        head: the commit that is reviewed; who agreed to another one has not seen this.

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
    for each in asked.approved:
        if each not in known:
            raise _unknown(each, known)
    said = from_reviews(asked.reviews, logins, author, head)
    waited = None
    if asked.open_since is not None:
        waited = working_days(asked.open_since, today)
    approved = frozenset(asked.approved) | said.approved
    return Consent(approved, said.refused, author, waited, asked.open_since)


def _unknown(name: str, known: Mapping[str, str]) -> UserError:
    return UserError("no-department", name=name, known=" ".join(known) or "—")


_YES: Final = frozenset({"approved", "approve"})
_NO: Final = frozenset({"changes_requested", "requested_changes"})
_DROPPED: Final = frozenset({"dismissed", "unapproved"})


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


def from_reviews(
    reviews: Any, by_department: Mapping[str, tuple[str, ...]], author: str = "", head: str = ""
) -> Consent:
    """Read a hosting's list of reviews: what each person said last, by department.

    One person turns one key, however many departments list them; a reviewer of the author's
    department turns that one alone.

    Args:
        reviews: what the hosting's API returns: GitHub's list of reviews, or GitLab's approvals.
        by_department: department → logins.
        author: the author's department.
        head: the commit that is reviewed: a yes to another commit is dropped, a no stands.

    Returns:
        Departments that approved and that asked for changes.
    """
    said: dict[str, bool] = {}
    for login, state, commit in _states(reviews):
        if state in _YES and head and commit not in {"", head}:
            said.pop(login, None)
        elif state in _YES or state in _NO:
            said[login] = state in _YES
        elif state in _DROPPED:
            said.pop(login, None)
    own = set(by_department.get(author, ()))
    may: dict[str, list[str]] = {}
    for department, logins in by_department.items():
        for login in logins:
            if login in said and (login not in own or department == author):
                may.setdefault(login, []).append(department)
    refused = {each for login, mine in may.items() if not said[login] for each in mine}
    approving = {login: mine for login, mine in may.items() if said[login]}
    return Consent(frozenset(_matched(approving) - refused), frozenset(refused), author)


def _states(reviews: Any) -> Iterator[tuple[str, str, str]]:
    """Yield who said what, of which commit: "" where the hosting does not tell."""
    if isinstance(reviews, dict):
        listed = reviews.get("approved_by")
        for each in listed if isinstance(listed, list) else ():
            login = _login(each)
            if login:
                yield login, "approved", ""
        return
    for each in reviews if isinstance(reviews, list) else ():
        login = _login(each)
        if login:
            state, commit = each.get("state", ""), each.get("commit_id")
            yield login, str(state).casefold(), commit if isinstance(commit, str) else ""


def _login(review: Any) -> str:
    user = review.get("user") if isinstance(review, dict) else None
    name = (user.get("login") or user.get("username")) if isinstance(user, dict) else None
    return str(name).casefold() if name else ""


def _matched(may: Mapping[str, Sequence[str]]) -> set[str]:
    """Give as many departments as possible a person of their own.

    Source: augmenting paths; H. W. Kuhn, The Hungarian method, 1955.
    """
    holder: dict[str, str] = {}

    def place(login: str, tried: set[str]) -> bool:
        for department in may[login]:
            if department not in tried:
                tried.add(department)
                if department not in holder or place(holder[department], tried):
                    holder[department] = login
                    return True
        return False

    for login in may:
        place(login, set())
    return set(holder)


def departments(settings: Value) -> dict[str, str]:
    """Give the titles of the departments of a canonical `config/zones` value, in their order."""
    found = (settings or {}).get("departments")
    return {
        str(each.get("id")): str(each.get("title") or each.get("id"))
        for each in (found if isinstance(found, list) else ())
        if isinstance(each, dict)
    }
