"""What the search knows of each entity: the customer's words come first.

    Site ──project──▶ live cards ─────────────────▶ cards    the call screen, and the header's box
                  ├─▶ what is answered at steps ──▶ replies  the call screen, within a script
                  └─▶ practices, retired cards ─┐
    generated pages ──▶ titles, headings ───────┴─▶ beside   the header's box alone

Only what the audience may see is searchable. In a call only what a salesperson opens in a call is:
the rest has an index of its own, so that no rule outranks an answer.
"""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import links
from scripts_kb.pages.phrases import Filler
from scripts_kb.pages.projection import project
from scripts_kb.pages.site import Page, Site
from scripts_kb.schema import labels
from scripts_kb.search.records import PARTING, REPLY, Equivalence, Facet, Findable

KINDS: Final = ("objection", "question", "script", "offer", "product")
"""In the order that decides between equals."""

PRACTICES: Final = ("regulation", "process", "decision", "meeting", "insight")
"""Kinds that have pages but are no answer in a call."""

PAGE: Final = "page"
"""The kind of a page that is no entity: `page/guide/salesperson/`."""

_PARTING: Final = frozenset({"refused", "not-our-lead"})
"""Outcomes after which there is nothing more to say."""

_ALSO_CALLED: Final = {
    "regulation": "правило, регламент",
    "process": "процесс, схема",
    "decision": "решение, спор, договорённость",
    "meeting": "планёрка, встреча",
    "insight": "голос клиента, наблюдение",
}
"""What people type when they look for any of a kind; in English the name of the kind will do."""

_SEARCHED: Final = catalogue("search")

_FRONT: Final = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_TITLE: Final = re.compile(r"^title: (.+)$", re.MULTILINE)
_UNSEARCHED: Final = re.compile(r"^search:\n +exclude: true$", re.MULTILINE)
_HEADING: Final = re.compile(
    r'<h2(?: id="(?P<id>[^"]+)")?>(?P<html>.*?)</h2>|^## (?P<text>.+)$',
    re.MULTILINE,
)
_AFTER: Final = re.compile(r' <span class="kb-(?:badge|number)\b.*?</span>')
_TAG: Final = re.compile(r"<[^>]*>")
_MARKED_HEADING: Final = re.compile(r"^#++ ++(.+)$", re.MULTILINE)
_TARGET: Final = re.compile(r"\]\([^)\]\s]*\)")


def cards(site: Site) -> Iterator[Findable]:
    """Yield the cards of a site, in the order of kinds and titles.

    Examples:
        >>> from scripts_kb.content.base import Base
        >>> list(cards(Site(Base())))
        []
    """
    seen = project(site)
    filler = Filler(seen)
    for kind in KINDS:
        records = [each.record for each in seen.base.of(kind) if each.record.status == "live"]
        for record in sorted(records, key=lambda each: (each.title, each.id)):
            yield _card(kind, record, filler, seen.base.kb.language)


def _card(kind: str, record: Any, filler: Filler, language: Language) -> Findable:
    answers, body = _TEXTS[kind](record)
    return Findable(
        entity=f"{kind}/{record.id}",
        kind=kind,
        title=filler.plain(record.title),
        phrases=tuple(map(filler.plain, record.heard)),
        synonyms=tuple(map(filler.plain, (*record.synonyms, *_asked(record, language)))),
        answers=tuple(filler.plain(text) for text in answers if text),
        body=tuple(filler.plain(text) for text in body if text),
        products=tuple(getattr(record, "products", ())) if kind != "offer" else (),
        segments=record.segments,
        family=getattr(record, "family", ""),
        stages=tuple(getattr(record, "heard_at", ())),
    )


