"""The door to MkDocs: runs the generator once per build and says what to watch.

    mkdocs build / serve ─▶ on_pre_build ─▶ build.tree ─▶ build/docs ─▶ MkDocs
                            on_nav ◀─ of `kb build`: what stands already is not dressed ◀──┤
                            on_post_page ◀─ the search box, into the theme's header ◀──────┤
                            on_post_build ◀─ the release, sealed over what was built ◀─────┘

Each hook reads its configuration, calls a pure step and logs what it returned. The pages know no
MkDocs; without this plugin the same tree builds under any engine that reads Markdown.
"""

import logging
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import click
from markupsafe import escape
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from scripts_kb import files as writing
from scripts_kb.app import (
    building,
    compressing,
    dressing,
    making,
    narrowed,
    shells,
    workspace,
)
from scripts_kb.app.chosen import Chosen, looks_around
from scripts_kb.app.made import Made
from scripts_kb.app.making import TreeOrder
from scripts_kb.files import progress
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import links
from scripts_kb.pages.call import finder, release
from scripts_kb.problems import Message, UserError
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.config import Kb

log = logging.getLogger("mkdocs.plugins.scripts-kb")

TEXTS: Final = catalogue("commands")

AUDIENCE_VARIABLE = "SCRIPTS_KB_AUDIENCE"

_included = InclusionLevel.is_included
_HEADER = re.compile(r'<header\b[^>]*data-md-component="header"')
_HEADER_ENDS = "</nav>"
_VIEWPORT = re.compile(r'<meta name="viewport" content="(?![^"]*interactive-widget)[^"]*')
_THEME_SEARCH = ("assets/javascripts/lunr/", "assets/javascripts/workers/search.")


class RefusedError(PluginError):
    """What the user must put right elsewhere than in the content, said in the base's language."""


class Stopped(Abort):
    """The end of a build after a refusal: one line, and the exit status that `kb` gives it too."""

    code = exit_code = 2

    def show(self, *_: Any, **__: Any) -> None:
        """Say it where errors are said, without the blank line of the parent."""
        click.echo(self.format_message(), err=True)


def with_box(html: str, box: str) -> str:
    """Put the search box into the header of a page, where the theme's own would stand: at its end.

    Raises:
        UserError: where the theme's header is not as it was when this was written.

    Examples:
        >>> page = '<header data-md-component="header"><nav>Кофе</nav></header><nav></nav>'
        >>> with_box(page, "<form></form>")
        '<header data-md-component="header"><nav>Кофе<form></form></nav></header><nav></nav>'
    """
    header = _HEADER.search(html)
    place = html.find(_HEADER_ENDS, header.end()) if header else -1
    if place < 0 or html.find("</header>", 0, place) >= 0:
        raise UserError("theme-changed")
    return f"{html[:place]}{box}{html[place:]}"


def above_keyboard(html: str) -> str:
    """Let a phone's keyboard make the page shorter instead of lying over its end.

    The call screen's buttons for the thumb stand there, and the last results of a search. A theme
    that says itself what a keyboard does is left alone.

    Examples:
        >>> above_keyboard('<meta name="viewport" content="width=device-width">')
        '<meta name="viewport" content="width=device-width,interactive-widget=resizes-content">'
    """
    return _VIEWPORT.sub(r"\g<0>,interactive-widget=resizes-content", html, count=1)


def name_switches(palette: Any, language: Language) -> None:
    """Name what switches the theme in the base's language: a palette tells where a press leads.

    A name that somebody chose stays; earlier bases had each in both languages, `Russian / English`.

    Examples:
        >>> found = [{"scheme": "slate", "toggle": {"icon": "x"}}, {"toggle": {"name": "Bright"}}]
        >>> name_switches(found, "en")
        >>> [each["toggle"]["name"] for each in found]
        ['As the system', 'Bright']
    """
    for each in palette if isinstance(palette, list) else ():
        toggle, key = each.get("toggle"), f"after-{each.get('scheme', 'auto')}"
        if toggle and key in TEXTS and " / " in toggle.get("name", " / "):
            toggle["name"] = TEXTS.say(key, language)


class PluginConfig(Config):  # type: ignore[no-untyped-call] # MkDocs has no types
    """What `mkdocs.yml` may say."""

    content = config_options.Type(str, default="content")
    audience = config_options.Choice(("team", "heads", "partner"), default="team")


class ScriptsKbPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]
    """Generates the pages of the knowledge base before MkDocs reads them."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False
        self._blocks: dict[str, str] = {}
        self._boxes: dict[str, str] = {}
        self._language: Language = "ru"
        self._audience: SiteAudience = "team"
        self._turn = ExitStack()
        self._dressed = self._wanted = 0
        self._chosen: Chosen | None = None
        self._nav: Navigation | None = None
        self._order: TreeOrder | None = None
        self._made_files: Mapping[str, str] | None = None
        self._kept: tuple[dressing.StandingSite, Path] | None = None
        self._pages: frozenset[str] | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether a person is editing: then a mistake must not end the preview."""
        del dirty
        self._serving = command == "serve"
        making.collect_seldom()

    def _content(self, config: MkDocsConfig) -> Path:
        root = Path(config.config_file_path or "mkdocs.yml").parent
        return root / self.config.content

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take the company and the language from the knowledge base.

        Raises:
            RefusedError: where the theme's search is asked for beside ours.
        """
        settings = workspace.settings(self._content(config)) or Kb()
        self._language = settings.language
        if "search" in config.plugins or "material/search" in config.plugins:
            raise RefusedError(Message("theme-search").said(self._language))
        audience: Any = os.environ.get(AUDIENCE_VARIABLE) or self.config.audience
        self._audience = audience
        self._boxes.clear()
        self._kept = None if self._serving else dressing.of_environment()
        config.docs_dir = str(building.begun(building.tree_of(Path(config.docs_dir), audience)))
        if settings.company:
            # The theme escapes it at some places alone; as markup it is written the same at each.
            config.site_name = escape(settings.company)
        config.theme["language"] = settings.language
        name_switches(config.theme.get("palette"), settings.language)
        return config

    def _made(self, content: Path, config: MkDocsConfig, turn: Sequence[int]) -> Made:
        out, audience = Path(config.docs_dir), self._audience
        if self._serving:
            # A preview stands elsewhere than the published site; its links must not leave it.
            where = workspace.find(content)
            made: Made = making.generator().tree(where, out, audience=audience, offline=False)
            return made
        if self._kept and making.AHEAD_VARIABLE in os.environ:
            self._kept[0].look()
            self._kept[0].lay_out(Path(config.site_dir))
            dressing.versions()
        order = making.TreeOrder(content, out, audience, config.site_url or "")
        self._order = order
        return making.made(order, inherited=turn)

    def _waits(self) -> None:
        click.echo(TEXTS.say("waits", self._language), err=True)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages that have changed, once no other build of this base runs.

        Raises:
            PluginError: where the content has errors, except while serving.
            RefusedError: without a repository, a commit or a whole history.
        """
        content = self._content(config)
        turn = self._turn.enter_context(building.turn(content.parent, self._waits))
        self._turn.enter_context(progress.forwarded())
        try:
            made = self._made(content, config, turn)
        except UserError as error:
            raise RefusedError(error.said(self._language)) from None
        for problem in made.problems:
            if problem.severity == "error":
                log.error(problem.line(made.language))
            elif log.isEnabledFor(logging.INFO):
                log.info(problem.line(made.language))
        self._made_files = made.files
        log.info("scripts-kb: %d pages, %d of them new", made.pages, len(made.changed))
        if any(each.severity == "error" for each in made.problems) and not self._serving:
            raise PluginError("scripts-kb: kb check")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave out what this site does without.

        That is the theme's search, and in the navigation what this audience has no page for.

        Raises:
            RefusedError: where the tree holds what was not made for this audience.
        """
        if strange := None if self._serving else self._strange(files, config):
            raise RefusedError(Message("strange-file", file=strange).said(self._language))
        for file in list(files):
            if file.src_uri.startswith(_THEME_SEARCH):
                files.remove(file)
        if isinstance(config.nav, list):
            config.nav = [each for each in config.nav if files.get_file_from_path(str(each))]
        self._chosen = None  # MkDocs may keep a plugin for several builds
        self._pages = None if self._serving or looks_around(config) else narrowed.of_environment()
        if self._pages is not None:
            return narrowed.Narrowed(files, self._pages)
        if not self._kept:
            return files
        self._chosen = Chosen(files, *self._kept, self._audience, self._order, self._made_files)
        return self._chosen

    def _strange(self, files: Files, config: MkDocsConfig) -> str | None:
        """Find a file that somebody else laid into the tree since it was made."""
        if self._made_files is None:
            return None
        below = (each.src_uri for each in files if each.src_dir == config.docs_dir)
        # Hidden ones stay in a tree, and MkDocs publishes none.
        seen = (path for path in below if not path.startswith(".") and "/." not in path)
        return next((path for path in seen if path not in self._made_files), None)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Leave out the pages that stand already as they would be made."""
        if isinstance(files, Chosen):
            files.choose(nav, config)
        elif isinstance(files, narrowed.Narrowed):
            files.choose(nav)
        self._nav = nav
        return nav

    def on_env(self, env: Any, /, *, config: MkDocsConfig, files: Files) -> Any:
        """Dress what has changed, now that all is read that the navigation shows."""
        self._dressed, self._wanted = 0, len(files.documentation_pages(inclusion=_included))
        if isinstance(files, Chosen) and self._nav:
            shells.remember(config, env)
            self._wanted = files.dress(self._nav, config, env)
            self._dressed = 0
        return env

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Spare Markdown the pages that are one block of HTML: it would give them back as they are.

        Nine of ten pages are; reading them took a third of the time of the whole build.
        """
        del config, files
        block = shells.block(markdown)
        if block is None:
            return None
        self._blocks[page.file.src_uri] = block
        return ""

    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Put in the block, and tell MkDocs the anchors that links may lead to."""
        del config, files
        block = self._blocks.pop(page.file.src_uri, None)
        if block is None:
            return html
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), *shells.anchors(block)}
        return block

    def _box(self, root: str) -> str:
        """Give the search box of a page; pages of one depth share it."""
        if root not in self._boxes:
            self._boxes[root] = finder.box(self._language, root, self._audience)
        return self._boxes[root]

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Give every page its search box, and its place above a phone's keyboard.

        The call screen is a search box itself.

        Raises:
            RefusedError: where the theme has no place for it.
        """
        del config
        path = page.file.src_uri
        self._tell()
        output = above_keyboard(output)
        if path == "index.md" and self._audience != "partner":
            return output
        return self._placed(output, links.root(path))

    def _tell(self) -> None:
        self._dressed += 1
        progress.tell("dressing", self._dressed, self._wanted)

    def on_post_template(self, output: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """Give the page of a wrong address its search box: somebody looks for something there.

        Raises:
            RefusedError: where the theme has no place for it.
        """
        if template_name != "404.html":
            return output
        # It is shown at any depth, so its links begin at the root of the host, as the theme's do.
        return self._placed(above_keyboard(output), urlsplit(config.site_url or "/").path or "/")

    def _placed(self, output: str, root: str) -> str:
        try:
            return with_box(output, self._box(root))
        except UserError as error:
            raise RefusedError(error.said(self._language)) from None

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add what stands, tell the service worker what it keeps, compress, and let others build.

        Raises:
            RefusedError: where something of the release was not built.
        """
        site, built = Path(config.site_dir), self._chosen
        if built:
            built.complete(site, self._tell)
        try:
            self._seal(site)
        except UserError as error:
            raise RefusedError(error.said(self._language)) from None
        if os.environ.get(compressing.VARIABLE):
            (built.compress if built else compressing.beside)(site)
        if built:
            built.leave(site, config)
        self._turn.close()

    def _seal(self, site: Path) -> None:
        """Seal the release, now that the theme has dressed the pages.

        A preview keeps nothing, partners have no call screen, and a few pages are no release.
        """
        if self._serving or self._audience == "partner" or self._pages is not None:
            return

        def read(path: str) -> bytes | None:
            file = site / path
            return file.read_bytes() if file.is_file() else None

        for made in release.sealed(read):
            # Never into a file that two sites share.
            writing.write(site / made.path, made.content)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave with the status of a user's mistake; a preview goes on by MkDocs' own rules.

        Raises:
            Stopped: for what a hook above refused.
        """
        if self._chosen:
            self._chosen.end()
        self._turn.close()
        if isinstance(error, RefusedError) and not self._serving:
            raise Stopped(str(error))

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch what people edit and what lands, not the generated tree."""
        del builder
        server.unwatch(config.docs_dir)
        content = self._content(config)
        server.watch(str(content))
        if repository := workspace.find(content).repository:
            for path in repository.heads():
                server.watch(str(path))
        return server
