"""Texts lie compressed beside themselves: the same bytes each time, nothing taken that is stale."""

import gzip
from pathlib import Path

import pytest

from scripts_kb.app import compressing, dressing
from scripts_kb.app.dressing import SiteRecord, StandingSite

LONG = b"all is well " * 100


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path, content in {
        "index.html": LONG,
        "a/b.json": LONG + b"b",
        "small.css": b"p {}",
        "photo.png": LONG,
        "sitemap.xml": LONG,
        "sitemap.xml.gz": b"made by MkDocs",
    }.items():
        dressing.put(tmp_path / "site", path, content)
    return tmp_path / "site"


def packed(site: Path) -> dict[str, bytes]:
    return {
        each.relative_to(site).as_posix(): each.read_bytes() for each in sorted(site.rglob("*.gz"))
    }


def test_texts_of_some_length_are_compressed_and_nothing_else(site):
    compressing.beside(site)
    found = packed(site)
    assert found.pop("sitemap.xml.gz") == b"made by MkDocs"
    assert {name: gzip.decompress(each) for name, each in found.items()} == {
        "a/b.json.gz": LONG + b"b",
        "index.html.gz": LONG,
    }


def test_the_bytes_are_the_same_each_time(site):
    compressing.beside(site)
    first = packed(site)
    for name in ("index.html.gz", "a/b.json.gz"):
        (site / name).unlink()
    compressing.beside(site)
    assert packed(site) == first


def test_what_stands_is_taken_over_where_its_text_is_the_same(site, tmp_path):
    compressing.beside(site)
    kept = StandingSite(site, SiteRecord("", files=dressing.hashes(site, {})))
    new = tmp_path / "new"
    dressing.put(new, "index.html", LONG)
    dressing.put(new, "a/b.json", LONG + b"other")
    compressing.beside(new, kept, {"index.html"})
    assert (new / "index.html.gz").samefile(site / "index.html.gz")
    assert gzip.decompress((new / "a/b.json.gz").read_bytes()) == LONG + b"other"
    assert gzip.decompress((site / "a/b.json.gz").read_bytes()) == LONG + b"b"
