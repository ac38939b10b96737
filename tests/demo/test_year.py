"""The year as it is told of the sample: its history, its figures, what is planted in them."""

import csv
import datetime as dt
import io
import json
import math
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts_kb import checks, cli
from scripts_kb.content import loading, reading, versions
from scripts_kb.demo import composing, planted, story, telling
from scripts_kb.git import Blobs, Repository
from scripts_kb.importing.returned import comparing, tabling
from scripts_kb.past import history
from scripts_kb.schema import values

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "content"
TODAY = "2026-11-21"


def files(folder):
    """A content folder's files, without its facts."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != "facts"
    }


def git(folder, *argv):
    done = subprocess.run(["git", *argv], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demonstration: its folder, what was told, its answers, its log."""
    folder = tmp_path_factory.mktemp("demo") / "year"
    told = telling.tell(folder, SAMPLE)
    answers = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    log = history.read(Repository(folder), "content")
    return SimpleNamespace(folder=folder, told=told, answers=answers, log=log)


@pytest.fixture(scope="module")
def facts(demo):
    def read(name):
        found = sorted((demo.folder / "content" / "facts").glob(f"{name}-*.csv"))
        texts = (file.read_text(encoding="utf-8") for file in found)
        return [row for text in texts for row in csv.DictReader(io.StringIO(text))]

    return {name: read(name) for name in ("calls", "leads", "sku", "plan")}


def test_every_edit_still_fits_the_sample(demo):
    """Where this fails, the content has changed: mend the hunks of `year/*.txt` that it names."""
    assert demo.told.left_out == ()


def test_it_ends_exactly_at_the_content(demo):
    assert files(demo.folder / "content") == files(SAMPLE)
    listed = git(demo.folder, "ls-tree", "-r", "-z", "--name-only", "HEAD", "content").split("\0")
    assert {path.removeprefix("content/") for path in listed if path} == {
        *files(SAMPLE),
        *(f"facts/{path.name}" for path in (demo.folder / "content" / "facts").iterdir()),
    }
    assert git(demo.folder, "status", "--porcelain", "--untracked-files=all") == ""
    assert demo.told.tip == git(demo.folder, "rev-parse", "HEAD").strip()
    changed = git(demo.folder, "diff", "--name-only", "HEAD^", "HEAD", "--", "content")
    assert changed, "the last commit itself brings the content there"


def test_the_same_content_makes_the_same_commits_anywhere(demo, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "init.defaultBranch")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "other")
    shutil.copytree(SAMPLE, tmp_path / "copy")
    assert telling.tell(tmp_path / "again", tmp_path / "copy").tip == demo.told.tip


def test_it_says_that_it_is_a_demonstration(demo):
    readme = (demo.folder / "README.md").read_text(encoding="utf-8")
    assert "Демонстрация" in readme
    assert "выдуманы" in readme
    people = set(git(demo.folder, "log", "--format=%an <%ae>%n%cn <%ce>").splitlines())
    assert people == {"scripts-kb demonstration <demonstration@scripts-kb.invalid>"}


def test_twelve_months_of_changes_by_everyone(demo):
    rows = demo.log.rows
    assert len({row.change for row in rows}) >= 80
    assert {row.landed(None)[:7] for row in rows} == {
        "2025-12",
        *(f"2026-{month:02}" for month in range(1, 12)),
    }
    who = Counter(row.rationale.by for row in rows if row.rationale)
    assert {"sales", "marketing", "trade", "director"} <= set(who)
    assert min(who["sales"], who["marketing"]) > 20
    assert {row.kind for row in rows} == {"added", "changed", "removed", "gap"}


def of(demo, step):
    """The rows of a step, by entity."""
    commit = demo.answers["steps"][step]
    return {row.entity: row for row in demo.log.rows if row.change == commit}


def test_merges_speak_through_the_commits_that_they_brought(demo):
    merges = git(demo.folder, "log", "--merges", "--first-parent", "--format=%H").split()
    assert len(merges) >= 4
    rows = of(demo, "polka")
    assert {entity: row.rationale.source for entity, row in rows.items()} == {
        "objection/ne-uydet-s-polki": "trailers",
        "question/return": "trailers",
    }
    assert rows["question/return"].rationale.class_ == "factual"
    assert len(of(demo, "obyom")) >= 9, "one change of meaning across cards, scripts and offers"


