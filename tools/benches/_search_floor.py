"""The search on the call floor: does it know when it does not know, and what is said first?

`tests/search/floor/` holds what people who have not seen the code wrote for the sample: phrases
that a card answers, that none answers, and ten calls with what is safe to say at each utterance.
"""

import csv
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts_kb import search
from scripts_kb.content import loading
from scripts_kb.pages import searchable
from scripts_kb.pages.site import Site
from tools.benches.measure import Row

_ROOT = Path(__file__).resolve().parents[2]
_TESTS = _ROOT / "tests" / "search"
_ENGINE = _ROOT / "scripts_kb" / "assets" / "call" / "engine"


def run() -> Iterator[Row]:
    """Counts both ways to be wrong, as a seller types."""
    sure, none = _threshold("SURE"), _threshold("NONE")
    answered, unanswered = (_typed(name) for name in ("with", "without"))
    first = [(line, found) for line, found in answered if _first(found) in _safe(line)]
    lost = sum(found["confidence"] < none for _, found in first)
    guessed = sum(none <= found["confidence"] < sure for _, found in first)
    confident = sum(found["confidence"] >= sure for _, found in unanswered)
    yield Row.shown("phrases with a card: its card is first", len(first), f"of {len(answered)}")
    yield Row.at_most("of these shown as no answer", lost, f"of {len(first)}", 3)
    yield Row.shown("of these shown as a guess", guessed, f"of {len(first)}")
    what = "phrases without a card: a confident answer"
    yield Row.at_most(what, confident, f"of {len(unanswered)}", 10)
    told = sum(found["confidence"] < none for _, found in unanswered)
    yield Row.shown("of these told that there is none", told, f"of {len(unanswered)}")
    calls = _typed("calls")
    wrong = sum(f["confidence"] >= sure and _first(f) in _unsafe(line) for line, f in calls)
    yield Row.shown("ten calls: an unsafe card is the confident answer", wrong, f"of {len(calls)}")


def _threshold(name: str) -> float:
    code = (_ENGINE / "confidence.js").read_text(encoding="utf-8")
    found = re.search(rf"export const {name} = ([\d.]+)", code)
    assert found is not None  # noqa: S101 - the engine exports it
    return float(found[1])


def _typed(name: str) -> list[tuple[dict[str, str], Any]]:
    """Ask what each line of a file types, of the sample's index, in its segment."""
    with (_TESTS / "floor" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    asked = [
        [line["typed"], {"segment": line["segment"]} if line["segment"] else {}] for line in lines
    ]
    site = Site(loading.load(_ROOT / "content")[0])
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.bin"
        made = search.index(
            searchable.cards(site), searchable.synonyms(site), facets=searchable.facets(site)
        )
        index.write_bytes(made)
        done = subprocess.run(
            ["node", str(_TESTS / "ask.mjs")],
            input=json.dumps({"index": str(index), "queries": asked}),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    return list(zip(lines, json.loads(done.stdout), strict=True))


def _first(found: Any) -> str:
    return str(found["hits"][0]["entity"]) if found["hits"] else ""


def _safe(line: dict[str, str]) -> set[str]:
    return _entities(line["safe"])


def _unsafe(line: dict[str, str]) -> set[str]:
    """Cards of which nothing is safe: of others it is a matter of the answer."""
    return _entities(line["unsafe"]) - _safe(line)


def _entities(listed: str) -> set[str]:
    return {each.partition("#")[0] for each in listed.split()}
