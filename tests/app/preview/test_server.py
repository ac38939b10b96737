"""Whom the server answers, and what it does not give away."""

import http.client
import json
import socket
import socketserver

import pytest

from scripts_kb.app import workspace
from scripts_kb.app.preview.editing import TOKEN, Desk
from scripts_kb.app.preview.server import Server
from scripts_kb.problems import UserError
from tests.patience import PATIENCE
from tools.serving import running


@pytest.fixture
def server(preview):
    with running(Server(0)) as made:
        made.preview = preview
        yield made


def ask(server, path, *, host=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    with connection.getresponse() as answer:
        found = answer.status, answer.read(), answer.headers
    connection.close()
    return found


@pytest.mark.slow
def test_a_page_follows_the_files(server):
    status, content, headers = ask(server, "/objections/dorogo/")
    assert status == 200
    assert b"/assets/preview/follow.js" in content
    assert ask(server, "/assets/preview/follow.js")[0] == 200
    assert ask(server, "/objections/dorogo/", If_None_Match=headers["ETag"])[:2] == (304, b"")


def test_an_address_without_its_slash_leads_on(server):
    status, _, headers = ask(server, "/objections/dorogo")
    assert (status, headers["Location"]) == (302, "/objections/dorogo/")


@pytest.mark.slow
def test_who_calls_it_by_another_name_gets_nothing(server):
    for host in ("example.org", "example.org:80", "127.0.0.1", "localhost:1", " "):
        assert ask(server, "/objections/dorogo/", host=host)[:2] == (403, b""), host


NOT_OF_THE_SITE = (
    "/../mkdocs.yml",
    "/%2e%2e/mkdocs.yml",
    "/..%2fmkdocs.yml",
    "/assets/../../mkdocs.yml",
    "/assets/%2e%2e/%2e%2e/mkdocs.yml",
    "/materials/../kb.yml",
    "/..%5cmkdocs.yml",
    "//etc/passwd",
    "/%00",
    "/kb.yml",
    "/objections/dorogo.yml",
    "/objections/dorogo.md",
    "/.git/config",
    "/kb/past/../../mkdocs.yml",
    "/assets/preview/../site.css",
    "/call/../mkdocs.yml",
)


@pytest.mark.slow
def test_no_address_leads_to_a_file_that_is_not_of_the_site(server):
    for path in NOT_OF_THE_SITE:
        status, content, _ = ask(server, path)
        assert status == 404, path
        for secret in (b"docs_dir", b"root:", b"company:", b"[core]", b"next_question"):
            assert secret not in content, path


def test_it_listens_to_this_machine_alone(server):
    assert server.server_address[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_the_users_mistake():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"{port}.*--port"):
            Server(port)


def test_a_port_that_the_system_keeps_is_not_said_to_be_taken(monkeypatch):
    def refused(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socketserver.TCPServer, "server_bind", refused)
    with pytest.raises(UserError, match=r"80.*--port 8000") as said:
        Server(80)
    assert said.value.key == "port-kept"


@pytest.fixture
def bare():
    """A server without a preview: what takes edits needs none."""
    with running(Server(0)) as made:
        yield made


@pytest.fixture
def desk(bare, folder):
    bare.preview = object()
    bare.desk = Desk(workspace.find(folder.content), bare.address, "team")
    return bare


def send(server, path, content=b"", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)
    sent = {name.replace("_", "-"): each for name, each in headers.items()}
    connection.request("POST", path, content, sent)
    with connection.getresponse() as answer:
        found = answer.status, answer.read(), answer.headers
    connection.close()
    return found


def key(server):
    return json.loads(ask(server, "/.edit/token")[1])["token"]


def from_our_page(server):
    return {
        "Origin": server.address.rstrip("/"),
        "Content_Type": "application/json",
        TOKEN.replace("-", "_"): key(server),
    }


def price(after):
    edit = {"op": "set", "entity": "product/kofe", "path": "price.list"}
    sheet = {"version": 1, "edits": [edit | {"before": 100, "after": after}]}
    return json.dumps(sheet).encode()


def test_an_edit_of_our_page_is_in_the_file(desk, folder):
    status, content, _ = send(desk, "/.edit/apply", price(120), **from_our_page(desk))
    assert status == 200
    assert json.loads(content)["written"][0].endswith("content/products/kofe.yml")
    assert "price: {list: 120}" in (folder.content / "products/kofe.yml").read_text("utf-8")


def test_our_page_reads_a_card(desk):
    status, content, _ = ask(desk, "/.edit/card?entity=product/kofe", X_KB_Edit=key(desk))
    assert (status, json.loads(content)["value"]["price"]) == (200, {"list": 100})


def test_what_another_page_sends_changes_nothing(desk, folder):
    ours = from_our_page(desk)
    before = (folder.content / "products/kofe.yml").read_bytes()
    for changed in (
        {"Origin": "https://evil.example"},
        {"Content_Type": "text/plain"},
        {"X_KB_Edit": "guessed"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Host": "evil.example"},
    ):
        assert send(desk, "/.edit/apply", price(120), **ours | changed)[0] == 403, changed
    assert (folder.content / "products/kofe.yml").read_bytes() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"host": "evil.example"},
    ],
)
def test_another_page_gets_no_token(desk, headers):
    assert desk.desk.token.encode() not in ask(desk, "/.edit/token", **headers)[1]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Length": "30000001"}, 413),
        ({"Content_Length": "9" * 5000}, 413),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "²"}, 411),
        ({"Transfer_Encoding": "chunked", "Content_Length": "0"}, 411),
    ],
)
def test_what_is_too_long_is_refused_unread(desk, headers, status):
    assert send(desk, "/.edit/apply", **from_our_page(desk) | headers)[0] == status


def test_no_page_of_elsewhere_frames_it(desk):
    headers = ask(desk, "/.edit/token")[2]
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert headers["X-Frame-Options"] == "DENY"


def test_without_the_option_nothing_is_taken(bare):
    bare.preview = object()
    assert ask(bare, "/.edit/token")[0] == 404
    assert send(bare, "/.edit/apply", b"{}")[0] == 405


def test_edits_are_sent_to_no_other_address(desk):
    ours = from_our_page(desk)
    assert send(desk, "/.edit/other", b"{}", **ours)[0] == 404
    assert send(desk, "/objections/dorogo/", b"{}", **ours)[0] == 405
