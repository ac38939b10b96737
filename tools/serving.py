"""Serves a built site to the Chromium of this machine, and to nobody else."""

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Keeps quiet."""


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
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()
