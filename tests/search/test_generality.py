"""The engine knows Russian, not the queries it is measured by."""

import csv
import os
from pathlib import Path

import pytest

from scripts_kb.search import words

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "scripts_kb"
TRADES = sorted((HERE / "trades").glob("*.tsv"))
# More query files to look for, separated as PATH is.
GIVEN = [Path(name) for name in os.environ.get("SCRIPTS_KB_QUERIES", "").split(os.pathsep) if name]


def shipped():
    places = (PACKAGE / "search", PACKAGE / "assets" / "call")
    files = (path for place in places for path in sorted(place.rglob("*")))
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in files
        if path.suffix in {".py", ".js", ".tsv"}
    }


@pytest.mark.parametrize("path", [HERE / "tuning.tsv", HERE / "heldout.tsv", *TRADES, *GIVEN])
def test_no_query_of_a_measured_set_is_in_code_or_data(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    # A single correct word is in every dictionary; a mistyped one only in a list of queries.
    telling = {
        words.fold(row["query"]).strip()
        for row in rows
        if " " in row["query"].strip() or row["class"] in {"typo", "layout"}
    }
    texts = {name: " ".join(words.fold(text).split()) for name, text in shipped().items()}
    assert [
        (name, query) for name, text in texts.items() for query in telling if query in text
    ] == []
