"""The reference of fields: whatever the records declare stands on it, in the base's language."""

import re
from dataclasses import replace

import pytest

from scripts_kb.content.base import Base
from scripts_kb.pages import fields, manual
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.site import Site
from scripts_kb.schema import kinds, outline, shapes
from scripts_kb.schema.config import Kb

PLACES = {
    f"{kind}:{path}": shape
    for kind in kinds.ORDER
    for path, shape in shapes.places(outline.of(kind))
}


def reading(language="ru", audience="team"):
    return Reading(Site(Base(kb=Kb(company="К", language=language)), audience=audience))


def page(language="ru"):
    return fields.render(reading(language)).content.decode()


def row(text, place):
    found = re.search(rf'<tr id="{re.escape(place)}">(.*?)</tr>', text, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", found[1]).split())


@pytest.mark.slow
@pytest.mark.parametrize(("language", "place"), [("ru", 0), ("en", 1)])
def test_every_field_of_every_record_has_its_row(language, place):
    text = page(language)
    assert re.findall(r'<tr id="([^"]*)">', text) == list(PLACES)
    for name, shape in PLACES.items():
        shown = row(text, name).replace("&#39;", "'")
        assert name in shown
        if not name.endswith("*"):
            assert shape.label[place] in shown


def test_every_link_leads_to_a_place_of_the_page():
    text = page()
    assert set(re.findall(r'href="#([^"]*)"', text)) <= set(re.findall(r' id="([^"]*)"', text))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("offer:id", "id Code required Exact text Everyone, partners too offer:id"),
        ("offer:promise", "promise The promise Text said aloud Everyone, partners too"),
        ("offer:price.list", "list Price Number Everyone, partners too"),
        ("offer:internal.floor", "floor Floor price Number Heads only"),
        ("offer:valid_to", "Date, YYYY-MM-DD"),
        ("offer:note", "Nobody: it is for editors"),
        ("offer:materials.file", "A file of the folder materials/"),
        ("offer:materials", "List: Fields of its own"),
        ("offer:segments", "List: The code of: Segments"),
        ("objection:offers", "List: The code of: Offer"),
        ("config/kb:company", "company Company Short text Everyone, partners too"),
        ("objection:title", "title Title required Short text The team"),
        ("objection:answers.id", "id Code required Exact text The team"),
        ("objection:answers.kind", "One of: genuine Genuine, excuse Excuse, condition Condition"),
        ("objection:answers.proof.source", "A card, a file or an address"),
        ("insight:objections.objection", "objection Objection required The code of: Objection"),
        ("script:nodes.next", "The code of: Steps"),
        ("decision:positions", "Keys of your own ( Departments ): Text for readers"),
        ("config/kb:crm.stages.*", "* One of: open , refused , won The team"),
        ("config/kb:feedback.copy", "true , false"),
        ("config/synonyms:words", "List: Words of speech The team"),
    ],
)
def test_a_row_says_what_a_field_holds_and_who_sees_it(place, said):
    assert said in row(page("en"), place)


def test_an_english_base_has_no_russian_letter():
    assert not re.search("[а-яё]", page("en"), re.IGNORECASE)


def test_labels_are_escaped(monkeypatch):
    shape = replace(outline.of("offer").fields["title"], label=("<b>", "<b>"), use="<i>")
    whole = shapes.Shape("map", fields={"<u>": shape})
    monkeypatch.setattr(outline, "of", lambda _: whole)
    monkeypatch.setattr(outline, "way", lambda *_: ((shapes.paths.PathStep("field", "x"), shape),))
    text = page()
    assert "&lt;b&gt;" in text
    assert not re.search("<[biu]>", text)


def test_partners_have_no_reference():
    assert not list(manual.plan(reading(audience="partner")))
    assert fields.PATH in {each.path for each in manual.plan(reading())}
