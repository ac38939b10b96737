"""How much is tried at random: a share of it in the usual run, all where `KB_THOROUGH` is set.

What is tried is the same each time: a share is the beginning of the whole, so that no run fails by
chance. What each share must still notice was tried by breaking the code.
"""

import os

THOROUGH = os.environ.get("KB_THOROUGH", "") not in {"", "0"}


def tried(whole: int, share: int = 5) -> int:
    """Gives how many of the whole are tried in this run: one in `share`, rounded up."""
    return whole if THOROUGH else -(-whole // share)
