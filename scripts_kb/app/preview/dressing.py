"""The door to MkDocs for one page: it gets the theme that a whole build would give it.

    mkdocs.yml ──once──▶ theme, plugins
    Page ──short navigation, Markdown, hooks──▶ the bytes that `kb build` writes

MkDocs' own steps are taken in its order, for one page in place of all. So a page depends on the
titles of the navigation and on itself; what links to it from elsewhere is not looked at.
"""

import copy
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from mkdocs.commands import build as mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page as Dressed
from mkdocs.utils import meta

from scripts_kb.app import shells
from scripts_kb.app.plugin import AUDIENCE_VARIABLE
from scripts_kb.pages.site import Page
from scripts_kb.problems import UserError
from scripts_kb.schema.audience import SiteAudience

_MISSING: Final = "404.html"

IsThere = Callable[[str], bool]
"""Tells whether the tree has a page of a path."""


class _Files(Files):
    """The files of the navigation and the theme, and any page that is asked for by its path."""

    def __init__(self, files: list[File], make: Callable[[str], File]) -> None:
        super().__init__(files)
        self.make = make
        self.is_there: IsThere = lambda _: False

    def get_file_from_path(self, path: str) -> File | None:
        """Find a file; a page that nothing has asked for before is there all the same."""
        found = super().get_file_from_path(path)
        if found is None and path.endswith(".md") and self.is_there(path):
            return self.make(path)
        return found


