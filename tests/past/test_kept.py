"""What is kept of a past changes no answer: continued, told anew, torn, or used by two at once."""

import gc
import json
import random
import sqlite3
import subprocess
import sys
import zlib

import pytest

from scripts_kb.files import progress
from scripts_kb.git import Repository
from scripts_kb.past import history as whole
from scripts_kb.past import keeping, store
from tests.recompute import compare, stories
from tests.recompute.small import Change, git, history
from tests.thorough import tried

A = "objections/a.yml"


def told(log):
    """Everything that a log says, as bytes."""
    whole = {
        "tip": log.tip,
        "rows": [row.as_json(None) for row in log.rows],
        "newest": [row.change for row in log.newest_first()],
        "one by one": [log.rows[index].as_json(None) for index in range(len(log.rows))],
        "present": dict(log.present),
        "origins": {entity: dict(log.origins[entity]) for entity in log.present},
        "leaves": [leaf.as_json(None) for each in log.present for leaf in log.leaves(each)],
        "latest": dict(log.latest),
        "idle": sorted(log.idle),
        "values": [log.value(index) for each in log.latest for index in log.versions(each)],
    }
    return json.dumps(whole, sort_keys=True).encode()


def cold(folder, prefix="content", revision="HEAD"):
    return told(whole.read(Repository(folder), prefix, revision, cached=False))


def kept(folder, prefix="content", revision="HEAD", said=None):
    def say(message):
        said.append(str(message))

    return told(
        whole.read(Repository(folder), prefix, revision, say=say if said is not None else None)
    )


def file_of(folder):
    gc.collect()  # a log that nobody holds any more lets go of its file
    return next((folder / keeping.CACHE).glob("*.sqlite"))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, tried(40), 4))
def test_kept_equals_cold_wherever_the_tip_goes(first, tmp_path):
    for seed in range(first, first + 4):
        folder = tmp_path / str(seed)
        prefix = stories.tell(seed, folder)
        rng = random.Random(seed)  # noqa: S311 - the way of a test, not a secret
        commits = git(folder, "rev-list", "--topo-order", "--reverse", "main").split()
        line = git(folder, "rev-list", "--first-parent", "--reverse", "main").split()
        # Forward along the line, then anywhere: back, onto side branches, to the tip.
        way = sorted(rng.sample(range(len(line)), min(3, len(line))))
        tips = [*(line[at] for at in way), *rng.choices(commits, k=4), line[-1], line[-1]]
        for tip in tips:
            assert kept(folder, prefix, tip) == cold(folder, prefix, tip), (seed, tip)


@pytest.mark.slow
def test_kept_equals_slow_recomputation(tmp_path):
    for seed in range(500, 515):
        folder = tmp_path / str(seed)
        prefix = stories.tell(seed, folder)
        middle = git(folder, "rev-list", "--first-parent", "main").split()[3]
        whole.read(Repository(folder), prefix, middle)
        log = whole.read(Repository(folder), prefix)
        assert compare.differences(folder, prefix, log) == [], seed


@pytest.fixture
def folder(tmp_path):
    names = ("раз", "два", "три", "четыре")
    note = "id: c\norigin: потом\napplies_to: [objection/x]\n"
    changes = [Change({A: f"id: x\ntitle: {name}\n"}) for name in names]
    history(tmp_path / "r", *changes, Change({"changes/c.yml": note}))
    return tmp_path / "r"


def test_a_log_that_holds_its_rows_says_the_same(folder):
    log = whole.read(Repository(folder), "content")
    log.hold()
    assert told(log) == cold(folder)


def test_a_past_begins_until_it_is_kept(folder):
    repository = Repository(folder)
    found = [whole.begins(repository, "content")]
    kept(folder)
    found.append(whole.begins(repository, "content"))
    file_of(folder).write_bytes(b"torn")
    assert [*found, whole.begins(repository, "content")] == [True, False, True]


def test_what_came_with_a_repository_is_read_past_and_not_kept(folder):
    kept(folder)
    git(folder, "add", "-f", keeping.CACHE)
    assert not whole.begins(Repository(folder), "content")


def land(folder, text, name=A):
    (folder / "content" / name).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Ещё")


@pytest.fixture
def read(monkeypatch):
    """Gives the paths of the blobs that are read from here on."""
    paths = []
    real = store.versions.Reader.read

    def spy(self, content, path):
        paths.append(path)
        return real(self, content, path)

    monkeypatch.setattr(store.versions.Reader, "read", spy)
    return paths


