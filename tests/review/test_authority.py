"""Who may decide who decides: takeovers that were tried, on real repositories."""

import json

import pytest

from scripts_kb.review import authority, hosting, keys
from scripts_kb.review.asked import Asked
from scripts_kb.review.authority import Authority
from scripts_kb.review.records import Approvals, Key

from .conftest import DOROGO, FILES, KB, VIP
from .conftest import RULED as ZONES

WHY = """\
Порядок согласований

С чего началось: двенадцать карточек октября ждали согласия больше недели
Почему: у отдела остался один согласующий
Зачем: согласовывать в тот же день
Чего ждём: карточки уходят за два дня
На чём основано: insight/october
На что смотрим: срок согласования десяти карточек
"""
MARKETERS = "reviewers: [boris, both]"


def zones(before, after, text=ZONES):
    assert before in text
    return text.replace(before, after)


JOINED = zones("reviewers: [anna]", "reviewers: [anna, eva]")
# what is changed in zones.yml or kb.yml → whose keys it takes
TAKES = {
    "one's own login into another's reviewers": (
        {"zones.yml": zones("reviewers: [anna]", "reviewers: [anna, boris]")},
        {"director", "sales"},
    ),
    "a login with one letter changed, which is no slip": (
        {"zones.yml": zones("[anna]", "[ana]")},
        {"director", "sales"},
    ),
    "the title of a department": (
        {"zones.yml": zones("title: Продажи", "title: Продажа")},
        {"director", "sales"},
    ),
    "silence that comes sooner": (
        {"zones.yml": zones("silence_days: 2", "silence_days: 0")},
        {"director", "sales", "marketing"},
    ),
    "approvals of another's zone": (
        {"zones.yml": zones("approvals: [sales]\n", "approvals: [trade]\n")},
        {"director", "sales", "trade"},
    ),
    "a zone that takes a field from another": (
        {
            "zones.yml": f"{ZONES}  - id: mine\n    title: Моё\n    fields: [objection:title]\n"
            "    accountable: marketing\n    approvals: [marketing]\n    arbiter: marketing\n"
        },
        {"director", "sales", "marketing"},
    ),
    "another arbiter": (
        {
            "zones.yml": zones(
                "[marketing]\n    arbiter: director", "[marketing]\n    arbiter: trade"
            )
        },
        {"director", "marketing", "trade"},
    ),
    "another published branch": (
        {"kb.yml": KB.replace("branch: main", "branch: mains")},
        {"director"},
    ),
    "all of it gone": ({"zones.yml": None}, {"director", "marketing", "sales", "trade"}),
}


@pytest.mark.slow
@pytest.mark.parametrize(("files", "asked"), TAKES.values(), ids=TAKES)
def test_what_decides_takes_the_director_and_whom_it_concerns(branch, diff, files, asked):
    branch.commit(WHY, files)
    argv = ("main", "branch", "--gate", "--open-since", "2026-01-01", "--author", "marketing")
    found = diff(*argv)
    (entry,) = found["entities"]
    assert set(entry["approvals"]["needed"]) == asked
    assert set(entry["approvals"]["missing"]) == asked - {"marketing"}
    assert found["state"] == "red"
    for absent in asked - {"marketing"}:
        others = ",".join(sorted(asked - {absent}))
        assert diff(*argv, "--approved", others)["state"] == "red"


