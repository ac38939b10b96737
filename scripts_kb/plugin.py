"""The door to MkDocs: runs the generator once per build and says what to watch.

    mkdocs build / serve ─▶ on_pre_build ─▶ build.tree ─▶ build/docs ─▶ MkDocs

Each hook reads its configuration, calls a pure step and logs what it returned. The pages know no
MkDocs; without this plugin the same tree builds under any engine that reads Markdown.
"""

import gc
import logging
import multiprocessing
import os
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from scripts_kb import build
from scripts_kb.model.site import SiteAudience
from scripts_kb.problems import UserError

log = logging.getLogger("mkdocs.plugins.scripts-kb")

AUDIENCE_VARIABLE = "SCRIPTS_KB_AUDIENCE"

_BLOCK = ('<div class="kb"', '<div class="kb ')
_ANCHOR = re.compile(r'\bid="([^"]+)"')


def _collect_seldom() -> None:
    """Look for cycles less often: with thousands of pages each look takes long and finds little.

    A fifteenth of the time of plain MkDocs went there. Cycles of templates and pages are still
    found while they are few.
    """
    gc.set_threshold(20_000, 10, 10)


def _tree(content: Path, out: Path, audience: SiteAudience, site_url: str) -> build.Made:
    _collect_seldom()
    return build.tree(build.place(content), out, audience=audience, site_url=site_url)


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

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether a person is editing: then a mistake must not end the preview."""
        del dirty
        self._serving = command == "serve"
        _collect_seldom()

    def _content(self, config: MkDocsConfig) -> Path:
        root = Path(config.config_file_path or "mkdocs.yml").parent
        return root / self.config.content

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take the company and the language from the knowledge base."""
        settings = build.settings(self._content(config))
        if settings.company:
            config.site_name = settings.company
        config.theme["language"] = settings.language
        return config

    def _made(self, content: Path, config: MkDocsConfig, audience: SiteAudience) -> build.Made:
        out = Path(config.docs_dir)
        if self._serving:
            # A preview stands elsewhere than the published site; its links must not leave it.
            return build.tree(build.place(content), out, audience=audience, offline=False)
        # In a process of its own: what the past and the pages took is given back before MkDocs
        # takes its share, which halves the peak of a large base.
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=fresh) as apart:
            return apart.submit(_tree, content, out, audience, config.site_url or "").result()

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages that have changed.

        Raises:
            PluginError: where the content has errors, except while serving.
        """
        audience: Any = os.environ.get(AUDIENCE_VARIABLE) or self.config.audience
        try:
            made = self._made(self._content(config), config, audience)
        except UserError as error:
            raise PluginError(str(error)) from None
        for problem in made.problems:
            if problem.severity == "error":
                log.error(problem.line(made.language))
            else:
                log.info(problem.line(made.language))
        log.info("scripts-kb: %d pages, %d of them new", made.pages, len(made.changed))
        if any(each.severity == "error" for each in made.problems) and not self._serving:
            raise PluginError("scripts-kb: kb check")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave out of the navigation what this audience has no page for."""
        if isinstance(config.nav, list):
            config.nav = [each for each in config.nav if files.get_file_from_path(str(each))]
        return files

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Spare Markdown the pages that are one block of HTML: it would give them back as they are.

        Nine of ten pages are; reading them took a third of the time of the whole build.
        """
        del config, files
        block = markdown.strip()
        # A blank line would end the block for Markdown. No pattern: on pages of megabytes it would
        # remember each letter.
        if not block.startswith(_BLOCK) or not block.endswith("</div>") or "\n\n" in block:
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
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), *_ANCHOR.findall(block)}
        return block

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch what people edit and what lands, not the generated tree."""
        del builder
        server.unwatch(config.docs_dir)
        content = self._content(config)
        server.watch(str(content))
        for path in build.watched(build.place(content)):
            server.watch(str(path))
        return server
