"""Which form a file has: told by its content, never by its name."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from scripts_kb import files
from scripts_kb.documents import comma, compound, flows, markdown, parts, xml
from scripts_kb.documents.archives import PackedFile
from scripts_kb.documents.comma import Heads
from scripts_kb.documents.errors import UnreadableFileError, repeated
from scripts_kb.files import pairs

LARGEST: Final = 64 << 20
_HEAD: Final = 4096
_BINARY: Final = (b"%PDF-", b"{\\rtf")
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_CODE: Final = re.compile(
    r"(?:select|insert|update|delete|create|alter|drop|grant|with|begin|commit|def|class|import|from|return|"
    r"function|const|let|var|public|private|protected|static|void|int|if|else|elif|for|while|switch|case|try|"
    r"except|catch|print|echo|package|namespace|using|struct|enum|#include|#define|<\?php)\b(?!\s*,)"
)
_ENDS: Final = (";", "{", "}")
_CODE_SHARE: Final = 3
"""One of so many lines."""
_SIGNS: Final = re.compile(r"""[(){}=<>"'\[\]]""")
_SPEECH: Final = re.compile(r"[А-Яа-яЁё]")
_HTML: Final = re.compile(
    r"\s*+(?:(?><!--.*?-->)\s*+|<\?xml[^>]*+>\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|style|div|p|h[1-6]|"
    r"table|ul|ol|details|span|section|article|main|header|b|strong|i|em|br|a|center|font|link|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_ROOT: Final = re.compile(
    r"\s*+(?:(?><\?.*?\?>)\s*+|(?><!--.*?-->)\s*+|(?><!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)\s*+)*+<(?:\w+:)?([\w-]+)",
    re.DOTALL,
)
_ROOTS: Final = {"map": "freemind", "opml": "opml", "mxfile": "drawio", "mxGraphModel": "drawio"}


def head(path: Path) -> bytes:
    """Give the first bytes of a file."""
    with files.opened(path) as stream:
        return stream.read(_HEAD)


def of_compound(path: Path, file: str) -> str:
    """Tell the form of a compound file of old Office: `xls`, or a refusal.

    Raises:
        UnreadableFileError: for all others.
    """
    names = compound.streams(path) if compound.sane(path) else set()
    if "EncryptedPackage" in names:
        raise UnreadableFileError("document-locked", file, "encrypted")
    if "WordDocument" in names:
        raise UnreadableFileError("document-doc", file, "doc")
    if names & {"Workbook", "Book"}:
        return "xls"
    raise UnreadableFileError("document-other" if names else "document-damaged", file, "other")


def of_archive(archive: PackedFile, file: str) -> tuple[str, str]:
    """Tell the form of an archive, and its main part.

    Raises:
        UnreadableFileError: for other archives.
        DamagedError: for a torn one.
    """
    main, form = parts.main(archive)
    if form and main in archive:
        return form, main
    if "mimetype" in archive and archive.read("mimetype").strip().startswith(_ODS):
        if _locked(archive):
            raise UnreadableFileError("document-locked", file, "encrypted")
        return "ods", "content.xml"
    if "content.json" in archive:
        return "xmind", "content.json"
    if "content.xml" in archive:
        root = next(xml.elements(archive.chunks("content.xml"), (), ("xmap-content",)), None)
        if root is not None:
            return "xmind", "content.xml"
    raise UnreadableFileError("document-other", file, "other")


def _locked(archive: PackedFile) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in archive and b"encryption-data" in archive.read(manifest, 1 << 20)


def refuse_binary(start: bytes, file: str) -> None:
    """Refuse what is told by its first bytes.

    Raises:
        UnreadableFileError: for PDF and RTF.
    """
    start = start.lstrip(b"\xef\xbb\xbf\r\n\t ")
    if start.startswith(b"%PDF-"):
        raise UnreadableFileError("document-pdf", file, "pdf")
    if start.startswith(b"{\\rtf"):
        raise UnreadableFileError("document-rtf", file, "rtf")


def of_text(text: str, file: str, heads: Heads) -> tuple[str, Any]:
    """Tell the form of a text, and what was found on the way: the sign of a table, parsed JSON.

    Raises:
        UnreadableFileError: for XML that nobody knows, for code and for a log of calls.
        DamagedError: where it is torn.
    """
    if text.lstrip().startswith("<"):
        return _of_tags(text, file), None
    if text.lstrip()[:1] in {"{", "["} and (found := _json(text)) is not None:
        return "json", found
    sign = comma.sign(text, heads)
    if code(text.split("\n")) and not sign:
        named = language(text)
        raise UnreadableFileError(
            "document-code", file, "code", language=f" ({named})" if named else ""
        )
    if _is_markdown(text.split("\n")):
        return "markdown", None
    if sign and comma.log_of_calls(text, sign, heads):
        raise UnreadableFileError("document-log", file, "call-log")
    return ("csv", sign) if sign else ("text", None)


def _of_tags(text: str, file: str) -> str:
    root = _ROOT.match(text)
    if root and root[1] in _ROOTS:
        return _ROOTS[root[1]]
    if _HTML.match(text):
        return "html"
    raise UnreadableFileError("document-other", file, "other")


def _json(text: str) -> Any:
    """Parse JSON that holds a flow; None for all else.

    Raises:
        DamagedError: where it is too deep or too long, or an object has a key twice.
    """
    xml.see_json(text)
    try:
        found = json.loads(
            text,
            object_pairs_hook=pairs.once,
            parse_float=str,
            parse_int=str,
            parse_constant=str,
        )
    except pairs.RepeatedKeyError as error:
        raise repeated(error) from error
    except (ValueError, RecursionError):
        return None
    return found if flows.find(found) is not None else None


def code(lines: Iterable[str]) -> bool:
    """Tell whether a third of the lines are code.

    Examples:
        >>> code(["SELECT id", "FROM x;", "Да"]), code(["Берём:", "- мебель;", "- коробки;"])
        (True, False)
    """
    filled = [line.strip() for line in lines if line.strip()]
    looks = sum(_ended(line) or _keyword(line) for line in filled)
    return 0 < len(filled) <= looks * _CODE_SHARE


def _ended(line: str) -> bool:
    """Tell whether a line ends as code does; items of a Russian list end in `;` too."""
    return line.endswith(_ENDS) and not (_SPEECH.search(line) and not _SIGNS.search(line))


def _keyword(line: str) -> bool:
    first = line.split(maxsplit=1)[0]
    match = _CODE.match(line.lower() if first.isupper() else line)
    return match is not None and not _SPEECH.search(line[: match.end() + 20])


def language(text: str) -> str:
    """Name the language of a code, "" where it is not plain."""
    if re.search(
        r"(?im)^[ \t]*(?:select|insert into|create table|update \w+ set|delete from)\b", text
    ):
        return "SQL"
    if re.search(r"^[ \t]*(?:def \w+\(|import \w+$|from \w[\w.]* import )", text, re.MULTILINE):
        return "Python"
    if re.search(r"^[ \t]*(?:function\b|const |let |var |import .* from )", text, re.MULTILINE):
        return "JavaScript"
    return ""


def _is_markdown(lines: list[str]) -> bool:
    for number, line in enumerate(lines):
        if markdown.HEADING.match(line) or markdown.FENCE.match(line):
            return True
        if "|" in line and number + 1 < len(lines) and markdown.is_row(lines[number + 1]):
            return True
    return False
