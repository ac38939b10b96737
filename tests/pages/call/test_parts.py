"""A large base comes in parts: each card in one of them, and a change in few."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from cafe import CARDS, MANY, site

from scripts_kb.pages.call import answers, parts, screen


def read(content: bytes) -> list[dict]:
    text = content.decode()
    # A reader takes single lines: each card must be whole on its own.
    lines = [json.loads(line.removesuffix(",")) for line in text.splitlines()[1:-1]]
    assert lines == json.loads(text)
    return lines


@pytest.mark.slow
def test_each_card_stands_where_the_header_says():
    made = answers.of(site(MANY))
    header, *cards = read(made.first)
    assert len(cards) == header["ahead"]
    assert [f"{name}.json" for name, _ in header["parts"]] == list(made.parts)
    for name, count in header["parts"]:
        part = read(made.parts[f"{name}.json"])
        assert len(part) == count
        cards += part
    assert [each["entity"] for each in cards] == header["entities"]
    assert [each["value"]["title"] for each in cards] == header["titles"]
    assert [each["value"].get("segments", []) for each in cards] == header["whom"]
    assert len(set(header["entities"])) == len(cards) > 400
    assert 8 < len(made.parts) < 60


@pytest.mark.slow
def test_what_a_call_begins_with_comes_first():
    header, *ahead = read(answers.of(site(MANY)).first)
    found = [each["entity"] for each in ahead]
    assert found == ["objection/supplier", "question/delivery", "script/incoming"]
    assert header["ahead"] == 3


def test_no_more_than_so_many_come_first():
    scripts = {f"script/s{number}": CARDS["script/incoming"] for number in range(120)}
    assert read(answers.of(site(scripts)).first)[0]["ahead"] == parts.AHEAD


def test_a_small_base_comes_in_one_file():
    cards = {f"product/p{number}": {"title": "П"} for number in range(parts.SMALL)}
    assert answers.of(site(cards)).parts == {}
    cards["product/one-more"] = {"title": "П"}
    assert answers.of(site(cards)).parts != {}


def changed(**cards) -> set[str]:
    old = answers.of(site(MANY)).parts
    new = answers.of(
        site({**MANY, **{name.replace("__", "/"): each for name, each in cards.items()}})
    )
    return set(new.parts) - set(old)


@pytest.mark.slow
def test_equal_answers_are_equal_bytes():
    assert answers.of(site(MANY)) == answers.of(site(dict(MANY)))


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 17, 142, 299])
def test_a_changed_text_changes_one_part(number):
    other = {**MANY[f"objection/o{number}"], "answers": [{"id": "a", "say": "Иначе."}]}
    assert len(changed(**{f"objection__o{number}": other})) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a", "o111a", "o55-x", "zz"])
def test_a_new_card_changes_few_parts(name):
    assert 1 <= len(changed(**{f"objection__{name}": {"title": "Новое"}})) <= 4


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["team", "heads"])
def test_no_part_holds_what_the_team_may_not_see(audience):
    made = answers.of(site(MANY, audience=audience))
    told = b"".join((made.first, *made.parts.values())).decode()
    assert [each for each in ("1350", "margin", "floor", "секрет") if each in told] == []


@pytest.mark.slow
def test_a_release_knows_its_parts_and_their_sizes():
    found = {page.path: page.content for page in screen.assets(site(MANY), b"an index")}
    known = json.loads(re.search(r"const RELEASE = (.*);", found["sw.js"].decode())[1])
    assert known["parts"] == {
        path: len(each) for path, each in found.items() if path.startswith("call/answers/")
    }
    assert not known["parts"].keys() & known["files"].keys()
    names = {path.removeprefix("call/answers/") for path in known["parts"]}
    assert names == set(answers.of(site(MANY)).parts)


def laid(cards: dict, data: str = "one") -> dict[str, str]:
    made = answers.of(site(cards))
    files = {
        f"call/{data}/answers.json": made.first,
        "call/release.json": b'{"data":"%s"}' % data.encode(),
    }
    files |= {f"call/answers/{name}": each for name, each in made.parts.items()}
    return {path: each.decode() for path, each in files.items()}


def follow(files: dict[str, str], *steps: list) -> list:
    """What a browser makes of the files, step by step."""
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("parts.mjs"))],
        input=json.dumps({"files": files, "data": "one", "steps": steps}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_card_is_fetched_when_it_is_needed_and_once():
    one, other = "objection/o142", "offer/f77"
    steps = [
        ["asked"],
        ["title", one],
        ["whom", "objection/o141"],
        ["there", one],
        ["say", one],
        ["need", [one, "objection/gone", "script/incoming"]],
        ["need", [one]],
        ["say", one],
        ["asked"],
        ["say", other],
        ["there", "objection/gone"],
        ["say", "script/incoming"],
    ]
    asked, title, whom, there, before, *_, after, parts_, late, gone, first = follow(
        laid(MANY), *steps
    )
    assert asked == ["call/one/answers.json"]
    assert (title, whom) == ("Возражение 142", ["cafe"])
    assert (there, before, after) == (False, None, "Возражение 142")
    assert len(parts_) == 1
    assert (late, gone, first) == (None, True, "Входящий, для дома")


@pytest.mark.slow
def test_what_was_not_used_for_long_is_let_go():
    cards = {f"objection/o{number:04}": {"title": f"T{number}"} for number in range(3000)}
    entities = list(cards)
    steps = [["need", [entities[0]]]]
    for entity in entities[::20]:
        steps += [["need", [entity]], ["say", entities[0]]]
    *said, held, asked, again, title = follow(
        laid(cards), *steps, ["held"], ["asked"], ["need", [entities[20]]], ["say", entities[20]]
    )
    assert held <= 48 + 1 < len(asked)
    # What is on the screen all the time stays.
    assert {each for each in said if each is not True} == {"T0"}
    assert (again, title) == (True, "T20")


@pytest.mark.slow
def test_a_part_that_went_with_its_release_comes_from_the_next_one():
    entity, dropped = "objection/o142", "objection/o143"
    other = {**MANY, entity: {**MANY[entity], "title": "Сказано иначе"}}
    del other[dropped]
    old, new = laid(MANY), laid(other, "two")
    steps = [["put", path, None] for path in old if "answers/" in path and path not in new]
    steps += [["put", path, text] for path, text in new.items()]
    steps += [["need", [entity]], ["say", entity], ["title", entity]]
    steps += [["need", [dropped]], ["say", dropped], ["there", dropped]]
    assert follow(old, *steps)[-6:] == [True, "Сказано иначе", "Возражение 142", True, None, True]


@pytest.mark.slow
@pytest.mark.parametrize("text", [None, "<!doctype html><title>Войдите</title>", "[\n{}"])
def test_what_cannot_be_had_is_asked_for_again(text):
    entity = "objection/o142"
    files = laid(MANY)
    broken = [["put", path, text] for path in files if "call/answers/" in path]
    mended = [["put", path, each] for path, each in files.items()]
    steps = [*broken, ["need", [entity]], ["there", entity], *mended, ["need", [entity]]]
    found = follow(files, *steps, ["say", entity])
    place = len(broken)
    assert found[place : place + 2] == [False, False]
    assert found[-2:] == [True, "Возражение 142"]
