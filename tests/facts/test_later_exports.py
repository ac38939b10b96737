"""Exports one after another: which days they replace, and what they may not lose."""

import os

import pytest

from scripts_kb.facts import importing

from .exports import TODAY, codes, deal, imported, table, write


def test_a_later_export_replaces_its_days_and_leaves_the_others(tmp_path, content, base_of):
    imported(
        write(
            tmp_path,
            deal(1, "142", created="01.10.2026"),
            deal(2, "Переговоры", created="02.10.2026"),
            deal(3, "Переговоры", created="03.10.2026"),
        ),
        content,
        base_of,
    )
    imported(
        write(
            tmp_path,
            deal(2, "143", created="02.10.2026"),
            deal(3, "142", created="03.10.2026"),
            deal(4, "142", created="04.10.2026"),
        ),
        content,
        base_of,
    )
    assert table(content) == [
        ("2026-10-01", "1", "1", "0"),
        ("2026-10-02", "1", "0", "1"),
        ("2026-10-03", "1", "1", "0"),
        ("2026-10-04", "1", "1", "0"),
    ]


def test_a_filtered_export_does_not_erase_what_was_counted(tmp_path, content, base_of):
    rows = [deal(each, "142") for each in range(20)]
    imported(write(tmp_path, *rows), content, base_of)
    before = (content / "facts/calls-amocrm.csv").read_bytes()
    assert codes(imported(write(tmp_path, *rows[:5]), content, base_of)) == ["crm-fewer"]
    assert (content / "facts/calls-amocrm.csv").read_bytes() == before
    imported(write(tmp_path, *rows[:5]), content, base_of, may_shrink=True)
    assert table(content) == [("2026-10-05", "5", "5", "0")]


def test_two_parts_stand_side_by_side_and_what_both_tell_is_refused(tmp_path, content, base_of):
    cafe = deal(1, "142", pipeline="Кафе и рестораны")
    imported(write(tmp_path, cafe), content, base_of, name="cafe")
    imported(write(tmp_path, deal(2, "142")), content, base_of, name="home")
    assert (table(content, "cafe"), table(content, "home")) == (
        [("2026-10-05", "1", "1", "0")],
    ) * 2
    result = imported(write(tmp_path, cafe), content, base_of, name="again")
    assert (codes(result), (content / "facts/calls-again.csv").exists()) == (
        ["facts-duplicate"],
        False,
    )


def test_a_disk_that_refuses_leaves_the_old_file_and_no_crumbs(
    tmp_path, content, base_of, monkeypatch
):
    imported(write(tmp_path, deal(1, "142")), content, base_of)
    before = (content / "facts/calls-amocrm.csv").read_bytes()
    result = importing.prepare(
        write(tmp_path, deal(1, "142"), deal(2, "143")), base_of(content), content, today=TODAY
    )

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(importing.UserError, match="no space is left on the disk"):
        importing.put(result, content)
    assert [path.name for path in (content / "facts").iterdir()] == ["calls-amocrm.csv"]
    assert (content / "facts/calls-amocrm.csv").read_bytes() == before


def test_more_than_is_read_of_a_file_is_not_written(tmp_path, content, base_of, monkeypatch):
    monkeypatch.setattr("scripts_kb.files.LARGEST_FACTS", 100)
    with pytest.raises(importing.UserError, match="it would have more than"):
        imported(write(tmp_path, deal(1, "142")), content, base_of)
    assert not (content / "facts").exists()


@pytest.mark.parametrize(
    ("option", "value"), [("source", "sap"), ("name", "../../etc"), ("name", "Кафе")]
)
def test_a_slip_at_the_command_line_is_told(option, value, tmp_path, content, base_of):
    with pytest.raises(importing.UserError):
        imported(write(tmp_path, deal(1, "142")), content, base_of, **{option: value})


WORDINGS = [
    # what stands in the CRM, what the file of facts says
    ("incoming-home@4+chashka", "incoming-home,4,home", "chashka"),
    ("incoming-home@4+utro+chashka", "incoming-home,4,home", "chashka+utro"),
    ("incoming-home@4+chashka → after@2", "incoming-home,4,home", "chashka"),
    ("incoming-home@4", "incoming-home,4,home", ""),
]


@pytest.mark.parametrize(("cell", "known", "variant"), WORDINGS)
def test_what_was_said_of_a_trial_comes_from_the_version(
    cell, known, variant, tmp_path, content, base_of
):
    plain = deal(1, "142", version="incoming-home@4+other", created="06.10.2026 12:30")
    imported(write(tmp_path, deal(2, "142", version=cell), plain), content, base_of)
    head, row, _ = (content / "facts/calls-amocrm.csv").read_text(encoding="utf-8").splitlines()
    assert head.endswith(",repeat,variant")
    assert row.startswith(f"2026-10-05,{known},")
    assert row.rpartition(",")[2] == variant


def test_without_a_trial_a_file_has_no_column_of_theirs(tmp_path, content, base_of):
    imported(write(tmp_path, deal(1, "142", version="incoming-home@4")), content, base_of)
    head = (content / "facts/calls-amocrm.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head.endswith(",repeat")
