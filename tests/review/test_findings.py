"""What `kb check` refuses, a review with the gate refuses too; what was wrong before is told apart."""

import pytest

from scripts_kb.app import findings

from .conftest import CALL, DOROGO, FILES, KB, VIP
from .test_authority import WHY

AGREED = ("--gate", "--approved", "sales,marketing,director,trade")
# what a request writes → the file and the code that it is refused with
REFUSED = {
    "a step that leads nowhere": (
        {"scripts/call.yml": CALL.replace("    outcome: deal\n", "")},
        "content/scripts/call.yml",
    ),
    "a step that there is not": (
        {"scripts/call.yml": CALL.replace("next: taste", "next: tast")},
        "content/scripts/call.yml",
    ),
    "a day that there is not": (
        {"offers/vip.yml": VIP.replace("2026-12-31", "2026-02-31")},
        "content/offers/vip.yml",
    ),
    "a price typed anew": (
        {"objections/dorogo.yml": DOROGO.replace("<offer/vip.price.list>", "1490 ₽")},
        "content/objections/dorogo.yml",
    ),
    "a key that there is not": (
        {"offers/vip.yml": f"{VIP}pricee: 5\n"},
        "content/offers/vip.yml",
    ),
    "an id that is taken": ({"offers/again.yml": VIP}, "content/offers/vip.yml"),
    "a wrong folder": ({"offer/vip2.yml": VIP}, "content/offer/vip2.yml"),
    "YAML that cannot be read": (
        {"offers/vip.yml": VIP.replace("price: {", "price: {{")},
        "content/offers/vip.yml",
    ),
    "an offer that others quote is gone": (
        {"offers/vip.yml": None},
        "content/objections/dorogo.yml",
    ),
    "settings gone wrong": ({"kb.yml": f"{KB}nobody: knows\n"}, "content/kb.yml"),
    "facts that do not add up": (
        {
            "facts/calls-2026-10.csv": "date,script,segment,contacts,won,refused\n"
            "2026-10-01,call,home,9,7,5\n"
        },
        "content/facts/calls-2026-10.csv",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("files", "place"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("committed", [True, False], ids=["commit", "worktree"])
def test_what_the_check_refuses_the_gate_refuses(base, kb, diff, files, place, committed):
    base.git("switch", "-q", "-c", "branch")
    if committed:
        base.commit(WHY, files)
    else:
        base.write(files)
    assert kb("check")[0] == 1
    found = diff("main", *(["branch"] if committed else []), *AGREED)
    assert found["state"] == "red"
    errors = [each for each in found["problems"] if each["severity"] == "error"]
    named = [each for each in errors if not each["code"].startswith("gate-")]
    assert place in {each["file"] for each in named}
    for each in named:
        assert each["line"] >= 1
        assert each["message"]
        assert each["fix"]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_each_form_shows_them(base, kb, form, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    base.git("switch", "-q", "-c", "branch")
    base.commit(WHY, {"offers/vip.yml": f"{VIP}pricee: 5\n"})
    code, out, _ = kb("diff", "main", "branch", *AGREED, "--format", form)
    assert code == 1
    assert "pricee" in out
    assert "Принимать рано" in out


@pytest.mark.slow
def test_what_was_wrong_before_keeps_nobody_out(repo, kb, diff):
    repo.commit(
        "База", {**FILES, "offers/old.yml": f"{VIP.replace('id: vip', 'id: old')}oops: 1\n"}
    )
    repo.git("switch", "-q", "-c", "branch")
    moved = "client_words: [Ценник, Дорого]\n"
    text = DOROGO.replace("client_words: [Ценник конский, Дорого у вас]\n", moved)
    repo.commit(WHY, {"objections/dorogo.yml": text})
    found = diff("main", "branch", *AGREED)
    assert found["state"] == "green"
    assert "unknown-key" in {each["code"] for each in found["earlier"]}
    assert "unknown-key" not in {each["code"] for each in found["problems"]}
    _, out, _ = kb("diff", "main", "branch", *AGREED, "--format", "markdown")
    assert "Было и раньше" in out


def test_a_second_mistake_like_one_before_is_a_new_one(repo, diff):
    wrong = DOROGO.replace("when: Сравнивает с пачкой", "when: Сравнивает\n    oops: 1")
    repo.commit("База", {**FILES, "objections/dorogo.yml": wrong})
    repo.git("switch", "-q", "-c", "branch")
    again = wrong.replace("when: Не пробовал", "when: Не пробовал\n    oops: 1")
    repo.commit(WHY, {"objections/dorogo.yml": again})
    found = diff("main", "branch", *AGREED)
    assert found["state"] == "red"
    assert [each["code"] for each in found["earlier"]].count("unknown-key") == 1
    assert [each["code"] for each in found["problems"]].count("unknown-key") == 1


def test_names_that_climb_out_of_their_folder_are_not_written(base, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    for name in ("../x.yml", "offers/../../x.yml", "/etc/x.yml", ".git/config", "a//b"):
        assert not findings.safe(name)
    assert findings.safe("offers/vip.yml")
    assert list(outside.iterdir()) == []


@pytest.mark.slow
def test_what_lapses_by_the_change_itself_is_refused_and_by_the_calendar_is_not(base, kb, diff):
    """`kb check` warns of both: only the change says who could have written it otherwise."""
    base.git("switch", "-q", "-c", "branch")
    base.commit(WHY, {"offers/vip.yml": VIP.replace("2026-12-31", "2026-10-15")})
    assert kb("check")[0] == 0
    found = diff("main", "branch", *AGREED)
    lapsed = [each for each in found["problems"] if each["code"] == "gate-lapsed"]
    assert {each["file"] for each in lapsed} == {
        "content/objections/dorogo.yml",
        "content/offers/vip.yml",
    }
    assert found["state"] == "red"
    base.commit(WHY, {"objections/dorogo.yml": DOROGO.replace("title: Дорого", "title: Дорого!")})
    later = diff("branch~1", "branch", *AGREED)
    assert [each for each in later["problems"] if each["code"] == "gate-lapsed"] == []
