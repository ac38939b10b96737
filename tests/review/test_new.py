"""`kb new`: files that the checks accept, three questions, what a prediction takes."""

import re

import pytest

from .conftest import CALL, DOROGO

SPOKEN = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")
KINDS = [
    "objection",
    "question",
    "script",
    "offer",
    "product",
    "insight",
    "process",
    "regulation",
    "decision",
    "meeting",
]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_is_read_without_a_mistake(base, kb, kind):
    code, out, _ = kb("new", kind, "--title", "Новая проба")
    assert code == 0
    path = out.strip()
    assert "novaya-proba" in path
    _, out, _ = kb("check")
    assert path not in out


@pytest.mark.slow
def test_what_would_be_too_large_to_be_read_is_not_written(base, kb):
    code, out, said = kb("new", "objection", "--title", "а" * 130_000, "--id", "dlinno")
    assert (code, out) == (2, "")
    assert "больше 250 КБ" in said
    assert not (base.root / "content/objections/dlinno.yml").exists()


ANSWERS = [
    "--title",
    "Проба вопросом",
    "--noticed",
    "Тринадцать из тридцати клиентов замолчали",
    "--why",
    "На утверждение нечего ответить",
    "--expected",
    "Пробников назначим больше",
    "--purpose",
    "Клиент выбирает день сам",
    "--evidence",
    "insight/october",
    "--watch",
    "Десять звонков в неделю",
]


@pytest.mark.slow
def test_a_change_names_what_the_branch_changed_and_passes_the_gate(base, kb):
    base.write({"objections/dorogo.yml": SPOKEN})
    code, out, said = kb("new", "change", *ANSWERS, "--by", "sales")
    assert (code, out) == (0, "content/changes/2026-11-proba-voprosom.yml\n")
    assert "Возражение «Дорого»" in said
    text = (base.root / out.strip()).read_text()
    assert "class: tactical\n" in text
    assert "applies_to:\n  - objection/dorogo\n" in text
    assert "origin: >-\n  Тринадцать из тридцати клиентов замолчали\n" in text
    assert kb("diff", "--gate", "--author", "sales")[0] == 0


def test_the_three_questions_are_asked_on_a_terminal(base, kb, monkeypatch):
    asked = []

    def prompt(text, **_):
        asked.append(text)
        return f"Ответ номер {len(asked)} словами"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", prompt)
    base.write({"objections/dorogo.yml": SPOKEN})
    assert kb("new", "change")[0] == 0
    assert asked[:3] == ["Что заметили?", "Почему меняем?", "Чего ждём?"]


@pytest.mark.parametrize(
    ("answer", "written", "told"),
    [
        ("Маркетинг", "by: marketing\n", ""),
        ("sales", "by: sales\n", ""),
        ("склад", "", "Нет такого отдела: склад"),
        ("", "", ""),
    ],
)
def test_a_change_asks_which_department_proposes_it(base, kb, monkeypatch, answer, written, told):
    def prompt(text, **_):
        return answer if text.startswith("Какой отдел") else "Десять звонков из двадцати"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", prompt)
    base.write({"objections/dorogo.yml": SPOKEN})
    code, out, said = kb("new", "change")
    assert code == 0
    text = (base.root / out.strip()).read_text()
    assert re.findall(r"^by: .*\n", text, re.MULTILINE) == ([written] if written else [])
    assert told in said


def test_a_department_may_be_named_by_its_title(base, kb):
    base.write({"objections/dorogo.yml": SPOKEN})
    code, out, _ = kb("new", "change", *ANSWERS, "--by", "Продажи")
    assert code == 0
    assert "\nby: sales\n" in (base.root / out.strip()).read_text()
    code, _, said = kb("new", "change", *ANSWERS, "--id", "second", "--by", "склад")
    assert (code, "Нет такого отдела: склад" in said) == (2, True)


