"""The settings of a knowledge base: `kb.yml`, `zones.yml`, `synonyms.yml`, `wording.yml`.

Settings are entities too (`config/kb`, …): they have versions and reasons like every script.
"""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from scripts_kb.schema import fields as f
from scripts_kb.schema.fields import Item, Number, Record


class Named(Item):
    """A thing with a name."""

    title: str = f.line("Название", "Title", audience="partner")


class Branch(Named):
    """A place of the company."""

    phone: str = f.line("Телефон", "Phone", audience="partner")
    hours: str = f.line("Часы работы", "Hours", audience="partner")
    delivery: str = f.line("Доставка", "Delivery", audience="partner")
    address: str = f.line("Адрес", "Address", audience="partner")


class Metric(Item):
    """What is measured: a ratio of two columns of the facts, and which way is better."""

    title: str = f.line("Название", "Title")
    of: str = f.line("Формула", "Formula", use="code")
    better: Literal["up", "down"] = f.choice("Лучше", "Better", default="up", choices="better")
    min_contacts: int = f.number("Минимум контактов", "Minimum of contacts", default=100)


class Feedback(Record):
    """How a reader answers back from a card."""

    copy_: bool = Field(
        default=True,
        alias="copy",
        title="Скопировать текст",
        json_schema_extra={"en": "Copy the text", "audience": "team", "use": "code"},
    )
    post: str | None = f.line("Отправить по адресу", "Post to", use="code", default=None)
    issues: str | None = f.line("Завести обращение", "Open an issue at", use="code", default=None)
    paste: str = f.line("Куда вставить текст", "Where to paste the text")


class EditTarget(Record):
    """Where the form sends an edit: a repository of a hosting, by the API of it."""

    hosting: Literal["github", "gitlab", "gitea"] | None = f.choice(
        "Хостинг", "Hosting", choices="hosting"
    )
    api: str | None = f.line("Адрес API", "API address", use="code", default=None)
    repo: str | None = f.line("Репозиторий", "Repository", use="code", default=None)
    branch: str | None = f.line("Ветка публикации", "Published branch", use="code", default=None)


class Embed(Record):
    """Which pages of a CRM may hold the call screen in a frame, and are handed its summaries."""

    origins: tuple[str, ...] = Field(
        default=(),
        strict=False,
        title="Адреса CRM",
        json_schema_extra={"en": "Origins of the CRM", "audience": "team", "use": "code"},
    )


class Contact(Item):
    """Whom to ask, per topic; a role, never a person's name."""

    about: str = f.line("О чём", "About")
    role: str = f.line("К кому", "Role")
    channel: str = f.line("Как связаться", "Channel")


class ForPartners(Record):
    """What the site for partners says of the company, and whom it is for; for all where unsaid."""

    role: str = f.line("К кому", "Role", audience="partner")
    channel: str = f.line("Как связаться", "Channel", audience="partner")
    logo: str = f.ref("Логотип", "Logo", "material", audience="partner")
    segments: tuple[str, ...] = f.refs("Кому", "For whom", "segment", audience="partner")


class Pin(Item):
    """A card the keeper pinned for a segment."""

    entity: str = f.ref("Карточка", "Card", "any")
    segment: str = f.ref("Кому", "Segment", "segment")


class CrmColumns(Record):
    """Which column of an export holds what; one that is left out is looked for by usual names."""

    deal: str = f.line("ID сделки", "Deal ID", use="code")
    created: str = f.line("Дата создания", "Created on", use="code")
    stage: str = f.line("Этап", "Stage", use="code")
    amount: str = f.line("Сумма", "Amount", use="code")
    currency: str = f.line("Валюта", "Currency", use="code")
    profit: str = f.line("Прибыль", "Profit", use="code")
    repeat: str = f.line("Повторная покупка", "Repeat purchase", use="code")
    pipeline: str = f.line("Воронка", "Pipeline", use="code")
    script: str = f.line("Скрипт", "Script", use="code")
    version: str = f.line("Версия скрипта", "Script version", use="code")
    segment: str = f.line("Сегмент", "Segment", use="code")


