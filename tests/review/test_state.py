"""One state a review, the same in every form: red, yellow until a day, urgent, green."""

import pytest

from .conftest import DOROGO
from .test_authority import WHY

SPOKEN = {"objections/dorogo.yml": DOROGO.replace("Давайте привезу на пробу.", "Привезу сегодня?")}
URGENT = "Срочно\n\nСрочно: да\nС чего началось: поставщик отозвал партию, звонят девять клиентов\n"
# message, what is said of keys → state, its day, exit code, what is written
STATES = {
    "nobody agreed": (WHY, (), "red", None, 1, "Принимать рано."),
    "nobody explained": ("Правка", ("--author", "sales"), "red", None, 1, "Принимать рано."),
    "silence has a day": (
        WHY,
        ("--open-since", "2026-11-20"),
        "yellow",
        "2026-11-24",
        1,
        "Согласие молчанием — во вторник, 24 ноября.",
    ),
    "silence has consented": (
        WHY,
        ("--open-since", "2026-11-17"),
        "green",
        None,
        0,
        "Можно принимать: всё объяснено и согласовано.",
    ),
    "all agreed": (WHY, ("--approved", "sales"), "green", None, 0, "Можно принимать: всё"),
    "it is urgent": (
        URGENT,
        ("--author", "sales"),
        "urgent",
        "2026-11-23",
        0,
        "Можно принимать срочно. Долг: причина до 23.11.2026.",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("message", "argv", "state", "until", "code", "said"), STATES.values(), ids=STATES
)
def test_state(base, kb, diff, monkeypatch, message, argv, state, until, code, said):
    monkeypatch.setenv("COLUMNS", "200")
    base.git("switch", "-q", "-c", "branch")
    base.commit(message, SPOKEN)
    argv = ("main", "branch", "--gate", *argv)
    found = diff(*argv)
    assert (found["state"], found["until"]) == (state, until)
    for form in ("terminal", "markdown", "html"):
        status, out, _ = kb("diff", *argv, "--format", form)
        assert status == code
        assert said in out.replace("&#46;", ".")
        assert ("Можно принимать" in out) == (state in {"green", "urgent"})


@pytest.mark.slow
def test_without_the_gate_there_is_no_state(base, diff):
    base.commit(WHY, SPOKEN)
    found = diff("HEAD~1", "HEAD")
    assert (found["state"], found["until"], found["earlier"]) == (None, None, [])


@pytest.mark.slow
def test_who_need_not_agree_is_not_waited_for(base, diff):
    base.git("switch", "-q", "-c", "branch")
    base.commit("Опечатка", {"objections/dorogo.yml": DOROGO.replace("Понимаю. С", "Понимаю, с")})
    found = diff("main", "branch", "--gate")
    assert found["state"] == "green"
    assert found["entities"][0]["approvals"]["missing"] == []
