"""What stands above a page of the preview: what is wrong, first in the file of this page."""

import html
from collections.abc import Sequence
from typing import Final

from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import Message, Problem, told_once

TEXTS: Final = catalogue("preview")

_MOST: Final = 20
"""How many mistakes of other files are told."""


def of(
    file: str,
    problems: Sequence[Problem],
    language: Language,
    *,
    shown: bool = True,
    stopped: Message | None = None,
    measuring: bool = False,
) -> str:
    """Tell what a reader of a page has to know before it.

    Args:
        file: how messages name the file that the page comes from; "" where it comes from many.
        problems: the errors of the whole base.
        language: of the base.
        shown: whether the page shows what the file says now, not what it said before.
        stopped: why the base as a whole cannot be read.
        measuring: whether something that the page shows is still counted.

    Returns:
        HTML; "" where nothing is to be told.

    Examples:
        >>> of("", (), "ru")
        ''
        >>> of("", (), "en", measuring=True)
        '<p>The results are still being counted; the page will show them by itself.</p>'
    """
    here = [each for each in problems if file and each.place.path == file]
    others = [each for each in problems if each not in here]
    parts = []
    if stopped is not None:
        parts.append(_told(TEXTS.say("stopped", language), [stopped.said(language)]))
    if here:
        lead = TEXTS.say("wrong-here" if shown else "here", language)
        parts.append(_told(lead, _once(here, language)))
    if others:
        lead = TEXTS.count("elsewhere", len(others), language)
        lines = "".join(map(_line, _once(others, language)[:_MOST]))
        parts.append(f"<details><summary>{lead}</summary><ul>{lines}</ul></details>")
    if measuring:
        parts.append(f"<p>{TEXTS.say('measuring', language)}</p>")
    return "".join(parts)


def _once(problems: Sequence[Problem], language: Language) -> list[str]:
    return [" ".join(filter(None, told)) for told in told_once(problems, language)]


def _told(lead: str, lines: Sequence[str]) -> str:
    return f"<p>{lead}</p><ul>{''.join(map(_line, lines))}</ul>"


def _line(text: str) -> str:
    return f"<li>{html.escape(text)}</li>"
