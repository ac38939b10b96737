"""A stand-in of oauth2-proxy 7 before a server of this machine: it knows sessions, and asks no provider.

    a browser ──cookie──▶ who is it? ──X-Forwarded-User, -Email, -Groups──▶ the server
                              ├ nobody, on a page       ──▶ 403 and a page with a way to sign in
                              └ nobody, on an API route ──▶ 401

As its documentation has it: what a browser says of itself in these headers is taken away, groups stand
behind one another with commas, and an API route is what `--api-route` matches.
"""

import http.client
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from tests.patience import PATIENCE
from tools.serving import running

COOKIE: Final = "_oauth2_proxy"
_TOLD: Final = re.compile(r"--api-route=(\S+)")
_OWN: Final = frozenset({"connection", "transfer-encoding", "keep-alive"})


class Proxy(ThreadingHTTPServer):
    """Who is signed in, and where they are let through to.

    Attributes:
        upstream: the port of the server.
        routes: patterns of paths on which nobody is shown a page to sign in.
        sessions: what stands in a cookie, and the groups of whom it was given to.
    """

    daemon_threads = True
    upstream: int
    routes: list[str]
    sessions: dict[str, list[str]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Proxy

    def log_message(self, *args: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        found = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        groups = self.server.sessions.get(found.value) if found else None
        if found is None or groups is None:
            self._refused()
            return
        told = {
            name: each
            for name, each in self.headers.items()
            if not name.lower().startswith("x-forwarded-") and name.lower() not in _OWN
        }
        told |= {"X-Forwarded-User": found.value, "X-Forwarded-Email": f"{found.value}@kb.test"}
        if groups:
            told["X-Forwarded-Groups"] = ",".join(groups)
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=PATIENCE)
        upstream.request("GET", self.path, headers=told)
        answer = upstream.getresponse()
        content = answer.read()
        headers = [each for each in answer.getheaders() if each[0].lower() not in _OWN]
        upstream.close()
        self._send(answer.status, headers, content)

    def _refused(self) -> None:
        path = self.path.partition("?")[0]
        api = any(re.search(each, path) for each in self.server.routes)
        if api or "application/json" in self.headers.get("Accept", ""):
            self._send(401, [("Content-Type", "application/json")], b"{}")
        else:
            page = b'<link rel="icon" href="data:,"><a href="/oauth2/start">Sign in</a>'
            self._send(403, [("Content-Type", "text/html"), ("Cache-Control", "no-store")], page)

    def _send(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in {"content-length", "date", "server"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def before(upstream: int, configuration: str) -> Iterator[Proxy]:
    """Stand before a server, with the flags that the head of its configuration tells."""
    server = Proxy(("127.0.0.1", 0), _Handler)
    server.upstream, server.routes = upstream, _TOLD.findall(configuration)
    server.sessions = {}
    with running(server):
        yield server
