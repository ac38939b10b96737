"""The cards that a change touches, as they will be: pages that need neither a server nor a script.

    commit ──laid out aside──▶ MkDocs, by the settings that stand here ──▶ a site
                                                                             │
    the cards of the review ──────────────────────────────▶ their pages, styles, a list

What a branch says of how a site is built is not read, and nothing of it is run: its content is
data. The pages lose every script, so that whoever opens the files of a stranger runs nothing.
"""

import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from posixpath import normpath, relpath
from typing import Final
from urllib.parse import unquote, urlsplit

from scripts_kb import files
from scripts_kb.app import addresses, building, findings
from scripts_kb.app.workspace import Workspace, repository_of
from scripts_kb.content import drawings
from scripts_kb.language import Language
from scripts_kb.problems import UserError
from scripts_kb.review import html
from scripts_kb.review.records import Review
from scripts_kb.schema import kinds

SETTINGS: Final = "mkdocs.yml"
_PAGE: Final = "index.html"
_SCRIPTS: Final = re.compile(
    r"<script\b.*?</script>|<link\b(?![^>]*\brel=\"(?:stylesheet|icon)\")[^>]*>"
    r"|<form\b.*?</form>|<meta http-equiv[^>]*>|\son[a-z]+=\"[^\"]*\"",
    re.DOTALL,
)
"""What a page does without when it is looked at alone: it is searched and sent nowhere."""
_OWN: Final = re.compile(
    r"\bcustom_dir:[ \t]*(?P<theme>[^#,}\n]+)"
    r"|^hooks:[ \t]*(?:\[(?P<flow>[^\]]*)\]|(?:#.*)?\n(?P<block>(?:[ \t]*-.*(?:\n|$))+))",
    re.MULTILINE,
)
"""Where settings name a theme of their own and hooks, whatever tags stand elsewhere in them."""
_LINKS: Final = re.compile(r"\b(href|src)=\"([^\"]*)\"")
_FOLDER: Final = re.compile(r"(?:^|/)\.{0,2}$")
"""How the path of a link ends that leads to a page, which need not have been made here."""
_ELSEWHERE: Final = frozenset({"http", "https", "mailto", "tel", "data"})
_OF_STYLES: Final = re.compile(rb"url\(\s*[\"']?([^\"')]+)")

BuildOf = Callable[[Path, Path, Collection[str]], int]
"""Builds the site of a folder with `mkdocs.yml` and content into another; gives its exit code.

Last are the paths of the pages that are wanted."""


def write(where: Workspace, review: Review, out: Path, build: BuildOf) -> tuple[str, ...]:
    """Write the pages of what a review tells of, and of what that reaches.

    Args:
        where: the content folder; `mkdocs.yml` stands beside it.
        review: whose head is shown.
        out: a folder; what stands there already is left.
        build: builds a site.

    Returns:
        The entities that have a page there; none where the base has mistakes, for then there is no
        site of it.

    Raises:
        UserError: without `mkdocs.yml`.
    """
    settings = where.content.parent / SETTINGS
    if not settings.is_file():
        raise UserError("no-mkdocs", file=SETTINGS, folder=where.content.parent)
    if where.content in named(settings):
        # A theme or a hook that lies in the content would be the branch's, and be run.
        return ()
    with tempfile.TemporaryDirectory(prefix="kb-") as name, _root(where, review, settings) as root:
        site = Path(name, "site").resolve()
        if build(root, site, _paths(review).values()):
            return ()
        return _taken(site, review, out, addresses.published(settings))


@contextmanager
def _root(where: Workspace, review: Review, settings: Path) -> Iterator[Path]:
    """Give a folder with the content of the head, its past, and the settings that stand here."""
    repository = repository_of(where)
    if len(review.head) < len(review.base):
        # The working tree lies where it lies.
        yield settings.parent
        return
    tree = repository.tree(review.head, where.prefix)
    with findings.laid_out(repository, tree, where.prefix or "content") as content:
        top = content.parents[where.prefix.count("/")] if where.prefix else content
        repository.lend(top, review.head)
        root = content.parent
        shutil.copyfile(settings, root / SETTINGS)
        for each in named(settings):
            if not (root / each.name).exists():
                (shutil.copytree if each.is_dir() else shutil.copyfile)(each, root / each.name)
        building.begun(building.docs(root, "team"))
        yield root


