"""A page put into a shell that others have too is, byte for byte, the page as MkDocs dresses it."""

from collections.abc import Callable

import pytest

from scripts_kb.app import shells
from scripts_kb.app.plugin import ScriptsKbPlugin
from scripts_kb.app.shells import Shell, ShellValues
from tests.app.test_dressing import Base, block, dressed

__all__ = ["base"]


@pytest.fixture
def base(tmp_path, monkeypatch):
    return Base(tmp_path, monkeypatch)


@pytest.fixture
def rendered(base, monkeypatch) -> list[str]:
    """The pages of the tree that the theme was rendered for, of whichever build."""
    seen: list[str] = []

    def hook(_, context, page, **__):
        seen.append(page.file.src_uri)
        return context

    monkeypatch.setattr(ScriptsKbPlugin, "on_page_context", hook, raising=False)
    return seen


def titled(title: str, rest: str = "hide: [toc]\n") -> str:
    return f'---\ntitle: {title}\n{rest}---\n\n<div class="kb"><h1>А</h1><p id="p">Б</p></div>\n'


ODD = {
    "offers/1.md": titled('"Кавычки &#34;«ёлочки»&#34; &amp; 100%"'),
    "offers/2.md": titled('"Тысяча\u00a0рублей, 😀"'),
    "offers/3.md": titled('"Разметка <b>в</b> названии"'),
    "offers/4.md": titled(r'"С \"обратной\" чертой и \u0416"'),
    "offers/5.md": titled("Без кавычек: нет, с ними"),
    "offers/6.md": titled("7"),
    "offers/7.md": titled('""'),
    "offers/8.md": titled('"Дважды"', 'title: "Второй раз"\n'),
    "offers/9.md": titled('"Спрятано"', "hide: [navigation, toc]\nsearch:\n  exclude: true\n"),
    "offers/a.md": titled('"Описано"', 'description: "О чём"\n'),
    "offers/b.md": titled('"Оборвано"', "...\n"),
    "offers/c.md": '<div class="kb"><h1>Без шапки</h1></div>\n',
    "offers/d.md": titled('"Без заголовка"').replace("h1", "h2"),
    "offers/e.md": "\ufeff" + titled('"С меткой порядка байтов"'),
    "offers/f.md": titled('"Имя"').replace("Б", '<autoref identifier="tiny.sold">Б</autoref>'),
    "offers/g.md": titled('"Не название\u2028строки"'),
    "offers/new-one.md": titled('"Над другими"'),
    "offers/new-one/below.md": titled('"Под другой"'),
    "deep/er/page.md": titled('"Глубже"'),
    "deep/er/other.md": titled('"Рядом с ней"'),
    "assets.md": titled('"Над темой"'),
    "about.md": titled('"У корня"'),
    "team.md": titled('"Тоже у корня"'),
}


@pytest.mark.slow
@pytest.mark.parametrize("addresses", ["true", "false"])
def test_odd_pages_are_as_mkdocs_dresses_them(base, addresses):
    base.config = base.config.replace("not_in_nav", f"use_directory_urls: {addresses}\nnot_in_nav")
    base.tree |= ODD
    assert dressed(base)
    # Now into the shells that are kept.
    base.tree |= {path: text.replace("Б", "Иначе") for path, text in ODD.items()}
    assert dressed(base)


FEEDBACK = """
extra:
  analytics:
    provider: google
    property: G-1
    feedback:
      title: Полезно?
      ratings: [{icon: material/thumb-up, name: Да, data: 1, note: "{url} {title}"}]
"""
EDITED = """
repo_url: https://example.org/kb
edit_uri: edit/main/
"""
THEME = """
theme: {{name: material, language: ru, font: false, features: [{}]}}
"""


def settings(base: Base, more: str) -> None:
    kept = [line for line in base.config.splitlines() if not line.startswith("theme:")]
    features = "content.action.edit, navigation.path, navigation.tabs, navigation.top"
    base.config = "\n".join(kept) + THEME.format(features) + more


OFFERS = {f"offers/{number}.md" for number in range(4)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "by_themselves"),
    [
        (lambda _: None, set()),
        (lambda base: settings(base, ""), set()),
        # The theme shows the address of the page, or what an address makes of its title.
        (lambda base: settings(base, EDITED), OFFERS),
        (lambda base: settings(base, FEEDBACK), OFFERS),
    ],
)
def test_what_the_theme_shows_of_a_page_beside_its_values_has_it_dressed_by_itself(
    base: Base, rendered: list[str], change: Callable[[Base], None], by_themselves: set[str]
) -> None:
    change(base)
    assert base.built(base.root / "site", base.root / "record") == ""
    assert set(rendered) & OFFERS >= by_themselves
    # One of them proves the shell of all.
    assert bool(by_themselves) == (len(set(rendered) & OFFERS) > 1)
    dressed(base)


@pytest.mark.slow
def test_a_new_page_is_put_into_a_shell_that_is_kept(base, rendered):
    dressed(base)
    rendered.clear()
    base.tree["offers/9.md"] = block("Новая", "Да")
    assert base.built(base.root / "site", base.root / "record") == ""
    assert rendered == ["guide/index.md", "guide/more.md"]
    dressed(base)


@pytest.mark.slow
def test_a_theme_of_ones_own_may_show_anything_so_mkdocs_dresses_for_it(base, rendered):
    (base.root / "own").mkdir()
    (base.root / "own/main.html").write_text(
        '{% extends "base.html" %}{% block libs %}{{ page.title | length }}{% endblock %}', "utf-8"
    )
    base.config = base.config.replace("{name: material,", "{name: material, custom_dir: own,")
    assert base.built(base.root / "site", base.root / "record") == ""
    assert set(rendered) >= OFFERS
    dressed(base)


def test_values_come_into_a_shell_as_they_are():
    shell = Shell(["<", "title", "|", "block", "|", "title", "|", "address", ">"])
    assert (
        shell.around(ShellValues("{title} \\1", "block", "%s"))
        == "<{title} \\1|%s|{title} \\1|block>"
    )


def test_an_address_above_another_is_told():
    assert shells.above(["a/b/c/"]) == {".", "./", "index.html", "a/", "a/b/"}
