import atexit
import json
import subprocess
from functools import cache
from pathlib import Path

import pytest

from scripts_kb.search import index
from tools.benches._search_trades import read_cards

HERE = Path(__file__).parent


def _node():
    """A Node that runs the engine, and answers until its input ends."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen(["node", str(HERE / "ask.mjs")], encoding="utf-8", **pipes)


@cache
def _answering():
    """The one that answers all that leaves nothing behind; it ends with this process."""
    process = _node()
    atexit.register(process.communicate)
    return process


def ask_node(request):
    """What the engine's JavaScript replies to a request of ask.mjs."""
    asked = f"{json.dumps(request)}\n"
    if "protocol" in request:  # it puts itself in the place of a page and of its worker
        return json.loads(_node().communicate(asked)[0])
    process = _answering()
    process.stdin.write(asked)
    process.stdin.flush()
    return json.loads(process.stdout.readline())


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


@pytest.fixture(scope="session")
def roastery():
    return read_cards(HERE / "roastery.jsonl")
