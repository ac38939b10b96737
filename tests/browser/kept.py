"""One profile with one page for test after test, put back between them as if it were new.

A profile of its own costs a test more than what most of them do: another process, and every script
fetched and compiled once more. What a test leaves in it is taken away here; where that cannot be
done for certain, as after a script that runs before each page, the next test gets a new one.

    test ──▶ page ──▶ left as: storage, history, size, colours, rights ──put back──▶ next test
                  └─▶ altered for good, other addresses, a worker, a failure ──close──▶ a new one
"""

from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from functools import wraps
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, Request

from tests.browser.complaints import Complaints

_SIZE = {"width": 1280, "height": 720}
_FOR_GOOD = {
    BrowserContext: (
        *("add_cookies", "add_init_script", "clock", "expose_binding", "expose_function"),
        *("new_cdp_session", "on", "once", "route", "route_from_har", "route_web_socket"),
        *("set_extra_http_headers", "set_geolocation"),
    ),
    Page: (
        *("add_init_script", "add_locator_handler", "clock", "expose_binding", "expose_function"),
        *("on", "once", "route", "route_from_har", "route_web_socket", "set_extra_http_headers"),
    ),
}
"""What holds for all that is opened afterwards, and has no end that a test could be trusted with."""

OFFICE = "kb.test"
"""This machine as another one sees it: a page of there without TLS may do less."""


class Profile:
    """A profile of the browser that is new, or as good as new, each time it is given.

    Args:
        browser: Where it is opened.
        prepare: What is done once to a new one, before its first page.
        lasting: The addresses, without a last slash, whose files are the same for all tests; of
            another one the next test might find old files in the cache.
    """

    def __init__(
        self,
        browser: Browser,
        prepare: Callable[[BrowserContext], object],
        lasting: Container[str],
    ) -> None:
        self._browser = browser
        self._prepare = prepare
        self._lasting = lasting
        self._context: BrowserContext | None = None
        self._heard = Complaints()
        self._asked: set[str] = set()
        self._altered = False

    def given(self, complaints: Complaints, *, anew: bool = False) -> BrowserContext:
        """Give it with one empty page, whose complaints are heard; or a new one."""
        if anew:
            self.end()
        self._heard = complaints
        if self._context is None:
            self._context = self._browser.new_context(
                locale="ru-RU", timezone_id="Europe/Moscow", viewport=_SIZE
            )
            self._context.on("page", self._watch)
            # Requests of the context, so that those of workers are seen as well.
            self._context.on("request", self._judge)
            self._prepare(self._context)
            self._context.new_page()
        self._asked.clear()
        self._altered = False
        return self._context

    def taken(self, *, anew: bool = False) -> None:
        """Take it from a test, and put it back, or end it."""
        self._heard = Complaints()  # what is said from now on belongs to no test
        try:
            fits = not anew and not self._altered and self._put_back()
        except Error:
            fits = False
        if not fits:
            self.end()

    def end(self) -> None:
        """Close it; the next one is new."""
        if self._context:
            self._context.close()
        self._context = None

    def alter(self) -> None:
        """Note that it was altered for good."""
        self._altered = True

    def _put_back(self) -> bool:
        """Take away what a test has left; tell whether that was possible."""
        assert self._context
        asked, pages = self._asked, self._context.pages
        if len(asked) > 1 or any(each not in self._lasting for each in asked) or not pages:
            return False
        page, *others = pages
        for each in others:
            each.close()
        if self._context.service_workers:
            return False
        self._context.set_offline(False)
        page.goto("about:blank")
        # No longer than needed: where a second session looks on, a page does not see the network go.
        session = self._context.new_cdp_session(page)
        for address in asked:
            session.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "all"})
        session.send("Page.resetNavigationHistory")
        session.detach()
        self._context.clear_permissions()
        self._context.clear_cookies()
        page.set_viewport_size(_SIZE)
        page.emulate_media(
            media="null",
            color_scheme="light",
            reduced_motion="no-preference",
            forced_colors="none",
            contrast="no-preference",
        )
        page.mouse.move(0, 0)
        page.evaluate("window.name = ''")
        return page.url == "about:blank"

    def _watch(self, page: Page) -> None:
        altered = self._altered
        page.on(
            "console",
            lambda message: (
                self._heard.said.append(
                    f"console: {message.text} ({message.location.get('url', '')})"
                )
                if message.type == "error"
                else None
            ),
        )
        page.on("pageerror", lambda error: self._heard.said.append(f"script: {error}"))
        self._altered = altered  # by this no test did

    def _judge(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"data", "blob", "about"}:
            return
        self._asked.add(f"{address.scheme}://{address.netloc}")
        if address.hostname not in {"127.0.0.1", OFFICE}:
            self._heard.said.append(f"foreign: {request.url}")


@contextmanager
def noting(alter: Callable[[], None]) -> Iterator[None]:
    """Call something whenever a profile or a page is altered for good."""
    before = [(kind, name, getattr(kind, name)) for kind in _FOR_GOOD for name in _FOR_GOOD[kind]]
    for kind, name, method in before:
        setattr(kind, name, _noted(method, alter))
    try:
        yield
    finally:
        for kind, name, method in before:
            setattr(kind, name, method)


def _noted(method: Callable | property, alter: Callable[[], None]) -> Callable | property:
    if isinstance(method, property):
        return property(_noted(method.fget, alter))

    @wraps(method)
    def noted(*arguments: object, **named: object) -> object:
        alter()
        return method(*arguments, **named)

    return noted
