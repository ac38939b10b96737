"""The search where the trade is new to us: no word of it stands in the vocabulary for its sake.

`tests/search/trades/` holds sixty cards each of a fitness club and of a glazier, and what people
type there: half of it in a customer's own way of speaking (class `para`), some of it about what no
card knows (`none`). It was written before a rule was changed: who tunes the engine looks at these
counts, not at the lines. Asked of the engine in Python, which a test compares to the browser's.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from scripts_kb import search
from scripts_kb.search.asking.confidence import SURE
from scripts_kb.search.asking.engine import Engine, SearchResult
from scripts_kb.search.records import Findable
from tools.benches import _search_cards as cards
from tools.benches.measure import Row

_TRADES = Path(__file__).resolve().parents[2] / "tests" / "search" / "trades"
_FOUND = 0.9
"""Of what is said in a card's own words, so much has its card first."""
_MEANT = {1: 0.5, 3: 0.6}
"""Of what is said in the customer's own way, so much among the first."""
_CONFIDENT = 1
"""So many of the phrases without a card may get a confident answer, in each trade."""


def run() -> Iterator[Row]:
    """Counts what is found in trades that nobody tuned the engine for, by how it is said."""
    for path in sorted(_TRADES.glob("*.jsonl")):
        yield from _trade(path)


def _trade(path: Path) -> Iterator[Row]:
    engine = Engine(search.index(read_cards(path)))
    asked = [
        (each, engine.search(each.text)) for each in cards.read_queries(path.with_suffix(".tsv"))
    ]
    label = f"{path.stem}, a trade new to us"
    with_card = [each for each in asked if each[0].expected]
    own = [each for each in with_card if each[0].kind != "para"]
    said = [each for each in with_card if each[0].kind == "para"]
    yield Row.shown(f"{label}: success@1", _share(with_card, 1), "")
    yield Row.at_least(f"{label}, in a card's own words: success@1", _share(own, 1), "", _FOUND)
    for most, bound in _MEANT.items():
        what = f"{label}, in the customer's own way: success@{most}"
        yield Row.at_least(what, _share(said, most), "", bound)
    without = [result for query, result in asked if not query.expected]
    sure = sum(result.confidence >= SURE for result in without)
    what = f"{label}, phrases without a card: a confident answer"
    yield Row.at_most(what, sure, f"of {len(without)}", _CONFIDENT)


def _share(asked: list[tuple[cards.Query, SearchResult]], most: int) -> float:
    hits = [
        any(hit.entity.partition("/")[2] in query.expected for hit in result.hits[:most])
        for query, result in asked
    ]
    return sum(hits) / len(hits)


def read_cards(path: Path) -> list[Findable]:
    """Reads cards of a set as the search takes them: a JSON object a line."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [
        Findable(
            f"{row['type']}/{row['id']}",
            row["type"],
            row["title"],
            phrases=tuple(row["phrases"]),
            synonyms=tuple(row["keywords"]),
            answers=(row["answer"],),
            body=(row["body"],) if "body" in row else (),
        )
        for row in rows
    ]
