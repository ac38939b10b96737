"""What a hosting tells of a request: who said what of which commit, and since when it is shown.

    GitHub   reviews {user.login, state, commit_id}          runs {head_sha, created_at}
    Gitea    reviews {user.login, state, dismissed, stale}
    GitLab   approved_by {user.username, approved_at}        versions {head_commit_sha, created_at}

A commit's own date is written by its author; the times here are those of the hosting. A yes to what
was changed afterwards is no yes to what would land: it is told as stale.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final, Literal

_YES: Final = frozenset({"approved", "approve"})
_NO: Final = frozenset({"changes_requested", "requested_changes", "request_changes"})
_DROPPED: Final = frozenset({"dismissed", "unapproved"})
_COMMITS: Final = ("head_sha", "head_commit_sha", "sha")
"""What hostings call the commit that was shown."""

Word = Literal["yes", "no", "stale"]


@dataclass(frozen=True, slots=True)
class GivenReviews:
    """What the reviewers of departments said last.

    Attributes:
        approved: departments that said yes to what would land.
        refused: departments that asked for changes.
        stale: departments that said yes to what was changed afterwards, and no more since.
    """

    approved: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    stale: frozenset[str] = frozenset()


def first_shown(shown: Any, standing: AbstractSet[str]) -> dt.datetime | None:
    """Tell when a hosting first showed what would land; None where it never did.

    Args:
        shown: the list of a request's runs or versions, as the hosting's API returns it.
        standing: the commits that ask for what would land: the head, and those before it since
            which only the target was merged in.

    Examples:
        >>> runs = [{"head_sha": "a", "created_at": "2026-11-16T09:30:00Z"}]
        >>> first_shown({"workflow_runs": runs}, {"a"}).isoformat()
        '2026-11-16T09:30:00+00:00'
        >>> first_shown(runs, {"b"}) is None
        True
    """
    listed = shown.get("workflow_runs") if isinstance(shown, dict) else shown
    runs = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    times = (
        _moment(each.get("created_at"))
        for each in runs
        if not standing.isdisjoint(str(each.get(name)) for name in _COMMITS)
    )
    return min(filter(None, times), default=None)


def _moment(text: Any) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def said(
    reviews: Any,
    by_department: Mapping[str, Sequence[str]],
    author: str = "",
    standing: AbstractSet[str] = frozenset(),
    since: dt.datetime | None = None,
) -> GivenReviews:
    """Read a hosting's list of reviews: what each person said last, by department.

    One person turns one key, however many departments list them; a reviewer of the author's
    department turns that one alone.

    Args:
        reviews: what the hosting's API returns: a list of reviews, or GitLab's approvals.
        by_department: department → logins.
        author: the author's department.
        standing: the commits that ask for what would land; a yes to another is stale, a no stands.
        since: when what would land was first shown; a yes from before is stale.
    """
    last: dict[str, Word] = {}
    for login, word in _words(reviews, standing, since):
        if word:
            last[login] = word
        else:
            last.pop(login, None)
    own = set(by_department.get(author, ()))
    may: dict[str, list[str]] = {}
    for department, logins in by_department.items():
        for login in logins:
            if login in last and (login not in own or department == author):
                may.setdefault(login, []).append(department)

    def of(word: Word) -> dict[str, list[str]]:
        return {login: mine for login, mine in may.items() if last[login] == word}

    refused = {each for mine in of("no").values() for each in mine}
    approved = _matched(of("yes")) - refused
    stale = {each for mine in of("stale").values() for each in mine}
    return GivenReviews(
        frozenset(approved), frozenset(refused), frozenset(stale - approved - refused)
    )


def _words(
    reviews: Any, standing: AbstractSet[str], since: dt.datetime | None
) -> Iterator[tuple[str, Word | None]]:
    """Yield who said what, in order: None for what is taken back."""
    if isinstance(reviews, dict):
        listed = reviews.get("approved_by")
        for each in listed if isinstance(listed, list) else ():
            login = _login(each)
            if login:
                at = _moment(each.get("approved_at"))
                yield login, "stale" if at and since and at < since else "yes"
        return
    for each in reviews if isinstance(reviews, list) else ():
        login = _login(each)
        state = str(each.get("state", "")).casefold() if login else ""
        if state in _DROPPED or (state in _YES | _NO and each.get("dismissed") is True):
            yield login, None
        elif state in _YES:
            yield login, "stale" if _is_older(each, standing) else "yes"
        elif state in _NO:
            yield login, "no"


def _is_older(review: Mapping[str, Any], standing: AbstractSet[str]) -> bool:
    if "commit_id" not in review or not standing:
        return review.get("stale") is True
    # A commit that was forced away is named by nobody any more: null.
    return str(review["commit_id"]) not in standing


def _login(review: Any) -> str:
    user = review.get("user") if isinstance(review, dict) else None
    name = (user.get("login") or user.get("username")) if isinstance(user, dict) else None
    return str(name).casefold() if name else ""


def _matched(may: Mapping[str, Sequence[str]]) -> set[str]:
    """Give as many departments as possible a person of their own.

    Source: augmenting paths; H. W. Kuhn, The Hungarian method, 1955.
    """
    holder: dict[str, str] = {}

    def place(login: str, tried: set[str]) -> bool:
        for department in may[login]:
            if department not in tried:
                tried.add(department)
                if department not in holder or place(holder[department], tried):
                    holder[department] = login
                    return True
        return False

    for login in may:
        place(login, set())
    return set(holder)
