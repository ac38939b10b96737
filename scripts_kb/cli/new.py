"""`kb new KIND`: a new file; for a change three questions, and what the branch has changed."""

import datetime as dt
import re
from pathlib import Path
from typing import Any, Final

import click

from scripts_kb import files
from scripts_kb.app import checking, diff, prediction, workspace
from scripts_kb.cli import common
from scripts_kb.content import spelling, starting
from scripts_kb.problems import UserError, plain
from scripts_kb.review.records import Asked, Review
from scripts_kb.schema import kinds

_EXPECT = re.compile(
    r"(?P<metric>\S+)\s+of\s+(?P<of>\S+)\s+(?P<change>[+-]\d+(?:\.\d+)?(?:pp|%))"
    r"(?:\s+by\s+(?P<by>\d{4}-\d{2}-\d{2}))?"
)

_SHOWN: Final = 200
"""Signs of a change that is shown to remind its author; all of it stands in `kb diff`."""


@click.command("new")
@click.argument("kind", metavar="KIND")
@click.option("--title", default="", help="What people call it.")
@click.option("--id", "id_", default="", help="Its id; made of the title, where left out.")
@click.option("--noticed", default="", help="A change: what was noticed (origin).")
@click.option("--why", default="", help="A change: why (cause).")
@click.option("--expected", default="", help="A change: what is expected (effect).")
@click.option("--purpose", default="", help="A change: what for.")
@click.option(
    "--class", "class_", default="", help="strategic, tactical, factual, editorial; else by edits."
)
@click.option("--by", default="", metavar="DEPT", help="A change: who proposes it.")
@click.option("--evidence", multiple=True, metavar="REF|URL", help="A change: what it rests on.")
@click.option(
    "--expect", default="", metavar="PREDICTION", help="conversion of script/X +3pp by 2026-12-31"
)
@click.option("--now", "share", default="", metavar="PERCENT", help="The metric today, say 20%.")
@click.option("--watch", default="", help="What to watch where numbers will never suffice.")
@click.option(
    "--question",
    "questions",
    multiple=True,
    metavar="QUESTION=ANSWER",
    help="A meeting: what was asked and said; the three questions, where left out.",
)
@click.option(
    "--task",
    "tasks",
    multiple=True,
    metavar="TASK",
    help="A meeting: 2026-12-05 sales Senior manager: what to do.",
)
@click.option("--urgent", is_flag=True, help="One key is enough now; the reason is a debt.")
@common.content_option
@common.today_option
def command(
    kind: str, content: Path | None, today: dt.date | None, title: str, id_: str, **said: Any
) -> int:
    """Write a new file: objection, question, script, …, or change, which asks three questions."""
    if kind not in kinds.FOLDER_OF:
        near = spelling.nearest(kind, kinds.FOLDER_OF)
        hint = near or " ".join(kinds.FOLDER_OF)
        raise UserError(f"Нет такого вида: {plain(kind)}. Есть: {hint}. / There is: {hint}.")
    where = workspace.find(content)
    day = today or workspace.today_in(None)
    if id_ and not kinds.is_id(id_):
        raise UserError(f"--id {plain(id_)}: латиница, цифры, дефис. / letters, digits, hyphens.")
    if kind == "change":
        path, text = _change(where, day, {"title": title, "id": id_, **said})
    else:
        title = title or common.ask("Название")
        if not title:
            raise UserError("Нужно название: --title. / A title is needed: --title.")
        name = id_ or spelling.slug(title)
        more = _minutes(where, said) if kind == "meeting" else {}
        path, text = starting.file_of(kind, name), starting.pattern(kind, name, title, day, more)
    file = where.content / path
    if file.exists():
        raise UserError(f"Уже есть {where.shown}/{path}. / {where.shown}/{path} is there already.")
    file.parent.mkdir(parents=True, exist_ok=True)
    files.write(file, text)
    click.echo(f"{where.shown}/{path}")
    return 0


def _minutes(where: workspace.Workspace, said: dict[str, Any]) -> dict[str, Any]:
    from scripts_kb.cli import minutes  # noqa: PLC0415 - one kind needs it

    found, _ = checking.base(where)
    return minutes.of(found, said["questions"], said["tasks"], common.ask)


