"""What an audience may see: planted marks never reach a page that is not theirs."""

import dataclasses

import pytest

from scripts_kb.pages.planning import render
from scripts_kb.pages.projection import project
from scripts_kb.pages.sight import value, visible
from scripts_kb.pages.site import MaterialFile
from scripts_kb.past.records import Edit, Rationale, Row
from tests.pages.conftest import KB, OFFER

AUDIENCES = ("partner", "team", "heads")


def published(site) -> str:
    return "".join(
        page.content.decode(errors="replace") for page in render(site) if page.path.endswith(".md")
    )


def planted(word: str) -> dict:
    """Documents that carry a mark in every field of every audience."""
    return {
        "offer__opt": {
            "id": "opt",
            "title": "partner-title",
            "audience": "partner",
            "note": "editor-note",
            "client_words": ["team-words"],
            "discount_limits": "team-limits",
            "terms": "partner-terms",
            "price": {"list": 1490, "currency": "RUB", "unit": "partner-unit"},
            "internal": {"floor": 987651, "margin_pct": 98765},
            "materials": [
                {"id": "m", "title": "partner-material", "file": "x", "because": "team-because"}
            ],
        },
        "offer__client": {"id": "client", "title": "team-client-offer", "audience": "client"},
        "offer__draft": {
            "id": "draft",
            "title": "team-draft-offer",
            "audience": "partner",
            "status": "draft",
        },
        "offer__future": {
            "id": "future",
            "title": "team-future-offer",
            "audience": "partner",
            "valid_from": "2027-05-01",
        },
        "offer__over": {
            "id": "over",
            "title": "team-over-offer",
            "audience": "partner",
            "valid_to": "2026-11-20",
        },
        "product__p": {"id": "p", "title": "team-product", "cost": 987652, "note": "editor-note"},
        "objection__dorogo": {
            "id": "dorogo",
            "title": "team-objection",
            "note": "editor-note",
            "answers": [{"id": "a", "say": f"team-say <offer/opt.internal.floor> {word}"}],
        },
        "regulation__r": {"id": "r", "title": "team-rule", "body": "team-body"},
        "process__p": {"id": "p", "title": "team-process"},
        "decision__d": {"id": "d", "title": "team-decision"},
        "meeting__m": {"id": "m", "title": "team-meeting"},
    }


@pytest.mark.slow
@pytest.mark.parametrize("audience", AUDIENCES)
def test_planted_marks_reach_only_their_audience(site, audience):
    whole = site(audience, **planted("x"))
    reason = Rationale("file", id="n", title="team-reason", origin="team-origin")
    heads_reason = Rationale("file", id="h", title="heads-reason", origin="heads-origin")
    whole = dataclasses.replace(
        whole,
        rows=(
            past("offer/opt", 2, "terms", "team-old-terms", "partner-terms", reason),
            past("offer/opt", 3, "internal.floor", 987653, 987651, heads_reason),
            past("offer/opt", 4, "note", "editor-old", "editor-note", heads_reason, "editor-sub"),
            *whole.rows,
        ),
    )
    text = published(whole)
    assert "partner-title" in text
    assert "partner-terms" in text
    assert "editor-" not in text
    assert "secret-login" not in text
    assert ("team-" in text) is (audience != "partner")
    for mark in ("987651", "987\u00a0651", "987652", "987\u00a0652", "987\u00a0653", "98\u00a0765"):
        if audience != "heads":
            assert mark not in text
    assert ("heads-reason" in text) is (audience == "heads")
    assert ("987\u00a0651" in text) is (audience == "heads")


def past(entity, version, path, before, after, reason, subject="s"):
    return Row(
        change=f"{version:040x}",
        entity=entity,
        version=version,
        kind="changed",
        time=1_790_000_000 + version,
        offset=0,
        subject=subject,
        path="x",
        edits=(Edit("changed", path, before, after),),
        rationale=reason,
    )


def test_partners_get_offers_and_nothing_else(site):
    paths = {page.path for page in render(site("partner")) if page.path.endswith(".md")}
    assert paths == {"index.md", "offers/opt.md"}


def test_partners_read_titles_their_own_words_and_whom_to_ask(site):
    theirs = {"role": "Отдел партнёров", "channel": "partner@example.org"}
    offer = {**OFFER, "products": ["blend"], "materials": []}
    whole = site(
        "partner",
        offer__opt=offer,
        product__blend={"id": "blend", "title": "Смесь «Ночь»"},
        config__kb={**KB, "partners": theirs},
    )
    pages = {page.path: page.content.decode(errors="replace") for page in render(whole)}
    assert "Смесь «Ночь»" in pages["offers/opt.md"]
    for path in ("index.md", "offers/opt.md"):
        assert "partner@example.org" in pages[path]
        for sentence in ("обещать сегодня", "Контрольная сумма", "Не называйте"):
            assert sentence not in pages[path]


