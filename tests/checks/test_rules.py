"""Every rule as a table: files of a knowledge base → the exact lines that name what is wrong."""

from pathlib import Path

import pytest
import yaml

RULES = yaml.safe_load((Path(__file__).parent / "rules.yml").read_text(encoding="utf-8"))
BYTES = {
    "@big": b"id: x\n" + b"#" * 1_000_000,
    "@cp1251": "id: x\ntitle: Дорого\n".encode("cp1251"),
    # Five levels of aliases: 9 * 8 ** 4 values in six lines.
    "@nodes": b"a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
    + b"".join(
        b"%c: &%c [%s]\n" % (name, name, b", ".join([b"*%c" % (name - 1)] * 8)) for name in b"bcde"
    )
    + b"f: [*e, *e, *e]\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_what_is_found_is_said_in_both_languages(rule, found):
    files = {path: BYTES.get(text, text) for path, text in rule["files"].items()}
    problems = found(files, due_days=rule.get("due_days", 0))
    for language in ("ru", "en"):
        lines = [each.line(language).removeprefix("content/") for each in problems]
        assert lines == rule[language]
