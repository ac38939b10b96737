"""`kb export --format xlsx|docx`: what cannot be read back from one file is given in several."""

import json

import pytest

DAY = ("--today", "2026-11-29")
NAMES = ("dorogo", "dolgo", "daleko")
CARD = """\
id: {0}
title: {0}
status: draft
client_words: [Дорого, Дороговато]
answers:
  - id: cup
    say: Понимаю. Давайте посчитаем.
  - id: other
    say: Понимаю. Сравним?
"""
FORMS = ("xlsx", "docx")


@pytest.fixture
def cards(folder):
    folder.commit("Карточки", {f"objections/{name}.yml": CARD.format(name) for name in NAMES})


@pytest.fixture
def limit(monkeypatch):
    """Gives how to say how many units of a file are read, and so written."""

    def of(count):
        for module in ("scripts_kb.documents.units", "scripts_kb.app.exporting"):
            monkeypatch.setattr(f"{module}.MOST_UNITS", count)

    return of


def export(kb, form):
    """Export; give the files that were written."""
    code, out, err = kb("export", "--format", form, "--out", f"base.{form}")
    assert code == 0
    files = out.splitlines()
    assert len(err.splitlines()) == (len(files) > 1)
    return files


def units(kb, *files):
    """Bring files back, each by itself; give the units of each, all cards being the same."""
    found, same = [], []
    for file in files:
        code, out, _ = kb("import", "scripts", file, *DAY, "--json")
        said = json.loads(out)
        assert (code, said["left"]) == (0, [])
        found.append(said["files"][0]["account"]["units"])
        same += [each["entity"] for each in said["cards"] if each["action"] == "same"]
        assert len(said["cards"]) < len(NAMES) or len(files) == 1
    assert sorted(same) == sorted(f"objection/{name}" for name in NAMES)
    return found


@pytest.mark.slow
def test_a_workbook_at_the_limit_is_one_and_beyond_it_two(cards, kb, limit):
    files = export(kb, "xlsx")
    (count,) = units(kb, *files)
    limit(count)
    assert export(kb, "xlsx") == ["base.xlsx"]
    units(kb, "base.xlsx")
    limit(count - 1)
    assert export(kb, "xlsx") == ["base.xlsx", "base-2.xlsx"]
    assert max(units(kb, "base.xlsx", "base-2.xlsx")) < count
    code, out, _ = kb("import", "scripts", "base.xlsx", "base-2.xlsx", *DAY, "--json")
    assert (code, [each["action"] for each in json.loads(out)["cards"]]) == (0, ["same"] * 3)


@pytest.mark.slow
def test_a_document_beyond_the_limit_is_several(cards, kb, limit):
    (count,) = units(kb, *export(kb, "docx"))
    limit(count - 1)
    files = export(kb, "docx")
    assert files == ["base.docx", "base-2.docx"]
    assert max(units(kb, *files)) < count


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_nobody_named_is_never_written_over(cards, kb, limit, folder, form):
    kept = folder.root / f"base-2.{form}"
    kept.write_bytes("Чужое".encode())
    limit(1)
    code, out, err = kb("export", "--format", form, "--out", f"base.{form}")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith(f"kb: base-2.{form} ")
    assert kept.read_text("utf-8") == "Чужое"
    assert not (folder.root / f"base.{form}").exists()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("letters", "code"), [(32_000, 0), (33_000, 2)])
def test_a_text_that_nothing_reads_back_is_named(folder, kb, form, letters, code):
    note = f"note: {'а' * letters}\n"
    folder.commit("Карточка", {"objections/dorogo.yml": CARD.format("dorogo") + note})
    found, _, err = kb("export", "--format", form, "--out", f"base.{form}")
    assert (found, len(err.splitlines())) == (code, bool(code))
    if not code:
        assert kb("import", "scripts", f"base.{form}", *DAY, "--dry-run")[0] == 0
