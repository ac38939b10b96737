"""A material that a form hands in: its name, its size, and that no browser would run it."""

import base64
import binascii
import hashlib
import re
import unicodedata
from typing import Any, Final

from scripts_kb.content import drawings

LARGEST: Final = 20_000_000
"""Bytes of a material; what is larger is no leaflet, and stays in the repository for ever."""
_NAME: Final = re.compile(r"materials(?:/[^\W.][\w ()+,.-]*){1,4}")
_DEVICES: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_LONGEST: Final = 200


class RefusedMaterialError(Exception):
    """A material that is not taken: `code` with its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def digest(content: bytes) -> str:
    """Name the bytes of a material, as forms do to tell whether another one lies there by now."""
    return hashlib.sha256(content).hexdigest()


def material(path: str, after: Any) -> bytes:
    r"""Read a material.

    Args:
        path: where it shall lie, below the content folder.
        after: its bytes in Base64.

    Raises:
        RefusedMaterialError: for a name that leads elsewhere or that some system does not know;
            for what is no Base64, too large, empty, or would be run by a browser.

    Examples:
        >>> material("materials/price.csv", "YTtiCg==")
        b'a;b\n'
    """
    if not _named(path):
        raise RefusedMaterialError("edit-no-place", path=path)
    if not isinstance(after, str):
        raise RefusedMaterialError("edit-malformed", what="Base64")
    if len(after) > LARGEST * 4 // 3 + 4:
        raise RefusedMaterialError("too-big", limit=LARGEST // 1000)
    try:
        content = base64.b64decode(after, validate=True)
    except (binascii.Error, ValueError):
        raise RefusedMaterialError("edit-malformed", what="Base64") from None
    if not content:
        raise RefusedMaterialError("empty-material")
    runs = drawings.active(path, content)
    if runs:
        raise RefusedMaterialError("active-material", what=runs)
    return content


def _named(path: str) -> bool:
    """Tell whether a name leads into the folder of materials, on any system."""
    parts = path.split("/")
    return (
        len(path) <= _LONGEST
        and path == unicodedata.normalize("NFC", path)
        and _NAME.fullmatch(path) is not None
        and not any(each.endswith((" ", ".")) or _DEVICES.fullmatch(each) for each in parts)
    )