@pytest.mark.slow
def test_what_the_gate_will_miss_has_its_place_in_the_file(base, kb):
    base.write({"objections/dorogo.yml": SPOKEN})
    code, out, said = kb("new", "change", *ANSWERS[:8])
    assert code == 0
    assert "Приёмка спросит ещё: Зачем, На чём основано, Прогноз или «На что смотрим»" in said
    file = base.root / out.strip()
    text = file.read_text()
    assert text.endswith("""\
# Зачем это клиенту и нам?
# purpose: …
# На чём основано (insight/… или https://…)?
# evidence: [insight/…]
# На что будем смотреть?
# watch: …
""")
    assert kb("diff", "--gate", "--author", "sales")[0] == 1
    text = text.replace("# purpose: …", "purpose: Клиент выбирает день сам")
    text = text.replace("# evidence: [insight/…]", "evidence: [insight/october]")
    file.write_text(text.replace("# watch: …", "watch: Десять звонков в неделю"))
    assert kb("diff", "--gate", "--author", "sales")[0] == 0


def test_an_answer_that_the_gate_will_not_take_is_told_at_once(base, kb):
    base.write({"objections/dorogo.yml": SPOKEN})
    answers = [*ANSWERS[:5], "Так надо", *ANSWERS[6:-3], "insight/october-calls", *ANSWERS[-2:]]
    code, _, said = kb("new", "change", *answers)
    assert code == 0
    assert "gate-empty" in said
    assert "gate-evidence" in said
    assert "gate-key" not in said


def test_it_says_how_many_contacts_a_prediction_takes(base, kb):
    code, _, said = kb(
        "new",
        "change",
        *ANSWERS,
        "--expect",
        "conversion of script/call +3pp by 2026-12-31",
        "--now",
        "20%",
    )
    assert code == 0
    assert "Чтобы увидеть рост с 20 до 23 %, нужно ≈2\u00a0940 контактов с каждой стороны." in said
    assert (
        "by: 2026-12-31\n" in (base.root / "content/changes/2026-11-proba-voprosom.yml").read_text()
    )


def test_the_share_of_today_comes_from_the_facts(base, kb):
    rows = "2026-11-10,call,,home,100,20,10,5000,1000,3\n"
    base.write(
        {
            "facts/calls.csv": f"date,script,version,segment,contacts,won,refused,revenue,profit,repeat\n{rows}"
        }
    )
    _, _, said = kb("new", "change", *ANSWERS, "--expect", "conversion of script/call -50%")
    assert "снижение с 20 до 10 %" in said


MISTAKES = {
    "a kind that there is not": ("objecton", "--title", "x"),
    "no title": ("objection",),
    "no answer at all": ("change", "--title", "x"),
    "a prediction that cannot be read": ("change", *ANSWERS, "--expect", "станет лучше"),
    "a day that there is not": (
        "change",
        *ANSWERS,
        "--expect",
        "conversion of script/call +3pp by 2026-13-01",
    ),
    "a share above one": (
        "change",
        *ANSWERS,
        "--expect",
        "conversion of script/call +3pp",
        "--now",
        "120",
    ),
    "an id out of the folder": ("objection", "--title", "x", "--id", "../../x"),
    "a file that is there": ("objection", "--title", "x", "--id", "dorogo"),
}


