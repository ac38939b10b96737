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


@pytest.mark.slow
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


# What belongs in no such place: each check must leave it to who names the wrong type.
WRONG = ["[a]", "[[a]]", "{a: b}", "[{a: [b]}]", "[null]", "1.5", "{a: {b: c}}", "true", "''"]
CARDS = {
    "products/p.yml": ("title", "sku", "price", "replaces", "segments", "review_by", "status"),
    "offers/o.yml": ("price", "internal", "products", "segments", "materials", "valid_to", "terms"),
    "objections/x.yml": ("answers", "client_words", "offers", "family", "do_not_say", "heard_at"),
    "scripts/s.yml": ("nodes", "entry", "must_say", "segments"),
    "insights/i.yml": ("first_words", "objections", "sample", "segment", "proposals"),
    "changes/c.yml": ("expect", "evidence", "applies_to", "commits", "by"),
    "meetings/m.yml": ("questions", "tasks", "changes", "on"),
    "decisions/d.yml": ("positions", "options", "state", "changes"),
    "kb.yml": ("segments", "metrics", "reasons", "variables", "time_zone", "language", "crm"),
    "zones.yml": ("departments", "zones", "control_points", "touch_points"),
    "wording.yml": ("must_say", "stop_words"),
}


@pytest.mark.slow
@pytest.mark.parametrize("wrong", WRONG)
def test_no_check_stumbles_over_a_wrong_type(wrong, found):
    for number, path in enumerate(sorted({each for keys in CARDS.values() for each in keys})):
        files = {
            file: f"id: {file[0]}\ntitle: X\ncompany: X\n{path}: {wrong}\n"
            for file, keys in CARDS.items()
            if path in keys
        }
        for code in {each.code for each in found(files, folder=f"{number}")}:
            assert code
