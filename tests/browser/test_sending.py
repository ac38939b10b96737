"""An edit goes from the form to a request of the hosting: only its lines, and nothing is ever lost."""

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts_kb.app.doors import headers
from scripts_kb.schema import sending
from scripts_kb.schema.config import EditTarget, Kb
from tests.browser.complaints import Complaints
from tests.browser.forms import REASON, answered, first_item, kb, opened, planned
from tests.browser.hosting import REPO, WHO, Bare, Hosting, serving
from tests.browser.kept import OFFICE
from tests.once import Once

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests/vendor/axe.min.js"
CARD = "content/objections/цена/дорого-для-дома.yml"


class _Site(SimpleHTTPRequestHandler):
    """The site of this checkout, as `kb.yml: edit` would have it: its headers, and its form's data."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    told: headers.SiteHeaders
    target: sending.SendingTarget

    def log_message(self, *args: object) -> None:
        """Says nothing."""

    def end_headers(self) -> None:
        for name, value in self.told.headers.items():
            self.send_header(name, value)
        super().end_headers()

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/edit/forms.json":
            super().do_GET()
            return
        found = json.loads((Path(self.directory) / "edit/forms.json").read_bytes())
        found["sending"] = {**self.target._asdict(), "folder": "content/"}
        content = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="session")
def inline(published: Path) -> frozenset[bytes]:
    return frozenset(headers.scripts((published / "edit/index.html").read_bytes()))


@pytest.fixture(scope="session")
def begun(once: Once) -> Path:
    """A bare repository of the sample, made once; a test takes a copy."""

    def make(folder: Path) -> None:
        work = folder / "work"
        shutil.copytree(ROOT / "content", work / "content")
        env = os.environ | WHO
        for command in ("init -q -b main", "add -A", "commit -qm Начало"):
            subprocess.run(["git", *command.split()], cwd=work, env=env, check=True)
        bare = ["git", "clone", "-q", "--bare", str(work), str(folder / "bare")]
        subprocess.run(bare, check=True)

    return once("bare", make) / "bare"


@pytest.fixture
def hosting(begun: Path, tmp_path: Path) -> Iterator[Hosting]:
    with serving(Hosting(Bare(shutil.copytree(begun, tmp_path / "bare")))) as found:
        yield found


@pytest.fixture(autouse=True)
def _absent(complaints: Complaints) -> None:
    """A branch that is not there yet is asked for, and a browser calls that a mistake."""
    complaints.forgive("status of 404")


@pytest.fixture
def name() -> str:
    """Which hosting; a test of all of them says so."""
    return "gitea"


@pytest.fixture
def site(published: Path, inline: frozenset[bytes], hosting: Hosting, name: str) -> Iterator[str]:
    """The site, whose form sends to the hosting; under the policy that goes with it."""
    api = f"{hosting.address}/{name}"
    settings = Kb(branch="main", edit=EditTarget(hosting=name, api=api, repo=REPO))
    target = sending.of(settings)
    assert target
    told = headers.of(settings, "team", inline)
    handler = type("Site", (_Site,), {"told": told, "target": target})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(published)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def says_more(form: Locator, text: str = "Посчитаем вместе.") -> None:
    item = form.locator("[data-field=answers] > div > ol > li").first
    say = item.locator("[data-field=say] textarea").first
    if not say.is_visible():
        first_item(form)
    say.fill(f"{say.input_value()} {text}")


def send(form: Locator, token: str = "good") -> None:  # noqa: S107 - a key of the stand-in
    field = form.get_by_label("Ключ доступа (токен)")
    if token and field.is_visible():
        field.fill(token)
    form.get_by_role("button", name="Отправить на согласование").click()


def arrives(form: Locator) -> None:
    expect(form.get_by_text("Отправлено.")).to_be_visible()


def refused(form: Locator, words: str) -> None:
    expect(form.get_by_role("alert")).to_contain_text(words)


def changed(repo: Bare, branch: str) -> tuple[list[str], list[str], list[str]]:
    """The files that a branch changes, and the lines it takes out and puts in."""
    told = repo.git("-c", "core.quotepath=off", "diff", "--name-only", f"main...{branch}")
    lines = repo.git("diff", "-U0", f"main...{branch}", "--", CARD).splitlines()
    kept = [each for each in lines if each[:3] not in {"---", "+++"}]
    out, put = ([each[1:].strip() for each in kept if each[:1] == sign] for sign in "-+")
    return told.splitlines(), out, put


def sound(repo: Bare, branch: str, folder: Path) -> None:
    """Sees what the review would see: the form of the files, their mistakes, and the gate."""
    bare = str(repo.path)
    subprocess.run(["git", "clone", "-q", "-b", branch, bare, str(folder)], check=True)
    day = ("--today", "2026-11-21")
    kb(folder, "fmt", "--check")
    kb(folder, "check", *day)
    approved = ("--author", "sales", "--approved", "marketing,sales")
    kb(folder, "diff", "--gate", "--target", "origin/main", *approved, *day, "origin/main", "HEAD")


@pytest.mark.parametrize("name", ["github", "gitlab", "gitea"])
def test_an_edit_becomes_a_request(page: Page, site: str, hosting: Hosting, name: str, tmp_path):
    form = opened(page, site)
    says_more(form)
    words = form.locator(":scope > .kb-edit-fields > [data-field=client_words]")
    words.get_by_role("button", name="Добавить: Слова клиента").click()
    words.get_by_label(re.compile("^Слова клиента ")).last.fill("Кусается цена")
    form.get_by_role("button", name="Добавить: Наши ответы").click()
    answer = form.locator("[data-field=answers] > div > ol > li").last
    answer.get_by_label("Когда подходит").fill("Пьёт кофе раз в неделю")
    answer.locator("[data-field=say] :is(input, textarea)").first.fill(
        "Тогда хватит и малой пачки."
    )
    answered(form)
    send(form)
    arrives(form)
    (request,) = hosting.requests
    assert form.get_by_role("link", name="Открыть запрос").get_attribute("href") == request["link"]
    assert (request["base"], request["title"]) == ("main", "Правка: Дорого для дома")
    assert REASON["Почему"] in request["body"]
    files, out, put = changed(hosting.repo, request["head"])
    assert files[1:] == [CARD]
    assert files[0].startswith("content/changes/")
    assert len(out) <= 1, out
    assert put[0] == "- Кусается цена"
    assert "Посчитаем вместе." in put[1]
    assert put[2].startswith("- id: ")
    assert "when: Пьёт кофе раз в неделю" in put[3:]
    assert "Тогда хватит и малой пачки." in put[-1]
    assert len(put) <= 6, put
    assert not page.evaluate("Object.values(localStorage).join().includes('good')")
    sound(hosting.repo, request["head"], tmp_path / "work")


def test_no_key_is_asked_for_where_others_could_read_it(page: Page, site: str, hosting: Hosting):
    """A site of the office without TLS: the edit goes as a file, and the page says why."""
    form = opened(page, site.replace("127.0.0.1", OFFICE))
    says_more(form)
    expect(form.get_by_text("ключ доступа прочёл бы любой по дороге")).to_be_visible()
    expect(form.get_by_label("Ключ доступа (токен)")).to_have_count(0)
    expect(form.get_by_role("button", name="Отправить на согласование")).to_have_count(0)
    answered(form)
    with page.expect_download() as download:
        form.get_by_role("button", name="Скачать EDITS.json").first.click()
    assert json.loads(Path(download.value.path()).read_bytes())["edits"]
    assert not hosting.requests


def test_a_reason_is_told_afterwards(page: Page, site: str, hosting: Hosting, tmp_path: Path):
    landed = hosting.repo.tip("main")
    address = f"edit/?entity=objection/dorogo-dom&why={landed}"
    form = opened(page, site, address)
    expect(form.locator("[data-field=answers]")).to_have_count(0)
    form.get_by_role("button", name="Скачать EDITS.json").click()
    expect(form.get_by_role("alert")).to_contain_text("Почему: заполните")
    answered(form)
    with page.expect_download() as download:
        form.get_by_role("button", name="Скачать EDITS.json").click()
    ((path, _),) = planned(json.loads(Path(download.value.path()).read_bytes())).items()
    send(form)
    arrives(form)
    (request,) = hosting.requests
    assert request["title"] == "Почему изменили: Дорого для дома"
    assert REASON["Почему"] in request["body"]
    files, _, _ = changed(hosting.repo, request["head"])
    assert [Path(each).name[7:] for each in files] == [Path(path).name[7:]]
    work = tmp_path / "work"
    subprocess.run(
        ["git", "clone", "-q", "-b", request["head"], str(hosting.repo.path), str(work)], check=True
    )
    kb(work, "check", "--today", "2026-11-21")
    (row,) = json.loads(kb(work, "log", "--json", "objection/dorogo-dom"))
    assert row["rationale"]["cause"] == REASON["Почему"]


def test_a_second_edit_goes_to_the_same_request(
    page: Page, site: str, hosting: Hosting, tmp_path: Path
):
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form)
    arrives(form)
    form = opened(page, site)
    expect(form.get_by_text("Отправлено.")).to_be_visible()
    says_more(form, "Хотите?")
    answered(form)
    form.get_by_label("Зачем", exact=True).fill("Чтобы ответили сами.")
    send(form)
    expect(form.locator(".kb-edit-told")).to_be_hidden()
    (request,) = hosting.requests
    assert hosting.repo.git("rev-list", "--count", f"main..{request['head']}") == "2"
    _, _, put = changed(hosting.repo, request["head"])
    assert "Посчитаем вместе. Хотите?" in " ".join(put)
    # Both reasons are read: a second file that explains the same change would not be.
    work = tmp_path / "work"
    sound(hosting.repo, request["head"], work)
    kb(work, "check", "--today", "2026-11-21")
    folder = work / "content/changes"
    told = [each for each in folder.rglob("*.yml") if "Чтобы ответили" in each.read_text("utf-8")]
    (text,) = (each.read_text("utf-8") for each in told)
    assert REASON["Зачем"] in text
    # Another card may go along.
    form = opened(page, site, "edit/?entity=objection/dorogo")
    says_more(form)
    answered(form)
    form.get_by_label("Добавить к запросу").check()
    send(form)
    arrives(form)
    assert len(hosting.requests) == 1
    assert hosting.repo.git("rev-list", "--count", f"main..{request['head']}") == "3"


def test_what_was_taken_begins_a_request_anew(page: Page, site: str, hosting: Hosting):
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form)
    arrives(form)
    (first,) = hosting.requests
    hosting.repo.git("update-ref", "refs/heads/main", first["head"])
    first["state"] = "closed"
    says_more(form, "Хотите?")
    answered(form)
    send(form)
    expect(form.locator(".kb-edit-told")).to_be_hidden()
    second = hosting.requests[1]
    assert second["head"] != first["head"]
    _, out, put = changed(hosting.repo, second["head"])
    assert (len(out) <= 1, len(put)) == (True, 1)


def meanwhile(repo: Bare, old: str, new: str) -> None:
    """Somebody else's change of the card lands."""
    tip = repo.tip("main")
    text = repo.content(repo.blob(tip, CARD)).decode()
    assert old in text
    tree = repo.tree(tip, {CARD: repo.keep(text.replace(old, new).encode())})
    repo.git("update-ref", "refs/heads/main", repo.commit(tree, tip, "Другой"))


