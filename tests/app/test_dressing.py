"""A site of which only what changed was dressed is, byte for byte, the site made from nothing."""

import logging
import random
import re
import shutil
from contextlib import ExitStack
from pathlib import Path

import click
import pytest
from mkdocs.commands import build as mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from scripts_kb.app import building, dressing
from scripts_kb.app.plugin import ScriptsKbPlugin
from tests.thorough import tried

ROOT = Path(__file__).resolve().parents[2]
NAV = ["index.md", "offers/index.md", "guide/index.md"]
CONFIG = """
site_name: Проба
site_url: https://example.org/kb/
docs_dir: tree
theme: {name: material, language: ru, font: false, features: [navigation.top]}
nav: [index.md, offers/index.md, guide/index.md]
not_in_nav: "*"
validation:
  nav: {omitted_files: warn, not_found: warn}
  links: {not_found: warn, unrecognized_links: warn, anchors: warn}
markdown_extensions: [attr_list, toc]
plugins:
  - scripts-kb: {audience: partner}
  - autorefs
  - mkdocstrings: {handlers: {python: {paths: [.]}}}
"""
MODULE = '"""About."""\n\ndef sold(cups: int) -> int:\n    """Count as [told][tips]."""\n'


def block(title: str, body: str) -> str:
    front = f'---\ntitle: "{title}"\n---\n\n'
    return f'{front}<div class="kb"><h1 id="top">{title}</h1>\n<p id="p">{body}</p></div>\n'


def tree() -> dict[str, str]:
    """A tree of each kind of page: blocks, Markdown that links, what is written together."""
    return {
        "index.md": block("Начало", "Всё"),
        "offers/index.md": block("Акции", "Список"),
        **{f"offers/{number}.md": block(f"Акция {number}", "Да") for number in range(4)},
        "guide/index.md": "# Руководство\n\n[Акция](../offers/1.md#p), [она](../offers/2.md)\n",
        "guide/more.md": "# Ещё\n\n## Советы {#tips}\n\n[Назад](index.md) [сюда](#tips)\n",
        "reference/one.md": "# Один\n\n::: tiny\n",
        "reference/two.md": "# Два\n\n::: other\n\n[Один](one.md) и [sold][tiny.sold]\n",
        "kb/kb.json": "{}",
        "assets/a.css": "p {}",
    }


class Base:
    """A folder with a tree of pages, dressed as `kb build` has it done, without the generator."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.tree, self.config = root, tree(), CONFIG
        self.monkeypatch = monkeypatch
        (root / "content").mkdir()
        (root / "tree").mkdir()
        self.kb = "company: Проба\nlanguage: ru\n"
        (root / "tiny.py").write_text(MODULE, "utf-8")
        (root / "other.py").write_text('"""Another."""\n', "utf-8")
        monkeypatch.chdir(root)
        monkeypatch.setattr(ScriptsKbPlugin, "on_pre_build", laid_out)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    def built(self, site: Path, record: Path | None) -> str:
        """Build a site, and give what MkDocs said; "" where all was well."""
        shutil.rmtree(self.root / "tree-partner", ignore_errors=True)
        for path, text in self.tree.items():
            file = self.root / "tree-partner" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        (self.root / "content/kb.yml").write_text(self.kb, "utf-8")
        (self.root / "mkdocs.yml").write_text(self.config, "utf-8")
        self.monkeypatch.setenv(dressing.SITE_VARIABLE, str(site))
        self.monkeypatch.setenv(dressing.RECORD_VARIABLE, str(record or ""))
        heard = Heard()
        logging.getLogger("mkdocs").addHandler(heard)
        try:
            spare = dressing.spare_of(record) if record else None
            with ExitStack() as last, building.published(site, last, spare) as new:
                settings = str(self.root / "mkdocs.yml")
                config = load_config(settings, site_dir=str(new), strict=True)
                # As the command does: MkDocs keeps a plugin for all that one process builds.
                config.plugins.on_startup(command="build", dirty=False)
                mkdocs.build(config)
        except click.ClickException:
            return "\n".join(sorted(heard.said)) or "failed"
        finally:
            logging.getLogger("mkdocs").removeHandler(heard)
        if record:
            building.recorded(record, building.left(record), None)
        return ""


def laid_out(plugin: ScriptsKbPlugin, *, config: MkDocsConfig) -> None:
    if plugin._kept:
        plugin._kept[0].lay_out(Path(config.site_dir))


class Heard(logging.Handler):
    """Remembers warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def base(tmp_path, monkeypatch):
    return Base(tmp_path, monkeypatch)


