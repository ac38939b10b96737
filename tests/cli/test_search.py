"""`kb search`: customers' words in, cards out, as the call screen finds them."""

import json

import pytest

CARD = """\
id: {id}
title: {title}
status: {status}
segments: [cafe]
client_words: ["{says}"]
answers: [{{id: a, say: Понимаю.}}]
"""


def card(name, title, says, status="live"):
    return CARD.format(id=name, title=title, says=says, status=status)


@pytest.fixture
def base(folder, looked_up):
    looked_up(folder.root)
    folder.write(
        {
            "objections/dorogo.yml": card("dorogo", "Дорого", "Ценник конский"),
            "objections/podumayu.yml": card("podumayu", "Подумаю", "Надо подумать"),
            "objections/later.yml": card("later", "Позже", "Ценник позже", status="draft"),
        }
    )
    return folder


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("typed", "out"),
    [
        (["ценник", "конский"], "1. Дорого  objection/dorogo\n"),
        (["wtyybr"], "показано по: ценник\n1. Дорого  objection/dorogo\n"),
        (["сертификат"], "Такого ответа нет.\n"),
        (["подумать", "--segment", "cafe", "--limit", "1"], "1. Подумаю  objection/podumayu\n"),
    ],
)
def test_words_find_live_cards_without_a_repository(kb, typed, out):
    assert kb("search", *typed) == (0, out, "")


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("ценник у вас какой", "Может быть, не о том:"),
        ("сертификат, паллета, склад, шлагбаум, ценник", "Похоже, такого ответа нет. Ближе всего:"),
    ],
)
def test_what_hardly_answers_is_said_so(kb, typed, says):
    _, out, _ = kb("search", typed)
    assert out == f"{says}\n1. Дорого  objection/dorogo\n"


@pytest.mark.usefixtures("base")
def test_as_data(kb):
    code, out, _ = kb("search", "ценник конский", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["read_as"], found["shown"], found["confidence"] >= 0.875) == (
        None,
        "answer",
        True,
    )
    (hit,) = found["hits"]
    assert {**hit, "score": None} == {
        "entity": "objection/dorogo",
        "title": "Дорого",
        "score": None,
        "family": None,
    }


@pytest.mark.usefixtures("base")
def test_a_segment_that_there_is_not_is_a_mistake(kb):
    assert kb("search", "дорого", "--segment", "moon") == (
        2,
        "",
        "kb: Нет такого сегмента: moon. Есть: cafe.\n",
    )


def test_no_segment_is_unknown_where_settings_have_a_mistake(kb, base):
    file = base.root / "content/kb.yml"
    file.write_text(file.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    code, out, err = kb("search", "дорого", "--segment", "cafe")
    assert (code, out) == (2, "")
    assert ": unknown-key: Неизвестное поле «nonsense»." in err
