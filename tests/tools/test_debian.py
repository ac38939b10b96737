from concurrent.futures import ThreadPoolExecutor

import pytest

from tools import debian


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine on whose PATH there is only what a test puts there; its apt-get writes down."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n: > {tmp_path}/jq\n/bin/chmod +x {tmp_path}/jq\n'
    )
    apt.chmod(0o755)
    return tmp_path


def test_what_is_there_is_not_asked_for(machine):
    (machine / "jq").touch(mode=0o755)
    assert debian.there("jq")
    assert not (machine / "asked").exists()


def test_what_lacks_is_got_by_apt(machine):
    assert debian.there("jq")
    assert (machine / "asked").read_text().splitlines() == [
        "update",
        "install --yes --no-install-recommends jq",
    ]


def test_of_two_steps_one_waits_for_the_packages_of_the_other(machine):
    (machine / "apt-get").write_text(
        f"#!/bin/sh\n/bin/mkdir {machine}/busy || echo both >> {machine}/asked\n"
        f"/bin/sleep 0.05\n/bin/rmdir {machine}/busy\n"
    )
    with ThreadPoolExecutor() as steps:
        list(steps.map(debian.there, ["jq", "another"]))
    assert not (machine / "asked").exists()


@pytest.mark.parametrize(("user", "apt"), [(1000, True), (0, False)])
def test_without_a_way_it_lacks(machine, monkeypatch, user, apt):
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    if not apt:
        (machine / "apt-get").unlink()
    assert not debian.there("jq")
    assert debian.ways("jq") == []
