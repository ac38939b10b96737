"""A trial: wordings of one phrase, said at the same time to like customers."""

from datetime import date

from pydantic import Field

from scripts_kb.schema import fields as f
from scripts_kb.schema.cards import Entity
from scripts_kb.schema.fields import Date, Item


class TrialVariant(Item):
    """One of the wordings; what the calls are counted by is its code."""

    say: str = f.spoken("Говорим", "Say")


class Trial(Entity):
    """Two or more wordings of one phrase; the first is what is said without a trial.

    `share` is the percentage of calls that hear another than the first; left out, all are heard
    alike. `least` is the difference below which nobody would change anything, `3pp`.
    """

    what: str = f.line("Какая фраза", "Which phrase", use="code", default=...)
    variants: tuple[TrialVariant, ...] = f.items("Варианты", "Wordings")
    share: int | None = f.number("Доля новых слов, %", "Share of the new words, %")
    from_: Date | None = Field(
        default=None,
        alias="from",
        title="Проба с",
        json_schema_extra={"en": "From", "audience": "team", "use": "code"},
    )
    to: Date | None = f.day("Проба по", "To")
    metric: str = f.ref("Показатель", "Metric", "metric")
    least: str = Field(
        default="3pp",
        pattern=r"^\d+(\.\d+)?pp$",
        title="Меньшее не стоит дела",
        json_schema_extra={"en": "Less is not worth it", "audience": "team", "use": "code"},
    )
    decides: str = f.ref("Кто решает", "Who decides", "department")
    kept: str = f.line("Что оставили", "What was kept", use="code")

    def shares(self) -> tuple[float, ...]:
        """Give the part of each wording, in their order.

        Examples:
            >>> said = [{"id": "now", "say": "Дорого?"}, {"id": "cup", "say": "Чашка?"}]
            >>> both = {"id": "x", "title": "X", "what": "objection/x#say", "variants": said}
            >>> Trial.model_validate({**both, "share": 20}).shares()
            (0.8, 0.2)
        """
        others = max(len(self.variants) - 1, 1)
        if self.share is None or not 0 < self.share < 100:  # noqa: PLR2004 - percent
            return (1 / (others + 1),) * len(self.variants)
        new = self.share / 100
        return (round(1 - new, 6), *(new / others for _ in self.variants[1:]))

    def runs(self, day: date) -> bool:
        """Tell whether it is said on a day."""
        return bool(
            self.status == "live" and self.from_ and self.to and self.from_ <= day <= self.to
        )
