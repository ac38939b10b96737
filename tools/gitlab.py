"""Reviews every open merge request of a GitLab project: one comment each, a status of its commit.

    hosting ──requests, approvals, times──▶ tools/diff --gate ──▶ comment, status of its commit

A merge request's own pipeline runs the `.gitlab-ci.yml` of its branch, which may print whatever it
is given. So the token is a protected variable, and this runs in a pipeline of the published branch
alone: on a schedule, or started by hand. A request is fetched as data and never laid out or run;
what reads it is a process without the token.

    KB_REVIEW_TOKEN=… python tools/gitlab.py
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MARKER: Final = "<!-- scripts-kb review -->"
TOKEN: Final = "KB_REVIEW_TOKEN"  # noqa: S105 - the name of a variable
STATUS: Final = "scripts-kb/review"
LONGEST: Final = 65_000
_NONE: Final = "-"
_BUILDS: Final = 3
"""How many sites one run builds: the next run goes on."""
_ROOT: Final = Path(__file__).resolve().parents[1]
_PAGE: Final = 100
_OPENED_AGAIN: Final = "reopened"
_READY: Final = "marked this merge request as"
"""Begins what GitLab itself notes of a draft that became ready, or of the reverse."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Takes the token nowhere else than to the hosting itself."""

    def redirect_request(self, *_asked: Any) -> None:
        """Goes nowhere: the answer stays a refusal."""


