"""Materials of an offer: what it is, why it is there, until when, and what is handed out no more."""

import dataclasses
import re

import pytest

from scripts_kb.pages.planning import render
from scripts_kb.pages.site import MaterialFile

SUM = "ab" * 32
FILES = {
    "materials/wobbler.pdf": MaterialFile(123_456, SUM),
    "materials/team.pdf": MaterialFile(9, "cd" * 32),
}


def page(site, audience="team", today="2026-11-21", **material):
    offer = {
        "id": "opt",
        "title": "Опт",
        "audience": "partner",
        "materials": [
            {
                "id": "wobbler",
                "title": "Воблер",
                "file": "materials/wobbler.pdf",
                "because": "Полку не замечали",
                **material,
            }
        ],
    }
    whole = site(audience, today, offer__opt=offer)
    base = dataclasses.replace(whole.base, files=frozenset(FILES))
    whole = dataclasses.replace(whole, base=base, materials=FILES)
    pages = {each.path: each.content.decode(errors="replace") for each in render(whole)}
    return re.search(r'<li class="kb-material.*?</li>', pages["offers/opt.md"], re.DOTALL)[0]


@pytest.mark.slow
def test_a_material_tells_what_it_is_and_why(site):
    told = page(site, valid_to="2026-12-31")
    for part in ("PDF, 123\u00a0КБ", "Полку не замечали", "по 31 декабря 2026", f"sha256 {SUM}"):
        assert part in told
    assert 'href="../../materials/wobbler.pdf" download' in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("valid_to", "today", "handed_out"),
    [
        ("2026-11-21", "2026-11-21", True),
        ("2026-11-20", "2026-11-21", False),
        (None, "2030-01-01", True),
    ],
)
def test_what_has_lapsed_is_struck_out_and_no_link(site, valid_to, today, handed_out):
    told = page(site, today=today, valid_to=valid_to)
    assert ("<a href" in told) is handed_out
    assert ('class="kb-material is-over"' in told) is not handed_out
    assert "Воблер" in told


def test_partners_get_the_file_without_the_reason(site):
    told = page(site, "partner", valid_to="2026-12-31")
    assert SUM not in told
    assert "Полку не замечали" not in told


def test_a_file_that_is_not_there_is_only_named(site):
    told = page(site, file="materials/none.pdf")
    assert "Воблер" in told
    assert "<a href" not in told
    assert "sha256" not in told
