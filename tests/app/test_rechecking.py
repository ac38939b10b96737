"""A check that goes through the files that have changed → the problems of a check of all files."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from scripts_kb import checks
from scripts_kb.app import checking, present, recalled, rechecking, workspace
from scripts_kb.content import parsing
from scripts_kb.content.parsing import Parsed
from scripts_kb.problems import Problem

from .test_tree import git, small

TODAY = dt.date(2026, 11, 21)
CARD = "id: {}\ntitle: Сомнение {}\nanswers:\n  - {{id: a, say: {}, next_question: Как?}}\n"
OFFER = """id: opt
title: Опт
status: live
promise: Кофе на месяц
price: {{list: {}, unit: кг, currency: RUB}}
valid_from: 2026-01-01
valid_to: 2026-12-31
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    content = small(tmp_path)
    (content / "offers").mkdir()
    (content / "offers/opt.yml").write_text(OFFER.format(1290), encoding="utf-8")
    (content / "objections/cena.yml").write_text(
        CARD.format("cena", "о цене", "Это 1 490 ₽"), encoding="utf-8"
    )
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "Первое")
    return content


def codes(content: Path, today: dt.date = TODAY) -> set[str]:
    where = workspace.find(content)
    found, mistakes = present.base(where)
    told = rechecking.problems(where, found, mistakes, today)
    assert told == checking.checked(where, found, mistakes, today=today)[1]
    return {each.code for each in told}


def test_a_price_that_has_changed_is_looked_for_in_files_that_have_not(base: Path) -> None:
    assert "retyped-price" not in codes(base)
    (base / "offers/opt.yml").write_text(OFFER.format(1490), encoding="utf-8")
    assert "retyped-price" in codes(base)
    (base / "offers/opt.yml").write_text(OFFER.format(1290), encoding="utf-8")
    assert "retyped-price" not in codes(base)


def test_a_day_that_has_come_is_told_of_files_that_have_not_changed(base: Path) -> None:
    assert "offer-over" not in codes(base)
    assert "offer-over" in codes(base, dt.date(2027, 1, 1))


def test_a_setting_that_has_changed_counts_for_files_that_have_not(base: Path) -> None:
    (base / "objections/cena.yml").write_text(
        CARD.format("cena", "о цене", "Это уникальный сорт"), encoding="utf-8"
    )
    assert "stop-word" not in codes(base)
    stops = "stop_words: [{id: rare, words: [уникальный], instead: редкий, because: Пусто}]\n"
    (base / "wording.yml").write_text(stops, encoding="utf-8")
    assert "stop-word" in codes(base)


def test_files_without_problems_are_gone_through_once(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes(base)
    seen: list[set[str]] = []
    check = checks.check

    def noted(*given: Any, passed: frozenset[str] = frozenset(), **options: Any) -> list[Problem]:
        seen.append(set(passed))
        return check(*given, passed=passed, **options)

    monkeypatch.setattr(checks, "check", noted)
    text = CARD.format("cena", "о цене", "Это 1 390 ₽")
    (base / "objections/cena.yml").write_text(text, encoding="utf-8")
    codes(base)
    assert "objection/dorogo" in seen[0]
    assert "objection/cena" not in seen[0]


def test_a_file_that_only_says_what_another_says_is_not_gone_through_again(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = CARD.format("tozhe", "о цене", "Да") + "status: live\nclient_words: [Почём?]\n"
    for name in ("tozhe", "snova"):
        file = base / f"objections/{name}.yml"
        file.write_text(twin.replace("tozhe", name), encoding="utf-8")
    assert {"same-title", "shared-words"} <= codes(base)
    passed: list[frozenset[str]] = []
    check = checks.check

    def noted(*given: Any, **options: Any) -> list[Problem]:
        passed.append(options.get("passed", frozenset()))
        return check(*given, **options)

    monkeypatch.setattr(checks, "check", noted)
    assert {"same-title", "shared-words"} <= codes(base)
    assert {"objection/tozhe", "objection/snova"} <= passed[0]


def test_a_file_of_which_a_line_was_told_is_not_parsed_for_it_again(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for id_, title in (("cena", "о цене"), ("dolgo", "о сроке")):
        text = CARD.format(id_, title, "Да") + "status: live\nclient_words: [Дорого же]\n"
        (base / f"objections/{id_}.yml").write_text(text, encoding="utf-8")
    where, parsed = workspace.find(base), list[bytes]()
    parse = parsing.parse

    def noted(content: bytes, **options: Any) -> Parsed:
        parsed.append(content)
        return parse(content, **options)

    def shared() -> list[str]:
        found, mistakes = recalled.base(where)
        parsed.clear()
        told = rechecking.problems(where, found, mistakes, TODAY)
        assert told == checking.checked(where, *present.base(where), today=TODAY)[1]
        return [str(each.place) for each in told if each.code == "shared-words"]

    shared()
    shared()
    monkeypatch.setattr(parsing, "parse", noted)
    assert len(shared()) == 1
    assert parsed == []
    moved = f"# Сверху\n{(base / 'objections/dolgo.yml').read_text(encoding='utf-8')}"
    (base / "objections/dolgo.yml").write_text(moved, encoding="utf-8")
    assert len(shared()) == 1
