"""The reason of a sheet of edits: the change file that lands beside them."""

import datetime as dt
from pathlib import PurePosixPath
from typing import Any, Final

from scripts_kb.content import rendering, starting
from scripts_kb.forms.pending import Pending, brief, first
from scripts_kb.forms.sheets import EditSheet
from scripts_kb.schema import outline, values

_TITLING: Final = ("origin", "cause", "purpose", "effect", "watch")
"""Fields whose words name a change that nobody named."""


def note(state: Pending, sheet: EditSheet, today: dt.date) -> tuple[str, bytes]:
    """Write the file that says why; ("", b"") where nobody says it."""
    told = {
        name: each for name, each in sheet.reason.items() if each not in ("", None, [], {}, False)
    }
    if not told.keys() - {"id", "title", "by", "class"}:
        return "", b""
    entities = [each for each in state.touched if each.partition("/")[0] not in {"", "change"}]
    entities = [
        each for each in entities if each in state.documents or each in state.base.documents
    ]
    fields: dict[str, Any] = {**told, "applies_to": entities}
    if not fields.get("title"):
        fields["title"] = brief(next((told[k] for k in _TITLING if k in told), ""))
    shape = outline.of("change")
    fields = rendering.native(values.typed(rendering.as_raw(fields), shape)[0], shape)
    path, text = starting.note(fields, today)
    number = 1
    while state.there(path):
        number += 1
        name = f"{PurePosixPath(path).stem.removesuffix(f'-{number - 1}')[:60]}-{number}"
        path, text = starting.note({**fields, "id": name}, today)
    id_ = PurePosixPath(path).stem
    kept = {"id": id_, **{name: each for name, each in fields.items() if name != "id"}}
    return path, first(path, kept, text)
