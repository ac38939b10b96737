"""What holds for all tests of this room: a template is compiled once a process."""

from types import CodeType
from typing import Any

import jinja2
import pytest

_COMPILE = jinja2.Environment.compile
_COMPILED: dict[tuple[Any, ...], CodeType] = {}


def _compiled(environment: jinja2.Environment, source: Any, *named: Any, **more: Any) -> CodeType:
    asked = (*named, *sorted(more.items()), *sorted(environment.extensions), environment.autoescape)
    key = (source, *asked)
    if key not in _COMPILED:
        _COMPILED[key] = _COMPILE(environment, source, *named, **more)
    return _COMPILED[key]


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what MkDocs compiles of the theme: it begins anew with each of the hundred builds here.

    That is two thirds of the time that a small one takes.
    """
    monkeypatch.setattr(jinja2.Environment, "compile", _compiled)
