"""The door to Jinja: templates that escape what they are given and are strict about names."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

__all__ = ["Environment", "environment", "translated"]

_PLAIN: Final = re.compile(r"""\b_\(("(?:[^"\\]|\\.)*")\)""")
"""A message without facts."""


def environment(folder: Path) -> Environment:
    """Give the templates of a folder."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def translated(
    folder: Path, one: Callable[[str], str], many: Callable[[str, str, int], str]
) -> Environment:
    """Give the templates of a folder whose strings stand in English as `_("…")` and `ngettext`.

    Args:
        folder: where they are.
        one: says a message.
        many: says a message that counts: its singular, its plural, the number.
    """
    made = environment(folder)
    made.globals["plainly"] = one
    made.add_extension("jinja2.ext.i18n")
    made.add_extension(_Plainly)
    made.install_gettext_callables(one, many, newstyle=True)  # type: ignore[attr-defined]
    return made


class _Plainly(Extension):
    """Puts plain messages into a template when it is compiled, not each time it is rendered.

    An environment speaks one language, so what has no facts is as constant as the HTML around it;
    with thousands of pages looking it up each time costs as much as everything else.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Replace `_("…")` by what it says."""
        del name, filename
        say: Callable[[str], str] = self.environment.globals["plainly"]  # type: ignore[assignment]

        def said(match: re.Match[str]) -> str:
            return json.dumps(say(json.loads(match[1])), ensure_ascii=False)

        return _PLAIN.sub(said, source)
