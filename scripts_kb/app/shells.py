"""What the theme puts around a page that is one block: rendered once for all that have it alike.

    front matter, depth ──▶ name ──▶ Shell ──▶ its title, address and block put in ──▶ a page
                                      │
                                      └ proved by a page of odd values; where it is not as the
                                        theme renders that one, MkDocs dresses each by itself

Nine of ten pages are one block, and two thousand of them need six shells. A page that the
navigation leads to is marked there, so it has a shell of its own.
"""

import copy
import posixpath
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from mkdocs.commands import build as mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from scripts_kb.language import templates

_FRONT: Final = re.compile(r'---\ntitle: "([^"\\\n<]+)"\n((?:[ a-z][^\n]*\n)*)---\n')
"""What stands before a page as we write it: a title that YAML reads as it stands, and the rest."""
_SPACES: Final = re.compile("[\u00a0\u2007\u202f]")
_NOT_ALIKE: Final = ("autoref", "<backlinks", "\r", "\ufffd")
"""What the plugin of the reference would look for in a page, and what is read otherwise as a text
than as bytes."""
_MARK: Final = re.compile("\ue000([a-z]+)[^\ue000\ue001]*\ue001")
_HEADED: Final = "<h1"
_BLOCK: Final = ('<div class="kb"', '<div class="kb ')
_ANCHOR: Final = re.compile(r'\bid="([^"]+)"')
_NOBODYS: Final = "page-that-nobody-has.md"


class ShellValues(NamedTuple):
    """What of a page comes into its shell.

    Attributes:
        title: as its front matter has it.
        address: where it is published; "" where nobody said.
        block: the page itself.
    """

    title: str
    address: str
    block: str


_MARKS: Final = ShellValues(*(f"\ue000{name}\ue001" for name in ShellValues._fields))
_ODD: Final = ShellValues(
    f"\"Ж\" &amp; <b>1&2</b> '%20'  {'длинно ' * 60}",
    "https://odd.example/a%20b/?c=1&d='2'",
    '<div class="kb">&\'"{{ page.title }}</div>\n<p>  <!-- -->',
)


class Shell(NamedTuple):
    """What is around: text and names of values by turns, beginning and ending with text."""

    pieces: Sequence[str]

    def around(self, values: ShellValues) -> str:
        """Put the values of a page in.

        Examples:
            >>> shell = Shell(["<title>", "title", "</title>", "block", ""])
            >>> shell.around(ShellValues("Дорого", "", "<p>Да</p>"))
            '<title>Дорого</title><p>Да</p>'
        """
        named = values._asdict()
        pieces = [named[each] if at % 2 else each for at, each in enumerate(self.pieces)]
        return "".join(pieces)


class AlikePage(NamedTuple):
    """A page that may have its shell in common with others.

    Attributes:
        name: of its shell.
        title: as its front matter has it.
        headed: whether there is a heading in its block; else the theme writes one.
    """

    name: str
    title: str
    headed: bool


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


def alike(text: str, block: str, place: str) -> AlikePage | None:
    r"""Name the shell of a page; None for one that MkDocs has to dress by itself.

    Args:
        text: the page as it stands in the tree.
        block: the block that it is.
        place: its folder; its path, where what is around it is as around no other.

    Examples:
        >>> page = '---\ntitle: "Дорого"\nhide: [toc]\n---\n\n<div class="kb"><h1>Дорого</h1></div>'
        >>> alike(page, '<div class="kb"><h1>Дорого</h1></div>', "objections/")
        AlikePage(name='objections/ | <h1 | hide: [toc]\n', title='Дорого', headed=True)
        >>> alike(page.replace("title", "author"), "", "") is None
        True
    """
    front = _FRONT.match(text)
    if not front or any(each in text for each in _NOT_ALIKE):
        return None
    title, rest = front.groups()
    if "title" in rest or not _SPACES.sub("", title).isprintable():
        return None
    headed = _HEADED in block
    return AlikePage(f"{place} | {_HEADED * headed} | {rest}", title, headed)


