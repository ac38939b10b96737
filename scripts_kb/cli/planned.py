"""The plan of an import for a person: cards by kind, what is left over and why, the account."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from scripts_kb.importing.scripts.plan import BroughtFile, ImportPlan, PlannedCard
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import plain

say: Final = catalogue("importing").say
_SHOWN: Final = 5
"""How many of one kind of what is left over are shown; all of it stands in the file beside."""
_WORDS: Final = 70


def lines(plan: ImportPlan, language: Language) -> Iterator[str]:
    """Yield the plan line by line."""
    for brought in plan.files:
        yield from _file(
            brought, [each for each in plan.cards if each.file == brought.file], language
        )
    for why, found in groupby(plan.refused, key=lambda each: each["why"]):
        yield from _left(why, list(found), language)
    if plan.added:
        yield say("added", language, count=len(plan.added))
        for each in plan.added[:_SHOWN]:
            yield f"  {each['entity']} {each['path']}: {plain(each['text'])}"
        yield from _more(len(plan.added), language)


def _file(brought: BroughtFile, cards: list[PlannedCard], language: Language) -> Iterator[str]:
    yield say(
        "file",
        language,
        file=plain(brought.file),
        form=brought.document.form,
        cards=len(brought.found.cards),
    )
    for said in brought.document.said:
        yield f"  {plain(said)}"
    for kind in ("objection", "question", "script"):
        mine = [each for each in cards if each.entity.startswith(f"{kind}/")]
        if mine:
            yield f"  {say(f'kind-{kind}', language)}: {len(mine)}"
            for each in mine:
                yield from _card(each, language)
    wordless = [each.value["title"] for each in cards if each.value and not _first(each.value)]
    if wordless:
        yield f"  {say('no-words', language, titles=plain('; '.join(wordless[:_SHOWN])))}"
        yield from _more(len(wordless), language)
    for why in dict.fromkeys(each["why"] for each in brought.left):
        yield from _left(why, [each for each in brought.left if each["why"] == why], language)
    yield from _people(brought, language)
    if brought.blanks:
        yield f"  {say('variables', language)}:"
        for text, (to, times) in brought.blanks.items():
            shown = to or say("undecided", language)
            yield f"    {say('variable', language, text=plain(text), to=shown, times=times)}"
    for image in brought.images:
        yield f"  {say('image', language, at=image['at'], to=plain(image['to']))}"
    account = brought.account
    second = account["second"] if account["second"] is not None else say("no-second", language)
    facts = {**account["fates"], "letters": account["letters"], "second": second}
    yield f"  {say('account', language, **facts)}"


def _card(entry: PlannedCard, language: Language) -> Iterator[str]:
    title = plain(entry.value.get("title", entry.entity))
    words = plain(_first(entry.value))
    shown = f"{words[:_WORDS]}…" if len(words) > _WORDS else words
    action = say(f"action-{entry.action}", language)
    yield f"    {title} [{action}] {plain(entry.at)}: {shown}".rstrip(": ")
    if entry.changed:
        yield f"      {say('differs', language, fields=', '.join(entry.changed))}"


def _first(value: dict[str, Any]) -> str:
    """Give the first words of a card that are said."""
    for each in (*value.get("answers", ()), *value.get("nodes", ())):
        said = each.get("say") or next((step["say"] for step in each.get("steps", ())), "")
        if said:
            return str(said)
    return str(value.get("answer", ""))


def _left(why: str, found: list[dict[str, str]], language: Language) -> Iterator[str]:
    yield f"  {say('left', language, why=say(f'why-{why}', language), count=len(found))}"
    for each in found[:_SHOWN]:
        yield f"    {plain(each['at'])}: {plain(each['text'])[:_WORDS]}"
    yield from _more(len(found), language)


def _more(count: int, language: Language) -> Iterator[str]:
    if count > _SHOWN:
        yield f"    {say('more', language, count=count - _SHOWN)}"


def _people(brought: BroughtFile, language: Language) -> Iterator[str]:
    names = [each for each in brought.people if each["what"] == "name"]
    others = len(brought.people) - len(names)
    if brought.people:
        yield f"  {say('people', language, left=others, names=len(names))}"
        for each in names[:_SHOWN]:
            yield f"    {say('person', language, at=plain(each['at']), text=plain(each['text']))}"
        yield from _more(len(names), language)
