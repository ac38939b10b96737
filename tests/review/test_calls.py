import pytest

from scripts_kb.review import calls


def node(id_, *answers, next_=None, outcome=None, objections=()):
    found = {"id": id_, "say": id_}
    if answers:
        found["answers"] = [{"id": a, "client_says": a, "next": b} for a, b in answers]
    if next_:
        found["next"] = next_
    if outcome:
        found["outcome"] = outcome
    if objections:
        found["objections"] = list(objections)
    return found


def script(*nodes, entry="hi"):
    return {"entry": entry, "nodes": list(nodes)}


OLD = script(
    node("hi", ("price", "cost"), ("advise", "taste")),
    node("cost", next_="bye", objections=["dorogo"]),
    node("taste", next_="bye"),
    node("bye", outcome="deal"),
)


def test_a_reply_that_leads_elsewhere():
    new = script(node("hi", ("price", "taste"), ("advise", "taste")), *OLD["nodes"][1:])
    found = calls.compare(OLD, new)
    assert [(old.reply, old.end, new.end) for old, new in found.redirected] == [
        ("price", "cost", "taste")
    ]
    assert found.unreachable == ("cost",)
    assert found.lost_objections == ("dorogo",)
    assert [[way.node for way in path] for path in found.gone] == [["hi", "cost"]]
    assert [[way.node for way in path] for path in found.new] == [["hi", "taste"]]
    assert (found.paths_before, found.paths_after) == (2, 2)


def test_back_again_is_the_same_the_other_way_round():
    new = script(node("hi", ("price", "taste")), *OLD["nodes"][2:])
    there, back = calls.compare(OLD, new), calls.compare(new, OLD)
    assert (there.gone, there.new) == (back.new, back.gone)
    assert [(a, b) for a, b in there.redirected] == [(b, a) for a, b in back.redirected]


@pytest.mark.parametrize(
    ("nodes", "dead"),
    [
        ([node("hi", next_="loop"), node("loop", next_="hi")], ("hi", "loop")),
        ([node("hi")], ("hi",)),
        ([node("hi", ("a", "nowhere"))], ("hi",)),
        ([node("hi", next_="script/other")], ()),
        ([node("hi", outcome="refused")], ()),
    ],
)
def test_dead_ends(nodes, dead):
    assert calls.compare(None, script(*nodes)).dead_ends == dead


def test_what_was_dead_before_is_no_news():
    dead = script(node("hi"))
    assert not calls.compare(dead, dead).differs


def test_paths_stop_at_many():
    layers = [node(f"n{i}", *((str(k), f"n{i + 1}") for k in range(4))) for i in range(12)]
    assert (
        calls.compare(None, script(*layers, node("n12", outcome="deal"), entry="n0")).paths_after
        == calls.MANY
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"nodes": 5},
        {"nodes": [{"id": 5}, "x"], "entry": []},
        {"nodes": [{"id": "a", "answers": "x", "next": {}}]},
    ],
)
def test_a_broken_script_has_a_conversation_too(value):
    calls.compare(value, OLD)
    calls.compare(OLD, value)


LOST = [
    ("objection/x", {"answers": [{"id": "a", "say": "Да"}]}, {"title": "X"}, True),
    (
        "objection/x",
        {"answers": [{"id": "a", "say": "Да"}]},
        {"answers": [{"id": "b", "steps": [{"id": "s"}]}]},
        False,
    ),
    ("question/x", {"answer": "Да"}, {"title": "X"}, True),
    ("objection/x", {"answers": [{"id": "a", "say": "Да"}]}, None, False),
    ("objection/x", {"title": "X"}, {"title": "Y"}, False),
    ("offer/x", {"answer": "Да"}, {"title": "X"}, False),
]


@pytest.mark.parametrize(("entity", "before", "after", "lost"), LOST)
def test_the_last_answer_lost(entity, before, after, lost):
    assert calls.lost_answers(entity, before, after) is lost