def above(addresses: Iterable[str]) -> set[str]:
    """Give the addresses that have others below them, from where a link has to lead down.

    Examples:
        >>> sorted(above(["./", "objections/", "objections/dorogo/"]))
        ['.', './', 'index.html', 'objections/']
    """
    found = {".", "./", "index.html"}
    for address in addresses:
        folder = address.rstrip("/").rpartition("/")[0]
        while folder and f"{folder}/" not in found:
            found.add(f"{folder}/")
            folder = folder.rpartition("/")[0]
    return found


def remember(config: MkDocsConfig, env: Any) -> None:
    """Have the templates of the theme compiled once and kept, but none of a repository's."""
    own = config.theme.custom_dir
    installed = [each for each in config.theme.dirs if not own or each != own]
    templates.remember(env, Path(__file__), installed)


class ShellMaker:
    """The theme of a site, which renders shells.

    Args:
        config: the settings of MkDocs.
        nav: the navigation, all pages of which were read.
        env: the templates.
    """

    def __init__(self, config: MkDocsConfig, nav: Navigation, env: Any) -> None:
        self._config, self._nav, self._env = config, nav, env

    def in_nav(self, page: Page, *, headed: bool) -> Shell | None:
        """Render the shell of a page of the navigation; None where it cannot be proved.

        Args:
            page: it was read.
            headed: whether there is a heading in its block.
        """
        marks, odd = _values(headed=headed)
        shell = Shell(_MARK.split(self._holding(page, marks.block)))
        return shell if self._holding(page, odd.block) == shell.around(odd) else None

    def of(self, page: Page, *, own: bool, headed: bool) -> Shell | None:
        """Render the shell of a page and of those that have it alike; None as above.

        Args:
            page: one of them.
            own: whether it is the only one.
            headed: whether there is a heading in their blocks.
        """
        marks, odd = _values(headed=headed)
        marked = copy.copy(page) if own else self._beside(page)
        shell = Shell(_MARK.split(self._with(marked, page, marks)))
        return shell if self._with(copy.copy(page), page, odd) == shell.around(odd) else None

    def _holding(self, page: Page, block: str) -> str:
        content, page.content = page.content, block
        try:
            return self._rendered(page)
        finally:
            page.content = content

    def _with(self, page: Page, real: Page, values: ShellValues) -> str:
        """Render a page that stands for a real one, of whose settings it has all but the title."""
        front = meta.get_data(real.file.content_string)[1]
        page.markdown, page.content = "", values.block
        page.meta = {**front, "title": values.title}
        if page.canonical_url:
            page.canonical_url = values.address
        return self._rendered(page)

    def _beside(self, page: Page) -> Page:
        """Give a page that nobody has, in the folder of another."""
        path = posixpath.join(posixpath.dirname(page.file.src_uri), _NOBODYS)
        file = File.generated(self._config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        # Where it can be edited is told of it as of a file that lies in a folder.
        file.generated_by = None
        return Page(None, file, self._config)

    def _rendered(self, page: Page) -> str:
        config = self._config
        page.active = True
        try:
            context = mkdocs.get_context(self._nav, Files([page.file]), config, page)
            template = self._env.get_template(page.meta.get("template", "main.html"))
            context = config.plugins.on_page_context(
                context, page=page, config=config, nav=self._nav
            )
            output: str = config.plugins.on_post_page(
                template.render(context), page=page, config=config
            )
        finally:
            page.active = False
        return output


def _values(*, headed: bool) -> tuple[ShellValues, ShellValues]:
    """Give what marks the places of values, and what proves that nothing is done to them."""
    h1 = _HEADED * headed
    return _MARKS._replace(block=f"\ue000block{h1}\ue001"), _ODD._replace(block=_ODD.block + h1)
