"""A checkout of a part: what is not checked out is no edit."""

import pytest

from .conftest import DOROGO


@pytest.fixture
def sparse(base):
    base.git("sparse-checkout", "set", "--no-cone", "/content/kb.yml", "/content/objections/")
    assert not (base.root / "content/offers/vip.yml").exists()
    return base


def test_what_is_not_checked_out_is_not_told_as_removed(sparse, diff):
    assert diff("HEAD")["entities"] == []


def test_what_is_edited_is_told_alone_and_its_quotes_are_known(sparse, diff):
    sparse.write({"objections/dorogo.yml": DOROGO.replace("чашку", "кружку")})
    assert [each["entity"] for each in diff("HEAD")["entities"]] == ["objection/dorogo"]


def test_what_is_removed_by_hand_is_still_removed(sparse, diff):
    (sparse.root / "content/objections/dorogo.yml").unlink()
    assert [each["kind"] for each in diff("HEAD")["entities"]] == ["removed"]