def replies(site: Site) -> Iterator[Findable]:
    """Yield what customers answer at the steps of live scripts: `script/ID#STEP/REPLY`.

    Examples:
        >>> from scripts_kb.content.base import Base
        >>> list(replies(Site(Base())))
        []
    """
    seen = project(site)
    filler = Filler(seen)
    for document in seen.base.of("script"):
        script = document.record
        ends = {node.id for node in script.nodes if node.outcome in _PARTING}
        for node in script.nodes if script.status == "live" else ():
            for reply in node.answers:
                yield Findable(
                    entity=f"{document.entity}#{node.id}/{reply.id}",
                    kind=PARTING if reply.next in ends else REPLY,
                    title=filler.plain(reply.client_says),
                    phrases=tuple(map(filler.plain, reply.client_words)),
                )


def _asked(record: Any, language: Language) -> list[str]:
    """Return how a customer asks for the price of what has one: its card is the answer."""
    if getattr(record, "price", None) is None:
        return []
    return [_SEARCHED.say(key, language, title=record.title) for key in ("price-asked", "price")]


def _objection(record: Any) -> tuple[list[str], list[str]]:
    answers = [text for each in record.answers for text in (each.say, *(s.say for s in each.steps))]
    body = [
        text
        for each in record.answers
        for text in (each.when, each.true_concern, each.next_question, *_proofs(each))
    ]
    return answers, body


def _question(record: Any) -> tuple[list[str], list[str]]:
    return [record.answer], [record.next_question, *_proofs(record)]


def _script(record: Any) -> tuple[list[str], list[str]]:
    intents = [node.intent for node in record.nodes]
    replies = [reply.client_says for node in record.nodes for reply in node.answers]
    return [], [record.goal, *intents, *replies]


def _offer(record: Any) -> tuple[list[str], list[str]]:
    return [record.promise], [record.terms, record.discount_limits]


def _product(record: Any) -> tuple[list[str], list[str]]:
    return [record.says], [record.line, record.sku]


def _proofs(record: Any) -> list[str]:
    return [each.text for each in record.proof]


_TEXTS: Final = {
    "objection": _objection,
    "question": _question,
    "script": _script,
    "offer": _offer,
    "product": _product,
}


def facets(site: Site) -> Iterator[Facet]:
    """Yield the names of products and segments: a query may name one beside the question."""
    seen = project(site)
    for document in seen.base.of("product"):
        record = document.record
        yield Facet("product", record.id, (record.title, *record.synonyms))
    for segment in seen.base.kb.segments:
        yield Facet("segment", segment.id, (segment.title,))


def synonyms(site: Site) -> Iterator[Equivalence]:
    """Yield the keeper's synonyms of `synonyms.yml`."""
    for each in site.base.synonyms:
        yield Equivalence(each.words, each.to, min(1.0, max(0.0, float(each.weight))))


def beside(site: Site, made: Iterable[Findable] = ()) -> Iterator[Findable]:
    """Yield what only the header's box finds: practices, cards out of use, pages of no entity.

    Args:
        site: the site.
        made: the cards of pages that are no entity, as `sections` gives them.

    Examples:
        >>> from scripts_kb.content.base import Base
        >>> list(beside(Site(Base())))
        []
    """
    seen = project(site)
    filler = Filler(seen)
    language = seen.base.kb.language
    for kind in (*PRACTICES, *KINDS):
        known = [each.record for each in seen.base.of(kind)]
        for record in sorted(known, key=lambda each: (each.title, each.id)):
            if kind in KINDS and record.status == "live":
                continue
            named = record.title or record.id
            if record.status != "live":
                named = f"{named} ({labels.choice('status', record.status, language).lower()})"
            if kind in PRACTICES:
                card = _practice(kind, record, filler)
            else:
                card = _card(kind, record, filler, language)
            yield replace(card, title=filler.plain(named))
    yield from made


