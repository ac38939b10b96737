"""What a browser is shown: each address is made when it is asked for, of the base as it stands.

    address ──▶ page of the tree ──dressing──▶ HTML, a notice above it
                asset, past, material       ──▶ as they are
                call/, kb/, sw.js           ──▶ made behind as a whole, once somebody wants them

What is wrong with the base as a whole keeps the last one that could be read.
"""

import datetime as dt
import gc
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote

from scripts_kb.app import checking
from scripts_kb.app.preview import apart, dressing, notice
from scripts_kb.app.preview.dressing import Dressing
from scripts_kb.app.preview.holding import FIGURES, PATIENCE, Held, Holding
from scripts_kb.app.preview.responses import (
    OWN,
    Looked,
    Response,
    candidates,
    kind_of,
    own,
    read,
    removed,
)
from scripts_kb.app.workspace import Workspace
from scripts_kb.effects.records.gathered import Effects
from scripts_kb.language import Language
from scripts_kb.pages import links
from scripts_kb.pages.site import Page
from scripts_kb.problems import Problem, UserError, refusal
from scripts_kb.schema.audience import SiteAudience

_BEHIND: Final = ("call/", "kb/kb.json", "sw.js", "manifest.webmanifest")
_FAILED: Final = b"<!doctype html><title>500</title><body><h1>500</h1></body>"
_LEAVE: Final = 2.0
"""Seconds that the work behind may take to end."""


@dataclass(slots=True)
class _State:
    """The base as it stands, and what has been made of it."""

    held: Held
    number: int
    problems: tuple[Problem, ...]
    pages: dict[str, Looked] = field(default_factory=dict)


