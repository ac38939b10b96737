"""`kb new KIND`: a new file; for a change three questions, and what the branch has changed."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from scripts_kb import files
from scripts_kb.app import diff, prediction, present, workspace
from scripts_kb.cli import common, minutes
from scripts_kb.cli.common import say
from scripts_kb.content import spelling, starting, writing
from scripts_kb.language import Language
from scripts_kb.language.formats import number
from scripts_kb.past.records import Rationale
from scripts_kb.problems import UserError, plain
from scripts_kb.review import gate, keys, showing, texts, weight
from scripts_kb.review.asked import Asked
from scripts_kb.review.records import EntityReview, Review
from scripts_kb.schema import kinds

_EXPECT = re.compile(
    r"(?P<metric>\S+)\s+of\s+(?P<of>\S+)\s+(?P<change>[+-]\d+(?:\.\d+)?(?:pp|%))"
    r"(?:\s+by\s+(?P<by>\d{4}-\d{2}-\d{2}))?"
)

_OF_CHANGE: Final = frozenset(
    {"noticed", "why", "expected", "purpose", "class_", "by", "evidence", "expect", "share"}
    | {"watch", "urgent"}
)
_OF_MEETING: Final = frozenset({"questions", "tasks"})

_BLANKS: Final = {
    "origin": ("ask-noticed", "…"),
    "cause": ("ask-why", "…"),
    "purpose": ("ask-purpose", "…"),
    "effect": ("ask-expected", "…"),
    "evidence": ("ask-evidence", "[insight/…]"),
    "expect": ("ask-expect", "{metric: conversion, of: script/…, change: +3pp, by: 2026-12-31}"),
    "watch": ("ask-watch", "…"),
}
"""Field of a reason → its question, and what stands in its place until it is answered."""

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
        raise UserError("no-kind", kind=kind, known=near or " ".join(kinds.FOLDER_OF))
    _refuse_foreign(kind)
    where = workspace.find(content)
    settings = workspace.settings(where.content)
    zone = workspace.zone_named(settings.time_zone) if settings else None
    day = today or workspace.today_in(zone)
    if id_ and not kinds.is_id(id_):
        raise UserError("not-an-id", value=f"--id {id_}")
    language = workspace.language_of(where.content) or "ru"
    if kind == "change":
        fields = _change(where, day, {"title": title, "id": id_, **said}, language)
        wanted = _wanted(fields, language)
        blanks = [(name, say(_BLANKS[name][0], language), _BLANKS[name][1]) for name in wanted]
        path, text = starting.note(fields, day, blanks)
    else:
        title = title or common.ask(say("ask-title", language))
        if not title:
            raise UserError("no-title")
        name = id_ or spelling.slug(title)
        more = _minutes(where, said) if kind == "meeting" else _segments(where, kind)
        path = starting.file_of(kind, name)
        text = starting.pattern(kind, name, title, day, language, more)
    file = where.content / path
    if file.exists():
        raise UserError("file-there", file=f"{where.shown}/{path}")
    written = writing.bounded(text, f"{where.shown}/{path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    files.write(file, written)
    click.echo(f"{where.shown}/{path}")
    if kind == "change":
        _judge(where, day, path, wanted, language)
    return 0


def _refuse_foreign(kind: str) -> None:
    """Refuse what another kind asks for: it would be left out without a word."""
    for param in click.get_current_context().command.params:
        owner = (
            "change" if param.name in _OF_CHANGE else "meeting" if param.name in _OF_MEETING else ""
        )
        if owner not in {"", kind} and common.given(param.name or ""):
            raise UserError("not-of-kind", option=param.opts[0], kind=owner, other=kind)
    if not common.given("expect"):
        common.refuse_without("--expect", share="--now")


def _segments(where: workspace.Workspace, kind: str) -> dict[str, Any]:
    """Offer all segments of the base: whoever writes knows which to take out."""
    if kind not in {"objection", "question", "script", "offer"}:
        return {}
    segments = [each.id for each in present.base(where)[0].kb.segments]
    return {"segments": segments} if segments else {}


def _minutes(where: workspace.Workspace, said: dict[str, Any]) -> dict[str, Any]:
    found, _ = present.base(where)
    return minutes.of(found, said["questions"], said["tasks"])


def _change(
    where: workspace.Workspace, day: dt.date, said: dict[str, Any], language: Language
) -> dict[str, Any]:
    """Ask for what was not said, and give the fields of a change."""
    found = _changed(where, day)
    entries = [entry for entry in found.entries if entry.edits] if found else []
    if found and found.entries:
        _remind(found)
    origin, cause, effect = (
        said[name] or common.ask(say(key, language))
        for name, key in (
            ("noticed", "ask-noticed"),
            ("why", "ask-why"),
            ("expected", "ask-expected"),
        )
    )
    if not (origin or cause or effect):
        raise UserError("no-reason")
    class_ = said["class_"] or _proved(entries)
    purpose, evidence, watch = said["purpose"], list(said["evidence"]), said["watch"]
    expect = said["expect"]
    if class_ in {"tactical", "strategic"}:
        purpose = purpose or common.ask_or_skip(say("ask-purpose", language), language)
        if not evidence:
            evidence = common.ask_or_skip(say("ask-evidence", language), language).split()
        if not expect and class_ == "strategic":
            expect = common.ask_or_skip(say("ask-expect", language), language)
        elif not expect and not watch:
            watch = common.ask_or_skip(say("ask-watch", language), language)
    by = _proposing(where, found, said["by"], language)
    return {
        "id": said["id"],
        "title": said["title"] or common.ask(say("ask-name", language)) or origin[:60],
        "by": by,
        "class": class_,
        "urgent": said["urgent"] or None,
        "origin": origin,
        "cause": cause,
        "purpose": purpose,
        "effect": effect,
        "evidence": evidence,
        "expect": _expectation(where, expect, said["share"], day, language),
        "watch": watch,
        "applies_to": [entry.entity for entry in entries],
    }


def _proposing(
    where: workspace.Workspace, found: Review | None, said: str, language: Language
) -> str:
    """Give the department that proposes a change: its colleagues answer for it, others agree."""
    known = found.departments if found else None
    if known is None:
        known = {each.id: each.title for each in present.base(where)[0].zones.departments}
    if said:
        return keys.department(said, known)
    if len(known) <= 1:
        return next(iter(known), "")
    listed = ", ".join(f"{title} ({id_})" for id_, title in known.items())
    answer = common.ask_or_skip(say("ask-by", language, departments=listed), language)
    try:
        return keys.department(answer, known) if answer else ""
    except UserError as error:
        # All that was answered before would be lost.
        click.echo(f"kb: {error.said(language)}", err=True)
        return ""


def _wanted(fields: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Give what the gate will miss in a change of this class: field → how people call it."""
    known = [each for each in weight.ORDER if each == fields["class"]]
    class_: weight.ChangeClass = known[0] if known else "tactical"
    if class_ == "editorial" or fields["urgent"]:
        return {}
    names = (*gate.REASONS, "evidence", "expect", "watch")
    found = gate.wanted(
        Rationale("file", **{name: fields[name] for name in names}), class_, language
    )
    # To watch is the easier answer, where it is one.
    easy = class_ != "strategic"
    return {"watch" if easy and name == "expect" else name: each for name, each in found.items()}


