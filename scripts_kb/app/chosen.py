"""The pages that MkDocs dresses: those that do not stand already, and what they need beside.

    files ──▶ on_nav: Chosen.choose ──▶ MkDocs reads and dresses the chosen
                          │                              │
                          └ the rest stands ──give──▶ the new site, on_post_build

A page that is one block of HTML is a function of its own bytes and of the surroundings; where its
front matter is the same, only the block is put in anew: the theme takes it as it is. The few
that are Markdown may link to others, so they are read and proved each time: six of two thousand.
The reference of the package is written together: its pages link to each other by names. It is kept
or dressed as a whole.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from scripts_kb.app import dressing
from scripts_kb.app.dressing import SiteRecord, StandingSite
from scripts_kb.app.making import TreeOrder

PLUGINS: Final = frozenset({"scripts-kb", "mkdocstrings", "autorefs"})
"""Plugins that are known to look at one page at a time, or at those that are written together."""

TEMPLATES: Final = frozenset({"404.html", "sitemap.xml"})
"""Templates that are known to show no more of pages than their addresses."""

_LOOKS_AROUND: Final = re.compile(r"\b(?:pages|build_date_utc|page\.content)\b")
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
_BLOCK: Final = ('<div class="kb"', '<div class="kb ')
_ANCHOR: Final = re.compile(r'\bid="([^"]+)"')


def block(markdown: str) -> str | None:
    """Give the block of HTML that a page is; None for a page that is more than one."""
    text = markdown.strip()
    # A blank line would end the block for Markdown. No pattern: on pages of megabytes it would
    # remember each letter.
    whole = text.startswith(_BLOCK) and text.endswith("</div>") and "\n\n" not in text
    return text if whole else None


def anchors(block: str) -> set[str]:
    """Give the anchors of a block that links may lead to."""
    return set(_ANCHOR.findall(block))


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
    """

    def __init__(
        self,
        files: Files,
        kept: StandingSite,
        record: Path,
        audience: str,
        order: TreeOrder | None = None,
    ) -> None:
        super().__init__(files)
        self._order = order
        self._kept = kept
        self._record = record
        self._audience = audience
        self._wanted: Collection[str] | None = None
        self._standing: set[str] = set()
        self._given: set[str] = set()
        self._tree: dict[str, str] = {}
        self._around: dict[str, str] = {}
        self._refilled: set[str] = set()
        self._together: list[str] = []
        self._key = self._group = ""

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
        prose = self._read(pages)
        self._key = self._surroundings(nav, config)
        self._together = [path for path, text in prose.items() if _TOGETHER.search(text)]
        beside = {path: text for path, text in prose.items() if path not in self._together}
        self._group = self._written_together(beside)
        if looks_around(config) or self._kept.record.key != self._key:
            return
        stand = {each.src_uri for each in pages if self._stands(each)}
        self._standing = stand - set(beside)
        if not self._group_stands(stand):
            self._standing -= set(self._together)
        self._refilled = {each.src_uri for each in pages if self._fits(each)} - stand
        self._standing |= self._refilled
        in_nav = {page.file.src_uri for page in nav.pages}
        self._wanted = (set(self._tree) - self._standing) | in_nav

    def _read(self, pages: Iterable[File]) -> dict[str, str]:
        """Name the pages by their hashes, and give the texts of those that Markdown reads."""
        prose = {}
        for file in pages:
            content = file.content_bytes
            self._tree[file.src_uri] = dressing.digest(content)
            text = content.decode("utf-8-sig", "replace")
            whole = block(_body(text))
            if whole is None:
                prose[file.src_uri] = text
            else:
                self._around[file.src_uri] = _around(text, whole)
        return prose

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

    def _fits(self, file: File) -> bool:
        """Tell whether the page stands but for its block, which its template takes as it is."""
        known, around = self._kept.record.shells.get(file.src_uri), self._around.get(file.src_uri)
        return bool(known and around and known[0] == around) and self._kept.stands(file.dest_uri)

    def _group_stands(self, stand: Collection[str]) -> bool:
        """Tell whether what is written together stands, with all that it brought with it."""
        record = self._kept.record
        return (
            bool(self._group)
            and record.group == self._group
            and all(path in stand for path in self._together)
            and all(map(self._kept.stands, record.beside))
        )

    def dress(self) -> None:
        """Take leave of the pages that were read for the navigation alone, and prove links."""
        if self._wanted is None:
            return
        self._wanted = set(self._wanted) - self._standing
        for path in self._wanted:
            page = self.src_uris[path].page
            for target in (page.links_to_anchors or ()) if page else ():
                self._prove(target)

    def _prove(self, target: File) -> None:
        """Tell MkDocs the anchors of a page that stands."""
        if target.page is None or target.page.present_anchor_ids is not None:
            return
        known = self._kept.record.anchors.get(target.src_uri)
        text = block(_body(target.content_string))
        target.page.present_anchor_ids = set(known or ()) if text is None else anchors(text)

    def copy_static_files(self, dirty: bool = False, **asked: Any) -> None:
        """Copy the files that are no pages, but for those that stand."""
        included = asked["inclusion"]
        for file in self:
            if file.is_documentation_page() or not included(file.inclusion):
                continue
            known = self._kept.record.files.get(file.dest_uri)
            if (
                known
                and known == dressing.digest(file.content_bytes)
                and self._kept.stands(file.dest_uri)
            ):
                # Not yet: what MkDocs writes over it must not be written into the published file.
                self._given.add(file.dest_uri)
            else:
                file.copy_file(dirty)

    def complete(self, site: Path) -> None:
        """Put into the new site what stands.

        Raises:
            OSError: where the disk refuses.
        """
        pages = {self.src_uris[path].dest_uri for path in self._standing - self._refilled}
        beside = set(self._kept.record.beside) if self._together_stand() else set()
        self._given = {path for path in self._given if not (site / path).exists()} | pages | beside
        for path in sorted(self._given):
            self._kept.give(path, site)
        for path in self._refilled:
            file = self.src_uris[path]
            target = site / file.dest_uri
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self._kept.around(path, file.dest_uri, _block_of(file)))

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
        found = dressing.hashes(site, {path: self._kept.record.files[path] for path in self._given})
        if not beside:
            beside = tuple(sorted(set(found) - self._explained(config)))
        shells = dict(self._shells(site))
        return SiteRecord(
            key=self._key,
            group=self._group,
            pages=self._tree,
            files=found,
            beside=beside,
            anchors=known,
            shells=shells,
            closed=closed(config),
            ordered=self._ordered(config),
        )

    def _ordered(self, config: MkDocsConfig) -> tuple[str, ...]:
        settings = Path(config.config_file_path)
        return self._order.told(dressing.key(dressing.settings(settings))) if self._order else ()

    def _shells(self, site: Path) -> Iterator[tuple[str, tuple[str, int, int]]]:
        """Yield where the blocks of pages stand; of those that were taken over it is known."""
        known = self._kept.record.shells
        for path, around in self._around.items():
            file = self.src_uris[path]
            if around and path in self._standing - self._refilled:
                if path in known:
                    yield path, known[path]
            elif around:
                content = (site / file.dest_uri).read_bytes()
                if found := dressing.shell(content, _block_of(file), around):
                    yield path, found

    def _explained(self, config: MkDocsConfig) -> set[str]:
        """Give the paths whose origin is known: pages, files, templates."""
        templates = {*config.theme.static_templates, *config.extra_templates, "sitemap.xml.gz"}
        return {each.dest_uri for each in self} | templates


def _around(text: str, block: str) -> str:
    """Name what of a page its template looks at, beside the block that it takes as it is.

    The theme asks whether there is a heading in it. A name that the plugin of the reference would
    look for is no part of a block of ours; a page with one is always dressed.
    """
    if "autoref" in block or "<backlinks" in block:
        return ""
    front = text[: text.index(block)]
    return dressing.digest(f"{front}{'<h1' in block}".encode())


def _block_of(file: File) -> bytes:
    return (block(_body(file.content_string)) or "").encode()


def _body(text: str) -> str:
    """Give a page without what stands before it, which is not read: YAML takes its time."""
    front = meta.YAML_RE.match(text)
    return text[front.end() :] if front else meta.get_data(text)[0]


def _entry(page: Page) -> list[Any]:
    """Tell what other pages show of one that is in the navigation."""
    text, told = meta.get_data(page.file.content_string)
    title = page.title or told.get("title")
    return [page.file.src_uri, page.file.url, title or dressing.digest(text.encode()), repr(told)]
