"""Which zone a field belongs to: patterns such as `offer:price.**`, the most specific wins.

kind ":" step ("." step)*      a step is a name, `*` for one step, `**` for any depth
"""

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


def matches(pattern: str, kind: str, path: str) -> bool:
    """Tell whether a pattern covers a field.

    Args:
        pattern: as in `zones.yml`.
        kind: the entity's kind; of settings `config` and, more closely, `config/kb`.
        path: the field's path, keys of lists dropped.

    Examples:
        >>> matches("offer:price.**", "offer", "price.list")
        True
        >>> matches("offer:*", "offer", "price.list")
        False
    """
    head, _, tail = pattern.partition(":")
    if head not in {kind, "*"}:
        return False
    return _match(tail.split(".") if tail else ["**"], path.split(".") if path else [])


def _match(pattern: list[str], path: list[str]) -> bool:
    if not pattern:
        return not path
    if pattern[0] == "**":
        return any(_match(pattern[1:], path[skip:]) for skip in range(len(path) + 1))
    return bool(path) and pattern[0] in {"*", path[0]} and _match(pattern[1:], path[1:])


def covers(pattern: str, kind: str, path: str) -> bool:
    """Tell whether a pattern covers a field of a kind; `config` covers each `config/NAME`.

    Examples:
        >>> covers("config:**", "config/kb", "company"), covers("config/kb:**", "config/kb", "pins")
        (True, True)
    """
    return matches(pattern, kind, path) or (
        kind.startswith("config/") and matches(pattern, "config", path)
    )


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
    head, _, tail = pattern.partition(":")
    steps = tail.split(".") if tail else ["**"]
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
    kind = kinds.schema(entity)
    best: tuple[int, int, int, int] | None = None
    found: dict[str, tuple[Zone, str]] = {}
    for zone in zones:
        for pattern in zone.fields_:
            if not covers(pattern, kind, path):
                continue
            rank = weight(pattern)
            if best is None or rank > best:
                best, found = rank, {}
            if rank == best:
                found.setdefault(zone.id, (zone, pattern))
    pairs = tuple(found.values())
    return Found(tuple(zone for zone, _ in pairs), tuple(pattern for _, pattern in pairs))
