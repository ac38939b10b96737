"""Serves a built site to the Chromium of this machine, and to nobody else."""

import contextlib
import functools
import http.server
import secrets
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import BaseServer
from typing import Any, TypeVar

_Server = TypeVar("_Server", bound=BaseServer)
_FIRST, _MANY = 20_000, 12_000
"""Ports below those that a system gives to whoever asks for any."""


def free_port() -> int:
    """Gives a port of this machine for a program that has to be told one.

    Returns:
        One that nobody listens on, nor is given by the system before the program listens.
    """
    while True:
        port = _FIRST + secrets.randbelow(_MANY)
        with socket.socket() as found, contextlib.suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Keeps quiet."""


@contextlib.contextmanager
def running(server: _Server) -> Iterator[_Server]:
    """Lets a server answer while a block runs, and closes it.

    Args:
        server: Bound to its port, not begun.

    Yields:
        The server.
    """
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def served(site: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Serves a folder on a free port of this machine while a block runs.

    Args:
        site: The folder.
        handler: Answers requests.

    Yields:
        The address, with a slash at its end.
    """
    answering = functools.partial(handler, directory=str(site))
    with running(http.server.ThreadingHTTPServer(("127.0.0.1", 0), answering)) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
