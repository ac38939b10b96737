import datetime as dt

import pytest

from scripts_kb.problems import UserError
from scripts_kb.review import keys
from scripts_kb.review.asked import Asked

SETTINGS = {
    "departments": [
        {"id": "sales", "title": "Продажи", "reviewers": ["anna", "both"]},
        {"id": "marketing", "title": "Маркетинг", "reviewers": ["Boris", "both"]},
        {"id": "director", "title": "Директор", "reviewers": ["dina"]},
    ],
    "zones": [
        {
            "id": "words",
            "title": "Слова",
            "fields": ["objection:**"],
            "approvals": ["sales"],
            "silence_days": 2,
            "arbiter": "director",
        },
        {
            "id": "say",
            "title": "Речь",
            "fields": ["objection:answers.say"],
            "approvals": ["sales", "marketing"],
            "silence_days": 2,
            "arbiter": "director",
        },
        {"id": "price", "title": "Цена", "fields": ["offer:price.**"], "accountable": "marketing"},
        {"id": "one", "title": "Раз", "fields": ["offer:terms"], "accountable": "sales"},
        {"id": "two", "title": "Два", "fields": ["offer:terms"], "accountable": "marketing"},
        {"id": "broken", "fields": 5},
    ],
}
SAY = "answers[cup].say"
TODAY = dt.date(2026, 11, 24)  # a Tuesday

# path, what is said → given by whom, missing
TABLE = {
    "nobody spoke": ("objection/x", [SAY], {}, {}, ["sales", "marketing"]),
    "one of two": (
        "objection/x",
        [SAY],
        {"approved": ("sales",)},
        {"sales": "approved"},
        ["marketing"],
    ),
    "both": (
        "objection/x",
        [SAY],
        {"approved": ("sales", "marketing")},
        {"sales": "approved", "marketing": "approved"},
        [],
    ),
    "the author has the own key alone": (
        "objection/x",
        [SAY],
        {"author": "sales"},
        {"sales": "author"},
        ["marketing"],
    ),
    "the author's login will do": (
        "objection/x",
        [SAY],
        {"author": "anna"},
        {"sales": "author"},
        ["marketing"],
    ),
    "another department's yes is no key": (
        "objection/x",
        ["title"],
        {"approved": ("marketing",)},
        {},
        ["sales"],
    ),
    "the owner where no keys are named": ("offer/x", ["price.list"], {}, {}, ["marketing"]),
    "silence over a weekend is too short": (
        "objection/x",
        ["title"],
        {"open_since": dt.date(2026, 11, 23)},
        {},
        ["sales"],
    ),
    "two working days of silence": (
        "objection/x",
        ["title"],
        {"open_since": dt.date(2026, 11, 20)},
        {"sales": "silence"},
        [],
    ),
    "silence where the zone allows none": (
        "offer/x",
        ["price.list"],
        {"open_since": dt.date(2026, 1, 1)},
        {},
        ["marketing"],
    ),
    "the arbiter breaks a deadlock": (
        "objection/x",
        [SAY],
        {"approved": ("director",)},
        {"sales": "arbiter", "marketing": "arbiter"},
        [],
    ),
    "an arbiter who is the author does not": (
        "objection/x",
        [SAY],
        {"approved": ("director",), "author": "director"},
        {},
        ["sales", "marketing"],
    ),
    "a review by login": (
        "objection/x",
        ["title"],
        {"reviews": [{"user": {"login": "Anna"}, "state": "APPROVED"}]},
        {"sales": "approved"},
        [],
    ),
    "the last word counts": (
        "objection/x",
        ["title"],
        {
            "reviews": [
                {"user": {"login": "anna"}, "state": s}
                for s in ("APPROVED", "COMMENTED", "CHANGES_REQUESTED")
            ]
        },
        {},
        ["sales"],
    ),
    "an approval after asking for changes": (
        "objection/x",
        ["title"],
        {
            "reviews": [
                {"user": {"login": "anna"}, "state": s}
                for s in ("CHANGES_REQUESTED", "APPROVED", "COMMENTED")
            ]
        },
        {"sales": "approved"},
        [],
    ),
    "asking for changes, dismissed": (
        "objection/x",
        ["title"],
        {
            "reviews": [
                {"user": {"login": "anna"}, "state": s} for s in ("CHANGES_REQUESTED", "DISMISSED")
            ],
            "open_since": dt.date(2026, 11, 20),
        },
        {"sales": "silence"},
        [],
    ),
    "a review that is not sent yet": (
        "objection/x",
        ["title"],
        {"reviews": [{"user": {"login": "anna"}, "state": "PENDING"}]},
        {},
        ["sales"],
    ),
    "a colleague's yes does not outvote a no": (
        "objection/x",
        ["title"],
        {
            "approved": ("sales",),
            "reviews": [{"user": {"login": "anna"}, "state": "CHANGES_REQUESTED"}],
        },
        {},
        ["sales"],
    ),
    "a dismissed review is none": (
        "objection/x",
        ["title"],
        {"reviews": [{"user": {"login": "anna"}, "state": s} for s in ("APPROVED", "DISMISSED")]},
        {},
        ["sales"],
    ),
    "who asks for changes is not silent": (
        "objection/x",
        ["title"],
        {
            "reviews": [{"user": {"login": "anna"}, "state": "CHANGES_REQUESTED"}],
            "open_since": dt.date(2026, 1, 1),
        },
        {},
        ["sales"],
    ),
    "one person turns one key": (
        "objection/x",
        [SAY],
        {"reviews": [{"user": {"login": "both"}, "state": "APPROVED"}]},
        {"sales": "approved"},
        ["marketing"],
    ),
    "two persons find a place each": (
        "objection/x",
        [SAY],
        {
            "reviews": [
                {"user": {"login": "both"}, "state": "APPROVED"},
                {"user": {"login": "anna"}, "state": "APPROVED"},
            ]
        },
        {"sales": "approved", "marketing": "approved"},
        [],
    ),
    "who is of the author's department turns no other key": (
        "objection/x",
        [SAY],
        {"author": "sales", "reviews": [{"user": {"login": "both"}, "state": "APPROVED"}]},
        {"sales": "approved"},
        ["marketing"],
    ),
    "the list of the other hosting": (
        "objection/x",
        ["title"],
        {"reviews": {"approved_by": [{"user": {"username": "anna"}}]}},
        {"sales": "approved"},
        [],
    ),
    "a stranger's yes": (
        "objection/x",
        ["title"],
        {"reviews": [{"user": {"login": "mallory"}, "state": "APPROVED"}]},
        {},
        ["sales"],
    ),
    "rubbish": (
        "objection/x",
        ["title"],
        {"reviews": ["x", {"user": None}, {"user": {"login": 5}}]},
        {},
        ["sales"],
    ),
    "an unknown author's login": ("objection/x", ["title"], {"author": "@mallory"}, {}, ["sales"]),
}


