"""Makes of all planned pages those alone whose answers are others now.

    plan ──▶ kept: what a page asked, what was answered ──same──▶ its bytes stand in the tree
                                                        ──other─▶ made, on both halves of a machine

What is kept is never believed for itself: a page that stands in the tree has the digest of what was
made, and whatever is neither page nor question (the sources of this package, the libraries, the
settings of the base) is in the key. So the tree is, byte for byte, what a build from nothing makes.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple

from scripts_kb.app import aside, dressing, sources
from scripts_kb.app.workspace import Workspace
from scripts_kb.files import progress
from scripts_kb.pages.asked import Lasting, Notes, Query, fingerprint
from scripts_kb.pages.call import parts, release
from scripts_kb.pages.site import Page, Planned, Site
from scripts_kb.past import keeping

MANY: Final = 200
"""Pages from which whatever is made beside them waits, for both halves of a machine make pages."""
_SOME: Final = 8
"""Pages from which a second process saves more than its start costs."""
_BATCH: Final = 20
_LARGE: Final = 1_000_000
"""Bytes of pages that are sent at once: both processes hold them twice meanwhile."""
_SCALARS: Final = ("audience", "url", "projected")


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page, and the hash of its bytes; it `stands` where the tree has them already."""

    page: Page
    digest: str
    stands: bool = False


@dataclass(slots=True)
class Earlier:
    """What an earlier run made: by name what the bytes are called, and the questions with answers.

    A page is named by its path, and its bytes by their digest; a part of another file by what it is
    made of, and its bytes by the file that holds them.
    """

    pages: Mapping[str, tuple[str, int | None, Sequence[int]]] = field(default_factory=dict)
    lasting: Mapping[str, tuple[Any, Sequence[int]]] = field(default_factory=dict)
    """By name what pages tell of much that seldom changes, and the questions."""
    questions: Sequence[Query] = ()
    prints: Sequence[str] = ()
    stamp: str = ""
    """Of what moment the pages told."""

    def standing(self, notes: Notes) -> dict[str, "MadeBefore"]:
        """Give the pages all of whose answers are what they were; `notes` hold what lasts."""
        asked = zip(self.questions, self.prints, strict=True)
        same = [bool(known) and notes.print(question) == known for question, known in asked]
        notes.hold(
            {
                name: Lasting(value, [self.questions[number] for number in numbers])
                for name, (value, numbers) in self.lasting.items()
                if all(same[number] for number in numbers)
            }
        )
        return {
            path: MadeBefore(digest, stamped, [self.questions[number] for number in numbers])
            for path, (digest, stamped, numbers) in self.pages.items()
            if all(same[number] for number in numbers)
        }


class MadeBefore(NamedTuple):
    """A page that was made: what its bytes are called, where it tells its moment, what it asked."""

    digest: str
    stamped: int | None
    asked: Sequence[Query]


class _Numbers(dict[Query, int]):
    """The number of each question, in the order in which they are first looked up."""

    def __missing__(self, question: Query) -> int:
        number = self[question] = len(self)
        return number


