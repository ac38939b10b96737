"""The pages that MkDocs dresses: those that do not stand already, and what they need beside.

    files ──▶ on_nav: Chosen.choose ──▶ MkDocs reads and dresses the chosen
                          │                              │
                          ├ what stands ────give────▶ the new site, on_post_build
                          └ blocks ──into shells──▶ the new site, on_post_build

A page that is one block of HTML is a function of its own bytes and of the surroundings: the theme
puts a shell around it, which many have in common. The few that are Markdown may link to others, so
they are read and proved each time: six of two thousand. Where there are many blocks, a copy of this
process puts them into their shells while MkDocs reads the others.
The reference of the package is written together: its pages link to each other by names. It is kept
or dressed as a whole.
"""

import logging
import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from mkdocs.commands import build as mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from scripts_kb.app import aside, compressing, dressing, shells
from scripts_kb.app.dressing import SiteRecord, StandingSite
from scripts_kb.app.making import TreeOrder
from scripts_kb.app.shells import AlikePage, Shell, ShellMaker, ShellValues

PLUGINS: Final = frozenset({"scripts-kb", "mkdocstrings", "autorefs"})
"""Plugins that are known to look at one page at a time, or at those that are written together."""

TEMPLATES: Final = frozenset({"404.html", "sitemap.xml"})
"""Templates that are known to show no more of pages than their addresses."""

_LOOKS_AROUND: Final = re.compile(r"\b(?:pages|build_date_utc)\b")
"""What a template of somebody's own may show that is no part of a page and of its surroundings."""
_OURS_ALONE: Final = ("pymdownx.", "markdown.extensions.")
_EXTENSIONS: Final = frozenset(
    (
        *("abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html"),
        *("meta", "sane_lists", "smarty", "tables", "toc"),
    )
)
"""Extensions of Markdown that look at the page alone."""
_TOGETHER: Final = re.compile(r"^:::", re.MULTILINE)
_BY_NAME: Final = re.compile(r"\]\s?\[|<autoref", re.MULTILINE)
_HEADING: Final = re.compile(r"^(?:#{1,6}[^\n]*|=+|-+)$|\{#[^}]*\}|\bid=\S*", re.MULTILINE)
_MANY: Final = 200
"""Blocks from which a second process saves more than its start costs."""


def looks_around(config: MkDocsConfig) -> bool:
    """Tell whether a page may show what is neither its own nor of its known surroundings."""
    own = config.theme.custom_dir
    return (
        config.theme.name != "material"
        or bool(config.hooks or config.extra_templates)
        or set(config.theme.static_templates) != TEMPLATES
        or not set(config.plugins) <= PLUGINS
        or bool(own and any(_looks_around(file) for file in Path(own).rglob("*.html")))
    )


def closed(config: MkDocsConfig) -> bool:
    """Tell whether a site depends on nothing beyond the base, the settings and the programs."""
    extensions = (each for each in config.markdown_extensions if isinstance(each, str))
    return (
        not config.theme.custom_dir
        and not looks_around(config)
        and all(each in _EXTENSIONS or each.startswith(_OURS_ALONE) for each in extensions)
        and "pymdownx.snippets" not in config.markdown_extensions
    )


def _looks_around(template: Path) -> bool:
    return bool(_LOOKS_AROUND.search(template.read_text("utf-8", "replace")))


