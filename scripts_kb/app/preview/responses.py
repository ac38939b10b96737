"""What a browser gets for an address, and what an address may stand for.

page, dressed ──▶ Looked: named by its bytes, a notice above it ──▶ Response
"objections/dorogo/" ──▶ objections/dorogo.md or objections/dorogo/index.md
"""

import hashlib
import html
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts_kb.app.preview import notice
from scripts_kb.app.preview.holding import Held
from scripts_kb.pages import links, scripts
from scripts_kb.pages.site import Page
from scripts_kb.schema import kinds

OWN: Final = "assets/preview/"
"""Where the preview's own files are read."""

_BODY: Final = "<body"
_HASHED: Final = 16


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered to an address; `to` is another address where the page is."""

    content: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    to: str = ""

    @property
    def tag(self) -> str:
        """Name what is answered by its bytes."""
        return hashlib.blake2b(self.content, digest_size=_HASHED).hexdigest()


@dataclass(frozen=True, slots=True)
class Looked:
    """A page as somebody looks at it: its bytes, their name, and the notice above it."""

    dressed: bytes
    status: int
    notice: str
    loads: int = 0
    """Which edition of what it loads beside."""

    @property
    def tag(self) -> str:
        """Name the page without its notice."""
        named = hashlib.blake2b(self.dressed, digest_size=_HASHED)
        named.update(str(self.loads).encode())
        return named.hexdigest()

    @property
    def notice_tag(self) -> str:
        """Name the notice."""
        return hashlib.blake2b(self.notice.encode(), digest_size=_HASHED).hexdigest()

    def whole(self) -> bytes:
        """Put the notice above the page, and what follows the files."""
        block = (
            f'<div id="kb-preview" data-page="{self.tag}" data-notice="{self.notice_tag}">'
            f'{self.notice}</div><link rel="stylesheet" href="/{OWN}notice.css">'
            f'<script type="module" src="/{OWN}follow.js"></script>'
        ).encode()
        body = self.dressed.find(_BODY.encode())
        end = self.dressed.find(b">", body) + 1
        return self.dressed[:end] + block + self.dressed[end:]


def candidates(address: str) -> tuple[str, ...]:
    """Give the pages that may stand at an address, whatever the form of addresses.

    Examples:
        >>> candidates(""), candidates("a/b/"), candidates("a/b.html")
        (('index.md',), ('a/b.md', 'a/b/index.md'), ('a/b.md',))
    """
    if not address:
        return ("index.md",)
    if address.endswith("/"):
        # The likely one first: what is not there has to be looked for among all.
        both = f"{address[:-1]}.md", f"{address}index.md"
        return both if "/" in address[:-1] else both[::-1]
    return (f"{address.removesuffix('.html')}.md",) if address.endswith(".html") else ()


def removed(path: str, held: Held, file: str) -> Page:
    """Make the page of a card that is gone."""
    language, root = held.whole.base.kb.language, links.root(path)
    say = notice.TEXTS.say
    title = say("removed", language)
    parts = [f"<h1>{title}</h1>", f"<p>{say('removed-why', language)}</p>"]
    now = next((e for e in held.seen.base.documents.values() if e.path == file), None)
    if now is not None and now.entity != links.entity(path):
        named = html.escape(held.reading.title(now.entity))
        link = f'<a href="{root}{kinds.address(now.entity)}">{named}</a>'
        parts.append(f"<p>{say('now-called', language, link=link)}</p>")
    folder = path.partition("/")[0]
    parts.append(f'<p><a href="{root}{folder}/">{say("to-list", language)}</a></p>')
    if held.seen.audience != "partner":
        parts.append(f'<p><a href="{root}changes/">{say("to-changes", language)}</a></p>')
    front = f'---\ntitle: "{title}"\nhide: [toc]\n---\n'
    return Page(path, f'{front}\n<div class="kb">{"".join(parts)}</div>\n'.encode())


def own(name: str) -> Response:
    """Answer a file of the preview itself."""
    made = {"follow.js": scripts.file, "notice.css": scripts.sheet}.get(name)
    if made is None:
        return Response(b"", status=404)
    return Response(made(f"preview/{name}"), kind_of(name))


def kind_of(address: str) -> str:
    """Name what a file is, as browsers want it named."""
    if address.endswith((".js", ".mjs")):
        return "text/javascript; charset=utf-8"
    if address.endswith(".webmanifest"):
        return "application/manifest+json"
    found = mimetypes.guess_type(address)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


def read(file: Path) -> bytes | None:
    """Read a file, None where it has just gone."""
    try:
        return file.read_bytes()
    except OSError:
        return None
