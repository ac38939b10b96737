"""Authors' prose: limited Markdown, the one door to markdown-it-py.

Raw HTML and images are off, so nothing is loaded from elsewhere and no tag of an author reaches a
page. Links lead to http(s), mailto or a place inside the site. Headings are lowered below the
page's own.
"""

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from scripts_kb.pages.clean import seen
from scripts_kb.pages.phrases import MARK, Fill, is_mark

_PLAIN: Final = re.compile(r"[^\W_](?:[^\n*_`\[\]#>|\\~<&!]*[^\n*_`\[\]#>|\\~<&!\s])?")
_LISTED: Final = re.compile(r"\d+[.)]\s")
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_Env = MutableMapping[str, Any]


def render(text: str, fill: Fill, top: int = 3) -> Markup:
    """Render prose.

    Args:
        text: as the author wrote it.
        fill: answers for the marks in it.
        top: the level of its highest headings on the page.

    Examples:
        >>> from markupsafe import Markup
        >>> print(render("**Да** [тут](javascript:1)", lambda match: Markup()))
        <p><strong>Да</strong> [тут](javascript:1)</p>
    """
    text = seen(text)
    if _PLAIN.fullmatch(text) and not _LISTED.match(text):
        # Most prose is one plain paragraph: no need to parse it.
        return Markup("<p>{}</p>").format(text)
    html = str(_markdown().render(text, {"fill": fill, "top": top}))
    return Markup(html.strip())  # noqa: S704 — the renderer escapes, and HTML in it is off


def web(link: str) -> bool:
    """Tell whether a text leads to a page elsewhere.

    Examples:
        >>> web("https://example.org/a"), web("javascript:alert(1)"), web("a b")
        (True, False, False)
    """
    return link.startswith(("https://", "http://")) and safe(link)


def safe(link: str) -> bool:
    """Tell whether a link may stand on a page.

    Examples:
        >>> safe("https://example.org"), safe("../offers/x/"), safe("//example.org")
        (True, True, False)
    """
    link = link.strip()
    if link.startswith(("//", "\\", "/\\")):
        return False
    try:
        scheme = urlsplit(link).scheme.lower()
    except ValueError:
        return False
    return scheme in _SCHEMES if scheme or ":" in link.partition("/")[0] else True


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.validateLink = safe  # type: ignore[method-assign, assignment]
    markdown.inline.ruler.before("autolink", "kb_mark", _mark)
    markdown.add_render_rule("kb_mark", _filled)
    markdown.add_render_rule("heading_open", _lowered)
    markdown.add_render_rule("heading_close", _lowered)
    markdown.add_render_rule("table_open", _scrolled)
    markdown.add_render_rule("table_close", _scrolled)
    markdown.add_render_rule("fence", _code)
    markdown.add_render_rule("code_block", _code)
    return markdown


def _mark(state: StateInline, silent: bool) -> bool:
    match = MARK.match(state.src, state.pos)
    if match is None or not is_mark(match[1]):
        return False
    if not silent:
        state.push("kb_mark", "", 0).meta = {"match": match}
    state.pos = match.end()
    return True


def _filled(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, env: _Env) -> str:
    return str(env["fill"](tokens[at].meta["match"]))


def _lowered(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, env: _Env) -> str:
    token = tokens[at]
    # Authors begin with `#` or with `##`: both are the highest level here.
    tag = f"h{min(6, env['top'] + max(0, int(token.tag[1]) - 2))}"
    return f"<{tag}>" if token.nesting == 1 else f"</{tag}>\n"


def _scrolled(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: _Env
) -> str:
    # A wide table scrolls inside its own frame, by keyboard too, never the page.
    html = str(renderer.renderToken(tokens, at, options, env))
    if tokens[at].nesting == 1:
        return f'<div class="kb-scroll" tabindex="0" role="group">{html}'
    return f"{html}</div>"


def _code(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, ___: _Env) -> str:
    # A blank line in the page's HTML would end the block for some Markdown readers.
    return f"<pre><code>{escape(tokens[at].content)}</code></pre>".replace("\n", "&#10;")