SHELF = {
    **OFFER,
    "id": "shelf",
    "title": "Полка под ключ",
    "segments": ["shop"],
    "materials": [{"id": "m", "title": "Схема полки", "file": "materials/shelf.png"}],
}
PRICES = [
    {"id": "all", "title": "Общий прайс", "file": "materials/all.csv"},
    {"id": "cafe", "title": "Прайс для кафе", "file": "materials/c.csv", "segments": ["cafe"]},
    {"id": "shop", "title": "Прайс магазинам", "file": "materials/s.csv", "segments": ["shop"]},
]


def partners_of(site, segments: list[str]):
    """The site for partners of segments, with an offer for shops and one for everybody."""
    kb = {**KB, "segments": [{"id": "cafe", "title": "Кафе"}, {"id": "shop", "title": "Магазины"}]}
    whole = site(
        "partner",
        offer__opt={**OFFER, "segments": ["cafe", "shop"], "materials": PRICES},
        offer__shelf=SHELF,
        config__kb={**kb, "partners": {"role": "Отдел", "segments": segments}},
    )
    named = {each["file"]: MaterialFile(1, "0") for each in (*PRICES, *SHELF["materials"])}
    base = dataclasses.replace(whole.base, files=frozenset(named))
    return dataclasses.replace(whole, base=base, materials=named)


@pytest.mark.parametrize(
    ("segments", "seen", "hidden"),
    [
        ([], ["Полка", "Схема", "Общий прайс", "Прайс для кафе", "Прайс магазинам"], []),
        (["cafe"], ["Общий прайс", "Прайс для кафе"], ["Полка", "Схема", "Прайс магазинам"]),
        (["shop"], ["Полка", "Схема", "Общий прайс", "Прайс магазинам"], ["Прайс для кафе"]),
    ],
)
def test_partners_see_what_is_for_their_segments(site, segments, seen, hidden):
    whole = partners_of(site, segments)
    text = "".join(page.content.decode(errors="replace") for page in render(whole))
    assert [word for word in seen if word not in text] == []
    assert [word for word in hidden if word in text] == []


def test_no_file_of_other_segments_lies_in_the_site_of_partners(site):
    cut = project(partners_of(site, ["cafe"]))
    assert set(cut.materials) == {"materials/all.csv", "materials/c.csv"}
    assert cut.base.files == set(cut.materials)


def test_what_shops_were_told_is_no_version_for_a_cafe(site):
    whole = partners_of(site, ["cafe"])
    rows = (
        past("offer/opt", 3, "materials[shop].title", "Прайс", "Прайс магазинам", None),
        past("offer/opt", 2, "terms", "Частями", "Целиком", None),
        *(row for row in whole.rows if row.entity != "offer/opt"),
        dataclasses.replace(
            past("offer/opt", 1, "", None, whole.base.documents["offer/opt"].value, None),
            kind="added",
        ),
    )
    found = project(dataclasses.replace(whole, rows=rows, versions={"offer/opt": 3}))
    assert found.versions["offer/opt"] == 2


@pytest.mark.parametrize("audience", AUDIENCES)
def test_projecting_twice_changes_nothing(site, audience):
    once = project(site(audience))
    twice = project(once)
    assert twice.base.documents == once.base.documents
    assert (twice.rows, twice.leaves, twice.base.kb) == (once.rows, once.leaves, once.base.kb)


@pytest.mark.parametrize(
    ("path", "seen_by"),
    [
        ("title", ("partner", "team", "heads")),
        ("materials[m].title", ("partner", "team", "heads")),
        ("materials[m].because", ("team", "heads")),
        ("discount_limits", ("team", "heads")),
        ('client_words["Почём?"]', ("team", "heads")),
        ("internal", ("heads",)),
        ("internal.floor", ("heads",)),
        ("of_an_older_schema", ("heads",)),
        ("note", ()),
    ],
)
def test_a_place_is_seen_by(path, seen_by):
    assert tuple(each for each in AUDIENCES if visible("offer/x", path, each)) == seen_by


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("", {"title": "x", "internal": {"floor": 1}}, {"title": "x"}),
        ("materials", [{"id": "m", "odd": 1}], [{"id": "m"}]),
        ("materials[m]", {"id": "m", "title": "x"}, {"id": "m", "title": "x"}),
        ("internal", {"floor": 1}, None),
        ("title", "x", "x"),
        ("", {"internal": {"floor": 1}}, None),
    ],
)
def test_the_team_keeps_of_a_value(path, before, after):
    assert value("offer/x", before, "team", path) == after


def test_a_quote_of_a_hidden_value_is_a_blank(site):
    text = published(site("team", **planted("x")))
    assert '<span class="kb-blank">?</span>' in text
