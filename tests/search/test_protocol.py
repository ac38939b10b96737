import pytest

from scripts_kb.search import index
from scripts_kb.search.records import Findable

CARDS = (
    Findable("objection/dorogo", "objection", "Дорого"),
    Findable("question/sroki", "question", "Сроки"),
)


@pytest.fixture
def talk(ask, tmp_path, words_cache):
    def run(texts, *, file=None, cut=None, status=200, others=()):
        path = tmp_path / "search.bin"
        path.write_bytes(file or index(CARDS, cache=words_cache)[:cut])
        request = {"protocol": texts, "index": str(path), "status": status}
        if others:
            request["indexes"] = ["../search.bin"]
        for number, cards in enumerate(others):
            other = index(cards, cache=words_cache)
            (tmp_path / f"other-{number}.bin").write_bytes(other)
            request["indexes"].append(f"../other-{number}.bin")
        return ask(request)

    return run


def entities(result):
    return result and [hit["entity"] for hit in result["hits"]]


@pytest.mark.slow
def test_only_the_last_question_is_answered(talk):
    reply = talk(["дорого", "сроки", "ljhjuj"])
    assert [entities(result) for result in reply["replies"]] == [None, None, ["objection/dorogo"]]
    assert reply["replies"][2]["readAs"] == "дорого"


@pytest.mark.slow
def test_the_worker_answers_once_it_is_ready(talk):
    reply = talk(["дорого"])
    assert reply["sent"] == ["ready", "result", "result"]
    assert entities(reply["late"]) == ["objection/dorogo"]


@pytest.mark.slow
def test_the_index_is_fetched_from_where_the_page_says(talk):
    assert talk(["дорого"])["fetched"] == ["http://site.test/search.bin"]


RULE = Findable("regulation/skidka", "regulation", "Кто какую скидку даёт")
LIKE = Findable("regulation/dorogo", "regulation", "Дорого")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("кто дает скидку", ["regulation/skidka"]),
        ("crblre", ["regulation/skidka"]),
        ("дорого", ["objection/dorogo", "regulation/dorogo"]),
    ],
)
def test_several_indexes_answer_as_one_the_first_before_its_equals(talk, typed, found):
    reply = talk([typed], others=[(RULE, LIKE)])
    assert entities(reply["replies"][0]) == found
    assert reply["fetched"] == ["http://site.test/search.bin", "http://site.test/other-0.bin"]


@pytest.mark.slow
def test_a_closed_client_answers_nothing(talk):
    assert talk(["дорого"])["closed"] is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"file": b"<html>"}, "Error: not a search index"),
        ({"cut": -1}, "Error: a damaged search index"),
        ({"status": 404}, "Error: 404 http://site.test/search.bin"),
    ],
)
def test_a_failure_to_load_is_told(talk, arguments, message):
    assert talk(["дорого"], **arguments)["ready"] == message
