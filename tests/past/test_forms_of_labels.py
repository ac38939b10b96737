"""The ways in which people write a reason into a message: written → read, named, or let alone."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.past.lines import KEYS
from scripts_kb.past.messages import trailers

ROOT = Path(__file__).resolve().parents[2]


def said(body):
    found = trailers(f"Тема\n\n{body}")
    return found.fields, found.slips


CAUSE = {"cause": ["вилка звучала поздно"]}
READ = {
    "a bullet": "* Почему: вилка звучала поздно",
    "a hyphen": "- Почему: вилка звучала поздно",
    "a round bullet": "• Почему: вилка звучала поздно",
    "a number": "1. Почему: вилка звучала поздно",
    "a quote": "> Почему: вилка звучала поздно",
    "a quoted bullet": "> - Почему: вилка звучала поздно",
    "bold with the colon": "**Почему:** вилка звучала поздно",
    "bold before the colon": "**Почему**: вилка звучала поздно",
    "underscores": "__Почему:__ вилка звучала поздно",
    "cursive": "*Почему*: вилка звучала поздно",
    "a bullet in bold": "- **Почему:** вилка звучала поздно",
    "a picture": "🎯 Почему: вилка звучала поздно",
    "a dash": "Почему — вилка звучала поздно",
    "a short dash": "Почему – вилка звучала поздно",
    "a hyphen for a dash": "Почему - вилка звучала поздно",
    "a full-width colon": "Почему：вилка звучала поздно",
    "a space before the colon": "Почему : вилка звучала поздно",
    "a question": "Почему? вилка звучала поздно",
    "the question of the template": "**Почему меняем?** вилка звучала поздно",
    "the question without stars": "Почему меняем? вилка звучала поздно",
    "another name": "Причина: вилка звучала поздно",
    "another name in bold": "**Причина:** вилка звучала поздно",
    "another name in English": "Reason: вилка звучала поздно",
    "something in brackets": "Почему (для продаж): вилка звучала поздно",
    "a heading": "## Почему\n\nвилка звучала поздно",
    "a heading without air": "### Почему:\nвилка звучала поздно",
    "a bold line above": "**Почему меняем?**\n\nвилка звучала поздно",
    "the answer below": "Почему:\nвилка звучала поздно",
    "the answer below an empty line": "Почему:\n\nвилка звучала поздно",
    "the answer as a list": "Почему:\n- вилка\n- звучала поздно",
    "a line without indent": "Почему: вилка\nзвучала поздно",
    "a line quoted on": "> Почему: вилка\n> звучала поздно",
    "a hint left in a comment": "**Почему?** <!-- Причина, а не «улучшение» --> вилка звучала поздно",
    "a comment of several lines": "<!-- Почему: не эта\nи не эта -->\nПочему: вилка звучала поздно",
    "another trailer below": "Почему: вилка звучала поздно\nSigned-off-by: A <a@b.c>",
    "an issue below": "Почему: вилка звучала поздно\nFixes #12: мелочь",
    "a rule below": "Почему: вилка звучала поздно\n---\nКонец",
    "a task below": "Почему: вилка звучала поздно\n- [ ] Прочитано вслух",
    "the next commit of a squash": "Почему: вилка звучала поздно\n\n* Другой ответ\n\nПроза",
}


@pytest.mark.parametrize("body", READ.values(), ids=READ)
def test_plain_forms_are_read(body):
    assert said(body) == (CAUSE, [])


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\t", "  "])
def test_any_space_stands_in_a_label(space):
    assert said(f"С{space}чего{space}началось:{space}41 из 120") == ({"origin": ["41 из 120"]}, [])


ALONE = {
    "prose with a label's first word": "Почему клиент уходит, мы не знаем",
    "prose with a dash further on": "Почему клиент уходит — мы не знаем",
    "a label in the line": "Мы спросили: почему: дорого",
    "a colon in prose": "Цена: 1 490 ₽",
    "an English sentence": "Change - the new answer to the price",
    "English prose": "By the way: the price stays",
    "a bold word": "**Важно** всем прочитать",
    "an address": "https://example.test/a: b",
    "a comment": "<!-- Почему: причина, а не «улучшение» -->",
    "a comment that nobody closed": "<!-- Почему: причина",
    "an ellipsis": "Почему: …",
    "dots": "Почему: ...",
    "a dash": "Почему: —",
    "what to fill in": "Почему: (напишите здесь)",
    "what to fill in, in English": "Cause: <your reason here>",
    "empty questions": "**Что заметили?**\n\n**Почему меняем?**\n\n**Чего ждём?**\n\n---\n\n- [ ] Готово",
}


@pytest.mark.parametrize("body", ALONE.values(), ids=ALONE)
def test_what_is_no_reason_is_let_alone(body):
    assert said(body) == ({}, [])


def test_a_section_of_several_paragraphs_is_read_whole():
    body = "## Почему\n\nвилка поздно\n\nи уходят\n\n## Зачем\n\nчтобы слышали\n\n## Ещё\n\nпроза"
    assert said(body)[0] == {"cause": ["вилка поздно", "и уходят"], "purpose": ["чтобы слышали"]}


def test_only_texts_go_on_without_an_indent():
    body = "By: sales\nпроза\nClass: tactical\nпроза\nОснование: insight/a\nhttps://a.b/c\nпроза"
    assert said(body)[0] == {
        "by": ["sales"],
        "class": ["tactical"],
        "evidence": ["insight/a, https://a.b/c"],
    }


BLOCKS = (
    "commit {}\nAuthor: A <a@b.c>\nDate:   Thu Jan 1\n\n"
    "    Меняем ответ b\n    \n    Почему: так спросили дважды\n\n"
    "commit {}\nMerge: aaa bbb\nAuthor: A <a@b.c>\nDate:   Thu Jan 1\n\n"
    "    Меняем ответ a\n    \n    Почему: не слышали\n      совсем\n    Чего ждём: меньше обрывов\n"
).format("a" * 40, "b" * 40)


def test_what_git_squashed_is_read():
    found = trailers(f"Squashed commit of the following:\n\n{BLOCKS}")
    assert found.fields == {
        "cause": ["так спросили дважды", "не слышали совсем"],
        "effect": ["меньше обрывов"],
    }
    assert found.slips == []


TEMPLATE = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")


def test_our_own_template_explains_nothing_until_it_is_filled_in():
    assert said(TEMPLATE) == ({}, [])


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("kept", [False, True])
def test_our_own_template_filled_in_is_read(kept, below):
    """With its hints or without, the answer beside the question or below it."""
    numbers = iter(range(1, 100))

    def filled(match):
        hint = match[2] if kept else ""
        between = "\n" if below else " "
        return f"{match[1]}{hint}{between}ответ {next(numbers)}"

    body, count = re.subn(r"(\*\*[^*]+\?\*\*)( <!--.*?-->)", filled, TEMPLATE)
    found, slips = said(body)
    names = ("origin", "cause", "purpose", "effect", "evidence", "watch")
    # What a piece of evidence is, stands in its own line: a sentence below the question is none.
    expected = {
        name: [f"ответ {at}"]
        for at, name in enumerate(names, 1)
        if not (below and name == "evidence")
    }
    assert (count, found, slips) == (6, expected, [])


texts = (
    st.text("абвгд 120.,«»№", min_size=1, max_size=30)
    .map(str.strip)
    .filter(lambda text: re.search(r"\w", text) and text[0] not in "«»№.,")
)
bodies = st.dictionaries(
    st.sampled_from([KEYS[name][1] for name in ("origin", "cause", "purpose", "effect", "watch")]),
    texts,
    min_size=1,
).map(lambda answers: "\n".join(f"{key}: {text}" for key, text in answers.items()))


@pytest.mark.slow
@given(st.lists(bodies, min_size=1, max_size=4), st.sampled_from(["git", "github", "rule"]))
def test_no_squash_loses_a_reason(messages, form):
    alone = {}
    for body in messages:
        for name, found in said(body)[0].items():
            alone.setdefault(name, []).extend(found)
    if form == "git":
        inner = (
            "".join(f"    {line}\n" for line in f"Тема\n\n{each}".split("\n")) for each in messages
        )
        whole = "\n".join(f"commit {'c' * 40}\nAuthor: A\nDate: x\n\n{each}" for each in inner)
    elif form == "github":
        whole = "\n\n".join(f"* Тема\n\n{each}" for each in messages)
    else:
        whole = "\n\n---------\n\n".join(f"Тема\n\n{each}" for each in messages)
    assert said(whole) == (alone, [])
