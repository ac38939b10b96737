"""How a field of the schema is declared: its labels, who may see it, what its text is for.

Every field of every record carries, beside its type,

- a Russian and an English label: what readers see in place of its name,
- an audience: `partner` sees least, then `team`, then `heads`; `editor` fields are never published,
- for texts their use: `spoken` aloud, `published` prose, or a short `line`,
- for references the kind that they point to.

The declarations are read by the reader (typing, errors), the checks (references, wording, prices),
the review (labels), the pages (audiences) and the JSON Schema files.
"""

import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from scripts_kb.schema.audience import Audience
from scripts_kb.schema.kinds import ID_PATTERN

Use = Literal["spoken", "published", "line", "words", "code"]

_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso_date(value: object) -> object:
    """Read a date only as YYYY-MM-DD: pydantic alone would take a number of seconds for one."""
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        return dt.date.fromisoformat(value)
    raise ValueError("date")


Date = Annotated[dt.date, BeforeValidator(_iso_date)]
"""A day, written YYYY-MM-DD, in the knowledge base's time zone."""

Id = Annotated[str, Field(pattern=ID_PATTERN)]
"""A lasting name in Latin letters, digits and hyphens; never shown to a customer."""

Number = int | float


class Record(BaseModel):
    """A frozen record of the schema; an unknown key is an error, a value is never guessed."""

    # Validators are built when a record is first read: `kb diff` and `kb log` never need most.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    KEY: ClassVar[str] = "id"
    """The field that tells items of a list apart."""


class Item(Record):
    """A thing in a list; its `id` outlives rewording and reordering."""

    id: Id = Field(
        title="Код", json_schema_extra={"en": "Code", "audience": "partner", "use": "code"}
    )


def _declare(
    ru: str,
    en: str,
    *,
    default: Any,
    audience: Audience,
    use: Use = "line",
    strict: bool | None = None,
    **more: Any,
) -> Any:
    extra: dict[str, Any] = {"en": en, "audience": audience, "use": use, **more}
    constraints: dict[str, Any] = {} if strict is None else {"strict": strict}
    if default is ...:
        return Field(title=ru, json_schema_extra=extra, **constraints)
    return Field(default=default, title=ru, json_schema_extra=extra, **constraints)


def line(
    ru: str, en: str, *, audience: Audience = "team", use: Use = "line", default: Any = ""
) -> Any:
    """Declare a short text; `default=...` makes it required."""
    return _declare(ru, en, default=default, audience=audience, use=use)


def spoken(ru: str, en: str, *, audience: Audience = "team") -> Any:
    """Declare a text that is said aloud to a customer."""
    return _declare(ru, en, default="", audience=audience, use="spoken")


def prose(ru: str, en: str, *, audience: Audience = "team") -> Any:
    """Declare a longer text that readers of the site see."""
    return _declare(ru, en, default="", audience=audience, use="published")


def choice(
    ru: str, en: str, *, default: Any = None, audience: Audience = "team", choices: str
) -> Any:
    """Declare one of a fixed list; `choices` names its labels in the catalogue `labels`."""
    return _declare(ru, en, default=default, audience=audience, use="code", choices=choices)


def number(ru: str, en: str, *, audience: Audience = "team", default: Any = None) -> Any:
    """Declare a number."""
    return _declare(ru, en, default=default, audience=audience, use="code")


def day(ru: str, en: str, *, audience: Audience = "team") -> Any:
    """Declare a date."""
    return _declare(ru, en, default=None, audience=audience, use="code")


def flag(ru: str, en: str, *, default: bool, audience: Audience = "team") -> Any:
    """Declare a true or false."""
    return _declare(ru, en, default=default, audience=audience, use="code")


def ref(ru: str, en: str, to: str, *, audience: Audience = "team", default: Any = "") -> Any:
    """Declare a reference; `to` is a kind, `segment`, `department`, `metric` or the like."""
    return _declare(ru, en, default=default, audience=audience, use="code", to=to)


def refs(ru: str, en: str, to: str, *, audience: Audience = "team") -> Any:
    """Declare a list of references."""
    return _declare(ru, en, default=(), audience=audience, use="code", to=to, strict=False)


def words(ru: str, en: str, *, audience: Audience = "team", choices: str | None = None) -> Any:
    """Declare a plain list of texts; an item is its value."""
    more = {"choices": choices} if choices else {}
    use: Use = "code" if choices else "words"
    return _declare(ru, en, default=(), audience=audience, use=use, strict=False, **more)


def items(ru: str, en: str, *, audience: Audience = "team") -> Any:
    """Declare a list of things with ids."""
    return _declare(ru, en, default=(), audience=audience, use="code", strict=False)


def part(ru: str, en: str, *, audience: Audience = "team", default: Any = None) -> Any:
    """Declare a nested record or a map with free keys."""
    return _declare(ru, en, default=default, audience=audience, use="code")


def mapping(ru: str, en: str, *, audience: Audience = "team", to: str | None = None) -> Any:
    """Declare a map with free keys; `to` says what the keys refer to."""
    more = {"to_keys": to} if to else {}
    return Field(
        default_factory=dict,
        title=ru,
        json_schema_extra={"en": en, "audience": audience, "use": "published", **more},
    )
