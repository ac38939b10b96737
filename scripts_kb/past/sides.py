"""Which commits of a merge made which edits of an entity, and which of them speak for each.

    base ●──A1──M──A2     answers[cup]     A1, A2 ──▶ A1, M and A2 speak for it
          ╲─B1─╱          answers[probe]   B1     ──▶ B1, M and A2 do, A1 does not

A commit speaks for what was done before it and for what was built upon it, never for what was done
beside it by people who did not know of it. A line without forks is the ordinary case: each of its
commits knows of all others, and nothing here is asked.

An edit is followed back through a merge to the side whose value the merge took. Where it took that
of none, somebody settled what several had made, and each of them wants a reason.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from scripts_kb.git.records import Commit, Landed
from scripts_kb.past.records import Attribution, Edit
from scripts_kb.past.tree import Kept
from scripts_kb.schema import paths

MOST: Final = 2_000
"""Commits of one merge that are looked at: 0.2 s where all of them changed one card. Nobody reviews
more at once."""
_WHOLE: Final = Edit("added", "")


class CommitDelta(NamedTuple):
    """What an entity said before a commit and after it; None where it said nothing."""

    before: Kept | None
    after: Kept | None


Compare = Callable[[str, Kept | None, Kept | None], Sequence[Edit]]
"""Gives the edits of an entity between two of its values."""


class MergedLines:
    """The commits that a merge brought in, and what each did.

    Args:
        landed: the merge.
        said: commit → entity → what it said before and after, for all that were brought in.
        compare: tells how values differ.
    """

    def __init__(
        self, landed: Landed, said: Mapping[str, Mapping[str, CommitDelta]], compare: Compare
    ) -> None:
        self._landed = landed.commit
        self._commits = {each.id: each for each in landed.brought}
        self._order = {each.id: number for number, each in enumerate(landed.brought)}
        self._kin = _kin(landed.brought)
        self._said = said
        self._compare = compare
        self._touching: dict[str, list[str]] = {}
        for name in self._commits:
            for entity in said[name]:
                self._touching.setdefault(entity, []).append(name)
        self._done: dict[tuple[str, str], Sequence[Edit]] = {}

    def of(
        self, entity: str, edits: Sequence[Edit], after: Kept | None, speaking: Collection[str]
    ) -> tuple[Attribution, ...]:
        """Part the edits of an entity by who made them.

        Args:
            entity: `kind/id`.
            edits: all of them.
            after: what the entity says after the merge.
            speaking: commits that say why it changed, or that wrote why in a file.

        Returns:
            Nothing where all that is said speaks for all edits.
        """
        touching = [each for each in self._touching.get(entity, ()) if self._edits(entity, each)]
        if self._in_line(touching):
            return ()
        every = self._bits(speaking)
        free = self._bits(self._neutral(speaking, touching))
        found: dict[frozenset[int], list[str]] = {}
        for edit in edits:
            makers = self.makers(entity, edit, after)
            heard = {self._heard(maker, every) | free for maker in makers} or {every}
            # What explains the one that fewer speak for, explains the other too.
            least = frozenset(
                each for each in heard if not any(one & each == one != each for one in heard)
            )
            found.setdefault(least, []).append(edit.path)
        if set(found) == {frozenset({every})}:
            return ()
        return tuple(
            Attribution(tuple(where), tuple(map(self._names, sorted(each))))
            for each, where in found.items()
        )

    def writers(self, entity: str, after: Kept | None) -> frozenset[str]:
        """Name the commits that wrote what a file says after the merge."""
        return frozenset(self.makers(entity, _WHOLE, after))

    def related(self, one: str, other: str) -> bool:
        """Tell whether of two commits one was made in the knowledge of the other."""
        return bool(self._kin[self._order[one]] >> self._order[other] & 1)

    def makers(self, entity: str, edit: Edit, after: Kept | None) -> set[str]:
        """Name the commits that made an edit; the merge itself where it took no side's value."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = list(self._taken(entity, edit, self._landed, after, self._tips(), found))
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self._commits:
                continue
            seen.add(name)
            commit = self._commits[name]
            changes = any(meet(edit, each) for each in self._edits(entity, name))
            if len(commit.parents) > 1:
                if changes:
                    value = self._said[name][entity].after
                    sides = commit.parents[1:]
                    waiting += self._taken(entity, edit, commit, value, sides, found)
                else:
                    waiting.append(commit.parents[0])
                continue
            if changes:
                found.add(name)
            waiting += commit.parents
        return found

    def _taken(
        self,
        entity: str,
        edit: Edit,
        merge: Commit,
        value: Kept | None,
        sides: Sequence[str],
        found: set[str],
    ) -> Iterator[str]:
        """Yield the sides to follow an edit to: the one that a merge agrees with, else all."""
        for side in sides:
            known = self._value(entity, side)
            if known and not any(
                meet(edit, each) for each in self._compare(entity, known.after, value)
            ):
                yield side
                return
        found.add(merge.id)
        yield from (*merge.parents[:1], *sides)

    def _value(self, entity: str, name: str) -> CommitDelta | None:
        """Give what made an entity what it is at a commit; None where that is not among them."""
        while name in self._commits:
            if entity in self._said[name]:
                return self._said[name][entity]
            name = next(iter(self._commits[name].parents), "")
        return None

    def _tips(self) -> Sequence[str]:
        """Name the ends of the sides; what has not landed yet names no parents."""
        if self._landed.parents:
            return self._landed.parents[1:]
        inner = {parent for each in self._commits.values() for parent in each.parents}
        return [name for name in self._commits if name not in inner]

    def _edits(self, entity: str, name: str) -> Sequence[Edit]:
        if entity not in self._said[name]:
            return ()
        if (entity, name) not in self._done:
            self._done[entity, name] = self._compare(entity, *self._said[name][entity])
        return self._done[entity, name]

    def _in_line(self, names: Sequence[str]) -> bool:
        return all(self.related(one, other) for one, other in pairwise(names))

    def _neutral(self, speaking: Iterable[str], touching: Sequence[str]) -> Iterator[str]:
        """Yield who stands beside all sides of a card, and so takes none of them."""
        firsts = [each for each in touching if not self._any_before(each, touching)]
        for each in speaking:
            if not any(self.related(each, one) for one in firsts):
                yield each

    def _any_before(self, name: str, names: Iterable[str]) -> bool:
        return any(
            self._order[each] < self._order[name] and self.related(each, name) for each in names
        )

    def _heard(self, maker: str, every: int) -> int:
        return every if maker == self._landed.id else every & self._kin[self._order[maker]]

    def _bits(self, names: Iterable[str]) -> int:
        return sum(1 << self._order[each] for each in names)

    def _names(self, bits: int) -> frozenset[str]:
        return frozenset(name for name, number in self._order.items() if bits >> number & 1)


