"""What is known of each CRM: names of columns, names of stages; and what `kb.yml` adds to it.

amoCRM and Bitrix24 are known; any other one is described in `kb.yml` under `crm`, and what stands
there for a known one is added. Stages that nobody described are errors, not losses: users rename
them at will.

Source: exports of both systems; their final stages are 142 and 143 in amoCRM, WON, LOSE and APOLOGY
in Bitrix24, with `C5:` before them in its further pipelines.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal

from scripts_kb.problems import Place, Problem
from scripts_kb.schema.config import Crm, CrmPipeline

DealState = Literal["won", "refused", "open"]
Role = str
"""What a column holds: deal, created, stage, …"""

REQUIRED: Final = ("deal", "created", "stage")

_COMMON: Final[Mapping[Role, tuple[str, ...]]] = {
    "deal": ("ID", "ID сделки", "Номер сделки"),
    "profit": ("Прибыль",),
    "repeat": ("Повторная покупка", "Повторная сделка"),
    "currency": ("Валюта",),
    "script": ("Скрипт",),
    "version": ("Версия скрипта",),
    "segment": ("Сегмент",),
}
_COLUMNS: Final[Mapping[str, Mapping[Role, tuple[str, ...]]]] = {
    "amocrm": {
        "created": ("Дата создания сделки", "Дата создания", "Создана"),
        "stage": ("Этап сделки", "Этап", "Статус сделки"),
        "amount": ("Бюджет", "Бюджет сделки"),
        "pipeline": ("Воронка", "Воронка сделки"),
    },
    "bitrix24": {
        "created": ("Дата создания", "Дата создания сделки", "Создана"),
        "stage": ("Стадия сделки", "Стадия"),
        "amount": ("Сумма", "Сумма сделки"),
        "pipeline": ("Воронка", "Направление", "Направление сделки"),
    },
}
_STAGES: Final[Mapping[str, Mapping[str, DealState]]] = {
    "amocrm": {
        "Успешно реализовано": "won",
        "Закрыто и не реализовано": "refused",
        "142": "won",
        "143": "refused",
        "Неразобранное": "open",
        "Первичный контакт": "open",
        "Переговоры": "open",
        "Принимают решение": "open",
        "Согласование договора": "open",
    },
    "bitrix24": {
        "Сделка успешна": "won",
        "Сделка провалена": "refused",
        "Анализ причины провала": "refused",
        "WON": "won",
        "LOSE": "refused",
        "APOLOGY": "refused",
        "Новая": "open",
        "Подготовка документов": "open",
        "Счёт на предоплату": "open",
        "В работе": "open",
        "Финальный счёт": "open",
        "NEW": "open",
        "PREPARATION": "open",
        "PREPAYMENT_INVOICE": "open",
        "EXECUTING": "open",
        "FINAL_INVOICE": "open",
    },
}
KNOWN: Final = tuple(_COLUMNS)

_UNIT: Final = re.compile(r"[\s,(\[]+(₽|руб(лей)?\.?|р\.|rub|%)[)\]]?$")
_LONGEST: Final = 300
"""Letters of a name that count: nobody names a column at more length."""
_PIPELINE_PREFIX: Final = re.compile(r"^c\d+:")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    r"""Make names comparable: case, ё, runs of spaces, a unit at the end.

    Examples:
        >>> fold(" Бюджет,\xa0руб. "), fold("Счёт"), fold("C5:WON")
        ('бюджет', 'счет', 'c5:won')
    """
    plain = " ".join(text[:_LONGEST].replace("\ufeff", "").split()).casefold().replace("ё", "е")
    return _UNIT.sub("", plain)


@dataclass(frozen=True, slots=True)
class CrmMapping:
    """How to read the exports of one CRM; names are folded."""

    crm: str
    columns: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    stages: Mapping[str, DealState] = field(default_factory=dict)
    pipelines: Mapping[str, CrmPipeline] = field(default_factory=dict)

    def outcome(self, stage: str) -> DealState | None:
        """Tell what a stage means; None for one that nobody described."""
        folded = fold(stage)
        found = self.stages.get(folded)
        return found or self.stages.get(_PIPELINE_PREFIX.sub("", folded))


def readings(described: tuple[Crm, ...]) -> dict[str, CrmMapping]:
    """Put together what is known of each CRM.

    Args:
        described: the field `crm` of `kb.yml`.

    Returns:
        Id of the CRM → how to read it; the described ones first, then those known anyway.
    """
    found = {each.id: _described(each) for each in described}
    for crm in KNOWN:
        found.setdefault(crm, _known(crm))
    return found


def _known(crm: str) -> CrmMapping:
    columns = {**_COMMON, **_COLUMNS.get(crm, {})}
    return CrmMapping(
        crm,
        {role: tuple(map(fold, names)) for role, names in columns.items()},
        {fold(stage): outcome for stage, outcome in _STAGES.get(crm, {}).items()},
    )


def _described(crm: Crm) -> CrmMapping:
    base = _known(crm.id)
    named = crm.columns.model_dump() if crm.columns else {}
    own = {role: (fold(name),) for role, name in named.items() if name}
    stages = {fold(stage): outcome for stage, outcome in crm.stages.items()}
    return replace(
        base,
        columns={**base.columns, **own},
        stages={**base.stages, **stages},
        pipelines={fold(each.title): each for each in crm.pipelines},
    )


def asked(known: Mapping[str, CrmMapping]) -> Callable[[str], bool]:
    """Give what tells whether a cell names a column of any CRM.

    Examples:
        >>> names = asked(readings(()))
        >>> names("Этап сделки "), names("Сделки за октябрь")
        (True, False)
    """
    every = [each for how in known.values() for each in how.columns.values()]
    names = {name for aliases in every for name in aliases}
    return lambda cell: fold(cell) in names


def detect(header: tuple[str, ...], known: Mapping[str, CrmMapping]) -> CrmMapping | None:
    """Tell which CRM a header is from: the one whose columns it has, the most of them.

    Args:
        header: names of columns as written.
        known: what `readings` gave.

    Returns:
        None where no CRM's required columns are all there, or two fit as well.

    Examples:
        >>> detect(("ID", "Этап сделки ", "Дата создания", "Бюджет"), readings(())).crm
        'amocrm'
    """
    names = [fold(name) for name in header]
    scores = {
        crm: sum(any(each in names for each in aliases) for aliases in reading.columns.values())
        for crm, reading in known.items()
        if all(any(each in names for each in reading.columns.get(role, ())) for role in REQUIRED)
    }
    best = [crm for crm, score in scores.items() if score == max(scores.values())]
    return known[best[0]] if len(best) == 1 else None


def columns(
    header: tuple[str, ...], reading: CrmMapping, place: Place
) -> tuple[dict[Role, int], list[Problem]]:
    """Find the columns that a reading names.

    Args:
        header: names of columns as written.
        reading: how to read.
        place: where the header stands.

    Returns:
        Role → index of its column; and the problems: a required column that there is not, a name
        that stands twice.
    """
    names = [fold(name) for name in header]
    twice = [index for index, name in enumerate(names) if names.count(name) > 1]
    # Of two columns of one name `kb.yml` may choose by their number: «Сегмент (7)».
    numbered = {f"{names[index]} ({index + 1})": index for index in twice}
    found: dict[Role, int] = {}
    problems = []
    for role, aliases in reading.columns.items():
        chosen = next((numbered[each] for each in aliases if each in numbered), None)
        if chosen is not None:
            found[role] = chosen
            continue
        name = next((each for each in aliases if each in names), None)
        if name is None:
            if role in REQUIRED:
                wanted = ", ".join(f"«{each}»" for each in aliases)
                facts = {"role": role, "names": wanted, "crm": reading.crm}
                problems.append(Problem(place, "crm-no-column", facts))
            continue
        places = [index for index, each in enumerate(names) if each == name]
        if len(places) > 1:
            listed = ", ".join(f"«{header[index].strip()} ({index + 1})»" for index in places)
            example = f"{header[places[0]].strip()} ({places[0] + 1})"
            facts = {"role": role, "names": listed, "crm": reading.crm, "example": example}
            problems.append(Problem(place, "crm-two-columns", facts))
        found[role] = places[0]
    return found, problems
