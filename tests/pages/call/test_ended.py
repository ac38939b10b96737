"""A call that breaks off leaves a summary, at whatever step of whatever script, and without one."""

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cafe import site

from scripts_kb.content import loading
from scripts_kb.pages.call import answers
from scripts_kb.pages.site import Site

SAMPLE = Path(__file__).parents[3] / "content"
OUTCOMES = ["hung_up", "call_back", "refused", "deal", "not-our-lead"]


def sample() -> Site:
    """The sample as it is in its folder: of each script the second version, of the rest no past."""
    base, problems = loading.load(SAMPLE)
    assert not problems
    versions = {each.entity: 2 for each in base.of("script")}
    return Site(base=base, rows=(), leaves={}, versions=versions, today=dt.date(2026, 11, 21))


def broken_off(whole: Site) -> dict[str, Any]:
    """What is left of calls that break off everywhere."""
    made = answers.of(whole)
    files = {"call/one/answers.json": made.first.decode()}
    files |= {f"call/answers/{name}": each.decode() for name, each in made.parts.items()}
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("ended.mjs"))],
        input=json.dumps({"files": files}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def left() -> dict[str, Any]:
    return broken_off(sample())


@pytest.mark.slow
def test_every_step_of_every_script_of_the_sample_leaves_a_summary(left):
    steps = {
        each.entity: {node.id for node in each.record.nodes} for each in sample().base.of("script")
    }
    assert len(steps) >= 6
    assert {script: set(found) for script, found in left["walked"].items()} == steps
    for script, found in left["walked"].items():
        for step, by_outcome in found.items():
            assert list(by_outcome) == OUTCOMES, (script, step)
            for text in by_outcome.values():
                lines = dict(line.split(": ", 1) for line in text.split("\n"))
                assert lines["Версия скрипта"] == f"{script.removeprefix('script/')}@2"
                assert {"Скрипт", "Итог", "Путь"} <= set(lines), (script, step)
                assert (lines["Возражения и вопросы"], lines["Пара слов от себя"]) == (
                    "Дорого",
                    "Перебили",
                )


def test_a_call_without_a_script_leaves_one_too(left):
    assert left["alone"]["hung_up"].split("\n") == [
        "Итог: Бросил трубку",
        "Возражения и вопросы: Дорого",
        "Пара слов от себя: Перебили",
    ]
    assert left["alone"]["refused"].startswith("Итог: Отказ — Не устроила цена\n")


def test_phrases_that_were_due_are_told_apart():
    """One is said with its step; a base that knows no reasons for lost leads offers none."""
    summaries = broken_off(site())["walked"]["script/incoming"]["needs"]
    assert list(summaries) == ["hung_up", "call_back", "refused", "deal"]
    assert summaries["hung_up"].split("\n") == [
        "Скрипт: Входящий, для дома",
        "Версия скрипта: incoming@1",
        "Итог: Бросил трубку",
        "Возражения и вопросы: Дорого",
        "Путь: Приветствие: «Сколько стоит?» → Выяснение",
        "Не отмечено как сказанное: Разговор записывается.",
        "Пара слов от себя: Перебили",
    ]
