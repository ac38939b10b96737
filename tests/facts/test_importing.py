"""Exports with every oddity → facts, whatever CRM they come from; no person among them."""

import pytest

from scripts_kb.facts import reading, recording

from .exports import (
    AMO,
    AMO_FACTS,
    AMO_ROWS,
    BITRIX,
    BITRIX_FACTS,
    BITRIX_ROWS,
    HUBSPOT,
    HUBSPOT_FACTS,
    HUBSPOT_ROWS,
    PEOPLE,
    TODAY,
    amo,
    codes,
    imported,
)


@pytest.fixture
def export(tmp_path, workbook, html_table):
    """Make the three exports, each with its oddities."""

    def make(kind):
        if kind == "amocrm":
            path = tmp_path / "export.csv"
            path.write_bytes(amo(*AMO_ROWS).replace("'+7", "+7").encode("cp1251"))
        elif kind == "bitrix24":
            path = html_table(tmp_path / "DEAL_20261120.xls", [BITRIX, *BITRIX_ROWS])
        else:
            rows = [["Export of deals"], [], HUBSPOT, *HUBSPOT_ROWS]
            path = workbook(tmp_path / "deals.xlsx", {"Notes": [["x"]], "Deals": rows})
        return path

    return make


@pytest.mark.parametrize(
    ("kind", "facts", "warnings"),
    [
        ("amocrm", AMO_FACTS, ["crm-no-amount"]),
        ("bitrix24", BITRIX_FACTS, ["crm-version"]),
        ("hubspot", HUBSPOT_FACTS, ["crm-version"]),
    ],
)
@pytest.mark.parametrize("how", ["named", "auto"])
def test_an_export_with_every_oddity_becomes_sums_of_days(
    kind, facts, warnings, how, export, content, base_of
):
    result = imported(export(kind), content, base_of, source=kind if how == "named" else "auto")
    assert codes(result) == warnings
    assert result.crm == kind
    assert (content / f"facts/calls-{kind}.csv").read_text(encoding="utf-8") == facts


@pytest.mark.parametrize("kind", ["amocrm", "bitrix24", "hubspot"])
def test_what_was_written_reads_back_and_a_second_import_changes_nothing(
    kind, export, content, base_of
):
    first = imported(export(kind), content, base_of)
    base = base_of(content)
    facts, problems = reading.load(content, base, TODAY)
    assert problems == []
    assert recording.written(facts.calls) == first.text
    assert (sum(row.contacts for row in facts.calls), first.unchanged) == (first.deals, False)
    file = content / first.path
    before = file.stat().st_mtime_ns
    assert imported(export(kind), content, base_of).unchanged
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("kind", ["amocrm", "bitrix24", "hubspot"])
def test_no_person_reaches_the_facts(kind, export, content, base_of):
    text = imported(export(kind), content, base_of).text
    assert [each for each in PEOPLE if each in text] == []


VARIANTS = {
    "utf-8": amo(*AMO_ROWS).encode(),
    "utf-8 with its mark": amo(*AMO_ROWS).encode("utf-8-sig"),
    "utf-16, tabs": amo(*AMO_ROWS[:7]).replace(";", "\t").encode("utf-16"),
    "commas": amo(*(row.replace("12 500,50", "12 500.50") for row in AMO_ROWS[:7]))
    .replace(";", ",")
    .encode(),
    "the hint of Excel": b"sep=;\r\n" + amo(*AMO_ROWS).encode("cp1251"),
    "line feeds only": amo(*AMO_ROWS).replace("\r\n", "\n").encode(),
    "a delimiter at the end of rows": amo(*(f"{row};" for row in AMO_ROWS[:7])).encode(),
    "a title above": ("Сделки за октябрь\r\n" + amo(*AMO_ROWS[:7])).encode(),
    "older names of columns": amo(
        *AMO_ROWS[:7],
        header=AMO.replace("Дата создания", "Дата создания сделки").replace(
            "Бюджет ", "БЮДЖЕТ, руб."
        ),
    ).encode(),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_deals_in_another_dress(name, tmp_path, content, base_of):
    path = tmp_path / "export.txt"
    path.write_bytes(VARIANTS[name])
    text = imported(path, content, base_of).text
    assert text.splitlines()[:4] == AMO_FACTS.splitlines()[:4]
