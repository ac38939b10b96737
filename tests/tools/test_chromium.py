import pytest

from tests.forkserver import BARE
from tools import chromium


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Makes programs on an otherwise empty PATH; each exits with the code that is given."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setattr(chromium, "_of_playwright", lambda: iter(()))

    def make(name, code=0):
        file = tmp_path / name
        file.write_text(f"#!{BARE}\nraise SystemExit({code})\n")
        file.chmod(0o755)
        return file

    return make


def test_nothing_is_found_on_an_empty_machine(machine):
    assert chromium.find() is None


def test_first_one_that_starts_is_taken(machine):
    machine("chromium", code=1)
    machine("google-chrome")
    second = machine("chromium-browser")
    assert chromium.find() == second


def test_tests_take_the_one_without_windows_before_all_others(machine):
    whole = machine("chromium")
    assert chromium.find(chromium.LIGHTEST) == whole
    shell = machine(chromium.SHELL)
    assert chromium.find(chromium.LIGHTEST) == shell
    assert chromium.find() == whole


def test_named_one_is_the_only_one_looked_at(machine, monkeypatch):
    machine("chromium")
    named = machine("mine")
    monkeypatch.setenv(chromium.VARIABLE, str(named))
    assert chromium.find() == named
    machine("mine", code=1)
    assert chromium.find() is None


def test_playwrights_own_comes_last(machine, monkeypatch):
    own = machine("headless")
    monkeypatch.setattr(chromium, "_of_playwright", lambda: iter([own]))
    assert chromium.find() == own
    on_path = machine("chromium")
    assert chromium.find() == on_path


@pytest.mark.parametrize(
    ("user", "apt", "expected"),
    [
        (0, True, ["apt-get", "playwright"]),
        (0, False, ["playwright"]),
        (1000, True, ["playwright"]),
    ],
)
def test_ways_to_install(machine, monkeypatch, user, apt, expected):
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    if apt:
        machine("apt-get")
    commands = [way[-1] for way in chromium.ways()]
    assert [next(e for e in ("apt-get", "playwright") if e in c) for c in commands] == expected


def test_second_way_is_tried_where_the_first_fails(machine, monkeypatch):
    monkeypatch.setattr(chromium, "ways", lambda: [[["false"]], [["missing"]], [["right"]]])
    found = machine("right")
    machine("false", code=1)
    monkeypatch.setattr(chromium, "find", lambda: found)
    assert chromium.install() == found
    machine("right", code=1)
    assert chromium.install() is None


def test_nothing_is_installed_in_place_of_a_named_one(monkeypatch):
    monkeypatch.setenv(chromium.VARIABLE, "broken")
    monkeypatch.setattr(chromium, "ways", lambda: pytest.fail("looked for a way"))
    assert chromium.install() is None
