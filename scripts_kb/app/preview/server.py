"""The server of the preview: for the browsers of this machine alone.

    GET /objections/dorogo/ ──▶ Preview.answer
    GET /.preview/wait      ──▶ Preview.wait, as JSON
    GET, POST /.edit/…      ──▶ Desk.answer, where edits are taken

It listens on the loopback, and answers only who calls it by its own name: a page of elsewhere whose
name was made to lead here (DNS rebinding) gets nothing.
"""

import json
import socket
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from scripts_kb.app.preview import editing
from scripts_kb.app.preview.editing import Desk, Headers
from scripts_kb.app.preview.responses import Response
from scripts_kb.app.preview.shown import Preview
from scripts_kb.problems import UserError

HOST: Final = "127.0.0.1"

_WAIT: Final = "/.preview/wait"
_LONGEST: Final = 25.0
"""Seconds until one who waits is told that nothing has changed."""
_LASTING: Final = "assets/"
"""Where files are read that stay the same while this process runs: styles, scripts, the theme."""
_LAST: Final = "max-age=60, stale-while-revalidate=86400"
"""How long browsers take them unasked: they do not ask for twenty of them before a page is shown.

Those of another version of ours are there with the second page.
"""

_PASSED_OVER: Final = 65536
"""Bytes of what is refused that are read all the same."""


class Server(ThreadingHTTPServer):
    """Listens on a port; what it answers, a preview says."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"
    request_queue_size = 64

    def __init__(self, port: int) -> None:
        """Take a port, 0 for a free one.

        Raises:
            UserError: where it is taken, or this person may not have it: the system keeps low ones.
        """
        try:
            super().__init__((HOST, port), _Handler)
        except PermissionError:
            raise UserError("port-kept", port=port) from None
        except OSError:
            raise UserError("port-busy", port=port, other=port % 65535 + 1) from None
        self.preview: Preview | None = None
        self.desk: Desk | None = None

    @property
    def address(self) -> str:
        """Where it serves."""
        return f"http://{HOST}:{self.server_port}/"

    def named(self, host: str) -> bool:
        """Tell whether somebody who calls a host by this name means us."""
        return host in {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has gone."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    server: Server

    def setup(self) -> None:
        """Send small answers at once."""
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Keep quiet: the terminal is for what is wrong with the base."""

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answer an address."""
        preview = self.server.preview
        if preview is None or not self.server.named(self.headers.get("Host", "")):
            self._send(Response(b"", "text/plain", 403))
            return
        asked = urlsplit(self.path)
        address = unquote(asked.path)
        if asked.path == _WAIT:
            self._send(_waited(preview, asked.query), kept=False)
            return
        if asked.path.startswith(editing.PREFIX):
            self._edit(asked.path, asked.query, None)
            return
        # Nothing here is looked up as a path of the disk; what looks like a way up is no address.
        if ".." in address.split("/") or "\\" in address or "\0" in address:
            self._send(Response(b"", "text/plain", 404))
            return
        self._send(
            preview.answer(address.removeprefix("/")), lasting=address[1:].startswith(_LASTING)
        )

    def do_POST(self) -> None:
        """Take edits; nothing else is sent here."""
        asked = urlsplit(self.path)
        length = _length(self.headers)
        refused = self._refused(asked.path, length)
        if refused:
            self._refuse(refused, length)
            return
        content = self.rfile.read(length)
        if len(content) == length:
            self._edit(asked.path, asked.query, content)
        else:
            self.close_connection = True

    def _refused(self, path: str, length: int) -> int:
        """Give the status for what is not read at all, 0 for what is."""
        desk = self.server.desk
        if not self.server.named(self.headers.get("Host", "")):
            return 403
        if desk is None or not path.startswith(editing.PREFIX):
            return 405
        if not desk.allowed(self.headers, writes=True):
            return 403
        if length < 0:
            return 411
        return 413 if length > editing.LARGEST else 0

    def _refuse(self, status: int, length: int) -> None:
        """Answer without what was sent: this connection cannot go on with the next question."""
        self.close_connection = True
        self._send(Response(b"", "text/plain", status), kept=False)
        # Closed with something unread, a connection is torn down before its answer arrives.
        with suppress(OSError):
            self.rfile.read(min(max(length, 0), _PASSED_OVER))

    def _edit(self, path: str, query: str, sent: bytes | None) -> None:
        desk = self.server.desk
        if desk is None:
            self._send(Response(b"", "text/plain", 404))
            return
        self._send(desk.answer(path, query, self.headers, sent), kept=False)

    def _send(self, answer: Response, *, kept: bool = True, lasting: bool = False) -> None:
        tag = f'"{answer.tag}"'
        known = kept and answer.status == 200 and self.headers.get("If-None-Match") == tag  # noqa: PLR2004 - HTTP's own
        self.send_response(304 if known else answer.status)
        if answer.to:
            self.send_header("Location", answer.to)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", "0" if known else str(len(answer.content)))
        self.send_header("Cache-Control", _LAST if lasting else "no-cache")
        self.send_header("ETag", tag)
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.close_connection:
            self.send_header("Connection", "close")
        if self.server.desk is not None:
            # A page of elsewhere that frames ours could have its reader press what it covers.
            self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
            self.send_header("X-Frame-Options", "DENY")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if self.command != "HEAD" and not known:
            with suppress(ConnectionError):
                self.wfile.write(answer.content)


def _waited(preview: Preview, query: str) -> Response:
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    address = unquote(asked.get("path", "/")).removeprefix("/")
    looked = preview.wait(address, asked.get("page", ""), asked.get("notice", ""), _LONGEST)
    told = {"page": looked.tag, "notice": looked.notice_tag, "html": looked.notice}
    return Response(json.dumps(told).encode(), "application/json")


def _length(headers: Headers) -> int:
    """Give how many bytes come with a request, -1 where it does not say so as we read it."""
    told = headers.get("Content-Length", "")
    if headers.get("Transfer-Encoding", "") or not (told.isascii() and told.isdigit()):
        return -1
    # No number is made of more digits than lengths have.
    return int(told[:12])
