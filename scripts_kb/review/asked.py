"""What a person or a recipe asks of a review."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks of a review beside the two revisions.

    Attributes:
        today: the day to judge by; now in the base's zone, where left out.
        gate: whether to apply the gate's rules.
        author: the author's department, or the author's login.
        approved: departments that agreed.
        reviews: what the hosting's list of reviews says, as parsed JSON.
        open_since: since when the change has been open to everyone.
        shown: which commits the hosting showed and when, as parsed JSON; silence about a commit
            counts from there.
        target: the revision on which the change would land; the published branch, where left out.
        allow_truncated: read a cut history too.
        page: where the review will stand as a page, for links to it.
        pages: where the cards that change will stand as they will be, for a link to them.
    """

    today: dt.date | None = None
    gate: bool = False
    author: str = ""
    approved: tuple[str, ...] = ()
    reviews: object = None
    open_since: dt.date | None = None
    shown: object = None
    target: str = ""
    allow_truncated: bool = False
    page: str = ""
    pages: str = ""