def test_a_squash_keeps_all_its_blocks(demo):
    row = of(demo, "kto-reshaet")["objection/barista-protiv"]
    assert row.rationale.origin.count("\n\n") == 1
    assert row.rationale.effect == "Больше дат каппинга, меньше споров о помоле."


def test_two_reverts_one_with_a_lesson(demo):
    steps = demo.answers["steps"]
    plain = of(demo, "dostavka-obychnaya")["question/delivery"].rationale
    assert (plain.source, plain.reverts) == ("revert", steps["dostavka-8-marta"])
    told = of(demo, "reshayte-nazad")["script/after-tasting"].rationale
    assert (told.source, told.reverts) == ("trailers", steps["reshayte-spokoyno"])
    assert told.cause


@pytest.mark.parametrize("step", ["imena-faylov", "po-papkam", "bez-kavychek", "oformlenie"])
def test_moves_and_reformatting_make_no_versions(demo, step):
    commit = demo.answers["steps"][step]
    assert git(demo.folder, "show", "--name-only", "--format=", commit, "--", "content")
    assert of(demo, step) == {}


def test_renames_keep_identity(demo):
    paths = {row.path for row in demo.log.rows if row.entity == "objection/dorogo"}
    assert paths == {"content/objections/dorogo.yml", "content/objections/цена/дорого.yml"}
    assert (demo.folder / "content/objections/цена/дорого.yml").is_file()
    assert demo.log.rows[demo.log.latest["product/espresso-pervaya"]].version == 3


def test_reasons_were_completed_later(demo):
    for step, entity, note in (
        ("kislit-koroche", "objection/kislit", "2026-11-kislit-koroche"),
        ("stop-slovo", "config/wording", "2026-11-vkus-slovami"),
    ):
        reason = of(demo, step)[entity].rationale
        assert (reason.source, reason.id) == ("file", note)


@pytest.mark.parametrize(
    ("step", "entity", "class_", "urgent"),
    [
        ("snegopad", "objection/opozdali", "tactical", True),
        ("dostavka-8-marta", "question/delivery", "tactical", True),
        ("opechatka-pochta", "objection/na-pochtu", "editorial", False),
        ("baza-1560", "product/espresso-pervaya", "factual", False),
        ("baza-1620", "product/espresso-pervaya", "factual", False),
        ("tochki-kontrolya", "config/zones", "strategic", False),
    ],
)
def test_changes_of_every_class(demo, step, entity, class_, urgent):
    reason = of(demo, step)[entity].rationale
    assert (reason.class_, reason.urgent) == (class_, urgent)


@pytest.mark.parametrize(
    "offer", ["vesenniy-nabor", "zima-ofis", "mayskiy-piknik", "holodnyy-kofe", "uchitelyu"]
)
def test_seasonal_offers_came_and_went(demo, offer):
    kinds = [row.kind for row in demo.log.rows if row.entity == f"offer/{offer}"]
    assert kinds == ["added", "removed"]


def test_only_what_is_planted_is_wrong(demo):
    found = {(row.change, gap) for row in demo.log.rows for gap in row.gaps}
    assert found == {(each["change"], each["gap"]) for each in demo.answers["gaps"]}
    assert {each["gap"] for each in demo.answers["gaps"]} == set(planted.GAPS.values())
    assert demo.log.idle == frozenset()


def test_every_past_file_can_be_read():
    told = composing.compose(story.year(), files(SAMPLE))
    seen = {(path, text) for point in told.points for path, text in point.tree.items()}
    unread = {
        path
        for path, text in seen
        if path.endswith((".yml", ".md"))
        and (past := versions.past(text, path))
        and (past.problem or not past.fits)
    }
    assert unread == {"questions/storage.yml"}


@pytest.mark.parametrize("month", ["2025-12", *(f"2026-{month:02}" for month in range(1, 12))])
def test_at_the_end_of_each_month_the_base_held_together(month, tmp_path):
    told = composing.compose(story.year(), files(SAMPLE))
    point = [each for each in told.landed() if f"{each.step.when:%Y-%m}" == month][-1]
    for path, text in point.tree.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text)
    base, problems = loading.load(tmp_path, shown="content", ignored=frozenset())
    problems += checks.check(base, point.step.when.date())
    # Over the holidays a script still offered the set that had run out: a step of January says so.
    known = {"expired-reference", "archived-reference"} if month == "2025-12" else set()
    errors = [each for each in problems if each.severity == "error" and each.code not in known]
    assert [each.line() for each in errors] == []