def sections(page: Page, entities: frozenset[str]) -> Iterator[Findable]:
    r"""Yield a page that is no entity, and its headings as variants of it.

    Of a page that asks not to be searched only the title is found.

    Args:
        page: a page of the tree.
        entities: paths of the pages that are entities: those are found by what they hold.

    Examples:
        >>> guide = Page("guide/x.md", "---\ntitle: Продавцу\n---\n\n## По скрипту\n".encode())
        >>> [(each.entity, each.title) for each in sections(guide, frozenset())][0]
        ('page/guide/x/', 'Продавцу')
    """
    if not page.path.endswith(".md") or page.path == "index.md" or page.path in entities:
        return
    text = page.content.decode()
    front = _FRONT.match(text)
    named = front and _TITLE.search(front[1])
    if front is None or named is None:
        return
    title = _plain(json.loads(named[1]) if named[1].startswith('"') else named[1])
    address = re.sub(r"(?:(?<=/)index)?\.md$", "", page.path).rstrip("/") + "/"
    entity = f"{PAGE}/{address}"
    yield Findable(entity, PAGE, title, family=address)
    if _UNSEARCHED.search(front[1]):
        return
    seen: set[str] = set()
    for match in _HEADING.finditer(text, front.end()):
        heading = _plain(_TAG.sub("", _AFTER.sub("", match["html"] or match["text"] or "")))
        # A heading without an anchor is found by its text: browsers know how.
        anchor = match["id"] or f":~:text={quote(heading, safe='').replace('-', '%2D')}"
        if heading and anchor not in seen:
            seen.add(anchor)
            both = (f"{title} {heading}",)
            yield Findable(f"{entity}#{anchor}", PAGE, heading, synonyms=both, family=address)


def _plain(marked: str) -> str:
    return " ".join(html.unescape(marked).replace("`", "").split())


def _practice(kind: str, record: Any, filler: Filler) -> Findable:
    headings, said, rest = _PRACTICES[kind](record)
    named = (labels.kind(kind, "en"), _ALSO_CALLED[kind])
    return Findable(
        entity=f"{kind}/{record.id}",
        kind=kind,
        title=filler.plain(record.title),
        synonyms=tuple(filler.plain(text) for text in (*headings, *named) if text),
        answers=tuple(filler.plain(text) for text in said if text),
        body=tuple(filler.plain(text) for text in rest if text),
        segments=record.segments,
    )


_Parts = tuple[list[str], list[str], list[str]]


def _prose(text: str) -> tuple[list[str], list[str]]:
    """Part an author's prose into its headings and what stands below them."""
    bare = _TARGET.sub("]", text)
    headings = [each.rstrip("#").rstrip(" ") for each in _MARKED_HEADING.findall(bare)]
    return list(filter(None, headings)), _MARKED_HEADING.sub("", bare).split("\n\n")


def _regulation(record: Any) -> _Parts:
    headings, rest = _prose(record.body)
    return headings, [], [record.owner, *rest]


def _process(record: Any) -> _Parts:
    steps = record.steps
    rest = [text for s in steps for text in (s.role, s.input, s.output, s.control)]
    return [step.title for step in steps], [], [record.owner, *rest]


def _decision(record: Any) -> _Parts:
    headings, rest = _prose(record.body)
    told = [*record.positions.values(), *(each.says for each in record.options)]
    return headings, [record.compromise], [*told, *rest]


def _meeting(record: Any) -> _Parts:
    headings, rest = _prose(record.body)
    answered = [each.answer for each in record.questions]
    said = [*(each.says for each in record.questions), *(each.title for each in record.tasks)]
    return headings, said, [*answered, *rest]


def _insight(record: Any) -> _Parts:
    lists = (record.first_words, record.purposes, record.matters, record.unanswered)
    return [], [], [each.says for heard in lists for each in heard]


_PRACTICES: Final[dict[str, Callable[[Any], _Parts]]] = {
    "regulation": _regulation,
    "process": _process,
    "decision": _decision,
    "meeting": _meeting,
    "insight": _insight,
}


def entity_pages(site: Site) -> frozenset[str]:
    """Give the paths of the pages that are entities."""
    kinds = (*KINDS, *PRACTICES)
    known = site.base.documents.values()
    return frozenset(links.source(each.entity) for each in known if each.kind in kinds)
