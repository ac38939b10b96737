"""The catalogue: both languages have every text, with the same facts; plurals are Babel's."""

import json
import string

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.language.catalogue import TEXTS, Catalogue, plural

FILES = sorted(TEXTS.glob("*.json"))


# Russian quotation marks are named where others would end a text; English needs no such advice.
RUSSIAN_ONLY = {"sign"}


def facts(text: str) -> set[str]:
    """The facts of a text; what is named in words has a name in each language."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix("_en") for name in names} - RUSSIAN_ONLY


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_text_is_a_pair_with_the_same_facts(file):
    for key, pair in json.loads(file.read_bytes()).items():
        assert len(pair) == 2, key
        forms = [[each] if isinstance(each, str) else each for each in pair]
        assert all(each.strip() for form in forms for each in form), key
        named = [set().union(*map(facts, form)) for form in forms]
        assert named[0] == named[1], key


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_key_stands_twice(file):
    keys = json.loads(file.read_bytes(), object_pairs_hook=lambda pairs: [key for key, _ in pairs])
    assert len(keys) == len(set(keys))


@given(st.integers(0, 10**6))
def test_plurals_are_those_of_babel(number):
    names = {"ru": ("one", "few", "many"), "en": ("one", "other")}
    for language, forms in names.items():
        assert forms[plural(number, language)] == Locale(language).plural_form(number)


def test_a_text_without_facts_keeps_its_braces(tmp_path, monkeypatch):
    (tmp_path / "x.json").write_text('{"a": ["{b}", "{b}"]}', encoding="utf-8")
    monkeypatch.setattr("scripts_kb.language.catalogue.TEXTS", tmp_path)
    assert Catalogue("x").say("a", "ru") == "{b}"
    assert Catalogue("x").say("a", "ru", b="в") == "в"
