"""Repositories and commits as git makes them, without starting git: tests make thousands of both.

    files ─▶ blobs ─▶ trees ─▶ commit ─▶ branch       what git is asked afterwards, it finds
         └─▶ index

Source: gitformat-index(5), git-commit(1). What is rarer than a plain file is left to git itself.
"""

import datetime as dt
import hashlib
import os
import re
import stat
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

SETTINGS = b"""[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
\tlogallrefupdates = true
"""
BUSY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "shallow")
"""What stands in a repository while git is in the middle of something."""


class Unusual(Exception):  # noqa: N818 - no error: git does it
    """Something that git alone knows how to commit."""


class Entry(NamedTuple):
    """A file of the folder, as the index and a tree name it."""

    path: bytes
    mode: int
    blob: bytes
    told: os.stat_result


def init(root: Path) -> None:
    """Begin a repository, as `git init -b main` does."""
    for folder in ("objects/info", "objects/pack", "refs/heads", "refs/tags", "info"):
        (root / ".git" / folder).mkdir(parents=True, exist_ok=True)
    (root / ".git/HEAD").write_bytes(b"ref: refs/heads/main\n")
    (root / ".git/config").write_bytes(SETTINGS)


def commit(root: Path, message: bytes, environment: Mapping[str, str]) -> str:
    """Commit all that a folder holds, as `git add -A` and `git commit --allow-empty` do.

    Args:
        root: the folder of the repository.
        message: what the commit says.
        environment: who it is by and when, under the names that git reads.

    Returns:
        The name of the commit.

    Raises:
        Unusual: where only git knows how; nothing is changed then.
    """
    place = root / ".git"
    _usual(place)
    branch, parent = _branch(place)
    people = [_person(role, environment) for role in ("AUTHOR", "COMMITTER")]
    text = _cleaned(message)
    entries = sorted(_entries(root, b"", place), key=lambda each: each.path)
    lines = [b"tree " + _tree(place, entries).hex().encode()]
    lines += [b"parent " + parent] if parent else []
    lines += [b"author " + people[0], b"committer " + people[1], b"", text]
    name = _stored(place, b"commit", b"\n".join(lines)).hex()
    (place / "index").write_bytes(_index(entries))
    branch.parent.mkdir(parents=True, exist_ok=True)
    branch.write_text(f"{name}\n")
    return name


def _usual(place: Path) -> None:
    try:
        usual = (place / "config").read_bytes() == SETTINGS
    except OSError as error:  # no repository, or one whose folder is elsewhere
        raise Unusual from error
    if not usual or any((place / each).exists() for each in BUSY):
        raise Unusual


def _branch(place: Path) -> tuple[Path, bytes]:
    head = (place / "HEAD").read_text()
    if not head.startswith("ref: ") or (place / "packed-refs").exists():
        raise Unusual
    branch = place / head.removeprefix("ref: ").strip()
    return branch, branch.read_bytes().strip() if branch.exists() else b""


def _person(role: str, environment: Mapping[str, str]) -> bytes:
    name, email, date = (environment[f"GIT_{role}_{each}"] for each in ("NAME", "EMAIL", "DATE"))
    if not re.fullmatch(r"\d{9,} [+-]\d{4}", date):
        when = dt.datetime.fromisoformat(date)
        date = f"{int(when.timestamp())} {when:%z}"
    return f"{name} <{email}> {date}".encode()


def _cleaned(message: bytes) -> bytes:
    if b"\0" in message:
        raise Unusual
    lines = "\n".join(each.rstrip(" \t\r") for each in message.decode("latin-1").split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
    return f"{text}\n".encode("latin-1") if text else b""


def _entries(folder: Path, below: bytes, place: Path) -> Iterator[Entry]:
    with os.scandir(folder) as found:
        inside = {each.name: each for each in found}
    if ".gitattributes" in inside or (below and ".git" in inside):
        raise Unusual
    if ".gitignore" in inside:
        if (folder / ".gitignore").read_bytes().strip() != b"*":
            raise Unusual
        return
    for name, each in inside.items():
        path = below + os.fsencode(name)
        if each.is_dir(follow_symlinks=False):
            if each.path != str(place):
                yield from _entries(Path(each.path), path + b"/", place)
            continue
        told = each.stat(follow_symlinks=False)
        if not stat.S_ISREG(told.st_mode):
            raise Unusual
        mode = 0o100755 if told.st_mode & stat.S_IXUSR else 0o100644
        yield Entry(path, mode, _stored(place, b"blob", Path(each.path).read_bytes()), told)


def _tree(place: Path, entries: list[Entry], below: int = 0) -> bytes:
    folders: dict[bytes, list[Entry]] = {}
    found: list[tuple[bytes, bytes]] = []
    for each in entries:
        name, deeper, _ = each.path[below:].partition(b"/")
        if deeper:
            folders.setdefault(name, []).append(each)
        else:
            found.append((name, b"%o %s\0%s" % (each.mode, name, each.blob)))
    for name, inside in folders.items():
        tree = _tree(place, inside, below + len(name) + 1)
        found.append((name + b"/", b"40000 %s\0%s" % (name, tree)))
    return _stored(place, b"tree", b"".join(line for _, line in sorted(found)))


def _stored(place: Path, kind: bytes, content: bytes) -> bytes:
    whole = b"%s %d\0%s" % (kind, len(content), content)
    name = hashlib.sha1(whole, usedforsecurity=False)
    folder = f"{place}/objects/{name.hexdigest()[:2]}"
    file = f"{folder}/{name.hexdigest()[2:]}"
    if not os.path.exists(file):  # noqa: PTH110 - a dozen of them each time
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        with open(file, "xb") as stream:  # noqa: PTH123
            stream.write(zlib.compress(whole, 1))
    return name.digest()


def _index(entries: list[Entry]) -> bytes:
    lines = [b"DIRC" + struct.pack(">2L", 2, len(entries))]
    for path, mode, blob, told in entries:
        times = (*divmod(told.st_ctime_ns, 10**9), *divmod(told.st_mtime_ns, 10**9))
        facts = (*times, told.st_dev, told.st_ino, mode, told.st_uid, told.st_gid, told.st_size)
        line = struct.pack(">10L", *(each & 0xFFFFFFFF for each in facts)) + blob
        line += struct.pack(">H", min(len(path), 0xFFF)) + path
        lines.append(line + bytes(8 - len(line) % 8))
    whole = b"".join(lines)
    return whole + hashlib.sha1(whole, usedforsecurity=False).digest()
