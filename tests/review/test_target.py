"""A request is judged by the tip on which it would land, whatever it was cut from.

Each shape is a small real repository; the review is asked as the recipes ask it.
"""

import json

import pytest

from .conftest import DOROGO, FILES, KB, VIP
from .conftest import RULED as ZONES
from .test_authority import MARKETERS, PRICE, WHY, zones

TOUCHED = "2026-11-16T09:30:00Z"  # a Monday


@pytest.fixture
def judged(repo, diff):
    """Review a branch as the recipes do: from where it parted, by the tip of the target."""

    def judge(*argv, head="branch", target="main", reviews=None, shown=None):
        for name, told in (("reviews", reviews), ("shown", shown)):
            if told is not None:
                file = repo.root.parent / f"{name}.json"
                file.write_text(json.dumps(told))
                argv += (f"--{name}", str(file))
        start = repo.git("merge-base", target, head)
        return diff(start, head, "--gate", "--target", target, *argv)

    return judge


def missing(found):
    return {each["entity"]: each["approvals"]["missing"] for each in found["entities"]}


def codes(found):
    return {each["code"] for each in found["problems"]}


def approval(login, commit, **more):
    return {"user": {"login": login}, "state": "APPROVED", "commit_id": commit, **more}


def on_main(repo, message, files):
    repo.git("switch", "-q", "main")
    repo.commit(message, files)
    repo.git("switch", "-q", "branch")


