"""Made files of every shape: each as it is read, a line a unit, its letters counted twice."""

from pathlib import Path

import pytest

MADE = Path(__file__).with_name("made")
READ = sorted(MADE.glob("*.read"))


@pytest.mark.slow
@pytest.mark.parametrize("golden", READ, ids=[each.stem for each in READ])
def test_a_made_file_is_read_as_it_was(lines, golden):
    file = golden.with_suffix("")
    assert lines(file.read_bytes(), file.name) == golden.read_text().splitlines()


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [
        ("broshyura.pdf", "pdf", "this is a PDF"),
        ("nastroyki.md", "code", "this is code (SQL)"),
        ("pod-parolem.xlsx", "encrypted", "locked by a password"),
        ("staryy-skript.doc", "doc", "Open it in Word and save it as DOCX"),
        ("zvonki.csv", "call-log", "kb facts import"),
    ],
)
def test_a_made_file_is_refused(refused, name, form, said):
    found, line = refused((MADE / name).read_bytes(), name)
    assert (found, line.startswith(f"{name}: "), said in line) == (form, True, True)