def forked(landed: Landed) -> bool:
    """Tell whether a merge brought in commits that did not know of each other."""
    brought = landed.brought
    several = len(landed.commit.parents) > 2 or any(len(each.parents) > 1 for each in brought)  # noqa: PLR2004 - the line itself and one that joins it
    known = _known(brought) if several and len(brought) <= MOST else []
    return any(not each >> number & 1 for number, each in enumerate(known[1:]))


def _known(commits: Iterable[Commit]) -> list[int]:
    """Give for each commit those that it knows, a bit each, itself included."""
    order: dict[str, int] = {}
    found: list[int] = []
    for number, commit in enumerate(commits):
        bits = 1 << number
        for parent in commit.parents:
            if parent in order:
                bits |= found[order[parent]]
        order[commit.id] = number
        found.append(bits)
    return found


def _kin(commits: Sequence[Commit]) -> list[int]:
    """Give for each commit those that it knows and those that know it."""
    found = _known(commits)
    order = {each.id: number for number, each in enumerate(commits)}
    later = [1 << number for number in range(len(commits))]
    for number in range(len(commits) - 1, -1, -1):
        found[number] |= later[number]
        for parent in commits[number].parents:
            if parent in order:
                later[order[parent]] |= later[number]
    return found


def meet(one: Edit, other: Edit) -> bool:
    """Tell whether two edits concern the same: a place and what is inside it, or one order."""
    if "moved" in {one.op, other.op}:
        return one.op == other.op and paths.split(one.path)[:-1] == paths.split(other.path)[:-1]
    steps = paths.split(one.path), paths.split(other.path)
    least = min(map(len, steps))
    return steps[0][:least] == steps[1][:least]
