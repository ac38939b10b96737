"""What takes back what: a squash that holds a revert, the button of a hosting, a subject alone."""

import pytest

from scripts_kb.past.reverts import titled
from tests.past.test_matching import NONE, A, B, card, explained  # noqa: F401 - a fixture
from tests.recompute.small import Change

FIRST = Change({A: card("a", 1), B: card("b", 1)})
SECOND = Change({A: card("a", 2)}, "Меняем a (#11)\n\nOrigin: проба")
BACK = {A: card("a", 1)}
UNDONE = ("revert reverts {1}", ())


def test_a_revert_inside_a_squash_speaks_for_what_its_commit_touched(explained):  # noqa: F811
    message = "Новый ответ на b (#12)\n\n* Вернуть a\n\nThis reverts commit {1}.\n\n* Ответ на b"
    found = explained(FIRST, SECOND, Change({**BACK, B: card("b", 2)}, message))
    assert (found["a@3"], found["b@2"]) == (UNDONE, NONE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "message",
    [
        'Revert "Меняем a (#11)" (#12)\n\nReverts company/kb#11',
        'Revert "Меняем a" (#12)\n\nReverts company/kb#11',
        'Revert "Меняем a (#11)"',
        'Уборка (#12)\n\n* Revert "Меняем a (#11)"',
    ],
)
def test_the_button_of_a_hosting_is_known_by_the_subject(explained, message):  # noqa: F811
    found = explained(FIRST, SECOND, Change({**BACK, B: card("b", 2)}, message))
    assert (found["a@3"], found["b@2"]) == (UNDONE, NONE)


@pytest.mark.parametrize(
    ("message", "files"),
    [
        ('Revert "Меняем b (#11)"', BACK),
        ('Revert "Меняем a (#11)"', {A: card("a", 3)}),
        ("Revert Меняем a (#11)", BACK),
    ],
)
def test_a_subject_that_does_not_fit_takes_nothing_back(explained, message, files):  # noqa: F811
    assert explained(FIRST, SECOND, Change(files, message))["a@3"] == NONE


def test_the_latest_of_two_equal_subjects_is_meant(explained):  # noqa: F811
    again = Change({A: card("a", 3)}, "Меняем a (#12)")
    found = explained(FIRST, SECOND, again, Change({A: card("a", 2)}, 'Revert "Меняем a (#12)"'))
    assert found["a@4"] == ("revert reverts {2}", ())


def test_a_revert_of_a_revert_is_one(explained):  # noqa: F811
    back = Change(BACK, 'Revert "Меняем a (#11)"')
    found = explained(
        FIRST, SECOND, back, Change({A: card("a", 2)}, 'Revert "Revert "Меняем a (#11)""')
    )
    assert found["a@4"] == ("revert reverts {2}", ())


def test_the_number_of_a_request_does_not_count():
    assert titled("Меняем a (#11)") == titled(" Меняем a") == "Меняем a"