def test_only_what_landed_since_is_read(folder, read):
    kept(folder)
    land(folder, "id: x\ntitle: пять\n")
    read.clear()
    log = whole.read(Repository(folder), "content")
    # The new version, and the one before it to compare with.
    assert read == [A, A]
    assert log.rows[-1].edits[0].after == "пять"


def test_line_told_anew_knows_its_blobs(folder, read, monkeypatch):
    kept(folder)
    git(folder, "rebase", "-q", "--root", "--force-rebase")
    read.clear()
    monkeypatch.setattr(store.differ, "between", lambda *_: pytest.fail("compared again"))
    log = whole.read(Repository(folder), "content")
    assert [row.version for row in log.rows] == [1, 2, 3, 4]
    # The text of a change file is read at the tip, nothing else.
    assert read == ["changes/c.yml"]


@pytest.mark.slow
def test_commits_that_clocks_date_before_their_parents(folder):
    one, two = (git(folder, "rev-parse", f"{name}^{{tree}}") for name in ("HEAD", "HEAD~2"))

    def commit(hour, tree, message, *parents):
        when = {"GIT_COMMITTER_DATE": f"{1_700_000_000 + hour * 3600} +0300"}
        argv = [each for parent in parents for each in ("-p", parent)]
        return git(folder, "commit-tree", tree, "-m", message, *argv, env=when)

    first = commit(1000, one, "Правка")
    ahead = tip = commit(1001, two, "Правка\n\nCause: раньше", first)
    for hour in range(12):
        tip = commit(hour, two, "Правка", tip)
    kept(folder, revision=tip)
    merge = commit(2001, one, "Правка", tip, commit(2000, two, "Правка", ahead))
    wanted = cold(folder, revision=merge)
    assert kept(folder, revision=merge) == wanted
    assert wanted.count(b'"unexplained"') > 1


def test_reasons_that_come_later_are_seen_on_rows_that_were_kept(folder):
    kept(folder)
    land(folder, "id: c\norigin: ещё позже\napplies_to: [objection/x]\n", "changes/c.yml")
    log = whole.read(Repository(folder), "content")
    reasons = [row.rationale and row.rationale.origin for row in log.rows]
    assert reasons == [None, None, None, "ещё позже"]


TEARS = {
    "cut": lambda text: text[: len(text) // 2],
    "cut short": lambda text: text[:100],
    "empty page": lambda text: text[:4096] + b"\0" * 4096 + text[8192:],
    "another program": lambda _: b"GIF89a" + b"x" * 5000,
    "a text": lambda _: "просто текст".encode(),
    "no bytes": lambda _: b"",
}


@pytest.mark.slow
@pytest.mark.parametrize("tear", TEARS)
def test_torn_file_is_read_anew_and_said(folder, tear):
    wanted = kept(folder)
    file = file_of(folder)
    file.write_bytes(TEARS[tear](file.read_bytes()))
    said = []
    assert kept(folder, said=said) == wanted
    assert len(said) == (0 if tear == "no bytes" else 1)
    assert all("\n" not in each and keeping.CACHE in each for each in map(str, said))


@pytest.mark.slow
def test_any_bytes_that_change_change_no_answer(folder):
    wanted = kept(folder)
    file = file_of(folder)
    whole = file.read_bytes()
    rng = random.Random(1)  # noqa: S311 - where to tear, not a secret
    for _ in range(60):
        torn = bytearray(whole)
        for _ in range(rng.choice((1, 8, 200))):
            torn[rng.randrange(len(torn))] = rng.randrange(256)
        for each in file.parent.glob("*.sqlite*"):
            each.unlink()
        file.write_bytes(torn)
        assert kept(folder) == wanted


def test_archive_of_another_version_is_read_anew_and_said(folder):
    wanted = kept(folder)
    connection = sqlite3.connect(file_of(folder))
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    said = []
    assert kept(folder, said=said) == wanted
    assert len(said) == 1
    said.clear()
    assert kept(folder, said=said) == wanted
    assert not said


def test_other_sources_read_anew(folder, monkeypatch):
    wanted = kept(folder)
    monkeypatch.setattr(whole, "_key", lambda _: "another")
    said = []
    assert kept(folder, said=said) == wanted
    assert len(said) == 1


@pytest.mark.slow
def test_archive_of_another_repository_changes_no_answer(folder, tmp_path):
    other = tmp_path / "other"
    history(other, Change({A: "id: y\ntitle: чужое\n"}))
    kept(other)
    (folder / keeping.CACHE).mkdir(parents=True)
    (folder / keeping.CACHE / file_of(other).name).write_bytes(file_of(other).read_bytes())
    assert kept(folder) == cold(folder)


def test_file_that_tears_while_it_is_read(folder):
    wanted = cold(folder)
    kept(folder)
    said = []
    log = whole.read(Repository(folder), "content", say=said.append)
    log.archive._database._connection.close()
    assert told(log) == wanted
    assert len(said) == 1


def test_folder_that_cannot_be_written(folder):
    (folder / ".cache").write_text("a file stands where the folder should be")
    assert kept(folder) == cold(folder)


def test_folder_of_the_name_of_the_file(folder):
    wanted = kept(folder)
    file = file_of(folder)
    file.unlink()
    file.mkdir()
    assert kept(folder) == wanted


def forge(file):
    """Let an archive tell another subject, with the right checksum."""
    connection = sqlite3.connect(file)
    for number, text in connection.execute("SELECT id, text FROM rows").fetchall():
        body = text[4:].replace("Правка".encode(), "Подлог".encode())
        packed = zlib.crc32(body).to_bytes(4, "big") + body
        connection.execute("UPDATE rows SET text = ? WHERE id = ?", (packed, number))
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@pytest.mark.slow
def test_archive_that_came_with_the_repository_is_not_believed(folder, tmp_path):
    kept(folder)
    forge(file_of(folder))
    git(folder, "add", "--force", keeping.CACHE)
    git(folder, "commit", "-q", "-m", "Правка")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(folder), str(clone))
    before = file_of(clone).read_bytes()
    said = []
    assert kept(clone, said=said) == cold(clone)
    assert len(said) == 1
    assert file_of(clone).read_bytes() == before
    (clone / ".git" / "index").write_bytes(b"DIRC torn")
    assert kept(clone) == cold(clone)


