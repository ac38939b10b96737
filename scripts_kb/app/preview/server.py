"""The server of the preview: for the browsers of this machine alone.

    GET /objections/dorogo/ ──▶ Preview.answer
    GET /.preview/wait      ──▶ Preview.wait, as JSON

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


class Server(ThreadingHTTPServer):
    """Listens on a port; what it answers, a preview says."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"
    request_queue_size = 64

    def __init__(self, port: int) -> None:
        """Take a port, 0 for a free one.

        Raises:
            UserError: where it is taken.
        """
        try:
            super().__init__((HOST, port), _Handler)
        except OSError:
            raise UserError("port-busy", port=port, other=port % 65535 + 1) from None
        self.preview: Preview | None = None

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
        # Nothing here is looked up as a path of the disk; what looks like a way up is no address.
        if ".." in address.split("/") or "\\" in address or "\0" in address:
            self._send(Response(b"", "text/plain", 404))
            return
        self._send(
            preview.answer(address.removeprefix("/")), lasting=address[1:].startswith(_LASTING)
        )

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