def test_the_keys_that_it_takes_open_it(branch, diff):
    branch.commit(WHY, {"zones.yml": JOINED})
    argv = ("main", "branch", "--gate", "--author", "director")
    assert diff(*argv)["state"] == "red"
    assert diff(*argv, "--approved", "sales")["state"] == "green"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_a_reviewer_who_joins_or_leaves_is_told_in_words(branch, kb, form, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    text = zones(MARKETERS, "reviewers: [both]", JOINED)
    branch.commit(WHY, {"zones.yml": text})
    _, out, _ = kb("diff", "main", "branch", "--gate", "--format", form)
    assert "Добавлен согласующий отдела «Продажи»" in out
    assert "Убран согласующий отдела «Маркетинг»" in out
    assert "eva" in out
    assert "Правка букв и знаков" not in out


@pytest.mark.slow
def test_a_takeover_in_two_steps_ends_at_the_first(branch, kb, diff):
    branch.commit("Правка букв и знаков", {"zones.yml": JOINED})
    code, _, _ = kb("diff", "main", "branch", "--gate", "--author", "@boris")
    assert code == 1
    branch.commit("Дальше", {"objections/dorogo.yml": DOROGO.replace("Дорого\n", "Даром\n")})
    eva = branch.root.parent / "reviews.json"
    eva.write_text(json.dumps([{"user": {"login": "eva"}, "state": "APPROVED"}]))
    found = diff("main", "branch", "--gate", "--author", "@boris", "--reviews", str(eva))
    assert {each["entity"]: each["approvals"]["given"] for each in found["entities"]} == {
        "objection/dorogo": [],
        "config/zones": [],
    }


def reviews(ruled, login, **more):
    file = ruled.root.parent / "reviews.json"
    file.write_text(json.dumps([{"user": {"login": login}, "state": "APPROVED", **more}]))
    return ("--reviews", str(file))


PRICE = {"offers/vip.yml": VIP.replace("1490", "1540")}


class TestTheTarget:
    def test_a_branch_cut_before_there_were_zones_is_judged_by_them(self, repo, diff):
        repo.commit("База", {name: each for name, each in FILES.items() if name != "zones.yml"})
        repo.git("switch", "-q", "-c", "branch")
        repo.commit(WHY, PRICE)
        repo.git("switch", "-q", "main")
        repo.commit("Зоны", {"zones.yml": ZONES})
        start = repo.git("merge-base", "main", "branch")
        found = diff(start, "branch", "--gate", "--author", "sales")
        assert found["entities"][0]["approvals"]["missing"] == ["marketing"]
        assert found["state"] == "red"

    @pytest.mark.slow
    def test_a_reviewer_who_has_left_turns_no_key(self, ruled, diff):
        ruled.git("switch", "-q", "-c", "branch")
        ruled.commit(WHY, PRICE)
        start = ruled.git("merge-base", "main", "branch")
        argv = (start, "branch", "--gate", "--author", "sales", *reviews(ruled, "boris"))
        assert diff(*argv)["state"] == "green"
        ruled.git("switch", "-q", "main")
        ruled.commit("Борис ушёл", {"zones.yml": zones(MARKETERS, "reviewers: [both]")})
        assert diff(*argv)["state"] == "red"

    def test_what_has_landed_is_judged_by_what_was_there_before_it(self, ruled, diff):
        ruled.commit("Своя рука", {"zones.yml": JOINED, **PRICE})
        found = diff("HEAD~1", "HEAD", "--gate", *reviews(ruled, "eva"))
        assert "sales" in found["entities"][1]["approvals"]["missing"]

    def test_a_base_that_names_no_branch_lets_no_request_name_one(self, repo, diff):
        unnamed = KB.replace("branch: main\n", "")
        repo.commit("База", {**FILES, "kb.yml": unnamed})
        repo.git("switch", "-q", "-c", "mine")
        repo.commit(WHY, {"zones.yml": JOINED, "kb.yml": f"{unnamed}branch: mine\n"})
        repo.commit(WHY, PRICE)
        found = diff("main", "mine", "--gate", *reviews(repo, "eva"))
        given = {each["entity"]: each["approvals"]["given"] for each in found["entities"]}
        assert given == {"offer/vip": [], "config/zones": [], "config/kb": []}


# the commit that a review was of → whether its yes counts
SEEN = {"this": (True, True), "an older one": (False, False), "nobody tells": (None, True)}


@pytest.mark.slow
@pytest.mark.parametrize(("head", "counts"), SEEN.values(), ids=SEEN)
def test_a_yes_to_an_older_commit_is_no_yes_to_this_one(branch, diff, head, counts):
    older = branch.git("rev-parse", "HEAD")
    tip = branch.commit(WHY, PRICE)
    seen = {} if head is None else {"commit_id": tip if head else older}
    found = diff("main", "branch", "--gate", *reviews(branch, "boris", **seen))
    assert (found["state"] == "green") == counts


def test_a_no_to_an_older_commit_stands():
    said = [{"user": {"login": "anna"}, "state": "CHANGES_REQUESTED", "commit_id": "a"}]
    found = hosting.said(said, {"sales": ("anna",)}, standing={"b"})
    assert found.refused == {"sales"}


@pytest.mark.slow
def test_urgent_needs_one_key_for_each_place_not_one_for_all(branch, diff):
    text = VIP.replace("1490", "1540").replace("одной партии", "двух партий")
    branch.commit(f"{WHY}Срочно: да\n", {"offers/vip.yml": text})
    # The promise is decided by both, the price by marketing alone.
    assert diff("main", "branch", "--gate", "--author", "sales")["state"] == "red"
    assert diff("main", "branch", "--gate", "--author", "marketing")["state"] == "urgent"


PLAIN = {
    "departments": [{"id": "a"}, {"id": "b", "reviewers": ["x"]}, {"id": "c"}],
    "zones": [{"id": "z", "fields": ["offer:**"], "approvals": ["b"]}],
}


class TestAuthority:
    def asked(self, settings, entity, path):
        consent = keys.consent(settings, Asked(), None)
        one = Authority(settings, settings, settings, "Зоны")
        return one.needed(entity, [path], Approvals(), consent).needed

    def test_without_an_arbiter_all_who_can_speak_are_asked(self):
        assert self.asked(PLAIN, "config/kb", "branch") == ("b",)
        silent = {**PLAIN, "departments": [{"id": "a"}, {"id": "b"}]}
        assert self.asked(silent, "config/kb", "branch") == ("a", "b")

    def test_for_a_department_that_nobody_speaks_for_the_arbiter_does(self):
        ruled = {**PLAIN, "zones": [{**PLAIN["zones"][0], "arbiter": "b"}]}
        assert self.asked(ruled, "config/zones", "departments[a].title") == ("b",)

    def test_other_places_ask_for_nothing_more(self):
        assert self.asked(PLAIN, "config/kb", "company") == ()
        assert self.asked(PLAIN, "config/zones", "touch_points[x].owner") == ()

    def test_its_keys_are_firm(self):
        one = Authority(PLAIN, PLAIN, PLAIN, "Зоны")
        given = Approvals((Key("b", ("Цена",), ("company",), given="silence"),))
        consent = keys.Consent(waited=9)
        (key,) = one.needed("config/kb", ["branch"], given, consent).keys
        assert (key.given, key.firm, key.zones) == ("", True, ("Цена", "Зоны"))

    def test_an_order_or_a_title_moves_no_field(self):
        named = {**PLAIN, "zones": [{**PLAIN["zones"][0], "title": "Иначе"}]}
        assert list(authority.shifted(PLAIN, named)) == []