def test_two_people_at_once(page: Page, site: str, hosting: Hosting, tmp_path: Path):
    form = opened(page, site)
    says_more(form)
    answered(form)
    # Another field of the card: both stand.
    meanwhile(hosting.repo, "title: Дорого для дома", "title: Дорого домой")
    send(form)
    arrives(form)
    (request,) = hosting.requests
    _, out, put = changed(hosting.repo, request["head"])
    assert (len(out) <= 1, len(put)) == (True, 1)
    # The same one: told by field, and nothing is sent.
    says_more(form, "Хотите?")
    answered(form)
    tip = hosting.repo.tip(request["head"])
    hosting.repo.git("update-ref", f"refs/heads/{request['head']}", "main")
    send(form)
    refused(form, "Говорим: сейчас там «")
    refused(form, "Ничего не отправлено и не потеряно")
    assert hosting.repo.tip(request["head"]) != tip
    assert hosting.repo.git("rev-list", "--count", f"main..{request['head']}") == "0"
    expect(form.get_by_label("Почему", exact=True)).to_have_value(REASON["Почему"])


def test_an_expired_key_is_asked_for_again(
    page: Page, site: str, hosting: Hosting, complaints: Complaints
):
    complaints.forgive("status of 401")
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form, "")
    expect(form.get_by_text("Вставьте ключ доступа")).to_be_visible()
    send(form, "expired")
    refused(form, "Хостинг не принял ключ")
    assert (hosting.requests, hosting.repo.branches()) == ([], ["main"])
    send(form)
    arrives(form)
    # This tab knows it now.
    form = opened(page, site, "edit/?entity=objection/dorogo")
    says_more(form)
    expect(form.get_by_label("Ключ доступа (токен)")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("gitea", "POST /gitea/repos/cafe/scripts/contents"),
        ("gitea", "POST /gitea/repos/cafe/scripts/pulls"),
        ("github", "POST /github/repos/cafe/scripts/git/refs"),
        ("gitlab", "POST /gitlab/projects/cafe%2Fscripts/merge_requests"),
    ],
)
def test_a_network_that_goes_away(
    page: Page, site: str, hosting: Hosting, complaints: Complaints, lost: str
):
    complaints.forgive("net::ERR_")
    # The hosting does it, and its answer gets lost.
    hosting.cut.append(lost)
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form)
    refused(form, "Ничего не потеряно")
    if "pulls" in lost:  # the edit is there already, and is explained otherwise by now
        form.get_by_label("С чего началось", exact=True).fill("На звонках удивлялись.")
    send(form)
    arrives(form)
    (request,) = hosting.requests
    assert hosting.repo.branches() == [request["head"], "main"]
    count = "2" if "pulls" in lost else "1"
    assert hosting.repo.git("rev-list", "--count", f"main..{request['head']}") == count
    (note, _), _, _ = changed(hosting.repo, request["head"])
    told = hosting.repo.content(hosting.repo.blob(request["head"], note)).decode()
    assert ("удивлялись" in told) == ("pulls" in lost)


def test_a_key_goes_to_no_other_address(page: Page, site: str, hosting: Hosting):
    hosting.moved = f"{hosting.address}/elsewhere"
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form)
    refused(form, "Хостинг отсылает по другому адресу")
    assert hosting.calls
    assert not [each for each in hosting.calls if "elsewhere" in each]
    expect(form.get_by_label("Почему", exact=True)).to_have_value(REASON["Почему"])


def test_what_is_asked_of_a_sender_fits_a_narrow_screen_and_everybody(page: Page, site: str):
    page.set_viewport_size({"width": 480, "height": 900})
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form, "")
    expect(form.get_by_label("Ключ доступа (токен)")).to_be_focused()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 480
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('.kb-edit-form')")["violations"]
    assert [each["id"] for each in found] == []
