"""HTML to tags, texts and comments, in one pass whatever the file: as a browser parts them."""

import html
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

_TAG: Final = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)"
    r"(?P<attributes>(?:[^>=]|=\s*\"[^\"]*\"|=\s*'[^']*'|=(?!\s*[\"']))*+)>"
)
_ATTRIBUTE: Final = re.compile(
    r"(?P<name>[^\s=/\"'<>]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+)))?"
)
_NAME: Final = re.compile(r"</?[A-Za-z]")
_UNREAD: Final = frozenset({"script", "style", "textarea", "xmp", "noframes"})
"""Elements whose text holds no tags."""


@dataclass(frozen=True, slots=True)
class PageToken:
    """A piece of HTML.

    Attributes:
        kind: what it is; `raw` is the text of a script or a style.
        text: of a text or a comment; of a tag its name in small letters.
        attributes: of a tag; of a raw text, `of` which element.
    """

    kind: Literal["start", "end", "text", "comment", "raw"]
    text: str
    attributes: dict[str, str] = field(default_factory=dict)


def tokens(text: str) -> Iterator[PageToken]:
    """Yield the pieces of HTML; a tag that never ends takes the rest with it, as in a browser.

    Examples:
        >>> [(each.kind, each.text) for each in tokens("<p>Да &amp; <!--нет-->")]
        [('start', 'p'), ('text', 'Да & '), ('comment', 'нет')]
    """
    at = 0
    while at < len(text):
        sign = text.find("<", at)
        if sign < 0:
            yield PageToken("text", html.unescape(text[at:]))
            return
        if sign > at:
            yield PageToken("text", html.unescape(text[at:sign]))
        at = yield from _tag(text, sign)


def _tag(text: str, at: int) -> Generator[PageToken, None, int]:
    """Yield what begins at a sign `<`; give where it ends."""
    if text.startswith("<!--", at):
        end = text.find("-->", at + 4)
        yield PageToken("comment", text[at + 4 : end if end >= 0 else len(text)])
        return end + 3 if end >= 0 else len(text)
    if text.startswith(("<!", "<?", "</"), at) and not _NAME.match(text, at):
        end = text.find(">", at)
        return end + 1 if end >= 0 else len(text)
    if not _NAME.match(text, at):
        yield PageToken("text", "<")
        return at + 1
    match = _TAG.match(text, at)
    if not match:
        return len(text)
    name = match["name"].lower()
    if match["end"]:
        yield PageToken("end", name)
        return match.end()
    yield PageToken("start", name, _attributes(match["attributes"]))
    if name not in _UNREAD:
        return match.end()
    closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(text, match.end())
    end = closing.start() if closing else len(text)
    kind: Literal["text", "raw"] = "text" if name == "textarea" else "raw"
    yield PageToken(kind, text[match.end() : end], {"of": name})
    return end


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        value = match["double"] or match["single"] or match["bare"] or ""
        found.setdefault(match["name"].lower(), html.unescape(value))
    return found
