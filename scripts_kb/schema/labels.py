"""What readers see in place of field names, ids of kinds and fixed choices, in both languages.

The labels of fields are declared with the fields; here they are looked up along a path:

    "answers[compare].say" of an objection  ──▶  ("Наши ответы", "Говорим")
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scripts_kb.language import Language
from scripts_kb.schema import outline, paths
from scripts_kb.schema.outline import Declared, Pair

if TYPE_CHECKING:
    from pydantic import BaseModel

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "status": {
        "draft": ("Черновик", "Draft"),
        "live": ("Действует", "Live"),
        "archived": ("В архиве", "Archived"),
    },
    "stage": {
        "greeting": ("Приветствие", "Greeting"),
        "gatekeeper": ("Секретарь", "Gatekeeper"),
        "discovery": ("Выяснение", "Discovery"),
        "presentation": ("Рассказ о товаре", "Presentation"),
        "bargaining": ("Разговор о цене", "Bargaining"),
        "payment": ("Оплата", "Payment"),
        "upsell": ("Предложить ещё", "Upsell"),
        "closing": ("Завершение", "Closing"),
        "referral": ("Рекомендация", "Referral"),
        "follow-up": ("Следующий контакт", "Follow-up"),
        "complaint": ("Жалоба", "Complaint"),
    },
    "role": {
        "listen": ("Выслушать", "Listen"),
        "acknowledge": ("Присоединиться", "Acknowledge"),
        "clarify": ("Уточнить", "Clarify"),
        "argue": ("Аргумент", "Argue"),
        "ask": ("Вопрос", "Ask"),
    },
    "answer_kind": {
        "genuine": ("Истинное", "Genuine"),
        "excuse": ("Отговорка", "Excuse"),
        "condition": ("Условие", "Condition"),
    },
    "channel": {
        "phone": ("Телефон", "Phone"),
        "chat": ("Чат", "Chat"),
        "meeting": ("Встреча", "Meeting"),
        "email": ("Письмо", "E-mail"),
    },
    "direction": {
        "incoming": ("Входящий", "Incoming"),
        "outgoing": ("Исходящий", "Outgoing"),
    },
    "outcome": {
        "deal": ("Сделка", "Deal"),
        "next-step": ("Следующий шаг", "Next step"),
        "refused": ("Отказ", "Refused"),
        "not-our-lead": ("Не наш лид", "Not our lead"),
    },
    "audience": {
        "client": ("Клиент", "Client"),
        "partner": ("Партнёр", "Partner"),
    },
    "horizon": {
        "long": ("Надолго", "Long term"),
        "short": ("Ненадолго", "Short term"),
    },
    "source": {
        "calls": ("Звонки", "Calls"),
        "rotation": ("Ротация между отделами", "Rotation between departments"),
        "survey": ("Опрос", "Survey"),
        "partner": ("Партнёр", "Partner"),
        "chat": ("Чат", "Chat"),
    },
    "state": {
        "open": ("Спор идёт", "Open"),
        "agreed": ("Договорились", "Agreed"),
    },
    "proposal_kind": {
        "idea": ("Предложение", "A proposal"),
        "failed": ("Не сработало", "It did not work"),
    },
    "proposal_state": {
        "open": ("Ждёт ответа", "Waits for a reply"),
        "accepted": ("Приняли", "Accepted"),
        "declined": ("Отклонили", "Declined"),
    },
    "change_class": {
        "strategic": ("Стратегия", "Strategic"),
        "tactical": ("Тактика", "Tactical"),
        "factual": ("Справочная", "Factual"),
        "editorial": ("Правка текста", "Editorial"),
    },
    "better": {
        "up": ("Больше — лучше", "Higher is better"),
        "down": ("Меньше — лучше", "Lower is better"),
    },
    "language": {
        "ru": ("Русский", "Russian"),
        "en": ("Английский", "English"),
    },
    "rhythm": {
        "daily": ("Каждый день", "Daily"),
        "weekly": ("Каждую неделю", "Weekly"),
        "monthly": ("Каждый месяц", "Monthly"),
        "quarterly": ("Каждый квартал", "Quarterly"),
        "yearly": ("Каждый год", "Yearly"),
    },
}
"""The labels of fixed choices; a field names its table in its declaration."""

KINDS: Final[dict[str, tuple[Pair, Pair]]] = {
    "script": (("Скрипт", "Script"), ("Скрипты", "Scripts")),
    "objection": (("Возражение", "Objection"), ("Возражения", "Objections")),
    "question": (("Вопрос клиента", "Customer question"), ("Вопросы клиентов", "Questions")),
    "offer": (("Акция", "Offer"), ("Акции и условия", "Offers and terms")),
    "product": (("Товар", "Product"), ("Товары и цены", "Products and prices")),
    "insight": (("Голос клиента", "Voice of the customer"),) * 2,
    "process": (("Процесс", "Process"), ("Как устроен процесс", "How work flows")),
    "regulation": (("Правило", "Rule"), ("Правила", "Rules")),
    "decision": (("Решение", "Decision"), ("Спорные вопросы и решения", "Disputes and decisions")),
    "meeting": (("Планёрка", "Meeting"), ("Планёрки", "Meetings")),
    "change": (("Изменение", "Change"), ("Изменения", "Changes")),
    "config": (("Настройки", "Settings"), ("Настройки", "Settings")),
}
"""Each kind in the singular and in the plural, which is also the name of its section."""

SETTINGS: Final[dict[str, Pair]] = {
    "config/kb": ("Общие сведения", "General settings"),
    "config/zones": ("Зоны ответственности", "Zones of responsibility"),
    "config/synonyms": ("Слова для поиска", "Search words"),
    "config/wording": ("Обязательные фразы и стоп-слова", "Mandatory phrases and words to avoid"),
}
"""The names of settings files, which are entities too."""

CAPTURES: Final[dict[str, Pair]] = {
    "client_name": ("имя клиента", "client's name"),
    "company_name": ("название компании", "company's name"),
    "contact_name": ("имя собеседника", "contact's name"),
    "decision_maker": ("кто решает", "who decides"),
    "supplier": ("нынешний поставщик", "present supplier"),
    "volume": ("объём", "volume"),
    "machine": ("кофемашина", "coffee machine"),
    "method": ("способ заварки", "brewing method"),
    "brewing": ("способ заварки", "brewing method"),
    "brew": ("способ заварки", "brewing method"),
    "call_date": ("дата звонка", "date of the call"),
    "check_date": ("когда позвонить и проверить", "date of the check"),
    "delivery_day": ("день доставки", "day of delivery"),
    "pickup": ("точка и день самовывоза", "branch and day of pick-up"),
    "pickup_day": ("когда заберёт", "day of pick-up"),
    "visit_day": ("день приезда", "day of the visit"),
    "cupping_guests": ("кого позвать на каппинг", "guests of the cupping"),
    "approver": ("кто согласует", "who approves"),
    "barista_phone": ("телефон бариста", "barista's phone"),
    "liked": ("что понравилось", "what was liked"),
    "stock": ("на сколько дней осталось", "days of stock left"),
    "cupping_date": ("дата каппинга", "date of the cupping"),
    "email": ("почта", "e-mail"),
    "order_number": ("номер заказа", "order number"),
    "taste": ("вкус", "taste"),
    "purpose": ("для чего берут", "purpose"),
    "budget": ("бюджет", "budget"),
    "city": ("город", "city"),
    "district": ("район", "district"),
    "address": ("адрес", "address"),
    "phone": ("телефон", "phone"),
    "date": ("дата", "date"),
    "time": ("время", "time"),
    "reason": ("причина", "reason"),
    "product": ("товар", "product"),
    "amount": ("количество", "amount"),
}
"""The names of variables that a script usually captures; others are shown by their own name."""


def declared(model: "type[BaseModel]") -> Mapping[str, Declared]:
    """Give what a record declares of its fields, by their names in files, in order.

    Examples:
        >>> from scripts_kb.schema.cards import Offer
        >>> declared(Offer)["internal"].audience
        'heads'
    """
    return outline.fields(model.__name__)


def pick(pair: Pair, language: Language) -> str:
    """Choose the text of a language."""
    return pair[0] if language == "ru" else pair[1]


def choice(table: str | None, value: str, language: Language) -> str:
    """Give the label of a fixed choice; the value itself where there is none.

    Examples:
        >>> choice("outcome", "refused", "ru"), choice("rhythm", "раз в год", "ru")
        ('Отказ', 'раз в год')
    """
    pair = CHOICES.get(table or "", {}).get(value)
    return pick(pair, language) if pair else value


def kind(entity: str, language: Language, *, many: bool = False) -> str:
    """Name the kind of an entity `kind/id`; `many` gives the plural.

    Examples:
        >>> kind("objection/dorogo", "ru"), kind("offer", "en", many=True)
        ('Возражение', 'Offers and terms')
    """
    pairs = KINDS[entity.partition("/")[0]]
    return pick(pairs[many], language)


def capture(name: str, language: Language) -> str:
    """Name a variable that a script captures.

    Examples:
        >>> capture("client_name", "ru"), capture("shoe_size", "en")
        ('имя клиента', 'shoe size')
    """
    pair = CAPTURES.get(name)
    return pick(pair, language) if pair else name.replace("_", " ")


def leaf(entity: str, path: str) -> Declared | None:
    """Give what is declared of the field that a path ends in; None where the schema has none.

    Examples:
        >>> leaf("objection/dorogo", "answers[compare].kind").choices
        'answer_kind'
    """
    steps = _steps(_schema(entity), path)
    return steps[-1][0] if steps else None


def trail(
    entity: str, path: str, language: Language, names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Name a place inside an entity by the labels of the fields on the way to it.

    Args:
        entity: `kind/id`, or a kind.
        path: the place, as in `answers[compare].say`.
        language: of the labels.
        names: what to show in place of free keys, such as titles of departments.

    Returns:
        The labels from the outermost field to the innermost. Keys of lists leave no trace; a field
        of an older schema is left out.

    Examples:
        >>> trail("objection/dorogo", "answers[compare].steps[ack].say", "ru")
        ('Наши ответы', 'Ходы', 'Говорим')
    """
    result = []
    for found, key in _steps(_schema(entity), path):
        if key is None:
            result.append(pick(found.label, language))
        else:
            known = (names or {}).get(key) or choice("outcome", key, language)
            result.append(kind(key, language) if known in KINDS else known)
    return tuple(result)


def _schema(entity: str) -> str:
    return entity if entity.startswith("config/") else entity.partition("/")[0]


@lru_cache(maxsize=16384)
def _steps(schema: str, path: str) -> tuple[tuple[Declared, str | None], ...]:
    return tuple(_walk(schema, path))


def _walk(entity: str, path: str) -> Iterator[tuple[Declared, str | None]]:
    """Yield what the fields on the way declare; a free key is yielded with the map's field."""
    record = outline.record_of(entity)
    within: Declared | None = None
    for step in paths.split(path):
        if step.form == "item":
            continue
        if within is not None and within.mapping:
            yield within, step.name
            record, within = within.record, None
            continue
        fields = outline.fields(record)
        if "root" in fields:
            # A file that is a list: its fields are those of the items.
            fields = outline.fields(fields["root"].record)
        within = fields.get(step.name)
        if within is None:
            return
        yield within, None
        if not within.mapping:
            record = within.record
