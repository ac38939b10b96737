"""What an address says, before and after a file is saved."""

import datetime as dt
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from scripts_kb.app import workspace
from scripts_kb.app.preview import shown
from scripts_kb.app.preview.holding import Holding
from scripts_kb.app.preview.responses import Looked
from scripts_kb.app.preview.shown import Preview
from scripts_kb.effects.records.gathered import Effects
from scripts_kb.problems import Place, Problem
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

DOROGO = "objections/dorogo/"
BLOCK = re.compile(rb'<div id="kb-preview".*?follow\.js"></script>', re.DOTALL)


def soon(holds: Callable[[], bool]) -> bool:
    """Waits until something holds: the work behind takes its time."""
    end = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def text(looked: Looked) -> str:
    return looked.dressed.decode()


def test_thousands_of_remarks_are_told_once_each_and_no_two_are_compared(monkeypatch):
    places = [Place(f"objections/{n}.yml", line) for n in range(2000) for line in (9, 4)]
    found = [Problem(each, "shared-words", {"said": "Дорого"}) for each in places]
    expected = sorted(places)

    def compared(*_):
        raise AssertionError("four thousand remarks are sixteen million pairs")

    monkeypatch.setattr(Problem, "__eq__", compared)
    assert [each.place for each in shown._each([*found, *found])] == expected


def test_what_is_served_is_what_a_build_writes(folder, preview):
    command = [sys.executable, "-P", "-m", "scripts_kb", "build"]
    (folder.root / "build" / "docs").mkdir(parents=True)
    subprocess.run(command, cwd=folder.root, check=True, capture_output=True)
    site = folder.root / "site"
    # Offline there is no preview, no map of its addresses either.
    left = {"sw.js", "call/release.json", "sitemap.xml", "sitemap.xml.gz"}
    files = [each for each in sorted(site.rglob("*")) if each.is_file()]
    names = {each.relative_to(site).as_posix(): each for each in files}
    assert len(names) > 90
    for name, file in names.items():
        if name not in left:
            served = preview.answer(re.sub(r"(^|/)index\.html$", r"\1", name)).content
            assert BLOCK.sub(b"", served) == file.read_bytes(), name


def test_a_saved_phrase_is_shown(folder, preview):
    assert "Понимаю." in text(preview.look(DOROGO))
    folder.save("objections/dorogo.yml", "id: dorogo\ntitle: Дешевле\nstatus: live\n")
    preview.refresh()
    assert "Дешевле" in text(preview.look(DOROGO))
    assert "Дешевле" in text(preview.look("objections/"))


def test_no_page_says_that_there_are_no_figures_before_they_are_counted(folder, monkeypatch):
    day = dt.date(2026, 11, 2)
    counted = threading.Event()

    def measured(*_: object) -> Effects:
        counted.wait(PATIENCE)
        return Effects(first=day, last=day)

    monkeypatch.setattr(Holding, "measured", measured)
    monkeypatch.delattr("os.fork")  # a copy would not hear the event
    preview = Preview(workspace.find(folder.content), folder.root / "mkdocs.yml")
    preview.start()
    threading.Timer(0.3, counted.set).start()
    try:
        assert "Фактов пока нет" not in text(preview.look("effects/"))
    finally:
        preview.stop()


def test_who_waits_is_told_of_the_latest_save(folder, preview):
    before = preview.look(DOROGO)
    told: list[Looked] = []
    waits = threading.Thread(
        target=lambda: told.append(preview.wait(DOROGO, before.tag, before.notice_tag, PATIENCE))
    )
    waits.start()
    for title in ("Раз", "Два", "Три"):
        folder.save("objections/dorogo.yml", f"id: dorogo\ntitle: {title}\nstatus: live\n")
    preview.refresh()
    waits.join()
    assert "Три" in text(told[0])


def test_who_waits_is_not_told_of_what_changes_elsewhere(folder, preview):
    folder.save("products/kofe.yml", "id: kofe\ntitle: Кофе\nstatus: live\nsays: Да.\n")
    before = preview.look("guide/")
    preview.refresh()
    assert preview.wait("guide/", before.tag, before.notice_tag, 0.1).tag == before.tag


def test_a_broken_file_keeps_its_page_and_says_what_is_wrong(folder, preview):
    sound = preview.look(DOROGO)
    folder.save("objections/dorogo.yml", "id: dorogo\ntitle: [\n")
    preview.refresh()
    broken = preview.look(DOROGO)
    assert broken.dressed == sound.dressed
    assert "показывает прежнее" in broken.notice
    assert re.search(
        r"<li>content/objections/dorogo\.yml:\d+:\d+: ",
        broken.notice.replace(folder.content.as_posix(), "content"),
    )
    assert "В других файлах 1 ошибка" in preview.look("products/kofe/").notice or (
        "ошибки" in preview.look("products/kofe/").notice
    )
    folder.save("objections/dorogo.yml", "id: dorogo\ntitle: Дорого\nstatus: live\n")
    preview.refresh()
    assert soon(lambda: preview.look(DOROGO).notice == "")


