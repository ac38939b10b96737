import zlib

import pytest

from scripts_kb.search import binary, index
from scripts_kb.search.records import Equivalence, Facet, Findable
from scripts_kb.search.vocabulary import general

DOROGO = Findable("objection/dorogo", "objection", "Дорого", phrases=("Ценник конский",))


@pytest.mark.parametrize(
    ("number", "encoded"), [(0, b"\0"), (127, b"\x7f"), (128, b"\x80\x01"), (300, b"\xac\x02")]
)
def test_numbers(number, encoded):
    assert binary.Writer().number(number).payload() == encoded


def test_keys_are_written_as_what_they_add():
    payload = binary.Writer().keys(["аб", "абв", "b€"]).payload()
    assert payload == bytes([3, 0, 2, 0, 2, 1, 2, 128, 129, 130, ord("b"), 255, 0xAC, 0x20])


@pytest.mark.slow
def test_header():
    file = index([DOROGO])
    payload = file[binary.HEADER :]
    assert file[:4] == binary.MAGIC
    assert int.from_bytes(file[4:6], "little") == binary.VERSION
    assert int.from_bytes(file[8:12], "little") == zlib.crc32(payload)
    assert int.from_bytes(file[12:16], "little") == len(payload)


@pytest.mark.slow
def test_equal_cards_give_equal_bytes_with_and_without_the_word_cache(roastery, tmp_path):
    cold = index(roastery, cache=tmp_path / "words.json")
    assert index(list(roastery), cache=tmp_path / "words.json") == cold
    assert index(roastery) == cold


def test_an_empty_knowledge_base_has_an_index(search):
    assert search([], "дорого") == [{"hits": [], "readAs": None, "confidence": 0}]


def test_two_cards_of_one_entity_are_refused():
    with pytest.raises(ValueError, match="objection/dorogo"):
        index([DOROGO, DOROGO])


@pytest.mark.slow
@pytest.mark.parametrize("at", [0, 4, 8, 12, 20, -1])
def test_a_damaged_index_is_refused(tmp_path, ask, at):
    path = tmp_path / "search.bin"
    file = bytearray(index([DOROGO]))
    file[at] ^= 0xFF
    path.write_bytes(file)
    assert set(ask({"index": str(path), "queries": []})) == {"error"}


@pytest.mark.slow
def test_variants_cost_little_more_than_one(roastery):
    def variants(count):
        return [
            Findable(
                f"{card.entity}--{n}",
                card.kind,
                card.title,
                phrases=card.phrases,
                synonyms=card.synonyms,
                answers=card.answers,
                body=card.body,
                family=card.entity.partition("/")[2],
            )
            for card in roastery
            for n in range(count)
        ]

    one, many = (len(zlib.compress(index(variants(count)))) for count in (1, 50))
    assert many < 1.5 * one


def test_the_shipped_vocabulary_is_sound():
    for synonym in general():
        assert 0 < synonym.weight <= 1
        assert len(synonym.words) > (0 if synonym.to else 1), synonym
        assert len(set(synonym.words)) == len(synonym.words), synonym


@pytest.mark.slow
def test_a_synonym_of_nothing_costs_nothing():
    plain = index([DOROGO])
    assert index([DOROGO], [Equivalence(("бегемот", "гиппопотам"))]) == plain
    assert index([DOROGO], [Equivalence(("бегемот",), to=("дорого",))]) != plain


@pytest.mark.slow
def test_a_facet_that_no_card_uses_is_left_out():
    assert index([DOROGO], facets=[Facet("product", "tea", ("Чай",))]) == index([DOROGO])
