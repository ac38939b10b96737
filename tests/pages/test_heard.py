"""The customers' words of an answer and of a reply stand on the page of their card."""

import re

import pytest

from scripts_kb.pages.planning import render


@pytest.fixture
def worded(site):
    """Makes the site with words at the second answer of the objection and at a reply of the script."""

    def make(audience="team"):
        values = {entity: each.value for entity, each in site().base.documents.items()}
        objection, script = values["objection/dorogo"], values["script/call"]
        cup, other = objection["answers"]
        other = {**other, "client_words": ["Берём вагонами", "Оптом же"]}
        greet, bye = script["nodes"]
        yes, again = greet["answers"]
        greet = {**greet, "answers": [{**yes, "client_words": ["Ага", "Давайте"]}, again]}
        return site(
            audience,
            objection__dorogo={**objection, "answers": [cup, other]},
            script__call={**script, "nodes": [greet, bye]},
        )

    return make


def pages(whole):
    return {each.path: each.content.decode(errors="replace") for each in render(whole)}


def words(text):
    return re.findall(
        r"<li>(«[^<]*»)", " ".join(re.findall(r'kb-words">(.*?)</ul>', text, re.DOTALL))
    )


def test_each_answer_shows_its_own(worded):
    text = pages(worded())["objections/dorogo.md"]
    assert words(text) == ["«Берём вагонами»", "«Оптом же»", "«Ценник конский»"]
    assert "вагонами" in text.partition('id="a-other"')[2].partition("</section>")[0]


def test_each_reply_shows_how_else_it_is_said(worded):
    text = pages(worded())["scripts/call.md"]
    said = re.findall(r"Ещё так говорят: (.*?)</div>", text, re.DOTALL)
    assert [re.findall("«[^<]*?»", each) for each in said] == [["«Ага»", "«Давайте»"]]


def test_partners_read_none_of_them(worded):
    texts = pages(worded("partner")).values()
    assert [text for text in texts if "Оптом же" in text or "«Ага»" in text] == []
