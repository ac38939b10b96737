import gzip
import json
import posixpath
import re
from pathlib import Path

import pytest
from cafe import changed_cards, site

from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import scripts
from scripts_kb.pages.call import screen

TEXTS = catalogue("call").texts.keys()
INDEX = b"an index"
TEMPLATE = Path(screen.__file__).parent.with_name("templates") / "call.html"


def made(whole=None, index=INDEX, **more) -> dict[str, bytes]:
    pages = list(screen.assets(whole or site(), index, **more))
    found = {page.path: page.content for page in pages}
    assert len(found) == len(pages)
    return found


def test_every_text_is_asked_for_and_every_text_asked_for_is_there():
    scripts = "".join(each.decode() for name, each in made().items() if name.endswith(".js"))
    names = set(re.findall(r'"(\w+)"', scripts)) | {text for _, text in screen.KEYS}
    names |= set(re.findall(r't\["(\w+)"\]', TEMPLATE.read_text(encoding="utf-8")))
    # Put together while running: from the state of an offer, from labels of fields, from a button.
    built = {"over_warning", "early_warning", "concern", "discount", "close_sure", "restart_sure"}
    assert TEXTS - names - built == set()
    asked = set(re.findall(r'\bt\("(\w+)"', scripts)) | built
    assert asked - TEXTS == set()


def test_the_page_is_one_block_of_html_with_the_field_and_no_blank_line():
    page = screen.page(site())
    assert page.path == "index.md"
    front, _, body = page.content.decode().partition("---\n\n")
    assert "hide: [navigation, toc]" in front
    assert "\n\n" not in body.strip()
    assert 'id="call-search"' in body
    assert 'role="combobox"' in body


def test_the_page_speaks_english_where_the_base_does():
    assert "What did the customer say?" in screen.page(site(language="en")).content.decode()


def test_a_release_names_what_is_there():
    found = made()
    release = json.loads(found["call/release.json"])
    assert found[f"call/{release['data']}/index.bin"] == INDEX
    assert f"call/{release['data']}/answers.json" in found
    assert f"call/{release['code']}/screen.js" in found
    assert f"call/{release['code']}/call.css" in screen.page(site()).content.decode()
    worker = found["sw.js"].decode()
    known = json.loads(re.search(r"const RELEASE = (.*);", worker)[1])
    assert known["version"] == release["version"]
    assert known["parts"] == {}
    assert set(known["files"]) == set(found) - {"sw.js"}
    assert set(known["pages"]) == {"./", "scripts/incoming/"}


def test_the_page_names_every_module_that_the_screen_waits_for():
    found = made()
    code = json.loads(found["call/release.json"])["code"]
    page = screen.page(site()).content.decode()
    named = re.findall(rf'<link rel="modulepreload" href="call/{code}/([^"]+)">', page)
    waited, seen = ["screen.js"], []
    while waited:
        name = waited.pop()
        seen.append(name)
        for target in re.findall(r'from\s*"(\.[^"]+)"', found[f"call/{code}/{name}"].decode()):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if path not in seen + waited:
                waited.append(path)
    assert sorted(named) == sorted(seen)
    assert {"player/run.js", "engine/client.js"} <= set(named)
    assert not {"page.js", "find.js", "engine/worker.js"} & set(named)


def test_the_release_comes_last():
    assert list(made())[-1] == "call/release.json"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (made, True),
        (lambda: made(site(changed_cards("question/delivery", answer="Завтра."))), False),
        (lambda: made(index=b"another"), False),
    ],
)
def test_answers_and_index_make_the_release(other, same):
    name = "call/release.json"
    assert (made()[name] == other()[name]) is same


def test_a_preview_keeps_nothing_in_browsers():
    found = made(offline=False)
    assert json.loads(found["call/release.json"])["offline"] is False
    assert b'"offline":false' in found["sw.js"]


def test_addresses_are_relative_and_of_this_site():
    texts = [content for path, content in made().items() if path.endswith((".js", ".css"))]
    texts += [screen.page(site()).content, made()["manifest.webmanifest"]]
    assert [
        each for text in texts for each in re.findall(rb"(?:src|href|url)\W{1,3}/[\w.]", text)
    ] == []
    assert [each for text in texts for each in re.findall(rb"https?://[\w.]+", text)] == []


def test_scripts_never_parse_html():
    for path, content in made().items():
        if path.endswith(".js"):
            assert not re.search(
                rb"innerHTML|outerHTML|insertAdjacentHTML|document\.write", content
            ), path


def scripts_of_a_release() -> dict[str, bytes]:
    found = made()
    code = f"call/{json.loads(found['call/release.json'])['code']}/"
    return {path.removeprefix(code): each for path, each in found.items() if code in path}


def weight(scripts: dict[str, bytes], names) -> int:
    return sum(len(gzip.compress(scripts[name])) for name in names)


def test_what_a_call_waits_for_is_small_enough_with_its_engine():
    own = scripts_of_a_release()
    first = scripts.reached(own, "screen.js", "engine/worker.js")
    assert weight(own, first) <= 45_000
    # A step, an end, what was written down: nobody needs them before the first key.
    assert {
        "player/step.js",
        "player/ending.js",
        "screen/entries.js",
        "screen/around.js",
        "update.js",
    }.isdisjoint(first)


def test_the_screen_without_its_engine_is_small_enough_with_all_that_comes_later():
    own = scripts_of_a_release()
    shown = scripts.reached(
        own, "screen.js", "player/shown.js", "screen/entries.js", "screen/around.js", "update.js"
    )
    assert weight(own, shown) <= 47_000
