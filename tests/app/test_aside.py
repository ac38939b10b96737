"""A piece of work → its result, whether a copy of this process does it or this one."""

import os
import sys
import threading
import time
from pathlib import Path

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


def test_where_the_copy_fails_the_work_is_done_again_from_the_beginning() -> None:
    """Who gives another way holds nothing meanwhile of what the copy works with."""
    result = aside.begin(refused, lambda: 1)
    if aside.helps():
        assert result() == 1


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


def test_a_result_of_any_size_is_there_before_it_is_asked_for() -> None:
    """A pipe would take a part, and hold the copy with all its memory."""
    result = aside.begin(lambda: "я" * 1_000_000)
    while result.waits():
        time.sleep(0.01)
    assert len(result()) == 1_000_000


def test_what_comes_later_begins_when_the_other_is_done() -> None:
    first = aside.begin(lambda: 1)
    later = aside.Later(first, os.getppid)
    while first.waits() or later.waits():
        time.sleep(0.01)
    assert (first(), later() == os.getpid()) == (1, aside.helps())


@pytest.mark.filterwarnings("error")
def test_what_nobody_asks_for_ends_with_who_held_it(tmp_path: Path) -> None:
    """A command that ends in an author's mistake asks nobody; no process and no file stays."""
    began, went_on = tmp_path / "began", tmp_path / "went_on"

    def work() -> None:
        began.touch()
        time.sleep(0.3)
        went_on.touch()

    result = aside.begin(work)
    while aside.helps() and not began.exists():
        time.sleep(0.01)
    del result
    time.sleep(0.5)
    assert not went_on.exists()
