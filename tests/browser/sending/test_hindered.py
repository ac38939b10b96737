"""What comes between a form and its hosting: another person, an old key, a network that goes away."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.complaints import Complaints
from tests.browser.forms import REASON, answered, opened
from tests.browser.hosting import Bare, Hosting
from tests.browser.sending.acts import CARD, arrives, changed, refused, says_more, send, sound

pytestmark = pytest.mark.browser


HOSTINGS = pytest.mark.parametrize("name", ["github", "gitlab", "gitea"])
COMMIT = {"github": "POST /github/repos/cafe/scripts/git/commits"} | {
    "gitlab": "POST /gitlab/projects/cafe%2Fscripts/repository/commits",
    "gitea": "POST /gitea/repos/cafe/scripts/contents",
}


def meanwhile(repo: Bare, old: str, new: str, branch: str = "main") -> None:
    """Somebody else's change of the card lands."""
    tip = repo.tip(branch)
    text = repo.content(repo.blob(tip, CARD)).decode()
    assert old in text
    tree = repo.tree(tip, {CARD: repo.keep(text.replace(old, new).encode())})
    repo.git("update-ref", f"refs/heads/{branch}", repo.commit(tree, tip, "Другой"))


@HOSTINGS
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
    sound(hosting.repo, request["head"], tmp_path / "work")
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


def test_what_stands_there_by_now_is_told_as_the_form_shows_it(
    page: Page, site: str, hosting: Hosting
):
    form = opened(page, site)
    says_more(form)
    form.locator("[data-field=kind] select").first.select_option(label="Условие")
    answered(form)
    meanwhile(hosting.repo, "Понимаю, разница видна.", "Пачка <product/braziliya.price.list>.")
    meanwhile(hosting.repo, "kind: genuine", "kind: excuse")
    send(form)
    refused(form, "сейчас там «Пачка <Бразилия, для дома, ")
    refused(form, "сейчас там «Отговорка», а вы начинали с «")
    expect(form.get_by_role("alert")).not_to_contain_text("price.list")


@HOSTINGS
def test_two_people_in_the_same_second(
    page: Page, site: str, hosting: Hosting, name: str, complaints: Complaints
):
    """The other one lands after the form has read the card, and before it has written it."""
    complaints.forgive("status of 4")  # what was written on is refused, and written anew
    hosting.before[COMMIT[name]] = lambda: meanwhile(
        hosting.repo, "title: Дорого для дома", "title: Дорого домой"
    )
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form)
    arrives(form)
    (request,) = hosting.requests
    assert not hosting.before
    # The same on the branch of the request, where one was going on with it.
    hosting.before[COMMIT[name]] = lambda: meanwhile(
        hosting.repo, "title: Дорого", "title: Дороговато", request["head"]
    )
    says_more(form, "Хотите?")
    answered(form)
    send(form)
    expect(form.locator(".kb-edit-told")).to_be_hidden()
    assert not hosting.before
    text = hosting.repo.content(hosting.repo.blob(request["head"], CARD)).decode()
    assert "title: Дороговато" in text
    assert "Хотите?" in text
    assert len(hosting.requests) == 1


@HOSTINGS
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
    # This tab knows it now, until it ends one day.
    form = opened(page, site, "edit/?entity=objection/dorogo")
    says_more(form)
    answered(form)
    expect(form.get_by_label("Ключ доступа (токен)")).to_be_hidden()
    hosting.tokens = {"another"}
    send(form)
    refused(form, "Хостинг не принял ключ")
    expect(form.get_by_label("Почему", exact=True)).to_have_value(REASON["Почему"])
    send(form, "another")
    arrives(form)
    assert len(hosting.requests) == 2


OPEN = ("/pulls", "/merge_requests")
LOST = [
    ("github", "POST /github/repos/cafe/scripts/git/blobs"),
    ("github", "POST /github/repos/cafe/scripts/git/refs"),
    ("github", "POST /github/repos/cafe/scripts/pulls"),
    ("gitlab", COMMIT["gitlab"]),
    ("gitlab", "POST /gitlab/projects/cafe%2Fscripts/merge_requests"),
    ("gitea", COMMIT["gitea"]),
    ("gitea", "POST /gitea/repos/cafe/scripts/pulls"),
]


@pytest.mark.parametrize(("name", "lost"), LOST)
def test_an_answer_that_gets_lost(
    page: Page, site: str, hosting: Hosting, complaints: Complaints, lost: str
):
    complaints.forgive("net::ERR_")
    # The hosting does it all the same.
    hosting.cut.append(lost)
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form)
    refused(form, "Ничего не потеряно")
    there = lost.endswith(OPEN)
    if there:  # the edit is there already, and is explained otherwise by now
        form.get_by_label("С чего началось", exact=True).fill("На звонках удивлялись.")
    send(form)
    arrives(form)
    (request,) = hosting.requests
    assert hosting.repo.branches() == [request["head"], "main"]
    count = "2" if there else "1"
    assert hosting.repo.git("rev-list", "--count", f"main..{request['head']}") == count
    (note, _), _, _ = changed(hosting.repo, request["head"])
    told = hosting.repo.content(hosting.repo.blob(request["head"], note)).decode()
    assert ("удивлялись" in told) == there


@pytest.mark.parametrize(("name", "first"), LOST)
def test_a_network_that_goes_away(
    page: Page, site: str, hosting: Hosting, complaints: Complaints, first: str
):
    """Nothing reaches the hosting any more from one call on; the tab is closed, and opened again."""
    complaints.forgive("net::ERR_")
    hosting.away = first
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form)
    refused(form, "Ничего не потеряно")
    assert not hosting.requests
    page.goto("about:blank")
    hosting.back()
    form = opened(page, site)
    expect(form.get_by_label("Почему", exact=True)).to_have_value(REASON["Почему"])
    send(form)
    arrives(form)
    (request,) = hosting.requests
    assert hosting.repo.git("rev-list", "--count", f"main..{request['head']}") == "1"
    _, out, put = changed(hosting.repo, request["head"])
    assert (len(out) <= 1, len(put)) == (True, 1)
    assert "Посчитаем вместе." in put[0]


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