# what the tip says that the branch was cut before → who is missing for a price by sales
TIPS = {
    "another department decides the price": (
        zones(
            '    fields: ["product:**", "offer:**"]\n    accountable: marketing\n'
            "    approvals: [marketing]",
            '    fields: ["product:**", "offer:**"]\n    accountable: marketing\n'
            "    approvals: [marketing, trade]",
        ),
        ["marketing", "trade"],
    ),
    "a department goes by another name": (
        ZONES.replace("marketing", "ads"),
        ["ads"],
    ),
    "a zone of its own for the price": (
        ZONES + "  - id: figures\n    title: Числа\n    fields: [offer:price.list]\n"
        "    accountable: trade\n    approvals: [trade]\n    arbiter: director\n",
        ["trade"],
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("text", "asked"), TIPS.values(), ids=TIPS)
def test_zones_are_those_of_the_tip(branch, judged, text, asked):
    branch.commit(WHY, PRICE)
    on_main(branch, "Зоны", {"zones.yml": text})
    assert missing(judged("--author", "@anna")) == {"offer/vip": asked}


def test_a_branch_without_zones_of_its_own_is_judged_by_those_of_the_tip(branch, judged):
    branch.commit(WHY, {"zones.yml": None, **PRICE})
    found = judged("--author", "@anna")
    assert missing(found)["offer/vip"] == ["marketing"]
    assert missing(found)["config/zones"] == ["director", "marketing", "trade"]


def test_who_left_before_the_tip_turns_no_key_and_who_came_does(branch, judged):
    head = branch.commit(WHY, PRICE)
    on_main(branch, "Смена", {"zones.yml": zones(MARKETERS, "reviewers: [eva, both]")})
    left = judged("--author", "@anna", reviews=[approval("boris", head)])
    came = judged("--author", "@anna", reviews=[approval("eva", head)])
    assert (left["state"], came["state"]) == ("red", "green")


class TestThePublishedBranch:
    def test_it_is_the_one_that_the_tip_names(self, ruled, diff):
        ruled.git("branch", "branch")
        ruled.commit("Выпуск", {"kb.yml": KB.replace("branch: main", "branch: release")})
        ruled.git("switch", "-q", "-c", "release")
        ruled.commit("Зоны", {"zones.yml": zones(MARKETERS, "reviewers: [both]")})
        ruled.git("switch", "-q", "branch")
        head = ruled.commit(WHY, PRICE)
        file = ruled.root.parent / "reviews.json"
        file.write_text(json.dumps([approval("boris", head)]))
        found = diff("--gate", "--author", "@anna", "--reviews", str(file), "main", "branch")
        assert found["state"] == "red"

    def test_a_branch_from_before_there_were_settings_names_none(self, repo, diff):
        repo.commit("Пусто", {"README.md": "x"})
        repo.git("branch", "mine")
        repo.commit("База", {**FILES, "zones.yml": ZONES})
        repo.git("switch", "-q", "mine")
        own = zones("approvals: [marketing]", "approvals: [sales]")
        repo.commit(
            WHY, {"kb.yml": KB.replace("main", "mine"), "zones.yml": own, "offers/vip.yml": VIP}
        )
        start = repo.git("merge-base", "main", "mine")
        for base_ in ((start,), ()):
            found = diff(*base_, *(("mine",) if base_ else ()), "--gate", "--author", "@anna")
            assert "marketing" in missing(found)["offer/vip"]
            assert found["state"] == "red"


class TestAnOlderYes:
    def test_it_is_told_as_stale(self, branch, judged, kb):
        older = branch.commit(WHY, {"offers/vip.yml": VIP.replace("1490", "1500")})
        branch.commit(WHY, PRICE)
        found = judged("--author", "@anna", reviews=[approval("boris", older)])
        assert found["state"] == "red"
        assert {"gate-key", "gate-stale"} <= codes(found)
        (why,) = found["entities"][0]["approvals"]["why"]
        assert (why["department"], why["given"], why["stale"]) == ("marketing", None, True)

    @pytest.mark.slow
    @pytest.mark.parametrize("commit", [None, 5, "", "0" * 40])
    def test_of_a_commit_that_was_forced_away_or_is_rubbish_it_is_stale(
        self, branch, judged, commit
    ):
        branch.commit(WHY, PRICE)
        found = judged("--author", "@anna", reviews=[approval("boris", commit)])
        assert "gate-stale" in codes(found)

    def test_a_merge_of_the_target_alone_leaves_it_standing(self, branch, judged):
        seen = branch.commit(WHY, PRICE)
        on_main(branch, "Другое", {"objections/dorogo.yml": DOROGO.replace("Дорого\n", "Дороже\n")})
        branch.git("merge", "-q", "--no-edit", "main")
        found = judged("--author", "@anna", reviews=[approval("boris", seen)])
        assert (found["state"], codes(found)) == ("green", set())

    @pytest.mark.slow
    @pytest.mark.parametrize("more", [PRICE, {"offers/vip.yml": VIP}])
    def test_a_merge_that_changes_something_more_does_not(self, branch, judged, more):
        seen = branch.commit(WHY, {"offers/vip.yml": VIP.replace("1490", "1500")})
        on_main(branch, "Другое", {"objections/dorogo.yml": DOROGO.replace("Дорого\n", "Дороже\n")})
        branch.git("merge", "-q", "--no-commit", "main")
        branch.commit("Слияние", more)
        found = judged("--author", "@anna", reviews=[approval("boris", seen)])
        assert found["state"] != "green" or not found["entities"]

    def test_a_merge_that_gives_a_reason_does_not(self, branch, judged):
        seen = branch.commit(WHY, PRICE)
        on_main(branch, "Другое", {"objections/dorogo.yml": DOROGO.replace("Дорого\n", "Дороже\n")})
        branch.git("merge", "-q", "-m", "Слияние\n\nСрочно: да\n", "main")
        found = judged("--author", "@anna", reviews=[approval("boris", seen)])
        assert "gate-stale" in codes(found)

    def test_a_merge_of_anything_else_does_not(self, branch, judged):
        seen = branch.commit(WHY, PRICE)
        branch.git("switch", "-q", "-c", "side")
        branch.commit("Мимо", {"objections/dorogo.yml": DOROGO.replace("пачку", "банку")})
        branch.git("switch", "-q", "branch")
        branch.git("merge", "-q", "--no-ff", "--no-edit", "side")
        found = judged("--author", "@anna", reviews=[approval("boris", seen)])
        assert "gate-stale" in codes(found)


class TestOtherHostings:
    """Gitea says it in a field of its own, GitLab by the time."""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("review", "green"),
        [
            ({"state": "APPROVED"}, True),
            ({"state": "APPROVED", "dismissed": True}, False),
            ({"state": "APPROVED", "stale": True}, False),
            ({"state": "REQUEST_CHANGES"}, False),
        ],
    )
    def test_gitea(self, branch, judged, review, green):
        branch.commit(WHY, PRICE)
        found = judged("--author", "@anna", reviews=[{"user": {"login": "boris"}, **review}])
        assert (found["state"] == "green") == green
        assert ("gate-refused" in codes(found)) == (review["state"] == "REQUEST_CHANGES")

    @pytest.mark.parametrize(
        ("at", "green"), [("2026-11-16T09:31:00Z", 1), ("2026-11-16T09:29:00Z", 0)]
    )
    def test_gitlab(self, branch, judged, at, green):
        head = branch.commit(WHY, PRICE)
        told = {"approved_by": [{"user": {"username": "boris"}, "approved_at": at}]}
        shown = [{"head_commit_sha": head, "created_at": TOUCHED}]
        found = judged("--author", "@anna", reviews=told, shown=shown)
        assert (found["state"] == "green") == bool(green)


SPOKEN = {"objections/dorogo.yml": DOROGO.replace("на пробу.", "на пробу сегодня.")}


