"""The draw: which wording a call hears. Nobody chooses it, and everybody can draw it again.

text of trial and call ──FNV-1a──▶ 32 bits ──mixed──▶ a part of 1 ──shares──▶ variant

The call's own name is all that the draw knows, so it cannot depend on the time, the seller or the
customer. `assets/call/player/drawing.js` draws the same: the browser has no better hash where a
site is not served over HTTPS, and a draw needs no secrecy.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

_BASIS, _PRIME, _WORD = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
_MIXED: Final = (0x85EBCA6B, 0xC2B2AE35)


def part(trial: str, call: str) -> float:
    """Give the part of 1 that a call draws in a trial.

    Args:
        trial: the trial's id; the same call draws independently in each trial.
        call: the call's own name, made at random when it begins.

    Returns:
        At least 0, below 1.

    Source: G. Fowler, L. C. Noll, K.-P. Vo, The FNV non-cryptographic hash algorithm (RFC 9923),
        with the last mixing of A. Appleby's MurmurHash3, for FNV alone leaves the high bits of
        short texts alike.

    Examples:
        >>> 0 <= part("cup", "a1") < 1, part("cup", "a1") == part("cup", "a1")
        (True, True)
    """
    word = _BASIS
    for byte in f"{trial}\n{call}".encode():
        word = ((word ^ byte) * _PRIME) & _WORD
    word ^= word >> 16
    word = (word * _MIXED[0]) & _WORD
    word ^= word >> 13
    word = (word * _MIXED[1]) & _WORD
    word ^= word >> 16
    return word / 2**32


def variant(trial: str, call: str, shares: Sequence[float]) -> int:
    """Draw the variant of a call.

    Args:
        trial: the trial's id.
        call: the call's own name.
        shares: of the variants, in their order; only how they relate to each other counts.

    Returns:
        The place of the variant.

    Examples:
        >>> {variant("cup", str(call), (1, 1)) for call in range(20)}
        {0, 1}
    """
    drawn = part(trial, call) * sum(shares)
    ends = accumulate(shares)
    return next((at for at, end in enumerate(ends) if drawn < end), len(shares) - 1)
