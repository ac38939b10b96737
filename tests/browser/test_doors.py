"""Real servers let in whom they should: nginx of the machine, Caddy of the lock, on this machine alone.

The sample's site is the team's. Those of heads and partners are a page each: what is looked at here
is who gets in, and under which headers.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts_kb.app import doors
from scripts_kb.app.doors import headers, servers, setting
from scripts_kb.app.workspace import Workspace
from scripts_kb.content import starter

pytestmark = pytest.mark.doors

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = "127.0.0.1"
HOSTS = {"team": DOMAIN, "heads": f"heads.{DOMAIN}", "partner": f"partners.{DOMAIN}"}
MAY = {"heads": ("heads", "team", "partner"), "team": ("team", "partner"), "partner": ("partner",)}
"""Who → the sites that open."""
PATIENCE = 60
# What waits in a page by a text would have to run it, which the policy forbids.
AT_WORK = f"""Promise.race([navigator.serviceWorker.ready.then(() => true),
    new Promise((done) => setTimeout(done, {PATIENCE * 1000}, false))])"""
REFUSED = """new Promise((done) => {
    addEventListener("securitypolicyviolation", () => done(true));
    document.body.append(Object.assign(document.createElement("script"), { text: "0" }));
})"""
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


HASHES: dict[str, Callable[[], str]] = {
    # As the head of each configuration tells to make a line of a person.
    "nginx": lambda: "{}:" + said("openssl", "passwd", "-6", "word") + "\n",
    "caddy": lambda: "{} " + said(caddy(), "hash-password", "--plaintext", "word") + "\n",
}


@pytest.fixture(scope="module")
def base(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three sites, told of and set up for both servers."""
    folder = tmp_path_factory.mktemp("kb")
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "site").symlink_to(published)
    where = Workspace(folder / "content", None, "content")
    for audience, name in (("heads", "site-heads"), ("partner", "site-partner")):
        (folder / name).mkdir()
        (folder / name / "index.html").write_text(f"<script>0</script>{audience}")
    for name, audience in (("site", "team"), ("site-heads", "heads"), ("site-partner", "partner")):
        doors.told(where, folder / name, audience)
    for server in servers.FORMS:
        starter.add(folder, setting.files(folder, server, DOMAIN))
    servers.renewed(folder)
    return folder


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """Run a server until a block ends; whoever waits for it sees when it gives up."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
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


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


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
    with running(command, port):
        yield port


def asked(port: int, site: str, path: str = "/", **told: str) -> http.client.HTTPResponse:
    with ExitStack() as stack:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        stack.callback(connection.close)
        connection.request("GET", path, headers={"Host": f"{HOSTS[site]}:{port}", **told})
        answer = connection.getresponse()
        answer.read()
        return answer


def login(name: str, word: str = "word") -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{name}:{word}'.encode()).decode()}"}


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


@pytest.fixture(params=servers.FORMS)
def people(request: pytest.FixtureRequest, base: Path, tmp_path: Path) -> tuple[str, int]:
    """A server that knows a head, an employee and a partner by their logins; its name and port."""
    server = request.param
    line = HASHES[server]()
    for site in HOSTS:
        names = [name for name, sites in MAY.items() if site in sites]
        (base / "serve/people" / site).write_text("".join(map(line.format, names)))
    with serving(base, server, "kb", tmp_path) as port:
        yield server, port


def test_each_opens_its_own_sites_and_those_below(people):
    _, port = people
    assert table(port, login) == expected(refused=401)
    assert asked(port, "team", **login("team", "guess")).status == 401
    assert asked(port, "team", **signed_in("heads")).status == 401


@pytest.mark.parametrize("server", servers.FORMS)
def test_behind_single_sign_on_groups_decide(server, base, tmp_path):
    with serving(base, server, "sso", tmp_path) as port:
        assert table(port, signed_in) == expected(refused=403)
        groups = {"X-Forwarded-User": "a", "X-Forwarded-Groups": "kb-teammates,not-kb-team,kb"}
        assert asked(port, "team", **groups).status == 403
        assert asked(port, "team", **{"X-Forwarded-User": "a,kb-team"}).status == 403
        # Keycloak begins the name of a group with a stroke.
        groups = {"X-Forwarded-User": "a", "X-Forwarded-Groups": "/kb-team"}
        assert asked(port, "team", **groups).status == 200


def test_every_answer_says_what_the_build_has_told(people, base):
    _, port = people
    site = headers.read(base)["site"]
    hashed = next((base / "site/assets/stylesheets").glob("main.*.min.css")).name
    for path, status, kept in (
        ("/", 200, "no-cache"),
        ("/call/release.json", 200, "no-cache"),
        (f"/assets/stylesheets/{hashed}", 200, "max-age=31536000, immutable"),
        ("/nothing-here/", 404, "no-cache"),
    ):
        answer = asked(port, "team", path, **login("team"))
        assert (answer.status, answer.headers[headers.CACHE]) == (status, kept)
        policy = answer.headers[headers.POLICY]
        assert policy == site.headers[headers.POLICY]
        scripts = next(each for each in policy.split("; ") if each.startswith("script-src "))
        assert "unsafe-inline" not in scripts
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_works_under_the_policy_and_breaks_no_rule_of_it(people, base, browser: Browser):
    server, port = people
    context = browser.new_context(
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        http_credentials={"username": "team", "password": "word"},
    )
    page, broken = context.new_page(), []
    # A page that is no longer there cannot tell any more: it tells at once.
    page.expose_function("broken", lambda said: broken.append(said))  # noqa: PLW0108 - it marks what it calls
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => window.broken(`${e.violatedDirective} ${e.blockedURI} ${location}`))"
    )
    page.on("pageerror", lambda error: broken.append(str(error)))
    site = f"http://{DOMAIN}:{port}/"
    page.goto(site)
    page.wait_for_selector("#call[data-ready]")
    page.locator("#call-search").fill("дорого")
    expect(page.locator("#call-answer")).to_be_visible()
    assert page.evaluate(AT_WORK)
    # Both say the same: every kind of page is looked at once.
    if server == "nginx":
        visited(page, site, base / "site")
    assert broken == []
    assert page.evaluate(REFUSED)
    context.close()


def visited(page: Page, site: str, folder: Path) -> None:
    """Open a page of each kind: one of each folder, and the front of it."""
    for kind in sorted(each.name for each in folder.iterdir() if (each / "index.html").is_file()):
        inner = sorted(each.parent.name for each in (folder / kind).glob("*/index.html"))
        for path in (f"{kind}/", *(f"{kind}/{name}/" for name in inner[:1])):
            page.goto(f"{site}{path}")
            page.wait_for_selector("[data-find]", state="attached")
