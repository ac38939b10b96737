"""What `kb init` writes: a base, and what is to be done until its first change is published.

answers ──starter──▶ content/, README.md, editors' settings
──pins─────▶ requirements.txt
──recipes──▶ those of a hosting       ──doors──▶ serve/
──parts────▶ NEXT.md                  every line of it is run by a test
"""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts_kb.app import pins, recipes, workspace
from scripts_kb.app.doors import setting
from scripts_kb.app.doors.servers import ServerName
from scripts_kb.app.recipes import Hosting
from scripts_kb.content import starter
from scripts_kb.language import Language

_CLOCK: Final = Path("/etc/localtime")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a person said of the base to come.

    Attributes:
        company: Its name.
        language: Of all its texts.
        time_zone: The name of its zone.
        departments: Titles: whose the words are, whose the prices, others; the usual where empty.
        hosting: Where requests are checked.
        server: What shows the site.
        domain: The address of the team's site there.
    """

    company: str
    language: Language
    time_zone: str
    departments: tuple[str, ...] = ()
    hosting: Hosting | None = None
    server: ServerName | None = None
    domain: str = setting.DOMAIN


def files(answers: Beginning, folder: Path, today: dt.date) -> Mapping[str, bytes]:
    """Give the files of a new base by their paths below its folder, the settings last.

    Raises:
        UserError: where a server's configuration cannot name the folder or the domain.
    """
    language = answers.language
    found = starter.files(
        language,
        company=answers.company,
        time_zone=answers.time_zone,
        today=today,
        departments=answers.departments,
    )
    known = {"СЕРВЕР": answers.server or "", "ДОМЕН": answers.domain}
    known |= {"SERVER": answers.server or "", "DOMAIN": answers.domain}
    return {
        pins.FILE: pins.text(language),
        starter.NEXT: starter.checklist(language, _parts(answers), known),
        **(recipes.files(answers.hosting, language) if answers.hosting else {}),
        **(setting.files(folder, answers.server, answers.domain) if answers.server else {}),
        **found,
    }


def _parts(answers: Beginning) -> Sequence[str]:
    hosting, server = answers.hosting, answers.server
    return (
        "here",
        *(("hosted", hosting) if hosting else ()),
        "change",
        "asked" if hosting else "alone",
        "served" if server else "folder",
        "end",
    )


def zone_of_this_machine() -> str:
    """Give the name of the zone that this machine lives in; nothing where it does not say."""
    said = os.environ.get("TZ", "").removeprefix(":")
    try:
        linked = _CLOCK.readlink().as_posix() if _CLOCK.is_symlink() else ""
    except OSError:
        linked = ""
    for name in (said, linked.rpartition("zoneinfo/")[2]):
        # A machine in a data centre lives in none.
        if "/" in name and not name.startswith("Etc/") and workspace.zone_named(name):
            return name
    return ""
