"""What is shown at once, and what is folded as meant for others."""

import pytest
from cafe import CARDS, site
from playwright.sync_api import Page, expect
from stage import opened

pytestmark = pytest.mark.browser


def test_another_segment_is_not_folded_where_it_fits_clearly_better(page: Page, publish):
    cards = {
        **CARDS,
        "product/drip": {"title": "Дрип-пакеты", "segments": ["home"], "says": "На чашку."},
        "question/storage": {
            "title": "Хранение",
            "segments": ["cafe"],
            "client_words": ["Как хранить?"],
            "answer": "Дрип держат в пачке.",
        },
        "question/gift": {
            "title": "Подарок",
            "segments": ["home"],
            "answer": "Дрип красиво упакуем в коробку с лентой.",
        },
    }
    opened(page, publish(site(cards)) + "?segment=cafe&q=дрип")
    options = page.locator("[role=option]")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_have_attribute("data-entity", "product/drip")
    expect(options.nth(0).locator(".call-option__for")).to_have_text("Для дома")
    expect(page.locator(".call-card__for")).to_contain_text("Для дома")
    expect(options.nth(1)).to_have_attribute("data-entity", "question/storage")
    expect(page.locator("#call-unfold")).to_have_attribute("title", "Подарок")


FOLDED = """async ([found, most]) => {
    const { code } = await (await fetch("call/release.json")).json();
    const { folded } = await import(new URL(`call/${code}/screen/searching.js`, location.href));
    const hits = found.map(([entity, score, ...folded]) => ({ entity, score, folded }));
    const [all, shown] = folded(hits, (entity) => entity.startsWith("own"), most);
    return [all.slice(0, shown), all.slice(shown)].map((each) =>
        each.map(({ entity }) => entity).join(" "));
}"""


@pytest.mark.parametrize(
    ("found", "shown", "rest"),
    [
        ([("own", 1), ("other", 0.9), ("own2", 0.8)], "own own2", "other"),
        ([("other", 1), ("own", 0.81)], "own", "other"),
        ([("other", 1), ("own", 0.8)], "other own", ""),
        # As good as the best, and what is left for the segment is nothing like it.
        ([("own", 1), ("other", 0.8), ("own2", 0.6)], "own other own2", ""),
        ([("own", 1), ("other", 0.79), ("own2", 0.6)], "own own2", "other"),
        ([("own", 1), ("other", 0.9)], "own", "other"),
        ([("other", 1), ("own", 0.39)], "other own", ""),
        ([("other", 1, "own")], "own", ""),
        ([], "", ""),
    ],
)
def test_what_is_folded(desk: Page, found, shown: str, rest: str):
    assert desk.evaluate(FOLDED, [found, 9]) == [shown, rest]
