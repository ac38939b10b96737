"""Files that are handed out: their bytes are what a customer gets, so they are reviewed."""

import json

import pytest

from .conftest import VIP

PRICE = "materials/price.csv"
OFFER = VIP + (
    "materials:\n  - {id: price, title: Прайс, file: materials/price.csv, because: Просят файл}\n"
)
WHY = "Новый прайс\n\nOrigin: Поставщик поднял цену на зерно\n"


@pytest.fixture
def handing(base):
    """A base whose offer hands out a price list."""
    base.commit("Прайс", {"offers/vip.yml": OFFER, PRICE: "Зерно;1490\n", "materials/x.pdf": "%P"})
    return base


def stored(repo, revision, path):
    name = f"{revision}:content/{path}"
    size = int(repo.git("cat-file", "-s", name))
    return {"size": size, "blob": repo.git("rev-parse", name)[:8]}


def test_other_bytes_are_a_change_of_the_offer_that_hands_them_out(handing, diff):
    handing.commit("Новый прайс", {PRICE: "Зерно;14900\n"})
    found = diff("HEAD~1", "HEAD", "--gate")
    (entry,) = found["entities"]
    assert (entry["entity"], entry["kind"], entry["edits"]) == ("offer/vip", "changed", [])
    assert entry["materials"] == [
        {
            "path": PRICE,
            "before": stored(handing, "HEAD~1", PRICE),
            "after": stored(handing, "HEAD", PRICE),
        }
    ]
    assert entry["approvals"]["needed"] == ["marketing"]
    assert entry["impact"] == ["objection/dorogo"]
    assert [each["code"] for each in found["problems"]] == ["gate-unexplained", "gate-key"]
    assert [(each["file"], each["line"]) for each in found["problems"]] == [
        ("content/offers/vip.yml", 7)
    ] * 2


@pytest.mark.slow
def test_the_reason_of_the_commit_that_brought_the_file_explains_it(handing, diff):
    handing.commit(
        "Другое\n\nOrigin: Опечатка\n", {"objections/dorogo.yml": "id: dorogo\ntitle: Д\n"}
    )
    handing.commit(WHY, {PRICE: "Зерно;14900\n"})
    entry = diff("HEAD~2", "HEAD")["entities"][-1]
    assert entry["entity"] == "offer/vip"
    assert [each["origin"] for each in entry["rationales"]] == ["Поставщик поднял цену на зерно"]
    found = diff("HEAD~1", "HEAD", "--gate", "--author", "marketing")
    assert [each["code"] for each in found["problems"]] == []


def test_a_change_file_that_names_the_offer_explains_its_file(handing, diff):
    note = "id: price\ntitle: Прайс\norigin: Поставщик поднял цену\napplies_to: [offer/vip]\n"
    handing.commit("Прайс", {PRICE: "Зерно;14900\n", "changes/price.yml": note})
    (entry,) = diff("HEAD~1", "HEAD")["entities"]
    assert [each["id"] for each in entry["rationales"]] == ["price"]


def test_a_file_that_is_gone_and_still_handed_out_is_an_error(handing, diff, kb):
    handing.commit(WHY, {PRICE: None})
    found = diff("HEAD~1", "HEAD")
    (problem,) = found["problems"]
    assert (problem["code"], problem["severity"], problem["line"]) == ("missing-file", "error", 7)
    assert found["entities"][0]["materials"][0]["after"] is None


@pytest.mark.slow
@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_every_form_shows_the_file_and_none_says_that_nothing_changes(handing, kb, form):
    handing.commit("Прайс", {PRICE: "Зерно;14900\n", "materials/x.pdf": None})
    out = kb("diff", "HEAD~1", "HEAD", "--format", form)[1].replace("&#46;", ".")
    assert "ничего не меняется" not in out
    assert "materials/price.csv" in out
    assert "x.pdf" in out


@pytest.mark.slow
def test_a_file_that_nobody_hands_out_is_named(handing, diff, kb):
    handing.commit("Брошюра", {"materials/x.pdf": "%PDF"})
    found = diff("HEAD~1", "HEAD")
    assert found["entities"] == []
    assert found["files"] == [
        {
            "path": "materials/x.pdf",
            "before": stored(handing, "HEAD~1", "materials/x.pdf"),
            "after": stored(handing, "HEAD", "materials/x.pdf"),
        }
    ]
    assert [(each["code"], each["file"]) for each in found["problems"]] == [
        ("material-changed", "content/materials/x.pdf")
    ]
    assert "ничего не меняется" not in kb("diff", "HEAD~1", "HEAD")[1]


def test_the_working_tree_is_read_by_its_bytes(handing, diff):
    assert diff("HEAD")["entities"] == []
    handing.write({PRICE: "Зерно;1490\r\n"})
    assert diff("HEAD")["entities"] == [], "another line end is no other file"
    handing.write({PRICE: "Зерно;1500\n"})
    assert [each["entity"] for each in diff("HEAD")["entities"]] == ["offer/vip"]


@pytest.mark.slow
def test_no_filter_that_the_repository_names_is_run(handing, diff, tmp_path):
    trap = f"touch {tmp_path}/run; cat"
    for name in ("filter.trap.clean", "filter.trap.smudge", "diff.trap.textconv"):
        handing.git("config", name, trap)
    handing.commit("Прайс", {PRICE: "Зерно;14900\n"})
    (tmp_path / ".gitattributes").write_text("*.csv filter=trap diff=trap\n")
    diff("HEAD~1", "HEAD")
    diff("HEAD")
    assert not (tmp_path / "run").exists()


def test_a_material_that_is_new_with_its_offer_is_no_second_edit(handing, diff):
    offer = OFFER.replace("id: vip", "id: new")
    handing.commit(
        "Новая", {"offers/new.yml": offer.replace("price.csv", "n.csv"), "materials/n.csv": "1"}
    )
    found = diff("HEAD~1", "HEAD")
    assert [(each["entity"], each["kind"]) for each in found["entities"]] == [
        ("offer/new", "added")
    ]
    assert found["files"] == []
    assert json.dumps(found["entities"][0]["materials"]) == "[]"


def test_a_sparse_checkout_takes_no_material_away(handing, diff):
    handing.git("sparse-checkout", "set", "--no-cone", "/content/kb.yml", "/content/offers/")
    found = diff("HEAD")
    assert (found["entities"], found["files"]) == ([], [])
