"""What a reason refers to: written → read, or left as it is."""

import pytest

from scripts_kb.content import references
from scripts_kb.past.messages import trailers, unite
from tests.past.test_matching import A, C, card, explained, note  # noqa: F401 - a fixture
from tests.recompute.small import Change, history


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("insight/x.", "insight/x"),
        ("`insight/x`", "insight/x"),
        ("«insight/x»,", "insight/x"),
        ("content/insights/x.yml", "insight/x"),
        ("content/insights/2026/x.yaml", "insight/x"),
        ("insights/x.yml", "insight/x"),
        ("regulations/lead.md", "regulation/lead"),
        ("https://a.b/c.", "https://a.b/c"),
        ("<https://a.b/c>", "https://a.b/c"),
        ("[звонки](https://a.b/c)", "https://a.b/c"),
        ("Звонки октября", "Звонки октября"),
        ("так все говорят", "так все говорят"),
        ("insight/Не-латиница", "insight/Не-латиница"),
    ],
)
def test_evidence(written, read):
    assert references.evidence(written) == read
    said = unite([trailers(f"Тема\n\nНа чём основано: {written}")]).rationale
    assert said.evidence == (read,)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("+3 п.п.", "+3pp"),
        ("−3pp", "-3pp"),
        ("+2,5pp", "+2.5pp"),
        ("–10 %", "-10%"),
        ("+3 процентных пункта", "+3pp"),
        ("+3pp", "+3pp"),
        ("3pp", "3pp"),
        ("больше", "больше"),
    ],
)
def test_amount(written, read):
    assert references.amount(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "conversion of script/x +3pp by 2026-12-31",
        "conversion of script/x +3 п.п. by 31.12.2026",
        "conversion of script/x +3 п.п., к 31.12.2026.",
        "conversion of content/scripts/x.yml +3pp by 31.12.2026",
    ],
)
def test_prediction(written):
    said = unite([trailers(f"Тема\n\nПрогноз: {written}")]).rationale
    assert said.expect == {
        "metric": "conversion",
        "of": "script/x",
        "change": "+3pp",
        "by": "2026-12-31",
    }


def test_the_path_of_a_card_limits_as_its_reference_does(explained):  # noqa: F811 - the fixture
    lines = note("c", "applies_to: [content/objections/a.yml]")
    found = explained(Change({A: card("a", 1), "objections/b.yml": card("b", 1), C: lines}))
    assert (found["a@1"][0], found["b@1"][0]) == ("file c", None)


@pytest.mark.slow
@pytest.mark.parametrize(
    "form", ["{}", "https://example.org/kb/commit/{}", "https://a.b/-/commit/{}"]
)
@pytest.mark.parametrize("digits", [8, 40])
def test_a_commit_is_known_by_its_beginning_and_by_its_address(explained, tmp_path, form, digits):  # noqa: F811
    first = history(tmp_path / "one", Change({A: card("a", 1)}))
    lines = note("c", f'commits: ["{form.format(first[0][:digits])}"]')
    (tmp_path / "one").rename(tmp_path.parent / f"{tmp_path.name}-one")
    found = explained(
        Change({A: card("a", 1)}), Change({"objections/b.yml": card("b", 1), C: lines})
    )
    assert (found["a@1"][0], found["b@1"][0]) == ("file c", None)