_OPENER: Final = urllib.request.build_opener(_Stay)


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a GitLab: the API, its number there, the token that may write notes."""

    api: str
    number: str
    token: str

    def ask(self, path: str, method: str = "GET", **fields: str) -> Any:
        """Asks the API once, and gives what it answered.

        Args:
            path: Below the project; below the API, where it begins with `/`.
            method: As HTTP names it.
            fields: What to send: in the address, or as a form.

        Raises:
            urllib.error.URLError: Where it refuses or cannot be reached.
        """
        sent = urllib.parse.urlencode(fields)
        body = None if method == "GET" else sent.encode()
        above = "" if path.startswith("/") else f"/projects/{self.number}/"
        address = f"{self.api}{above}{path}{f'?{sent}' if method == 'GET' and sent else ''}"
        return self._told(address, body, {}, method)

    def hand(self, path: str, file: Path) -> Any:
        """Hands a file in, and gives what the API answered."""
        content, form = _as_form("file", file)
        address = f"{self.api}/projects/{self.number}/{path}"
        return self._told(address, content, {"Content-Type": form}, "POST")

    def _told(self, address: str, body: bytes | None, headers: dict[str, str], method: str) -> Any:
        request = urllib.request.Request(  # noqa: S310 - the pipeline names the address
            address, body, {"PRIVATE-TOKEN": self.token, **headers}, method=method
        )
        with _OPENER.open(request, timeout=60) as answer:
            return json.load(answer)

    def every(self, path: str, **fields: str) -> Iterator[dict[str, Any]]:
        """Yields a list of the API, page after page."""
        page = 1
        while True:
            found = self.ask(path, **fields, per_page=str(_PAGE), page=str(page))
            yield from found
            if len(found) < _PAGE:
                return
            page += 1


def main() -> int:
    """Reviews the requests of the project that the pipeline names; 1 where one could not be."""
    given = os.environ
    # What is started from here has no use for the token, and what it reads is a stranger's.
    project = Project(given["CI_API_V4_URL"], given["CI_PROJECT_ID"], given.pop(TOKEN))
    failed, left = 0, [None] * _BUILDS
    branch = given["CI_DEFAULT_BRANCH"]
    for request in project.every("merge_requests", state="opened", target_branch=branch):
        if request.get("draft"):
            continue
        try:
            _review(project, request, given.get("CI_PIPELINE_URL", ""), left)
        except (OSError, subprocess.CalledProcessError) as error:
            # Nothing that a branch says goes into the log.
            print(f"!{int(request['iid'])}: {type(error).__name__}")
            failed = 1
    return failed


def _review(project: Project, request: Mapping[str, Any], page: str, left: list[None]) -> None:
    here = f"merge_requests/{int(request['iid'])}"
    head = str(request["sha"])
    git = ("git", "-C", str(_ROOT))
    fetch = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "origin")
    subprocess.run([*git, *fetch, f"refs/merge-requests/{int(request['iid'])}/head"], check=True)
    fetched = _said(*git, "rev-parse", "FETCH_HEAD")
    if fetched != head:
        # It was pushed to meanwhile: the next run sees it.
        return
    notes = list(project.every(f"{here}/notes"))
    user = project.ask("/user")["username"]
    mine = [
        each
        for each in notes
        if each["author"]["username"] == user and str(each["body"]).startswith(MARKER)
    ]
    pages = _pages(project, request, str(mine[0]["body"]) if mine else "", left)
    status, comment = _gate(project, request, notes, page, pages.removeprefix(_NONE))
    state = {0: "success", 1: "failed"}.get(status)
    if state is None:
        raise subprocess.CalledProcessError(status, "tools/diff")
    if pages:
        comment = comment.replace(MARKER, f"{MARKER}\n<!-- pages {head} {pages} -->", 1)
    where = f"{here}/notes/{int(mine[0]['id'])}" if mine else f"{here}/notes"
    project.ask(where, "PUT" if mine else "POST", body=comment[:LONGEST])
    project.ask(f"statuses/{head}", "POST", state=state, name=STATUS, target_url=page)


def _gate(
    project: Project, request: Mapping[str, Any], notes: list[dict[str, Any]], page: str, pages: str
) -> tuple[int, str]:
    """Asks the gate of the checked out tools; gives its exit code and its comment."""
    here = f"merge_requests/{int(request['iid'])}"
    events = list(project.every(f"{here}/resource_state_events"))
    begun = [each["created_at"] for each in events if each["state"] == _OPENED_AGAIN]
    begun += [
        each["created_at"]
        for each in notes
        if each["system"] and str(each["body"]).startswith(_READY)
    ]
    since = max([request["created_at"], *begun])
    shown = [
        {"sha": each["head_commit_sha"], "created_at": max(each["created_at"], since)}
        for each in project.every(f"{here}/versions")
    ]
    head, target = str(request["sha"]), _said("git", "-C", str(_ROOT), "rev-parse", "HEAD")
    base = _said("git", "-C", str(_ROOT), "merge-base", target, head)
    with tempfile.TemporaryDirectory() as name:
        told = {"reviews": project.ask(f"{here}/approvals"), "shown": shown}
        for each, content in told.items():
            Path(name, f"{each}.json").write_text(json.dumps(content), "utf-8")
        files = [argument for each in told for argument in (f"--{each}", f"{name}/{each}.json")]
        author = str(request["author"]["username"])
        command = (sys.executable, "tools/diff", "--gate", "--target", target, "--page", page)
        shown_at = ("--pages-at", pages) if pages else ()
        asked = ("--author", f"@{author}", "--open-since", since[:10], *shown_at)
        done = subprocess.run(
            [*command, *asked, *files, "--format", "markdown", base, head],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    return done.returncode, done.stdout


def _pages(project: Project, request: Mapping[str, Any], said: str, left: list[None]) -> str:
    """Gives where the cards stand as they will be; "" for not yet, "-" for nowhere.

    They are built once for each commit, as the published branch builds sites. What was built is
    told in the second line of our own comment, which nobody but us writes.
    """
    number, head = int(request["iid"]), str(request["sha"])
    known = re.match(rf"{re.escape(MARKER)}\n<!-- pages {head} (\S+) -->", said)
    if known:
        return known[1]
    if not left:
        return ""
    left.pop()
    base = _said("git", "-C", str(_ROOT), "merge-base", "HEAD", head)
    with tempfile.TemporaryDirectory() as name:
        command = (sys.executable, "tools/diff", "--pages", f"{name}/pages", base, head)
        quiet = subprocess.DEVNULL
        try:
            subprocess.run(command, cwd=_ROOT, stdout=quiet, stderr=quiet, timeout=300, check=False)
            if not Path(name, "pages/index.html").is_file():
                return _NONE
            file = shutil.make_archive(f"{name}/pages-{number}-{head[:9]}", "zip", f"{name}/pages")
            made = project.hand("uploads", Path(file))
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return _NONE
    return f"{os.environ['CI_SERVER_URL']}{made['full_path']}"


def _as_form(name: str, file: Path) -> tuple[bytes, str]:
    """Gives a file as a form hands it in, and what kind of content that is."""
    edge = secrets.token_hex(16)
    said = f'form-data; name="{name}"; filename="{file.name}"'
    head = f"--{edge}\r\nContent-Disposition: {said}\r\nContent-Type: application/zip\r\n\r\n"
    content = head.encode() + file.read_bytes() + f"\r\n--{edge}--\r\n".encode()
    return content, f"multipart/form-data; boundary={edge}"


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
