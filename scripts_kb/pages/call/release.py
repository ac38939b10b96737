"""A release of the call screen: what browsers keep for hours without network, to the last byte.

    the tree of pages    ──worker──▶  sw.js  names what belongs to the release
            │ built: theme, navigation
            ▼
    the site as built    ──sealed──▶  sw.js  knows the hash of all of it,  call/release.json

One release is one set of hashes. A browser takes it only when every file was fetched whole and has
its hash; so neither a deployment that is half way, nor the login page of a network, nor a download
that broke off can become a part of it. What changes the theme or a page makes a new release too.

A tree that another engine builds works unsealed: its pages are then taken as they are served.
"""

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from scripts_kb.pages import data
from scripts_kb.pages.call import hashes
from scripts_kb.pages.site import Page
from scripts_kb.problems import UserError

WORKER: Final = "sw.js"
RELEASE: Final = "call/release.json"
PARTS: Final = "call/answers/"
"""Where the parts of the answers stand: named by their content, beside all releases."""

_KNOWN: Final = re.compile(rb"\Aconst RELEASE = (\{.*\});\n")
_NAMED: Final = (
    re.compile(
        r'<(?:link|script|img)\b[^>]*?\s(?:href|src)="([^"#?:]+\.(?:css|js|svg|png|ico|woff2))"'
    ),
    re.compile(r"""\burl\(\s*["']?(?!data:)([^"'()#?:\s]+)"""),
)
"""How pages and style sheets name what they need."""


def worker(
    source: bytes,
    release: Mapping[str, Any],
    *,
    files: Mapping[str, bytes],
    parts: Mapping[str, bytes],
    pages: Iterable[str],
    theme: Mapping[str, bytes],
    days: int | None = None,
) -> bytes:
    """Write a release into the service worker.

    Args:
        source: `sw.js`, which reads the release as `RELEASE`.
        release: what `call/release.json` says.
        files: the release's own files by path: a browser that keeps it asks for them no more.
        parts: those of them that are named by their content and fetched one after another.
        pages: the paths of the pages that are kept with it; no page knows yet how it will be built.
        theme: what these pages load beside, as far as it is known before they are built.
        days: how long a browser keeps it that does not meet the server; None for ever.
    """
    known = {
        "version": release["version"],
        "offline": release["offline"],
        "days": days,
        "files": _hashes(files),
        "parts": _sizes(parts),
        "pages": dict.fromkeys(pages, ""),
        "theme": _hashes(theme),
    }
    return _knowing(known) + source


def sealed(read: Callable[[str], bytes | None]) -> Iterator[Page]:
    """Make the service worker and the release anew, from a site as it was built.

    Args:
        read: gives a file of the built site by its path; None where there is none.

    Yields:
        `call/release.json` and `sw.js`. Sealed a second time they are the same.

    Raises:
        UserError: where something of the release was not built.
    """

    def whole(path: str) -> bytes:
        content = read(path)
        if content is None:
            raise UserError("release-incomplete", path=path)
        return content

    source = whole(WORKER)
    known = json.loads(_KNOWN.match(source)[1])  # type: ignore[index] # `worker` has written it
    files = {path: whole(path) for path in known["files"] if path != RELEASE}
    parts = {path: whole(path) for path in known["parts"]}
    pages = {path: whole(posixpath.normpath(f"{path}index.html")) for path in known["pages"]}
    theme = {path: each for path in known["theme"] if (each := read(path)) is not None}
    theme |= _beside({f"{path}index.html": each for path, each in pages.items()}, read)
    theme = {path: theme[path] for path in sorted(theme.keys() - files.keys())}
    version = hashes.named({**files, **parts, **pages, **theme})
    release = data.as_bytes({**json.loads(whole(RELEASE)), "version": version})
    known |= {
        "version": version,
        "files": _hashes({**files, RELEASE: release}),
        "parts": _sizes(parts),
        "pages": _hashes(pages),
        "theme": _hashes(theme),
    }
    yield Page(WORKER, _KNOWN.sub(lambda _: _knowing(known), source))
    yield Page(RELEASE, release)


def _knowing(release: Mapping[str, Any]) -> bytes:
    return b"const RELEASE = %s;\n" % data.as_bytes(release)


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: hashes.integrity(content) for path, content in files.items()}


def _sizes(parts: Mapping[str, bytes]) -> dict[str, int]:
    return {path: len(content) for path, content in parts.items()}


def _beside(pages: Mapping[str, bytes], read: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """Find what pages load from their site, and what their style sheets load in turn."""
    found: dict[str, bytes] = {}
    waiting = list(pages.items())
    for path, content in waiting:
        text = content.decode()
        for address in (each for form in _NAMED for each in form.findall(text)):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
            if name in found or name.startswith(("../", "/")):
                continue
            each = read(name)
            if each is None:
                continue
            found[name] = each
            if name.endswith(".css"):
                # The list grows while it is read.
                waiting.append((name, each))
    return found
