"""A second process that reads ahead changes no answer, and its failure loses nothing."""

import os
import subprocess

import pytest

from scripts_kb.git import Repository
from scripts_kb.past import ahead, landing, store
from scripts_kb.past import history as whole
from scripts_kb.problems import UserError
from tests.past.test_kept import told
from tests.recompute import stories
from tests.recompute.small import Change, history

CARD = "id: {}\ntitle: Раз {}\nanswers:\n  - id: one\n    say: {}\n"


@pytest.fixture
def always(monkeypatch):
    """Lets a second process read even the shortest past; gives the helpers that were made."""
    made = []

    class Watched(ahead.Ahead):
        def __init__(self, folder):
            super().__init__(folder)
            made.append(self)

    monkeypatch.setattr(store, "LONG", 1)
    monkeypatch.setattr(ahead, "Ahead", Watched)
    return made


def cold(folder, prefix="content"):
    return told(whole.read(Repository(folder), prefix, cached=False))


def written(folder, count=30):
    """A past of three cards that change in turn; gives its folder."""
    texts = ((f"a{n % 3}", n) for n in range(count))
    history(
        folder,
        *(Change({f"objections/{name}.yml": CARD.format(name, n, n)}) for name, n in texts),
    )
    return folder


SEEDS = [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 30))]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_read_ahead_equals_read_here(seed, tmp_path, always, monkeypatch):
    prefix = stories.tell(seed, tmp_path / "past")
    found = cold(tmp_path / "past", prefix)
    assert always[0].taken
    monkeypatch.setattr(store, "LONG", 10**9)
    assert found == cold(tmp_path / "past", prefix)
    assert len(always) == 1


@pytest.mark.slow
def test_kept_past_is_the_same_with_it(tmp_path, always):
    folder = written(tmp_path / "past")
    first = told(whole.read(Repository(folder), "content"))
    assert always[0].taken == 30
    assert told(whole.read(Repository(folder), "content")) == first == cold(folder)


@pytest.mark.slow
def test_who_ends_early_loses_nothing(tmp_path, always, monkeypatch):
    folder = written(tmp_path / "past", 400)
    # What was asked for before may have been found, and wait in the pipe.
    monkeypatch.setattr(landing, "_AHEAD", 150)
    take = ahead.Ahead.take
    ended = []

    def taking(self, path, new):
        if self.taken == 120 and not ended:
            ended.append(self._other.pid)
            self._other.kill()
        return take(self, path, new)

    monkeypatch.setattr(ahead.Ahead, "take", taking)
    found = cold(folder)
    assert 120 <= always[0].taken < 400
    with pytest.raises(ProcessLookupError):
        os.kill(ended[0], 0)
    monkeypatch.setattr(store, "LONG", 10**9)
    assert found == cold(folder)


@pytest.mark.slow
def test_who_cannot_start_loses_nothing(tmp_path, always, monkeypatch):
    folder = written(tmp_path / "past")
    monkeypatch.setattr(ahead, "_START", "raise SystemExit(3)")
    found = cold(folder)
    assert not always[0].taken
    monkeypatch.setattr(store, "LONG", 10**9)
    assert found == cold(folder)


@pytest.mark.slow
def test_a_missing_blob_is_one_line_as_ever(tmp_path, always):
    folder = written(tmp_path / "past")
    repository = Repository(folder)
    name = repository.run("rev-parse", "HEAD~3:content/objections/a2.yml").decode().strip()
    objects = folder / ".git" / "objects"
    packs = [pack.rename(tmp_path / pack.name) for pack in (objects / "pack").iterdir()]
    [pack] = [each for each in packs if each.suffix == ".pack"]
    with pack.open("rb") as packed:
        subprocess.run(["git", "unpack-objects", "-q"], cwd=folder, stdin=packed, check=True)
    (objects / name[:2] / name[2:]).unlink()
    with pytest.raises(UserError, match=name):
        cold(folder)
    assert always[0].taken < 30
