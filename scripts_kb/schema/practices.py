"""What the departments agree on and learn: insights, processes, regulations, decisions, meetings.

Each record is a practice of the people: what customers said (insight), how work flows (process),
what is binding (regulation), what was disputed and settled (decision), what was explained
(meeting), and why something changed (change).
"""

from typing import ClassVar, Literal

from pydantic import Field

from scripts_kb.schema import fields as f
from scripts_kb.schema.cards import Entity
from scripts_kb.schema.fields import Date, Id, Item, Record


class Heard(Item):
    """Something customers said, with how often."""

    says: str = f.line("Слова клиента", "The customer's words")
    count: int | None = f.number("Раз", "Times")


class ObjectionCount(Record):
    """How often an objection was heard; told apart by the objection itself."""

    KEY: ClassVar[str] = "objection"

    objection: str = f.ref("Возражение", "Objection", "objection", default=...)
    count: int | None = f.number("Раз", "Times")


class Proposal(Item):
    """What somebody answered back from a card, and the reasoned reply that it got.

    Source: every proposal gets a reasoned reply; to ask and to propose must be worth while.
    """

    about: str = f.ref("К какой карточке", "About", "any")
    kind: Literal["idea", "failed"] | None = f.choice(
        "Что предлагают", "What is proposed", choices="proposal_kind"
    )
    says: str = f.prose("Предложение", "Proposal")
    by: str = f.ref("Кто предложил", "Proposed by", "department")
    on: Date | None = f.day("Когда предложили", "Proposed on")
    state: Literal["open", "accepted", "declined"] | None = f.choice(
        "Состояние", "State", choices="proposal_state"
    )
    reply: str = f.prose("Ответ", "Reply")
    replied: Date | None = f.day("Когда ответили", "Replied on")
    change: str = f.ref("Что изменили", "What changed", "change")

    @property
    def answered(self) -> bool:
        """Whether it was accepted or declined."""
        return self.state in {"accepted", "declined"}


class Insight(Entity):
    """What customers said over a period, with credit to whose ear it was.

    Source: the three questions of a meeting of both departments — what do customers say first,
    for what purposes do they buy, what matters to them.
    """

    from_: Date | None = Field(
        default=None,
        alias="from",
        title="Период с",
        json_schema_extra={"en": "From", "audience": "team", "use": "code"},
    )
    to: Date | None = f.day("Период по", "To")
    source: Literal["calls", "rotation", "survey", "partner", "chat"] | None = f.choice(
        "Откуда", "Source", choices="source"
    )
    noticed_by: str = f.ref("Кто заметил", "Noticed by", "department")
    segment: str = f.ref("Кому", "Segment", "segment")
    sample: int | None = f.number("Разговоров", "Conversations")
    first_words: tuple[Heard, ...] = f.items("Что говорят первым", "What they say first")
    purposes: tuple[Heard, ...] = f.items("Для чего берут", "What they buy it for")
    matters: tuple[Heard, ...] = f.items("Что важно", "What matters")
    objections: tuple[ObjectionCount, ...] = f.items("Возражения", "Objections")
    unanswered: tuple[Heard, ...] = f.items("Чем не смогли ответить", "What had no answer")
    proposals: tuple[Proposal, ...] = f.items("Предложения", "Proposals")


class ProcessStep(Item):
    """A step of a process: who does it, what comes in, what goes out, where it is controlled."""

    title: str = f.line("Шаг", "Step")
    role: str = f.line("Кто", "Role")
    department: str = f.ref("Отдел", "Department", "department")
    input: str = f.line("Что получает", "Input")
    output: str = f.line("Что передаёт", "Output")
    control: str = f.line("Точка контроля", "Control point")


class Process(Entity):
    """How work flows between the departments, drawn as lanes."""

    owner: str = f.line("Ответственный", "Owner")
    steps: tuple[ProcessStep, ...] = f.items("Шаги", "Steps")


class Regulation(Entity):
    """A binding rule with its owner and dates; the text is the Markdown body.

    `metric` is what shows whether the rule is kept: of a rule that says what a lead is, the part of
    leads that is accepted.
    """

    owner: str = f.line("Ответственный", "Owner")
    effective: Date | None = f.day("Действует с", "Effective from")
    metric: str = f.ref("Показатель", "Metric", "metric")
    body: str = f.prose("Текст", "Text")