class Dressing:
    """The theme of one site, by one state of its settings."""

    def __init__(self, config_file: Path, audience: SiteAudience) -> None:
        """Read the settings of MkDocs.

        Args:
            config_file: the file that holds them.
            audience: who will read.

        Raises:
            UserError: where they cannot be used.
        """
        os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
        os.environ[AUDIENCE_VARIABLE] = audience
        try:
            # Some plugins write beside the pages; what they write here goes with this object.
            passing = Path(tempfile.mkdtemp(prefix="kb-serve-"))
            weakref.finalize(self, shutil.rmtree, passing, ignore_errors=True)
            docs, self._site = passing / "docs", passing / "site"
            docs.mkdir()
            self._site.mkdir()
            with config_file.open("rb") as opened:
                self._config: MkDocsConfig = load_config(
                    opened,
                    config_file_path=str(config_file),
                    docs_dir=str(docs),
                    site_dir=str(self._site),
                )
            # A preview stands elsewhere than the published site; its links must not leave it.
            self._config.site_url = ""
            self._config.plugins.on_startup(command="serve", dirty=False)
            self._config = self._config.plugins.on_config(self._config)
        except (MkDocsException, SystemExit, OSError) as error:
            raise UserError("mkdocs-useless", said=str(error)) from None
        self._nav: Any = copy.deepcopy(self._config.nav)
        self._env = self._config.theme.get_env()
        self._frame: tuple[Any, _Files, Navigation] | None = None
        self._plain: dict[str, tuple[bytes, File]] = {}
        self._theme = {
            file.dest_uri: Path(file.abs_src_path or "")
            for file in self._framed({})[0]
            if not file.is_documentation_page()
        }
        self._env = self._config.plugins.on_env(self._env, config=self._config, files=Files([]))

    def led(self) -> tuple[str, ...] | None:
        """Give the paths that the navigation leads to; None where it leads to all there are."""
        return None if self._nav is None else tuple(_leaves(self._nav))

    def stands(self, path: str, address: str) -> bool:
        """Tell whether a page of the tree is read at an address below the root."""
        written = f"{address}index.html" if address == "" or address.endswith("/") else address
        return self._file(Page(path, b"")).dest_uri == written

    def file(self, address: str) -> Path | None:
        """Find a file of the theme or of a plugin, by its address below the root."""
        if address in self._theme:
            return self._theme[address]
        written = {each.relative_to(self._site).as_posix(): each for each in self._site.rglob("*")}
        found = written.get(address)
        return found if found and found.is_file() else None

    def page(
        self,
        page: Page,
        titles: Mapping[str, str],
        is_there: IsThere = lambda _: False,
        beside: Callable[[], Iterable[Page]] = tuple,
    ) -> bytes:
        """Dress a page.

        Args:
            page: a page of the tree.
            titles: by path the titles of the pages that the navigation leads to.
            is_there: tells whether the tree has a page, for links between pages of Markdown.
            beside: gives the other pages of its folder, which pages of Markdown may refer to.
        """
        files, nav = self._framed(titles)
        files.is_there = is_there
        held = files.get_file_from_path(page.path) if page.path in titles else None
        file = self._populated(page, files, held)
        if not _is_block(page):
            group = [file, *(self._populated(each, files, None) for each in beside())]
            self._config.plugins.on_env(self._env, config=self._config, files=Files(group))
        try:
            return self._rendered(file, files, nav)
        finally:
            if held is not None:
                _emptied(held, titles[page.path])

    def missing(self, titles: Mapping[str, str]) -> bytes:
        """Dress the page of a wrong address."""
        files, nav = self._framed(titles)
        template = self._env.get_template(_MISSING)
        made: str = mkdocs._build_template(  # noqa: SLF001 - no other way to one page
            _MISSING, template, files, self._config, nav
        )
        return made.encode()

    def _framed(self, titles: Mapping[str, str]) -> tuple[_Files, Navigation]:
        key = tuple(titles.items())
        if self._frame is None or self._frame[0] != key:
            files = _Files(
                [self._file(Page(path, b"")) for path in titles],
                lambda path: self._file(Page(path, b"")),
            )
            files.add_files_from_theme(self._env, self._config)
            self._config.nav = copy.deepcopy(self._nav)
            self._config.plugins.on_files(files, config=self._config)
            set_exclusions(files, self._config)
            nav = get_navigation(files, self._config)
            nav = self._config.plugins.on_nav(nav, config=self._config, files=files)
            for path, title in titles.items():
                file = files.get_file_from_path(path)
                if file is not None and file.page is not None:
                    _emptied(file, title)
            self._frame = key, files, nav
        return self._frame[1:]

    def _file(self, page: Page) -> File:
        file = File.generated(
            self._config, page.path, content=page.content, inclusion=InclusionLevel.INCLUDED
        )
        # Where it can be edited is told of it as of a file that lies in a folder.
        file.generated_by = None
        return file

    def _populated(self, page: Page, files: Files, held: File | None) -> File:
        """Read a page as MkDocs does; one of the navigation keeps its place there."""
        known = self._plain.get(page.path)
        if known and known[0] == page.content and held is None:
            return known[1]
        file = held or self._file(page)
        file.content_bytes = page.content
        dressed = file.page or Dressed(None, file, self._config)
        mkdocs._populate_page(dressed, self._config, files)  # noqa: SLF001 - as above
        if held is None and not _is_block(page):
            self._plain[page.path] = page.content, file
        return file

    def _rendered(self, file: File, files: Files, nav: Navigation) -> bytes:
        page, config = file.page, self._config
        assert page is not None  # noqa: S101 - it was populated
        config._current_page = page  # noqa: SLF001 - as MkDocs itself does
        page.active = True
        try:
            context = mkdocs.get_context(nav, files, config, page)
            template = self._env.get_template(page.meta.get("template", "main.html"))
            context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
            output = template.render(context)
            output = config.plugins.on_post_page(output, page=page, config=config)
        finally:
            page.active = False
            config._current_page = None  # noqa: SLF001 - as above
        made: bytes = output.encode("utf-8", errors="xmlcharrefreplace")
        return made


def title(page: Page) -> str:
    r"""Give what a page calls itself.

    Examples:
        >>> title(Page("a.md", '---\ntitle: "Дорого"\n---\n'.encode()))
        'Дорого'
    """
    found: Any = meta.get_data(page.content.decode())[1].get("title", "")
    return str(found)


def _is_block(page: Page) -> bool:
    return shells.block(meta.get_data(page.content.decode())[0]) is not None


def _emptied(file: File, title: str) -> None:
    """Leave of a page of the navigation what others show of it: its title."""
    assert file.page is not None  # noqa: S101 - the navigation made it
    file.page.markdown, file.page.content, file.page.meta = "", None, {"title": title}


def _leaves(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for each in nav if isinstance(nav, list) else nav.values() if isinstance(nav, dict) else ():
        yield from _leaves(each)
