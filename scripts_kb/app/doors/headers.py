"""What a server says with each answer of a site: `headers.json`, beside the sites and in none.

    pages as built ──inline scripts──▶ hashes ─┐
    kb.yml ──origins that may be asked─────────┼──▶ headers of a site ──kept──▶ headers.json
    kb.yml ──who may frame the call screen─────┘     one entry a site

The theme writes short scripts into its pages, and others with each of its versions: a policy that
forbids inline scripts has to name those by their hashes, so it is written by who has just built
them. Only what the theme put around a page counts: a script inside its text is none of ours.

Source: W3C, Content Security Policy Level 3.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from scripts_kb import files
from scripts_kb.app import dressing
from scripts_kb.app.dressing import SiteRecord
from scripts_kb.pages.call import framing, hashes
from scripts_kb.problems import UserError, refusal
from scripts_kb.schema import origins, sending
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.config import Kb

FILE: Final = "headers.json"
"""Its name, beside the sites."""

POLICY: Final = "Content-Security-Policy"
CACHE: Final = "Cache-Control"
BYTES: Final = "utf-8", "surrogateescape"
"""How bytes of a page are told as a text, whatever they are."""

_VERSION: Final = 1

_SCRIPT: Final = re.compile(rb"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
_FROM_A_FILE: Final = re.compile(rb"\ssrc\s*=", re.IGNORECASE)
_TYPE: Final = re.compile(rb"""\stype\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_RUN: Final = (b"", b"module", b"text/javascript", b"application/javascript")
_TEXT: Final = (b"<article", b"</article>")

HASHED: Final = r"^/assets/.+\.[0-9a-f]+\.min\.(css|js)$"
"""The theme's files that are named by their content; all else is asked for again each time."""
_FRAMED: Final = rf"^/{framing.FOLDER}"
_DRAWN: Final = r"^/materials/.+\.[sS][vV][gG]$"


@dataclass(frozen=True, slots=True)
class PathHeaders:
    """Headers of some addresses, in place of those of the whole site.

    Attributes:
        match: a regular expression that finds their paths, of what all servers read alike.
        headers: name → value.
    """

    match: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SiteHeaders:
    """Headers of a site.

    Attributes:
        audience: who reads it.
        headers: name → value, of every answer.
        paths: for some addresses others; no two of them are for one address.
    """

    audience: SiteAudience
    headers: Mapping[str, str]
    paths: tuple[PathHeaders, ...] = field(default=())


def scripts(page: bytes) -> Iterator[bytes]:
    """Yield the inline scripts that a browser would run of what stands around a page's text.

    Examples:
        >>> html = b'<script>a()</script><article><script>b()</script></article>'
        >>> list(scripts(html + b'<script src=c.js></script><script type="text/plain">d</script>'))
        [b'a()']
    """
    begins, ends = page.find(_TEXT[0]), page.rfind(_TEXT[1])
    around = page if begins < 0 else page[:begins] + page[max(begins, ends) :]
    for told, content in _SCRIPT.findall(around):
        kind = _TYPE.search(told)
        if not _FROM_A_FILE.search(told) and (kind[1].lower() if kind else b"") in _RUN:
            yield content


def of(kb: Kb, audience: SiteAudience, inline: Iterable[bytes]) -> SiteHeaders:
    """Give the headers of a site.

    Args:
        kb: the settings of its knowledge base.
        audience: who reads it.
        inline: the inline scripts of its pages.

    Examples:
        >>> made = of(Kb(), "partner", [b""]).headers
        >>> made["Cache-Control"], made["Content-Security-Policy"].split("; ")[1]
        ('no-cache', "script-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='")
    """
    named = sorted({f"'{hashes.integrity(each)}'" for each in inline})
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *named],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", *asked(kb, audience)],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    told = "; ".join(" ".join((name, *values)) for name, values in rules.items())
    headers = {
        POLICY: f"{told}; frame-ancestors 'none'",
        CACHE: "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    return SiteHeaders(audience, headers, tuple(_paths(kb, audience, told)))


def _paths(kb: Kb, audience: SiteAudience, policy: str) -> Iterator[PathHeaders]:
    yield PathHeaders(HASHED, {CACHE: "max-age=31536000, immutable"})
    # Nothing in a drawing runs, whatever the check of materials has let through.
    yield PathHeaders(_DRAWN, {POLICY: "sandbox; default-src 'none'; style-src 'unsafe-inline'"})
    if audience != "partner" and framing.allowed(kb):
        yield PathHeaders(_FRAMED, {POLICY: f"{policy}; {framing.policy(kb)}"})


def asked(kb: Kb, audience: SiteAudience) -> tuple[str, ...]:
    """Give the origins beside its own that pages of a site may send something to.

    Examples:
        >>> from scripts_kb.schema.config import Feedback
        >>> kb = Kb(feedback=Feedback(post="https://crm.example/hook?x=1"))
        >>> asked(kb, "team"), asked(kb, "partner")
        (('https://crm.example',), ())
    """
    if audience == "partner":
        return ()
    target = sending.of(kb)
    addresses = (kb.feedback.post if kb.feedback else None, target.api if target else None)
    return tuple(dict.fromkeys(found for each in addresses if (found := origins.of(each or ""))))


def scripted(site: Path, record: SiteRecord | None, before: SiteRecord | None) -> SiteRecord:
    """Tell in the record of a site what inline scripts its pages have; few pages are read for it.

    Args:
        site: its folder.
        record: what it was made of; None where nobody knows.
        before: the same of the site that it took the place of, as this gave it.
    """
    if record is None:
        record = SiteRecord("", files=dict.fromkeys(dressing.below(site), ""))
    if before is None:
        before = SiteRecord("")
    sets: dict[tuple[str, ...], int] = {}
    inline: dict[str, int] = {}
    for path, named in record.files.items():
        if not path.endswith(".html"):
            continue
        known = before.inline.get(path) if named and named == before.files.get(path) else None
        if known is None:
            found = tuple(each.decode(*BYTES) for each in scripts((site / path).read_bytes()))
        else:
            found = tuple(before.scripts[known])
        inline[path] = sets.setdefault(found, len(sets))
    return replace(record, scripts=[*sets], inline=inline)


# The file ----------------------------------------------------------------------------------------


def read(root: Path) -> dict[str, SiteHeaders]:
    """Give the headers of each site that was built, by the name of its folder."""
    try:
        kept = json.loads(files.read(root / FILE))
        return {name: _site(each) for name, each in kept["sites"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _site(kept: Mapping[str, Any]) -> SiteHeaders:
    paths = tuple(PathHeaders(**each) for each in kept["paths"])
    return SiteHeaders(kept["audience"], kept["headers"], paths)


def keep(root: Path, sites: Mapping[str, SiteHeaders]) -> None:
    """Write `headers.json`; one that says so already is left.

    Raises:
        UserError: where the disk refuses.
    """
    told = {name: asdict(sites[name]) for name in sorted(sites)}
    written(root / FILE, json.dumps({"version": _VERSION, "sites": told}, indent=2) + "\n")


def written(file: Path, text: str) -> None:
    """Write a file that is not as it should be.

    Raises:
        UserError: where the disk refuses.
    """
    try:
        if not (file.is_file() and files.read(file) == text.encode()):
            files.write(file, text)
    except OSError as error:
        raise UserError("not-written", file=file, said=refusal(error)) from None
