"""A model of the gate: whatever a member of one department asks for, in two requests.

    state ──request 1──▶ gate ──may land──▶ state ──request 2──▶ gate ──may land──▶ state
                                                                                     │
    what others decide is as it was  ◀───────────────────────────────────────────────┘

The real review judges: pairs, keys, weights, reasons. What a member has: the own department's key,
its login, an accomplice's login that no department lists, any reason, and all the patience that
silence takes. Settings may be the own department's zone, and still it takes others to change who
decides.
"""

import copy
import datetime as dt
import hashlib
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts_kb.content import versions
from scripts_kb.past import differ
from scripts_kb.past.records import Rationale, Row
from scripts_kb.review import composing, deciding, keys, trees
from scripts_kb.review.asked import Asked
from scripts_kb.review.authority import Authority
from scripts_kb.review.context import Context
from scripts_kb.schema import outline

TODAY = dt.date(2026, 11, 24)
LOGINS = {"sales": "anna", "marketing": "boris", "trade": "tanya", "director": "dina"}
ACCOMPLICE = "eva"


def _zone(id_, fields, approvals):
    return {
        "id": id_,
        "title": id_,
        "fields": fields,
        "accountable": approvals[0],
        "approvals": approvals,
        "arbiter": "director",
    }


BASE = {
    "kb.yml": {"company": "Цех", "language": "ru", "branch": "main", "urgent_days": 2},
    "zones.yml": {
        "departments": [
            {"id": id_, "title": id_.title(), "reviewers": [login]} for id_, login in LOGINS.items()
        ],
        "zones": [
            _zone("words", ["objection:**", "insight:**"], ["sales"]),
            _zone("price", ["offer:**"], ["marketing"]),
            _zone("promise", ["offer:promise"], ["marketing", "sales"]),
            _zone("sheets", ["offer:audience"], ["trade"]),
            _zone("rules", ["config:**"], ["director"]),
        ],
    },
    "objections/dorogo.yml": {
        "id": "dorogo",
        "title": "Дорого",
        "answers": [{"id": "cup", "when": "Сравнивает", "say": "Сравним чашку с пачкой?"}],
    },
    "offers/vip.yml": {
        "id": "vip",
        "title": "От двадцати кило",
        "promise": "Вкус одной партии",
        "price": {"list": 1490, "currency": "RUB", "unit": "кг"},
        "audience": "team",
    },
    "insights/october.yml": {"id": "october", "title": "Октябрь", "sample": 120},
}
PLACES = {
    "objections/dorogo.yml": [("title",), ("answers", 0, "say"), ("answers", 0, "when")],
    "offers/vip.yml": [("title",), ("promise",), ("price", "list"), ("audience",)],
    "kb.yml": [("branch",), ("company",), ("urgent_days",)],
}
VALUES = {
    "list": [1491, 990],
    "audience": ["partner", "heads"],
    "urgent_days": [0, 99],
    "branch": ["mine", "mains"],
}
TEXTS = ["Дарого", "Дорого и хорошо", "Вкус двух партий", "Сравним пачку с чашкой?"]
PATTERNS = ["objection:title", "offer:price.**", "offer:promise", "config/zones:**", "config:**"]


@st.composite
def values(draw):
    """Give an edit of one value."""
    file = draw(st.sampled_from(sorted(PLACES)))
    place = draw(st.sampled_from(PLACES[file]))
    return ("set", file, place, draw(st.sampled_from(VALUES.get(place[-1], TEXTS))))


departments = st.sampled_from(sorted(LOGINS))
numbers = st.integers(0, 4)
decisions = st.one_of(
    st.tuples(st.just("join"), departments, st.sampled_from([*LOGINS.values(), ACCOMPLICE])),
    st.tuples(st.just("leave"), departments),
    st.tuples(st.just("approvals"), numbers, departments),
    st.tuples(st.just("arbiter"), numbers, departments),
    st.tuples(st.just("silence"), numbers, st.sampled_from([0, 2])),
    st.tuples(st.just("take"), st.sampled_from(PATTERNS), departments),
    st.tuples(st.just("drop"), numbers),
    st.tuples(st.just("gone"), st.sampled_from(sorted(BASE))),
)
reasons = st.builds(
    Rationale,
    st.just("file"),
    st.just("x"),
    class_=st.sampled_from([None, "editorial", "factual", "tactical"]),
    urgent=st.booleans(),
    origin=st.just("Двенадцать клиентов октября замолчали после этой фразы"),
    cause=st.just("На утверждение нечего ответить, разговор кончается"),
    purpose=st.just("Клиент выбирает день и остаётся в разговоре"),
    effect=st.just("Пробников назначим на четыре больше"),
    evidence=st.just(("insight/october",)),
    watch=st.just("Десять прослушанных звонков в неделю"),
    reverts=st.sampled_from([None, None, "abc"]),
)
requests = st.tuples(
    st.lists(st.one_of(values(), decisions), min_size=1, max_size=3), reasons, st.booleans()
)


