"""The commands that write, each with what it works on: a base of few cards, built before."""

import json
import re
import subprocess
from pathlib import Path
from typing import Final

from tools.benches._whole import ROOT, Writer, environment_of, run
from tools.serving import free_port

_TODAY: Final = ("--today", "2026-11-21")
_BUILD: Final = ("build", *_TODAY)
_TREE: Final = ("build", "--tree-only", "--audience", "heads", *_TODAY)
_MOMENT: Final = "2026-11-20T10:00:00+03:00"
_KB: Final = "company: Проба\nlanguage: ru\nsegments: [{id: cafe, title: Кафе}]\n"
_CARD: Final = (
    "id: {0}\ntitle: Карточка {0}\nstatus: live\nanswers:\n"
    "  - {{id: a, say: {1}, next_question: Как?}}\n"
)
_OFFER: Final = (
    "id: newcomer\ntitle: Для новых\nstatus: live\naudience: partner\nsegments: [cafe]\n"
    "promise: Первая партия на пробу\nprice: {list: 990, currency: RUB, unit: кг}\n"
    "internal: {floor: 735}\nvalid_from: 2026-01-01\n"
)
_SCRIPT: Final = (
    "id: first\ntitle: Первый\nstatus: live\nentry: hello\nnodes:\n"
    "  - {id: hello, stage: greeting, intent: Поздороваться, say: Добрый день, outcome: deal}\n"
)
_UNFORMED: Final = "id: {0}\ntitle: Черновик\nstatus: draft\nanswers:\n- say: {0}\n"
_TITLES: Final = ("Дорого", "Мне надо подумать", "Нет времени", "Уже есть поставщик")
_DRAFTS: Final = ("d", "e", "f", "g")
_EXPORT: Final = (
    "ID сделки;Дата создания;Этап сделки;Бюджет;Скрипт;Сегмент\n"
    "1;05.10.2026;Успешно реализовано;1490;first;Кафе\n"
    "2;06.10.2026;Закрыто и не реализовано;0;first;Кафе\n"
)
_ANSWER: Final = "Карточка: objection/a@1\nСвоими словами: {0}\nКогда: 2026-11-20\n"


def template(root: Path) -> None:
    """Makes a base, and builds of it all that is built."""
    write(root, "content/kb.yml", _KB)
    for name in ("a", "b"):
        write(root, f"content/objections/{name}.yml", _CARD.format(name, "Да"))
    write(root, "content/offers/newcomer.yml", _OFFER)
    write(root, "content/scripts/first.yml", _SCRIPT)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    # The reference of the package takes longer than all the rest.
    config = re.sub(r"^  - mkdocstrings:\n(?:   .*\n?)*", "", config, flags=re.MULTILINE)
    write(root, "mkdocs.yml", config)
    write(root, ".gitignore", "/site*/\n/.cache/\n")
    write(root, "build/docs/.gitignore", "*\n!.gitignore\n")
    git(root, "init", "-q", "-b", "main")
    commit(root, "Начало")


def built(root: Path) -> None:
    """Builds what the commands find that build again."""
    for argv in (_BUILD, _TREE):
        code, said = run(root, argv)
        if code:
            raise subprocess.CalledProcessError(code, argv, stderr=said.encode())


def write(root: Path, path: str, text: str) -> None:
    """Writes a file of a base."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def git(root: Path, *arguments: str) -> None:
    """Runs git in a base."""
    identity = ("-c", "user.name=Проверка", "-c", "user.email=test@example.com")
    subprocess.run(
        ["git", *identity, *arguments],
        cwd=root,
        env=environment_of(root) | {"GIT_COMMITTER_DATE": _MOMENT, "GIT_AUTHOR_DATE": _MOMENT},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def commit(root: Path, subject: str) -> None:
    """Commits the content of a base."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", subject)


def _edited(root: Path) -> None:
    write(root, "content/objections/b.yml", _CARD.format("b", "Нет"))
    write(root, "content/objections/c.yml", _CARD.format("c", "Может быть"))
    commit(root, "Правка")


def _unformed(root: Path) -> None:
    for name in _DRAFTS:
        write(root, f"content/objections/{name}.yml", _UNFORMED.format(name))


def _exported(root: Path) -> None:
    write(root, "export.csv", _EXPORT)


def _recorded(root: Path) -> None:
    _exported(root)
    rows = "date,script,version,segment,contacts,won,refused,revenue,profit,repeat\n"
    write(root, "content/facts/calls-amocrm.csv", f"{rows}2026-10-01,first,,cafe,3,1,1,500,,\n")


def _answered(root: Path) -> None:
    write(root, "answers.txt", _ANSWER.format("А сколько стоит"))


def _joined(root: Path) -> None:
    _answered(root)
    run(root, ("import", "voice", "answers.txt", *_TODAY))
    write(root, "answers.txt", _ANSWER.format("Почём это"))


def _scripts(root: Path) -> None:
    rows = "\n".join(f"{title};Понимаю. Давайте посчитаем вместе." for title in _TITLES)
    write(root, "table.csv", f"Возражение;Ответ\n{rows}\n")


def _edits(root: Path) -> None:
    """Lays a sheet of edits that changes a card, puts one in, and says why."""
    edits = [
        {
            "op": "set",
            "entity": "objection/a",
            "path": "answers[a].say",
            "before": "Да",
            "after": "Нет",
        },
        {"op": "new", "entity": "objection/zz", "after": {"title": "Новая"}},
    ]
    reason = {"title": "Причина", "origin": "Спросили трижды"}
    write(root, "EDITS.json", json.dumps({"version": 1, "edits": edits, "reason": reason}))


def _nothing(root: Path) -> None:
    """Lays nothing more."""
    del root


_SERVE: Final = ("serve", "--port", str(free_port()), *_TODAY)
_FACTS: Final = ("facts", "import", "export.csv", "--from", "amocrm", *_TODAY)
_VOICE: Final = ("import", "voice", "answers.txt", *_TODAY)

WRITERS: Final = (
    Writer("build", _BUILD, _edited, 20, built=True),
    Writer(
        "serve",
        ("serve", "--port", str(free_port()), *_TODAY),
        _edited,
        5,
        built=True,
        ends=20,
        then=_BUILD,
    ),
    Writer("tree", _TREE, _edited, 15, built=True),
    Writer("fmt", ("fmt",), _unformed, 15),
    Writer("new", ("new", "objection", "--title", "Дорого", *_TODAY), _nothing, 10, again=(2,)),
    Writer("apply", ("apply", "EDITS.json", *_TODAY), _edits, 10, again=(1,)),
    Writer(
        "scripts",
        ("import", "scripts", "table.csv", "--write", *_TODAY),
        _scripts,
        10,
    ),
    Writer("voice", _VOICE, _answered, 10),
    Writer("voice-joined", _VOICE, _joined, 5),
    Writer("facts", _FACTS, _exported, 10),
    Writer("facts-again", _FACTS, _recorded, 5),
    Writer("export", ("export", "--out", "kb.json", *_TODAY), _edited, 10),
    Writer("schema", ("schema", "--out", "schemas"), _nothing, 5),
)
