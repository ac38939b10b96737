"""What partners are offered: the offers for their segments, and of each the materials for them.

    kb.yml  partners.segments: [cafe]
    offer    segments: [cafe, shop] ──▶ theirs        segments: [shop] ──▶ not theirs
    material segments: [cafe]       ──▶ theirs        segments: [shop] ──▶ not theirs

Who names no segment is meant for all of them: settings without any show every offer for partners,
a material without any goes wherever its offer goes.
"""

from collections.abc import Iterable

from scripts_kb.schema.cards import Offer
from scripts_kb.schema.config import Kb
from scripts_kb.schema.values import Value


def segments(kb: Kb) -> frozenset[str]:
    """Name the segments that the site for partners is for; none where it is for all."""
    return frozenset(kb.partners.segments if kb.partners else ())


def reaches(named: Iterable[str], theirs: frozenset[str]) -> bool:
    """Tell whether what names segments is meant for partners.

    Args:
        named: the segments of an offer, or of a material.
        theirs: those of the partners, as `segments` gives them.

    Examples:
        >>> reaches(["shop"], frozenset({"cafe"})), reaches([], frozenset({"cafe"}))
        (False, True)
    """
    those = frozenset(named)
    return not those or not theirs or not those.isdisjoint(theirs)


def of(offer: Offer, theirs: frozenset[str]) -> Offer:
    """Give an offer with the materials for partners of these segments alone."""
    kept = tuple(each for each in offer.materials if reaches(each.segments, theirs))
    return offer.model_copy(update={"materials": kept})


def offered(whole: Value, theirs: frozenset[str]) -> Value:
    """Give the value of an offer as partners of these segments were offered it; None where not.

    Args:
        whole: its value, as it is or was.
        theirs: the segments of the partners.

    Examples:
        >>> price = {"id": "price", "segments": ["shop"]}
        >>> offered({"audience": "partner", "materials": [price]}, frozenset({"cafe"}))
        {'audience': 'partner', 'materials': []}
        >>> offered({"audience": "partner", "segments": ["shop"]}, frozenset({"cafe"})) is None
        True
    """
    if not isinstance(whole, dict) or whole.get("audience") != "partner":
        return None
    if (whole.get("status") or "live") != "live" or not reaches(_named(whole), theirs):
        return None
    materials = whole.get("materials")
    if not isinstance(materials, list):
        return whole
    return {**whole, "materials": [each for each in materials if reaches(_named(each), theirs)]}


def _named(whole: Value) -> list[str]:
    """Name the segments that a value of the past names, whatever was written there."""
    found = whole.get("segments") if isinstance(whole, dict) else None
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
