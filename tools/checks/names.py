"""What a person reads names only what there is: files, commands, options, tools, modules, pages.

    README, CONTRIBUTING, guides ──code, links──▶ names ──the checkout, click, argparse──▶ findings

A word in capitals (`FILE`, `ПАПКА`) stands for whatever a person writes in its place, and so do
arguments of a command. `…` and `*` stand for any part of a file's name. What git ignores is made
when it is asked for (`.venv/`, `site/`); what the site holds, the package's own code names.
"""

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final

import click

from scripts_kb.cli import COMMANDS, kb
from scripts_kb.schema import kinds
from tools.checks.finding import Finding

READMES: Final = ("README.md", "README.ru.md")
DOCUMENTS: Final = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "scripts_kb/guide/*/*.md",
)

_FENCE: Final = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SHELL: Final = frozenset({"", "console", "text"})
_SPAN: Final = re.compile(r"`([^`]+)`")
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_WORD: Final = re.compile(r"[^\s\[\]]+")
_OPTION: Final = re.compile(r"--?[a-z][\w-]*")
_EXTENSION: Final = r"\.(?:css|csv|html|js|json|lock|md|po|py|toml|txt|ya?ml)"
_PATH: Final = re.compile(rf"(?:[\w.*-]+/)+(?:[\w.*-]*)|[\w*][\w.*-]*{_EXTENSION}")
_MODULE: Final = re.compile(r"(?:scripts_kb|tools)(?:\.\w+)+")
_FIELD: Final = re.compile(r"([a-z]+(?:_[a-z]+)+):?|([a-z]+):")
_PARAGRAPH: Final = re.compile(r"\n *(?:\n|- |\d+\. |#|\|)")
_CSV: Final = re.compile(r"(?:content/facts/)?(\w+)[*-][*-]*\.csv")
_MEDIA: Final = re.compile(r"(?:application|text)/\w+")
_SUBJECT: Final = {"bench": "", "test": "--only"}
"""Before what a tool is given the name of one of its own."""

_ENVIRONMENTS: Final = (".venv/bin/", "kb-env/bin/")
"""Of a checkout, and of who installs the package as the README says; both hold what ours does."""
_LAUNCH: Final = re.compile(r'_venv\.run\(\s*"\w+", "([\w.]+)"(?:, \["(\w+)")?')


def check(root: Path) -> list[Finding]:
    """Checks the documents of a checkout.

    Args:
        root: The checkout.

    Returns:
        A finding for each name of what is not there, and for each command that a README leaves out.
    """
    house = House(root)
    found: list[Finding] = []
    for path in (path for pattern in DOCUMENTS for path in sorted(root.glob(pattern))):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        found += find(name, text, house)
        if name in READMES:
            left = (c for c in COMMANDS if not re.search(rf"`kb {c}\b", text))
            found += [Finding(name, 0, f"kb {command} is not in it") for command in left]
    return found


def find(path: str, text: str, house: "House") -> Iterator[Finding]:
    """Finds names of what is not there.

    Args:
        path: Name of the document, from which its links lead.
        text: Its text.
        house: What there is.

    Yields:
        A finding for each, with its line.
    """
    prose = _FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)
    codes = [(span.start(), span[1]) for span in _SPAN.finditer(prose)]
    for fence in _FENCE.finditer(text):
        if fence[1] in _SHELL:
            codes += [(fence.start(2) + m.start(), m[0]) for m in re.finditer(".+", fence[2])]
    said = list(_wrong(sorted(codes), text, house))
    said += [
        (link.start(), f"leads nowhere: {link[1]}")
        for link in _LINK.finditer(prose)
        if not house.leads(path, link[1])
    ]
    for at, wrong in sorted(said):
        yield Finding(path, text.count("\n", 0, at) + 1, wrong)


