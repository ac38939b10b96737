"""Pages of a base whose every field holds a payload, opened in Chromium: what ran, what was asked.

fields × payloads ──commit, commit──▶ tree of each audience ──▶ pages without a theme ──▶ Chromium
                                   └─▶ review, briefing ─────────────────────────────┘
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markdown import markdown  # type: ignore[import-untyped] # it has no types
from markdown_it import MarkdownIt
from playwright.sync_api import BrowserContext, Dialog, Page

from scripts_kb.app import build, workspace
from scripts_kb.content import reading
from scripts_kb.schema.audience import Audience
from tools.benches import _place, _planted
from tools.benches._payloads import PAYLOADS

_OWN: Final = "слово"
"""What finds every card of the call screen."""
_POLICY: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-src 'none'"
)
_EDITED: Final = ("objection", "question", "script", "offer", "product", "insight", "decision")
_ASKED: Final = (
    "index.html",
    "index.html?script=id-script",
    "call/embed/index.html",
    "call/embed/index.html?script=id-script",
    "edit/index.html?new=objection",
    *(f"edit/index.html?entity={kind}/id-{kind}" for kind in _EDITED),
)
"""Pages that a script makes of data: the call screen, alone and in a CRM's frame, and the form."""
TOO_WIDE: Final = "pixels too wide"
"""Ends what is told of a page that is wider than its window."""
_FRAME: Final = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>Проба</title>
<meta http-equiv="Content-Security-Policy" content="{policy}">
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
{styles}<script type="module" src="assets/site/main.js"></script></head>
<body><main class="md-typeset">
{body}
</main></body></html>
"""
_THEME: Final = "<style>* { box-sizing: border-box }</style>\n"
"""What the styles of the site lean on of the theme's."""
_WATCHING: Final = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (each) =>
  window.refused.push(`${each.violatedDirective} ${each.blockedURI} ${each.sample}`));
"""
_FOUND: Final = """() => {
  const found = [...window.refused];
  if (window.stolen) found.push("a script ran");
  const active = "script, iframe, object, embed, base, link, style, meta, video, audio, math"
    + ", form[action], image, animate, use[href^='/'], mglyph";
  const own = "script[src$='call/start.js'], script[src$='edit/main.js'], script[type*=json]"
    + ", link[href^='call/'], link[href^='../../call/'], link[href$='edit/edit.css']";
  const shown = document.querySelector("main") ?? document.body;
  for (const each of shown.querySelectorAll("*")) {
    for (const { name, value } of each.attributes) {
      if (name.startsWith("on")) found.push(`${each.tagName} ${name}`);
      const address = ["href", "src", "action", "srcset", "data"].includes(name);
      if (address && /^\\s*(javascript|data):|evil\\.example/i.test(value))
        found.push(`${each.tagName} ${name}=${value.slice(0, 60)}`);
    }
    if (each.matches(active) && !each.matches(own)) found.push(each.outerHTML.slice(0, 90));
  }
  // One letter has no place to break, and a font without its marks lays them side by side.
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.parentElement.closest(".kb-lanes")) text.data = text.data.replace(/\\p{M}{9,}/gu, "");
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  // A briefing is pasted elsewhere, and has no style of its own.
  const styled = document.querySelector("style, link[rel=stylesheet]");
  if (wide > 1 && styled) found.push(`${wide} pixels too wide`);
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Attacked:
    """What was opened, and what may not be.

    Attributes:
        fields: How many fields held a payload.
        pages: How many pages were opened.
        found: What ran, was asked, or stands where text should.
    """

    fields: int
    pages: int
    found: tuple[str, ...]


def attack(
    root: Path, number: int, context: BrowserContext, serve: Callable[[Path], str]
) -> Attacked:
    """Lays a base whose fields hold payloads, and opens its pages.

    Args:
        root: A folder of its own.
        number: With which payload to begin; each field has the next one.
        context: A browser without a past.
        serve: Gives the address of a folder, without a last slash.
    """
    fields = lay(root, number)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    found: list[str] = []
    opened = 0
    for folder, addresses in _laid_out(root):
        where = serve(folder)
        for address in addresses:
            found += (f"{folder.name}/{address}: {each}" for each in _seen(context, where, address))
            opened += 1
        found += [each for each in asked if not each.startswith((f"{where}/", "data:", "blob:"))]
        asked.clear()
    return Attacked(fields, opened, tuple(found))


def _seen(context: BrowserContext, where: str, address: str) -> list[str]:
    """Opens a page, on a screen and as it is printed, and tells what it may not hold."""
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    page = context.new_page()
    page.add_init_script(_WATCHING)
    page.on("dialog", dismiss)
    page.goto(f"{where}/{address}")
    _use(page, address)
    told = {*page.evaluate(_FOUND)}
    page.emulate_media(media="print")
    told |= {*page.evaluate(_FOUND)}
    page.close()
    return [*dialogs, *sorted(told)]