@pytest.mark.slow
@pytest.mark.parametrize("link", [".cache", keeping.CACHE, f"{keeping.CACHE}/.gitignore"])
def test_nothing_is_written_through_a_link(folder, tmp_path, link):
    outside = tmp_path / "outside"
    if not link.endswith("ignore"):
        outside.mkdir()
    (folder / link).parent.mkdir(parents=True, exist_ok=True)
    (folder / link).symlink_to(outside)
    assert kept(folder) == cold(folder)
    assert not outside.is_dir() or not list(outside.iterdir())
    assert outside.is_dir() or not outside.exists()


def test_git_ignores_what_is_kept(folder):
    kept(folder)
    assert git(folder, "status", "--porcelain") == ""


def test_nothing_is_kept_of_a_cut_history(folder, tmp_path):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", folder.as_uri(), str(clone))
    whole.read(Repository(clone), "content", allow_truncated=True)
    assert not (clone / ".cache").exists()


@pytest.mark.slow
def test_who_reads_sees_one_state_while_another_writes(folder):
    wanted = kept(folder)
    log = whole.read(Repository(folder), "content")
    git(folder, "reset", "-q", "--hard", "HEAD~2")
    land(folder, "id: x\ntitle: другое\n")
    assert kept(folder) == cold(folder)
    assert told(log) == wanted


def test_who_finds_another_writing_reads_alone(folder, monkeypatch):
    monkeypatch.setattr("scripts_kb.past.database._WAIT", 0.05)
    kept(folder)
    land(folder, "id: x\ntitle: пять\n")
    connection = sqlite3.connect(file_of(folder), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    said = []
    assert kept(folder, said=said) == cold(folder)
    assert not said
    connection.execute("ROLLBACK")
    connection.close()


@pytest.mark.slow
def test_several_programs_at_once(folder):
    wanted = cold(folder)
    code = (
        "import sys; from pathlib import Path\n"
        "from scripts_kb.past import history; from scripts_kb.git import Repository\n"
        "log = history.read(Repository(Path(sys.argv[1])), 'content')\n"
        "print(len(log.rows), log.rows[-1].version)\n"
    )
    argv = [sys.executable, "-c", code, str(folder)]
    running = [subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert {each.communicate()[0] for each in running} == {"4 4\n"}
    assert kept(folder) == wanted


def test_it_is_told_how_far_the_walk_has_come(folder):
    seen = []
    with progress.heard(lambda *far: seen.append(far)):
        whole.read(Repository(folder), "content")
    assert (seen[0], seen[-1]) == (("history", 0, 5), ("history", 5, 5))


@pytest.mark.slow
def test_a_kept_past_needs_no_library_that_validates(folder):
    kept(folder)
    code = (
        "import sys; from pathlib import Path\n"
        "from scripts_kb.past import history; from scripts_kb.git import Repository\n"
        "log = history.read(Repository(Path(sys.argv[1])), 'content')\n"
        "list(log.leaves('objection/x'))\n"
        "print(sorted({'pydantic', 'yaml', 'jinja2', 'mkdocs'} & set(sys.modules)))\n"
    )
    argv = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
