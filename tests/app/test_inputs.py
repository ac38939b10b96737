"""A site whose inputs are the same is not built again; each input alone makes it another."""

import datetime as dt
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from scripts_kb.app import building, dressing, inputs, workspace
from scripts_kb.app.dressing import SiteRecord
from tests.app.test_building import CARD, small

DAY = dt.date(2026, 11, 21)


@pytest.fixture
def base(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder = small(tmp_path)
    (folder / "content/new.yml").write_text("", "utf-8")
    return folder


def named(folder: Path, audience="team", day=DAY) -> str | None:
    return inputs.named(workspace.find(folder / "content"), folder / "mkdocs.yml", audience, day)


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).write_text(text, "utf-8")


CHANGES = {
    "a card": lambda base, _: write(base, "content/objections/a.yml", CARD.format("a") + "\n"),
    "a new file": lambda base, _: write(base, "content/objections/c.yml", CARD.format("c")),
    "a moved file": lambda base, _: (base / "content/objections/a.yml").rename(
        base / "content/objections/z.yml"
    ),
    "what landed": lambda base, _: subprocess.run(
        ["git", "tag", "scripts-2026-11"], cwd=base, check=True
    ),
    "a setting": lambda base, _: write(base, "mkdocs.yml", "site_name: Б"),
    "what git ignores": lambda base, _: write(base, ".git/info/exclude", "content/new.yml\n"),
    "the day of the build": lambda _, patch: patch.setenv("SOURCE_DATE_EPOCH", "1700100000"),
    "a program": lambda _, patch: patch.setattr(dressing, "versions", lambda: "0"),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_each_input_alone_makes_another_site(base, monkeypatch, change):
    before = named(base)
    assert before == named(base)
    CHANGES[change](base, monkeypatch)
    assert named(base) != before


def test_the_day_and_the_audience_are_inputs(base):
    assert len({named(base), named(base, "heads"), named(base, day=dt.date(2026, 11, 22))}) == 3


def test_without_a_repository_nobody_can_tell(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "content").mkdir()
    assert named(tmp_path) is None


@pytest.mark.parametrize(
    ("closed", "known", "expected"),
    [(True, "inputs", True), (False, "inputs", False), (True, None, False)],
)
def test_a_site_stands_that_is_whole_and_of_the_same_inputs(tmp_path, closed, known, expected):
    site, record = tmp_path / "site", tmp_path / "record"
    site.mkdir()
    (site / "index.html").write_text("a")
    told = SiteRecord("key", files=dressing.hashes(site, {}))
    dressing.write(Path(f"{record}{dressing.NEXT}"), replace(told, closed=closed))
    building.recorded(record, building.left(record), known)
    assert building.stands(site, dressing.read(record), "inputs") is expected
    assert not building.stands(site, dressing.read(record), "others")
    assert not building.stands(site, dressing.read(record), None)
    (site / "index.html").write_text("b")
    assert not building.stands(site, dressing.read(record), "inputs")


def test_a_record_that_came_with_the_repository_is_not_used(base):
    where = workspace.find(base / "content")
    record = building.record_of(where, "team")
    assert record is not None
    dressing.write(record, SiteRecord("key"))
    assert building.record_of(where, "team") == record
    assert building.record_of(where, "heads") != record
    (base / ".cache/scripts-kb/.gitignore").write_text("", "utf-8")
    subprocess.run(["git", "add", "-f", ".cache"], cwd=base, check=True)
    assert building.record_of(where, "team") is None
