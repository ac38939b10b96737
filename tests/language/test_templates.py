"""Templates are compiled once and kept; whatever is kept, they say what they say compiled anew."""

import importlib.util
import marshal
import random
import sys
from pathlib import Path

import jinja2
import pytest

from scripts_kb.language.templates import Environment, environment, remember, translated
from scripts_kb.pages import environment as pages
from scripts_kb.review import html

TEXT = '<p>{{ _("Good day") }}, {{ name }}: {% for each in (1, 2) %}{{ each }} {% endfor %}</p>'
DAY = {"ru": "Добрый день", "en": "Good day"}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Gives a folder with a template, in a Python that keeps what it compiles."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "day.html").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def compiled(monkeypatch) -> list[str]:
    """Gives the names of the templates that were compiled, as they are."""
    names = []
    compile_ = Environment.compile

    def listed(self, source, name=None, *rest, **more):
        names.append(name)
        return compile_(self, source, name, *rest, **more)

    monkeypatch.setattr(Environment, "compile", listed)
    return names


def said(folder: Path, language: str = "ru", day: str | None = None) -> str:
    made = translated(
        folder,
        language,
        lambda text: day or DAY[language] if text == "Good day" else text,
        lambda one, many, count: one if count == 1 else many,
    )
    return made.get_template("day.html").render(name="<Анна>")


RUSSIAN = "<p>Добрый день, &lt;Анна&gt;: 1 2 </p>"


def kept(folder: Path) -> Path:
    [file] = folder.glob("__pycache__/day.html.ru.*")
    return file


def test_a_template_is_compiled_once(folder, compiled):
    assert [said(folder), said(folder)] == [RUSSIAN, RUSSIAN]
    assert compiled == ["day.html"]


def test_templates_of_somebody_else_are_kept_with_our_modules_and_none_of_a_repository(
    folder, compiled
):
    theme, repository, ours = folder / "theme", folder / "own", folder / "ours"
    for each, text in ((theme, "{{ 1 }}"), (repository, "{{ 2 }}"), (theme / "own", "{{ 3 }}")):
        each.mkdir()
        (each / f"{each.name}.html").write_text(text, "utf-8")
    (repository / "theme").mkdir()
    (repository / "theme/sub.html").write_text("{{ 4 }}", "utf-8")

    def rendered() -> list[str]:
        made = Environment(loader=jinja2.FileSystemLoader([repository, theme]))
        remember(made, ours / "door.py", [str(theme)])
        names = ("theme.html", "own.html", "own/own.html", "theme/sub.html")
        return [made.get_template(each).render() for each in names]

    assert rendered() == rendered() == ["1", "2", "3", "4"]
    assert compiled[4:] == ["own.html", "theme/sub.html"]
    kept = {each.name.partition(".cpython")[0] for each in ours.rglob("*.pyc")}
    assert kept == {"door.own.own.html", "door.theme.html"}
    assert not [*theme.rglob("*.pyc"), *repository.rglob("*.pyc")]
    (theme / "theme.html").write_text("{{ 5 }}", "utf-8")
    assert rendered()[0] == "5"


def test_it_is_kept_where_python_keeps_its_modules_and_nowhere_else(folder, tmp_path, monkeypatch):
    said(folder)
    module = Path(importlib.util.cache_from_source(str(folder / "day.html.ru.py")))
    assert kept(folder) == module
    assert {each.name for each in folder.iterdir()} == {"day.html", "__pycache__"}
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    said(folder, "en")
    assert not list(folder.glob("__pycache__/*.en.*"))
    assert list(tmp_path.glob("elsewhere/**/day.html.en.*.pyc"))


def test_each_language_and_each_wording_has_its_own(folder, compiled):
    english = "<p>Good day, &lt;Анна&gt;: 1 2 </p>"
    assert [said(folder), said(folder, "en"), said(folder)] == [RUSSIAN, english, RUSSIAN]
    assert said(folder, day="Здравствуйте").startswith("<p>Здравствуйте")
    assert said(folder) == RUSSIAN
    assert len(compiled) == 4


def test_a_template_that_changed_is_compiled_anew(folder):
    said(folder)
    (folder / "day.html").write_text("{{ name }}!", encoding="utf-8")
    assert said(folder) == "&lt;Анна&gt;!"


def test_other_options_make_another_template(folder, compiled):
    made = environment(folder, "ru")
    made.add_extension("jinja2.ext.i18n")
    made.install_null_translations()
    made.get_template("day.html")
    loose = environment(folder, "ru")
    loose.add_extension("jinja2.ext.i18n")
    loose.install_null_translations()
    loose.autoescape = False
    assert "<Анна>" in loose.get_template("day.html").render(name="<Анна>")
    assert len(compiled) == 2


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [(jinja2, "__version__", "3.99"), (importlib.util, "MAGIC_NUMBER", b"next")],
)
def test_what_another_version_wrote_is_compiled_anew(
    folder, compiled, monkeypatch, where, name, value
):
    said(folder)
    monkeypatch.setattr(where, name, value)
    assert said(folder) == RUSSIAN
    assert len(compiled) == 2


@pytest.mark.slow
def test_a_torn_file_is_nothing(folder, compiled):
    said(folder)
    whole = kept(folder).read_bytes()
    chance = random.Random(3)  # noqa: S311 - no secret
    torn = [whole[:length] for length in (0, 1, 31, 32, 33, len(whole) // 2, len(whole) - 1)]
    for _ in range(20):
        at = chance.randrange(len(whole))
        torn.append(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
    for number, content in enumerate(torn, 2):
        kept(folder).write_bytes(content)
        assert said(folder) == RUSSIAN
        assert len(compiled) == number
        assert kept(folder).read_bytes() == whole


def test_code_that_somebody_else_laid_there_is_not_even_read(folder, monkeypatch):
    said(folder)
    foreign = marshal.dumps(compile("raise SystemExit", "day.html", "exec"))
    kept(folder).write_bytes(kept(folder).read_bytes()[:32] + foreign)
    monkeypatch.setattr(marshal, "loads", None)
    assert said(folder) == RUSSIAN


def test_where_nothing_can_be_written_all_is_said_and_nothing_kept(folder, compiled):
    (folder / "__pycache__").write_text("no folder", encoding="utf-8")
    assert [said(folder), said(folder)] == [RUSSIAN, RUSSIAN]
    assert len(compiled) == 2
    assert {each.name for each in folder.iterdir()} == {"day.html", "__pycache__"}


def test_a_python_that_keeps_nothing_keeps_no_templates(folder, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert said(folder) == RUSSIAN
    assert {each.name for each in folder.iterdir()} == {"day.html"}


def test_a_python_without_such_a_place_keeps_no_templates(folder, monkeypatch):
    monkeypatch.setattr(sys.implementation, "cache_tag", None)
    assert said(folder) == RUSSIAN
    assert {each.name for each in folder.iterdir()} == {"day.html"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "folder"),
    [
        (lambda: environment(html.TEMPLATES), html.TEMPLATES),
        (lambda: pages.templates.__wrapped__("ru"), pages.TEMPLATES),
        (lambda: pages.templates.__wrapped__("en"), pages.TEMPLATES),
    ],
)
def test_every_template_of_the_package_comes_back_as_it_was_compiled(
    made, folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    for file in sorted(folder.glob("*.html")):
        source = file.read_text(encoding="utf-8")
        name, plain = file.name, made()
        anew = plain.compile(source, name, str(file))
        plain.get_template(name)
        again = made()
        bucket = again.bytecode_cache.get_bucket(again, name, str(file), source)
        assert bucket.code == anew, name