def dressed(base: Base) -> set[str]:
    """Build after whatever changed, hold it against a build from nothing, and name what was made.

    A page that stands is the same file as before.
    """
    site, record = base.root / "site", base.root / "record"
    before = {path: (site / path).stat().st_ino for path in contents(site)}
    held = {path: (site / path).open("rb") for path in before}  # so that no number is used again
    said = base.built(site, record)
    fresh = base.root / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    assert said == base.built(fresh, None)
    if not said:
        assert contents(site) == contents(fresh)
    for each in held.values():
        each.close()
    return {
        path
        for path in contents(site)
        if path.endswith("index.html") and (site / path).stat().st_ino != before.get(path)
    }


PROSE = {"guide/index.html", "guide/more/index.html"}
TOGETHER = {"reference/one/index.html", "reference/two/index.html"}
OFFERS = {f"offers/{number}/index.html" for number in range(4)}
ALL = {"index.html", "offers/index.html", *OFFERS, *PROSE, *TOGETHER}
CASES = {
    "nothing": (lambda _: None, PROSE),
    "a page": (
        lambda base: base.tree.update({"offers/1.md": block("Акция 1", "Нет")}),
        PROSE | {"offers/1/index.html"},
    ),
    "a page that loses its heading, which the theme then writes": (
        lambda base: base.tree.update({"offers/1.md": block("Акция 1", "Да").replace("h1", "h2")}),
        PROSE | {"offers/1/index.html"},
    ),
    "the front matter of a page": (
        lambda base: base.tree.update(
            {"offers/1.md": block("Акция 1", "Да").replace("title", "hide: [toc]\ntitle", 1)}
        ),
        PROSE | {"offers/1/index.html"},
    ),
    "each page, but for what is around": (
        lambda base: base.tree.update(
            {path: text.replace("</p>", ". Дополнено</p>") for path, text in base.tree.items()}
        ),
        ALL - TOGETHER,
    ),
    "a new page": (
        lambda base: base.tree.update({"offers/9.md": block("Акция 9", "Нет")}),
        PROSE | {"offers/9/index.html"},
    ),
    "a removed page": (lambda base: base.tree.pop("offers/3.md"), PROSE),
    "what the navigation leads to": (
        lambda base: base.tree.update({"offers/index.md": block("Акции", "Иначе")}),
        PROSE | {"offers/index.html"},
    ),
    "a title of the navigation": (
        lambda base: base.tree.update({"offers/index.md": block("Предложения", "Список")}),
        ALL,
    ),
    "a setting": (lambda base: setattr(base, "config", base.config.replace("kb/\n", "k/\n")), ALL),
    "the company": (lambda base: setattr(base, "kb", "company: Другая\nlanguage: ru\n"), ALL),
    "a text that is written together": (
        lambda base: base.tree.update({"reference/one.md": "# Раз\n\n::: tiny\n"}),
        PROSE | TOGETHER,
    ),
    "a heading that a name may mean": (
        lambda base: base.tree.update({"guide/more.md": "# Ещё\n\n## Советы {#tips}\n\n## Два\n"}),
        PROSE | TOGETHER,
    ),
    "a file of the site": (
        lambda base: (base.root / "site/offers/1/index.html").write_text("чужое", "utf-8"),
        PROSE | {"offers/1/index.html"},
    ),
    "a file that went with what is written together": (
        lambda base: (base.root / "site/objects.inv").write_bytes(b""),
        PROSE | TOGETHER,
    ),
    "the record": (lambda base: (base.root / "record").write_bytes(b"torn"), ALL),
    "the site": (lambda base: shutil.rmtree(base.root / "site"), ALL),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CASES)
def test_what_has_changed_is_dressed_and_nothing_else(base, change):
    assert dressed(base) == ALL
    make, expected = CASES[change]
    make(base)
    assert dressed(base) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda tree: tree.pop("offers/1.md"), "the target 'offers/1.md' is not found"),
        (
            lambda tree: tree.update({"offers/1.md": block("А", "Б").replace('id="p"', "")}),
            "does not contain an anchor '#p'",
        ),
        (
            lambda tree: tree.update(
                {"guide/more.md": "# А {#tips}\n\n[Два](../reference/two.md#нет)"}
            ),
            "does not contain an anchor",
        ),
    ],
)
def test_a_link_that_breaks_is_said_and_the_site_stays(base, change, said):
    dressed(base)
    old = contents(base.root / "site")
    change(base.tree)
    for _ in range(2):
        assert said in base.built(base.root / "site", base.root / "record")
        assert contents(base.root / "site") == old
    dressed(base)


