"""A hosting that is played on loopback: what is asked of it is written down, what it tells is given."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tools.serving import running


class PlayedApi(BaseHTTPRequestHandler):
    """A request with all that is asked of it; what is written to it is written down.

    A recipe's own API says in `answer` what it takes and what it gives.
    """

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def do_PUT(self):
        self.answer()

    def do_PATCH(self):
        self.answer()

    def answer(self):
        """Write down what was asked, and tell what is known."""
        raise NotImplementedError

    def body(self):
        """Give what was sent."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(
            errors="replace"
        )

    def tell(self, found, status=200):
        """Answer with JSON."""
        sent = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def played(api: type[PlayedApi]) -> Iterator[ThreadingHTTPServer]:
    """Play a hosting; `asked` holds what it was asked, `told` what it tells by path."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), api)
    server.asked, server.told = [], {}
    with running(server):
        yield server
