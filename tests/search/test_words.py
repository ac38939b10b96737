import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts_kb.language import russian
from scripts_kb.search import index, words
from scripts_kb.search.records import Findable
from scripts_kb.search.vocabulary import general

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ещё Ёлка", "еще елка"),
        ("до\u0301рого", "дорого"),
        ("Е\u0308лка", "елка"),
        ("И\u0306од", "йод"),
        ("CRM", "crm"),
    ],
)
def test_fold(text, expected):
    assert words.fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Чат-бот, 1С и 24/7!", ["чат", "бот", "1с", "и", "24", "7"]),
        ("1 490 ₽ и 12\u00a0000\u202f000", ["1490", "и", "12000000"]),
        ("3 1000, 5 кг 250г", ["3", "1000", "5", "кг", "250", "г"]),
        (
            "5кг, 24часа, битрикс24, b2b, А4",
            ["5", "кг", "24", "часа", "битрикс", "24", "b2b", "а4"],
        ),
        ("3×100, 3x100, 2*250", ["3", "100", "3", "100", "2", "250"]),
        ("вес <10 кг, чат-бот, >20", ["вес", "10", "кг", "чат", "бот", "20"]),
        ("Цена <offer/espresso-20.price.list>, {client_name}", ["цена"]),
        ("a_b", ["a", "b"]),
        ("…", []),
    ],
)
def test_tokens(text, expected):
    assert words.tokens(text) == expected


@given(st.text("абнежАxz019 -<>{}\u00a0×*.", max_size=40))
def test_neighbours_are_words_of_the_text(text):
    assert {word for pair in words.joined(words.spaced(text)) for word in pair} <= set(
        words.tokens(text)
    )


@pytest.mark.slow
@pytest.mark.parametrize("text", ["вес <10 кг, чат-бот, >20", "{чат-бот}", "UTF8-бот", "не 5кг"])
def test_a_text_with_marks_has_an_index(search, text):
    (result,) = search((Findable("a/x", "a", "Бегемот", answers=(text,)),), "бегемот")
    assert [hit["entity"] for hit in result["hits"]] == ["a/x"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("подписка", "подписаться"),
        ("скидка", "скидочный"),
        ("поставщик", "поставка"),
        ("надёжность", "надёжный"),
        ("гарантия", "гарантийный"),
        ("оплата", "оплачивать"),
        ("доставка", "доставляете"),
    ],
)
def test_word_families_share_a_root(one, other):
    assert words.root(words.stem(words.fold(one))) == words.root(words.stem(words.fold(other)))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("дорого", "дорогой"),
        ("дороже", "дорогой"),
        ("посоветуюсь", "посоветоваться"),
        ("деньгам", "деньга"),
        ("crm", "crm"),
    ],
)
def test_lexeme(word, name):
    assert words.Lexicon(None).lexeme(word).name == name


@pytest.mark.parametrize("word", ["почему", "потому", "прием", "ней", "надо", "уже"])
def test_what_only_looks_like_a_form_of_another_word_stays_whole(word):
    assert words.stem(word) == word


def test_a_lexeme_has_the_stems_of_its_forms():
    stems = words.Lexicon(None).lexeme("взвешу").stems
    assert {words.stem("взвешу"), words.stem("взвесить")} <= set(stems)


@pytest.mark.parametrize(
    ("word", "small"),
    [
        ("полку", "полочка"),
        ("наборы", "наборчики"),
        ("звонок", "звоночек"),
        ("день", "денёк"),
        ("неделя", "недельку"),
        ("образец", "образчик"),
        ("дешёвый", "дешёвенькая"),
    ],
)
def test_a_lexeme_has_the_stems_of_its_diminutives(word, small):
    assert words.stem(words.fold(small)) in words.Lexicon(None).lexeme(words.fold(word)).small


@pytest.mark.parametrize("word", ["гуглим", "зумимся"])
def test_a_word_that_the_dictionary_does_not_know_has_no_guessed_forms(word):
    lexeme = words.Lexicon(None).lexeme(word)
    assert set(lexeme.stems) == {words.stem(word), words.stem(lexeme.name)}
    assert lexeme.small == ()


@pytest.mark.parametrize("word", ["гарантия", "счёт", "быстро", "crm"])
def test_a_lexeme_has_no_diminutives_that_are_no_words_or_other_ones(word):
    assert words.Lexicon(None).lexeme(words.fold(word)).small == ()


def test_the_word_cache_answers_the_same_without_the_dictionary(tmp_path, monkeypatch):
    path = tmp_path / "cache" / "words.json"
    cold = words.Lexicon(path)
    expected = [cold.lexeme(word) for word in ("посоветуюсь", "полка")]
    cold.save()
    warm = words.Lexicon(path)
    monkeypatch.setattr(words, "_look_up", lambda _: pytest.fail("looked up"))
    assert [warm.lexeme(word) for word in ("посоветуюсь", "полка")] == expected


def test_the_word_cache_knows_stems(tmp_path, monkeypatch):
    path = tmp_path / "words.json"
    cold = words.Lexicon(path)
    cold.lexeme("посоветуюсь")
    cold.save()
    monkeypatch.setattr(words, "_STEMS", {})
    words.Lexicon(path)
    monkeypatch.setattr(words, "_stemmed", lambda _: pytest.fail("stemmed"))
    assert words.stem("посоветуюсь") == "посовет"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"version": "other", "words": {"дороже": ["чуж", "чужой", ["чуж"], []]}}',
        '{"words": {"дороже": ["чуж", "чужой", ["чуж"], []]}}',
    ],
)
def test_a_word_cache_that_cannot_be_used_is_made_again(tmp_path, text):
    path = tmp_path / "words.json"
    path.write_text(text, encoding="utf-8")
    lexicon = words.Lexicon(path)
    assert lexicon.lexeme("дороже").name == "дорогой"
    lexicon.save()
    assert "дороже" in json.loads(path.read_text(encoding="utf-8"))["words"]


