"""What stands above a page of the preview: what is wrong, first in the file of this page.

Mistakes of other files are counted there as well. Remarks are told with their own page alone: a bar
that every page had would be read by nobody.
"""

import html
from collections.abc import Sequence
from typing import Final

from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import Message, Problem, told_once

TEXTS: Final = catalogue("preview")

_MOST: Final = 20
"""How many lines a fold holds."""


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
        problems: the errors and the remarks of the whole base.
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
    mine = [each for each in problems if file and each.place.path == file]
    here = [each for each in mine if each.severity == "error"]
    remarks = [each for each in mine if each.severity != "error"]
    others = [each for each in problems if each.severity == "error" and each not in mine]
    parts = []
    if stopped is not None:
        parts.append(_told(TEXTS.say("stopped", language), [stopped.said(language)]))
    if here:
        lead = TEXTS.say("wrong-here" if shown else "here", language)
        parts.append(_told(lead, _once(here, language)))
    if remarks:
        parts.append(_folded(TEXTS.count("remarks", len(remarks), language), remarks, language))
    if others:
        parts.append(_folded(TEXTS.count("elsewhere", len(others), language), others, language))
    if measuring:
        parts.append(f"<p>{TEXTS.say('measuring', language)}</p>")
    return "".join(parts)


def _once(problems: Sequence[Problem], language: Language) -> list[str]:
    return [" ".join(filter(None, told)) for told in told_once(problems, language)]


def _told(lead: str, lines: Sequence[str]) -> str:
    return f"<p>{lead}</p><ul>{''.join(map(_line, lines))}</ul>"


def _folded(lead: str, problems: Sequence[Problem], language: Language) -> str:
    lines = "".join(map(_line, _once(problems, language)[:_MOST]))
    return f"<details><summary>{lead}</summary><ul>{lines}</ul></details>"


def _line(text: str) -> str:
    return f"<li>{html.escape(text)}</li>"