def _decided(state, edit):
    """Edit what decides who decides; nothing where the state has no such place."""
    file = state.get("zones.yml")
    if not file:
        return
    departments_, zones = file["departments"], file["zones"]
    match edit:
        case ("join", department, login):
            next(each for each in departments_ if each["id"] == department)["reviewers"] += [login]
        case ("leave", department):
            next(each for each in departments_ if each["id"] == department)["reviewers"] = []
        case ("approvals", number, department) if number < len(zones):
            zones[number]["approvals"] = [department]
        case ("arbiter", number, department) if number < len(zones):
            zones[number]["arbiter"] = department
        case ("silence", number, days) if number < len(zones):
            zones[number]["silence_days"] = days
        case ("take", pattern, department):
            zones.append(_zone(f"taken-{len(zones)}", [pattern], [department]))
        case ("drop", number) if number < len(zones):
            del zones[number]


def _edited(state, edits):
    state = copy.deepcopy(state)
    for edit in edits:
        match edit:
            case ("set", file, place, value) if file in state:
                *above, last = place
                here = state[file]
                for step in above:
                    here = here[step]
                here[last] = value
            case ("gone", file):
                state.pop(file, None)
            case _:
                _decided(state, edit)
    return state


def _shelf(state, read):
    files = {}
    for path, value in state.items():
        content = yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode()
        blob = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        files[path] = trees.FileBytes(blob, "100644", content)
    return trees.Shelf(files, read)


def _judge(before, after, member, reason, *, approves):
    """Review a request as the recipes do; give its state."""
    read = versions.Reader().read
    then, now = _shelf(before, read), _shelf(after, read)
    paired = trees.pair(then, now)
    rows = {}
    for pair in paired.pairs:
        edits = tuple(differ.between(pair.before, pair.after, outline.of(pair.entity)))
        row = Row("worktree", pair.entity, 1, "changed", 0, 0, "", "", edits, reason)
        rows[pair.entity] = (row,)
    ruling = then.find("config/zones") or now.find("config/zones")
    logins = (LOGINS[member], ACCOMPLICE) if approves else ()
    said = [{"user": {"login": each}, "state": "APPROVED"} for each in logins]
    asked = Asked(author=f"@{LOGINS[member]}", reviews=said, open_since=dt.date(2026, 1, 5))
    context = Context(
        before=then,
        after=now,
        shown="content",
        boundaries=keys.Boundaries(ruling),
        authority=Authority(ruling, then.find("config/zones"), now.find("config/zones"), "Зоны"),
        consent=keys.consent(ruling, asked, TODAY),
        today=TODAY,
        rows=rows,
    )
    return composing.review(paired, context, base="a", head="b", notes=(), gated=True)


def _ruled(entity, path, member):
    """Tell whether a place decides who decides, and not for the director, a member, alone."""
    if member != "director":
        return deciding.decisive(entity, path)
    others = "|".join({*LOGINS} - {member})
    return re.match(rf"departments\[({others})\]|zones\[(words|price|promise|sheets)\]", path)


def _taken(base, state, member, *, urgent):
    """Name what others decide and what is not as it was."""
    read = versions.Reader().read
    boundaries = keys.Boundaries(base["zones.yml"])
    for pair in trees.pair(_shelf(base, read), _shelf(state, read)).pairs:
        shape = outline.of(pair.entity)
        edits = list(differ.between(pair.before, pair.after, shape))
        for path in keys.places(edits, shape):
            approvals = {
                each for zone in boundaries.of(pair.entity, path) for each in zone.approvals
            }
            others = approvals - {member}
            # Of two who decide, one is enough for what cannot wait.
            if _ruled(pair.entity, path, member) or (
                others and not (urgent and member in approvals)
            ):
                yield f"{pair.entity}:{path}"


@pytest.mark.slow
@given(departments, st.booleans(), requests, requests)
@settings(max_examples=80, deadline=None)
def test_nobody_changes_what_others_decide(member, keeps, first, second):
    base = copy.deepcopy(BASE)
    if keeps:
        base["zones.yml"]["zones"][-1]["approvals"] = [member]
    state, urgent = base, False
    for edits, reason, approves in (first, second):
        after = _edited(state, edits)
        review = _judge(state, after, member, reason, approves=approves)
        if review.refused:
            continue
        state, urgent = after, urgent or reason.urgent
        # A slip needs no key, in whosever zone: it changes the sense of no value.
        for entry in review.entries:
            ruled = any(deciding.decisive(entry.entity, edit.path) for edit in entry.edits)
            if entry.class_ == "editorial" and entry.path in base and not ruled:
                state = {**state, entry.path: base[entry.path]}
    assert list(_taken(base, state, member, urgent=urgent)) == []


def test_a_model_that_lets_nothing_pass_would_prove_nothing():
    reason = Rationale(
        "file",
        "x",
        origin="Новый прайс поставщика от пятницы, девять звонков",
        class_="factual",
    )
    after = _edited(BASE, [("set", "offers/vip.yml", ("price", "list"), 1491)])
    states = {
        member: _judge(BASE, after, member, reason, approves=True).state
        for member in ("sales", "marketing", "trade")
    }
    assert states == {"sales": "red", "marketing": "green", "trade": "red"}