class CrmPipeline(Item):
    """Which script and which customers a pipeline of the CRM belongs to."""

    title: str = f.line("Название в CRM", "Name in the CRM", use="code")
    script: str = f.ref("Скрипт", "Script", "script")
    segment: str = f.ref("Кому", "Segment", "segment")


class Crm(Item):
    """How to read exports of a CRM: `amocrm`, `bitrix24`, or any id for another one.

    The first two are known; what stands here is added to what is known of them.
    """

    columns: CrmColumns | None = f.part("Столбцы", "Columns")
    stages: dict[str, Literal["won", "refused", "open"]] = Field(
        default_factory=dict,
        strict=False,
        title="Этапы",
        json_schema_extra={"en": "Stages", "audience": "team", "use": "code"},
    )
    pipelines: tuple[CrmPipeline, ...] = f.items("Воронки", "Pipelines")


class Kb(Record):
    """`kb.yml`: the company and the rules of its knowledge base."""

    company: str = f.line("Компания", "Company", audience="partner")
    language: Literal["ru", "en"] = f.choice(
        "Язык", "Language", default="ru", choices="language", audience="partner"
    )
    time_zone: str = f.line(
        "Часовой пояс", "Time zone", use="code", default="UTC", audience="partner"
    )
    made_for: str | None = f.line(
        "Для какой версии scripts-kb",
        "Made for scripts-kb",
        use="code",
        default=None,
        audience="editor",
    )
    branch: str | None = f.line("Ветка публикации", "Published branch", use="code", default=None)
    segments: tuple[Named, ...] = f.items("Кому продаём", "Segments", audience="partner")
    branches: tuple[Branch, ...] = f.items("Филиалы", "Branches", audience="partner")
    metrics: tuple[Metric, ...] = f.items("Показатели", "Metrics")
    reasons: dict[
        Literal["refused", "not-our-lead"], Annotated[tuple[Named, ...], Field(strict=False)]
    ] = Field(
        default_factory=dict,
        title="Причины",
        json_schema_extra={"en": "Reasons", "audience": "team", "use": "code"},
    )
    sources: tuple[Named, ...] = f.items("Источники лидов", "Sources of leads")
    review_days: dict[str, int] = f.mapping("Перепроверять раз в, дней", "Review every, days")
    urgent_days: int = f.number("Срок долга по срочным, дней", "Days to explain", default=2)
    reply_days: int = f.number(
        "Ответ на предложение за, рабочих дней", "Working days to reply to a proposal", default=5
    )
    variables: dict[str, str] = f.mapping("Переменные", "Variables", audience="partner")
    seller: dict[str, str] = f.mapping(
        "Что продавец говорит о себе", "What a seller says of oneself"
    )
    before_call: dict[str, str] = f.mapping("Известно до звонка", "Known before the call")
    feedback: Feedback | None = f.part("Обратная связь", "Feedback")
    offline_days: int | None = f.number(
        "Офлайн-копия живёт, дней", "Days that an offline copy lives"
    )
    edit: EditTarget | None = f.part("Отправка правок", "Sending of edits")
    embed: Embed | None = f.part("Экран звонка в CRM", "The call screen in the CRM")
    contacts: tuple[Contact, ...] = f.items("К кому обратиться", "Whom to ask")
    partners: ForPartners | None = f.part("Партнёрам", "For partners", audience="partner")
    pins: tuple[Pin, ...] = f.items("Закреплено", "Pinned")
    crm: tuple[Crm, ...] = f.items("Выгрузки из CRM", "Exports of the CRM")
    keeper: str = f.line("Ведущий базы", "Keeper of the base")

    @property
    def known(self) -> dict[str, str]:
        """Variables that a call knows before its first step, with what they are called."""
        return {**self.seller, **self.before_call}


