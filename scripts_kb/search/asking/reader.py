"""Reads the index file. Its layout is described in `scripts_kb/search/binary.py`."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from scripts_kb.search.binary import HEADER, MAGIC, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

_A = ord("а")
_ASCII = 128
_ESCAPE = 255

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Sorted keys, each with its links: classes with a weight of 0 … 255."""

    keys: list[str]
    links: list[list[tuple[int, int]]]

    def find(self, key: str) -> int:
        """Return the place of a key; -1 where it is not there."""
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else -1


@dataclass(frozen=True, slots=True)
class IndexedFacet:
    """A product (place 0) or a segment (place 1), by its names as classes."""

    place: int
    id: str
    names: list[list[int]]


@dataclass(frozen=True, slots=True)
class Member:
    """A card: what it is for, and the units of its own."""

    entity: str
    products: list[int]
    segments: list[int]
    stages: list[int]
    units: list[int]


@dataclass(frozen=True, slots=True)
class Group:
    """The variants of a family, or one card alone: members `start` to `end`, exclusive."""

    family: str
    kind: str
    units: list[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Index:
    """What the index file holds."""

    stages: list[str]
    facets: list[IndexedFacet]
    stems: LinkTable
    roots: LinkTable
    phrases: LinkTable
    opposites: LinkTable
    weights: list[float]
    shown: list[str]
    fields: list[int]
    units: list[list[int]]
    groups: list[Group]
    members: list[Member]


def read(content: bytes) -> Index:
    """Return what an index file holds.

    Raises:
        ValueError: If it is not an index of this version, or is damaged.
    """
    payload = content[HEADER:]
    if content[:4] != MAGIC or int.from_bytes(content[4:6], "little") != VERSION:
        raise ValueError("not a search index of this version")
    if int.from_bytes(content[8:12], "little") != zlib.crc32(payload):
        raise ValueError("a damaged search index")
    return _Reader(payload).index()


class _Reader:
    def __init__(self, payload: bytes) -> None:
        self._bytes = payload
        self._at = 0
        self._entity = ""
        self._members: list[Member] = []

    def index(self) -> Index:
        kinds, stages = self._list(self._text), self._list(self._text)
        facets = self._list(self._facet)
        endings = self._list(self._text)
        stems, roots, phrases, opposites = (self._table() for _ in range(4))
        count = self._number()
        weights = [self._byte() / 255 for _ in range(count)]
        keys, shown = self._numbers(count), self._numbers(count)
        counts = self._numbers(self._number())
        fields = [field for field, size in enumerate(counts) for _ in range(size)]
        lengths = self._numbers(len(fields))
        units = [self._numbers(length) for length in lengths]
        groups = self._list(lambda: self._group(kinds))
        words = [
            stems.keys[key - 1] + endings[ending] if key else ""
            for key, ending in zip(keys, shown, strict=True)
        ]
        tables = (stems, roots, phrases, opposites)
        return Index(stages, facets, *tables, weights, words, fields, units, groups, self._members)

    def _byte(self) -> int:
        self._at += 1
        return self._bytes[self._at - 1]

    def _number(self) -> int:
        value = shift = 0
        while (byte := self._byte()) >= _ASCII:
            value |= (byte & 127) << shift
            shift += 7
        return value | byte << shift

    def _numbers(self, length: int) -> list[int]:
        return [self._number() for _ in range(length)]

    def _rising(self) -> list[int]:
        return list(accumulate(self._numbers(self._number())))

    def _text(self) -> str:
        length = self._number()
        self._at += length
        return self._bytes[self._at - length : self._at].decode()

    def _list(self, read: Callable[[], _T]) -> list[_T]:
        return [read() for _ in range(self._number())]

    def _facet(self) -> IndexedFacet:
        return IndexedFacet(
            self._byte(), self._text(), self._list(lambda: self._numbers(self._number()))
        )

    def _letter(self) -> str:
        byte = self._byte()
        if byte == _ESCAPE:
            return chr(self._byte() | self._byte() << 8)
        return chr(byte if byte < _ASCII else _A + byte - _ASCII)

    def _table(self) -> LinkTable:
        size = self._number()
        shared, added = self._numbers(size), self._numbers(size)
        keys: list[str] = []
        for same, length in zip(shared, added, strict=True):
            start = keys[-1][:same] if keys else ""
            keys.append(start + "".join(self._letter() for _ in range(length)))
        counts = self._numbers(size)
        classes = iter(self._numbers(sum(counts)))
        linked = [[next(classes) for _ in range(count)] for count in counts]
        return LinkTable(keys, [[(each, self._byte()) for each in links] for links in linked])

    def _group(self, kinds: list[str]) -> Group:
        family, kind, units = self._text(), kinds[self._number()], self._rising()
        start = len(self._members)
        self._members.extend(self._list(self._member))
        return Group(family, kind, units, start, len(self._members))

    def _member(self) -> Member:
        self._entity = self._entity[: self._number()] + self._text()
        rising = (self._rising() for _ in range(4))
        return Member(self._entity, *rising)
