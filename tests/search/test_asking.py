"""The search in Python answers what the browser's answers: the same index, the same queries."""

import csv
from pathlib import Path

import pytest

from scripts_kb.search import index
from scripts_kb.search.asking import reader
from scripts_kb.search.asking.engine import Engine
from scripts_kb.search.records import Facet, Findable

from .conftest import ask_node

HERE = Path(__file__).parent
CARDS = (
    Findable("objection/dorogo", "objection", "Дорого", phrases=("Ценник конский",)),
    Findable("objection/kislit", "objection", "Кислит", phrases=("Кофе кислый",)),
    Findable("question/tea", "question", "Доставка улуна", products=("tea",), segments=("cafe",)),
    Findable("question/beans", "question", "Доставка зерна", segments=("home",), family="d"),
    Findable("question/more", "question", "Доставка зерна в город", segments=("cafe",), family="d"),
    Findable("script/x#a/b", "reply", "Доставка", phrases=("Когда привезёте",)),
)
FACETS = (Facet("product", "tea", ("Улун",)), Facet("segment", "cafe", ("Кофейня", "кафе")))
TYPED = [
    "",
    "…",
    "горчит",
    "доставка улуна",
    "доставка в кафе",
    "дост",
    "цнник коннский",
    "ljcnfdrf ekeyf",
    "dostavka",
    "зернодоставка",
    "не кислит",
    "xyz 25",
    "кафе ekey",
    "ъ" * 4_000,
    "dostavk" * 90,
    "𝒜ъ" * 300,
    "чай " * 90 + "горчит",
    "доставка улунаааааааааааааааааааааааааааааааааааааааа",
]


def told(result):
    """A result of the browser's engine, of ours too, rounded: one counts in halves of the other."""
    hits = [(h["entity"], h["family"], h["folded"], h["more"]) for h in result["hits"]]
    return hits, result["readAs"]


def ours(result):
    hits = [(h.entity, h.family, list(h.folded), h.more) for h in result.hits]
    return hits, result.read_as


def compare(content, path, queries):
    """Ask both engines (text, segment) pairs; the scores may differ by what is rounded."""
    path.write_bytes(content)
    asked = [[text, {"segment": whom} if whom else {}] for text, whom in queries]
    theirs = ask_node({"index": str(path), "queries": asked})
    engine = Engine(content)
    mine = [engine.search(text, segment=whom) for text, whom in queries]
    for (text, _), found, result in zip(queries, theirs, mine, strict=True):
        assert (text, *ours(result)) == (text, *told(found))
        scores = [hit["score"] for hit in found["hits"]]
        assert [hit.score for hit in result.hits] == pytest.approx(scores, abs=1e-3)
        assert result.confidence == pytest.approx(found["confidence"], abs=1e-3)


@pytest.mark.slow
def test_both_engines_answer_the_same(tmp_path, words_cache):
    content = index(CARDS, facets=FACETS, cache=words_cache)
    queries = [(text, whom) for text in TYPED for whom in ("", "cafe", "home")]
    compare(content, tmp_path / "search.bin", queries)


@pytest.mark.parametrize(
    ("typed", "as_if"),
    [
        ("доставка " + "ъ" * 4_000, "доставка " + "ъ" * 40),
        ("доставка" + " " * 300 + "кислит", "доставка"),
        ("щ" * 4_000, "щ" * 40),
    ],
    ids=["a long word", "a long text", "one long word"],
)
def test_of_what_is_too_long_the_beginning_is_read(typed, as_if, words_cache):
    engine = Engine(index(CARDS, facets=FACETS, cache=words_cache))
    assert engine.search(typed) == engine.search(as_if)


@pytest.mark.slow
def test_both_engines_answer_the_measured_queries_the_same(tmp_path, words_cache, roastery):
    with (HERE / "heldout.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    content = index(roastery, cache=words_cache)
    compare(content, tmp_path / "search.bin", [(row["query"], "") for row in rows[::3]])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: whole[:4] + b"\x09" + whole[5:],
        lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
    ],
    ids=["empty", "cut", "another version", "altered"],
)
def test_what_is_no_whole_index_is_refused(spoil, words_cache):
    with pytest.raises(ValueError, match="search index"):
        reader.read(spoil(index(CARDS[:1], cache=words_cache)))
