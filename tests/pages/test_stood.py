"""Where a card stood before it came into the base: read beside its reason."""

import pytest

from scripts_kb.pages.planning import render
from scripts_kb.past import stood

NOTE = {
    "id": "cup-first",
    "title": "Перенесли",
    "places": [{"entity": "objection/dorogo", "at": "okna-dve.xlsx#Возражения!A2"}],
}


def page(site):
    found = {each.path: each.content.decode(errors="replace") for each in render(site)}
    return found["objections/dorogo.md"]


def test_the_reason_of_a_phrase_names_file_sheet_and_row(site):
    told = page(site(**{"change__cup-first": NOTE}))
    assert "Где стояло" in told
    assert "okna-dve.xlsx, лист «Возражения», строка 2" in told
    assert "Где стояло" not in page(site())


@pytest.mark.parametrize(
    ("at", "ru"),
    [
        ("a.csv#B3", "a.csv, строка 3"),
        ("a.docx#t2!B3", "a.docx, таблица 2, строка 3"),
        ("a.docx#p12", "a.docx, абзац 12"),
        ("a.txt#line 4", "a.txt, строка 4"),
        ("a.html#block 7", "a.html, блок 7"),
        ("a.xmind#Вопросы!1.2", "a.xmind, лист «Вопросы», узел 1.2"),
        ("a.json#/nodes", "a.json, /nodes"),
    ],
)
def test_an_address_is_told_in_words(at, ru):
    assert stood.said(at, "ru") == ru
