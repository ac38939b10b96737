"""What decides how a site is built and a request is checked: files beside the cards that run.

    two commits ──git diff-tree──▶ paths ──▶ settings of MkDocs and what they name, what git itself
                                             obeys, submodules, recipes, versions

Nothing of it says a word to a customer, and yet it decides all that they will hear. Whoever decides
the settings decides it: the zone that covers `config/build`, as `config:**` does.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

from scripts_kb.problems import Place, Problem
from scripts_kb.review import keys
from scripts_kb.review.context import Context

_ENTITY: Final = "config/build"
_SUBMODULE: Final = "160000"
_OBEYED: Final = re.compile(
    r"(?:.*/)?(?:\.gitattributes|\.gitmodules|\.lfsconfig|CODEOWNERS)"
    r"|\.(?:github|gitea|forgejo|gitlab)/.+|\.gitlab-ci\.yml|\.pre-commit-config\.yaml"
    r"|mkdocs[^/]*\.ya?ml|requirements[^/]*\.(?:txt|lock|in)|pyproject\.toml"
)
_SHOWN: Final = 5
"""Files that a line names."""


def changed(listed: bytes, prefix: str, settings: Callable[[], str]) -> tuple[str, ...]:
    r"""Take from a list of changed files those that decide how all is built.

    Args:
        listed: what `git diff-tree -r -z --raw --no-renames` printed.
        prefix: the content folder, "" where it is the whole repository.
        settings: gives the settings of MkDocs, before and after: a hook or a template is what they
            name, or what lies in a folder that they name.

    Examples:
        >>> line = b":100644 100644 1f0c 9d2a M\0%s\0"
        >>> told = b"".join(line % each for each in (b"content/kb.yml", b"own/a.py", b"b.py"))
        >>> changed(told, "content", lambda: "theme: {custom_dir: own}")
        ('own/a.py',)
    """
    parts = listed.decode("utf-8", "surrogateescape").split("\0")
    found = []
    for told, path in zip(parts[::2], parts[1::2], strict=False):
        beside = bool(prefix) and not path.startswith(f"{prefix}/")
        modes = told.lstrip(":").split()[:2]
        if (
            _SUBMODULE in modes
            or _OBEYED.fullmatch(path)
            or (beside and _is_named(path, settings()))
        ):
            found.append(path)
    return tuple(found)


def _is_named(path: str, settings: str) -> bool:
    names = (path, *map(str, PurePosixPath(path).parents[:-1]))
    return any(re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w-])", settings) for name in names)


def problems(paths: Sequence[str], context: Context, *, gated: bool) -> Iterator[Problem]:
    """Name what decides how all is built, and at the gate who must agree to it.

    Args:
        paths: of the files that are others after the change.
        context: who decides what, and who agreed.
        gated: whether to apply the gate's rules.
    """
    if not paths:
        return
    rest = len(paths) - _SHOWN
    files = ", ".join(paths[:_SHOWN]) + (f" (+{rest})" if rest > 0 else "")
    approvals, _ = keys.needed(_ENTITY, ["file"], context.boundaries, context.consent)
    if gated and approvals.missing:
        titles = keys.departments(context.authority.ruling)
        who = ", ".join(titles.get(each, each) for each in approvals.missing)
        yield Problem(Place(paths[0]), "build-unagreed", {"files": files, "departments": who})
    else:
        yield Problem(Place(paths[0]), "build-changed", {"files": files})
