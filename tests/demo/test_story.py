"""A story as it is written → steps."""

import datetime as dt

import pytest

from scripts_kb.demo import story
from scripts_kb.demo.story import Coming, Going, Hunk, Moving

WRITTEN = """\
@ 2026-02-16 11:40 first
Слова

By: sales
Origin: звонки
 и ещё звонки

~ a.yml
 id: a
-say: Дорого
+say: Не дорого
~
-  - one
+  - one
+  - two
 end: true

+ insights/b.yml
- offers/c.yml
-id: c
-title: Было
> d.yml → по папкам/д.yml

@ 2026-02-17 09:00 second on=side
Второй

@ 2026-02-17 10:00 third merges=side facts=2026-02
Merge branch 'side'
"""


def test_every_kind_of_edit_is_read():
    first, second, third = story.read(WRITTEN)
    assert first.message == "Слова\n\nBy: sales\nOrigin: звонки\n и ещё звонки\n"
    assert first.when == dt.datetime(2026, 2, 16, 11, 40, tzinfo=story.ZONE)
    assert first.edits == (
        Hunk("a.yml", ("id: a", "say: Дорого"), ("id: a", "say: Не дорого")),
        Hunk("a.yml", ("  - one", "end: true"), ("  - one", "  - two", "end: true")),
        Coming("insights/b.yml"),
        Going("offers/c.yml", "id: c\ntitle: Было\n"),
        Moving("d.yml", "по папкам/д.yml"),
    )
    assert (second.on, second.merges) == ("side", "")
    assert (third.merges, third.facts, third.edits) == ("side", "2026-02", ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Слова\n", "x:1: a step starts with"),
        ("@ 2026-02-16 one\n", "x:1: a step starts with"),
        ("@ 2026-02-16 11:40 a likes=b\nx\n", "x:3: a step has no such option"),
        ("@ 2026-02-16 11:40 a\nx\n~ f\n+new\n", "x:4: a place needs lines before and after"),
        ("@ 2026-02-16 11:40 a\nx\n~ f\n same\n", "x:4: a place needs lines before and after"),
        ("@ 2026-02-16 11:40 a\nx\n> one two\n", "x:3: a move is written"),
        ("@ 2026-02-16 11:40 a\nx\n+ f\nloose\n", "x:4: an edit starts with"),
    ],
)
def test_what_is_no_story_is_refused_with_its_line(text, said):
    with pytest.raises(ValueError, match=said):
        list(story.read(text, "x"))


def step(name, day):
    return story.Scene(name, dt.datetime(2026, 1, day, tzinfo=story.ZONE), "x\n")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([step("a", 1), step("a", 2)], "two steps are called a"),
        ([step("a", 2), step("b", 1)], "b lands before a"),
    ],
)
def test_steps_have_their_own_names_and_follow_the_clock(steps, said):
    with pytest.raises(ValueError, match=said):
        story.of(steps)


def test_the_year_ships_with_the_package():
    steps = story.year().steps
    assert (steps[0].when.date().isoformat(), steps[-1].when.year) == ("2025-12-01", 2026)
    assert [each.facts for each in steps if each.facts] == [
        "2025-12",
        *(f"2026-{month:02}" for month in range(1, 12)),
    ]