@pytest.mark.slow
@pytest.mark.parametrize("argv", MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_one_clear_line_and_write_nothing(base, kb, argv):
    before = sorted(base.root.rglob("content/**/*"))
    code, _, said = kb("new", *argv)
    assert code == 2
    assert len(said.strip().splitlines()) == 1
    assert sorted(base.root.rglob("content/**/*")) == before


@pytest.mark.slow
def test_a_briefing_tells_the_story_before_it_lands(base, kb):
    base.git("switch", "-q", "-c", "branch")
    base.write({"objections/dorogo.yml": SPOKEN})
    kb("new", "change", *ANSWERS)
    base.commit("Фраза")
    base.commit("Без причины", {"scripts/call.yml": CALL.replace("Назвать цену.", "Сколько штук?")})
    for form in ("markdown", "text"):
        code, out, _ = kb("briefing", "main..branch", "--format", form)
        assert code == 0
        order = [
            "Проба вопросом",
            "Тринадцать",
            "Давайте привезу",
            "Привезу пробник",
            "Скажете ли вы так вслух",
            "Пока без объяснения",
            "Сколько штук",
            "Пусть ответит автор",
        ]
        places = [out.index(each) for each in order]
        assert places == sorted(places)
    assert kb("briefing", "main..nowhere")[0] == 2
    assert (
        "Ничего" in kb("briefing", "main..main")[1] or "ничего" in kb("briefing", "main..main")[1]
    )


def test_a_briefing_reads_aloud_what_is_said_and_not_what_is_filed(base, kb):
    base.commit("Убрали", {"objections/dorogo.yml": None})
    _, out, _ = kb("briefing", "HEAD~1..HEAD", "--format", "text")
    assert "Давайте привезу на пробу." in out
    assert "Код: dorogo" not in out
    assert "Ценник конский" not in out


def test_the_author_is_reminded_of_what_came_and_what_went(base, kb):
    base.write(
        {
            "objections/dorogo.yml": DOROGO.replace(", Дорого у вас]", "]"),
            "offers/vip.yml": None,
            "questions/q.yml": "id: q\ntitle: Вопрос\n",
        }
    )
    _, _, said = kb("new", "change", *ANSWERS)
    assert "Возражение «Дорого»: меняется" in said
    assert "Слова клиента: уберём Дорого у вас" in said
    assert "Акция «От 20 кг»: убираем" in said
    assert "Вопрос клиента «Вопрос»: новое" in said
    assert not [line for line in said.splitlines() if not line.strip()]


TASKS = ["--task", "2026-12-05 sales Старший менеджер: Обзвонить кафе"]


def test_a_meeting_takes_questions_answers_and_tasks_with_who_and_when(base, kb):
    said = ["--question", "Что говорят первым? = «Почём?»", "--question", "Для чего берут?"]
    more = ["--task", "2026-12-07 marketing Поправить макет"]
    code, out, _ = kb("new", "meeting", "--title", "Планёрка", *said, *TASKS, *more)
    assert code == 0
    text = (base.root / out.strip()).read_text(encoding="utf-8")
    assert (
        text.partition("on: ")[2].partition("\n")[2]
        == """\
questions:
  - id: q-1
    says: >-
      Что говорят первым?
    answer: >-
      «Почём?»
  - id: q-2
    says: >-
      Для чего берут?
tasks:
  - id: t-1
    title: Обзвонить кафе
    department: sales
    role: Старший менеджер
    due: 2026-12-05
  - id: t-2
    title: Поправить макет
    department: marketing
    due: 2026-12-07
"""
    )
    assert out.strip() not in kb("check")[1]


def test_a_meeting_begins_with_the_three_questions(base, kb, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda text, **_: "В подарок" if "чего" in text else "")
    _, out, _ = kb("new", "meeting", "--title", "Планёрка")
    text = (base.root / out.strip()).read_text(encoding="utf-8")
    places = [
        text.index(each) for each in ("говорят первым", "Для чего берут?", "В подарок", "важно")
    ]
    assert places == sorted(places)
    assert text.count("answer") == 1


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("Обзвонить кафе", "пишите так"),
        ("2026-13-05 sales Обзвонить", "2026-13-05"),
        ("2026-12-05 продажи Обзвонить", "нет такого отдела: продажи. Есть: sales"),
    ],
)
def test_a_task_that_cannot_be_read_is_the_users_mistake(base, kb, task, said):
    code, _, error = kb("new", "meeting", "--title", "Планёрка", "--task", task)
    assert code == 2
    assert said in error
    assert not (base.root / "content/meetings").exists()


def test_a_new_offer_is_whole(base, kb):
    code, out, _ = kb("new", "offer", "--title", "Опт", "--id", "opt", "--today", "2026-11-22")
    assert code == 0
    text = (base.root / out.strip()).read_text(encoding="utf-8")
    for line in (
        "audience: client",
        "  list: 0",
        "  currency: RUB",
        "products: []",
        "valid_from: 2026-11-22",
        "valid_to: 2027-02-20",
        "review_by: 2027-01-06",
    ):
        assert line in text.splitlines()
