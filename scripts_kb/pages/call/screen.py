"""The call screen and everything that it needs from a plain file server, online and off.

    call/start.js  ──▶  call/release.json  ──▶  call/CODE/  scripts, style, search engine
                                           └─▶  call/DATA/  the first answers, the index of all
                                                    └─▶  call/answers/  the others, in parts
    sw.js, manifest.webmanifest                 keep one whole release for hours without network

CODE, DATA and each part are named by their content. So a page that is open keeps its release, a
cache can never mix two, and a new release changes one small file last.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import data, projection, scripts
from scripts_kb.pages.call import answers, became, embed, framing, hashes, release
from scripts_kb.pages.call.parts import Answers
from scripts_kb.pages.clean import encoded
from scripts_kb.pages.environment import templates
from scripts_kb.pages.site import Page, Site
from scripts_kb.schema import kinds, labels

KEYS: Final = (
    (("/",), "key_find"),
    (("↑", "↓"), "key_choose"),
    (("Alt+1", "…", "9"), "key_number"),
    (("1", "…", "9"), "key_digit"),
    (("Enter",), "key_open"),
    (("Esc",), "key_clear"),
    (("Alt+C",), "key_copy"),
    (("Alt+M",), "key_more"),
    (("Alt+A",), "key_answer"),
    (("Alt+W",), "key_why"),
    (("Alt+S",), "key_segment"),
    (("Alt+P",), "key_pin"),
    (("Alt+N",), "key_wrong"),
    (("Alt+L",), "key_list"),
    (("⌫",), "key_back"),
    (("Alt+Z",), "key_capture"),
    (("Alt+O",), "key_must"),
    (("Alt+Q",), "key_end"),
    (("F1",), "key_help"),
)
"""Keys as they are printed, and the text that explains them."""

_SECTIONS: Final = ("script", "objection", "question", "product", "offer")
_FINDING: Final = ("find.js", "engine/worker.js")
"""The scripts of a release that the search box of the header begins with."""


def page(site: Site) -> Page:
    """Make the page `/`: an empty frame that the screen's scripts fill."""
    language = site.base.kb.language
    title = catalogue("call").said(language)["page_title"]
    title = json.dumps(encoded(title), ensure_ascii=False)
    front = f"---\ntitle: {title}\nhide: [navigation, toc]\nsearch:\n  exclude: true\n---\n"
    return Page("index.md", f"{front}\n{_frame(site)}\n".encode())


def _frame(site: Site, root: str = "", allowed: tuple[str, ...] = ()) -> str:
    """Make the HTML of the screen, for a page that reaches the site's root by `root`."""
    language = site.base.kb.language
    body = (
        templates(language)
        .get_template("call.html")
        .render(
            t=catalogue("call").said(language),
            language=language,
            root=root,
            origins=" ".join(allowed),
            code=_code()[0],
            modules=scripts.reached(_code()[1], "screen.js"),
            keys=KEYS,
            sample=site.sample,
            sections=[
                (
                    kinds.address(f"{kind}/x").split("/")[0] + "/",
                    labels.kind(kind, language, many=True),
                )
                for kind in _SECTIONS
            ],
        )
    )
    # A blank line would end the HTML for some readers of Markdown.
    return "\n".join(line.strip() for line in body.splitlines() if line.strip())


def embedded(site: Site) -> Page | None:
    """Make the page `/call/embed/`, None where no CRM may frame it."""
    return embed.page(site, _frame(site, embed.ROOT, framing.allowed(site.base.kb)), _code()[0])


