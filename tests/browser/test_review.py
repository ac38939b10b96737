"""A review full of foreign markup, opened in a browser in its two forms: nothing of it runs.

The comment is rendered as no hosting would: HTML passes, every address counts as a link, and no
policy of the page stops anything. What stands then is what the review itself keeps out.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from scripts_kb import cli

pytestmark = pytest.mark.browser

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
HOSTILE = json.loads((HERE.parents[1] / "review/hostile.json").read_text())
POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
FOLDS = [
    ["Что внутри", True],
    ["Схема: − было, + стало", False],
    ["Служебное: поиск, сроки, файлы", False],
    ["мест: N", False],
]
"""What a page of the review folds away, and whether it is open; a comment has no contents."""


def git(root, *argv, message=None):
    env = {"PATH": os.environ["PATH"], "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1"}
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.quotePath=false"]
    command = ["git", "-C", str(root), *name, *argv]
    text = message.replace("\0", "").encode() if message else None
    subprocess.run(command, check=True, env=env, input=text, capture_output=True)


def files(text, more):
    """Put a text into every field that a person writes; `more` makes the second state."""
    said = json.dumps(text + more)
    fixed = json.dumps(text)
    return {
        "kb.yml": f"company: {fixed}\nlanguage: ru\nbranch: main\nvariables: {{x: {said}}}\n",
        "zones.yml": f"departments: [{{id: sales, title: {fixed}}}]\n"
        f'zones: [{{id: a, title: {fixed}, fields: ["*:**"], approvals: [sales]}}]\n',
        "objections/x.yml": f"id: x\ntitle: {said}\nclient_words: [{said}, a]\n"
        f"answers: [{{id: a, when: {said}, say: {said}}}]\noffers: [o]\nunknown: {said}\n",
        "offers/o.yml": f"id: o\ntitle: {fixed}\nterms: {said}\nvalid_to: 2026-11-30\n"
        f"price: {{list: {10 + len(more)}, currency: {said}}}\n",
        "scripts/s.yml": f"id: s\ntitle: {fixed}\nentry: hi\nnodes:\n"
        f"  - {{id: hi, intent: {said}, say: {said}, objections: [x], answers: "
        f"[{{id: a, client_says: {fixed}, next: {'bye' if more else 'end'}}}]}}\n"
        f"  - {{id: bye, say: {fixed}, outcome: deal}}\n"
        f"  - {{id: end, say: {fixed}, outcome: {said}}}\n",
        **(
            {
                "changes/c.yml": f"id: c\ntitle: {said}\nby: {said}\nclass: {said}\n"
                f"origin: {said}\ncause: {said}\npurpose: {said}\neffect: {said}\n"
                f"evidence: [{said}]\nexpect: {said}\nwatch: {said}\nagreed: [{said}]\n"
                f"applies_to: [objection/x]\n"
            }
            if more
            else {}
        ),
    }


@pytest.fixture
def forms(tmp_path, monkeypatch, capsys):
    """Gives a function: a text → the folder with its review as a page and as a comment."""

    def made(text):
        root = tmp_path
        git(root, "init", "-q", "-b", "main")
        for more in ("", " иначе"):
            for name, content in files(text, more).items():
                file = root / "content" / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8")
            if more:
                name = text.replace("/", "∕").replace("\0", "")[:40]
                (root / "content/objections/x.yml").rename(root / f"content/objections/{name}.yml")
            git(root, "add", "-A")
            git(root, "commit", "-q", "-F", "-", message=f"{text}\n\nOrigin: {text}\nCouse: {text}")
        monkeypatch.chdir(root)
        monkeypatch.setenv("SCRIPTS_KB_TODAY", "2026-11-21")
        for form in ("html", "markdown"):
            capsys.readouterr()
            code = cli.run(["diff", "HEAD~1", "HEAD", "--gate", "--format", form])
            told = capsys.readouterr()
            assert code == 1, told.err
            (root / f"review.{form}").write_text(told.out, encoding="utf-8")
        return root

    return made


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_of_it_runs(page, serve, forms, text):
    folder = forms(text)
    whole = (folder / "review.html").read_text(encoding="utf-8")
    assert POLICY in whole
    worst = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    worst.validateLink = lambda _: True
    said = worst.render((folder / "review.markdown").read_text(encoding="utf-8"))
    pages = {
        "as it is": whole,
        "without its policy": whole.replace(POLICY, ""),
        "as a comment": f"<!doctype html><meta charset=utf-8>{said}",
    }
    asked, dialogs = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    # A browser asks for the icon of a site by itself.
    (folder / "favicon.ico").touch()
    where = serve(folder)
    for name, content in pages.items():
        address = f"{name.replace(' ', '-')}.html"
        (folder / address).write_text(content, encoding="utf-8")
        page.goto(f"{where}/{address}")
        found = page.evaluate(
            """() => {
              for (const each of document.querySelectorAll("*")) {
                for (const name of ["mouseover", "focus", "toggle", "load"]) {
                  each.dispatchEvent(new Event(name, { bubbles: true }));
                }
              }
              return {
                odd: document.querySelectorAll(
                    "script, img, iframe, object, embed, form, input, link, base, video, audio, "
                    + "animate, a:not([href^='#e']), meta[http-equiv=refresh]"
                ).length,
                folds: [...document.querySelectorAll("details")].map((each) => [
                    each.firstElementChild.textContent.replace(/\\d+/, "N"), each.open,
                ]),
                listening: [...document.querySelectorAll("*")].filter(
                    (each) => each.getAttributeNames().some((name) => name.startsWith("on"))
                ).length,
                fired: "fired" in window,
                styles: document.querySelectorAll("style").length,
                headings: document.querySelectorAll("h1").length,
              };
            }"""
        )
        ours = 0 if name == "as a comment" else 1
        assert found == {
            "odd": 0,
            "folds": FOLDS if ours else FOLDS[1:],
            "listening": 0,
            "fired": False,
            "styles": ours,
            "headings": ours,
        }, name
    assert dialogs == []
    assert asked == [f"{where}/{name.replace(' ', '-')}.html" for name in pages]


def test_the_traps_are_real(page, serve, tmp_path, complaints):
    """The same texts, let through, do fire: so their silence above says something."""
    # Counted in the page, not answered from here: a dialog stops the page until it is closed, and
    # one that opens while the next page is being opened may be closed by nobody.
    page.add_init_script("window.alert = () => { window.fired = true; };")
    complaints.forgive("")
    where = serve(tmp_path)
    for name in ("a script", "an image that fails", "a drawing that runs", "the end of a style"):
        text = f"<!doctype html><meta charset=utf-8><style></style><p>{HOSTILE[name]}</p>"
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
        page.goto(f"{where}/{name}.html")
        page.wait_for_function("window.fired")
