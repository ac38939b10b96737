"""The parts of a file of Office: which is the main one, and what refers to what."""

import posixpath
import re
from dataclasses import dataclass
from typing import Final

from scripts_kb.documents import xml
from scripts_kb.documents.archives import PackedFile

_MAIN: Final = re.compile(r"\b(?P<of>word|excel|wordprocessingml|spreadsheetml)\b.*\.main\+xml$")
_TYPES: Final = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to.

    Attributes:
        kind: the last word of its type: `hyperlink`, `comments`, `worksheet`.
        target: the path of a part, or an address outside, which is never opened.
        outside: whether it is such an address.
    """

    kind: str
    target: str
    outside: bool


def main(archive: PackedFile) -> tuple[str, str]:
    """Tell the main part, and `docx` or `xlsx`; ("", "") where there is none.

    Raises:
        DamagedError: where the list of types is torn.
    """
    if _TYPES not in archive:
        return "", ""
    # All of them first: a list that is torn after the main part is torn too.
    for each in list(xml.elements(archive.chunks(_TYPES), ("Override",))):
        kind = each.get("ContentType")
        match = _MAIN.search(kind.replace("ms-", ""))
        if match:
            form = "docx" if match["of"].startswith("word") else "xlsx"
            return each.get("PartName").lstrip("/"), form
    return "", ""


def relations(archive: PackedFile, part: str) -> dict[str, Relation]:
    """Give what a part refers to, by id.

    Raises:
        DamagedError: where the list is torn, or is no list: what it names would be lost in silence.
    """
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive:
        return {}
    found = {}
    for each in xml.inside(archive.chunks(listed), "Relationships", ("Relationship",)):
        outside = each.get("TargetMode") == "External"
        target = each.get("Target")
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[each.get("Id")] = Relation(each.get("Type").rpartition("/")[2], target, outside)
    return found


def part(archive: PackedFile, relations_: dict[str, Relation], kind: str) -> xml.Element | None:
    """Read the part of a kind that another refers to; None where there is none.

    Raises:
        DamagedError: where it is torn.
    """
    found = next((each.target for each in relations_.values() if each.kind == kind), "")
    if found not in archive:
        return None
    return xml.whole(archive.chunks(found))
