"""Documents name only what there is: a name of each kind is spoiled, and found at its line."""

from pathlib import Path

import pytest

from tools.checks import names

ROOT = Path(__file__).resolve().parents[2]
HOUSE = names.House(ROOT)


def test_the_documents_of_this_checkout_are_true():
    assert names.check(ROOT) == []


SPOILED = {
    "`schema/cards.py`": "`schema/card.py`",
    "`content/zones.yml`": "`content/zone.yml`",
    "`kb.yml`": "`bk.yml`",
    "`pages/templates/`": "`pages/template/`",
    "`leads*.csv`": "`leaks*.csv`",
    "`kb/kb.json`": "`kb/bk.json`",
    "`.venv/bin/dmypy run`": "`.venv/bin/dmipy run`",
    "`scripts_kb.past.log`": "`scripts_kb.past.logs`",
    "`scripts_kb.schema.kinds.FOLDERS`": "`scripts_kb.schema.kinds.HOLDERS`",
    "`tools/check`": "`tools/chek`",
    "`tools/test --only unit`": "`tools/test --one unit`",
    "`tools/check --due 14d`": "`tools/check --done 14d`",
    "`tools/test --list --only layers`": "`tools/test --list --only lairs`",
    "`tools/bench check`": "`tools/bench chek`",
    "`python tools/serve`": "`python tools/server`",
    "`kb log`": "`kb logs`",
    "`kb facts ledger`": "`kb facts ledgers`",
    "`kb check [--due 14d]`": "`kb check [--month 14d]`",
    "`.venv/bin/kb new change`": "`.venv/bin/kb knew change`",
    "`python -m scripts_kb schema --check`": "`python -m scripts_kb schema --chek`",
    "`--audience partner`": "`--audiences partner`",
    "`reply_days`": "`reply_weeks`",
    "`learned:`": "`learnt:`",
    "```\ntools/serve     # the site\n```": "```\ntools/served     # the site\n```",
    "[guide](scripts_kb/guide/en/keeper.md#facts)": "[guide](scripts_kb/guide/en/keep.md)",
    "`kb briefing`; with\n`--month 2026-10`": "`kb facts ledger`; with\n`--month 2026-10`",
}


@pytest.mark.parametrize(("right", "wrong"), SPOILED.items(), ids=SPOILED)
def test_a_name_of_what_is_not_there_is_found(right, wrong):
    assert list(names.find("README.md", f"Читайте\n\n{right}\nи дальше", HOUSE)) == []
    found = names.find("README.md", f"Читайте\n\n{wrong}\nи дальше", HOUSE)
    lines = [each.line for each in found]
    assert lines == [3 + wrong.startswith("```") + ("\n`--" in wrong)]


@pytest.mark.parametrize(
    "text",
    [
        "`kb COMMAND`, `kb init ПАПКА`, `tools/NAME`, `tools/bench NAME`",
        "`kb export --format csv --out фразы.csv`",
        "`content/facts/calls-….csv`",
        "`objection/dorogo`, `offer/any.price.list`, `<offer/any.price.list>`",
        "`post: https://…/issues/new`, `application/json`",
        "`site/`, `.venv`, `TRY/bin/kb`, `.git/hooks/pre-commit`",
        "[a site](https://example.org/nothing.md), [below](#nowhere)",
        "```yaml\nsay: tools/nothing\n```",
        "`kb facts ledger`\n\n- `--month 2026-10`",
    ],
)
def test_what_a_person_fills_in_is_no_name(text):
    assert list(names.find("README.md", text, HOUSE)) == []


@pytest.mark.parametrize(
    ("link", "count"), [("../errors/index.md", 0), ("../mistakes/index.md", 1)]
)
def test_a_guide_may_lead_to_a_page_of_the_site(link, count):
    path = "scripts_kb/guide/en/index.md"
    assert len(list(names.find(path, f"[page]({link})", HOUSE))) == count
    assert len(list(names.find("README.md", f"[page]({link})", HOUSE))) == 1


def test_a_readme_names_every_command(tmp_path):
    (tmp_path / "README.md").write_text("Nothing.\n")
    said = {each.text for each in names.check(tmp_path)}
    assert {"kb briefing is not in it", "kb new is not in it"} <= said
    assert len(said) == len(names.COMMANDS)
