"""Made files of every shape: cards, what is left over, people and variables, whole."""

import json
from pathlib import Path

import pytest

from scripts_kb import documents
from scripts_kb.importing.scripts import making, mapping, people, persons, roles, values
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.importing.scripts.values import ItemIds, KnownVariables, ValueMaker

MADE = Path(__file__).parents[1] / "documents" / "made"
EXPECTED = sorted(Path(__file__).with_name("expected").glob("*.json"))
PLAIN = {"hints": "say", "proof": "text", "steps": "say", "do_not_say": "say"}
FIELDS = (
    "note", "client_words", "heard_at", "answer", "goal", "channel", "direction", "next_question",
)  # fmt: skip


def whole(value):
    """Texts are compared whole, runs of white space as one space."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return {key: whole(each) for key, each in value.items() if each not in ("", [], None)}
    return [whole(each) for each in value] if isinstance(value, list | tuple) else value


def plain(item):
    """Give an item without ids, and its lists as plain ones."""
    return {
        key: [one[PLAIN[key]] for one in each] if key in PLAIN else each
        for key, each in item.items()
        if key != "id"
    }


def graph(nodes, entry, key, to):
    """Number steps in the order in which they are reached: graphs are equal up to ids."""
    by = {each[key]: each for each in nodes}
    order = [entry]
    for name in order:
        ways = [each[to] for each in by[name].get("answers", [])] + [by[name].get("next")]
        order += [each for each in dict.fromkeys(ways) if each in by and each not in order]
    assert len(order) == len(by)
    return [_numbered(by[name], order, key, to) for name in order]


def _numbered(node, order, key, to):
    found = {name: each for name, each in node.items() if name not in {key, "next", "answers"}}
    if "next" in node:
        found["next"] = order.index(node["next"])
    ways = [
        [each.get("client_says", ""), order.index(each[to])] for each in node.get("answers", [])
    ]
    hints = [each["say"] if isinstance(each, dict) else each for each in node.get("hints", [])]
    return {**found, "answers": ways, "hints": hints}


def shown(card, value):
    """Give a card as it is expected."""
    found = {"kind": card.kind, "title": value["title"], "at": card.at}
    found |= {name: value[name] for name in FIELDS if name in value}
    found |= plain({name: value[name] for name in PLAIN if name in value})
    found["answers"] = [plain(each) for each in value.get("answers", ())]
    if "nodes" in value:
        found["nodes"] = graph(value["nodes"], value["entry"], "id", "next")
    return whole(found)


def wanted(card):
    if "nodes" in card:
        card = {**card, "nodes": graph(card["nodes"], 1, "n", "to")}
    return whole(card)


@pytest.fixture(params=EXPECTED, ids=[each.stem for each in EXPECTED])
def made(request):
    """Gives a made file as it came out, and as it should."""
    expected = json.loads(request.param.read_text())
    language = expected.get("language", "ru")
    file = MADE / request.param.stem
    document = documents.read(file, file.name, roles.heads)
    setting = RuleSetting(language=language)
    found = making.make(document, setting)
    second = documents.count(file, document)
    return expected, language, found, setting, document, second


@pytest.mark.slow
def test_its_cards_are_those(made):
    expected, language, found, *_ = made
    known = KnownVariables(language, frozenset({"company"}), frozenset({values.NAME}))
    maker = ValueMaker(known)
    cards = [shown(each, maker.of(each, ItemIds({}))) for each in found.cards]
    assert cards == [wanted(each) for each in expected["cards"]]
    blanks = {text: {"to": to, "times": times} for text, (to, times) in maker.blanks.items()}
    assert blanks == expected.get("variables", {})


@pytest.mark.slow
def test_its_own_map_changes_nothing(made):
    """The map that the first run writes pins what was found; read again it gives the same."""
    _, language, found, first, document, _ = made
    proposed = {"colours": first.met_colours, "names": dict.fromkeys(["Глеб"])}
    text = mapping.write(
        None, file="x", checksum="0", tables=first.met_tables, proposed=proposed,
        taken=first.met_headings, cards=(),
    )  # fmt: skip
    pinned = mapping.read(text)
    second = RuleSetting(
        language=language,
        tables=pinned.tables,
        colours=pinned.colours,
        names=pinned.names,
        headings=first.met_headings,
    )
    again = making.make(document, second)
    assert again.cards == found.cards
    assert again.left == found.left
    assert second.ledger.fates() == first.ledger.fates()


def answered(made, **settled):
    """Give what comes out where a person settled something."""
    _, language, _, _, document, _ = made
    setting = RuleSetting(language=language, **settled)
    found = making.make(document, setting)
    return found.cards, found.left, setting.ledger.fates()


def test_each_heading_that_its_map_proposes_answers(made):
    *_, first, _, _ = made
    before = answered(made)
    deaf = [
        words for words in first.met_headings if answered(made, headings={words: "text"}) == before
    ]
    assert deaf == []


def test_each_place_in_doubt_answers_where_its_map_proposes_it_and_nowhere_else(made):
    _, _, found, first, *_ = made
    before = answered(made)
    left = {each.at for each in found.left}
    heard = {at for at in left if answered(made, settled={at: "hint"}) != before}
    assert heard == left & first.met_words


@pytest.mark.slow
def test_what_is_left_over_has_its_address_and_why(made):
    expected, language, found, *_ = made
    signs = {persons.PHONE[language], persons.MAIL[language]}
    told = [(each.at, whole(persons.without(each.text, language)), each.why) for each in found.left]
    assert {each for each in told if each[1] not in signs} == {
        (each["at"], whole(each["text"]), each["why"]) for each in expected.get("left", ())
    }


@pytest.mark.slow
def test_its_people_are_named_by_their_place(made):
    expected, _, _, setting, *_ = made
    assert list(people.of(setting)) == expected.get("people", [])


@pytest.mark.slow
def test_every_letter_has_one_fate(made):
    *_, setting, document, second = made
    ours = sum(setting.ledger.fates().values())
    assert ours == sum(each.letters for each in document.units())
    assert second in {ours, None}
    assert setting.ledger.odd() == ""
