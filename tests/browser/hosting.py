"""A hosting of this machine: what GitHub, GitLab and Gitea answer to a form, over a bare repository.

    a browser ──token──▶ /github/repos/…, /gitlab/projects/…, /gitea/repos/… ──git──▶ a bare repository

Each address, each field and each refusal is as the hosting's documentation has it: GitHub REST
2022-11-28 (git database, contents, pulls), GitLab REST v4 (branches, repository files, commits, merge
requests), Gitea 1.20 (branches, contents, pulls).
"""

import base64
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from tools.serving import running

REPO: Final = "cafe/scripts"
WHO: Final = {
    f"GIT_{role}_{name}": "a@b" for role in ("AUTHOR", "COMMITTER") for name in ("NAME", "EMAIL")
}


class RefusalError(Exception):
    """What a hosting answers in place of what was asked."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Bare:
    """A bare repository."""

    path: Path

    def git(self, *argv: str, put: bytes = b"", index: str = "") -> str:
        env = {**os.environ, **WHO, **({"GIT_INDEX_FILE": index} if index else {})}
        done = subprocess.run(
            ["git", *argv], cwd=self.path, input=put, env=env, check=False, capture_output=True
        )
        if done.returncode:
            raise RefusalError(404, done.stderr.decode())
        return done.stdout.decode().strip()

    def tip(self, branch: str) -> str:
        return self.git("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}^{{commit}}")

    def branches(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()

    def blob(self, rev: str, path: str) -> str:
        return self.git("rev-parse", "--verify", "--quiet", f"{rev}:{path}")

    def content(self, blob: str) -> bytes:
        return subprocess.check_output(["git", "cat-file", "blob", blob], cwd=self.path)

    def keep(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", put=content)

    def tree(self, base: str, blobs: dict[str, str]) -> str:
        index = str(self.path / f"index-{threading.get_ident()}")
        self.git("read-tree", base, index=index)
        for path, blob in blobs.items():
            self.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", index=index)
        made = self.git("write-tree", index=index)
        Path(index).unlink()
        return made

    def commit(self, tree: str, parent: str, message: str) -> str:
        return self.git("commit-tree", tree, "-p", parent, put=message.encode())

    def last(self, rev: str, path: str) -> str:
        return self.git("log", "-1", "--format=%H", rev, "--", path)


@dataclass
class Hosting:
    """Three hostings of one repository.

    Attributes:
        repo: the repository.
        tokens: who brings one of them may do all.
        cut: addresses whose answer gets lost, by what they hold; each once.
        moved: what it answers every call with: go there; "" for nothing.
        before: what is done before an address is answered, by what that holds; each once.
        away: an address from which on nothing arrives any more, by what it holds; "" for none.
        requests: what was opened.
        calls: what was asked, in order.
    """

    repo: Bare
    address: str = ""
    tokens: set[str] = field(default_factory=lambda: {"good"})
    cut: list[str] = field(default_factory=list)
    moved: str = ""
    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    away: str = ""
    gone: bool = False
    requests: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def back(self) -> None:
        """The network is there again."""
        self.away, self.gone = "", False

    def open(self, head: str, base: str, title: str, body: str, url: str) -> dict[str, Any]:
        self.repo.tip(head)
        if any(each["head"] == head and each["state"] == "open" for each in self.requests):
            raise RefusalError(409, "another one is open already")
        number = len(self.requests) + 1
        link = f"{self.address}/{REPO}/{url}/{number}"
        made = {"number": number, "head": head, "base": base, "title": title, "body": body}
        self.requests.append({**made, "state": "open", "link": link})
        return self.requests[-1]

    def listed(self, head: str) -> list[dict[str, Any]]:
        return [
            each
            for each in self.requests
            if each["state"] == "open" and (not head or each["head"] == head)
        ]


Answer = Callable[[Hosting, dict[str, str], Any], Any]
_WAYS: list[tuple[str, str, Answer]] = []


def way(method: str, pattern: str) -> Callable[[Answer], Answer]:
    def known(answer: Answer) -> Answer:
        _WAYS.append((method, pattern, answer))
        return answer

    return known


def _file(repo: Bare, rev: str, path: str) -> dict[str, Any]:
    blob = repo.blob(rev, path)
    text = base64.b64encode(repo.content(blob)).decode()
    lines = "\n".join(text[at : at + 60] for at in range(0, len(text), 60))
    return {"type": "file", "encoding": "base64", "path": path, "content": lines, "sha": blob}


# GitHub ------------------------------------------------------------------------------------------


@way("GET", r"/github/repos/R/git/ref/heads/(?P<branch>.+)")
def _(on: Hosting, at: dict[str, str], _sent: Any) -> Any:
    branch = at["branch"]
    return {"ref": f"refs/heads/{branch}", "object": {"type": "commit", "sha": on.repo.tip(branch)}}


@way("GET", r"/(github|gitea)/repos/R/contents/(?P<path>.+)")
def _(on: Hosting, at: dict[str, str], _sent: Any) -> Any:
    return _file(on.repo, at["ref"], at["path"])


@way("POST", r"/github/repos/R/git/blobs")
def _(on: Hosting, _at: dict[str, str], sent: Any) -> Any:
    assert sent["encoding"] == "base64"
    return {"sha": on.repo.keep(base64.b64decode(sent["content"], validate=True))}


@way("GET", r"/github/repos/R/git/commits/(?P<sha>\w+)")
def _(on: Hosting, at: dict[str, str], _sent: Any) -> Any:
    return {"sha": at["sha"], "tree": {"sha": on.repo.git("rev-parse", f"{at['sha']}^{{tree}}")}}


@way("POST", r"/github/repos/R/git/trees")
def _(on: Hosting, _at: dict[str, str], sent: Any) -> Any:
    assert all((each["mode"], each["type"]) == ("100644", "blob") for each in sent["tree"])
    return {"sha": on.repo.tree(sent["base_tree"], {e["path"]: e["sha"] for e in sent["tree"]})}


@way("POST", r"/github/repos/R/git/commits")
def _(on: Hosting, _at: dict[str, str], sent: Any) -> Any:
    return {"sha": on.repo.commit(sent["tree"], *sent["parents"], sent["message"])}


@way("POST", r"/github/repos/R/git/refs")
def _(on: Hosting, _at: dict[str, str], sent: Any) -> Any:
    branch = sent["ref"].removeprefix("refs/heads/")
    if branch in on.repo.branches():
        raise RefusalError(422, "Reference already exists")
    on.repo.git("update-ref", sent["ref"], sent["sha"], "")
    return {"ref": sent["ref"]}


@way("PATCH", r"/github/repos/R/git/refs/heads/(?P<branch>.+)")
def _(on: Hosting, at: dict[str, str], sent: Any) -> Any:
    tip = on.repo.tip(at["branch"])
    assert sent["force"] is False
    if on.repo.git("merge-base", tip, sent["sha"]) != tip:
        raise RefusalError(422, "Update is not a fast forward")
    on.repo.git("update-ref", f"refs/heads/{at['branch']}", sent["sha"], tip)
    return {"ref": f"refs/heads/{at['branch']}"}


@way("GET", r"/github/repos/R/pulls")
def _(on: Hosting, at: dict[str, str], _sent: Any) -> Any:
    assert (at["state"], at["base"]) == ("open", "main")
    owner, _, head = at["head"].partition(":")
    assert owner == REPO.partition("/")[0]
    return [{"html_url": each["link"]} for each in on.listed(head)]


@way("POST", r"/github/repos/R/pulls")
def _(on: Hosting, _at: dict[str, str], sent: Any) -> Any:
    made = on.open(sent["head"], sent["base"], sent["title"], sent["body"], "pull")
    return {"number": made["number"], "html_url": made["link"]}


# GitLab ------------------------------------------------------------------------------------------


@way("GET", r"/gitlab/projects/R/repository/branches/(?P<branch>.+)")
def _(on: Hosting, at: dict[str, str], _sent: Any) -> Any:
    return {"name": at["branch"], "commit": {"id": on.repo.tip(at["branch"])}}


@way("GET", r"/gitlab/projects/R/repository/files/(?P<path>.+)")
def _(on: Hosting, at: dict[str, str], _sent: Any) -> Any:
    found = _file(on.repo, at["ref"], at["path"])
    last = on.repo.last(at["ref"], at["path"])
    return {"file_path": at["path"], "encoding": "base64", "last_commit_id": last} | {
        "content": found["content"].replace("\n", ""),
        "blob_id": found["sha"],
    }


@way("POST", r"/gitlab/projects/R/repository/commits")
def _(on: Hosting, _at: dict[str, str], sent: Any) -> Any:
    there = sent["branch"] in on.repo.branches()
    if there and "start_sha" in sent:
        raise RefusalError(400, f"A branch called '{sent['branch']}' already exists.")
    tip = sent.get("start_sha") or on.repo.tip(sent["branch"])
    blobs = {}
    for each in sent["actions"]:
        path = each["file_path"]
        known = bool(on.repo.git("ls-tree", tip, "--", path))
        if known == (each["action"] == "create"):
            raise RefusalError(
                400, "A file with this name already exists" if known else "no such file"
            )
        if known and on.repo.last(tip, path) != each["last_commit_id"]:
            raise RefusalError(400, "You are attempting to update a file that has changed.")
        blobs[path] = on.repo.keep(base64.b64decode(each["content"], validate=True))
    made = on.repo.commit(on.repo.tree(tip, blobs), tip, sent["commit_message"])
    on.repo.git("update-ref", f"refs/heads/{sent['branch']}", made)
    return {"id": made}


@way("GET", r"/gitlab/projects/R/merge_requests")
def _(on: Hosting, at: dict[str, str], _sent: Any) -> Any:
    assert (at["state"], at["target_branch"]) == ("opened", "main")
    return [{"web_url": each["link"]} for each in on.listed(at["source_branch"])]


@way("POST", r"/gitlab/projects/R/merge_requests")
def _(on: Hosting, _at: dict[str, str], sent: Any) -> Any:
    ends = sent["source_branch"], sent["target_branch"]
    made = on.open(*ends, sent["title"], sent["description"], "-/merge_requests")
    return {"iid": made["number"], "web_url": made["link"]}


# Gitea -------------------------------------------------------------------------------------------


@way("GET", r"/gitea/repos/R/branches/(?P<branch>.+)")
def _(on: Hosting, at: dict[str, str], _sent: Any) -> Any:
    return {"name": at["branch"], "commit": {"id": on.repo.tip(at["branch"])}}


@way("POST", r"/gitea/repos/R/contents")
def _(on: Hosting, _at: dict[str, str], sent: Any) -> Any:
    branch = sent.get("new_branch") or sent["branch"]
    if sent.get("new_branch") and branch in on.repo.branches():
        raise RefusalError(422, f"branch already exists [name: {branch}]")
    tip = on.repo.tip(sent["branch"])
    blobs = {}
    for each in sent["files"]:
        known = bool(on.repo.git("ls-tree", tip, "--", each["path"]))
        if known == (each["operation"] == "create"):
            raise RefusalError(422, "repository file already exists" if known else "no such file")
        if known and on.repo.blob(tip, each["path"]) != each["sha"]:
            raise RefusalError(422, "sha does not match")
        blobs[each["path"]] = on.repo.keep(base64.b64decode(each["content"], validate=True))
    made = on.repo.commit(on.repo.tree(tip, blobs), tip, sent["message"])
    on.repo.git("update-ref", f"refs/heads/{branch}", made)
    return {"commit": {"sha": made}}


@way("GET", r"/gitea/repos/R/pulls")
def _(on: Hosting, at: dict[str, str], _sent: Any) -> Any:
    assert at["state"] == "open"
    return [
        {"html_url": each["link"], "head": {"ref": each["head"]}, "base": {"ref": each["base"]}}
        for each in on.listed("")
    ]


@way("POST", r"/gitea/repos/R/pulls")
def _(on: Hosting, _at: dict[str, str], sent: Any) -> Any:
    made = on.open(sent["head"], sent["base"], sent["title"], sent["body"], "pulls")
    return {"number": made["number"], "html_url": made["link"]}


# The server --------------------------------------------------------------------------------------


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hosting: Hosting


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *args: object) -> None:
        """Says nothing."""

    def do_OPTIONS(self) -> None:
        self._send(204, None)

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def _answer(self) -> None:
        on = self.server.hosting
        length = int(self.headers.get("Content-Length", 0))
        sent = json.loads(self.rfile.read(length)) if length else None
        call = f"{self.command} {self.path}"
        on.gone = on.gone or bool(on.away and on.away in call)
        if on.gone:
            self.close_connection = True
            return
        on.calls.append(call)
        for each in [each for each in on.before if each in call]:
            on.before.pop(each)()
        if on.moved:
            self._send(307, None, to=on.moved)
            return
        try:
            status, said = (200 if self.command != "POST" else 201), self._said(sent)
        except RefusalError as refusal:
            status, said = refusal.status, {"message": str(refusal)}
        lost = next((each for each in on.cut if each in call), "")
        if lost:
            on.cut.remove(lost)
            # Broken off in the middle: what is cut at its start, a browser asks for once more itself.
            self.close_connection = True
        self._send(status, said, whole=not lost)

    def _said(self, sent: Any) -> Any:
        on, asked = self.server.hosting, urlsplit(self.path)
        if self._token() not in on.tokens:
            raise RefusalError(401, "Bad credentials")
        repo = {"gitlab": REPO.replace("/", "%2F")}.get(asked.path.split("/")[1], REPO)
        for method, pattern, answer in _WAYS:
            found = re.fullmatch(pattern.replace("/R", f"/{repo}"), asked.path)
            if method == self.command and found:
                at = {name: unquote(each) for name, each in found.groupdict().items()}
                at |= {name: each[0] for name, each in parse_qs(asked.query).items()}
                return answer(on, at, sent)
        raise RefusalError(404, "Not Found")

    def _token(self) -> str:
        if self.path.startswith("/gitlab/"):
            return self.headers.get("PRIVATE-TOKEN", "")
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        return token if kind == ("Bearer" if self.path.startswith("/github/") else "token") else ""

    def _send(self, status: int, said: Any, *, whole: bool = True, to: str = "") -> None:
        content = b"" if said is None else json.dumps(said).encode()
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header(
            "Access-Control-Allow-Headers",
            "Authorization, PRIVATE-TOKEN, Content-Type, Accept, X-GitHub-Api-Version",
        )
        self.send_header("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE")
        self.send_header("Access-Control-Max-Age", "600")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content if whole else content[:1])


@contextmanager
def serving(hosting: Hosting) -> Iterator[Hosting]:
    """Serves a hosting on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.hosting = hosting
    hosting.address = f"http://127.0.0.1:{server.server_port}"
    with running(server):
        yield hosting
