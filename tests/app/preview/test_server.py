"""Whom the server answers, and what it does not give away."""

import http.client
import socket
import threading

import pytest

from scripts_kb.app.preview.server import Server
from scripts_kb.problems import UserError


@pytest.fixture
def server(preview):
    with Server(0) as made:
        made.preview = preview
        thread = threading.Thread(target=made.serve_forever, args=(0.05,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def ask(server, path, *, host=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
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