def _wrong(
    codes: Sequence[tuple[int, str]], text: str, house: "House"
) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with pieces of code; an option alone is of the command said before it."""
    spoken, last = "", 0
    for at, code in codes:
        alone = _OPTION.match(code) and not _PARAGRAPH.search(text, last, at)
        yield from ((at, wrong) for wrong in house.wrong(f"{spoken} {code}" if alone else code))
        if code.startswith(("kb ", "tools/")):
            spoken, last = code.partition(" --")[0], at


class House:
    """What there is in a checkout, as far as documents name it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def files(self) -> list[str]:
        """Every file that git keeps or would keep, with forward slashes."""
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(command, cwd=self.root, check=True, capture_output=True)
        return done.stdout.decode("utf-8", "replace").split("\0")[:-1]

    @cached_property
    def code(self) -> str:
        """The Python of the package, which names what the site holds."""
        return "\n".join(
            (self.root / name).read_text(encoding="utf-8")
            for name in self.files
            if name.startswith("scripts_kb/") and name.endswith(".py")
        )

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of all fields, as the schemas for editors have them."""
        schemas = (self.root / "scripts_kb" / "schemas").glob("*.json")
        text = "\n".join(path.read_text(encoding="utf-8") for path in schemas)
        return frozenset(re.findall(r'"(\w+)":', text))

    @cached_property
    def options(self) -> frozenset[str]:
        """Every option of every command and tool."""
        tools = (tool for tool in (self.root / "tools").iterdir() if tool.is_file())
        found = [_options(command) for command in _all(kb)]
        found += [self.of_tool(tool.name) for tool in tools if not tool.suffix]
        return frozenset().union(*found)

    def wrong(self, code: str) -> Iterator[str]:
        """Say what of a piece of code is not there."""
        words = _WORD.findall(code.split(" #", maxsplit=1)[0])
        match words:
            case ["python" | "python3", "-m", "scripts_kb", *rest] | [
                ("kb" | ".venv/bin/kb"),
                *rest,
            ]:
                yield from _misused(kb, rest)
            case [("python" | "python3" | "python3.11"), tool, *rest] | [tool, *rest] if (
                tool.startswith("tools/") and (rest or "." not in tool) and not tool.endswith("/")
            ):
                yield from self._tool(tool.removeprefix("tools/"), rest)
            case [option, *_] if _OPTION.fullmatch(option.split("=")[0]):
                if option.split("=")[0] not in self.options:
                    yield f"no command has the option {option}"
            case _:
                yield from self._named(words)

    def leads(self, document: str, link: str) -> bool:
        """Tell whether a link of a document leads somewhere."""
        if re.match(r"\w+:", link):
            return True
        target = link.split("#", maxsplit=1)[0]
        if not target or (self.root / document).parent.joinpath(target).exists():
            return True
        # A guide is a page of the site, beside the folders that its configuration names and the
        # pages that the generator names.
        page = re.fullmatch(r"\.\./((\w+)/(?:index\.md)?|\w+/[\w-]+\.md)", target)
        if page is None or "/guide/" not in document:
            return False
        config = (self.root / "mkdocs.yml").read_text(encoding="utf-8")
        return f"/{page[2]}/*" in config or f'"{page[1]}"' in self.code

    def of_tool(self, name: str) -> frozenset[str]:
        """List the options of a tool: those of its command, else what its module reads."""
        launch = _LAUNCH.search((self.root / "tools" / name).read_text(encoding="utf-8"))
        if launch is None:
            return frozenset()
        module, command = launch.groups()
        if command:
            return _options(kb.get_command(click.Context(kb), command) or kb)
        place = self.root.joinpath(*module.split("."))
        source = place / "__main__.py" if place.is_dir() else place.with_suffix(".py")
        return frozenset({"--help", *re.findall(r'"(--[\w-]+)"', source.read_text("utf-8"))})

    def _tool(self, name: str, rest: Sequence[str]) -> Iterator[str]:
        if name.isupper():
            return
        if not (self.root / "tools" / name).is_file():
            yield f"there is no tools/{name}"
            return
        known = self.of_tool(name)
        for before, word in pairwise(["", *rest]):
            if _OPTION.fullmatch(word) and word not in known:
                yield f"tools/{name} has no option {word}"
            elif before == _SUBJECT.get(name) and word.islower() and not self._subject(name, word):
                yield f"tools/{name} knows no {word}"

    def _subject(self, tool: str, name: str) -> bool:
        if tool == "bench":
            return self._kept(f"tools/benches/{name}.py")
        steps = self.root / "tools" / "checks" / "steps.py"
        return f'"{name}"' in steps.read_text(encoding="utf-8")

    def _named(self, words: Sequence[str]) -> Iterator[str]:
        for word in (word.strip("(),;:─▶") for word in words):
            name = word.partition("::")[0]
            if "://" in word or name.strip("<>") != name:
                continue
            if _MODULE.fullmatch(name):
                if not _importable(name):
                    yield f"there is no module {name}"
            elif _PATH.fullmatch(name.replace("…", "*")) and not self._kept(name.replace("…", "*")):
                yield f"there is no {name}"
        field = _FIELD.fullmatch(words[0]) if words else None
        if field and (field[1] or field[2]) not in self.fields:
            yield f"there is no field {words[0]}"

    def _kept(self, name: str) -> bool:
        if name.startswith(_ENVIRONMENTS):
            return Path(sys.executable).with_name(name.rpartition("/")[2]).exists()
        if name.startswith((".git/", "origin/")):
            return True  # git's own, and a branch of where a clone is from
        if name.split("/", maxsplit=1)[0] in {*kinds.KINDS, "config"} or _MEDIA.fullmatch(name):
            return True  # an entity: its id is an example
        if any(part.isupper() for part in name.split("/")):
            return True
        if facts := _CSV.fullmatch(name):
            return f'"{facts[1]}"' in self.code
        if name.strip("/") in {f"content/{folder}" for folder in kinds.UNVERSIONED}:
            return True
        tail = ".*" if name.endswith("/") else "(/.*)?"
        whole = re.compile(f"(.*/)?{re.escape(name)}{tail}".replace(r"\*", "[^/]*"))
        return any(map(whole.fullmatch, self.files)) or f'"{name}' in self.code or self._made(name)

    def _made(self, name: str) -> bool:
        command = ["git", "check-ignore", "--quiet", name]
        return subprocess.run(command, cwd=self.root, check=False).returncode == 0


def _misused(command: click.Command, words: Sequence[str]) -> Iterator[str]:
    name = "kb" if command is kb else command.name
    if isinstance(command, click.Group) and words and not words[0].startswith("-"):
        if words[0].isupper():
            return
        inner = command.get_command(click.Context(command), words[0].rstrip(",;"))
        if inner is None:
            yield f"{name} has no command {words[0]}"
        else:
            yield from _misused(inner, words[1:])
        return
    known = _options(command)
    for word in (word.split("=")[0] for word in words):
        if _OPTION.fullmatch(word) and word not in known:
            yield f"{name} has no option {word}"


def _options(command: click.Command) -> frozenset[str]:
    given = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    return frozenset(given | {"-h", "--help"})


def _all(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if inner := command.get_command(context, name):
                yield from _all(inner)


def _importable(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        parent, _, last = name.rpartition(".")
        return (
            "." in parent and _importable(parent) and hasattr(importlib.import_module(parent), last)
        )