class Option(Item):
    """One way a dispute might have been settled."""

    says: str = f.prose("Вариант", "Option")


class Decision(Entity):
    """A dispute of the departments: both positions, the options, the compromise."""

    state: Literal["open", "agreed"] | None = f.choice("Состояние", "State", choices="state")
    opened: Date | None = f.day("Спор начат", "Opened")
    positions: dict[str, str] = f.mapping("Позиции отделов", "Positions", to="department")
    options: tuple[Option, ...] = f.items("Варианты", "Options")
    compromise: str = f.prose("Компромисс", "Compromise")
    changes: tuple[str, ...] = f.refs("Изменения", "Changes", "change")
    body: str = f.prose("Текст", "Text")


class MeetingQuestion(Item):
    """A question that was asked at a meeting, with its answer."""

    says: str = f.line("Вопрос", "Question")
    answer: str = f.prose("Ответ", "Answer")


class Task(Item):
    """What a department took on at a meeting."""

    title: str = f.line("Задача", "Task")
    department: str = f.ref("Отдел", "Department", "department")
    role: str = f.line("Кто", "Role")
    due: Date | None = f.day("Срок", "Due")
    done: Date | None = f.day("Сделано", "Done on")


class Meeting(Entity):
    """The meeting that explains: which changes, what was asked, who took what on."""

    on: Date | None = f.day("Когда", "On")
    changes: tuple[str, ...] = f.refs("Изменения", "Changes", "change")
    questions: tuple[MeetingQuestion, ...] = f.items("Вопросы", "Questions")
    tasks: tuple[Task, ...] = f.items("Задачи", "Tasks")
    body: str = f.prose("Текст", "Text")


class Expectation(Record):
    """A prediction that can be measured: a metric, of what, by how much, by when."""

    metric: str = f.ref("Показатель", "Metric", "metric")
    of: str = f.ref("Чего", "Of", "any")
    change: str = Field(
        default="",
        pattern=r"^[+-]\d+(\.\d+)?(pp|%)$",
        title="На сколько",
        json_schema_extra={"en": "Change", "audience": "team", "use": "code"},
    )
    by: Date | None = f.day("К сроку", "By")


class CardPlace(Record):
    """Where a card stood before it came into the base: `windows.xlsx#Objections!A2`."""

    KEY: ClassVar[str] = "entity"

    entity: str = f.ref("Карточка", "Card", "any", default=...)
    at: str = f.line("Где стояло", "Where it stood")


class ChangeNote(Record):
    """Why something changed: the file that explains an edit, lands with it or later.

    Source: the meeting that tells a cause-and-effect story — what it all began with, why, and for
    what the new script is introduced.
    """

    id: Id = Field(title="Код", json_schema_extra={"en": "Code", "audience": "team", "use": "code"})
    title: str = f.line("Название", "Title")
    by: str = f.ref("Предлагает", "Proposed by", "department")
    class_: Literal["strategic", "tactical", "factual", "editorial"] | None = Field(
        default=None,
        alias="class",
        title="Тип",
        json_schema_extra={
            "en": "Class",
            "audience": "team",
            "use": "code",
            "choices": "change_class",
        },
    )
    urgent: bool = f.flag("Срочно", "Urgent", default=False)
    origin: str = f.prose("С чего началось", "Origin")
    cause: str = f.prose("Почему", "Cause")
    purpose: str = f.prose("Зачем", "Purpose")
    effect: str = f.prose("Чего ждём", "Expected effect")
    evidence: tuple[str, ...] = f.refs("На чём основано", "Evidence", "any")
    expect: Expectation | None = f.part("Прогноз", "Prediction")
    watch: str = f.prose("На что смотрим", "What we watch")
    agreed: tuple[str, ...] = f.refs("Согласовали", "Agreed", "department")
    applies_to: tuple[str, ...] = f.refs("К чему относится", "Applies to", "any")
    places: tuple[CardPlace, ...] = f.items("Где стояло", "Where it stood")
    commits: tuple[str, ...] = f.words("Коммиты", "Commits")
    learned: str = f.prose("Чему научились", "Learned")
    note: str = f.line("Заметка редактору", "Note for editors", audience="editor")
