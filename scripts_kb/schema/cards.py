"""What a salesperson opens during a call: objections, questions, scripts, offers, products.

A card's fields stand in the order in which a call needs them. Whatever a customer hears is declared
`spoken`; whatever only heads may see is declared so here and nowhere else.
"""

from typing import ClassVar, Literal

from pydantic import Field

from scripts_kb.schema import fields as f
from scripts_kb.schema.fields import Date, Id, Item, Number, Record

Stage = Literal[
    "greeting",
    "gatekeeper",
    "discovery",
    "presentation",
    "bargaining",
    "payment",
    "upsell",
    "closing",
    "referral",
    "follow-up",
    "complaint",
]
"""Where in a call one is, in the order of a call."""


class Entity(Record):
    """What every kind has in common. Identity is the kind and `id`, never the file's path."""

    id: Id = Field(
        title="Код", json_schema_extra={"en": "Code", "audience": "partner", "use": "code"}
    )
    title: str = f.line("Название", "Title", audience="partner", default=...)
    status: Literal["draft", "live", "archived"] = f.choice(
        "Статус", "Status", default="live", choices="status", audience="partner"
    )
    segments: tuple[str, ...] = f.refs("Кому", "For whom", "segment", audience="partner")
    review_by: Date | None = f.day("Перепроверить до", "Review by")
    note: str = f.line("Заметка редактору", "Note for editors", audience="editor")


class Searchable(Entity):
    """A card that is found by what a customer says."""

    client_words: tuple[str, ...] = f.words("Слова клиента", "The customer's words")
    synonyms: tuple[str, ...] = f.words("Ещё ищут так", "Also searched as")

    @property
    def heard(self) -> tuple[str, ...]:
        """All the customers' words that lead to it."""
        return self.client_words


class Step(Item):
    """One move of an answer that is a dialogue.

    Source: listen, acknowledge, clarify, argue, ask is the usual order of handling an objection.
    """

    role: Literal["listen", "acknowledge", "clarify", "argue", "ask"] | None = f.choice(
        "Ход", "Move", choices="role"
    )
    say: str = f.spoken("Говорим", "Say")


class Hint(Item):
    """A reminder for the salesperson at an answer or a step; never said aloud."""

    say: str = f.line("Подсказка", "Hint")


class Proof(Item):
    """What an answer rests on; `source` is a reference such as `insight/2026-10-calls` or a URL."""

    text: str = f.prose("Чем подтвердить", "Proof")
    source: str = f.ref("Откуда", "Source", "any")


class Answer(Item):
    """One way to answer an objection: a sentence to `say`, or `steps` where it is a dialogue.

    Its own `client_words` find the card, and choose this answer among those of the card.
    """

    when: str = f.line("Когда подходит", "When it fits")
    client_words: tuple[str, ...] = f.words("Слова клиента", "The customer's words")
    true_concern: str = f.line("Что за этим стоит", "The true concern")
    kind: Literal["genuine", "excuse", "condition"] | None = f.choice(
        "Тип", "Type", choices="answer_kind"
    )
    say: str = f.spoken("Говорим", "Say")
    steps: tuple[Step, ...] = f.items("Ходы", "Moves")
    technique: str = f.line("Приём", "Technique")
    next_question: str = f.spoken("Вопрос в конце", "Next question")
    hints: tuple[Hint, ...] = f.items("Подсказки", "Hints")
    proof: tuple[Proof, ...] = f.items("Чем подтвердить", "Proof")


class DoNotSay(Item):
    """What must not be said, why, and what to say instead."""

    say: str = f.line("Не говорим", "Do not say")
    because: str = f.prose("Почему", "Because")
    instead: str = f.spoken("Лучше так", "Instead")


class Card(Searchable):
    """What objections and questions share."""

    heard_at: tuple[Stage, ...] = f.words("Когда слышим", "Heard at", choices="stage")
    products: tuple[str, ...] = f.refs("Только про товары", "Only for products", "product")
    family: str = f.line("Семейство", "Family", use="code")


class Objection(Card):
    """An objection with its answers; the first answer is the one to say at once."""

    answers: tuple[Answer, ...] = f.items("Наши ответы", "Our answers")
    do_not_say: tuple[DoNotSay, ...] = f.items("Не говорим", "Do not say")
    offers: tuple[str, ...] = f.refs("Что предложить", "What to offer", "offer")

    @property
    def heard(self) -> tuple[str, ...]:
        """All the customers' words that lead to it: its own, then those of its answers."""
        return (*self.client_words, *(each for a in self.answers for each in a.client_words))


class Question(Card):
    """What customers ask; `answer` is short enough to say in one breath."""

    answer: str = f.spoken("Ответ", "Answer")
    next_question: str = f.spoken("Вопрос в конце", "Next question")
    hints: tuple[Hint, ...] = f.items("Подсказки", "Hints")
    proof: tuple[Proof, ...] = f.items("Чем подтвердить", "Proof")
    do_not_say: tuple[DoNotSay, ...] = f.items("Не говорим", "Do not say")
    offers: tuple[str, ...] = f.refs("Что предложить", "What to offer", "offer")


class Reply(Item):
    """What the customer may answer at a step, and where the call goes then.

    `client_says` stands on its button; `client_words` are other words for the same: they find it.
    """

    client_says: str = f.line("Слова клиента", "The customer says")
    client_words: tuple[str, ...] = f.words("Ещё так говорят", "Also said as")
    next: str = f.ref("Дальше", "Next", "node")


