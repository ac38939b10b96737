"""Forms: what an editing form is made from, and how what it sends back becomes files.

    records ──contract─▶ JSON ─▶ a form ─▶ EDITS.json ──sheets─▶ EditSheet ──planning─▶ Plan: files
    Base ────index─────▶                                              and the reason of the edits

A plan is new bytes by path, nothing written yet: a working tree takes it, or a commit elsewhere.
"""

from typing import Final

VERSION: Final = 1
"""Of the contract that forms are made from, and of the sheets of edits that they send."""