def _judge(
    where: workspace.Workspace,
    day: dt.date,
    path: str,
    wanted: Mapping[str, str],
    language: Language,
) -> None:
    """Say, on stderr, what the gate will not take of the file that was written."""
    if wanted:
        facts = {"fields": ", ".join(wanted.values()), "names": ", ".join(wanted)}
        click.echo(say("blanks-left", language, **facts), err=True)
    found = _changed(where, day, gate=True)
    for problem in found.problems if found and found.entries else ():
        here = problem.place.path == f"{where.shown}/{path}" and problem.severity == "error"
        if here and problem.code != "gate-incomplete":
            click.echo(problem.line(language), err=True)


def _remind(found: Review) -> None:
    """Remind the author, on stderr, of what the branch has changed."""
    language = found.language
    for entry in found.entries:
        kind = texts.say(entry.kind, language)
        click.echo(f"  {showing.headline(entry, language)}: {kind}", err=True)
        for line in showing.lines(entry, found):
            told = " → ".join(each for each in (line.before, line.after) if each)
            if not told and line.where:
                parts = "; ".join(part.text for part in line.parts)
                told = f"{texts.say(f'edit-{line.op}', language)} {parts}"
            if told:
                told = showing.brief(plain(told), _SHOWN)
                click.echo(f"    {plain(line.label)}: {told}", err=True)


def _changed(where: workspace.Workspace, day: dt.date, *, gate: bool = False) -> Review | None:
    """Give what the branch has changed; without a repository nobody knows."""
    try:
        return diff.review(where, asked=Asked(today=day, gate=gate))
    except UserError:
        return None


def _proved(entries: Iterable[EntityReview]) -> str:
    """Give the heaviest class that the edits of the branch prove."""
    proved = [entry.class_ for entry in entries]
    return max(proved, key=weight.ORDER.index, default="tactical")


def _expectation(
    where: workspace.Workspace, text: str, share: str, day: dt.date, language: Language
) -> dict[str, Any] | None:
    if not text:
        return None
    match = _EXPECT.fullmatch(text.strip())
    if match is None:
        raise UserError("not-an-expectation", value=text)
    found = {name: each for name, each in match.groupdict().items() if each}
    needed = prediction.contacts_needed(where, found, _share(share), day)
    if needed:
        click.echo(_told(*needed, language), err=True)
    # A date, not a text: YAML writes it without quotes.
    dated = {"by": common.day(found["by"], "--expect")} if "by" in found else {}
    return {**found, **dated}


def _share(text: str) -> float | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*%?", text.strip())
    value = float(match[1].replace(",", ".")) / 100 if match else 2.0
    if value > 1:
        raise UserError("not-a-share", value=text)
    return value


def _told(before: float, after: float, contacts: int, language: Language) -> str:
    def shown(share: float) -> str:
        return number(float(f"{share * 100:.3g}"), language)

    key = "contacts-rise" if after > before else "contacts-fall"
    return say(
        key, language, before=shown(before), after=shown(after), count=number(contacts, language)
    )
