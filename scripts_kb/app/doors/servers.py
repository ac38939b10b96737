"""The headers of sites in the words of a server, for what `kb init --serve` has written.

    headers.json ──told──▶ serve/headers/site.nginx   a part of a `server`
                      └──▶ serve/headers/site.caddy   a part of a `route`

They change with every build, the configuration stays: it takes them in, and a server does not start
where one is missing.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from scripts_kb.app.doors import headers
from scripts_kb.app.doors.headers import SiteHeaders

ServerName = Literal["nginx", "caddy"]

FOLDER: Final = "serve"
"""Where the configuration stands, beside the sites."""

_HEADERS: Final = "headers"
_WRITTEN: Final = "# Written by kb build: what is changed here is lost.\n"


def renewed(root: Path) -> None:
    """Write the headers of all sites anew, for each server that the folder is set up for.

    Args:
        root: the folder above the content folder.

    Raises:
        UserError: where the disk refuses.
    """
    folder = root / FOLDER
    known = [each for each in FORMS if (folder / f"kb.{each}").is_file()]
    sites = headers.read(root) if known else {}
    for server in known:
        (folder / _HEADERS).mkdir(exist_ok=True)
        for name, site in sites.items():
            headers.written(folder / _HEADERS / f"{name}.{server}", FORMS[server](site))


def nginx(site: SiteHeaders) -> str:
    r"""Tell headers to nginx: what a `location` says replaces all that is said around it.

    Examples:
        >>> paths = (headers.PathHeaders(r"^/a\.js$", {"Cache-Control": "immutable"}),)
        >>> site = SiteHeaders("team", {"Cache-Control": "no-cache", "X": "y"}, paths)
        >>> print(nginx(site), end="")
        # Written by kb build: what is changed here is lost.
        add_header Cache-Control "no-cache" always;
        add_header X "y" always;
        location ~ "^/a\.js$" {
            add_header Cache-Control "immutable" always;
            add_header X "y" always;
        }
    """

    def said(told: Mapping[str, str], before: str = "") -> Iterator[str]:
        for name, value in told.items():
            yield f"{before}add_header {name} {_quoted(value)} always;\n"

    blocks = (
        f'location ~ "{each.match}" {{\n'
        f"{''.join(said({**site.headers, **each.headers}, '    '))}}}\n"
        for each in site.paths
    )
    return "".join((_WRITTEN, *said(site.headers), *blocks))


def caddy(site: SiteHeaders) -> str:
    r"""Tell headers to Caddy: of two lines of a `route` the later one counts.

    Examples:
        >>> paths = (headers.PathHeaders(r"^/a\.js$", {"Cache-Control": "immutable"}),)
        >>> print(caddy(SiteHeaders("team", {"Cache-Control": "no-cache"}, paths)), end="")
        # Written by kb build: what is changed here is lost.
        header Cache-Control "no-cache"
        @headers0 path_regexp `^/a\.js$`
        header @headers0 Cache-Control "immutable"
    """
    told = [_WRITTEN, *(f"header {name} {_quoted(text)}\n" for name, text in site.headers.items())]
    for number, each in enumerate(site.paths):
        told.append(f"@headers{number} path_regexp `{each.match}`\n")
        told += (
            f"header @headers{number} {name} {_quoted(text)}\n"
            for name, text in each.headers.items()
        )
    return "".join(told)


def _quoted(value: str) -> str:
    # Values are ours but for origins, which hold nothing that a server would read otherwise.
    return json.dumps(value)


FORMS: Final[Mapping[ServerName, Callable[[SiteHeaders], str]]] = {"nginx": nginx, "caddy": caddy}
"""ServerName → what tells it the headers of a site."""
