"""What a review says first, what once, and how it shows what is new, copied or put in order."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts_kb.past import differ
from scripts_kb.past.records import Rationale
from scripts_kb.problems import Place, Problem
from scripts_kb.review import layout, markdown
from scripts_kb.review.records import Approvals, EntityReview, Key, Review
from scripts_kb.schema import outline

from .conftest import CALL, DOROGO, VIP

WHY = "Правка\n\nС чего началось: звонки октября\nПочему: спорим о цене пачки\n"


@pytest.fixture
def said(base, kb):
    """Commit files with a reason, and give the review as Markdown without its encoding."""

    def run(files, *argv, message=WHY):
        base.commit(message, files)
        code, out, err = kb("diff", "HEAD~1", "HEAD", "--format", "markdown", *argv)
        assert code in {0, 1}, err
        return re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), out)

    return run


def section(text, title):
    return (
        text.partition(f"### {title}")[2]
        .partition("\n### ")[0]
        .partition("<details><summary>Служебное")[0]
    )


def test_what_customers_hear_comes_first_then_why_then_keys_then_problems(said):
    changed = DOROGO.replace("Не пробовал", "Ещё не пробовал").replace("Дорого у вас", "Дорого")
    text = said(
        {"objections/dorogo.yml": changed, "offers/vip.yml": VIP.replace("1490", "1540")}, "--gate"
    )
    order = [
        "🔴",
        "### Что услышит клиент",
        "### Что изменится в работе",
        "### Почему",
        "### Чьё согласие",
        "### Что мешает",
        "<details><summary>Служебное",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    heard = section(text, "Что услышит клиент")
    assert "1\u00a0540\u00a0₽" in heard
    assert "Возражение «Дорого»: Наши ответы › «Сравнивает с пачкой» › Говорим" in heard
    assert "Ещё" in section(text, "Что изменится в работе")
    assert "Дорого у вас" not in heard


def test_a_reason_is_told_once_with_the_cards_that_it_explains(said):
    cards = {
        f"objections/o{n}.yml": f"id: o{n}\ntitle: О{n}\nanswers: [{{id: a, say: Нет {n}}}]\n"
        for n in range(50)
    }
    text = said({**cards, "offers/vip.yml": VIP.replace("Вкус", "Аромат")})
    assert text.count("Спорим о цене пачки") == 1
    assert "Касается всех карточек правки: 51" in text
    assert text.count("#### ") == 52


def test_a_copied_script_is_told_by_what_differs(said):
    script = CALL.replace("id: call", "id: other").replace("Входящий", "Другой")
    script = script.replace(
        "    intent: Поздороваться", "    intent: Узнать имя\n    stage: greeting"
    )
    heard = section(said({"scripts/other.yml": script}), "Что услышит клиент")
    assert "Как «Входящий» (script/call), кроме:" in heard


def test_a_new_script_is_the_call_that_it_plays(said):
    fresh = """\
id: fresh
title: Свежий
entry: start
nodes:
  - id: lost
    say: Сюда никто не придёт.
    outcome: deal
  - id: finish
    stage: closing
    intent: Договориться о дне
    say: Привезу в пятницу?
    outcome: next-step
  - id: start
    stage: greeting
    intent: Понять, кто решает
    say: Здравствуйте, вы закупаете зерно?
    answers:
      - {id: yes-i, client_says: Да это я, next: finish}
      - {id: not-i, client_says: Нет не я, next: script/call}
