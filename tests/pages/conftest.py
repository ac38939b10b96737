"""A small knowledge base with a past, made by hand: no file, no git."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from scripts_kb.content.base import Base, Document
from scripts_kb.pages.site import Leaf, Site
from scripts_kb.past.records import Edit, Rationale, Row
from scripts_kb.schema import outline, values
from scripts_kb.schema.records import record_of
from scripts_kb.schema.values import canonical

KB: dict[str, Any] = {
    "company": "Утренний цех",
    "time_zone": "Europe/Moscow",
    "segments": [{"id": "cafe", "title": "Кафе"}, {"id": "home", "title": "Для дома"}],
    "metrics": [{"id": "conversion", "title": "Доля сделок", "of": "won/contacts"}],
    "variables": {"delivery": "400 ₽"},
    "contacts": [{"id": "price", "about": "Скидка", "role": "Руководитель"}],
}
ZONES: dict[str, Any] = {
    "departments": [
        {"id": "sales", "title": "Продажи", "reviewers": ["secret-login"]},
        {"id": "marketing", "title": "Маркетинг"},
    ],
    "zones": [
        {
            "id": "price",
            "title": "Цена",
            "fields": ["offer:price.**", "config:reasons.**", "objection:**"],
            "responsible": "marketing",
            "accountable": "marketing",
            "consulted": ["sales"],
        }
    ],
    "control_points": [{"id": "calls", "department": "sales", "title": "Десять звонков"}],
}
OBJECTION: dict[str, Any] = {
    "id": "dorogo",
    "title": "Дорого",
    "heard_at": ["closing"],
    "segments": ["cafe"],
    "client_words": ["Ценник конский"],
    "answers": [
        {
            "id": "cup",
            "when": "Сравнивает с магазином",
            "say": "<company> отвечает: <offer/opt.price.list> за кило.",
            "next_question": "Сколько чашек, <client_name>?",
        },
        {"id": "other", "when": "Иначе", "say": "Понимаю."},
    ],
    "offers": ["opt"],
}
OFFER: dict[str, Any] = {
    "id": "opt",
    "title": "Опт от 20 кг",
    "audience": "partner",
    "promise": "Один вкус весь месяц",
    "price": {"list": 1490, "currency": "RUB", "unit": "кг"},
    "internal": {"floor": 1350},
    "discount_limits": "до 5 % сам",
    "valid_from": "2026-10-01",
    "valid_to": "2026-12-31",
}
SCRIPT: dict[str, Any] = {
    "id": "call",
    "title": "Звонок",
    "entry": "greet",
    "nodes": [
        {
            "id": "greet",
            "stage": "greeting",
            "intent": "Узнать имя",
            "say": "Добрый день!",
            "objections": ["dorogo"],
            "answers": [
                {"id": "yes", "client_says": "Да", "next": "bye"},
                {"id": "again", "client_says": "Что?", "next": "greet"},
            ],
        },
        {"id": "bye", "say": "До свидания.", "outcome": "deal"},
    ],
}
INSIGHT: dict[str, Any] = {
    "id": "calls",
    "title": "Звонки октября",
    "noticed_by": "sales",
    "sample": 120,
    "first_words": [{"id": "price", "says": "Сколько стоит?", "count": 41}],
}
START = int(dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC).timestamp())


def document(entity: str, raw: dict[str, Any]) -> Document:
    record = record_of(entity).model_validate(raw, strict=False)
    return Document(entity, f"{entity}.yml", canonical(raw), record)


def base(**more: dict[str, Any]) -> Base:
    """Make a base; `more` replaces or adds documents, `objection__x` standing for `objection/x`."""
    raw = {
        "script/call": SCRIPT,
        "objection/dorogo": OBJECTION,
        "offer/opt": OFFER,
        "insight/calls": INSIGHT,
        "config/kb": KB,
        "config/zones": ZONES,
        **{name.replace("__", "/"): value for name, value in more.items()},
    }
    documents = {entity: document(entity, value) for entity, value in raw.items()}
    return Base(
        documents=documents,
        kb=documents["config/kb"].record,
        zones=documents["config/zones"].record,
    )


def row(entity: str, version: int, edits: tuple[Edit, ...], **more: Any) -> Row:
    facts = {"kind": "changed", "subject": "Правка", "path": f"{entity}.yml", "offset": 10800}
    return Row(
        change=f"{version:040x}",
        entity=entity,
        version=version,
        time=START + version * 86400,
        edits=edits,
        **{**facts, **more},
    )


REASON = Rationale(
    "file",
    id="cup-first",
    title="Считаем чашку",
    by="marketing",
    class_="tactical",
    origin="Не поняли слово «спешелти».",
    cause="Клиент сравнивает **килограмм**.",
    purpose="Говорить про чашку.",
    effect="Больше доходят до конца.",
    evidence=("insight/calls", "https://example.org/x", "javascript:alert(1)"),
    expect={"metric": "conversion", "of": "script/call", "change": "+3pp", "by": "2026-12-31"},
)


@pytest.fixture
def site() -> Callable[..., Site]:
    """Makes a site whose objection has three versions; version 3 has no reason."""

    def make(audience: str = "team", today: str = "2026-11-21", **more: dict[str, Any]) -> Site:
        whole = base(**more)
        rows = []
        leaves = {}
        for entity, found in whole.documents.items():
            first = row(entity, 1, (Edit("added", "", None, found.value),), kind="added")
            rows.append(first)
            shape = outline.of(entity)
            leaves[entity] = {
                path: Leaf(entity, path, leaf, first)
                for path, leaf in values.leaves(found.value, shape)
            }
        say, ask = "answers[cup].say", "answers[cup].next_question"
        if say in leaves["objection/dorogo"]:
            now = {path: leaf.value for path, leaf in leaves["objection/dorogo"].items()}
            second = row(
                "objection/dorogo",
                2,
                (Edit("changed", say, "Это недорого за кило.", now[say]),),
                rationale=REASON,
            )
            third = row(
                "objection/dorogo",
                3,
                (Edit("changed", ask, "Сколько?", now[ask]),),
                gaps=("unexplained",),
            )
            for path, by in ((say, second), (ask, third)):
                leaf = leaves["objection/dorogo"][path]
                leaves["objection/dorogo"][path] = Leaf(leaf.entity, path, leaf.value, by)
            rows = [third, second, *rows]
        return Site(
            base=whole,
            rows=tuple(rows),
            leaves=leaves,
            versions=dict.fromkeys(whole.documents, 1) | {"objection/dorogo": 3},
            today=dt.date.fromisoformat(today),
            audience=audience,
            tip="f" * 40,
            updated="2026-11-21T17:20:00+03:00",
        )

    return make
