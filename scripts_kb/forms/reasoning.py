"""The reason of a sheet of edits: the change file that lands beside them."""

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from scripts_kb.content import rendering, starting
from scripts_kb.content.base import Document
from scripts_kb.content.patching import Alteration
from scripts_kb.forms.pending import Pending, brief, first
from scripts_kb.forms.sheets import EditSheet
from scripts_kb.schema import outline, values

_TITLING: Final = ("origin", "cause", "purpose", "effect", "watch")
"""Fields whose words name a change that nobody named."""
_HEAVIEST: Final = ("strategic", "tactical", "factual", "editorial")


def note(
    state: Pending, sheet: EditSheet, today: dt.date, landed: Container[str] | None = None
) -> tuple[str, bytes]:
    """Write the file that says why; ("", b"") where nobody says it.

    A card that was changed before, and has not landed since, has such a file already. It is said
    there: of two files that explain one change, the second one is not read.
    """
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
    earlier = _earlier(state, entities, landed)
    if earlier is not None:
        return _added(state, earlier, fields)
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


def _earlier(
    state: Pending, entities: Sequence[str], landed: Container[str] | None
) -> Document | None:
    """Find the file that says why one of some cards was changed, where it has not landed."""
    for each in state.base.documents.values():
        value = each.value if isinstance(each.value, dict) else {}
        named = value.get("applies_to") or ()
        fresh = landed is not None and each.kind == "change" and each.path not in landed
        if fresh and not value.get("commits") and not set(entities).isdisjoint(named):
            return each
    return None


def _added(state: Pending, earlier: Document, told: Mapping[str, Any]) -> tuple[str, bytes]:
    """Say a reason after the one that stands in a file; remarks of people stay there."""
    shape = outline.of("change")
    document = earlier
    for name, each in told.items():
        old = document.value.get(name)
        fresh = rendering.native(values.typed(rendering.as_raw({name: each}), shape)[0], shape)
        joined = _joined(name, old, fresh[name])
        if joined != old:
            op: Any = "set" if name in document.written else "put"
            document = state.step(document, Alteration(op, (name,), joined))
    return document.path, state.content(document.path)


def _joined(name: str, old: Any, fresh: Any) -> Any:
    r"""Say one thing after the other.

    Examples:
        >>> _joined("cause", "Не слышали.", "Не поняли."), _joined("class", "factual", "tactical")
        ('Не слышали.\n\nНе поняли.', 'tactical')
    """
    if old in (None, "", []):
        return fresh
    if name == "class":
        return next((each for each in _HEAVIEST if each in {old, fresh}), fresh)
    if isinstance(old, list):
        return [*old, *(each for each in fresh if each not in old)]
    if name not in _TITLING:
        return old
    return old if str(fresh) in str(old) else f"{old}\n\n{fresh}"
