"""The sample, and its year that is kept for who looks around."""

import errno
import tempfile
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from scripts_kb.demo import kept, sample, telling
from scripts_kb.problems import UserError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """Gives the cache of a person; telling a year takes no time in it."""
    told = []

    def tell(folder, content):
        told.append(content)
        (folder / "content").mkdir(parents=True)

    monkeypatch.setattr(telling, "tell", tell)
    monkeypatch.setattr(kept.platformdirs, "user_cache_path", lambda _: tmp_path / "cache")
    return tmp_path / "cache", told


def test_the_sample_of_a_checkout_is_its_content(tmp_path):
    assert sample.content() == ROOT / "content"
    assert sample.is_sample(ROOT / "content")
    assert not sample.is_sample(tmp_path)


def test_a_package_without_one_says_so_in_a_line(monkeypatch, tmp_path):
    monkeypatch.setattr(sample, "PACKAGE", tmp_path / "scripts_kb" / "demo")
    with pytest.raises(UserError) as refused:
        sample.content()
    assert "--content" in str(refused.value)
    assert not sample.is_sample(ROOT / "content")


def opened():
    with kept.year(lambda: None) as folder:
        assert folder.is_dir()
        return folder


def test_a_year_is_told_once_and_again_where_the_sample_is_another(cache, monkeypatch, tmp_path):
    folder, told = cache
    first = opened()
    assert (opened(), len(told)) == (first, 1)
    (first / "content" / "kb.yml").write_text("company: Другая")
    monkeypatch.setattr(sample, "content", lambda: first / "content")
    second = opened()
    assert [each.name for each in folder.iterdir()] == [second.name]
    assert second != first


def test_a_year_that_was_half_told_is_told_again(cache):
    folder, _ = cache
    (folder / "year-half" / "content").mkdir(parents=True)
    assert opened().is_dir()
    assert not (folder / "year-half").exists()


def test_who_has_no_place_to_keep_it_has_it_for_one_run(cache, monkeypatch, tmp_path):
    folder, _ = cache
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    folder.write_text("a file")
    shown = opened()
    assert shown.is_relative_to(temporary)
    assert not any(temporary.iterdir())
    assert folder.read_text() == "a file"


def test_no_folder_is_made_of_a_home_that_is_not_there(monkeypatch, tmp_path):
    """`~` stays `~` for a number that the system has no user for: `docker run --user 1234`."""
    monkeypatch.setattr(telling, "tell", lambda folder, _: (folder / "content").mkdir(parents=True))
    monkeypatch.setattr(kept.platformdirs, "user_cache_path", lambda name: Path("~/.cache", name))
    monkeypatch.chdir(tmp_path)
    opened()
    assert not any(tmp_path.iterdir())


def test_a_disk_that_takes_nothing_is_one_line(cache, monkeypatch):
    folder, _ = cache

    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(telling, "tell", refuse)
    with pytest.raises(UserError) as refused:
        opened()
    assert str(folder) in str(refused.value)


@pytest.mark.slow  # hatchling reads the whole checkout
def test_the_wheel_holds_the_sample(tmp_path):

    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    mine = {f"scripts_kb/demo/sample/content/{each}" for each in ("kb.yml", "synonyms.yml")}
    assert mine | {"scripts_kb/demo/sample/mkdocs.yml", "scripts_kb/demo/year/2026-01.txt"} <= names
