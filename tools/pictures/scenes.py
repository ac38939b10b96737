"""What the pictures of the README show, and how a page comes to show it.

    Picture ──set_up──▶ page ──words──▶ lines of text ──▶ shown.json
                                              └── a browser test looks for each on the page

The lines are kept beside the pictures, so that a picture which no longer shows what there is is
found by what one reads on it. A hash of what it is made of would change with every edit anywhere.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

SHOWN: Final = Path(__file__).with_name("shown.json")
TODAY: Final = "2026-11-21"
"""The day after the last change of the demonstration; browser tests have its year of this day."""
QUERY: Final = "дорого"
SEGMENT: Final = "cafe"
CARD: Final = "objection/dorogo-dom"
REVIEWED: Final = "Чайная карта: не «даём», а «есть набор»"
"""The change whose review is shown, by its subject."""
REVIEW: Final = "review.html"
REASON: Final = {
    "С чего началось": "Четверо из десяти переспросили, сколько это в чашках.",
    "Почему": "Рубли есть, а чашек человек не видит.",
    "Зачем": "Чтобы цену сравнили с привычной чашкой.",
    "Чего ждём": "Меньше разговоров кончается на цене.",
}
_HASH: Final = re.compile(r"\b[0-9a-f]{7,40}\b")
_WORD: Final = re.compile(r"[^\W\d]{4}")
_VISIBLE: Final = """([part, whole]) => {
  const seen = [];
  const walker = document.createTreeWalker(document.querySelector(part), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.replace(/\\s+/g, " ").trim();
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const within = whole || (box.top >= 0 && box.bottom <= innerHeight);
    const inside = box.width && box.height && within;
    if (text && inside && node.parentElement.checkVisibility({ visibilityProperty: true }))
      seen.push(text);
  }
  return seen;
}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page of the demonstration.

    Attributes:
        name: Its file in this folder.
        width: Of the window, in CSS pixels.
        height: The same.
        set_up: Given a new page and the address of the site, with its last slash; brings the page
            to show what is pictured.
        part: Selector of what it is a picture of; the words of that part are kept.
    """

    name: str
    width: int
    height: int
    set_up: Callable[[Page, str], None]
    part: str


def window(picture: Picture) -> dict[str, Any]:
    """Gives what a page of a picture is opened with."""
    return {
        "viewport": {"width": picture.width, "height": picture.height},
        "locale": "ru-RU",
        "timezone_id": "Europe/Moscow",
        "color_scheme": "light",
        "reduced_motion": "reduce",
    }


def words(page: Page, picture: Picture, *, whole: bool = False) -> list[str]:
    """Gives the pieces of text of what is pictured, in the order of the page.

    What a person typed into a field is none of them, nor is a sign or a count, nor a line that
    names a commit: of the same year told again it is another one.

    Args:
        page: It shows what is pictured.
        picture: Which one that is.
        whole: Also those that stand where the window does not reach.
    """
    texts: list[str] = page.evaluate(_VISIBLE, [picture.part, whole])
    return [each for each in texts if _WORD.search(each) and not _HASH.search(each)]


def reviewed(year: Path, site: Path, environment: Mapping[str, str]) -> None:
    """Lays the review of a change of the year beside the pages of its site.

    Raises:
        subprocess.CalledProcessError: git failed, or `kb` did more than find something to wait for.
    """
    found = subprocess.run(
        ["git", "log", "--format=%H", "--fixed-strings", f"--grep={REVIEWED}"],
        cwd=year,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    (change,) = found.stdout.split()
    told = subprocess.run(
        [sys.executable, "-m", "scripts_kb", "diff", f"{change}~1", change, "--format", "html"],
        cwd=year,
        env=environment,
        check=True,
        capture_output=True,
    )
    (site / REVIEW).write_bytes(told.stdout)


def call(page: Page, address: str) -> None:
    """Opens the call screen, asks what the customer said, and opens the reason of the answer."""
    _on_the_day(page)
    page.goto(f"{address}?segment={SEGMENT}")
    page.wait_for_selector("#call[data-ready]")
    page.locator("#call-search").press_sequentially(QUERY)
    page.wait_for_selector(f'#call-results[data-query="{QUERY}"]')
    page.keyboard.press("Alt+KeyW")
    page.wait_for_selector("#call-answer .call-why:not([hidden])")
    # A blinking caret is there in one picture of two.
    page.add_style_tag(content="* { caret-color: transparent !important; }")


def effects(page: Page, address: str) -> None:
    """Opens the page of what was promised and what came of it."""
    _on_the_day(page)
    page.goto(f"{address}effects/", wait_until="load")


def form(page: Page, address: str) -> None:
    """Changes a phrase in the form, and begins to say why."""
    _on_the_day(page)
    page.goto(f"{address}edit/?entity={CARD}")
    fields = page.locator(".kb-edit-form")
    answer = fields.locator("[data-field=answers] > div > ol > li").first
    answer.locator("summary").first.click()
    say = answer.locator("[data-field=say] textarea").first
    say.fill(f"{say.input_value()} Посчитаем вместе?")
    for label, text in REASON.items():
        fields.get_by_label(label, exact=True).fill(text)
    # The bar above would hide it, and the way back to the top what stands below it.
    page.add_style_tag(content=".md-top { display: none } #kb-edit-review { scroll-margin: 5rem }")
    page.locator("#kb-edit-review").evaluate("""e => {
      document.activeElement.blur();
      e.scrollIntoView({ block: "start" });
    }""")


def review(page: Page, address: str) -> None:
    """Opens the review of a change."""
    page.goto(f"{address}{REVIEW}", wait_until="load")


def _on_the_day(page: Page) -> None:
    page.clock.set_fixed_time(f"{TODAY}T12:00:00+03:00")


PICTURES: Final = (
    Picture("call-wide.webp", 1280, 880, call, "#call-answer"),
    Picture("call-narrow.webp", 480, 1000, call, "#call-answer"),
    Picture("effects.webp", 1280, 880, effects, "article"),
    Picture("form.webp", 1280, 980, form, ".kb-edit-form"),
    Picture("review.webp", 1280, 980, review, "body"),
)
