"""What is held of what many pages need → the same answers, and what each page asked."""

from collections.abc import Callable

import pytest

from scripts_kb.pages import asked
from scripts_kb.pages.asked import Lazy, Notes


def test_of_what_was_made_lately_the_oldest_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_LATELY", 2)
    notes, made = Notes(), list[str]()

    def making(name: str) -> Callable[[], str]:
        def make() -> str:
            notes.note("title", name)
            made.append(name)
            return name.upper()

        return make

    for name in ("a", "b", "a", "c", "a"):
        with notes.taken() as questions:
            assert notes.lately(name, making(name)) == name.upper()
        assert list(questions) == [("title", name)]
    assert made == ["a", "b", "c", "a"]


def test_a_lazy_mapping_holds_its_last_values_alone() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    found = Lazy({"a", "b", "c"}, make, most=2)
    assert [found[key] for key in "abbaca"] == list("ABBACA")
    assert made == ["a", "b", "c", "a"]