def test_today_the_base_is_in_order(demo, capsys):
    content = str(demo.folder / "content")
    assert cli.run(["check", "--content", content, "--today", TODAY]) == 0
    assert "error" not in capsys.readouterr().out


# --- figures ------------------------------------------------------------------------------------


def test_versions_of_the_facts_are_those_of_the_log(demo, facts):
    landed = {}
    for row in demo.log.rows:
        if row.entity and row.entity.startswith("script/"):
            landed.setdefault(row.entity.removeprefix("script/"), []).append(row.landed(None)[:10])
    noted = 0
    for row in facts["calls"]:
        if row["version"]:
            noted += 1
            assert int(row["version"]) == sum(day < row["date"] for day in landed[row["script"]])
    assert noted > 1000


def test_facts_speak_of_what_there_is(demo, facts):
    present = demo.log.present
    assert {f"script/{row['script']}" for row in facts["calls"]} <= set(present)
    skus = {value["sku"] for entity, value in present.items() if entity.startswith("product/")}
    assert {row["sku"] for row in facts["sku"]} == skus
    reasons = {each["id"] for each in present["config/kb"]["reasons"]["not-our-lead"]}
    assert {row["reason"] for row in facts["leads"] if row["reason"]} == reasons


def wilson(count, of_, z=1.959963984540054):
    share = count / of_
    centre = (share + z * z / (2 * of_)) / (1 + z * z / of_)
    half = z * math.sqrt(share * (1 - share) / of_ + (z / (2 * of_)) ** 2) / (1 + z * z / of_)
    return centre - half, centre + half


def newcombe(before, after):
    """Newcombe's 95 % interval of the difference of two shares: Statistics in Medicine 17, 873."""
    old, new = before[0] / before[1], after[0] / after[1]
    was, now = wilson(*before), wilson(*after)
    return (
        new - old - math.hypot(new - now[0], was[1] - old),
        new - old + math.hypot(now[1] - new, old - was[0]),
    )


FORMULAS = {
    "conversion": ("calls", "won", "contacts"),
    "refusal": ("calls", "refused", "contacts"),
    "average-order": ("calls", "revenue", "won"),
    "acceptance": ("leads", "accepted", "received"),
}


def sums(facts, truth, side, segment=None):
    """The metric's numerator and denominator on one side of a planted change."""
    name, above, below = FORMULAS[truth["metric"]]
    first, last = truth["window"][side]
    script = truth["entity"].removeprefix("script/")
    segment = segment or truth["segment"]
    rows = [
        row
        for row in facts[name]
        if first <= row["date"] <= last
        and (name != "calls" or row["script"] == script)
        and (segment is None or row["segment"] == segment)
    ]
    return sum(int(row[above]) for row in rows), sum(int(row[below]) for row in rows)


def planted_in(demo, kind):
    return [each for each in demo.answers["planted"] if each["kind"] == kind and not each["recent"]]


def test_there_is_enough_planted(demo):
    effects = planted_in(demo, "effect")
    assert len(effects) >= 4
    wrong_way = [each for each in effects if (each["true"] < 0) == (each["predicted"][0] == "+")]
    assert wrong_way, "one prediction came out the other way"
    assert len(planted_in(demo, "null")) >= 3
    assert len(planted_in(demo, "confounder")) == 1


def test_the_list_agrees_with_the_log(demo):
    for truth in demo.answers["planted"]:
        rows = of(demo, truth["step"])
        row = rows[truth["entity"]]
        expect = row.rationale.expect
        assert (row.change, row.landed(None)[:10]) == (truth["change"], truth["landed"])
        assert (expect["metric"], expect["of"]) == (truth["metric"], truth["entity"])
        assert expect["change"] == truth["predicted"]
        assert truth["version"] == (row.version if truth["entity"][:6] == "script" else None)


def test_planted_effects_are_there(demo, facts):
    for truth in planted_in(demo, "effect"):
        before, after = (sums(facts, truth, side) for side in ("before", "after"))
        if truth["unit"] == "relative":
            grown = after[0] / after[1] / (before[0] / before[1]) - 1
            assert grown == pytest.approx(truth["true"], abs=0.04), truth["step"]
            continue
        low, high = newcombe(before, after)
        assert low < truth["true"] < high, truth["step"]
        assert low > 0 or high < 0, truth["step"]