def test_a_disk_that_refuses_the_word_cache_stops_nothing(tmp_path):
    (tmp_path / "cache").write_text("Не папка")
    lexicon = words.Lexicon(tmp_path / "cache/words.json")
    assert lexicon.lexeme("дороже").name == "дорогой"
    lexicon.save()
    assert (tmp_path / "cache").read_text() == "Не папка"


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """The file of the package's own vocabulary, not made yet; nothing is known in this process."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(words, "_look_up", words._look_up.__wrapped__)
    monkeypatch.setattr(words, "_STEMS", {})
    monkeypatch.setattr(words, "_of_bases", set())
    return lambda: [*(tmp_path / "kept").rglob("vocabulary*.json")]


@pytest.mark.slow
def test_the_vocabulary_of_the_package_is_looked_up_once_for_all_bases(
    beside, tmp_path, monkeypatch
):
    card = Findable("objection/x", "objection", "Щукарь заходил")
    cold = index([card], cache=tmp_path / "a/words.bin")
    (kept,) = beside()
    assert {"кислит", "хлеб"} <= json.loads(kept.read_text("utf-8"))["words"].keys()
    # What somebody wrote in a base is known to that base alone.
    assert "щукарь" not in kept.read_text("utf-8")
    assert "щукарь" in (tmp_path / "a/words.bin").read_text("utf-8")
    asked = []
    look_up = words._look_up
    monkeypatch.setattr(words, "_look_up", lambda word: asked.append(word) or look_up(word))
    for path in (None, tmp_path / "b/words.bin"):
        asked.clear()
        assert index([card], cache=path) == cold
        assert sorted(asked) == ["заходил", "щукарь"]
    asked.clear()
    assert index([card], cache=tmp_path / "b/words.bin") == cold
    assert asked == []


@pytest.mark.parametrize("text", ["", "[]", '{"version": "other", "words": {}}'])
def test_a_vocabulary_that_cannot_be_used_is_kept_again(beside, text):
    lexicon = words.Lexicon(None)
    assert lexicon.lexeme("кислит").name == "кислить"
    lexicon.save()
    (kept,) = beside()
    before = kept.read_text("utf-8")
    kept.write_text(text, encoding="utf-8")
    lexicon = words.Lexicon(None)
    assert lexicon.lexeme("кислит").name == "кислить"
    lexicon.save()
    assert kept.read_text("utf-8") == before


def test_where_python_keeps_no_modules_no_vocabulary_is_kept(beside, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    lexicon = words.Lexicon(None)
    lexicon.lexeme("кислит")
    lexicon.save()
    assert beside() == []


def test_what_a_base_says_of_a_word_no_other_base_hears(beside, tmp_path):
    told = {"version": words._cache_version(), "words": {"горчит": ["чуж", "чужой", ["чуж"], []]}}
    (tmp_path / "words.bin").write_text(json.dumps(told), encoding="utf-8")
    lexicon = words.Lexicon(tmp_path / "words.bin")
    assert (lexicon.lexeme("горчит").name, lexicon.lexeme("кислит").name) == ("чужой", "кислить")
    lexicon.save()
    later = words.Lexicon(None)
    later.lexeme("хлеб")
    later.save()
    assert beside() == []


def test_a_package_that_nobody_may_write_to_is_used_all_the_same(beside, tmp_path):
    (tmp_path / "kept").write_text("a file where a folder should be")
    lexicon = words.Lexicon(None)
    assert lexicon.lexeme("кислит").name == "кислить"
    lexicon.save()
    assert beside() == []


def both(texts, ask):
    python = []
    for text in texts:
        parts = words.tokens(text)
        stems = [words.stem(part) for part in parts]
        roots = [words.root(stem) for stem in stems]
        python.append([words.fold(text), parts, stems, roots, [words.bare(root) for root in roots]])
    return python, ask({"words": texts})


@pytest.mark.slow
def test_browser_and_build_agree_on_every_form_of_the_vocabulary(ask):
    known = {
        token for synonym in general() for text in synonym.words for token in words.tokens(text)
    }
    for line in (HERE / "roastery.jsonl").read_text(encoding="utf-8").splitlines():
        known.update(words.tokens(line))
    forms = {
        words.fold(form.word)
        for token in known
        if token.isalpha() and not token.isascii()
        for form in russian.analyzer().parse(token)[0].lexeme
    }
    python, browser = both(sorted(known | forms), ask)
    assert [pair for pair in zip(python, browser, strict=True) if pair[0] != pair[1]] == []


# One process of Node for a whole example: a list of texts, not a text.
@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАЯabxz019 \u00a0-—.,!×*", max_size=24),
        max_size=200,
    )
)
def test_browser_and_build_agree_on_any_text(ask, texts):
    python, browser = both(texts, ask)
    assert python == browser


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "layout", "translit"),
    [
        ("ljhjuj", "дорого", "лжхжуй"),
        (",tcgkfnyj", "бесплатно", ",тцгкфный"),
        ("сеь", "ctm", "сеь"),
        ("podumayu", "зщвгьфнг", "подумаю"),
        ("shchetka", "ырсруелф", "щетка"),
        ("vkusnyj chaj", "млгытно срфо", "вкусный чай"),
        ("24 4ashki", "24 4фырлш", "24 чашки"),
    ],
)
def test_readings(ask, typed, layout, translit):
    ((other, spelled),) = ask({"readings": [typed]})
    assert other == layout
    assert translit in spelled
