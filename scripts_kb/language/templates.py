"""The door to Jinja: templates that escape what they are given and are strict about names."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import jinja2
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.ext import Extension

from scripts_kb.language import compiled

__all__ = ["Environment", "environment", "remember", "translated"]

_PLAIN: Final = re.compile(r"""\b_\(("(?:[^"\\]|\\.)*")\)""")
"""A message without facts."""


def environment(folder: Path, speaking: str = "") -> Environment:
    """Give the templates of a folder.

    Args:
        folder: where they are.
        speaking: tells environments of one folder apart that put their own texts into templates.
    """
    return Environment(
        loader=FileSystemLoader(folder),
        bytecode_cache=_Compiled(speaking),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def translated(
    folder: Path,
    language: str,
    one: Callable[[str], str],
    many: Callable[[str, str, int], str],
) -> Environment:
    """Give the templates of a folder whose strings stand in English as `_("…")` and `ngettext`.

    Args:
        folder: where they are.
        language: in which they are said.
        one: says a message.
        many: says a message that counts: its singular, its plural, the number.
    """
    made = environment(folder, language)
    made.globals["plainly"] = one
    made.add_extension("jinja2.ext.i18n")
    made.add_extension(_Plainly)
    made.install_gettext_callables(one, many, newstyle=True)  # type: ignore[attr-defined]
    return made


def remember(templates: Environment, beside: Path, folders: Sequence[str]) -> None:
    """Have templates of somebody else be taken as they were compiled, and kept.

    Args:
        templates: whose.
        beside: a module of ours; the code lies with its own, never where templates lie.
        folders: whose templates are kept. What comes from elsewhere is compiled each time.
    """
    templates.bytecode_cache = _CompiledElsewhere(beside, folders)


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


class _Compiled(BytecodeCache):
    """Takes templates as they were compiled, and keeps them: compiling is half of a short run."""

    def __init__(self, speaking: str) -> None:
        self._speaking = speaking

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Look for a template that was compiled with the same options from the same source."""
        said = environment.preprocess(source, name, filename)
        ended = f".{self._speaking}" if self._speaking else ""
        bucket = Bucket(environment, f"{filename}{ended}", _key(environment, filename, said))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, if it is whole."""
        bucket.code = compiled.load(Path(bucket.key), bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled; where that cannot be, it is compiled again next time."""
        if bucket.code is not None:
            compiled.save(Path(bucket.key), bucket.checksum, bucket.code)


class _CompiledElsewhere(_Compiled):
    """Keeps the code of templates of somebody else with ours, where nobody else writes."""

    def __init__(self, beside: Path, folders: Sequence[str]) -> None:
        super().__init__("")
        self._beside = beside
        self._folders = tuple(f"{each}/" for each in folders)

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Look for a template that was compiled; in no folder of somebody else's choice."""
        if not (filename or "").startswith(self._folders):
            return Bucket(environment, "", "")
        kept = self._beside.with_name(f"{self._beside.stem}.{name.replace('/', '.')}")
        bucket = Bucket(environment, str(kept), _key(environment, filename, source))
        self.load_bytecode(bucket)
        return bucket

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, if it is to be kept."""
        if bucket.key:
            super().dump_bytecode(bucket)


def _key(environment: Environment, filename: str | None, said: str) -> str:
    """Name all that the code of a template depends on: Jinja, options, its text as it is said."""
    plain = {
        name: value
        for name, value in vars(environment).items()
        if isinstance(value, bool | int | str | None)
    }
    options = sorted(plain.items()), sorted(environment.extensions)
    return repr((jinja2.__version__, options, filename, said))
