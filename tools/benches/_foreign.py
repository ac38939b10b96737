"""The readers of foreign bytes, each with files that it reads and what must hold of any others.

    content, exports, answers, messages, kept files ──spoiled──▶ read ──▶ a problem, a line, a value
                                                                   └──▶ never anything else

A reader raises for what may not be: an exception that is not ours, exit code 3, a file that
`kb fmt` changes twice or that says something else afterwards, a draft that `kb check` refuses.
"""

import contextlib
import gc
import json
import os
import shutil
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from markupsafe import Markup

from scripts_kb.content import drawings, reading
from scripts_kb.pages import prose
from scripts_kb.past import messages, words
from scripts_kb.past.packing import TornError, unpacked
from scripts_kb.review import slips, substance
from scripts_kb.search import words as searched
from tools.benches._of_cards import card, check, landed
from tools.benches._of_documents import document, packed, part, parts, written
from tools.benches._place import CORPUS, TODAY, BrokenError, Named, Reader, base, cards, kb

_COPIED: Final = """\
Карточка: objection/dorogo@3
Что случилось: Клиент сказал иначе
Своими словами: Сказал «кусается», +7 900 000-00-00, a@example.org
Что клиент сказал первым: Сколько стоит?
Для чего берёт: В подарок
Кому: home
Когда: 2026-11-20
"""
_POSTED: Final = """\
[{"entity": "objection/dorogo", "kind": "idea", "text": "Скажем короче", "day": "2026-11-20"},
 {"title": "Ответ", "body": "### Card\\n\\nobjection/x\\n\\n### What happened\\n\\nA proposal",
  "created_at": "2026-11-19T10:00:00Z"}]
"""
_DRAFT: Final = """\
id: x
title: X
from: 2026-10-01
to: 2026-10-05
segment: cafe
first_words:
  - {id: a, says: Сколько?, count: 3}
objections:
  - {objection: dorogo, count: 2}
"""
_FORM: Final = (
    "### Карточка\n\nobjection/dorogo\n\n### Своими словами\n\nДва раза\nбросили трубку\n"
)


def _voices() -> tuple[Named, ...]:
    texts = (_COPIED, _POSTED, _DRAFT, _FORM, _COPIED * 3, _POSTED.replace("\n", ""))
    return tuple(Named("answers.txt", each.encode()) for each in texts)


def _voice(named: Named) -> None:
    """Takes answers in twice; the draft that they become is one without mistakes."""
    handed = base().folder / "answers.txt"
    handed.write_bytes(named.content)
    draft = base().content / "insights" / "fuzz.yml"
    argv = ("import", "voice", str(handed), "--id", "fuzz", "--content", str(base().content))
    try:
        code, _, _ = kb(*argv, "--today", TODAY)
        if code:
            return
        kb(*argv, "--today", TODAY)
        path = "insights/fuzz.yml"
        _, problems = reading.read(draft.read_bytes(), path, path)
        wrong = [each.line("en") for each in problems if each.severity == "error"]
        if wrong:
            raise BrokenError(f"a draft that the check refuses: {wrong[:3]}")
    finally:
        draft.unlink(missing_ok=True)


def _sheets() -> tuple[Named, ...]:
    card = {"title": "Новая", "answers": [{"id": "a", "say": "Да: нет"}], "client_words": ["Что?"]}
    new = {"op": "new", "entity": "objection/fuzz", "after": card}
    words = {"op": "add", "entity": "objection/fuzz", "path": 'client_words["Ну"]', "index": 0}
    said = {"op": "set", "entity": "objection/fuzz", "path": "answers[a].say"}
    moved = {"op": "move", "entity": "objection/fuzz", "path": 'client_words["Что?"]'}
    file = {"op": "material", "path": "materials/fuzz.csv", "before": None, "after": "YTtiCg=="}
    reason = {"title": "Причина", "class": "factual", "origin": "Спросили", "evidence": ["x"]}
    several = [
        new,
        {**words, "after": "Ну"},
        {**said, "before": "Да: нет", "after": "Нет\n\nДа"},
        {**moved, "before": 1, "after": 0},
        file,
    ]
    sheets = ({"version": 1, "edits": each, "reason": reason} for each in ([new], several))
    return tuple(
        Named("EDITS.json", json.dumps(each, ensure_ascii=False).encode()) for each in sheets
    )


def _sheet(named: Named) -> None:
    """Applies a sheet twice; what it wrote is read, and lies in the folder."""
    base_ = base()
    handed = base_.folder / "EDITS.json"
    handed.write_bytes(named.content)
    whole = base_.whole()
    argv = ("apply", str(handed), "--content", str(base_.content), "--today", TODAY)
    try:
        kb(*argv)
        kb(*argv)
        for file in set(base_.content.rglob("*.yml")) - set(whole):
            path = file.relative_to(base_.content).as_posix()
            _, problems = reading.read(file.read_bytes(), path, path)
            wrong = [each.line("en") for each in problems if each.severity == "error"]
            if wrong:
                raise BrokenError(f"a card that the check refuses: {wrong[:3]}")
    finally:
        base_.restore()


