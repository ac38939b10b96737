"""Codes: each is produced by a test, formats in both languages, and reads well."""

import re
import string
from pathlib import Path

import pytest
import yaml

from scripts_kb.problems import LAPSED, Place, Problem, codes, plain, severity, texts

TESTS = Path(__file__).parents[1]
RULES = yaml.safe_load((TESTS / "checks" / "rules.yml").read_text(encoding="utf-8"))
CODES = codes()
PACKAGE = TESTS.parent / "scripts_kb"
# Facts, their exchange and the gate have tables of their own, in tests/facts and tests/review.
OTHERS = ("facts-", "crm-", "gate-", "warehouse-")
# These need more than files of a fixture: a link, a folder without rights, a history.
ELSEWHERE = {
    "cuts-prediction": "cli/test_cutting.py",
    "cuts-trial": "cli/test_cutting.py",
    "broken-quote": "checks/test_promises.py",
    "date-beyond-offer": "checks/test_promises.py",
    "discount-over": "checks/test_promises.py",
    "more-than-once": "checks/test_promises.py",
    "price-in-words": "checks/test_promises.py",
    "price-out-of-line": "checks/test_promises.py",
    "no-plain-file": "content/test_loading.py",
    "too-many-to-format": "content/test_formatting.py",
    "left-alone": "content/test_formatting.py",
    "remark-in-the-way": "content/test_remarks.py",
    "symlink": "content/test_loading.py",
    "unreadable": "content/test_loading.py",
    "unexplained": "cli/test_check_since.py",
    "unknown-commit": "cli/test_check_since.py",
    "claims-nothing": "cli/test_check_since.py",
    "line-swapped": "cli/test_check_since.py",
    "material-changed": "review/test_materials.py",
    "build-changed": "review/test_machinery.py",
    "build-unagreed": "review/test_machinery.py",
    "said-as-before": "review/test_echoes.py",
    "lfs-pointer": "content/test_loading.py",
    "latin-word": "checks/test_letters.py",
    "active-material": "content/test_drawings.py",
    "edit-malformed": "cli/test_apply.py",
    "edit-unknown": "cli/test_apply.py",
    "edit-no-place": "cli/test_apply.py",
    "edit-changed": "cli/test_apply.py",
    "edit-taken": "cli/test_apply.py",
    "edit-odd": "cli/test_apply.py",
    "empty-material": "content/test_loading.py",
    "personal-published": "checks/test_persons.py",
    "returned-conflict": "cli/test_export_sheet.py",
    "returned-gone": "cli/test_export_sheet.py",
}


def test_every_code_is_produced_by_a_test_and_no_other_is():
    told = {line.split(": ")[1] for rule in RULES for line in rule["ru"]}
    for code, path in ELSEWHERE.items():
        text = (TESTS / path).read_text(encoding="utf-8")
        assert f'"{code}"' in text or f" {code}: " in text
    others = {code for code in CODES if code.startswith(OTHERS)}
    assert told | set(ELSEWHERE) | others == set(CODES)
    assert not told & (set(ELSEWHERE) | others)


def test_every_code_is_used():
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    made = {f"not-a-{form}" for form in ("map", "list", "text", "number", "whole-number", "bool")}
    assert {code for code in CODES if f'"{code}"' not in source} <= made


def test_every_code_says_what_is_wrong_what_instead_and_why():
    keys = [[f"{code}.{severity(code)}", f"{code}.instead", f"{code}.why"] for code in CODES]
    assert list(texts().texts) == [key for three in keys for key in three]
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_texts_are_whole_friendly_sentences(code):
    parts = [texts().texts[f"{code}.{part}"] for part in (severity(code), "instead", "why")]
    for text in (text for pair in parts for text in pair):
        assert text == text.strip()
        assert text[0].isupper() or text[0] in "«“{" or text[0].isdigit()
    what, instead, why = parts
    for text in (*what, *why):
        assert text[-1] in ".}"
    # «вы», and nothing that fits one gender alone or blames a person.
    russian = f"{what[0]} {instead[0]} {why[0]}".replace("«Я понял»", "")
    assert not re.search(r"(?<!\w)(ты|тебе|ошиблись|неправильно|забыли)(?!\w)", russian)
    assert not re.search(r"\w\((а|ла)\)", russian.replace("«Понял(а)»", ""))
    assert re.search("[а-яё]", what[0])
    english = f"{what[1]} {instead[1]} {why[1]}".replace("й is и", "")
    # Columns of a CRM have Russian names.
    assert code.startswith(OTHERS) or not re.search("[а-яё]", english)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)


def test_a_message_is_one_line_without_control_or_direction_marks():
    value = "a\x1b[31m\u202eб\n: в\u2028г {x}"
    problem = Problem(
        Place("content/\x1bx.yml", 3, 7), "unknown-key", {"key": value, "meant": "{y}"}
    )
    assert problem.line() == (
        "content/ x.yml:3:7: unknown-key: Неизвестное поле «a [31m б : в г {x}». Может быть: {y}"
    )
    assert problem.as_json("en") == {
        "file": "content/\x1bx.yml",
        "line": 3,
        "column": 7,
        "code": "unknown-key",
        "severity": "error",
        "message": f"Unknown field “{value}”.",
        "fix": "Perhaps: {y}",
    }


@pytest.mark.parametrize("code", sorted(LAPSED))
def test_what_only_time_made_wrong_is_a_warning_with_the_keepers_mark(code):
    text = "".join(texts().texts[f"{code}.warning"] + texts().texts[f"{code}.instead"])
    facts = {name: "x" for _, name, _, _ in string.Formatter().parse(text) if name}
    problem = Problem(Place("content/x.yml", 3, 7), code, facts)
    assert problem.severity == "warning"
    assert problem.line().startswith(f"content/x.yml:3:7: {code}: 🔴 ")
    assert problem.as_json()["lapsed"] is True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Дорого", "Дорого"),
        ("a\u00a0b", "a b"),
        ("a\u200bb", "a b"),
        ("a\u202eb", "a b"),
        ("a\r\nb", "a b"),
        ("\x07", ""),
        ("e\u0301", "e\u0301"),
    ],
)
def test_plain_text_is_safe_for_a_terminal(text, shown):
    assert plain(text) == shown