class Capture(Record):
    """What a step writes down beside others; told apart by the variable."""

    KEY: ClassVar[str] = "name"

    name: str = f.line("Записать", "Write down", use="code", default=...)
    label: str = f.line("Подпись", "Label")


class Node(Item):
    """A step of a call: exactly one of `answers`, `next`, `outcome` says how it goes on.

    A step that only one reason leads to may name it: `reason`, one of `kb.yml` for its `outcome`.
    One that asks for what may be known before, by the CRM or an earlier step, may be skipped then.
    """

    stage: Stage | None = f.choice("Этап", "Stage", choices="stage")
    intent: str = f.line("Задача шага", "The step's task")
    say: str = f.spoken("Говорим", "Say")
    capture: str = f.line("Записать", "Write down", use="code")
    label: str = f.line("Подпись к записи", "Label of what is written down")
    captures: tuple[Capture, ...] = f.items("Записать ещё", "Write down as well")
    skip_known: bool = Field(
        default=False,
        title="Пропустить, если известно",
        json_schema_extra={"en": "Skip what is known", "audience": "team", "use": "code"},
    )
    hints: tuple[Hint, ...] = f.items("Подсказки", "Hints")
    do_not_say: tuple[DoNotSay, ...] = f.items("Не говорим", "Do not say")
    objections: tuple[str, ...] = f.refs("Могут возразить", "May object", "objection")
    questions: tuple[str, ...] = f.refs("Могут спросить", "May ask", "question")
    offers: tuple[str, ...] = f.refs("Что предложить", "What to offer", "offer")
    answers: tuple[Reply, ...] = f.items("Клиент отвечает", "The customer answers")
    next: str = f.ref("Дальше", "Next", "node")
    outcome: Literal["deal", "next-step", "refused", "not-our-lead"] | None = f.choice(
        "Итог", "Outcome", choices="outcome"
    )
    reason: str = f.ref("Причина", "Reason", "reason")

    @property
    def captured(self) -> dict[str, str]:
        """Variables that the step writes down, in their order, with their labels."""
        first = {self.capture: self.label} if self.capture else {}
        return first | {each.name: each.label for each in self.captures}


class Script(Searchable):
    """A call, chat, meeting or e-mail as a graph of steps."""

    channel: Literal["phone", "chat", "meeting", "email"] | None = f.choice(
        "Канал", "Channel", choices="channel"
    )
    direction: Literal["incoming", "outgoing"] | None = f.choice(
        "Направление", "Direction", choices="direction"
    )
    goal: str = f.line("Цель звонка", "Goal of the call")
    must_say: tuple[str, ...] = f.refs("Обязательные фразы", "Mandatory phrases", "must_say")
    entry: str = f.ref("С чего начать", "Entry", "node")
    nodes: tuple[Node, ...] = f.items("Шаги", "Steps")


class Price(Record):
    """A price; it lives here alone, every text quotes it."""

    list: Number | None = f.number("Цена", "Price", audience="partner")
    currency: str = f.line("Валюта", "Currency", audience="partner", use="code")
    unit: str = f.line("За что", "Per", audience="partner")


class Internal(Record):
    """What only heads see of an offer."""

    floor: Number | None = f.number("Минимальная цена", "Floor price", audience="heads")
    margin_pct: Number | None = f.number("Маржинальность, %", "Margin, %", audience="heads")


class Material(Item):
    """A file that goes with an offer, with its validity and its reason."""

    title: str = f.line("Название", "Title", audience="partner")
    file: str = f.ref("Файл", "File", "material", audience="partner")
    valid_to: Date | None = f.day("По включительно", "Valid to, inclusive", audience="partner")
    segments: tuple[str, ...] = f.refs("Кому", "For whom", "segment", audience="partner")
    because: str = f.prose("Почему", "Because")


class Offer(Searchable):
    """A promotion or standing condition with its price and dates."""

    audience: Literal["client", "partner"] | None = f.choice(
        "Для кого", "Audience", choices="audience", audience="partner"
    )
    promise: str = f.spoken("Выгода одной фразой", "The promise", audience="partner")
    terms: str = f.prose("Условия", "Terms", audience="partner")
    price: Price | None = f.part("Цена", "Price", audience="partner")
    discount_limits: str = f.line("Сколько скидки и чья", "Who may give what discount")
    internal: Internal | None = f.part("Для руководителей", "For heads", audience="heads")
    products: tuple[str, ...] = f.refs("Товары", "Products", "product", audience="partner")
    valid_from: Date | None = f.day("Действует с", "Valid from", audience="partner")
    valid_to: Date | None = f.day("По включительно", "Valid to, inclusive", audience="partner")
    materials: tuple[Material, ...] = f.items("Материалы", "Materials", audience="partner")


class Product(Searchable):
    """A thing that is sold; `says` tells its taste in the customer's words."""

    sku: str = f.line("Артикул", "SKU", audience="partner", use="code")
    line: str = f.line("Линейка", "Line", audience="partner")
    price: Price | None = f.part("Цена", "Price", audience="partner")
    cost: Number | None = f.number("Себестоимость", "Cost", audience="heads")
    says: str = f.spoken("Как рассказать о вкусе", "The taste in words", audience="partner")
    replaces: tuple[str, ...] = f.refs("Чем заменить", "Replace with", "product")
