"""What holds for all tests of this room: a template is compiled once a process."""

import sys
from collections.abc import Callable
from functools import cache
from types import CodeType
from typing import Any

import jinja2
import pytest

_COMPILE = jinja2.Environment.compile
_COMPILED: dict[tuple[Any, ...], CodeType] = {}
_LISTED = jinja2.Environment.list_templates


def _compiled(environment: jinja2.Environment, source: Any, *named: Any, **more: Any) -> CodeType:
    asked = (*named, *sorted(more.items()), *sorted(environment.extensions), environment.autoescape)
    key = (source, *asked)
    if key not in _COMPILED:
        _COMPILED[key] = _COMPILE(environment, source, *named, **more)
    return _COMPILED[key]


@cache
def _beside_icons(folder: str) -> tuple[str, ...]:
    """Name the files of an installed theme; fourteen thousand icons, hidden as they are, left out."""
    found = jinja2.FileSystemLoader(folder).list_templates()
    return tuple(each for each in found if not each.startswith("."))


def _listed(
    environment: jinja2.Environment,
    extensions: Any = None,
    filter_func: Callable[[str], bool] | None = None,
) -> list[str]:
    folders = getattr(environment.loader, "searchpath", ())
    # MkDocs asks with a filter, which refuses what is hidden; and a base may have a theme of its own.
    if extensions or not filter_func or not all(each.startswith(sys.prefix) for each in folders):
        return _LISTED(environment, extensions, filter_func)
    assert not filter_func(".icons/a.svg")
    found = {each for folder in folders for each in _beside_icons(folder)}
    return sorted(each for each in found if filter_func(each))


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what MkDocs compiles and lists of the theme: it begins anew with each of many builds.

    That is four fifths of the time that a small one takes.
    """
    monkeypatch.setattr(jinja2.Environment, "compile", _compiled)
    monkeypatch.setattr(jinja2.Environment, "list_templates", _listed)
