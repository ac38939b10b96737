"""What an import would do: cards with their actions, what is left over, files to be written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scripts_kb.documents.model import SourceDocument
from scripts_kb.importing.scripts import people
from scripts_kb.importing.scripts.drafts import DraftedCards
from scripts_kb.importing.scripts.mapping import ScriptMap
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.problems import Problem

Action = Literal["add", "update", "same", "kept", "gone"]


@dataclass(slots=True)
class BroughtFile:
    """One file that was read.

    Attributes:
        file: how it is named.
        name: the slug of its name, for what is written of it.
        document: as read.
        found: the drafts.
        setting: with the ledger.
        map: its map, None where there is none yet.
        account: units, letters, fates, the second reader.
        blanks: blank → what it became, and how often.
        left, people: with phones and mails taken out.
    """

    file: str
    name: str
    document: SourceDocument
    found: DraftedCards
    setting: RuleSetting
    map: ScriptMap | None
    account: dict[str, Any] = field(default_factory=dict)
    blanks: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    left: list[dict[str, str]] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    returned: bool = False
    """Whether we exported it: then it has no map."""


@dataclass(slots=True)
class PlannedCard:
    """A card of the plan."""

    entity: str
    action: Action
    file: str
    at: str
    value: dict[str, Any]
    key: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    changed: tuple[str, ...] = ()
    """Of what a person edited: the fields that the file says otherwise."""
    text: str = ""
    """The file as it would be, where it keeps what a person wrote around the values."""


@dataclass(slots=True)
class ImportPlan:
    """Everything that a run would do."""

    files: list[BroughtFile] = field(default_factory=list)
    cards: list[PlannedCard] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    added: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    writes: dict[str, str | bytes] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    @property
    def left(self) -> list[dict[str, str]]:
        """What is left over, of all files."""
        return [*(each for file in self.files for each in file.left), *self.refused]

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        return any(each.action in {"add", "update"} for each in self.cards)

    def added_by(self, file: str) -> list[PlannedCard]:
        """Give the new cards of a file."""
        return [each for each in self.cards if each.file == file and each.action == "add"]

    def as_json(self) -> dict[str, Any]:
        """Give the plan as `--json` prints it, without what only a terminal needs."""
        return {
            "files": [
                {
                    "file": each.file,
                    "form": each.document.form,
                    "cards": len(each.found.cards),
                    "account": each.account,
                }
                for each in self.files
            ],
            "cards": [
                {
                    "entity": each.entity,
                    "action": each.action,
                    "file": each.file,
                    "at": each.at,
                    "value": each.value,
                }
                for each in self.cards
            ],
            "left": self.left,
            "people": [each for file in self.files for each in file.people],
            "variables": list(self._variables()),
            "images": [each for file in self.files for each in file.images],
            "names": list(self._names()),
            "layout": list(self._layout()),
            "added": self.added,
            "written": self.written,
        }

    def _variables(self) -> Iterator[dict[str, Any]]:
        for file in self.files:
            for text, (to, times) in file.blanks.items():
                yield {"file": file.file, "text": text, "to": to, "times": times}

    def _names(self) -> Iterator[dict[str, str]]:
        for file in self.files:
            for at, text in file.found.names:
                told = people.without(text, file.setting)
                yield {"file": file.file, "at": at, "text": told}

    def _layout(self) -> Iterator[dict[str, str]]:
        for file in self.files:
            for each in file.document.layout:
                if each.text:
                    told = people.without(each.text, file.setting)
                    yield {"file": file.file, "at": each.at, "text": told}