"""
    heard = section(said({"scripts/fresh.yml": fresh}), "Что услышит клиент")
    shown = [
        "Приветствие · 1 шаг",
        "**1. Понять, кто решает**",
        "Говорим: Здравствуйте, вы закупаете зерно?",
        "«Да это я» → 2. Договориться о дне",
        "«Нет не я» → «Входящий» (script/call)",
        "Завершение · 1 шаг",
        "**2. Договориться о дне**",
        "Итог: Следующий шаг",
        "Сюда разговор не попадает · 1 шаг",
        "**3. Сюда никто не придёт.**",
    ]
    places = [heard.index(each) for each in shown]
    assert places == sorted(places)


def test_a_script_of_thirty_steps_is_shown_whole_within_the_limit(said):
    steps = "".join(
        f"  - id: s{n}\n    intent: Задача {n}\n    say: Скажите, пожалуйста, {'слово ' * 60}{n}?\n"
        f"    answers:\n      - {{id: a, client_says: Ответ {n}, next: s{n + 1}}}\n"
        for n in range(1, 30)
    )
    script = f"id: long\ntitle: Длинный\nentry: s1\nnodes:\n{steps}  - {{id: s30, say: Всё, outcome: deal}}\n"
    text = said({"scripts/long.yml": script})
    assert len(text) < 30_000
    for number in range(1, 30):
        assert f"**{number}. Задача {number}**" in text
        assert f"слово {number}?" in text


def test_a_copy_is_told_by_what_differs(said):
    copy = DOROGO.replace("id: dorogo", "id: dorogo-bar").replace("title: Дорого", "title: Бар")
    copy = copy.replace("Давайте привезу на пробу.", "Заходите к нам на каппинг.")
    heard = section(said({"objections/dorogo-bar.yml": copy}), "Что услышит клиент")
    assert "Как «Дорого» (objection/dorogo), кроме:" in heard
    assert "каппинг" in heard
    assert "Сравниваете пачку" not in heard


def test_what_only_looks_alike_is_no_copy(said):
    other = """\
id: sroki
title: Долго везёте
client_words: [Ждать неделю, Нам завтра]
answers:
  - {id: cup, when: Спешит, say: Сегодня отгрузим.}
  - {id: probe, when: Сомневается, say: Назовите день и час.}
