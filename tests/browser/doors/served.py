"""Real servers on this machine alone, with the configurations that are written for three sites."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tools.serving import free_port

ROOT = Path(__file__).resolve().parents[3]
DOMAIN = "127.0.0.1"
HOSTS = {"team": DOMAIN, "heads": f"heads.{DOMAIN}", "partner": f"partners.{DOMAIN}"}
MAY = {"heads": ("heads", "team", "partner"), "team": ("team", "partner"), "partner": ("partner",)}
"""Who → the sites that open."""
NGINX = """
daemon off; pid {folder}/pid; error_log stderr; {user}
events {{}}
http {{
    access_log off; include /etc/nginx/mime.types;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    include {config};
}}
"""
CADDY = "{{\nadmin off\nauto_https off\nstorage file_system {folder}\ndefault_bind 127.0.0.1\n}}\n"


def said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def nginx() -> str:
    found = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    assert found, "tools/test gets nginx"
    return found


def caddy() -> str:
    return str(Path(sys.executable).with_name("caddy"))


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """Run a server until a block ends; whoever waits for it sees when it gives up."""
    # What Caddy keeps of itself would lie in the home of whoever runs the tests, and where there
    # is none, in the checkout.
    own = {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    process = subprocess.Popen(
        command, env={**os.environ, **own}, stderr=subprocess.PIPE, text=True
    )
    try:
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            process.kill()
            pytest.fail(process.communicate()[1])
        yield
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def serving(base: Path, server: str, name: str, folder: Path) -> Iterator[int]:
    """Start a configuration as it was written, but for its port; give that."""
    port = free_port()
    text = (base / "serve" / f"{name}.{server}").read_text("utf-8")
    if server == "nginx":
        text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
        config = folder / "kb.conf"
        config.write_text(text.replace("127.0.0.1:8081", f"127.0.0.1:{port}"), "utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        whole = NGINX.format(folder=folder, config=config, user=user)
        command = [nginx(), "-p", str(folder), "-e", "stderr", "-c", f"{folder}/nginx.conf"]
        (folder / "nginx.conf").write_text(whole, "utf-8")
    else:
        for host in HOSTS.values():
            text = text.replace(f"\n{host} {{", f"\nhttp://{host}:{port} {{")
        text = text.replace(":8081", f":{port}")
        (folder / "Caddyfile").write_text(CADDY.format(folder=folder) + text, "utf-8")
        command = [caddy(), "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]
    with running(command, port, folder):
        yield port


def asked(port: int, site: str, path: str = "/", **told: str) -> http.client.HTTPResponse:
    with ExitStack() as stack:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        stack.callback(connection.close)
        connection.request("GET", path, headers={"Host": f"{HOSTS[site]}:{port}", **told})
        answer = connection.getresponse()
        answer.read()
        return answer


def signed_in(name: str) -> dict[str, str]:
    return {"X-Forwarded-User": name, "X-Forwarded-Groups": f"all,kb-{name}"}


def table(port: int, who: Callable[[str], dict[str, str]]) -> dict[tuple[str, str], int]:
    """Ask for each site as nobody, a partner, an employee and a head; print what was answered."""
    given = {"nobody": {}, **{name: who(name) for name in ("partner", "team", "heads")}}
    found = {
        (name, site): asked(port, site, **told).status
        for name, told in given.items()
        for site in HOSTS
    }
    print(f"{'':8}", *(f"{site:>8}" for site in HOSTS))  # noqa: T201 - what a person asks for
    for name in given:
        print(f"{name:8}", *(f"{found[name, site]:8}" for site in HOSTS))  # noqa: T201 - as above
    return found


def expected(refused: int) -> dict[tuple[str, str], int]:
    who = ("nobody", "partner", "team", "heads")
    return {
        (name, site): 200 if site in MAY.get(name, ()) else 401 if name == "nobody" else refused
        for name in who
        for site in HOSTS
    }