def test_broken_settings_keep_language_and_theme(folder, preview):
    sound = preview.look(DOROGO)
    folder.save("kb.yml", "company: [\n")
    preview.refresh()
    assert preview.look(DOROGO).dressed == sound.dressed
    (folder.root / "mkdocs.yml").write_text("theme: {name: nope}\n", encoding="utf-8")
    preview.refresh()
    assert "mkdocs.yml" in preview.look(DOROGO).notice
    assert preview.look(DOROGO).dressed == sound.dressed


def test_foreign_words_in_a_notice_are_words(folder, preview):
    folder.save("objections/dorogo.yml", "id: dorogo\ntitle: X\nstatus: <img src=x onerror=a()>\n")
    preview.refresh()
    assert "<img" not in preview.look(DOROGO).notice


def test_a_mistake_that_only_the_checks_find_is_told_behind(folder, preview):
    folder.save("objections/dorogo.yml", "id: dorogo\ntitle: X\nstatus: live\nproducts: [nope]\n")
    preview.refresh()
    assert soon(lambda: "nope" in preview.look(DOROGO).notice)


def test_a_removed_card_says_so_and_leads_on(folder, preview):
    folder.remove("products/kofe.yml")
    preview.refresh()
    gone = preview.look("products/kofe/")
    assert gone.status == 404
    assert "Такой карточки больше нет" in text(gone)
    assert 'href="../../products/"' in text(gone)


def test_a_card_with_another_id_is_found_from_its_old_address(folder, preview):
    folder.save("products/kofe.yml", "id: espresso\ntitle: Эспрессо\nstatus: live\n")
    preview.refresh()
    assert 'href="../../products/espresso/">Эспрессо</a>' in text(preview.look("products/kofe/"))
    assert preview.look("products/espresso/").status == 200


def test_what_lands_is_told_as_landed(folder, preview):
    folder.save("objections/dorogo.yml", "id: dorogo\ntitle: Дешевле\nstatus: live\n")
    folder.commit("Называем дешевле")
    preview.refresh()
    assert "Называем дешевле" in text(preview.look("changes/"))


def test_another_branch_is_shown_when_it_is_checked_out(folder, preview):
    folder.git("checkout", "-qb", "other")
    folder.save("products/kofe.yml", "id: kofe\ntitle: Чай\nstatus: live\n")
    folder.commit("Чай")
    preview.refresh()
    assert "Чай" in text(preview.look("products/kofe/"))
    folder.git("checkout", "-q", "main")
    preview.refresh()
    assert "Кофе" in text(preview.look("products/kofe/"))


def test_the_search_knows_what_was_saved(folder, preview):
    assert preview.answer("call/release.json").status == 200
    folder.save("products/kofe.yml", "id: kofe\ntitle: Матча\nstatus: live\n")
    preview.refresh()

    def found() -> bool:
        release = preview.answer("call/release.json").content.decode()
        folder_ = re.search(r'"data": ?"(\w+)"', release)
        assert folder_
        return "Матча" in preview.answer(f"call/{folder_[1]}/titles.json").content.decode()

    assert soon(found)


def test_who_waits_for_the_call_screen_waits_for_no_figures(folder, tmp_path, monkeypatch):
    counting, counted = tmp_path / "counting", tmp_path / "counted"

    def measured(*_: object) -> None:
        counting.touch()
        time.sleep(20)
        counted.touch()

    monkeypatch.setattr(Holding, "measured", measured)
    where, day = workspace.find(folder.content), dt.date(2026, 11, 21)
    made = Preview(where, folder.root / "mkdocs.yml", today=day)
    made.start()
    try:
        assert soon(counting.exists)
        assert made.answer("call/release.json").status == 200
        assert not counted.exists()
    finally:
        made.stop()


def test_a_base_that_cannot_be_read_keeps_the_last_one(folder, preview):
    sound = preview.look(DOROGO)
    folder.content.rename(folder.root / "away")
    preview.refresh()
    assert preview.look(DOROGO).dressed == sound.dressed
    assert "Базу сейчас не прочитать" in preview.look(DOROGO).notice
    (folder.root / "away").rename(folder.content)
    preview.refresh()
    assert preview.look(DOROGO).notice == ""


def test_remarks_are_told_with_their_own_page_alone(folder, preview):
    long = "слово " * 40
    folder.save(
        "objections/dorogo.yml",
        f"id: dorogo\ntitle: Дорого\nstatus: live\nanswers:\n  - {{id: a, say: {long}.}}\n",
    )
    preview.refresh()
    assert soon(lambda: "замечани" in preview.look(DOROGO).notice)
    assert "<details><summary>В файле этой страницы" in preview.look(DOROGO).notice
    assert "замечани" not in preview.look("objections/").notice
