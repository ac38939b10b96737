"""A piece of work → its result, whether a copy of this process does it or this one."""

import os
import sys
import threading

import pytest

from scripts_kb.app import aside


def refused() -> int:
    raise ValueError("так нельзя")


def test_a_copy_of_this_process_gives_the_result() -> None:
    found: list[int] = []

    def work() -> str:
        found.append(1)
        return "готово"

    result = aside.begin(work)
    assert result() == "готово"
    assert found == ([] if aside.helps() else [1])


def test_what_fails_aside_fails_where_its_result_is_asked_for() -> None:
    result = aside.begin(refused)
    with pytest.raises(ValueError, match="так нельзя"):
        result()


def test_where_it_would_not_help_no_copy_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert not aside.helps()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not aside.helps()


def test_beside_a_second_thread_no_copy_is_made() -> None:
    """A copy holds the locks of threads that it has not."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not aside.helps()
        assert aside.begin(lambda: 2)() == 2
    finally:
        done.set()
        thread.join()
