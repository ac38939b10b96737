"""What a browser is told to keep: the site as it was built, to the last byte."""

import json
import re

import pytest
from cafe import changed_cards, site

from scripts_kb.pages import scripts
from scripts_kb.pages.call import hashes, release, screen
from scripts_kb.problems import UserError

PAGE = """<link href="{root}assets/theme.1.css" rel="stylesheet"><link rel="icon" href="{root}i.svg">
<script src="{root}assets/site/main.js"></script><a href="{root}big.png">x</a>
<link rel="canonical" href="https://x.example/a.css"><img alt="" src="/elsewhere.png">
<link rel="stylesheet" href="{root}call/CODE/call.css">{text}"""
CSS = b"@import url('more.css'); a { background: url(data:image/png;base64,AA) url(#b) }"


def built(whole=None, **changed) -> dict[str, bytes]:
    """A site as an engine leaves it: the tree, its pages dressed."""
    files = {page.path: page.content for page in screen.assets(whole or site(), b"an index")}
    code = json.loads(files["call/release.json"])["code"]
    for path, root in (("index.html", ""), ("scripts/incoming/index.html", "../../")):
        files[path] = PAGE.format(root=root, text=path).replace("CODE", code).encode()
    files |= {"assets/theme.1.css": CSS, "assets/more.css": b"b { }", "i.svg": b"<svg/>"}
    files |= {f"assets/{name}": each for name, each in scripts.site().items()}
    files |= {"big.png": b"not of the page", "kb/past.json": b"{}", "kb/kb.json": b"{}"}
    return files | {path.replace("__", "/"): each for path, each in changed.items()}


def sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    return files | {page.path: page.content for page in release.sealed(files.get)}


def known(files: dict[str, bytes]) -> dict:
    return json.loads(re.search(r"const RELEASE = (.*);", files["sw.js"].decode())[1])


def test_all_that_a_page_is_made_of_has_its_hash():
    files = sealed(built())
    parts = known(files)
    told = {**parts["files"], **parts["theme"]}
    told |= {f"{path}index.html".removeprefix("./"): each for path, each in parts["pages"].items()}
    assert told == {path: hashes.integrity(files[path]) for path in told}
    left = set(files) - set(told)
    assert left == {"sw.js", "kb/kb.json", "kb/past.json", "big.png"}
    assert set(parts["pages"]) == {"./", "scripts/incoming/"}
    assert {"assets/theme.1.css", "assets/more.css", "i.svg"} <= set(parts["theme"])


def test_the_worker_and_the_release_name_one_version():
    files = sealed(built())
    said = json.loads(files["call/release.json"])
    assert known(files)["version"] == said["version"]
    assert said["offline"] is True


@pytest.mark.slow
@pytest.mark.parametrize(
    ("other", "same"),
    [
        (built, True),
        (lambda: sealed(built()), True),
        (lambda: built(kb__past_json=b"", big=b"other"), True),
        (lambda: built(site(changed_cards("question/delivery", answer="Завтра."))), False),
        (lambda: built() | {"index.html": b"another theme"}, False),
        (lambda: built() | {"scripts/incoming/index.html": b"another step"}, False),
        (lambda: built() | {"assets/more.css": b"c { }"}, False),
        (lambda: built() | {"assets/site/main.js": b"other()"}, False),
    ],
)
def test_whatever_a_reader_sees_otherwise_is_another_release(other, same):
    first, second = sealed(built()), sealed(other())
    for name in ("sw.js", "call/release.json"):
        assert (first[name] == second[name]) is same


@pytest.mark.parametrize("path", ["index.html", "call/start.js", "scripts/incoming/index.html"])
def test_a_site_without_a_part_of_its_release_is_refused(path):
    files = built()
    del files[path]
    with pytest.raises(UserError, match=re.escape(path)):
        sealed(files)


def test_a_tree_that_is_not_sealed_takes_its_pages_as_they_are_served():
    parts = known(built())
    assert set(parts["pages"].values()) == {""}
    assert "" not in {*parts["files"].values(), *parts["theme"].values()}
