import io

import pytest

from scripts_kb.git import Repository, repository, walk
from scripts_kb.problems import UserError
from tests.recompute import stories
from tests.recompute.small import Change, git, history

A, B = "objections/a.yml", "objections/b.yml"


def landed(folder, **options):
    repository = Repository(folder)
    return list(repository.walk(repository.resolve("HEAD"), "content", **options))


def test_merge_is_one_change_and_brings_its_commits(tmp_path):
    names = history(
        tmp_path,
        Change({A: "1"}),
        Change(side=[Change({A: "2"}), Change({B: "2"})]),
        Change({A: "3"}),
    )
    found = landed(tmp_path)
    assert [each.commit.id for each in found] == [names[0], names[3], names[4]]
    assert [[inner.id for inner in each.brought] for each in found] == [[], names[1:3], []]
    assert [t.path for t in found[1].commit.touched] == [A, B]


def test_nothing_of_what_came_before_is_read(tmp_path):
    names = history(tmp_path, Change({A: "1"}), Change({A: "2"}), Change({A: "3"}))
    assert [each.commit.id for each in landed(tmp_path, since=names[1])] == names[2:]


def skewed(folder):
    """Tell a history whose first clock was far ahead; give its commits, and a merge at the end.

    early ── ahead ── 1 ── 2 ── … ── last ── merge
               ╲────────── side ─────────────╱
    """
    history(folder)

    def commit(hour, *parents):
        when = {"GIT_COMMITTER_DATE": f"{1_700_000_000 + hour * 3600} +0300"}
        argv = [each for parent in parents for each in ("-p", parent)]
        return git(folder, "commit-tree", tree, "-m", "Правка", *argv, env=when)

    tree = git(folder, "mktree", "--missing")
    early = commit(1000)
    ahead = tip = commit(1001, early)
    for hour in range(12):
        tip = commit(hour, tip)
    side = commit(2000, ahead)
    merge = commit(2001, tip, side)
    git(folder, "update-ref", "HEAD", merge)
    return ahead, tip, side, merge


def test_what_came_before_is_known_by_parents_and_never_by_the_clock(tmp_path):
    _, tip, side, merge = skewed(tmp_path)
    listed = git(tmp_path, "rev-list", f"{tip}..{merge}").split()
    assert len(listed) > 2, "git lists what the tip has already"
    repository = Repository(tmp_path)
    assert [each.id for each in repository.commits(tip, merge, "content")] == [side, merge]
    assert repository.line(tip, merge) == {merge}
    known = {*listed, tip} - {side, merge}
    assert Repository(tmp_path).line(tip, merge, known.__contains__) == {merge}
    assert repository.line(side, merge) is None
    found = landed(tmp_path, since=tip)
    assert [each.commit.id for each in found] == [merge]
    assert [each.id for each in found[0].brought] == [side]


def test_commit_that_touched_nothing_of_the_content_still_landed(tmp_path):
    names = history(tmp_path, Change({A: "1"}), Change({}))
    assert [each.commit.id for each in landed(tmp_path)] == names


def test_tags_part_the_line_and_those_beside_it_do_not(tmp_path):
    names = history(
        tmp_path,
        Change({A: "1"}),
        Change(side=[Change({A: "2"})]),
        Change({A: "3"}),
        Change({A: "4"}),
        Change({A: "5"}),
    )
    first, side, merge, third, fourth, last = names
    git(tmp_path, "tag", "v1", merge)
    git(tmp_path, "tag", "осень", fourth)
    git(tmp_path, "-c", "user.name=a", "-c", "user.email=a@b", "tag", "-am", "м", "v2", fourth)
    git(tmp_path, "tag", "beside", side)
    found = Repository(tmp_path).releases(last)
    assert [(sorted(each.names), each.changes) for each in found] == [
        (["v2", "осень"], {third, fourth}),
        (["v1"], {first, merge}),
    ]
    assert found[0].time > found[1].time


def test_without_tags_there_is_no_release(tmp_path):
    (name,) = history(tmp_path, Change({A: "1"}))
    assert Repository(tmp_path).releases(name) == ()


@pytest.mark.slow
@pytest.mark.parametrize("most", [-1, 1], ids=["all paths", "one folder"])
def test_paths_equal_those_of_plain_git(most, tmp_path, monkeypatch):
    """On generated histories with merges, however git is asked."""
    monkeypatch.setattr(repository, "_MOST", most)
    for seed in range(5):
        folder = tmp_path / str(seed)
        prefix = stories.tell(seed, folder, changes=25)
        arguments = (
            "log",
            "--first-parent",
            "-m",
            "--raw",
            "--no-renames",
            "-z",
            "--format=%x01%H",
        )
        printed = git(folder, *arguments, "--", *([prefix] if prefix else []))
        wanted = {}
        for frame in printed.split("\x01")[1:]:
            name, *rest = frame.replace("\n", "").strip("\0").split("\0")
            wanted[name] = sorted(rest[2::2] if len(rest) % 2 else rest[1::2])
        opened = Repository(folder)
        found = {
            each.commit.id: sorted(
                f"{prefix}/{t.path}" if prefix else t.path for t in each.commit.touched
            )
            for each in opened.walk(opened.resolve("HEAD"), prefix)
        }
        assert {name: paths for name, paths in found.items() if paths} == {
            name: paths for name, paths in wanted.items() if paths
        }


FRAME = b"\0%s\0\0001\0002026-01-01 00:00:00 +0300\0%s\0\0"


@pytest.mark.parametrize(
    "message",
    [
        b"plain",
        b"\n:100644 100644 aaaa bbbb M\n\tcontent/objections/a.yml",
        b"a\x01b\x02c",
        b"commit 1234\n\nOrigin: x",
        b"",
        b"\n\n\n",
        b"\xff\xfe",
    ],
)
def test_message_cannot_pass_for_a_frame(message):
    name = b"ab" * 20
    found = list(walk.commits(io.BytesIO(FRAME % (name, message)), "content"))
    assert [(each.id, each.touched) for each in found] == [(name.decode(), ())]
    assert found[0].message == message.decode("utf-8", "replace")


@pytest.mark.parametrize("cut", range(1, len(FRAME) - 8))
def test_torn_stream_is_an_error_or_nothing(cut):
    whole = FRAME % (b"ab" * 20, b"message")
    try:
        found = list(walk.commits(io.BytesIO(whole[:cut]), ""))
    except (UserError, ValueError):
        return
    assert len(found) <= 1


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        (b"2026-01-01 00:00:00 +0300", 10800),
        (b"2026-01-01 00:00:00 -0530\n", -19800),
        (b"2026-01-01 00:00:00 +0000", 0),
        (b"", 0),
    ],
)
def test_offset(date, seconds):
    assert walk.offset(date) == seconds


def test_a_time_of_endless_digits_is_the_last_that_can_be():
    assert walk.seconds(b"9" * 5000) == walk.seconds(b"253402128000")
