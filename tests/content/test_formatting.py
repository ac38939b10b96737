"""`kb fmt`: the common form, what stays as a person wrote it, and that nothing said is changed."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts_kb.content import formatting, parsing, reading
from scripts_kb.schema import outline, values

HEAD = "id: x\ntitle: X\n"
LONG = "слово " * 20 + "конец"
FOLDED = "слово " * 14 + "слово\n  " + "слово " * 5 + "конец\n"

FORMS = {
    "ids of their words": (
        "answers:\n  - say: Да, конечно\n  - client: x\n",
        "answers:\n  - id: da-konechno\n    say: Да, конечно\n  - id: item\n    client: x\n",
    ),
    "an id that is taken gets a number": (
        "answers:\n  - id: da\n    say: Нет\n  - say: Да\n  - say: Да!\n  - {say: Да}\n",
        (
            "answers:\n  - id: da\n    say: Нет\n  - id: da-2\n    say: Да\n  - id: da-3\n    say: Да!\n"
            "  - {id: da-4, say: Да}\n"
        ),
    ),
    "an id is a text for every reader of YAML": (
        "answers:\n  - say: null\n  - say: Null!\n  - say: 12\n  - say: true\n  - id:\n    say: Нет\n",
        (
            "answers:\n  - id: item\n    say: null\n  - id: item-null\n    say: Null!\n"
            "  - id: item-12\n    say: 12\n  - id: item-true\n    say: true\n  - id: net\n    say: Нет\n"
        ),
    ),
    "an id is no longer than it may be": (
        f"answers:\n  - say: {'абв' * 40}\n  - say: {'абв' * 40}\n",
        (
            f"answers:\n  - id: {'abv' * 20}\n    say: {'абв' * 40}\n"
            f"  - id: {'abv' * 20}-2\n    say: {'абв' * 40}\n"
        ),
    ),
    "inner lists too": (
        "answers:\n  - id: a\n    steps:\n      - say: Да\n",
        "answers:\n  - id: a\n    steps:\n      - id: da\n        say: Да\n",
    ),
    "long prose is folded": (f"note: {LONG}\n", f"note: >-\n  {FOLDED}"),
    "blocks end without blank lines": (
        "note: >+\n  а\n  б\n\n\nfamily: |\n  в\n",
        "note: >-\n  а\n  б\nfamily: |-\n  в\n",
    ),
    "long lists in brackets become blocks": (
        f"synonyms: [{', '.join(f'слово номер {each}' for each in range(9))}]\n",
        "synonyms:\n" + "".join(f"  - слово номер {each}\n" for each in range(9)),
    ),
    "lists stand two to the right": ("synonyms:\n- а\n- б\n", "synonyms:\n  - а\n  - б\n"),
    "one line end": ("note: а\r\nfamily: б\r\n", "note: а\nfamily: б\n"),
    "no byte order mark": ("\ufeffnote: а\n", "note: а\n"),
    "remarks stay where they are": (
        "# о карточке\nanswers: # все\n  # первый\n  - say: Да # тихо\n    # конец\n\n# хвост\n",
        "# о карточке\nanswers: # все\n  # первый\n  - id: da\n    say: Да # тихо\n    # конец\n\n# хвост\n",
    ),
}

AS_IT_IS = {
    "scalars": "synonyms: [no, yes, 012, 12:30, 1_000, 0x1f, ~, 1e3, 2026-11-21, .5]\nnote: null\n",
    "an empty field": "note:\nsegments: []\n",
    "quotes": f"note: \"{LONG}\"\nfamily: 'it''s'\n",
    "a remark at a long text": f"note: {LONG} # так и надо\n",
    "a remark at a long list": f"synonyms: [{', '.join(['слово'] * 30)}] # так и надо\n",
    "blank lines": "\nnote: а\n\n\nanswers:\n\n  - id: a\n\n    say: Да\n",
    "folds of a person": "note: >-\n  раз\n  два три\n\n  четыре\n    пять\n",
    "ids": "answers:\n  - say: Да\n    id: zzz\n",
    "a list that is told apart otherwise": "objections:\n  - objection: dorogo\n    count: 3\n",
    "unknown fields": "sey:\n  - foo: 1\n",
    "anchors": "note: &a да\nsynonyms: [*a]\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_the_common_form(name):
    before, after = FORMS[name]
    mark = "\ufeff" if before.startswith("\ufeff") else ""
    text = mark + HEAD + before.removeprefix("\ufeff")
    assert formatting.format_file(text.encode(), "objections/x.yml").decode() == HEAD + after


@pytest.mark.parametrize("name", AS_IT_IS)
def test_what_a_person_wrote_stays(name):
    text = (HEAD + AS_IT_IS[name]).encode()
    assert formatting.format_file(text, "insights/x.yml") == text


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "regulations/x.md",
            "---\r\nid:   x\r\n---\r\n\r\nТекст  \r\n\r\n",
            "---\nid: x\n---\n\nТекст  \n\n",
        ),
        (
            "meetings/x.md",
            "---\ntasks:\n- title: Да\n---\n---\n- а\n",
            "---\ntasks:\n  - id: da\n    title: Да\n---\n---\n- а\n",
        ),
        (
            "synonyms.yml",
            "- words: [а]\n# и\n-   words: [б]\n",
            "- id: a\n  words: [а]\n# и\n- id: b\n  words: [б]\n",
        ),
        ("kb.yml", "segments:\n- title: Кафе\n", "segments:\n  - id: kafe\n    title: Кафе\n"),
        ("materials/x.yml", "a:   b\n", "a:   b\n"),
    ],
)
def test_other_files(path, before, after):
    assert formatting.format_file(before.encode(), path).decode() == after


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("note: {a\n", "unclosed"),
        ("", "empty-file"),
        ("note: а\u2028б\n", "left-alone"),
        ("answers: [{say: Раз, два}]\n", "comma-in-braces"),
        ("note: !foo а\n", "yaml-tag"),
        ("answers:\n" + "  - say: Да\n" * 3_400, "too-many-to-format"),
        ("answers:\n  - id: [a]\n    say: Да\n  - id: {a: b}\n    say: Нет\n", None),
        ("a: &a {b: c}\nd:\n  <<: *a\n", None),
    ],
)
def test_what_cannot_be_read_or_kept_is_said(text, code):
    try:
        formatting.format_file(text.encode(), "objections/x.yml")
        found = None
    except parsing.UnreadableError as error:
        found = error.code
    assert found == code


WORDS = st.sampled_from(
    [
        "Да",
        "Ценник конский",
        "null",
        "012",
        "so far",
        "№5",
        "да — нет",
        LONG,
        "a" * 90,
        "слово  два " + LONG,
    ]
)
STYLES = st.sampled_from(
    [
        "{}",
        "'{}'",
        '"{}"',
        ">-\n{pad}  {}",
        ">\n{pad}  {}\n\n",
        "|\n{pad}  {}\n{pad}  ещё",
        "|+\n{pad}  {}\n\n",
    ]
)
REMARKS = st.sampled_from(["", "", "", "# пометка {n}\n", "\n", "\n# пометка {n}\n\n"])


@st.composite
def documents(draw):
    """Draws an objection as a person might have typed it: any style, order, remarks, blank lines."""
    lines = []
    count = iter(range(10_000))

    def put(indent, text):
        remark = draw(REMARKS).format(n=next(count))
        lines.append(
            "".join(f"{indent}{each}\n" if each else "\n" for each in remark.split("\n")[:-1])
        )
        lines.append(f"{indent}{text}\n")

    def scalar(pad):
        return draw(STYLES).format(draw(WORDS), pad=pad)

    for key in draw(st.permutations(["note", "family", "synonyms", "answers", "segments"])):
        if key in {"note", "family"}:
            put("", f"{key}: {scalar('')}")
        elif key == "segments":
            put(
                "",
                draw(
                    st.sampled_from(["segments: []", "segments:", "segments: [cafe, home] # кому"])
                ),
            )
        elif key == "synonyms":
            put("", "synonyms:")
            indent = draw(st.sampled_from(["", "  ", "    "]))
            for word in draw(st.lists(WORDS, min_size=1, max_size=3)):
                put(indent, f"- {word}")
        else:
            put("", "answers:")
            for _ in range(draw(st.integers(1, 3))):
                keys = draw(st.permutations(["say", "when", "id"]))[: draw(st.integers(1, 3))]
                for index, name in enumerate(keys):
                    dash = "  - " if index == 0 else "    "
                    value = f"i{next(count)}" if name == "id" else scalar("    ")
                    put("", f"{dash}{name}: {value}")
    return HEAD + "".join(lines)


def said(content):
    raw = parsing.parse(content, markdown=False).raw
    value, _ = values.typed(raw, outline.of("objection"))
    return values.canonical(formatting._without_ids(value))


def remarks(text):
    return re.findall(r"# пометка \d+|# кому", text)


@pytest.mark.slow
@given(text=documents())
@example(text=f"{HEAD}synonyms:\n# пометка 2\n- {LONG}\nfamily: да\n")
@example(text=f"{HEAD}note: {LONG}\n# пометка 3\nsegments: []\n")
@example(text=HEAD + "note: >+\n  а\n\n\n# пометка 1\nfamily: б\n")
def test_formatting_settles_at_once_and_changes_nothing_said(text):
    content = text.encode()
    once = formatting.format_file(content, "objections/x.yml")
    assert formatting.format_file(once, "objections/x.yml") == once
    assert said(once) == said(content)
    assert remarks(once.decode()) == remarks(text)
    before, after = (parsing.parse(each, markdown=False).raw for each in (content, once))
    assert list(after) == list(before)
    ids = [each["id"] for each in after.get("answers", [])]
    assert len(set(ids)) == len(ids)
    # An id that was there is the same afterwards.
    kept = [each.get("id") for each in before.get("answers", [])]
    assert all(new == old for new, old in zip(ids, kept, strict=True) if old)
    _, problems = reading.read(once, "objections/x.yml", "x.yml")
    assert not [each for each in problems if each.code in {"missing-id", "bad-id"}]
