"""The search on the call floor: does it know when it does not know, and what is said first?

`tests/search/floor/` holds what people who have not seen the code wrote for the sample: phrases
that a card answers, that none answers, and ten calls with what is safe to say at each utterance.
The calls are counted in halves: what helps one half by chance does not help the other. Ten later
calls were written before a doubtful card was said no more, and asked after it: 50 were safe. Then
confidence was fitted on all that is there but `third`, which was written before by somebody who
knew the others, and counted after each of three rounds; none was chosen by it: 57 were safe.
`tests/search/floor.mjs` asks as the call screen does.
"""

import csv
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts_kb import search
from scripts_kb.content import caution, loading
from scripts_kb.content.base import Document
from scripts_kb.pages import searchable
from scripts_kb.pages.site import Site
from tools.benches.measure import Row

_ROOT = Path(__file__).resolve().parents[2]
_TESTS = _ROOT / "tests" / "search"
_Line = dict[str, str]


def run() -> Iterator[Row]:
    """Counts both ways to be wrong, as a seller types, and what is said first in ten calls."""
    names = ("with", "without", "calls", "later", "third")
    answered, unanswered, calls, later, third = (_typed(name) for name in names)
    first = [shown for line, shown in answered if _card(shown["first"]) in _cards(line["safe"])]
    lost = sum(shown["shown"] == "none" for shown in first)
    guessed = sum(shown["shown"] == "guess" for shown in first)
    yield Row.shown("phrases with a card: its card is first", len(first), f"of {len(answered)}")
    yield Row.at_most("of these shown as no answer", lost, f"of {len(first)}", 3)
    yield Row.shown("of these shown as a guess", guessed, f"of {len(first)}")
    confident = sum(shown["shown"] == "answer" for _, shown in unanswered)
    what = "phrases without a card: a confident answer"
    yield Row.at_most(what, confident, f"of {len(unanswered)}", 10)
    told = sum(shown["shown"] == "none" for _, shown in unanswered)
    yield Row.shown("of these told that there is none", told, f"of {len(unanswered)}")
    yield from _said(calls)
    yield from _told("ten later calls:", later, 54)
    yield from _told("ten calls kept aside:", third, 54)


def _said(calls: list[tuple[_Line, Any]]) -> Iterator[Row]:
    for odd, name in ((1, "odd"), (0, "even")):
        part = [each for each in calls if int(each[0]["call"]) % 2 == odd]
        yield from _told(f"ten calls, the {name} ones:", part, 27)
    wrong = [shown for line, shown in calls if shown["answer"] in line["unsafe"].split()]
    of = f"of {len(calls)}"
    yield Row.shown("ten calls: the first answer is unsafe", len(wrong), of)
    confident = sum(shown["shown"] == "answer" for shown in wrong)
    yield Row.at_most("ten calls: an unsafe answer is the confident one", confident, of, 1)


def _told(what: str, calls: list[tuple[_Line, Any]], bound: int) -> Iterator[Row]:
    of = f"of {len(calls)}"
    safe = sum(_is_safe(*each) for each in calls)
    yield Row.at_least(f"{what} what is shown to be said is safe to say", safe, of, bound)
    right = [shown for line, shown in calls if _is_right(line, shown)]
    yield Row.shown(f"{what} the right one is first", len(right), of)
    opened = sum(shown["shown"] != "guess" for shown in right)
    yield Row.shown(f"{what} the right one is first, and said at once", opened, of)


def _is_safe(line: _Line, shown: Any) -> bool:
    """Tell whether what is to be said harms nobody: where it is no answer, one asks back."""
    return shown["shown"] != "answer" or _is_right(line, shown)


def _is_right(line: _Line, shown: Any) -> bool:
    safe = line["safe"].split()
    none = shown["shown"] == "none"
    return (none and "none" in safe) or (not none and shown["answer"] in safe)


def _typed(name: str) -> list[tuple[_Line, Any]]:
    """Ask what each line of a file types, of the sample's index, in its segment and at its step.

    Of what is shown first, `answer` tells it as the files do: a card, with its answer where it has
    several, or the step to which a reply leads.
    """
    with (_TESTS / "floor" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    site = Site(loading.load(_ROOT / "content")[0])
    cards = {each.entity: _shown(each) for kind in searchable.KINDS for each in site.base.of(kind)}
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.bin"
        found = (*searchable.cards(site), *searchable.replies(site))
        made = search.index(found, searchable.synonyms(site), facets=searchable.facets(site))
        index.write_bytes(made)
        queries = [[line["typed"], _context(site, line)] for line in lines]
        done = subprocess.run(
            ["node", str(_TESTS / "floor.mjs")],
            input=json.dumps({"index": str(index), "cards": cards, "queries": queries}),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    told = [each | {"answer": _answer(site, each)} for each in json.loads(done.stdout)]
    return list(zip(lines, told, strict=True))


def _shown(document: Document) -> dict[str, Any]:
    """Give of a card what decides how it is shown."""
    value = document.value
    answers = caution.safest(value.get("answers", ())) if document.kind == "objection" else ()
    return {
        "entity": document.entity,
        "value": {
            "title": document.record.title,
            "segments": value.get("segments", ()),
            "answers": answers,
        },
    }


def _context(site: Site, line: _Line) -> dict[str, Any]:
    context: dict[str, Any] = {"segment": line["segment"]} if line["segment"] else {}
    if not line.get("script"):
        return context
    script = site.base.get("script", line["script"])
    (node,) = (each for each in script.nodes if each.id == line["step"])
    near = [
        f"{kind}/{each}"
        for kind, named in (
            ("objection", node.objections),
            ("question", node.questions),
            ("offer", node.offers),
        )
        for each in named
    ]
    step = f"script/{line['script']}#{node.id}"
    return context | {"stage": node.stage or "", "near": near, "step": step}


def _answer(site: Site, shown: Any) -> str:
    entity, _, place = shown["first"].partition("#")
    if not place:
        return f"{entity}#{shown['answer']}" if shown["answer"] else entity
    script = entity.removeprefix("script/")
    at, _, reply = place.partition("/")
    (next_,) = (
        each.next
        for node in site.base.get("script", script).nodes
        if node.id == at
        for each in node.answers
        if each.id == reply
    )
    return f"step:{script}/{next_}"


def _card(first: str) -> str:
    return first.partition("#")[0]


def _cards(listed: str) -> set[str]:
    return {_card(each) for each in listed.split()}
