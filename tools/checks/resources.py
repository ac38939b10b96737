"""The built site loads nothing from another host: no script, style, picture, font or data.

A page is read as a browser would read it (`html.parser`), styles and scripts by the constructs
that load. Plain links may lead anywhere. Whether a script builds an address of pieces cannot be
seen here; that the browser asks no foreign host is watched by every browser test as well.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tools.checks.finding import Finding

# Attributes that make a browser load, by element.
_LOADING = {
    "audio": ("src",),
    "body": ("background",),
    "embed": ("src",),
    "feimage": ("href", "xlink:href"),
    "frame": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href", "imagesrcset"),
    "object": ("data",),
    "script": ("src", "href", "xlink:href"),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
# A link element that only names another page; every other kind is fetched, or connected to.
_NAMING = {"alternate", "author", "bookmark", "canonical", "help", "license", "me", "next", "prev"}

_FOREIGN = re.compile(r"\s*(?:https?:|wss?:|ftp:)?//", re.IGNORECASE)
_ADDRESS = r"""["'`]\s*((?:https?:|wss?:)?//[^"'`\s]+)"""
_CSS = re.compile(
    r"""(?:url\(\s*["']?|@import\s+["'])\s*((?:https?:)?//[^"')\s]+)""",
    re.IGNORECASE,
)
_JS = re.compile(
    rf"""
    (?: \b(?:fetch|import|importScripts|Worker|SharedWorker|EventSource|WebSocket|sendBeacon
            |register|Request)\s*\(\s*
      | \bfrom\s* | \bimport\s*
      | \.open\(\s*["'`][A-Z]+["'`]\s*,\s*
      | \.src\s*=\s*
    ) {_ADDRESS}
    """,
    re.VERBOSE,
)
# A script that names a file of another host is going to load it, however it goes about it.
_JS_FILE = re.compile(
    r"""["'`]((?:https?:)?//[^"'`\s]+\.(?:m?js|css|json|wasm|woff2?|ttf|png|svg|webp))["'`]"""
)

# Addresses that Material's own bundle names, and the mark of a page without which it never loads
# them. A page that bears the mark is a finding.
MATERIAL_BUNDLE = re.compile(r"^assets/javascripts/bundle\.[0-9a-f]+\.min\.js$")
MATERIAL_LOADS = {
    re.compile(r"^https://unpkg\.com/mermaid@"): ("class", "mermaid"),
    re.compile(r"^https://(?:api\.github\.com|gitlab\.com)\b"): ("data-md-component", "source"),
    re.compile(r"^https://\$\{.*\}/api/v4/"): ("data-md-component", "source"),
}


def check(site: Path) -> list[Finding]:
    """Checks a built site.

    Args:
        site: Its folder.

    Returns:
        All findings, by file and line; one that says so where the folder holds no page.
    """
    findings: list[Finding] = []
    pages = 0
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name = file.relative_to(site).as_posix()
        suffix = file.suffix.lower()
        if suffix not in {".html", ".htm", ".svg", ".css", ".js", ".mjs", ".webmanifest"}:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        if suffix in {".html", ".htm", ".svg"}:
            pages += suffix != ".svg"
            findings += in_page(name, text)
        elif suffix == ".css":
            findings += in_style(name, text)
        elif suffix == ".webmanifest":
            findings += _all(name, text, re.compile(r'"src"\s*:\s*' + _ADDRESS))
        else:
            findings += in_script(name, text)
    if not pages:
        findings.append(Finding(site.name, 0, "holds no page: nothing was checked"))
    return findings


def in_style(path: str, text: str, line: int = 1) -> Iterator[Finding]:
    """Finds what a style sheet loads from another host.

    Args:
        path: Name of the file, for the findings.
        text: The styles.
        line: Line of the file at which they begin.

    Yields:
        A finding for each address.
    """
    return _all(path, text, _CSS, line)


def in_script(path: str, text: str, line: int = 1) -> Iterator[Finding]:
    """Finds what a script loads from another host.

    Args:
        path: Name of the file, for the findings.
        text: The script.
        line: Line of the file at which it begins.

    Yields:
        A finding for each address, without those of Material that no page of ours asks for.
    """
    known = MATERIAL_LOADS if MATERIAL_BUNDLE.match(path) else {}
    seen: set[tuple[int, str]] = set()
    for finding in (*_all(path, text, _JS, line), *_all(path, text, _JS_FILE, line)):
        address = finding.text.rpartition(" ")[2]
        if (finding.line, address) not in seen and not any(p.match(address) for p in known):
            seen.add((finding.line, address))
            yield finding


def in_page(path: str, text: str) -> list[Finding]:
    """Finds what a page, or a drawing in SVG, loads from another host.

    Args:
        path: Name of the file, for the findings.
        text: Its text.

    Returns:
        A finding for each address, and for each mark that makes Material load one.

    Examples:
        >>> [str(f) for f in in_page("a.html", '<a href="https://x.y">x</a>')]
        []
    """
    reader = _Page(path)
    reader.feed(text)
    reader.close()
    return reader.findings


def _all(path: str, text: str, pattern: re.Pattern[str], line: int = 1) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        number = line + text.count("\n", 0, match.start(1))
        yield Finding(path, number, f"loads from another host: {match[1]}")


class _Page(HTMLParser):
    """Collects findings while a page is read."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.findings: list[Finding] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self._inside = tag if tag in {"script", "style"} else ""
        for name in _LOADING.get(tag, ()):
            if name in values and not (tag == "link" and self._names_only(values)):
                # A set of sources is several addresses, each with its size.
                for address in values[name].split(",") if "srcset" in name else [values[name]]:
                    if _FOREIGN.match(address):
                        self._add(line, address.strip())
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            address = values.get("content", "").partition("=")[2].strip(" '\"")
            if _FOREIGN.match(address):
                self._add(line, address)
        if tag == "base" and _FOREIGN.match(values.get("href", "")):
            self._add(line, values["href"])
        self.findings += in_style(self.path, values.get("style", ""), line)
        for mark in set(MATERIAL_LOADS.values()):
            if mark[1] in values.get(mark[0], "").split():
                text = f'{mark[0]}="{mark[1]}" makes Material load from another host'
                self.findings.append(Finding(self.path, line, text))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        line = self.getpos()[0]
        if self._inside == "style":
            self.findings += in_style(self.path, data, line)
        elif self._inside == "script":
            self.findings += in_script(self.path, data, line)

    @staticmethod
    def _names_only(values: dict[str, str]) -> bool:
        kinds = set(values.get("rel", "").lower().split())
        return bool(kinds) and kinds <= _NAMING

    def _add(self, line: int, address: str) -> None:
        self.findings.append(Finding(self.path, line, f"loads from another host: {address}"))
