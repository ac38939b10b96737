"""Reading versions of a file part by part equals reading each of them whole."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts_kb.content.versions import Reader, past
from tests.recompute import values

PATH = "objections/x.yml"

AWKWARD = [
    "id: x\ntitle: no\nsynonyms: [no, 012, 12:30, 1_000, 2026-10-01, yes, ~, null, 'null']\n",
    "id: x\ntitle: >-\n  раз\n\n  два\nnote: |+\n  три\n\n\nsynonyms:\n- а\n- б\n",
    "id: x\nsynonyms:\n  - а\n  # - не пункт\n  - б\n\nnote: c\n",
    "id: x\nanswers:\n  - id: a\n    say: |\n      - id: b\n      - id: c\n  - id: d\n",
    "id: x\nanswers:\n- id: a\n  steps:\n  - id: s\n  - id: t\n- id: b\n",
    'id: x\ntitle: "раз\nnote: два"\n',
    "id: x\ntitle: 'раз\n\nnote: два'\n",
    "id: x\nprice: {list: 1,\nunit: кг}\n",
    "id: x\nsynonyms: [а,\nb: c]\n",
    "id: &a x\ntitle: *a\n",
    "id: x\ntitle: &a раз\nnote: *a\n",
    "id: x\ntitle: *нет\n",
    "id: x\n---\ntitle: два\n",
    "id: x\n...\ntitle: два\n",
    "---\nid: x\ntitle: раз\n",
    "%YAML 1.1\n---\nid: x\ntitle: раз\n",
    "# заметка\n\nid: x\n# ещё\ntitle: раз\n",
    "id: x\ntitle: раз\ntitle: два\n",
    "id: x\n? title\n: раз\nnote: c\n",
    "id: x\n'title': раз\n\"note\": c\nstatus: live\n",
    "id: x\ntitle:\tраз\n",
    "id: x\ntitle: раз\n\tnote: c\n",
    "id: x\ntitle: раз\n note: c\n",
    "id: x\nsynonyms:\n    - а\n  - б\n",
    "id: x\nsynonyms:\n  - а\n    - б\n",
    "id: x\ntitle: !!str раз\n",
    "id: x\ntitle: ра\x85з\nnote: \u2028\n",
    "id: x\ntitle: \ufdd0\x85\n",
    "id: x\ntitle: \x07\n",
    "\ufeffid: x\r\ntitle: раз\r\n",
    "\ufeff\ufeffid: x\n",
    "id: x\rtitle: раз\r",
    "id: x\ntitle: раз",
    "id: x\nnote: |+\n  раз",
    "id: |\n  x\n",
    "id: >-\n  x\n",
    "id: x\nnote:",
    "id: x\nnote:\ntitle: а",
    "- id: x\n- id: y\n",
    "просто текст",
    "{id: x, title: раз}\n",
    "{}",
    "[]",
    "",
    "\n\n",
    "# только заметка\n",
    "title: без кода\n",
    "id: [x]\n",
    "id: Не код\n",
    "id: x\nanswers:\n"
    + "  - say: без кода, но достаточно длинно, чтобы читалось по пунктам\n" * 4,
    "    note: c\nid: x\n",
    "    note: c\n    id: x\n",
    "# заметка\n  - a\nid: x\n",
    "id: x\nanswers:\n  -\n  - id: a\n  - [1, 2]\n  - строка\n  - id: a\n" + "  # длинно\n" * 20,
    "id: x\nclient_words:\n"
    + "".join(f"  - слово номер {n}\n" for n in range(12))
    + "  - слово номер 1\n",
    "id: x\nanswers: # заметка\n" + "".join(f"  - id: a{n}\n    say: раз\n" for n in range(12)),
    "id: x\nanswers:\n" + "".join(f"    - {{id: a{n}, say: раз}}\n" for n in range(12)),
    "id: x\nanswers:\n" + "".join(f'  - id: a{n}\n    say: "раз\n  - id: b"\n' for n in range(5)),
    "id: x\nanswers:\n" + "".join(f"  - id: a{n}\n    say: >\n      раз\n\n" for n in range(12)),
    "id: x\nnote: " + "[" * 50 + "]" * 50 + "\n",
    "id: x\nsynonyms: [" + "а, " * 25_000 + "]\n",
]


@pytest.mark.slow
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text(text):
    reader = Reader()
    wanted = past(text.encode(), PATH)
    for _ in range(2):
        assert same(reader.read(text.encode(), PATH), wanted)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(st.sampled_from(AWKWARD[:-1]), min_size=2, max_size=6))
def test_what_came_before_changes_nothing(texts):
    reader = Reader()
    for text in texts:
        assert same(reader.read(text.encode(), PATH), past(text.encode(), PATH))


@pytest.mark.slow
@settings(max_examples=300)
@given(st.text(alphabet="idx:\n -\"'#&*|>[]{}аб,\t.%?!~", max_size=60))
def test_any_text(text):
    content = f"id: x\n{text}".encode()
    assert same(Reader().read(content, PATH), past(content, PATH))


@pytest.mark.slow
@settings(max_examples=300)
@given(st.data())
def test_lines_in_any_order(data):
    lines = st.sampled_from(
        [
            "id: x",
            "title: раз",
            "answers:",
            "  - id: a",
            "    say: >-",
            "      текст",
            "  - id: b",
            "- c",
            "",
            "  # заметка",
            "note: |",
            '  "кавычка',
            "...",
            "---",
        ]
    )
    reader = Reader()
    for _ in range(3):
        content = "\n".join(data.draw(st.lists(lines, max_size=14))).encode()
        assert same(reader.read(content, PATH), past(content, PATH))


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(values.SPECS))
def test_random_versions(kind):
    rng = random.Random(kind)  # noqa: S311 - stories are random, not secret
    spec = values.SPECS[kind]
    if kind.startswith("config/"):
        path = f"{kind[7:]}.yml"
    else:
        path = f"{kind}s/x.md" if kind == "regulation" else f"{kind}s/x.yml"
    reader = Reader()
    value = values.fresh(rng, spec)
    for _ in range(300):
        whole = value if spec[0] == "keyed" else {"id": "x", **value}
        content = values.written(rng, whole, markdown=path.endswith(".md"))
        assert same(reader.read(content, path), past(content, path)), content.decode()
        value = values.mutated(rng, value, spec) if rng.random() < 0.9 else values.fresh(rng, spec)


def test_unchanged_parts_are_the_same_objects():
    reader = Reader()
    answers = "".join(f"  - id: a{n}\n    say: сколько чашек в день?\n" for n in range(9))
    one = reader.read(f"id: x\ntitle: раз\nanswers:\n{answers}".encode(), PATH).value
    text = f"id: x\ntitle: два\nanswers:\n{answers}  - id: new\n    say: ещё\n"
    two = reader.read(text.encode(), PATH).value
    assert len(two["answers"]) == 10
    assert all(a is b for a, b in zip(one["answers"], two["answers"], strict=False))


def same(one, other):
    return (one.id, one.fits, one.problem, repr(one.value)) == (
        other.id,
        other.fits,
        other.problem,
        repr(other.value),
    )
