"""Labels along a path, and every table that a field names."""

import re
from pathlib import Path

import pytest

from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import kinds, labels, outline, shapes
from scripts_kb.schema.audience import AUDIENCES


@pytest.mark.parametrize(
    ("entity", "path", "russian"),
    [
        ("objection/x", "title", ("Название",)),
        ("objection/x", "answers[a].steps[b].say", ("Наши ответы", "Ходы", "Говорим")),
        ("objection/x", 'client_words["Дорого [да]"]', ("Слова клиента",)),
        ("offer/x", "price.list", ("Цена", "Цена")),
        ("config/kb", "reasons.refused[no].title", ("Причины", "Отказ", "Название")),
        ("config/kb", "review_days.objection", ("Перепроверять раз в, дней", "Возражение")),
        ("config/synonyms", "[price].words", ("Слова",)),
        ("decision/x", "positions.sales", ("Позиции отделов", "sales")),
        ("change", "class", ("Тип",)),
        ("offer/x", "gone.field", ()),
        ("offer/x", "price.gone", ("Цена",)),
        ("ghost/x", "title", ()),
        ("offer/x", "", ()),
    ],
)
def test_a_path_is_named(entity, path, russian):
    assert labels.trail(entity, path, "ru") == russian


PLACES = [
    (kind, path, shape) for kind in kinds.ORDER for path, shape in shapes.places(outline.of(kind))
]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "path", "shape"), PLACES, ids=[f"{k}:{p}" for k, p, _ in PLACES])
def test_every_field_has_labels_and_its_choices_too(kind, path, shape):
    assert shape.label[0] != path.rpartition(".")[2]
    assert shape.audience in AUDIENCES
    if shape.table:
        assert labels.choices(shape.table)


def test_each_choice_has_a_label_and_no_label_is_unused():
    used = {f"{table}.{kind}" for table in ("kind", "kinds") for kind in (*kinds.KINDS, "config")}
    used |= {f"config/{name.removesuffix('.yml')}" for name in kinds.CONFIG_FILES}
    for _, _, shape in PLACES:
        if shape.table:
            values = (shape.item or shape).choices
            assert values
            used |= {f"{shape.table}.{each}" for each in values}
    texts = catalogue("labels").texts
    assert {key for key in texts if not key.startswith(("capture.", "rhythm."))} == used
    for key, (russian, english) in texts.items():
        assert re.search("[а-яё]", russian, re.IGNORECASE), key
        assert not re.search("[а-яё]", english, re.IGNORECASE), key


def test_whatever_the_sample_asks_to_write_down_has_a_name():
    """Without one a reader of Russian would be shown `pickup`."""
    scripts = (Path(__file__).parents[2] / "content" / "scripts").rglob("*.yml")
    asked = {
        name
        for script in scripts
        for name in re.findall(r"^ *capture: (\S+)$", script.read_text("utf-8"), re.MULTILINE)
    }
    assert asked
    assert asked <= set(labels.choices("capture"))
