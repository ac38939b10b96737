"""What must hold of a card: one problem or more, the same past however it is read, `kb fmt`."""

import random
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import yaml

from scripts_kb.content import formatting, parsing, reading, versions
from scripts_kb.content.parsing import UnreadableError
from scripts_kb.schema import kinds, outline, values
from tools.benches import _forked
from tools.benches._place import LANGUAGES, TODAY, BrokenError, Named, base, commit, git, kb

_TWICE: Final = 40_000
"""Bytes of a file that is formatted twice: what a person waits for is once."""


def card(named: Named) -> None:
    """Reads a card of the working tree and of the past, and brings it into the common form."""
    with _forked.step():
        document, problems = reading.read(named.content, named.path, named.path)
        for problem in problems:
            for language in LANGUAGES:
                problem.line(language)
    if document is None and not problems:
        raise BrokenError("neither a document nor a problem")
    with _forked.step():
        past = versions.past(named.content, named.path)
    if versions.Reader().read(named.content, named.path) != past:
        raise BrokenError("the quick reader of the past reads otherwise")
    # Writing anew takes longer than all the rest: three inputs where it would be one.
    if named.kept or zlib.crc32(named.content) % 3 == 0:
        _formatted(named)


def _formatted(named: Named) -> None:
    try:
        with _forked.step():
            once = formatting.format_file(named.content, named.path)
    except UnreadableError:
        return
    if len(once) < _TWICE and formatting.format_file(once, named.path) != once:
        raise BrokenError("kb fmt changes what it has written")
    markdown = named.path.endswith(".md")
    before, after = (_said(each, named.path, markdown) for each in (named.content, once))
    if before != after:
        raise BrokenError("kb fmt changes what is said")
    lost = _remarks(named.content, markdown) - _remarks(once, markdown)
    if lost:
        raise BrokenError(f"kb fmt loses a remark: {list(lost)[:3]}")


def _said(content: bytes, path: str, markdown: bool) -> Any:
    location = kinds.locate(path)
    assert location is not None  # noqa: S101 - the corpus holds entities only
    raw = parsing.parse(content, markdown=markdown).raw
    value, _ = values.typed(raw, outline.of(location.schema))
    return values.canonical(_without_ids(value))


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(each) for key, each in value.items() if key != "id"}
    return [_without_ids(each) for each in value] if isinstance(value, list) else value


def _remarks(content: bytes, markdown: bool) -> Counter[str]:
    """Counts the remarks of a file: what begins with a hash between the tokens of YAML."""
    text = parsing.decode(content)
    if markdown:
        text = text.split("\n---", 1)[0].partition("\n")[2]
    found = Counter[str]()
    at = 0
    try:
        for token in yaml.scan(text, yaml.CSafeLoader):
            found.update(_hashes(text[at : token.start_mark.index]))
            at = max(at, token.end_mark.index)
    except yaml.YAMLError:
        return Counter()
    found.update(_hashes(text[at:]))
    return found


def _hashes(gap: str) -> Iterator[str]:
    for line in gap.split("\n"):
        _, hash_, said = line.partition("#")
        if hash_ and said.strip():
            yield said.strip()


def check(named: Named) -> None:
    """Checks a base that holds a file; one in five is compared and exported, too."""
    with base().with_file(named):
        content = str(base().content)
        kb("check", "--content", content, "--json", "--today", TODAY, "--due", "30d")
        if random.Random(len(named.content)).random() < 0.2:  # noqa: S311, PLR2004
            kb("diff", "HEAD", "--content", content, "--gate", "--today", TODAY)
            kb("export", "--content", content, "--out", str(base().folder / "kb.json"))


def landed(named: Named) -> None:
    """Lands a file, and tells the past that it is in."""
    folder = base().folder
    content = str(base().content)
    start = git(folder, "rev-parse", "HEAD").decode().strip()
    with base().with_file(named):
        commit(folder, named.content[:3000].replace(b"\0", b"") or b"x")
        kb("log", "--json", "--content", content)
        kb("diff", "HEAD~1", "HEAD", "--gate", "--format", "markdown", "--content", content)
        kb("why", "objection/dorogo", "--content", content)
        kb("show", f"objection/dorogo@{TODAY}", "--content", content)
    git(folder, "reset", "-q", "--hard", start)
