"""What a page is made of: each question that it asks of its site, noted while it is made.

    Site ──watched──▶ Site that notes ──page──▶ bytes,  {(rows, offer/opt), (titles, offer/opt), …}
                            └──print──▶ 9f0c… of each answer

A page is a function of the answers. Where all of them are what they were, so is the page, and it
need not be made again. Nobody lists by hand what a page needs, so nothing can be forgotten.

Source: A. Mokhov, N. Mitchell, S. Peyton Jones, "Build Systems à la Carte" (2018), verifying
traces.
"""

import hashlib
import io
import pickle
from collections.abc import Callable, Hashable, ItemsView, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel

Query = tuple[str, str | None]
"""What was asked, and by which key; None is the whole of it, with its order."""

_Value = TypeVar("_Value")
_Made = TypeVar("_Made")
_Once = dict[Hashable, tuple[Any, tuple[Query, ...]]]
_DIGEST: Final = 16
_LATELY: Final = 10_000
"""Twice as many as a base of 2,000 cards has for each half of the machine."""


class Notes:
    """The questions of the page in the making, and the answers that there are to each."""

    def __init__(self) -> None:
        self._open: list[dict[Query, None]] = []
        self._answers: dict[str, Callable[[str | None], Any]] = {}
        self._prints: dict[Query, str] = {}
        self._named: dict[int, str] = {}
        self._once: _Once = {}
        self._lately: _Once = {}
        self._lasting: dict[str, Lasting] = {}
        self._fresh: list[str] = []

    def note(self, name: str, key: str | None = None) -> None:
        """Note a question; while no page is made, nobody asks."""
        if self._open:
            self._open[-1][name, key] = None

    @contextmanager
    def taken(self) -> Iterator[dict[Query, None]]:
        """Collect what is asked in a block, in the order of the questions.

        Examples:
            >>> notes = Notes()
            >>> with notes.taken() as asked:
            ...     notes.note("title", "offer/opt")
            >>> list(asked)
            [('title', 'offer/opt')]
        """
        asked: dict[Query, None] = {}
        self._open.append(asked)
        try:
            yield asked
        finally:
            self._open.pop()

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Make what many pages need once; each of them has asked what it took."""
        return self._held_in(self._once, key, make)

    def lately(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Make what a few pages need, as `once`; of much that was made the latest is held."""
        if key not in self._lately and len(self._lately) >= _LATELY:
            del self._lately[next(iter(self._lately))]
        return self._held_in(self._lately, key, make)

    def _held_in(self, held: "_Once", key: Hashable, make: Callable[[], _Made]) -> _Made:
        if key not in held:
            with self.taken() as asked:
                made = make()
            held[key] = made, tuple(asked)
        found, questions = held[key]
        if self._open:
            self._open[-1].update(dict.fromkeys(questions))
        return found  # type: ignore[no-any-return] # a key stands for one type

    def lasting(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Make what takes long and stays what it is over many runs, for pages that tell of much.

        Args:
            name: of what is made.
            make: makes it, of plain data as JSON has it: another run may read what this one made.
        """
        known = self._lasting.get(name)
        if known is None:
            with self.taken() as asked:
                made = make()
            known = self._lasting[name] = Lasting(made, tuple(asked))
            self._fresh.append(name)
        if self._open:
            self._open[-1].update(dict.fromkeys(known.asked))
        return known.value  # type: ignore[no-any-return] # a name stands for one type

    def hold(self, known: Mapping[str, "Lasting"]) -> None:
        """Take what another run made, all of whose answers are what they were."""
        self._lasting.update(known)

    def held(self) -> Mapping[str, "Lasting"]:
        """Give all that lasts."""
        return self._lasting

    def fresh(self) -> dict[str, "Lasting"]:
        """Give what was made since this was last asked for."""
        fresh = {name: self._lasting[name] for name in self._fresh}
        self._fresh.clear()
        return fresh

    def answer(self, name: str, by: Callable[[str | None], Any]) -> None:
        """Say how the questions of a name are answered.

        Args:
            name: what is asked.
            by: gives plain data that differs where the answer does.
        """
        self._answers[name] = by

    def print(self, question: Query) -> str:
        """Give the fingerprint of an answer, "" where nobody can answer the question."""
        found = self._prints.get(question)
        if found is None:
            by = self._answers.get(question[0])
            if by is None:
                return ""
            found = self._prints[question] = fingerprint(by(question[1]))
        return found

    def named(self, thing: _Made, plain: Callable[[_Made], Any]) -> str:
        """Give the fingerprint of what stays while there are notes; it is taken once.

        Args:
            thing: whoever holds it, holds these notes; it is known by its place in memory.
            plain: makes plain data of it.
        """
        found = self._named.get(id(thing))
        if found is None:
            found = self._named[id(thing)] = fingerprint(plain(thing))
        return found


class Lasting(NamedTuple):
    """What takes long to make: plain data, and what it asked."""

    value: Any
    asked: Sequence[Query]


class NotedMapping(Mapping[str, _Value]):
    """A mapping that notes what is looked up in it."""

    def __init__(
        self,
        name: str,
        found: Mapping[str, _Value],
        notes: Notes,
        plain: Callable[[str, Mapping[str, _Value]], Any] = lambda key, found: found.get(key),
    ) -> None:
        """Watch a mapping.

        Args:
            name: what its questions are called; each once.
            found: the mapping.
            notes: where questions are noted.
            plain: from a key and the mapping, the answer as plain data, None for a key that is
                not there.
        """
        self._name = name
        self._found = found
        self._notes = notes
        self._plain = plain
        notes.answer(name, self._answered)

    def _answered(self, key: str | None) -> Any:
        if key is None:
            return [(each, self._notes.print((self._name, each))) for each in self._found]
        return self._plain(key, self._found)

    def __getitem__(self, key: str) -> _Value:
        self._notes.note(self._name, key)
        return self._found[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Look a key up."""
        self._notes.note(self._name, key)
        return self._found.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._notes.note(self._name, str(key))
        return key in self._found

    def __iter__(self) -> Iterator[str]:
        self._notes.note(self._name)
        return iter(self._found)

    def __len__(self) -> int:
        self._notes.note(self._name)
        return len(self._found)

    def items(self) -> ItemsView[str, _Value]:
        """Give all of it."""
        self._notes.note(self._name)
        return self._found.items()


class Lazy(Mapping[str, _Value]):
    """A mapping whose values are made when they are looked up.

    Args:
        keys: all keys.
        make: makes the value of one.
        most: how many values are held, the last that were made: for what is large and looked up
            where it is needed, soon again if at all. None for all of them, each made once.

    Examples:
        >>> found = Lazy({"a", "b"}, str.upper, most=1)
        >>> found["a"], found["b"], len(found), len(found._made)
        ('A', 'B', 2, 1)
    """

    def __init__(
        self,
        keys: AbstractSet[str] | Mapping[str, Any],
        make: Callable[[str], _Value],
        *,
        most: int | None = None,
    ) -> None:
        self._keys = keys
        self._make = make
        self._most = most
        self._made: dict[str, _Value] = {}

    def __getitem__(self, key: str) -> _Value:
        if key not in self._made:
            if key not in self._keys:
                raise KeyError(key)
            if len(self._made) == self._most:
                del self._made[next(iter(self._made))]
            self._made[key] = self._make(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Paths(frozenset[str]):
    """Paths of files; it notes which of them are asked for."""

    notes: Notes

    @classmethod
    def watched(cls, paths: frozenset[str], notes: Notes) -> "Paths":
        """Watch paths."""
        found = cls(paths)
        found.notes = notes
        notes.answer("files", lambda key: sorted(paths) if key is None else key in paths)
        return found

    def __contains__(self, path: object) -> bool:
        self.notes.note("files", str(path))
        return super().__contains__(path)

    def __iter__(self) -> Iterator[str]:
        self.notes.note("files")
        return super().__iter__()


def fingerprint(answer: Any) -> str:
    """Give 32 hex digits that differ where answers of plain data do.

    Args:
        answer: text, numbers, dates, tuples, lists, mappings, our own records; no sets, whose
            order is nobody's (`plain` makes them lists).

    Examples:
        >>> fingerprint(["a", 1]) == fingerprint(["a", 1]), fingerprint("1") == fingerprint(1)
        (True, False)
    """
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, 5)
    # Without its memory of what was written before: equal answers give equal bytes, whether their
    # parts are one object or two.
    pickler.fast = True
    pickler.dump(answer)
    return hashlib.blake2b(stream.getbuffer(), digest_size=_DIGEST).hexdigest()


def plain(value: Any) -> Any:
    """Make plain data of records, sets and mappings of any depth.

    Examples:
        >>> plain({"b": frozenset({"y", "x"})})
        [('b', ['x', 'y'])]
    """
    if isinstance(value, BaseModel):
        return plain(value.model_dump())
    if is_dataclass(value):
        return [type(value).__name__, *(plain(getattr(value, each.name)) for each in fields(value))]
    if isinstance(value, Mapping):
        return [(plain(key), plain(each)) for key, each in value.items()]
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, AbstractSet):
        return sorted((plain(each) for each in value), key=repr)
    return value
