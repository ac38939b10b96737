"""A log, a knowledge base and facts, made of a few words."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from scripts_kb.content.base import Base, Document
from scripts_kb.effects import ledger
from scripts_kb.facts.records import CallFact, Facts
from scripts_kb.past.records import Edit, Rationale, Row
from scripts_kb.schema.cards import Offer, Script
from scripts_kb.schema.config import Kb

ZONE = ZoneInfo("Europe/Moscow")
KB = Kb.model_validate(
    {
        "company": "Утренний цех",
        "time_zone": "Europe/Moscow",
        "segments": [{"id": "home", "title": "Для дома"}, {"id": "cafe", "title": "Кафе"}],
        "metrics": [
            {"id": "conversion", "title": "Конверсия", "of": "won/contacts", "min_contacts": 100},
            {"id": "refusal", "title": "Отказы", "of": "refused/contacts", "better": "down"},
            {"id": "average", "title": "Средний чек", "of": "revenue/won"},
            {"id": "margin", "title": "Прибыль с контакта", "of": "profit/contacts"},
            {"id": "acceptance", "title": "Принятые лиды", "of": "accepted/received"},
            {"id": "love", "title": "Любовь", "of": "love/contacts"},
        ],
    }
)
SCRIPT = {
    "id": "in",
    "title": "Входящий",
    "segments": ["home"],
    "nodes": [
        {
            "id": "greet",
            "objections": ["dorogo"],
            "offers": ["gift"],
            "say": "Пачка <product/espresso.price.list>",
        }
    ],
}
OFFERS = [
    {
        "id": "gift",
        "title": "Подарок",
        "segments": ["home"],
        "valid_from": "2026-01-01",
        "products": ["espresso"],
    },
    {
        "id": "winter",
        "title": "Зимняя",
        "segments": ["home"],
        "valid_from": "2026-09-20",
        "valid_to": "2026-11-10",
    },
    {"id": "cafe-only", "title": "Для кафе", "segments": ["cafe"], "valid_from": "2026-09-20"},
]


def document(kind, value, record):
    return Document(f"{kind}/{value['id']}", f"{kind}s/{value['id']}.yml", value, record)


@pytest.fixture
def base():
    documents = [document("script", SCRIPT, Script.model_validate(SCRIPT))]
    documents += [document("offer", each, Offer.model_validate(each)) for each in OFFERS]
    for kind, id_ in (
        ("objection", "dorogo"),
        ("objection", "later"),
        ("product", "espresso"),
        ("change", "c"),
    ):
        documents.append(document(kind, {"id": id_, "title": id_}, None))
    return Base({each.entity: each for each in documents}, kb=KB)


@pytest.fixture
def row():
    """Make a row: what, its version, the day, and the reason's fields; the commit is the day's."""

    def make(
        entity, version, day, *, edits=None, kind="changed", commit=None, subject="Правка", **reason
    ):
        moment = dt.datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=ZONE)
        change = (commit or day.replace("-", "")).ljust(40, "0")
        if edits is None:
            edits = (Edit("changed", "nodes[greet].say", f"v{version - 1}", f"v{version}"),)
        said = Rationale(**{"source": "trailers", **reason}) if reason else None
        path = f"content/{entity.replace('/', 's/')}.yml"
        return Row(
            change,
            entity,
            version,
            kind,
            int(moment.timestamp()),
            10800,
            subject,
            path,
            edits,
            said,
        )

    return make


@pytest.fixture
def expect():
    """Make the fields of a reason that predicts."""

    def make(change="+3pp", by="2026-10-31", metric="conversion", of="script/in"):
        return {"metric": metric, "of": of, "change": change, "by": by}

    return make


def _parts(total, days, index):
    return total * (index + 1) // days - total * index // days


@pytest.fixture
def calls():
    """Spread contacts and won deals evenly over days: script, version, days, contacts, won."""

    def make(first, last, contacts, won, *, version=None, script="in", segment="home", **more):
        first, last = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        days = (last - first).days + 1
        return [
            CallFact(
                first + dt.timedelta(days=index),
                script,
                version,
                segment,
                _parts(contacts, days, index),
                _parts(won, days, index),
                _parts(more.get("refused", contacts - won), days, index),
                *(
                    None if more.get(name) is None else _parts(more[name], days, index)
                    for name in ("revenue", "profit", "repeat")
                ),
            )
            for index in range(days)
        ]

    return make


@pytest.fixture
def facts():
    """Put rows of calls together."""

    def make(*groups, **more):
        rows = sorted((each for group in groups for each in group), key=lambda fact: fact.date)
        return Facts(calls=tuple(rows), **more)

    return make


@pytest.fixture
def entry_of(base):
    """Give the only entry of a log."""

    def make(rows, facts, today=dt.date(2026, 12, 1)):
        found = ledger.of(rows, base, facts, today)
        assert len(found.entries) == 1
        return found.entries[0]

    return make