def _change(where: workspace.Workspace, day: dt.date, said: dict[str, Any]) -> tuple[str, str]:
    found = _changed(where, day)
    if found and found.entries:
        from scripts_kb.review import showing  # noqa: PLC0415 - only with a branch to show
        from scripts_kb.review.texts import say  # noqa: PLC0415 - as above

        for entry in found.entries:
            kind = say(entry.kind, found.language)
            click.echo(f"  {showing.headline(entry, found.language)}: {kind}", err=True)
            for line in showing.lines(entry, found):
                told = " → ".join(each for each in (line.before, line.after) if each)
                if not told and line.where:
                    told = f"{say(f'edit-{line.op}', found.language)} " + "; ".join(
                        part.text for part in line.parts
                    )
                if told:
                    told = showing.brief(plain(told), _SHOWN)
                    click.echo(f"    {plain(line.label)}: {told}", err=True)
    origin = said["noticed"] or common.ask("Что заметили?")
    cause = said["why"] or common.ask("Почему меняем?")
    effect = said["expected"] or common.ask("Чего ждём?")
    if not (origin or cause or effect):
        raise UserError(
            "Ответьте хотя бы на один вопрос: --noticed, --why, --expected. / "
            "Answer at least one question: --noticed, --why, --expected."
        )
    class_ = said["class_"] or _proved(found)
    purpose, watch = said["purpose"], said["watch"]
    evidence = list(said["evidence"])
    if class_ in {"tactical", "strategic"}:
        purpose = purpose or common.ask("Зачем это клиенту и нам?", optional=True)
        if not evidence:
            question = "На чём основано (insight/… или https://…)?"
            evidence = common.ask(question, optional=True).split()
        if not said["expect"] and not watch:
            watch = common.ask("На что будем смотреть?", optional=True)
    title = said["title"] or common.ask("Назовите изменение в нескольких словах") or origin[:60]
    fields = {
        "id": said["id"],
        "title": title,
        "by": said["by"],
        "class": class_,
        "urgent": said["urgent"] or None,
        "origin": origin,
        "cause": cause,
        "purpose": purpose,
        "effect": effect,
        "evidence": evidence,
        "expect": _expectation(where, said["expect"], said["share"], day),
        "watch": watch,
        "applies_to": [entry.entity for entry in found.entries if entry.edits] if found else [],
    }
    return starting.note(fields, day)


def _changed(where: workspace.Workspace, day: dt.date) -> Review | None:
    """Give what the branch has changed; without a repository nobody knows."""
    try:
        return diff.review(where, asked=Asked(today=day))
    except UserError:
        return None


def _proved(found: Review | None) -> str:
    """Give the heaviest class that the edits of the branch prove."""
    from scripts_kb.review import weight  # noqa: PLC0415 - only a change needs it

    proved = [entry.class_ for entry in found.entries if entry.edits] if found else []
    return max(proved, key=weight.ORDER.index, default="tactical")


def _expectation(
    where: workspace.Workspace, text: str, share: str, day: dt.date
) -> dict[str, Any] | None:
    if not text:
        return None
    match = _EXPECT.fullmatch(text.strip())
    if match is None:
        raise UserError(
            f"--expect {plain(text)}: пишите так: conversion of script/incoming-home +3pp by "
            "2026-12-31 / write: conversion of script/incoming-home +3pp by 2026-12-31"
        )
    found = {name: each for name, each in match.groupdict().items() if each}
    needed = prediction.contacts_needed(where, found, _share(share), day)
    if needed:
        click.echo(_told(*needed), err=True)
    # A date, not a text: YAML writes it without quotes.
    dated = {"by": common.Day().convert(found["by"], None, None)} if "by" in found else {}
    return {**found, **dated}


def _share(text: str) -> float | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*%?", text.strip())
    value = float(match[1].replace(",", ".")) / 100 if match else 2.0
    if value > 1:
        raise UserError(f"--now {plain(text)}: доля в процентах, например 20%. / a share: 20%.")
    return value


def _told(before: float, after: float, contacts: int) -> str:
    def shown(share: float) -> str:
        return f"{share * 100:.3g}".replace(".", ",")

    grows = "рост" if after > before else "снижение"
    count = f"{contacts:,}".replace(",", "\u00a0")
    return (
        f"Чтобы увидеть {grows} с {shown(before)} до {shown(after)} %, нужно ≈{count} контактов "
        "с каждой стороны."
    )
