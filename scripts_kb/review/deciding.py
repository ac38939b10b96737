"""Which places decide who decides: departments, their reviewers, zones, the published branch."""

from collections.abc import Mapping
from typing import Final

from scripts_kb.schema import paths

_DECISIVE: Final[Mapping[str, frozenset[str]]] = {
    "config/zones": frozenset({"departments", "zones"}),
    "config/kb": frozenset({"branch"}),
}


def decisive(entity: str, path: str) -> bool:
    """Tell whether a place decides who decides; of a whole file, that it may hold such a place.

    Examples:
        >>> decisive("config/zones", 'departments[sales].reviewers["anna"]')
        True
        >>> decisive("config/kb", "company"), decisive("offer/vip", "price.list")
        (False, False)
    """
    return entity in _DECISIVE and (not path or paths.split(path)[0].name in _DECISIVE[entity])


def reviewers_of(entity: str, path: str) -> str:
    """Give the department whose reviewers a place names, "" for any other place.

    Examples:
        >>> reviewers_of("config/zones", 'departments[sales].reviewers["anna"]')
        'sales'
    """
    steps = paths.split(path) if entity == "config/zones" and path else ()
    names = [each.name for each in steps[:3]]
    return names[1] if names[::2] == ["departments", "reviewers"] else ""
