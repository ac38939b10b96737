"""Rows, edits, provenance and reasons equal a slow recomputation on random histories."""

import collections

import pytest

from scripts_kb.git import Repository
from scripts_kb.past import history
from tests.recompute import compare, stories
from tests.thorough import tried

CHUNK = 10


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, tried(200), CHUNK))
def test_equals_slow_recomputation(first, tmp_path):
    for seed in range(first, first + CHUNK):
        folder = tmp_path / str(seed)
        prefix = stories.tell(seed, folder)
        assert compare.differences(folder, prefix) == [], seed


@pytest.mark.slow
def test_histories_hold_what_they_should(tmp_path):
    """The comparison proves nothing about what the histories lack."""
    met = collections.Counter()
    for seed in range(60):
        folder = tmp_path / str(seed)
        prefix = stories.tell(seed, folder)
        log = history.read(Repository(folder), prefix)
        for row in log.rows:
            met[row.kind] += 1
            met.update(gap.partition(":")[0] for gap in row.gaps)
            met.update(edit.op for edit in row.edits)
            if row.rationale:
                met[row.rationale.source] += 1
                met["reverts"] += row.rationale.reverts is not None
            met["unknown id"] += row.entity is None
    rare = {name: met[name] for name in EXPECTED if met[name] < 3}
    assert not rare, met


EXPECTED = (
    *("added", "changed", "removed", "gap", "moved", "unknown id"),
    *("schema", "duplicate-id", "trailer", "second-claim", "unexplained", "message-encoding"),
    *("file", "trailers", "revert", "reverts"),
    *("no-id", "not-utf8", "duplicate-key", "symlink"),
)