def named(settings: Path) -> Iterator[Path]:
    """Yield the files and folders beside the settings of a site that hold its own theme and hooks.

    Args:
        settings: `mkdocs.yml`; of what it names only that below its folder counts.
    """
    told = _OWN.finditer(settings.read_text("utf-8", "replace"))
    paths = (each for found in told for part in found.groups() if part for each in _listed(part))
    for name in dict.fromkeys(path.removeprefix("./").partition("/")[0] for path in paths):
        file = settings.parent / name
        if name not in {"", ".", ".."} and file.exists():
            yield file


def _listed(part: str) -> list[str]:
    items = re.split(r"[,\n]", re.sub(r"(?m)[ \t]#.*$|^[ \t]*-", "", part))
    return [each.strip().strip("\"'") for each in items]


def _changed(review: Review) -> list[str]:
    return [each.entity for each in review.entries if each.kind != "removed"]


def _paths(review: Review) -> dict[str, str]:
    """Give the page of each entity that is shown: of what is changed, then of what that reaches."""
    reached = (each for entry in review.entries for each in entry.impact)
    return {
        entity: f"{kinds.address(entity)}{_PAGE}"
        for entity in dict.fromkeys((*_changed(review), *reached))
        if entity.partition("/")[0] in kinds.FOLDER_OF
    }


def _taken(site: Path, review: Review, out: Path, published: str) -> tuple[str, ...]:
    there = {entity: path for entity, path in _paths(review).items() if (site / path).is_file()}
    taking = _Taking(site, out, published, frozenset(there.values()), review.language)
    for path in there.values():
        taking.page(path)
    known = [each for each in dict.fromkeys(_changed(review)) if each in there]
    beyond = [each for each in there if each not in known]
    listed: Mapping[str, list[tuple[str, str]]] = {
        name: [(review.names.get(each, each), there[each]) for each in entities]
        for name, entities in (("pages-changed", known), ("pages-reached", beyond))
    }
    files.write(_made(out / _PAGE), html.listed(review, listed))
    return tuple(there)


def _made(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes pages out of a site, with what they look like.

    Attributes:
        site: the folder of the site.
        out: where to.
        published: the address of the site that is published; "" for none.
        pages: the paths of those that are taken.
        language: of what stands above them.
    """

    site: Path
    out: Path
    published: str
    pages: frozenset[str]
    language: Language
    _known: set[str] = field(default_factory=set)

    def page(self, path: str) -> None:
        text = _SCRIPTS.sub("", (self.site / path).read_text(encoding="utf-8"))
        text = _LINKS.sub(lambda found: self._led(path, found), text)
        back = relpath(_PAGE, path.rpartition("/")[0])
        files.write(_made(self.out / path), html.alone(text, back, self.language))

    def _led(self, path: str, found: re.Match[str]) -> str:
        """Lead a link to what is here, else to what is published, else nowhere."""
        name, link = found[1], unescape(found[2])
        parts = urlsplit(link)
        if parts.scheme in _ELSEWHERE or not (parts.path or parts.netloc):
            return "" if name == "src" and parts.scheme != "data" else found[0]
        folder = path.rpartition("/")[0]
        target = normpath(f"{folder}/{unquote(parts.path)}").removeprefix("./")
        target = "" if target == "." else target
        page = f"{target}/{_PAGE}".lstrip("/")
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        if page in self.pages:
            return f'{name}="{escape(relpath(page, folder) + fragment)}"'
        if parts.scheme or parts.netloc or target.startswith(".."):
            return ""
        if self._copied(target):
            return f'{name}="{escape(relpath(target, folder))}"'
        ending = "/" if target and _FOLDER.search(parts.path) else ""
        address = f"{self.published}/{target}{ending}{fragment}"
        return f'href="{escape(address)}"' if self.published and name == "href" else ""

    def _copied(self, path: str) -> bool:
        """Copy a file of the site that a page shows; none that a browser would run."""
        file = self.site / path
        if path in self._known:
            return True
        # A style is a material too, and may name what lies beside the site.
        within = file.resolve().is_relative_to(self.site)
        if not within or not file.is_file() or file.is_symlink() or path.endswith(".html"):
            return False
        content = file.read_bytes()
        if drawings.active(path, content):
            return False
        self._known.add(path)
        _made(self.out / path).write_bytes(content)
        if path.endswith(".css"):
            for each in _OF_STYLES.findall(content):
                link = each.decode("utf-8", "replace")
                if not urlsplit(link).scheme:
                    self._copied(normpath(f"{path.rpartition('/')[0]}/{urlsplit(link).path}"))
        return True