@pytest.mark.parametrize(("entity", "paths", "said", "given", "missing"), TABLE.values(), ids=TABLE)
def test_keys(entity, paths, said, given, missing):
    consent = keys.consent(SETTINGS, Asked(**said), TODAY)
    approvals, _ = keys.needed(entity, paths, keys.Boundaries(SETTINGS), consent)
    assert {key.department: key.given for key in approvals.keys if key.given} == given
    assert list(approvals.missing) == missing


@pytest.mark.parametrize(
    ("entity", "path", "gaps"),
    [
        ("objection/x", "title", ()),
        ("script/x", "title", ("no-zone",)),
        ("offer/x", "terms", ("zone-tie",)),
        ("script/x", "note", ()),
    ],
)
def test_fields_that_nobody_or_two_decide_are_named(entity, path, gaps):
    assert keys.needed(entity, [path], keys.Boundaries(SETTINGS), keys.Consent())[1] == gaps


@pytest.mark.parametrize("said", [{"author": "salse"}, {"approved": ("sales", "nobody")}])
def test_an_unknown_department_is_said_in_one_line(said):
    with pytest.raises(UserError, match="sales marketing director"):
        keys.consent(SETTINGS, Asked(**said), TODAY)


DAYS = [
    ("2026-11-20", "2026-11-20", 0),
    ("2026-11-20", "2026-11-22", 0),  # Friday to Sunday
    ("2026-11-20", "2026-11-23", 1),
    ("2026-11-16", "2026-11-18", 2),
    ("2026-11-16", "2026-11-30", 10),
    ("2026-11-21", "2026-11-20", 0),
]


@pytest.mark.parametrize(("start", "end", "days"), DAYS)
def test_working_days(start, end, days):
    assert keys.working_days(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == days
