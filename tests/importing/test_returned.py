"""Cards as rows of cells: what was written reads back as it was, whatever the texts hold."""

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts_kb.content import loading
from scripts_kb.documents import binding, printing, workbooks
from scripts_kb.documents.binding import LongCellError, TextSheet
from scripts_kb.documents.letters import LONGEST, letters
from scripts_kb.documents.word import exact
from scripts_kb.documents.word.exact import ExactParagraph
from scripts_kb.importing.returned import comparing, papers, sheets, tabling
from scripts_kb.schema import values

ROOT = Path(__file__).parents[2]
# Texts that look like what cells are made of: names, labels, ways, lines that go on, formulas.
ODD = st.sampled_from(
    [
        "=1+1",
        "+7",
        "-",
        "@x",
        "#a",
        "#a b",
        "↳ да",
        "\\",
        "да → нет",
        "→ b",
        "Почему: x",
        "Откуда:",
        "да",
        "1",
        "Дорого",
    ]
)
WORDS = st.text("абв :#→↳\\=\"'<&>«»", min_size=1, max_size=8)
LINE = (ODD | WORDS).filter(values.canonical)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join).filter(values.canonical)
ID = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=4)
STAGE = st.sampled_from(["greeting", "closing"])


def keyed(fields, key="id", name=ID):
    each = st.fixed_dictionaries({key: name}, optional=fields)
    return st.lists(each, min_size=1, max_size=2, unique_by=lambda item: item[key])


def many(text):
    return st.lists(text, min_size=1, max_size=3)


HINTS = keyed({"say": TEXT})
PROOF = keyed({"text": TEXT, "source": LINE})
NEVER = keyed({"say": TEXT, "because": TEXT, "instead": TEXT})
OWN = {
    "status": st.sampled_from(["draft", "live", "archived"]),
    "segments": many(ID),
    "review_by": st.dates().map(str),
    "note": TEXT,
    "client_words": many(TEXT),
    "synonyms": many(TEXT),
}
CARD = {
    **OWN,
    "heard_at": many(STAGE),
    "products": many(ID),
    "family": ID,
    "offers": many(ID),
    "do_not_say": NEVER,
}
ANSWER = {
    "when": TEXT,
    "client_words": many(TEXT),
    "true_concern": TEXT,
    "kind": st.sampled_from(["genuine", "excuse", "condition"]),
    "say": TEXT,
    "steps": keyed({"role": st.sampled_from(["listen", "ask"]), "say": TEXT}),
    "technique": TEXT,
    "next_question": TEXT,
    "hints": HINTS,
    "proof": PROOF,
}
STEP = {
    "stage": STAGE,
    "intent": TEXT,
    "say": TEXT,
    "capture": ID,
    "label": TEXT,
    "captures": keyed({"label": TEXT}, "name"),
    "skip_known": st.booleans(),
    "hints": HINTS,
    "do_not_say": NEVER,
    "objections": many(ID),
    "answers": keyed({"client_says": TEXT, "client_words": many(TEXT), "next": ID}),
    "next": ID,
    "outcome": st.sampled_from(["deal", "next-step", "refused", "not-our-lead"]),
    "reason": ID,
}
TITLED = {"id": ID, "title": LINE}
CARDS = st.one_of(
    st.tuples(
        st.just("objection"),
        st.fixed_dictionaries(TITLED, optional={**CARD, "answers": keyed(ANSWER)}),
    ),
    st.tuples(
        st.just("question"),
        st.fixed_dictionaries(
            TITLED,
            optional={
                **CARD,
                "answer": TEXT,
                "next_question": TEXT,
                "hints": HINTS,
                "proof": PROOF,
            },
        ),
    ),
    st.tuples(
        st.just("script"),
        st.fixed_dictionaries(
            TITLED,
            optional={
                **OWN,
                "channel": st.sampled_from(["phone", "chat"]),
                "goal": TEXT,
                "must_say": many(ID),
                "entry": ID,
                "nodes": keyed(STEP),
            },
        ),
    ),
)


@pytest.mark.slow
@settings(max_examples=60)
@given(CARDS, st.sampled_from(["ru", "en"]))
def test_a_card_reads_back_from_its_rows_as_it_was(card, language):
    kind, written = card
    value = values.canonical(written)
    entity = f"{kind}/{value['id']}"
    rows = tabling.rows(entity, value, "", language)
    assert values.same(values.canonical(comparing.whole(entity, rows)), value)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", list(tabling.ITEMS))
def test_headers_of_a_sheet_tell_its_columns_apart(kind, language):
    headers = [each.header[language == "en"] for each in tabling.columns(kind)]
    assert len(set(headers)) == len(headers)
    found = tabling.known(kind, dict(enumerate(headers)))
    assert [place for place, _ in found] == list(range(len(headers)))


