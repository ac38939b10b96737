"""Answers of a second hand-in join the file of their month: nothing lost, nothing counted twice."""

import datetime as dt

import pytest

from scripts_kb.cli import run
from scripts_kb.content import parsing
from scripts_kb.importing import joining, voice
from scripts_kb.importing.voice import CardAnswer
from tests.content.test_voice import COPIED, content  # noqa: F401 - a fixture

DAY = dt.date(2026, 11, 21)
DEAR = CardAnswer("objection/dorogo", "otherwise", "Кусается", "Сколько?", day="2026-11-20")
AGAIN = CardAnswer("objection/dorogo", "otherwise", "кусается!", day="2026-11-25")
IDEA = CardAnswer("objection/dorogo", "idea", "Говорить короче", day="2026-11-22")


def written(*answers: CardAnswer) -> str:
    text = voice.draft(answers, DAY, id_="x", title="Т", by="sales", segments=["home", "cafe"])
    return joining.marked(text, answers)


def joined(text: str, *answers: CardAnswer) -> joining.Addition:
    return joining.join(text, answers, DAY, by="sales", segments=["home", "cafe"])


def value(text: str) -> dict:
    return parsing.parse(text.encode(), markdown=False).raw


@pytest.mark.parametrize(
    ("first", "second", "added", "known"),
    [
        ([DEAR], [DEAR], 0, 1),
        ([DEAR], [AGAIN], 1, 0),
        ([DEAR], [DEAR, AGAIN, IDEA], 2, 1),
        ([DEAR, DEAR], [DEAR], 0, 1),
        ([DEAR], [DEAR, DEAR], 1, 1),
        ([IDEA], [IDEA], 0, 1),
    ],
)
def test_two_hand_ins_are_as_one(first, second, added, known):
    found = joined(written(*first), *second)
    assert (found.added, found.known) == (added, known)
    twice = joined(found.text, *second)
    assert (twice.text, twice.added) == (found.text, 0)
    new = [each for each in second if each not in first] or second[len(first) :]
    assert value(found.text) == value(written(*first, *new))


def test_a_remark_in_braces_stays_too():
    text = "{id: x, # от Ольги\n from: 2026-11-20, to: 2026-11-20, # дни\n unanswered: []}\n"
    found = joined(text, AGAIN)
    assert found.text.startswith("id: x # от Ольги\nfrom: 2026-11-20\nto: 2026-11-25 # дни\n")


def test_what_people_edited_stays_where_it_is():
    text = """\
id: x
title: Ноябрь   # заголовок от Ольги
# Разговоров было мало
from: 2026-11-20
to: 2026-11-20
sample: 7
proposals:
  - id: shorter
    about: objection/dorogo
    says: >-
      Говорить
      короче
    state: accepted
    reply: Взяли.
unanswered:
  - id: bites
    says: Кусается
    count: 2   # оба раза из кафе
# kb import voice: 0123456789
"""
    found = joined(text, AGAIN, IDEA, CardAnswer(kind="otherwise", text="Дорого везти"))
    assert (found.added, found.known) == (2, 1)
    assert (
        found.text
        == """\
id: x
title: Ноябрь   # заголовок от Ольги
# Разговоров было мало
from: 2026-11-20
to: 2026-11-25
sample: 7
proposals:
  - id: shorter
    about: objection/dorogo
    says: >-
      Говорить
      короче
    state: accepted
    reply: Взяли.
unanswered:
  - id: bites
    says: Кусается
    count: 3   # оба раза из кафе
  - id: unanswered-1
    says: Дорого везти
    count: 1
objections:
  - objection: dorogo
    count: 1
"""
        + "".join(line for line in found.text.splitlines(keepends=True) if line[:6] == "# kb i")
    )
    assert found.text.count("# kb import voice: 0123456789 ") == 1


def test_what_a_person_took_out_does_not_come_back():
    text = written(DEAR, IDEA).replace("Кусается", "Дорого для подарка")
    assert joined(text, DEAR, IDEA).text == text


def test_a_segment_stays_only_while_it_is_that_of_all():
    home = CardAnswer(kind="otherwise", text="Дорого", segment="home")
    cafe = CardAnswer(kind="otherwise", text="Далеко", segment="cafe")
    assert "segment: home" in joined(written(home), CardAnswer(text="Короче")).text
    assert "segment" not in joined(written(home), cafe).text


def test_the_command_says_what_joined_and_what_was_there(tmp_path, content, capsys):  # noqa: F811
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    first.write_text(COPIED, "utf-8")
    second.write_text(COPIED + "\n" + COPIED.replace("кусается", "далеко"), "utf-8")
    options = ["--content", str(content), "--today", "2026-11-21"]
    assert run(["import", "voice", str(first), *options]) == 0
    capsys.readouterr()
    assert run(["import", "voice", str(second), *options]) == 0
    said = capsys.readouterr()
    assert said.out.strip().endswith("insights/2026-11-otvety.yml")
    assert "дописаны новые ответы: 1; уже стояли в нём: 1" in said.err
    file = content / "insights/2026-11-otvety.yml"
    file.write_text(file.read_text("utf-8").replace("status:", "stattus:"), "utf-8")
    assert run(["import", "voice", str(second), *options]) == 2
    assert "в файле ошибка" in capsys.readouterr().err


def test_a_count_of_endless_digits_is_counted_on():
    first = written(DEAR).replace("count: 1", f"count: {'9' * 5000}", 1)
    assert joined(first, CardAnswer(first_words="сколько?")).added == 1