def assets(
    site: Site,
    index: bytes,
    found: Mapping[str, bytes] = MappingProxyType({}),
    *,
    answered: Answers | None = None,
    learnt: bytes | None = None,
    offline: bool = True,
) -> Iterator[Page]:
    """Make every file beside the pages that the call screen and the player load.

    Args:
        site: the site; what its audience may not see is left out.
        index: the search index of the same site.
        found: by name, what the search box of the header reads beside that index.
        answered: the answers of the same site, where they are made already.
        learnt: what came into the base of late, as `became` makes it, where it is made already.
        offline: whether browsers keep the release for hours without network. A preview that is
            reloaded at every edit does not: its service worker takes itself away.

    Yields:
        The release (its code, its data, `call/release.json` last) and, at the root of the site,
        `sw.js` and `manifest.webmanifest`.
    """
    code, own = _code()
    offline = offline and site.base.kb.offline_days != 0
    answered = answered or answers.of(site)
    content = {
        "answers.json": answered.first,
        "index.bin": index,
        "became.json": became.of(site) if learnt is None else learnt,
        **found,
    }
    folder = hashes.named(content)
    made = {
        **{f"call/{code}/{name}": each for name, each in own.items()},
        **{f"call/{folder}/{name}": each for name, each in content.items()},
        **{f"call/icons/{name}": each for name, each in scripts.folder("icons").items()},
        "call/start.js": scripts.file("call/start.js"),
        "manifest.webmanifest": _manifest(site),
    }
    parts = {f"{release.PARTS}{name}": each for name, each in answered.parts.items()}
    framed = embedded(site)
    known = {"page": page(site).content} | ({"embed": framed.content} if framed else {})
    version = hashes.named({"code": code.encode(), "data": folder.encode(), **known})
    present = {"version": version, "code": code, "data": folder, "offline": offline}
    last = data.as_bytes(present)
    worker = release.worker(
        scripts.file(release.WORKER),
        present,
        files={**made, release.RELEASE: last},
        parts=parts,
        pages=("./", *((framing.FOLDER,) if framed else ()), *_pages(site)),
        theme={f"assets/{name}": each for name, each in scripts.site().items()},
        days=site.base.kb.offline_days,
    )
    whole = {**made, **parts, release.WORKER: worker, release.RELEASE: last}
    if framed:
        yield framed
    for path, each in whole.items():
        yield Page(path, each)


def finding(index: bytes, found: Mapping[str, bytes]) -> Iterator[Page]:
    """Make what the search box of the header needs where there is no call screen: for partners.

    Args:
        index: the search index of the site.
        found: by name, what the box reads beside it.

    Yields:
        The scripts of the search, its data, `call/release.json` last.
    """
    every = _code()[1]
    own = {name: every[name] for name in scripts.reached(every, *_FINDING)}
    content = {"index.bin": index, **found}
    code, folder = hashes.named(own), hashes.named(content)
    for name, each in own.items():
        yield Page(f"call/{code}/{name}", each)
    for name, each in content.items():
        yield Page(f"call/{folder}/{name}", each)
    version = hashes.named({"code": code.encode(), "data": folder.encode()})
    present = {"version": version, "code": code, "data": folder, "offline": False}
    yield Page(release.RELEASE, data.as_bytes(present))


def _pages(site: Site) -> Iterator[str]:
    """Yield the pages that are kept with a release: those with a player."""
    for each in projection.project(site).base.of("script"):
        if each.record.status == "live":
            yield kinds.address(each.entity)


def _manifest(site: Site) -> bytes:
    kb = site.base.kb
    title, company = catalogue("call").said(kb.language)["page_title"], kb.company
    content: dict[str, Any] = {
        "name": f"{title} — {company}" if company else title,
        "short_name": title,
        "lang": site.base.kb.language,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#1f2937",
        "icons": [
            {"src": "call/icons/icon.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": "call/icons/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {
                "src": "call/icons/icon-512.png",
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
        ],
    }
    return data.as_bytes(content)


@cache
def _code() -> tuple[str, Mapping[str, bytes]]:
    """Read the screen's scripts and styles; they never change while a process runs."""
    own = {name: each for name, each in scripts.folder("call").items() if name != "start.js"}
    own["call.css"] = scripts.sheet("call/call.css")
    return hashes.named(own), own