_HEADER: Final = "ID;Название сделки;Бюджет;Этап сделки;Дата создания;Версия скрипта;Сегмент\n"


def _deals(sign: str = ";") -> str:
    rows = (
        f"{number};Сделка {number};{number * 100},50;{stage};{number:02}.10.2026 10:00;"
        "vhodyaschiy@1;new\n"
        for number, stage in enumerate(("142", "143", "Переговоры", "142", "143"), 1)
    )
    return (_HEADER + "".join(rows)).replace(";", sign)


def _table() -> str:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split(';'))}</tr>\n"
        for line in _deals().splitlines()
    )
    return f"<html><body><table border=1>{rows}</table></body></html>"


def _exports() -> tuple[Named, ...]:
    texts = (_deals(), _deals(","), _deals("\t"), f"sep=;\n{_deals()}", _table())
    wide = tuple(_deals(sign).encode("utf-16") for sign in ";\t")
    every = (*(each.encode() for each in texts), _deals().encode("cp1251"), *wide, _workbook())
    return tuple(Named("deals", each) for each in every)


def _workbook() -> bytes:
    """Gives a small workbook of the corpus."""
    return (CORPUS / "export" / "deals.xlsx").read_bytes()


def _export(named: Named) -> None:
    handed = base().folder / "deals"
    handed.write_bytes(named.content)
    kb(
        *("facts", "import", str(handed), "--dry-run", "--today", TODAY),
        *("--content", str(base().content)),
    )


def _measured() -> tuple[Named, ...]:
    calls = (
        "date,script,version,segment,contacts,won,refused,revenue,profit,repeat\n"
        "2026-10-01,vhodyaschiy,1,new,9,2,3,1490.50,100,1\n"
        "2026-10-02,vhodyaschiy,,new,12,4,3,,,\n"
    )
    leads = "date,source,segment,received,accepted,rejected,reason\n2026-10-01,site,new,9,5,2,\n"
    plan = "month,department,metric,plan\n2026-10,sales,won,40\n"
    sku = "date,sku,segment,quantity,revenue,profit,repeat\n2026-10-01,A-001,new,2,100,20,1\n"
    texts = {"calls-x": calls, "leads": leads, "plan": plan, "sku": sku}
    return tuple(Named(f"facts/{name}.csv", text.encode()) for name, text in texts.items())


def _facts(named: Named) -> None:
    with base().with_file(named):
        content = str(base().content)
        kb("facts", "check", "--content", content, "--today", TODAY)
        kb("briefing", "--month", "2026-10", "--content", content, "--today", TODAY)


# --- texts --------------------------------------------------------------------------------------

_SAID: Final = (
    (
        "Меняем вилку\n\nПочему: звучала поздно\n  и не всем\nОткуда: 41 из 120\nEvidence: "
        "insight/x, https://a.b/c,d\nExpect: conversion of script/x +3pp by 2026-12-31\n"
    ),
    "Squashed commit\n\ncommit " + "a" * 40 + "\nAuthor: A\nDate: x\n\n    Цена\n\n    Cause: y\n",
    'Revert "Цена"\n\nThis reverts commit ' + "b" * 40 + ".\n\nCouse: z\n",
    "Merge pull request #12\n\n* **Почему?** да\n- Откуда: a\n## Зачем\n\nтекст\n<!-- x -->\n",
)


def _messages() -> tuple[Named, ...]:
    return tuple(Named("message", each.encode()) for each in _SAID)


def _message(named: Named) -> None:
    text = named.content.decode("utf-8", "replace")
    found = messages.trailers(text)
    messages.unite([found, found])
    for each in set(text.split("\n")):
        substance.emptiness(each)


def _texts() -> tuple[Named, ...]:
    return tuple(Named("text", named.content) for named in cards()[::3])


_JUDGED: Final = 20


def _text(named: Named) -> None:
    """Compares two texts word by word, judges the difference, renders and searches them."""
    text = named.content.decode("utf-8", "replace")
    other = _texts()[len(text) % len(_texts())].content.decode()
    words.marked(other, text)
    for line, before in list(zip(text.split("\n"), other.split("\n"), strict=False))[:_JUDGED]:
        slips.judge(before, line)
    substance.words(text)
    searched.tokens(text)
    searched.sentences(text)
    prose.render(text, lambda _: Markup(""))


_DRAWN: Final = """\
<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90">
 <style>@media print { .a { fill: url(#b) } }</style>
 <defs><linearGradient id="b"><stop offset="1" style="stop-color: #fff"/></linearGradient></defs>
 <path class="a" d="M0 0h9z" fill="url(#b)" style="stroke:url('#b'); opacity: .5"/>
 <use xlink:href="#b"/><image href="data:image/png;base64,iVBORw0KGgo="/><text>Цена</text>
</svg>
"""


def _drawings() -> tuple[Named, ...]:
    return (Named("drawing.svg", _DRAWN.encode()),)


