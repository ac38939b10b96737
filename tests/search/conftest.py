import json
import subprocess
from pathlib import Path

import pytest

from scripts_kb.search import index
from scripts_kb.search.records import Findable

HERE = Path(__file__).parent


def ask_node(request):
    """What the engine's JavaScript replies to a request of ask.mjs."""
    done = subprocess.run(
        ["node", str(HERE / "ask.mjs")],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def ask():
    return ask_node


@pytest.fixture(scope="session")
def words_cache(tmp_path_factory, looked_up):
    """A word cache for all tests: the shipped vocabulary is looked up once."""
    folder = tmp_path_factory.mktemp("words")
    looked_up(folder)
    return folder / ".cache/words.bin"


@pytest.fixture
def search(tmp_path, words_cache):
    """Search cards: (cards, queries, **index arguments) → results; a query is a text or (text, context)."""

    def run(cards, *queries, **arguments):
        path = tmp_path / "search.bin"
        path.write_bytes(index(cards, cache=words_cache, **arguments))
        pairs = [(q, {}) if isinstance(q, str) else q for q in queries]
        return ask_node({"index": str(path), "queries": pairs})

    return run


def read_cards(path=HERE / "roastery.jsonl"):
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [
        Findable(
            f"{row['type']}/{row['id']}",
            row["type"],
            row["title"],
            phrases=tuple(row["phrases"]),
            synonyms=tuple(row["keywords"]),
            answers=(row["answer"],),
            body=(row["body"],),
        )
        for row in rows
    ]


@pytest.fixture(scope="session")
def roastery():
    return read_cards()