"""
    assert "кроме:" not in said({"objections/sroki.yml": other})


def test_an_order_is_shown_as_it_will_be(said):
    answers = DOROGO.index("answers:\n") + len("answers:\n")
    end = DOROGO.index("offers: [vip]")
    first, second = re.findall(r"  - id: .*?(?=  - id: |\Z)", DOROGO[answers:end], re.DOTALL)
    text = said({"objections/dorogo.yml": f"{DOROGO[:answers]}{second}{first}{DOROGO[end:]}"})
    work = section(text, "Что изменится в работе")
    assert "Наши ответы: порядок станет таким" in work
    assert re.search(r"1\. Не пробовал.*\n.*2\. Сравнивает с пачкой", work)
    assert work.count("↕") == 1


def test_steps_moved_in_the_file_are_told_to_change_nothing(said):
    start = CALL.index("  - id: taste")
    end = CALL.index("  - id: bye")
    moved = CALL[:start] + CALL[end:] + CALL[start:end]
    text = said({"scripts/call.yml": moved})
    assert "Порядок только в файле: клиент услышит то же самое." in text
    assert "### Что услышит клиент" not in text


def test_links_lead_where_something_stands_and_nowhere_else(base, said):
    (base.root / "mkdocs.yml").write_text(
        "site_url: https://kb.example.ru/\nrepo_url: https://github.com/shop/kb\n"
    )
    new = "id: new\ntitle: Новое\nanswers: [{id: a, say: Нет}]\n"
    text = said(
        {
            "objections/новое.yml": new,
            "scripts/call.yml": CALL.replace("Какой вкус", "А какой вкус"),
        },
        "--page",
        "https://ci.example.ru/review.html",
    )
    head = base.git("rev-parse", "HEAD")
    assert "[Скрипт «Входящий»](<https://kb.example.ru/scripts/call/>)" in text
    assert "](<https://kb.example.ru/scripts/call/#n-taste>)" in text
    assert f"](<https://github.com/shop/kb/blob/{head}/content/scripts/call.yml>)" in text
    assert "[Вся проверка страницей](<https://ci.example.ru/review.html>)" in text
    assert "%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5.yml>)" in text
    # The site has no page of what is new.
    assert "[Возражение" not in text


@pytest.mark.parametrize(
    "settings_", ["", "site_url: javascript:alert(1)\nrepo_url: git.example.ru\n"]
)
def test_no_link_is_invented(base, said, settings_):
    (base.root / "mkdocs.yml").write_text(settings_)
    text = said({"offers/vip.yml": VIP.replace("1490", "1540")}, "--page", "javascript:alert(1)")
    assert "](" not in text


NAMES = st.text("аб @#<>[]()_*`-!%&\n", min_size=1, max_size=300)


@st.composite
def reviews(draw):
    count = draw(st.sampled_from([0, 1, 5, 60, 400, 3_000]))
    # Many small cards or few large ones: both outgrow a comment, a gigabyte would tell no more.
    sizes = [1, 40, 3_000 if count <= 60 else 1, 40_000 if count < 60 else 1]
    size = draw(st.sampled_from(sizes))
    kinds = draw(st.lists(st.sampled_from(["objection", "offer", "insight"]), min_size=1))
    name = draw(NAMES)
    same = draw(st.booleans())
    entries = tuple(
        _entry(number, kinds[number % len(kinds)], name, size, same=same) for number in range(count)
    )
    problems = tuple(
        Problem(
            Place(f"content/{name}{n}.yml", n + 1),
            "gate-metric",
            {"value": f"{name}{n}", "known": name},
        )
        for n in range(count)
    )
    return Review(
        "a" * 40,
        "b" * 40,
        entries,
        problems=problems,
        formatting=tuple(f"{name}{n}" for n in range(count)),
        departments={f"d{n}": f"{name}{n}" for n in range(9)},
        state=draw(st.sampled_from([None, "red", "yellow", "urgent", "green"])),
    )


def _entry(number, kind, name, size, *, same):
    entity = f"{kind}/x{number}"
    value = {"id": f"x{number}", "title": f"Номер {number}", "note": name}
    value |= (
        {"promise": name * size}
        if kind == "offer"
        else {"answers": [{"id": "a", "say": name * size}]}
    )
    edits = tuple(differ.between({"id": f"x{number}"}, value, outline.of(entity)))
    cause = name if same else f"{name} {number}"
    return EntityReview(
        entity,
        "changed",
        f"Номер {number}",
        edits,
        f"{name}{number}.yml",
        before={"id": f"x{number}"},
        after=value,
        rationales=(Rationale("trailers", cause=cause),),
        approvals=Approvals((Key(f"d{number % 9}", (name,), ("title",)),)),
    )


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(reviews())
def test_a_comment_fits_and_names_or_counts_every_card(review):
    text = markdown.write(review)
    assert len(text) <= markdown.LIMIT < 65_536
    for part in layout.sections(review):
        title = part.title
        body = text.partition(f"### {title}\n" if part.name != "rest" else f"<summary>{title}")[2]
        body = body.partition("\n### ")[0].partition("<details><summary>Служебное")[0]
        if part.name in {"heard", "work"}:
            named = sum(f"Номер {n}»" in body for n in range(len(review.entries)))
            counted = sum(map(int, re.findall(r": (\d+)", _rest(body))))
            assert named + counted == len(part.items), part.name


def _rest(body):
    found = re.search(r"\*\*И ещё: (.*)\*\*", body)
    return found[1] if found else ""


def test_what_customers_hear_is_folded_last():
    entries = tuple(_entry(n, "objection", "слово ", 40, same=False) for n in range(100))
    review = replace(Review("a" * 40, "b" * 40, entries), state=None)
    text = markdown.write(review, 60_000)
    heard = section(text, "Что услышит клиент")
    assert heard.count("#### ") == 100
    assert "Не всё поместилось" in text
