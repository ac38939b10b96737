"""A small knowledge base for the call screen, made of records: no files, no git."""

import dataclasses
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from scripts_kb.content.base import Base, Document
from scripts_kb.pages.site import Leaf, Site
from scripts_kb.past.records import Edit, Rationale, Row
from scripts_kb.schema import outline, values
from scripts_kb.schema.config import Kb, Wording, Zones
from scripts_kb.schema.kinds import FOLDER_OF
from scripts_kb.schema.records import record_of

TODAY = dt.date(2026, 11, 21)
"""The day of the tests; browsers are told the same."""

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Europe/Moscow"))

KB: dict[str, Any] = {
    "company": "Утренний цех",
    "language": "ru",
    "time_zone": "Europe/Moscow",
    "segments": [{"id": "cafe", "title": "Кафе"}, {"id": "home", "title": "Для дома"}],
    "metrics": [{"id": "conversion", "title": "Доля сделок", "of": "won/contacts"}],
    "reasons": {
        "refused": [{"id": "price", "title": "Не устроила цена"}, {"id": "no", "title": "Не хочет"}]
    },
    "contacts": [{"id": "taste", "about": "Вкус", "role": "Технолог", "channel": "Чат «Обжарка»"}],
    "pins": [
        {"id": "p1", "entity": "objection/supplier", "segment": "cafe"},
        {"id": "p2", "entity": "question/delivery", "segment": "home"},
    ],
}

CARDS: dict[str, dict[str, Any]] = {
    "objection/dorogo": {
        "title": "Дорого",
        "segments": ["cafe"],
        "family": "dorogo",
        "client_words": ["Дорого", "Ценник конский", "Нам бы подешевле"],
        "synonyms": ["цена", "стоимость"],
        "answers": [
            {
                "id": "cup",
                "when": "Считает килограмм",
                "true_concern": "Не видит чашку",
                "steps": [
                    {"id": "ack", "role": "acknowledge", "say": "Понимаю, сумма заметная."},
                    {"id": "argue", "role": "argue", "say": "В чашку уходит девять граммов."},
                ],
                "next_question": "Сколько чашек в день?",
                "proof": [{"id": "p", "text": "18 граммов в рожке", "source": "insight/calls"}],
            },
            {
                "id": "volume",
                "when": "Берёт много",
                "say": "За объём цена <offer/big.price.list> за кило.",
            },
        ],
        "do_not_say": [
            {"id": "cheap", "say": "Это недорого", "because": "Спор", "instead": "Сравним чашку"}
        ],
        "offers": ["big", "old"],
        "note": "секрет редактора",
    },
    "objection/dorogo-home": {
        "title": "Дорого для дома",
        "segments": ["home"],
        "family": "dorogo",
        "client_words": ["Дорого за пачку", "В магазине дешевле"],
        "answers": [{"id": "pack", "say": "Пачки хватает на месяц."}],
    },
    "objection/market": {
        "title": "На маркетплейсе дешевле",
        "segments": ["home"],
        "client_words": ["У вас дорого, на маркетплейсе дешевле"],
        "answers": [{"id": "fresh", "say": "Там дешевле, зато у нас свежее."}],
    },
    "objection/both": {
        "title": "Дорого возите",
        "segments": ["cafe"],
        "client_words": ["Дорого возите зерно"],
        "answers": [{"id": "free", "say": "Кафе возим бесплатно."}],
    },
    "objection/supplier": {
        "title": "Есть поставщик",
        "segments": ["cafe"],
        "client_words": ["Мы уже с обжарщиком", "Нас всё устраивает"],
        "answers": [
            {
                "id": "second",
                "say": (
                    "Хорошо, когда поставщик надёжный. Менять его не зову. Поставьте нашу смесь "
                    "второй на одну неделю. Гости сравнят сами. Если наша не понравится, мы "
                    "заберём остаток и вернём деньги до последнего рубля."
                ),
            }
        ],
    },
    "question/delivery": {
        "title": "Доставка",
        "segments": ["cafe", "home"],
        "client_words": ["Как доставляете?", "Сколько стоит доставка?"],
        "answer": "Везём завтра, бесплатно от двух тысяч.",
        "next_question": "<client_name>, в какой район?",
    },
    "offer/big": {
        "title": "От 20 кг",
        "audience": "partner",
        "segments": ["cafe"],
        "client_words": ["Оптом почём?"],
        "promise": "Один вкус весь месяц",
        "terms": "Предоплата",
        "price": {"list": 1490, "currency": "RUB", "unit": "кг"},
        "internal": {"floor": 1350, "margin_pct": 34},
        "valid_from": "2026-10-01",
        "valid_to": "2026-12-31",
    },
    "offer/old": {
        "title": "Осенний набор",
        "segments": ["cafe"],
        "promise": "Три пачки",
        "price": {"list": 990, "currency": "RUB"},
        "valid_to": "2026-11-20",
    },
    "offer/last-day": {
        "title": "Последний день",
        "segments": ["cafe", "home"],
        "promise": "Доставка бесплатно",
        "valid_to": "2026-11-21",
    },
    "product/brazil": {
        "title": "Бразилия",
        "client_words": ["Погорче что-нибудь"],
        "price": {"list": 640, "currency": "RUB", "unit": "пачка"},
        "cost": 210,
        "says": "Какао и орех, без кислинки.",
    },
    "script/incoming": {
        "title": "Входящий, для дома",
        "segments": ["home"],
        "client_words": ["Хочу заказать кофе домой"],
        "goal": "Первый заказ",
        "must_say": ["recording"],
        "entry": "greet",
        "nodes": [
            {
                "id": "greet",
                "stage": "greeting",
                "intent": "Узнать имя",
                "say": "Добрый день, <company>! Как к вам обращаться?",
                "capture": "client_name",
                "answers": [
                    {"id": "price", "client_says": "Сколько стоит?", "next": "needs"},
                    {"id": "later", "client_says": "Я перезвоню", "next": "bye"},
                ],
            },
            {
                "id": "needs",
                "stage": "discovery",
                "say": "<client_name>, берёте себе или в подарок?",
                "objections": ["dorogo-home"],
                "questions": ["delivery"],
                "next": "bye",
            },
            {"id": "bye", "stage": "follow-up", "say": "Жаль. До связи!", "outcome": "refused"},
        ],
    },
    "insight/calls": {"title": "Звонки октября"},
    "objection/draft": {"title": "Черновик", "status": "draft", "client_words": ["черновик"]},
    "objection/past": {"title": "Старое", "status": "archived", "client_words": ["старое"]},
}