class Remaking:
    """One run: it makes pages, or finds them in the tree, and remembers what they asked."""

    def __init__(self, notes: Notes, known: Earlier, out: Path, stamp: str = "") -> None:
        """Begin a run.

        Args:
            notes: of the site that the pages are made from.
            known: what an earlier run made.
            out: the folder of the tree.
            stamp: of what moment the pages tell.
        """
        self._notes = notes
        self._known = known
        self._out = out
        self._stamp = stamp
        self._numbers = _Numbers()
        self._told: list[tuple[str, str, int | None, array[int]]] = []

    def ask(self) -> Mapping[str, MadeBefore]:
        """Ask what was asked before, and give what need not be made.

        It is time when whatever answers questions is there: when all is planned.
        """
        return self._known_to_stand

    def pages(
        self, planned: Sequence[Planned], busy: Callable[[], bool] = lambda: False
    ) -> Iterator[MadePage]:
        """Yield every page, in its order.

        Args:
            planned: all pages, each path once.
            busy: tells whether the other half of the machine has work; a third process would
                make nothing sooner, and take its memory too.
        """
        standing = self.ask()
        fresh = _made([each for each in planned if each.path not in standing], self._notes, busy)
        for each in progress.of("pages", planned):
            known = standing.get(each.path)
            made = known and self._standing(each.path, known)
            if made:
                asked = known.asked if known else ()
            else:
                # Where somebody tore a page that had to stand, it is made again by itself.
                page, asked = _one(each, self._notes) if known else next(fresh)
                made = MadePage(page, dressing.digest(page.content))
            self._tell(each.path, MadeBefore(made.digest, made.page.stamped, asked))
            yield made

    def _standing(self, path: str, known: MadeBefore) -> MadePage | None:
        """Give a page that stands, or stands but for the moment that it tells; None for another."""
        content = _content(f"{self._out}/{path}")
        if content is None or dressing.digest(content) != known.digest:
            return None
        start, before = known.stamped, self._known.stamp
        if start is None or before == self._stamp:
            return MadePage(Page(path, content, start), known.digest, stands=True)
        end = start + len(before.encode())
        content = b"%s%s%s" % (content[:start], self._stamp.encode(), content[end:])
        return MadePage(Page(path, content, start), dressing.digest(content))

    @cached_property
    def _known_to_stand(self) -> Mapping[str, MadeBefore]:
        return self._known.standing(self._notes)

    def part(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Give a part of the answers: as it stands in the tree, or made.

        Args:
            name: of what it is made.
            make: makes it.
        """
        known = self.ask().get(name)
        content = _content(f"{self._out}/{part_file(known.digest)}") if known else None
        if known is None or content is None or parts.part_name(content) != known.digest:
            with self._notes.taken() as noted:
                content = make()
            known = MadeBefore(parts.part_name(content), None, tuple(noted))
        self._tell(name, known)
        return content

    def _tell(self, name: str, known: MadeBefore) -> None:
        self._told.append((name, known.digest, known.stamped, self._numbered(known.asked)))

    def _numbered(self, asked: Sequence[Query]) -> "array[int]":
        # A ninth of what a list takes, and there are as many as pages.
        return array("I", map(self._numbers.__getitem__, asked))

    def save(self, where: Workspace, name: str, key: str) -> None:
        """Keep what was made, for the next run."""
        # A page that tells of it has asked whatever it asked.
        lasting = [
            (name, known.value, self._numbered(known.asked).tolist())
            for name, known in self._notes.held().items()
            if self._numbers.keys() >= set(known.asked)
        ]
        prints = [self._notes.print(question) for question in self._numbers]
        value = {
            "pages": [(*told, numbers.tolist()) for *told, numbers in self._told],
            "lasting": lasting,
            "questions": list(self._numbers),
            "prints": prints,
            "stamp": self._stamp,
        }
        if where.repository:
            keeping.save(where.repository, name, key, value)


def load(where: Workspace, name: str, key: str) -> Earlier:
    """Give what an earlier run of the same key made; nothing where there is none."""
    value: Any = keeping.load(where.repository, name, key) if where.repository else None
    try:
        known = Earlier(
            {path: (digest, stamped, asked) for path, digest, stamped, asked in value["pages"]},
            {name: (known, asked) for name, known, asked in value["lasting"]},
            [(name, key) for name, key in value["questions"]],
            value["prints"],
            value["stamp"],
        )
    except (TypeError, KeyError, ValueError):
        return Earlier()
    return known if len(known.questions) == len(known.prints) else Earlier()


_Asked = tuple[Page, Sequence[Query]]
_Sent = tuple[list[_Asked], Mapping[str, Lasting]]


def _one(planned: Planned, notes: Notes) -> _Asked:
    with notes.taken() as asked:
        page = planned.make()
    return page, tuple(asked)


def _made(planned: Sequence[Planned], notes: Notes, busy: Callable[[], bool]) -> Iterator[_Asked]:
    """Make pages, alone while the other half of the machine is busy."""
    count = 0
    while count < len(planned) and busy():
        yield _one(planned[count], notes)
        count += 1
    yield from _in_halves(planned[count:], notes)


def _in_halves(planned: Sequence[Planned], notes: Notes) -> Iterator[_Asked]:
    """Make pages in two processes, where there are many; they come in their order."""
    if len(planned) < _SOME or not aside.helps():
        yield from (_one(each, notes) for each in planned)
        return
    # Every other page each: pages of one kind stand beside each other and cost alike.
    others = planned[1::2]
    copy = aside.Copy(partial(_send, others, notes))
    theirs = _received(copy.receiving, others, notes)
    own: Iterator[_Asked] = (_one(each, notes) for each in planned[::2])
    try:
        if len(others) <= _BATCH:
            own = iter(list(own))  # theirs come all at once, when the last of them is made
        for number in range(len(planned)):
            yield next(theirs if number % 2 else own)
    finally:
        copy.end()


def _send(planned: Sequence[Planned], notes: Notes, sending: Connection) -> None:
    # Many at once: a page a message would have both processes wait for each other.
    batch: list[_Asked] = []
    size = 0
    for left, each in zip(reversed(range(len(planned))), planned, strict=True):
        batch.append(_one(each, notes))
        size += len(batch[-1][0].content)
        # A few pages come all at once, however large: nobody reads before the last is made.
        large = size >= _LARGE and len(planned) > _BATCH
        if large or len(batch) == _BATCH or not left:
            sent: _Sent = batch, notes.fresh()
            sending.send(sent)
            batch, size = [], 0


def _received(receiving: Connection, planned: Sequence[Planned], notes: Notes) -> Iterator[_Asked]:
    count = 0
    while count < len(planned):
        try:
            sent: _Sent = receiving.recv()
        except EOFError:  # it failed: here the same page says why
            batch = [_one(each, notes) for each in planned[count:]]
        else:
            batch, fresh = sent
            notes.hold(fresh)
        count += len(batch)
        yield from batch


def part_file(name: str) -> str:
    """Give the path of a part of the answers in the tree."""
    return f"{release.PARTS}{name}.json"


def name_of(site: Site, out: Path, made: str = "made") -> str:
    """Name the file that remembers what was made: one for each folder and audience."""
    return f"{made}-{site.audience}-{fingerprint(str(out.absolute()))[:8]}"


def key_of(site: Site) -> str:
    """Name whatever pages depend on and do not ask for: settings, sources, libraries."""
    settings = [
        (each.entity, each.value) for each in site.base.documents.values() if each.kind == "config"
    ]
    scalars = [getattr(site, name) for name in _SCALARS]
    return fingerprint([settings, scalars, sources.ours(), sources.libraries()])


def _content(file: str) -> bytes | None:
    try:
        with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 - of thousands, paths by text
            return stream.read()
    except OSError:
        return None