def lay(root: Path, number: int) -> int:
    """Lays a repository of two commits whose fields hold payloads; gives how many do."""
    count = 0
    for step in (0, len(PAYLOADS) // 2):
        placed = 0

        def word(_kind: str, _name: str, _audience: Audience, step: int = step) -> str:
            nonlocal placed
            placed += 1
            return PAYLOADS[(placed + number + step) % len(PAYLOADS)]

        for path, value in _planted.files(word).items():
            if "client_words" in value:
                value["client_words"].append(_OWN)
            if path == "kb.yml":
                value["embed"] = {"origins": ["https://crm.example"]}
            text = "".join(f"{key}: {_flow(each)}\n" for key, each in value.items())
            file = root / "content" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
            # What could not be read would stand on no page, and so could do nothing there.
            read = reading.read(text.encode(), path, path)[0]
            if not (read and read.record) and path != "facts.yml":
                raise _place.BrokenError(path)
        for audience in ("partner", "client"):
            (root / f"content/materials/{audience}.txt").parent.mkdir(exist_ok=True)
            (root / f"content/materials/{audience}.txt").write_text("a", "utf-8")
        if not step:
            _place.git(root, "init", "-q", "-b", "main")
        said = PAYLOADS[(number + step) % len(PAYLOADS)]
        _place.commit(root, f"{said}\n\nOrigin: {said}\nCause: {said}\nEffect: {said}\n")
        count += placed
    return count


def _flow(value: Any) -> str:
    """Writes a value with escapes of YAML, as no writer of ours would."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    if "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(sign: str) -> str:
    return json.dumps(sign)[1:-1] if sign <= "\uffff" else f"\\U{ord(sign):08X}"


def _laid_out(root: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yields folders that a browser can open, with the pages to open there."""
    where = workspace.find(root / "content")
    for audience in ("team", "heads", "partner"):
        out = root / audience
        build.tree(where, out, audience=audience, offline=False)
        _framed(out)
        yield out, ("all.html", *(_ASKED if audience == "team" else ()))
    told = root / "told"
    told.mkdir()
    worst = MarkdownIt("commonmark", {"html": True})
    for name, argv in {
        "review.html": ("diff", "HEAD~1", "HEAD", "--format", "html"),
        "briefing.html": ("briefing", "HEAD~1..HEAD"),
    }.items():
        text = _said(root, *argv)
        shown = text if name == "review.html" else _frame(worst.render(text), "")
        (told / name).write_text(shown, "utf-8")
    (told / "favicon.ico").touch()
    yield told, ("review.html", "briefing.html")


def _said(root: Path, *argv: str) -> str:
    command = [sys.executable, "-m", "scripts_kb", *argv, "--content", str(root / "content")]
    done = subprocess.run(command, cwd=_place.ROOT, check=False, capture_output=True)
    assert done.returncode in {0, 1}, done.stderr  # noqa: S101 - 1: what is laid has mistakes
    return done.stdout.decode()


def _framed(tree: Path) -> None:
    """Makes pages of a tree: the call screen, and all others in one."""
    sheets = sorted(tree.glob("assets/**/*.css"))
    styles = _THEME + "".join(
        f'<link rel="stylesheet" href="{each.relative_to(tree).as_posix()}">\n' for each in sheets
    )
    bodies = []
    for file in sorted(tree.rglob("*.md")):
        body = file.read_text("utf-8").partition("\n---\n")[2]
        if file == tree / "index.md":
            (tree / "index.html").write_text(_frame(body, styles), "utf-8")
        elif file == tree / "edit/index.md":
            own = _frame(body, styles.replace('href="', 'href="../')).replace(
                '="assets/', '="../assets/'
            )
            file.with_suffix(".html").write_text(own, "utf-8")
        elif not file.is_relative_to(tree / "guide"):
            bodies.append(markdown(body, extensions=["attr_list", "tables", "toc"]))
    (tree / "all.html").write_text(_frame("\n".join(bodies), styles), "utf-8")


def _frame(body: str, styles: str) -> str:
    return _FRAME.format(policy=_POLICY, styles=styles, body=body)


def _use(page: Page, address: str) -> None:
    """Does what a person does: looks at every card of the call screen, opens what opens."""
    if address == "all.html":
        for name in ("mouseover", "focus", "toggle"):
            page.evaluate(
                "name => document.querySelectorAll('main *').forEach("
                "(each) => each.dispatchEvent(new Event(name, { bubbles: true })))",
                name,
            )
    if address.startswith("edit/"):
        page.wait_for_selector(".kb-edit-form [data-field]")
        _edit(page)
    if not address.startswith(("index.html", "call/")):
        return
    page.wait_for_selector("#call[data-ready]")
    if "?" in address:
        page.wait_for_selector("#player-say")
        page.locator("#call-search").focus()
        for key in ("Alt+KeyQ", "Digit1"):
            page.keyboard.press(key)
        return
    page.locator("#call-search").fill(_OWN)
    page.wait_for_selector("#call-results [role=option]")
    for _ in range(page.locator("#call-results [role=option]").count()):
        page.keyboard.press("Alt+w")
        page.keyboard.press("ArrowDown")
        page.wait_for_selector("#call-answer[data-entity]")


def _edit(page: Page) -> None:
    """Opens all that a form folds, and types into each line what tries to be more than text."""
    page.evaluate(
        "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
    )
    for number, line in enumerate(page.locator(".kb-edit-form textarea:visible").all()):
        line.fill(PAYLOADS[number % len(PAYLOADS)])