MANY: dict[str, dict[str, Any]] = {
    **CARDS,
    **{
        f"objection/o{number}": {
            "title": f"Возражение {number}",
            "segments": ["cafe"] if number % 2 else [],
            "client_words": [f"Слова {number}"],
            "answers": [{"id": "a", "say": f"Ответ номер {number}."}],
            "note": "секрет редактора",
        }
        for number in range(300)
    },
    **{
        f"offer/f{number}": {
            "title": f"Набор {number}",
            "promise": "Три пачки",
            "price": {"list": 990 + number, "currency": "RUB"},
            "internal": {"floor": 1350, "margin_pct": 34},
        }
        for number in range(100)
    },
}
"""A base large enough for its answers to come in parts."""

REASON = Rationale(
    "file",
    id="cup-first",
    title="Сначала чашка",
    by="marketing",
    class_="tactical",
    origin="38 из 86 сравнивали килограмм",
    cause="Считают килограмм, а продают чашки",
    purpose="Говорить о деньгах в чашке",
    effect="Больше пробников",
    evidence=("insight/calls", "https://example.org/report", "устно"),
    expect={"metric": "conversion", "of": "script/incoming", "change": "+3pp", "by": "2026-12-31"},
    agreed=("sales",),
)


def base(cards: dict[str, dict[str, Any]] | None = None, **settings: Any) -> Base:
    """Make a base of values as content files hold them, without their ids."""
    kb = {**KB, **settings}
    zones = {
        "departments": [
            {"id": "sales", "title": "Продажи", "reviewers": ["login-of-reviewer"]},
            {"id": "marketing", "title": "Маркетинг"},
        ]
    }
    wording = {
        "must_say": [
            {"id": "recording", "say": "Разговор записывается.", "when": "В начале"},
            {"id": "removed", "say": "Удаляю номер.", "when": "Просит больше не звонить"},
        ]
    }
    documents = {}
    for entity, fields in (CARDS if cards is None else cards).items():
        kind, _, id_ = entity.partition("/")
        value = {"id": id_, **fields}
        record = record_of(entity).model_validate(value)
        path = f"{FOLDER_OF[kind]}/{id_}.yml"
        documents[entity] = Document(entity, path, value, record)
    for name, value in (("kb", kb), ("zones", zones), ("wording", wording)):
        entity = f"config/{name}"
        record = record_of(entity).model_validate(value)
        documents[entity] = Document(entity, f"{name}.yml", value, record)
    return Base(
        documents=documents,
        kb=Kb.model_validate(kb),
        zones=Zones.model_validate(zones),
        wording=Wording.model_validate(wording),
    )


def site(
    cards: dict[str, dict[str, Any]] | None = None,
    *,
    changed: tuple[tuple[str, str, str, int, Rationale | None], ...] = (),
    audience: Any = "team",
    **settings: Any,
) -> Site:
    """Make a site whose cards all landed 40 days ago, but for what changed since.

    Args:
        cards: values by entity; `CARDS` where left out.
        changed: entity, path, text before, days ago, reason.
        audience: who reads it.
        settings: of `kb.yml`.
    """
    found = base(cards, **settings)
    now = int(NOON.timestamp())
    rows: list[Row] = []
    leaves: dict[str, dict[str, Leaf]] = {}
    versions: dict[str, int | None] = {}
    for entity, document in found.documents.items():
        time = now - 40 * 86400
        edit = Edit("added", "", None, document.value)
        first = Row("a" * 40, entity, 1, "added", time, 10800, "Первая", document.path, (edit,))
        rows.append(first)
        versions[entity] = 1
        leaves[entity] = {
            path: Leaf(entity, path, value, first)
            for path, value in values.leaves(document.value, outline.of(entity))
        }
    for number, (entity, path, before, days, reason) in enumerate(changed):
        after = leaves[entity][path].value
        versions[entity] = (versions[entity] or 0) + 1
        row = Row(
            f"{number:x}" * 40,
            entity,
            versions[entity],
            "changed",
            now - days * 86400,
            10800,
            "Правка",
            found.documents[entity].path,
            (Edit("changed", path, before, after),),
            reason,
            () if reason else ("unexplained",),
        )
        rows.insert(0, row)
        leaves[entity][path] = Leaf(entity, path, after, row)
    return Site(
        base=found,
        rows=tuple(rows),
        leaves=leaves,
        versions=versions,
        today=TODAY,
        audience=audience,
        tip="b" * 40,
        updated="2026-11-21T09:00:00+03:00",
    )


def changed_cards(entity: str, **fields: Any) -> dict[str, dict[str, Any]]:
    """Give the cards with some fields of one of them replaced."""
    return {**CARDS, entity: {**CARDS[entity], **fields}}


def kept(whole: Site, **fields: Any) -> Site:
    """Replace fields of a site."""
    return dataclasses.replace(whole, **fields)
