"""Writes the archive of a file of Office: its parts, what they are, what refers to what.

Equal parts give equal bytes, whenever they are written.

Source: ECMA-376, part 2, Open Packaging Conventions.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final
from xml.sax.saxutils import escape

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_FORMS: Final = "application/vnd.openxmlformats-"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""Of every part; a zip knows no day before."""
_UNKNOWN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""


def packed(parts: Iterable[tuple[str, str]]) -> bytes:
    """Pack parts, each with its name, in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, f"{_HEAD}{text}")
    return stream.getvalue()


def types(parts: Mapping[str, str]) -> tuple[str, str]:
    """Give the part that says of what type each part is: `officedocument.…`, without `+xml`."""
    defaults = (
        f'<Default Extension="rels" ContentType="{_FORMS}package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    said = "".join(
        f'<Override PartName="/{name}" ContentType="{_FORMS}{type_}+xml"/>'
        for name, type_ in parts.items()
    )
    return (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{said}</Types>',
    )


def relations(name: str, targets: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Give a part that says what another refers to: kinds and targets, numbered `rId1` on."""
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return name, f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def shown(text: str) -> str:
    r"""Give a text as XML holds it.

    Examples:
        >>> shown("a < b\x07")
        'a &lt; b'
    """
    return escape(_UNKNOWN.sub("", text))