@pytest.mark.slow
def test_the_sample_reads_back_from_its_workbook_as_it_was(tmp_path):
    base, _ = loading.load(ROOT / "content", shown="content")
    made = [
        TextSheet(
            kind,
            [
                [*(each.header[0] for each in tabling.columns(kind)), *tabling.HIDDEN],
                *(
                    tabling.line(row, kind)
                    for each in base.of(kind)
                    for row in tabling.rows(each.entity, each.value, each.blob, "ru")
                ),
            ],
        )
        for kind in tabling.ITEMS
    ]
    (tmp_path / "base.xlsx").write_bytes(binding.workbook(made))
    book = sheets.book(workbooks.sheets(tmp_path / "base.xlsx"))
    found = {each.entity: comparing.whole(each.entity, each.rows) for each in book.cards}
    wanted = {each.entity: each.value for kind in tabling.ITEMS for each in base.of(kind)}
    assert wanted
    assert values.same(values.canonical(found), wanted)


def test_a_line_without_a_name_is_an_item_more():
    column = next(each for each in tabling.columns("script") if each.field == "answers")
    found = tabling.value_of({"answers": "#da Да → b\nНет → c"}, "script", of_item=True)
    assert column.header == ("Клиент отвечает", "The customer answers")
    assert found["answers"] == [
        {"id": "da", "client_says": "Да", "next": "b"},
        {"id": "answer-2", "client_says": "Нет", "next": "c"},
    ]


@pytest.mark.slow
@settings(max_examples=40)
@given(CARDS, st.sampled_from(["ru", "en"]))
def test_a_card_reads_back_from_its_paragraphs_as_it_was(card, language):
    kind, written = card
    value = values.canonical(written)
    entity = f"{kind}/{value['id']}"
    made = papers.lines([(entity, value, "")], language)
    said = [f"{each.label} {each.text}" if each.label else each.text for each in made]
    levels = [each.level for each in papers.lines([(entity, value, "")], language)]
    paragraphs = map(ExactParagraph, range(1, len(said) + 1), levels, said)
    found = papers.book(paragraphs).cards
    assert [each.entity for each in found] == [entity]
    assert values.same(values.canonical(comparing.whole(entity, found[0].rows)), value)


@pytest.mark.slow
def test_the_sample_reads_back_from_its_document_as_it_was(tmp_path):
    base, _ = loading.load(ROOT / "content", shown="content")
    every = [
        (each.entity, each.value, each.blob) for kind in tabling.ITEMS for each in base.of(kind)
    ]
    file = tmp_path / "base.docx"
    file.write_bytes(printing.document(papers.lines(every, "ru")))
    book = papers.book(exact.paragraphs(file, file.name))
    found = {each.entity: comparing.whole(each.entity, each.rows) for each in book.cards}
    assert not book.left
    assert values.same(values.canonical(found), {entity: value for entity, value, _ in every})


def test_names_of_many_cards_fill_no_paragraph_beyond_what_is_read_back():
    every = [f"objection/{number:064d}" for number in range(1000)]
    value = {"title": "Да"}
    made = list(papers.lines([(entity, value, "") for entity in every], "ru"))
    assert max(letters(f"{each.label}{each.text}") for each in made) <= LONGEST
    said = [f"{each.label} {each.text}" if each.label else each.text for each in made]
    levels = [each.level for each in made]
    found = papers.book(map(ExactParagraph, range(1, len(said) + 1), levels, said))
    assert list(found.exported) == every


def test_what_no_cell_holds_is_named():
    with pytest.raises(LongCellError) as caught:
        binding.workbook([TextSheet("Шаги", [["Говорим"], ["a" * 32_768]])])
    assert caught.value.at == "Шаги!A2"


@pytest.mark.parametrize(
    ("entity", "path"),
    [
        ("objection/../../x", "answers[a]"),
        ("offer/x", ""),
        ("objection", ""),
        ("question/srok", ""),
        ("objection/x", "answers[../a]"),
    ],
)
def test_names_that_are_none_are_no_names(entity, path, tmp_path):
    headers = [each.header[0] for each in tabling.columns("objection")]
    row = tabling.CardRow(entity, path, "", {"title": "Да"}, {"say": "Нет"})
    first = tabling.CardRow("objection/y", "", "", {"title": "Y"})
    rows = [
        [*headers, *tabling.HIDDEN],
        *(tabling.line(each, "objection") for each in (first, row)),
    ]
    (tmp_path / "a.xlsx").write_bytes(binding.workbook([TextSheet("Возражения", rows)]))
    book = sheets.book(workbooks.sheets(tmp_path / "a.xlsx"))
    assert [each.entity for each in book.cards] == [
        "objection/y",
        "objection/x" if path.startswith("answers[..") else "",
    ]
    assert book.cards[-1].rows[0].name == ""
