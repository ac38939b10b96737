"""The text of a file: which encoding it is in, and its lines."""

import codecs
from typing import Final

_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(content: bytes) -> str | None:
    r"""Decode a text in UTF-8, in UTF-16 with a mark, or in cp1251; None for what is no text.

    Line ends become `\n`.

    Examples:
        >>> decoded("Да".encode("cp1251")), decoded(b"a\x00b")
        ('Да', None)
    """
    wide = content.startswith(_WIDE)
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return None
