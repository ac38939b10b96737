"""What decides who decides: departments, their reviewers, zones, and the published branch.

    edit of zones.yml, kb.yml ──decisive──▶ the arbiters and each department that it concerns
                                                └──▶ firm keys: no silence, no arbiter instead

Whoever could move a boundary on one key would have every other key with the next request.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scripts_kb.problems import Problem
from scripts_kb.review import deciding, keys
from scripts_kb.review.keys import Boundaries, Consent, ZoneKeys
from scripts_kb.review.records import Approvals, EntityReview, Key
from scripts_kb.review.retold import At
from scripts_kb.schema import kinds, outline, paths, shapes
from scripts_kb.schema.values import Value


@dataclass(frozen=True, slots=True)
class Authority:
    """Who decides now, and who would after the change.

    Attributes:
        ruling: the canonical `config/zones` value of the branch on which the change is to land.
        before: the same value where the change began.
        after: the same value after the change.
        title: what the zone of these places is called in a review.
        moved: whether that branch decides otherwise than where the change began.
    """

    ruling: Value
    before: Value
    after: Value
    title: str
    moved: bool = False

    def problems(self, entries: Iterable[EntityReview], at: At) -> Iterator[Problem]:
        """Refuse to judge who decides by halves: what lands is neither side of the review.

        Args:
            entries: what differs.
            at: gives the line of a place in a file.
        """
        for entry in entries if self.moved else ():
            paths_ = [
                each.path for each in entry.edits if deciding.decisive(entry.entity, each.path)
            ]
            if entry.entity == "config/zones" and paths_:
                yield Problem(at(entry.path, paths_[0]), "gate-rules-moved")

    def needed(
        self, entity: str, touched: Iterable[str], approvals: Approvals, consent: Consent
    ) -> Approvals:
        """Add the keys that decisive places ask for to those that zones ask for.

        Args:
            entity: `kind/id`.
            touched: the places that changed.
            approvals: the keys that the zones ask for.
            consent: who agreed.
        """
        found = [path for path in touched if deciding.decisive(entity, path)]
        if not found:
            return approvals
        asked = {key.department: key for key in approvals.keys}
        for department in self._asked(entity, found):
            known = asked.get(department, Key(department, (), ()))
            firm = Key(
                department,
                tuple(dict.fromkeys((*known.zones, self.title))),
                tuple(dict.fromkeys((*known.paths, *found))),
                refused=department in consent.refused,
                firm=True,
                stale=department in consent.stale,
            )
            asked[department] = keys.turned(firm, consent) or firm
        return Approvals(tuple(asked.values()))

    def _asked(self, entity: str, touched: Iterable[str]) -> list[str]:
        """Name the arbiters, then the departments concerned; without an arbiter at least these.

        A department that nobody can speak for is spoken for by the arbiters.
        """
        people = keys.reviewers(self.ruling)
        known = list(people)
        able = [each for each in known if people[each]] or known
        zones = Boundaries(self.ruling).zones
        arbiters = [each for each in dict.fromkeys(zone.arbiter for zone in zones) if each in able]
        concerned = set(self._concerned(entity, touched))
        if not arbiters and not concerned & set(able):
            return able
        return list(dict.fromkeys((*arbiters, *(each for each in able if each in concerned))))

    def _concerned(self, entity: str, touched: Iterable[str]) -> Iterator[str]:
        if entity != "config/zones":
            return
        moved = False
        for path in touched:
            steps = [*paths.split(path), None][:2]
            item = steps[1].name if steps[1] else ""
            if steps[0] and steps[0].name == "departments":
                yield item
            else:
                moved = True
                for side in (self.ruling, self.before, self.after):
                    for zone in Boundaries(side).zones:
                        if zone.id == item:
                            yield from _deciders(zone)
        if moved:
            yield from shifted(self.before, self.after)


def _deciders(zone: ZoneKeys) -> Iterator[str]:
    yield from filter(None, (*zone.approvals, zone.arbiter))


def shifted(before: Value, after: Value) -> Iterator[str]:
    """Yield the departments that decide a field before or after, where that is decided otherwise.

    A pattern added to one zone takes fields from another, whose text stays as it was.

    Examples:
        >>> words = {"id": "words", "fields": ["objection:**"], "approvals": ["sales"]}
        >>> taking = {"id": "mine", "fields": ["objection:title"], "approvals": ["marketing"]}
        >>> sorted(set(shifted({"zones": [words]}, {"zones": [words, taking]})))
        ['marketing', 'sales']
    """
    old, new = Boundaries(before), Boundaries(after)
    for kind in kinds.ORDER:
        entity = kind if "/" in kind else f"{kind}/x"
        for path, shape in shapes.places(outline.of(kind)):
            if shape.nested:
                continue
            sides = old.of(entity, path), new.of(entity, path)
            if _rule(sides[0]) != _rule(sides[1]):
                for zone in (*sides[0], *sides[1]):
                    yield from _deciders(zone)


def _rule(zones: Iterable[ZoneKeys]) -> list[ZoneKeys]:
    """Give what decides a field, without what only names or lists it."""
    return [replace(zone, id="", title="", fields_=()) for zone in zones]
