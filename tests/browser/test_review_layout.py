"""A review of many cards on a wide screen and on a phone, light and dark: it is read, not scrolled."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .test_review import ROOT, git

pytestmark = pytest.mark.browser


def cards(said):
    """Cards whose words are `said`, and one that stands in both states."""
    made = {
        f"objections/o{n}.yml": f"id: o{n}\ntitle: Сомнение {n}\nclient_words: [Дорого {n}]\n"
        f"answers: [{{id: a, when: Считает, say: {json.dumps(said * 4)}}}]\n"
        for n in range(12)
    }
    return {**made, "kb.yml": "company: Цех\nlanguage: ru\nbranch: main\n"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root: Path = tmp_path_factory.mktemp("many")
    git(root, "init", "-q", "-b", "main")
    before, after = cards("Понимаю. "), cards("Посчитаем чашку. ")
    new = {name.replace("/o", "/n"): text.replace("id: o", "id: n") for name, text in after.items()}
    for files in (before, {**after, **new}):
        for name, content in files.items():
            file = root / "content" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "x")
    done = subprocess.run(
        [sys.executable, "-m", "scripts_kb", "diff", "HEAD~1", "HEAD", "--format", "html"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    (root / "review.html").write_text(done.stdout, encoding="utf-8")
    (root / "favicon.ico").touch()
    return root


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_values_are_wide_and_nothing_scrolls_sideways(page, serve, folder, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{serve(folder)}/review.html")
    found = page.evaluate(
        """() => {
          for (const each of document.querySelectorAll("details")) each.open = true;
          const wide = (each) => each.getBoundingClientRect().width;
          const article = Math.min(...[...document.querySelectorAll("article")].map(wide));
          const values = [...document.querySelectorAll("dd, .sides > div")].map(wide);
          const paper = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
          return {
            sideways: document.documentElement.scrollWidth - innerWidth,
            narrowest: Math.min(...values) / article,
            values: values.length,
            dark: paper[0] < 128,
          };
        }"""
    )
    assert found["values"] > 24
    assert found["sideways"] <= 0
    assert found["narrowest"] >= 0.4
    assert found["dark"] == (scheme == "dark")
