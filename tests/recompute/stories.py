"""Random histories of a knowledge base, as real git repositories; a seed always tells the same.

A story is a main line of landed changes with branches, merges (nested, octopus, with both sides
editing), squashes, cherry-picks and reverts. Its authors rename, move, reformat, break and mend
files, take ids that are taken, write reasons well, badly and late.
"""

import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.recompute import messages, values

Files = dict[str, tuple[str, bytes]]
"""Path below the content folder → mode and bytes."""

FOLDERS: Final = {
    "objection": "objections",
    "offer": "offers",
    "insight": "insights",
    "regulation": "regulations",
    "change": "changes",
}
_ENTITY_KINDS: Final = ("objection", "objection", "offer", "insight", "regulation")
_ENTITY_IDS: Final = ("dorogo", "x", "y", "espresso-20")
_NOTE_IDS: Final = ("2026-cup", "2026-price", "2026-late")
_NOISE: Final = ("facts/calls.csv", "materials/a.pdf", "guide/x.yml", "objections/readme.txt")


@dataclass(slots=True)
class Told:
    """A commit of a story."""

    id: str
    parents: tuple[str, ...]
    files: Files


@dataclass(slots=True)
class _Written:
    """What an author believes a file to hold."""

    kind: str
    value: Any


@dataclass
class Story:
    """Tells a history into a repository by `git fast-import`."""

    folder: Path
    rng: random.Random
    prefix: str = "content"
    told: list[Told] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    known: dict[tuple[str, bytes], _Written] = field(default_factory=dict)
    graves: list[tuple[str, tuple[str, bytes]]] = field(default_factory=list)
    time: int = 1_760_000_000

    def __post_init__(self) -> None:
        subprocess.run(["git", "init", "-q", "-b", "main", self.folder], check=True)
        self._git = subprocess.Popen(
            ["git", "-C", self.folder, "fast-import", "--quiet", "--force"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def tick(self) -> tuple[int, bytes]:
        """Give the time of the next commit and its zone; clocks may go wrong."""
        self.time += self.rng.choice((0, 1, 60, 3600, 86_400, -7200))
        return self.time, self.rng.choice((b"+0300", b"+0000", b"-0530"))

    def _say(self, content: bytes) -> None:
        assert self._git.stdin is not None
        self._git.stdin.write(content)

    def _name(self, mark: int) -> str:
        assert self._git.stdin is not None
        assert self._git.stdout is not None
        self._say(b"get-mark :%d\n" % mark)
        self._git.stdin.flush()
        return self._git.stdout.readline().decode().strip()

    def commit(self, message: bytes, files: Files, parents: tuple[str, ...], branch: str) -> Told:
        """Add a commit with a whole tree."""
        mark = len(self.told) + 1
        who = b"A <a@b.c> %d %s" % self.tick()
        # fast-import remembers the tip of a branch it wrote to; a reset forgets it.
        self._say(b"reset refs/heads/%s\n\n" % branch.encode())
        self._say(b"commit refs/heads/%s\nmark :%d\n" % (branch.encode(), mark))
        self._say(b"author %s\ncommitter %s\ndata %d\n%s\n" % (who, who, len(message), message))
        for order, parent in enumerate(parents):
            self._say(b"%s :%d\n" % (b"merge" if order else b"from", self.marks[parent]))
        self._say(b"deleteall\n")
        for path, (mode, content) in files.items():
            full = f"{self.prefix}/{path}" if self.prefix else path
            self._say(b'M %s inline "%s"\n' % (mode.encode(), full.encode()))
            self._say(b"data %d\n%s\n" % (len(content), content))
        self._say(b'M 100644 inline "outside.txt"\ndata 2\nhi\n' if self.prefix else b"")
        told = Told(self._name(mark), parents, dict(files))
        self.told.append(told)
        self.marks[told.id] = mark
        return told

    def finish(self) -> None:
        """End the import; the main branch is what was told last on it."""
        assert self._git.stdin is not None
        assert self._git.stdout is not None
        self._git.stdin.close()
        self._git.stdout.close()
        if self._git.wait():
            raise RuntimeError("fast-import failed")

    # What authors do to files.

    def edited(self, files: Files) -> Files:
        """Do one to three things to a tree."""
        files = dict(files)
        for _ in range(self.rng.choice((1, 1, 1, 2, 3))):
            self._act(files)
        while self.rng.random() < 0.25:
            self._note(files)
        return files

    def _act(self, files: Files) -> None:
        rng = self.rng
        paths = [path for path in files if not path.startswith(("facts", "materials", "guide"))]
        path = rng.choice(paths) if paths else ""
        written = self.known.get((path.partition("/")[0], files[path][1])) if path else None
        luck = rng.random()
        if path and written is None and luck < 0.8:
            self._mend(files, path)
        elif written is None or (luck < 0.14 and len(paths) < 9):
            self._create(files)
        elif luck < 0.52:
            self._put(files, path, written.kind, self._mutated(written))
        elif luck < 0.58:
            self._put(files, path, written.kind, written.value)
        elif luck < 0.66:
            self._rename(files, path, written)
        elif luck < 0.7:
            self.graves.append((path, files.pop(path)))
        elif luck < 0.75 and self.graves:
            back, content = rng.choice(self.graves)
            files[back] = content
        elif luck < 0.78:
            files[path] = ("100644", rng.choice(values.BROKEN)(files[path][1]))
        elif luck < 0.8:
            self._double(files, path)
        elif luck < 0.83 and isinstance(written.value, dict) and "id" in written.value:
            ids = _NOTE_IDS if written.kind == "change" else _ENTITY_IDS
            value = {**written.value, "id": rng.choice(ids)}
            self._put(files, path, written.kind, value)
        elif luck < 0.84:
            files[path] = rng.choice((("120000", b"../elsewhere"), ("100755", files[path][1])))
        elif luck < 0.85:
            files[rng.choice(_NOISE)] = ("100644", rng.choice((b"1", b"2", b"id: x\n")))
        else:
            self._note(files)

    def _mutated(self, written: _Written) -> Any:
        spec = values.SPECS[written.kind]
        if spec[0] == "keyed":
            return values.mutated(self.rng, written.value, spec)
        kept = {key: written.value[key] for key in ("id",) if key in written.value}
        loose = {key: each for key, each in written.value.items() if key != "id"}
        if written.kind == "change" and self.rng.random() < 0.3:
            loose.update(self._claims({}))
        return {**kept, **values.mutated(self.rng, loose, spec)}

    def _put(self, files: Files, path: str, kind: str, value: Any) -> None:
        content = values.written(self.rng, value, markdown=path.endswith(".md"))
        files[path] = ("100644", content)
        self.known[path.partition("/")[0], content] = _Written(kind, value)

    def _create(self, files: Files) -> None:
        rng = self.rng
        if rng.random() < 0.15:
            kind = rng.choice(("config/kb", "config/synonyms"))
            self._put(files, f"{kind[7:]}.yml", kind, values.fresh(rng, values.SPECS[kind]))
            return
        kind = rng.choice(_ENTITY_KINDS)
        name = rng.choice(_ENTITY_IDS)
        value = {"id": name, **values.fresh(rng, values.SPECS[kind])}
        self._put(files, self._path(kind, name), kind, value)

    def _path(self, kind: str, name: str) -> str:
        suffix = ".md" if kind == "regulation" else self.rng.choice((".yml", ".yml", ".yaml"))
        place = self.rng.choice(("", "", "кафе/", "a b/", "ещё/глубже/"))
        stem = self.rng.choice((name, name, f"возражение {name}", "1"))
        return f"{FOLDERS[kind]}/{place}{stem}{suffix}"

    def _rename(self, files: Files, path: str, written: _Written) -> None:
        rng = self.rng
        if written.kind.startswith("config/"):
            return
        name = written.value.get("id", "x")
        kind = written.kind
        if rng.random() < 0.15 and kind not in {"regulation", "change"}:
            kind = rng.choice(("objection", "offer", "insight"))
        target = self._path(kind, str(name))
        _, content = files.pop(path)
        files[target] = ("100644", content)
        self.known[target.partition("/")[0], content] = _Written(kind, written.value)
        if rng.random() < 0.3:
            self._put(files, target, kind, self._mutated(_Written(kind, written.value)))

    def _double(self, files: Files, path: str) -> None:
        folder, _, rest = path.partition("/")
        if rest:
            copy = f"{folder}/{self.rng.choice(('0', 'я'))}{rest.replace('/', '-')}"
            files[copy] = files[path]

    def _mend(self, files: Files, path: str) -> None:
        earlier = [told.files[path] for told in self.told if path in told.files]
        readable = [each for each in earlier if (path.partition("/")[0], each[1]) in self.known]
        if readable:
            files[path] = self.rng.choice(readable)
        else:
            del files[path]

    def _claims(self, files: Files) -> dict[str, Any]:
        rng = self.rng
        claims: dict[str, Any] = {}
        written = [
            self.known.get((path.partition("/")[0], content))
            for path, (_, content) in files.items()
        ]
        there = [
            f"{each.kind}/{each.value['id']}" for each in written if each and "id" in each.value
        ]
        if rng.random() < 0.6:
            named = [rng.choice([*there, f"{rng.choice(_ENTITY_KINDS)}/x"]) for _ in range(3)]
            claims["applies_to"] = list(dict.fromkeys(named))
        if rng.random() < 0.25 and self.told:
            some = rng.choices([told.id for told in self.told], k=rng.randint(1, 2))
            claims["commits"] = list(dict.fromkeys([*some, *(["0" * 40] * (rng.random() < 0.2))]))
        return claims

    def _note(self, files: Files) -> None:
        rng = self.rng
        name = rng.choice(_NOTE_IDS)
        often = rng.choice((0.1, 0.5))
        note = values.fresh(rng, values.SPECS["change"], often=often)
        value = {"id": name, **note, **self._claims(files)}
        self._put(files, self._path("change", name), "change", value)

    # How changes land.

    def tell(self, changes: int) -> None:
        """Land a number of changes."""
        files: Files = {}
        tip = self.commit(b"start", self.edited(self.edited(files)), (), "main")
        for _ in range(changes):
            tip = self._land(tip)
        self.commit(b"tip", tip.files, (tip.id,), "main")

    def _land(self, tip: Told) -> Told:
        luck = self.rng.random()
        if luck < 0.55:
            return self._plain(tip)
        if luck < 0.66:
            return self._revert(tip)
        if luck < 0.71:
            return self._squash(tip)
        return self._merge(tip)

    def _message(self, *, revert: str | None = None) -> bytes:
        return messages.written(
            self.rng, revert=revert, notes=_NOTE_IDS, picked=self.rng.choice(self.told).id
        )

    def _plain(self, tip: Told, branch: str = "main") -> Told:
        files = tip.files if self.rng.random() < 0.05 else self.edited(tip.files)
        return self.commit(self._message(), files, (tip.id,), branch)

    def _revert(self, tip: Told, branch: str = "main") -> Told:
        by_id = {told.id: told for told in self.told}
        undone = self.rng.choice(self.told)
        before = by_id[undone.parents[0]].files if undone.parents else {}
        files = dict(tip.files)
        for path in sorted({*before, *undone.files}):
            if before.get(path) != undone.files.get(path):
                if path in before:
                    files[path] = before[path]
                else:
                    files.pop(path, None)
        name = self.rng.choice((undone.id, undone.id, undone.id, "ab" * 20))
        return self.commit(self._message(revert=name), files, (tip.id,), branch)

    def _branch(self, start: Told, depth: int = 0) -> list[Told]:
        line: list[Told] = []
        at = start
        for _ in range(self.rng.randint(1, 3)):
            luck = self.rng.random()
            if luck < 0.12:
                at = self._revert(at, "side")
            elif luck < 0.3 and depth < 2:
                other = self._branch(start, depth + 1)[-1]
                at = self._join(at, [other], start, "side")
            else:
                at = self._plain(at, "side")
            line.append(at)
        return line

    def _merge(self, tip: Told) -> Told:
        rng = self.rng
        start = tip
        sides = [self._branch(start)[-1] for _ in range(rng.choice((1, 1, 1, 2)))]
        if rng.random() < 0.05:
            sides.append(self.commit(b"root\n\nCause: root", self.edited({}), (), "side"))
        for _ in range(rng.randint(0, 2)):
            tip = self._plain(tip)
        if rng.random() < 0.3:
            back = self._join(sides[0], [tip], start, "side")
            sides[0] = self._plain(back, "side")
        return self._join(tip, sides, start, "main")

    def _join(self, one: Told, others: list[Told], base: Told, branch: str) -> Told:
        files = dict(one.files)
        for other in others:
            for path in sorted({*files, *other.files}):
                mine, theirs = files.get(path), other.files.get(path)
                old = base.files.get(path)
                if theirs in (mine, old):
                    continue
                if mine == old or self.rng.random() < 0.5:
                    if theirs is None:
                        files.pop(path, None)
                    else:
                        files[path] = theirs
        if self.rng.random() < 0.25:
            files = self.edited(files)
        parents = tuple(dict.fromkeys((one.id, *(other.id for other in others))))
        return self.commit(self._message(), files, parents, branch)

    def _squash(self, tip: Told) -> Told:
        files = tip.files
        blocks = []
        for _ in range(self.rng.randint(2, 3)):
            files = self.edited(files)
            blocks.append(self._message())
        return self.commit(messages.squashed(self.rng, blocks), files, (tip.id,), "main")


def tell(seed: int, folder: Path, *, changes: int | None = None) -> str:
    """Write the history of a seed into a new repository.

    Args:
        seed: names the history.
        folder: where the repository shall be.
        changes: how many changes land after the first; by default some 6 to 18.

    Returns:
        The content folder from the root of the repository.
    """
    rng = random.Random(f"story {seed}")
    prefix = rng.choice(("content", "content", "content", "база/content", ""))
    story = Story(folder, rng, prefix)
    try:
        story.tell(rng.randint(6, 18) if changes is None else changes)
    finally:
        story.finish()
    return prefix
