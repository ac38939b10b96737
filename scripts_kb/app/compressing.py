"""Texts of a site compressed beside themselves, for a server that sends them as they lie.

    index.html ──gzip──▶ index.html.gz     the same bytes each time; what stands is taken over

Brotli would make the sample's site a sixth smaller than gzip does, for one more library of C in
every installation: servers that speak it compress on the way, and keep what they made.
"""

import gzip
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from scripts_kb.app import dressing
from scripts_kb.app.dressing import StandingSite

VARIABLE: Final = "SCRIPTS_KB_COMPRESS"
"""Tells the MkDocs that `kb build --compress` runs."""

ENDS: Final = ".gz"

_TEXTS: Final = frozenset(
    {".bin", ".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".webmanifest", ".xml"}
)
_LEAST: Final = 1000
"""Bytes below which one packet carries a file anyway."""


def texts(site: Path) -> Iterator[str]:
    """Yield the paths of the files of a site that are compressed."""
    for file in sorted(site.rglob("*")):
        if file.suffix in _TEXTS and file.is_file() and file.stat().st_size >= _LEAST:
            yield file.relative_to(site).as_posix()


def beside(site: Path, kept: StandingSite | None = None, same: Collection[str] = ()) -> None:
    """Put a compressed file beside each text of a new site; one that is there already is left.

    Args:
        site: its folder.
        kept: the site that stands.
        same: the paths of files whose bytes are those of the site that stands.

    Raises:
        OSError: where the disk refuses.
    """
    for path in texts(site):
        packed = f"{path}{ENDS}"
        if (site / packed).exists():
            continue  # MkDocs compresses the list of all addresses itself
        if kept and path in same and kept.stands(packed):
            kept.give(packed, site)
        else:
            dressing.put(site, packed, gzip.compress((site / path).read_bytes(), mtime=0))
