"""Which release of scripts-kb a knowledge base was made for: `made_for` in `kb.yml`.

made_for: 1.2, we are 1.1 ─▶ one line, instead of a line for each field that we do not know yet
made_for: 1.0, we are 1.1 ─▶ read as it is; `kb fmt --upgrade` writes what changed since
"""

import re
from typing import Any, Final

from scripts_kb import __version__
from scripts_kb.problems import UserError

FIELD: Final = "made_for"

_RELEASE: Final = re.compile(r"(\d{1,4})\.(\d{1,4})(?:\..*)?")


def release(version: str) -> str:
    """Give the release of a version: within one, the same bases can be read.

    Examples:
        >>> release("1.0.3"), release("1.10.0.dev0")
        ('1.0', '1.10')
    """
    return ".".join(version.split(".")[:2])


def refuse_younger(made_for: Any, shown: str) -> None:
    """Refuse a base that was made for a later release than this one.

    Args:
        made_for: what its settings say; what is no release says nothing, the check names it.
        shown: the file of the settings, as messages name it.

    Raises:
        UserError: with what to do.
    """
    named, ours = (_order(each) for each in (str(made_for), __version__))
    if named and ours and named > ours:
        raise UserError("made-for-later", file=shown, wanted=made_for, here=__version__)


def _order(version: str) -> tuple[int, int] | None:
    found = _RELEASE.fullmatch(version)
    return (int(found[1]), int(found[2])) if found else None