class Department(Named):
    """A department and the logins of its reviewers, which are published nowhere."""

    reviewers: tuple[str, ...] = f.words("Кто согласует", "Reviewers", audience="editor")


class Zone(Named):
    """Who decides which fields.

    A field pattern is `kind:path`; `*` stands for one step, `**` for any depth, keys of lists are
    dropped. The most specific pattern wins.
    """

    horizon: Literal["long", "short"] | None = f.choice("Горизонт", "Horizon", choices="horizon")
    fields_: tuple[str, ...] = Field(
        default=(),
        alias="fields",
        strict=False,
        title="Поля",
        json_schema_extra={"en": "Fields", "audience": "team", "use": "code"},
    )
    responsible: str = f.ref("Исполняет", "Responsible", "department")
    accountable: str = f.ref("Отвечает", "Accountable", "department")
    consulted: tuple[str, ...] = f.refs("Советуемся", "Consulted", "department")
    informed: tuple[str, ...] = f.refs("Сообщаем", "Informed", "department")
    approvals: tuple[str, ...] = f.refs("Чьё согласие", "Approvals", "department")
    silence_days: int | None = f.number(
        "Молчание — согласие через, дней", "Silence means consent after"
    )
    arbiter: str = f.ref("Решает спор", "Arbiter", "department")


class ControlPoint(Named):
    """Where a department checks its own work; what is worse than its norm is an alarm."""

    department: str = f.ref("Отдел", "Department", "department")
    owner: str = f.line("Ответственный", "Owner")
    metric: str = f.line("Показатель", "Metric")
    norm: Number | None = f.number("Норма", "Norm", audience="heads")
    rhythm: str = f.line("Как часто", "Rhythm")


class TouchPoint(Named):
    """Where two departments meet; what is worse than its norm is an alarm."""

    between: tuple[str, ...] = f.refs("Между кем", "Between", "department")
    owner: str = f.line("Ответственный", "Owner")
    metric: str = f.line("Показатель", "Metric")
    norm: Number | None = f.number("Норма", "Norm", audience="heads")
    rhythm: str = f.line("Как часто", "Rhythm")


class Zones(Record):
    """`zones.yml`: who answers for what, agreed beforehand."""

    departments: tuple[Department, ...] = f.items("Отделы", "Departments")
    zones: tuple[Zone, ...] = f.items("Зоны ответственности", "Zones of responsibility")
    control_points: tuple[ControlPoint, ...] = f.items("Точки контроля", "Control points")
    touch_points: tuple[TouchPoint, ...] = f.items("Точки стыка", "Touch points")


class Synonym(Item):
    """Words that mean the same in a search; with `to` only one way: `words` also find `to`."""

    words: tuple[str, ...] = f.words("Слова", "Words")
    to: tuple[str, ...] = f.words("Находят также", "Also find")
    weight: Number = f.number("Вес", "Weight", default=1)


class Synonyms(RootModel[tuple[Synonym, ...]]):
    """`synonyms.yml`: a list of synonyms for the search."""

    root: tuple[Synonym, ...] = Field(default=(), strict=False)


class MustSay(Item):
    """A phrase that must be said in a call.

    In a script with a step that says it, it is due in that step; else all through the call.
    """

    say: str = f.spoken("Говорим", "Say")
    when: str = f.line("Когда", "When")


class StopWords(Item):
    """Words one does not say, why, and what to say instead."""

    words: tuple[str, ...] = f.words("Слова", "Words")
    instead: str = f.line("Лучше так", "Instead")
    because: str = f.prose("Почему", "Because")


class Wording(Record):
    """`wording.yml`: mandatory phrases and words to avoid."""

    must_say: tuple[MustSay, ...] = f.items("Обязательные фразы", "Mandatory phrases")
    stop_words: tuple[StopWords, ...] = f.items("Стоп-слова", "Words to avoid")