class Preview:
    """One base, shown to the browsers of this machine."""

    def __init__(
        self,
        where: Workspace,
        config: Path,
        *,
        audience: SiteAudience = "team",
        today: dt.date | None = None,
        say: Callable[[Language, tuple[Problem, ...]], None] = lambda *_: None,
    ) -> None:
        """Take the place of a base; `start` reads it.

        Args:
            where: its content folder.
            config: its `mkdocs.yml`.
            audience: who will read.
            today: the day that pages speak of; now, where left out.
            say: is told the problems of the base whenever they are others.
        """
        self.where = where
        self._config = config
        self._holding = Holding(where, audience=audience, today=today)
        self._say = say
        self._making = threading.RLock()
        self._changed = threading.Condition()
        self._number = 0
        self._state: _State | None = None
        self._ticks = 0
        self._stopped: UserError | None = None
        self._settings: tuple[bytes, str] | None = None
        self._dressing: Dressing | None = None
        self._titles: dict[str, str] = {}
        self._checked: tuple[Problem, ...] = ()
        self._release: dict[str, Page] = {}
        self._older: dict[str, Page] = {}
        self._edition = 0
        self._published: Held | None = None
        self._wanted = threading.Event()
        self._settled = False
        self._ended = False
        self._worker = threading.Thread(target=self._behind, daemon=True, name="kb-behind")

    # The base ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the base for the first time, and begin to work behind.

        Raises:
            UserError: where nothing can be shown.
        """
        self._read()
        # What is held now stays: a look through it for garbage would take as long as a save may.
        gc.freeze()
        self._worker.start()

    def stop(self) -> None:
        """Let the work behind end, and those who wait go."""
        self._ended = True
        self._tell()
        if self._worker.is_alive():
            self._worker.join(_LEAVE)

    @property
    def settled(self) -> bool:
        """Whether all that is made behind has been made: no page changes by itself."""
        return self._settled

    def refresh(self) -> None:
        """Read what has changed; where the whole base cannot be read, the last one stays."""
        if self._state is None:
            return
        try:
            self._stopped = None
            self._read()
        except UserError as error:
            self._stopped = error
            with self._making:
                self._now().pages.clear()
            self._tell()

    def pass_time(self) -> None:
        """Read again where another day has begun."""
        held = self._now().held if self._state else None
        if held and self._holding.day(held.whole.base) != held.whole.today:
            self.refresh()

    def _read(self) -> None:
        with self._making:
            held = self._holding.read()
            self._take(held, self._still_wrong(held))
            self._dress(held)
        self._tell()

    def _take(self, held: Held, problems: tuple[Problem, ...]) -> None:
        self._number += 1
        self._state = _State(held, self._number, problems)

    def _still_wrong(self, held: Held) -> tuple[Problem, ...]:
        """Give what is known to be wrong before all is checked again."""
        before = self._state.held.whole.base.documents if self._state else {}
        same = {
            each.shown
            for each in held.whole.base.documents.values()
            if before.get(each.entity) is each
        }
        kept = [each for each in self._checked if each.place.path in same]
        return _each((*held.mistakes, *kept))

    def _tell(self) -> None:
        with self._changed:
            self._ticks += 1
            self._changed.notify_all()

    def _dress(self, held: Held) -> None:
        """Read the settings of the theme where they are others than they were."""
        document = held.whole.base.documents.get("config/kb")
        try:
            settings = self._config.read_bytes(), document.blob if document else ""
        except OSError as error:
            raise UserError("mkdocs-useless", said=refusal(error)) from None
        if settings != self._settings or self._dressing is None:
            fresh = Dressing(self._config, self._holding.audience)
            self._settings, self._dressing = settings, fresh
            self._titles = {}
        if not self._titles:
            self._titles = dict(self._led(held))

    def _led(self, held: Held) -> Iterator[tuple[str, str]]:
        """Give the titles of what the navigation leads to."""
        assert self._dressing is not None  # noqa: S101 - it has just been made
        led = self._dressing.led()
        paths = [each.path for each in held.every()] if led is None else led
        for path in dict.fromkeys(paths):
            planned = held.find(path) if path.endswith(".md") else None
            if planned is not None:
                yield path, dressing.title(planned.make())

    # Answers ----------------------------------------------------------------------------------

    def answer(self, address: str) -> Response:
        """Answer an address, below the root and without a slash before it."""
        if address.startswith(OWN):
            return own(address.removeprefix(OWN))
        path = self._path(address)
        if path is not None:
            looked = self.look(address)
            return Response(looked.whole(), status=looked.status)
        found = self._asset(address)
        if found is not None:
            return Response(found, kind_of(address))
        if address and not address.endswith("/") and self._path(f"{address}/") is not None:
            return Response(b"", status=302, to=f"/{quote(address)}/")
        return Response(self.look(address).whole(), status=404)

    def look(self, address: str) -> Looked:
        """Give a page as it is now; of an address that leads nowhere what is to be said there."""
        if address.startswith(FIGURES) and not self._holding.effects and self._worker.is_alive():
            with self._changed:
                self._changed.wait_for(lambda: self._holding.effects or self._ended, PATIENCE)
        with self._making:
            state = self._now()
            looked = state.pages.get(address)
            if looked is None:
                try:
                    looked = self._looked(address, state)
                except Exception:  # noqa: BLE001 - our bug; the next save may show the page again
                    traceback.print_exc()
                    looked = Looked(_FAILED, HTTPStatus.INTERNAL_SERVER_ERROR, "")
            if looked.status == HTTPStatus.OK:
                state.pages[address] = looked
            return looked

    def wait(self, address: str, page: str, told: str, seconds: float) -> Looked:
        """Wait until an address says something else than what somebody looks at, and look.

        Args:
            address: as `answer` takes it.
            page: the name of the page that is looked at.
            told: the name of its notice.
            seconds: how long to wait at most.
        """
        end = time.monotonic() + seconds
        while True:
            ticks = self._ticks
            looked = self.look(address)
            left = end - time.monotonic()
            if (looked.tag, looked.notice_tag) != (page, told) or left <= 0 or self._ended:
                return looked
            with self._changed:
                while self._ticks == ticks and self._changed.wait(left):
                    pass

    def _now(self) -> _State:
        assert self._state is not None  # noqa: S101 - nothing is answered before it was read
        return self._state

    def _path(self, address: str) -> str | None:
        """Give the path of the page that stands at an address, None where there is none."""
        with self._making:
            assert self._dressing is not None  # noqa: S101 - as above
            held = self._now().held
            for path in candidates(address):
                if held.find(path) and self._dressing.stands(path, address):
                    return path
        return None

    def _looked(self, address: str, state: _State) -> Looked:
        held, path = state.held, self._path(address)
        assert self._dressing is not None  # noqa: S101 - as above
        if path is None:
            dressed = self._gone(address, held) or self._dressing.missing(self._titles)
            return Looked(dressed, 404, self._notice("", state, set()))
        planned = held.find(path)
        assert planned is not None  # noqa: S101 - it was found
        with held.reading.notes.taken() as asked:
            page = planned.make()
        if path in self._titles:
            self._titles[path] = dressing.title(page)
        dressed = self._dressing.page(
            page,
            self._titles,
            lambda other: held.find(other) is not None,
            lambda: held.beside(path),
        )
        told = self._notice(path, state, {name for name, _ in asked})
        return Looked(dressed, 200, told, self._edition if path == "index.md" else 0)

    def _notice(self, path: str, state: _State, asked: set[str]) -> str:
        held = state.held
        document = held.whole.base.documents.get(links.entity(path)) if path else None
        file = document.shown if document else ""
        unread = {each.place.path for each in held.mistakes if each.severity == "error"}
        return notice.of(
            file,
            state.problems,
            held.whole.base.kb.language,
            shown=file not in unread,
            stopped=self._stopped,
            measuring=self._holding.effects is None and "effects" in asked,
        )

    def _gone(self, address: str, held: Held) -> bytes | None:
        """Tell of a card that was there, where to go from its address."""
        assert self._dressing is not None  # noqa: S101 - as above
        for path in candidates(address):
            entity = links.entity(path)
            file = self._holding.file_of(entity) if entity else ""
            if file:
                return self._dressing.page(removed(path, held, file), self._titles)
        return None

    def _asset(self, address: str) -> bytes | None:
        if address.startswith(_BEHIND):
            return self._released_file(address)
        with self._making:
            held = self._now().held
            assert self._dressing is not None  # noqa: S101 - as above
            if address in held.seen.materials:
                return read(self.where.content / address)
            file = self._dressing.file(address)
            if file:
                return read(file)
            planned = None if address.endswith((".md", "/")) else held.find(address)
            return planned.make().content if planned else None

    def _released_file(self, address: str) -> bytes | None:
        """Give a file of the call screen; the first who asks waits until all of it is made."""
        if self._published is None:
            self._wanted.set()
            self._tell()
            with self._changed:
                self._changed.wait_for(lambda: self._published or self._ended)
        found = self._release.get(address) or self._older.get(address)
        return found.content if found else None

    # Behind -----------------------------------------------------------------------------------

    def _behind(self) -> None:
        """Make what takes longer, for the newest state; what is late is given up."""
        done: tuple[int, bool] = (0, False)
        while not self._ended:
            with self._changed:
                while not self._ended and done == (self._number, self._wanted.is_set()):
                    self._settled = True
                    self._changed.wait()
                self._settled = False
            done = self._number, self._wanted.is_set()
            # Who waits for the call screen waits for nothing else.
            first = () if self._published else (self._publish,)
            for step in (*first, self._measure, self._check, self._name, self._publish):
                try:
                    step(done[0])
                except Exception:  # noqa: BLE001 - our bug; the next step may do all the same
                    traceback.print_exc()
                if self._late(done[0]) or self._waited():
                    break
            else:
                done = self._number, done[1]

    def _late(self, number: int) -> bool:
        return self._ended or self._now().number != number

    def _waited(self) -> bool:
        """Tell whether somebody looks at a call screen that has never been made yet."""
        return self._wanted.is_set() and self._published is None

    def _measure(self, number: int) -> None:
        held = self._now().held
        found: Effects | None = apart.run(
            lambda: self._holding.measured(held), lambda: self._late(number) or self._waited()
        )
        if found is None or found == self._holding.effects:
            return
        with self._making:
            self._holding.effects = found
            if not self._late(number):
                state = self._now()
                state.held = self._holding.with_effects(held)
                state.pages.clear()
            self._tell()

    def _check(self, number: int) -> None:
        held = self._now().held
        where, day = self.where, held.whole.today

        def check() -> tuple[Problem, ...]:
            found, mistakes = self._holding.now()
            return tuple(checking.checked(where, found, mistakes, today=day)[1])

        found = apart.run(check, lambda: self._late(number) or self._waited())
        if found is None:
            return
        if found != self._checked:
            self._say(held.whole.base.kb.language, found)
        with self._making:
            self._checked = found
            state = self._now()
            if state.number == number and state.problems != _each(found):
                state.problems = _each(found)
                state.pages.clear()
                self._tell()

    def _name(self, number: int) -> None:
        """Look whether the navigation is called otherwise now."""
        for path in tuple(self._titles):
            with self._making:
                if self._late(number):
                    return
                planned = self._now().held.find(path)
                title = dressing.title(planned.make()) if planned else ""
                if title != self._titles[path]:
                    self._titles = dict(self._led(self._now().held))
                    self._now().pages.clear()
                    self._tell()

    def _publish(self, number: int) -> None:
        held = self._now().held
        if not self._wanted.is_set() or held is self._published:
            return
        try:
            made = apart.run(
                lambda: held.release(self.where),
                lambda: self._late(number),
                waited=self._published is None,
            )
        except apart.FailedError:
            # Who waits for it goes on without.
            self._published = held
            self._tell()
            raise
        if made is None:
            return
        with self._making:
            if self._release and made != self._release:
                self._edition += 1
                self._now().pages.pop("", None)
            self._older, self._release, self._published = self._release, made, held
            self._tell()


def _each(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give what is found, each once, by file and line.

    A base may have thousands of remarks, and this is done for each saved file, while a page waits:
    no two are compared.
    """
    found = {(each.place, each.code, repr(each.facts)): each for each in problems}
    return tuple(sorted(found.values(), key=lambda each: (each.place, each.code)))
