"""The search box in the theme's header: on every page but the call screen, or the build says why."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from scripts_kb.app import plugin
from scripts_kb.problems import UserError
from tests import forkserver

ROOT = Path(__file__).resolve().parents[2]
BOX = "<form></form>"


def test_the_box_stands_at_the_end_of_the_header():
    html = (
        '<header class="a" data-md-component="header"><nav>A</nav><nav>B</nav></header><nav></nav>'
    )
    assert plugin.with_box(html, BOX) == html.replace("A</nav>", f"A{BOX}</nav>")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<header><nav></nav></header>",
        '<header data-md-component="top"><nav></nav></header>',
        '<header data-md-component="header"></header><main><nav></nav></main>',
        '<header data-md-component="header"><nav>',
    ],
)
def test_a_theme_without_the_place_is_refused_in_one_line(html: str):
    with pytest.raises(UserError, match=r"requirements\.lock") as caught:
        plugin.with_box(html, BOX)
    assert "\n" not in str(caught.value)
    assert "Тема изменилась" in str(caught.value)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            '<meta name="viewport" content="initial-scale=1"><link>',
            '<meta name="viewport" content="initial-scale=1,interactive-widget=resizes-content"><link>',
        ),
        ('<meta name="viewport" content="a,interactive-widget=overlays-content">', None),
        ("<p>", None),
    ],
)
def test_a_keyboard_makes_the_page_shorter_unless_the_theme_knows_better(html: str, said):
    assert plugin.above_keyboard(html) == (said or html)


def small(folder: Path, change=lambda config: config) -> Path:
    content = folder / "content"
    (content / "objections").mkdir(parents=True)
    (folder / "build/docs").mkdir(parents=True)
    (content / "kb.yml").write_text("company: Проба\n", encoding="utf-8")
    card = "id: dorogo\ntitle: Дорого\nanswers:\n  - {id: a, say: Да, next_question: Как?}\n"
    (content / "objections/dorogo.yml").write_text(card, encoding="utf-8")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    # The reference needs the package's sources beside it.
    config = re.sub(r"^  - mkdocstrings:\n(?:   .*\n?)*", "", config, flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(change(config), encoding="utf-8")
    identity = ["-c", "user.name=Проверка", "-c", "user.email=test@example.com"]
    for step in (["init", "-q"], ["add", "content"], ["commit", "-q", "-m", "Первое"]):
        subprocess.run(["git", *identity, *step], cwd=folder, check=True)
    return folder


def built(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [forkserver.python(), "-m", "mkdocs", "build", "-q", *arguments]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, encoding="utf-8"
    )


@pytest.mark.slow
def test_every_page_has_the_box_but_the_call_screen_and_nothing_of_the_themes_search(
    tmp_path, looked_up
):
    looked_up(tmp_path)
    done = built(small(tmp_path))
    assert done.returncode == 0, done.stderr
    pages = {
        page.relative_to(tmp_path / "site").as_posix(): page.read_text(encoding="utf-8")
        for page in (tmp_path / "site").rglob("*.html")
    }
    without = {path for path, html in pages.items() if html.count("data-find=") != 1}
    assert without == {"index.html"}
    assert "data-find=" not in pages["index.html"]
    assert 'data-find="../../"' in pages["objections/dorogo/index.html"]
    assert 'data-find="/"' in pages["404.html"]
    names = [
        path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*")
    ]
    assert [name for name in names if re.search(r"lunr|search_index|workers/", name)] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda config: config.replace(
                "  name: material\n", "  name: material\n  custom_dir: own\n"
            ),
            "Тема изменилась",
        ),
        (
            lambda config: config.replace("  - scripts-kb\n", "  - scripts-kb\n  - search\n"),
            "уберите search",
        ),
    ],
)
def test_what_the_box_cannot_live_with_ends_the_build_in_one_line(
    tmp_path, looked_up, change, said
):
    looked_up(tmp_path)
    (tmp_path / "own/partials").mkdir(parents=True)
    header = '<header class="md-header" data-md-component="bar"><nav></nav></header>'
    (tmp_path / "own/partials/header.html").write_text(header, encoding="utf-8")
    done = built(small(tmp_path, change))
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.slow
def test_a_mistake_in_the_content_keeps_its_own_exit_status(tmp_path, looked_up):
    looked_up(tmp_path)
    folder = small(tmp_path)
    (folder / "content/objections/dorogo.yml").write_text("id: dorogo\ntitel: Дорого\n", "utf-8")
    assert built(folder).returncode == 1


@pytest.mark.slow
def test_a_file_that_this_build_did_not_make_ends_it_in_one_line(tmp_path, looked_up):
    """Somebody lays it into the tree after it was made and before MkDocs reads it."""
    looked_up(tmp_path)
    folder = small(tmp_path)
    (folder / "lay.py").write_text(
        "from pathlib import Path\n\n\n"
        "def on_pre_build(config):\n"
        "    Path(config.docs_dir, 'floor.md').write_text('# 735')\n",
        encoding="utf-8",
    )
    (folder / "build/docs/.gitignore").write_text("*\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(f"hooks: [lay.py]\n{config.read_text('utf-8')}", encoding="utf-8")
    done = built(folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().startswith("В папке страниц лежит floor.md: ")
    assert len(done.stderr.strip().splitlines()) == 1
    config.write_text(config.read_text("utf-8").replace("hooks: [lay.py]\n", ""), encoding="utf-8")
    assert built(folder).returncode == 0
    assert not (folder / "site/floor").exists()
