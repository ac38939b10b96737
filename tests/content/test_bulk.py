"""Values that are written by the thousand read back as they were, whatever they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.content import bulk, reading, writing

TEXTS = [
    "Да: нет", "да", "no", "null", "1", "1_000", "- x", "? x", "# x", "x # y", "x:", "'", '"', "«Да»",
    "[Имя], да", "{a}", "*b*", "&a", "!тег", "%x", "@x", "`x`", "|", ">", "=", "~", "a\nb", "a\n\nb",
    " a", "a ", "a\tb", "слово " * 30 + "конец", "x" * 200, "\u2028", "\x00", "a: b\nc: d", "2026-11-29",
    "---", "...", "- ", "ё", "a" * 69 + " - b", "0x1f", "Yes", "a\u00a0b", "\ufeffa", "a,b", "",
]  # fmt: skip


def read(text):
    return writing.tree_of(text)


@pytest.mark.parametrize("text", TEXTS)
def test_an_odd_text_comes_back(text):
    assert read(bulk.dump({"say": text, "list": [text, {"id": "a", "say": text}]})) == {
        "say": text,
        "list": [text, {"id": "a", "say": text}],
    }


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_comes_back(text):
    assert read(bulk.dump({"say": text}))["say"] == text


def test_a_card_is_written_in_block_style():
    value = {"id": "x", "title": "Дорого", "answers": [{"id": "a", "say": "Да.\nНет."}]}
    text = bulk.dump(value)
    assert text == (
        "id: x\ntitle: Дорого\nanswers:\n  - id: a\n    say: |-\n      Да.\n      Нет.\n"
    )
    document, wrong = reading.read(text.encode(), "objections/x.yml", "x.yml")
    assert (document.value, wrong) == (value, [])
