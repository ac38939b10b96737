"""Starts a PostgreSQL of its own on this machine alone, and ends it."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.serving import free_port

PACKAGE = "postgresql"

_FOLDER = Path("/usr/lib/postgresql")
_USER = "postgres"
"""Debian's user, for a server refuses to run as root."""
_PASSWORD = "only-of-a-test"  # noqa: S105 - of a server that lives for a test
_PATIENCE = 300


def find() -> Path | None:
    """Gives the folder of its programs, the newest where there are several; None without any."""
    found = sorted(_FOLDER.glob("*/bin/postgres"), key=lambda each: int(each.parts[-3]))
    if found:
        return found[-1].parent
    program = shutil.which("postgres")
    return Path(program).resolve().parent if program else None


@contextlib.contextmanager
def running(programs: Path) -> Iterator[str]:
    """Runs a server with an empty base on a free port of this machine while a block runs.

    Args:
        programs: The folder of its programs.

    Yields:
        Its address, with a user that may do everything, and the password.
    """
    user = _USER if getattr(os, "geteuid", lambda: -1)() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="kb-postgres-"))
    try:
        secret = folder / "password"
        secret.write_text(_PASSWORD, encoding="utf-8")
        if user:
            for each in (folder, secret):
                shutil.chown(each, user)
        made: list[str | Path] = [programs / "initdb", "--pgdata", folder / "data"]
        owner = ("--username", "owner", "--pwfile", secret)
        options = ("--auth", "scram-sha-256", "--no-sync", "--encoding", "UTF8", "--locale", "C")
        subprocess.run(
            [*made, *owner, *options],
            user=user,
            cwd=folder,
            check=True,
            capture_output=True,
        )
        port = free_port()
        settings = {"listen_addresses": "127.0.0.1", "port": port, "fsync": "off"}
        settings["unix_socket_directories"] = folder
        told = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [programs / "postgres", "-D", folder / "data", *told]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                command, user=user, cwd=folder, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            _await(port, server, folder / "log")
            yield f"postgres://owner:{_PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            try:
                server.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _await(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    ready = b"ready to accept connections"
    while ready not in log.read_bytes():
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
        time.sleep(0.05)
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE):
        pass
