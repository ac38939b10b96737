"""Work in a process of its own: what it made, what went wrong, and what it is told by others."""

import os
import signal
import sys

import pytest

from scripts_kb.app.preview import apart


def never():
    return False


def test_what_it_made_comes_back():
    assert apart.run(lambda: {"made": 42}, never) == {"made": 42}


def test_what_went_wrong_is_told():
    with pytest.raises(apart.FailedError, match="ZeroDivisionError"):
        apart.run(lambda: 1 // 0, never)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_a_terminal_sends_to_all_of_a_group_is_for_the_one_that_serves(sent):
    def make():
        os.kill(os.getpid(), sent)
        return "made all the same"

    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert apart.run(make, never) == "made all the same"
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_a_system_that_tells_no_end_of_a_parent_works_beside_all_the_same(monkeypatch):
    """There is no `prctl` on macOS; a copy that failed there came back as a second server."""
    here = os.getpid()
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("ctypes.CDLL", None)
    assert apart.run(os.getpid, never) not in (None, here)
