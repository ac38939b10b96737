"""Hostile texts: whatever stands in a file, a check ends, and soon."""

import pytest

# Each is what makes a careless expression try every beginning with every end.
HOSTILE = {
    "one long word": "а" * 60_000,
    "one long Latin word": "a" * 60_000,
    "groups of three digits": "111 " * 20_000,
    "a range without end": "1-" * 40_000,
    "digits": "1" * 60_000,
    "brackets that never close": "<" * 40_000 + "{{" * 20_000,
    "a word of two alphabets": "аa" * 40_000,
    "spaces": "я " + " " * 60_000 + "л",
    "dots": "a." * 40_000,
    "commas": "1," * 40_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_check_of_a_hostile_text_ends(name, found):
    text = HOSTILE[name]
    wording = 'stop_words: [{id: a, words: ["самый лучший"], instead: Так, because: Вот}]\n'
    offer = "id: o\ntitle: O\nprice: {list: 1490, unit: кг}\n"
    card = (
        "id: x\ntitle: X\nanswers:\n"
        f'  - {{id: a, say: "{text}", next_question: "{text}"}}\nnote: "{text}"\n'
    )
    broken = f"id: y\ntitle: {{{text}: {text}\n"
    problems = found(
        {
            "objections/x.yml": card,
            "objections/y.yml": broken,
            "offers/o.yml": offer,
            "wording.yml": wording,
        }
    )
    assert {each.place.path for each in problems} >= {"content/objections/y.yml"}
