"""One table line or test for each rule by which a reason finds its change."""

import pytest

from scripts_kb.git import Repository
from scripts_kb.past import history as whole
from scripts_kb.past import reasons
from scripts_kb.past.archive import Archive
from scripts_kb.past.memory import Memory
from tests.recompute.small import Change, history

A, B, C = "objections/a.yml", "objections/b.yml", "changes/c.yml"


def card(name, title):
    return f"id: {name}\ntitle: {title}\n"


def note(name, *lines):
    return "\n".join([f"id: {name}", f"origin: {name}", *lines, ""])


@pytest.fixture
def explained(tmp_path):
    """Gives (entity, version) → what explains it and its gaps."""

    def run(*changes):
        names = history(tmp_path, *changes)
        log = whole.read(Repository(tmp_path), "content")
        short = {name: f"{{{number}}}" for number, name in enumerate(names)}
        found = {}
        for row in log.rows:
            reason = row.rationale
            text = None
            if reason:
                text = f"{reason.source} {reason.id or reason.origin or ''}".strip()
                if reason.reverts:
                    text += f" reverts {short[reason.reverts]}"
            found[f"{(row.entity or '').partition('/')[2]}@{row.version}"] = (text, row.gaps)
        return found

    return run


NONE = (None, ("unexplained",))
FILE = ("file c", ())


def test_file_that_lands_with_the_edit_explains_it(explained):
    assert explained(Change({A: card("a", 1), B: card("b", 1), C: note("c")})) == {
        "a@1": FILE,
        "b@1": FILE,
    }


def test_applies_to_limits(explained):
    lines = note("c", "applies_to: [objection/a]")
    assert explained(Change({A: card("a", 1), B: card("b", 1), C: lines})) == {
        "a@1": FILE,
        "b@1": NONE,
    }


def test_later_file_explains_the_latest_unexplained_version(explained):
    assert explained(
        Change({A: card("a", 1)}),
        Change({A: card("a", 2)}),
        Change({A: card("a", 3)}, "Тема\n\nOrigin: сказано"),
        Change({C: note("c", "applies_to: [objection/a]")}),
        Change({A: card("a", 4)}),
    ) == {
        "a@1": NONE,
        "a@2": FILE,
        "a@3": ("trailers сказано", ()),
        "a@4": NONE,
    }


def test_two_later_files_take_one_version_each_in_landing_order(explained):
    assert explained(
        Change({A: card("a", 1)}),
        Change({A: card("a", 2)}),
        Change({"changes/z.yml": note("z", "applies_to: [objection/a]")}),
        Change({C: note("c", "applies_to: [objection/a]")}),
    ) == {"a@1": FILE, "a@2": ("file z", ())}


def test_later_edits_of_the_file_claim_nothing_new_and_its_text_is_the_last(explained):
    assert explained(
        Change({A: card("a", 1), C: note("x").replace("id: x", "id: c")}),
        Change({A: card("a", 2), C: note("c", "cause: потом")}),
    ) == {"a@1": FILE, "a@2": NONE}


def test_deleted_file_explains_nothing(explained):
    assert explained(Change({A: card("a", 1), C: note("c")}), Change({C: None})) == {"a@1": NONE}


def test_file_that_cannot_be_read_at_the_tip_explains_nothing(explained):
    assert explained(Change({A: card("a", 1), C: note("c")}), Change({C: "id: ["})) == {"a@1": NONE}


def test_moved_file_still_explains(explained):
    assert explained(
        Change({A: card("a", 1), C: note("c")}), Change({C: None, "changes/d.yml": note("c")})
    ) == {"a@1": FILE}


def test_change_trailer_names_the_file(explained):
    assert explained(
        Change({A: card("a", 1)}, "Тема\n\nChange: c"), Change({B: card("b", 1), C: note("c")})
    ) == {"a@1": FILE, "b@1": NONE}


def test_named_file_serves_no_later_claim(explained):
    assert explained(
        Change({A: card("a", 1)}),
        Change({B: card("b", 1)}, "Тема\n\nChange: c"),
        Change({C: note("c", "applies_to: [objection/a]")}),
    ) == {"a@1": NONE, "b@1": NONE}


def test_commits_of_the_past(tmp_path):
    first = history(tmp_path / "one", Change({A: card("a", 1)}), Change({A: card("a", 2)}))
    lines = note("c", f"commits: [{first[0]}]")
    history(
        tmp_path / "two",
        Change({A: card("a", 1)}),
        Change({A: card("a", 2)}),
        Change({B: card("b", 1), C: lines}),
    )
    log = whole.read(Repository(tmp_path / "two"), "content")
    assert [row.rationale and row.rationale.id for row in log.rows] == ["c", None, None]


def test_commit_inside_a_merge_means_the_merge(tmp_path):
    story = [Change({A: card("a", 1)}), Change(side=[Change({A: card("a", 2)})])]
    names = history(tmp_path / "one", *story)
    history(tmp_path / "two", *story, Change({C: note("c", f"commits: [{names[1]}]")}))
    log = whole.read(Repository(tmp_path / "two"), "content")
    assert [row.rationale and row.rationale.id for row in log.rows] == [None, "c"]


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        (note("c"), note("d"), "c"),
        (note("c", "applies_to: [objection/a]"), note("d"), "c"),
        (note("z"), note("d"), "d"),
    ],
)
def test_two_claims_of_one_change(explained, first, second, winner):
    assert explained(Change({A: card("a", 1), C: first, "changes/d.yml": second})) == {
        "a@1": (f"file {winner}", ("second-claim",))
    }


