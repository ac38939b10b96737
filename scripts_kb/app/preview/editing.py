"""Edits that come from the form of a preview: taken from its own page alone, written by `kb apply`.

    GET  /.edit/token                      what every other call has to bring
    GET  /.edit/card?entity=objection/dorogo   contract of its kind, its value, the index
    POST /.edit/apply                          a sheet of edits ──▶ files, or problems by field

Whatever a browser of this machine has open elsewhere may call us by our name. So a call counts only
with a token that a page of ours can fetch and a page of another origin cannot read, from our own
origin, and as JSON, which no form of elsewhere can send unasked.
"""

import hmac
import json
import secrets
import threading
from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.parse import parse_qs

from scripts_kb.app import editing, present
from scripts_kb.app.preview.responses import Response
from scripts_kb.app.workspace import Workspace
from scripts_kb.forms import contract, index, sheets
from scripts_kb.problems import UserError, refusal
from scripts_kb.schema import kinds

PREFIX: Final = "/.edit/"
LARGEST: Final = sheets.LARGEST
TOKEN: Final = "X-KB-Edit"  # noqa: S105 - the name of a header
_JSON: Final = "application/json"


class Headers(Protocol):
    """Of a request, by name."""

    def get(self, name: str, default: str, /) -> str:
        """Give one of them."""


class Desk:
    """Takes edits of one base."""

    def __init__(self, where: Workspace, address: str, audience: str) -> None:
        """Make a token that lives as long as this process.

        Args:
            where: the content folder.
            address: of the server, as its own pages have it.
            audience: whose form it is, `team` or `heads`.
        """
        self.where = where
        self.audience = audience
        self.token = secrets.token_urlsafe(32)
        self._writing = threading.Lock()
        port = address.rstrip("/").rpartition(":")[2]
        self._origins = {f"http://{name}:{port}" for name in ("127.0.0.1", "localhost")}

    def answer(self, path: str, query: str, headers: Headers, sent: bytes | None) -> Response:
        """Answer a call.

        Args:
            path: of the address.
            query: of the address.
            headers: of the request.
            sent: what came with it; None for a question.
        """
        name = path.removeprefix(PREFIX)
        if name == "token" and sent is None and self._near(headers):
            return _answer({"token": self.token})
        if not self.allowed(headers, writes=sent is not None):
            return _answer({"problems": []}, 403)
        if name == "card" and sent is None:
            return self.card(query)
        if name == "apply" and sent is not None:
            return self.apply(sent)
        return _answer({"problems": []}, 404)

    def allowed(self, headers: Headers, *, writes: bool) -> bool:
        """Tell whether a call comes from our own page.

        Args:
            headers: of the request.
            writes: whether it would change files: then it has to name our origin.
        """
        token = headers.get(TOKEN, "").encode("utf-8", "replace")
        if not hmac.compare_digest(token, self.token.encode()):
            return False
        kind = headers.get("Content-Type", "").partition(";")[0].strip()
        told = headers.get("Origin", "") != "" and kind == _JSON
        return self._near(headers) and (told or not writes)

    def _near(self, headers: Headers) -> bool:
        """Tell whether nothing says that a call comes from elsewhere."""
        if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return False
        return headers.get("Origin", "") in {"", *self._origins}

    def card(self, query: str) -> Response:
        """Give what the form of a card is made from; of a kind alone, of a new one."""
        entity = parse_qs(query).get("entity", [""])[0]
        try:
            base, _ = present.base(self.where)
        except UserError as error:
            return _answer({"said": str(error)}, 409)
        document = base.documents.get(entity)
        form = contract.of(base, self.audience)
        kind = form["kinds"].get(kinds.schema(entity))
        if kind is None or (document is None and "/" in entity):
            return _answer({"problems": []}, 404)
        value = _seen(document.value, kind) if document else None
        zones = form["zones"]
        return _answer({"kind": kind, "zones": zones, "value": value, "index": index.of(base)})

    def apply(self, content: bytes) -> Response:
        """Write a sheet of edits into the working tree, or say what is in the way."""
        if len(content) > sheets.LARGEST:
            return _answer({"problems": []}, 413)
        try:
            with self._writing:
                done = editing.apply(self.where, content, shown="EDITS.json")
        except UserError as error:
            return _answer({"said": str(error)}, 409)
        except OSError as error:
            return _answer({"said": str(refusal(error))}, 507)
        problems = [each.as_json(done.language) for each in done.problems]
        found = {"written": list(done.files), "problems": problems}
        return _answer(found, 409 if problems else 200)


def _seen(value: Any, form: Mapping[str, Any]) -> Any:
    """Give of a value what its reader's form has fields for."""
    if isinstance(value, dict) and "fields" in form:
        fields = {each["name"]: each for each in form["fields"]}
        return {name: _seen(each, fields[name]) for name, each in value.items() if name in fields}
    if "item" in form and isinstance(value, list):
        return [_seen(each, form["item"]) for each in value]
    return value


def _answer(found: Mapping[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(found, ensure_ascii=False).encode(), _JSON, status)