def _drawing(named: Named) -> None:
    """Looks into a drawing for what runs; what is named is short enough to be told."""
    if len(drawings.active("drawing.svg", named.content)) > _TOLD:
        raise BrokenError("a drawing's own words are told at length")


_TOLD: Final = 40


# --- what is kept, and what is typed ------------------------------------------------------------


def _kept() -> tuple[Named, ...]:
    base_ = base()
    kb("log", "--json", "--content", str(base_.content))
    folder = base_.folder / ".cache" / "scripts-kb"
    return tuple(
        Named(each.name, each.read_bytes())
        for each in sorted(folder.iterdir())
        if each.suffix == ".sqlite"
    )


def _cache(named: Named) -> None:
    """Tells the past from a cache that somebody spoiled; it is told as without."""
    with contextlib.suppress(TornError):
        unpacked(named.content)
    # In a process and a place of its own: of a database that goes while it is open, SQLite keeps
    # the number of the file, and takes the next file of that number for it.
    place = base().folder
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            os.write(writing, _told(named, place).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    if said != "as without":
        raise BrokenError(said or "it ended")


def _told(named: Named, place: Path) -> str:
    """Tells whether the past is told from a spoiled cache as it is without."""
    with tempfile.TemporaryDirectory(dir=place.parent) as aside:
        own = Path(aside, "base")
        shutil.copytree(place, own, ignore=shutil.ignore_patterns(".cache"))
        argv = ("log", "--json", "--content", str(own / "content"))
        try:
            before = kb(*argv)[:2]
            gc.collect()  # closes it
            folder = own / ".cache" / "scripts-kb"
            file = next(each for each in sorted(folder.iterdir()) if each.suffix == ".sqlite")
            for each in folder.iterdir():
                if each.name.startswith(file.name):
                    each.unlink()
            file.write_bytes(named.content)
            told = kb(*argv)[:2]
        except Exception:  # noqa: BLE001 - whatever comes is what is looked for
            return traceback.format_exc()[-4000:]
    return "as without" if told == before else "a spoiled cache tells another past"


_TYPED: Final = (
    ("check", "--today", "2026-11-21"),
    ("check", "--since", "HEAD~1"),
    ("check", "--due", "14d"),
    ("show", "objection/dorogo@1"),
    ("show", "objection/dorogo@2026-11-01"),
    ("why", "objection/dorogo#answers[compare].say"),
    ("log", "objection/dorogo"),
    ("diff", "HEAD~1", "HEAD", "--approved", "sales", "--author", "sales"),
    ("diff", "HEAD", "--gate", "--open-since", "2026-11-01"),
    ("briefing", "--month", "2026-10"),
    ("briefing", "HEAD~1..HEAD"),
    ("facts", "ledger", "--today", "2026-11-21"),
    ("facts", "check", "--today", "9999-12-31"),
    ("fmt", "--check", "content/objections"),
    ("export", "--out", "kb.json"),
)


def _arguments() -> tuple[Named, ...]:
    return tuple(Named("arguments", "\n".join(each).encode()) for each in _TYPED)


def _argument(named: Named) -> None:
    typed = named.content.replace(b"\0", b"").decode("utf-8", "surrogateescape").split("\n")[:9]
    if typed[0] in {"serve", "build", "demo", "init", "import", "new", "schema"}:
        return
    os.chdir(base().folder)
    kb(*(each[:5000] for each in typed), "--content", str(base().content))


def _reviews() -> tuple[Named, ...]:
    listed = (
        '[{"user": {"login": "a"}, "state": "APPROVED", "commit_id": "' + "a" * 40 + '", '
        '"submitted_at": "2026-11-20T10:00:00Z"}]',
        '{"approved_by": [{"user": {"username": "a"}}]}',
    )
    return tuple(Named("reviews.json", each.encode()) for each in listed)


def _review(named: Named) -> None:
    handed = base().folder / "reviews.json"
    handed.write_bytes(named.content)
    content = str(base().content)
    kb("diff", "HEAD~1", "HEAD", "--gate", "--reviews", str(handed), "--content", content)


READERS: Final = (
    Reader("card", "yaml", 52, card, cards),
    Reader("check", "yaml", 4, check, cards, "card"),
    Reader("voice", "json", 9, _voice, _voices),
    Reader("edits", "json", 9, _sheet, _sheets),
    Reader("export", "text", 15, _export, _exports),
    Reader("facts", "text", 2, _facts, _measured),
    Reader("message", "text", 13, _message, _messages),
    Reader("text", "text", 1, _text, _texts),
    Reader("drawing", "text", 6, _drawing, _drawings),
    Reader("arguments", "text", 3, _argument, _arguments),
    Reader("reviews", "json", 1, _review, _reviews),
    Reader("document", "text", 4, document, written),
    Reader("packed", "bytes", 2, document, packed, "document"),
    Reader("part", "text", 5, part, parts),
    Reader("landed", "yaml", 1, landed, cards, "card"),
    Reader("kept", "bytes", 1, _cache, _kept),
)
BY_NAME: Final[Mapping[str, Reader]] = {each.name: each for each in READERS}