class TestSilence:
    def state(self, judged, shown, since="2026-11-16"):
        return judged("--author", "@boris", "--open-since", since, shown=shown)["state"]

    @pytest.mark.slow
    def test_it_counts_from_when_what_would_land_was_shown(self, branch, judged):
        head = branch.commit(WHY, SPOKEN)
        early = [{"head_sha": head, "created_at": TOUCHED}]
        late = [{"head_sha": head, "created_at": "2026-11-20T09:30:00Z"}]
        other = [{"head_sha": "0" * 40, "created_at": TOUCHED}]
        assert self.state(judged, early) == "green"
        assert self.state(judged, {"workflow_runs": early}) == "green"
        assert self.state(judged, late) == "yellow"
        assert self.state(judged, other) == "red", "what was never shown, nobody could refuse"
        assert self.state(judged, "rubbish") == "red"

    def test_a_request_that_was_closed_meanwhile_begins_anew(self, branch, judged):
        head = branch.commit(WHY, SPOKEN)
        early = [{"head_sha": head, "created_at": TOUCHED}]
        assert self.state(judged, early, since="2026-11-20") == "yellow"

    def test_bringing_in_the_target_does_not_begin_it_anew(self, branch, judged):
        seen = branch.commit(WHY, SPOKEN)
        on_main(branch, "Другое", PRICE)
        branch.git("merge", "-q", "--no-edit", "main")
        head = branch.git("rev-parse", "HEAD")
        late = {"head_sha": head, "created_at": "2026-11-20T09:30:00Z"}
        early = {"head_sha": seen, "created_at": TOUCHED}
        assert self.state(judged, [late, early]) == "green"
        assert self.state(judged, [late]) == "yellow"

    def test_going_back_to_what_was_shown_before_begins_it_anew(self, branch, judged):
        seen = branch.commit(WHY, SPOKEN)
        branch.commit("Безобидное", {"objections/dorogo.yml": DOROGO})
        again = branch.commit(WHY, SPOKEN)
        late = {"head_sha": again, "created_at": "2026-11-20T09:30:00Z"}
        early = {"head_sha": seen, "created_at": TOUCHED}
        assert self.state(judged, [early, late]) == "yellow"

    def test_no_request_moves_the_clock(self, branch, judged):
        files = {**SPOKEN, "kb.yml": KB.replace("time_zone: UTC", "time_zone: Etc/GMT+12")}
        head = branch.commit(WHY, files)
        shown = [{"head_sha": head, "created_at": "2026-11-19T09:30:00Z"}]
        found = judged("--author", "@boris", "--open-since", "2026-11-16", shown=shown)
        given = {each["entity"]: each["approvals"]["given"] for each in found["entities"]}
        assert given["objection/dorogo"] == []


@pytest.mark.slow
def test_histories_that_crossed_hide_no_change(ruled, judged):
    """A branch whose merge kept the former price would bring it back unseen."""
    start = ruled.git("rev-parse", "HEAD")
    ruled.git("switch", "-q", "-c", "branch")
    harmless = ruled.commit("Опечатка", {"objections/dorogo.yml": DOROGO.replace("у вас", "у нас")})
    ruled.git("switch", "-q", "main")
    raised = ruled.commit("Цена", PRICE)
    ruled.git("merge", "-q", "--no-ff", "--no-edit", "branch")
    ruled.git("switch", "-q", "branch")
    ruled.git("merge", "-q", "--no-commit", "--no-ff", raised)
    head = ruled.commit("Слияние", {"offers/vip.yml": VIP})
    assert start not in {harmless, head}
    assert len(ruled.git("merge-base", "--all", "main", "branch").split()) == 2
    found = judged("--author", "@anna")
    assert found["state"] == "red"
    assert "gate-crossed" in codes(found)
    ruled.git("merge", "-q", "--no-edit", "main")
    found = judged("--author", "@anna")
    assert "gate-crossed" not in codes(found)
    assert missing(found) == {"offer/vip": ["marketing"]}


class TestRulesThatMoved:
    JOINED = zones("reviewers: [anna]", "reviewers: [anna, eva]")

    def test_who_decides_is_judged_as_it_would_land(self, branch, judged):
        branch.commit(WHY, {"zones.yml": self.JOINED})
        on_main(branch, "Зоны", {"zones.yml": zones("silence_days: 2", "silence_days: 3")})
        found = judged("--author", "@dina", "--approved", "sales,marketing,trade")
        assert (found["state"], "gate-rules-moved" in codes(found)) == ("red", True)
        branch.git("merge", "-q", "--no-edit", "main")
        found = judged("--author", "@dina", "--approved", "sales,marketing,trade")
        assert found["state"] == "green"

    def test_what_decides_nothing_there_moves_nothing(self, branch, judged):
        branch.commit(WHY, {"zones.yml": self.JOINED})
        on_main(branch, "Другое", PRICE)
        assert judged("--author", "@dina", "--approved", "sales")["state"] == "green"
