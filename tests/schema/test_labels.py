"""Labels along a path, and every table that a field names."""

import re
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import labels
from scripts_kb.schema.kinds import CONFIG_FILES, KINDS, RECORDS


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
        ("decision/x", "positions.sales", ("Позиции отделов", "Продажи")),
        ("change", "class", ("Тип",)),
        ("offer/x", "gone.field", ()),
        ("offer/x", "", ()),
    ],
)
def test_a_path_is_named(entity, path, russian):
    assert labels.trail(entity, path, "ru", {"sales": "Продажи"}) == russian


def models():
    found = []

    def add(model):
        if model not in found:
            found.append(model)
            for field in labels.declared(model).values():
                if field.inner:
                    add(field.inner)

    for record in RECORDS.values():
        add(record)
    return found


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_field_has_labels_and_its_choices_too(model: type[BaseModel]):
    for name, field in labels.declared(model).items():
        if name == "root":
            continue
        assert field.label[0] != name
        assert field.audience in {"partner", "team", "heads", "editor"}
        if field.choices:
            assert labels.choices(field.choices)


def literals(annotation):
    """The values of whatever `Literal` an annotation holds."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return set().union(*map(literals, get_args(annotation)))


def test_each_choice_has_a_label_and_no_label_is_unused():
    used = {f"{table}.{kind}" for table in ("kind", "kinds") for kind in (*KINDS, "config")}
    used |= {f"config/{name.removesuffix('.yml')}" for name in CONFIG_FILES}
    for model in models():
        for name, field in labels.declared(model).items():
            if field.choices:
                values = literals(
                    next(
                        info.annotation
                        for own, info in model.model_fields.items()
                        if (info.alias or own) == name
                    )
                )
                # A rhythm is free: these are the usual ones.
                assert values or field.choices == "rhythm"
                used |= {f"{field.choices}.{each}" for each in values}
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
