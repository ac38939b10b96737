"""Letters of mind maps and charts: attributes and texts that are shown."""

import base64
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from scripts_kb.documents.second.written import encoding, letters, text

_SHOWN: Final = ("text", "_note", "url", "htmlUrl", "xmlUrl", "link")


def _name(found: ET.Element) -> str:
    return found.tag.rpartition("}")[2]


def _root(content: str) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - no DOCTYPE is left in it


def tree(path: Path, form: str) -> int:
    """Count the letters of a map of FreeMind, of an outline, of a chart of draw.io."""
    root = _root(text(path))
    if form == "freemind":
        return sum(map(letters, _freemind(root)))
    if form == "opml":
        return sum(map(letters, _opml(root)))
    return sum(map(letters, _chart(root)))


def _freemind(root: ET.Element) -> Iterator[str]:
    for each in root:
        if _name(each) == "node":
            yield each.get("TEXT", "")
            link = each.get("LINK", "")
            yield "" if link.startswith("#") else link
            for inside in each:
                if _name(inside) == "richcontent" and not (
                    inside.get("TYPE") == "NODE" and each.get("TEXT")
                ):
                    yield "".join(_rich(inside))
                elif _name(inside) == "attribute":
                    yield f"{inside.get('NAME', '')}:{inside.get('VALUE', '')}"
            yield from _freemind(each)


def _rich(found: ET.Element) -> Iterator[str]:
    yield found.text or ""
    for each in found:
        if _name(each) not in {"head", "style"}:
            yield from _rich(each)
        yield each.tail or ""


def _opml(root: ET.Element) -> Iterator[str]:
    for each in root.iterfind("./head/title"):
        yield "".join(each.itertext())
        break
    waiting = list(root.iterfind("./body/outline"))
    while waiting:
        each = waiting.pop()
        yield each.get("text", "") or each.get("title", "")
        yield from (each.get(name, "") for name in _SHOWN[1:])
        waiting += [one for one in each if _name(one) == "outline"]


def _chart(root: ET.Element) -> Iterator[str]:
    if root.tag == "mxGraphModel":
        yield from _cells(root)
        return
    for page in root.iterfind("diagram"):
        model = page.find("mxGraphModel")
        if model is not None:
            yield from _cells(model)
        elif "".join(page.itertext()).strip():
            packed = base64.b64decode("".join(page.itertext()).strip())
            yield from _cells(_root(unquote(zlib.decompress(packed, -15).decode())))


def _cells(model: ET.Element) -> Iterator[str]:
    for each in model.iter():
        if _name(each) in {"object", "UserObject"} and each.find("mxCell") is not None:
            yield each.get("label", "")
            yield each.get("link", "")
        elif _name(each) == "mxCell" and "id" in each.attrib:
            yield each.get("value", "")


# --- XMind --------------------------------------------------------------------------------------


def xmind(path: Path) -> int:
    """Count the letters of a map of XMind, of either form."""
    with zipfile.ZipFile(path) as zipped:
        if "content.json" in zipped.namelist():
            sheets = json.loads(zipped.read("content.json"))
            return sum(letters(each) for sheet in sheets for each in _of_sheet(sheet))
        content = zipped.read("content.xml")
        root = _root(content.decode(encoding(content)))
    return sum(letters(each) for sheet in root for each in _of_old_sheet(sheet))


def _of_sheet(sheet: Any) -> Iterator[str]:
    if not isinstance(sheet, dict) or not isinstance(sheet.get("rootTopic"), dict):
        return
    relations = sheet.get("relationships")
    for each in relations if isinstance(relations, list) else ():
        yield _text(each, "title")
    waiting = [sheet["rootTopic"]]
    while waiting:
        topic = waiting.pop()
        yield _text(topic, "title")
        link = _text(topic, "href")
        yield "" if link.startswith("xmind:#") else link
        notes = topic.get("notes")
        yield _text(notes.get("plain") if isinstance(notes, dict) else None, "content")
        labels = topic.get("labels")
        yield from (
            each for each in (labels if isinstance(labels, list) else ()) if isinstance(each, str)
        )
        groups = topic.get("children")
        for each in groups.values() if isinstance(groups, dict) else ():
            waiting += (
                [one for one in each if isinstance(one, dict)] if isinstance(each, list) else []
            )


def _text(found: Any, key: str) -> str:
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, str) else ""


def _of_old_sheet(sheet: ET.Element) -> Iterator[str]:
    for each in sheet.iter():
        match _name(each):
            case "topic":
                link = next(
                    (value for key, value in each.attrib.items() if key.endswith("}href")), ""
                )
                yield "" if link.startswith("xmind:#") else link
            case "title" if each not in list(sheet):
                yield "".join(each.itertext())
            case "plain" | "label":
                yield "".join(each.itertext())
