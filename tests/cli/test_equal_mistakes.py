"""Equal mistakes are told once with their places; JSON keeps an entry for each place."""

import json

import pytest

from tests.cli.conftest import CARD, KB

QUESTION = CARD + "offers: [cena]\n"
FILES = {
    "kb.yml": KB,
    "objections/a.yml": QUESTION.format("a", "А"),
    "objections/b.yml": QUESTION.format("b", "Б"),
    "objections/c.yml": QUESTION.format("c", "В").replace("[cena]", "[cena, skidka]"),
}


@pytest.fixture
def found(folder):
    folder.write(FILES)
    return folder


def test_a_reference_that_leads_nowhere_is_told_once_with_its_places(found, kb):
    code, out, err = kb("check")
    told = [line for line in out.splitlines() if "cena" in line or line.startswith(" ")]
    assert code == 1
    assert len(told) == 2
    assert told[0].startswith("content/objections/a.yml:4:")
    assert told[1] == (
        "    То же ещё (мест: 2, файлов: 2): content/objections/b.yml:4, content/objections/c.yml:4"
    )
    # Another mistake on the same line is its own, and every place counts.
    assert out.count("skidka") == 1
    assert "Ошибок: 4" in err


def test_json_has_an_entry_for_each_place(found, kb):
    _, out, _ = kb("check", "--json")
    files = [each["file"] for each in json.loads(out) if "cena" in each["message"]]
    assert files == [f"content/objections/{name}.yml" for name in "abc"]


def test_of_a_wall_of_places_twenty_are_named_and_the_rest_counted(folder, kb):
    folder.write(
        {"kb.yml": KB, **{f"objections/c{n}.yml": QUESTION.format(f"c{n}", n) for n in range(100)}}
    )
    _, out, err = kb("check")
    (told,) = (line for line in out.splitlines() if line.startswith(" ") and "99" in line)
    assert told.count("content/objections/") == 20
    assert told.endswith(", … ещё мест: 79 (все назовёт --json)")
    assert "Ошибок: 100" in err
    _, found, _ = kb("check", "--json")
    assert len({each["file"] for each in json.loads(found) if "cena" in each["message"]}) == 100