class Chosen(Files):
    """The files of a site, of which some pages stand already.

    Args:
        files: all files.
        kept: the site that stands.
        record: where the record of the new one is left.
        audience: who will read it.
        order: what tree was made for it; None where nobody ordered one.
        made: the path of each file of that tree → the hash of its bytes.
    """

    def __init__(
        self,
        files: Files,
        kept: StandingSite,
        record: Path,
        audience: str,
        order: TreeOrder | None = None,
        made: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(files)
        self._order = order
        self._made = made or {}
        self._kept = kept
        self._record = record
        self._audience = audience
        self._wanted: Collection[str] | None = None
        self._standing: set[str] = set()
        self._given: set[str] = set()
        self._tree: dict[str, str] = {}
        self._blocks: dict[str, str] = {}
        self._alike: dict[str, AlikePage] = {}
        self._filled: list[str] = []
        self._shells: dict[str, Shell] = {}
        self._own: set[str] = set()
        self._copy: aside.Copy | None = None
        self._written: dict[str, str] = {}
        self._together: list[str] = []
        self._key = self._group = self._docs = ""

    def documentation_pages(self, **asked: Any) -> Sequence[File]:
        """Give the pages that are wanted now.

        MkDocs asks for all, for the navigation and the list of all addresses, without saying which;
        to read and to dress them it says so.
        """
        pages = super().documentation_pages(**asked)
        if not asked or self._wanted is None:
            return pages
        return [each for each in pages if each.src_uri in self._wanted]

    def choose(self, nav: Navigation, config: MkDocsConfig) -> None:
        """Choose what is read and dressed, now that the navigation is known."""
        pages = super().documentation_pages()
        in_nav = {page.file.src_uri for page in nav.pages}
        above = shells.above(each.url for each in self)
        self._own = in_nav | {each.src_uri for each in pages if each.url in above}
        self._key = self._surroundings(nav, config)
        looks = looks_around(config)
        same = self._kept.record.key == self._key and not looks
        self._docs = config.docs_dir
        prose = self._read(pages, same=same)
        self._together = [path for path, text in prose.items() if _TOGETHER.search(text)]
        beside = {path: text for path, text in prose.items() if path not in self._together}
        self._group = self._written_together(beside)
        if looks:
            self._alike.clear()
            return
        if same:
            self._stand(pages, beside)
        if config.theme.custom_dir:
            self._alike.clear()
        self._filled = [path for path in self._alike if path not in self._standing]
        self._wanted = (set(self._tree) - self._standing - set(self._filled)) | in_nav
        if len(self._filled) >= _MANY and aside.helps() and not in_nav & set(self._together):
            self._copy = aside.Copy(partial(self._fill_aside, nav, config))

    def _stand(self, pages: Sequence[File], beside: Collection[str]) -> None:
        """Tell what stands of a site that was dressed in the same surroundings."""
        stand = {each.src_uri for each in pages if self._stands(each)}
        self._standing = stand - set(beside)
        if not self._group_stands(stand):
            self._standing -= set(self._together)
        self._shells = {name: Shell(each) for name, each in self._kept.record.shells.items()}

    def _read(self, pages: Iterable[File], *, same: bool) -> dict[str, str]:
        """Name the pages by their hashes, and give the texts of those that Markdown reads.

        Args:
            pages: all pages.
            same: whether the surroundings are those of the site that stands; then blocks that
                stand are not read.
        """
        prose = {}
        names, blocks = list(self._kept.record.shells), self._kept.record.blocks
        for file in pages:
            path = file.src_uri
            if same and path in blocks:
                self._tree[path] = self._digest(file)
                if self._stands(file):
                    self._blocks[path] = names[blocks[path]] if blocks[path] >= 0 else ""
                    continue
            content = file.content_bytes
            self._tree[path] = dressing.digest(content)
            text = content.decode("utf-8-sig", "replace")
            whole = shells.block(_body(text))
            if whole is None:
                prose[path] = text
                continue
            found = shells.alike(text, whole, self._place(path))
            self._blocks[path] = found.name if found else ""
            if found:
                self._alike[path] = found
        return prose

    def _digest(self, file: File) -> str:
        """Name a file by its hash, as who made the tree has named it if it comes from there."""
        known = self._made.get(file.src_uri)
        of_tree = file.src_dir == self._docs and file._content is None  # noqa: SLF001 - others set it
        return known if known and of_tree else dressing.digest(file.content_bytes)

    def _place(self, path: str) -> str:
        """Name what the theme shows of where a page stands: of most of them the folder."""
        return path if path in self._own else f"{path.rpartition('/')[0]}/"

    def _surroundings(self, nav: Navigation, config: MkDocsConfig) -> str:
        own = config.theme.custom_dir
        return dressing.key(
            [
                dressing.versions(),
                dressing.settings(Path(config.config_file_path)),
                [self._audience, config.site_name, config.site_url, config.theme["language"]],
                dressing.folder(Path(own)) if own else [],
                [_entry(page) for page in nav.pages],
            ]
        )

    def _written_together(self, beside: Mapping[str, str]) -> str:
        """Name what the pages depend on that are written together; "" where that is too much."""
        if any(_BY_NAME.search(text) for text in beside.values()):
            return ""
        headings = [[path, _HEADING.findall(text)] for path, text in sorted(beside.items())]
        return dressing.key([headings, [[path, self._tree[path]] for path in self._together]])

    def _stands(self, file: File) -> bool:
        record = self._kept.record
        return record.pages.get(file.src_uri) == self._tree[file.src_uri] and self._kept.stands(
            file.dest_uri
        )

    def _group_stands(self, stand: Collection[str]) -> bool:
        """Tell whether what is written together stands, with all that it brought with it."""
        record = self._kept.record
        return (
            bool(self._group)
            and record.group == self._group
            and all(path in stand for path in self._together)
            and all(map(self._kept.stands, record.beside))
        )

    def dress(self, nav: Navigation, config: MkDocsConfig, env: Any) -> int:
        """Take leave of the pages that were read for the navigation alone, and prove links.

        Returns:
            How many pages will be dressed.
        """
        if self._wanted is None:
            return len(self.documentation_pages(inclusion=InclusionLevel.is_included))
        told = self._received()
        if told:
            self._shells, refused = told
        else:
            refused = self._refused(nav, config, env)
        self._filled = [path for path in self._filled if path not in refused]
        for path in refused - set(self._wanted):
            mkdocs._populate_page(self._page(path), config, self)  # noqa: SLF001 - it is known only now
        self._wanted = (set(self._wanted) | refused) - self._standing - set(self._filled)
        for path in self._wanted:
            for target in self._page(path).links_to_anchors or ():
                self._prove(target)
        return len(self._wanted) + len(self._filled)

    def _page(self, path: str) -> Page:
        page = self.src_uris[path].page
        assert page is not None  # noqa: S101 - MkDocs makes them with the navigation
        return page

    def _refused(self, nav: Navigation, config: MkDocsConfig, env: Any) -> set[str]:
        """Have the shells made that are missing, and name the pages that can have none."""
        maker, in_nav = ShellMaker(config, nav, env), {id(page) for page in nav.pages}
        none = set()
        for path in self._filled:
            alike, page = self._alike[path], self._page(path)
            if alike.name in self._shells or alike.name in none:
                continue
            if id(page) in in_nav:
                shell = maker.in_nav(page, headed=alike.headed)
            else:
                shell = maker.of(page, own=path in self._own, headed=alike.headed)
            if shell:
                self._shells[alike.name] = shell
            else:
                none.add(alike.name)
        return {path for path in self._filled if self._alike[path].name in none}

    def _prove(self, target: File) -> None:
        """Tell MkDocs the anchors of a page that stands."""
        if target.page is None or target.page.present_anchor_ids is not None:
            return
        known = self._kept.record.anchors.get(target.src_uri)
        text = shells.block(_body(target.content_string))
        target.page.present_anchor_ids = set(known or ()) if text is None else shells.anchors(text)

    def copy_static_files(self, dirty: bool = False, **asked: Any) -> None:
        """Copy the files that are no pages, but for those that stand."""
        included = asked["inclusion"]
        for file in self:
            if file.is_documentation_page() or not included(file.inclusion):
                continue
            known = self._kept.record.files.get(file.dest_uri)
            if known and known == self._digest(file) and self._kept.stands(file.dest_uri):
                # Not yet: what MkDocs writes over it must not be written into the published file.
                self._given.add(file.dest_uri)
            else:
                file.copy_file(dirty)

    def complete(self, site: Path, tell: Callable[[], None]) -> None:
        """Put into the new site what stands, and the blocks in their shells.

        Args:
            site: its folder.
            tell: is called for each page that is dressed.

        Raises:
            OSError: where the disk refuses.
        """
        # Before anything is the same file as in the site that stands: that is never written into.
        known = self._received()
        self.end()
        for number, path in enumerate(self._filled):
            found = known[number] if known else self._fill(path, site)
            self._written[self.src_uris[path].dest_uri] = found
            tell()
        pages = {self.src_uris[path].dest_uri for path in self._standing}
        beside = set(self._kept.record.beside) if self._together_stand() else set()
        left = {path for path in self._given if not os.path.lexists(site / path)}
        self._given = left | pages | beside
        self._kept.move_in(site, self._given)

    def compress(self, site: Path) -> None:
        """Put a compressed file beside each text of the new site, as `compressing.beside` does."""
        compressing.beside(site, self._kept, self._given)

    def _fill(self, path: str, site: Path) -> str:
        """Write a block in its shell, and name what was written."""
        file, alike, page = self.src_uris[path], self._alike[path], self._page(path)
        text = shells.block(_body(file.content_string)) or ""
        values = ShellValues(alike.title, page.canonical_url or "", text)
        content = self._shells[alike.name].around(values).encode(errors="xmlcharrefreplace")
        dressing.put(site, file.dest_uri, content)
        return dressing.digest(content)

    def _fill_aside(self, nav: Navigation, config: MkDocsConfig, sending: Connection) -> None:
        """Write all blocks, and send the shells with the pages that can have none, then names."""
        logging.disable()  # the same is read there, and said
        for page in nav.pages:
            mkdocs._populate_page(page, config, self)  # noqa: SLF001 - MkDocs does it in the other
        env = config.theme.get_env()
        shells.remember(config, env)
        refused = self._refused(nav, config, env)
        sending.send((self._shells, refused))
        left = [path for path in self._filled if path not in refused]
        sending.send([self._fill(path, Path(config.site_dir)) for path in left])

    def _received(self) -> Any:
        """Give what the copy of this process sends next; None where it failed, or there is none."""
        with suppress(EOFError, OSError):
            if self._copy:
                return self._copy.receiving.recv()
        self.end()
        return None

    def end(self) -> None:
        """End the copy of this process, if there is one."""
        if self._copy:
            self._copy.end()
        self._copy = None

    def _together_stand(self) -> bool:
        return bool(self._together) and set(self._together) <= self._standing

    def leave(self, site: Path, config: MkDocsConfig) -> None:
        """Leave the record of the new site, which is whole now, for when it is published."""
        file = self._record.with_name(f"{self._record.name}{dressing.NEXT}")
        with suppress(OSError):  # then the next build dresses everything
            dressing.write(file, self._told(site, config))

    def _told(self, site: Path, config: MkDocsConfig) -> SiteRecord:
        if self._together_stand():
            known, beside = self._kept.record.anchors, self._kept.record.beside
        else:
            pages = [self.src_uris[path].page for path in self._together]
            known = {
                page.file.src_uri: sorted(page.present_anchor_ids or ()) for page in pages if page
            }
            beside = ()
        given = {path: self._kept.record.files[path] for path in self._given}
        found = dressing.hashes(site, given | self._written)
        if not beside:
            packed = {f"{path}{compressing.ENDS}" for path in found}
            beside = tuple(sorted(set(found) - packed - self._explained(config)))
        used = self._used()
        order = {name: number for number, name in enumerate(used)}
        return SiteRecord(
            key=self._key,
            group=self._group,
            pages=self._tree,
            files=found,
            beside=beside,
            anchors=known,
            shells=used,
            blocks={path: order.get(name, -1) for path, name in self._blocks.items()},
            closed=closed(config),
            ordered=self._ordered(config),
        )

    def _ordered(self, config: MkDocsConfig) -> tuple[str, ...]:
        settings = Path(config.config_file_path)
        return self._order.told(dressing.key(dressing.settings(settings))) if self._order else ()

    def _used(self) -> dict[str, Sequence[str]]:
        names = set(self._blocks.values()) & set(self._shells)
        return {name: self._shells[name].pieces for name in sorted(names)}

    def _explained(self, config: MkDocsConfig) -> set[str]:
        """Give the paths whose origin is known: pages, files, templates."""
        templates = {*config.theme.static_templates, *config.extra_templates, "sitemap.xml.gz"}
        return {each.dest_uri for each in self} | templates


def _body(text: str) -> str:
    """Give a page without what stands before it, which is not read: YAML takes its time."""
    front = meta.YAML_RE.match(text)
    return text[front.end() :] if front else meta.get_data(text)[0]


def _entry(page: Page) -> list[Any]:
    """Tell what other pages show of one that is in the navigation."""
    text, told = meta.get_data(page.file.content_string)
    title = page.title or told.get("title")
    return [page.file.src_uri, page.file.url, title or dressing.digest(text.encode()), repr(told)]