def disturbed(base: Base, chance: random.Random) -> None:
    """Change something: most often a page, sometimes a setting, sometimes what was kept."""
    site, pages = base.root / "site", sorted(base.tree)
    page, number = chance.choice(pages), chance.randrange(8)
    built = sorted(path for path in site.rglob("*") if path.is_file())
    match chance.randrange(12):
        case 0 | 1 | 2:
            base.tree[f"offers/{number}.md"] = block(f"Акция {number}", str(chance.random()))
        case 3:
            base.tree["offers/index.md"] = block(f"Акции {number % 2}", str(chance.random()))
        case 4:
            base.tree.pop(f"offers/{number}.md", None)
        case 5:
            base.tree[page] += f"\n{number}\n" if page.endswith(".md") else " "
        case 6:
            base.tree["guide/more.md"] = f"# Ещё {{#tips}}\n\n[Туда](../offers/{number}.md#p)\n"
        case 7:
            base.config = re.sub(r"example\.\w+", chance.choice(["example.a", "example.b"]), CONFIG)
        case 8:
            base.kb = f"company: Проба {number % 2}\nlanguage: {chance.choice(['ru', 'en'])}\n"
        case 9 if built:
            chance.choice(built).write_bytes(b"edited")
        case 10 if built:
            chance.choice(built).unlink()
        case 11 if (base.root / "record").exists():
            record = base.root / "record"
            record.write_bytes(record.read_bytes()[: chance.randrange(400)])


@pytest.mark.slow
def test_after_any_sequence_of_changes_kept_equals_fresh(base):
    chance = random.Random(15)  # noqa: S311 - no secret
    for _ in range(tried(25, 3)):
        for _ in range(chance.randrange(1, 4)):
            disturbed(base, chance)
        dressed(base)


@pytest.mark.slow
def test_the_company_is_a_text_wherever_the_theme_writes_it(base):
    base.kb = "company: '<img src=x> \"Ко\" & я'\n"
    assert base.built(base.root / "site", None) == ""
    for page in (base.root / "site").rglob("*.html"):
        html = page.read_text("utf-8")
        assert "&lt;img src=x&gt; &#34;Ко&#34; &amp; я" in html
        assert "<img" not in html
        assert "&amp;lt;" not in html


@pytest.mark.slow
def test_a_page_whose_block_alone_is_another_is_not_dressed(base, monkeypatch):
    dressed(base)
    base.tree |= {path: text.replace("</p>", ". Дополнено</p>") for path, text in base.tree.items()}
    seen = []
    monkeypatch.setattr(
        ScriptsKbPlugin,
        "on_page_context",
        lambda _, context, page, **__: seen.append(page.file.src_uri) or context,
        raising=False,
    )
    assert base.built(base.root / "site", base.root / "record") == ""
    assert seen == ["guide/index.md", "guide/more.md"]


@pytest.mark.slow
def test_a_block_that_stands_is_not_read_where_who_made_the_tree_has_named_its_bytes(
    base, monkeypatch
):
    def made(plugin, **_):
        files = contents(base.root / "tree-partner")
        sums = {path: dressing.digest(each) for path, each in files.items()}
        # MkDocs keeps the plugin for the next test, too.
        monkeypatch.setattr(plugin, "_made_files", sums)

    monkeypatch.setattr(ScriptsKbPlugin, "on_pre_build", made)
    dressed(base)
    read, content = [], File.content_bytes.fget
    noted = property(lambda file: read.append(file.src_uri) or content(file))
    monkeypatch.setattr(File, "content_bytes", noted)
    base.tree["offers/1.md"] = block("Акция 1", "Нет")
    assert base.built(base.root / "site", base.root / "record") == ""
    blocks = {path for path in base.tree if path.startswith("offers/")} - {"offers/index.md"}
    assert blocks & set(read) == {"offers/1.md"}
    monkeypatch.setattr(File, "content_bytes", property(content))
    assert dressed(base) == PROSE
