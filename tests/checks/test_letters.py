"""Letters that the eye does not see."""

import pytest

CARD = "id: x\ntitle: X\nstatus: draft\nclient_words: ['{}']\n"

SEEN = [
    ("кофе c молоком", ["latin-word"]),
    ("Вкусно, a дорого", ["latin-word"]),
    ("Cкидка будет", ["mixed-alphabet"]),
    ("доро\u00adго", ["invisible-character"]),
    ("дорого\u200b", ["invisible-character"]),
    ("до\u200dрого", ["invisible-character"]),
    ("доро\u034fго", ["invisible-character"]),
    ("дорого\U000e0041", ["invisible-character"]),
    ("дорого\u3164", ["invisible-character"]),
    ("семья \U0001f468\u200d\U0001f469", []),
    ("витамин C полезен", []),
    ("размер B, вкус A", []),
    ("кофе с молоком, а дорого", []),
]


@pytest.mark.parametrize(("text", "codes"), SEEN)
def test_a_letter_that_only_looks_right_is_named(found, text, codes):
    assert [each.code for each in found({"objections/x.yml": CARD.format(text)})] == codes
