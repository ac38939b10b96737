"""Composes `kb search`: what the call screen finds for a customer's words, of the working tree.

content/ ──present──▶ Base ──searchable──▶ index ──asking──▶ ranked cards
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from scripts_kb.app import indexing, present
from scripts_kb.app.workspace import Workspace, today_in
from scripts_kb.language import Language
from scripts_kb.pages import searchable
from scripts_kb.pages.site import Site
from scripts_kb.problems import UserError
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.search.asking import confidence
from scripts_kb.search.asking.engine import Engine, SearchResult

Shown = Literal["answer", "guess", "none"]
"""How the call screen shows the first card: as the answer, as what may be one, as none."""

_FEW: Final = 4
"""So few letters are no question yet: what they find is shown as it is."""


@dataclass(frozen=True, slots=True)
class FoundCards:
    """What the words of a customer find.

    Attributes:
        result: The cards, the best first.
        titles: By entity.
        shown: How the first is shown.
        language: Of the base.
    """

    result: SearchResult
    titles: Mapping[str, str]
    shown: Shown
    language: Language


def found(
    where: Workspace,
    words: str,
    *,
    segment: str = "",
    limit: int = 9,
    audience: SiteAudience = "team",
) -> FoundCards:
    """Search the cards of a base as the call screen does, without a script.

    Args:
        where: the content folder.
        words: what would be typed.
        segment: to whom one talks; "" for anybody.
        limit: at most so many cards.
        audience: who asks; what their site does not show is not found.

    Raises:
        UserError: for a segment that there is not, or settings whose mistake hides which there are.
    """
    base, mistakes = present.base(where)
    segments = [each.id for each in base.kb.segments]
    if segment and segment not in segments:
        for mistake in present.unsettled(where, mistakes, "kb.yml"):
            raise UserError("mistake-in-file", line=mistake.line(base.kb.language))
        raise UserError("no-segment", segment=segment, known=", ".join(segments))
    site = Site(base, today=today_in(base.zone), audience=audience)
    cards = tuple(searchable.cards(site))
    engine = Engine(indexing.made(where, site, cards))
    result = engine.search(words, segment=segment, limit=limit)
    titles = {each.entity: each.title for each in cards}
    return FoundCards(result, titles, _shown(words, result), base.kb.language)


def _shown(words: str, result: SearchResult) -> Shown:
    if not result.hits:
        return "none"
    if len(words) < _FEW or result.confidence >= confidence.SURE:
        return "answer"
    return "guess" if result.confidence >= confidence.NONE else "none"
