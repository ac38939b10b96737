"""Which zone a field belongs to: patterns such as `offer:price.**`, the most specific wins.

kind ":" step ("." step)*      a step is a name, `*` for one step, `**` for any depth
"""

from functools import lru_cache
from typing import Generic, NamedTuple, Protocol, TypeVar

from scripts_kb.schema import kinds


class Zoned(Protocol):
    """What decides fields: the record of `zones.yml`, or what a review reads of one."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def fields_(self) -> tuple[str, ...]:
        """The patterns of its fields."""


Zone = TypeVar("Zone", bound=Zoned)


class Found(NamedTuple, Generic[Zone]):
    """The zones with the most specific pattern for a field: one, none, or a tie."""

    zones: tuple[Zone, ...]
    patterns: tuple[str, ...] = ()
    """The pattern of each."""

    @property
    def zone(self) -> Zone | None:
        """The zone, where there is exactly one."""
        return self.zones[0] if len(self.zones) == 1 else None


@lru_cache(maxsize=4096)
def _read(pattern: str) -> tuple[str, tuple[str, ...]]:
    head, _, tail = pattern.partition(":")
    return head, _steps(tail) or ("**",)


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split(".")) if path else ()


def _match(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    if not pattern:
        return not path
    if pattern == ("**",):
        return True
    if pattern[0] == "**":
        return any(_match(pattern[1:], path[skip:]) for skip in range(len(path) + 1))
    return bool(path) and pattern[0] in {"*", path[0]} and _match(pattern[1:], path[1:])


def covers(pattern: str, kind: str, path: str) -> bool:
    """Tell whether a pattern covers a field of a kind; `config` covers each `config/NAME`.

    Args:
        pattern: as in `zones.yml`.
        kind: the entity's kind; of settings `config/kb` and the like.
        path: the field's path, keys of lists dropped.

    Examples:
        >>> [covers(pattern, "offer", "price.list") for pattern in ("offer:price.**", "offer:*")]
        [True, False]
        >>> covers("config:**", "config/kb", "company"), covers("config/kb:**", "config/kb", "pins")
        (True, True)
    """
    head, steps = _read(pattern)
    return head in _heads(kind) and _match(steps, _steps(path))


@lru_cache(maxsize=64)
def _heads(kind: str) -> frozenset[str]:
    """Give what patterns that cover a kind begin with."""
    return frozenset({kind, "*", "config"} if kind.startswith("config/") else {kind, "*"})


def weight(pattern: str) -> tuple[int, int, int, int]:
    """Tell how specific a pattern is.

    First count the named steps, the kind among them; then single ones, then fewer of any depth. Of
    two that are alike so far, `config/kb` is more specific than `config`.

    Examples:
        >>> weight("offer:price.**") > weight("offer:**"), weight("offer:*") > weight("offer:**")
        (True, True)
        >>> weight("config/kb:**") > weight("config:**")
        True
    """
    head, steps = _read(pattern)
    named = sum(step not in {"*", "**"} for step in steps) + (head != "*")
    singles, any_depth = steps.count("*"), steps.count("**")
    return named, singles, -any_depth, int("/" in head)


def find(zones: tuple[Zone, ...], entity: str, path: str) -> Found[Zone]:
    """Find the zone of a field.

    Args:
        zones: the zones of `zones.yml`.
        entity: `kind/id`.
        path: the field's path, keys of lists dropped.

    Returns:
        The zone whose pattern is the most specific; several zones where that is a tie.
    """
    heads, way = _heads(kinds.schema(entity)), _steps(path)
    best: tuple[int, int, int, int] | None = None
    found: dict[str, tuple[Zone, str]] = {}
    for zone in zones:
        for pattern in zone.fields_:
            head, steps = _read(pattern)
            if head not in heads or not _match(steps, way):
                continue
            rank = weight(pattern)
            if best is None or rank > best:
                best, found = rank, {}
            if rank == best:
                found.setdefault(zone.id, (zone, pattern))
    pairs = tuple(found.values())
    return Found(tuple(zone for zone, _ in pairs), tuple(pattern for _, pattern in pairs))