def test_planted_nulls_are_nothing(demo, facts):
    for truth in planted_in(demo, "null"):
        low, high = newcombe(*(sums(facts, truth, side) for side in ("before", "after")))
        assert low < -0.004, truth["step"]
        assert high > 0.004, truth["step"]


def test_the_coincidence_is_of_the_mix_alone(demo, facts):
    [truth] = planted_in(demo, "confounder")
    low, _ = newcombe(*(sums(facts, truth, side) for side in ("before", "after")))
    assert low > 0, "taken together it looks like an effect"
    for segment in ("cafe", "office"):
        low, high = newcombe(*(sums(facts, truth, side, segment) for side in ("before", "after")))
        assert low < 0 < high, "within a segment there is nothing"


# --- the command ---------------------------------------------------------------------------------


def test_the_command_tells_what_it_wrote(demo, tmp_path, capsys):
    shutil.copytree(SAMPLE, tmp_path / "content")
    argv = ["demo", str(tmp_path / "new"), "--content", str(tmp_path / "content"), "--json"]
    assert cli.run(argv) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "folder": (tmp_path / "new").as_posix(),
        "tip": demo.told.tip,
        "landed": demo.answers["landed"],
        "first": "2025-12-01",
        "last": "2026-11-20",
        "left_out": [],
    }
    assert err == ""


def test_what_the_content_has_outgrown_is_said(tmp_path, capsys):
    shutil.copytree(SAMPLE, tmp_path / "content")
    (tmp_path / "content/questions/storage.yml").unlink()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    (tmp_path / "content/changes/2026-12-novoe.yml").write_text(
        "id: 2026-12-novoe\ntitle: Новое\norigin: x\n"
    )
    assert cli.run(["demo", str(tmp_path / "new"), "--content", str(tmp_path / "content")]) == 0
    out, err = capsys.readouterr()
    assert "kb log" in out
    assert err.startswith("Правок года, которых содержимое уже не знает: 3, пропущены: ")
    assert "opechatka-hranenie: questions/storage.yml" in err
    assert files(tmp_path / "new" / "content") == files(tmp_path / "content")
    assert (tmp_path / "new/mkdocs.yml").read_text() == "site_name: x\n"
    assert git(tmp_path / "new", "status", "--porcelain") == ""
    late = git(tmp_path / "new", "log", "--format=%s", "--", "content/changes/2026-12-novoe.yml")
    assert late == "Закрепили новогодний набор на экране звонка\n"


@pytest.mark.parametrize("made", ["file", "folder"])
def test_a_folder_in_use_is_refused_in_one_line(made, tmp_path, capsys):
    target = tmp_path / "used"
    if made == "folder":
        target.mkdir()
        (target / "x").touch()
    else:
        target.touch()
    assert cli.run(["demo", str(target), "--content", str(SAMPLE)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "нужна новая или пустая папка" in err


def test_where_no_base_is_the_samples_year_is_told(tmp_path, capsys, monkeypatch):
    told = []
    year = telling.WrittenYear(tmp_path, "0" * 40, 1, dt.date.min, dt.date.min, ())
    monkeypatch.setattr(
        "scripts_kb.demo.telling.tell", lambda *each, **_: told.append(each) or year
    )
    monkeypatch.chdir(tmp_path)
    assert cli.run(["demo", "new"]) == 0
    assert told == [(Path("new"), SAMPLE)]


def test_content_that_is_none_is_one_line(tmp_path, capsys):
    assert cli.run(["demo", str(tmp_path / "new"), "--content", str(tmp_path / "none")]) == 2
    assert "--content DIR" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_every_version_of_a_card_reads_back_from_the_rows_of_its_sheet(demo):
    listed = git(demo.folder, "log", "--format=", "--raw", "--no-abbrev", "--no-renames", "-m")
    found = {}
    for line in listed.splitlines():
        about, _, path = line.partition("\t")
        path = path.removeprefix("content/")
        if path.startswith(("objections/", "questions/", "scripts/")):
            found[about.split()[3]] = path
    found.pop("0" * 40, None)
    with Blobs(Repository(demo.folder)) as blobs:
        contents = blobs.read(found)
    read = [reading.read(contents[blob], path, path)[0] for blob, path in found.items()]
    values_ = {each.blob: (each.entity, each.value) for each in read if each and each.record}
    assert len(values_) > 100
    for blob, (entity, value) in values_.items():
        rows = tabling.rows(entity, value, blob, "ru")
        assert values.same(values.canonical(comparing.whole(entity, rows)), value), entity
