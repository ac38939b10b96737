"""`kb diff --pages`: the cards that a change touches as pages, which need no server and run nothing."""

import re
import tempfile
from pathlib import Path

import pytest

from scripts_kb.app import building, narrowed
from scripts_kb.cli import build

from .conftest import DOROGO, VIP
from .running import SPOKEN, with_site

pytestmark = pytest.mark.slow


@pytest.fixture
def site(base):
    """A base with the settings of its site, and a branch that changes a phrase."""
    with_site(base)
    base.git("switch", "-q", "-c", "branch")
    return base


def pages(folder: Path) -> dict[str, str]:
    """The pages of a folder by their paths."""
    found = sorted(folder.rglob("*.html"))
    return {each.relative_to(folder).as_posix(): each.read_text("utf-8") for each in found}


def test_a_card_is_shown_as_it_will_be_with_what_it_reaches(site, kb, tmp_path):
    site.commit("Вопрос", {"objections/dorogo.yml": SPOKEN})
    # What the branch makes of the settings is not read.
    (site.root / "mkdocs.yml").write_text("site_name: Чужое\nhooks: [x.py]\n", "utf-8")
    site.git("commit", "-qam", "Иначе")
    head = site.git("rev-parse", "HEAD")
    site.git("switch", "-q", "main")
    code, _, error = kb("diff", "--pages", tmp_path / "out", "main", head)
    assert code == 0, error
    found = pages(tmp_path / "out")
    card = found["objections/dorogo/index.html"]
    assert sorted(found) == [
        "index.html",
        "objections/dorogo/index.html",
        "scripts/call/index.html",
    ]
    assert "Привезу пробник сегодня?" in card
    assert "Чужое" not in card
    for name in ("objections/dorogo/index.html", "scripts/call/index.html"):
        assert f'href="{name}"' in found["index.html"]
    for text in found.values():
        assert not re.search(r"<script|<form|\son\w+=|javascript:", text)
    # A link leads to a page beside it, or to what is published; a style is there.
    links = set(re.findall(r'href="([^"#]*)"', card))
    assert {"../../index.html", "https://kb.example/offers/vip/"} <= links
    folder = tmp_path / "out/objections/dorogo"
    assert {each for each in links if "://" not in each and not (folder / each).is_file()} == set()
    assert any(each.endswith(".css") for each in links)
    # Nothing of it was laid out here.
    assert site.git("status", "--porcelain", "--", "content", "mkdocs.yml") == ""


def test_no_page_is_dressed_that_nobody_looks_at(site, tmp_path):
    out, wanted = tmp_path / "out", ["objections/dorogo/index.html"]
    building.begun(building.docs(site.root, "team"))
    told = build.environment_of("team", None, ()) | narrowed.told(tmp_path / "pages", wanted)
    asked = ["build", "--quiet", "--site-dir", str(out)]
    assert build.run_mkdocs(site.root, asked, told, (), None) == 0
    found = pages(out)
    assert "<h1" in found[wanted[0]]
    assert "Привезу" not in found["index.html"]  # what the menu names is read too, for its title
    assert [each for each in found if each.count("/") == 2] == wanted


def test_a_style_of_the_branch_takes_nothing_from_beside_the_site(site, kb, tmp_path, monkeypatch):
    beside, out = tmp_path / "beside", tmp_path / "one/two/out"
    beside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(beside))
    (beside / "secret.txt").write_text("ключ")
    named = ("../../../secret.txt", "/../../../secret.txt", "plain.txt")
    style = "".join(f"a {{ background: url({each}) }}" for each in named)
    (site.root / "content/materials").mkdir()
    for name, text in (("x.css", style), ("plain.txt", "схема")):
        (site.root / "content/materials" / name).write_text(text, "utf-8")
    given = "materials: [{id: x, title: Схема, file: materials/x.css, because: Просили}]\n"
    site.commit("Материал", {"offers/vip.yml": VIP + given})
    code, _, error = kb("diff", "--pages", out, "main", "branch")
    assert code == 0, error
    assert (out / "materials/plain.txt").read_text("utf-8") == "схема"
    assert not list(tmp_path.joinpath("one").rglob("secret.txt"))


def test_a_theme_of_their_own_and_a_hook_shape_the_pages(site, kb, tmp_path):
    site.git("switch", "-q", "main")
    settings = site.root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace(
        "  name: material\n", "  name: material\n  custom_dir: look/theme\n"
    )
    assert "custom_dir" in text
    settings.write_text(f"{text}hooks:\n  - hook.py\n", "utf-8")
    (site.root / "look/theme").mkdir(parents=True)
    (site.root / "look/theme/main.html").write_text(
        '{% extends "base.html" %}{% block footer %}Своё оформление{% endblock %}', "utf-8"
    )
    (site.root / "hook.py").write_text(
        "def on_page_content(html, **told):\n    return html + '<p>Своя обработка</p>'\n", "utf-8"
    )
    site.git("add", "-A", "mkdocs.yml", "look", "hook.py")
    site.git("commit", "-qm", "Оформление")
    site.git("switch", "-q", "-C", "branch")
    # What the branch makes of them is not run.
    (site.root / "hook.py").write_text("raise SystemExit(1)\n", "utf-8")
    site.git("commit", "-qam", "Иначе")
    site.commit("Вопрос", {"objections/dorogo.yml": SPOKEN})
    head = site.git("rev-parse", "HEAD")
    site.git("switch", "-q", "main")
    code, _, error = kb("diff", "--pages", tmp_path / "out", "main", head)
    assert code == 0, error
    card = pages(tmp_path / "out")["objections/dorogo/index.html"]
    for said in ("Привезу пробник сегодня?", "Своё оформление", "Своя обработка"):
        assert said in card


def test_a_hook_in_the_content_would_be_the_branch_s_and_is_not_run(site, kb, tmp_path):
    with (site.root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [content/hook.py]\n")
    ran = tmp_path / "ran"
    hook = f"from pathlib import Path\nPath({str(ran)!r}).touch()\n"
    (site.root / "content/hook.py").write_text(hook, "utf-8")
    site.commit("Вопрос", {"objections/dorogo.yml": SPOKEN})
    code, _, error = kb("diff", "--pages", tmp_path / "out", "main", "branch")
    assert (code, pages(tmp_path / "out")) == (0, {})
    assert "Страниц нет" in error
    assert not ran.exists()


def test_what_is_wrong_has_no_pages_and_says_so(site, kb, tmp_path):
    site.commit("Ошибка", {"objections/dorogo.yml": DOROGO.replace("title: Дорого\n", "")})
    code, _, error = kb("diff", "--pages", tmp_path / "out", "main", "branch")
    assert code == 0
    assert "Страниц нет" in error
    assert not (tmp_path / "out").exists()


def test_a_disk_that_refuses_the_build_is_told_and_no_mistake_of_a_card(site, kb, tmp_path):
    with (site.root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [full.py]\n")
    hook = "def on_pre_build(**_):\n    raise OSError(28, 'No space left on device')\n"
    (site.root / "full.py").write_text(hook, "utf-8")
    site.commit("Вопрос", {"objections/dorogo.yml": SPOKEN})
    code, said, error = kb("diff", "--pages", tmp_path / "out", "main", "branch")
    assert (code, said) == (2, "")
    assert "Страниц нет" not in error
    assert not (tmp_path / "out").exists()