def test_trailer_claims_before_the_file_that_came_with_it(explained):
    assert explained(
        Change({"changes/z.yml": note("z")}),
        Change({A: card("a", 1), C: note("c")}, "Тема\n\nChange: z"),
    ) == {"a@1": ("file z", ("second-claim",))}


def test_claim_of_nothing_is_idle(tmp_path):
    history(tmp_path, Change({C: note("c", "applies_to: [objection/a]")}))
    assert whole.read(Repository(tmp_path), "content").idle == {"c"}


def test_fields_come_from_the_file_else_from_trailers(tmp_path):
    lines = "id: c\norigin: файл\nurgent: false\n"
    body = "Тема\n\nOrigin: трейлер\nCause: трейлер\nUrgent: true\nEvidence: insight/a"
    history(tmp_path, Change({A: card("a", 1), C: lines}, body))
    reason = whole.read(Repository(tmp_path), "content").rows[0].rationale
    assert (reason.source, reason.origin, reason.cause) == ("file", "файл", "трейлер")
    assert (reason.urgent, reason.evidence) == (False, ("insight/a",))


def test_file_that_gives_no_reason_claims_without_explaining(explained):
    assert explained(Change({A: card("a", 1), C: "id: c\nby: sales\n"})) == {
        "a@1": ("file c", ("unexplained",))
    }


REVERT = "Revert\n\nThis reverts commit {1}."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (REVERT, ("revert reverts {1}", ())),
        (f"{REVERT}\n\nOrigin: ошиблись", ("trailers ошиблись reverts {1}", ())),
        (f"{REVERT}\nEvidence: insight/a", ("trailers reverts {1}", ())),
        (REVERT.replace("{1}", "ab" * 20), NONE),
        ("Revert\n\nThis reverts commit {1:9} (Правка, 2026-01-02).", ("revert reverts {1}", ())),
        ("Revert\n\nThis reverts commit 0123456 (Правка, 2026-01-02).", NONE),
        ("Revert\n\n  This reverts commit {1}.", NONE),
        ("This reverts commit {1}.", NONE),
    ],
)
def test_revert(explained, message, expected):
    found = explained(
        Change({A: card("a", 1)}), Change({A: card("a", 2)}), Change({A: card("a", 1)}, message)
    )
    assert found["a@3"] == expected


@pytest.mark.parametrize("make", [Memory, Archive.alone])
def test_id_that_is_cut_short_means_the_only_commit_that_begins_so(make):
    archive = make()
    archive.land("ab" * 20, ["ac" * 20, "ab" * 19 + "cd"])
    assert archive.begun("ac" * 4) == "ac" * 20
    assert archive.begun("ab" * 4) is None
    assert archive.begun("ad" * 4) is None


def test_revert_inside_a_merge_speaks_for_what_its_commit_touched(explained):
    found = explained(
        Change({A: card("a", 1)}),
        Change({A: card("a", 2)}),
        Change(side=[Change({A: card("a", 1)}, REVERT), Change({B: card("b", 1)})]),
    )
    assert found["a@3"] == ("revert reverts {1}", ())
    assert found["b@1"] == NONE


def test_reverted_commit_inside_a_merge_means_the_merge(explained):
    found = explained(
        Change({A: card("a", 1)}),
        Change(side=[Change({A: card("a", 2)})]),
        Change({A: card("a", 1)}, REVERT),
    )
    assert found["a@3"] == ("revert reverts {2}", ())


def test_merge_speaks_first_then_its_commits_for_what_they_touched(explained):
    found = explained(
        Change({A: card("a", 1), B: card("b", 1)}, "Тема\n\nOrigin: начало"),
        Change(
            message="Merge\n\nOrigin: слияние",
            side=[
                Change({A: card("a", 2)}, "Тема\n\nOrigin: про a"),
                Change({B: card("b", 2)}, "Тема\n\nOrigin: про b\nCouse: x"),
                Change({B: None, "objections/bb.yml": card("b", 2)}, "Тема\n\nOrigin: переезд"),
            ],
        ),
    )
    assert found["a@2"] == ("trailers слияние\n\nпро a", ())
    assert found["b@2"] == ("trailers слияние\n\nпро b", ("trailer: Couse → Cause",))


def test_change_trailer_inside_a_merge_names_for_what_its_commit_touched(explained):
    found = explained(
        Change({C: note("c")}),
        Change(
            side=[Change({A: card("a", 1)}, "Тема\n\nChange: c"), Change({B: card("b", 1)})],
        ),
    )
    assert found == {"a@1": FILE, "b@1": NONE}


def test_message_that_is_no_text_is_said_so(explained):
    found = explained(Change({A: card("a", 1)}, "Тема\n\nOrigin: ".encode() + b"\xcf\xf0"))
    assert found == {"a@1": ("trailers \ufffd\ufffd", ("message-encoding",))}


@pytest.mark.parametrize(
    ("written", "told"),
    [("дёшево", ("дёшево",)), (["a", "b"], ("a", "b")), ({"a": "b"}, ()), (None, ())],
)
def test_one_text_where_a_list_belongs_is_not_lost(written, told):
    reason = reasons.of_note("c", {"evidence": written, "agreed": written})
    assert (reason.evidence, reason.agreed) == (told, told)
