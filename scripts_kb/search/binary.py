"""The file that the browser searches: its layout, and the writer of its parts.

All numbers are unsigned LEB128 ("v": seven bits a byte, low ones first) unless a size is given;
texts are v byte length + UTF-8. Columns ("n × a, n × b") keep like beside like, which compresses.

    offset  size  what
    0       4     magic "SKBX"
    4       2     version of this layout, little endian
    6       2     zero
    8       4     CRC-32 of the payload, little endian
    12      4     length of the payload in bytes, little endian
    16      …     payload, the parts below one after another

    part      layout
    kinds     v n, n × text
    stages    v n, n × text
    facets    v n, n × (byte: 0 product, 1 segment; text id; v names, names × name)
    name      v length, length × v class
    endings   v n, n × text                     what a shown word has beyond its stem
    stems     keys, links                       one word: the stem of a form of its lexeme
    roots     keys, links                       what a word family shares
    phrases   keys, links                       stems of several words, joined by spaces
    opposites keys, links                       the stem of a word, classes that say the opposite
    classes   v n, n × byte weight (255: the rarest), n × v stem key + 1 shown, n × v ending shown
    units     v fields, fields × v count, units × v length, tokens × v class
    groups    v n, n × group

    keys      v n, n × v letters shared with the key before, n × v letters that follow, all letters
              (a letter: byte < 128 ASCII; 128 + i the i-th of а…я; 255 then two bytes UTF-16)
    links     n × v count, links × v class, links × byte weight     255 = the word itself; of a
              word that is known and that no card says one link, of no weight
    group     text family; v kind; units common to its members; v members, members × member
    member    v letters shared with the entity before, text rest; ids of products, segments, stages;
              units of its own
    ids       v n, n × v index, rising; written as steps
    units     v n, n × v index, rising; written as steps

A *class* is one stem in use; a *unit* is one phrase or sentence of one field, as classes in their
order, kept once however many cards say it. Classes are numbered by falling frequency, so that most
take one byte. Documents' texts are not in the file: the page has them.
"""

from __future__ import annotations

import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAGIC = b"SKBX"
VERSION = 2
HEADER = 16
FULL = 255
_A = ord("а")
_LETTERS = 32
_ASCII = 128
_ESCAPE = 255


class Writer:
    r"""Collects the payload and wraps it.

    Examples:
        >>> Writer().number(300).payload()
        b'\xac\x02'
    """

    def __init__(self) -> None:
        self._out = bytearray()

    def payload(self) -> bytes:
        """Return what was written so far."""
        return bytes(self._out)

    def file(self) -> bytes:
        """Return the whole file: header and payload."""
        payload = self.payload()
        return b"".join(
            (
                MAGIC,
                VERSION.to_bytes(2, "little"),
                bytes(2),
                zlib.crc32(payload).to_bytes(4, "little"),
                len(payload).to_bytes(4, "little"),
                payload,
            )
        )

    def byte(self, value: int) -> Writer:
        """Write one byte."""
        self._out.append(value)
        return self

    def number(self, value: int) -> Writer:
        """Write one number, LEB128."""
        return self.numbers((value,))

    def numbers(self, values: Iterable[int]) -> Writer:
        """Write a column of numbers; its length is known from elsewhere."""
        put = self._out.append
        for value in values:
            left = value
            while left >= _ASCII:
                put(left & 127 | 128)
                left >>= 7
            put(left)
        return self

    def text(self, value: str) -> Writer:
        """Write a text with its length."""
        encoded = value.encode()
        self.number(len(encoded))
        self._out += encoded
        return self

    def texts(self, values: Sequence[str]) -> Writer:
        """Write a list of texts with its length."""
        self.number(len(values))
        for value in values:
            self.text(value)
        return self

    def rising(self, values: Sequence[int]) -> Writer:
        """Write a list of rising numbers with its length, as steps."""
        steps = (value - before for before, value in pairwise((0, *values)))
        return self.number(len(values)).numbers(steps)

    def keys(self, keys: Sequence[str]) -> Writer:
        """Write sorted keys, each as what it adds to the one before."""
        shared = [0, *(common_prefix(a, b) for a, b in pairwise(keys))]
        self.number(len(keys)).numbers(shared[: len(keys)])
        self.numbers(len(key) - same for key, same in zip(keys, shared, strict=False))
        for key, same in zip(keys, shared, strict=False):
            for letter in key[same:]:
                self._letter(ord(letter))
        return self

    def links(self, links: Sequence[Sequence[tuple[int, int]]]) -> Writer:
        """Write (class, weight) pairs for each key, in the keys' order."""
        self.numbers(len(pairs) for pairs in links)
        self.numbers(number for pairs in links for number, _ in pairs)
        self._out += bytes(weight for pairs in links for _, weight in pairs)
        return self

    def _letter(self, code: int) -> None:
        if code < _ASCII:
            self._out.append(code)
        elif _A <= code < _A + _LETTERS:
            self._out.append(_ASCII + code - _A)
        else:
            # Letters beyond the plane of two bytes have no place in a word: they never match.
            self._out.append(_ESCAPE)
            self._out += min(code, 0xFFFF).to_bytes(2, "little")


def common_prefix(a: str, b: str) -> int:
    """Return how many first letters two texts share.

    Examples:
        >>> common_prefix("скидк", "скидочн")
        4
    """
    length = min(len(a), len(b))
    return next((i for i in range(length) if a[i] != b[i]), length)
